"""Orders and invoices made up together: what a vendor did to each order line is known, so that matching can be judged.

Everything is drawn from one ``Random``, so that Hypothesis can drive and shrink it and a long run can seed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from app.domain.identifiers import code_key
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.item import Substitution, UomConversion
from app.domain.match import Desk
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.provenance import Method
from tests.helpers.catalogue import CENT, UNRELATED, Good, goods
from tests.helpers.matching import VENDOR, billed, invoice, order
from tests.helpers.matching import number as figure

_COUNTED = ("EA", "BX", "CS", "DZ")
_ABBREVIATED = (("Disposable", "DISP"), ("Large", "LG"), ("Medium", "MED"), ("Black", "BLK"), ("White", "WHT"),
                ("Industrial", "IND"), ("Plated", "PLTD"), ("Cartridge", "CRTG"))  # fmt: skip
_MISREAD = (("l", "1"), ("O", "0"), ("e", "c"), ("S", "5"), ("B", "8"))


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: these invoice lines bill these order lines in this shape."""

    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    patterns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """An invoice, the desk it comes to, and the truth about it."""

    invoice: Invoice
    desk: Desk
    done: tuple[Done, ...]
    recipe: str


@dataclass(slots=True)
class _Making:
    """An invoice while it is made."""

    random: Random
    goods: dict[LineRef, Good]
    coded: bool
    with_units: bool
    method: Method
    lines: list[InvoiceLine] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    conversions: list[UomConversion] = field(default_factory=list)
    substitutions: list[Substitution] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def bill(
        self,
        line: OrderLine,
        quantity: Decimal,
        price: Decimal | None,
        *,
        uom: str | None = "",
        code: str | None = "",
        description: str | None = None,
        extra: Decimal = Decimal(0),
        amount: Decimal | None = None,
    ) -> int:
        """Write one invoice line and return its number; what is not given is printed as the order has it."""
        number = len(self.lines) + 1
        if uom == "":
            uom = line.uom if self.with_units else None
        if code == "":
            code = (line.vendor_item_code or line.sku) if self.coded else None
        if amount is None:
            amount = money(quantity * (price or Decimal(0))) + extra
        self.lines.append(
            billed(
                number,
                code,
                description or printed_text(line.description, self.random, self.method),
                str(quantity),
                uom,
                None if price is None else str(price),
                str(amount),
                method=self.method,
            )
        )
        return number

    def record(self, numbers: tuple[int, ...], refs: tuple[LineRef, ...], *patterns: str) -> None:
        found = set(patterns)
        if len(refs) == 1 and refs[0] in self.goods and self.goods[refs[0]].catch_weight and "not_on_po" not in found:
            found = (found - {"exact", "quantity_short", "quantity_over"}) | {"catch_weight"}
        self.done.append(Done(numbers, tuple(sorted(refs)), frozenset(found)))


