"""Goes through every room, tab, panel and dialog of the window, and reads every text that can be seen or heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.case import Action
from app.ui.main_window import MainWindow
from app.ui.rooms import ROOMS
from app.workflow.queue import View

_MOST_ROWS = 40
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
PANELS = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.CHOOSE, Action.SEND, Action.HOLD, Action.NOTE)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way any more; there is much to wait for on the way through all rooms."""
    qtbot.waitUntil(lambda: window.background.idle and not window.refreshing)


def places(window: MainWindow, qtbot: QtBot, *, documents: int = 0) -> Iterator[tuple[str, QWidget]]:
    """Bring every part of the window into sight, one after the other: its name, and what shows it."""
    yield "work", window
    yield from _documents(window, qtbot, documents)
    yield from _panels(window)
    window.actions_by_id["history"].trigger()
    settle(qtbot, window)
    yield "history", window
    window.actions_by_id["history"].trigger()
    yield from _rooms(window, qtbot)
    _first_problem(window, qtbot)
    yield from _dialogs(window, qtbot)


def _documents(window: MainWindow, qtbot: QtBot, most: int) -> Iterator[tuple[str, QWidget]]:
    window.show_view(View.ALL)
    settle(qtbot, window)
    for row in range(min(window.queue.model.rowCount(), most)):
        found = window.queue.model.row_at(row)
        assert found is not None
        window.queue.open_document(found.document_id)
        settle(qtbot, window)
        yield f"document {found.invoice_number}", window.case
        for number, frame in enumerate(window.case.comparison.comparison_model.frames):
            window.case.comparison.focus_frame(number)
            yield f"document {found.invoice_number}, {frame.key}", window.case.bar
    _first_problem(window, qtbot)


def _first_problem(window: MainWindow, qtbot: QtBot) -> None:
    window.show_view(View.MINE)
    settle(qtbot, window)
    first = window.queue.model.row_at(0)
    assert first is not None
    window.queue.open_document(first.document_id)
    settle(qtbot, window)
    window.case.comparison.focus_frame(0)


def _panels(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for action in PANELS:
        window.case.start(action)
        yield f"panel {action.value}", window
        window.case.close_panels()


def _rooms(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    for room in ROOMS:
        window.enter_room(room.key)
        settle(qtbot, window)
        page = window.rooms.page(room.key)
        assert page is not None
        _choose_first(page)
        settle(qtbot, window)
        yield room.key, window
        for tabs in page.findChildren(QTabWidget):
            before = tabs.currentIndex()
            for position in range(tabs.count()):
                tabs.setCurrentIndex(position)
                _choose_first(tabs.widget(position))
                settle(qtbot, window)
                yield f"{room.key}, {tabs.tabText(position)}", window
            tabs.setCurrentIndex(before)


def _choose_first(part: QWidget | None) -> None:
    """Put each list on its first row, so that what belongs to it is shown too."""
    for view in part.findChildren(QAbstractItemView) if part is not None else ():
        model = view.model()
        if view.isVisible() and model.rowCount() and not view.currentIndex().isValid():
            view.setCurrentIndex(model.index(0, 0))


def _dialogs(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    case = window.case.case_in_hand
    assert case is not None
    opened: tuple[tuple[str, Callable[[], object]], ...] = (
        ("inbox", window.dialogs.show_inbox),
        ("import", window.dialogs.import_orders),
        ("export", window.dialogs.export),
        ("keys", window.dialogs.show_keys),
        ("about", window.dialogs.about),
        ("explain", window.actions_by_id["explain"].trigger),
        ("attachments", lambda: window.dialogs.show_attachments(case)),
        ("anchor", window.dialogs.anchor),
    )
    for name, show in opened:
        show()
        settle(qtbot, window)
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                yield f"dialog {name}", dialog
                dialog.close()
        settle(qtbot, window)
        QApplication.processEvents()


def texts_in(root: QWidget) -> Iterator[tuple[str, str]]:
    """Return every text below a widget that is shown, spoken or told on hovering, with what kind it is."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield from _of_widget(widget)
    for action in root.findChildren(QAction):
        yield "action", action.text()
        yield "action help", action.toolTip()
        yield "action help", action.statusTip()


def _of_widget(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "status", widget.statusTip()
    if widget.isWindow():
        yield "title", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QGroupBox():
            yield "text", widget.title()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case QPlainTextEdit():
            yield "placeholder", widget.placeholderText()
        case QComboBox():
            for index in range(widget.count()):
                yield "choice", widget.itemText(index)
        case QTabWidget():
            for index in range(widget.count()):
                yield "tab", widget.tabText(index)
                yield "tab", widget.tabToolTip(index)
        case QAbstractItemView():
            model = widget.model()
            if model is not None:
                yield from _of_model(model, 1 if isinstance(widget, QListView) else model.columnCount(QModelIndex()))


def _of_model(model: QAbstractItemModel, columns: int) -> Iterator[tuple[str, str]]:
    for column in range(columns):
        for role in _ROLES:
            yield "heading", _text(model.headerData(column, Qt.Orientation.Horizontal, role))
    yield from _of_rows(model, QModelIndex(), columns)


def _of_rows(model: QAbstractItemModel, parent: QModelIndex, columns: int) -> Iterator[tuple[str, str]]:
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                yield "cell", _text(model.data(index, role))
            if column == 0 and model.rowCount(index):
                yield from _of_rows(model, index, columns)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def named(widget: QObject) -> str:
    """Say which widget something is, in a failure."""
    return f"{type(widget).__name__} {widget.objectName()}".strip()
