"""Header fields: labels beside, above and inside; the seller told from the buyer; only what is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.provenance import Certainty, Method
from app.extraction.pipeline import read_invoice
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_TABLE = """

Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
                                       Total      30.00
"""


def test_labels_with_the_value_beside_them() -> None:
    header = read_typed(
        """
Fairlane Mill Supply LLC                        INVOICE
Tax ID: 16-5950108                              Invoice #       703674
                                                Date            Jan 7, 2026
                                                Due Date        Feb 6, 2026
                                                PO Number       PO-10459, PO-10460
Bill To                       Ship To
Brightwater Provisions Co.    Brightwater Provisions Co.
Accounts Payable              Plant 2
"""
        + _TABLE
    ).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "703674"
    assert header.invoice_date is not None
    assert header.invoice_date.value == date(2026, 1, 7)
    assert header.due_date is not None
    assert header.due_date.value == date(2026, 2, 6)
    assert [number.value for number in header.po_numbers] == ["PO-10459", "PO-10460"]
    assert header.vendor_name is not None
    assert header.vendor_name.value == "Fairlane Mill Supply LLC"
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value == "16-5950108"


def test_labels_in_a_grid_with_the_values_below() -> None:
    header = read_typed(
        """
Marlowe Food Distributors
INVOICE NO        DATE           CUST NO       CUSTOMER PO
IN121053          01/16/2026     33949         PO-10528
Terms             Ship Via       Ship Date
Net 30            LTL            01/14/2026
"""
        + _TABLE
    ).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "IN121053"
    assert header.invoice_date is not None
    assert header.invoice_date.value == date(2026, 1, 16)
    assert [number.value for number in header.po_numbers] == ["PO-10528"]
    assert header.due_date is None


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Rechnungsnr.: SI-14048\nRechnungsdatum: 12.01.2026", "SI-14048", date(2026, 1, 12)),
        ("Rechnung Nr. 471102 vom 05.06.2018", "471102", date(2018, 6, 5)),
        ("Facture FA-2017-0010\nDate de facture 13/11/2017", "FA-2017-0010", date(2017, 11, 13)),
        ("Factura nº: A/2026/311   Fecha: 3 de febrero de 2026", "A/2026/311", date(2026, 2, 3)),
        ("Fattura n. 118/A del 21/01/2026", "118/A", date(2026, 1, 21)),
        ("Factuurnummer: 993548900\nFactuurdatum: 19 april 2014", "993548900", date(2014, 4, 19)),
        ("INVOICE: NO. 00123\nDATE: Jan 30, 2023", "00123", date(2023, 1, 30)),
        ("Baurechnung Nr. 181301674 vom 25.04.2018", "181301674", date(2018, 4, 25)),
    ],
)
def test_number_and_date_in_six_languages(text: str, number: str, day: date) -> None:
    header = read_typed(text + _TABLE).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == number
    assert header.invoice_date is not None
    assert header.invoice_date.value == day


def test_the_seller_is_never_the_buyer() -> None:
    header = read_typed(
        """
Invoice No: 4711
Bill To                         Ship To
Brightwater Provisions Inc.     Brightwater Provisions Inc.
Accounts Payable                Dock 4
4410 Foundry Road               4410 Foundry Road
"""
        + _TABLE
    ).header
    assert header.vendor_name is None


def test_the_seller_is_found_where_payment_goes() -> None:
    header = read_typed("Invoice No: 4711\nMake checks payable to: Harbor Paper Company" + _TABLE).header
    assert header.vendor_name is not None
    assert header.vendor_name.value == "Harbor Paper Company"


def test_the_buyers_tax_id_is_not_the_sellers() -> None:
    header = read_typed("Lieferant GmbH\nIhre USt-IdNr.: DE234567890\nUSt-IdNr.: DE123456789" + _TABLE).header
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value == "DE123456789"


def test_an_assumed_currency_is_not_called_read() -> None:
    invoice = read_typed("Dayton, OH 45402      Syracuse, NY 13202" + _TABLE)
    assert invoice.header.currency is not None
    assert invoice.header.currency.raw is None
    assert invoice.header.currency.certainty is Certainty.UNVERIFIED
    assert "currency_assumed" in {finding.code for finding in invoice.findings}


@pytest.mark.parametrize(
    ("printed", "code"), [("€ 30,00", "EUR"), ("£30.00", "GBP"), ("CHF 30.00", "CHF"), ("CA$30.00", "CAD")]
)
def test_printed_currencies(printed: str, code: str) -> None:
    header = read_typed(f"Invoice No: 4711\nTotal {printed}" + _TABLE).header
    assert header.currency is not None
    assert header.currency.value == code


def test_what_is_not_printed_is_none() -> None:
    header = read_typed(_TABLE).header
    assert header.invoice_number is None
    assert header.vendor_tax_id is None
    assert header.po_numbers == ()
    assert header.currency is None


def test_a_noisy_number_on_a_scan_is_no_number() -> None:
    header = read_typed("Invoice No: oalorpeo6" + _TABLE, scanned=True).header
    assert header.invoice_number is None


def test_a_label_set_so_wide_that_it_stands_in_two_cells_is_one_label() -> None:
    header = read_typed(
        """
