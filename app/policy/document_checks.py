"""The second part of the decision table: receipts, delays, what was read of the invoice, and what comes again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.domain.decision import Category, DocumentFinding, EarlierFailure, GroupDecision, Lane
from app.domain.match import Pattern
from app.domain.money import ZERO, decimal_or_none, money_text
from app.domain.policy import Role
from app.policy.document_finding import document_finding
from app.policy.facts import GroupFacts
from app.policy.lanes import category_of
from app.policy.naming import bills_nothing
from app.policy.paper import Paper
from app.policy.supplier import sender_is_named
from app.policy.surroundings import line_bills_nothing
from app.policy.totals import weak_header_figures
from app.policy.trust import holds
from app.policy.wording import joined_reasons, lines_text

# What is read badly, not received or not approved is no failure of the vendor's.
_NOT_THE_VENDORS = frozenset(
    {
        Pattern.EXACT.value, Category.DATA_QUALITY.value, Category.MISSING_RECEIPT.value,
        Category.MISSING_APPROVAL.value, Category.CREDIT_MEMO.value,
    }
)  # fmt: skip
_SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BRL", "ARS", "CLP", "COP"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "¥": frozenset({"JPY", "CNY"}),
}
_REST = "rest_to_follow"  # what reading calls a sentence that more of the goods is to come


def receipt_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield missing_receipt: goods that need a receipt and have none that can be counted."""
    without: list[GroupFacts] = []
    for facts in paper.facts:
        if not facts.order_lines or facts.services or bills_nothing(facts):
            continue
        pools = [facts.pools[line.ref] for line in facts.order_lines]
        unusable = [receipt for pool in pools for receipt in pool.unusable]
        if unusable:
            figures = {
                "receipts": ", ".join(receipt.receipt_no for receipt in unusable),
                "receipt_uom": ", ".join(sorted({receipt.uom for receipt in unusable})),
                "uom": facts.order_line.uom,
            }
            lines, amount = facts.group.invoice_lines, abs(facts.amount or ZERO)
            yield document_finding(paper.policy, "missing_receipt.unit", figures, exposure=amount, invoice_lines=lines)
        elif facts.receipts_expected and not all(pool.any_known for pool in pools):
            without.append(facts)
    if without:
        lines = tuple(sorted(number for facts in without for number in facts.group.invoice_lines))
        figures = {
            "count": str(len(lines)),
            "order_lines": "; ".join(lines_text(facts.order_lines) for facts in without),
        }
        exposure = sum((abs(facts.amount or ZERO) for facts in without), ZERO)
        yield document_finding(paper.policy, "missing_receipt.none", figures, exposure=exposure, invoice_lines=lines)


def late_findings(paper: Paper, decisions: Sequence[GroupDecision]) -> Iterable[DocumentFinding]:
    """Yield late_shipment: received after the promised date, inside or beyond the vendor's grace (S1.45)."""
    grace = paper.vendor.late_grace_days if paper.vendor else 0
    late: dict[int, int] = {}
    for facts, decision in zip(paper.facts, decisions, strict=True):
        days = _days_late(facts, decision)
        if days > 0:
            late |= {number: max(days, late.get(number, 0)) for number in facts.group.invoice_lines}
    beyond = tuple(sorted(number for number, days in late.items() if days > grace))
    inside = tuple(sorted(number for number, days in late.items() if days <= grace))
    if beyond:
        figures = {"days": str(max(late[number] for number in beyond)), "grace": str(grace)}
        yield document_finding(paper.policy, "late_shipment.beyond", figures, invoice_lines=beyond)
    if inside:
        figures = {"days": str(max(late[number] for number in inside)), "grace": str(grace), "priority": "low"}
        rule = "late_shipment.in_grace"
        off = paper.policy.automation_off
        if Category.LATE_SHIPMENT.value in off or (
            paper.vendor is not None and f"{paper.vendor.vendor_id}:{Category.LATE_SHIPMENT.value}" in off
        ):
            figures["otherwise"] = document_finding(paper.policy, rule, figures).reason
            rule = "automation.late_shipment_off"
        yield document_finding(paper.policy, rule, figures, invoice_lines=inside)


