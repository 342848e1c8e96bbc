"""What a page says of being paid, of its claim, seller, version, currency and day of delivery, in six languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.extraction.statements.findings import statement_findings
from app.extraction.statements.page_count import goes_on
from app.extraction.statements.statements import read_statements
from tests.helpers.said_pages import codes_held, codes_without_tax, taxless_invoice, taxless_page
from tests.helpers.typed_pages import read_typed, typed_page


@pytest.mark.parametrize(
    "foot",
    [
        "Do not remit", "Payment method: Direct debit", "Zahlungsart: Lastschrift", "Zahlung durch Bankeinzug",
        "Mode de règlement : prélèvement", "Forma de pago: recibo domiciliado", "Pagamento: SDD",
        "Betaling via automatische incasso", "Incasso op 15 maart", "Incasso 15-03-2026",
        "Payment received 02/06/2026", "Received with thanks",
        "Invoice settled 02/06/2026", "Charged to card on file", "Cash sale", "Lastschrift am 20.02.2026",
        "Zahlung eingegangen am 06.02.2026", "Bar bezahlt", "Barverkauf", "Nachnahme", "Payé comptant",
        "Contre remboursement", "Pago recibido", "Cobrado", "Saldato", "Contrassegno", "Betaling ontvangen",
        "Onder rembours", "RID", "SDD Core", "Account balance after payment 0.00",
        "SETTLED IN FULL 5 FEB", "Already settled", "Refunded by card on 12 Feb",
        "This amount was refunded on 02/12/2026",
    ],
)  # fmt: skip
def test_what_is_paid_or_will_be_collected_is_not_paid_again(foot: str) -> None:
    assert codes_without_tax(foot) == ["already_settled"]


@pytest.mark.parametrize(
    "foot",
    [
        "Spese incasso 2,50", "Spese di incasso 3,00", "Incasso 2,50",
        "Payment by direct debit or bank transfer", "Payment by direct debit, or by bank transfer",
        "Zahlung per Überweisung oder Lastschrift",
        "Payment by direct debit requires a mandate", "Mode de règlement : virement", "Freight: prepaid",
        "Payment received after the due date bears interest", "Thank you for your prompt payment",
        "Réglée à réception de facture", "Please do not remit cash", "Payment received by",
        "We accept payment by direct debit", "Accounts are to be settled in full within 30 days",
        "Settled in full by the end of the month, thank you",
    ],
)  # fmt: skip
def test_means_on_offer_and_terms_of_paying_say_nothing(foot: str) -> None:
    assert codes_without_tax(foot) == []


@pytest.mark.parametrize(
    "foot",
    [
        "This account has been assigned to Northfield Factors.", "Our receivables are sold to Northfield Capital",
        "Unsere Forderungen sind an die Nordbank AG verkauft", "Facture cédée à Nordfactor SA",
        "Subrogation au profit de Nordfactor SA", "Factura cedida a Nordfactor S.A.", "Fattura ceduta a Nordfactor",
        "Factuur verpand aan Nordbank N.V.", "Rechnung im Namen der Orvault GmbH",
        "Leistender: Orvault Kft., USt-IdNr. HU12345676", "Emitida por cuenta de Orvault S.L.",
        "Emessa per conto di Orvault S.r.l.",
        "Uitgereikt namens Orvault B.V.",
    ],
)  # fmt: skip
def test_who_else_sells_or_is_to_be_paid_is_asked_about(foot: str) -> None:
    assert codes_without_tax(foot) == ["other_payee"]


@pytest.mark.parametrize(
    "foot",
    [
        "This account is assigned to Dana Price", "Unsere Forderungen aus Weiterverkauf werden an uns abgetreten",
        "Supplier: Fairlane Mill Supply S.L.", "Title to the goods is transferred to the buyer",
    ],
)  # fmt: skip
def test_the_vendor_itself_and_terms_of_title_are_not(foot: str) -> None:
    assert codes_without_tax(foot) == []


_TITLED = """
Fairlane Mill Supply S.L.
12 Mill Road, Dayton, OH 45402

