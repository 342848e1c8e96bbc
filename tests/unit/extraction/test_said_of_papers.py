"""What labelled values, headings, labels of the tax and sentences say of a paper whose lines and sums agree.

It is paid, void or another paper, its tax is in the figures already or mixed with charges, it names another order, asks
for no money, or bills what did not come (S2.165, S2.169).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed, typed_page

_HEADS = "Qty   UM   Item      Description                   Price     Amount"
_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026
Bill to:                                        Your order     PO-4410
Orrin Works Inc                                 {head}
7 Foundry Lane
Reno, NV 89501

{heads}
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              {tax}           4.50
                                              Total           49.50


{foot}
"""


def _page(head: str = "", heads: str = _HEADS, tax: str = "Tax", foot: str = "") -> str:
    return _PAGE.format(head=head, heads=heads, tax=tax, foot=foot)


@cache
def _invoice() -> Invoice:
    """Read the page once: what is tried beside it changes no figure."""
    invoice = read_typed(_page())
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["30.00", "15.00"]
    assert [order.value for order in invoice.header.po_numbers] == ["PO-4410"]
    assert invoice.header.bill_to
    return invoice


def _codes(head: str = "", heads: str = _HEADS, tax: str = "Tax", foot: str = "") -> set[str]:
    return set(codes_held(_page(head, heads, tax, foot), _invoice(), untaxed=False))


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Status         Paid", "already_settled"), ("Payment status: PAID", "already_settled"),
        ("Statut         Payée", "already_settled"), ("Estado: Pagada", "already_settled"),
        ("Stato          Pagata", "already_settled"), ("Betaalstatus   Voldaan", "already_settled"),
        ("Zahlungsstatus: beglichen", "already_settled"), ("Status         Settled 2 March", "already_settled"),
        ("Zahlungsstatus: beglichen am 02.03.2026", "already_settled"),
        ("Estado del pago: liquidado", "already_settled"),
        ("Paid on        02/05/2026", "already_settled"),
        ("Status         storniert", "not_an_invoice"), ("Status: Draft", "not_an_invoice"),
        ("Document type  Quotation", "not_an_invoice"), ("Tipo documento: TD04", "not_an_invoice"),
        ("Tipo documento TD02", "part_invoice"), ("Billing        Interim", "part_invoice"),
        ("Rechnungsart: Abschlagsrechnung", "part_invoice"), ("Status         Disputed", "not_final"),
        ("Corrects       A-69000", "billed_before"), ("Korrektur zu:  B-69000", "billed_before"),
        ("Sostituisce    E-69000", "billed_before"), ("Sustituye a    D-69000", "billed_before"),
        ("Original invoice: A-69000", "billed_before"), ("Revision       2", "billed_before"),
    ],
)  # fmt: skip
def test_a_labelled_value_that_makes_another_paper_of_it_holds(head: str, code: str) -> None:
    assert _codes(head=head) == {code}


def test_a_value_right_under_its_label_is_heard() -> None:
    assert _codes(foot="Salesperson      Status        Terms\nD. Price         Paid          Net 30") == {
        "already_settled"
    }


@pytest.mark.parametrize(
    "head",
    [
        "Status         Open", "Status: Open since 2 March", "Payment status: Unpaid", "Status: Shipped",
        "Document type  Invoice",
        "Version        1",
        "Tipo documento TD01", "Statement      Monthly", "Original invoice: 703674", "Type           Standard",
        "Corrects       Jan 7, 2026", "Rev. 3", "Belegart       Rechnung", "Entered by     Mark Paid",
    ],
)  # fmt: skip
def test_a_labelled_value_that_says_nothing_against_it_does_not(head: str) -> None:
    assert _codes(head=head) == set()


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("Tipo documento: TD04", set()),
        ("Document type  Quotation", {"not_an_invoice"}),
        ("This is not an invoice.", {"not_an_invoice"}),
        ("Original invoice: A-69000", set()),  # what is credited
        ("Revision       2", {"billed_before"}),
        ("Duplicate of LK-77", {"billed_before"}),
    ],
)
def test_a_credit_note_says_that_it_is_one_and_names_what_it_credits(head: str, codes: set[str]) -> None:
    credit = replace(_invoice(), header=replace(_invoice().header, titled_credit=True))
    assert set(codes_held(_page(head), credit, untaxed=False)) == codes


