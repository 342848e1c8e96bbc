"""A page that calls itself an offer or a pro forma is no invoice; one that announces another account is not paid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.domain.provenance import Method
from app.extraction.header.paper_kind import stamp
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
    [
        "STATEMENT",
        "Delivery Note",
        "Auftragsbestätigung",
        "Angebot",
        "DEVIS",
        "OFFERTE",
        "PREVENTIVO",
        "Mahnung",
        "Quittung",
        "RECIBO",
    ],
)
def test_a_large_title_of_another_paper_holds_it(title: str) -> None:
    assert _holds(_read(title)) == ["not_an_invoice"]


@pytest.mark.parametrize(
    "title",
    [
        "Bill of Lading", "Debit Note", "Shipping Notice", "Rental Agreement", "Work Order", "Certificate of Origin",
        "Cancellation Invoice", "Interest Invoice", "Invoice Preview", "Commercial Invoice - Customs Only",
        "Packliste", "Leihschein", "Bestellung", "Zinsrechnung", "Offene-Posten-Liste", "Zahlungsaufforderung",
        "Mise en demeure", "Facture d'annulation", "Note de débit", "Bon de commande", "Lettre de voiture",
        "Pedido", "Nota de cargo", "Carta de porte", "Ordine", "Nota di debito", "Avviso di parcella",
        "Lien Waiver", "Sales Receipt", "Ratenplan", "Échéancier", "Cotización", "Preavviso di fattura", "Herinnering",
        "Bestelling", "Debetnota", "Retourbon", "Urenstaat", "Bid", "Recordatorio", "Receipt", "Acconto",
        "TEST-INVOICE", "Sample invoice", "Void Invoice No. 4711", "Commercial invoice for customs only",
        "TEST-RECHNUNG", "Muster-Rechnung", "Stornierte Rechnung", "Ungültige Rechnung", "Bezahlte Rechnung Nr. 4711",
        "FACTURE-TEST", "Facture d'essai", "Factura de prueba", "Factura (anulada)", "Fattura di prova",
        "Fattura - fac-simile", "Fattura quietanzata", "Testfactuur", "Test-factuur", "Betaalde factuur",
    ],
)  # fmt: skip
def test_a_large_title_holds_that_names_any_paper_but_an_invoice(title: str) -> None:
    assert _holds(_read(title)) == ["not_an_invoice"]


@pytest.mark.parametrize(
    "title",
    ["INVOICE Delivery Slip", "Pedido PO-77", "Blue Note", "Carbon", "Sammelrechnung", "Fattura differita", "Order:"],
)
def test_names_and_labels_in_large_letters_make_no_other_paper_of_it(title: str) -> None:
    assert _holds(_read(title)) == []


@pytest.mark.parametrize(("rise", "held"), [(2.0, False), (6.0, True)])
def test_a_label_that_is_little_higher_than_its_value_is_no_title(rise: float, held: bool) -> None:
    text = "Kessler GmbH\n\n\n     Work Order\n     77014\n\n" + "Kessler GmbH   12 Lange Gasse\n" * 6
    page = typed_page(text)
    words = tuple(
        replace(word, box=replace(word.box, top=word.top - rise, bottom=word.bottom + rise))
        if word.text in {"Work", "Order"}
        else word
        for word in page.words
    )
    invoice = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())
    assert _holds(invoice) == (["not_an_invoice"] if held else [])


@pytest.mark.parametrize("title", ["INVOICE", "Rechnung", "Tax Invoice"])
def test_an_invoice_is_one_also_where_it_names_its_delivery_note(title: str) -> None:
    assert _holds(_read(title)) == []
    small = _PAGE.format(title=title, label="Lieferschein", foot="Delivery Note")
    assert _holds(read_typed(small)) == []


@pytest.mark.parametrize(("rise", "held"), [(2.0, False), (6.0, True)])
def test_an_invoice_has_a_title_with_its_number_in_larger_letters_than_its_delivery_note(
    rise: float, held: bool
) -> None:
    text = "Rechnung 703674\n\n\nLieferschein 85227 vom 16.01.2026\n\n" + "Kessler GmbH   12 Lange Gasse\n" * 6
    page = typed_page(text)
    words = tuple(
        replace(word, box=replace(word.box, top=word.top - by, bottom=word.bottom + by))
        if (by := 6.0 if word.top < 30 else rise if word.top < 70 else 0.0)
        else word
        for word in page.words
    )
    invoice = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())
    assert _holds(invoice) == (["not_an_invoice"] if held else [])


@pytest.mark.parametrize(
    ("below", "held"), [("12 NOV 2026", False), ("12 NOV\n                   2026", False), ("Merci de", True)]
)
def test_a_stamp_that_the_paper_came_in_is_no_receipt(below: str, held: bool) -> None:
    page = typed_page(
        f"FACTURE F64237     Reçu\n                   {below}\n" + "Kessler SARL   12 rue de la Gare\n" * 6
    )
    words = tuple(
        replace(word, box=replace(word.box, top=word.top - 5, bottom=word.bottom + 5)) if word.top < 30 else word
        for word in page.words
    )
    invoice = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())
    assert _holds(invoice) == (["not_an_invoice"] if held else [])


@pytest.mark.parametrize("title", ["PROFORMA INVOICE", "Facture proforma", "Proformarechnung", "Rechnungsentwurf"])
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


@pytest.mark.parametrize(
    "foot",
    [
        "Our IBAN has changed: GB29 NWBK 6016 1331 9268 19",
        "We have changed banks. Pay to account 12345678",
        "Effective immediately, all payments must be sent to our new account 12345678",
        "Do not use our old account. Pay to 12345678",
        "Wir haben die Bank gewechselt: DE89 3704",
        "Achtung: neue IBAN DE89 3704 0044 0532 0130 00",
        "Nuestra cuenta bancaria ha cambiado",
        "Il nostro IBAN è cambiato",
        "IMPORTANT: please note that our bank\ndetails have changed.",
    ],
)
def test_a_notice_of_another_account_holds_in_whatever_words(foot: str) -> None:
    assert "other_account" in [f.code for f in _read("INVOICE", foot=foot).findings if f.severity is Severity.HOLD]


def test_a_notice_between_the_lines_holds_as_well() -> None:
    text = _PAGE.format(title="INVOICE", label="Invoice #", foot="")
    text = text.replace("Hex bolt                2.50      30.00", "Hex bolt                2.50      30.00\n     {}")
    read = read_typed(text.replace("{}", "               our bank details have changed"))
    assert "other_account" in [f.code for f in read.findings]


@pytest.mark.parametrize(
    "foot",
    [
        "Bank account: 12345678. New customers pay in advance.",
        "Please quote your new customer account with payments",
        "If your bank details change please tell us.",
        "Bank of New York Mellon, account 123",
        "Remit to: 100 New Bank Street",
        "Frankfurter Bank, Neue Mainzer Straße 32, IBAN DE89",
        "Cambio Banca d'Italia 1,0812",
        "Previous balance   Payments   Account 1234",
    ],
)
def test_words_of_banks_and_of_change_that_say_nothing_together_hold_nothing(foot: str) -> None:
    assert [f.code for f in _read("INVOICE", foot=foot).findings if f.code == "other_account"] == []


@pytest.mark.parametrize(
    "title", ["QUOTATION No. Q-2031", "Auftragsbestätigung Nr. 4711", "Sales Order Acknowledgment", "Pro forma No. 17"]
)
def test_a_title_of_another_paper_holds_it_with_its_number_too(title: str) -> None:
    assert _holds(_read(title, label="Number")) == ["not_an_invoice"]


@pytest.mark.parametrize("label", ["Proforma Invoice No.", "Order confirmation no"])
def test_a_number_of_another_paper_taken_for_that_of_the_invoice_holds_it(label: str) -> None:
    page = _PAGE.replace("{label}        703674", "{label} 703674").format(title="", label=label, foot="")
    invoice = read_typed(page)
    assert _holds(invoice) == ["not_an_invoice"] or invoice.header.invoice_number is None
    assert "Proforma" not in label or _holds(invoice)


def test_an_invoice_may_name_its_pro_forma_and_bill_a_binder_for_them() -> None:
    page = _PAGE.format(title="INVOICE", label="Proforma No. 17      Invoice #", foot="")
    assert _holds(read_typed(page.replace("Hex bolt", "Proforma"))) == []


@pytest.mark.parametrize("foot", ["This is not\nan invoice.", "Not for payment.", "A separate invoice will follow."])
def test_a_sentence_denies_it_in_other_words_and_across_two_rows(foot: str) -> None:
    assert _holds(_read("INVOICE", foot=foot)) == ["not_an_invoice"]


@pytest.mark.parametrize("word", ["DRAFT", "VOID", "STORNIERT", "PAID", "ANNULÉ"])
def test_what_is_stamped_large_on_a_page_holds_it_beside_its_title(word: str) -> None:
    page = typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot=word))
    small = stamp(page, shipped_knowledge())
    last = page.words[-1]
    large = replace(last, box=replace(last.box, bottom=last.box.bottom + 40))
    assert (small, stamp(replace(page, words=(*page.words[:-1], large)), shipped_knowledge())) == ("", word)


@pytest.mark.parametrize(
    ("high", "method", "found"),
    [(1.34, Method.OCR, ""), (1.8, Method.OCR, "paid"), (1.34, Method.TEXT_LAYER, "paid")],
)
def test_a_word_of_a_scan_is_large_by_its_capitals_not_from_its_top_to_its_foot(
    high: float, method: Method, found: str
) -> None:
    page = typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot="2% discount if paid"))
    words = [replace(word, method=method) for word in page.words]
    box = words[-1].box
    words[-1] = replace(words[-1], box=replace(box, bottom=box.top + high * (box.bottom - box.top)))
    assert stamp(replace(page, words=tuple(words)), shipped_knowledge()) == found


def test_the_letters_of_a_stamp_may_stand_apart() -> None:
    page = typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot="V O I D"))
    letters = [replace(word, box=replace(word.box, bottom=word.box.bottom + 40)) for word in page.words[-4:]]
    assert stamp(replace(page, words=(*page.words[:-4], *letters)), shipped_knowledge()) == "V O I D"


@pytest.mark.parametrize("foot", ["Bank details: IBAN DE89 3704 0044 0532 0130 00", "Unsere Bankverbindung: DE89 3704"])
def test_bank_details_alone_announce_nothing(foot: str) -> None:
    assert [f.code for f in _read("INVOICE", foot=foot).findings if f.code == "other_account"] == []


@pytest.mark.parametrize(
    "title", ["Quittung", "Receipt", "Devis", "Mahnung", "Auftragsbestätigung", "Orderbevestiging"]
)
def test_a_small_title_of_another_paper_beside_invoice_holds(title: str) -> None:
    assert _holds(_read("INVOICE", foot=f"\n\n{title}")) == ["not_an_invoice"]


@pytest.mark.parametrize(
    "foot",
    [
        "Quotation      Q-771", "Quotation: Q-771", "Quotation:", "Order confirmation\nOC-8812", "Delivery note",
        "Lieferschein", "Remittance advice", "Order confirmation was sent",
    ],
)  # fmt: skip
def test_the_label_of_a_reference_and_papers_that_go_along_do_not(foot: str) -> None:
    assert _holds(_read("INVOICE", foot=f"\n\n{foot}")) == []


def test_a_small_title_says_nothing_where_the_page_is_not_titled_an_invoice_in_large_letters() -> None:
    assert _holds(read_typed(_PAGE.format(title="Invoice", label="No", foot="\n\nQuotation"))) == []


def test_letters_one_under_the_other_are_read_as_the_word_they_make() -> None:
    down = "\n".join(f"{letter:>100}" for letter in "PAID")
    assert stamp(typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot=down)), shipped_knowledge()) == "PAID"
    across = "\n".join(f"{letter:>100}" for letter in "TTTT")
    assert not stamp(typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot=across)), shipped_knowledge())


@pytest.mark.parametrize(("letters", "said"), [("PAID", "PAID"), ("VOID", "VOID"), ("ACME", ""), ("PA", "")])
def test_large_letters_up_and_down_a_page_are_read_from_left_to_right(letters: str, said: str) -> None:
    page = typed_page(_PAGE.format(title="INVOICE", label="Invoice #", foot=""))
    box = page.words[0].box
    scattered = tuple(
        replace(page.words[0], text=letter, box=replace(box, x0=80 * at, x1=80 * at + 40, top=top, bottom=top + 60))
        for at, (letter, top) in enumerate(zip(letters, (300.0, 120.0, 380.0, 60.0), strict=False))
    )
    assert stamp(replace(page, words=(*page.words, *reversed(scattered))), shipped_knowledge()) == said


_LISTED = """
FAIRLANE MILL SUPPLY LLC
                               TAX INVOICE
