"""The rules of the structural patterns: split, merged, unit conversion, catch weight, substitution, bundled charge.

No tolerance band absorbs structure or identity (S2.157): bands are asked only about the figures that remain once the
shape is explained.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.decision import BandUse
from app.domain.item import Substitution
from app.domain.match import Conversion, FactorSource, ItemTie, Pattern
from app.domain.measure import convert, crosses_dimensions
from app.domain.money import ZERO, minor_unit, money_text, round_amount
from app.domain.order import OrderLine
from app.domain.vendor import SubstitutionClause
from app.policy.coding import charge_account, likely_kind
from app.policy.facts import GroupFacts
from app.policy.figures import line_price_uses, price_figures, quantity_figures, unit_value
from app.policy.identity import line_code
from app.policy.line_facts import LineFacts
from app.policy.quantities import ReceivedUnits, assign_one_to_one, item_factors, unit_factor
from app.policy.tolerances import over_use, short_use
from app.policy.verdict import Verdict
from app.policy.wording import bands_text, factor_text, lines_text, quantity_text, sets_text, signed

# Pieces of natural weight (a fillet, a cheese) differ from the ordered weight by some percent; a quarter more is
# another quantity, not another weight.
PLAUSIBLE_EXCESS = Decimal("1.25")
_LUMP_UNITS = frozenset({"LS"})
_KNOWN_SOURCES = frozenset({FactorSource.VENDOR, FactorSource.ITEM, FactorSource.PHYSICS})


def split_verdict(facts: GroupFacts) -> Verdict:
    """Judge several lines for one order line: each needs its own receipt (S2.44 to S2.46)."""
    billed = facts.billed_by_line
    figures = quantity_figures(facts) | {
        "parts": str(len(facts.lines)),
        "part_quantities": ", ".join(f"line {no}: {quantity_text(value)}" for no, value in billed.items()),
        "order_lines": lines_text(facts.order_lines),
        "receipts": _receipt_list(facts.pool.left),
    }
    whole = abs(facts.amount or ZERO)
    if facts.vendor is None or not facts.vendor.partial_shipments_permitted:
        return Verdict("split.not_permitted", figures, unproved=whole)
    if facts.services:
        return Verdict("split.services", figures)
    unbacked = max((facts.billed or ZERO) - facts.pool.available, ZERO) * unit_value(facts)
    if not facts.pool.any_known:
        return Verdict("split.no_receipt", figures, unbacked, unproved=whole)
    texts = {line.line.line_no: line.line.description.value for line in facts.lines}
    if len(billed) != len(facts.lines):
        return Verdict("split.receipt_missing", figures, unbacked, unproved=whole)
    uses = assign_one_to_one(facts.pool, facts.order_line, billed, texts, facts.quantity_slack)
    if uses is None:
        return Verdict("split.receipt_missing", figures, unbacked, unproved=whole)
    mapping = ", ".join(f"line {use.invoice_line}: {use.receipt_no}" for use in uses)
    return Verdict("split.receipts_agree", figures | {"receipts": mapping}, receipts=uses)


def merged_verdict(facts: GroupFacts) -> Verdict:
    """Judge one line for several order lines: the sum to the cent, one set only, and the terms (S2.18 to S2.22)."""
    amount = facts.amount
    whole = abs(amount or ZERO)
    parts = [round_amount(line.open_quantity * line.unit_price, facts.currency) for line in facts.order_lines]
    exact = sum((line.open_quantity * line.unit_price for line in facts.order_lines), ZERO)
    equation = " + ".join(
        f"{quantity_text(line.open_quantity)} × {quantity_text(line.unit_price)}" for line in facts.order_lines
    )
    opened = sum((line.open_quantity for line in facts.order_lines), ZERO)
    figures = {
        "order_lines": lines_text(facts.order_lines),
        "mapping": f"lines {_numbers(facts)} cover {lines_text(facts.order_lines)}",
        "equation": f"{equation} = {money_text(exact, facts.currency)}",
        "amount": "?" if amount is None else money_text(amount, facts.currency),
        "alternatives": _alternatives(facts),
        "open_quantity": quantity_text(opened),
        "billed_quantity": quantity_text(facts.billed),
    }
    if facts.group.ambiguous or _exchangeable(facts) or _over_rival_orders(facts):
        return Verdict("merged.ambiguous", figures, whole)
    holds = amount is not None and amount in (sum(parts, ZERO), round_amount(exact, facts.currency))
    holds = holds and len(facts.lines) == 1 and all(line.open_quantity > ZERO for line in facts.order_lines)
    gap = ZERO if holds else abs((amount or ZERO) - exact)
    if facts.vendor is None or not facts.vendor.merged_lines_permitted:
        return Verdict("merged.not_permitted", figures, gap, unproved=whole)
    if not holds:
        equation = f"{figures['equation']} = {figures['amount']}"
        return Verdict("merged.sum_open", figures | {"equation": equation}, gap, unproved=whole)
    if not _lump(facts) and not _quantity_adds_up(facts, opened):
        return Verdict("merged.quantity_differs", figures, unproved=whole)
    return Verdict("merged.sum_holds", figures)


def uom_verdict(facts: GroupFacts) -> Verdict:
    """Judge a line in another unit: factor on file, no crossing, converted line inside the band (S2.61 to S2.71)."""
    conversion = facts.group.evidence.conversion
    units = {unit for line in facts.lines if (unit := _unit(line)) is not None}
    printed = ", ".join(sorted(units)) or "no unit"
    whole = abs(facts.amount or ZERO)
    figures = quantity_figures(facts) | price_figures(facts) | {
        "invoiced_uom": printed if conversion is None or conversion.from_uom is None else conversion.from_uom,
        "invoiced_quantity": _invoiced_text(facts),
        "factor": "none" if conversion is None else factor_text(conversion.factor),
        "factor_source": FactorSource.NONE.value if conversion is None else conversion.source.value,
    }  # fmt: skip
    converted = {unit for unit in units if facts.group.conversion_of(unit) is not None}
    if conversion is None or converted - {conversion.from_uom}:
        return Verdict("uom_conversion.unit_differs", figures, whole)
    from_uom = conversion.from_uom
    if conversion.crossing or (from_uom is not None and crosses_dimensions(from_uom, facts.order_line.uom)):
        return Verdict("uom_conversion.crossing", figures, whole)
    if conversion.source not in _KNOWN_SOURCES or not _on_file(facts, conversion):
        return Verdict("uom_conversion.no_factor", figures, whole)
    if facts.has(Pattern.SUBSTITUTION) and not _factor_of(facts, _substitute(facts), conversion):
        return Verdict("uom_conversion.other_items_factor", figures | {"ordered_sku": facts.order_line.sku}, whole)
    return _converted_line(facts, figures)


def catch_weight_verdict(facts: GroupFacts) -> Verdict:
    """Judge a line billed by weight against the weight received, never by a fixed factor (S2.69)."""
    billed = facts.billed or ZERO
    figures = quantity_figures(facts)
    if not facts.pool.any_known or facts.billed is None:
        return Verdict("catch_weight.no_receipt", figures, billed * unit_value(facts))
    received = _nearest_weight(facts, billed)
    gap = billed - received
    ordered = facts.order_line.quantity
    use = over_use(facts.band, gap, ordered, hours=False) if gap > ZERO else short_use(facts.band, -gap, ordered)
    exposure = abs(gap) * unit_value(facts)
    figures = figures | {
        "receipt_quantity": quantity_text(received),
        "variance": signed(gap),
        "bands": bands_text((use,)),
    }
    # Where nothing is left of what came in there is no weight that could vary: a band does not stand for a receipt.
    inside = use.inside and received > ZERO
    if abs(gap) > facts.receipt_slack and not inside:
        return Verdict("catch_weight.differs", figures, exposure, (use,))
    if billed > facts.open_quantity * PLAUSIBLE_EXCESS:
        beyond = (billed - facts.open_quantity) * unit_value(facts)
        return Verdict("catch_weight.implausible", figures, beyond, (use,))
    return Verdict("catch_weight.agrees", figures, exposure, (use,) if gap else ())


def substitution_verdict(facts: GroupFacts) -> Verdict:
    """Judge another item than was ordered: only the vendor's own table clears it (S2.83 to S2.88, TRAP-6)."""
    entry = _table_entry(facts)
    vendor = facts.vendor
    clause = vendor.substitution_clause if vendor else SubstitutionClause.NONE
    whole = abs(facts.amount or ZERO)
    reference = (entry.reference if entry else None) or (vendor.substitution_reference if vendor else None)
    figures = quantity_figures(facts) | price_figures(facts) | {
        "ordered_sku": facts.order_line.sku,
        "shipped_sku": line_code(facts.lines[0].line) or (facts.group.evidence.substitute_code or "another item"),
        "clause": clause.value,
        "reference": reference or "no reference on file",
        "buyer_notified": "yes" if entry is not None and entry.buyer_notified else "no",
    }  # fmt: skip
    if entry is None:
        return Verdict("substitution.not_in_table", figures, whole)
    if clause is not SubstitutionClause.AT_OR_BELOW_PRICE:
        return Verdict("substitution.clause", figures, whole)
    if any(line.difference is None or line.difference > ZERO for line in facts.lines):
        return Verdict("substitution.above_price", figures, whole)
    if not entry.buyer_notified:
        return Verdict("substitution.not_notified", figures, whole)
    return Verdict("substitution.in_table", figures)


