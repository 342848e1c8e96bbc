"""Which orders an invoice belongs to: those it names, else those of its vendor that its lines fit (asks 24, 27, 30).

An order number is followed when it is exact, split by blanks, or without its prefix. One misprinted by a character is
followed only when the lines fit that one order and no other. Orders that fit alike are all kept, so that what cannot be
told apart shows as ambiguous and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.finding import Finding, Severity
from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.money import ZERO, round_amount
from app.domain.order import OrderStatus, PurchaseOrder
from app.matching.descriptions import TextLevel
from app.matching.likeness import Code, Weights, identity_of
from app.matching.lines import BilledLine, Ground, OrderedLine, ordered_lines, prepare
from app.matching.reading import Price, Quantity, read_pair
from app.matching.vendors import RecognisedVendor

_SHORTEST_NUMBER = 4
# Most of the lines must fit before an order whose number is not printed (rightly) is believed.
_MOST = 2


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders in question, which of them the invoice names, and what should be said about how they were found."""

    orders: tuple[PurchaseOrder, ...] = ()
    named: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_orders(invoice: Invoice, desk: Desk, vendor: RecognisedVendor, weights: Weights) -> Orders:
    """Find the orders an invoice belongs to."""
    printed = _printed_numbers(invoice)
    exact, missing = _by_number(printed, desk.orders)
    if exact and not missing:
        misprinted = _instead_of_stranger(invoice, desk, exact, printed, vendor)
        return misprinted or Orders(exact, tuple(o.po_number for o in exact))
    open_orders = _open_orders(desk, vendor)
    followed, notes = _by_misprint(invoice, desk, missing, open_orders, exact)
    if exact or followed:
        unresolved = _unknown_number(missing) if len(followed) < len(missing) else ()
        found = (*exact, *followed)
        return Orders(found, tuple(o.po_number for o in found), notes, unresolved)
    fitting = _by_lines(invoice, desk, open_orders) or _by_total(invoice, desk, open_orders)
    if not fitting:
        return Orders(findings=_unknown_number(missing))
    numbers = " and ".join(o.po_number for o in fitting)
    said = f"no order number on file is printed; vendor, items and prices lead to {numbers}"
    return Orders(fitting, (), (said,), _unknown_number(missing))


def _printed_numbers(invoice: Invoice) -> tuple[str, ...]:
    header = [number.value for number in invoice.header.po_numbers]
    lines = [line.po_number.value for line in invoice.lines if line.po_number]
    return tuple(dict.fromkeys(text for text in (*header, *lines) if code_key(text)))


def _by_number(
    printed: Sequence[str], orders: Sequence[PurchaseOrder]
) -> tuple[tuple[PurchaseOrder, ...], tuple[str, ...]]:
    """Return the orders these numbers name and the numbers that name none."""
    found: list[PurchaseOrder] = []
    missing: list[str] = []
    for text in printed:
        named = _named_by(text, orders)
        found.extend(order for order in named if order not in found)
        if not named:
            missing.append(text)
    joined = _named_by("".join(missing), orders) if len(missing) > 1 else ()
    if joined:
        return (*found, *(order for order in joined if order not in found)), ()
    return tuple(found), tuple(missing)


def _named_by(text: str, orders: Sequence[PurchaseOrder]) -> tuple[PurchaseOrder, ...]:
    """Return what a printed number names: exactly, without prefix, inside a longer text, or by look-alikes."""
    key = code_key(text)
    exact = tuple(o for o in orders if code_key(o.po_number) == key)
    if exact:
        return exact
    bare = _without_prefix(key)
    if len(bare) >= _SHORTEST_NUMBER:
        by_digits = tuple(o for o in orders if _without_prefix(code_key(o.po_number)) == bare)
        if len(by_digits) == 1:
            return by_digits
    inside = tuple(o for o in orders if _stands_in(code_key(o.po_number), key))
    if inside:
        return inside
    alike = tuple(o for o in orders if look_alike_key(o.po_number) == look_alike_key(text))
    return alike if len(alike) == 1 else ()


