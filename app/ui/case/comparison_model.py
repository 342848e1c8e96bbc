"""The comparison as a table: nine columns, the invoice on the left, the shape between, the orders on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.provenance import Method
from app.ui.i18n import say
from app.ui.plain_text import tooltip_text
from app.workflow.comparison_values import SIGN_OF_STATE, SIGN_WORDS, Cell, CellState, Comparison, Frame, Row, Sign
from app.workflow.wording import CERTAINTIES, METHODS, words_for

Index = QModelIndex | QPersistentModelIndex
_ONE_TO_ONE = "═"
LEFT, SHAPE, RIGHT, COLUMNS = 0, 4, 5, 9
_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowKind(StrEnum):
    """What a row of the table is."""

    TITLE = "title"
    LINE = "line"
    NOTE = "note"
    GAP = "gap"


class CompareRole(IntEnum):
    """What the delegate asks for."""

    KIND = Qt.ItemDataRole.UserRole + 1
    CELL = Qt.ItemDataRole.UserRole + 2
    FRAME = Qt.ItemDataRole.UserRole + 3
    STATE = Qt.ItemDataRole.UserRole + 4
    CERTAINTY = Qt.ItemDataRole.UserRole + 5
    METHOD = Qt.ItemDataRole.UserRole + 6
    SPANS = Qt.ItemDataRole.UserRole + 7
    NOTES = Qt.ItemDataRole.UserRole + 8


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its frame, what it is, and which line of the frame."""

    frame: int
    kind: RowKind
    line: int = 0