def money(value: Decimal) -> Decimal:
    """Round to cents, halves up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def printed_text(description: str, random: Random, method: Method) -> str:
    """Return a description as some vendor writes it: capitals, no commas, abbreviated; misread in a scan."""
    text = description
    if random.random() < 0.3:
        text = text.upper()
    if random.random() < 0.4:
        text = text.replace(",", "")
    if random.random() < 0.3:
        for long, short in _ABBREVIATED:
            text = text.replace(long, short)
    if method is Method.OCR and random.random() < 0.4:
        right, wrong = random.choice(_MISREAD)
        words = text.split(" ")
        long_words = [n for n, w in enumerate(words) if len(w) >= 6 and w.isalpha() and right in w[1:]]
        if long_words:
            at = random.choice(long_words)
            words[at] = words[at][0] + words[at][1:].replace(right, wrong, 1)
        text = " ".join(words)
    return text


def _billed_exactly(making: _Making, line: OrderLine) -> None:
    making.record((making.bill(line, line.quantity, line.unit_price),), (line.ref,), "exact")


def _short(making: _Making, line: OrderLine) -> None:
    if line.quantity < 2:
        _billed_exactly(making, line)
        return
    less = line.quantity - _part_of(making.random, line.quantity)
    making.record((making.bill(line, less, line.unit_price),), (line.ref,), "quantity_short")


def _over(making: _Making, line: OrderLine) -> None:
    more = line.quantity + _part_of(making.random, line.quantity)
    making.record((making.bill(line, more, line.unit_price),), (line.ref,), "quantity_over")


def _short_and_dear(making: _Making, line: OrderLine) -> None:
    if line.quantity < 2:
        _other_price(making, line)
        return
    less = line.quantity - _part_of(making.random, line.quantity)
    price = money(line.unit_price * Decimal("1.06")) + CENT
    making.record((making.bill(line, less, price),), (line.ref,), "quantity_short", "price_variance")


def _blank_price(making: _Making, line: OrderLine) -> None:
    number = making.bill(line, line.quantity, None, amount=money(line.quantity * line.unit_price))
    making.record((number,), (line.ref,), "exact")


def _misread_code(making: _Making, line: OrderLine) -> None:
    """A scan that takes one character of the code for another."""
    code = line.vendor_item_code or line.sku
    at = making.random.randrange(1, len(code))
    swapped = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}.get(code[at])
    if making.method is not Method.OCR or swapped is None or not making.coded:
        _billed_exactly(making, line)
        return
    number = making.bill(line, line.quantity, line.unit_price, code=code[:at] + swapped + code[at + 1 :])
    making.record((number,), (line.ref,), "exact")


def _other_price(making: _Making, line: OrderLine) -> None:
    share = Decimal(making.random.choice((-12, -5, -2, 2, 3, 7, 13))) / 100
    price = money(line.unit_price * (1 + share))
    if price == line.unit_price:
        price += CENT
    making.record((making.bill(line, line.quantity, price),), (line.ref,), "price_variance")


def _in_pieces(making: _Making, line: OrderLine) -> None:
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
    quantity = line.quantity
    more: list[str] = []
    if making.random.random() < 0.3:
        quantity, more = _changed_quantity(making.random, line.quantity)
    number = making.bill(line, quantity * count, price, uom=unit, amount=money(quantity * line.unit_price))
    making.record((number,), (line.ref,), "uom_conversion", *more)


def _changed_quantity(random: Random, quantity: Decimal) -> tuple[Decimal, list[str]]:
    """Return a few per cent more or less, in whole order units, and what that is called."""
    few = Decimal(max(1, int(quantity) // 20))
    if random.random() < 0.5 or few >= quantity:
        return quantity + few, ["quantity_over"]
    return quantity - few, ["quantity_short"]


def _split(making: _Making, line: OrderLine) -> None:
    parts = _parts(making.random, line.quantity)
    if len(parts) < 2:
        _billed_exactly(making, line)
        return
    over = making.random.random() < 0.25
    if over:
        parts[-1] += 1
    numbers = tuple(making.bill(line, part, line.unit_price) for part in parts)
    making.record(numbers, (line.ref,), "split", *(["quantity_over"] if over else []))


def _split_in_pieces(making: _Making, line: OrderLine) -> None:
    good = making.goods[line.ref]
    parts = _parts(making.random, line.quantity)
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


def _substituted(making: _Making, line: OrderLine) -> None:
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
    number = making.bill(line, line.quantity, price, code=code, description=description)
    making.record((number,), (line.ref,), "substitution")


def _flat_charge(making: _Making, line: OrderLine) -> None:
    charge = Decimal(making.random.randint(500, 9000)) * CENT
    number = making.bill(line, line.quantity, line.unit_price, extra=charge)
    making.record((number,), (line.ref,), "bundled_accessorial")


def _in_kilograms(making: _Making, line: OrderLine) -> None:
    """Bill pounds in kilograms, rounded as printed."""
    if line.uom != "LB":
        _billed_exactly(making, line)
        return
    quantity = money(line.quantity * Decimal("0.45359237"))
    price = money(line.unit_price / Decimal("0.45359237"))
    making.record((making.bill(line, quantity, price, uom="KG"),), (line.ref,), "uom_conversion")


def _per_hundred(making: _Making, line: OrderLine) -> None:
    """Print the price per hundred; half of the time without saying so."""
    number = making.bill(line, line.quantity, line.unit_price * 100, amount=money(line.quantity * line.unit_price))
    if making.random.random() < 0.5:
        making.lines[-1] = replace(making.lines[-1], price_basis=Decimal(100))
    making.record((number,), (line.ref,), "exact")


def _discounted(making: _Making, line: OrderLine) -> None:
    """Print a list price and the discount that leads to the order's price."""
    listed = line.unit_price + Decimal(making.random.randint(50, 300)) * CENT
    number = making.bill(line, line.quantity, listed, amount=money(line.quantity * line.unit_price))
    discount = line.quantity * listed - money(line.quantity * line.unit_price)
    making.lines[-1] = replace(making.lines[-1], discount=figure(str(discount)))
    making.record((number,), (line.ref,), "exact")


