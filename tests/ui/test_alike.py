"""Deciding like cases together (requirements 22 and 23), and findings of one cause as one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import Action, CaseState, DocumentState, JournalKind
from app.domain.policy import Role
from app.ui.case.comparison_model import COLUMNS, CompareRole
from app.ui.i18n import say_reason, use_language
from app.ui.main_window import MainWindow
from app.ui.queue.model import QueueRole
from app.ui.settings import WindowSettings
from app.workflow.resolve_many import Outcome, Refused
from tests.helpers.like_cases import case_of, dear, gloves, goggles, orders_desk
from tests.helpers.small_desk import SmallDesk, open_cases, paper
from tests.ui.conftest import OpenWindow, settle

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifier)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = orders_desk(tmp_path)
    yield made
    made.services.close()


def accept_first(window: MainWindow, qtbot: QtBot, document_id: int) -> None:
    window.queue.open_document(document_id)
    settle(qtbot, window)
    window.case.comparison.setFocus()
    press(K.Key_A)
    press(K.Key_1)
    press(K.Key_Return)
    settle(qtbot, window)


def snapshot(window: MainWindow) -> dict[str, Any]:
    """Return everything a person sees: rows, figures, tints, candidates' place, counts, focus."""
    model, queue = window.case.comparison.comparison_model, window.queue.model
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, CompareRole.STATE, CompareRole.NOTES)
    return {
        "comparison": [
            [model.data(model.index(row, column), role) for role in roles]
            for row in range(model.rowCount())
            for column in range(COLUMNS)
        ],
        "queue": [
            [queue.data(queue.index(row), role) for role in (Qt.ItemDataRole.DisplayRole, QueueRole.SECOND)]
            for row in range(queue.rowCount())
        ],
        "readings": [frame.readings for frame in model.frames],
        "counts": {view: tab.text() for view, tab in window.top.tabs.items()},
        "title": window.case.title.text(),
        "summary": window.case.summary.text(),
        "question": window.case.bar.question.text(),
        "place": window.case.comparison.place(),
        "document": window.queue.current,
    }


