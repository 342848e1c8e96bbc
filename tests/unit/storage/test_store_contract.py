"""What every store must do, whatever database stands behind it (the verbs of ``app.workflow.ports``)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.case import (
    CaseState,
    Choice,
    Correction,
    DocumentState,
    JournalKind,
    NewEntry,
    Outcome,
    QueueFilter,
)
from app.domain.decision import BookedQuantity
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.imports import ImportKind
from app.domain.inbox import InboxState
from app.domain.invoice import Reading, ReadingError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Extracted
from app.domain.settlement import CaseChange
from app.storage import history
from app.storage.store import SqliteStore
from app.workflow.ports import Store
from tests.helpers import stores
from tests.helpers.stores import ANN, BOB, NUTS, full_store

OpenStore = Callable[[Path], Store]


@pytest.fixture(params=[full_store], ids=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = request.param(tmp_path / "desk")
    yield opened
    opened.close()


def sqlite(store: Store) -> SqliteStore:
    assert isinstance(store, SqliteStore)
    return store


# --- taking in -----------------------------------------------------------------------------------------------------
def test_a_document_comes_back_as_it_was_taken_in(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    document = store.document(document_id)
    assert document.state is DocumentState.NEEDS_ME
    assert document.invoice == stores.invoice() == document.reading.invoice
    assert (document.channel, document.version, document.cases) == ("folder", 1, ())
    assert document.received.tzinfo is not None


def test_the_file_is_kept_unmodified_under_its_hash_and_once(store: Store) -> None:
    first, second = stores.take_in(sqlite(store)), stores.take_in(sqlite(store))
    assert first != second  # every arrival is a document of its own
    path = store.file_of(first)
    assert path == store.file_of(second)
    assert path.read_bytes() == b"%PDF-1.7 one"
    assert store.document(first).reading.sha256 in path.name
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_file_that_changed_since_it_was_read_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF other bytes")
    with pytest.raises(InputError) as caught:
        store.take_in(path, Reading("a.pdf", "0" * 64, 1, "0.1", stores.invoice()), "folder", ANN)
    assert caught.value.code == "changed_while_reading"
    assert store.facts().documents == 0
    assert list((store.folder / "documents").iterdir()) == []


def test_an_unreadable_document_is_kept_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(b"%PDF-locked")
    reading = Reading("locked.pdf", "", 0, "0.1", error=ReadingError("encrypted", "It is encrypted.", "Ask for it."))
    document = store.document(store.take_in(path, reading, "mail", BOB))
    assert document.state is DocumentState.UNREADABLE
    assert document.reading.error == reading.error
    assert len(document.reading.sha256) == 64
    assert store.queue(QueueFilter())[0].headline == "It is encrypted."


def test_a_missing_file_is_refused_by_name(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.pdf cannot be read"):
        store.take_in(tmp_path / "gone.pdf", Reading("gone.pdf", "", 1, "0"), "folder", ANN)


@pytest.mark.parametrize("verb", ["document", "file_of", "case"])
def test_what_is_not_there_is_said_to_be_not_there(store: Store, verb: str) -> None:
    with pytest.raises(InputError):
        getattr(store, verb)(99)


# --- settling ------------------------------------------------------------------------------------------------------
def test_a_settlement_comes_back_whole(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    settled = stores.decided(sqlite(store), document_id, stores.draft())
    assert settled == store.document(document_id)
    assert settled.version == 2
    (case,) = settled.cases
    assert store.case(case.case_id) == case
    assert (case.category, case.exposure, case.state, case.version) == (
        "quantity_short", Decimal("5.00"), CaseState.OPEN, 1,
    )  # fmt: skip
    assert settled.desk is not None
    assert settled.desk.order_line(NUTS).unit_price == Decimal("1.00")


def test_a_settlement_from_an_older_version_is_a_conflict_and_writes_nothing(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    seen = store.document(document_id)
    stores.decided(sqlite(store), document_id, stores.draft())
    entries = len(store.journal())
    stale = stores.settlement_of(seen, NewEntry(JournalKind.COMMAND, BOB, "late"))
    with pytest.raises(ConflictError):
        store.settle(stale)
    assert len(store.journal()) == entries
    assert store.document(document_id).version == 2


def test_a_settlement_without_an_entry_is_refused(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    with pytest.raises(ValueError, match="journal entries"):
        store.settle(stores.settlement_of(store.document(document_id)))
    assert store.document(document_id).version == 1


def test_a_case_of_another_document_cannot_be_changed_through_this_one(store: Store) -> None:
    mine, other = stores.take_in(sqlite(store)), stores.take_in(sqlite(store))
    case = stores.decided(sqlite(store), other, stores.draft()).cases[0]
    change = CaseChange(case.case_id, CaseState.RESOLVED, Outcome.ACCEPTED)
    with pytest.raises(InputError):
        stores.command(sqlite(store), mine, change, DocumentState.RELEASED)
    assert store.case(case.case_id) == case
    assert store.document(mine).version == 1


def test_cases_are_closed_changed_and_opened_in_one_go(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    first, second = stores.decided(sqlite(store), document_id, stores.draft("a"), stores.draft("b")).cases
    now = store.document(document_id)
    entry = NewEntry(JournalKind.DECIDED, stores.PROGRAM, "again")
    held = CaseChange(second.case_id, CaseState.ON_HOLD, owner=Role.RECEIVING, hold_until=date(2026, 4, 1))
    settled = store.settle(
        replace(
            stores.settlement_of(now, entry),
            close=(first.case_id,),
            set_cases=(held,),
            cases=(stores.draft("c"),),
        )
    )
    states = {case.category: (case.state, case.version) for case in settled.cases}
    assert states == {"a": (CaseState.SUPERSEDED, 2), "b": (CaseState.ON_HOLD, 2), "c": (CaseState.OPEN, 1)}
    assert settled.cases[1].owner is Role.RECEIVING
    assert settled.cases[1].hold_until == date(2026, 4, 1)


def test_corrections_and_choices_stay_until_they_are_given_anew(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    now = store.document(document_id)
    entry = NewEntry(JournalKind.COMMAND, ANN, "typed")
    corrections = (Correction("quantity", "12", 1, entered_by="ann"),)
    choices = (Choice(1, (NUTS,), "ann"),)
    store.settle(replace(stores.settlement_of(now, entry), corrections=corrections, choices=choices))
    now = store.settle(stores.settlement_of(store.document(document_id), entry))
    assert (now.corrections, now.choices) == (corrections, choices)
    now = store.settle(replace(stores.settlement_of(now, entry), corrections=()))
    assert (now.corrections, now.choices) == ((), choices)
    assert store.document(document_id) == now


def test_s1_86_each_step_is_in_the_journal_with_who_when_and_why(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    case = stores.decided(sqlite(store), document_id, stores.draft()).cases[0]
    stores.accept(sqlite(store), document_id, case.case_id, BOB)
    taken, decided, command = store.journal(document_id=document_id)
    assert [taken.kind, decided.kind, command.kind] == ["taken_in", "decided", "command"]
    assert (command.user, command.role, command.workstation, command.person) == ("bob", "ap_supervisor", "desk-2", True)
    assert (decided.person, command.reason, command.case_id) == (False, "because", case.case_id)
    assert command.program_version == "0.0.test"
    assert command.time.endswith("+00:00")
    assert command.previous_hash == decided.hash


def test_the_journal_is_gap_free_and_can_be_read_from_anywhere(store: Store) -> None:
    entries = store.journal()
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert store.journal(since=3, limit=2) == entries[3:5]
    assert store.append(NewEntry(JournalKind.EXPORTED, ANN, "exported")) == len(entries) + 1
    assert store.head() == (len(entries) + 1, store.journal()[-1].hash)


# --- undo ----------------------------------------------------------------------------------------------------------
def test_undo_brings_everything_back_and_versions_go_on(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    before = stores.decided(sqlite(store), document_id, stores.draft())
    after = stores.accept(sqlite(store), document_id, before.cases[0].case_id)
    undoable = store.undoable(ANN)
    assert undoable is not None
    assert (undoable.document_id, undoable.label) == (document_id, "resolved it")
    restored = store.undo(undoable.entry, ANN)
    assert restored == store.document(document_id)
    assert (restored.version, restored.cases[0].version) == (after.version + 1, 3)
    assert replace(restored, version=before.version, cases=()) == replace(before, cases=())
    assert replace(restored.cases[0], version=1) == before.cases[0]
    assert store.journal()[-1].kind == "undone"
    assert store.undoable(ANN) is None


def test_undo_takes_back_corrections_new_cases_and_bookings(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    before = stores.decided(sqlite(store), document_id, stores.draft("a"))
    match, verdict = stores.decision(quantity="60")
    changed = replace(
        stores.settlement_of(before, NewEntry(JournalKind.COMMAND, ANN, "corrected"),
                             NewEntry(JournalKind.DECIDED, stores.PROGRAM, "decided anew")),
        match=match, decision=verdict, invoice=stores.invoice(quantity="60"),
        corrections=(Correction("quantity", "60", 1),), close=(before.cases[0].case_id,), cases=(stores.draft("b"),),
    )  # fmt: skip
    store.settle(changed)
    assert store.desk_for(stores.invoice()).order_line(NUTS).billed_quantity == 60
    undoable = store.undoable(ANN)
    assert undoable is not None
    restored = store.undo(undoable.entry, ANN)
    assert restored.corrections == ()
    assert restored.invoice == before.invoice
    assert {case.category: case.state for case in restored.cases} == {"a": CaseState.OPEN, "b": CaseState.SUPERSEDED}
    assert store.desk_for(stores.invoice()).order_line(NUTS).billed_quantity == 100


def test_only_ones_own_last_command_can_be_undone(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    case = stores.decided(sqlite(store), document_id, stores.draft()).cases[0]
    stores.accept(sqlite(store), document_id, case.case_id, ANN)
    entry = store.journal()[-1].sequence
    assert store.undoable(BOB) is None
    with pytest.raises(RuleError):
        store.undo(entry, BOB)
    with pytest.raises(RuleError):
        store.undo(1, ANN)  # an import
    stores.command(sqlite(store), document_id, CaseChange(case.case_id, CaseState.OPEN), DocumentState.NEEDS_ME, BOB)
    assert store.undoable(ANN) is None
    with pytest.raises(ConflictError):
        store.undo(entry, ANN)
    assert store.document(document_id).version == 4


def test_a_command_on_another_document_does_not_hinder_undo(store: Store) -> None:
    first, second = stores.take_in(sqlite(store)), stores.take_in(sqlite(store))
    for document_id in (first, second):
        case = stores.decided(sqlite(store), document_id, stores.draft()).cases[0]
        stores.accept(sqlite(store), document_id, case.case_id)
    undone = []
    while undoable := store.undoable(ANN):
        undone.append(store.undo(undoable.entry, ANN).document_id)
    assert undone == [second, first]


# --- the desk ------------------------------------------------------------------------------------------------------
def test_the_desk_has_what_the_invoice_needs(store: Store) -> None:
    desk = store.desk_for(stores.invoice())
    assert [vendor.vendor_id for vendor in desk.vendors] == ["V1"]
    assert [order.po_number for order in desk.orders] == ["PO-1001"]
    assert set(desk.items) == {"00123", "B7"}
    assert [receipt.receipt_no for receipt in desk.receipts] == ["R1", "R2"]  # earliest first
    assert desk.conversions[0].factor == Decimal(12)
    assert desk.cross_references[0].vendor_item_code == "JX9"
    assert desk.substitutions[0].substitute_sku == "00124"
    assert desk.known_codes == {"00123"}


def test_s2_83_the_desk_has_the_packs_of_substitutes_too(store: Store) -> None:
    pack = "sku,vendor_id,from_uom,to_uom,factor\n00124,,BX,EA,50\n"
    stores.import_text(sqlite(store), ImportKind.UOM_CONVERSIONS, pack)
    found = store.desk_for(stores.invoice()).conversions
    assert [row.factor for row in found if row.sku == "00124"] == [Decimal(50)]


def test_s2_127_what_other_documents_billed_is_booked_and_used_up_earliest_first(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    stores.decided(sqlite(store), document_id, quantity="120")
    mine = store.desk_for(stores.invoice(), document_id=document_id)
    assert mine.order_line(NUTS).billed_quantity == 0
    others = store.desk_for(stores.invoice())
    assert others.order_line(NUTS).billed_quantity == 120
    assert others.order_line(NUTS).open_quantity == 120
    assert [(r.receipt_no, r.billed_quantity) for r in others.receipts_for(NUTS)] == [
        ("R1", Decimal(100)),
        ("R2", Decimal(20)),
    ]


def test_receipts_in_another_unit_are_used_up_by_the_items_factor(store: Store) -> None:
    stores.import_text(
        sqlite(store),
        ImportKind.RECEIPTS,
        "receipt_no,po_number,line_no,received_date,quantity,uom\n"
        "R8,PO-1001,2,2026-02-01,60,LB\nR9,PO-1001,2,2026-02-02,9,CS\nR7,PO-1001,2,2026-01-31,5,DR\n",
    )
    document_id = stores.take_in(sqlite(store))
    now = store.document(document_id)
    match, verdict = stores.decision()
    eight = replace(verdict, booked=(BookedQuantity(stores.CHEESE, Decimal(8), 1),))
    entry = NewEntry(JournalKind.DECIDED, stores.PROGRAM, "decided")
    store.settle(replace(stores.settlement_of(now, entry), match=match, decision=eight))
    found = store.desk_for(stores.invoice()).receipts_for(stores.CHEESE)
    # Five cases of twelve pounds came first; a drum says nothing about cases.
    assert [(r.receipt_no, str(r.billed_quantity)) for r in found] == [("R7", "0"), ("R8", "5"), ("R9", "3")]


def test_s2_127_goods_sent_back_are_taken_in_as_a_negative_receipt_and_back_no_billing(store: Store) -> None:
    returned = "receipt_no,po_number,line_no,received_date,quantity,uom\nR0,PO-1001,1,2026-01-30,-30,EA\n"
    result = stores.import_text(sqlite(store), ImportKind.RECEIPTS, returned)
    assert (result.rows_taken, result.rows_refused) == (1, 0)
    document_id = stores.take_in(sqlite(store))
    stores.decided(sqlite(store), document_id, quantity="120")
    found = store.desk_for(stores.invoice()).receipts_for(NUTS)
    assert [(r.receipt_no, str(r.quantity), str(r.billed_quantity)) for r in found] == [
        ("R0", "-30", "0"),
        ("R1", "100", "100"),
        ("R2", "140", "20"),
    ]


def test_receipts_are_used_up_through_a_chain_of_factors_as_they_confirm_through_one(store: Store) -> None:
    desk = sqlite(store)
    chain = "sku,vendor_id,from_uom,to_uom,factor\nB7,,PL,DR,4\nB7,,DR,CS,6\n"
    stores.import_text(desk, ImportKind.UOM_CONVERSIONS, chain)
    stores.import_text(
        desk,
        ImportKind.RECEIPTS,
        "receipt_no,po_number,line_no,received_date,quantity,uom\nR7,PO-1001,2,2026-01-31,1,PL\n"
        "R8,PO-1001,2,2026-02-01,9,CS\n",
    )
    document_id = stores.take_in(desk)
    now = store.document(document_id)
    match, verdict = stores.decision()
    billed = replace(verdict, booked=(BookedQuantity(stores.CHEESE, Decimal(25), 1),))
    entry = NewEntry(JournalKind.DECIDED, stores.PROGRAM, "decided")
    store.settle(replace(stores.settlement_of(now, entry), match=match, decision=billed))
    found = store.desk_for(stores.invoice()).receipts_for(stores.CHEESE)
    # A pallet of four drums of six cases came first.
    assert [(r.receipt_no, str(r.billed_quantity)) for r in found] == [("R7", "24"), ("R8", "1")]


def test_two_decisions_from_one_desk_never_bill_the_same_goods_twice(store: Store) -> None:
    first, second = stores.take_in(sqlite(store)), stores.take_in(sqlite(store), stores.invoice("INV-8"))
    desk = store.desk_for(stores.invoice(), document_id=second)
    stores.decided(sqlite(store), first)
    match, verdict = stores.decision()
    entry = NewEntry(JournalKind.DECIDED, stores.PROGRAM, "decided")
    late = replace(
        stores.settlement_of(store.document(second), entry), match=match, decision=verdict, desk=desk, decided_now=True
    )
    with pytest.raises(ConflictError) as caught:
        store.settle(late)
    assert caught.value.code == "desk_changed"
    assert store.document(second).version == 1
    fresh = store.desk_for(stores.invoice(), document_id=second)
    assert store.settle(replace(late, desk=fresh)).version == 2


def test_a_rejected_document_books_nothing(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    case = stores.decided(sqlite(store), document_id, stores.draft()).cases[0]
    change = CaseChange(case.case_id, CaseState.RESOLVED, Outcome.REJECTED)
    stores.command(sqlite(store), document_id, change, DocumentState.REJECTED)
    assert store.desk_for(stores.invoice()).order_line(NUTS).billed_quantity == 0


@pytest.mark.parametrize(
    "printed",
    ["PO-1001", "po 1001", "P0-I00I", "1001", "PO-001001", "PO-1O01", "PO-1002", "PO-101", "PO-10011", "PO-0101"],
)
def test_an_order_number_is_found_misprinted_by_a_character(store: Store, printed: str) -> None:
    paper = stores.invoice()
    header = replace(paper.header, po_numbers=(Extracted(printed),), vendor_name=None)
    assert "PO-1001" in [o.po_number for o in store.desk_for(replace(paper, header=header, lines=())).orders]


def test_the_order_with_the_very_number_comes_first_among_many_like_it(store: Store) -> None:
    rows = "".join(f"{'Z' * (n % 40)}{'0' * (n // 40)}1001,V2,1,B7,Cheddar,1,LB,1\n" for n in range(1, 120))
    heading = "po_number,vendor_id,line_no,sku,description,quantity,uom,unit_price\n"
    stores.import_text(sqlite(store), ImportKind.PURCHASE_ORDERS, heading + rows)
    found = store.desk_for(replace(stores.invoice(), lines=()))
    assert found.orders[0].po_number == "PO-1001"


@pytest.mark.parametrize("name", ["Juniper Supply", "JUNIPER SUPPLY, INC.", "Jun1per Supp1y Inc", "Juniper Suply Inc."])
def test_a_vendor_is_found_by_a_name_like_its_own(store: Store, name: str) -> None:
    paper = stores.invoice()
    header = replace(paper.header, po_numbers=(), vendor_name=Extracted(name))
    desk = store.desk_for(replace(paper, header=header, lines=()))
    assert [vendor.vendor_id for vendor in desk.vendors] == ["V1"]
    assert [order.po_number for order in desk.orders] == ["PO-1001"]  # its open orders come along


def test_a_vendor_is_found_by_its_tax_id_and_by_its_items(store: Store) -> None:
    paper = stores.invoice()
    by_tax = replace(paper.header, po_numbers=(), vendor_name=None, vendor_tax_id=Extracted("11 1097463"))
    assert [v.vendor_id for v in store.desk_for(replace(paper, header=by_tax, lines=())).vendors] == ["V2"]
    by_item = replace(paper.header, po_numbers=(), vendor_name=None)
    assert store.desk_for(replace(paper, header=by_item)).order("PO-1001") is not None


def test_an_invoice_of_nobody_has_an_empty_desk(store: Store) -> None:
    paper = stores.invoice()
    header = replace(paper.header, po_numbers=(), vendor_name=Extracted("Zzyzx Quarry"))
    desk = store.desk_for(replace(paper, header=header, lines=()))
    assert (desk.vendors, desk.orders, desk.receipts) == ((), (), ())


# --- history -------------------------------------------------------------------------------------------------------
def test_s1_17_earlier_invoices_that_could_be_the_same_are_found(store: Store) -> None:
    first = stores.take_in(sqlite(store))
    stores.decided(sqlite(store), first, stores.draft())
    second = stores.take_in(sqlite(store), stores.invoice("inv 007"), body=b"%PDF two")
    history = store.history_for(stores.invoice("inv 007"), ["V1"], document_id=second)
    (earlier,) = history.earlier
    assert (earlier.document_id, earlier.invoice_number, earlier.total) == (first, "INV-7", Decimal("112.50"))
    assert earlier.lines == (("00123", "100", "100"),)
    assert history.document_id == second
    assert history.sha256 == store.document(second).reading.sha256 != earlier.sha256
    # An invoice is the duplicate of what came before it, never of what came after.
    assert store.history_for(stores.invoice(), ["V1"], document_id=first).earlier == ()


def test_other_vendors_invoices_of_its_number_and_amount_do_not_hide_its_vendors_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many vendors count from 1001 on: however many came since, the vendor's own is found (S1.17)."""
    monkeypatch.setattr(history, "_MOST", 1)
    own = sqlite(store)
    first = stores.take_in(own)
    stores.decided(own, first)
    other = stores.take_in(own, body=b"%PDF of another vendor")
    with own._workspace.writing() as db:
        db.execute("UPDATE documents SET vendor_id = 'V2' WHERE document_id = ?", (other,))
    by_number = store.history_for(stores.invoice(total="7", day=None), ["V1"])
    by_amount = store.history_for(stores.invoice("other", day=None), ["V1"])
    assert first in {one.document_id for one in by_number.earlier}
    assert first in {one.document_id for one in by_amount.earlier}


