"""A column of a table that draws its figure as a bar, so that figures can be compared at a glance and still be read.

The bar carries no meaning that the text beside it lacks: it is readable in grey, and a screen reader loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.record_model import RecordModel
from app.ui.theme import Theme

_MARGIN = 6.0
_LOW = 4.0
# A row's figure and, where it is a share of few, the interval it lies in; all in the unit of the scale.
Measure = Callable[[Any], tuple[Decimal, tuple[Decimal, Decimal] | None] | None]


class BarDelegate(QStyledItemDelegate):
    """Draws a bar from the left of its cell, the longest as wide as the cell; an interval as a thin line on it."""

    def __init__(self, theme: Theme, measure: Measure, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = measure

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the selection, then the bar (Qt)."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, RecordModel):
            return
        measured = self._measure(model.row_at(index.row()))
        scale = max((high for high in map(self._extent, model.rows) if high is not None), default=Decimal(0))
        if measured is None or scale <= 0:
            return
        value, interval = measured
        rect = QRectF(option.rect).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        colours = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("outline_frame"))
        painter.drawRect(QRectF(rect.left(), rect.top(), rect.width() * _part(value, scale), rect.height()))
        if interval is not None:
            low, high = (rect.left() + rect.width() * _part(end, scale) for end in interval)
            middle = rect.center().y()
            painter.setPen(colours.colour("text"))
            painter.drawLine(round(low), round(middle), round(high), round(middle))
            for end in (low, high):
                painter.drawLine(round(end), round(middle - _LOW), round(end), round(middle + _LOW))
        painter.restore()

    def _extent(self, row: Any) -> Decimal | None:  # noqa: ANN401 - records of any kind
        measured = self._measure(row)
        return None if measured is None else max(measured[0], measured[1][1] if measured[1] else measured[0])


def _part(value: Decimal, scale: Decimal) -> float:
    return float(min(max(value / scale, Decimal(0)), Decimal(1)))
