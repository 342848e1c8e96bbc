"""A desk on which every shape and every kind of trouble happens once, in a real workspace, made once for all tests.

Each story has an order of its own, so that none stands in another's way. Tests only read from this desk; whoever
wants to act makes a small desk of their own.
"""

from __future__ import annotations

import atexit
import csv
import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.case import Action, Case, Document, JournalEntry
from app.domain.decision import GroupDecision
from app.domain.policy import Role
from app.workflow.comparison import compare
from app.workflow.comparison_values import Comparison
from app.workflow.export_data import export_to
from tests.helpers.small_desk import ORDERS, SmallDesk, line, open_cases, paper, small_desk

VENDORS = """vendor_id,name,tax_id,email,currency,payment_terms,status,tier,merged_lines,partial_shipments,bundled_accessorials,accessorials,substitution_clause,substitution_reference,late_grace_days
V1,Amberley Supply Co,90-1000001,ar@amberley.example,USD,Net 30,active,standard,permitted,permitted,refused,freight:50;fuel_surcharge,none,,2
V2,Bexhill Fasteners,90-1000002,ar@bexhill.example,USD,Net 30,active,standard,refused,refused,refused,,prior_approval,Terms 9,0
V3,Corvane Parts GmbH,90-1000003,ar@corvane.example,USD,Net 30,active,standard,refused,permitted,permitted,freight:50,at_or_below_price,MSA 4.5,0
V4,Dunmere Mills,90-1000004,ar@dunmere.example,USD,Net 30,blocked,standard,refused,refused,refused,,none,,0
"""
ITEMS = """sku,description,base_uom,line_class,catch_weight
10001,Work gloves leather large,PR,commodity,no
10002,Safety goggles clear anti-fog,EA,specialty,no
10003,Chicken stock low sodium 32 oz,CS,commodity,no
10004,Ball bearing 6204-2RS,EA,commodity,no
10005,Ball bearing 6204-2RS C3 clearance,EA,commodity,no
10006,V-belt classical B52,EA,commodity,no
10007,V-belt cogged BX52,EA,commodity,no
10008,Ball bearing 6204 open type,EA,commodity,no
10009,Diesel generator service,HR,services,no
10010,Copper wire 2.5 mm,M,spot,no
10011,Steel plate 10 mm,EA,contract,no
10012,Cleaning rags white,BX,commodity,no
10013,Cleaning rags coloured,BX,commodity,no
10014,Salmon fillet skin on,LB,commodity,yes
"""
CONVERSIONS = "sku,vendor_id,from_uom,to_uom,factor\n10003,,CS,EA,24\n"
SUBSTITUTIONS = """vendor_id,sku,substitute_sku,substitute_description,reason,reference,buyer_notified
V3,10004,10005,Ball bearing 6204-2RS C3 clearance,successor part,MSA 4.5,yes
V3,10006,10007,V-belt cogged BX52,manufacturer change,MSA 4.5,no
V2,10004,10005,Ball bearing 6204-2RS C3 clearance,successor part,Terms 9,yes
"""
POLICY = """version = 4
receipts = "optional"
escalate_exposure_over = 5000
[[approval_limits]]
role = "ap_clerk"
up_to = 100
[[approval_limits]]
role = "buyer"
up_to = 2500
[[approval_limits]]
role = "controller"
[header_tolerance]
percent = 2
absolute = 25
[line_tolerance.default]
quantity_short_percent = 3
quantity_over_percent = 0
price_percent = 1
price_absolute = 5
[line_tolerance.commodity]
quantity_short_percent = 10
quantity_over_percent = 3
price_percent = 2
price_absolute = 5
[line_tolerance.specialty]
quantity_short_percent = 1
price_percent = 0
price_absolute = 0
[line_tolerance.contract]
price_percent = 0
price_absolute = 0
[line_tolerance.spot]
price_percent = 5
price_absolute = 5
[line_tolerance.services]
hours_over_authorised = 2
[gl_accounts]
freight = "5100"
[recurrence]
count = 90
"""
# Every invoice came after its order and before the desk's clock.
FIRST_DAY = date(2026, 1, 8)
_NAMES = {row.split(",")[0]: row.split(",") for row in VENDORS.splitlines()[1:]}
_ITEMS = {row.split(",")[0]: row.split(",") for row in ITEMS.splitlines()[1:]}


