"""What a page says against paying its total, in six languages; and what honest pages say that sounds like it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from app.domain.finding import Severity
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.statements.findings import page_findings, statement_findings
from app.extraction.statements.money_phrases import asks_other_sum
from app.extraction.statements.page_count import counted, goes_on, missing_pages
from app.extraction.statements.statements import read_statements, untaxed
from tests.helpers.papers import draw_invoice
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                    2.50      30.00
{under}
                                              {tax}
                                              Total      {total}
{foot}
"""


def _codes(foot: str, *, tax: str = "", total: str = "30.00", under: str = "") -> list[str]:
    text = _PAGE.format(foot=foot, tax=tax, total=total, under=under)
    page = typed_page(text)
    found = statement_findings(read_statements(page), read_typed(text), untaxed=untaxed(page))
    return [finding.code for finding in found]


def test_what_a_page_says_is_quoted_as_printed_with_its_place() -> None:
    page = typed_page(_PAGE.format(foot="PO-16 is CANCELLED.", tax="", total="30.00", under=""))
    invoice = read_typed(_PAGE.format(foot="", tax="", total="30.00", under=""))
    (found,) = statement_findings(read_statements(page), invoice, untaxed=True)
    assert "“PO-16 is CANCELLED”" in found.message
    (word,) = (word for word in page.words if word.text.startswith("CANCELLED"))
    assert found.box is not None
    assert found.box.top <= word.top
    assert found.box.bottom >= word.bottom