@pytest.mark.parametrize(
    ("number", "total", "day", "found"),
    [
        ("INV-7", "1.00", date(2025, 1, 1), True),  # the same number
        ("X-9", "112.50", date(2025, 1, 1), True),  # the same amount
        ("X-9", "-112.50", date(2025, 1, 1), True),  # its credit
        ("X-9", "1.00", date(2026, 3, 1), True),  # the same vendor and day
        ("X-9", "1.00", date(2025, 1, 1), False),
    ],
)
def test_an_earlier_invoice_is_found_by_number_amount_or_day(
    store: Store, number: str, total: str, day: date, *, found: bool
) -> None:
    stores.decided(sqlite(store), stores.take_in(sqlite(store)), stores.draft())
    other = stores.invoice(number, total=total, day=day)
    assert bool(store.history_for(other, ["V1"]).earlier) is found


@pytest.mark.parametrize(
    ("number", "day", "charged", "orders", "found"),
    [
        ("X-9", date(2026, 3, 20), False, ["PO-1001"], True),  # the same goods without their freight
        ("X-9", date(2026, 4, 20), False, ["PO-1001"], False),  # long after
        ("X-9", date(2026, 4, 20), True, ["PO-1001"], True),  # what was charged on the order before
        ("X-9", date(2026, 3, 20), True, ["PO-1002"], False),
    ],
)
def test_s1_17_an_earlier_invoice_is_found_by_the_order_it_billed(
    store: Store, number: str, day: date, orders: list[str], *, charged: bool, found: bool
) -> None:
    stores.decided(sqlite(store), stores.take_in(sqlite(store)))
    again = stores.invoice(number, total="77.00", day=day)
    again = again if charged else replace(again, charges=())
    earlier = store.history_for(again, ["V1"], orders=orders).earlier
    assert [(one.billed, one.charges) for one in earlier] == [(("PO-1001",), (("freight", "12.50"),))] * found


