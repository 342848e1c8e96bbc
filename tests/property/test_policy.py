"""What holds for every invoice, not only for the ones somebody thought of."""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.decision import Decision, Lane
from app.domain.invoice import ChargeKind
from app.domain.item import LineClass
from app.domain.match import Pattern
from app.domain.money import HUNDRED, ZERO
from app.domain.policy import Band, HeaderBand, Policy
from app.domain.provenance import Certainty, Method
from tests.helpers.policy import POLICY, World, bill, charge, dec, group, order_line, receipt

AUTO = Lane.AUTO_RESOLVE
CLASSES = (LineClass.COMMODITY, LineClass.CONTRACT, LineClass.SERVICES, None)
CERTAINTIES = (Certainty.CONTRADICTED, Certainty.UNVERIFIED, Certainty.CONSISTENT, Certainty.PROVEN)


@dataclass(frozen=True)
class Damage:
    """What was done to one clean line: how much more is billed and charged, and how much was received."""

    ordered: int
    price: Decimal
    more: int
    dearer: Decimal
    received: int | None
    before: int


def cents(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda n: Decimal(n) / 100)


damages = st.builds(
    Damage,
    ordered=st.integers(1, 400),
    price=cents(1, 9000),
    more=st.integers(-20, 20) | st.just(0),
    dearer=cents(-60, 60) | st.just(ZERO),
    received=st.none() | st.integers(0, 420),
    before=st.integers(0, 30) | st.just(0),
)
percents = st.none() | st.integers(0, 12).map(Decimal)
bands = st.builds(
    Band, quantity_short_percent=percents, quantity_over_percent=percents, price_percent=percents,
    price_absolute=st.none() | st.integers(0, 60).map(Decimal), hours_over_authorised=percents,
)  # fmt: skip
policies = st.builds(
    lambda default, own, header: replace(POLICY, default=default, classes={LineClass.COMMODITY: own}, header=header),
    bands,
    bands,
    st.builds(HeaderBand, percents, st.none() | st.integers(0, 60).map(Decimal)),
)


def world_of(all_damage: list[Damage], policy: Policy, line_class: LineClass | None) -> World:
    lines, ordered, groups, receipts = [], [], [], []
    for number, damage in enumerate(all_damage, 1):
        sku = f"SKU{number}"
        billed = max(damage.ordered - damage.before + damage.more, 1)
        price = max(damage.price + damage.dearer, Decimal("0.01"))
        lines.append(bill(number, str(billed), str(price), code=sku))
        ordered.append(
            order_line(number, str(damage.ordered), str(damage.price), sku=sku, billed_quantity=dec(damage.before))
        )
        groups.append(group((Pattern.EXACT,), (number,), (number,)))
        if damage.received is not None:
            receipts.append(receipt(str(damage.received), f"RC-{number}", number))
    return World(tuple(lines), tuple(ordered), tuple(groups), tuple(receipts), policy=policy, line_class=line_class)


worlds = st.builds(world_of, st.lists(damages, min_size=1, max_size=4), policies, st.sampled_from(CLASSES))


def cleared(decision: Decision) -> list[bool]:
    return [decision.lane is AUTO, *(g.lane is AUTO for g in decision.groups)]