{title:48}{label}
                                                Marlowe & Finch Works
                                                40 Foundry Lane
Invoice #      703674                           Ashford, OH 45999
Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Total USD       45.00


{foot}
"""


def _titled(label: str, foot: str = "", title: str = "INVOICE") -> list[str]:
    page = _TITLED.format(label=label, foot=foot, title=title)
    found = statement_findings(read_statements(typed_page(page)), read_typed(page), untaxed=False)
    return [finding.code for finding in found]


@pytest.mark.parametrize("label", ["SOLD TO:", "Sold to", "SOLD TO: Marlowe & Finch", "Sold to   Marlowe & Finch"])
def test_a_title_beside_the_label_of_the_buyer_hands_no_claim_on(label: str) -> None:
    assert _titled(label) == []


@pytest.mark.parametrize(
    "title",
    [
        "INVOICE 703674", "INVOICE NO. 703674", "Invoice # 703674", "Tax invoice",
        "*** INVOICE ***", "= INVOICE =", "INVOICE (ORIGINAL)", "INVOICE - Page 1 of 1", "INVOICE Terms Net 30",
    ],
)  # fmt: skip
def test_nor_does_what_else_stands_beside_it(title: str) -> None:
    assert _titled("SOLD TO:", title=title) == []
    assert _titled("Sold to  Marlowe & Finch Works", title=title) == []


@pytest.mark.parametrize(
    "foot",
    [
        "Invoice 703674 sold to Northfield", "Invoice sold to Northfield Capital",
        "Invoice sold to: Northfield Capital LLC",
        "This invoice was sold to Northfield", "This invoice has been sold to",
        "*** Invoice *** sold to Northfield", "Invoice receivable sold to Northfield Capital",
    ],
)  # fmt: skip
def test_an_invoice_sold_to_another_is_held_beside_such_a_title(foot: str) -> None:
    assert _titled("Sold to:", foot) == ["other_payee"]


@pytest.mark.parametrize(
    "foot",
    [
        "Reissue", "Re-sent 02/06/2026", "Voids invoice A-69000", "Billed on A-69000 in error",
        "Invoice A-69000 is cancelled by this one", "Rechnung B-69000 wird storniert", "2. Ausfertigung",
        "Cette facture annule la précédente", "Réédition", "Segunda copia", "Riemissione",
        "Deze factuur vervangt F-69000",
    ],
)  # fmt: skip
def test_a_later_version_of_an_invoice_is_held(foot: str) -> None:
    assert codes_without_tax(foot) == ["billed_before"]


@pytest.mark.parametrize(
    "foot",
    [
        "This is a credit note", "We owe you this amount", "Dies ist eine Gutschrift", "Ceci est un avoir",
        "Les abonamos este importe", "Vi accreditiamo l'importo", "Dit is een creditnota",
    ],
)  # fmt: skip
def test_what_is_owed_to_us_is_no_invoice(foot: str) -> None:
    assert "not_an_invoice" in codes_without_tax(foot)


def test_credit_for_what_goes_back_is_none() -> None:
    assert codes_without_tax("We credit you for returned pallets") == []
    assert codes_without_tax("This is a credit sale") == []


@pytest.mark.parametrize(
    "foot",
    [
        "Total in SAR", "Total payable in Saudi riyals", "Amounts in Romanian lei", "Gesamtbetrag in CZK",
        "Total en MAD", "Montants en dirhams", "Totale in RON", "Totaal in SEK", "Bedragen in zloty",
    ],
)  # fmt: skip
def test_a_total_in_a_currency_far_off_is_held(foot: str) -> None:
    assert codes_without_tax(foot) == ["other_currency_said"]


def test_the_own_currency_is_not() -> None:
    assert codes_without_tax("Total in USD") == []


@pytest.mark.parametrize("foot", ["à suivre", "continúa", "segue", "Totals on page 2"])
def test_a_last_page_that_goes_on_says_so_in_one_word_as_well(foot: str) -> None:
    assert goes_on(typed_page(taxless_page(foot))) == foot


def test_another_page_that_is_to_be_seen_must_follow() -> None:
    assert goes_on(typed_page(taxless_page("siehe Seite 2"))) == "siehe Seite 2"
    assert not goes_on(typed_page(taxless_page("siehe Seite 1")))
    assert not goes_on(typed_page(taxless_page("siehe Seite 2 unserer Preisliste")))


@pytest.mark.parametrize(
    "said",
    [
        "Delivery date: 06/15/2026", "Ship date: 05/21/2026", "Lieferdatum: 15.06.2026",
        "Date de livraison : 15/06/2026",
        "Fecha de entrega: 15/06/2026", "Data di consegna: 15/06/2026", "Leverdatum: 15-06-2026",
    ],
)  # fmt: skip
def test_goods_that_leave_long_after_they_are_billed_were_not_delivered(said: str) -> None:
    assert codes_without_tax(said) == ["not_delivered"]


@pytest.mark.parametrize(
    "said",
    ["Delivery date: 01/05/2026", "Ship date: 02/02/2026", "Lieferdatum: 20.01.2026", "Delivery date: see above"],
)
def test_goods_that_left_about_then_were(said: str) -> None:
    assert codes_without_tax(said) == []


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Service period: 01/01/2027 - 12/31/2027", ["not_delivered"]),
        ("Billing period: January 2027", ["not_delivered"]),
        ("Leistungszeitraum: 01.09.2026 - 30.09.2026", ["not_delivered"]),
        ("Période de facturation : septembre 2026", ["not_delivered"]),
        ("Service period: 03/01/2026 - 02/28/2027", []),
        ("Billing period: March 2026", []),  # goods are billed a month ahead, a period a quarter
        ("Delivery date: 03/20/2026", ["not_delivered"]),
        ("Coverage: 01/01/2024 - 12/31/2028", []),
        ("Order valid until: 12/31/2025", ["order_ended_said"]),
        ("Contract expired: 12/31/2025", ["order_ended_said"]),
        ("Order valid until: 12/31/2026", []),
    ],
)
def test_a_period_begins_about_when_it_is_billed_and_an_order_holds_then(said: str, codes: list[str]) -> None:
    assert codes_without_tax(said) == codes


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("Fleet insurance", "Fire insurance", []),
        ("Fleet insurance", "Lock washer M8", ["not_delivered"]),
        ("Gloves, with insurance", "Fire insurance", ["not_delivered"]),
    ],
)
def test_what_is_granted_over_a_time_may_be_billed_long_before(first: str, second: str, codes: list[str]) -> None:
    page = taxless_page("{foot}").replace("Work gloves", first).replace("Lock washer M8", second).replace("UM", "  ")
    page = page.replace("PR   AB-100", f"{'':11}").replace("EA   AB-200", f"{'':11}")
    invoice = read_typed(page.format(foot=""))
    assert codes_held(page.format(foot="Delivery date: 12/31/2026"), invoice, untaxed=False) == codes
    for late in ("Delivery date: 06/30/2027", "Billing period: September 2026"):
        assert codes_held(page.format(foot=late), invoice, untaxed=False) == ["not_delivered"]


def test_nothing_comes_late_or_has_ended_where_the_invoices_day_was_not_read() -> None:
    unread = replace(taxless_invoice(), header=replace(taxless_invoice().header, invoice_date=None))
    for said in ("Delivery date: 06/15/2026", "Order valid until: 12/31/2025"):
        assert codes_held(taxless_page(said), unread, untaxed=False) == []


@pytest.mark.parametrize(
    "foot",
    [
        "Amount due: nil", "To pay: nothing", "Balance due none", "Zu zahlen: nichts", "Net à payer : néant",
        "A pagar: nada", "Da pagare: niente", "Te betalen: niets", "Void - see invoice A-77",
    ],
)  # fmt: skip
def test_what_asks_for_nothing_is_no_invoice_to_pay(foot: str) -> None:
    assert codes_without_tax(foot) == ["not_an_invoice"]


def test_what_voids_something_else_is_no_voidtaxless_invoice() -> None:
    assert codes_without_tax("Void where prohibited by law. To pay: see overleaf") == []
