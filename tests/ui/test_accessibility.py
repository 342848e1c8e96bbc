"""Names, tab order and scale (requirement 29)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import Action
from app.ui.main_window import MainWindow
from tests.ui.conftest import settle

_OF_QT = ("qt_", "ScrollLeftButton", "ScrollRightButton")


def focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith(_OF_QT)
        and widget.focusProxy() is None
    ]


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_r29_every_focusable_widget_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    states = [None, Action.ACCEPT, Action.CORRECT, Action.CHOOSE, Action.SEND, Action.HOLD]
    nameless = []
    for action in states:
        if action is not None:
            window.case.start(action)
        nameless += [f"{action}: {widget}" for widget in focusable(window) if not name_of(widget)]
        window.case.close_panels()
    for dialog in (window.dialogs.show_inbox(), window.dialogs.import_orders()):
        nameless += [str(widget) for widget in focusable(dialog) if not name_of(widget)]
        dialog.close()
    settle(qtbot, window)
    assert nameless == []


def test_r29_tab_goes_from_left_to_right(window: MainWindow, qtbot: QtBot) -> None:
    window.top.search.setFocus()
    walked: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in walked:
            break
        walked.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    stops = (window.top.search, window.queue.list, window.page.view, window.case.comparison)
    positions = [walked.index(stop) for stop in stops]
    assert positions == sorted(positions)
    assert window.case.bar.buttons["accept"] in walked


@pytest.mark.parametrize("points", [9, 14, 18])
def test_r29_no_button_or_label_is_clipped_with_a_larger_font(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, points: int
) -> None:
    before = qapp.font()
    try:
        font = QFont(before)
        font.setPointSize(points)
        qapp.setFont(font)
        window.resize(1440, 900)
        qapp.processEvents()
        settle(qtbot, window)
        clipped = []
        for widget in window.case.findChildren(QWidget) + window.top.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QAbstractButton) and widget.text():
                hint = widget.sizeHint()
                if widget.width() < hint.width() or widget.height() < hint.height():
                    clipped.append(f"{widget.text()}: {widget.size()} < {hint}")
            elif isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
                needed = widget.heightForWidth(widget.width())
                if widget.height() < needed:
                    clipped.append(f"{widget.text()}: {widget.height()} < {needed}")
        assert clipped == []
    finally:
        qapp.setFont(before)
        qapp.processEvents()
