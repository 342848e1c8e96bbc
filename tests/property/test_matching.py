"""What must hold for every invoice: damage is recovered or called ambiguous; order of lines changes nothing.

The invoices come from ``tests.helpers.damage``: an order, what the vendor did to its lines, and how it is printed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.invoice import InvoiceLine
from app.domain.match import Desk, Group, Match, Pattern
from app.domain.measure import convert
from app.domain.money import EXACT
from app.domain.order import LineRef
from app.domain.provenance import Extracted
from tests.helpers.catalogue import UNRELATED
from tests.helpers.damage import DAMAGES, make_scenario
from tests.helpers.damage_making import Done, Scenario
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, match_invoice, order, ordered

seeds = st.integers(min_value=0, max_value=2**32)
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def scenario(seed: int, *, whole: bool = True, damages: tuple[str, ...] = tuple(DAMAGES)) -> Scenario:
    return make_scenario(Random(seed), whole=whole, damages=damages)


def group_of(match: Match) -> dict[int, Group]:
    return {number: group for group in match.groups for number in group.invoice_lines}


def printed(made: Scenario, numbers: tuple[int, ...]) -> list[str]:
    """Return what is printed on lines, their wording aside: lines alike in this may change places."""
    lines = [made.invoice.line(number) for number in numbers]
    return sorted(str((x.quantity, x.unit_price, x.amount, x.item_code, x.uom)) for x in lines)


def recovered(done: Done, group: Group, made: Scenario) -> bool:
    return (
        printed(made, group.invoice_lines) == printed(made, done.invoice_lines)
        and group.po_lines == done.po_lines
        and {str(p) for p in group.patterns} == set(done.patterns)
    )


@SETTINGS
@given(seeds)
def test_every_line_is_in_one_group_and_no_order_line_in_two(seed: int) -> None:
    made = scenario(seed)
    match = match_invoice(made.invoice, made.desk)
    numbers = [number for group in match.groups for number in group.invoice_lines]
    assert sorted(numbers) == [line.line_no for line in made.invoice.lines]
    used = [ref for group in match.groups if not group.ambiguous for ref in group.po_lines]
    assert len(used) == len(set(used))


@SETTINGS
@given(seeds)
def test_what_was_done_on_a_named_order_is_recovered_or_called_ambiguous(seed: int) -> None:
    made = scenario(seed)
    named = replace(made.invoice, header=replace(made.invoice.header, po_numbers=_all_named(made)))
    groups = group_of(match_invoice(named, made.desk))
    for done in made.done:
        found = [group for group in groups.values() if set(group.po_lines) & set(done.po_lines)] or [
            groups[number] for number in done.invoice_lines
        ]
        assert all(recovered(done, group, made) or group.ambiguous for group in found), (done, found)


@SETTINGS
@given(seeds)
def test_a_damaged_line_is_never_called_exact(seed: int) -> None:
    made = scenario(seed)
    groups = group_of(match_invoice(made.invoice, made.desk))
    undamaged = [printed(made, (n,)) for done in made.done if done.patterns == {"exact"} for n in done.invoice_lines]
    for done in made.done:
        if done.patterns != {"exact"}:
            for number in done.invoice_lines:
                group = groups[number]
                alike = printed(made, (number,)) in undamaged
                assert alike or group.ambiguous or group.patterns != (Pattern.EXACT,)


@SETTINGS
@given(seeds, st.randoms(use_true_random=False))
@example(seed=15185909, random=Random(0))
def test_the_order_of_the_lines_changes_nothing(seed: int, random: Random) -> None:
    made = scenario(seed)
    lines = list(made.invoice.lines)
    random.shuffle(lines)
    new_numbers = {line.line_no: number for number, line in enumerate(lines, 1)}
    shuffled = replace(made.invoice, lines=tuple(replace(x, line_no=new_numbers[x.line_no]) for x in lines))
    before, after = match_invoice(made.invoice, made.desk), match_invoice(shuffled, made.desk)
    assert _outcome(before, dict(zip(new_numbers, new_numbers, strict=True)), made) == _outcome(
        after, {new: old for old, new in new_numbers.items()}, made
    )


strangers = st.lists(
    st.tuples(st.sampled_from(UNRELATED), st.integers(2, 90), st.integers(100_000, 900_000)), min_size=1, max_size=6
)


@SETTINGS
@given(seeds, strangers, st.sampled_from(["V1", "V9"]))
def test_an_unrelated_order_changes_no_group(seed: int, lines: list[tuple[str, int, int]], vendor: str) -> None:
    """Neither another vendor's order nor one of this vendor for other goods; a merge by its amount alone aside."""
    made = scenario(seed, whole=False)
    stranger = order(
        "PO-90001",
        *(ordered(n, f"X9{n}", f"{text} no {n}", str(quantity), "LS", f"{cents / 100:.2f}")
          for n, (text, quantity, cents) in enumerate(lines, 1)),
        vendor_id=vendor,
    )  # fmt: skip
    more = replace(made.desk, orders=(stranger, *made.desk.orders))
    assert match_invoice(made.invoice, made.desk).groups == match_invoice(made.invoice, more).groups


