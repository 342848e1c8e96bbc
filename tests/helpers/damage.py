"""Orders and invoices made up together: what a vendor did to each order line is known, so that matching can be judged.

Everything is drawn from one ``Random``, so that Hypothesis can drive and shrink it and a long run can seed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from app.domain.identifiers import code_key
from app.domain.item import Substitution
from app.domain.match import Desk
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.provenance import Extracted, Method
from tests.helpers.catalogue import CENT, UNRELATED, Good, goods
from tests.helpers.damage_making import Making, Scenario, money
from tests.helpers.matching import VENDOR, invoice, order
from tests.helpers.matching import number as figure

_COUNTED = ("EA", "BX", "CS", "DZ")


def _billed_exactly(making: Making, line: OrderLine) -> None:
    making.record((making.bill(line, line.open_quantity, line.unit_price),), (line.ref,), "exact")


def _short(making: Making, line: OrderLine) -> None:
    if line.open_quantity < 2:
        _billed_exactly(making, line)
        return
    less = line.open_quantity - _part_of(making.random, line.open_quantity)
    making.record((making.bill(line, less, line.unit_price),), (line.ref,), "quantity_short")


def _over(making: Making, line: OrderLine) -> None:
    more = line.open_quantity + _part_of(making.random, line.open_quantity)
    making.record((making.bill(line, more, line.unit_price),), (line.ref,), "quantity_over")


def _short_and_dear(making: Making, line: OrderLine) -> None:
    if line.open_quantity < 2:
        _other_price(making, line)
        return
    less = line.open_quantity - _part_of(making.random, line.open_quantity)
    price = money(line.unit_price * Decimal("1.06")) + CENT
    making.record((making.bill(line, less, price),), (line.ref,), "quantity_short", "price_variance")


def _blank_price(making: Making, line: OrderLine) -> None:
    number = making.bill(line, line.open_quantity, None, amount=money(line.open_quantity * line.unit_price))
    making.record((number,), (line.ref,), "exact")


def _misread_code(making: Making, line: OrderLine) -> None:
    """A scan that takes one character of the code for another."""
    code = line.vendor_item_code or line.sku
    at = making.random.randrange(1, len(code))
    swapped = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}.get(code[at])
    if making.method is not Method.OCR or swapped is None or not making.coded:
        _billed_exactly(making, line)
        return
    number = making.bill(line, line.open_quantity, line.unit_price, code=code[:at] + swapped + code[at + 1 :])
    making.record((number,), (line.ref,), "exact")


def _other_price(making: Making, line: OrderLine) -> None:
    share = Decimal(making.random.choice((-12, -5, -2, 2, 3, 7, 13))) / 100
    price = money(line.unit_price * (1 + share))
    if price == line.unit_price:
        price += CENT
    making.record((making.bill(line, line.open_quantity, price),), (line.ref,), "price_variance")


def _in_pieces(making: Making, line: OrderLine) -> None:
    """Bill in the smaller unit of the pack; with the factor on file, or not."""
    good = making.goods[line.ref]
    if good.pack is None:
        _billed_exactly(making, line)
        return
    small, count = good.pack
    if making.random.random() < 0.3:
        making.conversions = [c for c in making.conversions if c.sku != line.sku]
    unit = small if making.with_units and making.random.random() < 0.7 else None
    price = (line.unit_price / count).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    quantity = line.open_quantity
    more: list[str] = []
    if making.random.random() < 0.3:
        quantity, more = _changed_quantity(making.random, line.open_quantity)
    number = making.bill(line, quantity * count, price, uom=unit, amount=money(quantity * line.unit_price))
    making.record((number,), (line.ref,), "uom_conversion", *more)


def _changed_quantity(random: Random, quantity: Decimal) -> tuple[Decimal, list[str]]:
    """Return a few per cent more or less, in whole order units, and what that is called."""
    few = Decimal(max(1, int(quantity) // 20))
    if random.random() < 0.5 or few >= quantity:
        return quantity + few, ["quantity_over"]
    return quantity - few, ["quantity_short"]


def _split(making: Making, line: OrderLine) -> None:
    parts = _parts(making.random, line.open_quantity)
    if len(parts) < 2:
        _billed_exactly(making, line)
        return
    over = making.random.random() < 0.25
    if over:
        parts[-1] += 1
    numbers = tuple(making.bill(line, part, line.unit_price) for part in parts)
    making.record(numbers, (line.ref,), "split", *(["quantity_over"] if over else []))


def _split_in_pieces(making: Making, line: OrderLine) -> None:
    good = making.goods[line.ref]
    parts = _parts(making.random, line.open_quantity)
    if good.pack is None or len(parts) < 2:
        _split(making, line)
        return
    small, count = good.pack
    price = (line.unit_price / count).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    over = making.random.random() < 0.4
    if over:
        parts[-1] += 1
    numbers = tuple(
        making.bill(line, part * count, price, uom=small, amount=money(part * line.unit_price)) for part in parts
    )
    making.record(numbers, (line.ref,), "split", "uom_conversion", *(["quantity_over"] if over else []))


def _substituted(making: Making, line: OrderLine) -> None:
    random = making.random
    code = f"ZZ{random.randint(1000, 9999)}"
    kind = random.choice(("table", "known", "brand"))
    price = line.unit_price
    if kind == "table":
        making.substitutions.append(Substitution("V1", line.sku, code, reference="MSA 4.1", buyer_notified=True))
        price = money(line.unit_price * Decimal("0.95"))
        description = f"{line.description}, Rev C"
    elif kind == "known":
        making.known.add(code)
        description = f"{line.description}, Rev B"
    else:
        description = f"Crestline {line.description}"
    number = making.bill(line, line.open_quantity, price, code=code, description=description)
    making.record((number,), (line.ref,), "substitution")


def _flat_charge(making: Making, line: OrderLine) -> None:
    charge = Decimal(making.random.randint(500, 9000)) * CENT
    number = making.bill(line, line.open_quantity, line.unit_price, extra=charge)
    making.record((number,), (line.ref,), "bundled_accessorial")


def _in_kilograms(making: Making, line: OrderLine) -> None:
    """Bill pounds in kilograms, rounded as printed."""
    if line.uom != "LB":
        _billed_exactly(making, line)
        return
    quantity = money(line.open_quantity * Decimal("0.45359237"))
    price = money(line.unit_price / Decimal("0.45359237"))
    making.record((making.bill(line, quantity, price, uom="KG"),), (line.ref,), "uom_conversion")


def _per_hundred(making: Making, line: OrderLine) -> None:
    """Print the price per hundred; half of the time without saying so."""
    number = making.bill(
        line, line.open_quantity, line.unit_price * 100, amount=money(line.open_quantity * line.unit_price)
    )
    if making.random.random() < 0.5:
        making.lines[-1] = replace(making.lines[-1], price_basis=Decimal(100))
    making.record((number,), (line.ref,), "exact")


def _discounted(making: Making, line: OrderLine) -> None:
    """Print a list price and the discount that leads to the order's price."""
    listed = line.unit_price + Decimal(making.random.randint(50, 300)) * CENT
    number = making.bill(line, line.open_quantity, listed, amount=money(line.open_quantity * line.unit_price))
    discount = line.open_quantity * listed - money(line.open_quantity * line.unit_price)
    making.lines[-1] = replace(making.lines[-1], discount=figure(str(discount)))
    making.record((number,), (line.ref,), "exact")


