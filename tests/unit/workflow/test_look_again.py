"""Open invoices are decided again when what held them changes; cleared ones stay; each change is in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.case import Action, Case, CaseState, DocumentState
from app.domain.imports import ImportKind
from app.domain.policy import Role
from app.workflow.import_data import import_one, look_again
from tests.helpers.small_desk import GLOVES, GOGGLES, ORDERS, POLICY, VENDORS, SmallDesk, line, open_cases, paper
from tests.helpers.small_desk import small_desk as made_desk

RECEIPT = "receipt_no,po_number,line_no,received_date,quantity,uom,location\nR1,PO-1,1,2026-01-20,40,PR,Main\n"
LUMP = line(1, "", "Assorted goods as ordered", "1", "LS", "700.00", "700.00") | {"item_code": None}
DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.40", "440.00")
REFUSED = VENDORS.replace("standard,permitted,", "standard,refused,")
SWITCHED_OFF = POLICY + '[automation]\noff = ["V1:exact"]\n'


@pytest.mark.parametrize(
    ("files", "billed", "total", "held_by", "kind", "new"),
    [
        ({"receipts.csv": RECEIPT}, [GLOVES], "400.00", "quantity_over.not_received",
         ImportKind.RECEIPTS, RECEIPT + "R2,PO-1,1,2026-01-25,60,PR,Main\n"),
        ({}, [DEAR], "440.00", "price_variance.outside",
         ImportKind.PURCHASE_ORDERS, ORDERS.replace("100,PR,4.00", "100,PR,4.40")),
        ({"vendors.csv": REFUSED}, [LUMP], "700.00", "merged.not_permitted", ImportKind.VENDORS, VENDORS),
        ({"policy.toml": SWITCHED_OFF}, [GLOVES], "400.00", "automation.off", ImportKind.POLICY, POLICY),
    ],
    ids=["a receipt arrives", "an order is amended", "a term is corrected", "a switch is turned on"],
)  # fmt: skip
def test_s1_26_what_held_an_invoice_changes_and_it_clears(
    tmp_path: Path, files: dict[str, str], billed: list[dict[str, object]], total: str, held_by: str,
    kind: ImportKind, new: str,
) -> None:  # fmt: skip
    desk = made_desk(tmp_path, files)
    (document,) = desk.take(paper("A-1", billed, total))
    assert [case.rule for case in open_cases(document)] == [held_by]
    _import(desk, tmp_path, kind, new)
    assert look_again(desk.services) == (document.document_id,)
    after = desk.services.store.document(document.document_id)
    assert after.state is DocumentState.CLEARED
    assert [case.state for case in after.cases] == [CaseState.SUPERSEDED]
    entries = desk.services.store.journal()
    assert [(entry.kind, entry.reason) for entry in entries[-2:]] == [
        ("imported", ""),
        ("decided", "new data was imported"),
    ]
    assert desk.services.store.verify().whole
    desk.services.close()


def test_s1_80_a_switch_that_is_turned_off_leaves_what_cleared_and_holds_what_comes(tmp_path: Path) -> None:
    desk = made_desk(tmp_path)
    (cleared,) = desk.take(paper("A-1", [GLOVES], "400.00"))
    _import(desk, tmp_path, ImportKind.POLICY, SWITCHED_OFF)
    assert look_again(desk.services) == ()
    assert desk.services.store.document(cleared.document_id).version == cleared.version
    (held,) = desk.take(paper("A-2", [GOGGLES], "300.00", invoice_date="2026-02-06"))
    assert [_shown(case) for case in open_cases(held)] == [("automation.off", "draft_and_route", "ap_clerk")]
    desk.services.close()


def test_the_journal_counts_the_cases_that_are_left(tmp_path: Path) -> None:
    """Neither what people settled before nor what is folded into one case is something to settle."""
    desk = made_desk(tmp_path)
    credit = GLOVES | {"quantity": "-100", "line_total": "-400.00"}
    spectacles = line(2, "10002", "Safety goggles clear anti-fog", "50", "EA", "6.60", "330.00")
    (two,) = desk.take(paper("A-1", [DEAR, spectacles], "770.00"))
    (memo,) = desk.take(paper("C-1", [credit], "-400.00"))
    for document in (two, memo):
        assert _told(desk, document.document_id) == f"{len(open_cases(document))} to settle"
    first, _ = open_cases(two)
    controller = desk.acting_as("head", Role.CONTROLLER)
    controller.do(first, Action.ACCEPT, "agreed")
    _import(desk, tmp_path, ImportKind.POLICY, SWITCHED_OFF)
    assert two.document_id in look_again(desk.services)
    after = desk.services.store.document(two.document_id)
    assert (len(open_cases(two)), len(open_cases(after))) == (2, 1)
    assert _told(desk, two.document_id) == "1 to settle"
    desk.services.close()


def _told(desk: SmallDesk, document_id: int) -> str:
    decided = [e for e in desk.services.store.journal(document_id=document_id) if e.kind == "decided"]
    return decided[-1].summary.rpartition(": ")[2]


def _shown(case: Case) -> tuple[str, str | None, str | None]:
    return case.rule, case.lane and case.lane.value, case.owner and case.owner.value


def _import(desk: SmallDesk, folder: Path, kind: ImportKind, text: str) -> None:
    path = folder / "changed"
    path.write_text(text, encoding="utf-8")
    import_one(desk.services, kind, path)
