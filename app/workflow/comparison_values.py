"""The side-by-side as data: frames that tie invoice lines to order lines, with every figure and word ready to be shown.

The window, and any other view of a document, only lays these values out; it computes no number and words no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

from app.domain.case import Case
from app.domain.money import ZERO
from app.domain.order import LineRef
from app.domain.provenance import Box, Certainty, Method


class Sign(StrEnum):
    """What stands beside every state, so that colour is never alone."""

    AGREES = "="
    TOLERATED = "~"
    DIFFERS = "!"
    ADDED = "+"
    MISSING = "-"
    BLOCKED = "x"
    UNREAD = "?"


class CellState(StrEnum):
    """How one figure stands to its counterpart; the theme has one fill for each."""

    PLAIN = "plain"
    TOLERATED = "tolerated"
    DIFFERS = "differs"
    MISSING = "missing"
    BLOCKED = "blocked"


SIGN_OF_STATE = {
    CellState.PLAIN: Sign.AGREES,
    CellState.TOLERATED: Sign.TOLERATED,
    CellState.DIFFERS: Sign.DIFFERS,
    CellState.MISSING: Sign.ADDED,
    CellState.BLOCKED: Sign.BLOCKED,
}


class FrameKind(StrEnum):
    """What a frame is about."""

    DOCUMENT = "document"
    LINES = "lines"
    CHARGES = "charges"
    UNBILLED = "unbilled"


class Rank(IntEnum):
    """The walking order: what was not read, arithmetic, orders, what is only unsure; settled and agreeing last."""

    READING = 0
    ARITHMETIC = 1
    ORDER = 2
    UNSURE = 3
    WAITING = 10
    SETTLED = 11
    TOLERATED = 12
    NOTE = 13
    CHARGES = 14
    AGREES = 15
    UNBILLED = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or text as shown, how it stands to its counterpart, and where it was read.

    Attributes:
        text: What is shown; an em dash where nothing is printed.
        state: How it stands to its counterpart.
        sentence: The same, spoken: "Line 3, unit price differs: invoice 12.40, order 12.00".
        detail: Smaller text under it, such as a description.
        spans: Start and end of the parts of ``detail`` that differ from the counterpart's.
        field: Name of the invoice field, for correcting it; empty for figures of the order.
        line_no: Invoice line of that field; None for the header.
        raw: The characters as read.
        box: Where it stands on the page.
    """

    text: str
    state: CellState = CellState.PLAIN
    sentence: str = ""
    detail: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    field: str = ""
    line_no: int | None = None
    raw: str | None = None
    box: Box | None = None
    method: Method | None = None
    certainty: Certainty | None = None
    repaired_from: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the invoice or of an order: what it is, quantity with unit, unit price, extended amount."""

    item: Cell
    quantity: Cell
    price: Cell
    amount: Cell
    invoice_line: int | None = None
    ref: LineRef | None = None

    @property
    def cells(self) -> tuple[Cell, Cell, Cell, Cell]:
        """Return the four cells from left to right."""
        return (self.item, self.quantity, self.price, self.amount)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words and numbers: signed amount, percentage, the band and whether it is inside."""

    label: str
    billed: str
    ordered: str
    amount: str
    percent: str = ""

    def __str__(self) -> str:
        """Write it as one phrase."""
        share = f" ({self.percent})" if self.percent else ""
        return f"{self.label} {self.amount}{share}: billed {self.billed}, order {self.ordered}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What belongs together: invoice rows on the left, order rows on the right, and what is said about them.

    Attributes:
        key: Names the frame across refreshes of the same document.
        sign: The sign before the title.
        title: What it is, in words with figures.
        chip: Who has it or what became of it.
        limit: The tolerances that were looked at, in words; stands at the right of the title.
        shape: ``═`` one to one, ``╤`` one to many, ``╧`` many to one, ``╬`` many to many; empty for one side only.
        proof: The arithmetic that proves the frame.
        notes: Further sentences: the reason, receipts, rival readings, the vendor's term.
        case: What is to be settled here, or was; None where the program cleared it.
        is_open: Whether a person has to decide here now.
        patterns: The shapes that hold, or the category, as codes: what help is looked up by.
        readings: For an ambiguous frame, each set of order lines that fits, in words.
        places: Where on the pages stands what a frame without rows is about.
        more_cases: The other cases of the same cause: the frame shows all their lines and decides them as one.
    """

    key: str
    kind: FrameKind
    sign: Sign
    title: str
    chip: str = ""
    limit: str = ""
    shape: str = ""
    invoice_rows: tuple[Row, ...] = ()
    order_rows: tuple[Row, ...] = ()
    differences: tuple[Difference, ...] = ()
    proof: str = ""
    notes: tuple[str, ...] = ()
    case: Case | None = None
    is_open: bool = False
    readings: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    rank: int = Rank.READING
    more_cases: tuple[Case, ...] = ()
    places: tuple[Box, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """Return every case that is decided here, the first one first."""
        return ((self.case,) if self.case is not None else ()) + self.more_cases

    @property
    def exposure(self) -> Decimal:
        """Return what is at stake in all of its cases, in the order's currency."""
        return sum((case.exposure for case in self.cases), ZERO)

    def case_about(self, invoice_line: int | None) -> Case | None:
        """Return the case that one of its invoice lines is about, else the first."""
        mine = (case for case in self.cases if invoice_line in case.invoice_lines)
        return next(mine, self.case)

    @property
    def sentence(self) -> str:
        """Return the frame's title as it is spoken, with its sign in words."""
        said = SIGN_WORDS[self.sign]
        return f"{said}: {self.title}" + (f" ({self.chip})" if self.chip else "")

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return where the frame's figures, and what else it is about, stand on the pages."""
        return self.places + tuple(cell.box for row in self.invoice_rows for cell in row.cells if cell.box is not None)


SIGN_WORDS = {
    Sign.AGREES: "Agrees",
    Sign.TOLERATED: "Within tolerance",
    Sign.DIFFERS: "Differs",
    Sign.ADDED: "Only on the invoice",
    Sign.MISSING: "Only on the order",
    Sign.BLOCKED: "Blocked",
    Sign.UNREAD: "Not read for certain",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole document beside its orders; ``frames`` are in walking order, open problems first, agreeing ones last.

    ``names`` are those on it that look like figures, and must not be written like one.
    """

    document_id: int
    title: str
    summary: str
    frames: tuple[Frame, ...]
    header: tuple[Cell, ...] = ()
    boxes: tuple[Box, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def problems(self) -> tuple[Frame, ...]:
        """Return the frames a person has to decide, in walking order."""
        return tuple(frame for frame in self.frames if frame.is_open)