@SETTINGS
@given(seeds)
def test_a_group_s_arithmetic_can_be_checked_again_from_its_evidence(seed: int) -> None:
    made = scenario(seed)
    for group in match_invoice(made.invoice, made.desk).groups:
        if group.ambiguous or not group.po_lines:
            continue
        problem = recheck(group, made.desk)
        assert problem == "", (problem, group)


def recheck(group: Group, desk: Desk) -> str:
    """Check a group that could clear by its evidence and the order alone."""
    evidence, lines = group.evidence, [desk.order_line(ref) for ref in group.po_lines]
    with localcontext(EXACT):
        if Pattern.MERGED in group.patterns:
            total = sum((line.open_quantity * line.unit_price for line in lines), Decimal(0))
            return "" if abs(total - (evidence.billed_amount or 0)) <= Decimal("0.01") * len(lines) else "sum"
        if set(group.patterns) <= {Pattern.EXACT, Pattern.SPLIT, Pattern.UOM_CONVERSION}:
            if evidence.billed_quantity is None:
                return "quantity missing"
            if abs(evidence.billed_quantity - lines[0].open_quantity) > evidence.quantity_slack:
                return "quantity"
            price = evidence.billed_unit_price
            if price is not None and abs(price - lines[0].unit_price) > evidence.price_slack:
                return "price"
            asked = evidence.billed_quantity * lines[0].unit_price
            slack = evidence.billed_quantity * evidence.price_slack + Decimal("0.01") * len(group.invoice_lines)
            return "" if abs((evidence.billed_amount or 0) - asked) <= slack else "amount"
    return ""


@SETTINGS
@given(seeds)
def test_converting_there_and_back_is_the_same_quantity(seed: int) -> None:
    made = scenario(seed)
    for group in match_invoice(made.invoice, made.desk).groups:
        conversion = group.evidence.conversion
        if conversion is not None and group.evidence.billed_quantity is not None:
            quantity = group.evidence.billed_quantity
            # Sixty digits are kept; a factor that does not end leaves its trace in the last of them.
            assert abs(convert(convert(quantity, 1 / conversion.factor), conversion.factor) - quantity) < Decimal(
                "1e-40"
            )


@SETTINGS
@given(seeds, st.dictionaries(st.sampled_from(sorted(WEIGHTS.levels)), st.integers(-300, 300), min_size=1))
def test_no_learned_weight_settles_what_the_shipped_ones_leave_open(seed: int, learned: dict[str, int]) -> None:
    """However far a desk's own weights may go: what is not ambiguous is what the shipped weights say too."""
    made = scenario(seed)
    shipped = match_invoice(made.invoice, made.desk)
    both = match_invoice(made.invoice, replace(made.desk, learned_weights=learned))
    assert sorted(n for g in both.groups for n in g.invoice_lines) == [line.line_no for line in made.invoice.lines]
    assert all(group in shipped.groups for group in both.groups if not group.ambiguous)
    assert set(shipped.findings) <= set(both.findings)


