"""Exceptions month by month: a column a month with its share, and how far that share may lie off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.reports.insight.measures import MonthPoint
from app.ui.theme import Theme
from app.workflow.figures import Figures

_MOST = 24
_HUNDRED = Decimal(100)
_STEPS = tuple(map(Decimal, (5, 10, 20, 30, 40, 50, 75, 100)))
_WIDEST = 46.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the chart is drawn: its field, and how high a percent is in it."""

    field: QRectF
    per_percent: float
    slot: float


class MonthChart(QWidget):
    """Columns of the last months. Left and right move between them, Enter (or a click) asks for the documents.

    Signals:
        chosen: A month was asked for: its :class:`MonthPoint`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, figures: Figures, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures = figures
        self._points: tuple[MonthPoint, ...] = ()
        self.current = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    @property
    def points(self) -> tuple[MonthPoint, ...]:
        """The months that are drawn."""
        return self._points

    def show_months(self, points: Sequence[MonthPoint]) -> None:
        """Draw other months, the last ones of many."""
        self._points = tuple(points[-_MOST:])
        self._move_to(len(self._points) - 1)

    def sentence(self, point: MonthPoint) -> str:
        """Say one month in words: share, count, and the interval."""
        rate = point.exceptions
        percent = self._figures.percent(rate.percent) if rate.percent is not None else "–"
        told = self.tr("{0}: {1} of {2} invoices needed a person ({3})").format(
            point.month, rate.part, rate.whole, percent
        )
        if rate.interval is None:
            return told
        low, high = (self._figures.percent(end) for end in rate.interval)
        return told + self.tr(", 95 % interval {0} to {1}").format(low, high)

    def sizeHint(self) -> QSize:
        """Ask for a broad, low field (Qt)."""
        char = self.fontMetrics().height()
        return QSize(char * 30, char * 11)

    def minimumSizeHint(self) -> QSize:
        """Never be too low to be read (Qt)."""
        char = self.fontMetrics().height()
        return QSize(char * 14, char * 9)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between months, or ask for one (Qt)."""
        match event.key():
            case Qt.Key.Key_Left:
                self._move_to(self.current - 1)
            case Qt.Key.Key_Right:
                self._move_to(self.current + 1)
            case Qt.Key.Key_Home:
                self._move_to(0)
            case Qt.Key.Key_End:
                self._move_to(len(self._points) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._choose()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the month under the pointer (Qt)."""
        place = self._place()
        position = int((event.position().x() - place.field.left()) // place.slot) if self._points else -1
        if 0 <= position < len(self._points):
            self.setFocus()
            self._move_to(position)
            self._choose()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw scale, columns, intervals and the month in focus (Qt)."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, place = self._theme.colours, self._place()
        small = QFont(self.font())
        small.setPointSizeF(max(small.pointSizeF() * 0.85, 7))
        painter.setFont(small)
        self._scale(painter, place)
        for position, point in enumerate(self._points):
            left = place.field.left() + position * place.slot
            width = min(place.slot * 0.62, _WIDEST)
            column = QRectF(left + (place.slot - width) / 2, 0, width, 0)
            percent = float(point.exceptions.percent or 0)
            column.setTop(place.field.bottom() - percent * place.per_percent)
            column.setBottom(place.field.bottom())
            painter.fillRect(column, colours.colour("outline_frame"))
            if position == self.current and self.hasFocus():
                painter.setPen(QPen(colours.colour("text"), 2))
                painter.drawRect(QRectF(left + 1, place.field.top(), place.slot - 2, place.field.height() + 1))
            if point.exceptions.interval is not None:
                self._whisker(painter, place, column.center().x(), point.exceptions.interval)
            under = QRectF(left, place.field.bottom() + 2, place.slot, small.pointSizeF() * 3)
            self._month(painter, under, point)
        painter.end()

    def _scale(self, painter: QPainter, place: _Place) -> None:
        colours = self._theme.colours
        top = self._top()
        for share in (Decimal(0), top / 2, top):
            y = place.field.bottom() - float(share) * place.per_percent
            painter.setPen(colours.colour("border"))
            painter.drawLine(QPointF(place.field.left(), y), QPointF(place.field.right(), y))
            painter.setPen(colours.colour("muted"))
            box = QRectF(0, y - 10, place.field.left() - 6, 20)
            text = self._figures.percent(share)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _whisker(self, painter: QPainter, place: _Place, x: float, interval: tuple[Decimal, Decimal]) -> None:
        painter.setPen(QPen(self._theme.colours.colour("text"), 1.2))
        low, high = (place.field.bottom() - float(end) * place.per_percent for end in interval)
        high = max(high, place.field.top())
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        for y in (low, high):
            painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))

    def _month(self, painter: QPainter, box: QRectF, point: MonthPoint) -> None:
        painter.setPen(self._theme.colours.colour("text"))
        year, month = point.month[2:4], point.month[5:]
        # The year under the first month drawn and under every January, so that narrow columns stay readable.
        first = point is self._points[0] or month == "01"
        text = f"{month}\n’{year}" if first else month
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _top(self) -> Decimal:
        """Return the round percentage that the scale ends with; a wide interval of few invoices may be cut there."""
        highest = max((point.exceptions.percent or Decimal(0) for point in self._points), default=Decimal(0))
        sure = [p.exceptions.interval[1] for p in self._points if p.exceptions.interval and p.exceptions.whole >= 10]
        wanted = max([highest, *sure])
        return next((step for step in _STEPS if step >= wanted), _HUNDRED)

    def _place(self) -> _Place:
        char = float(self.fontMetrics().height())
        width = float(self.fontMetrics().horizontalAdvance("100.0 %")) + 8
        field = QRectF(width, char * 0.8, max(self.width() - width - 4, 10), max(self.height() - char * 3.2, 10))
        return _Place(field, field.height() / float(self._top()), field.width() / max(len(self._points), 1))

    def _move_to(self, position: int) -> None:
        if self._points:
            self.current = min(max(position, 0), len(self._points) - 1)
            told = self.sentence(self._points[self.current])
            self.setAccessibleDescription(told)
            self.setToolTip(told)
        else:
            self.current = 0
            self.setAccessibleDescription("")
            self.setToolTip("")
        self.update()

    def _choose(self) -> None:
        if self._points:
            self.chosen.emit(self._points[self.current])
