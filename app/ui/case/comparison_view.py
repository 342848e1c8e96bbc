"""The side-by-side: a table with a line around each frame, walked by keyboard, whose focus the page follows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from app.domain.order import LineRef
from app.ui.case.comparison_delegate import PAD, PILL, ComparisonDelegate
from app.ui.case.comparison_model import COLUMNS, LEFT, RIGHT, SHAPE, ComparisonModel, RowKind, note_lines, shown_text
from app.ui.theme import Theme
from app.workflow.comparison_values import Cell, Comparison, Frame, FrameKind

# Of the width: what stands below a figure is cut there; a figure itself only where it would leave no room for others.
_MOST_DETAIL_SHARE, _MOST_FIGURE_SHARE = 0.13, 0.2
_LEAST_ITEM = 6
_LINES_LEAST, _LINES_WANTED = 2, 6
# Frame key, row within the frame, column.
Place = tuple[str, int, int]


class ComparisonView(QTableView):
    """Shows a comparison.

    Signals:
        focused: Frame and cell in focus changed; the cell may be None.
        correction_wanted: Enter or double click on a figure of the invoice.
        match_wanted: An invoice line was dragged onto an order line: its number, and the order line's reference.
    """

    focused = Signal(object, object)
    correction_wanted = Signal()
    match_wanted = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = ComparisonModel(self)
        self._delegate = ComparisonDelegate(theme, self)
        # The invoice line under way to an order line, where the mouse took hold of it, and the row it is over.
        self._dragged: int | None = None
        self._taken_at = QPoint()
        self._over: int | None = None
        self._chosen = False
        self.setObjectName("comparison")
        self.setAccessibleName(self.tr("Invoice lines beside order lines"))
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setMinimumSectionSize(10)
        head.setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _: self._correct_here())
        theme.changed.connect(self.viewport().update)

    @property
    def comparison_model(self) -> ComparisonModel:
        """The table behind the view."""
        return self._model

    @property
    def frame(self) -> Frame | None:
        """The frame in focus."""
        return self._model.frame_at(self.currentIndex().row())

    @property
    def cell(self) -> Cell | None:
        """The figure in focus."""
        index = self.currentIndex()
        return self._model.cell_at(index.row(), index.column()) if index.isValid() else None

    @property
    def chosen(self) -> bool:
        """Whether a person went to the figure in focus; else it has the focus because its frame was shown."""
        return self._chosen

    def show_comparison(self, comparison: Comparison | None, *, keep: str = "") -> None:
        """Show a document; ``keep`` names the frame that stays in focus, else the first problem gets it."""
        self._model.show_comparison(comparison)
        self.clearSpans()
        for row in range(self._model.rowCount()):
            frame = self._model.frame_at(row)
            if self._model.table_row(row).kind is not RowKind.LINE:
                self.setSpan(row, 0, 1, COLUMNS)
            elif frame is not None and frame.kind is FrameKind.CHARGES:
                # A charge has no quantity and no price; its words take their room.
                self.setSpan(row, LEFT, 1, SHAPE - 1)
                self.setSpan(row, RIGHT, 1, COLUMNS - RIGHT)
        self._lay_out()
        self.scrollToTop()
        keys = [frame.key for frame in self._model.frames]
        if keep in keys:
            self.focus_frame(keys.index(keep))
        elif keys:
            self.focus_frame(0)
        else:
            self.focused.emit(None, None)

    def place(self) -> Place | None:
        """Return what is in focus: the frame by its key, the row in it, the column."""
        index = self.currentIndex()
        frame = self.frame
        if frame is None:
            return None
        number = self._model.table_row(index.row()).frame
        return frame.key, index.row() - self._model.rows_of_frame(number).start, index.column()

    def go_to(self, place: Place) -> bool:
        """Put the focus back to a place; tell whether it is still there."""
        keys = [frame.key for frame in self._model.frames]
        if place[0] not in keys:
            return False
        rows = self._model.rows_of_frame(keys.index(place[0]))
        index = self._model.index(min(rows.start + place[1], rows[-1]), place[2])
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def focus_frame(self, frame: int) -> None:
        """Put the focus on a frame's first figure that differs, with the whole frame in sight where it fits."""
        row, column = self._model.first_place(frame)
        rows = self._model.rows_of_frame(frame)
        self.scrollTo(self._model.index(rows[-1], 0))
        self.scrollTo(self._model.index(rows[0], 0))
        self.setCurrentIndex(self._model.index(row, column))
        self._chosen = False

    def step_problem(self, by: int) -> bool:
        """Go to the next or previous open problem; tell whether there is one."""
        frames = self._model.frames
        current = self._model.table_row(self.currentIndex().row()).frame if self.currentIndex().isValid() else -1
        ahead = range(current + 1, len(frames)) if by > 0 else range(current - 1, -1, -1)
        for number in ahead:
            if frames[number].is_open:
                self.focus_frame(number)
                return True
        return False

    def focused_line(self) -> int | None:
        """Return the invoice line in focus, or the first of the frame."""
        index = self.currentIndex()
        row = self._model.side_row(index.row(), LEFT) if index.isValid() else None
        if row is not None and row.invoice_line is not None:
            return row.invoice_line
        frame = self.frame
        return frame.invoice_rows[0].invoice_line if frame and frame.invoice_rows else None

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters belong to the actions (Qt)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and digits to the actions (Qt)."""
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an invoice line (Qt)."""
        super().mousePressEvent(event)
        self._drop()
        if event.button() == Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            row = self._model.side_row(index.row(), LEFT) if index.isValid() and index.column() < SHAPE else None
            self._dragged = row.invoice_line if row else None
            self._taken_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry an invoice line to an order line; the selection does not follow (Qt)."""
        if self._dragged is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = event.position().toPoint()
        if self._over is None and (place - self._taken_at).manhattanLength() < QApplication.startDragDistance():
            return
        found = self._order_line_at(place)
        self._over = self.indexAt(place).row() if found else -1
        shape = Qt.CursorShape.DragLinkCursor if found else Qt.CursorShape.ForbiddenCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the match where the line was let go on an order line (Qt)."""
        line, moved = self._dragged, self._over is not None
        ref = self._order_line_at(event.position().toPoint()) if moved else None
        self._drop()
        super().mouseReleaseEvent(event)
        if line is not None and ref is not None:
            self.match_wanted.emit(line, ref)

    def _order_line_at(self, place: QPoint) -> LineRef | None:
        index = self.indexAt(place)
        row = self._model.side_row(index.row(), RIGHT) if index.isValid() and index.column() >= RIGHT else None
        return row.ref if row else None

    def _drop(self) -> None:
        if self._over is not None:
            self.viewport().unsetCursor()
            self.viewport().update()
        self._dragged = self._over = None

    def minimumSizeHint(self) -> QSize:
        """Keep the heads and a line of figures in sight however low the window is (Qt)."""
        return QSize(super().minimumSizeHint().width(), self._height(_LINES_LEAST))

    def sizeHint(self) -> QSize:
        """Ask for a few lines: what is left of the height comes to it (Qt)."""
        return QSize(super().sizeHint().width(), self._height(_LINES_WANTED))

    def _height(self, lines: int) -> int:
        return self.horizontalHeader().sizeHint().height() + self.fontMetrics().lineSpacing() * lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again (Qt)."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, then a line around each frame (Qt)."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        focused = self._model.table_row(self.currentIndex().row()).frame if self.currentIndex().isValid() else -1
        for number in range(len(self._model.frames)):
            rows = self._model.rows_of_frame(number)
            top, last = self.rowViewportPosition(rows[0]), rows[-1]
            bottom = self.rowViewportPosition(last) + self.rowHeight(last)
            if bottom < 0 or top > self.viewport().height():
                continue
            strong = number == focused
            painter.setPen(QPen(colours.colour("accent" if strong else "border"), 2 if strong else 1))
            area = QRectF(1, top + 0.5, self.viewport().width() - 2, bottom - top)
            painter.drawRoundedRect(area, 6, 6)
        if self._over is not None and self._over >= 0:
            left = self.columnViewportPosition(RIGHT)
            area = QRectF(left, self.rowViewportPosition(self._over), self.viewport().width() - left - 4,
                          self.rowHeight(self._over))  # fmt: skip
            painter.setPen(QPen(colours.colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 4, 4)

    def _correct_here(self) -> None:
        self._chosen = True
        self.correction_wanted.emit()

    def _moved(self, index: QModelIndex, _: QModelIndex) -> None:
        self.viewport().update()
        self._chosen = True
        self.focused.emit(self._model.frame_at(index.row()), self._model.cell_at(index.row(), index.column()))

    def _lay_out(self) -> None:
        width = self.viewport().width()
        shape = self.fontMetrics().averageCharWidth() * 4
        widths = [self._figure_width(column) for column in range(COLUMNS)]
        if width - shape - sum(widths) < 2 * self.fontMetrics().averageCharWidth() * _LEAST_ITEM:
            # With so little room, headings and what stands below the figures give way too.
            widths = [self._figure_width(column, alone=True) for column in range(COLUMNS)]
        rest = max(0, width - sum(widths) - shape)
        widths[SHAPE] = shape
        widths[LEFT], widths[RIGHT] = rest // 2, rest - rest // 2
        for column, wanted in enumerate(widths):
            self.setColumnWidth(column, wanted)
        for row in range(self._model.rowCount()):
            self.setRowHeight(row, self._row_height(row, width))

    def _figure_width(self, column: int, *, alone: bool = False) -> int:
        """Return the width of a column of figures (0: it has none), with or without heading and details."""
        if column in (LEFT, RIGHT, SHAPE):
            return 0
        head = self.fontMetrics().horizontalAdvance(str(self._model.headerData(column, Qt.Orientation.Horizontal))) + 14
        cells = [self._model.cell_at(row, column) for row in range(self._model.rowCount())]
        needed = [self._delegate.figure_width(shown_text(c), self.font()) for c in cells if c is not None]
        details = [self._delegate.figure_width(c.detail, self.font()) for c in cells if c is not None and c.detail]
        width = self.viewport().width()
        beside = min(max([head, *details]) + 4, max(round(width * _MOST_DETAIL_SHARE), head))
        figure = max(needed, default=0) + (4 if not alone else -PILL)
        return max(0 if alone else beside, min(figure, round(width * _MOST_FIGURE_SHARE)))

    def _row_height(self, row: int, width: int) -> int:
        kind = self._model.table_row(row).kind
        frame = self._model.frame_at(row)
        notes = note_lines(frame) if frame and kind is RowKind.NOTE else ()
        sides = [self._model.side_row(row, LEFT), self._model.side_row(row, RIGHT)]
        details = any(cell.detail for side in sides if side for cell in side.cells)
        return self._delegate.row_height(kind, self.font(), max(width, 4 * PAD), notes, details=details)
