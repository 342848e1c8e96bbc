"""The profile studio: what was read and from where, rules by click, drawing, typing and words, try, save, offer."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.domain.case import Action, Command, Correction, QueueFilter
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.extraction.learning.messages import LearnedProfile, TriedProfile
from app.extraction.reading_options import ReadingOptions
from app.shipped_files import profiles_path
from app.ui.main_window import MainWindow
from app.ui.profiles.page import ProfileStudio
from app.ui.profiles.rule_model import RuleModel, RuleRow
from app.ui.profiles.rule_panels import MeaningsPanel
from app.workflow.figures import Figures
from app.workflow.profile_edit import ColumnKind, ColumnRule, DateOrder, FieldKind, Profile, with_column_heading
from app.workflow.profile_learning import Proposal, StoredTrial, would_have_avoided
from app.workflow.profiles import ProfileTrial
from app.workflow.services import Services
from tests.helpers.expected_readings import ExpectedReaders, reading_of
from tests.helpers.in_process import InProcessReaders
from tests.ui.conftest import OpenWindow, settle
from tests.ui.test_records import nameless

FILE = "09_brindle_B60541.pdf"


@pytest.fixture
def studio_services(services: Services) -> Services:
    """The sample desk with readers that really read, in this process."""
    folders = (str(profiles_path()), str(services.store.folder / "profiles"))
    return replace(services, readers=InProcessReaders(ReadingOptions(profile_folders=folders)))


@pytest.fixture
def studio(open_window: OpenWindow, studio_services: Services, qtbot: QtBot) -> ProfileStudio:
    window = open_window(studio_services)
    window.enter_room("profiles")
    page = window.rooms.page("profiles")
    assert isinstance(page, ProfileStudio)
    row = next(r for r in studio_services.store.queue(QueueFilter()) if r.file == FILE)
    page.open_document(row.document_id)
    done(qtbot, page)
    return page


def done(qtbot: QtBot, page: ProfileStudio) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.background.idle and not page.reading_soon)
    settle(qtbot, window)


def click_word(studio: ProfileStudio, text: str) -> None:
    assert studio.sample is not None
    box = next(word.box for word in studio.sample.words if word.text == text)
    middle = Box(box.page, (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, 0, 0)
    x, y = studio.page.view.placement().to_view(middle.x0, middle.top)
    QTest.mouseClick(studio.page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def test_what_was_read_is_shown_with_its_place_on_the_page(studio: ProfileStudio, qtbot: QtBot) -> None:
    values = studio.tabs.values.records.rows
    amount = next(row for row in values if row.field == "amount" and row.line == 1)
    studio.tabs.values.focus_row(values.index(amount))
    outlines = studio.page.view.outlines
    assert outlines.focus == amount.box
    assert set(outlines.frame) == {row.box for row in values if row.line == 1 and row.box}
    assert amount.raw == "1,920.00"
    click_word(studio, "648.00")
    assert studio.tabs.values.current.raw == "648.00"


def test_a_profile_that_cannot_be_used_is_named_where_profiles_are_changed(
    studio: ProfileStudio, studio_services: Services, qtbot: QtBot
) -> None:
    assert "cannot be used" not in studio.state.text()
    damaged = studio_services.store.folder / "profiles" / "us" / "ironbark" / "profile.toml"
    damaged.parent.mkdir(parents=True)
    damaged.write_text('id = "us/ironbark"\n[columns.quantitty]\nheadings = ["Q"]\n', "utf-8")
    assert studio.sample is not None
    studio.open_document(studio.sample.document.document_id)
    done(qtbot, studio)
    assert f"The profile {damaged} cannot be used: version is missing; vendor_name is missing; " in studio.state.text()
    assert "columns.quantitty is not known; did you mean 'quantity'?" in studio.state.text()
    assert studio.tabs.values.records.rows


def test_values_are_written_as_the_desk_writes_figures_and_codes_as_they_are(
    studio: ProfileStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.profiles.studio_tables.desk_figures", lambda: Figures(",", "."))
    values = studio.tabs.values.records.rows
    places = {(row.field, row.line): at for at, row in enumerate(values)}
    model = studio.tabs.values.model()
    assert model.index(places["amount", 1], 2).data() == "1.920,00"
    assert model.index(places["item_code", 1], 2).data() == "29010"


def test_a_field_is_named_by_clicking_its_label_and_the_rows_follow(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    studio.tabs.setCurrentIndex(2)
    panel = studio.tabs.panels[1]
    panel.table.focus_rule(FieldKind.DUE_DATE.value)  # type: ignore[attr-defined]
    click_word(studio, "Terms")
    assert studio.profile.fields[FieldKind.DUE_DATE].labels == ("Terms",)
    done(qtbot, studio)
    assert studio.reading is not None
    assert studio.save.isEnabled()
    studio.take_back()
    assert studio.profile.fields[FieldKind.DUE_DATE].labels == ("Due Date",)
    assert not studio.save.isEnabled()


def test_the_table_is_drawn_and_its_columns_are_set(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.sample is not None
    assert studio.profile is not None
    studio.tabs.setCurrentIndex(1)
    words = {word.text: word.box for word in studio.sample.words}
    area = Box(1, words["Our"].x0 - 4, words["Our"].top - 3, words["648.00"].x1 + 4, words["648.00"].bottom + 3)
    view = studio.page.view
    start, end = view.placement().to_view(area.x0, area.top), view.placement().to_view(area.x1, area.bottom)
    points = [QPoint(round(x), round(y)) for x, y in (start, end)]
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=points[0])
    QTest.mouseMove(view.viewport(), points[1])
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=points[1])
    drawn = {kind for kind, rule in studio.profile.columns.items() if rule.x_range is not None}
    assert {ColumnKind.DESCRIPTION, ColumnKind.QUANTITY, ColumnKind.PRICE, ColumnKind.AMOUNT} <= drawn
    place = studio.profile.line_table
    assert place is not None
    assert abs(place.first.top - area.top) < 2
    table = studio.tabs.panels[0].table  # type: ignore[attr-defined]
    table.focus_rule("line_table")
    assert "1" in table.rules.rule(0).cells[2]
    done(qtbot, studio)
    assert studio.reading is not None
    invoice = studio.reading.then.invoice
    assert invoice is not None
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["1920.00", "648.00"]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert studio.profile.line_table is None
    done(qtbot, studio)


def test_rules_that_cannot_be_used_stay_to_be_taken_back(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    rule = ColumnRule(("Qty",), None, None)
    studio.change(replace(studio.profile, columns={ColumnKind.QUANTITY: rule, ColumnKind.ORDERED: rule}))
    done(qtbot, studio)
    assert studio.reading is None
    assert studio.profile.columns[ColumnKind.ORDERED] == rule
    assert studio.state.text().startswith("The rules of the profile cannot be used: ")
    assert "both quantity and ordered" in studio.state.text()
    assert not studio.save.isEnabled()
    studio.take_back()
    done(qtbot, studio)
    assert studio.reading is not None


def test_a_unit_without_its_print_is_not_called_unknown(studio: ProfileStudio) -> None:
    meanings = studio.tabs.panels[2]
    assert isinstance(meanings, MeaningsPanel)
    said: list[str] = []
    meanings.said.connect(said.append)
    meanings.code.setText("EA")
    meanings.add_unit.click()
    assert said == ["Say how the vendor prints the unit."]
    assert meanings.code.text() == "EA"


def test_the_words_of_a_charge_have_room_beside_a_long_button(studio: ProfileStudio) -> None:
    meanings = studio.tabs.panels[2]
    assert isinstance(meanings, MeaningsPanel)
    studio.tabs.setCurrentWidget(meanings)
    meanings.resize(meanings.minimumSizeHint().width(), meanings.height())
    for typed in (meanings.printed, meanings.code, meanings.words):
        assert typed.width() >= typed.fontMetrics().averageCharWidth() * 12
        assert typed.toolTip() == typed.placeholderText()


def test_everything_can_be_typed_instead_of_clicked(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    studio.tabs.setCurrentIndex(1)
    table = studio.tabs.panels[0].table  # type: ignore[attr-defined]
    table.focus_rule(ColumnKind.PRICE.value, 1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(type(studio.reason))[-1]
    editor.setText("Each | Unit Price")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wanted = ("Each", "Unit Price")
    qtbot.waitUntil(lambda: studio.profile is not None and studio.profile.columns[ColumnKind.PRICE].headings == wanted)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert ColumnKind.PRICE not in studio.profile.columns
    studio.tabs.setCurrentIndex(3)
    meanings = studio.tabs.panels[2]
    meanings.printed.setText("SKID")  # type: ignore[attr-defined]
    meanings.code.setText("pallet")  # type: ignore[attr-defined]
    QTest.keyClick(meanings.code, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    assert studio.profile.units["SKID"] == "PL"
    studio.tabs.setCurrentIndex(4)
    dates = studio.tabs.panels[3].dates  # type: ignore[attr-defined]
    dates.setCurrentIndex(1)
    dates.activated.emit(1)
    assert studio.profile.date_order is DateOrder.DAY_FIRST
    done(qtbot, studio)


def test_plain_words_show_what_was_understood_and_what_was_not(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    studio.tabs.setCurrentIndex(5)
    panel = studio.tabs.panels[4]
    panel.text.setPlainText("dates are day first; frobnicate the widgets")  # type: ignore[attr-defined]
    panel.understand()  # type: ignore[attr-defined]
    assert panel.understood.text().startswith("= ")  # type: ignore[attr-defined]
    assert "frobnicate" in panel.missed.text()  # type: ignore[attr-defined]
    told: list[str] = []
    panel.said.connect(told.append)
    panel.take.click()  # type: ignore[attr-defined]
    assert studio.profile.date_order is DateOrder.DAY_FIRST
    assert panel.text.toPlainText() == "frobnicate the widgets"  # type: ignore[attr-defined]
    assert [re.findall(r"\d+", text) for text in told] == [["1", "1"]]
    done(qtbot, studio)


def test_a_profile_is_tried_on_every_invoice_and_saved_with_its_sample(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    assert studio.sample is not None
    window = studio.window()
    assert isinstance(window, MainWindow)
    studio.change(with_column_heading(studio.profile, ColumnKind.PRICE, ("Unit Price", "Each")))
    done(qtbot, studio)
    QTest.keyClick(studio.save, Qt.Key.Key_Space)
    assert studio.reason.hasFocus()
    assert window.services.store.head()[0] == len(window.services.store.journal())
    studio.reason.setText("They call it Each now")
    QTest.keyClick(studio.reason, Qt.Key.Key_Return)
    done(qtbot, studio)
    entry = window.services.store.journal()[-1]
    assert "us/brindle" in entry.summary
    assert entry.reason == "They call it Each now"
    folder = window.services.store.folder / "profiles" / "us" / "brindle"
    assert (folder / "profile.toml").is_file()
    (expected,) = (folder / "expected").glob("*.json")
    assert "B60541" in expected.read_text(encoding="utf-8")
    assert not studio.save.isEnabled()


def test_the_tab_of_earlier_versions_shows_each_line_that_a_save_changed(studio: ProfileStudio, qtbot: QtBot) -> None:
    position = studio.tabs.indexOf(studio.tabs.history)
    assert studio.tabs.tabToolTip(position) == "Earlier versions"
    studio.tabs.setCurrentIndex(position)
    assert list(studio.tabs.history.records.rows) == []
    for headings, why in ((("Unit Price", "Each"), "They call it Each now"), (("Unit Price", "Rate"), "It is Rate")):
        assert studio.profile is not None
        studio.change(with_column_heading(studio.profile, ColumnKind.PRICE, headings))
        done(qtbot, studio)
        studio.reason.setText(why)
        studio.save_profile()
        done(qtbot, studio)
    rows = studio.tabs.history.records.rows
    steps = list(dict.fromkeys(row.step for row in rows))
    assert [step.reason for step in steps] == ["It is Rate", "They call it Each now"]
    assert all(step.user == studio._parts.services.actor.user for step in steps)
    newest = [row for row in rows if row.step is steps[0]]
    assert any('"Each"' in row.before and not row.after for row in newest)
    assert any('"Rate"' in row.after and not row.before for row in newest)
    shown = [studio.tabs.history.records.index(row, 8).data() for row in range(len(rows))]
    assert shown == [row.step.reason for row in rows]


def test_a_change_that_adds_up_worse_somewhere_is_not_saved(studio: ProfileStudio, qtbot: QtBot) -> None:
    assert studio.profile is not None
    studio.change(with_column_heading(studio.profile, ColumnKind.PRICE, ("Each",)))
    done(qtbot, studio)
    before = len(studio._parts.services.store.journal())
    worse = ProfileTrial("other.pdf", (), 3, 2, used=True)
    studio.trials = (StoredTrial(1, worse),)
    studio.reason.setText("because")
    studio.save_profile()
    done(qtbot, studio)
    assert "other.pdf" in studio.state.text()
    assert len(studio._parts.services.store.journal()) == before


def test_r29_everything_with_a_focus_in_the_studio_has_a_name(studio: ProfileStudio) -> None:
    for place in range(studio.tabs.count()):
        studio.tabs.setCurrentIndex(place)
        assert nameless(studio) == []


def test_a_model_of_rules_keeps_qts_rules() -> None:
    model = RuleModel(("Column", "Heading"), (1,))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rules([RuleRow("a", ("A", "x")), RuleRow("b", ("B", ""))])
    typed: list[tuple[str, int, str]] = []
    model.edited.connect(lambda *told: typed.append(told))
    assert model.setData(model.index(1, 1), "new")
    assert not model.setData(model.index(1, 0), "new")
    assert model.setData(model.index(0, 1), "x")
    assert typed == [("b", 1, "new")]
    model.show_rules([RuleRow("a", ("A", "y")), RuleRow("b", ("B", ""))])
    model.show_rules(())
    assert model.rowCount() == 0
    assert tester is not None


class LearningReaders(ExpectedReaders):
    """Readers that know which profile would have read a corrected invoice right."""

    def __init__(self) -> None:
        super().__init__()
        self.learned: list[str] = []

    def learn(self, path: Path, read: Invoice, corrected: Invoice, profile_id: str) -> Future[LearnedProfile]:
        self.learned.append(path.name)
        answer: Future[LearnedProfile] = Future()
        profile = with_column_heading(_plain(profile_id), ColumnKind.QUANTITY, ("Shipped",))
        answer.set_result(LearnedProfile(profile, ("Quantity is the column Shipped.",)))
        return answer

    def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
        answer: Future[TriedProfile] = Future()
        today = reading_of(next(iter(sorted(_sample().iterdir()))))
        assert today.invoice is not None
        then = replace(today.invoice, profile=profile.id, lines=today.invoice.lines[:1])
        answer.set_result(TriedProfile(today, replace(today, invoice=then)))
        return answer


def _plain(profile_id: str) -> Profile:
    from app.domain.invoice import InvoiceHeader
    from app.workflow.profile_edit import empty_profile

    return empty_profile(profile_id, InvoiceHeader())


def _sample() -> Path:
    from tests.helpers.expected_readings import INVOICES

    return INVOICES


def test_after_a_correction_the_change_that_would_have_avoided_it_is_offered_quietly(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    readers = LearningReaders()
    window = open_window(replace(services, readers=readers))
    opened = window.case.opened
    assert opened is not None
    case = next(case for case in opened.document.cases if case.lane is not None)
    focus = window.focusWidget()
    command = Command(Action.CORRECT, case.version, correction=Correction("quantity", "7", 1))
    window.session.send(case, command)
    settle(qtbot, window)
    assert len(readers.learned) == 1
    assert window.offers.proposal is not None
    assert window.rooms.at_work
    assert window.focusWidget() is focus or window.case.comparison.hasFocus()
    window.session.send(case, replace(command, action=Action.NOTE, note="seen", correction=None))
    settle(qtbot, window)
    assert len(readers.learned) == 1


def test_a_change_that_is_offered_is_shown_when_the_room_is_entered_whatever_its_list_begins_with(
    open_window: OpenWindow, studio_services: Services, qtbot: QtBot
) -> None:
    """The list put the focus on its first invoice and opened that one in place of what was offered."""
    window = open_window(studio_services)
    (wanted,) = [r for r in studio_services.store.queue(QueueFilter()) if r.file == "17_larkfield_INV-77251.pdf"]
    learned = with_column_heading(_plain("us/larkfield"), ColumnKind.QUANTITY, ("Shipped",))
    reasons = ("Quantity is the column Shipped.",)
    window.offers.proposal = Proposal(wanted.document_id, 1, learned, reasons, (), (), None)
    window.enter_room("profiles")
    room = window.rooms.page("profiles")
    assert isinstance(room, ProfileStudio)
    done(qtbot, room)
    first = room.found.model.row_at(0)
    assert first is not None
    assert first.document_id != wanted.document_id
    assert room.sample is not None
    assert room.sample.document.document_id == wanted.document_id
    assert room.profile == learned
    assert room.reason.text() == reasons[0]
    assert room.found.table.current.document_id == wanted.document_id, "the list shows whose profile it is"
    assert room.tabs.values.records.rows
    assert all(day.is_figure for day in room.tabs.values.records.rows if day.field.endswith("_date"))


@pytest.mark.parametrize(
    ("missed", "differences", "used", "holding", "offered"),
    [
        ((), (("line 1", "a", "b"),), True, 3, True),
        (("quantity of line 1",), (("line 1", "a", "b"),), True, 3, False),
        ((), (), True, 3, False),
        ((), (("line 1", "a", "b"),), False, 3, False),
        ((), (("line 1", "a", "b"),), True, 2, False),
    ],
)
def test_only_a_profile_that_reads_it_right_and_nothing_worse_is_offered(
    missed: tuple[str, ...], differences: tuple[tuple[str, str, str], ...], used: bool, holding: int, offered: bool
) -> None:
    trial = StoredTrial(1, ProfileTrial("a.pdf", differences, 3, holding, used=used))
    proposal = Proposal(1, 1, _plain("xx/a"), (), missed, (trial,), None)
    assert would_have_avoided(proposal) is offered