def test_an_earlier_invoice_is_another_where_the_own_number_was_not_read() -> None:
    unread = replace(_invoice(), header=replace(_invoice().header, invoice_number=None))
    assert codes_held(_page("Original invoice: 703674"), unread, untaxed=False) == ["billed_before"]


@pytest.mark.parametrize(
    "said", ["For order PO-9999", "Original PO: PO-9999", "Bestellung PO-9999", "Votre commande : PO-9999"]
)
def test_another_order_written_as_its_own_holds(said: str) -> None:
    assert _codes(foot=said) == {"other_order_said"}


@pytest.mark.parametrize("said", ["For order PO-4410", "Our order SO-9999", "Order entry 10 to 4", "PO-4410-1 order"])
def test_its_own_order_and_numbers_written_otherwise_do_not(said: str) -> None:
    assert _codes(foot=said) == set()


@pytest.mark.parametrize("head", ["Richtpreis", "Prix indicatif", "Precio orientativo", "Richtprijs"])
def test_a_heading_of_guide_prices_holds(head: str) -> None:
    heads = _HEADS.replace("Price", head, 1)
    assert "heading_changes_figures" in _codes(heads=heads)


@pytest.mark.parametrize(
    "head", ["Total incl. VAT", "Montant TTC", "Betrag brutto", "Importe IVA incl.", "Importo ivato"]
)
def test_a_heading_that_has_the_tax_in_its_figures_holds_where_tax_is_added(head: str) -> None:
    heads = _HEADS.replace("         Price     Amount", "     Price" + head.rjust(20))
    assert "heading_changes_figures" in _codes(heads=heads)


def test_a_heading_with_the_tax_beside_the_figures_does_not() -> None:
    assert _codes(heads=f"{_HEADS}     Total incl. VAT") == set()
    assert _codes(heads=_HEADS.replace("Amount", "Net amt")) == set()


@pytest.mark.parametrize(
    "tax", ["Tax and fees", "Taxes & handling", "MwSt und Gebühren", "TVA et frais", "IVA y gastos"]
)
def test_tax_and_charges_in_one_figure_hold(tax: str) -> None:
    assert _codes(tax=tax) == {"tax_with_charges"}


@pytest.mark.parametrize("tax", ["State and county tax", "Tax", "MwSt 10 %", "Sales tax (Ohio)"])
def test_tax_alone_does_not(tax: str) -> None:
    assert _codes(tax=tax) == set()


@pytest.mark.parametrize(
    ("foot", "code"),
    [
        ("No payment is required.", "not_an_invoice"), ("Keine Zahlung erforderlich", "not_an_invoice"),
        ("Aucun paiement requis", "not_an_invoice"), ("No requiere pago", "not_an_invoice"),
        ("Nessun pagamento richiesto", "not_an_invoice"), ("Geen betaling vereist", "not_an_invoice"),
        ("Nothing to pay", "not_an_invoice"), ("Solo a efectos informativos", "not_an_invoice"),
        ("Visa ****4411 charged", "already_settled"), ("Recibo domiciliado", "already_settled"),
        ("Will be drafted from your account on 02/20", "already_settled"), ("Addebito diretto SEPA", "already_settled"),
        ("Montant prélevé le 20/02/2026", "already_settled"), ("Reeds per iDEAL betaald", "already_settled"),
        ("Goods to be delivered in March", "not_delivered"), ("Ware noch nicht geliefert", "not_delivered"),
        ("Lieferung erfolgt im März", "not_delivered"), ("Marchandise non encore livrée", "not_delivered"),
        ("Mercancía pendiente de entrega", "not_delivered"), ("Merce non ancora consegnata", "not_delivered"),
        ("Livraison après paiement", "not_delivered"), ("Bill and hold: goods stored here", "not_delivered"),
        ("Second invoice for the same delivery", "billed_before"),
        ("bereits mit Rechnung RE-20 berechnet", "billed_before"),
        ("Zweite Rechnung für dieselbe Lieferung", "billed_before"), ("Please deduct 5% for damage", "discount_said"),
        ("Remise de 10 % à déduire", "discount_said"), ("Sconto del 10 % da dedurre", "discount_said"),
        ("Bitte Gutschrift GS-220 abziehen", "other_amount_said"), ("Déduire l'avoir AV-220", "other_amount_said"),
        ("Prix à confirmer", "not_final"), ("Price adjustment pending", "not_final"),
        ("Resale certificate on file: tax exempt", "no_tax_said"), ("Tax exempt customer", "no_tax_said"),
        ("50 % Anzahlung", "other_amount_said"), ("Acompte 50 %", "other_amount_said"),
        ("Customer discount 10% not yet applied", "discount_said"), ("Price to be confirmed", "not_final"),
        ("Zahlbar in EUR", "other_currency_said"), ("Settlement currency: EUR", "other_currency_said"),
        ("AutoPay: ON", "already_settled"),
        ("Lieferung nach Zahlungseingang", "not_delivered"),
        ("Dit is een tweede exemplaar; het origineel ontving u op 12 februari.", "billed_before"),
        ("The original invoice was sent on 02/12/2026", "billed_before"),
        ("Die Originalrechnung haben Sie bereits erhalten", "billed_before"),
        ("L'original vous a été transmis le 12/02", "billed_before"),
        ("El original ya fue enviado el 12/02", "billed_before"),
        ("L'originale è già stato trasmesso", "billed_before"),
        ("Payable by Orvault Holdings Inc", "other_payer"), ("À régler par la société Orvault SAS", "other_payer"),
        ("Abweichender Zahler: Orvault GmbH", "other_payer"),
    ],
)  # fmt: skip
def test_a_sentence_against_paying_it_as_it_stands_holds(foot: str, code: str) -> None:
    assert code in _codes(foot=foot)