def _wrong_unit(making: Making, line: OrderLine) -> None:
    """Print another unit beside the order's own figures."""
    if making.goods[line.ref].catch_weight:
        _billed_exactly(making, line)
        return
    other = making.random.choice([unit for unit in _COUNTED if unit != line.uom])
    making.record((making.bill(line, line.open_quantity, line.unit_price, uom=other),), (line.ref,), "uom_conversion")


def _split_and_dear(making: Making, line: OrderLine) -> None:
    """Bill in parts, one of them at another price; only a code ties that one to its item (decision table: split)."""
    parts = _parts(making.random, line.open_quantity)
    if len(parts) < 2 or not making.coded:
        _other_price(making, line)
        return
    dear = money(line.unit_price * Decimal("1.04")) + CENT
    at = making.random.randrange(len(parts))
    prices = [dear if n == at else line.unit_price for n in range(len(parts))]
    numbers = tuple(making.bill(line, part, price) for part, price in zip(parts, prices, strict=True))
    making.record(numbers, (line.ref,), "split", "price_variance")


def _pieces_and_dear(making: Making, line: OrderLine) -> None:
    """Bill in the smaller unit of the pack, by a factor on file, at another price."""
    good = making.goods[line.ref]
    on_file = any(c.sku == line.sku for c in making.conversions)
    if good.pack is None or not on_file:
        _other_price(making, line)
        return
    small, count = good.pack
    price = (line.unit_price * Decimal("1.07") / count).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    number = making.bill(line, line.open_quantity * count, price, uom=small)
    making.record((number,), (line.ref,), "uom_conversion", "price_variance")


