"""Paints a row of the queue: sign, vendor and amount, and under them what is to be done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.queue.model import QueueRole
from app.ui.theme import Theme

_PAD = 10
_BAR = 3
# With less room than this beside the amount, a name says nothing.
_LEAST_NAME = 8
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class QueueDelegate(QStyledItemDelegate):
    """Two lines a row; heights come from the font, so that any scale fits."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of two lines (Qt)."""
        strong, small = _fonts(option.font)
        height = QFontMetrics(strong).height() + QFontMetrics(small).height() + 2 * _PAD - 2
        return QSize(200, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row (Qt)."""
        colours = self._theme.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.save()
        painter.fillRect(rect, colours.colour("selection" if chosen else "window"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), _BAR, rect.height()), colours.colour("accent"))
        painter.setPen(colours.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._write(painter, option, index, rect.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        area: QRect,
    ) -> None:
        colours = self._theme.colours
        strong, small = _fonts(option.font)
        metrics, small_metrics = QFontMetrics(strong), QFontMetrics(small)
        sign_width = metrics.horizontalAdvance("x ") + 3
        first = QRect(area.left(), area.top(), area.width(), metrics.height())
        amount = str(index.data(QueueRole.AMOUNT) or "")
        plain_metrics = QFontMetrics(option.font)
        amount_width = plain_metrics.horizontalAdvance(amount)
        painter.setPen(colours.colour("text"))
        painter.setFont(strong)
        painter.drawText(
            QRect(first.left(), first.top(), sign_width - 3, first.height()),
            int(Qt.AlignmentFlag.AlignCenter),
            str(index.data(QueueRole.SIGN)),
        )
        beside = first.width() - sign_width - amount_width - 8 >= metrics.averageCharWidth() * _LEAST_NAME
        name_area = first.adjusted(sign_width, 0, -amount_width - 8 if beside else 0, 0)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))[2:]
        _draw_cut(painter, metrics, name_area, name)
        painter.setFont(option.font)
        second = QRect(area.left() + sign_width, first.bottom() + 3, area.width() - sign_width, small_metrics.height())
        if beside:
            painter.drawText(first, _RIGHT, amount)
        else:
            # In a narrow list the vendor has the first line, and what it asks for is never cut.
            painter.setFont(small)
            painter.drawText(second.adjusted(-sign_width, 0, 0, 0), _RIGHT, amount)
            second.setWidth(max(second.width() - small_metrics.horizontalAdvance(amount) - 8, 0))
        painter.setFont(small)
        painter.setPen(colours.colour("muted"))
        if second.width() >= small_metrics.averageCharWidth() * _LEAST_NAME:
            _draw_cut(painter, small_metrics, second, str(index.data(QueueRole.SECOND)))


def _draw_cut(painter: QPainter, metrics: QFontMetrics, area: QRect, text: str) -> None:
    painter.drawText(area, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))


def _fonts(base: QFont) -> tuple[QFont, QFont]:
    strong, small = QFont(base), QFont(base)
    strong.setWeight(QFont.Weight.DemiBold)
    small.setPointSizeF(max(6.0, base.pointSizeF() * 0.92))
    return strong, small
