"""A possible duplicate beside the document it repeats (requirement 25)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import Action, Case, DocumentState, QueueFilter
from app.domain.decision import Category
from app.ui.case.other_document import OtherDocument, other_document_of
from app.ui.main_window import MainWindow
from app.workflow.services import Services
from tests.ui.conftest import settle


def look_at_duplicate(window: MainWindow, services: Services, qtbot: QtBot) -> Case:
    row = services.store.queue(QueueFilter(category=Category.DUPLICATE_INVOICE))[0]
    window.queue.open_document(row.document_id)
    settle(qtbot, window)
    frames = window.case.comparison.comparison_model.frames
    number = next(i for i, b in enumerate(frames) if b.case and b.case.category == Category.DUPLICATE_INVOICE)
    window.case.comparison.focus_frame(number)
    window.case.comparison.setFocus()
    case = frames[number].case
    assert case is not None
    return case


def test_r25_the_duplicate_names_the_other_document(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    case = look_at_duplicate(window, services, qtbot)
    other = other_document_of(case)
    assert other is not None
    assert other != case.document_id, "a document is never its own duplicate"
    document = services.store.document(other)
    assert document.invoice is not None
    header = document.invoice.header
    assert header.invoice_number is not None
    assert header.invoice_date is not None
    assert header.total is not None
    frame = window.case.comparison.frame
    assert frame is not None
    told = "\n".join(frame.notes)
    assert document.reading.file in told
    assert header.invoice_number.value in told
    assert header.invoice_date.value.isoformat() in told
    assert window.figures.money(header.total.value, None) in told
    assert "What became of it: cleared" in told


def test_r25_one_key_opens_it_beside(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    case = look_at_duplicate(window, services, qtbot)
    QTest.keyClick(window.case.comparison, Qt.Key.Key_G)
    settle(qtbot, window)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, OtherDocument) and w.isVisible()]
    assert len(dialogs) == 1
    opened = dialogs[0].opened
    assert opened is not None
    assert opened.document.document_id == other_document_of(case)
    assert dialogs[0].page.view.pages >= 1
    assert window.queue.current == case.document_id
    dialogs[0].close()


def test_r25_other_cases_have_no_such_button(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    button = window.case.bar.buttons["other_document"]
    assert button.isHidden()
    look_at_duplicate(window, services, qtbot)
    assert not button.isHidden()


def test_r25_it_can_be_overridden_with_a_reason_by_who_may(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    """A clerk may not: the refusal names who may. Holding and rejecting need no authority."""
    case = look_at_duplicate(window, services, qtbot)
    assert window.case.opened is not None
    assert Action.ACCEPT in window.case.opened.allowed(case)
    QTest.keyClick(window.case.comparison, Qt.Key.Key_A)
    QTest.keyClick(window.case.reason.list, Qt.Key.Key_7)
    QTest.keyClick(window.case.reason.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert not window.case.reason.trouble.isHidden()
    assert "limit" in window.case.reason.trouble.text()
    assert services.store.document(case.document_id).state is DocumentState.NEEDS_ME
