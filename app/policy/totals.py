"""Whether lines, charges and tax make the total, and what is billed beyond the orders in all (header backstop).

Every figure must also be good enough to add up: a sum that fails because something was misread is the clerk's, a sum
that fails on paper is the vendor's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from app.domain.decision import BandUse, DocumentFinding, GroupDecision, Lane
from app.domain.invoice import Invoice
from app.domain.match import Pattern
from app.domain.money import EXACT, HUNDRED, ZERO, minor_unit, money_text, rounded_to_coins
from app.domain.policy import Policy
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.vendor import Vendor
from app.policy.document_finding import document_finding
from app.policy.facts import GroupFacts
from app.policy.tax import HIGHEST_ANYWHERE, exceeds, highest_tax
from app.policy.tolerances import header_use, percent_text
from app.policy.trust import is_contradicted, supports

_MOST_PARTS = 6


def sum_findings(invoice: Invoice, policy: Policy, vendor: Vendor | None = None) -> Iterable[DocumentFinding]:
    """Yield a finding where the printed figures do not add up to the printed total, or the tax cannot be one."""
    total = invoice.header.total
    amounts = [line.amount for line in invoice.lines]
    if total is None or any(amount is None for amount in amounts):
        return  # what is missing is said elsewhere; there is nothing to add up
    currency = invoice.header.currency.value if invoice.header.currency else None
    with localcontext(EXACT):
        lines = sum((amount.value for amount in amounts if amount), ZERO)
        charges = sum((charge.amount.value for charge in invoice.charges), ZERO)
        tax = invoice.header.tax_total.value if invoice.header.tax_total else ZERO
        computed = lines + charges + tax
        difference = total.value - computed
        slack = minor_unit(currency) * (len(amounts) + len(invoice.charges) + 1) / 2
        rounded = max(slack, rounded_to_coins(total.value, currency))
    figures = {
        "lines_total": money_text(lines, currency),
        "charges": money_text(charges, currency),
        "tax": money_text(tax, currency),
        "computed": money_text(computed, currency),
        "total": money_text(total.value, currency),
        "difference": money_text(difference, currency),
    }
    # Prices that include the tax add up without it; what is paid is then the lines and charges, and nothing more.
    included = tax > ZERO and abs(difference + tax) <= slack
    if abs(difference) > rounded and not included:
        rule = "header_total.does_not_add_up" if _on_paper(invoice, total) else "data_quality.sum"
        exposure = abs(difference) if rule.startswith("header_total") else max(abs(total.value), abs(computed))
        yield document_finding(policy, rule, figures, exposure=exposure)
    yield from _subtotal(invoice, policy, lines, slack)
    limit, source = highest_tax(policy, vendor, currency or (vendor.currency if vendor else None))
    if included:  # it is in the prices, which are compared with the order: nothing is paid for it
        limit, source = max(limit, HIGHEST_ANYWHERE), "of any country"
    net = lines + charges
    if invoice.is_credit:
        net, tax = abs(net), abs(tax)
    if exceeds(tax, net, limit, slack):
        percent = percent_text(tax * HUNDRED / net) if net > ZERO else "?"
        net_text = money_text(net, currency)
        told = {"tax": figures["tax"], "net": net_text, "percent": percent, "limit": percent_text(limit)}
        told["limit_source"] = source
        yield document_finding(policy, "header_total.tax_implausible", told, exposure=abs(tax))


def adds_up(invoice: Invoice) -> bool:
    """Tell whether lines, charges and tax make the printed total: then no amount of a line can be misread."""
    total = invoice.header.total
    if total is None or any(line.amount is None for line in invoice.lines):
        return False
    lines = sum((line.amount.value for line in invoice.lines if line.amount), ZERO)
    charges = sum((charge.amount.value for charge in invoice.charges), ZERO)
    tax = invoice.header.tax_total.value if invoice.header.tax_total else ZERO
    return abs(total.value - lines - charges - tax) <= Decimal("0.01")


def _subtotal(invoice: Invoice, policy: Policy, lines: Decimal, slack: Decimal) -> Iterable[DocumentFinding]:
    """Hold a subtotal that is neither the lines nor the lines with some of the charges (or the tax): a line is lost."""
    printed = invoice.header.subtotal
    if printed is None:
        return
    sums = {lines}
    parts = [charge.amount.value for charge in invoice.charges[:_MOST_PARTS]]
    if invoice.header.tax_total is not None:
        parts.append(invoice.header.tax_total.value)
    for part in parts:
        sums |= {known + part for known in sums} | {known - part for known in sums}
    if all(abs(printed.value - known) > slack for known in sums):
        currency = invoice.header.currency.value if invoice.header.currency else None
        figures = {"subtotal": money_text(printed.value, currency), "lines_total": money_text(lines, currency)}
        stake = abs(invoice.header.total.value) if invoice.header.total else abs(lines)
        yield document_finding(policy, "data_quality.subtotal", figures, exposure=stake)


def weak_header_figures(invoice: Invoice) -> tuple[str, ...]:
    """Name header figures and charges that a clearance may not rest on."""
    header = invoice.header
    named: dict[str, Extracted[Decimal] | None] = {
        "total": header.total,
        "tax": header.tax_total,
        "subtotal": header.subtotal,
    }
    weak = [name for name, value in named.items() if value is not None and not supports(value)]
    weak += [f"{c.kind.value.replace('_', ' ')} charge" for c in invoice.charges if not supports(c.amount)]
    texts: dict[str, Extracted[str] | Extracted[date] | None] = {
        "invoice number": header.invoice_number,
        "invoice date": header.invoice_date,
        "due date": header.due_date,
        "vendor name": header.vendor_name,
        "tax id": header.vendor_tax_id,
        "currency": header.currency,
    }
    texts |= {f"order number {number.value}": number for number in header.po_numbers}
    weak += [name for name, text in texts.items() if is_contradicted(text)]
    return tuple(weak)


def beyond_finding(
    facts: Sequence[GroupFacts],
    decisions: Sequence[GroupDecision],
    vendor: Vendor | None,
    policy: Policy,
    currency: str | None,
) -> Iterable[DocumentFinding]:
    """Yield a finding where every line clears, yet together they bill more beyond the orders than the header allows.

    Prices and overs add up; what is billed below the order never offsets what is billed above it (S2.146, S2.148).
    """
    if not decisions or any(decision.lane is not Lane.AUTO_RESOLVE for decision in decisions):
        return
    use, beyond, base = _beyond_use(facts, vendor, policy)
    if beyond > ZERO and not use.inside:
        figures = {"beyond": money_text(beyond, currency), "band": use.limit, "orders": money_text(base, currency)}
        yield document_finding(policy, "header_total.beyond_orders", figures, exposure=beyond)


def header_bands(facts: Sequence[GroupFacts], vendor: Vendor | None, policy: Policy) -> tuple[BandUse, ...]:
    """Return the header's band with what was measured, for the log: it is kept of what cleared, too (S2.141)."""
    return (_beyond_use(facts, vendor, policy)[0],) if facts else ()