def bundled_verdict(facts: GroupFacts) -> Verdict:
    """Judge a charge rolled into the goods: never cleared; with the implied breakdown (S2.111 to S2.119)."""
    amount = facts.amount or ZERO
    evidence = facts.group.evidence
    differences = sum((line.difference for line in facts.lines if line.difference), ZERO)
    charge = evidence.bundled_amount if evidence.bundled_amount is not None else differences
    permitted = facts.vendor is not None and facts.vendor.bundled_accessorials_permitted
    kind = likely_kind(facts.vendor)
    figures = price_figures(facts) | {
        "goods_amount": money_text(amount - charge, facts.currency),
        "charge_amount": money_text(charge, facts.currency),
        "charge_kind": kind.value if kind else "not stated",
        "charge_account": charge_account(facts.policy, kind) or "not set",
        "goods_account": facts.order_line.gl_account or "not set",
    }
    if evidence.bundled_rate_percent is not None:
        figures["charge_rate_percent"] = quantity_text(evidence.bundled_rate_percent)
    rule = "bundled_accessorial.permitted" if permitted else "bundled_accessorial.refused"
    return Verdict(rule, figures, abs(charge))


def _unit(line: LineFacts) -> str | None:
    return line.line.uom.value if line.line.uom is not None else None


def _invoiced_text(facts: GroupFacts) -> str:
    """Write what was billed before the conversion; what a split bills in the order's own unit stands apart."""
    own, converted, apart = ZERO, ZERO, False
    for line in facts.lines:
        quantity = line.line.quantity.value if line.line.quantity is not None else ZERO
        if facts.group.evidence.conversion is not None and facts.group.conversion_of(_unit(line)) is None:
            own, apart = own + quantity, True
        else:
            converted += quantity
    return (
        f"{quantity_text(own)} {facts.order_line.uom} + {quantity_text(converted)}"
        if apart
        else quantity_text(converted)
    )