def test_s1_17_an_invoice_of_its_lines_alone_is_found_where_tax_or_freight_was_added(store: Store) -> None:
    bare = stores.take_in(sqlite(store), stores.invoice(total="100.00"))
    again = stores.invoice("X-9", total="112.50", day=date(2025, 1, 1))
    (found,) = store.history_for(again, ["V1"]).earlier
    assert (found.document_id, found.orders) == (bare, ("PO-1001",))


def test_s2_183_failures_of_a_vendor_are_told_by_pattern_and_day(store: Store) -> None:
    for day in (date(2026, 2, 1), date(2026, 2, 9)):
        document_id = stores.take_in(sqlite(store), stores.invoice(day=day))
        stores.decided(sqlite(store), document_id, stores.draft(), stores.draft())
    history = store.history_for(stores.invoice(), ["V1"])
    assert [(f.pattern, f.dates) for f in history.failures] == [
        ("quantity_short", (date(2026, 2, 1), date(2026, 2, 9)))
    ]
    assert store.history_for(stores.invoice(), ["V2"]).failures == ()
    long_ago = stores.take_in(sqlite(store), stores.invoice(day=date(2024, 1, 1)))
    stores.decided(sqlite(store), long_ago, stores.draft("late_shipment"))
    assert [f.pattern for f in store.history_for(stores.invoice(), ["V1"]).failures] == ["quantity_short"]
    undated = stores.take_in(sqlite(store), stores.invoice(day=None))
    stores.decided(sqlite(store), undated, stores.draft("late_shipment"))
    late = store.history_for(stores.invoice(), ["V1"]).failures[0]
    assert (late.pattern, late.dates) == ("late_shipment", (stores.FIRST_DAY.date(),))  # the day it came in
    assert store.history_for(stores.invoice(), ["V1"], document_id=1).failures == ()


