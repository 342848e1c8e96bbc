"""Choosing another order line (requirement 21)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.match import Pattern
from app.ui.main_window import MainWindow
from app.workflow.candidates import candidates_for
from app.workflow.services import Services
from tests.ui.conftest import settle


def look_at(qtbot: QtBot, window: MainWindow, pattern: Pattern, *, ambiguous: bool = False) -> None:
    """Look at the first open frame of this pattern."""
    for position in range(window.queue.model.rowCount()):
        row = window.queue.model.row_at(position)
        assert row is not None
        window.queue.open_document(row.document_id)
        settle(qtbot, window)
        for number, frame in enumerate(window.case.comparison.comparison_model.frames):
            fits = frame.case is not None and frame.is_open and pattern in frame.case.patterns
            if fits and (bool(frame.readings) is ambiguous):
                window.case.comparison.focus_frame(number)
                window.case.comparison.setFocus()
                return
    raise AssertionError(f"no open frame with {pattern}")


def test_r21_candidates_are_numbered_and_tell_what_sets_them_apart(window: MainWindow, qtbot: QtBot) -> None:
    look_at(qtbot, window, Pattern.NOT_ON_PO)
    QTest.keyClick(window.case.comparison, Qt.Key.Key_C)
    panel = window.case.candidates
    assert window.case.open_panel is panel
    assert 1 <= panel.list.count() <= 9
    assert panel.list.item(0).text().startswith("1  ")
    assert "belong to" in panel.title.text()


def test_r21_rival_readings_come_first_under_their_own_heading(window: MainWindow, qtbot: QtBot) -> None:
    look_at(qtbot, window, Pattern.MERGED, ambiguous=True)
    frame = window.case.comparison.frame
    assert frame is not None
    assert window.case.opened is not None
    line = window.case.comparison.focused_line()
    assert line is not None
    found = candidates_for(window.case.opened.document, line)
    assert len(found[0].po_lines) > 1
    QTest.keyClick(window.case.comparison, Qt.Key.Key_C)
    assert "Several order lines fit" in window.case.candidates.title.text()


def test_r21_facts_equal_for_all_are_said_once(window: MainWindow, qtbot: QtBot) -> None:
    look_at(qtbot, window, Pattern.MERGED, ambiguous=True)
    assert window.case.opened is not None
    line = window.case.comparison.focused_line()
    assert line is not None
    found = candidates_for(window.case.opened.document, line)
    for position in range(len(found[0].facts)):
        texts = {candidate.facts[position].text for candidate in found}
        assert found[0].facts[position].same == (len(texts) == 1 and len(found) > 1)


def test_r21_a_number_marks_and_enter_takes_it(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    look_at(qtbot, window, Pattern.MERGED, ambiguous=True)
    document_id = window.queue.current
    assert document_id is not None
    assert window.case.opened is not None
    line = window.case.comparison.focused_line()
    assert line is not None
    wanted = candidates_for(window.case.opened.document, line)[1].po_lines
    QTest.keyClick(window.case.comparison, Qt.Key.Key_C)
    QTest.keyClick(window.case.candidates.list, Qt.Key.Key_Return)
    assert "number" in window.case.candidates.trouble.text(), "nothing is marked beforehand"
    QTest.keyClick(window.case.candidates.list, Qt.Key.Key_2)
    settle(qtbot, window)
    assert services.store.document(document_id).choices == (), "a number alone decides nothing"
    QTest.keyClick(window.case.candidates.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    after = services.store.document(document_id)
    assert [(choice.invoice_line, choice.po_lines) for choice in after.choices] == [(line, wanted)]
    assert after.match is not None
    group = next(g for g in after.match.groups if line in g.invoice_lines)
    assert group.po_lines == wanted
