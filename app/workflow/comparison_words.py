"""What is said about a frame: its title with the figures in it, who has it, the limits looked at, the differences."""

from __future__ import annotations

import re
from decimal import Decimal

from app.domain.case import Case, CaseState
from app.domain.decision import BandUse, GroupDecision, Lane, ReceiptUse
from app.domain.match import Desk, Group, Pattern
from app.domain.money import percent_of, round_amount, trimmed
from app.domain.order import LineRef, OrderLine
from app.workflow.comparison_rows import order_line_of
from app.workflow.comparison_values import Difference
from app.workflow.figures import Figures
from app.workflow.wording import (
    CASE_STATES,
    FACTOR_SOURCES,
    LANES,
    LINE_CLASSES,
    OUTCOMES,
    OWNERS,
    PATTERNS,
    words_for,
)

_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BAND_KEYS = {
    "quantity_short_percent": "short",
    "quantity_over_percent": "over",
    "price_percent": "price",
    "price_absolute": "on the line",
    "hours_over_authorised": "hours over",
}

# What holds a line whose figures agree: "agrees" over it would say the opposite of the case.
_HELD_BY_WORDS = {
    "identity.other_size": "another size or pack",
    "identity.other_goods": "other goods",
    "line_words.": "the line's own words speak against it",
}


def group_title(decision: GroupDecision, desk: Desk, invoice_unit: str, figures: Figures) -> str:
    """Return the title of a frame: its shapes in words, with the figures that make them."""
    group = decision.group
    held = [words for rule, words in _HELD_BY_WORDS.items() if decision.rule.startswith(rule)]
    shapes = [pattern for pattern in group.patterns if not (held and pattern is Pattern.EXACT)]
    titles = [_pattern_title(pattern, decision, desk, invoice_unit, figures) for pattern in shapes] + held
    text = "; ".join(titles) or PATTERNS[Pattern.EXACT]
    if group.ambiguous:
        text += f" ({count_words(len(group.alternatives))} readings fit)"
    return text[:1].upper() + text[1:]


def case_chip(case: Case | None, lane: Lane | None) -> str:
    """Say who has it, or what became of it."""
    if case is None:
        return words_for(lane, LANES) if lane else "note"
    match case.state:
        case CaseState.RESOLVED:
            return words_for(case.outcome, OUTCOMES)
        case CaseState.SENT:
            return f"handed over to {words_for(case.owner, OWNERS)}"
        case CaseState.ON_HOLD:
            return f"on hold until {case.hold_until.isoformat()}" if case.hold_until else "on hold"
        case CaseState.SUPERSEDED:
            return CASE_STATES[case.state]
    if case.lane is None:
        return "note"
    owner = words_for(case.owner, OWNERS)
    return f"escalated · {owner}" if case.lane is Lane.ESCALATE else owner


def limits_text(bands: tuple[BandUse, ...]) -> str:
    """Write the tolerances that were looked at: "price 7 %, limit 2 % (commodity goods)"."""
    return " · ".join(_limit_text(use) for use in bands)


def differences_of(
    decision: GroupDecision, desk: Desk, figures: Figures, currency: str | None, *, credit: bool = False
) -> tuple[Difference, ...]:
    """Return what differs, with its sign, amount and percentage of what was ordered.

    What a credit takes back was billed before: it is no more and no less than what is open of the order.
    """
    lines = _lines(decision.group, desk)
    found = []
    if not credit and (quantity := _quantity_difference(decision, lines, figures)):
        found.append(quantity)
    if price := _price_difference(decision.group, lines, figures, currency):
        found.append(price)
    if amount := _amount_difference(decision.group, figures, currency):
        found.append(amount)
    return tuple(found)


def receipts_text(decision: GroupDecision, desk: Desk, figures: Figures) -> tuple[str, ...]:
    """Say which goods receipts back the frame, or that there is none."""
    refs = decision.group.po_lines
    if not refs:
        return ()
    if decision.receipts:
        return (_used_text(decision.receipts, desk, figures),)
    known = [receipt for ref in refs for receipt in desk.receipts_for(ref)]
    if not known:
        return ("No goods receipt on file for this line." if len(refs) == 1 else "No goods receipt on file.",)
    lacking = [ref for ref in refs if not desk.receipts_for(ref)]
    parts = [
        f"{figures.quantity(r.quantity)} {r.uom}"
        + (f" on {figures.day(r.received_date)}" if r.received_date else "")
        + f" ({r.receipt_no})"
        for r in known
    ]
    without = f" None for order line {', '.join(str(ref.line_no) for ref in lacking)}." if lacking else ""
    return (f"Received {', '.join(parts)}.{without}",)


