"""What a page says of who is to be paid, of being a copy, of what is paid already; and what honest pages say."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from tests.helpers.typed_pages import read_typed

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE {stamp}
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    {words}         2.50      30.00
{under}
                                              Total      30.00
{foot}
"""


def _read(foot: str = "", *, words: str = "Hex bolt M8       ", under: str = "", stamp: str = "") -> Invoice:
    return read_typed(_PAGE.format(foot=foot, words=words, under=under, stamp=stamp))


def _told(invoice: Invoice, code: str) -> list[str]:
    return [f.message for f in invoice.findings if f.severity is Severity.HOLD and f.code == code]


_CODES = ("other_payee", "copy_of_invoice", "corrected_invoice", "amount_due", "delivered_differently")


def _codes(invoice: Invoice) -> list[str]:
    return [code for code in _CODES if _told(invoice, code)]


@pytest.mark.parametrize(
    "foot",
    [
        "This invoice has been assigned to Metro Factors plc. Pay Metro Factors plc only.",
        "Unsere Forderungen sind an die Metro Bank AG abgetreten.",
        "Zahlung mit schuldbefreiender Wirkung nur an die Metro Bank AG",
        "Bénéficiaire du virement : Cabinet Roussel",
        "Begünstigter der Zahlung: Marlene Schulz",
        "Beneficiario del bonifico: Studio Legale Conti",
        "Beneficiary of the transfer: Roussel Holdings",
        "Zahlbar nur an Metro Finanz GmbH, Frankfurt",
        "Créance cédée à Metro Affacturage SA, seul paiement libératoire",
        "Credito ceduto a Metro Factor SpA",
        "Crédito cedido a Metro Banco SA",
        "Deze vordering is gecedeerd aan Metro Finance NV",
        "This invoice is assigned to Metro Bank and is not payable to us.",
        "Issue joint check to us and Metro Lenders.",
        "REMIT TO: Larkspur Funding Trust, PO Box 88, Chicago IL",
        "Pay to the order of Metro Factors",
        "Bitte überweisen Sie den Betrag ausschließlich an die Inkasso Nord GmbH",
        "Make all checks payable to: Metro Capital Partners Inc.",
        "Send checks to Harold Finch, PO Box 19, Erie PA 16501",
        "Zahlen Sie ausschließlich an Nordfaktor AG",
        "Conto intestato a Mario Rossi",
    ],
)
def test_a_page_that_asks_to_pay_somebody_else_is_held(foot: str) -> None:
    assert _codes(_read(foot)) == ["other_payee"]


def test_a_payee_named_right_under_the_buyers_address_is_none_of_its_rows() -> None:
    buyer = "Bill to:\nMeridian Manufacturing, Inc.\n500 Elm Street\nDayton, OH 45402\n"
    page = _PAGE.format(foot="", words="", under="", stamp="")
    head = page.index("Qty") if "Qty" in page else page.index("Item")
    above = page.rindex("\n\n", 0, head)
    for label in ("Pay to: Fairlane Receivables LLC", "Remit to: Harold Finch"):
        assert _codes(read_typed(f"{page[:above]}\n\n{buyer}{label}\n{page[above:]}")) == ["other_payee"]
    assert _codes(read_typed(f"{page[:above]}\n\n{buyer}{page[above:]}")) == []


def test_a_name_under_its_label_is_the_payee() -> None:
    invoice = _read("Please remit payment to:\nLarkspur Funding Trust\nPO Box 88\nChicago IL 60601")
    assert "“Larkspur Funding Trust”" in _told(invoice, "other_payee")[0]