def wider(band: Band, by: int) -> Band:
    def more(value: Decimal | None) -> Decimal | None:
        return None if value is None else value + by

    return Band(
        more(band.quantity_short_percent), more(band.quantity_over_percent), more(band.price_percent),
        more(band.price_absolute), more(band.hours_over_authorised),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(worlds, st.integers(0, 30))
def test_widening_every_band_never_sends_more_to_people(world: World, by: int) -> None:
    policy = world.policy
    wide = replace(
        policy,
        default=wider(policy.default, by),
        classes={name: wider(band, by) for name, band in policy.classes.items()},
        header=HeaderBand(
            None if policy.header.percent is None else policy.header.percent + by,
            None if policy.header.absolute is None else policy.header.absolute + by,
        ),
    )
    for before, after in zip(cleared(world.decided), cleared(world.but(policy=wide).decided), strict=True):
        assert after or not before


@settings(max_examples=100, deadline=None)
@given(worlds, st.data())
def test_raising_a_certainty_never_sends_more_to_people(world: World, data: st.DataObject) -> None:
    low = data.draw(st.sampled_from(CERTAINTIES))
    high = data.draw(st.sampled_from(CERTAINTIES[CERTAINTIES.index(low) :]))
    method = data.draw(st.sampled_from(list(Method)))
    field = data.draw(st.sampled_from(["quantity", "unit_price", "amount"]))

    def with_certainty(certainty: Certainty) -> World:
        line = world.lines[0]
        value = replace(getattr(line, field), certainty=certainty, method=method)
        return world.but(lines=(replace(line, **{field: value}), *world.lines[1:]))

    for before, after in zip(cleared(with_certainty(low).decided), cleared(with_certainty(high).decided), strict=True):
        assert after or not before


@settings(max_examples=25, deadline=None)
@given(worlds)
def test_the_order_of_groups_and_lines_changes_nothing(world: World) -> None:
    expected = world.decided
    by_lines = {g.group.invoice_lines: g for g in expected.groups}
    for order in permutations(range(len(world.groups))):
        shuffled = world.but(
            groups=tuple(world.groups[i] for i in order), lines=tuple(world.lines[i] for i in reversed(order))
        ).decided
        assert shuffled.lane is expected.lane
        assert {g.group.invoice_lines: g for g in shuffled.groups} == by_lines
        assert {(f.rule, f.lane, f.exposure) for f in shuffled.findings} == {
            (f.rule, f.lane, f.exposure) for f in expected.findings
        }


@settings(max_examples=400, deadline=None)
@given(worlds)
def test_what_clears_can_be_checked_again_in_ten_lines(world: World) -> None:
    decision = world.decided
    for said, line, ordered in zip(decision.groups, world.lines, world.order_lines, strict=True):
        if said.lane is not AUTO:
            continue
        assert line.quantity is not None
        assert line.amount is not None
        band = world.policy.classes.get(world.line_class, Band()) if world.line_class else Band()
        default = world.policy.default

        def limit(key: str, band: Band = band, default: Band = default) -> Decimal:
            own = getattr(band, key)
            return getattr(default, key) or ZERO if own is None else own

        billed = line.quantity.value
        over = billed - ordered.open_quantity
        percent = limit("quantity_over_percent")
        if over > 0 and world.line_class is not LineClass.SERVICES:
            assert over * HUNDRED <= percent * ordered.quantity
        beyond = abs(line.amount.value - billed * ordered.unit_price)
        allowed = max(limit("price_percent") * billed * ordered.unit_price / HUNDRED, limit("price_absolute"))
        assert beyond <= allowed + Decimal("0.01")
        came = [r.quantity for r in world.receipts if r.ref == ordered.ref]
        if came and world.line_class is not LineClass.SERVICES:
            left = max(came[0] - ordered.billed_quantity, ZERO)
            assert billed <= left or (billed - left) * HUNDRED <= percent * ordered.quantity


@settings(max_examples=100, deadline=None)
@given(worlds, st.sampled_from(list(ChargeKind)), cents(1, 90000))
def test_a_cleared_document_pays_its_orders_within_the_header_band_and_permitted_charges(
    world: World, kind: ChargeKind, amount: Decimal
) -> None:
    sign = -1 if kind is ChargeKind.DISCOUNT else 1
    charged = world.but(charges=(charge(kind, str(sign * amount)),))
    decision = charged.decided
    if decision.lane is not AUTO:
        return
    terms = world.vendor.accessorials
    assert kind is ChargeKind.DISCOUNT or kind in terms
    cap = terms.get(kind)
    assert cap is None or amount <= cap
    assert all(said.lane is AUTO for said in decision.groups)
    beyond = sum(
        max(line.amount.value - line.quantity.value * ordered.unit_price, ZERO)
        for line, ordered in zip(world.lines, world.order_lines, strict=True)
        if line.amount and line.quantity
    )
    base = sum(ordered.quantity * ordered.unit_price for ordered in world.order_lines)
    header = world.policy.header
    allowed = max((header.percent or ZERO) * base / HUNDRED, header.absolute or ZERO)
    assert beyond <= allowed + len(world.lines) * Decimal("0.01")