def bundled_text(group: Group, figures: Figures, currency: str | None) -> tuple[str, ...]:
    """Break a rolled-in charge out of the goods amount, and name the rate where one explains several lines."""
    evidence = group.evidence
    if evidence.bundled_amount is None or evidence.billed_amount is None:
        return ()
    goods = evidence.billed_amount - evidence.bundled_amount
    rate = f" ({figures.percent(evidence.bundled_rate_percent)})" if evidence.bundled_rate_percent is not None else ""
    return (
        f"Goods {figures.money(goods, currency)} + charge {figures.money(evidence.bundled_amount, currency)}{rate}"
        f" = {figures.money(evidence.billed_amount, currency)} billed.",
    )


def reading_text(refs: tuple[LineRef, ...], desk: Desk, figures: Figures, currency: str | None) -> str:
    """Write one set of order lines that could be meant, with their amounts and the sum."""
    parts, total = [], Decimal(0)
    for ref in refs:
        line = order_line_of(desk, ref)
        amount = round_amount(line.open_quantity * line.unit_price, currency) if line else Decimal(0)
        total += amount
        parts.append(f"{ref.po_number} line {ref.line_no} ({figures.money(amount, currency)})")
    return " + ".join(parts) + (f" = {figures.money(total, currency)}" if len(refs) > 1 else "")


def count_words(count: int) -> str:
    """Write a small number as a word."""
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else str(count)


def lines_words(count: int, what: str) -> str:
    """Write "one invoice line", "two order lines"."""
    return f"{count_words(count)} {what} line{'' if count == 1 else 's'}"


def _pattern_title(pattern: Pattern, decision: GroupDecision, desk: Desk, invoice_unit: str, figures: Figures) -> str:
    group = decision.group
    lines = _lines(group, desk)
    match pattern:
        case Pattern.MERGED:
            order_lines = "several order lines" if group.ambiguous else lines_words(len(group.po_lines), "order")
            return f"merged: {lines_words(len(group.invoice_lines), 'invoice')} for {order_lines}"
        case Pattern.SPLIT:
            return f"split: {lines_words(len(group.invoice_lines), 'invoice')} for one order line"
        case Pattern.UOM_CONVERSION if lines:
            billed = f"{invoice_unit} billed" if invoice_unit else "no unit printed"
            return f"other unit: {billed}, {lines[0].uom} ordered"
        case Pattern.QUANTITY_OVER | Pattern.QUANTITY_SHORT:
            found = _quantity_difference(decision, lines, figures)
            words = "over" if pattern is Pattern.QUANTITY_OVER else "short"
            return f"quantity {words}: {found.amount} ({found.percent})" if found else PATTERNS[pattern].lower()
        case Pattern.PRICE_VARIANCE:
            price = _price_difference(group, lines, figures, None)
            return f"price {price.percent}" if price and price.percent else "price differs"
        case Pattern.SUBSTITUTION if group.evidence.substitute_code and lines:
            return f"another item: {group.evidence.substitute_code} for {lines[0].sku}"
    text = PATTERNS.get(pattern, str(pattern))
    return text[:1].lower() + text[1:]


def _limit_text(use: BandUse) -> str:
    source, _, tier = use.rule.partition(" × ")
    place, _, key = source.rpartition(".")
    what = _BAND_KEYS.get(key, "")
    where = _place_words(place) + (f", tier × {tier}" if tier else "")
    limit = "not checked" if use.state == "not checked" else f"limit {use.limit}"
    inside = "inside" if use.inside else "outside"
    measured = f"{what} {use.measured}".strip()
    return f"{measured}, {limit}" + (f" ({where}: {inside})" if where else f" ({inside})")


def _place_words(place: str) -> str:
    if place.startswith("vendors."):
        return "this vendor"
    kind = re.sub(r"^.*line_tolerance\.", "", place)
    if kind == "default":
        return "default"
    return words_for(kind, LINE_CLASSES) if place else ""