class ComparisonModel(QAbstractTableModel):
    """Rows of all frames with a gap between them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._rows: tuple[TableRow, ...] = ()
        self._ranges: tuple[range, ...] = ()

    @property
    def comparison(self) -> Comparison | None:
        """What is shown."""
        return self._comparison

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames shown, in walking order."""
        return self._comparison.frames if self._comparison else ()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show another document."""
        self.beginResetModel()
        self._comparison = comparison
        self._rows = tuple(_rows_of(comparison)) if comparison else ()
        self._ranges = tuple(_ranges_of(self._rows))
        self.endResetModel()

    def table_row(self, row: int) -> TableRow:
        """Return what a row of the table is."""
        return self._rows[row]

    def rows_of_frame(self, frame: int) -> range:
        """Return the table rows of a frame, without its gap."""
        return self._ranges[frame]

    def first_place(self, frame: int) -> tuple[int, int]:
        """Return row and column where the focus goes in a frame: the first figure that differs, else the title."""
        rows = self.rows_of_frame(frame)
        for row in rows:
            for column in range(COLUMNS):
                cell = self.cell_at(row, column)
                if cell is not None and cell.state is not CellState.PLAIN and column < SHAPE:
                    return row, column
        lines = [row for row in rows if self._rows[row].kind is RowKind.LINE]
        return (lines[0], LEFT) if lines else (rows.start, 0)

    def frame_at(self, row: int) -> Frame | None:
        """Return the frame of a row."""
        return self.frames[self._rows[row].frame] if 0 <= row < len(self._rows) else None

    def cell_at(self, row: int, column: int) -> Cell | None:
        """Return the figure at a place, None where there is none."""
        side_row = self.side_row(row, column)
        if side_row is None or column == SHAPE:
            return None
        return side_row.cells[column if column < SHAPE else column - RIGHT]

    def side_row(self, row: int, column: int) -> Row | None:
        """Return the invoice line or order line at a place."""
        if not 0 <= row < len(self._rows) or self._rows[row].kind is not RowKind.LINE:
            return None
        frame = self.frames[self._rows[row].frame]
        side = frame.invoice_rows if column < SHAPE else frame.order_rows
        line = self._rows[row].line
        return side[line] if line < len(side) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what stands above the columns (Qt)."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN_LEFT if section in (LEFT, SHAPE, RIGHT) else _ALIGN_RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Billed"), self.tr("quantity"), self.tr("price"), self.tr("amount"), "",
                self.tr("Ordered"), self.tr("quantity"), self.tr("price"), self.tr("amount"),
            )[section]  # fmt: skip
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the focus stop at everything but the gaps (Qt)."""
        if not index.isValid() or self._rows[index.row()].kind is RowKind.GAP:
            return Qt.ItemFlag.NoItemFlags
        kind = self._rows[index.row()].kind
        if kind is RowKind.LINE and self.cell_at(index.row(), index.column()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt
        """Return what a cell shows or says (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        frame = self.frames[row.frame]
        if role == CompareRole.KIND:
            return row.kind
        if role == CompareRole.FRAME:
            return frame
        match row.kind:
            case RowKind.TITLE:
                return _title_data(frame, role)
            case RowKind.NOTE:
                return _note_data(frame, role)
            case RowKind.LINE if index.column() == SHAPE:
                paired = row.line == 0 or frame.shape == _ONE_TO_ONE
                return frame.shape if role == Qt.ItemDataRole.DisplayRole and paired else None
            case RowKind.LINE:
                return _cell_data(self.cell_at(index.row(), index.column()), role)
        return None


def shown_text(cell: Cell) -> str:
    """Return a figure with its sign, so that colour is never alone."""
    if cell.state is CellState.PLAIN or not cell.text:
        return cell.text
    return f"{SIGN_OF_STATE[cell.state]} {cell.text}"


def note_lines(frame: Frame) -> tuple[str, ...]:
    """Return what is said under a frame: differences, proof, reasons, rival readings."""
    lines: list[str] = []
    if frame.sign is Sign.AGREES and not frame.is_open:
        # What agrees needs no words; its figures say it.
        return ()
    if frame.differences:
        lines.append(
            " · ".join(f"{d.label} {d.amount}" + (f" ({d.percent})" if d.percent else "") for d in frame.differences)
        )
    if frame.proof:
        lines.append(frame.proof)
    lines += [f"{chr(ord('A') + i)}: {reading}" for i, reading in enumerate(frame.readings)]
    lines += frame.notes
    if frame.limit:
        lines.append(frame.limit)
    return tuple(lines)


def _rows_of(comparison: Comparison) -> list[TableRow]:
    rows: list[TableRow] = []
    for number, frame in enumerate(comparison.frames):
        rows.append(TableRow(number, RowKind.TITLE))
        count = max(len(frame.invoice_rows), len(frame.order_rows))
        rows += [TableRow(number, RowKind.LINE, line) for line in range(count)]
        if note_lines(frame):
            rows.append(TableRow(number, RowKind.NOTE))
        rows.append(TableRow(number, RowKind.GAP))
    return rows


def _ranges_of(rows: tuple[TableRow, ...]) -> list[range]:
    """Return where each frame stands, without its gap; frames follow each other."""
    found: list[range] = []
    start = 0
    for number, row in enumerate(rows):
        if row.kind is RowKind.GAP:
            found.append(range(start, number))
            start = number + 1
    return found


def _title_data(frame: Frame, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{frame.sign} {frame.title}"
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{say(SIGN_WORDS[frame.sign])}: {frame.title}" + (f" ({frame.chip})" if frame.chip else "")
        case Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(f"{frame.title}\n{frame.chip}")
    return None


def _note_data(frame: Frame, role: int) -> object:
    lines = note_lines(frame)
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
            return "\n".join(lines)
        case CompareRole.NOTES:
            return lines
    return None


_CELL_ROLES: dict[int, Callable[[Cell], object]] = {
    Qt.ItemDataRole.DisplayRole: shown_text,
    Qt.ItemDataRole.AccessibleTextRole: lambda cell: cell.sentence or cell.text,
    Qt.ItemDataRole.AccessibleDescriptionRole: lambda cell: cell.detail,
    Qt.ItemDataRole.ToolTipRole: lambda cell: tooltip_text(_told(cell)),
    CompareRole.CELL: lambda cell: cell,
    CompareRole.STATE: lambda cell: cell.state,
    CompareRole.CERTAINTY: lambda cell: cell.certainty,
    CompareRole.METHOD: lambda cell: cell.method,
    CompareRole.SPANS: lambda cell: cell.spans,
}


def _cell_data(cell: Cell | None, role: int) -> object:
    answer = _CELL_ROLES.get(role)
    return answer(cell) if cell is not None and answer else None


def _told(cell: Cell) -> str:
    """Say everything about a figure: the whole text, how it was read, how sure it is, what was repaired."""
    lines = [cell.sentence or cell.text]
    if cell.detail:
        lines.append(cell.detail)
    if cell.method is not None:
        lines.append(
            _sentence(f"{say(words_for(cell.method, METHODS))}; {say(words_for(cell.certainty, CERTAINTIES))}")
        )
    if cell.raw is not None and cell.method not in (Method.TYPED, Method.PICKED):
        lines.append(_tr("As read: {0}").format(cell.raw))
    if cell.repaired_from:
        lines.append(_tr("Before it was repaired: {0}").format(cell.repaired_from))
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("comparison", text)
