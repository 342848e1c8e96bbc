"""How long importing a large order book takes, and gathering the desk for one invoice from it.

Run by hand: ``python -m tests.benchmarks.desk_lookup FOLDER [ORDERS]`` (five lines an order; 200,000 by default).
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from app.domain.case import Actor
from app.domain.imports import ImportKind
from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine
from app.domain.measure import UnitTable
from app.domain.policy import Role
from app.domain.provenance import Extracted
from app.storage.store import SqliteStore, open_store

ME = Actor("bench", Role.AP_CLERK)
VENDORS, ITEMS, LINES = 2000, 50_000, 5
WORDS = (
    "Juniper", "Corbel", "Halcyon", "Fairlane", "Marlowe", "Alder", "Summit", "Harbor", "Keystone", "Granite", "Mill",
    "Supply", "Tools", "Foods",
)  # fmt: skip


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Generate, import and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("orders", type=int, nargs="?", default=200_000)
    given = parser.parse_args()
    folder, orders = given.folder, given.orders
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    files = generate(folder, orders, chance)
    store = open_store(folder / "desk", units=UnitTable({}), clock=SystemClock(), program_version="bench")
    for kind, path in files:
        began, busy = time.perf_counter(), time.process_time()
        result = store.import_file(kind, path, ME)
        say(f"import {kind}: {result.rows_taken} rows in {spent(began, busy)}")
    began, busy = time.perf_counter(), time.process_time()
    store.import_file(*files[-1], ME)
    say(f"the same orders again: {spent(began, busy)}")
    measure(store, orders, chance)
    say(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    store.close()


def spent(began: float, busy: float) -> str:
    """Say how long it took: on the clock, and of the processor (which another program's load does not change)."""
    return f"{time.perf_counter() - began:.1f} s ({time.process_time() - busy:.1f} s of processor)"


def generate(folder: Path, orders: int, chance: random.Random) -> list[tuple[ImportKind, Path]]:
    """Write the files of a large desk."""
    vendors = [(f"V{i}", f"{vendor_name(i)}", f"{10 + i % 90}-{1000000 + i}") for i in range(VENDORS)]
    items = [(f"{10000 + i}", f"Item {i} of steel, {i % 97} mm", "EA") for i in range(ITEMS)]
    return [
        (ImportKind.VENDORS, write(folder / "vendors.csv", ("vendor_id", "name", "tax_id"), iter(vendors))),
        (ImportKind.ITEMS, write(folder / "items.csv", ("sku", "description", "base_uom"), iter(items))),
        (
            ImportKind.PURCHASE_ORDERS,
            write(
                folder / "purchase_orders.csv",
                (
                    "po_number", "vendor_id", "order_date", "status", "currency", "line_no", "sku",
                    "vendor_item_code", "description", "quantity", "uom", "unit_price",
                ),
                order_rows(orders, chance),
            ),
        ),
    ]  # fmt: skip


def vendor_name(number: int) -> str:
    """Return a name that shares its words with many others, as vendors' names do."""
    first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    return f"{first} {second} {number // 196}, Inc."


def order_rows(orders: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Yield the lines of the orders; one in five is still open."""
    for number in range(orders):
        day = date(2024, 1, 1) + timedelta(days=number % 700)
        vendor = chance.randrange(VENDORS)
        status = "open" if number % 5 == 0 else "closed"
        for line in range(1, LINES + 1):
            item = chance.randrange(ITEMS)
            yield (
                f"PO-{100000 + number}", f"V{vendor}", day, status, "USD", line, 10000 + item, f"C{item}",
                f"Item {item} of steel", chance.randrange(1, 500), "EA", f"{chance.randrange(100, 99999) / 100:.2f}",
            )  # fmt: skip


def write(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> Path:
    """Write a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def measure(store: SqliteStore, orders: int, chance: random.Random) -> None:
    """Gather the desk for invoices of several kinds and print the middle and the worst time."""
    kinds = {"number printed": True, "number misread": True, "no number": False}
    for name, printed in kinds.items():
        times = []
        sizes = []
        for _ in range(40):
            number = chance.randrange(orders)
            vendor = chance.randrange(VENDORS)
            invoice = invoice_for(f"PO-{100000 + number}" if printed else None, vendor, chance)
            if name == "number misread":
                invoice = replace(
                    invoice, header=replace(invoice.header, po_numbers=(Extracted(f"PO-{100000 + number}7"),))
                )
            began = time.process_time()
            desk = store.desk_for(invoice)
            times.append(time.process_time() - began)
            sizes.append(len(desk.orders))
        times.sort()
        middle, worst = times[len(times) // 2] * 1000, times[-1] * 1000
        orders_found = sum(sizes) // len(sizes)
        say(f"desk, {name}: median {middle:.1f} ms, worst {worst:.1f} ms of processor, {orders_found} orders")


def invoice_for(number: str | None, vendor: int, chance: random.Random) -> Invoice:
    """Return an invoice of ten lines."""
    lines = tuple(
        InvoiceLine(n, 1, Extracted("Item"), item_code=Extracted(str(10000 + chance.randrange(ITEMS))),
                    quantity=Extracted(Decimal(1)))
        for n in range(1, 11)
    )  # fmt: skip
    numbers = (Extracted(number),) if number else ()
    return Invoice(InvoiceHeader(vendor_name=Extracted(vendor_name(vendor)), po_numbers=numbers), lines)


if __name__ == "__main__":
    main()