@pytest.mark.parametrize(
    "said",
    [
        "Balance to follow.", "Balance 40 to follow", "The remainder is on back order.", "Remaining goods will follow.",
        "Restmenge wird nachgeliefert.", "Rest 40 folgt", "Reliquat à livrer", "Saldo da consegnare", "Rest volgt",
        "Parte de la mercancía queda pendiente de entrega",
    ],
)  # fmt: skip
def test_a_rest_that_is_still_to_come_is_noted_and_weighed_against_the_order(said: str) -> None:
    page = typed_page(_PAGE.format(foot=said, tax="", total="30.00", under=""))
    found = list(
        statement_findings(
            read_statements(page), read_typed(_PAGE.format(foot="", tax="", total="30.00", under="")), untaxed=False
        )
    )
    assert [(f.code, f.severity) for f in found] == [("rest_to_follow", Severity.NOTE)]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("tax_to_add", "Please add 19% VAT."),
        ("tax_to_add", "All prices plus VAT."),
        ("tax_to_add", "Prices exclude VAT, which will be charged in addition."),
        ("tax_to_add", "zzgl. 19% MwSt."),
        ("tax_to_add", "Alle Preise verstehen sich zuzüglich der gesetzlichen Mehrwertsteuer."),
        ("tax_to_add", "TVA en sus."),
        ("tax_to_add", "IVA no incluido."),
        ("tax_to_add", "IVA 22% esclusa, da aggiungere"),
        ("tax_to_add", "Exclusief 21% btw"),
        ("tax_to_add", "VAT will be added."),
        ("tax_to_add", "Umsatzsteuer nicht enthalten"),
        ("tax_to_add", "IVA a parte."),
        ("amounts_scaled", "All amounts in thousands."),
        ("amounts_scaled", "Alle Beträge in Tausend Euro"),
        ("amounts_scaled", "Montants en milliers d'euros"),
        ("amounts_scaled", "Importes en miles de euros"),
        ("amounts_scaled", "Importi in migliaia di euro"),
        ("amounts_scaled", "Bedragen in duizenden euro"),
        ("not_final", "Prices are subject to adjustment after delivery."),
        ("not_final", "A credit note will follow."),
        ("not_final", "Estimated amounts. Final quantities will be billed later."),
        ("not_final", "Vorläufige Rechnung"),
        ("not_final", "Eine Gutschrift folgt."),
        ("not_final", "Un avoir suivra."),
        ("not_final", "Precios provisionales"),
        ("not_final", "Salvo conguaglio"),
        ("not_final", "Creditnota volgt."),
        ("other_amount_said", "Final invoice less advance payments."),
        ("other_amount_said", "Net of 5% retention."),
        ("other_amount_said", "Partial invoice 2 of 3"),
        ("other_amount_said", "Schlussrechnung abzüglich geleisteter Abschlagszahlungen"),
        ("other_amount_said", "abzgl. 5% Sicherheitseinbehalt"),
        ("other_amount_said", "Sous déduction des acomptes versés"),
        ("other_amount_said", "Menos retención del 15%"),
        ("other_amount_said", "Al netto della ritenuta d'acconto"),
        ("other_amount_said", "Onder aftrek van voorschotten"),
        ("other_amount_said", "Sous déduction d'acomptes versés"),
        ("other_amount_said", "5% Vertragserfüllungseinbehalt"),
        ("charge_said", "* plus 3% fuel surcharge"),
        ("charge_said", "†plus recargo"),
        ("charge_said", "+ 4% frais"),
        ("discount_said", "Less 10% volume discount, already agreed"),
        ("other_amount_said", "A deposit of 50% is required."),
        ("charge_said", "A handling fee of $25.00 applies."),
        ("charge_said", "Additional charges apply, see page 2."),
        ("not_delivered", "Line 1 is backordered."),
        ("not_delivered", "Pos. 1: nicht geliefert"),
        ("not_delivered", "BACKORDERED"),
        ("not_delivered", "Pos. 1=undelivered"),
        ("not_delivered", "Niet geleverd"),
        ("goods_not_sold", "For customs purposes only."),
        ("goods_not_sold", "Muster ohne Handelswert"),
        ("goods_not_sold", "Sans valeur commerciale"),
        ("goods_not_sold", "Sin valor comercial"),
        ("goods_not_sold", "Sostituzione in garanzia"),
        ("goods_not_sold", "Zonder handelswaarde"),
        ("goods_not_sold", "Konsignationsware, Zahlung nach Verkauf"),
        ("goods_not_sold", "FREE OF CHARGE"),
        ("already_settled", "Paid by credit card ending 4411."),
        ("already_settled", "This invoice was paid by credit card; a fee of 3% was charged."),
        ("already_settled", "Do not pay from this statement."),
        ("already_settled", "Do not pay: the amount will be debited from your account."),
        ("already_settled", "Betrag dankend erhalten"),
        ("already_settled", "Der Betrag wird am 3. März von Ihrem Konto abgebucht."),
        ("already_settled", "Facture acquittée"),
        ("already_settled", "Charged to your Visa ending 4412 on 2026-02-03."),
        ("already_settled", "Der Betrag wurde am 03.02.2026 per PayPal beglichen."),
        ("already_settled", "Réglée le 03/02/2026"),
        ("already_settled", "Importe abonado con tarjeta el 03/02/2026."),
        ("already_settled", "Pagato il 03/02/2026"),
        ("already_settled", "Voldaan per pin op 03-02-2026."),
        ("not_final", "Bitte zahlen Sie diese Rechnung nicht, sie wird durch eine korrigierte ersetzt."),
        ("not_final", "Ne payez pas cette facture."),
        ("not_final", "Betaal deze factuur niet."),
        ("already_settled", "Se cargará en su cuenta."),
        ("already_settled", "Già pagato"),
        ("already_settled", "Reeds voldaan"),
        ("already_settled", "PAID"),
        ("not_an_invoice", "This invoice was cancelled on Jan 9."),
        ("not_an_invoice", "This is not a VAT invoice."),
        ("not_an_invoice", "Self-billing invoice"),
        ("not_an_invoice", "A titre d’information"),
        ("not_an_invoice", "Diese Rechnung wurde storniert."),
        ("not_an_invoice", "Facture annulée"),
        ("not_an_invoice", "Factura anulada"),
        ("not_an_invoice", "Fattura annullata"),
        ("not_an_invoice", "Factuur geannuleerd"),
        ("not_an_invoice", "CANCELLED"),
        ("other_payee", "Issued in the name and on behalf of Zenith Trading Ltd"),
        ("other_payee", "Im Namen und für Rechnung der Zenit GmbH"),
        ("other_payee", "Au nom et pour le compte de Zénith SARL"),
        ("other_payee", "Payment to our factor only."),
        ("tax_to_add", "8% sales tax will be added to this amount."),
        ("tax_to_add", "19% MwSt. nicht enthalten."),
        ("tax_to_add", "Die gesetzliche MwSt. ist nicht enthalten."),
        ("tax_to_add", "IVA del 22% a parte."),
        ("tax_to_add", "Prijzen zijn ex 21% btw."),
        ("tax_to_add", "From 1 May 2026 8% sales tax is extra."),
        ("not_final", "A credit note for line 1 follows."),
        ("not_final", "This invoice is disputed."),
        ("other_amount_said", "Please deduct credit note CN-123 over 50.00 from it."),
        ("other_amount_said", "Your credit balance of $12.00 will be offset against this invoice."),
        ("other_amount_said", "Facture d’acompte 1/3"),
        ("discount_said", "A rebate of 5% applies to this invoice."),
        ("charge_said", "+ 5% energy surcharge"),
        ("charge_said", "†plus fuel surcharge"),
        ("not_delivered", "Line 1 short-shipped."),
        ("already_settled", "Paid by credit card on 3 May 2026."),
        ("already_settled", "Paid in full, receipt no. 4711."),
        ("already_settled", "Paid in full on 3 March 2026 (Receipt No 4711)."),
        ("already_settled", "We will collect the amount due by direct debit on 15 March 2026."),
        ("already_settled", "Payment by direct debit on 15 March 2026."),
        ("not_an_invoice", "Invoice cancelled on 3 May 2026"),
        ("not_an_invoice", "This is a pro forma invoice."),
        ("not_an_invoice", "Pro-forma only"),
        ("not_an_invoice", "Dies ist eine Proforma-Rechnung."),
        ("not_an_invoice", "Ceci est une facture pro forma."),
        ("not_an_invoice", "Questa è una fattura pro-forma."),
        ("not_an_invoice", "Do not use for payment."),
        ("other_payee", "À payer à notre société d’affacturage."),
        ("tax_to_add", "Sales tax of 8% will be added."),
        ("tax_to_add", "Sales tax at the rate\nof 8% will be added."),
        ("tax_to_add", "Every amount above excludes 20% VAT"),
        ("tax_to_add", "All amounts exclude 20% VAT without any exception."),
        ("tax_to_add", "Jeder Betrag zuzüglich 19% MwSt., ohne jede Ausnahme."),
        ("not_delivered", "Only half of the goods were delivered"),
        ("not_delivered", "Nur die Hälfte der Ware wurde geliefert."),
        ("discount_said", "You may deduct 10% for the damaged goods"),
        ("discount_said", "Sie können 10% für die beschädigte Ware abziehen."),
        ("already_settled", "Payment by direct debit on or after 15 March"),
        ("other_sum_said", "Please transfer 9,995.00 USD."),
        ("other_sum_said", "Bitte überweisen Sie 9.995,00 USD"),
        ("other_sum_said", "Bitte überweisen Sie bis zum 15.03.2026 9.995,00 USD"),
        ("other_sum_said", "Veuillez virer 9.995,00 USD."),
        ("other_sum_said", "Por favor, transfiera 9.995,00 USD."),
        ("other_sum_said", "Vogliate versare 9.995,00 USD."),
        ("other_sum_said", "Gelieve 9.995,00 USD over te maken."),
        ("other_sum_said", "Open items on your account: 1,200.00"),
        ("other_sum_said", "Offene Posten auf Ihrem Konto: 1.200,00"),
        ("other_currency_said", "Currency: USD\n\nAll amounts are in CAD."),
        ("other_currency_said", "Currency: USD\n\nAll amounts are in Canadian dollars."),
        ("charge_aside", "95.00 Freight"),
        ("not_delivered", "Goods held at our warehouse at your request"),
        ("not_delivered", "Shipment on credit hold pending payment"),
        ("not_final", "Change order pending approval"),
        ("charge_aside", "Donation: 5.00"),
        ("charge_aside", "Chargeback fee 12.50"),
    ],
)
def test_what_a_page_says_against_its_total_is_told(code: str, said: str) -> None:
    assert code in _codes(said)