def test_r22_like_cases_are_listed_after_a_decision_and_none_is_ticked(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    documents = dear(desk)
    window = open_window(desk.services)
    accept_first(window, qtbot, documents[0].document_id)
    panel = window.case.alike
    assert not panel.isHidden()
    assert [one.invoice_number for one in panel.found] == ["A-2", "A-3"]
    assert panel.ticked == ()
    assert not panel.give.isEnabled()
    assert window.case.comparison.hasFocus(), "the list takes no focus by itself"


def test_r22_enter_without_a_tick_decides_nothing(desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot) -> None:
    documents = dear(desk)
    window = open_window(desk.services)
    accept_first(window, qtbot, documents[0].document_id)
    entries = len(desk.services.store.journal())
    press(K.Key_Equal)
    assert window.case.alike.list.hasFocus()
    press(K.Key_Return)
    settle(qtbot, window)
    assert "Nothing is ticked" in window.case.alike.trouble.text()
    assert len(desk.services.store.journal()) == entries


def test_r22_only_the_ticked_are_decided_and_the_focus_stays(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    documents = dear(desk)
    window = open_window(desk.services)
    accept_first(window, qtbot, documents[0].document_id)
    place, shown = window.case.comparison.place(), window.queue.current
    press(K.Key_Equal)
    press(K.Key_Down)
    press(K.Key_Space)
    assert [one.invoice_number for one in window.case.alike.ticked] == ["A-3"]
    press(K.Key_Return)
    settle(qtbot, window)
    states = [desk.services.store.document(one.document_id).state for one in documents[:3]]
    assert states[1] is DocumentState.NEEDS_ME
    assert case_of(desk.services.store.document(documents[1].document_id)).state is CaseState.OPEN
    third = desk.services.store.document(documents[2].document_id)
    accepted = [case for case in third.cases if case.category == "price_variance"]
    assert [case.state for case in accepted] == [CaseState.RESOLVED]
    assert accepted[0].note == desk.services.store.document(documents[0].document_id).cases[0].note
    assert window.queue.current == shown
    assert window.case.comparison.place() == place
    assert window.case.comparison.hasFocus()


def test_r22_invoices_to_one_new_account_are_listed_as_that_and_one_alone_is_said_as_one(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    known, new = "DE02120300000000202051", "NL91ABNA0417164300"
    papers = [
        paper(f"A-{n}", [gloves(1, quantity, "4.00", amount)], amount, po_numbers=[f"PO-1{n}"], bank_accounts=[account])
        for n, quantity, amount, account in (
            (1, "20", "80.00", known), (2, "25", "100.00", new), (3, "30", "120.00", new),
        )
    ]  # fmt: skip
    _, second, third = desk.take(*papers)
    window = open_window(desk.acting_as("chief", Role.CONTROLLER).services)
    accept_first(window, qtbot, second.document_id)
    assert window.case.alike.title.text().startswith("1 more open like it (same vendor and account).")
    press(K.Key_Equal)
    press(K.Key_Space)
    press(K.Key_Return)
    settle(qtbot, window)
    assert open_cases(desk.services.store.document(third.document_id)) == []
    assert window.line.said.text() == "One more case decided the same way; Ctrl+Z takes it back."


def test_why_one_of_a_stroke_was_not_decided_is_said_in_the_language_of_the_window(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    documents = dear(desk)
    settings = WindowSettings(tmp_path / "german.ini")
    settings.set_text("language", "de")
    window = open_window(desk.services, settings=settings)
    accept_first(window, qtbot, documents[0].document_id)
    press(K.Key_Equal)
    press(K.Key_Space)
    press(K.Key_Down)
    press(K.Key_Space)
    desk.do(case_of(desk.services.store.document(documents[1].document_id)), Action.HOLD, hold_until=date(2031, 1, 2))
    press(K.Key_Return)
    settle(qtbot, window)
    assert "1 nicht entschieden: Fall" in window.line.said.text()
    assert "changed" not in window.line.said.text()
    opened = window.case.opened
    assert opened is not None
    why = "169.08 at one stroke would be released by you, above the limit of buyer (100.00)."
    window.session.decided_together.emit(opened, Outcome((opened.document,), (1,), (Refused(2, 2, why),)))
    assert "169,08 gäben Sie auf einmal frei, mehr als die Grenze von Einkauf (100,00)" in window.line.said.text()
    use_language("en")


def test_a_reason_chosen_from_the_list_is_shown_in_the_language_of_the_window(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """The log keeps it in one language; "Agreed with the buyer" stood among German words."""
    documents = dear(desk)
    settings = WindowSettings(tmp_path / "german.ini")
    settings.set_text("language", "de")
    window = open_window(desk.services, settings=settings)
    accept_first(window, qtbot, documents[0].document_id)
    (accepted,) = [one for one in desk.services.store.document(documents[0].document_id).cases if one.note]
    assert accepted.note == "Agreed with the buyer"
    window.case.comparison.focus_frame(0)
    assert "Mit dem Einkauf abgestimmt" in window.case.bar.why.text()
    assert any("— Mit dem Einkauf abgestimmt" in row for row in shown_history(window))
    assert say_reason("We agreed with the buyer.") == "We agreed with the buyer."
    use_language("en")


def shown_history(window: MainWindow) -> list[str]:
    return [window.history.list.item(row).text() for row in range(window.history.list.count())]


def test_r22_the_key_lists_them_again_without_those_decided(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    documents = dear(desk)
    window = open_window(desk.services)
    accept_first(window, qtbot, documents[0].document_id)
    press(K.Key_Escape)
    assert window.case.alike.isHidden()
    desk.do(case_of(desk.services.store.document(documents[1].document_id)), Action.HOLD, hold_until=date(2031, 1, 2))
    press(K.Key_Equal)
    settle(qtbot, window)
    assert [one.invoice_number for one in window.case.alike.found] == ["A-3"]
    assert window.case.alike.list.hasFocus()


def test_r23_undo_of_a_bulk_restores_everything_in_one_named_step(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    documents = dear(desk)
    window = open_window(desk.services)
    accept_first(window, qtbot, documents[0].document_id)
    before = snapshot(window)
    press(K.Key_Equal)
    press(K.Key_A, CTRL)
    press(K.Key_Return)
    settle(qtbot, window)
    during = snapshot(window)
    assert during["queue"] != before["queue"]
    assert "2 cases at once" in window.line.undo.toolTip()
    press(K.Key_Z, CTRL)
    settle(qtbot, window)
    assert snapshot(window) == before
    undone = [entry for entry in desk.services.store.journal() if entry.kind == JournalKind.UNDONE]
    assert len(undone) == 2
    assert window.line.said.text() == "2 cases taken back together; they are open again."
    assert desk.services.store.verify().whole
    assert window.case.comparison.hasFocus()


def raised_prices(desk: SmallDesk) -> int:
    """Take in an invoice whose two lines are both 10 % too dear."""
    lines = [gloves(1, "20", "4.40", "88.00"), goggles(2, "20", "6.60", "132.00")]
    (document,) = desk.take(paper("A-1", lines, "220.00", po_numbers=["PO-16"]))
    assert len(open_cases(document)) == 2
    return document.document_id


def test_one_rate_on_several_lines_is_shown_as_one_and_decided_as_one(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    document_id = raised_prices(desk)
    window = open_window(desk.services)
    window.queue.open_document(document_id)
    settle(qtbot, window)
    opened = window.case.opened
    assert opened is not None
    (frame,) = opened.comparison.problems
    assert frame.title == "Price +10 % on 2 lines"
    assert len(frame.invoice_rows) == len(frame.order_rows) == 2
    assert "4.00 → 4.40" in frame.proof
    assert "20.00" in window.case.bar.question.text(), "8.00 and 12.00 are at stake together"
    window.case.comparison.setFocus()
    press(K.Key_A)
    press(K.Key_3)
    press(K.Key_Return)
    settle(qtbot, window)
    after = desk.services.store.document(document_id)
    assert [case.state for case in after.cases] == [CaseState.RESOLVED] * 2
    assert after.state is DocumentState.RELEASED
    press(K.Key_Z, CTRL)
    settle(qtbot, window)
    assert len(open_cases(desk.services.store.document(document_id))) == 2
    assert window.line.said.text() == "2 cases taken back together; they are open again.", "not one of them by name"


def test_a_correction_within_one_cause_is_about_the_line_in_focus(
    desk: SmallDesk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    document_id = raised_prices(desk)
    window = open_window(desk.services)
    window.queue.open_document(document_id)
    settle(qtbot, window)
    view = window.case.comparison
    view.setFocus()
    press(K.Key_Down)
    assert view.focused_line() == 2
    press(K.Key_F2)
    panel = window.case.correction
    assert window.case.open_panel is panel
    assert panel.cell is not None
    assert panel.cell.line_no == 2
    assert panel.case is not None
    assert panel.case.invoice_lines == (2,)