def quality_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield data_quality: what is missing, unproven or held on the document as a whole."""
    header, stake = paper.invoice.header, paper.at_stake
    number = header.invoice_number.value if header.invoice_number else ""
    # What tells no two invoices of a vendor apart ("N/A", "-", "0") is no number, whatever is printed there.
    missing = [] if any(ch.isdecimal() and int(ch) for ch in number) else ["invoice number"]
    missing += [] if header.invoice_date else ["invoice date"]
    missing += [] if header.total else ["total"]
    missing += [] if sender_is_named(paper.invoice) else ["name and tax id of the sender"]
    missing += [] if paper.invoice.lines else ["lines"]
    if missing:
        yield document_finding(paper.policy, "data_quality.missing", {"fields": ", ".join(missing)}, exposure=stake)
    weak = weak_header_figures(paper.invoice)
    if weak:
        yield document_finding(paper.policy, "data_quality.unproven", {"fields": ", ".join(weak)}, exposure=stake)
    numbers = {line.line_no for line in paper.invoice.lines}
    for finding in holds(paper.invoice, paper.match, None):
        told = {"finding": finding.message, "code": finding.code}
        yield document_finding(paper.policy, "data_quality.finding", told, exposure=stake)
    for finding in paper.invoice.findings:
        if finding.code == _REST and not _leaves_rest(paper):
            told = {"finding": finding.message, "code": finding.code}
            yield document_finding(paper.policy, "data_quality.finding", told, exposure=stake)
    stray = [f for f in (*paper.invoice.findings, *paper.match.findings) if f.line_no not in (None, *numbers)]
    for finding in stray:
        if finding.severity.value == "hold":
            yield document_finding(paper.policy, "data_quality.finding", {"finding": finding.message}, exposure=stake)
    covered = Counter(number for group in paper.match.groups for number in group.invoice_lines)
    billing = {line.line_no for line in paper.invoice.lines if not line_bills_nothing(line)}
    twice = {number for number, count in Counter(line.line_no for line in paper.invoice.lines).items() if count > 1}
    uneven = sorted(twice | {n for n in billing if covered[n] != 1} | {n for n in covered if n not in numbers})
    if uneven:
        figures = {"lines": ", ".join(map(str, uneven))}
        yield document_finding(paper.policy, "data_quality.coverage", figures, exposure=stake)
    yield from _currencies(paper)


def unexplained_checks(
    paper: Paper, decisions: Sequence[GroupDecision], findings: Sequence[DocumentFinding]
) -> Iterable[DocumentFinding]:
    """Yield a finding where an equation of the document fails and nothing else that was found says so already."""
    lanes = [d.lane for d in decisions] + [f.lane for f in findings if f.lane is not None]
    if any(lane is not Lane.AUTO_RESOLVE for lane in lanes):
        return
    failed = [check for check in paper.invoice.checks if not check.holds]
    if failed:
        shown = "; ".join(f"{check.name} ({check.detail})" if check.detail else check.name for check in failed)
        yield document_finding(paper.policy, "data_quality.check", {"checks": shown}, exposure=paper.at_stake)


def _leaves_rest(paper: Paper) -> bool:
    """Tell whether something of the orders stays open when the invoice is paid, so that a rest can come."""
    taken = {ref for facts in paper.facts for ref in facts.group.po_lines}
    if any(line.open_quantity > ZERO for order in paper.orders for line in order.lines if line.ref not in taken):
        return True
    return any(
        facts.billed is not None and facts.billed < sum((max(x.open_quantity, ZERO) for x in facts.order_lines), ZERO)
        for facts in paper.facts
    )


def one_quality_case(findings: Sequence[DocumentFinding]) -> tuple[DocumentFinding, ...]:
    """Put everything the clerk has to check about the reading of one document into one finding."""
    mine = [f for f in findings if f.category is Category.DATA_QUALITY and f.owner is Role.AP_CLERK]
    if len(mine) < 2:
        return tuple(findings)
    figures = {name: text for f in reversed(mine) for name, text in f.figures.items()}
    figures["also"] = ", ".join(dict.fromkeys(f.rule for f in mine[1:]))
    reason = joined_reasons(f.reason for f in mine)
    largest = max(mine, key=lambda f: f.exposure)
    joined = replace(
        mine[0], reason=reason, figures=figures, exposure=largest.exposure, release_role=largest.release_role
    )
    return tuple(joined if f is mine[0] else f for f in findings if f is mine[0] or f not in mine)


def recurrence_findings(
    paper: Paper, decisions: Sequence[GroupDecision], findings: Sequence[DocumentFinding]
) -> Iterable[DocumentFinding]:
    """Yield vendor_compliance for a failure that comes again and again (S2.183); only what fails now counts."""
    held = [(category_of(d), _amount_of(d)) for d in decisions if d.lane is not Lane.AUTO_RESOLVE]
    held += [(f.category.value, f.exposure) for f in findings if f.lane not in (None, Lane.AUTO_RESOLVE)]
    failing: dict[str, list[Decimal]] = defaultdict(list)
    for name, exposure in held:
        if name not in _NOT_THE_VENDORS:
            failing[name].append(exposure)
    days, needed = paper.policy.recurrence_days, paper.policy.recurrence_count
    for earlier in paper.history.failures:
        recent = _recent(earlier, paper.history.today, days)
        if earlier.pattern in failing and len(recent) + 1 >= needed:
            now = max(failing[earlier.pattern])
            figures = {
                "pattern": earlier.pattern,
                "count": str(len(recent) + 1),
                "days": str(days),
                "dates": ", ".join([*(day.isoformat() for day, _ in recent), "this invoice"]),
                "amounts": ", ".join([*(amount for _, amount in recent), money_text(now, paper.currency)]),
            }
            yield document_finding(paper.policy, "vendor_compliance.recurrence", figures)


def _amount_of(decision: GroupDecision) -> Decimal:
    """Return what a failure is about: the charge inside a goods line, else what is at stake (S2.121)."""
    bundled = Pattern.BUNDLED_ACCESSORIAL in decision.group.patterns
    charge = decimal_or_none(decision.figures.get("charge_amount")) if bundled else None
    return decision.exposure if charge is None else charge


def _recent(earlier: EarlierFailure, today: date, days: int) -> list[tuple[date, str]]:
    """Return the days that count, in order, each with what was at stake; ``?`` where that is not known."""
    since = today - timedelta(days=days)
    amounts = [money_text(amount) for amount in earlier.amounts] or ["?"] * len(earlier.dates)
    return sorted((day, amount) for day, amount in zip(earlier.dates, amounts, strict=True) if since <= day <= today)


def _currencies(paper: Paper) -> Iterable[DocumentFinding]:
    printed = paper.invoice.header.currency
    if printed is None or not printed.value.strip():
        return
    for order in paper.orders:
        vendor = paper.desk.vendor(order.vendor_id)
        on_file = order.currency or (vendor.currency if vendor else None) or paper.policy.own_currency
        figures = {"printed": printed.value, "orders": order.po_number, "on_file": on_file or ""}
        if not on_file:
            yield document_finding(paper.policy, "data_quality.currency_unknown", figures, exposure=paper.total)
        elif not _names(printed.value, on_file):
            yield document_finding(paper.policy, "data_quality.currency", figures, exposure=paper.total)


def _names(printed: str, currency: str) -> bool:
    """Tell whether what is printed can be this currency; a bare sign is any of those that are written with it."""
    sign = printed.strip().upper()
    return sign == currency or currency in _SIGNS.get(sign, ())


def _days_late(facts: GroupFacts, decision: GroupDecision) -> int:
    # Only the receipts that back this invoice count; a later delivery is a later invoice's.
    used = {use.receipt_no for use in decision.receipts}
    promised = {line.ref: line.promised_date for line in facts.order_lines}
    worst = 0
    for ref, pool in facts.pools.items():
        due = promised[ref]
        for units in pool.left:
            received = units.receipt.received_date
            if due is not None and received is not None and units.receipt.receipt_no in used:
                worst = max(worst, (received - due).days)
    return worst
