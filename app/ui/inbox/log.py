"""The inbox log: every file that came in, what became of it, why, what to do next, and Retry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.inbox import InboxItem, InboxState
from app.domain.turned_text import level
from app.ui.background import Background, Changed
from app.ui.fitting_dialog import FittingDialog
from app.ui.history.panel import local_time
from app.ui.i18n import say
from app.ui.inbox.folder_watcher import FolderWatcher
from app.ui.plain_text import plain_label, tooltip_text
from app.ui.wrapped_cells import WrappedCells
from app.workflow.process_document import redecide_or_hold
from app.workflow.services import Services
from app.workflow.wording import INBOX_STATES, words_for

Index = QModelIndex | QPersistentModelIndex
_CAN_RETRY = (InboxState.REFUSED, InboxState.CANCELLED)
_MOST_NAMED = 3


class InboxModel(QAbstractTableModel):
    """The rows of the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[InboxItem, ...] = ()
        # What the cells say: a table that fits its rows to their texts asks for each again and again.
        self._said: dict[int, tuple[str, ...]] = {}
        self._heads = (
            self.tr("When"), self.tr("File"), self.tr("What became of it"), self.tr("Why"), self.tr("Next step"),
        )  # fmt: skip

    def show_items(self, items: tuple[InboxItem, ...]) -> None:
        """Show other items."""
        self.beginResetModel()
        self._items = items
        self._said.clear()
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
        if index.row() not in self._said:
            self._said[index.row()] = _columns(item)
        text = self._said[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return level(text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads[index.column()]}: {text}"
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(item.path if index.column() == 1 else text)
        return None


class InboxLog(FittingDialog):
    """Shows the log.

    Signals:
        retry_wanted: Files to be taken in again.
        open_wanted: A document to be shown.
    """

    retry_wanted = Signal(object)
    open_wanted = Signal(int)

    def __init__(
        self, services: Services, background: Background, watcher: FolderWatcher, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Inbox log"))
        self._watcher = watcher
        self.watched = plain_label(wrap=True)
        self.choose = QPushButton(self.tr("Watch a folder…"))
        self.unwatch = QPushButton(self.tr("Watch no folder"))
        self._services = services
        self._background = background
        self.model = InboxModel(self)
        self.counts = plain_label(look="muted", wrap=True)
        self.table = self._make_table()
        self.retry = QPushButton(self.tr("Retry"))
        self.show_document = QPushButton(self.tr("Show the document"))
        self.leave = QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        for button in (self.retry, self.show_document):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        above = QHBoxLayout()
        above.addWidget(self.watched, 1)
        above.addWidget(self.choose)
        above.addWidget(self.unwatch)
        layout.addLayout(above)
        layout.addWidget(self.counts)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.retry.clicked.connect(self._retry)
        self.show_document.clicked.connect(self._show_document)
        self.leave.clicked.connect(self.close)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        background.changed.connect(self._something_changed)
        self.choose.clicked.connect(self._choose)
        self.unwatch.clicked.connect(lambda: watcher.watch(None))
        watcher.changed.connect(self._show_watched)
        self._show_watched()
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 190, self.fontMetrics().lineSpacing() * 38)
        self.reload()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("Files that came in"))
        table.setProperty("look", "framed")
        table.setModel(self.model)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setItemDelegate(WrappedCells(table))
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        for column in (0, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (1, 3, 4):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def reload(self) -> None:
        """Fetch the log again."""
        self._background.read(self, self._services.store.inbox, self._arrived)

    def _arrived(self, items: tuple[InboxItem, ...]) -> None:
        self.model.show_items(items)
        by_state = [(state, sum(1 for item in items if item.state is state)) for state in InboxState]
        parts = [f"{count} {say(words_for(state, INBOX_STATES))}" for state, count in by_state if count]
        self.counts.setText(" · ".join(parts) if parts else self.tr("Nothing came in yet."))
        if items:
            self.table.selectRow(0)
        self._row_changed()

    def _something_changed(self, changed: Changed) -> None:
        if changed.inbox and self.isVisible():
            self.reload()

    def _row_changed(self) -> None:
        item = self.model.item(self.table.currentIndex().row())
        self.retry.setEnabled(item is not None and _can_retry(item))
        self.show_document.setEnabled(item is not None and item.document_id is not None)

    def _retry(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        items = [item for row in sorted(rows) if (item := self.model.item(row)) and _can_retry(item)]
        again = [item for item in items if item.state in _CAN_RETRY]
        if again:
            self.retry_wanted.emit([Path(item.path) for item in again])
        taken = [item.document_id for item in items if item.state is InboxState.DONE and item.document_id is not None]
        if taken:
            self._look_again(taken)

    def _look_again(self, documents: list[int]) -> None:
        """Decide documents again that are here already: reading the file once more would only make a duplicate."""
        services = self._services

        def look() -> frozenset[int]:
            for number in documents:
                redecide_or_hold(services, number, cause="somebody asked to look again")
            return frozenset(documents)

        self._background.command(
            self, look, lambda _: self.reload(), changes=lambda found: Changed(found, queue=True, inbox=True)
        )

    def _show_watched(self) -> None:
        watcher = self._watcher
        self.unwatch.setEnabled(watcher.folder is not None)
        if watcher.folder is None:
            self.watched.setText(watcher.trouble or self.tr("No folder is watched."))
            return
        told = watcher.trouble or self.tr("Watched: {0}").format(watcher.folder)
        if watcher.waiting:
            names = ", ".join(path.name for path in watcher.waiting[:_MOST_NAMED])
            told += " · " + self.tr("still being written: {0}").format(names)
        self.watched.setText(told)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder to watch"), str(self._watcher.folder or ""))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._watcher.watch(Path(name)))
        dialog.open()

    def _show_document(self) -> None:
        item = self.model.item(self.table.currentIndex().row())
        if item is not None and item.document_id is not None:
            self.open_wanted.emit(item.document_id)
            self.close()


def _can_retry(item: InboxItem) -> bool:
    """Tell whether Retry does something: read the file again, or decide a document again that has a remark."""
    return item.state in _CAN_RETRY or (
        item.state is InboxState.DONE and bool(item.code) and item.document_id is not None
    )


def _columns(item: InboxItem) -> tuple[str, ...]:
    return (
        local_time(item.when),
        Path(item.path).name,
        say(words_for(item.state, INBOX_STATES)),
        say(item.message),
        say(item.next_step),
    )