@pytest.mark.parametrize(
    "foot",
    [
        "Goods remain our property until paid in full.",
        "No assignment of receivables without our consent.",
        "This invoice may not be assigned to others without our consent.",
        "Cession de créance interdite sans accord",
        "PLEASE PAY FROM THIS INVOICE",
        "Please pay:                30.00\nInstalment        Due",
        "Payment to vendor within 30 days",
        "Zahlungen an die Buchhaltung richten",
        "Zahlungen an Vertreter sind nur mit Inkassovollmacht wirksam.",
        "Bénéficiaire du virement : Fairlane Mill Supply",
        "Begünstigter: Fairlane Mill Supply LLC",
        "Bénéficiaire de la garantie : Client final",
        "A deposit of $25.00 per drum is charged.",
        "Remit to: Fairlane Mill Supply LLC, 12 Mill Road, Dayton, OH 45402",
        "REMIT TO: FAIRLANE MILL SUPPLY COMPANY",
        "Please remit to the address above within 30 days.",
        "REMIT TO: P.O. BOX 4471, DAYTON OH",
        "Account name: Fairlane Mill   Account no: 4471 0098",
        "Die Forderungen aus dem Weiterverkauf werden bereits jetzt an uns abgetreten.",
        "Your order was assigned to our team in Dayton.",
        "Questions about this invoice? Ask for a duplicate or a corrected invoice at any time.",
        "Please keep a copy for your records.",
        "Deposit bottle returns are credited next month. Pfand 8 ct. Quote marks on request.",
        "A deposit of 30% is payable with each order.",
        "Payment terms: 2% 10 days, net 30",
        "Total due 30.00",
    ],
)
def test_terms_of_honest_pages_hold_nothing(foot: str) -> None:
    assert _codes(_read(foot)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Copy paper A4     ",
        "Duplicate key     ",
        "Deposit bottle    ",
        "Pfand             ",
        "Quote marks       ",
        "Copy              ",
    ],
)
def test_items_that_are_named_so_hold_nothing(words: str) -> None:
    invoice = _read(words=words, under="                    replacement filter, replaces F-20")
    assert _codes(invoice) == []


@pytest.mark.parametrize(
    "notice",
    [
        "DUPLICATE",
        "COPY - NOT AN ORIGINAL",
        "Zweitschrift",
        "Duplicata",
        "Copia",
        "DUPLICAAT",
        "Rechnungskopie",
        "COPIA - non valido ai fini fiscali",
    ],
)
def test_a_copy_is_held_as_a_possible_duplicate(notice: str) -> None:
    assert _codes(_read(notice)) == ["copy_of_invoice"]


def test_a_title_that_says_copy_is_one() -> None:
    assert _codes(_read(stamp="- COPY")) == ["copy_of_invoice"]


@pytest.mark.parametrize(
    ("stamp", "codes"),
    [("      Copy", ["copy_of_invoice"]), ("      Duplicata", ["copy_of_invoice"]), ("      Original      Copy", [])],
)
def test_a_small_copy_beside_the_title_is_one(stamp: str, codes: list[str]) -> None:
    assert _codes(_read(stamp=stamp)) == codes


@pytest.mark.parametrize(
    ("notice", "number"),
    [
        ("This invoice replaces invoice 701122 of Jan 2.", " 701122"),
        ("Supersedes invoice no. INV-4411", " INV-4411"),
        ("Diese Rechnung ersetzt die Rechnung Nr. 701122", " 701122"),
        ("Annule et remplace la facture n° FA-2211", " FA-2211"),
        ("Sustituye a la factura 701122", " 701122"),
        ("Sostituisce la fattura n. 701122", " 701122"),
        ("Vervangt factuur 701122", " 701122"),
        ("Corrected invoice", ""),
        ("Correctiefactuur", ""),
    ],
)
def test_an_invoice_in_the_place_of_another_names_it(notice: str, number: str) -> None:
    assert _told(_read(notice), "corrected_invoice") == [
        f"The invoice replaces an earlier one{number}; only one of the two may be paid."
    ]


@pytest.mark.parametrize(
    ("foot", "said"),
    [
        ("DEPOSIT RECEIVED $20.00 - BALANCE DUE $10.00", "20.00 is paid already; 10.00 is due."),
        ("A deposit of $20.00 was received on Jan 2.", "20.00 is paid already; no other amount is due."),
        ("Acconto già versato: 50,00 EUR", "50.00 is paid already; no other amount is due."),
        ("Abzüglich Anzahlung vom 02.01.: 20.00", "20.00 is paid already; no other amount is due."),
        (
            "Acompte versé 20.00\n                              Net à payer 10.00",
            "20.00 is paid already; 10.00 is due.",
        ),
        ("                                            Balance due 10.00", "10.00 is due."),
        ("Amount due USD 9,400.00", "9400.00 is due."),
        ("Zahlbetrag (EUR)   9,400.00", "9400.00 is due."),
    ],
)
def test_what_is_paid_already_is_said_with_both_figures(foot: str, said: str) -> None:
    assert _told(_read(foot), "amount_due") == [f"Of the total 30.00, {said}"]