@dataclass(frozen=True)
class Story:
    """One invoice against one order: lines as (sku, quantity, price), billed as (code, quantity, unit, price, amount).

    ``receipts`` are (order line, quantity, day); ``order`` and ``header`` change what is named.
    """

    vendor: str
    ordered: tuple[tuple[str, str, str], ...]
    billed: tuple[tuple[str, str | None, str | None, str | None, str], ...]
    receipts: tuple[tuple[int, str, str], ...] = ()
    charges: tuple[tuple[str, str], ...] = ()
    order: Mapping[str, str] | None = None
    header: Mapping[str, Any] | None = None


def _gloves(quantity: str, price: str, amount: str) -> tuple[str, str, str, str, str]:
    return ("10001", quantity, "PR", price, amount)


def _pairs(count: int) -> tuple[tuple[str, str, str], ...]:
    return (("10001", str(count), "4.00"),)


def _pairs_billed(count: int) -> tuple[str, str, str, str, str]:
    return _gloves(str(count), "4.00", f"{count * 4}.00")


GLOVES = _pairs(100)
RAGS = (("10012", "30", "10.00"), ("10013", "30", "12.00"))
STORIES: Mapping[str, Story] = {
    "agrees": Story("V1", GLOVES, (_gloves("100", "4.00", "400.00"),)),
    "merged": Story("V1", RAGS, (("", "60", "BX", None, "660.00"),)),
    "merged_refused": Story("V2", RAGS, (("", "60", "BX", None, "660.00"),)),
    "split": Story(
        "V1", GLOVES, (_gloves("60", "4.00", "240.00"), _gloves("40", "4.00", "160.00")),
        ((1, "60", "2026-01-20"), (1, "40", "2026-01-28")),
    ),
    "split_unbacked": Story("V1", _pairs(90), (_gloves("50", "4.00", "200.00"), _gloves("40", "4.00", "160.00"))),
    "other_unit": Story("V1", (("10003", "10", "24.00"),), (("10003", "240", "EA", "1.00", "240.00"),)),
    "unknown_unit": Story("V1", GLOVES, (("10001", "10", "CT", "40.00", "400.00"),)),
    "weighed": Story(
        "V1", (("10014", "50", "8.00"),), (("10014", "51.2", "LB", "8.00", "409.60"),), ((1, "51.2", "2026-01-28"),)
    ),
    "substitute": Story("V3", (("10004", "20", "9.00"),), (("10005", "20", "EA", "8.50", "170.00"),)),
    "substitute_not_listed": Story("V3", (("10004", "20", "9.00"),), (("10008", "20", "EA", "9.00", "180.00"),)),
    "substitute_without_notice": Story("V3", (("10006", "30", "6.00"),), (("10007", "30", "EA", "5.50", "165.00"),)),
    "substitute_prior_approval": Story("V2", (("10004", "20", "9.00"),), (("10005", "20", "EA", "9.00", "180.00"),)),
    "bundled": Story("V2", GLOVES, (_gloves("100", "4.00", "432.00"),)),
    "bundled_permitted": Story("V3", GLOVES, (_gloves("100", "4.00", "433.00"),)),
    "bundled_rate": Story(
        "V2",
        (("10001", "100", "4.00"), ("10002", "50", "6.00"), ("10012", "30", "10.00")),
        (_gloves("100", "4.32", "432.00"), ("10002", "50", "EA", "6.48", "324.00"), ("10012", "30", "BX", "10.80", "324.00")),
    ),
    "short_confirmed": Story("V1", GLOVES, (_gloves("70", "4.00", "280.00"),), ((1, "70", "2026-01-28"),)),
    "short_in_band": Story("V2", GLOVES, (_gloves("95", "4.00", "380.00"),)),
    "short_outside": Story("V2", GLOVES, (_gloves("80", "4.00", "320.00"),)),
    "over_in_band": Story("V1", GLOVES, (_gloves("102", "4.00", "408.00"),)),
    "over_outside": Story("V1", GLOVES, (_gloves("120", "4.00", "480.00"),), ((1, "120", "2026-01-28"),)),
    "over_specialty": Story("V1", (("10002", "50", "6.00"),), (("10002", "51", "EA", "6.00", "306.00"),)),
    "not_received": Story("V1", _pairs(105), (_pairs_billed(105),), ((1, "80", "2026-01-28"),)),
    "price_in_band": Story("V1", GLOVES, (_gloves("100", "4.04", "404.00"),)),
    "price_outside": Story("V1", GLOVES, (_gloves("100", "4.20", "420.00"),)),
    "price_large": Story("V1", (("10001", "9000", "4.00"),), (_gloves("9000", "5.00", "45000.00"),)),
    "price_contract": Story("V1", (("10011", "10", "100.00"),), (("10011", "10", "EA", "103.00", "1030.00"),)),
    "price_spot": Story("V1", (("10010", "100", "10.00"),), (("10010", "100", "M", "10.20", "1020.00"),)),
    "hours": Story("V1", (("10009", "10", "80.00"),), (("10009", "15", "HR", "80.00", "1200.00"),)),
    "not_ordered": Story("V1", GLOVES, (_gloves("100", "4.00", "400.00"), ("77777", "1", "EA", "55.00", "55.00"))),
    "no_order": Story("V1", (), (("88888", "3", "EA", "11.00", "33.00"),), header={"po_numbers": ["PO-NONE"]}),
    "not_approved": Story("V1", _pairs(110), (_pairs_billed(110),), order={"approved_by": ""}),
    "order_closed": Story("V1", _pairs(111), (_pairs_billed(111),), order={"status": "closed"}),
    "other_tax_id": Story("V1", _pairs(112), (_pairs_billed(112),), header={"vendor_tax_id": "77-5554443"}),
    "blocked": Story("V4", GLOVES, (_gloves("100", "4.00", "400.00"),)),
    "late": Story("V2", GLOVES, (_gloves("100", "4.00", "400.00"),), ((1, "100", "2026-02-09"),)),
    "late_in_grace": Story("V1", _pairs(113), (_pairs_billed(113),), ((1, "113", "2026-02-03"),)),
    "charge_in_terms": Story("V1", _pairs(114), (_pairs_billed(114),), charges=(("freight", "45.00"),)),
    "charge_over_cap": Story("V1", _pairs(115), (_pairs_billed(115),), charges=(("freight", "80.00"),)),
    "charge_not_agreed": Story("V2", GLOVES, (_gloves("100", "4.00", "400.00"),), charges=(("freight", "12.00"),)),
    "wrong_total": Story("V1", _pairs(116), (_pairs_billed(116),), header={"total": "500.00"}),
    "no_date": Story("V1", _pairs(117), (_pairs_billed(117),), header={"invoice_date": None}),
    "no_quantity": Story("V1", GLOVES, (("10001", None, "PR", "4.00", "400.00"),)),
    "again": Story("V1", (), (_gloves("100", "4.00", "400.00"),), header={"invoice_number": "AGREES-101", "po_numbers": ["PO-1000"]}),
    "cancelling": Story(
        "V1",
        (("10011", "10", "100.00"), ("10011", "10", "100.00"), ("10004", "20", "9.00")),
        (("10011", "10", "EA", "104.00", "1040.00"), ("10004", "20", "EA", "9.00", "180.00")),
    ),
}  # fmt: skip


