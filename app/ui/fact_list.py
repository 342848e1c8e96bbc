"""Facts of one record, name by name: what pages of orders, vendors and items begin with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.plain_text import plain_label


class FactList(QWidget):
    """Names and values in two (or four) columns; empty values are left out."""

    def __init__(self, pairs_a_row: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = pairs_a_row
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        for pair in range(pairs_a_row):
            self._grid.setColumnStretch(2 * pair + 1, 1)
        self.facts: tuple[tuple[str, str], ...] = ()

    def minimumSizeHint(self) -> QSize:
        """Ask for the height the values need at this width: a splitter around it would not (Qt)."""
        least = super().minimumSizeHint()
        needed = self._grid.heightForWidth(self.width()) if self._grid.hasHeightForWidth() else 0
        return QSize(least.width(), max(least.height(), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew where the width is another (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        self.facts = tuple((name, value) for name, value in facts if value)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for position, (name, value) in enumerate(self.facts):
            row, pair = divmod(position, self._pairs)
            self._grid.addWidget(plain_label(name, look="muted"), row, 2 * pair, top)
            shown = plain_label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(shown, row, 2 * pair + 1, top)
