"""The sheet of all keys, made from the table of actions; keys are changed here too."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import ACTIONS, BY_ID, clashes, set_key
from app.ui.fitting_dialog import FittingDialog
from app.ui.plain_text import plain_label
from app.ui.wrapped_cells import WrappedCells


class KeysSheet(FittingDialog):
    """Every action with its keys and what it does; typing filters, and the key of the chosen row can be changed.

    Signals:
        changed: The keys that differ from the table, by action id.
    """

    changed = Signal(object)

    def __init__(
        self, actions: Mapping[str, QAction], keys: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        self._actions = actions
        self._keys = dict(keys or {})
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Search"))
        self.filter.setAccessibleName(self.tr("Search the actions"))
        self.table = QTableWidget(len(ACTIONS), 3)
        self.table.setAccessibleName(self.tr("Actions and their keys"))
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(self.tr("New key of the chosen action"))
        self.original = QPushButton(self.tr("Original key"))
        self.leave = QPushButton(self.tr("Close"))
        self.told = plain_label(wrap=True)
        self._build()
        self._fill()

    def chosen(self) -> str:
        """Return the id of the action in the chosen row."""
        row = self.table.currentRow()
        return ACTIONS[row].id if row >= 0 else ""

    def change(self, name: str, key: str) -> bool:
        """Give an action another key; a clash is refused with the name of the other action."""
        wanted = {**self._keys, name: key}
        if key == BY_ID[name].key:
            del wanted[name]
        found = clashes(wanted)
        if found:
            other = next(iter(set(found[0]) - {name}), name)
            taken = self._actions[other].text().rstrip("…")
            self._say(self.tr("{0} is already the key of “{1}”.").format(_native(key), taken), trouble=True)
            return False
        self._keys = wanted
        set_key(self._actions, name, key)
        self._fill()
        self._say(self.tr("“{0}” now has {1}.").format(self._actions[name].text().rstrip("…"), _native(key)))
        self.changed.emit(dict(self._keys))
        return True

    def _take(self) -> None:
        key = self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key and self.chosen():
            self.change(self.chosen(), key)
        self.key.clear()

    def _restore(self) -> None:
        if self.chosen():
            self.change(self.chosen(), BY_ID[self.chosen()].key)

    def _say(self, text: str, *, trouble: bool = False) -> None:
        self.told.setProperty("look", "trouble" if trouble else "muted")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setText(text)

    def _fill(self) -> None:
        for row, spec in enumerate(ACTIONS):
            action = self._actions[spec.id]
            keys = [k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts()]
            help_text = QCoreApplication.translate("actions", spec.help)
            for column, text in enumerate(("  ".join(keys), action.text().rstrip("…"), help_text)):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            items = (self.table.item(row, column) for column in range(3))
            shown = any(item is not None and wanted in item.text().casefold() for item in items)
            self.table.setRowHidden(row, not shown)

    def _build(self) -> None:
        self.table.setProperty("look", "framed")
        self.table.setHorizontalHeaderLabels([self.tr("Key"), self.tr("Action"), self.tr("What it does")])
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setWordWrap(True)
        self.table.setItemDelegate(WrappedCells(self.table))
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.table.horizontalHeader()
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("New key:")))
        row.addWidget(self.key)
        row.addWidget(self.original)
        row.addStretch(1)
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        for part in (self.filter, self.table, self.told):
            layout.addWidget(part)
        layout.addLayout(row)
        self.filter.textChanged.connect(self._narrow)
        self.key.editingFinished.connect(self._take)
        self.original.clicked.connect(self._restore)
        self.leave.clicked.connect(self.reject)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 120, self.fontMetrics().lineSpacing() * 36)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