def test_s2_121_a_failure_says_what_it_was_about_on_each_day(store: Store) -> None:
    for day, exposure in ((date(2026, 2, 9), "7.00"), (date(2026, 2, 1), "3.50")):
        document_id = stores.take_in(sqlite(store), stores.invoice(day=day))
        stores.decided(sqlite(store), document_id, stores.draft(exposure=exposure), stores.draft(exposure="1.00"))
    charge = stores.draft("bundled_accessorial", "90.00")
    evidence = (("charge amount", "32.00"),)
    bundled = stores.take_in(sqlite(store), stores.invoice(day=date(2026, 2, 5)))
    stores.decided(sqlite(store), bundled, replace(charge, handover=replace(charge.handover, evidence=evidence)))
    failures = {failure.pattern: failure for failure in store.history_for(stores.invoice(), ["V1"]).failures}
    assert failures["quantity_short"].dates == (date(2026, 2, 1), date(2026, 2, 9))
    assert failures["quantity_short"].amounts == (Decimal("3.50"), Decimal("7.00"))
    assert failures["bundled_accessorial"].amounts == (Decimal("32.00"),)


def test_s1_53_what_people_settled_is_told_by_vendor_oldest_first(store: Store) -> None:
    first = stores.decided(sqlite(store), stores.take_in(sqlite(store)), stores.draft(), stores.draft("late_shipment"))
    stores.accept(sqlite(store), first.document_id, first.cases[0].case_id)
    second = stores.decided(sqlite(store), stores.take_in(sqlite(store), stores.invoice("INV-8")), stores.draft())
    refused = CaseChange(second.cases[0].case_id, CaseState.RESOLVED, Outcome.REJECTED, note="no")
    stores.command(sqlite(store), second.document_id, refused, DocumentState.REJECTED)
    told = store.settled_cases("V1")
    assert [(case.category, case.outcome, case.note, case.invoice_number) for case in told] == [
        ("quantity_short", Outcome.ACCEPTED, "fine", "INV-7"),
        ("quantity_short", Outcome.REJECTED, "no", "INV-8"),
    ]
    assert store.settled_cases("V1", document_id=second.document_id) == told[:1]
    assert store.settled_cases("V2") == ()


