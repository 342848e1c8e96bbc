"""One person alone clears nothing by typing over what was read; a colleague confirms it (decision table: authority)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.case import Action, Choice, Correction, Document, DocumentState
from app.domain.decision import Lane
from app.domain.errors import RuleError
from app.domain.finding import TYPED_OVER, Finding
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.measure import UnitTable
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Certainty, Extracted, Method
from app.workflow.corrections import apply_corrections
from tests.helpers.small_desk import GLOVES, GOGGLES, SmallDesk, line, open_cases, paper, small_desk

UNITS = UnitTable({"EACH": "EA"})
Typed = tuple[str, int | None, str]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def typed(desk: SmallDesk, document: Document, *values: Typed) -> Document:
    """Type values over one after the other, as long as a case is open to type them in."""
    for field, number, text in values:
        document = desk.do(open_cases(document)[0], Action.CORRECT, correction=Correction(field, text, number))
    return document


WITH_FREIGHT = paper("A-1", [GLOVES], "480.00", subtotal="400.00") | {
    "charges": [{"kind": "freight", "description": "", "amount": "80.00"}]
}
TOTALS: tuple[Typed, ...] = (("total", None, "400.00"), ("subtotal", None, "400.00"))
GIFT = line(2, "ZZ", "Gift card", "1", "EA", "100.00", "100.00")


@pytest.mark.parametrize(
    ("held", "values"),
    [
        (paper("A-1", [GLOVES], "400.00", vendor_name="Evil Corp", vendor_tax_id="66-6"),
         (("vendor_name", None, "Amberley Supply Co"), ("vendor_tax_id", None, "90-1000001"))),
        (paper("A-1", [dict(GLOVES, quantity="120", line_total="480.00")], "480.00"),
         (("quantity", 1, "100"), ("amount", 1, "400.00"), *TOTALS)),
        (paper("A-1", [GLOVES, GIFT], "500.00"), (("remove_line", 2, ""), *TOTALS)),
        (paper("A-1", [dict(GLOVES, uom="BX")], "400.00"), (("uom", 1, "PR"),)),
        (paper("A-1", [dict(GLOVES, item_code="10002")], "400.00"), (("item_code", 1, "10001"),)),
        (paper("A-1", [dict(GLOVES, unit_price="5.00", line_total="500.00")], "500.00"),
         (("unit_price", 1, "4.00"), ("amount", 1, "400.00"), *TOTALS)),
        (paper("A-1", [GLOVES], "400.00", currency="EUR"), (("currency", None, "USD"),)),
        (paper("A-1", [dict(GLOVES, item_code=None, description="Luxury wristwatch")], "400.00"),
         (("description", 1, "Work gloves leather large"),)),
        (WITH_FREIGHT, (("charge", 1, "40.00"), ("total", None, "440.00"))),
    ],
)  # fmt: skip
def test_one_person_alone_clears_nothing_by_typing_over_what_was_read(
    desk: SmallDesk, held: Mapping[str, Any], values: tuple[Typed, ...]
) -> None:
    (document,) = desk.take(held)
    after = typed(desk, document, *values)
    assert after.state is DocumentState.NEEDS_ME
    about = open_cases(after)
    assert any("typed over what was read" in case.handover.sentence for case in about)
    assert max(case.exposure for case in about) >= Decimal("400.00")
    for case in about:
        with pytest.raises(RuleError):
            desk.do(case, Action.ACCEPT, "it is right")
        with pytest.raises(RuleError, match="entered or matched this yourself"):
            desk.acting_as("clerk", Role.CONTROLLER).do(case, Action.ACCEPT, "it is right")
    boss = desk.acting_as("boss", Role.CONTROLLER)
    for case in about:
        after = boss.do(case, Action.ACCEPT, "compared with the page")
    assert after.state is DocumentState.RELEASED


def test_a_strong_duplicate_does_not_clear_under_a_number_typed_over(desk: SmallDesk) -> None:
    desk.take(paper("A-9", [GOGGLES], "300.00"))
    (document,) = desk.take(paper("A-9", [GLOVES], "400.00", invoice_date="2026-02-07"))
    assert typed(desk, document, ("invoice_number", None, "A-9000")).state is DocumentState.NEEDS_ME


def test_typing_back_what_was_read_leaves_nothing_to_confirm(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [dict(GLOVES, uom="BX")], "400.00"))
    changed = typed(desk, document, ("uom", 1, "PR"))
    back = typed(desk, changed, ("uom", 1, "BX"))
    assert {case.rule for case in open_cases(back)} == {case.rule for case in open_cases(document)}


def test_choosing_the_order_line_of_another_item_is_confirmed_by_a_colleague(desk: SmallDesk) -> None:
    watch = line(1, None, "Luxury wristwatch gold", "100", "PR", "4.00", "400.00")  # type: ignore[arg-type]
    (document,) = desk.take(paper("A-5", [watch], "400.00"))
    choice = Choice(1, (LineRef("PO-1", 1),))
    after = desk.do(open_cases(document)[0], Action.CHOOSE, choice=choice)
    (case,) = open_cases(after)
    assert (case.rule, case.exposure) == ("identity.chosen", Decimal("400.00"))
    with pytest.raises(RuleError, match="entered or matched this yourself"):
        desk.acting_as("clerk", Role.CONTROLLER).do(case, Action.ACCEPT, "mine")
    released = desk.acting_as("bea", Role.BUYER).do(case, Action.ACCEPT, "agreed")
    assert released.state is DocumentState.RELEASED


# --- what a scan could not make out ---------------------------------------------------------------------------------
def scanned(text: str, certainty: Certainty = Certainty.UNVERIFIED) -> Extracted[Decimal]:
    return Extracted(Decimal(text), text, None, Method.OCR, certainty)


def word(text: str) -> Extracted[str]:
    return Extracted(text, text, None, Method.OCR)


def scan(**changes: Any) -> Invoice:  # noqa: ANN401
    """Return a scan of one line: 700 was read for 100, and its code and number have a letter for a figure."""
    billed = InvoiceLine(
        1, 1, word("Gloves"), item_code=word("l0001"), uom=word("EA"), quantity=scanned("700"),
        unit_price=scanned("4.00"), amount=scanned("400.00"),
    )  # fmt: skip
    header = InvoiceHeader(
        invoice_number=word("A-1O"), invoice_date=Extracted(date(2026, 3, 1), "1.3.26", None, Method.OCR),
        currency=word("$"), total=scanned("412.50"), po_numbers=(word("PO-7"),),
    )  # fmt: skip
    charge = Charge(ChargeKind.FREIGHT, "Freight", scanned("12.50"))
    return Invoice(replace(header, **changes), (billed,), (charge,))


def over(invoice: Invoice, *corrections: Correction) -> set[str]:
    """Return the fields that a colleague must confirm."""
    after = apply_corrections(invoice, corrections, units=UNITS)
    return {finding.field for finding in after.findings if finding.code == TYPED_OVER}


def test_what_a_scan_did_not_make_out_is_typed_without_a_colleague() -> None:
    fixed = (
        Correction("quantity", "100", 1), Correction("item_code", "10001", 1), Correction("invoice_number", "A-10"),
        Correction("currency", "USD"), Correction("due_date", "2026-04-01"), Correction("tax_total", "0.00"),
        Correction("po_numbers", "PO-7"), Correction("po_line", "1", 1), Correction("price_basis", "1", 1),
    )  # fmt: skip
    assert over(scan(), *fixed) == set()


@pytest.mark.parametrize(
    "correction",
    [
        Correction("item_code", "20001", 1), Correction("uom", "CS", 1), Correction("invoice_number", "A-11"),
        Correction("invoice_number", ""), Correction("po_numbers", "PO-8"), Correction("po_numbers", "PO-7, PO-9"),
        Correction("invoice_date", "2026-05-05"), Correction("description", "Watches", 1),
    ],
)  # fmt: skip
def test_another_name_number_code_or_unit_is_confirmed_on_a_scan_too(correction: Correction) -> None:
    assert over(scan(), correction) == {correction.field}


def test_a_charge_and_a_line_taken_away_are_confirmed_on_a_scan_too() -> None:
    assert over(scan(), Correction("charge", "2.50", 1)) == {"freight charge"}
    assert over(scan(), Correction("remove_line", "", 1)) == {"remove_line"}


@pytest.mark.parametrize("certainty", [Certainty.PROVEN, Certainty.CONSISTENT])
def test_a_figure_that_the_sums_proved_is_confirmed_on_a_scan_too(certainty: Certainty) -> None:
    proven = scan(total=scanned("412.50", certainty))
    assert over(proven, Correction("total", "400.00")) == {"total"}
    assert over(proven, Correction("total", "412.5")) == set()


def test_print_that_contradicts_itself_is_not_corrected_by_one_person() -> None:
    printed = replace(scanned("412.50", Certainty.CONTRADICTED), method=Method.TEXT_LAYER)
    assert over(scan(total=printed), Correction("total", "400.00")) == {"total"}


def test_an_ambiguous_date_is_settled_by_typing_it() -> None:
    unclear = replace(scan(), findings=(Finding("ambiguous_date", "03/04 ...", field="invoice_date"),))
    assert over(unclear, Correction("invoice_date", "2026-04-03")) == set()


def test_which_of_page_and_electronic_invoice_holds_is_confirmed() -> None:
    differs = Finding("einvoice_differs", "The page says 500.", field="total")
    invoice = replace(scan(total=Extracted(Decimal(400), "400", None, Method.EINVOICE)), findings=(differs,))
    assert over(invoice, Correction("total", "400")) == {"total"}


def test_a_line_typed_down_to_nothing_still_shows_what_was_typed_over(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [GLOVES, dict(GOGGLES, unit_price="9.00", line_total="450.00")], "850.00"))
    values: tuple[Typed, ...] = (
        ("quantity", 2, "0"), ("amount", 2, "0"), ("total", None, "400.00"), ("subtotal", None, "400.00"),
    )  # fmt: skip
    after = typed(desk, document, *values)
    assert 2 in {number for case in open_cases(after) for number in case.invoice_lines}


@pytest.mark.parametrize(
    ("held", "owner", "values"),
    [
        (paper("A-1", [GLOVES], "400.00", vendor_name="Evil Corp", vendor_tax_id="66-6"), Role.VENDOR_MANAGEMENT,
         (("vendor_name", None, "Amberley Supply Co"), ("vendor_tax_id", None, "90-1000001"))),
        (paper("A-1", [dict(GLOVES, quantity="120", line_total="480.00")], "480.00"), Role.BUYER,
         (("quantity", 1, "100"), ("amount", 1, "400.00"), *TOTALS)),
        (paper("A-1", [GLOVES, GIFT], "500.00"), Role.BUYER, (("remove_line", 2, ""), *TOTALS)),
        (paper("A-1", [GLOVES], "401.00"), Role.AP_CLERK, TOTALS),
    ],
)  # fmt: skip
def test_what_was_typed_over_stays_with_the_owner_of_the_case_it_replaces(
    desk: SmallDesk, held: Mapping[str, Any], owner: Role, values: tuple[Typed, ...]
) -> None:
    (document,) = desk.take(held)
    after = typed(desk, document, *values)
    about = [case for case in open_cases(after) if "typed over what was read" in case.handover.sentence]
    assert owner in {case.owner for case in about}
    assert {case.handover.draft_to for case in about} == {case.owner for case in about}
    escalated = [case for case in document.cases if case.lane is Lane.ESCALATE]
    assert all(case.release_role is escalated[0].release_role for case in about if escalated)


WATCH = dict(GLOVES, item_code=None, description="Luxury wristwatch")
NAMELESS = dict(GLOVES, item_code=None, description="")
LIKE_GLOVES = dict(GLOVES, item_code=None)


@pytest.mark.parametrize(
    ("printed", "values", "clears"),
    [
        (WATCH, (("item_code", 1, "10001"),), False),
        (WATCH, (("po_line", 1, "1"),), False),
        (NAMELESS, (("item_code", 1, "10001"),), False),
        (NAMELESS, (("description", 1, "Work gloves leather large"),), False),
        (dict(LIKE_GLOVES, quantity=None), (("item_code", 1, "10001"), ("quantity", 1, "100")), True),
    ],
)
def test_s2_163_a_code_typed_where_none_is_printed_is_a_choice_that_a_colleague_confirms(
    desk: SmallDesk, printed: dict[str, Any], values: tuple[Typed, ...], clears: bool
) -> None:
    """Only where the description says the same does typing what the page lacks settle which item it is."""
    (document,) = desk.take(paper("A-1", [printed], "400.00"))
    assert document.state is DocumentState.NEEDS_ME
    after = typed(desk, document, *values)
    assert (after.state is DocumentState.CLEARED) is clears
    for case in open_cases(after):
        assert case.rule in ("identity.chosen", "identity.unproven")
        with pytest.raises(RuleError):
            desk.do(case, Action.ACCEPT, "it is right")