Pinnacle Ridge Chemical LLC               INVOICE
Invoice No. 50292        Date  01/20/2026
TERMS:  Net  45          FED   ID:   58-6492193
"""
        + _TABLE
    ).header
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value == "58-6492193"


def test_a_label_in_two_cells_may_have_its_colon_in_a_third() -> None:
    text = """
OSTERMANN INDUSTRIE SA                              FACTURE
CLIENT                             N°   de facture           :   RG33742
Meridian Manufacturing GmbH        Date   de facture         :   17/03/2026
"""
    number = read_typed(text + _TABLE, scanned=True).header.invoice_number
    assert number is not None
    assert number.value == "RG33742"
    assert read_typed(text.replace(" : ", "   ") + _TABLE, scanned=True).header.invoice_number is None


@pytest.mark.parametrize(("confidence", "number"), [(20, "SI-81028"), (90, None)])
def test_dots_that_lead_to_a_value_are_none_where_a_scan_hardly_reads_them(confidence: int, number: str | None) -> None:
    text = """
Fairlane Mill Supply LLC                        TAX INVOICE
Invoice No. ............2.222220. SI-81028
"""
    page = typed_page(text + _TABLE, method=Method.OCR, confidence=90)
    words = tuple(replace(w, confidence=confidence) if w.text.startswith("...") else w for w in page.words)
    read = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge()).header.invoice_number
    assert (read.value if read else None) == number


def test_invoice_to_over_an_address_of_a_scan_is_no_misread_invoice_number() -> None:
    header = read_typed(
        """
Fairlane Mill Supply LLC                        TAX INVOICE

Invoice To                          Document No.
Montrose Works                      R0079406
88 Mill Road
Reading, PA 19601
"""
        + _TABLE,
        scanned=True,
    ).header
    assert header.invoice_number is not None
    assert header.invoice_number.value == "R0079406"


def _numbered(number: str, beside: str = "", confidence: int = 12, method: Method = Method.OCR) -> set[str | None]:
    """Return the fields that are unsure where this number is printed, with another word close beside it."""
    page = typed_page(
        f"""
Fairlane Mill Supply LLC                        INVOICE
                                                Invoice No:   {number} {beside}
                                                Invoice Date: 01/07/2026
"""
        + _TABLE,
        method=method,
        confidence=92 if method is Method.OCR else 100,
    )
    words = tuple(replace(word, confidence=confidence) if word.text == beside else word for word in page.words)
    invoice = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == number
    return {finding.field for finding in invoice.findings if finding.code == "unsure_field"}


def test_a_number_that_may_be_the_rest_of_a_row_that_was_not_read_is_shown() -> None:
    assert "invoice_number" in _numbered("03")
    assert "invoice_number" in _numbered("4482", "oapone")
    assert "invoice_number" not in _numbered("448210")
    assert "invoice_number" not in _numbered("448210", "|"), "a ruling line"
    assert "invoice_number" not in _numbered("448210", "Net", confidence=90)
    assert "invoice_number" not in _numbered("17", method=Method.TEXT_LAYER), "a text layer says what it says"