@pytest.mark.parametrize(
    "said",
    [
        "We may charge interest of 1.5% per month on overdue amounts.",
        "Prices are subject to change without notice. Claims within 10 days.",
        "Backordered items ship when available. Goods remain our property until paid in full.",
        "Cancelled orders are subject to a 15% fee. Goods held at our warehouse over 30 days incur storage.",
        "Accounts past due are placed on credit hold. Change orders must be in writing.",
        "If paid by credit card a 3% surcharge applies.",
        "A 3% fee applies to amounts paid by credit card.",
        "Invoices paid by credit card will incur a surcharge of 2.9%.",
        "Please do not pay from statement; pay from invoice.",
        "Payment by direct debit possible.",
        "Nicht gelieferte Ware wird nicht berechnet. Items not delivered within 30 days may be cancelled.",
        "Estimates available on request. Deposit required for new customers.",
        "Tax exempt: prices plus VAT for others.",
        "Net 30. 2% discount if paid within 10 days.",
        "Less 2% discount if paid within 10 days",
        "abzüglich 2% Skonto bei Zahlung innerhalb von 10 Tagen",
        "Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.",
        "Delivered free of charge to your door.",
        "Consignment No. 556677",
        "Warranty: 12 months from invoice date.",
        "Signed on behalf of our team",
        "For credit notes please call us.",
        "Toute facture payée en retard porte intérêt.",
        "VAT calculators, sample books and estimate pads in our new catalogue!",
        "Ritenuta non dovuta. Buono per acconto futuro",
        "Plus applicable sales tax.",
        "Payment terms may be changed. Paid in full or not, there is no return.",
        "Your pro forma invoice PF-33 of 3 May 2026. New customers pay against pro forma.",
        "Invoices cancelled by you cost 15%. Credit note requests: see our site. Direct debit form attached.",
        "Please do not send cash.",
        "Bitte zahlen Sie nicht in bar. Ne payez pas en espèces. Zahlen Sie bequem per PayPal.",
        "Kan op rekening worden voldaan. A fee of 2% is charged to the card for card payments.",
        "Every order ships without 20% VAT surcharge. Sales tax of 8% is included. Not subject to sales tax.",
        "Only goods that were delivered are billed. Only half of the order can be delivered on request.",
        "You may deduct 2% for prompt payment. Sie können 2% Skonto abziehen.",
        "Collection by direct debit after 14 days.",
        "Please transfer 30.00 USD by June. Open items on your account: 0.00",
        "Bitte überweisen Sie 30,00 USD",
        "Bitte überweisen Sie bis zum 29.10.2026 30,00 USD",
        "Bitte überweisen Sie den Betrag bis zum 29.10.",
        "30,00 € solde à payer",
        "Transfer pumps and wire from 12.50, wire rope 99.00: see our site!",
        "Currency: CAD\n\nAll amounts are in Canadian dollars.",
        "Currency: USD\n\nAll amounts are in USD. VAT amounts in GBP.",
        "30.00 freight",
    ],
)
def test_terms_for_other_cases_say_nothing(said: str) -> None:
    assert _codes(said) == []