def _all_named(made: Scenario) -> tuple[Extracted[str], ...]:
    """Return the numbers of the orders that were billed, as if the invoice printed each of them rightly."""
    numbers = dict.fromkeys(("PO-20417", *(ref.po_number for done in made.done for ref in done.po_lines)))
    return tuple(Extracted(number, number) for number in numbers)


def _outcome(match: Match, back: dict[int, int], made: Scenario) -> set[object]:
    """Return the groups in terms of what is printed on their lines, so that lines alike in print may change places.

    So may lines of an order that order the same goods at the same price.
    """
    return {
        (
            tuple(printed(made, tuple(back[number] for number in group.invoice_lines))),
            _goods(group.po_lines, made),
            frozenset(group.patterns),
            frozenset(_goods(reading, made) for reading in group.alternatives),
        )
        for group in match.groups
    }


def _goods(refs: tuple[LineRef, ...], made: Scenario) -> tuple[str, ...]:
    """Return which goods these lines order, at which price."""
    ordered_lines = {line.ref: line for one in made.desk.orders for line in one.lines}
    lines = [ordered_lines[ref] for ref in refs]
    return tuple(
        sorted(
            f"{line.ref.po_number} {line.sku} {line.quantity} {line.uom} {line.unit_price} "
            f"{line.already_invoiced_quantity} {line.billed_quantity}"
            for line in lines
        )
    )


words = st.text('abcdefgh 0123456789-/.xX,"', max_size=30)
rubbish = st.builds(
    billed,
    st.just(0),
    st.one_of(st.none(), st.text("ABC0123 -", max_size=8), st.sampled_from(["S1", "S2"])),
    st.one_of(words, st.just("Hex bolt M8 x 40")),
    st.one_of(st.none(), st.sampled_from(["0", "-3", "10", "240", "0.005", "999999999999"])),
    st.one_of(st.none(), st.sampled_from(["EA", "CS", "LB", "KG", "", "??"])),
    st.one_of(st.none(), st.sampled_from(["0.00", "24.00", "1.00", "-24.00", "0.0001"])),
    st.one_of(st.none(), st.sampled_from(["0.00", "240.00", "-240.00", "0.01", "99999999.99"])),
    po_line=st.one_of(st.none(), st.integers(min_value=0, max_value=9)),
    po_number=st.one_of(st.none(), st.sampled_from(["PO-1", "PO-2", "P0-1", "7"])),
    basis=st.sampled_from(["1", "100", "0"]),
    discount=st.one_of(st.none(), st.sampled_from(["0", "24.00", "-5"])),
)


@SETTINGS
@given(st.lists(rubbish, max_size=6), st.sampled_from([(), ("PO-1",), ("PO-9",), ("PO-1", "PO-2")]))
def test_whatever_is_read_every_line_gets_a_group_and_nothing_fails(
    lines: list[InvoiceLine], numbers: tuple[str, ...]
) -> None:
    known = desk(
        order(
            "PO-1",
            ordered(1, "S1", "Hex bolt M8 x 40", "10", "CS", "24.00"),
            ordered(2, "S2", "Caustic soda beads", "0", "LB", "0"),
            ordered(3, "S3", "Hex bolt M8 x 40", "10", "CS", "24.00", already="12"),
        ),
        order("PO-2", ordered(1, "S1", "Hex bolt M8 x 40", "10", "CS", "24.00")),
        conversions=[("S1", "CS", "EA", "24"), ("S2", "CS", "LB", "4.8")],
        catch_weight=["S2"],
    )
    numbered = [replace(line, line_no=number) for number, line in enumerate(lines, 1)]
    match = match_invoice(invoice(*numbered, orders=numbers), known)
    assert sorted(n for g in match.groups for n in g.invoice_lines) == list(range(1, len(lines) + 1))
    assert all(group.patterns and group.explanation for group in match.groups)
