"""The groups of a credit memo: what is credited of which order line, and never a short or an over delivery.

A credit takes back what was billed before; what is open of the order says nothing about it. Nothing of it clears, and
nothing is booked (decision table: credit_memo).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from app.domain.decision import GroupDecision, Lane
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.match import Group, Match, Pattern
from app.domain.money import ZERO, minor_unit, money_text
from app.domain.policy import Role
from app.domain.provenance import Extracted
from app.policy.authority import release_role
from app.policy.facts import GroupFacts
from app.policy.line_facts import LineFacts, follows
from app.policy.trust import figure_faults, holds
from app.policy.verdict import Verdict, verdict
from app.policy.wording import joined_reasons, quantity_text, refs_text, unit_price_text

# What remains of a shape when money goes the other way: how the lines belong together, and which item it is.
_STRUCTURE = frozenset({Pattern.SPLIT, Pattern.MERGED, Pattern.UOM_CONVERSION, Pattern.SUBSTITUTION, Pattern.NOT_ON_PO})


def decide_credit(facts: GroupFacts, invoice: Invoice, match: Match) -> GroupDecision:
    """Decide a group of a credit memo: a person books it, and sees first what could not be read."""
    credited = _credit_verdict(facts)
    doubts = list(_doubts(facts, invoice, match))
    leading = doubts[0] if doubts else credited
    group = _credit_group(facts)
    return GroupDecision(
        group=group,
        lane=Lane.DRAFT_AND_ROUTE,
        owner=leading.owner or Role.AP_CLERK,
        exposure=leading.exposure,
        rule=leading.rule,
        reason=joined_reasons(said.sentence for said in (*doubts, credited)),
        release_role=release_role(facts.policy, leading.exposure),
        figures=dict(credited.figures) | dict(leading.figures),
    )


def _doubts(facts: GroupFacts, invoice: Invoice, match: Match) -> Iterable[Verdict]:
    """Yield what of the reading is in doubt; that a credit is negative, or a lump without a quantity, is not."""
    complete = all(line.amount is not None for line in facts.lines)
    passed = {"figures.negative", "figures.finding"} | ({"figures.missing"} if complete else set())
    if all(follows(_unsigned(line.line), facts.currency) is not False for line in facts.lines):
        passed |= {"figures.contradictory"}
    yield from (said for said in figure_faults(facts, invoice, match) if said.rule not in passed)
    for number in facts.group.invoice_lines:
        for finding in holds(invoice, match, number):
            if finding.code != "missing_quantity" or not complete:
                yield verdict("figures.finding", finding=finding.message)


def _credit_verdict(facts: GroupFacts) -> Verdict:
    amount = sum((abs(line.amount) for line in facts.lines if line.amount is not None), ZERO)
    figures = {"amount": money_text(amount, facts.currency)}
    if not facts.group.po_lines:
        return Verdict("credit_memo.unmatched", figures | {"nearest": "; ".join(facts.group.nearest) or "none"})
    readings = facts.group.alternatives if facts.group.ambiguous else (facts.group.po_lines,)
    figures |= {
        "order_lines": " or ".join(refs_text(refs) for refs in readings if refs),
        "credited": " and ".join(_printed(facts, line) for line in facts.lines),
    }
    if len(facts.order_lines) == 1:
        figures["po_price"] = unit_price_text(facts.order_line.unit_price, facts.currency)
    return Verdict("credit_memo.line", figures)


def _credit_group(facts: GroupFacts) -> Group:
    kept = [pattern for pattern in facts.group.patterns if pattern in _STRUCTURE]
    single = len(facts.order_lines) == 1 and not facts.group.ambiguous
    if single and Pattern.SUBSTITUTION not in kept and any(_other_price(facts, line) for line in facts.lines):
        kept.append(Pattern.PRICE_VARIANCE)
    ordered = tuple(pattern for pattern in Pattern if pattern in kept)
    return Group(
        facts.group.invoice_lines, facts.group.po_lines, ordered or (Pattern.EXACT,), facts.group.evidence,
        facts.group.alternatives, facts.group.nearest, facts.group.explanation,
    )  # fmt: skip


def _other_price(facts: GroupFacts, line: LineFacts) -> bool:
    if line.quantity is None or line.amount is None:
        return False
    return abs(abs(line.amount) - abs(line.quantity) * facts.order_line.unit_price) > minor_unit(facts.currency)


def _printed(facts: GroupFacts, line: LineFacts) -> str:
    quantity, unit, price = line.line.quantity, line.line.uom, line.line.unit_price
    if quantity is None:
        return "a lump"
    said = f"{quantity_text(abs(quantity.value))} {unit.value if unit is not None else ''}".strip()
    return said if price is None else f"{said} at {unit_price_text(abs(price.value), facts.currency)}"


def _unsigned(line: InvoiceLine) -> InvoiceLine:
    """Return the line as if it billed: some vendors sign the quantity of a credit, some the amount, some the title."""
    return replace(
        line,
        quantity=_absolute(line.quantity),
        unit_price=_absolute(line.unit_price),
        discount=_absolute(line.discount),
        amount=_absolute(line.amount),
    )


def _absolute(value: Extracted[Decimal] | None) -> Extracted[Decimal] | None:
    return None if value is None else replace(value, value=abs(value.value))