def test_tax_that_is_billed_is_not_still_to_be_added() -> None:
    assert _codes("All prices plus VAT.", tax="VAT 20%     6.00", total="36.00") == []
    assert _codes("All prices plus VAT.", tax="VAT 0%      0.00") == ["tax_to_add"]
    assert _codes("All prices plus VAT. Reverse charge.", tax="VAT 0%      0.00") == []


@pytest.mark.parametrize(
    "why",
    [
        "Reverse charge", "VAT exempt supply", "Zero-rated export sale", "Steuerfreie Ausfuhrlieferung",
        "Steuerfreie innergemeinschaftliche Lieferung", "Mehrwertsteuerbefreiung",
        "Livraison intracommunautaire exonérée",
        "Operación exenta de IVA", "Inversión del sujeto pasivo", "Operazione non imponibile art. 8", "Btw verlegd",
    ],
)  # fmt: skip
def test_tax_is_not_to_be_added_where_the_page_says_why_none_is_owed(why: str) -> None:
    assert _codes(f"All prices plus VAT.\n\n{why}.") == []


@pytest.mark.parametrize(
    "other",
    [
        "Terms on the reverse side", "Fairlane Export Trading Co", "N° TVA intracommunautaire : FR 12 345678901",
        "Inversiones Alameda SL", "We are not VAT exempt", "If VAT exempt, send us your certificate",
        "USt-IdNr. für den innergemeinschaftlichen Handel",
    ],
)  # fmt: skip
def test_words_that_only_sound_like_it_free_nobody_of_tax(other: str) -> None:
    assert _codes(f"All prices plus VAT.\n\n{other}.") == ["tax_to_add"]


