"""Documents that a crash or a fault left undecided, and decisions made from what no longer holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.case import Action, DocumentState
from app.domain.errors import ConflictError, RuleError
from app.domain.match import Match
from app.matching.engine import match_invoice
from app.matching.weights import Weights
from app.workflow import process_document
from app.workflow.batch import resume
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.import_data import import_folder, look_again
from app.workflow.process_document import decide_undecided, settlement
from tests.helpers.small_desk import (
    GLOVES,
    GOGGLES,
    ORDERS,
    POLICY,
    VENDORS,
    SmallDesk,
    open_cases,
    paper,
    small_desk,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def half_done(desk: SmallDesk, given: Mapping[str, Any]) -> int:
    """Take a paper in without deciding it, as when the program is killed in between."""
    folder = desk.folder / f"half-{len(list(desk.folder.glob('half-*')))}"
    folder.mkdir()
    file = folder / "readings.json"
    file.write_text(json.dumps({"documents": [given]}))
    (path,) = write_out(file, folder)
    reading = GivenReaders(load_readings(file)).submit(path).result()
    return desk.services.store.take_in(path, reading, "test", desk.services.actor)


# --- duplicates of what is not decided, and of what came later ------------------------------------------------------
@pytest.mark.parametrize("header", [{}, {"vendor_name": None}, {"vendor_tax_id": None}])
def test_an_undecided_invoice_is_seen_by_the_next_of_its_number(desk: SmallDesk, header: Mapping[str, Any]) -> None:
    first = half_done(desk, paper("A-4", [GOGGLES], "300.00", **header))
    (second,) = desk.take(paper("A-4", [GLOVES], "400.00", invoice_date="2026-02-07"))
    assert [case.rule for case in open_cases(second)] == ["duplicate_invoice.same_number"]
    resume(desk.services)
    assert desk.services.store.document(first).state is DocumentState.CLEARED


def test_an_undecided_invoice_of_another_vendor_is_no_duplicate(desk: SmallDesk) -> None:
    half_done(desk, paper("A-4", [GOGGLES], "300.00", vendor_name="Bexhill Fasteners", vendor_tax_id="90-1000002"))
    (second,) = desk.take(paper("A-4", [GLOVES], "400.00", invoice_date="2026-02-07"))
    assert second.state is DocumentState.CLEARED


def test_an_invoice_decided_after_a_later_one_cleared_sees_it(desk: SmallDesk) -> None:
    first = half_done(desk, paper("OTHER-1", [GOGGLES], "300.00"))
    (second,) = desk.take(paper("A-4", [GLOVES], "400.00", invoice_date="2026-02-07"))
    assert second.state is DocumentState.CLEARED
    document = desk.services.store.document(first)
    assert document.invoice is not None
    number = document.invoice.header.invoice_number
    assert number is not None
    header = replace(document.invoice.header, invoice_number=replace(number, value="A-4"))
    renumbered = replace(document, reading=replace(document.reading, invoice=replace(document.invoice, header=header)))
    decision = settlement(desk.services, renumbered, cause="test").decision
    assert decision is not None
    assert [finding.rule for finding in decision.findings] == ["duplicate_invoice.same_number"]


def test_the_first_of_two_is_no_duplicate_of_the_one_that_is_held_for_it(desk: SmallDesk) -> None:
    dear = dict(GLOVES, unit_price="4.20", line_total="420.00")
    (first,) = desk.take(paper("A-4", [dear], "420.00"))
    desk.take(paper("A-4", [GOGGLES], "300.00", invoice_date="2026-02-07"))
    assert look_again(desk.services) == ()
    assert [c.category for c in open_cases(desk.services.store.document(first.document_id))] == ["price_variance"]


# --- what changed between working out and writing -------------------------------------------------------------------
def test_a_vendor_blocked_in_between_is_seen(desk: SmallDesk) -> None:
    waiting = half_done(desk, paper("A-1", [GLOVES], "400.00"))
    planned = settlement(desk.services, desk.services.store.document(waiting), cause="test")
    tables = desk.folder / "later"
    tables.mkdir()
    (tables / "vendors.csv").write_text(VENDORS.replace("active,standard,permitted", "blocked,standard,permitted"))
    import_folder(desk.services, tables)
    with pytest.raises(ConflictError, match="imported at the same moment"):
        desk.services.store.settle(planned)
    decided = decide_undecided(desk.services, waiting, cause="test")
    assert [case.rule for case in open_cases(decided)] == ["supplier_details.blocked"]


def test_a_policy_imported_in_between_is_seen(desk: SmallDesk) -> None:
    waiting = half_done(desk, paper("A-1", [GLOVES], "400.00"))
    planned = settlement(desk.services, desk.services.store.document(waiting), cause="test")
    tables = desk.folder / "later"
    tables.mkdir()
    (tables / "policy.toml").write_text(POLICY + '[automation]\noff = ["exact"]\n')
    import_folder(desk.services, tables)
    with pytest.raises(ConflictError, match="imported at the same moment"):
        desk.services.store.settle(planned)


def test_a_number_cleared_in_between_is_seen(desk: SmallDesk) -> None:
    waiting = half_done(desk, paper("A-4", [GOGGLES], "300.00"))
    planned = settlement(desk.services, desk.services.store.document(waiting), cause="test")
    other = small_other_order(desk)
    assert other.state is DocumentState.CLEARED
    hidden = replace(planned, desk=replace(planned.desk, orders=()) if planned.desk else None)
    assert hidden.invoice is not None
    number = hidden.invoice.header.invoice_number
    assert number is not None
    header = replace(hidden.invoice.header, invoice_number=replace(number, value="B-4"))
    with pytest.raises(ConflictError, match="cleared at the same moment"):
        desk.services.store.settle(replace(hidden, invoice=replace(hidden.invoice, header=header)))


def small_other_order(desk: SmallDesk) -> Any:  # noqa: ANN401
    """Clear another invoice of the vendor, number B-4, against another order."""
    stock = {
        "line_no": 1, "item_code": "10003", "description": "Chicken stock low sodium 32 oz", "quantity": "10",
        "uom": "CS", "uom_raw": "CS", "unit_price": "24.00", "line_total": "240.00",
    }  # fmt: skip
    (document,) = desk.take(paper("B-4", [stock], "240.00", po_numbers=["PO-2"], invoice_date="2026-02-09"))
    return document


# --- a fault of the program costs one document ----------------------------------------------------------------------
def failing_for(number: str) -> Any:  # noqa: ANN401
    """Return a matcher that fails on one invoice, quoting it in its message."""

    def match(invoice: Any, desk: Any, weights: Weights, **more: Any) -> Match:  # noqa: ANN401
        if invoice.header.invoice_number.value == number:
            raise ZeroDivisionError(f"secret of {invoice.header.vendor_name.value}")
        return match_invoice(invoice, desk, weights, **more)

    return match


def test_a_fault_of_the_program_costs_that_document_only(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_document, "match_invoice", failing_for("A-1"))
    bad, good = desk.take(paper("A-1", [GLOVES], "400.00"), paper("A-2", [GOGGLES], "300.00"))
    assert good.state is DocumentState.CLEARED
    (case,) = open_cases(bad)
    assert (bad.state, case.rule, case.owner) == (DocumentState.NEEDS_ME, "program.fault", "ap_clerk")
    entry = desk.services.store.journal(document_id=bad.document_id)[-1]
    assert "ZeroDivisionError" in entry.after
    assert "in match" in entry.after
    assert "secret" not in entry.after + entry.summary + entry.reason + case.handover.sentence
    with pytest.raises(RuleError):
        desk.do(case, Action.ACCEPT, "fine")
    resume(desk.services)
    assert len(desk.services.store.document(bad.document_id).cases) == 1, "no second case while the first is open"
    monkeypatch.undo()
    resume(desk.services)
    after = desk.services.store.document(bad.document_id)
    assert after.state is DocumentState.CLEARED
    assert desk.services.store.verify().whole


def test_a_fault_while_looking_again_keeps_the_others(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    dear = dict(GLOVES, unit_price="4.20", line_total="420.00")
    dearer = dict(GOGGLES, unit_price="6.30", line_total="315.00")
    bad, other = desk.take(paper("A-1", [dear], "420.00"), paper("A-2", [dearer], "315.00"))
    tables = desk.folder / "later"
    tables.mkdir()
    (tables / "purchase_orders.csv").write_text(ORDERS.replace("4.00", "4.20").replace("6.00", "6.30"))
    import_folder(desk.services, tables)
    monkeypatch.setattr(process_document, "match_invoice", failing_for("A-1"))
    look_again(desk.services)
    assert desk.services.store.document(other.document_id).state is DocumentState.CLEARED
    assert "program.fault" in {case.rule for case in open_cases(desk.services.store.document(bad.document_id))}
    monkeypatch.undo()
    look_again(desk.services)
    assert desk.services.store.document(bad.document_id).state is DocumentState.CLEARED
