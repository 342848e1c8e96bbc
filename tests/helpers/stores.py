"""Desks for tests: a clock that can be told, a store in a scratch folder, and the values that are put into it."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from app.domain.case import (
    Actor,
    CaseDraft,
    CaseState,
    Document,
    DocumentState,
    Handover,
    JournalKind,
    NewEntry,
    Outcome,
)
from app.domain.decision import BookedQuantity, Decision, GroupDecision, Lane, ReceiptUse
from app.domain.imports import ImportKind, ImportResult
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine, Reading
from app.domain.match import Group, GroupEvidence, Match, Pattern
from app.domain.measure import UnitTable
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Extracted
from app.domain.settlement import CaseChange, Settlement
from app.storage.database import BUSY_MILLISECONDS
from app.storage.store import SqliteStore, open_store

ANN = Actor("ann", Role.AP_CLERK, "desk-1")
BOB = Actor("bob", Role.AP_SUPERVISOR, "desk-2")
PROGRAM = Actor("tieout", Role.AP_CLERK, "desk-1", person=False)
UNITS = UnitTable({"EACH": "EA", "CASE": "CS", "POUND": "LB"})
FIRST_DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

VENDORS = "vendor_id,name,tax_id,currency\nV1,Juniper Supply Inc,34-7508536,USD\nV2,Halcyon Foods LLC,11-1097463,USD\n"
ITEMS = (
    "sku,description,base_uom,line_class,catch_weight\n"
    "00123,Hex nut,EA,commodity,no\nB7,Cheddar wheel,LB,commodity,yes\n"
)  # fmt: skip
ORDERS = (
    "po_number,vendor_id,order_date,status,approved_by,buyer,currency,line_no,sku,vendor_item_code,description,"
    "quantity,uom,unit_price,promised_date,ship_to,gl_account,already_invoiced_quantity\n"
    "PO-1001,V1,2026-01-05,open,M. Okafor,Kim,USD,1,00123,JX9,Hex nut,240,EA,1.00,2026-02-01,Dayton,6120,0\n"
    "PO-1001,V1,2026-01-05,open,M. Okafor,Kim,USD,2,B7,,Cheddar wheel,10,CS,24.50,2026-02-01,Dayton,6130,2\n"
    "PO-2002,V2,2026-01-06,open,M. Okafor,Kim,USD,1,B7,,Cheddar wheel,30,LB,5.10,,Dayton,6130,0\n"
)
RECEIPTS = (
    "receipt_no,po_number,line_no,received_date,quantity,uom,location\n"
    "R2,PO-1001,1,2026-02-03,140,EA,Dock 2\nR1,PO-1001,1,2026-02-01,100,EA,Dock 1\n"
)
CONVERSIONS = "sku,vendor_id,from_uom,to_uom,factor\nB7,,CS,LB,12\n"
CROSS_REFERENCES = "vendor_id,vendor_item_code,sku\nV1,JX9,00123\n"
SUBSTITUTIONS = (
    "vendor_id,sku,substitute_sku,substitute_description,reason,reference,buyer_notified\n"
    "V1,00123,00124,Hex nut zinc,,MSA 4,yes\n"
)
POLICY = 'version = 3\nreceipts = "required"\n[line_tolerance.default]\nprice_percent = 1\n'
TEXTS = {
    ImportKind.VENDORS: VENDORS,
    ImportKind.ITEMS: ITEMS,
    ImportKind.UOM_CONVERSIONS: CONVERSIONS,
    ImportKind.ITEM_CROSS_REFERENCES: CROSS_REFERENCES,
    ImportKind.SUBSTITUTIONS: SUBSTITUTIONS,
    ImportKind.PURCHASE_ORDERS: ORDERS,
    ImportKind.RECEIPTS: RECEIPTS,
    ImportKind.POLICY: POLICY,
}
NUTS = LineRef("PO-1001", 1)
CHEESE = LineRef("PO-1001", 2)


class Clock:
    """A clock that moves a second forward whenever it is asked."""

    def __init__(self, start: datetime = FIRST_DAY) -> None:
        self.time = start

    def now(self) -> datetime:
        """Return the next second."""
        self.time += timedelta(seconds=1)
        return self.time


def new_store(folder: Path, *, keys: Path | None = None, busy_milliseconds: int = BUSY_MILLISECONDS) -> SqliteStore:
    """Open a store with a clock of its own; it seals its journal where it is given a folder for the keys."""
    return open_store(
        folder, units=UNITS, clock=Clock(), program_version="0.0.test", keys=keys, busy_milliseconds=busy_milliseconds
    )


def import_text(store: SqliteStore, kind: ImportKind, text: str | bytes, name: str = "") -> ImportResult:
    """Import a text as if it were a file of this kind."""
    ending = "toml" if kind is ImportKind.POLICY else "csv"
    path = store.folder.parent / (name or f"{kind.value}.{ending}")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return store.import_file(kind, path, ANN)


@cache
def _template() -> Path:
    """Make the full desk once; tests get copies of it."""
    folder = Path(tempfile.mkdtemp(prefix="tieout-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = new_store(folder / "desk")
    for kind, text in TEXTS.items():
        import_text(store, kind, text)
    store.close()
    return folder / "desk"


def full_store(folder: Path) -> SqliteStore:
    """Open a store that knows two vendors, two orders and their receipts."""
    shutil.copytree(_template(), folder)
    return new_store(folder)


def invoice(
    number: str = "INV-7", *, quantity: str = "100", total: str = "112.50", day: date | None = date(2026, 3, 1)
) -> Invoice:
    """Return an invoice of one line of hex nuts and freight."""
    return Invoice(
        InvoiceHeader(
            invoice_number=Extracted(number),
            invoice_date=Extracted(day) if day else None,
            vendor_name=Extracted("Juniper Supply, Inc."),
            po_numbers=(Extracted("PO-1001"),),
            currency=Extracted("USD"),
            total=Extracted(Decimal(total)),
        ),
        (
            InvoiceLine(
                1,
                1,
                Extracted("Hex nut"),
                item_code=Extracted("00123"),
                quantity=Extracted(Decimal(quantity)),
                uom=Extracted("EA", "each"),
                unit_price=Extracted(Decimal("1.00")),
                amount=Extracted(Decimal(quantity)),
            ),
        ),
        (Charge(ChargeKind.FREIGHT, "Freight", Extracted(Decimal("12.50"))),),
    )


def take_in(store: SqliteStore, paper: Invoice | None = None, *, body: bytes = b"%PDF-1.7 one") -> int:
    """Take in a file that was read as this invoice."""
    path = store.folder.parent / "invoice.pdf"
    path.write_bytes(body)
    sha256 = hashlib.sha256(body).hexdigest()
    return store.take_in(path, Reading(path.name, sha256, 1, "0.2", paper or invoice()), "folder", ANN)


def decision(*, lane: Lane = Lane.DRAFT_AND_ROUTE, quantity: str = "100") -> tuple[Match, Decision]:
    """Return the explanation and the decision of the one-line invoice."""
    evidence = GroupEvidence(
        billed_quantity_by_line={1: Decimal(quantity)},
        billed_quantity=Decimal(quantity),
    )
    group = Group((1,), (NUTS,), (Pattern.QUANTITY_SHORT,), evidence)
    used = ReceiptUse("R1", NUTS, 1, Decimal(quantity))
    decided = GroupDecision(group, lane, Role.BUYER, Decimal("5.00"), "quantity_short.band", "why", receipts=(used,))
    return (
        Match(("PO-1001",), "V1", (group,)),
        Decision(lane, (decided,), booked=(BookedQuantity(NUTS, Decimal(quantity), 1),), policy_version=3),
    )


def draft(category: str = "quantity_short", exposure: str = "5.00") -> CaseDraft:
    """Return a case about the nuts."""
    return CaseDraft(
        category,
        (category,),
        Lane.DRAFT_AND_ROUTE,
        Role.BUYER,
        Role.AP_CLERK,
        Decimal(exposure),
        "quantity_short.band",
        (1,),
        (NUTS,),
        Handover(f"{category} of the nuts", "a cause", "an action", "a reason", (("billed", "100"),)),
    )


def decided(store: SqliteStore, document_id: int, *drafts: CaseDraft, quantity: str = "100") -> Document:
    """Settle a document that was just taken in: held with cases, or cleared where there are none."""
    before = store.document(document_id)
    assert before.invoice is not None
    match, verdict = decision(lane=Lane.DRAFT_AND_ROUTE if drafts else Lane.AUTO_RESOLVE, quantity=quantity)
    entry = NewEntry(JournalKind.DECIDED, PROGRAM, "decided")
    return store.settle(
        Settlement(
            document_id,
            before.version,
            DocumentState.NEEDS_ME if drafts else DocumentState.CLEARED,
            before.invoice,
            match,
            verdict,
            store.desk_for(before.invoice, document_id=document_id),
            (entry,),
            drafts,
        )
    )


def command(
    store: SqliteStore, document_id: int, change: CaseChange, state: DocumentState, actor: Actor = ANN
) -> Document:
    """Carry out a person's command on a case."""
    now = store.document(document_id)
    entry = NewEntry(JournalKind.COMMAND, actor, f"{change.state.value} it", case_id=change.case_id, reason="because")
    return store.settle(replace(settlement_of(now, entry), state=state, set_cases=(change,)))


def accept(store: SqliteStore, document_id: int, case_id: int, actor: Actor = ANN) -> Document:
    """Accept a case and release its document."""
    change = CaseChange(case_id, CaseState.RESOLVED, Outcome.ACCEPTED, note="fine")
    return command(store, document_id, change, DocumentState.RELEASED, actor)


def settlement_of(now: Document, *entries: NewEntry) -> Settlement:
    """Return a settlement that leaves everything as it stands."""
    return Settlement(
        now.document_id, now.version, now.state, now.invoice, now.match, now.decision, now.desk, tuple(entries)
    )


def printed(text: str) -> Extracted[str]:
    """Return a text as if it were read from a page."""
    return Extracted(text, text)