def test_a_charge_or_discount_that_is_billed_may_be_explained() -> None:
    assert _codes("plus 3% fuel surcharge", tax="Fuel surcharge   0.90", total="30.90") == []
    assert _codes("Less 10% volume discount", tax="Discount        -3.00", total="27.00") == []


def test_a_sentence_may_go_on_in_the_next_row() -> None:
    assert _codes("Please note that our prices are\nsubject to final adjustment.") == ["not_final"]


def test_a_note_of_a_line_is_left_to_its_order() -> None:
    assert _codes("", under="                    Free of charge") == []


def _counts(*feet: str) -> tuple[int, ...]:
    pages = [typed_page(f"Fairlane Mill\nThank you.\n{foot}", number) for number, foot in enumerate(feet, 1)]
    return missing_pages({page.number: counted(page) for page in pages})


@pytest.mark.parametrize(
    "foot",
    [
        "Page 1 of 2", "Invoice 4711          Page: 1/2", "Seite 1 von 2", "Blatt 1/2", "Page 1 sur 2",
        "Página 1 de 2", "Pagina 1 di 2", "Pagina 1 van 2", "1/2", "(Page 1 of 2)",
        "Page           1 of 2", "Seite:       1 von 2", "Your order   Page          1 of 2     Net 30",
    ],
)  # fmt: skip
def test_a_page_that_others_count_is_missed(foot: str) -> None:
    assert _counts(foot) == (2,)
    assert _counts(foot, re.sub(r"\b1(?=\D+2)", "2", foot)) == ()


def test_only_pages_of_the_same_count_are_missed() -> None:
    assert _counts("Page 1 of 1") == ()
    assert _counts("Page 1 of 3", "Page 3 of 3") == (2,)
    assert _counts("Page 1 of 2", "Terms") == (), "the second page may count itself in words that nobody knows"
    assert _counts("Page 1 of 1", "Page 1 of 1") == (), "two papers in one file"
    assert _counts("For sizes see page 1 of 12") == ()
    assert _counts("Section: 1/4") == ()
    assert _counts("See page       1 of 12") == ()
    assert _counts("Page    Part    1 of 2") == ()
    assert _counts("Shipment 1 of 2     Carton 1 of 2") == ()


@pytest.mark.parametrize(
    "foot",
    [
        "Continued on next page", "continued ...", "Fortsetzung auf der nächsten Seite", "Suite page suivante",
        "Continúa en la página siguiente", "Segue alla pagina successiva", "Vervolg op volgende pagina",
        "balance on following sheet", "Saldo auf dem nächsten Blatt",
    ],
)  # fmt: skip
def test_a_last_page_that_goes_on_is_told(foot: str) -> None:
    words = goes_on(typed_page(f"Fairlane Mill\nThank you.\n{foot}"))
    assert words == foot
    assert [finding.code for finding in page_findings((), 1, words)] == ["pages_missing"]
    assert not goes_on(typed_page("Balance on following shipment\nRest on the next truck"))
    assert not goes_on(typed_page("Continued use of our shop means acceptance.\nContinuing education"))


