"""What is said of columns: where one stands, what is printed above it, and which of several has the billed quantity."""

from __future__ import annotations

import re

from app.extraction.instructions.rules import ColumnAt, ColumnIgnored, ColumnNamed, QuantityBilled, Rule
from app.extraction.instructions.said_values import Reader, UnclearError, refuse_other
from app.extraction.instructions.spoken_words import COLUMNS, Quotations, meaning, position_of
from app.extraction.profiles.model import BilledQuantity
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.text_keys import squeeze


def column(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read where a column stands: its place from the left or right, or what is printed above it."""
    kinds = meaning(COLUMNS, found["column"])
    text = found["v"]
    quoted = Quotations.is_quoted(text)
    number = None if quoted else position_of(text)
    if number is not None:
        return [ColumnAt(kinds[0], number)]
    heading = reader.value(text)
    refuse_other(COLUMNS, kinds[0], text, found)
    if not squeeze(heading):
        raise UnclearError(f"“{heading}” has no letters or digits, so it cannot be found as a heading")
    if kinds[0] is not ColumnKind.QUANTITY:
        return [ColumnNamed(kinds[0], heading)]
    return [ColumnNamed(_quantity_kind(reader, heading) or ColumnKind.SHIPPED, heading, billed=True)]


def column_called(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read what a column is called; "the unit is called CT" rather says what a unit is called."""
    return None if ColumnKind.UOM in meaning(COLUMNS, found["column"]) else column(reader, found)


def instead(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read which of two quantities counts; both must be headings of quantities, or one said and the other quoted."""
    headings = [_bare_heading(found[name]) for name in ("v", "other")]
    values = [reader.quotations.value(text) or "" for text in headings]
    kinds = [_quantity_kind(reader, value) for value in values]
    if kinds[0] is None or not values[1] or (kinds[1] is None and not Quotations.is_quoted(headings[1])):
        return None
    return [ColumnNamed(kinds[0], values[0], billed=True)]


def _bare_heading(text: str) -> str:
    return re.sub(r"^(?:columns?|spalten?) | (?:columns?|spalten?)$", "", text.strip(), flags=re.IGNORECASE)


def _quantity_kind(reader: Reader, heading: str) -> ColumnKind | None:
    usual = reader.knowledge.columns.meanings(squeeze(heading))
    wanted = (ColumnKind.ORDERED, ColumnKind.QUANTITY, ColumnKind.SHIPPED)
    return next((kind for kind in wanted if kind.value in usual), None)


def ignored_column(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read the headings of columns that are left out."""
    if not Quotations.is_quoted(found["v"]) and position_of(found["v"]) is not None:
        raise UnclearError("a column is left out by its heading; say what is printed above it")
    return [ColumnIgnored(value) for value in reader.values(found["v"])]


def not_the_other(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read which column has the billed quantity, and which has not; what both are called must be clear."""
    headings = [_bare_heading(found[name]) for name in ("v", "other")]
    if any(not Quotations.is_quoted(text) and position_of(text) is not None for text in headings):
        return None
    told = [reader.value(text) for text in headings]
    sure = all(Quotations.is_quoted(text) or _quantity_kind(reader, text) is not None for text in headings)
    if not sure or squeeze(told[0]) == squeeze(told[1]):
        return None
    kind, other = (_quantity_kind(reader, heading) for heading in told)
    if kind is other:
        kind = ColumnKind.SHIPPED if other is not ColumnKind.SHIPPED else ColumnKind.QUANTITY
    return [ColumnNamed(kind or ColumnKind.SHIPPED, told[0], billed=True)]


def billed(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read whether the ordered or the shipped quantity is billed."""
    word = found["billed"].casefold()
    ordered = word.startswith(("ordered", "bestellt"))
    return [QuantityBilled(BilledQuantity.ORDERED if ordered else BilledQuantity.SHIPPED)]