@pytest.mark.parametrize(
    "foot",
    [
        "If nothing is due, no payment is required.", "You may deduct 2% for prompt payment",
        "Items marked E are tax exempt.",
        "Delivery in 3 days", "Goods delivered 02/03/2026", "Die Lieferung ist vollständig erfolgt.",
        "Livraison le 03/02/2026", "Merce consegnata il 03/02/2026", "Lieferung erfolgt frei Haus",
        "aus Lieferung 88712",
        "Payable by Orrin Works Inc",
        "Gutschriften werden gesondert erstellt.", "Your card will not be charged.", "Second invoice copies on request",
        "Order acknowledgement was sent on 01/06/2026", "We bill when goods ship.",
        "Tax exempt customers: send a certificate", "The original will follow by post", "Das Original folgt per Post",
        "Original equipment was sent back to stock", "Please keep the original invoice for your records",
        "Part of the goods in transit insurance", "Original bill of lading was sent by courier",
    ],
)  # fmt: skip
def test_what_says_nothing_of_this_invoice_does_not(foot: str) -> None:
    assert _codes(foot=foot) == set()


@pytest.mark.parametrize(("label", "held"), [("Tax 5 %", True), ("Tax 10 %", False), ("Tax 12 %", False)])
def test_a_tax_above_the_rate_in_its_label_holds(label: str, held: bool) -> None:
    page = _page(tax=label).replace(f"{label}           4.50", f"{label:<14}  4.50")
    codes = {found.code for found in read_typed(page).findings if found.severity is Severity.HOLD}
    assert ("tax_above_rate" in codes) is held


@pytest.mark.parametrize(
    ("taxes", "held"),
    [
        ("Tax 20%  4.50", True),  # neither of 45.00, nor of 30.00 or 15.00
        ("Tax 15%  4.50", False),  # of the first line alone
        ("Tax 30%  4.50", False),  # of the second
        ("Tax 10.2%  4.50", True),
        ("Tax 10.1%  4.57", False),  # of everything, the rate rounded: 10.15 %
        ("Tax 8.25%  0.00", False),  # an exempt customer's
        ("Tax  4.50", False),
        ("Tax 10%  1.50\nTax 5%  1.50", False),  # a rate for each line
        ("Tax 10%  1.50\nTax 4%  1.50", True),
        ("Freight  5.00\nTax 10%  5.00", False),  # the freight is taxed
        ("Freight  5.00\nTax 10%  4.50", False),  # it is not
        ("Discount  -9.00\nTax 10%  2.40", False),  # of the first line's part of the discount
        ("Discount  -9.00\nTax 10%  2.80", True),
    ],
)
def test_a_tax_that_is_its_rate_of_no_lines_and_charges_holds(taxes: str, held: bool) -> None:
    rows = [row.rsplit("  ", 1) for row in taxes.splitlines()]
    total = 45 + sum(Decimal(amount) for _, amount in rows)
    printed = "\n".join(f"{label.strip():>56}{amount:>12}" for label, amount in rows)
    page = _page(tax="TAX").replace(f"{'TAX':>49}           4.50", printed).replace("49.50", f"{total:.2f}")
    invoice = read_typed(page)
    assert (invoice.header.tax_total is None) == ("Tax" not in taxes)
    codes = {found.code for found in invoice.findings if found.severity is Severity.HOLD}
    assert codes == ({"tax_off_rate"} if held else set())


