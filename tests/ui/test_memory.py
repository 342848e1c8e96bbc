"""What the desk learned and how what it goes by came to be, in the rooms of the window."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import Action, DocumentState
from app.domain.policy import Role
from app.domain.teaching import Taught
from app.ui.changes import ChangedValue
from app.ui.i18n import say, use_language
from app.ui.insight.learned import LearnedPanel
from app.ui.insight.page import InsightPage
from app.ui.main_window import MainWindow
from app.ui.orders.items_page import ItemsPage
from app.ui.policy.page import PolicyPage
from app.ui.vendors.page import VendorsPage
from app.workflow.import_data import import_one
from app.workflow.ports import ImportKind
from tests.helpers.small_desk import ORDERS, SmallDesk, line, open_cases, paper, small_desk
from tests.ui.conftest import OpenWindow, settle

ALT = Qt.KeyboardModifier.AltModifier
CARTONS = line(1, "10001", "Work gloves leather large", "10", "CT", "40.00", "400.00")
FIVE = line(1, "10001", "Work gloves leather large", "5", "CT", "40.00", "200.00")
SECOND = next(row for row in ORDERS.splitlines() if "10001" in row).replace("PO-1", "PO-3").replace(",100,PR", ",50,PR")


def accepted(folder: Path) -> SmallDesk:
    """A desk on which a controller accepted a carton of ten, which no factor is on file for."""
    made = small_desk(folder, {"purchase_orders.csv": f"{ORDERS}{SECOND}\n"})
    boss = made.acting_as("boss", Role.CONTROLLER)
    (document,) = boss.take(paper("INV-1", [CARTONS], "400.00"))
    boss.do(open_cases(document)[0], Action.ACCEPT, "counted them")
    return boss


def panel_of(window: MainWindow, qtbot: QtBot) -> LearnedPanel:
    QTest.keyClick(window, Qt.Key.Key_7, ALT)
    settle(qtbot, window)
    page = window.rooms.page("insight")
    assert isinstance(page, InsightPage)
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    settle(qtbot, window)
    assert isinstance(page.panel, LearnedPanel)
    return page.panel


def test_asks_36_37_a_proposal_is_kept_and_taken_back_in_the_window_and_what_cleared_is_named(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = accepted(tmp_path)
    window = open_window(desk.services)
    panel = panel_of(window, qtbot)
    assert [row.case.case_id for row in panel.proposed.records.rows] == [1]
    panel.keep.click()
    settle(qtbot, window)
    assert not desk.services.store.taught(), "nothing is kept without a reason"
    panel.reason.setText("as the carton says")
    panel.keep.click()
    settle(qtbot, window)
    (fact,) = panel.learned.records.rows
    assert isinstance(fact, Taught)
    assert (fact.user, fact.reason, fact.scope) == ("boss", "as the carton says", "vendor V1, item 10001")
    assert not panel.proposed.records.rows
    (by_it,) = desk.take(paper("INV-2", [FIVE], "200.00", po_numbers=["PO-3"]))
    assert by_it.state is DocumentState.CLEARED
    panel.reason.setText("the carton was changed")
    panel.back.click()
    settle(qtbot, window)
    (gone,) = panel.learned.records.rows
    assert gone.cleared == (by_it.document_id,)
    assert [row.document_id for row in panel.cleared.records.rows] == [by_it.document_id]
    assert "1 invoice cleared by this before it was taken back" in panel.warned.text()
    assert not panel.back.isEnabled()
    with qtbot.waitSignal(panel.document_wanted) as wanted:
        panel.cleared.opened.emit(panel.cleared.records.rows[0])
    assert wanted.args == [by_it.document_id]
    assert desk.services.store.document(by_it.document_id).state is DocumentState.CLEARED
    settle(qtbot, window)


def test_s2_158_each_room_says_who_changed_what_from_what_to_what_and_why(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = accepted(tmp_path)
    text = (desk.folder / "tables" / "policy.toml").read_text().replace("price_percent = 1", "price_percent = 2")
    (tmp_path / "policy.toml").write_text(text.replace("version = 1", "version = 2"))
    import_one(desk.services, ImportKind.POLICY, tmp_path / "policy.toml")
    (tmp_path / "vendors.csv").write_text("vendor_id,name,merged_lines\nV1,Amberley Supply Co,refused\n")
    import_one(desk.services, ImportKind.VENDORS, tmp_path / "vendors.csv")
    window = open_window(desk.services)

    QTest.keyClick(window, Qt.Key.Key_6, ALT)
    settle(qtbot, window)
    policy = window.rooms.page("policy")
    assert isinstance(policy, PolicyPage)
    newest = policy.history.records.rows[0]
    assert isinstance(newest, ChangedValue)
    assert (newest.step.user, newest.step.role) == ("boss", "controller")
    changed = {(row.setting, row.before, row.after) for row in policy.history.records.rows}
    assert ("line_tolerance.default.price_percent", "1", "2") in changed
    assert "due" in newest.step.what

    QTest.keyClick(window, Qt.Key.Key_3, ALT)
    settle(qtbot, window)
    vendors = window.rooms.page("vendors")
    assert isinstance(vendors, VendorsPage)
    assert vendors.detail.title.text().startswith("V1")
    first = vendors.changes.records.rows[0]
    assert (first.setting, first.before, first.after) == ("merged_lines_permitted", "1", "0")
    assert first.step.reason.startswith("imported from vendors.csv, line 2")

    QTest.keyClick(window, Qt.Key.Key_4, ALT)
    settle(qtbot, window)
    items = window.rooms.page("items")
    assert isinstance(items, ItemsPage)
    assert any(row.setting == "description" for row in items.changes.records.rows)


def test_what_was_learned_and_changed_is_said_in_german(qapp: object) -> None:
    use_language("de")
    try:
        for text in (
            "1 CT is 10 PR of item 10001",
            "merged lines of cases 1, 2, 3 were accepted",
            "policy version 2, looked over 2026-02-10, due 2027-02-10",
            "imported from vendors.csv, line 2 (SHA-256 abc)",
            "learned: 1 CT is 10 PR of item 10001 (taken back by entry 9)",
        ):
            assert say(text) != text
    finally:
        use_language("en")


def test_s1_77_a_message_is_chosen_in_german_or_for_the_vendor_and_saved_as_a_mail(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = small_desk(tmp_path)
    dear = line(1, "10001", "Work gloves leather large", "100", "PR", "4.40", "440.00")
    (document,) = desk.take(paper("INV-9", [dear], "440.00"))
    assert [case.rule for case in open_cases(document)] == ["price_variance.outside"]
    window = open_window(desk.services)
    window.queue.open_document(document.document_id)
    settle(qtbot, window)
    window.case.start(Action.SEND)
    panel = window.case.send
    english = panel.message.toPlainText()
    assert "Please accept it" in english
    panel.language.setCurrentIndex(panel.language.findData("de"))
    panel.language.activated.emit(panel.language.currentIndex())
    assert "Bitte nehmen Sie es an" in panel.message.toPlainText()
    assert panel.subject.text().startswith("Bitte um Ihre Entscheidung")
    panel.whom.setCurrentIndex(1)
    panel.whom.activated.emit(1)
    assert panel.address.text() == "ar@amberley.example"
    assert "Gutschrift" in panel.message.toPlainText()

    panel.message.setPlainText("Mein eigener Text")
    panel.language.setCurrentIndex(0)
    panel.language.activated.emit(0)
    assert panel.message.toPlainText() == "Mein eigener Text", "what a person wrote is not written over"
    assert panel.trouble.text()

    panel.subject.setText("Hallo\r\nBcc: all@example.com")
    panel.address.setText("ar@amberley.example\nBcc: x@example.com")
    target = tmp_path / "mail.eml"
    panel.save_to(str(target))
    mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert mail["Bcc"] is None
    assert mail["X-Unsent"] == "1"
    assert "Mein eigener Text" in mail.get_content()
    assert str(target) in panel.trouble.text()
    panel.save_to(str(tmp_path / "mail.eml" / "in a file.eml"))
    assert "in a file.eml" in panel.trouble.text()
    assert not [one for one in desk.services.store.journal() if one.kind == "command"], "saving hands nothing over"