def _converted_line(facts: GroupFacts, figures: dict[str, str]) -> Verdict:
    uses: list[BandUse] = []
    for line in facts.lines:
        if line.difference and line.quantity:
            each = line_price_uses(facts, line.difference, line.quantity)
            uses += each
            if not any(use.inside for use in each):
                total = sum((abs(item.difference) for item in facts.lines if item.difference), ZERO)
                return Verdict("uom_conversion.outside_band", figures | {"bands": bands_text(uses)}, total, tuple(uses))
    exposure = sum((abs(line.difference) for line in facts.lines if line.difference), ZERO)
    return Verdict("uom_conversion.factor_known", figures, exposure, tuple(uses))


def _on_file(facts: GroupFacts, conversion: Conversion) -> bool:
    return _factor_of(facts, facts.order_line.sku, conversion)


def _factor_of(facts: GroupFacts, sku: str, conversion: Conversion) -> bool:
    """Tell whether an item has this factor on file or by physics; another item may be packed otherwise."""
    vendor_id = facts.vendor.vendor_id if facts.vendor else None
    factors = item_factors(facts.desk, replace(facts.order_line, sku=sku), vendor_id)
    if conversion.from_uom is not None:
        return factors.get(conversion.from_uom) == conversion.factor
    # No unit is printed (S2.68): some unit of the same dimension must have this factor on file.
    return any(
        factor == conversion.factor and not crosses_dimensions(unit, facts.order_line.uom)
        for unit, factor in factors.items()
    )