def test_s2_143_what_cleared_without_simply_agreeing_is_told_by_document(store: Store) -> None:
    cleared = stores.decided(sqlite(store), stores.take_in(sqlite(store)))
    held = stores.decided(sqlite(store), stores.take_in(sqlite(store), stores.invoice("INV-8")), stores.draft())
    assert store.cleared_patterns() == {cleared.document_id: ("quantity_short",)}
    assert held.document_id not in store.cleared_patterns()


def test_s2_158_the_policy_in_force_is_told_with_the_time_it_came(store: Store) -> None:
    facts = store.facts()
    (imported,) = [entry for entry in store.journal() if "policy.toml" in entry.summary]
    assert (facts.policy_version, facts.policy_imported) == (3, imported.time)


# --- queue, inbox, settings ----------------------------------------------------------------------------------------
def test_the_queue_is_filtered_sorted_and_counted(store: Store) -> None:
    amounts = ("9.00", "112.50", "-20.00")
    ids = [stores.take_in(sqlite(store), stores.invoice(f"INV-{i}", total=t)) for i, t in enumerate(amounts)]
    stores.decided(sqlite(store), ids[0], stores.draft("price_variance", "7.00"), stores.draft("late_shipment", "1"))
    stores.decided(sqlite(store), ids[1])

    def found(**wanted: object) -> list[int]:
        return [row.document_id for row in store.queue(QueueFilter(**wanted))]  # type: ignore[arg-type]

    assert found(sort="total") == [ids[2], ids[0], ids[1]]  # as numbers, not as texts
    assert found(sort="total", descending=True) == [ids[1], ids[0], ids[2]]
    assert found(states=(DocumentState.CLEARED,)) == [ids[1]]
    assert found(text="juniper inv-0") == [ids[0]]
    assert found(text="PO-1001 inv-2") == [ids[2]]
    assert found(text="100%") == []
    assert found(category="late_shipment") == [ids[0]]
    assert found(owner=Role.BUYER) == [ids[0]]
    assert found(owner=Role.RECEIVING) == []
    assert found(vendor_id="V1") == [ids[0], ids[1]]
    row = store.queue(QueueFilter(text="inv-0"))[0]
    assert (row.open_cases, row.exposure, row.owner) == (2, Decimal("7.00"), Role.BUYER)
    assert (row.headline, row.categories) == ("price_variance of the nuts", ("price_variance", "late_shipment"))
    counts = store.queue_counts()
    assert (counts[DocumentState.NEEDS_ME], counts[DocumentState.CLEARED], counts[DocumentState.WAITING]) == (2, 1, 0)
    assert store.queue_counts("inv-0")[DocumentState.CLEARED] == 0
    assert len(store.queue(QueueFilter(), limit=2)) == 2
    assert [row.document_id for row in store.queue(QueueFilter(sort="document_id"), limit=2, offset=2)] == [ids[2]]


