"""Tables of records: one model and one view that the rooms share, searched and sorted by the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.turned_text import level
from app.ui.background import Background
from app.ui.plain_text import tooltip_text

PAGE = 300
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what a record shows in it, and by which name the store sorts it (empty: not at all).

    ``chars`` is its first width in characters, ``drawn`` the width that what is drawn in it needs beside its text.
    ``spare``: what it shows stands beside the list too; where there is no room for all columns, it is left out.
    """

    heading: str
    text: Callable[[Any], str]
    right: bool = False
    sort: str = ""
    chars: int = 0
    drawn: int = 0
    spare: bool = False


class RecordModel(QAbstractTableModel):
    """Records that are all here. Every cell speaks its heading, the first one the whole row."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Any] = []
        self._headings = tuple(column.heading for column in self.columns)

    def lay_out_headings(self, headings: Sequence[str]) -> None:
        """Show the headings with line ends in them, as the columns are wide."""
        if tuple(headings) != self._headings:
            self._headings = tuple(headings)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other records."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The records that are here."""
        return tuple(self._rows)

    def row_at(self, position: int) -> Any:  # noqa: ANN401 - records of any kind
        """Return the record at a position, None where there is none."""
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of records here (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return a heading (Qt)."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what a cell shows or says (Qt)."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return level(column.text(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.sentence(row) if index.column() == 0 else f"{column.heading}: {column.text(row)}"
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(column.text(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
        return None

    def sentence(self, row: Any) -> str:  # noqa: ANN401 - records of any kind
        """Return a row as one sentence."""
        told = ((column.heading, column.text(row)) for column in self.columns)
        return "; ".join(f"{heading}: {text}" if heading else text for heading, text in told if text)

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


# text that is looked for, sort, descending, limit, offset
Fetch = Callable[[str, str, bool, int, int], Sequence[Any]]


class FetchedModel(RecordModel):
    """Records of which the store hands out one page after the other, searched and sorted there.

    Signals:
        loaded: The first page of what is looked for is there.
    """

    loaded = Signal()

    def __init__(
        self, columns: Sequence[Column], background: Background, fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._background = background
        self._fetch = fetch
        self._text = ""
        self._sort = ""
        self._descending = False
        self._more = False
        self._fetching = False
        self._generation = 0

    @property
    def has_more(self) -> bool:
        """Whether the store may have more than is here."""
        return self._more

    def look_for(self, text: str) -> None:
        """Look for other words."""
        self._text = text
        self.reload()

    def reload(self) -> None:
        """Fetch what is shown again; the present rows stay until it is there."""
        self._generation += 1
        generation, text, sort, descending = self._generation, self._text, self._sort, self._descending
        count = max(PAGE, len(self._rows))

        def arrived(rows: Sequence[Any]) -> None:
            if generation == self._generation:
                self._fetching = False
                self._more = len(rows) == count
                self.show_rows(rows)
                self.loaded.emit()

        self._background.read(self, lambda: self._fetch(text, sort, descending, count, 0), arrived)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the store sort by a column (Qt)."""
        name = self.columns[column].sort if 0 <= column < len(self.columns) else ""
        descending = order is Qt.SortOrder.DescendingOrder
        if (name, descending) != (self._sort, self._descending) and (name or self._sort):
            self._sort, self._descending = name, descending
            self.reload()

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the store may have more (Qt)."""
        return not parent.isValid() and self._more and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page in the background (Qt)."""
        if not self.canFetchMore(parent):
            return
        self._fetching = True
        generation, offset = self._generation, len(self._rows)
        text, sort, descending = self._text, self._sort, self._descending

        def arrived(rows: Sequence[Any]) -> None:
            if generation != self._generation:
                return
            self._fetching = False
            self._more = len(rows) == PAGE
            if rows:
                self.beginInsertRows(QModelIndex(), offset, offset + len(rows) - 1)
                self._rows += rows
                self.endInsertRows()

        self._background.read(self, lambda: self._fetch(text, sort, descending, PAGE, offset), arrived)
