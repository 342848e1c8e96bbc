"""What a vendor's profile says, in the form the reader works with; without a profile everything is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.domain.invoice import ChargeKind
from app.extraction.profiles.model import Area, BilledQuantity, FieldKind, LineTable, Profile
from app.extraction.profiles.model import DateOrder as ProfileOrder
from app.extraction.table.columns import Column
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.dates import DateOrder
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.text_keys import squeeze

_FIELD_LABELS = {
    FieldKind.INVOICE_NUMBER: "invoice_number",
    FieldKind.INVOICE_DATE: "invoice_date",
    FieldKind.DUE_DATE: "due_date",
    FieldKind.VENDOR_TAX_ID: "vendor_tax_id",
    FieldKind.PO_NUMBER: "po_number",
    FieldKind.CURRENCY: "currency",
    FieldKind.CREDITS_INVOICE: "credited_invoice",
    FieldKind.SUBTOTAL: "subtotal",
    FieldKind.TAX_TOTAL: "tax",
    FieldKind.TOTAL: "total",
}
_TOTALS = frozenset({"subtotal", "tax", "total"})
_ORDERS = {ProfileOrder.DAY_FIRST: DateOrder.DAY_FIRST, ProfileOrder.MONTH_FIRST: DateOrder.MONTH_FIRST}
_BILLED = {
    BilledQuantity.QUANTITY: ColumnKind.QUANTITY,
    BilledQuantity.SHIPPED: ColumnKind.SHIPPED,
    BilledQuantity.ORDERED: ColumnKind.ORDERED,
}


@dataclass(frozen=True, slots=True)
class Guidance:
    """A profile's sayings.

    Attributes:
        headings: Squeezed heading → role, before the general vocabulary.
        places: Columns that are known by their place across the page.
        positions: Columns that are known by their number among the headed ones (from 1; -1 is the last).
        labels: Squeezed label → meanings of the field, before the general vocabulary.
        areas: Where on the page a field stands.
        line_table: Where on the pages the lines stand; None: anywhere.
        order: Order of day and month.
        mark: Decimal mark.
        units: Printed unit → canonical code.
        charges: Squeezed words of a charge → its kind.
        item_code: Pattern of the vendor's item codes.
        ignore_lines: Patterns of rows that are no lines.
        price_basis: What prices are per, where the page does not say.
        billed: Which quantity column is billed.
        last_line: The charge that is billed as the last line.
        vendor_name: The vendor's name by the profile; only looked for on the page, never claimed.
    """

    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Column, ...] = ()
    positions: Mapping[int, ColumnKind] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: Mapping[FieldKind, Area] = field(default_factory=dict)
    line_table: LineTable | None = None
    order: DateOrder | None = None
    mark: DecimalMark | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    charges: Mapping[str, ChargeKind] = field(default_factory=dict)
    item_code: str | None = None
    ignore_lines: tuple[str, ...] = ()
    price_basis: Decimal = Decimal(1)
    billed: ColumnKind | None = None
    last_line: ChargeKind | None = None
    vendor_name: str = ""


NO_GUIDANCE = Guidance()
_TAX = "tax"
_SHORTEST_CHARGE = 5  # letters of a charge's word within a label


def guidance_of(profile: Profile | None) -> Guidance:
    """Return what a profile says, ready for the reader."""
    if profile is None:
        return NO_GUIDANCE
    labels: dict[str, tuple[str, ...]] = {}
    for kind, rule in profile.fields.items():
        if kind in _FIELD_LABELS:
            labels.update({squeeze(label): (_FIELD_LABELS[kind],) for label in rule.labels})
    return Guidance(
        headings={
            squeeze(heading): (kind.value,) for kind, rule in profile.columns.items() for heading in rule.headings
        },
        places=tuple(
            Column(rule.x_range[0], rule.x_range[1], "", (kind,), ruled=True)
            for kind, rule in profile.columns.items()
            if rule.x_range is not None
        ),
        positions={rule.position: kind for kind, rule in profile.columns.items() if rule.position is not None},
        labels=labels,
        areas={kind: rule.area for kind, rule in profile.fields.items() if rule.area is not None},
        line_table=profile.line_table,
        order=_ORDERS.get(profile.date_order) if profile.date_order else None,
        mark=DecimalMark(profile.decimal_separator) if profile.decimal_separator in {".", ","} else None,
        units=dict(profile.units),
        charges={squeeze(words): kind for words, kind in profile.accessorials.items()},
        item_code=profile.item_code,
        ignore_lines=profile.ignore_lines,
        price_basis=profile.price_basis or Decimal(1),
        billed=_BILLED.get(profile.billed_quantity) if profile.billed_quantity else None,
        last_line=profile.last_line,
        vendor_name=profile.vendor_name,
    )


def with_guidance(knowledge: Knowledge, guidance: Guidance) -> Knowledge:
    """Return the vocabulary with a profile's own headings and labels put first."""
    if not guidance.headings and not guidance.labels:
        return knowledge
    totals = {
        key: names
        for key, names in guidance.labels.items()
        if names[0] in _TOTALS and not (names[0] == _TAX and _names_charge(key, knowledge))
    }
    labels = {key: names for key, names in guidance.labels.items() if names[0] not in _TOTALS}
    return replace(
        knowledge,
        columns=knowledge.columns.over(guidance.headings),
        labels=knowledge.labels.over(labels),
        totals=knowledge.totals.over(totals),
    )


def _names_charge(key: str, knowledge: Knowledge) -> bool:
    """Tell whether a squeezed label begins or ends with a charge's words: no terms limit a tax as they do freight."""
    ends = (part for at in range(_SHORTEST_CHARGE, len(key)) for part in (key[:at], key[-at:]))
    return any(knowledge.charges.meanings(part) for part in (key, *ends))
