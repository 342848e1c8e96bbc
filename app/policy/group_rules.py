"""The rules of exact lines, quantities and prices: which row of the table a group's figures pick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.domain.decision import BandUse, ReceiptUse
from app.domain.match import Pattern
from app.domain.money import ZERO, money_text
from app.policy.facts import GroupFacts
from app.policy.figures import line_price_uses, price_figures, quantity_figures, unit_value
from app.policy.naming import bills_nothing
from app.policy.quantities import assign_one_to_one, confirmed_by, use_whole
from app.policy.shape_rules import (
    bundled_verdict,
    catch_weight_verdict,
    merged_verdict,
    split_verdict,
    substitution_verdict,
    uom_verdict,
)
from app.policy.tolerances import over_use, short_use
from app.policy.verdict import Verdict, verdict
from app.policy.wording import bands_text, lines_text, quantity_text, signed


def pattern_verdicts(facts: GroupFacts) -> list[Verdict]:
    """Return what the table says about each pattern of the group, in the table's order."""
    if bills_nothing(facts):
        return [verdict("exact.nothing_billed")]
    return [_RULES[pattern](facts) for pattern in Pattern if facts.has(pattern)]


def _exact(facts: GroupFacts) -> Verdict:
    return Verdict("exact.agrees", quantity_figures(facts) | price_figures(facts))


def _short(facts: GroupFacts) -> Verdict:
    billed = facts.billed
    figures = quantity_figures(facts)
    if billed is None or len(facts.order_lines) != 1:
        return Verdict("quantity_short.outside", figures, facts.amount or ZERO)
    short = max(facts.open_quantity - billed, ZERO)
    confirming = _confirming_receipts(facts, billed)
    if confirming and facts.vendor is not None and facts.vendor.partial_shipments_permitted:
        names = ", ".join(dict.fromkeys(use.receipt_no for use in confirming))
        return Verdict("quantity_short.confirmed", figures | {"receipts": names}, receipts=confirming)
    use = short_use(facts.band, short, facts.order_line.quantity)
    rule = "quantity_short.in_band" if use.inside or short == ZERO else "quantity_short.outside"
    return Verdict(rule, figures | {"bands": bands_text((use,))}, short * unit_value(facts), (use,))


def _confirming_receipts(facts: GroupFacts, billed: Decimal) -> tuple[ReceiptUse, ...]:
    """Return the receipts that confirm a short billing: whole ones that add up to it, or one for each split line."""
    if not facts.receipts_count or billed == ZERO:
        return ()
    if len(facts.lines) > 1:
        texts = {line.line.line_no: line.line.description.value for line in facts.lines}
        return assign_one_to_one(facts.pool, facts.order_line, facts.billed_by_line, texts, facts.quantity_slack) or ()
    units = confirmed_by(facts.pool, billed, facts.quantity_slack)
    return use_whole(units, facts.order_line, facts.lines[0].line.line_no)


def _over(facts: GroupFacts) -> Verdict:
    billed = facts.billed
    if len(facts.order_lines) != 1:
        return _over_in_merge(facts)
    figures = quantity_figures(facts)
    if billed is None:
        return Verdict("quantity_over.outside", figures, facts.amount or ZERO)
    over = max(billed - facts.quantity_limit, ZERO) + facts.overbilled
    use = over_use(facts.band, over, facts.order_line.quantity, hours=facts.hours)
    figures = figures | {"bands": bands_text((use,))}
    exposure = over * unit_value(facts)
    # Where nothing may be billed at all there is no quantity that could vary: a band does not open the line again.
    if over == ZERO or (use.inside and facts.quantity_limit > ZERO):
        return Verdict("quantity_over.in_band", figures, exposure, (use,))
    beyond_receipt = facts.receipts_count and billed - facts.pool.available > facts.receipt_slack
    only_receipt = beyond_receipt and billed - facts.open_quantity <= facts.quantity_slack
    rule = "quantity_over.not_received" if only_receipt else "quantity_over.outside"
    return Verdict(rule, figures, exposure, (use,))


def _over_in_merge(facts: GroupFacts) -> Verdict:
    """Name the order lines of a merge that did not come in whole: no band is asked about structure (S2.26)."""
    if not facts.unreceived:
        return Verdict("quantity_over.outside", {"billed_quantity": quantity_text(facts.billed)}, facts.amount or ZERO)
    value = sum((missing * line.unit_price for line, missing in facts.unreceived), ZERO)
    lines = [line for line, _ in facts.unreceived]
    received = [facts.pools[line.ref].available for line in lines]
    figures = {
        "billed_quantity": ", ".join(quantity_text(line.open_quantity) for line in lines),
        "uom": ", ".join(line.uom for line in lines),
        "receipt_quantity": ", ".join(map(quantity_text, received)),
        "over_variance": ", ".join(signed(missing) for _, missing in facts.unreceived),
        "payable_quantity": ", ".join(map(quantity_text, received)),
        "debit_memo": money_text(value, facts.currency),
        "bands": lines_text(lines),
    }
    return Verdict("quantity_over.not_received", figures, value)


def _price(facts: GroupFacts) -> Verdict:
    figures = price_figures(facts)
    uses: list[BandUse] = []
    inside = len(facts.order_lines) == 1
    for line in facts.lines:
        if line.difference is None or not line.quantity:
            inside = False
        elif line.difference != ZERO:
            each = line_price_uses(facts, line.difference, line.quantity)
            uses += each
            inside = inside and any(use.inside for use in each)
    # Lines whose variances cancel are judged, and counted, one by one.
    exposure = sum((abs(line.difference) for line in facts.lines if line.difference), ZERO)
    if len(facts.order_lines) != 1:
        return Verdict("price_variance.outside", figures, abs(facts.amount or ZERO))
    figures = figures | {"bands": bands_text(uses)}
    rule = "price_variance.in_band" if inside else "price_variance.outside"
    return Verdict(rule, figures, exposure, tuple(uses))


def _not_on_po(facts: GroupFacts) -> Verdict:
    amount = facts.amount or ZERO
    nearest = "; ".join(facts.group.nearest) or "none"
    figures = {"amount": money_text(amount, facts.currency), "nearest": nearest}
    return Verdict("not_on_po.unexplained", figures, abs(amount))


_RULES: Mapping[Pattern, Callable[[GroupFacts], Verdict]] = {
    Pattern.EXACT: _exact,
    Pattern.SPLIT: split_verdict,
    Pattern.MERGED: merged_verdict,
    Pattern.UOM_CONVERSION: uom_verdict,
    Pattern.CATCH_WEIGHT: catch_weight_verdict,
    Pattern.SUBSTITUTION: substitution_verdict,
    Pattern.BUNDLED_ACCESSORIAL: bundled_verdict,
    Pattern.QUANTITY_SHORT: _short,
    Pattern.QUANTITY_OVER: _over,
    Pattern.PRICE_VARIANCE: _price,
    Pattern.NOT_ON_PO: _not_on_po,
}
