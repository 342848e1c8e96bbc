"""A list whose rows are marked by their number key and taken with Enter; none is marked beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.domain.turned_text import level


class NumberedList(QListWidget):
    """A list whose rows are marked by their number key and taken with Enter.

    No row is marked at first: what goes into the journal was chosen by a person, never by a default.

    Signals:
        marked: A row was marked, not yet taken: its position.
        picked: A row was taken: its position; -1 where none is marked.
        typed: A letter was pressed: text for the field beside the list.
    """

    marked = Signal(int)
    picked = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("look", "framed")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.itemDoubleClicked.connect(lambda item: self.picked.emit(self.row(item)))
        self.itemSelectionChanged.connect(self._selected)

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show rows with their numbers."""
        self.blockSignals(True)  # noqa: FBT003 - Qt
        self.clear()
        for number, text in enumerate(map(level, rows), start=1):
            item = QListWidgetItem(f"{number}  {text}" if number <= 9 else f"    {text}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{number}: {text}")
            self.addItem(item)
        self.blockSignals(False)  # noqa: FBT003 - Qt
        self.unmark()
        self.refit()

    @property
    def marked_row(self) -> int:
        """The row that is marked; -1: none."""
        rows = self.selectedIndexes()
        return rows[0].row() if rows else -1

    def unmark(self) -> None:
        """Mark no row."""
        self.blockSignals(True)  # noqa: FBT003 - Qt
        self.setCurrentRow(-1)
        self.clearSelection()
        self.blockSignals(False)  # noqa: FBT003 - Qt

    def _selected(self) -> None:
        if self.marked_row >= 0:
            self.marked.emit(self.marked_row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark by number, take with Enter, type letters into the field beside, else as a list does (Qt)."""
        text = event.text()
        if text.isdigit() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if 1 <= int(text) <= self.count():
                self.setCurrentRow(int(text) - 1)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.picked.emit(self.marked_row)
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.marked_row < 0 and self.count():
            self.setCurrentRow(0 if event.key() == Qt.Key.Key_Down else self.count() - 1)
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
