"""Changes to a vendor extraction profile, one rule at a time: each takes a profile and returns another.

What the profile studio draws, clicks and types comes to these; the same rules told in plain words go through
:func:`understood_words`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from statistics import median
from types import MappingProxyType
from typing import TypeVar

from app.domain.invoice import ChargeKind, InvoiceHeader
from app.domain.overlap import middle_in
from app.domain.provenance import Box
from app.extraction.instructions.instructions import Missed, Understood, apply, understand
from app.extraction.instructions.rules import words_for
from app.extraction.profiles.model import (
    Area,
    BilledQuantity,
    ColumnRule,
    DateOrder,
    FieldKind,
    FieldRule,
    LineTable,
    Profile,
    Recognition,
)
from app.extraction.profiles.one_meaning import without_headings, without_labels
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.knowledge import Knowledge, load_knowledge
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word
from app.shipped_files import resource_path

__all__ = [
    "Area", "BilledQuantity", "ColumnKind", "ColumnRule", "DateOrder", "DrawnColumn", "FieldKind", "FieldRule",
    "Missed", "Profile", "Understood", "Word", "columns_in", "empty_profile", "name_of_rule", "tell",
    "understood_words", "with_charge", "with_column_heading", "with_columns_drawn", "with_field_area",
    "with_field_label", "with_form", "with_table_drawn", "with_unit", "without_column", "without_field",
    "without_table",
]  # fmt: skip

K = TypeVar("K")
V = TypeVar("V")

# Words nearer than this share of their height belong to one column, whatever row they stand in.
_COLUMN_GAP = 0.9
_ROW_SHARE = 0.6
# Below the foot of any sheet (A3 is 1191 points high): another invoice may have more lines than the one drawn on.
_FOOT = 1200.0


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """One column found in an area that was drawn: from where to where, what stands above it, what that means."""

    x0: float
    x1: float
    heading: str
    kind: ColumnKind | None


@cache
def knowledge() -> Knowledge:
    """Return the shipped vocabulary."""
    return load_knowledge(resource_path())


def name_of_rule(kind: str) -> str:
    """Return what a column or field is called in words."""
    return words_for(kind)


def empty_profile(profile_id: str, header: InvoiceHeader) -> Profile:
    """Return a profile that knows its vendor by what an invoice says of it, and nothing else."""
    name = header.vendor_name.value if header.vendor_name is not None else profile_id
    tax_ids = (header.vendor_tax_id.value,) if header.vendor_tax_id is not None else ()
    return Profile(profile_id, 1, name, Recognition(tax_ids=tax_ids, names=(name,)))


# --- columns ---------------------------------------------------------------------------------------------------------
def columns_in(words: Sequence[Word], area: Box) -> tuple[DrawnColumn, ...]:
    """Find the columns of a table in an area drawn around it, its headings included.

    Words that stand above one another are one column; the first row of the area gives the headings.
    """
    inside = [word for word in words if _inside(word.box, area)]
    if not inside:
        return ()
    height = median(word.bottom - word.top for word in inside)
    spans: list[tuple[float, float]] = []
    for word in sorted(inside, key=lambda one: one.x0):
        if spans and word.x0 - spans[-1][1] < _COLUMN_GAP * height:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    first = min(word.top for word in inside)
    heads = [word for word in inside if word.top - first < _ROW_SHARE * height]
    edges = [area.x0, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), area.x1]
    found: list[DrawnColumn] = []
    for x0, x1 in pairwise(edges):
        heading = " ".join(w.text for w in sorted(heads, key=lambda one: one.x0) if x0 <= w.middle < x1)
        kind = _meaning(heading)
        taken = kind is not None and any(column.kind is kind for column in found)
        found.append(DrawnColumn(round(x0, 1), round(x1, 1), heading, None if taken else kind))
    return tuple(found)


def with_columns_drawn(profile: Profile, columns: Sequence[DrawnColumn]) -> Profile:
    """Put columns where they were drawn; what is known of other columns stays, columns without a kind are left out."""
    rules = without_headings(profile.columns, (column.heading for column in columns if column.kind is not None))
    for column in columns:
        if column.kind is not None:
            before = rules.get(column.kind, ColumnRule())
            headings = (column.heading,) if squeeze(column.heading) else before.headings
            rules[column.kind] = ColumnRule(headings, (column.x0, column.x1), None)
    return replace(profile, columns=MappingProxyType(rules))


def with_table_drawn(profile: Profile, box: Box) -> Profile:
    """Say where the lines stand: from the top of what was drawn to the foot of the page, between its sides.

    Drawn on a page behind the first one with lines, it is the place on that page and every later one.
    """
    x0, top, x1, bottom = (round(edge, 1) for edge in (box.x0, box.top, box.x1, max(_FOOT, box.bottom)))
    area = Area(box.page, x0, top, x1, bottom)
    known = profile.line_table
    if known is None:
        return replace(profile, line_table=LineTable(area))
    if 0 < known.first.page < box.page:
        return replace(profile, line_table=replace(known, following=area))
    following = known.following if known.following is not None and known.following.page > box.page else None
    return replace(profile, line_table=LineTable(area, following))


def without_table(profile: Profile) -> Profile:
    """Look for lines anywhere on the pages."""
    return replace(profile, line_table=None)


def with_column_heading(profile: Profile, kind: ColumnKind, headings: Sequence[str]) -> Profile:
    """Say by which headings a column is known; none: by its place alone, or not at all."""
    kept = tuple(dict.fromkeys(text.strip() for text in headings if squeeze(text)))
    before = profile.columns.get(kind, ColumnRule())
    rules = without_headings(profile.columns, kept)
    rules[kind] = replace(before, headings=kept, position=None if kept else before.position)
    if rules[kind] == ColumnRule():
        del rules[kind]
    return replace(profile, columns=MappingProxyType(rules))


def without_column(profile: Profile, kind: ColumnKind) -> Profile:
    """Forget what is known of a column."""
    return replace(profile, columns=_without(profile.columns, kind))


# --- fields ----------------------------------------------------------------------------------------------------------
def with_field_label(profile: Profile, kind: FieldKind, labels: Sequence[str]) -> Profile:
    """Say by which labels a field is found."""
    kept = tuple(dict.fromkeys(text.strip().rstrip(":").strip() for text in labels if squeeze(text)))
    rule = replace(profile.fields.get(kind, FieldRule()), labels=kept)
    return _with_field(profile, kind, rule)


def with_field_area(profile: Profile, kind: FieldKind, box: Box | None, pages: int = 1) -> Profile:
    """Say where a field stands; on the last page of several it is kept as such. None: anywhere."""
    area = None
    if box is not None:
        page = -1 if pages > 1 and box.page == pages else box.page
        area = Area(page, *(round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom)))
    return _with_field(profile, kind, replace(profile.fields.get(kind, FieldRule()), area=area))


def without_field(profile: Profile, kind: FieldKind) -> Profile:
    """Forget what is known of a field."""
    return replace(profile, fields=_without(profile.fields, kind))


def _with_field(profile: Profile, kind: FieldKind, rule: FieldRule) -> Profile:
    rules = without_labels(profile.fields, rule.labels)
    rules[kind] = rule
    if rule == FieldRule():
        del rules[kind]
    return replace(profile, fields=MappingProxyType(rules))


# --- units, charges, form --------------------------------------------------------------------------------------------
def with_unit(profile: Profile, printed: str, code: str) -> Profile:
    """Say which unit a printed word is; an empty code forgets it.

    Raises:
        ValueError: The code is no unit that is known.
    """
    units = dict(profile.units)
    units.pop(printed.strip(), None)
    if code.strip():
        canonical = knowledge().units.canonical(code.strip())
        if canonical is None or not printed.strip():
            raise ValueError(code)
        units[printed.strip()] = canonical
    return replace(profile, units=MappingProxyType(units))


def with_charge(profile: Profile, words: str, kind: ChargeKind | None) -> Profile:
    """Say which charge some words are; None forgets them."""
    charges = dict(profile.accessorials)
    charges.pop(words.strip(), None)
    if kind is not None and squeeze(words):
        charges[words.strip()] = kind
    return replace(profile, accessorials=MappingProxyType(charges))


def with_form(
    profile: Profile,
    *,
    date_order: DateOrder | None,
    decimal_separator: str | None,
    billed_quantity: BilledQuantity | None,
    price_basis: Decimal | None,
    last_line: ChargeKind | None,
) -> Profile:
    """Say how the vendor writes dates and figures, which quantity counts, and what the last line is."""
    return replace(
        profile,
        date_order=date_order,
        decimal_separator=decimal_separator,
        billed_quantity=billed_quantity,
        price_basis=price_basis,
        last_line=last_line,
    )


# --- words -----------------------------------------------------------------------------------------------------------
def understood_words(text: str) -> Understood:
    """Return what of some plain words is understood as rules, and what is not."""
    return understand(text, knowledge())


def tell(profile: Profile, understood: Understood) -> Profile:
    """Put what was understood into a profile; the words stay in its notes."""
    return apply(profile, understood)


def _meaning(heading: str) -> ColumnKind | None:
    meanings = knowledge().columns.meanings(squeeze(heading)) if squeeze(heading) else ()
    names = {kind.value for kind in ColumnKind}
    return next((ColumnKind(name) for name in meanings if name in names), None)


def _inside(box: Box, area: Box) -> bool:
    return box.page == area.page and middle_in(box, area)


def _without(rules: Mapping[K, V], kind: K) -> Mapping[K, V]:
    return MappingProxyType({name: rule for name, rule in rules.items() if name != kind})