def test_nothing_paid_and_a_balance_of_the_total_say_nothing() -> None:
    assert _codes(_read("Deposit received 0.00\nBalance due 30.00")) == []
    under = "\n".join((40 * " " + "Deposit received", 40 * " " + "Balance due     30.00"))
    assert _codes(_read(under)) == []


@pytest.mark.parametrize(
    "under",
    ["10 of 12 delivered", "Livraison partielle : 10 sur 12", "10 von 12 Stk geliefert", "10 di 12 consegnati"],
)
def test_a_line_that_says_less_was_delivered_is_held(under: str) -> None:
    said = _told(_read(under=f"                    {under}"), "delivered_differently")
    assert len(said) == 1
    assert "12 is billed" in said[0]


@pytest.mark.parametrize("under", ["12 of 14 delivered", "10 of 12 colours", "Box 1 of 2"])
def test_a_line_that_says_what_is_billed_or_nothing_of_delivery_is_not(under: str) -> None:
    assert _codes(_read(under=f"                    {under}")) == []


@pytest.mark.parametrize("under", ["Pack size: 24", "Units per case: 24", "VPE 24", "Conditionnement : 24"])
def test_s2_168_a_pack_size_under_a_line_is_a_pack_of_its_unit(under: str) -> None:
    (line,) = _read(under=f"                    {under}").lines
    assert [(pack.unit, str(pack.holds)) for pack in line.packs] == [("CS", "24")]


@pytest.mark.parametrize("under", ["Pack size: 24 mm", "Pack size 24x36", "Case size: 2.5"])
def test_s2_168_a_size_in_millimetres_is_no_pack(under: str) -> None:
    (line,) = _read(under=f"                    {under}").lines
    assert line.packs == ()


@pytest.mark.parametrize("foot", ["QUOTE - valid 30 days", "Angebot gültig bis 31.01.", "Offerte geldig tot 31-01"])
def test_a_page_that_says_how_long_its_offer_stands_is_no_invoice(foot: str) -> None:
    assert len(_told(_read(foot), "not_an_invoice")) == 1


def test_what_was_paid_is_said_of_a_scan_too() -> None:
    page = _PAGE.format(foot="Deposit received 20.00", words="Hex bolt M8       ", under="", stamp="")
    assert _told(read_typed(page, scanned=True), "amount_due") == [
        "Of the total 30.00, 20.00 is paid already; no other amount is due."
    ]


@pytest.mark.parametrize(
    ("honest", "lie"),
    [
        ("Our bank details have not changed.", "Our bank details have changed."),
        ("Our lockbox is PO Box 991, Tampa.", "Our lockbox has moved to PO Box 991, Tampa."),
        (
            "Please pay by ACH to routing 021000021 account 99887766.",
            "Effective immediately pay by ACH to routing 021000021 account 99887766.",
        ),
        ("We will never change our bank details by e-mail.", "We change our bank details: use the new IBAN."),
        ("Unsere Bankverbindung hat sich nicht geändert.", "Unsere Bankverbindung hat sich geändert."),
        ("Nos coordonnées bancaires n'ont pas changé.", "Nos coordonnées bancaires ont changé."),
        ("Nuestra cuenta bancaria no ha cambiado.", "No use la cuenta bancaria anterior, ha cambiado."),
        ("Le nostre coordinate bancarie non sono cambiate.", "Le nostre coordinate bancarie sono cambiate."),
        ("Ons rekeningnummer is niet gewijzigd.", "Ons rekeningnummer is gewijzigd."),
        (
            "If you receive an e-mail saying that our bank account has changed, call us.",
            "If you receive this letter, our bank account has changed.",
        ),
        (
            "If you receive an e-mail that our bank account has changed, call us.",
            "If you receive an e-mail that our bank account has changed, use 4000 1234 5678.",
        ),
    ],
)
def test_only_who_changed_its_bank_is_held(honest: str, lie: str) -> None:
    assert not _told(_read(honest), "other_account")
    assert _told(_read(lie), "other_account")


