"""The inbox log: every file that came in, what became of it, why, what to do next, and Retry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.inbox import InboxItem, InboxState
from app.ui.background import Background, Changed
from app.ui.history.panel import local_time
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.services import Services
from app.workflow.wording import INBOX_STATES, words_for

Index = QModelIndex | QPersistentModelIndex
_CAN_RETRY = (InboxState.REFUSED, InboxState.CANCELLED)


class InboxModel(QAbstractTableModel):
    """The rows of the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[InboxItem, ...] = ()
        self._heads = (
            self.tr("When"), self.tr("File"), self.tr("What became of it"), self.tr("Why"), self.tr("Next step"),
        )  # fmt: skip

    def show_items(self, items: tuple[InboxItem, ...]) -> None:
        """Show other items."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> InboxItem | None:
        """Return one item."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of items (Qt)."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return a heading (Qt)."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what a cell shows or says (Qt)."""
        item = self.item(index.row())
        if item is None:
            return None
        text = _columns(item)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads[index.column()]}: {text}"
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(item.path if index.column() == 1 else text)
        return None


class InboxLog(QDialog):
    """Shows the log.

    Signals:
        retry_wanted: Files to be taken in again.
        open_wanted: A document to be shown.
    """

    retry_wanted = Signal(object)
    open_wanted = Signal(int)

    def __init__(self, services: Services, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Inbox log"))
        self._services = services
        self._background = background
        self.model = InboxModel(self)
        self.counts = plain_label(look="muted", wrap=True)
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("Files that came in"))
        self.table.setProperty("look", "framed")
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.table.horizontalHeader()
        for column in (0, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (1, 3, 4):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.retry = QPushButton(self.tr("Retry"))
        self.show_document = QPushButton(self.tr("Show the document"))
        self.leave = QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        for button in (self.retry, self.show_document):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.counts)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.retry.clicked.connect(self._retry)
        self.show_document.clicked.connect(self._show_document)
        self.leave.clicked.connect(self.close)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        background.changed.connect(self._something_changed)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 150, self.fontMetrics().lineSpacing() * 26)
        self.reload()

    def reload(self) -> None:
        """Fetch the log again."""
        self._background.read(self, self._services.store.inbox, self._arrived)

    def _arrived(self, items: tuple[InboxItem, ...]) -> None:
        self.model.show_items(items)
        by_state = [(state, sum(1 for item in items if item.state is state)) for state in InboxState]
        parts = [f"{count} {words_for(state, INBOX_STATES)}" for state, count in by_state if count]
        self.counts.setText(" · ".join(parts) if parts else self.tr("Nothing came in yet."))
        if items:
            self.table.selectRow(0)
        self._row_changed()

    def _something_changed(self, changed: Changed) -> None:
        if changed.inbox and self.isVisible():
            self.reload()

    def _row_changed(self) -> None:
        item = self.model.item(self.table.currentIndex().row())
        self.retry.setEnabled(item is not None and item.state in _CAN_RETRY)
        self.show_document.setEnabled(item is not None and item.document_id is not None)

    def _retry(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        items = [item for row in sorted(rows) if (item := self.model.item(row)) and item.state in _CAN_RETRY]
        if items:
            self.retry_wanted.emit([Path(item.path) for item in items])

    def _show_document(self) -> None:
        item = self.model.item(self.table.currentIndex().row())
        if item is not None and item.document_id is not None:
            self.open_wanted.emit(item.document_id)
            self.close()


def _columns(item: InboxItem) -> tuple[str, ...]:
    return (
        local_time(item.when),
        Path(item.path).name,
        words_for(item.state, INBOX_STATES),
        item.message,
        item.next_step,
    )
