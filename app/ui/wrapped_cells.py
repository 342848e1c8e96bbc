"""Cells of a table whose sentences take as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import CELL_PADDING


class WrappedCells(QStyledItemDelegate):
    """Asks for the height of a text inside its padding; Qt measures it as wide as the cell, and cuts its end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size a cell needs (Qt)."""
        narrower = QStyleOptionViewItem(option)
        narrower.rect = option.rect.adjusted(0, 0, -2 * CELL_PADDING - 1, 0)
        return super().sizeHint(narrower, index)