def _beyond_use(facts: Sequence[GroupFacts], vendor: Vendor | None, policy: Policy) -> tuple[BandUse, Decimal, Decimal]:
    beyond = sum((_beyond(item) for item in facts), ZERO)
    base = sum((_ordered_amount(item) for item in facts), ZERO)
    return header_use(policy.header, vendor, policy, beyond, base), beyond, base


def _on_paper(invoice: Invoice, total: Extracted[Decimal]) -> bool:
    # A total that fails its sum is marked as contradicted by the reading itself; what matters is whether it and its
    # addends were read from something that cannot be misread, or are proven line by line.
    clean = all(line.amount is not None and _solid(line.amount) for line in invoice.lines)
    clean = clean and all(_solid(charge.amount) for charge in invoice.charges)
    if total.method is not Method.OCR:
        return clean
    tax = invoice.header.tax_total
    taxed = tax is not None and tax.value != ZERO
    proven = all(line.certainty is Certainty.PROVEN for line in invoice.lines)
    return clean and proven and not (taxed and tax is not None and not _solid(tax))


def _solid(value: Extracted[Decimal]) -> bool:
    if value.method is Method.OCR:
        return value.certainty in (Certainty.PROVEN, Certainty.CONSISTENT)
    return value.repaired_from is None


def _beyond(facts: GroupFacts) -> Decimal:
    if len(facts.order_lines) != 1:
        return ZERO
    prices = sum((line.difference for line in facts.lines if line.difference and line.difference > ZERO), ZERO)
    over = ZERO
    if facts.billed is not None and not facts.has(Pattern.CATCH_WEIGHT):
        excess = facts.billed - facts.quantity_limit
        over = excess * facts.order_line.unit_price if excess > facts.limit_slack else ZERO
    return prices + over


def _ordered_amount(facts: GroupFacts) -> Decimal:
    if len(facts.order_lines) != 1:
        return facts.amount or ZERO
    line = facts.order_line
    return min(facts.billed or ZERO, max(facts.quantity_limit, ZERO)) * line.unit_price