SOLD TO                          Invoice Number     : 703674
Meridian Manufacturing GmbH      Invoice Date       : Jan 7, 2026
99084 Erfurt                     {title}      {colon} 59085

Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
                                       Total      30.00
"""


def _listed(title: str, *, colon: str = ":", stretch: float) -> Invoice:
    """Read a scan where a word among the labels has a box so much too high, as OCR gives them."""
    page = typed_page(_LISTED.format(title=f"{title:<13}", colon=colon), method=Method.OCR, confidence=90)
    words = tuple(
        replace(word, box=replace(word.box, bottom=word.box.bottom + stretch))
        if word.text == title.split(maxsplit=1)[0]
        else word
        for word in page.words
    )
    return read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())


@pytest.mark.parametrize(("title", "colon", "held"), [("Pakbon", ":", 0), ("Pakbon", " ", 1), ("Angebot", ":", 1)])
def test_a_delivery_note_in_a_list_of_labels_is_a_reference_however_high_a_scan_makes_it(
    title: str, colon: str, held: int
) -> None:
    assert len(_holds(_listed(title, colon=colon, stretch=6))) == held


def test_letters_below_the_line_make_no_large_title_of_a_label_on_a_scan() -> None:
    assert not _holds(_listed("Delivery Note", colon=" ", stretch=2.8))
    assert _holds(_listed("Albarán", colon=" ", stretch=2.8))
