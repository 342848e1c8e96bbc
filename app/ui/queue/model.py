"""The rows of the queue, fetched page by page from the store, which sorts and filters them."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.case import QueueFilter, QueueRow
from app.domain.turned_text import level
from app.ui.background import Background
from app.ui.i18n import say
from app.ui.plain_text import tooltip_text
from app.workflow.figures import Figures
from app.workflow.queue import amount_of, name_of, second_line, sign_of, spoken_row
from app.workflow.services import Services
from app.workflow.wording import without_codes

PAGE = 300
# So many rows are kept at most, whatever is scrolled: what lies further down is found by search, kind and order.
MOST_ROWS = 6_000
Index = QModelIndex | QPersistentModelIndex


class QueueRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 1
    SIGN = Qt.ItemDataRole.UserRole + 2
    AMOUNT = Qt.ItemDataRole.UserRole + 3
    SECOND = Qt.ItemDataRole.UserRole + 4


class QueueModel(QAbstractListModel):
    """Documents of one view.

    Signals:
        loaded: The rows of the present filter are there (first page).
    """

    loaded = Signal()

    def __init__(
        self, services: Services, background: Background, figures: Figures, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._figures = figures
        self._rows: list[QueueRow] = []
        self._wanted = QueueFilter()
        self._more = False
        self._fetching = False
        self._generation = 0

    @property
    def wanted(self) -> QueueFilter:
        """The filter in force."""
        return self._wanted

    def show_filter(self, wanted: QueueFilter) -> None:
        """Show other rows; the present ones stay until those are there."""
        self._wanted = wanted
        self._load(PAGE)

    def reload(self) -> None:
        """Fetch the rows shown again, after something changed."""
        self._load(max(PAGE, len(self._rows)))

    @property
    def is_cut(self) -> bool:
        """Whether the store has more rows than are kept."""
        return self._more and len(self._rows) >= MOST_ROWS

    def row_of(self, document_id: int) -> int:
        """Return where a document stands, -1 where it is not shown."""
        return next((i for i, row in enumerate(self._rows) if row.document_id == document_id), -1)

    def row_at(self, position: int) -> QueueRow | None:
        """Return the document at a position."""
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows fetched (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what a row shows or says (Qt)."""
        row = self.row_at(index.row())
        if row is None or not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return level(f"{sign_of(row)} {name_of(row)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return say(spoken_row(row, self._figures))
            case Qt.ItemDataRole.ToolTipRole:
                named = replace(self._figures, names=frozenset(filter(None, (row.invoice_number, row.vendor_name))))
                headline = named.sentence(without_codes(row.headline))
                lines = (name_of(row), second_line(row, self._figures, whole=True), headline)
                return tooltip_text("\n".join(say(line) for line in lines if line))
            case QueueRole.ROW:
                return row
            case QueueRole.SIGN:
                return sign_of(row).value
            case QueueRole.AMOUNT:
                return amount_of(row, self._figures)
            case QueueRole.SECOND:
                return level(say(second_line(row, self._figures)))
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the store may have more rows (Qt)."""
        return not parent.isValid() and self._more and not self._fetching and len(self._rows) < MOST_ROWS

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page in the background (Qt)."""
        if not self.canFetchMore(parent):
            return
        self._fetching = True
        generation, offset, wanted = self._generation, len(self._rows), self._wanted
        store = self._services.store

        def arrived(rows: tuple[QueueRow, ...]) -> None:
            self._fetching = False
            if generation != self._generation or not rows:
                self._more = self._more and bool(rows)
                return
            self._more = len(rows) == PAGE
            self.beginInsertRows(QModelIndex(), offset, offset + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

        self._background.read(self, lambda: store.queue(wanted, limit=PAGE, offset=offset), arrived)

    def _load(self, count: int) -> None:
        self._generation += 1
        generation, wanted = self._generation, self._wanted
        store = self._services.store

        def arrived(rows: tuple[QueueRow, ...]) -> None:
            if generation == self._generation:
                self._replace(rows, more=len(rows) == count)

        self._background.read(self, lambda: store.queue(wanted, limit=count), arrived)

    def _replace(self, rows: tuple[QueueRow, ...], *, more: bool) -> None:
        self._fetching = False
        self._more = more
        same = [row.document_id for row in rows] == [row.document_id for row in self._rows]
        if same:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        self.loaded.emit()
