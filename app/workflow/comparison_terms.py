"""What stands beside the figures of a frame: the vendor's own term that applies, the same figure in the order's unit,
and which of several readings an order line belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from app.domain.decision import GroupDecision
from app.domain.invoice import InvoiceLine
from app.domain.match import Group, GroupEvidence, Pattern
from app.domain.order import OrderLine
from app.domain.vendor import SubstitutionClause, Vendor
from app.workflow.comparison_values import Row
from app.workflow.figures import Figures

_CLAUSES: Mapping[SubstitutionClause, str] = {
    SubstitutionClause.NONE: "no substitution clause",
    SubstitutionClause.AT_OR_BELOW_PRICE: "substitutes at or below the ordered price",
    SubstitutionClause.PRIOR_APPROVAL: "substitutes with the buyer's approval beforehand",
}
_DECIMALS = Decimal("0.0001")


def terms_text(decision: GroupDecision, vendor: Vendor | None) -> tuple[str, ...]:
    """Quote the terms agreed with the vendor that the shapes of a frame rest on (S2.176 to S2.182)."""
    if vendor is None:
        return ()
    quoted = [f"“{term}”" for term in dict.fromkeys(_terms(decision.group.patterns, vendor))]
    return (f"Agreed with {vendor.name}: {', '.join(quoted)}.",) if quoted else ()


def in_order_unit(
    row: Row, line: InvoiceLine, group: Group, ordered: OrderLine | None, figures: Figures, currency: str | None
) -> Row:
    """Put under a billed figure the same figure in the order's unit, where the two are not counted alike."""
    evidence = group.evidence
    if ordered is None or not (evidence.conversion or line.price_basis != 1):
        return row
    quantity = evidence.billed_quantity_by_line.get(line.line_no)
    if evidence.conversion is not None and quantity is not None and line.quantity is not None:
        same = f"= {figures.quantity(_short(quantity))} {ordered.uom}"
        row = replace(row, quantity=replace(row.quantity, detail=same))
    price = _price_of(group, evidence)
    if price is not None and line.unit_price is not None:
        same = f"= {figures.price(_short(price), currency)} / {ordered.uom}"
        row = replace(row, price=replace(row.price, detail=same))
    return row


def with_readings(rows: tuple[Row, ...], group: Group) -> tuple[Row, ...]:
    """Name on each order line the readings it belongs to (A, B…), the lines of the first reading first."""
    if not group.ambiguous:
        return rows
    told = []
    for row in rows:
        letters = [chr(ord("A") + i) for i, refs in enumerate(group.alternatives) if row.ref in refs]
        item = replace(row.item, text=f"{' '.join(letters)} · {row.item.text}") if letters else row.item
        told.append((letters, replace(row, item=item)))
    return tuple(row for _, row in sorted(told, key=lambda pair: (pair[0] or ["~"], pair[1].ref)))


def leftovers_text(without_order: int, without_bill: int) -> tuple[str, ...]:
    """Count what is left over on either side, so that it is in sight even where its frame is not."""
    told = []
    if without_order:
        told.append(f"{without_order} invoice line{'s' * (without_order > 1)} on no order")
    if without_bill:
        told.append(f"{without_bill} order line{'s' * (without_bill > 1)} not billed")
    return tuple(told)


def _terms(patterns: tuple[Pattern, ...], vendor: Vendor) -> Iterator[str]:
    for pattern in patterns:
        match pattern:
            case Pattern.MERGED:
                yield f"merged lines {_permitted(vendor.merged_lines_permitted)}"
            case Pattern.SPLIT | Pattern.QUANTITY_SHORT:
                yield f"partial shipments {_permitted(vendor.partial_shipments_permitted)}"
            case Pattern.BUNDLED_ACCESSORIAL:
                yield f"charges rolled into the price {_permitted(vendor.bundled_accessorials_permitted)}"
            case Pattern.SUBSTITUTION:
                reference = f" ({vendor.substitution_reference})" if vendor.substitution_reference else ""
                yield _CLAUSES[vendor.substitution_clause] + reference


def _permitted(permitted: bool) -> str:
    return "permitted" if permitted else "refused"


def _price_of(group: Group, evidence: GroupEvidence) -> Decimal | None:
    return evidence.billed_unit_price if len(group.invoice_lines) == len(group.po_lines) == 1 else None


def _short(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return value.quantize(_DECIMALS).normalize() if isinstance(exponent, int) and exponent < -4 else value