def _substituted_and_short(making: Making, line: OrderLine) -> None:
    """Ship fewer of another item that is in the item master."""
    if line.open_quantity < 2:
        _substituted(making, line)
        return
    code = f"ZZ{making.random.randint(1000, 9999)}"
    making.known.add(code)
    less = line.open_quantity - _part_of(making.random, line.open_quantity)
    number = making.bill(line, less, line.unit_price, code=code, description=f"{line.description}, Rev B")
    making.record((number,), (line.ref,), "substitution", "quantity_short")


def _referred(making: Making, line: OrderLine) -> None:
    """Name the order line and print no code."""
    number = making.bill(line, line.open_quantity, line.unit_price, code=None)
    making.lines[-1] = replace(making.lines[-1], po_line=Extracted(line.ref.line_no, str(line.ref.line_no)))
    making.record((number,), (line.ref,), "exact")


def _vendor_s_own_code(making: Making, line: OrderLine) -> None:
    """A code nobody knows beside a line that agrees in everything."""
    code = f"Q{making.random.randint(10000, 99999)}"
    number = making.bill(line, line.open_quantity, line.unit_price, code=code, description=line.description.upper())
    making.record((number,), (line.ref,), "exact")


def _left_out(making: Making, line: OrderLine) -> None:
    """Not billed at all."""


Damage = Callable[[Making, OrderLine], None]
DAMAGES: dict[str, Damage] = {
    "exact": _billed_exactly,
    "short": _short,
    "over": _over,
    "price": _other_price,
    "short_and_dear": _short_and_dear,
    "blank_price": _blank_price,
    "misread_code": _misread_code,
    "pieces": _in_pieces,
    "split": _split,
    "split_pieces": _split_in_pieces,
    "substituted": _substituted,
    "flat_charge": _flat_charge,
    "own_code": _vendor_s_own_code,
    "kilograms": _in_kilograms,
    "per_hundred": _per_hundred,
    "discounted": _discounted,
    "wrong_unit": _wrong_unit,
    "left_out": _left_out,
    "split_and_dear": _split_and_dear,
    "pieces_and_dear": _pieces_and_dear,
    "substituted_and_short": _substituted_and_short,
    "referred": _referred,
}


