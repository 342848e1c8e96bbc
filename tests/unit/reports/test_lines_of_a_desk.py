"""The lines export of a real desk: a line whose breakdown nobody knows is in it, and stops nothing."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.case import Action
from app.domain.match import Pattern
from app.domain.money import decimal_or_none
from app.domain.policy import Role
from app.workflow.export_data import export_to
from tests.helpers.small_desk import GLOVES, line, open_cases, paper, small_desk

HEAD = (
    "po_number,vendor_id,order_date,status,approved_by,buyer,currency,line_no,sku,vendor_item_code,description,"
    "quantity,uom,unit_price,promised_date,ship_to,gl_account,already_invoiced_quantity\n"
)
GLOVES_ORDER = (
    "PO-1,V1,2026-01-05,open,A. Approver,B. Buyer,USD,1,10001,,Work gloves leather large,100,PR,4.00,2026-02-01,Main,"
    "6100,0\n"
)
BOLTS = "".join(
    f"PO-9,V1,2026-01-05,open,A. Approver,B. Buyer,USD,{number},9000{number},,Hex bolt,100,EA,0.50,2026-02-01,Main,"
    "6100,0\n"
    for number in (1, 2)
)


def test_s2_119_an_ambiguous_line_with_a_charge_in_it_does_not_stop_the_export(tmp_path: Path) -> None:
    desk = small_desk(tmp_path, {"purchase_orders.csv": HEAD + GLOVES_ORDER + BOLTS})
    bolts = line(1, "", "Hex bolt", "100", "EA", "0.50", "53.00")
    (bolted, _) = desk.take(
        paper("BOLTS-1", [{**bolts, "item_code": None}], "53.00", po_numbers=["PO-9"]),
        paper("GLOVES-1", [GLOVES], "400"),
    )
    assert bolted.match is not None
    (group,) = bolted.match.groups
    assert group.ambiguous
    assert Pattern.BUNDLED_ACCESSORIAL in group.patterns
    target = tmp_path / "lines.csv"
    export_to(desk.services, "lines", "csv", target)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mapped = [(r["invoice_number"], r["mapped_amount"], r["ledger_account"]) for r in rows if r["mapped_amount"]]
    assert mapped == [("BOLTS-1", "53.00", ""), ("GLOVES-1", "400.00", "6100")]


def test_a_message_that_was_sent_is_not_taken_for_a_reason(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    over = {**GLOVES, "quantity": "120", "line_total": "480.00"}
    (document,) = desk.take(paper("OVER-1", [over], "480.00"))
    case = open_cases(document)[0]
    desk.do(case, Action.SEND, "Dear Amberley, twenty pairs too many.", owner=Role.VENDOR)

    def exported() -> dict[str, str]:
        export_to(desk.services, "cases", "csv", tmp_path / "cases.csv")
        with (tmp_path / "cases.csv").open(encoding="utf-8", newline="") as file:
            return next(row for row in csv.DictReader(file) if row["case_id"] == str(case.case_id))

    row = exported()
    assert (row["note"], row["message_sent"]) == ("", "Dear Amberley, twenty pairs too many.")
    assert (row["settled_by"], row["settled_reason"]) == ("", "")
    desk.do(case, Action.REJECT, "they send a new invoice")
    row = exported()
    assert (row["settled_by"], row["settled_reason"]) == ("clerk", "they send a new invoice")
    assert row["message_sent"] == "Dear Amberley, twenty pairs too many."
    assert (row["state_in_words"], row["outcome_in_words"]) == ("settled", "rejected")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.00", Decimal("3.00")),
        ("+2", Decimal(2)),
        ("-1.5", Decimal("-1.5")),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_a_figure_of_a_record_is_a_number_or_nothing(text: str | None, expected: Decimal | None) -> None:
    assert decimal_or_none(text) == expected
