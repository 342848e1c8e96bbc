"""Whether a figure was read well enough to clear on, and what keeps a line from clearing whatever its shape.

A figure supports a clearance when the document's own arithmetic backs it (proven, consistent), or when it comes from a
text layer or an e-invoice and nothing contradicts it. A figure from a scan that nothing checks never does, nor one that
a person typed and no sum bears out, and a contradicted one never does. A line whose quantity and amount were both typed
proves only what that person said, and nobody approves what they entered themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.domain.finding import TYPED_OVER, Finding, Severity
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Match, Pattern
from app.domain.money import ZERO, plain, round_amount
from app.domain.provenance import BACKED, GIVEN, Certainty, Extracted, Method
from app.policy.facts import GroupFacts
from app.policy.line_facts import LineFacts, basis_of
from app.policy.verdict import Verdict, verdict

_CLEAN = frozenset({Method.TEXT_LAYER, Method.EINVOICE})


def supports(value: Extracted[Decimal] | Extracted[int]) -> bool:
    """Tell whether a clearance may rest on this figure."""
    if value.certainty in BACKED:
        return True
    return value.certainty is Certainty.UNVERIFIED and value.method in _CLEAN and value.repaired_from is None


def is_contradicted(value: Extracted[str] | Extracted[int] | Extracted[date] | None) -> bool:
    """Tell whether the document itself speaks against this text, number or date: another place says otherwise."""
    return value is not None and value.certainty is Certainty.CONTRADICTED


def unproven_fields(line: InvoiceLine) -> tuple[str, ...]:
    """Name the figures of a line that a clearance may not rest on."""
    figures = {
        "quantity": line.quantity,
        "unit price": line.unit_price,
        "discount": line.discount,
        "amount": line.amount,
    }
    weak = [name for name, value in figures.items() if value is not None and not supports(value)]
    named: dict[str, Extracted[str] | Extracted[int] | None] = {
        "item code": line.item_code,
        "unit": line.uom,
        "description": line.description,
        "order number": line.po_number,
        "order line number": line.po_line,
    }
    weak += [name for name, value in named.items() if is_contradicted(value)]
    if line.certainty is Certainty.CONTRADICTED and not weak:
        weak.append("arithmetic of the line")
    return tuple(weak)


def figure_faults(facts: GroupFacts, invoice: Invoice, match: Match) -> Iterable[Verdict]:
    """Yield what is wrong with the figures of a group's lines."""
    merged = facts.has(Pattern.MERGED)
    for line in facts.lines:
        number = line.line.line_no
        stake, gap = _at_stake(facts, line), _gap(facts, line)
        weak = unproven_fields(line.line)
        if weak:
            yield verdict("figures.unproven", exposure=gap, fields=f"{', '.join(weak)} of line {number}")
        if _entirely_given(line.line):
            yield verdict("figures.given", exposure=stake, fields=f"quantity and amount of line {number}")
        missing = _missing(line, merged=merged)
        if missing:
            yield verdict("figures.missing", exposure=stake, fields=f"{', '.join(missing)} of line {number}")
        negative = _negative(line.line)
        if negative:
            yield verdict("figures.negative", exposure=stake, fields=f"{', '.join(negative)} of line {number}")
        if line.follows is False:
            yield replace(_contradictory(line.line), exposure=gap)
        for finding in holds(invoice, match, number):
            about_sum = finding.code == "line_arithmetic"
            yield verdict("figures.finding", exposure=gap if about_sum else stake, finding=finding.message)


def typed_over_faults(facts: GroupFacts, invoice: Invoice) -> Iterable[Verdict]:
    """Yield what a person typed over on the lines of a group, whatever else the lines say."""
    for line in facts.lines:
        for finding in invoice.findings:
            if finding.code == TYPED_OVER and finding.line_no == line.line.line_no:
                yield verdict("figures.finding", exposure=_at_stake(facts, line), finding=finding.message)


def _at_stake(facts: GroupFacts, line: LineFacts) -> Decimal:
    """Return what a line is about: its amount, else what its quantity costs, else what is open of its order lines."""
    if line.amount is not None:
        return abs(line.amount)
    quantity, price = line.line.quantity, line.line.unit_price
    if quantity is not None and price is not None:
        return abs(round_amount(quantity.value * price.value / basis_of(line.line), facts.currency))
    if line.quantity is not None and len(facts.order_lines) == 1:
        return abs(round_amount(line.quantity * facts.order_line.unit_price, facts.currency))
    worth = sum((max(each.open_quantity, ZERO) * each.unit_price for each in facts.order_lines), ZERO)
    return round_amount(worth, facts.currency)


def _gap(facts: GroupFacts, line: LineFacts) -> Decimal:
    """Return what is at stake where figures lack proof: on paper that cannot be misread, what the line is out by."""
    figures = (line.line.quantity, line.line.unit_price, line.line.discount, line.line.amount)
    read = [value for value in figures if value is not None and not supports(value)]
    clean = all(value.method in _CLEAN and value.repaired_from is None for value in read)
    if line.follows is not False or not clean or line.amount is None:
        return _at_stake(facts, line)
    return abs(line.amount - round_amount(_computed(line.line), facts.currency))


def holds(invoice: Invoice, match: Match, line_no: int | None) -> tuple[Finding, ...]:
    """Return the findings that keep this line (None: the document) from clearing, each message once."""
    found: dict[str, Finding] = {}
    for finding in (*invoice.findings, *match.findings):
        if finding.severity is Severity.HOLD and finding.line_no == line_no:
            found.setdefault(finding.message, finding)
    return tuple(found.values())


def _entirely_given(line: InvoiceLine) -> bool:
    if line.amount is None or line.amount.method not in GIVEN:
        return False
    return line.quantity is None or line.quantity.method in GIVEN


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
    printed = plain(line.amount.value) if line.amount else "?"
    return verdict(
        "figures.contradictory",
        printed=f"amount {printed} of line {line.line_no}",
        computed=f"{plain(quantity)} × {plain(price)} = {plain(_computed(line))}",
    )


def _computed(line: InvoiceLine) -> Decimal:
    quantity = line.quantity.value if line.quantity else ZERO
    price = line.unit_price.value if line.unit_price else ZERO
    discount = line.discount.value if line.discount else ZERO
    return quantity * price / basis_of(line) - discount