@pytest.mark.parametrize(
    ("foot", "held"),
    [
        ("Free shipping on this order", True), ("Freight is included in the price.", True),
        ("Freight terms: Collect", True), ("Freight prepaid and allowed", True),
        ("Freight terms: Prepaid - included in price", True), ("Freight: PPD, included in the unit price", True),
        ("Shipping: Included", True), ("Freight terms: Delivered price", True), ("Prices include freight", True),
        ("Preise inkl. Fracht", True), ("Total (shipping included)", False), ("Price list including freight", False),
        ("Versandkostenfreie Lieferung", True),
        ("Livraison gratuite", True), ("Portes gratuitos", True), ("Spedizione gratuita", True),
        ("Gratis verzending", True),
        ("Free shipping on orders over $500", False), ("Versandkostenfrei ab 500 EUR", False),
        ("Freight prepaid and added", False), ("Free delivery on your next purchase", False),
        ("FOB destination", False),
    ],
)  # fmt: skip
def test_freight_that_the_page_calls_free_is_not_charged_unseen(foot: str, held: bool) -> None:
    charged = _page(tax="Freight", foot=foot).replace("Freight           4.50", "Freight       4.50")
    for page, expected in ((charged, held), (_page(foot=foot), False)):
        said = statement_findings(read_statements(typed_page(page)), read_typed(page), untaxed=False)
        assert ("freight_free_said" in {finding.code for finding in said}) is expected


@pytest.mark.parametrize(
    ("foot", "codes"),
    [
        ("Remit to: Fairlane Mill Supply LLC c/o Northfield Capital, PO Box 8", {"other_payee"}),
        ("Make checks payable to Fairlane Mill Supply LLC c/o Northfield Factors Inc", {"other_payee"}),
        ("Remit to: Fairlane Mill Supply LLC c/o First Bank Lockbox 88", set()),
        ("Payment subject to a signed lien waiver", {"not_final"}),
        ("Conditional lien waiver required before payment", {"not_final"}),
        ("Unconditional lien waiver enclosed", set()),
        ("Payment accepted by gift card or wire only", {"other_payee"}),
        ("Zahlung bitte per Geschenkkarte", {"other_payee"}), ("Paiement par carte cadeau", {"other_payee"}),
        ("Payment by check, wire or credit card", set()),
        ("Ordered by: Zorin Industries Inc", {"other_payer"}), ("Bestellt von: Zorin GmbH", {"other_payer"}),
        ("Ordered by: J. Free", set()), ("Ordered by: Orrin Works Reno LLC", set()), ("Order by: phone", set()),
    ],
)  # fmt: skip
def test_who_is_paid_through_others_and_who_ordered_is_asked_about(foot: str, codes: set[str]) -> None:
    assert _codes(foot=foot) == codes


@pytest.mark.parametrize(
    ("foot", "held"),
    [
        ("Remit to: Fairlane Mill Supply LLC c/o Zorin Partners, PO Box 8", True),
        ("Remit to:\nFairlane Mill Supply LLC\nc/o Meridian Trade House\nTampa, FL 33601", True),
        ("Remit to:\nFairlane Mill Supply LLC\nc/o First Bank\nLockbox 88", False),
        ("Remit to:\nFairlane Mill Supply LLC\nAttn: Accounts Receivable", False),
        ("Deliver to:\nFairlane Mill Supply LLC\nc/o Meridian Trade House", False),
    ],
)
def test_a_payee_in_care_of_another_is_asked_about(foot: str, held: bool) -> None:
    assert ("other_payee" in {found.code for found in read_typed(_page(foot=foot)).findings}) is held


def test_a_sentence_about_paying_that_ends_with_its_verb_names_no_payee() -> None:
    page = _page(foot="Bitte geben Sie die Nummer bei der Zahlung an.\nVielen Dank")
    assert not [found for found in read_typed(page).findings if found.code == "other_payee"]


@pytest.mark.parametrize("label", ["Carried forward from page 1", "Transport vorige pagina", "Übertrag von Seite 1"])
def test_a_sum_carried_from_a_page_that_is_not_there_holds(label: str) -> None:
    page = _page().replace(_HEADS, f"{label:<58}  1,250.00\n\n{_HEADS}")
    assert "amount_in_no_sum" in {found.code for found in read_typed(page).findings}