def order_of(name: str) -> str:
    """Return the number of a story's order."""
    return f"PO-{1000 + list(STORIES).index(name)}"


def _orders() -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ORDERS.splitlines()[0].split(","))
    for name, story in STORIES.items():
        changed = {"status": "open", "approved_by": "A. Approver", **(story.order or {})}
        for number, (sku, quantity, price) in enumerate(story.ordered, 1):
            item = _ITEMS[sku]
            writer.writerow(
                (order_of(name), story.vendor, "2026-01-05", changed["status"], changed["approved_by"], "B. Buyer", "USD",
                 number, sku, "", item[1], quantity, item[2], price, "2026-02-01", "Main", "6100", "0")
            )  # fmt: skip
    return out.getvalue()


def _receipts() -> str:
    rows = ["receipt_no,po_number,line_no,received_date,quantity,uom,location"]
    for name, story in STORIES.items():
        for number, (order_line, quantity, day) in enumerate(story.receipts, 1):
            uom = _ITEMS[story.ordered[order_line - 1][0]][2]
            rows.append(f"R-{order_of(name)[3:]}-{number},{order_of(name)},{order_line},{day},{quantity},{uom},Dock 1")
    return "\n".join(rows) + "\n"


def paper_of(name: str) -> dict[str, Any]:
    """Return the invoice of a story as a given reading; its date is its own."""
    story, index = STORIES[name], list(STORIES).index(name)
    texts = [_ITEMS.get(code, ("", "Assorted goods as ordered", ""))[1] for code, *_ in story.billed]
    lines = [
        {**line(number, code, text, "0", unit, "0", amount), "item_code": code or None, "quantity": quantity,
         "unit_price": price}
        for number, ((code, quantity, unit, price, amount), text) in enumerate(zip(story.billed, texts, strict=True), 1)
    ]  # fmt: skip
    total = sum((Decimal(row[4]) for row in story.billed), Decimal(0))
    charged = sum((Decimal(amount) for _, amount in story.charges), Decimal(0))
    header = {
        "vendor_name": _NAMES[story.vendor][1], "vendor_tax_id": _NAMES[story.vendor][2],
        "po_numbers": [order_of(name)], "invoice_date": str(FIRST_DAY + timedelta(days=index % 30)),
        "total": str(total + charged), "subtotal": str(total), **(story.header or {}),
    }  # fmt: skip
    charges = [{"kind": kind, "description": kind, "amount": amount} for kind, amount in story.charges]
    made = paper(f"{name.upper()}-{7 * index + 101}", lines, str(total))
    return {**made, "header": {**made["header"], **header}, "charges": charges}


