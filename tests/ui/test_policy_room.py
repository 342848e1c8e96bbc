"""The room of the policy: limits typed, what-if before saving, saved with a reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.policy import Role
from app.ui.i18n import use_language
from app.ui.main_window import MainWindow
from app.ui.policy.authority_panel import AuthorityPanel
from app.ui.policy.bands_panel import BandsPanel
from app.ui.policy.general_panel import GeneralPanel
from app.ui.policy.page import PolicyPage
from app.ui.policy.switches_panel import SwitchesPanel
from app.workflow.figures import Figures
from app.workflow.policy_differences import ANY_AMOUNT
from app.workflow.policy_edit import save_policy, with_authority, with_limit
from app.workflow.services import Services
from app.workflow.what_if import Effect
from tests.ui.conftest import OpenWindow, settle
from tests.ui.test_records import nameless


@pytest.fixture
def room(window: MainWindow, qtbot: QtBot) -> PolicyPage:
    return enter(window, qtbot)


def enter(window: MainWindow, qtbot: QtBot) -> PolicyPage:
    window.enter_room("policy")
    settle(qtbot, window)
    page = window.rooms.page("policy")
    assert isinstance(page, PolicyPage)
    return page


def type_into(
    qtbot: QtBot, panel: BandsPanel | AuthorityPanel | GeneralPanel, key: str, column: int, text: str
) -> None:
    panel.table.focus_rule(key, column)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    editor = panel.table.findChildren(QLineEdit)[-1]
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.table.state() is not panel.table.State.EditingState)


def cell(panel: BandsPanel | AuthorityPanel | GeneralPanel, key: str, column: int) -> str:
    return str(panel.table.rules.index(panel.table.rules.position_of(key), column).data())


def test_a_limit_has_three_states_that_look_different(room: PolicyPage, qtbot: QtBot) -> None:
    bands = room.panels[0]
    assert isinstance(bands, BandsPanel)
    assert cell(bands, "commodity", 3) == "2 %"
    assert cell(bands, "capital", 1) == "zero"
    assert cell(bands, "commodity", 5) == "not checked"
    type_into(qtbot, bands, "commodity", 3, "7.5")
    assert cell(bands, "commodity", 3) == "7.5 %"
    type_into(qtbot, bands, "commodity", 3, "0")
    assert cell(bands, "commodity", 3) == "zero"
    bands.table.focus_rule("commodity", 3)
    QTest.keyClick(bands.table, Qt.Key.Key_Delete)
    assert cell(bands, "commodity", 3) == "not checked"
    assert [row[0] for row in room.differences.records.rows] == ["line_tolerance.commodity.price_percent"]


def test_what_is_no_figure_is_refused_in_words_and_nothing_changes(room: PolicyPage, qtbot: QtBot) -> None:
    bands = room.panels[0]
    assert isinstance(bands, BandsPanel)
    with qtbot.waitSignal(room.said) as told:
        type_into(qtbot, bands, "commodity", 3, "a lot")
    assert "a lot" in told.args[0]
    assert cell(bands, "commodity", 3) == "2 %"
    assert not room.changed


def test_a_vendor_gets_bands_of_its_own_and_loses_them(room: PolicyPage, qtbot: QtBot) -> None:
    bands = room.panels[0]
    assert isinstance(bands, BandsPanel)
    bands.vendor.setText("V209")
    QTest.keyClick(bands.vendor, Qt.Key.Key_Return)
    type_into(qtbot, bands, "vendors.V209", 1, "4")
    assert room.proposed.vendors["V209"].quantity_short_percent == 4
    bands.table.focus_rule("vendors.V209", 0)
    bands.remove.click()
    assert "V209" not in room.proposed.vendors
    assert not room.changed


def test_authority_switches_and_other_settings_are_changed_by_keyboard(room: PolicyPage, qtbot: QtBot) -> None:
    authority, switches, general = room.panels[1:]
    assert isinstance(authority, AuthorityPanel)
    assert isinstance(switches, SwitchesPanel)
    assert isinstance(general, GeneralPanel)
    room.tabs.setCurrentIndex(1)
    type_into(qtbot, authority, "receiving", 1, "50")
    assert cell(authority, "receiving", 1) == "50.00"
    assert cell(authority, "controller", 1) == "any amount"
    room.tabs.setCurrentIndex(2)
    QTest.keyClick(switches.boxes["split"], Qt.Key.Key_Space)
    assert "split" in room.proposed.automation_off
    switches.vendor.setText("V201")
    QTest.keyClick(switches.vendor, Qt.Key.Key_Return)
    assert "V201:*" in room.proposed.automation_off
    room.tabs.setCurrentIndex(3)
    type_into(qtbot, general, "tiers.watch", 1, "0.25")
    assert str(next(iter(f for t, f in room.proposed.tiers.items() if t == "watch"))) == "0.25"
    assert len(room.differences.records.rows) == 4
    room.drop.click()
    assert not room.changed


def test_a_vendor_is_offered_no_authority_and_one_that_a_file_gave_it_can_be_taken_away(
    room: PolicyPage, qtbot: QtBot
) -> None:
    authority = room.panels[1]
    assert isinstance(authority, AuthorityPanel)
    room.tabs.setCurrentIndex(1)

    def roles() -> list[str]:
        return [row.key for i in range(authority.table.rules.rowCount()) if (row := authority.table.rules.rule(i))]

    assert roles() == [role for role in Role if role is not Role.VENDOR]
    room.propose(with_authority(room.proposed, Role.VENDOR, "5"))
    assert Role.VENDOR in roles()
    authority.table.focus_rule(Role.VENDOR, 1)
    QTest.keyClick(authority.table, Qt.Key.Key_Delete)
    assert not room.changed
    assert Role.VENDOR not in roles()


def test_what_if_is_shown_before_the_change_is_saved(room: PolicyPage, qtbot: QtBot) -> None:
    window = room.window()
    assert isinstance(window, MainWindow)
    head = window.services.store.head()
    room.propose(with_limit(room.proposed, "commodity", "price_percent", Decimal(30)))
    assert "hide charges" in room.new_warnings.text()
    QTest.keyClick(room.ask, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert "invoices were decided again" in room.summary.text()
    assert room.rows.records.rowCount() >= 1
    assert window.services.store.head() == head
    room.propose(with_limit(room.proposed, "commodity", "price_percent", Decimal(31)))
    assert room.rows.records.rowCount() == 0, "what was worked out for another policy is not shown for this one"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "1 would clear by itself"), ("de", "1 würde von selbst freigegeben")]
)
def test_one_invoice_that_would_clear_is_told_of_as_one(
    room: PolicyPage, qtbot: QtBot, language: str, told: str
) -> None:
    window = room.window()
    assert isinstance(window, MainWindow)
    room.propose(with_limit(room.proposed, "commodity", "price_percent", Decimal(30)))
    room.look_back()
    settle(qtbot, window)
    assert room.outcome is not None
    one = next(row for row in room.outcome.rows if row.effect is Effect.CLEARS)
    use_language(language)
    try:
        room._looked_back(room.proposed, replace(room.outcome, rows=(one,)))
        assert told in room.summary.text()
    finally:
        use_language("en")


def test_saving_needs_a_reason_and_then_decides_what_waits_anew(room: PolicyPage, qtbot: QtBot) -> None:
    window = room.window()
    assert isinstance(window, MainWindow)
    store = window.services.store
    room.propose(with_limit(room.proposed, "commodity", "price_percent", Decimal(30)))
    QTest.keyClick(room.save, Qt.Key.Key_Space)
    assert room.reason.hasFocus()
    QTest.keyClicks(room.reason, "prices move")
    QTest.keyClick(room.reason, Qt.Key.Key_Return)
    settle(qtbot, window)
    policy = store.policy()
    assert policy is not None
    assert policy.version == 2
    assert not room.changed
    assert "version 2" in room.title.text()
    changed = next(entry for entry in store.journal() if entry.summary.startswith("Changed the policy"))
    assert changed.reason == "prices move"
    assert any(entry.reason == "the policy was changed" for entry in store.journal(since=changed.sequence))
    assert store.verify().whole


def test_a_policy_that_somebody_else_changed_is_not_overwritten(room: PolicyPage, qtbot: QtBot) -> None:
    window = room.window()
    assert isinstance(window, MainWindow)
    services = window.services
    before = services.store.policy()
    assert before is not None
    room.propose(with_limit(room.proposed, "spot", "price_percent", Decimal(1)))
    save_policy(services, with_limit(before, "default", "price_percent", Decimal(0)), before, "theirs")
    room.reason.setText("mine")
    room.save_changes()
    settle(qtbot, window)
    policy = services.store.policy()
    assert policy is not None
    assert policy.version == 2
    assert "Somebody else" in room.summary.text()
    assert room.changed


def test_a_desk_without_a_policy_begins_one(open_window: OpenWindow, empty_services: Services, qtbot: QtBot) -> None:
    window = open_window(empty_services)
    room = enter(window, qtbot)
    assert "No policy yet" in room.title.text()
    room.propose(with_limit(room.proposed, "default", "price_percent", Decimal(1)))
    room.reason.setText("first")
    room.save_changes()
    settle(qtbot, window)
    policy = empty_services.store.policy()
    assert policy is not None
    assert policy.version == 1


def test_r29_everything_with_a_focus_in_the_policy_room_has_a_name(room: PolicyPage) -> None:
    for place in range(room.tabs.count()):
        room.tabs.setCurrentIndex(place)
        assert nameless(room) == []


def test_r29_a_limit_that_is_typed_is_named_and_rows_stay_in_sight_in_any_font(room: PolicyPage) -> None:
    table = room.panels[0].table  # type: ignore[attr-defined]
    table.focus_rule("commodity", 3)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert table.findChildren(QLineEdit)[-1].accessibleName() == "commodity goods, Price"
    two_rows = 2 * table.verticalHeader().defaultSectionSize()
    assert table.minimumSizeHint().height() >= table.horizontalHeader().height() + two_rows


def test_what_is_to_be_typed_for_any_amount_is_said_in_the_language_of_the_window(qapp: QApplication) -> None:
    use_language("de")
    try:
        panel = AuthorityPanel(Figures(",", "."))
        told = [label.text() for label in panel.findChildren(QLabel)]
        assert any("„beliebig“" in text for text in told)
        assert panel._plain("beliebig") == ANY_AMOUNT
        assert panel._plain("jeder Betrag") == ANY_AMOUNT
    finally:
        use_language("en")