def _part_of(random: Random, quantity: Decimal) -> Decimal:
    return Decimal(max(1, int(quantity) * random.choice((2, 5, 10, 30)) // 100))


def _parts(random: Random, quantity: Decimal) -> list[Decimal]:
    left, parts = int(quantity), []
    for _ in range(random.randint(1, 3)):
        if left > 1:
            part = random.randint(1, left - 1)
            parts.append(Decimal(part))
            left -= part
    return [*parts, Decimal(left)]


def _merge(making: Making, lines: list[OrderLine]) -> None:
    total = sum((money(line.open_quantity * line.unit_price) for line in lines), Decimal(0))
    pieces = sum((line.open_quantity for line in lines), Decimal(0))
    blended = money(total / pieces) if making.random.random() < 0.5 else None
    number = making.bill(
        lines[0], pieces, blended, uom=None, code=None, description="Assorted supplies, per your order", amount=total
    )
    making.record((number,), tuple(line.ref for line in lines), "merged")


def _raise_prices(making: Making, lines: list[OrderLine]) -> None:
    rate = Decimal(making.random.choice((4, 5, 7, 8, 12))) / 100
    for line in lines:
        number = making.bill(line, line.open_quantity, money(line.unit_price * (1 + rate)))
        making.record((number,), (line.ref,), "bundled_accessorial")


def _stranger(making: Making, line: OrderLine) -> None:
    random = making.random
    code = f"N{random.randint(1000, 9999)}" if making.coded else None
    price = Decimal(random.randint(500, 9000)) * CENT
    number = making.bill(
        line, Decimal(random.randint(1, 9)), price, uom="EA", code=code, description=random.choice(UNRELATED)
    )
    making.record((number,), (), "not_on_po")


def make_scenario(random: Random, *, damages: tuple[str, ...] = tuple(DAMAGES), whole: bool = True) -> Scenario:
    """Make one or two orders, other orders of the vendor, and an invoice with known damage.

    ``whole`` allows damage that concerns several order lines: merges, one rate on all lines, lines on no order.
    """
    chosen = goods(random, random.randint(1, 12))
    lines = tuple(_order_line(random, number, good) for number, good in enumerate(chosen, 1))
    if random.random() < 0.15:
        lines, chosen = _one_item_twice(random, lines, chosen)
    billing = _orders_of(random, lines)
    ordered = [line for po in billing for line in po.lines]
    by_ref = {line.ref: good for line, good in zip(ordered, chosen, strict=True)}
    coded = random.random() < 0.7
    method = Method.OCR if random.random() < 0.3 else Method.TEXT_LAYER
    making = Making(random, by_ref, coded, random.random() < 0.8, method)
    making.conversions = [c for good in chosen for c in good.conversions()]
    recipe = random.choice(("lines", "lines", "lines", "merge", "rate", "stranger")) if whole else "lines"
    rest = list(ordered)
    if recipe == "merge" and len(rest) >= 2:
        size = random.randint(2, min(3, len(rest)))
        merged = random.sample(rest, size)
        _merge(making, sorted(merged, key=lambda line: line.ref))
        rest = [line for line in rest if line not in merged]
    elif recipe == "rate" and len(rest) >= 4:
        raised = rest[: random.randint(3, len(rest))]
        _raise_prices(making, raised)
        rest = []
    for line in rest:
        kind = random.choice(damages) if random.random() < 0.4 else "exact"
        DAMAGES[kind](making, line)
    if recipe == "stranger" or not making.lines:
        _stranger(making, ordered[0])
    return _scenario(random, making, billing, recipe)


def _orders_of(random: Random, lines: tuple[OrderLine, ...]) -> tuple[PurchaseOrder, ...]:
    """Return the order that is billed; sometimes two, billed together."""
    first = random.randint(1, len(lines) - 1) if len(lines) > 2 and random.random() < 0.2 else len(lines)
    orders = [order("PO-20417", *lines[:first])]
    if first < len(lines):
        numbered = (replace(line, ref=LineRef("", number)) for number, line in enumerate(lines[first:], 1))
        orders.append(order("PO-20502", *numbered))
    return tuple(orders)


def _one_item_twice(
    random: Random, lines: tuple[OrderLine, ...], chosen: list[Good]
) -> tuple[tuple[OrderLine, ...], list[Good]]:
    """Order one item on a second line as well: in another quantity, or in the same one for another place."""
    at = random.randrange(len(lines))
    again = replace(lines[at], ref=LineRef("", len(lines) + 1), ship_to="DC Louisville", gl_account="6200")
    if random.random() < 0.5:
        again = replace(again, quantity=again.quantity + random.randint(1, 40))
    return (*lines, again), [*chosen, chosen[at]]


def _order_line(random: Random, number: int, good: Good) -> OrderLine:
    code = f"{random.choice('KMRTX')}{random.randint(10000, 99999)}" if random.random() < 0.5 else None
    quantity = Decimal(random.choice((random.randint(1, 20), random.randint(10, 200), 10 * random.randint(1, 30))))
    before = Decimal(random.randint(1, 60)) if random.random() < 0.12 else Decimal(0)
    return OrderLine(
        LineRef("", number), good.sku, good.description, quantity + before, good.uom, good.price, code,
        already_invoiced_quantity=before,
    )  # fmt: skip


def _scenario(random: Random, making: Making, billing: tuple[PurchaseOrder, ...], recipe: str) -> Scenario:
    orders = list(billing)
    if random.random() < 0.3:
        more = random.choice((0, 3))
        twin = order("PO-20418", *(replace(line, quantity=line.quantity + more) for line in billing[0].lines))
        orders.append(twin)
    if random.random() < 0.5:
        strangers = goods(random, random.randint(1, 5))
        orders.append(order("PO-31998", *(_order_line(random, n, good) for n, good in enumerate(strangers, 1))))
    known = {line.sku for po in orders for line in po.lines} | making.known
    numbering = list(range(1, len(making.lines) + 1))
    random.shuffle(numbering)
    renumbered = dict(zip(range(1, len(making.lines) + 1), numbering, strict=True))
    lines = sorted((replace(line, line_no=renumbered[line.line_no]) for line in making.lines), key=lambda x: x.line_no)
    number = random.choice(("PO-20417",) * 8 + ("", "PO-2O417", "20417", "PO-26417", "PO-20471"))
    others = tuple(po.po_number for po in billing[1:])
    return Scenario(
        invoice(*lines, orders=(number, *others) if number else ()),
        Desk(
            vendors=(VENDOR,),
            orders=tuple(sorted(orders, key=lambda po: po.po_number, reverse=random.random() < 0.5)),
            items={good.sku: good.item() for good in making.goods.values()},
            conversions=tuple(making.conversions),
            substitutions=tuple(making.substitutions),
            known_codes=frozenset(map(code_key, known)),
        ),
        tuple(
            replace(done, invoice_lines=tuple(sorted(renumbered[n] for n in done.invoice_lines)))
            for done in making.done
        ),
        recipe,
    )
