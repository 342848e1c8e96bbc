"""Which orders an invoice belongs to: those it names, else those of its vendor that its lines fit.

An order number is followed when it is exact, split by blanks, or without its prefix. One misprinted by a character is
followed only when the lines fit that one order and no other. Orders that fit alike are all kept, so that what cannot be
told apart shows as ambiguous and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.finding import Finding, Severity
from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.money import ZERO
from app.domain.order import OrderStatus, PurchaseOrder
from app.matching.lines import DeskBooks
from app.matching.order_fit import OrderFits
from app.matching.vendors import RecognisedVendor

_SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders in question, which of them the invoice names, and what should be said about how they were found."""

    orders: tuple[PurchaseOrder, ...] = ()
    named: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_orders(invoice: Invoice, desk: Desk, vendor: RecognisedVendor, books: DeskBooks | None = None) -> Orders:
    """Find the orders an invoice belongs to."""
    printed = _printed_numbers(invoice)
    exact, missing = _by_number(printed, desk.orders)
    open_orders = _open_orders(desk, vendor)
    if exact and not missing:
        misprinted = _instead_of_stranger(invoice, desk, exact, printed, open_orders)
        return misprinted or Orders(exact, tuple(o.po_number for o in exact))
    fits = OrderFits(invoice, desk, dict.fromkeys((*open_orders, *exact)), books)
    followed, notes = _by_misprint(fits, missing, exact)
    if exact or followed:
        unresolved = _unknown_number(missing) if len(followed) < len(missing) else ()
        found = (*exact, *followed)
        return Orders(found, tuple(o.po_number for o in found), notes, unresolved)
    fitting, alike = _by_lines(fits, invoice)
    fitting = fitting or _by_total(fits, _amounts(invoice))
    if not fitting:
        return Orders(findings=_unknown_number(missing))
    numbers = " and ".join(o.po_number for o in fitting)
    said = [f"no order number on file is printed; vendor, items and prices lead to {numbers}"]
    said += [f"{' and '.join(o.po_number for o in rivals)} fit the lines alike" for rivals in alike]
    return Orders(fitting, (), tuple(said), (*_unknown_number(missing), *_rivals(alike)))


def _rivals(alike: Sequence[Sequence[PurchaseOrder]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "rival_orders",
            f"No order is named, and {' and '.join(o.po_number for o in rivals)} fit the lines alike.",
            Severity.HOLD,
            "po_numbers",
        )
        for rivals in alike
    )


def _printed_numbers(invoice: Invoice) -> tuple[str, ...]:
    header = [number.value for number in invoice.header.po_numbers]
    lines = [line.po_number.value for line in invoice.lines if line.po_number]
    # "verbal" or a buyer's name is no number.
    return tuple(dict.fromkeys(text for text in (*header, *lines) if any(ch.isdigit() for ch in code_key(text))))


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
    alike = alike or _by_digits_in(text, orders)
    return alike if len(alike) == 1 else ()


def _by_digits_in(text: str, orders: Sequence[PurchaseOrder]) -> tuple[PurchaseOrder, ...]:
    """Return the orders whose number, its prefix aside, stands by itself among other words ("No. 20417 / J. Doe")."""
    told = {digits for digits in re.findall(r"\d+", text) if len(digits) >= _SHORTEST_NUMBER}
    return tuple(o for o in orders if _without_prefix(code_key(o.po_number)) in told)


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
    fits: OrderFits, missing: Sequence[str], exact: Sequence[PurchaseOrder]
) -> tuple[tuple[PurchaseOrder, ...], tuple[str, ...]]:
    """Follow numbers misprinted by one character when the lines fit that order and no other of the vendor.

    Where other orders are named rightly, the lines that are on none of them are meant.
    """
    followed: list[PurchaseOrder] = []
    notes: list[str] = []
    for text in missing:
        near = [o for o in fits.orders if o not in exact and _one_off(text, o.po_number)]
        known = (*exact, *followed)
        lines = [n for n in fits.lines if not any(fits.line(n, o).item for o in known)] or fits.lines
        good = [o for o in near if fits.of(o, lines).most]
        if len(good) != 1 or good[0] in followed:
            continue
        best = fits.of(good[0], lines)
        if not any(o not in (good[0], *known) and fits.of(o, lines).rivals(best) for o in fits.orders):
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
    open_orders: Sequence[PurchaseOrder],
) -> Orders | None:
    """Follow a misprint that happens to be another order's number: nothing fits that one, all fits its neighbour."""
    others = tuple(o for o in open_orders if o is not exact[0])
    if len(exact) != 1 or not any(_one_off(printed[0], o.po_number) for o in others):
        return None
    if OrderFits(invoice, desk, exact).of(exact[0]).item:
        return None
    followed, notes = _by_misprint(OrderFits(invoice, desk, others), printed[:1], ())
    return Orders(followed, tuple(o.po_number for o in followed), notes) if followed else None


def _by_lines(
    fits: OrderFits, invoice: Invoice
) -> tuple[tuple[PurchaseOrder, ...], tuple[tuple[PurchaseOrder, ...], ...]]:
    """Return the fewest open orders that the lines fit, and which of them fit the same lines alike."""
    left = fits.lines
    found: list[PurchaseOrder] = []
    alike: list[tuple[PurchaseOrder, ...]] = []
    while left:
        ranked = {o.po_number: fits.of(o, left) for o in fits.orders if o not in found}
        best = max(ranked.values(), key=lambda fit: fit.rank, default=None)
        if best is None or not best.some:
            break
        alike_best = [o for o in fits.orders if o.po_number in ranked and ranked[o.po_number].rivals(best)]
        chosen = _in_time(_for_the_same_lines(alike_best, fits, left), invoice)
        found.extend(chosen)
        if len(chosen) > 1:
            alike.append(tuple(chosen))
        reached = {number for number in left for o in chosen if fits.line(number, o).item}
        if not reached:
            break
        left = tuple(number for number in left if number not in reached)
    return tuple(sorted(found, key=lambda o: o.po_number)), tuple(alike)


def _for_the_same_lines(orders: list[PurchaseOrder], fits: OrderFits, left: Sequence[int]) -> list[PurchaseOrder]:
    """Return those that compete with the first one for lines: orders that fit other lines are no rivals of it."""
    reached = {o.po_number: {n for n in left if fits.line(n, o).item} for o in orders}
    lines, chosen = set(reached[orders[0].po_number]), orders[:1]
    while more := [o for o in orders if o not in chosen and reached[o.po_number] & lines]:
        chosen += more
        lines.update(*(reached[o.po_number] for o in more))
    return [o for o in orders if o in chosen]


def _in_time(orders: list[PurchaseOrder], invoice: Invoice) -> list[PurchaseOrder]:
    """Leave out orders placed after the invoice was written, unless no other is left."""
    written = invoice.header.invoice_date.value if invoice.header.invoice_date else None
    if written is None:
        return orders
    return [o for o in orders if o.order_date is None or o.order_date <= written] or orders


def _by_total(fits: OrderFits, amounts: Sequence[Decimal]) -> tuple[PurchaseOrder, ...]:
    """Return the orders whose open amount is the sum of the invoice's lines to the cent (S2.15: same overall total)."""
    if not amounts:
        return ()
    total = sum(amounts, ZERO)
    return tuple(o for o in fits.orders if len(o.lines) > 1 and fits.open_amount(o) == total)


def _amounts(invoice: Invoice) -> tuple[Decimal, ...]:
    amounts = tuple(abs(line.amount.value) for line in invoice.lines if line.amount)
    return amounts if len(amounts) == len(invoice.lines) else ()
