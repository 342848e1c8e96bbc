"""A list whose rows are chosen by their number key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem


class NumberedList(QListWidget):
    """A list whose rows are chosen by their number key as well as by Enter.

    Signals:
        picked: A row was chosen: its position.
        typed: A letter was pressed: text for the field beside the list.
    """

    picked = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("look", "framed")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.itemActivated.connect(lambda item: self.picked.emit(self.row(item)))

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show rows with their numbers."""
        self.clear()
        for number, text in enumerate(rows, start=1):
            item = QListWidgetItem(f"{number}  {text}" if number <= 9 else f"    {text}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{number}: {text}")
            self.addItem(item)
        if rows:
            self.setCurrentRow(0)
        self.refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number, type letters into the field beside, else as a list does (Qt)."""
        text = event.text()
        if text.isdigit() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if 1 <= int(text) <= self.count():
                self.picked.emit(int(text) - 1)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.picked.emit(self.currentRow())
            return
        if text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def refit(self) -> None:
        """Take the height of the rows at the present width, but no more than a third of the window."""
        width = max(self.viewport().width(), 200) - 12
        wrap = int(Qt.TextFlag.TextWordWrap)
        texts = [self.item(row).text() for row in range(self.count())]
        heights = [self.fontMetrics().boundingRect(0, 0, width, 10_000, wrap, text).height() + 9 for text in texts]
        most = max(self.window().height() // 3, self.fontMetrics().height() * 4)
        self.setFixedHeight(min(sum(heights) + 2 * self.frameWidth() + 6, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refit()
