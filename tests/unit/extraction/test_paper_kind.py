"""A page that calls itself an offer, a statement or a pro forma is no invoice, whatever figures it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.pipeline import read_invoice
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        {title}
                                                {label}        703674
                                                Date            Jan 7, 2026

Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
                                       Total      30.00
{foot}
"""


def _read(title: str, *, label: str = "Invoice #", foot: str = "") -> Invoice:
    """Read a page whose title is printed twice as large as its text."""
    page = typed_page(_PAGE.format(title=title, label=label, foot=foot))
    large = set(title.split())
    words = tuple(
        replace(word, box=replace(word.box, top=word.box.top - 4, bottom=word.box.bottom + 5))
        if word.text in large and word.box.top < 30
        else word
        for word in page.words
    )
    return read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())


def _holds(invoice: Invoice) -> list[str]:
    return [f.code for f in invoice.findings if f.severity is Severity.HOLD and f.code == "not_an_invoice"]


@pytest.mark.parametrize(
    "title",
    ["STATEMENT", "Delivery Note", "Auftragsbestätigung", "Angebot", "DEVIS", "OFFERTE", "PREVENTIVO", "Mahnung"],
)
def test_a_large_title_of_another_paper_holds_it(title: str) -> None:
    assert _holds(_read(title)) == ["not_an_invoice"]


@pytest.mark.parametrize("title", ["INVOICE", "Rechnung", "Tax Invoice"])
def test_an_invoice_is_one_also_where_it_names_its_delivery_note(title: str) -> None:
    assert _holds(_read(title)) == []
    small = _PAGE.format(title=title, label="Lieferschein", foot="Delivery Note")
    assert _holds(read_typed(small)) == []


@pytest.mark.parametrize("title", ["PROFORMA INVOICE", "Facture proforma", "Proformarechnung"])
def test_pro_forma_is_one_in_any_size(title: str) -> None:
    assert _holds(read_typed(_PAGE.format(title=title, label="No", foot=""))) == ["not_an_invoice"]


def test_a_page_that_denies_it_is_believed() -> None:
    invoice = _read("INVOICE", foot="Statement of account - this is NOT AN INVOICE")
    assert [f.message for f in invoice.findings if f.code == "not_an_invoice"] == [
        "The page calls itself “NOT AN INVOICE”, which is no invoice."
    ]