def _lines(group: Group, desk: Desk) -> list[OrderLine]:
    return [line for ref in group.po_lines if (line := order_line_of(desk, ref)) is not None]


def _quantity_difference(decision: GroupDecision, lines: list[OrderLine], figures: Figures) -> Difference | None:
    billed = decision.group.evidence.billed_quantity
    if billed is None or len(lines) != 1:
        return None
    line = lines[0]
    may = decision.billable_quantity if decision.billable_quantity is not None else line.open_quantity
    apart = billed - may
    if abs(apart) <= decision.group.evidence.quantity_slack:
        return None
    share = percent_of(apart, line.quantity)
    return Difference(
        "Quantity",
        f"{figures.quantity(_short(billed))} {line.uom}",
        f"{figures.quantity(_short(may))} {line.uom}",
        f"{figures.signed_quantity(_short(apart))} {line.uom}",
        figures.percent(share, signed=True) if share is not None else "",
    )


def _price_difference(
    group: Group, lines: list[OrderLine], figures: Figures, currency: str | None
) -> Difference | None:
    billed = group.evidence.billed_unit_price
    if billed is None or len({line.unit_price for line in lines}) != 1:
        return None
    ordered = lines[0].unit_price
    apart = billed - ordered
    if abs(apart) <= group.evidence.price_slack:
        return None
    share = percent_of(apart, ordered)
    return Difference(
        "Unit price",
        figures.price(_short(billed), currency),
        figures.price(ordered, currency),
        figures.signed_money(_short(apart), currency),
        figures.percent(share, signed=True) if share is not None else "",
    )


def _amount_difference(group: Group, figures: Figures, currency: str | None) -> Difference | None:
    billed, ordered = group.evidence.billed_amount, group.evidence.ordered_amount
    if billed is None or ordered is None or round_amount(billed - ordered, currency) == 0:
        return None
    share = percent_of(billed - ordered, ordered)
    return Difference(
        "Amount",
        figures.money(round_amount(billed, currency), currency),
        figures.money(round_amount(ordered, currency), currency),
        figures.signed_money(round_amount(billed - ordered, currency), currency),
        figures.percent(share, signed=True) if share is not None else "",
    )


def _used_text(uses: tuple[ReceiptUse, ...], desk: Desk, figures: Figures) -> str:
    parts = []
    # The line that tells them apart: of several order lines under one invoice line that is the order's.
    by_order = len({use.ref for use in uses}) > 1
    for use in uses:
        whose = f"order line {use.ref.line_no}" if by_order else f"line {use.invoice_line}"
        receipt = next((r for r in desk.receipts_for(use.ref) if r.receipt_no == use.receipt_no), None)
        line = order_line_of(desk, use.ref)
        unit = f" {line.uom}" if line else ""
        day = f" on {figures.day(receipt.received_date)}" if receipt and receipt.received_date else ""
        place = f", {receipt.location}" if receipt and receipt.location else ""
        quantity = f"{figures.quantity(use.quantity)}{unit}"
        parts.append(f"{quantity} for {whose}, received{day} ({use.receipt_no}{place})")
    return f"Receipts: {'; '.join(parts)}."


def conversion_text(group: Group) -> tuple[str, ...]:
    """Say which conversion was used and where the factor came from."""
    conversion = group.evidence.conversion
    if conversion is None:
        return ()
    factor = conversion.factor
    if factor.denominator == 1:
        size = f"1 {conversion.from_uom or 'unit'} = {factor.numerator} {conversion.to_uom}"
    elif factor.numerator == 1:
        size = f"1 {conversion.to_uom} = {factor.denominator} {conversion.from_uom or 'units'}"
    else:
        ratio = trimmed(_short(Decimal(factor.numerator) / Decimal(factor.denominator)))
        size = f"1 {conversion.from_uom or 'unit'} = {ratio} {conversion.to_uom}"
    unit = "" if conversion.from_uom else "No unit is printed on the invoice. "
    return (f"{unit}{size}, {words_for(conversion.source, FACTOR_SOURCES)}.",)


def _short(value: Decimal) -> Decimal:
    """Cut what a division left beyond four decimals, for showing; the exact figure stays in the evidence."""
    return value.quantize(Decimal("0.0001")).normalize() if _exponent(value) < -4 else value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
