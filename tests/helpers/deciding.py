"""Generated invoices with terms, receipts and a policy, and a second, simpler judge of what must not clear.

The judge knows what was done to each order line and reads the decision table on its own: quantities, bands, terms and
receipts as plain sums. ``python -m tests.helpers.deciding 20000 [FIRST]`` decides so many, from this seed on, and
prints what cleared wrongly and how well matching found what was done.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from app.domain.decision import Decision, History, Lane
from app.domain.factors import known_factors
from app.domain.identifiers import code_key, look_alike_key
from app.domain.invoice import Invoice
from app.domain.item import LineClass
from app.domain.match import Desk, Group, Match
from app.domain.measure import crosses_dimensions
from app.domain.money import HUNDRED, ZERO
from app.domain.order import LineRef, OrderLine
from app.domain.policy import Band, Policy, ReceiptRule
from app.domain.receipt import Receipt
from app.domain.vendor import SubstitutionClause, Vendor
from app.policy.engine import decide
from tests.helpers.damage import make_scenario
from tests.helpers.damage_making import Done
from tests.helpers.matching import match_invoice
from tests.helpers.policy import POLICY, TODAY, read

CENTS = Decimal("0.02")
# What two printed decimals of a converted figure can explain.
ROUNDING = Decimal("0.001")
_LINES_OF_A_RATE = 3
_CLASSES: dict[LineClass, Band] = {
    LineClass.COMMODITY: Band(Decimal(10), Decimal(3), Decimal(2), Decimal(10)),
    LineClass.CONTRACT: Band(Decimal(3), Decimal(0), Decimal(0), Decimal(0)),
    LineClass.SPOT: Band(Decimal(3), Decimal(0), Decimal(5), Decimal(50)),
}


@dataclass(frozen=True, slots=True)
class Dealt:
    """One generated invoice with everything it is decided from, and what was done to its order."""

    invoice: Invoice
    desk: Desk
    policy: Policy
    band: Band
    done: tuple[Done, ...]

    @property
    def vendor(self) -> Vendor:
        return self.desk.vendors[0]

    def order_line(self, ref: LineRef) -> OrderLine:
        return self.desk.order_line(ref)

    def received(self, ref: LineRef) -> list[Decimal]:
        """Return what came in and is not billed yet: earlier billing used up the earliest receipts."""
        used, left = self.order_line(ref).already_invoiced_quantity, []
        for receipt in self.desk.receipts_for(ref):
            gone = min(used, receipt.quantity)
            used -= gone
            left.append(receipt.quantity - gone)
        return [quantity for quantity in left if quantity > ZERO]

    def matched(self) -> Match:
        return match_invoice(self.invoice, self.desk)

    def decided(self, match: Match | None = None) -> Decision:
        return decide(self.invoice, match or self.matched(), self.desk, self.policy, History(TODAY))


def deal(seed: int) -> Dealt:
    """Make one invoice with terms, receipts and a policy from a seed."""
    random = Random(seed)
    made = make_scenario(Random(seed))
    vendor = replace(
        made.desk.vendors[0],
        merged_lines_permitted=random.random() < 0.6,
        partial_shipments_permitted=random.random() < 0.6,
        bundled_accessorials_permitted=random.random() < 0.5,
        substitution_clause=random.choice(list(SubstitutionClause)),
    )
    line_class = random.choice((*_CLASSES, None))
    policy = replace(POLICY, receipts=random.choice(list(ReceiptRule)), classes=_CLASSES)
    desk = replace(
        made.desk,
        vendors=(vendor,),
        orders=tuple(replace(o, approved_by="M. Okafor", currency="USD") for o in made.desk.orders),
        receipts=tuple(_receipts(random, made.invoice, made.desk, made.done)),
        items={sku: replace(item, line_class=line_class) for sku, item in made.desk.items.items()},
    )
    total = sum((line.amount.value for line in made.invoice.lines if line.amount), ZERO)
    header = replace(made.invoice.header, invoice_date=read(date(2026, 3, 1)), total=read(total))
    band = _CLASSES[line_class] if line_class else POLICY.default
    return Dealt(replace(made.invoice, header=header), desk, policy, band, made.done)


def _receipts(random: Random, invoice: Invoice, desk: Desk, done: tuple[Done, ...]) -> Iterator[Receipt]:
    for each in done:
        for ref in each.po_lines:
            line = desk.order_line(ref)
            billed = [q.value for n in each.invoice_lines if (q := invoice.line(n).quantity)]
            plain = not {"merged", "uom_conversion"} & each.patterns
            kind = random.choice(("whole", "whole", "billed", "parts", "less", "none"))
            quantities = {
                "whole": [line.open_quantity],
                "less": [line.open_quantity - random.randint(1, 5)],
                "billed": [sum(billed, ZERO)] if plain else [],
                "parts": billed if plain else [],
                "none": [],
            }[kind]
            if line.already_invoiced_quantity and quantities and random.random() < 0.7:
                earlier = line.already_invoiced_quantity
                yield Receipt(f"R{ref.line_no}-0", ref, earlier, line.uom, date(2026, 1, 9), "DC Dayton")
            for number, quantity in enumerate(quantities, 1):
                if quantity > ZERO:
                    receipt_no = f"R{ref.line_no}-{number}"
                    yield Receipt(receipt_no, ref, quantity, line.uom, date(2026, 2, number), "DC Dayton")


def must_not_clear(dealt: Dealt, done: Done) -> list[str]:
    """Return why the table does not let these lines clear; empty where it does."""
    if not done.po_lines:
        return ["on no order"]
    if "bundled_accessorial" in done.patterns:
        return ["a bundled charge"]
    if "merged" in done.patterns:
        return list(_merge_faults(dealt, done))
    line = dealt.order_line(done.po_lines[0])
    faults = list(_code_faults(dealt, done, line))
    billed = _in_order_units(dealt, done, line)
    if billed is None:
        return [*faults, "no factor on file for the unit"]
    faults += _quantity_faults(dealt, done, line, billed)
    if "substitution" not in done.patterns:
        faults += _price_faults(dealt, done, line, billed)
    return faults


def wrongly_cleared(dealt: Dealt, decision: Decision) -> list[str]:
    """Return what cleared although the judge says that it must not, and what cleared against another order line."""
    wrong = []
    groups = {number: said for said in decision.groups for number in said.group.invoice_lines}
    held = False
    for done in dealt.done:
        held = held or bool(must_not_clear(dealt, done))
        for said in {id(g): g for n in done.invoice_lines if (g := groups[n]).lane is Lane.AUTO_RESOLVE}.values():
            meant = _part_of_one_ordered_twice(dealt, _exchanged(dealt, done, said.group.po_lines), said.group)
            meant = _rate_that_shows(dealt, meant, decision)
            faults = must_not_clear(dealt, meant)
            if _same_item_elsewhere(dealt, meant, said.group.po_lines):
                continue  # the item was ordered on two lines, and the other one explains the billing as well
            if faults:
                wrong.append(f"lines {done.invoice_lines} cleared by {said.rule}: {', '.join(faults)}")
            elif set(said.group.po_lines) != set(meant.po_lines):
                wrong.append(f"lines {done.invoice_lines} cleared against {said.group.po_lines}, not {done.po_lines}")
    if held and decision.lane is Lane.AUTO_RESOLVE:
        wrong.append("the document cleared")
    return wrong


def _rate_that_shows(dealt: Dealt, done: Done, decision: Decision) -> Done:
    """Judge a raised price by itself where fewer than three of those raised were found on an order (decision table)."""
    raised = {
        n for d in dealt.done if "bundled_accessorial" in d.patterns for n in d.invoice_lines if _adds_up(dealt, n)
    }
    found = {n for said in decision.groups if said.group.po_lines for n in said.group.invoice_lines}
    if not raised & set(done.invoice_lines) or len(raised & found) >= _LINES_OF_A_RATE:
        return done
    return replace(done, patterns=done.patterns - {"bundled_accessorial"} | {"price_variance"})


def _adds_up(dealt: Dealt, number: int) -> bool:
    """Tell whether a line multiplies: a charge put on its amount alone shows there, whatever the other lines say."""
    line = dealt.invoice.line(number)
    if line.quantity is None or line.unit_price is None or line.amount is None:
        return False
    return abs(line.quantity.value * line.unit_price.value - line.amount.value) <= CENTS


def _exchanged(dealt: Dealt, done: Done, refs: tuple[LineRef, ...]) -> Done:
    """Return what was really done for these order lines, if its invoice lines are print for print the same as these."""
    alike = [d for d in dealt.done if d.po_lines == refs and _print(dealt, d) == _print(dealt, done)]
    return alike[0] if alike else done


def _part_of_one_ordered_twice(dealt: Dealt, done: Done, group: Group) -> Done:
    """Judge a part by its own figures where the item stands on two order lines: parts may be divided between them."""
    part = set(group.invoice_lines) < set(done.invoice_lines) and len(group.po_lines) == len(done.po_lines) == 1
    if not part:
        return done
    item = dealt.order_line(done.po_lines[0])
    lines = [line for po in dealt.desk.orders for line in po.lines if (line.sku, line.uom) == (item.sku, item.uom)]
    if len(lines) < 2 or dealt.order_line(group.po_lines[0]) not in lines:
        return done
    kept = done.patterns - ({"split"} if len(group.invoice_lines) == 1 else set())
    return Done(group.invoice_lines, group.po_lines, kept)


def _print(dealt: Dealt, done: Done) -> list[str]:
    lines = (dealt.invoice.line(number) for number in done.invoice_lines)
    printed = ((x.item_code, x.quantity, x.uom, x.unit_price, x.price_basis, x.discount, x.amount) for x in lines)
    return sorted(str([getattr(value, "value", value) for value in row]) for row in printed)


def _same_item_elsewhere(dealt: Dealt, done: Done, refs: tuple[LineRef, ...]) -> bool:
    if set(refs) == set(done.po_lines) or len(refs) != 1 or len(done.po_lines) != 1:
        return False
    first, second = dealt.order_line(refs[0]), dealt.order_line(done.po_lines[0])
    # What came in tells two lines of one item apart; without it they must agree in all that is booked.
    came = dealt.received(refs[0]) or dealt.received(done.po_lines[0])
    same = ("sku", "uom", "unit_price") + (() if came else ("ship_to", "gl_account"))
    return all(getattr(first, name) == getattr(second, name) for name in same)


def _merge_faults(dealt: Dealt, done: Done) -> Iterator[str]:
    if not dealt.vendor.merged_lines_permitted:
        yield "merging is not permitted"
    for ref in done.po_lines:
        came = dealt.received(ref)
        if came and sum(came) < dealt.order_line(ref).open_quantity:
            yield "part of the merge did not come in"


def _code_faults(dealt: Dealt, done: Done, line: OrderLine) -> Iterator[str]:
    printed = dealt.invoice.line(done.invoice_lines[0]).item_code
    if "substitution" in done.patterns:
        table = {code_key(s.substitute_sku) for s in dealt.desk.substitutions if s.sku == line.sku}
        agreed = printed is not None and code_key(printed.value) in table
        if not agreed or dealt.vendor.substitution_clause is not SubstitutionClause.AT_OR_BELOW_PRICE:
            yield "a substitution that no table and clause cover"
    elif printed is not None:
        own = {look_alike_key(code) for code in (line.sku, line.vendor_item_code or "") if code}
        if look_alike_key(printed.value) not in own:
            yield "a code nobody knows"


def _in_order_units(dealt: Dealt, done: Done, line: OrderLine) -> list[Decimal] | None:
    factors = known_factors(dealt.desk.conversions, line.sku, dealt.vendor.vendor_id, line.uom)
    billed = []
    for number in done.invoice_lines:
        printed = dealt.invoice.line(number)
        assert printed.quantity is not None
        assert printed.amount is not None
        quantity = printed.quantity.value
        if "uom_conversion" in done.patterns:
            unit = printed.uom.value if printed.uom else None
            fitting = [
                quantity * factor.numerator / factor.denominator
                for name, factor in factors.items()
                if name != line.uom and unit in (None, name) and not crosses_dimensions(name, line.uom)
            ]
            slack = CENTS * 3 + printed.amount.value * ROUNDING
            near = [q for q in fitting if abs(q * line.unit_price - printed.amount.value) <= slack]
            # At another price the amount tells no unit; the printed one does.
            near = fitting if "price_variance" in done.patterns and unit is not None else near
            if not near:
                return None
            quantity = near[0]
        billed.append(quantity)
    return billed


def _quantity_faults(dealt: Dealt, done: Done, line: OrderLine, parts: list[Decimal]) -> Iterator[str]:
    short = dealt.band.quantity_short_percent or ZERO
    over = dealt.band.quantity_over_percent or ZERO
    came = dealt.received(line.ref)
    # A converted quantity was rounded when it was printed; it is what it is nearest to.
    billed = sum(parts, ZERO)
    near = [q for q in (line.open_quantity, *came, sum(came, ZERO)) if abs(q - billed) <= q * ROUNDING + CENTS]
    billed = near[0] if near and "uom_conversion" in done.patterns else billed
    partial = dealt.vendor.partial_shipments_permitted
    if "catch_weight" in done.patterns:
        gap = billed - sum(came, ZERO)
        band = over if gap > ZERO else short
        if not came or abs(gap) * HUNDRED > band * line.quantity:
            yield "the weight is not what came in"
    else:
        limit = min(line.open_quantity, sum(came, ZERO)) if came else line.open_quantity
        if (billed - limit) * HUNDRED > over * line.quantity:
            yield "more than may be billed"
        confirmed = partial and (billed == sum(came, ZERO) or billed in came)
        if (line.open_quantity - billed) * HUNDRED > short * line.quantity and not confirmed:
            yield "less than is open"
    if "split" in done.patterns:
        spare = Counter(came)
        spare.subtract(parts)
        if not partial or min(spare.values()) < 0:
            yield "a split without a receipt for each part, or not permitted"


def _price_faults(dealt: Dealt, done: Done, line: OrderLine, parts: list[Decimal]) -> Iterator[str]:
    for number, quantity in zip(done.invoice_lines, parts, strict=True):
        amount = dealt.invoice.line(number).amount
        assert amount is not None
        expected = quantity * line.unit_price
        gap = abs(amount.value - expected)
        percent, absolute = dealt.band.price_percent or ZERO, dealt.band.price_absolute or ZERO
        rounded = expected * ROUNDING if "uom_conversion" in done.patterns else ZERO
        if gap > CENTS * 3 + rounded and gap * HUNDRED > percent * expected and gap > absolute:
            yield "another price"


@dataclass(slots=True)
class Tally:
    """What matching made of what was done: links, whole groups, patterns, and how often it said that it cannot tell."""

    links: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    patterns: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lanes: Counter[str] = field(default_factory=Counter)

    def count(self, dealt: Dealt, match: Match, decision: Decision) -> None:
        """Compare one invoice's groups with what was done; ambiguous groups are counted apart."""
        said = {number: group for group in match.groups for number in group.invoice_lines}
        for done in dealt.done:
            found = [said[number] for number in done.invoice_lines]
            if any(group.ambiguous for group in found):
                self.groups["ambiguous"] += 1
                continue
            whole = found[0].invoice_lines == done.invoice_lines and found[0].po_lines == done.po_lines
            self.groups["recovered" if whole else "other"] += 1
            named = {pattern.value for group in found for pattern in group.patterns}
            for pattern in named | done.patterns:
                kind = "right" if pattern in named & done.patterns else "invented" if pattern in named else "missed"
                self.patterns[pattern][kind] += 1
            mine = {(number, ref) for number in done.invoice_lines for ref in done.po_lines}
            theirs = {(number, ref) for number in done.invoice_lines for ref in said[number].po_lines}
            self.links.update(right=len(mine & theirs), invented=len(theirs - mine), missed=len(mine - theirs))
        self.lanes[decision.lane.value] += 1
        self.lanes["could clear"] += not any(must_not_clear(dealt, done) for done in dealt.done)

    def lines(self) -> Iterator[str]:
        """Yield what is printed."""
        yield f"groups: {dict(self.groups)}; lanes: {dict(self.lanes)}"
        yield f"links: F1 {_f1(self.links)} {dict(self.links)}"
        for pattern, counted in sorted(self.patterns.items()):
            yield f"{pattern:<20} F1 {_f1(counted)} {dict(counted)}"


def _f1(counted: Counter[str]) -> str:
    whole = 2 * counted["right"] + counted["invented"] + counted["missed"]
    return f"{Decimal(200 * counted['right']) / whole:.2f}" if whole else "none"


def main(first: int, count: int) -> int:
    """Decide so many invoices; return how many cleared wrongly."""
    tally = Tally()
    wrong = 0
    for seed in range(first, first + count):
        dealt = deal(seed)
        match = dealt.matched()
        decision = dealt.decided(match)
        tally.count(dealt, match, decision)
        for fault in wrongly_cleared(dealt, decision):
            wrong += 1
            sys.stdout.write(f"seed {seed}: {fault}\n")
    sys.stdout.write("".join(f"{line}\n" for line in tally.lines()))
    sys.stdout.write(f"{count} invoices decided, {wrong} cleared wrongly\n")
    return wrong


if __name__ == "__main__":
    asked = [int(text) for text in sys.argv[1:3]] or [1000]
    sys.exit(1 if main(asked[1] if len(asked) > 1 else 0, asked[0]) else 0)
