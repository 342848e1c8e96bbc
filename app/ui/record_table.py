"""The view of a table of records, and a list of records with a search field above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.headings import headings_in, longest_word
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, FetchedModel, RecordModel
from app.ui.top_bar import SearchField
from app.ui.wrapped_cells import WrappedCells

_TYPING_MS = 120
_MOST_SHOWN = 9
# Columns of so many characters or fewer are short words, units and days.
_KEPT_WHOLE = 11
_LEAST_SHOWN = 8
_MEASURED = 60
_CELL = 23


class RecordTable(QTableView):
    """Shows records row by row; Enter or a double click opens one.

    Signals:
        opened: A record was asked for by Enter or double click.
        chosen: Another record has the focus (None: none has).
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        model: RecordModel,
        name: str,
        *,
        fitted: bool = False,
        wrapped: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the table; ``fitted``: as high as its rows, ``wrapped``: sentences take as many lines as they need."""
        super().__init__(parent)
        self.records = model
        self._fitted = fitted
        self._own_widths = False
        self._sharing = False
        if fitted:
            # Among other parts it takes the room its rows need, and no more.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            model.modelReset.connect(self.updateGeometry)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("look", "framed")
        self.setShowGrid(False)
        self.setWordWrap(wrapped)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        if wrapped:
            self.setItemDelegate(WrappedCells(self))
            self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        char = self.fontMetrics().averageCharWidth()
        for position, column in enumerate(model.columns):
            head.setSectionResizeMode(position, QHeaderView.ResizeMode.Interactive)
            wanted = max(column.chars, len(column.heading) + 2)
            self.setColumnWidth(position, char * wanted + 16)
        if any(column.sort for column in model.columns):
            head.setSortIndicatorClearable(True)
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        model.modelReset.connect(self._refilled)
        head.sectionResized.connect(self._resized_by_hand)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.row_at(index.row())))

    @property
    def current(self) -> Any:  # noqa: ANN401 - records of any kind
        """The record that has the focus, None where none has."""
        return self.records.row_at(self.currentIndex().row())

    def focus_row(self, position: int) -> None:
        """Give a record the focus of the list."""
        if 0 <= position < self.records.rowCount():
            self.setCurrentIndex(self.records.index(position, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            event.accept()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Never show less than the heading and a few rows (Qt)."""
        return QSize(
            self.fontMetrics().averageCharWidth() * 20, self._height(self._wanted_rows() if self._fitted else 3)
        )

    def sizeHint(self) -> QSize:
        """Ask for its rows, or for some of many (Qt)."""
        rows = self._wanted_rows() if self._fitted else _MOST_SHOWN
        return QSize(self.fontMetrics().averageCharWidth() * 60, self._height(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out by what the columns ask for, until a person sets one (Qt)."""
        super().resizeEvent(event)
        if not self._own_widths:
            self._share_out(self.viewport().width())

    def _share_out(self, width: int) -> None:
        """Give each column what its texts need; where that is too much, long texts give way and figures stay whole."""
        columns = self.records.columns
        # By place: two columns may both have no heading.
        places = list(range(len(columns)))
        widths = self._fitting(columns, width)
        while sum(widths) > width and (spare := [place for place in places if columns[place].spare]):
            places.remove(spare[-1])
            widths = self._fitting([columns[place] for place in places], width)
        shown = dict(zip(places, widths, strict=True))
        every = [shown.get(place, 0) for place in range(len(columns))]
        self._sharing = True
        # Shared out, the columns fill the table; a last one that stretched as well would push it sideways.
        self.horizontalHeader().setStretchLastSection(False)
        for position, one in enumerate(every):
            self.setColumnHidden(position, one == 0)
            self.setColumnWidth(position, one)
        self._sharing = False
        texts = [column.heading for column in self.records.columns]
        measure = self.fontMetrics().horizontalAdvance
        self.records.lay_out_headings(headings_in(texts, [one - _CELL for one in every], measure))
        if self._fitted:
            self.updateGeometry()

    def _fitting(self, columns: Sequence[Column], width: int) -> list[int]:
        """Return widths; headings of several words take a second line before the columns need more than there is."""
        measure = self.fontMetrics().horizontalAdvance
        rows = self.records.rows[:_MEASURED]
        widths = self._widths(columns, rows, [measure(column.heading) + _CELL for column in columns], width)
        if sum(widths) > width:
            words = [longest_word(column.heading, measure) + _CELL for column in columns]
            widths = self._widths(columns, rows, words, width)
        return widths

    def _widths(self, columns: Sequence[Column], rows: Sequence[Any], headings: Sequence[int], width: int) -> list[int]:
        measure = self.fontMetrics().horizontalAdvance
        headings = [max(one, measure("0") * column.drawn) for one, column in zip(headings, columns, strict=True)]
        wanted = [
            max((measure(column.text(row)) + _CELL for row in rows), default=floor)
            for column, floor in zip(columns, headings, strict=True)
        ]
        wanted = [max(w, n) for w, n in zip(wanted, headings, strict=True)]
        kept = measure("0") * _KEPT_WHOLE + _CELL
        some = measure("0") * _LEAST_SHOWN + _CELL
        least = [w if c.right or w <= kept else max(n, some) for c, w, n in zip(columns, wanted, headings, strict=True)]
        widths = _narrowed(wanted, least, width)
        # What is left over goes where the longest texts are expected, so that short ones are not torn apart.
        texts = [position for position, column in enumerate(columns) if not column.right] or range(len(columns))
        roomy = max(texts, key=lambda position: (columns[position].chars, wanted[position]), default=0)
        spare = max(width - sum(widths), 0)
        return [one + spare if position == roomy else one for position, one in enumerate(widths)]

    def _refilled(self) -> None:
        if not self._own_widths and self.viewport().width() > 0:
            self._share_out(self.viewport().width())

    def _resized_by_hand(self, _: int, before: int, now: int) -> None:
        dragging = bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        if not self._sharing and before > 0 and now > 0 and dragging:
            self._own_widths = True
            self.horizontalHeader().setStretchLastSection(True)

    def _wanted_rows(self) -> int:
        return min(max(self.records.rowCount(), 1), _MOST_SHOWN)

    def _height(self, rows: int) -> int:
        return self.verticalHeader().defaultSectionSize() * rows + self.horizontalHeader().sizeHint().height() + 12

    def _row_changed(self, now: QModelIndex) -> None:
        self.chosen.emit(self.records.row_at(now.row()))


def _narrowed(wanted: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Cut the widest columns to one width, as wide as there is room for; narrower ones stay whole."""
    if sum(wanted) <= width:
        return list(wanted)
    low, high = 0, max(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(_cut_to(middle, wanted, least)) <= width:
            low = middle
        else:
            high = middle - 1
    return _cut_to(low, wanted, least)


def _cut_to(most: int, wanted: Sequence[int], least: Sequence[int]) -> list[int]:
    return [min(one, max(most, floor)) for one, floor in zip(wanted, least, strict=True)]


class SearchList(QWidget):
    """A search field, what it found, and how much that is.

    Attributes:
        keeps: Tells of a record whether it has the focus when the list was fetched again; else the first one has.

    Signals:
        chosen: Another record has the focus (None: none has).
        opened: A record was asked for by Enter or double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: FetchedModel, *, name: str, search: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.keeps: Callable[[Any], bool] = lambda _: False
        self.search = SearchField()
        self.search.setAccessibleName(search)
        self.search.setPlaceholderText(search)
        self.table = RecordTable(model, name)
        self.count = plain_label(look="muted")
        self.tools = QHBoxLayout()
        self.tools.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.tools)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.count)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(lambda: self.model.look_for(self.search.text().strip()))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.left.connect(self.table.setFocus)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        model.loaded.connect(self._loaded)
        model.rowsInserted.connect(lambda *_: self._count())

    def add_tools(self, tools: Sequence[QWidget]) -> None:
        """Put more beside the search; Tab goes there before it goes to the list."""
        before: QWidget = self.search
        for tool in tools:
            self.tools.addWidget(tool)
            QWidget.setTabOrder(before, tool)
            before = tool

    @property
    def searching(self) -> bool:
        """Whether what was typed is still to be looked for."""
        return self._typing.isActive()

    def focus_start(self) -> None:
        """Put the focus where work starts: into the search; Enter or Down goes to the list."""
        self.search.setFocus()
        self.search.selectAll()

    def _loaded(self) -> None:
        self._count()
        self.table.focus_row(next((place for place, row in enumerate(self.model.rows) if self.keeps(row)), 0))
        if not self.model.rowCount():
            self.chosen.emit(None)

    def _count(self) -> None:
        count = self.model.rowCount()
        if not count:
            self.count.setText(self.tr("Nothing found."))
        elif self.model.has_more:
            self.count.setText(self.tr("The first %n; scroll for more.", "", count))
        else:
            self.count.setText(self.tr("%n found", "", count))