@dataclass(frozen=True)
class TradeDesk:
    """The desk with every story told; nothing on it may be changed."""

    desk: SmallDesk
    documents: Mapping[str, Document]

    def document(self, name: str) -> Document:
        return self.documents[name]

    def cases(self, name: str) -> list[Case]:
        return open_cases(self.documents[name])

    def case(self, name: str, category: str = "") -> Case:
        found = [case for case in self.cases(name) if category in ("", case.category)]
        assert len(found) == 1, [(case.category, case.rule) for case in self.cases(name)]
        return found[0]

    def group(self, name: str, number: int = 0) -> GroupDecision:
        decision = self.documents[name].decision
        assert decision is not None
        return decision.groups[number]

    def shown(self, name: str) -> Comparison:
        return compare(self.documents[name])

    def decided(self, name: str) -> dict[str, Any]:
        """Return what the journal holds of the decision about a story's document."""
        return dict(json.loads(self.entry(name).after))

    def entry(self, name: str) -> JournalEntry:
        entries = self.desk.services.store.journal(document_id=self.documents[name].document_id)
        return next(entry for entry in entries if entry.kind == "decided")

    def logged(self, name: str, number: int = 0) -> dict[str, Any]:
        """Return what the journal holds of one group's decision."""
        return dict(self.decided(name)["decision"]["groups"][number])


def rows_of(desk: SmallDesk, kind: str) -> list[dict[str, str]]:
    """Export a report of a desk as CSV and read it back."""
    target = desk.folder / f"{kind}-{len(list(desk.folder.glob('*.csv')))}.csv"
    export_to(desk.services, kind, "csv", target)
    return list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))


@cache
def trade_desk() -> TradeDesk:
    """Return the desk, made when it is first asked for."""
    return _made(tuple(STORIES))


# What people did on the settled desk: the story, who, as what, and with which papers.
SETTLED: Mapping[str, tuple[str, Role, str]] = {
    "merged_refused": ("buyer", Role.CONTROLLER, ""),
    "substitute_not_listed": ("buyer", Role.CONTROLLER, "NOTICE-7"),
    "unknown_unit": ("buyer", Role.CONTROLLER, "PO-CHANGE-3"),
    "not_received": ("supervisor", Role.CONTROLLER, "DM-12"),
    "bundled": ("supervisor", Role.CONTROLLER, ""),
}


@cache
def settled_desk() -> TradeDesk:
    """Return a desk of a few stories that people settled; nothing more on it may be changed."""
    made = _made((*SETTLED, "price_outside", "short_in_band"))
    documents = dict(made.documents)
    for name, (user, role, reference) in SETTLED.items():
        acting = made.desk.acting_as(user, role)
        for case in open_cases(documents[name]):
            acting.do(case, Action.ACCEPT, f"agreed for {name}", reference=reference)
    (held,) = open_cases(documents["price_outside"])
    made.desk.do(held, Action.SEND, "Please tell us which price holds.", owner=Role.BUYER)
    store = made.desk.services.store
    return TradeDesk(made.desk, {name: store.document(told.document_id) for name, told in documents.items()})


def _made(names: tuple[str, ...]) -> TradeDesk:
    folder = Path(tempfile.mkdtemp(prefix="tieout-trade-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = {
        "vendors.csv": VENDORS, "items.csv": ITEMS, "uom_conversions.csv": CONVERSIONS, "policy.toml": POLICY,
        "substitutions.csv": SUBSTITUTIONS, "purchase_orders.csv": _orders(), "receipts.csv": _receipts(),
    }  # fmt: skip
    desk = small_desk(folder, changes=files)
    atexit.register(desk.services.close)
    told = desk.take(*(paper_of(name) for name in names))
    return TradeDesk(desk, dict(zip(names, told, strict=True)))


@cache
def exported(kind: str) -> tuple[dict[str, str], ...]:
    """Return one report of the trade desk, exported once."""
    return tuple(rows_of(trade_desk().desk, kind))


@cache
def settled_export(kind: str) -> tuple[dict[str, str], ...]:
    """Return one report of the settled desk, exported once."""
    return tuple(rows_of(settled_desk().desk, kind))
