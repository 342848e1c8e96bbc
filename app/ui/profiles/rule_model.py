"""A table of rules of which some cells are typed into; what is typed is handed to whoever keeps the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.turned_text import level
from app.ui.plain_text import tooltip_text

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: what it is about, and its cells as text."""

    key: str
    cells: tuple[str, ...]


class RuleModel(QAbstractTableModel):
    """Rules with headings. A cell of an editable column is typed into with F2 or a double click, and only so.

    Signals:
        edited: A cell was typed into: the rule's key, the column, the text.
    """

    edited = Signal(str, int, str)

    def __init__(
        self,
        headings: Sequence[str],
        editable: Sequence[int],
        parent: QObject | None = None,
        *,
        right: Sequence[int] = (),
    ) -> None:
        """Make the model; ``right``: the columns of figures, set to the right."""
        super().__init__(parent)
        self._right = frozenset(right)
        self._headings = self._shown = tuple(headings)
        self._editable = frozenset(editable)
        self._rows: tuple[RuleRow, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, each in one line."""
        return self._headings

    def lay_out_headings(self, headings: Sequence[str]) -> None:
        """Show the headings with line ends in them, as the columns are wide."""
        if tuple(headings) != self._shown:
            self._shown = tuple(headings)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._headings) - 1)

    def show_rules(self, rows: Sequence[RuleRow]) -> None:
        """Show rules; where they are the same ones with other cells, the focus stays where it is."""
        new = tuple(rows)
        if [row.key for row in new] == [row.key for row in self._rows]:
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self._headings) - 1))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rule(self, position: int) -> RuleRow | None:
        """Return a rule."""
        return self._rows[position] if 0 <= position < len(self._rows) else None

    def position_of(self, key: str) -> int:
        """Return where a rule stands, -1 where it does not."""
        return next((i for i, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rules (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return a heading (Qt)."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let some cells be edited (Qt)."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() in self._editable else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what a cell shows or says (Qt)."""
        row = self.rule(index.row()) if index.isValid() else None
        if row is None:
            return None
        text = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return level(text)
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                heading = self._headings[index.column()]
                return f"{row.cells[0]}, {heading}: {text}" if index.column() else text
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_text(text)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 - Qt
        """Hand on what was typed; what the rule becomes is shown when it is (Qt)."""
        row = self.rule(index.row()) if index.isValid() else None
        if row is None or role != Qt.ItemDataRole.EditRole or index.column() not in self._editable:
            return False
        if str(value) != row.cells[index.column()]:
            self.edited.emit(row.key, index.column(), str(value))
        return True