def _without_prefix(key: str) -> str:
    return re.sub(r"^[A-Z]+", "", key)


def _stands_in(number: str, text: str) -> bool:
    """Tell whether an order number stands in a longer text without running on into other digits."""
    if len(_without_prefix(number)) < _SHORTEST_NUMBER:
        return False
    before = "(?<![0-9])" if number[0].isdigit() else ""
    return re.search(rf"{before}{re.escape(number)}(?![0-9])", text) is not None


def _open_orders(desk: Desk, vendor: RecognisedVendor) -> tuple[PurchaseOrder, ...]:
    return tuple(o for o in desk.orders if o.status is OrderStatus.OPEN and o.vendor_id in vendor.vendor_ids)


def _unknown_number(missing: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "unknown_order",
            f"Order number {text} is printed but no such order is on file.",
            Severity.HOLD,
            "po_numbers",
        )
        for text in missing
    )


def _by_misprint(
    invoice: Invoice,
    desk: Desk,
    missing: Sequence[str],
    open_orders: Sequence[PurchaseOrder],
    exact: Sequence[PurchaseOrder],
) -> tuple[tuple[PurchaseOrder, ...], tuple[str, ...]]:
    """Follow numbers misprinted by one character when the lines fit that order and no other of the vendor."""
    followed: list[PurchaseOrder] = []
    notes: list[str] = []
    for text in missing:
        near = [o for o in open_orders if _one_off(text, o.po_number) and o not in exact]
        if not near:
            continue
        fits = {o.po_number: _fit(invoice, desk, o) for o in open_orders}
        good = [o for o in near if fits[o.po_number].most]
        if len(good) != 1:
            continue
        rivals = [o for o in open_orders if o is not good[0] and fits[o.po_number].rivals(fits[good[0].po_number])]
        if not rivals and good[0] not in followed:
            followed.append(good[0])
            notes.append(
                f"order number {text} is printed; it is {good[0].po_number} but for a character, "
                "and the lines fit that order and no other"
            )
    return tuple(followed), tuple(notes)


def _one_off(printed: str, number: str) -> bool:
    return differs_by_one_character(printed, number) or differs_by_one_character(
        _without_prefix(code_key(printed)), _without_prefix(code_key(number))
    )


def _instead_of_stranger(
    invoice: Invoice,
    desk: Desk,
    exact: Sequence[PurchaseOrder],
    printed: Sequence[str],
    vendor: RecognisedVendor,
) -> Orders | None:
    """Follow a misprint that happens to be another order's number: nothing fits that one, all fits its neighbour."""
    others = [o for o in _open_orders(desk, vendor) if o is not exact[0]]
    if len(exact) != 1 or not any(_one_off(printed[0], o.po_number) for o in others):
        return None
    if _fit(invoice, desk, exact[0]).item:
        return None
    followed, notes = _by_misprint(invoice, desk, printed[:1], others, ())
    return Orders(followed, tuple(o.po_number for o in followed), notes) if followed else None


