"""From the values of a profile file to a Profile: all faults are found in one go, none stops the search for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from app.domain.invoice import ChargeKind
from app.extraction.profiles.layout_print import FEWEST_MARKS, mark_of
from app.extraction.profiles.model import (
    Area,
    BilledQuantity,
    ColumnRule,
    DateOrder,
    FieldKind,
    FieldRule,
    LayoutMark,
    LineTable,
    Profile,
    Recognition,
)
from app.extraction.profiles.toml_table import Table
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.patterns import fault_of
from app.extraction.values.text_keys import squeeze

_BASES = (1, 100, 1000)
_MOST_COLUMNS = 40
_SHORTEST_WORD = 4  # a shorter word of recognition stands on half the world's invoices
_SHORTEST_TAX_ID = 6
_LONGEST_CODE = 4  # of a unit, where one is proposed


def parse_profile(values: Mapping[str, Any]) -> tuple[Profile | None, tuple[str, ...]]:
    """Build a profile; where there are faults, each with its place, there is no profile."""
    table = Table(values, "", [])
    profile = Profile(
        id=_id(table),
        version=table.whole_number("version", required=True) or 0,
        vendor_name=table.text("vendor_name", required=True) or "",
        vendor_id=table.text("vendor_id"),
        notes=table.text("notes") or "",
        recognition=_recognition(table),
        line_table=_line_table(table.table("line_table")),
        columns=MappingProxyType(table.table("columns").tables_by(ColumnKind, _column)),
        fields=MappingProxyType(table.table("fields").tables_by(FieldKind, _field)),
        date_order=table.choice("date_order", DateOrder),
        decimal_separator=_separator(table),
        units=MappingProxyType(_units(table.table("units"))),
        accessorials=MappingProxyType(_accessorials(table.table("accessorials"))),
        **_line_rules(table.table("lines")),
    )
    table.finish()
    _said_twice(table, "columns", {kind: rule.headings for kind, rule in profile.columns.items()})
    _said_twice(table, "fields", {kind: rule.labels for kind, rule in profile.fields.items()})
    _same_position(table, profile.columns)
    return (None, tuple(table.faults)) if table.faults else (profile, ())


def _said_twice(table: Table, where: str, words: Mapping[Any, Sequence[str]]) -> None:
    """Remember words that are said to stand over, or beside, two things: only one of them could be."""
    first: dict[str, str] = {}
    for kind, texts in words.items():
        for text in texts:
            other = first.setdefault(squeeze(text), kind.value)
            if other != kind.value:
                table.fault(where, f"say that {text!r} is both {other} and {kind.value}; leave it out of one of them")


def _same_position(table: Table, columns: Mapping[ColumnKind, ColumnRule]) -> None:
    first: dict[int, ColumnKind] = {}
    for kind, rule in columns.items():
        if rule.position is not None and (other := first.setdefault(rule.position, kind)) is not kind:
            table.fault("columns", f"say that {other.value} and {kind.value} are both column {rule.position}")


def _id(table: Table) -> str:
    found = table.text("id", required=True) or ""
    parts = found.split("/")
    plain = all(part and all(c.isascii() and (c.isalnum() or c in "-_") for c in part) for part in parts)
    if found and (len(parts) != 2 or not plain or found != found.lower()):
        table.fault("id", 'must be "country/vendor" in small letters, digits, hyphens and underscores')
    return found


def _recognition(table: Table) -> Recognition:
    inner = table.table("recognise")
    before = len(table.faults)
    found = Recognition(inner.texts("tax_ids"), inner.texts("names"), inner.texts("words"), _layout(inner))
    for tax_id in found.tax_ids:
        if sum(map(str.isalnum, tax_id)) < _SHORTEST_TAX_ID:
            inner.fault("tax_ids", f"has {tax_id!r}, which is too short for a tax id")
    for word in (*found.names, *found.words):
        if sum(map(str.isalnum, word)) < _SHORTEST_WORD:
            inner.fault("names and words", f"have {word!r}, which is too short to tell a vendor by")
    empty = not (found.tax_ids or found.names or found.words or found.layout)
    if empty and len(table.faults) == before and not table.misspelt("recognise"):
        table.fault("recognise", "says nothing by which the vendor's documents are known")
    inner.finish()
    return found


def _layout(table: Table) -> tuple[LayoutMark, ...]:
    marks = []
    for text in table.texts("layout"):
        mark = mark_of(text)
        if mark is None:
            table.fault("layout", f'has {text!r}, which is not of the form "Invoice No. @ 65" (percent from the left)')
        else:
            marks.append(mark)
    if marks and len(marks) < FEWEST_MARKS:
        table.fault("layout", f"has {len(marks)} marks; at least {FEWEST_MARKS} are needed to tell a layout by")
    return tuple(marks)


def _column(table: Table) -> ColumnRule:
    before = len(table.faults)
    headings = table.texts("headings")
    edges = table.numbers("x_range", 2)
    if edges is not None and not 0 <= edges[0] < edges[1]:
        table.fault("x_range", "must be a left edge and, further right, a right edge")
    position = _position(table)
    empty = not headings and edges is None and position is None
    if empty and len(table.faults) == before and not table.misspelt("headings", "x_range", "position"):
        table.fault("headings", "or x_range or position is needed")
    return ColumnRule(headings, (edges[0], edges[1]) if edges is not None else None, position)


def _position(table: Table) -> int | None:
    number = table.signed_number("position")
    if number is not None and not 1 <= abs(number) <= _MOST_COLUMNS:
        table.fault("position", "must count columns from 1 on, or from the right with -1 for the last")
        return None
    return number


def _field(table: Table) -> FieldRule:
    before = len(table.faults)
    labels = table.texts("labels")
    edges = table.numbers("area", 5)
    empty = not labels and edges is None
    if empty and len(table.faults) == before and not table.misspelt("labels", "area"):
        table.fault("labels", "or area is needed")
    return FieldRule(labels, _area(table, "area", edges) if edges is not None else None)


def _area(table: Table, key: str, edges: Sequence[float]) -> Area:
    page, x0, top, x1, bottom = edges
    if not (x0 < x1 and top < bottom) or int(page) != page or not (page >= 1 or page == -1):
        table.fault(key, "must be page (1, 2, … or -1 for the last), left, top, right, bottom")
    return Area(int(page), x0, top, x1, bottom)


def _line_table(table: Table) -> LineTable | None:
    first, following = (table.numbers(key, 5) for key in ("first", "following"))
    table.finish()
    if first is None:
        if following is not None:
            table.fault("first", "is needed where following is given")
        return None
    on_first = _area(table, "first", first)
    after = _area(table, "following", following) if following is not None else None
    if after is not None and (on_first.page == -1 or after.page <= on_first.page):
        table.fault("following", "must begin on a page after that of first")
    return LineTable(on_first, after)


def _separator(table: Table) -> str | None:
    found = table.text("decimal_separator")
    if found not in (None, ".", ","):
        table.fault("decimal_separator", 'must be "." or ","')
    return found


def _units(table: Table) -> dict[str, str]:
    units = {}
    for printed, code in table.items():
        if not isinstance(code, str) or not (code.isascii() and code.isalnum() and code == code.upper()):
            near = code.strip(" .").upper() if isinstance(code, str) else ""
            meant = (
                f"; did you mean '{near}'?" if near.isascii() and near.isalnum() and len(near) <= _LONGEST_CODE else ""
            )
            table.fault(printed, f'must be a unit code in capitals, such as "EA"{meant}')
        else:
            units[printed] = code
    return units


def _accessorials(table: Table) -> dict[str, ChargeKind]:
    return {
        words: kind
        for words in [key for key, _ in table.items()]
        if (kind := table.choice(words, ChargeKind)) is not None
    }


def _line_rules(table: Table) -> dict[str, Any]:
    code, ignored = table.text("item_code"), table.texts("ignore")
    for key, patterns in (("item_code", (code,) if code else ()), ("ignore", ignored)):
        for pattern in patterns:
            if (fault := fault_of(pattern)) is not None:
                table.fault(key, f"has the pattern {pattern!r}, which {fault}")
    basis = table.whole_number("price_basis")
    if basis is not None and basis not in _BASES:
        table.fault("price_basis", "must be 1, 100 or 1000")
    billed = table.choice("billed_quantity", BilledQuantity)
    last = table.choice("last_line", ChargeKind)
    table.finish()
    return {
        "item_code": code,
        "ignore_lines": ignored,
        "price_basis": Decimal(basis) if basis is not None else None,
        "billed_quantity": billed,
        "last_line": last,
    }