def _wrong_unit(making: _Making, line: OrderLine) -> None:
    """Print another unit beside the order's own figures."""
    if making.goods[line.ref].catch_weight:
        _billed_exactly(making, line)
        return
    other = making.random.choice([unit for unit in _COUNTED if unit != line.uom])
    making.record((making.bill(line, line.quantity, line.unit_price, uom=other),), (line.ref,), "uom_conversion")


def _vendor_s_own_code(making: _Making, line: OrderLine) -> None:
    """A code nobody knows beside a line that agrees in everything."""
    code = f"Q{making.random.randint(10000, 99999)}"
    number = making.bill(line, line.quantity, line.unit_price, code=code, description=line.description.upper())
    making.record((number,), (line.ref,), "exact")


def _left_out(making: _Making, line: OrderLine) -> None:
    """Not billed at all."""


Damage = Callable[[_Making, OrderLine], None]
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


def _merge(making: _Making, lines: list[OrderLine]) -> None:
    total = sum((money(line.quantity * line.unit_price) for line in lines), Decimal(0))
    pieces = sum((line.quantity for line in lines), Decimal(0))
    blended = money(total / pieces) if making.random.random() < 0.5 else None
    number = making.bill(
        lines[0], pieces, blended, uom=None, code=None, description="Assorted supplies, per your order", amount=total
    )
    making.record((number,), tuple(line.ref for line in lines), "merged")


def _raise_prices(making: _Making, lines: list[OrderLine]) -> None:
    rate = Decimal(making.random.choice((4, 5, 7, 8, 12))) / 100
    for line in lines:
        number = making.bill(line, line.quantity, money(line.unit_price * (1 + rate)))
        making.record((number,), (line.ref,), "bundled_accessorial")


def _stranger(making: _Making, line: OrderLine) -> None:
    random = making.random
    code = f"N{random.randint(1000, 9999)}" if making.coded else None
    price = Decimal(random.randint(500, 9000)) * CENT
    number = making.bill(
        line, Decimal(random.randint(1, 9)), price, uom="EA", code=code, description=random.choice(UNRELATED)
    )
    making.record((number,), (), "not_on_po")


def make_scenario(random: Random, *, damages: tuple[str, ...] = tuple(DAMAGES), whole: bool = True) -> Scenario:
    """Make an order, other orders of the vendor, and an invoice with known damage.

    ``whole`` allows damage that concerns several order lines: merges, one rate on all lines, lines on no order.
    """
    chosen = goods(random, random.randint(1, 12))
    lines = tuple(_order_line(random, number, good) for number, good in enumerate(chosen, 1))
    if random.random() < 0.15:
        lines, chosen = _one_item_twice(random, lines, chosen)
    main = order("PO-20417", *lines)
    by_ref = {line.ref: good for line, good in zip(main.lines, chosen, strict=True)}
    coded = random.random() < 0.7
    method = Method.OCR if random.random() < 0.3 else Method.TEXT_LAYER
    making = _Making(random, by_ref, coded, random.random() < 0.8, method)
    making.conversions = [c for good in chosen for c in good.conversions()]
    recipe = random.choice(("lines", "lines", "lines", "merge", "rate", "stranger")) if whole else "lines"
    rest = list(main.lines)
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
        _stranger(making, main.lines[0])
    return _scenario(random, making, main, recipe)


def _one_item_twice(
    random: Random, lines: tuple[OrderLine, ...], chosen: list[Good]
) -> tuple[tuple[OrderLine, ...], list[Good]]:
    """Order one item on a second line as well, in another quantity."""
    at = random.randrange(len(lines))
    again = replace(lines[at], ref=LineRef("", len(lines) + 1), quantity=lines[at].quantity + random.randint(1, 40))
    return (*lines, again), [*chosen, chosen[at]]


def _order_line(random: Random, number: int, good: Good) -> OrderLine:
    code = f"{random.choice('KMRTX')}{random.randint(10000, 99999)}" if random.random() < 0.5 else None
    quantity = Decimal(random.choice((random.randint(1, 20), random.randint(10, 200), 10 * random.randint(1, 30))))
    return OrderLine(LineRef("", number), good.sku, good.description, quantity, good.uom, good.price, code)


def _scenario(random: Random, making: _Making, main: PurchaseOrder, recipe: str) -> Scenario:
    orders = [main]
    if random.random() < 0.3:
        twin = order("PO-20418", *(replace(line, quantity=line.quantity + 3) for line in main.lines))
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
    return Scenario(
        invoice(*lines, orders=(number,) if number else ()),
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