@dataclass(frozen=True, slots=True)
class _Fit:
    """How many of an invoice's lines fit one order: in item, in item and price, in item and open quantity, in all."""

    lines: int = 0
    item: int = 0
    price: int = 0
    quantity: int = 0
    whole: int = 0

    def plus(self, line: _LineFit) -> _Fit:
        """Return the count with one more line."""
        return _Fit(
            self.lines + 1,
            self.item + line.item,
            self.price + (line.item and line.price),
            self.quantity + (line.item and line.quantity),
            self.whole + (line.item and line.price and line.quantity),
        )

    @property
    def most(self) -> bool:
        """Tell whether most lines fit: in item, and in price or quantity as well."""
        return self.item * _MOST > self.lines and max(self.price, self.quantity) * _MOST > self.lines

    @property
    def some(self) -> bool:
        """Tell whether anything speaks for this order: a line that fits in item and price, or most of them in item."""
        return self.price > 0 or self.most

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Return what orders are ranked by, most telling first."""
        return (self.whole, self.price, self.quantity, self.item)

    def rivals(self, best: _Fit) -> bool:
        """Tell whether this order could be meant as well as the best one: it fits no worse in any respect."""
        return self.some and all(own >= other for own, other in zip(self.rank, best.rank, strict=True))


@dataclass(frozen=True, slots=True, order=True)
class _LineFit:
    """Whether one line fits an order line in item, price and open quantity."""

    item: bool = False
    price: bool = False
    quantity: bool = False


def _fit(invoice: Invoice, desk: Desk, order: PurchaseOrder) -> _Fit:
    ground = prepare(invoice, desk, (order,))
    return _fit_on(ground.billed, ground.ordered, ground)


def _fit_on(billed: Iterable[BilledLine], ordered: Sequence[OrderedLine], ground: Ground) -> _Fit:
    fit = _Fit()
    for line in billed:
        if not line.bills_nothing:
            candidates = (_line_fit(line, candidate, ground) for candidate in _worth_a_look(line, ordered))
            fit = fit.plus(max(candidates, default=_LineFit()))
    return fit


def _worth_a_look(line: BilledLine, ordered: Sequence[OrderedLine]) -> Sequence[OrderedLine]:
    """Return the order lines that carry the printed code, or all where none does."""
    by_code = [o for o in ordered if any(c in o.own_codes or c in o.cross_references for c in line.codes)]
    return by_code or ordered


def _line_fit(line: BilledLine, ordered: OrderedLine, ground: Ground) -> _LineFit:
    """Compare one line with one order line; without a code that ties them, description and price must agree."""
    codes = ordered.own_codes | ordered.cross_references | ordered.substitutes.keys()
    by_code = any(code in codes for code in line.codes)
    if not by_code:
        identity = identity_of(line, ordered, ground)
        if identity.text.level not in (TextLevel.SAME, TextLevel.CONTAINED) and identity.code is not Code.LOOK_ALIKE:
            return _LineFit()
    reading = read_pair(line, ordered, ground)
    near = reading.price_is in (Price.EQUAL, Price.NEAR)
    return _LineFit(by_code or near, reading.price_is is Price.EQUAL, reading.quantity_is is Quantity.EQUAL)


def _by_lines(invoice: Invoice, desk: Desk, open_orders: Sequence[PurchaseOrder]) -> tuple[PurchaseOrder, ...]:
    """Return the fewest open orders that the lines fit, with every rival that fits no worse."""
    left = [line.line_no for line in invoice.lines]
    ground = prepare(invoice, desk, open_orders)
    by_order = {o.po_number: [x for x in ground.ordered if x.ref.po_number == o.po_number] for o in open_orders}
    found: list[PurchaseOrder] = []
    while left:
        billed = [line for line in ground.billed if line.number in left]
        fits = {o.po_number: _fit_on(billed, by_order[o.po_number], ground) for o in open_orders if o not in found}
        best = max(fits.values(), key=lambda fit: fit.rank, default=None)
        if best is None or not best.some:
            break
        chosen = [o for o in open_orders if o.po_number in fits and fits[o.po_number].rivals(best)]
        found.extend(chosen)
        reached = {
            line.number
            for line in billed
            for o in chosen
            for candidate in by_order[o.po_number]
            if _line_fit(line, candidate, ground).item
        }
        if not reached:
            break
        left = [number for number in left if number not in reached]
    return tuple(sorted(found, key=lambda o: o.po_number))


def _by_total(invoice: Invoice, desk: Desk, open_orders: Sequence[PurchaseOrder]) -> tuple[PurchaseOrder, ...]:
    """Return the orders whose open amount is the sum of the invoice's lines to the cent (S2.15: same overall total)."""
    amounts = [abs(line.amount.value) for line in invoice.lines if line.amount]
    if not amounts or len(amounts) < len(invoice.lines):
        return ()
    total = sum(amounts, ZERO)
    return tuple(
        order
        for order in open_orders
        if len(order.lines) > 1
        and sum((round_amount(o.open * o.line.unit_price) for o in ordered_lines(desk, (order,))), ZERO) == total
    )
