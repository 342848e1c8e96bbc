"""Reading the cells of an imported table: strictly, and saying why a cell cannot be used.

A CSV cell is its text. An XLSX cell is a text, an exact decimal, a date, or a :class:`BadCell`. Nothing is guessed:
unless the form of its column is known (:func:`written_as`), a number with a comma or a date that is not ISO is refused,
and so is an order number that a spreadsheet made a date of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.invoice import ChargeKind
from app.domain.measure import UnitTable
from app.domain.money import ZERO, decimal_from_text, plain
from app.domain.record import canonical_json
from app.domain.table_forms import EXAMPLES, Form, as_our_own

KEY_LENGTH = 100
TEXT_LENGTH = 4000
_LARGEST_LINE = 10**9
_CHARGES = tuple(kind.value for kind in ChargeKind)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Nobody sees these, so that two codes that look the same would be two; the last one stands for a lost character.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell of a spreadsheet that holds no plain value, and why."""

    reason: str


Cell = str | Decimal | date | BadCell
Value = str | int | None
Parse = Callable[[Cell], Value]


class CellError(ValueError):
    """A cell cannot be used; the text says why."""


def shown(cell: Cell) -> str:
    """Return the text of a cell with the blanks around it gone, whatever it holds.

    Raises:
        CellError: It holds a formula, an error, or a NUL character.
    """
    match cell:
        case str():
            if "\x00" in cell:
                raise CellError("holds a NUL character")
            return cell.strip()
        case BadCell():
            raise CellError(cell.reason)
        case Decimal():
            return plain(cell)
        case date():
            return cell.isoformat()


def is_empty(cell: Cell) -> bool:
    """Tell whether there is nothing in a cell."""
    return isinstance(cell, str) and not cell.strip()


def text(cell: Cell) -> str | None:
    """Read free text; None where the cell is empty."""
    found = shown(cell)
    if len(found) > TEXT_LENGTH:
        raise CellError(f"is longer than {TEXT_LENGTH} characters")
    return found or None


def filled(cell: Cell) -> str:
    """Read free text that must be there."""
    found = text(cell)
    if found is None:
        raise CellError("is empty")
    return found


def words(cell: Cell) -> str:
    """Read free text; an empty cell is the empty text."""
    return text(cell) or ""


def key(cell: Cell) -> str:
    """Read a number or code that names something; leading zeros stay."""
    if isinstance(cell, date):
        raise CellError("is a date; format the column as text, so that the code stays as it is written")
    found = shown(cell)
    if not found:
        raise CellError("is empty")
    if len(found) > KEY_LENGTH:
        raise CellError(f"is longer than {KEY_LENGTH} characters")
    if _CONTROL.search(found):
        raise CellError("holds a control character")
    if unseen := _INVISIBLE.search(found):
        raise CellError(f"holds the invisible or lost character U+{ord(unseen[0]):04X}")
    return found


def code(cell: Cell) -> str | None:
    """Read a code that may be absent."""
    return None if is_empty(cell) else key(cell)


def blank_or_key(cell: Cell) -> str:
    """Read a code; the empty text where the cell is empty."""
    return code(cell) or ""


def number(cell: Cell) -> Decimal:
    """Read an exact decimal written with a point.

    Raises:
        CellError: It is written any other way, with a thousands separator for example.
    """
    found = shown(cell)
    if not found:
        raise CellError("is empty")
    try:
        return decimal_from_text(found)
    except ValueError:
        hint = " (our form is 1234.56; say so if the column has another)" if "," in found else ""
        raise CellError(f"{_quoted(found)} is not a decimal number{hint}") from None


def positive(cell: Cell) -> str:
    """Read a decimal above zero."""
    found = number(cell)
    if found <= ZERO:
        raise CellError(f"{plain(found)} is not above zero")
    return plain(found)


def not_zero(cell: Cell) -> str:
    """Read a decimal above zero, or below it where goods went back."""
    found = number(cell)
    if found == ZERO:
        raise CellError(f"{plain(found)} says neither that goods came in nor that they went back")
    return plain(found)


def not_negative(cell: Cell) -> str:
    """Read a decimal of zero or more."""
    found = number(cell)
    if found < ZERO:
        raise CellError(f"{plain(found)} is below zero")
    return plain(abs(found))  # "-0" is zero