def test_what_the_pages_say_holds_the_document(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    canvas = Canvas(str(paper), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.drawString(54, 200, "This invoice is subject to final inspection.")
    canvas.drawString(500, 40, "Page 1 of 2")
    canvas.save()
    invoice = read_document(paper, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert {"not_final", "pages_missing"} <= {f.code for f in invoice.findings if f.severity is Severity.HOLD}


@pytest.mark.parametrize(
    ("said", "code"),
    [("Please add 19% VAT to all amounts.", "tax_to_add"), ("Our bank details have changed: IBAN", "other_account")],
)
@pytest.mark.parametrize("turn", [90, 270])
def test_what_is_said_sideways_in_the_margin_is_told(tmp_path: Path, said: str, code: str, turn: int) -> None:
    assert code in _turned_codes(tmp_path / "paper.pdf", said, turn)


def test_what_stands_on_its_head_is_told(tmp_path: Path) -> None:
    assert "tax_to_add" in _turned_codes(tmp_path / "paper.pdf", "Please add 19% VAT to all amounts.", 180)
    assert "charge_aside" in _turned_codes(tmp_path / "freight.pdf", "Freight 95.00", 180)
    assert "charge_aside" in _turned_codes(tmp_path / "up.pdf", "Freight 95.00", 90)
    assert "charge_aside" in _turned_codes(tmp_path / "down.pdf", "Freight 95.00", 270)
    assert _turned_codes(tmp_path / "plain.pdf", "Form 12 rev. 2026 printed in Dayton", 90) == set()


def _turned_codes(paper: Path, said: str, turn: int) -> set[str]:
    canvas = Canvas(str(paper), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.translate(300 if turn == 180 else 24, 300)
    canvas.rotate(turn)
    canvas.drawString(0, 0, said)
    canvas.save()
    invoice = read_document(paper, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return {f.code for f in invoice.findings} & {"tax_to_add", "other_account", "charge_aside"}


@pytest.mark.parametrize(("kept_back", "total", "held"), [("-3.00", "27.00", False), ("", "30.00", True)])
@pytest.mark.parametrize("label", ["Less retainage 10%", "Abzgl. Sicherheitseinbehalt 10%"])
def test_what_is_kept_back_by_an_amount_of_the_sums_is_owed_as_the_total_says(
    label: str, kept_back: str, total: str, held: bool
) -> None:
    tax = f"Work completed this period    30.00\n                                              {label}   {kept_back}"
    assert ("other_amount_said" in _codes("", tax=tax, total=total)) is held


_TERMS_OF_SALE = """General Terms and Conditions of Sale
1. These terms apply to all contracts between the seller and the buyer; conflicting terms of the buyer are void.
2. A contract comes into being when the seller confirms the order in writing or delivers the goods.
3. The seller is entitled to adjust prices. Prices exclude statutory VAT, packaging, freight and insurance.
4. The risk passes to the buyer when the goods are handed over to the carrier. Claims are to be made in writing.
5. A deposit of 30% is required for custom-made goods. Title to the goods is retained until they are paid in full.
6. Payment by direct debit requires a mandate; the amount will be collected on the due date agreed in the contract.
7. Goods supplied on consignment goods terms remain the property of the seller. Replacement under warranty is free.
8. The warranty period is 12 months. Liability for consequential damage is excluded to the extent permitted by law.
{said}
9. The place of jurisdiction is the seat of the seller. Should a provision be invalid, the others are unaffected."""


def test_general_terms_say_nothing_of_the_invoice_they_are_printed_on() -> None:
    assert _codes(_TERMS_OF_SALE.format(said="The buyer has to tell the seller when its address changes.")) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("This invoice has already been paid.", "already_settled"),
        ("The amount of this invoice will be collected on the due date.", "already_settled"),
        ("The total of 30.00 will be debited from your account.", "already_settled"),
        ("The total amount will be collected on 12.03.2026.", "already_settled"),
        ("A deposit of 30% of this order is required.", "other_amount_said"),
        ("These goods are consignment goods.", "goods_not_sold"),
        ("All amounts are in thousands.", "amounts_scaled"),
        ("This is not a VAT invoice.", "not_an_invoice"),
        ("The goods were not delivered by the carrier.", "not_delivered"),
        ("One third of the bolts was not delivered.", "not_delivered"),
        ("Les vis n'ont pas été livrées à l'acheteur.", "not_delivered"),
        ("The bolts were supplied free of charge to the buyer.", "goods_not_sold"),
        ("The seller has received payment in full from the buyer.", "already_settled"),
        ("The total will be collected from the account of the buyer on Friday.", "already_settled"),
        ("Payment has been made, the total was settled by the buyer.", "already_settled"),
        ("Die Ware wurde kostenlos geliefert, sie ist Konsignationsware.", "goods_not_sold"),
    ],
)
def test_what_names_this_invoice_counts_among_general_terms_too(said: str, code: str) -> None:
    assert code in _codes(_TERMS_OF_SALE.format(said=said))
    assert code in _codes(said)


@pytest.mark.parametrize(
    "said",
    [
        "A credit note will be issued once the goods have been returned in writing.",
        "Goods that were not delivered are to be claimed by the buyer in writing.",
        "Title passes once the seller has received payment.",
        "Deliveries that were not shipped in time entitle the buyer to damages.",
        "Consignment goods remain the property of the seller until they have been paid.",
        "Bis die Forderung bezahlt wurde, bleibt Konsignationsware Eigentum des Verkäufers.",
    ],
)
def test_conditions_among_general_terms_tell_no_facts(said: str) -> None:
    assert _codes(_TERMS_OF_SALE.format(said=said)) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("This is not a valid tax invoice, delivery date see above.", "not_an_invoice"),
        ("For information only, delivery dates as agreed.", "not_an_invoice"),
        ("Pro forma invoice only for your order.", "not_an_invoice"),
        ("À titre indicatif, photos comprises.", "not_an_invoice"),
        ("This is only a quote, delivery time two weeks.", "not_an_invoice"),
        ("Prices are per 100 pairs, freight prepaid.", "prices_per_said"),
        ("Prices per dozen, minimum order 10.", "prices_per_said"),
    ],
)
def test_what_else_a_sentence_names_excuses_nothing(said: str, code: str) -> None:
    assert code in _codes(said)


@pytest.mark.parametrize(
    "said",
    [
        "Photos et dimensions à titre indicatif.", "Delivery dates are for information only.",
        "Freight rates per 100 lbs.", "Discount prices per 100 for large orders.",
    ],
)  # fmt: skip
def test_what_is_only_given_as_a_guide_is_no_amount(said: str) -> None:
    assert _codes(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "No items on backorder.", "Se avete già pagato questa fattura, vi preghiamo di ignorare il presente avviso.",
        "Warranty replacement parts are shipped within 24 hours.", "Délais de livraison donnés à titre indicatif.",
        "Pagando entro il 6 febbraio 2026 può detrarre il 2% di sconto.",
        "Merci de régler la somme de 30,00 avant le 12.",
    ],
)  # fmt: skip
def test_sentences_of_every_day_hold_nothing(said: str) -> None:
    assert _codes(said) == []


def test_an_amount_whose_thousands_are_parted_by_blanks_is_read_whole() -> None:
    said = "Merci de régler la somme de 7 030,00 avant le 12."
    assert "other_sum_said" in _codes(said)
    assert "other_sum_said" not in _codes(said, total="7,030.00")


def test_the_tax_and_its_base_above_the_label_of_the_total_are_not_asked_for() -> None:
    invoice = read_typed(_PAGE.format(foot="", tax="BTW 20%     5,00", total="30.00", under=""))
    assert invoice.header.tax_total is not None
    assert not asks_other_sum("5,00 eur te betalen", invoice)
    assert asks_other_sum("9,00 eur te betalen", invoice)
    assert asks_other_sum("betaal 5,00", invoice)
    added = read_typed(_PAGE.format(foot="", tax="BTW 20%     5,00", total="35.00", under=""))
    assert not asks_other_sum("30,00 te voldoen", added)
    assert asks_other_sum("betaal 30,00", added)
