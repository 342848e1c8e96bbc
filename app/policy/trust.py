"""Whether a figure was read well enough to clear on, and what keeps a line from clearing whatever its shape.

A figure supports a clearance when the document's own arithmetic backs it (proven, consistent), or when it comes from a
text layer or an e-invoice and nothing contradicts it. A figure from a scan that nothing checks never does, nor one that
a person typed and no sum bears out, and a contradicted one never does. A line whose quantity and amount were both typed
proves only what that person said, and nobody approves what they entered themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Match, Pattern
from app.domain.money import ZERO, plain
from app.domain.provenance import Certainty, Extracted, Method
from app.policy.facts import GroupFacts, LineFacts, basis_of
from app.policy.verdict import Verdict, verdict

_BACKED = frozenset({Certainty.PROVEN, Certainty.CONSISTENT})
_CLEAN = frozenset({Method.TEXT_LAYER, Method.EINVOICE})
_GIVEN = frozenset({Method.TYPED, Method.PICKED})


def supports(value: Extracted[Decimal] | Extracted[int]) -> bool:
    """Tell whether a clearance may rest on this figure."""
    if value.certainty in _BACKED:
        return True
    return value.certainty is Certainty.UNVERIFIED and value.method in _CLEAN and value.repaired_from is None


def unproven_fields(line: InvoiceLine) -> tuple[str, ...]:
    """Name the figures of a line that a clearance may not rest on."""
    figures = {
        "quantity": line.quantity,
        "unit price": line.unit_price,
        "discount": line.discount,
        "amount": line.amount,
    }
    weak = [name for name, value in figures.items() if value is not None and not supports(value)]
    if line.po_line is not None and line.po_line.certainty is Certainty.CONTRADICTED:
        weak.append("order line number")
    if line.certainty is Certainty.CONTRADICTED and not weak:
        weak.append("arithmetic of the line")
    return tuple(weak)


def figure_faults(facts: GroupFacts, invoice: Invoice, match: Match) -> Iterable[Verdict]:
    """Yield what is wrong with the figures of a group's lines."""
    merged = facts.has(Pattern.MERGED)
    for line in facts.lines:
        number = line.line.line_no
        weak = unproven_fields(line.line)
        if weak:
            yield verdict("figures.unproven", fields=f"{', '.join(weak)} of line {number}")
        if _entirely_given(line.line):
            yield verdict("figures.given", fields=f"quantity and amount of line {number}")
        missing = _missing(line, merged=merged)
        if missing:
            yield verdict("figures.missing", fields=f"{', '.join(missing)} of line {number}")
        negative = _negative(line.line)
        if negative:
            yield verdict("figures.negative", fields=f"{', '.join(negative)} of line {number}")
        if line.follows is False:
            yield _contradictory(line.line)
        for finding in holds(invoice, match, number):
            yield verdict("figures.finding", finding=finding.message)


def holds(invoice: Invoice, match: Match, line_no: int | None) -> tuple[Finding, ...]:
    """Return the findings that keep this line (None: the document) from clearing, each message once."""
    found: dict[str, Finding] = {}
    for finding in (*invoice.findings, *match.findings):
        if finding.severity is Severity.HOLD and finding.line_no == line_no:
            found.setdefault(finding.message, finding)
    return tuple(found.values())


def _entirely_given(line: InvoiceLine) -> bool:
    if line.amount is None or line.amount.method not in _GIVEN:
        return False
    return line.quantity is None or line.quantity.method in _GIVEN


def _missing(line: LineFacts, *, merged: bool) -> list[str]:
    missing = ["amount"] if line.amount is None else []
    if line.line.quantity is None and not merged:
        missing.append("quantity")
    return missing


def _negative(line: InvoiceLine) -> list[str]:
    figures = {"quantity": line.quantity, "unit price": line.unit_price, "amount": line.amount}
    return [f"{name} {plain(value.value)}" for name, value in figures.items() if value and value.value < ZERO]


def _contradictory(line: InvoiceLine) -> Verdict:
    quantity = line.quantity.value if line.quantity else ZERO
    price = line.unit_price.value if line.unit_price else ZERO
    discount = line.discount.value if line.discount else ZERO
    computed = quantity * price / basis_of(line) - discount
    printed = plain(line.amount.value) if line.amount else "?"
    return verdict(
        "figures.contradictory",
        printed=f"amount {printed} of line {line.line_no}",
        computed=f"{plain(quantity)} × {plain(price)} = {plain(computed)}",
    )
