"""Paints the cells of the comparison: quiet where things agree, a fill and a sign only on the figure that differs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.domain.provenance import Certainty, Method
from app.domain.turned_text import level
from app.ui.case.comparison_model import COLUMNS, LEFT, RIGHT, SHAPE, CompareRole, RowKind
from app.ui.theme import Theme
from app.workflow.comparison_values import Cell, CellState, Frame

Index = QModelIndex | QPersistentModelIndex
PAD = 10
PILL = 5
GAP_HEIGHT = 9
_SURE = (Certainty.PROVEN, Certainty.CONSISTENT)
_HANDMADE = (Method.TYPED, Method.PICKED)


class ComparisonDelegate(QStyledItemDelegate):
    """One painter for titles, figures and notes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell (Qt)."""
        painter.save()
        painter.fillRect(option.rect, self._theme.colours.colour("window"))
        match index.data(CompareRole.KIND):
            case RowKind.TITLE:
                self._paint_title(painter, option, index.data(CompareRole.FRAME))
            case RowKind.NOTE:
                self._paint_notes(painter, option, index.data(CompareRole.NOTES))
            case RowKind.LINE if index.column() == SHAPE:
                self._paint_shape(painter, option, str(index.data() or ""))
            case RowKind.LINE:
                cell = index.data(CompareRole.CELL)
                if cell is not None:
                    self._paint_cell(painter, option, index, cell)
        painter.restore()

    def row_height(self, kind: RowKind, font: QFont, width: int, notes: tuple[str, ...], *, details: bool) -> int:
        """Return how high a row must be for its text at this width."""
        metrics, small = QFontMetrics(font), QFontMetrics(small_font(font))
        match kind:
            case RowKind.TITLE:
                return metrics.height() + 14
            case RowKind.LINE:
                return metrics.height() + 12 + (small.height() + 2 if details else 0)
            case RowKind.NOTE:
                return sum(_wrapped(note, small_font(font), width - 2 * PAD)[1] for note in notes) + 12
        return GAP_HEIGHT

    def figure_width(self, text: str, font: QFont) -> int:
        """Return how wide a figure with its fill is."""
        return QFontMetrics(font).horizontalAdvance(text) + PILL + PAD + 6

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size one cell needs (Qt)."""
        return QSize(self.figure_width(str(index.data() or ""), option.font), option.fontMetrics.height() + 12)

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, frame: Frame) -> None:
        colours = self._theme.colours
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        area = option.rect.adjusted(PAD, 0, -PAD, 0)
        sign_width = metrics.horizontalAdvance("x") * 2
        painter.setFont(strong)
        painter.setPen(colours.colour("text"))
        painter.drawText(QRect(area.left(), area.top(), sign_width, area.height()), _CENTRE, frame.sign)
        chip_width = QFontMetrics(small_font(option.font)).horizontalAdvance(frame.chip) + 18 if frame.chip else 0
        room = area.width() - sign_width - chip_width - 12
        title = metrics.elidedText(level(frame.title), Qt.TextElideMode.ElideRight, room)
        left = area.left() + sign_width + 4
        painter.drawText(QRect(left, area.top(), room, area.height()), _LEFT, title)
        if frame.chip:
            self._paint_chip(painter, option, frame.chip, left + metrics.horizontalAdvance(title) + 10, chip_width)
        painter.setPen(QPen(colours.colour("border"), 1))
        if frame.invoice_rows or frame.order_rows or frame.notes:
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        self._paint_focus(painter, option)

    def _paint_chip(self, painter: QPainter, option: QStyleOptionViewItem, text: str, left: int, width: int) -> None:
        colours = self._theme.colours
        font = small_font(option.font)
        height = QFontMetrics(font).height() + 4
        top = option.rect.center().y() - height // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("border"), 1))
        painter.drawRoundedRect(QRectF(left, top, width, height), height / 2, height / 2)
        painter.setPen(colours.colour("text"))
        painter.setFont(font)
        painter.drawText(QRect(left, top, width, height), _CENTRE, text)

    def _paint_notes(self, painter: QPainter, option: QStyleOptionViewItem, notes: tuple[str, ...]) -> None:
        colours = self._theme.colours
        painter.setPen(QPen(colours.colour("border"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        painter.setPen(colours.colour("muted"))
        top = option.rect.top() + 6
        for note in notes:
            layout, height = _wrapped(note, small_font(option.font), option.rect.width() - 2 * PAD)
            layout.draw(painter, QPoint(option.rect.left() + PAD, top))
            top += height
        self._paint_focus(painter, option)

    def _paint_shape(self, painter: QPainter, option: QStyleOptionViewItem, shape: str) -> None:
        colours = self._theme.colours
        painter.fillRect(option.rect, colours.colour("surround"))
        painter.setPen(colours.colour("border"))
        painter.drawLine(option.rect.topLeft(), option.rect.bottomLeft())
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        painter.setPen(colours.colour("muted"))
        first_line = option.rect.adjusted(0, 6, 0, 0)
        first_line.setHeight(option.fontMetrics.height())
        painter.drawText(first_line, _CENTRE, shape)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, cell: Cell) -> None:
        if index.column() in (LEFT, RIGHT):
            self._paint_item(painter, option, str(index.data()), cell)
        else:
            self._paint_figure(painter, option, str(index.data()), cell)
        self._paint_description(painter, option, index)
        own_detail = bool(cell.detail) and index.column() not in (LEFT, RIGHT)
        # The item's smaller text runs on below its neighbours: a frame around it would cut through the words.
        self._paint_focus(painter, option, None if own_detail else _below_first_line(option))

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, text: str, cell: Cell) -> None:
        colours = self._theme.colours
        metrics = option.fontMetrics
        if cell.detail and cell.state is CellState.PLAIN and code_is_cut(metrics, text, option.rect.width()):
            return
        area = option.rect.adjusted(PAD, 6, -4, 0)
        code = metrics.elidedText(level(text), Qt.TextElideMode.ElideRight, area.width() - PILL)
        first = QRect(area.left(), area.top(), metrics.horizontalAdvance(code), metrics.height())
        if cell.state is not CellState.PLAIN:
            self._fill(painter, first.adjusted(-PILL, -2, PILL, 2), cell.state)
        painter.setPen(colours.colour("text"))
        painter.drawText(QRect(first.left(), first.top(), area.width(), first.height()), _LEFT, code)

    def _paint_description(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint what lies in this cell of the item's smaller text, which runs on below figures that have none.

        Each cell paints its own part, since each may be painted by itself.
        """
        table = option.widget
        item = LEFT if index.column() < SHAPE else RIGHT
        code = index.sibling(index.row(), item)
        cell = code.data(CompareRole.CELL)
        if not isinstance(table, QTableView) or cell is None or not cell.detail:
            return
        if code_is_cut(option.fontMetrics, str(code.data()), table.columnWidth(item)):
            cell = _with_code(cell, str(code.data()))
        last = item
        while last + 1 not in (SHAPE, COLUMNS) and not _has_detail(index.sibling(index.row(), last + 1)):
            last += 1
        if index.column() > last:
            return
        left = table.columnViewportPosition(item) + PAD
        right = table.columnViewportPosition(last) + table.columnWidth(last) - 4
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_detail(painter, option, cell, QPoint(left, _below_first_line(option)), right - left)
        painter.restore()

    def _paint_detail(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, at: QPoint, width: int
    ) -> None:
        """Paint the smaller text; only the parts that differ from the counterpart carry the stronger tone."""
        colours = self._theme.colours
        font = small_font(option.font)
        text = QFontMetrics(font).elidedText(level(cell.detail), Qt.TextElideMode.ElideRight, width)
        layout = QTextLayout(text, font)
        formats = []
        for start, end in cell.spans:
            if start < len(text):
                strong = QTextCharFormat()
                strong.setForeground(colours.colour("emphasis"))
                strong.setFontWeight(QFont.Weight.Bold)
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = start, min(end, len(text)) - start, strong
                formats.append(span)
        layout.setFormats(formats)
        layout.beginLayout()
        layout.createLine().setLineWidth(width * 2)
        layout.endLayout()
        painter.setPen(colours.colour("muted"))
        layout.draw(painter, at)

    def _paint_figure(self, painter: QPainter, option: QStyleOptionViewItem, text: str, cell: Cell) -> None:
        colours = self._theme.colours
        metrics = option.fontMetrics
        area = option.rect.adjusted(2, 6, -PAD, 0)
        shown = metrics.elidedText(level(text), Qt.TextElideMode.ElideMiddle, area.width())
        width = metrics.horizontalAdvance(shown)
        first = QRect(area.right() - width + 1, area.top(), width, metrics.height())
        if cell.state is not CellState.PLAIN:
            self._fill(painter, first.adjusted(-PILL, -2, PILL, 2), cell.state)
        painter.setPen(colours.colour("text"))
        painter.drawText(first, _LEFT, shown)
        self._paint_certainty(painter, first, cell)
        if cell.detail:
            font = small_font(option.font)
            painter.setFont(font)
            painter.setPen(colours.colour("muted"))
            small = QFontMetrics(font)
            below = QRect(area.left(), _below_first_line(option), area.width() + 1, small.height())
            detail = small.elidedText(level(cell.detail), Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), detail)
            painter.setFont(option.font)

    def _paint_certainty(self, painter: QPainter, text: QRect, cell: Cell) -> None:
        """Underline what was read: dotted where nothing proves it; a person's own value has a small mark."""
        if cell.certainty is None:
            return
        colours = self._theme.colours
        if cell.certainty not in _SURE:
            painter.setPen(QPen(colours.colour("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(text.left(), text.bottom() + 1, text.right(), text.bottom() + 1)
        if cell.method in _HANDMADE:
            painter.setPen(QPen(colours.colour("accent"), 2))
            painter.drawLine(text.left(), text.bottom() + 1, text.right(), text.bottom() + 1)

    def _fill(self, painter: QPainter, area: QRect, state: CellState) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colours.fill(state))
        painter.drawRoundedRect(QRectF(area), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem, bottom: int | None = None) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            area = QRectF(option.rect).adjusted(2, 2, -2, -2)
            if bottom is not None:
                area.setBottom(min(area.bottom(), bottom))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colours.colour("accent"), 1.5))
            painter.drawRoundedRect(area, 4, 4)


_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


def code_is_cut(metrics: QFontMetrics, code: str, width: int) -> bool:
    """Tell whether a code has no room in a column; it then leads the smaller text below, which has more."""
    return metrics.horizontalAdvance(level(code)) > width - PAD - 4 - PILL


def _with_code(cell: Cell, code: str) -> Cell:
    lead = f"{level(code)}   "
    spans = tuple((start + len(lead), end + len(lead)) for start, end in cell.spans)
    return replace(cell, detail=lead + cell.detail, spans=spans)


def _has_detail(index: Index) -> bool:
    cell = index.data(CompareRole.CELL)
    return cell is not None and bool(cell.detail)


def _below_first_line(option: QStyleOptionViewItem) -> int:
    return option.rect.top() + 6 + option.fontMetrics.height() + 2


def small_font(base: QFont) -> QFont:
    """Return the font of descriptions and notes."""
    font = QFont(base)
    font.setPointSizeF(max(6.0, base.pointSizeF() * 0.92))
    return font


def _wrapped(text: str, font: QFont, width: int) -> tuple[QTextLayout, int]:
    """Lay plain text out over as many lines as it needs; return it with its height."""
    layout = QTextLayout(level(text).replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        line.setPosition(QPoint(0, round(height)))
        height += line.height() + 1
    layout.endLayout()
    return layout, round(height) + 2
