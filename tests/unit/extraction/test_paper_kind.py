"""A page that calls itself an offer or a pro forma is no invoice; one that announces another account is not paid."""

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


@pytest.mark.parametrize(
    "foot",
    [
        "IMPORTANT: our bank details have changed. Please remit to account 4471 0098 2251.",
        "Bitte beachten Sie unsere neue Bankverbindung: DE89 3704 0044 0532 0130 00",
        "Attention : nos coordonnées bancaires ont changé.",
        "Nieuw rekeningnummer: NL91 ABNA 0417 1643 00",
        "Nuovo IBAN: IT60 X054 2811 1010 0000 0123 456",
    ],
)
def test_a_notice_of_another_bank_account_holds_the_invoice(foot: str) -> None:
    found = [f for f in _read("INVOICE", foot=foot).findings if f.code == "other_account"]
    assert [f.severity for f in found] == [Severity.HOLD]


@pytest.mark.parametrize("foot", ["Bank details: IBAN DE89 3704 0044 0532 0130 00", "Unsere Bankverbindung: DE89 3704"])
def test_bank_details_alone_announce_nothing(foot: str) -> None:
    assert [f.code for f in _read("INVOICE", foot=foot).findings if f.code == "other_account"] == []