def not_negative_or_zero(cell: Cell) -> str:
    """Read a decimal of zero or more; an empty cell is zero."""
    return "0" if is_empty(cell) else not_negative(cell)


def line_number(cell: Cell) -> int:
    """Read the number of an order line: a whole number from 1."""
    found = number(cell)
    if found != found.to_integral_value() or not 1 <= found <= _LARGEST_LINE:
        raise CellError(f"{plain(found)} is not a line number (a whole number from 1)")
    return int(found)


def days(cell: Cell) -> int:
    """Read a number of days; an empty cell is none."""
    if is_empty(cell):
        return 0
    found = number(cell)
    if found != found.to_integral_value() or not 0 <= found <= 3650:
        raise CellError(f"{plain(found)} is not a number of days")
    return int(found)


def iso_date(cell: Cell) -> str | None:
    """Read an ISO 8601 date; None where the cell is empty."""
    if is_empty(cell):
        return None
    found = shown(cell)
    if isinstance(cell, Decimal) or not _ISO_DATE.fullmatch(found):
        raise CellError(f"{_quoted(found)} is not a date in the form 2026-03-31")
    try:
        return date.fromisoformat(found).isoformat()
    except ValueError:
        raise CellError(f"{_quoted(found)} is not a day of the calendar") from None


def currency(cell: Cell) -> str | None:
    """Read an ISO 4217 code; None where the cell is empty."""
    if is_empty(cell):
        return None
    found = shown(cell).upper()
    if not _CURRENCY.fullmatch(found):
        raise CellError(f"{_quoted(found)} is not a currency code such as USD")
    return found


def yes_no(default: bool, *, yes: str = "yes", no: str = "no") -> Parse:
    """Return a reader of yes or no, whatever the two are called; an empty cell is the default."""
    meanings = {yes: 1, no: 0, "true": 1, "false": 0, "yes": 1, "no": 0, "y": 1, "n": 0, "1": 1, "0": 0}

    def read(cell: Cell) -> Value:
        found = shown(cell).casefold()
        if not found:
            return int(default)
        if found not in meanings:
            raise CellError(f"{_quoted(found)} is neither {yes} nor {no}")
        return meanings[found]

    return read


def one_of(kind: type[StrEnum], default: StrEnum | None) -> Parse:
    """Return a reader of one of the fixed words of a column; an empty cell is the default."""
    known = {member.value: member.value for member in kind}

    def read(cell: Cell) -> Value:
        found = re.sub(r"[\s-]+", "_", shown(cell).casefold())
        if not found:
            return default.value if default is not None else None
        if found not in known:
            raise CellError(f"{_quoted(found)} is none of {', '.join(known)}")
        return known[found]

    return read


def unit(units: UnitTable) -> Parse:
    """Return a reader of units of measure that writes the canonical code."""

    def read(cell: Cell) -> Value:
        return units.canonical_or_printed(key(cell))

    return read


def accessorials(cell: Cell) -> str:
    """Read ``freight:250;fuel_surcharge`` into the canonical JSON of kind and cap."""
    caps: dict[str, str | None] = {}
    for part in filter(None, (piece.strip() for piece in shown(cell).split(";"))):
        name, colon, cap = (piece.strip() for piece in part.partition(":"))
        kind = re.sub(r"[\s-]+", "_", name.casefold())
        if kind not in _CHARGES:
            raise CellError(f"{_quoted(name)} is no kind of charge ({', '.join(_CHARGES)})")
        if kind in caps:
            raise CellError(f"names {kind} twice; one cap must hold")
        caps[kind] = not_negative(cap) if colon else None
    return canonical_json(caps)


def written_as(form: Form, parse: Parse) -> Parse:
    """Return a reader of texts in another form than our own; what a spreadsheet holds as number or day has no form."""

    def read(cell: Cell) -> Value:
        if not isinstance(cell, str) or is_empty(cell):
            return parse(cell)
        found = shown(cell)
        ours = as_our_own(found, form)
        if ours is None:
            raise CellError(f"{_quoted(found)} is not written as the column is ({EXAMPLES[form]})")
        return parse(ours)

    return read


def _quoted(found: str) -> str:
    return f"“{found if len(found) <= 40 else found[:40] + '…'}”"
