"""What a clerk types goes where it belongs, is read strictly, and proves no more than the sums bear out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Correction
from app.domain.errors import InputError
from app.domain.finding import TYPED_OVER, Finding
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.measure import UnitTable
from app.domain.provenance import Certainty, Extracted, Method
from app.workflow.corrections import apply_corrections

UNITS = UnitTable({"EACH": "EA", "CASE": "CS"})


def number(text: str) -> Extracted[Decimal]:
    return Extracted(Decimal(text), text, None, Method.OCR)


def invoice() -> Invoice:
    """Return a scan whose first quantity was misread (700 for 100), with freight and a total that says so."""
    first = InvoiceLine(1, 1, Extracted("Gloves"), quantity=number("700"), unit_price=number("4.00"))
    second = InvoiceLine(2, 1, Extracted("Goggles"), quantity=number("50"), unit_price=number("6.00"))
    lines = (replace(first, amount=number("400.00")), replace(second, amount=number("300.00")))
    header = InvoiceHeader(subtotal=number("700.00"), total=number("712.50"), tax_total=number("0.00"))
    unsure = Finding("unsure_figure", "hard to read", field="quantity", line_no=1)
    freight = Charge(ChargeKind.FREIGHT, "Freight", number("12.50"))
    return Invoice(header, lines, (freight,), findings=(unsure,))


def corrected(*corrections: Correction) -> Invoice:
    return apply_corrections(invoice(), corrections, units=UNITS)


def test_a_corrected_figure_that_closes_both_sums_is_proven_and_settles_its_finding() -> None:
    after = corrected(Correction("quantity", "100", 1))
    line = after.line(1)
    assert line.quantity is not None
    assert (line.quantity.value, line.quantity.method) == (Decimal(100), Method.TYPED)
    assert line.certainty is Certainty.PROVEN
    assert after.findings == ()
    assert all(check.holds for check in after.checks)


def test_a_corrected_figure_that_does_not_multiply_is_contradicted() -> None:
    after = corrected(Correction("quantity", "90", 1))
    assert after.line(1).certainty is Certainty.CONTRADICTED
    assert [finding.code for finding in after.findings] == ["line_arithmetic"]


def test_a_corrected_total_that_does_not_add_up_says_so() -> None:
    after = corrected(Correction("quantity", "100", 1), Correction("total", "800.00"))
    assert after.header.total is not None
    assert after.header.total.certainty is Certainty.CONTRADICTED
    assert "total_does_not_sum" in {finding.code for finding in after.findings}


def test_fields_of_every_kind_are_read_as_what_they_hold() -> None:
    after = corrected(
        Correction("invoice_number", " A-77 "),
        Correction("invoice_date", "1 March 2026"),
        Correction("currency", "eur"),
        Correction("po_numbers", "PO-1, PO-2"),
        Correction("uom", "case", 2),
        Correction("po_line", "3", 2),
        Correction("charge", "12.50", 1),
    )
    header = after.header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "A-77"
    assert header.invoice_date is not None
    assert header.invoice_date.value == date(2026, 3, 1)
    assert header.currency is not None
    assert header.currency.value == "EUR"
    assert [value.value for value in header.po_numbers] == ["PO-1", "PO-2"]
    uom, po_line = after.line(2).uom, after.line(2).po_line
    assert uom is not None
    assert (uom.value, uom.raw) == ("CS", "case")
    assert po_line is not None
    assert po_line.value == 3


@pytest.mark.parametrize(
    ("field", "line_no", "text"),
    [
        ("quantity", 1, "a few"), ("quantity", 1, ""), ("total", None, "1e5"), ("total", None, "NaN"),
        ("invoice_date", None, "03/04/2026"), ("currency", None, "dollars"), ("po_line", 1, "²"),
        ("price_basis", 1, "0"), ("description", 1, " "), ("quantity", 1, "٣"), ("quantity", 1, "1_000"),
    ],
)  # fmt: skip
def test_what_has_no_one_meaning_is_refused(field: str, line_no: int | None, text: str) -> None:
    if (field, text) == ("quantity", ""):
        after = corrected(Correction(field, text, line_no))
        assert after.line(1).quantity is None, "an emptied field is one that is not printed"
        return
    with pytest.raises(InputError):
        corrected(Correction(field, text, line_no))


def test_places_that_do_not_exist_are_refused() -> None:
    for correction in (Correction("quantity", "1", 9), Correction("colour", "red"), Correction("charge", "1", 2)):
        with pytest.raises(InputError):
            corrected(correction)


def test_a_line_can_be_removed_and_added() -> None:
    after = corrected(
        Correction("remove_line", "", 1),
        Correction("add_line", "Work gloves"),
        Correction("quantity", "100", 3),
        Correction("unit_price", "4.00", 3),
        Correction("amount", "400.00", 3),
    )
    assert [line.line_no for line in after.lines] == [2, 3]
    assert after.line(3).certainty is Certainty.PROVEN


@given(st.text(max_size=40), st.sampled_from(["quantity", "total", "invoice_date", "uom", "currency", "po_numbers"]))
def test_whatever_is_typed_is_taken_or_refused_in_one_sentence(text: str, field: str) -> None:
    line_no = 1 if field in ("quantity", "uom") else None
    said = "taken."
    try:
        corrected(Correction(field, text, line_no))
    except InputError as error:
        said = error.next_step
    assert said.endswith(".")


def test_s2_103_a_charge_that_reading_missed_is_added_with_its_kind_words_and_amount() -> None:
    after = corrected(
        Correction("add_charge", "fuel_surcharge 3.50"), Correction("add_charge", "pallet-charge Board hire 1,000.00")
    )
    assert [(c.kind.value, c.description, c.amount.value) for c in after.charges] == [
        ("freight", "Freight", Decimal("12.50")),
        ("fuel_surcharge", "fuel surcharge", Decimal("3.50")),
        ("pallet_charge", "Board hire", Decimal("1000.00")),
    ]
    assert after.charges[1].amount.method is Method.TYPED
    assert {f.field for f in after.findings if f.code == TYPED_OVER} == {"add_charge"}


def test_an_added_charge_takes_part_in_the_sums_and_a_discount_takes_away() -> None:
    whole = replace(invoice(), charges=())
    fixed = (Correction("quantity", "100", 1), Correction("add_charge", "freight 12.50"))
    after = apply_corrections(whole, fixed, units=UNITS)
    assert all(check.holds for check in after.checks)
    less = corrected(Correction("add_charge", "discount Loyalty 5.00"))
    assert less.charges[-1].amount.value == Decimal("-5.00")


@pytest.mark.parametrize("text", ["", "freight", "45.00", "frieght 45.00", "freight much", "freight 45.00 USD extra"])
def test_a_charge_without_kind_or_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        corrected(Correction("add_charge", text))
    assert refused.value.code == "not_a_value"
