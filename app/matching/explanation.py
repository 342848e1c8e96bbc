"""What is said about a group: one sentence, the equation that proves it, and why other candidates were refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.domain.match import Conversion, FactorSource, Group, GroupEvidence, Pattern
from app.domain.money import percent_of, price_text, round_amount, trimmed
from app.matching.ambiguity import Settled
from app.matching.candidates import Candidates
from app.matching.descriptions import TextLevel
from app.matching.hypothesis import Hypothesis
from app.matching.likeness import Code, Likeness
from app.matching.lines import Ground
from app.matching.pair_reading import Price, Quantity


def explained(settled: Settled, ground: Ground, candidates: Candidates) -> Group:
    """Turn a settled hypothesis into a group that says what it rests on."""
    hypothesis = settled.hypothesis
    if settled.readings:
        return _ambiguous(settled)
    if Pattern.NOT_ON_PO in hypothesis.patterns:
        line = ground.billed_line(hypothesis.invoice_lines[0])
        nearest = tuple(_why_not(link) for link in candidates.nearest(line))
        return Group(
            hypothesis.invoice_lines,
            (),
            hypothesis.patterns,
            hypothesis.evidence,
            nearest=nearest,
            explanation="Nothing on the orders in question explains this line."
            + (f" Nearest: {nearest[0]}." if nearest else ""),
        )
    evidence = hypothesis.evidence
    if not evidence.equation:
        evidence = replace(evidence, equation=equation_of(hypothesis))
    return Group(
        hypothesis.invoice_lines, hypothesis.po_lines, hypothesis.patterns, evidence,
        explanation=_sentence(hypothesis, evidence, ground),
    )  # fmt: skip


def _ambiguous(settled: Settled) -> Group:
    parts = (settled.hypothesis, *settled.others)
    lines = tuple(sorted(n for h in parts for n in h.invoice_lines))
    patterns = tuple(p for p in Pattern if any(p in h.patterns for h in parts))
    if Pattern.EXACT in patterns and len(patterns) > 1:
        patterns = tuple(p for p in patterns if p is not Pattern.EXACT)
    union = tuple(sorted({ref for reading in settled.readings for ref in reading}))
    named = "; ".join(_lines_text(reading) for reading in dict.fromkeys(settled.readings))
    said = f"More than one reading fits, and nothing on the invoice tells them apart: {named}."
    if len(set(settled.readings)) == 1:
        said = f"These lines can be divided among {named} in more than one way."
    return Group(
        lines,
        union,
        patterns,
        settled.hypothesis.evidence,
        alternatives=settled.readings,
        explanation=said,
    )


def _lines_text(refs: Sequence[tuple[str, int]]) -> str:
    return " + ".join(f"{po} line {no}" for po, no in refs) if refs else "no order line"


def equation_of(hypothesis: Hypothesis) -> str:
    """Write out the arithmetic of a group against one order line, in figures as billed."""
    terms = []
    for link in hypothesis.links:
        billed, figures = link.billed, link.billed.figures
        quantity = trimmed(billed.quantity) if billed.quantity is not None else "?"
        unit = f" {billed.uom}" if billed.uom else ""
        price = price_text(figures.price) if figures.price is not None else "?"
        amount = price_text(figures.amount) if figures.amount is not None else "?"
        terms.append(f"{quantity}{unit} × {price} → {amount}")
    evidence = hypothesis.evidence
    order = hypothesis.links[0].ordered.line
    converted = ""
    if evidence.conversion is not None and evidence.billed_quantity is not None:
        converted = f" = {_short(evidence.billed_quantity)} {order.uom} ({conversion_text(evidence.conversion)})"
    ordered = ""
    if evidence.billed_quantity is not None and evidence.ordered_amount is not None:
        ordered = (
            f"; at the order's price {_short(evidence.billed_quantity)} {order.uom} × {price_text(order.unit_price)}"
            f" = {price_text(evidence.ordered_amount)}"
        )
    return " + ".join(terms) + converted + ordered


def conversion_text(conversion: Conversion) -> str:
    """Say a conversion the way people do: with the factor above one."""
    unit = conversion.from_uom or "(no unit printed)"
    if conversion.source is FactorSource.NONE:
        return f"{unit} to {conversion.to_uom}: no factor known"
    if conversion.factor >= 1:
        return f"1 {unit} = {_fraction(conversion.factor)} {conversion.to_uom}, {conversion.source}"
    return f"1 {conversion.to_uom} = {_fraction(1 / conversion.factor)} {unit}, {conversion.source}"


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return _short(Decimal(value.numerator) / Decimal(value.denominator))


def _short(value: Decimal) -> str:
    return trimmed(value.quantize(Decimal("0.0001"))) if value.as_tuple().exponent < -4 else trimmed(value)  # type: ignore[operator]


def _sentence(hypothesis: Hypothesis, evidence: GroupEvidence, ground: Ground) -> str:
    where = _lines_text(hypothesis.po_lines)
    if Pattern.MERGED in hypothesis.patterns:
        return f"One line for {len(hypothesis.po_lines)} order lines ({where}): {evidence.equation}."
    parts = [_part(pattern, hypothesis, evidence) for pattern in hypothesis.patterns]
    ties = sorted({str(tie) for tie in evidence.ties.values()})
    return f"{where}, tied by {' and '.join(ties)}: {'; '.join(parts)}."


def _part(pattern: Pattern, hypothesis: Hypothesis, evidence: GroupEvidence) -> str:
    ordered = hypothesis.links[0].ordered
    unit = ordered.line.uom
    billed = _short(evidence.billed_quantity) if evidence.billed_quantity is not None else "an unread quantity"
    match pattern:
        case Pattern.EXACT:
            return f"{billed} {unit} at {price_text(ordered.line.unit_price)} as ordered"
        case Pattern.SPLIT:
            return f"{len(hypothesis.invoice_lines)} lines add up to {billed} of {trimmed(ordered.open)} {unit} open"
        case Pattern.QUANTITY_SHORT:
            return f"{billed} {unit} billed, short of the {trimmed(ordered.open)} open"
        case Pattern.QUANTITY_OVER:
            return f"{billed} {unit} billed, more than the {trimmed(ordered.open)} open"
        case Pattern.UOM_CONVERSION:
            assert evidence.conversion is not None
            return f"billed in another unit ({conversion_text(evidence.conversion)})"
        case Pattern.CATCH_WEIGHT:
            return f"billed by actual weight, {billed} {unit} against {trimmed(ordered.open)} open"
        case Pattern.SUBSTITUTION:
            return f"item {evidence.substitute_code or 'not named'} billed for the {ordered.line.sku} ordered"
        case Pattern.BUNDLED_ACCESSORIAL:
            return _bundled_text(evidence)
        case Pattern.PRICE_VARIANCE:
            return _price_text(evidence, ordered.line.unit_price)
        case Pattern.MERGED | Pattern.NOT_ON_PO:
            raise AssertionError(f"{pattern} has a sentence of its own")


def _bundled_text(evidence: GroupEvidence) -> str:
    rate = evidence.bundled_rate_percent
    every = f" ({trimmed(rate)} % on every inflated line)" if rate else ""
    return f"{price_text(evidence.bundled_amount or Decimal(0))} beyond the goods at the order's price{every}"


def _price_text(evidence: GroupEvidence, ordered: Decimal) -> str:
    if evidence.billed_unit_price is None:
        return f"no unit price that could be compared with the {price_text(ordered)} ordered"
    apart = percent_of(evidence.billed_unit_price - ordered, ordered)
    percent = f" ({round_amount(apart):+f} %)" if apart is not None else ""
    billed = price_text(Decimal(_short(evidence.billed_unit_price)))
    return f"price {billed} against {price_text(ordered)} ordered{percent}"


def _why_not(link: Likeness) -> str:
    """Name one candidate and why it was refused."""
    ref, identity, reading = link.ordered.ref, link.identity, link.reading
    reasons = []
    if identity.code in (Code.UNKNOWN, Code.OTHER_ITEM):
        reasons.append(str(identity.code))
    if identity.text.level not in (TextLevel.SAME, TextLevel.CONTAINED):
        reasons.append(str(identity.text.level))
    if reading.price_is is not Price.EQUAL:
        reasons.append("price differs" if reading.price is not None else "price cannot be compared")
    if reading.quantity_is is not Quantity.EQUAL:
        reasons.append("quantity differs" if reading.quantity is not None else "quantity cannot be compared")
    why = ", ".join(reasons) or "another line fits it better"
    return f"{ref.po_number} line {ref.line_no} ({link.ordered.line.description}): {why}"
