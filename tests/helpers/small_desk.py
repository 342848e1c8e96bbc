"""A desk of two vendors and a few orders in a real workspace, fed with given readings instead of paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.bootstrap import open_services
from app.domain.case import Action, Case, CaseState, Command, Document
from app.domain.policy import Role
from app.workflow.batch import process_files
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.import_data import import_folder
from app.workflow.resolve_case import apply
from app.workflow.services import Services

VENDORS = """vendor_id,name,tax_id,email,currency,payment_terms,status,tier,merged_lines,partial_shipments,bundled_accessorials,accessorials,substitution_clause,substitution_reference,late_grace_days
V1,Amberley Supply Co,90-1000001,ar@amberley.example,USD,Net 30,active,standard,permitted,permitted,refused,freight:50,none,,2
V2,Bexhill Fasteners,90-1000002,ar@bexhill.example,USD,Net 30,active,standard,refused,refused,refused,,none,,0
"""
ITEMS = """sku,description,base_uom,line_class,catch_weight
10001,Work gloves leather large,PR,commodity,no
10002,Safety goggles clear anti-fog,EA,commodity,no
10003,Chicken stock low sodium 32 oz,CS,commodity,no
"""
CONVERSIONS = """sku,vendor_id,from_uom,to_uom,factor
10003,,CS,EA,24
"""
ORDERS = """po_number,vendor_id,order_date,status,approved_by,buyer,currency,line_no,sku,vendor_item_code,description,quantity,uom,unit_price,promised_date,ship_to,gl_account,already_invoiced_quantity
PO-1,V1,2026-01-05,open,A. Approver,B. Buyer,USD,1,10001,,Work gloves leather large,100,PR,4.00,2026-02-01,Main,6100,0
PO-1,V1,2026-01-05,open,A. Approver,B. Buyer,USD,2,10002,,Safety goggles clear anti-fog,50,EA,6.00,2026-02-01,Main,6100,0
PO-2,V1,2026-01-05,open,A. Approver,B. Buyer,USD,1,10003,,Chicken stock low sodium 32 oz,10,CS,24.00,2026-02-01,Main,6100,0
"""
POLICY = """version = 1
receipts = "optional"
escalate_exposure_over = 10000
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
"""
FILES = {
    "vendors.csv": VENDORS,
    "items.csv": ITEMS,
    "uom_conversions.csv": CONVERSIONS,
    "purchase_orders.csv": ORDERS,
    "policy.toml": POLICY,
}


class SteppingClock:
    """A clock that goes on by a second every time it is asked."""

    def __init__(self, start: datetime = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def line(number: int, code: str, text: str, quantity: str, uom: str | None, price: str, amount: str) -> dict[str, Any]:
    """Return one invoice line as ``tieout extract`` prints it."""
    return {
        "line_no": number, "item_code": code, "description": text, "quantity": quantity, "uom": uom, "uom_raw": uom,
        "unit_price": price, "line_total": amount,
    }  # fmt: skip


GLOVES = line(1, "10001", "Work gloves leather large", "100", "PR", "4.00", "400.00")
GOGGLES = line(2, "10002", "Safety goggles clear anti-fog", "50", "EA", "6.00", "300.00")


def paper(number: str, lines: Sequence[Mapping[str, Any]], total: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return one invoice of Amberley on PO-1, header fields changed as named."""
    header = {
        "invoice_number": number, "invoice_date": "2026-02-05", "vendor_name": "Amberley Supply Co",
        "vendor_tax_id": "90-1000001", "po_numbers": ["PO-1"], "currency": "USD", "subtotal": total,
        "tax_total": "0.00", "total": total,
    }  # fmt: skip
    header.update(changes)
    return {"file": f"{number}.pdf", "pages": 1, "header": header, "lines": list(lines), "charges": []}


@dataclass(frozen=True)
class SmallDesk:
    """The desk and its services; ``folder`` is scratch space beside the workspace."""

    folder: Path
    services: Services

    def take(self, *papers: Mapping[str, Any]) -> tuple[Document, ...]:
        """Process papers in their order and return their documents."""
        batch = self.folder / f"batch-{len(list(self.folder.glob('batch-*')))}"
        batch.mkdir()
        given = batch / "readings.json"
        given.write_text(json.dumps({"documents": papers}), encoding="utf-8")
        services = replace(self.services, readers=GivenReaders(load_readings(given)))
        documents: list[Document] = []
        process_files(
            services,
            write_out(given, batch),
            on_document=lambda _, document: documents.append(document) if document else None,
        )
        return tuple(documents)

    def acting_as(self, user: str, role: Role) -> SmallDesk:
        """Return the same desk with somebody else at it."""
        return SmallDesk(self.folder, replace(self.services, actor=replace(self.services.actor, user=user, role=role)))

    def do(self, case: Case, action: Action, note: str = "", **details: Any) -> Document:  # noqa: ANN401
        """Carry out a command on a case as it stands in the store now."""
        seen = self.services.store.case(case.case_id).version
        return apply(self.services, case.case_id, Command(action=action, seen_version=seen, note=note, **details))


def open_cases(document: Document) -> list[Case]:
    """Return what is still to settle on a document."""
    return [case for case in document.cases if case.state is CaseState.OPEN and case.lane is not None]


def small_desk(folder: Path, changes: Mapping[str, str] | None = None, leave_out: Iterable[str] = ()) -> SmallDesk:
    """Make a desk in a folder; ``changes`` replaces whole files, ``leave_out`` drops some."""
    tables = folder / "tables"
    tables.mkdir(parents=True)
    for name, text in {**FILES, **(changes or {})}.items():
        if name not in set(leave_out):
            (tables / name).write_text(text, encoding="utf-8")
    services = open_services(folder / "workspace", user="clerk", clock=SteppingClock())
    for result in import_folder(services, tables):
        assert not result.problems, result.problems
    return SmallDesk(folder, services)
