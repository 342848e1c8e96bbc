"""A page whose only sum is one before tax: held where nothing says why none is owed, and what is to be paid is not."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import PageSize
from app.extraction.page_notes import PageNotes
from app.extraction.pages.read_pages import ReadPage
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_PAGE = """
{name}                      {title}
12 Mill Road                                    Invoice #      703674
{tax_id}                                        Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                     {label}           45.00


{foot}
"""


def _held(label: str, foot: str = "", tax_id: str = "VAT No. GB123456789") -> bool:
    page = _PAGE.format(name="Fairlane Mill Supply Ltd", title="INVOICE", label=f"{label:20}", foot=foot, tax_id=tax_id)
    invoice = read_typed(page)
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "45.00"
    notes = PageNotes(shipped_knowledge())
    notes.add(ReadPage(typed_page(page), PageSize(612, 792)))
    said = notes.said_against(invoice)
    return any(one.code == "total_before_tax" and one.severity is Severity.HOLD for one in said)


@pytest.mark.parametrize(
    "label",
    [
        "Total excl. VAT", "Total before tax", "Net total", "Nettobetrag", "Gesamtbetrag netto", "Summe netto",
        "Total exkl. MwSt", "Total HT", "Montant hors taxes", "Base imponible", "Total sin IVA", "Imponibile",
        "Totaal excl. btw", "Totaal netto",
    ],
)  # fmt: skip
def test_a_lone_sum_before_tax_is_held(label: str) -> None:
    assert _held(label)


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "Total incl. VAT",
        "Net amount due",
        "Netto a pagare",
        "Net à payer",
        "Total TTC",
        "Gesamtbetrag",
        "Netto - Skonto",
    ],
)
def test_a_total_that_is_to_be_paid_is_not(label: str) -> None:
    assert not _held(label)


def test_net_alone_says_nothing_of_tax_where_there_is_no_value_added_one() -> None:
    assert _held("Net amount")
    assert not _held("Net amount", tax_id="Tax ID 90-1000001")


@pytest.mark.parametrize(
    "foot",
    [
        "Reverse charge: customer to account for VAT", "Not subject to VAT", "Outside the scope of UK VAT",
        "Gemäß § 19 UStG wird keine Umsatzsteuer berechnet", "Nicht steuerbare Leistung",
        "TVA non applicable, art. 293 B du CGI", "Franchise en base de TVA", "Operación no sujeta",
        "Fuori campo IVA art. 7-ter", "Btw verlegd", "Geen btw: kleineondernemersregeling",
    ],
)  # fmt: skip
def test_a_reason_why_no_tax_is_owed_is_heard(foot: str) -> None:
    assert not _held("Nettobetrag", foot)