def _substitute(facts: GroupFacts) -> str:
    """Return the SKU that was billed instead of the ordered one, as the item master has it; else as printed."""
    printed = line_code(facts.lines[0].line) or (facts.group.evidence.substitute_code or "")
    key = facts.around.codes.key
    return next((sku for sku in facts.desk.items if key(sku) == key(printed)), printed)


def _nearest_weight(facts: GroupFacts, billed: Decimal) -> Decimal:
    running, sums = ZERO, [facts.pool.available]
    for units in facts.pool.left:
        running += units.quantity
        sums += [running, units.quantity]
    return min(sums, key=lambda received: (abs(received - billed), received))


def _table_entry(facts: GroupFacts) -> Substitution | None:
    # The table is asked again with the printed code; what matching says about it is not enough to clear on.
    if facts.vendor is None or len(facts.order_lines) != 1:
        return None
    key = facts.around.codes.key
    printed = {key(line_code(line.line)) for line in facts.lines}
    for entry in facts.desk.substitutions:
        same = entry.vendor_id == facts.vendor.vendor_id and entry.sku == facts.order_line.sku
        if same and printed == {key(entry.substitute_sku)}:
            return entry
    return None


def _exchangeable(facts: GroupFacts) -> bool:
    """Tell whether another open order line could stand for one of the set, or for all of it, with the same amount."""
    ties = facts.group.evidence.ties.values()
    if any(tie in (ItemTie.ORDER_LINE_REFERENCE, ItemTie.PERSON) for tie in ties):
        return False
    if ItemTie.CODE not in ties and any(_is_the_whole(facts, rival) for rival in facts.rivals):
        return True
    return any(_same_value(facts, mine, rival) for mine in facts.order_lines for rival in facts.rivals)


def _over_rival_orders(facts: GroupFacts) -> bool:
    """Tell whether the set lies over orders that fit alike while none is named: one of them is meant, not their sum."""
    rivals = any(finding.code == "rival_orders" for finding in facts.around.match.findings)
    return rivals and len({line.ref.po_number for line in facts.order_lines}) > 1


def _same_value(facts: GroupFacts, mine: OrderLine, rival: OrderLine) -> bool:
    taken = facts.is_taken(rival.ref)
    if taken or rival.open_quantity <= ZERO:
        return False
    gap = abs(mine.open_quantity * mine.unit_price - rival.open_quantity * rival.unit_price)
    return gap < minor_unit(facts.currency) and mine.open_quantity == rival.open_quantity


def _is_the_whole(facts: GroupFacts, rival: OrderLine) -> bool:
    if facts.is_taken(rival.ref) or rival.open_quantity <= ZERO or facts.amount is None:
        return False
    return round_amount(rival.open_quantity * rival.unit_price, facts.currency) == facts.amount


def _quantity_adds_up(facts: GroupFacts, opened: Decimal) -> bool:
    """Tell whether the printed quantity is the sum of the open ones, in the printed unit where there is one."""
    printed = facts.lines[0].line.uom
    if printed is None or {line.uom for line in facts.order_lines} == {printed.value}:
        return facts.billed == opened
    total = ZERO
    vendor_id = facts.vendor.vendor_id if facts.vendor else None
    for line in facts.order_lines:
        factor = unit_factor(facts.desk, line, vendor_id, printed.value)
        if factor is None:
            return False
        total += convert(line.open_quantity, 1 / factor)
    return facts.billed == total


def _lump(facts: GroupFacts) -> bool:
    line = facts.lines[0].line
    unit = line.uom.value if line.uom is not None else None
    return line.quantity is None or (line.quantity.value == 1 and (unit is None or unit in _LUMP_UNITS))


def _alternatives(facts: GroupFacts) -> str:
    sets = sets_text(facts.group.alternatives)
    return sets or f"({lines_text(facts.order_lines)}) or another line of the same value"


def _receipt_list(units: tuple[ReceivedUnits, ...]) -> str:
    return ", ".join(f"{u.receipt.receipt_no}: {quantity_text(u.quantity)}" for u in units) or "none left"


def _numbers(facts: GroupFacts) -> str:
    return ", ".join(str(number) for number in facts.group.invoice_lines)
