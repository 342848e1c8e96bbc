"""How long matching takes: ``python -m tests.benchmarks.matching [--repeat N]`` prints tables; it asserts nothing.

Four kinds of invoice against the open orders of one vendor: with the order's number or without it (every order is a
candidate), with item codes or without them (descriptions, in the vendor's own words, decide). The first table has 20
open orders; the second shows how time grows with the lines, against two orders of as many lines.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from decimal import Decimal
from random import Random

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.item import UomConversion
from app.domain.match import Desk
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from tests.helpers.matching import VENDOR, billed, desk, invoice, match_invoice, order

_WORDS = (
    "hex", "cap", "screw", "zinc", "plated", "nitrile", "gloves", "liner", "toner", "cartridge", "marker", "valve",
    "brass", "wipers", "tape", "label", "chain", "belt", "copper", "tube", "ring", "gasket", "bearing", "pump", "drill",
)  # fmt: skip
_SIZES = (10, 40, 100, 500)
_GROWING = (10, 100, 500, 1000, 10_000)
_KINDS = (
    ("number and codes", True, True),
    ("number, no codes", False, True),
    ("codes, no number", True, False),
    ("neither", False, False),
)


def catalogue_line(random: Random, number: int, sku: int) -> OrderLine:
    """Return an order line with a description of a few common words and two figures."""
    words = " ".join(random.sample(_WORDS, 4))
    description = f"{words}, {random.randint(1, 60)} x {random.randint(1, 90)}, type {random.randint(1, 9)}"
    price = Decimal(random.randint(100, 20000)) / 100
    quantity = Decimal(random.randint(1, 200))
    return OrderLine(LineRef("", number), f"{sku}", description, quantity, random.choice(("EA", "BX", "CS")), price)


def open_orders(random: Random, count: int, lines: int) -> list[PurchaseOrder]:
    """Return the open orders of the vendor; the first is the one that is billed."""
    return [
        order(f"PO-{20000 + n}", *(catalogue_line(random, i, 10000 + 1000 * n + i) for i in range(1, lines + 1)))
        for n in range(count)
    ]


def vendors_wording(random: Random, description: str) -> str:
    """Return a description as another firm would write it: capitals, words turned round, some cut short."""
    head, *figures = description.upper().split(", ")
    words = [word[:4] if len(word) > 6 and random.random() < 0.3 else word for word in head.split()]
    random.shuffle(words)
    return ", ".join((" ".join(words), *figures))


def invoice_for(random: Random, main: PurchaseOrder, *, coded: bool, named: bool) -> Invoice:
    """Bill every line of the order in the vendor's own words; one in ten short, dearer, or split in two."""
    bills: list[InvoiceLine] = []
    for line in main.lines:
        kind = random.random()
        price = line.unit_price + (1 if kind < 0.03 else 0)
        quantities = [line.quantity - 1 if 0.03 < kind < 0.06 and line.quantity > 1 else line.quantity]
        if kind > 0.95 and line.quantity > 2:
            quantities = [line.quantity - 1, Decimal(1)]
        for quantity in quantities:
            code = line.sku if coded else None
            said = vendors_wording(random, line.description)
            amount = f"{quantity * price:.2f}"
            bills.append(billed(len(bills) + 1, code, said, str(quantity), line.uom, str(price), amount))
    return invoice(*bills, orders=(main.po_number,) if named else ())


def desk_of(orders: list[PurchaseOrder]) -> Desk:
    """Return a desk with these orders and pack sizes for a third of their items."""
    known = desk(*orders, vendors=(VENDOR,))
    skus = [line.sku for po in orders for line in po.lines]
    packs = tuple(UomConversion(sku, None, "CS", "EA", Decimal(24)) for sku in skus[::3])
    return replace(known, conversions=packs)


def seconds(document: Invoice, known: Desk, repeat: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each run by the wall and in processor time (which a busy machine leaves alone)."""
    wall, processor = [], []
    for _ in range(repeat):
        start, used = time.perf_counter(), time.process_time()
        match_invoice(document, known)
        wall.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return wall, processor


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--orders", type=int, default=20)
    options = parser.parse_args(arguments)
    table(_SIZES, options.orders, options.repeat)
    sys.stdout.write("\nGrowth with the lines, two orders:\n")
    table(_GROWING, 2, options.repeat)
    return 0


def table(sizes: tuple[int, ...], count: int, repeat: int) -> None:
    """Print the times for orders of so many lines each; the largest are matched once."""
    heading = f"{'invoice':<20}{'lines':>7}{'orders':>8}{'order lines':>13}"
    print(f"{heading}{'median ms':>11}{'worst ms':>10}{'processor ms':>14}")
    for lines in sizes:
        orders = open_orders(Random(lines), count, lines)
        known = desk_of(orders)
        for name, coded, named in _KINDS:
            document = invoice_for(Random(lines), orders[0], coded=coded, named=named)
            wall, processor = seconds(document, known, repeat if lines < 1000 else 1)
            row = f"{name:<20}{len(document.lines):>7}{count:>8}{count * lines:>13}"
            figures = f"{statistics.median(wall):>11.1f}{max(wall):>10.1f}{statistics.median(processor):>14.1f}"
            print(row + figures, flush=True)


if __name__ == "__main__":
    sys.exit(main())