@pytest.mark.parametrize(
    "said",
    [
        "Our bank details have changed, if you receive any message to the contrary please ignore it.",
        "If you receive a letter saying that our bank account has changed it is genuine, use the new one.",
        "If you receive an email with our new bank details please use them for payment.",
        "If you have not changed our bank account in your system yet, please do so now.",
        "We will not change our bank account again after this, the details below are right.",
        "Our name has not changed but our bank account has, see below.",
        "Unser Name hat sich nicht geändert, wohl aber unsere Bankverbindung.",
        "Haben Sie unsere Bankverbindung noch nicht geändert, holen Sie es bitte nach.",
        "Nuestro nombre no ha cambiado, nuestra cuenta bancaria sí.",
        "The bank details on earlier invoices are not valid any more.",
        "Do not use the bank details on earlier invoices.",
        "The bank details below replace all earlier ones.",
    ],
)
def test_an_announcement_that_sounds_like_a_denial_or_a_warning_is_held(said: str) -> None:
    assert _told(_read(said), "other_account")


@pytest.mark.parametrize(
    "said",
    [
        "If you receive any email with new bank details, do not act on it.",
        "Should you ever receive a message saying that our bank account has changed, contact us.",
        "Wenn Sie eine E-Mail mit einer neuen Bankverbindung erhalten, rufen Sie uns an.",
        "Our bank account has never changed.",
    ],
)
def test_a_denial_and_a_warning_hold_nothing(said: str) -> None:
    assert not _told(_read(said), "other_account")


_TERMS = """General Terms and Conditions of Sale
1. These terms apply to all contracts between the seller and the buyer; conflicting terms of the buyer are void.
2. A contract comes into being when the seller confirms the order in writing or delivers the goods.
3. The risk passes to the buyer when the goods are handed over to the carrier. Claims are to be made in writing.
4. Title to the goods is retained until they are paid in full; the buyer is liable for their loss and damage.
{said}
5. The warranty period is 12 months. Liability for consequential damage is excluded to the extent permitted by law.
6. The place of jurisdiction is the seat of the seller. Should a provision be invalid, the others are unaffected.
7. The seller is entitled to deliver in parts, and obliged to deliver within the time agreed in the contract."""


def test_general_terms_may_bind_the_buyer_to_tell_of_its_account_and_nobody_else() -> None:
    buyers = "Should the buyer change its bank account or its address, the seller is to be informed without delay."
    assert not _told(_read(_TERMS.format(said=buyers)), "other_account")
    assert _told(_read(f"Thank you for ordering.\n{buyers}\nAll is well.\n"), "other_account")  # among no terms
    for rows in (
        "Should the buyer change its bank account or its address, the seller is\nto be informed without delay.",
        "Tout changement de coordonnées bancaires de l'acheteur doit être\ncommuniqué sans délai.",
        "Ändert sich die Anschrift oder die Bankverbindung des Käufers, ist dies\nunverzüglich mitzuteilen.",
    ):
        assert not _told(_read(_TERMS.format(said=rows)), "other_account"), rows
    for said in (
        "The bank account of the seller has changed.",
        "Our bank account has changed, the buyer has to use the new one.",
        "The buyer has to use the changed bank account DE89 3704 0044 0532 0130 00.",
        "The buyer shall use the new bank account from now on.",
        "The customer is informed of the new bank account of the seller.",
        "The buyer is informed in writing that from now on its payments go to\nanother bank account of the seller.",
        "The buyer is informed in writing of a change of the bank account\nthat belongs to us and is to be used.",
    ):
        assert _told(_read(_TERMS.format(said=said)), "other_account"), said


@pytest.mark.parametrize(
    ("foot", "printed"),
    [
        ("À payer au plus tard avant le 18/05/2026. Si vous avez payé, merci.", "18/05/2026."),
        ("Zahlbar ohne Abzug bis zum 18. Mai 2026 auf unser Konto.", "18. Mai 2026"),
    ],
)
def test_a_due_date_in_a_sentence_is_printed_in_its_own_words(foot: str, printed: str) -> None:
    due = _read(foot).header.due_date
    assert due is not None
    assert due.raw == printed
