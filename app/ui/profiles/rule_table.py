"""The view of a table of rules: F2 or Enter types into a cell, Del forgets the rule in focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.headings import headings_in
from app.ui.profiles.rule_model import RuleModel

# With more columns than these the names in the first one keep their room.
_NARROW = 3
_CELL = 24
_FEWEST = 2  # rules in sight, however little room there is


class _NamedEditors(QStyledItemDelegate):
    """Says to a screen reader what is typed into: the rule and the heading of the column."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Return the field of a cell, with its name (Qt)."""
        field = super().createEditor(parent, option, index)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        names = (index.sibling(index.row(), 0).data() if index.column() else "", heading)
        field.setAccessibleName(", ".join(" ".join(str(name).split()) for name in names if name))
        return field


class RuleTable(QTableView):
    """Rules one under the other.

    Signals:
        forgotten: The rule in focus is to be forgotten: its key.
        chosen: Another rule has the focus: its key, empty where none has.
    """

    forgotten = Signal(str)
    chosen = Signal(str)

    def __init__(self, model: RuleModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("look", "framed")
        self.setShowGrid(False)
        self.setItemDelegate(_NamedEditors(self))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # A table that edits on any key would take the window's letters for text.
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.9))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        for column in range(model.columnCount()):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        if model.columnCount() > _NARROW:
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def key(self) -> str:
        """The rule in focus; empty where none is."""
        row = self.rules.rule(self.currentIndex().row())
        return row.key if row is not None else ""

    def minimumSizeHint(self) -> QSize:
        """Never show less than the headings and a few rules (Qt)."""
        rows = _FEWEST * self.verticalHeader().defaultSectionSize()
        height = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()
        return QSize(super().minimumSizeHint().width(), height)

    def focus_rule(self, key: str, column: int = 0) -> None:
        """Give a rule the focus."""
        position = self.rules.position_of(key)
        if position >= 0:
            self.setCurrentIndex(self.rules.index(position, column))

    def event(self, event: QEvent) -> bool:
        """Keep F2 and Del for the table (Qt)."""
        own = (Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type into a cell with Enter as well as F2; forget with Del (Qt)."""
        typing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not typing:
            index = self.currentIndex()
            if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
                return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not typing and self.key:
            self.forgotten.emit(self.key)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the headings out for the new widths (Qt)."""
        super().resizeEvent(event)
        head = self.horizontalHeader()
        inside = [head.sectionSize(column) - _CELL for column in range(self.rules.columnCount())]
        measure = self.fontMetrics().horizontalAdvance
        self.rules.lay_out_headings(headings_in(self.rules.headings, inside, measure))

    def _moved(self, now: QModelIndex) -> None:
        row = self.rules.rule(now.row())
        self.chosen.emit(row.key if row is not None else "")