def test_the_queue_refuses_to_sort_by_what_it_does_not_know(store: Store) -> None:
    with pytest.raises(InputError):
        store.queue(QueueFilter(sort="total; DROP TABLE documents"))


def test_the_inbox_survives_and_tells_what_became_of_each_file(store: Store, tmp_path: Path) -> None:
    waiting, refused = store.enqueue([tmp_path / "a.pdf", tmp_path / "b.pdf"], "folder")
    store.finish(refused.inbox_id, InboxState.REFUSED, code="encrypted", message="m", next_step="n")
    assert [item.inbox_id for item in store.inbox()] == [refused.inbox_id, waiting.inbox_id]
    assert store.inbox((InboxState.WAITING,)) == (waiting,)
    (item,) = store.inbox((InboxState.REFUSED,))
    assert (item.code, item.message, item.next_step, item.document_id) == ("encrypted", "m", "n", None)
    with pytest.raises(InputError):
        store.finish(99, InboxState.DONE)


def test_a_waiting_file_is_taken_in_once_however_many_have_it_in_hand(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF a")
    (item,) = store.enqueue([path], "folder")
    reading = Reading("a.pdf", "", 1, "0.1", stores.invoice())
    document_id = store.take_in(path, reading, "folder", ANN, inbox_id=item.inbox_id)
    (done,) = store.inbox((InboxState.DONE,))
    assert (done.inbox_id, done.document_id) == (item.inbox_id, document_id)
    with pytest.raises(ConflictError):
        store.take_in(path, reading, "folder", ANN, inbox_id=item.inbox_id)
    assert store.facts().documents == 1


def test_roles_and_settings_are_kept_with_their_entries(store: Store) -> None:
    assert store.role_of("eve") is Role.AP_CLERK
    store.set_role("eve", Role.CONTROLLER, BOB)
    assert store.role_of("eve") is Role.CONTROLLER
    assert store.setting("theme") is None
    store.set_setting("theme", "dark", ANN)
    store.set_setting("theme", "light", ANN)
    assert store.setting("theme") == "light"
    role, first, second = store.journal()[-3:]
    assert (role.kind, role.user) == ("setting", "bob")
    assert '"ap_clerk"' in role.before
    assert '"controller"' in role.after
    assert '"dark"' in second.before
    assert first.sequence + 1 == second.sequence


def test_a_dry_run_tells_and_keeps_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text(stores.VENDORS + "V3,New One,,\n")
    entries = len(store.journal())
    result = store.import_file(ImportKind.VENDORS, path, ANN, dry_run=True)
    assert (result.added, result.unchanged) == (1, 2)
    assert store.facts().vendors == 2
    assert len(store.journal()) == entries


def test_facts_count_what_is_known(store: Store) -> None:
    facts = store.facts()
    assert (facts.vendors, facts.items, facts.orders, facts.order_lines, facts.receipts) == (2, 2, 2, 3, 2)
    assert facts.has_policy
    assert (facts.documents, facts.journal_entries) == (0, 8)


def test_two_threads_settling_one_document_never_lose_an_update(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    stores.decided(sqlite(store), document_id, stores.draft())
    now = store.document(document_id)
    gate = threading.Barrier(4)
    outcomes: list[str] = []

    def work(number: int) -> None:
        settlement = stores.settlement_of(now, NewEntry(JournalKind.COMMAND, ANN, f"by {number}"))
        gate.wait()
        try:
            store.settle(settlement)
            outcomes.append("written")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 3 + ["written"]
    assert store.document(document_id).version == 3
    assert store.verify().whole


def test_an_unknown_order_line_is_no_obstacle(store: Store) -> None:
    document_id = stores.take_in(sqlite(store))
    entry = NewEntry(JournalKind.DECIDED, stores.PROGRAM, "decided")
    missing = replace(
        stores.draft("missing_po"), po_lines=(LineRef("PO-9", 7),), owner=None, release_role=None, lane=None
    )
    settled = store.settle(replace(stores.settlement_of(store.document(document_id), entry), cases=(missing,)))
    assert settled.cases[0].po_lines == (LineRef("PO-9", 7),)
    assert settled.cases[0].lane is None
    assert store.verify().whole
