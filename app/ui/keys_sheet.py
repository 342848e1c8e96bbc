"""The sheet of all keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import ACTIONS


class KeysSheet(QDialog):
    """Every action with its keys and what it does; typing filters."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Search"))
        self.filter.setAccessibleName(self.tr("Search the actions"))
        self.table = QTableWidget(len(ACTIONS), 3)
        self.table.setAccessibleName(self.tr("Actions and their keys"))
        self.table.setProperty("look", "framed")
        self.table.setHorizontalHeaderLabels([self.tr("Key"), self.tr("Action"), self.tr("What it does")])
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for row, spec in enumerate(ACTIONS):
            keys = [k.toString(QKeySequence.SequenceFormat.NativeText) for k in actions[spec.id].shortcuts()]
            texts = ("  ".join(keys), actions[spec.id].text().rstrip("…"), self._help(spec.help))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        head = self.table.horizontalHeader()
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        leave = QPushButton(self.tr("Close"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (self.filter, self.table):
            layout.addWidget(part)
        layout.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
        self.filter.textChanged.connect(self._narrow)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 120, self.fontMetrics().lineSpacing() * 34)

    def _help(self, text: str) -> str:
        return QCoreApplication.translate("actions", text)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            items = (self.table.item(row, column) for column in range(3))
            shown = any(item is not None and wanted in item.text().casefold() for item in items)
            self.table.setRowHidden(row, not shown)
