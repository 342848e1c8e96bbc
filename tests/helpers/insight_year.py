"""A year of a made-up desk, written straight into a workspace's tables: many innocent vendors, and habits planted.

What was planted is known exactly (:class:`Year`), so that a test can recount every figure without the program.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.policy import Role
from app.storage.database import Workspace
from app.storage.decision_facts import insert_facts
from app.storage.journal import Journal

FIRST = date(2025, 1, 1)
DAYS = 365
CLERK = Actor("ann", Role.AP_CLERK, "desk-1")
PROGRAM = Actor("tieout", Role.AP_CLERK, "desk-1", person=False)
# How often an invoice of an innocent vendor has each failure, by chance.
BASE = {
    "price_variance": 0.015, "quantity_short": 0.012, "data_quality": 0.02, "uom_conversion": 0.006,
    "bundled_accessorial": 0.004, "substitution": 0.003, "late_shipment": 0.02, "split": 0.005, "not_on_po": 0.003,
    "missing_receipt": 0.01,
}  # fmt: skip
RULES = {
    "price_variance": "price_variance.outside", "quantity_short": "quantity_short.outside",
    "data_quality": "figures.unproven", "uom_conversion": "uom_conversion.no_factor",
    "bundled_accessorial": "bundled_accessorial.refused", "substitution": "substitution.not_in_table",
    "late_shipment": "late_shipment.beyond", "split": "split.not_permitted", "not_on_po": "not_on_po.unexplained",
    "missing_receipt": "missing_receipt.none",
}  # fmt: skip
PATTERNS = frozenset(RULES) - {"data_quality", "late_shipment", "missing_receipt"}


@dataclass(frozen=True)
class Planted:
    """One habit: whose, with which item, which failure, since when, and in what share of the invoices."""

    vendor: str
    item: str
    failure: str
    since: date
    strength: float


@dataclass
class Paper:
    """One invoice as it was made."""

    document_id: int
    vendor: str
    day: date
    received: datetime
    total: Decimal
    items: list[str]
    cases: list[tuple[int, str, str, Decimal, bool]] = field(default_factory=list)
    settled: datetime | None = None


@dataclass
class Year:
    """What was made: every invoice, and what was planted."""

    folder: Path
    papers: list[Paper]
    planted: list[Planted]
    huggers: list[str]
    rounders: list[tuple[str, str, int]]
    unbilled: Decimal


class _Ticking:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = datetime(2025, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


def plan(vendors: int, since: date = FIRST) -> list[Planted]:
    """Return habits of every kind; vendors of low numbers have many invoices."""
    shared = [
        Planted(f"V{v:03}", "S-SHARED", "uom_conversion", since + timedelta(days=60), 0.6) for v in (8, 9, 10, 11)
    ]
    return [
        Planted("V001", "", "uom_conversion", since, 0.4),
        Planted("V002", "", "bundled_accessorial", since + timedelta(days=181), 0.25),
        Planted("V003", "S003-1", "substitution", since, 0.5),
        Planted("V004", "", "price_variance", since + timedelta(days=287), 0.3),
        Planted("V005", "S005-2", "quantity_short", since + timedelta(days=150), 0.6),
        Planted(f"V{vendors // 2:03}", "", "data_quality", since, 0.6),
        Planted("V006", "", "late_shipment", since + timedelta(days=90), 0.2),
        *shared,
    ]


def make_year(folder: Path, *, invoices: int, vendors: int, seed: int = 1) -> Year:
    """Write a year of so many invoices into a new workspace."""
    return _Maker(folder, invoices, vendors, seed).make()


class _Maker:
    def __init__(self, folder: Path, invoices: int, vendors: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count = invoices
        self.vendors = [f"V{number:03}" for number in range(1, vendors + 1)]
        weights = [1 / (place + 4) ** 0.6 for place in range(vendors)]
        self.whose = self.rng.choices(self.vendors, weights, k=invoices)
        # Innocent vendors are not all alike.
        self.care = {vendor: self.rng.lognormvariate(0, 0.2) for vendor in self.vendors}
        self.planted = plan(vendors)
        self.items = {vendor: [f"S{vendor[1:]}-{n}" for n in range(1, 9)] for vendor in self.vendors}
        for habit in self.planted:
            if habit.item == "S-SHARED":
                self.items[habit.vendor].append(habit.item)
        self.huggers = ["V012"]
        self.rounders = [("V013", "S013-1", 12)]
        self.folder = folder
        self.rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.case_id = 0
        self.papers: list[Paper] = []
        self.unbilled = Decimal(0)

    def make(self) -> Year:
        workspace = Workspace.open_or_create(self.folder)
        clock = _Ticking()
        journal = Journal(clock, "0.0.test")
        days = sorted(self.rng.randrange(DAYS) for _ in range(self.count))
        db = workspace.connection()
        db.execute("PRAGMA synchronous = OFF")
        with workspace.writing() as db:
            db.execute("PRAGMA defer_foreign_keys = ON")
            self._master(db)
            for number, (vendor, day) in enumerate(zip(self.whose, days, strict=True), start=1):
                self._paper(db, journal, clock, number, vendor, FIRST + timedelta(days=day))
            self._flush(db)
        workspace.close()
        return Year(self.folder, self.papers, self.planted, self.huggers, self.rounders, self.unbilled)

    def _master(self, db: Database) -> None:
        for vendor in self.vendors:
            self.rows["vendors"].append(
                (vendor, f"Vendor {vendor}", None, f"ar@{vendor.lower()}.example", "USD", None, "active", "standard",
                 0, 0, 0, "{}", "none", None, 0, vendor.lower(), "")
            )  # fmt: skip
        for sku in sorted({sku for mine in self.items.values() for sku in mine}):
            self.rows["items"].append((sku, f"Item {sku}", "EA", "commodity", 0, sku.lower()))
        for _, sku, pack in self.rounders:
            self.rows["uom_conversions"].append((sku, "", "CS", "EA", str(pack)))
        db.execute("INSERT INTO snapshots (sha256, body) VALUES ('made-up', x'00')")

    def _failures(self, vendor: str, items: list[str], day: date) -> list[tuple[str, str]]:
        found = {
            (failure, self.rng.choice(items))
            for failure, share in BASE.items()
            if self.rng.random() < share * self.care[vendor]
        }
        for habit in self.planted:
            mine = habit.vendor == vendor and day >= habit.since and (not habit.item or habit.item in items)
            if mine and self.rng.random() < habit.strength:
                found.add((habit.failure, habit.item or self.rng.choice(items)))
        # One failure counts once an invoice.
        return sorted(dict(sorted(found)).items())

    def _paper(self, db: Database, journal: Journal, clock: _Ticking, number: int, vendor: str, day: date) -> None:
        rng = self.rng
        items = rng.sample(self.items[vendor], rng.randint(1, 4))
        received = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(minutes=rng.randrange(600))
        failures = self._failures(vendor, items, day)
        groups, total = self._lines(number, vendor, day, items, dict(failures))
        paper = Paper(number, vendor, day, received, total, items)
        hours = rng.randint(1, 200)
        settled = received + timedelta(hours=hours) if not failures or rng.random() < 0.9 else None
        for failure, item in failures:
            self.case_id += 1
            exposure = Decimal(rng.randint(100, 20_000)) / 100
            paper.cases.append((self.case_id, failure, item, exposure, settled is not None))
            self._case(paper, number, items.index(item) + 1, settled is not None)
        state = "cleared" if not failures else "released" if settled else "needs_me"
        paper.settled = (received if not failures else settled) if state != "needs_me" else None
        self.papers.append(paper)
        self._document(db, journal, clock, paper, state, groups)

    def _lines(
        self, number: int, vendor: str, day: date, items: list[str], failures: dict[str, str]
    ) -> tuple[list[dict[str, Any]], Decimal]:
        rng, po = self.rng, f"PO-{number}"
        self.rows["purchase_orders"].append(
            (po, vendor, str(day - timedelta(days=20)), "open", "A", "B", "USD", po.lower(), po.lower(), str(number))
        )
        groups, total = [], Decimal(0)
        late = "late_shipment" in failures
        for line_no, item in enumerate(items, start=1):
            ordered, price = rng.randint(20, 400), Decimal(rng.randint(100, 5000)) / 100
            billed, patterns, rule, lane, over = ordered, ["exact"], "exact.agrees", "auto_resolve", None
            if (vendor, item) in {(v, i) for v, i, _ in self.rounders}:
                billed, patterns, rule = ordered // 12 * 12, ["quantity_short"], "quantity_short.in_band"
                if billed == ordered:
                    patterns, rule = ["exact"], "exact.agrees"
            elif rng.random() < (0.5 if vendor in self.huggers else 0.03):
                low = Decimal("0.7") if vendor in self.huggers else Decimal("0.02")
                over = (Decimal(3) * (low + (1 - low) * Decimal(rng.randrange(1000)) / 1000)).quantize(Decimal("0.01"))
                billed, patterns, rule = ordered + 1, ["quantity_over"], "quantity_over.in_band"
            mine = [failure for failure, its in failures.items() if its == item]
            if mine:
                lane, rule = "draft_and_route", RULES[mine[0]]
                patterns = [name for name in mine if name in PATTERNS] or patterns
            total += billed * price
            figures = {
                "uom": "EA", "open_quantity": str(ordered), "billed_quantity": str(billed), "po_price": str(price),
                "over_percent": f"+{over}" if over else "0",
            }  # fmt: skip
            bands = [{"rule": "line_tolerance.default.quantity_over_percent", "limit": "3 %"}] if over else []
            group = {"patterns": patterns, "po_lines": [[po, line_no]]}
            groups.append(
                {"group": group, "rule": rule, "lane": lane, "exposure": "0", "figures": figures, "bands": bands}
            )
            self.rows["order_lines"].append(
                (po, line_no, item, f"Item {item}", str(ordered), "EA", str(price), None, str(day), None, "6100", "0",
                 vendor, item.lower(), "")
            )  # fmt: skip
            arrived = day + timedelta(days=3 if late else 0)
            more = 10 if rng.random() < 0.01 else 0
            self.unbilled += more * price
            self.rows["receipts"].append(
                (f"R-{number}-{line_no}", po, line_no, str(arrived), str(billed + more), "EA", "Main")
            )
            self.rows["bookings"].append((number, line_no, po, line_no, line_no, str(billed), "0"))
        return groups, total

    def _case(self, paper: Paper, number: int, line_no: int, settled: bool) -> None:
        case_id, failure, _, exposure, _ = paper.cases[-1]
        patterns = [failure] if failure in PATTERNS else ["exact"]
        self.rows["cases"].append(
            (case_id, paper.document_id, failure, json.dumps(patterns), "draft_and_route", "buyer", None, str(exposure),
             RULES[failure], "[1]", json.dumps([[f"PO-{number}", line_no]]), "{}",
             "resolved" if settled else "open", "accepted" if settled else None, None, "", 1,
             paper.received.isoformat())
        )  # fmt: skip

    def _document(
        self, db: Database, journal: Journal, clock: _Ticking, paper: Paper, state: str, groups: list[dict[str, Any]]
    ) -> None:
        number, total = paper.document_id, f"{paper.total:f}"
        versions = ["needs_me" if paper.cases else "cleared"] + (["released"] if state == "released" else [])
        lane = "draft_and_route" if paper.cases else "auto_resolve"
        name, file = f"Vendor {paper.vendor}", f"{number}.pdf"
        self.rows["documents"].append(
            (number, len(versions) + 1, "0" * 64, file, file, "folder", paper.received.isoformat(), state, lane,
             paper.vendor, name, "", "", f"INV-{number}", str(number), str(paper.day), total, total, None, "USD", 0,
             f"PO-{number}", "0", 0, 0, "", None, "")
        )  # fmt: skip
        moments = [paper.received, paper.settled]
        for place, standing in enumerate(versions):
            clock.time = moments[place] or paper.received
            kind, actor = (JournalKind.COMMAND, CLERK) if place else (JournalKind.DECIDED, PROGRAM)
            entry = journal.append(db, NewEntry(kind, actor, "made up", number)).sequence
            self.rows["document_versions"].append(
                (number, place + 2, standing, "made-up", None, None, "made-up", None, None, None, entry, entry, None)
            )
        self.rows["facts"].append((number, {"groups": groups}))

    def _flush(self, db: Database) -> None:
        facts = self.rows.pop("facts")
        for table in list(dict.fromkeys(("vendors", "items", "purchase_orders", "documents", *self.rows))):
            rows = self.rows.pop(table, None)
            if rows:
                names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")][: len(rows[0])]
                marks = ", ".join("?" * len(rows[0]))
                sql = f"INSERT INTO {table} ({', '.join(chr(34) + name + chr(34) for name in names)}) VALUES ({marks})"
                db.conn.executemany(sql, rows)
        for number, record in facts:
            insert_facts(db, number, record)


def wanted_habits(year: Year) -> dict[str, Planted]:
    """Return what was planted by the key a habit has: what several vendors share is the item's."""
    return {
        f"{'*' if habit.item == 'S-SHARED' else habit.vendor}/{habit.item or '*'}/{habit.failure}": habit
        for habit in year.planted
    }
