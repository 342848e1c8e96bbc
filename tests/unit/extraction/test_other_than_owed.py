"""Papers that agree in lines and sums and that are no plain bill for what was delivered, owed whole, by whom they name.

Bills for a part, a part that is asked for, set-offs, other payers, goods back, other prices, headings and currencies
that change the figures, sums over their labels (S2.165, S2.169).
"""

from __future__ import annotations

from functools import cache

import pytest

from app.domain.invoice import Invoice
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed

_HEADS = "Qty   UM   Item      Description                   Price     Amount"
_PAGE = """
Fairlane Mill Supply LLC                        {title}
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

{heads}
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              0.00
                                              Total           45.00


{foot}
"""


@cache
def _invoice() -> Invoice:
    """Read the page once: what is tried beside it changes no figure."""
    invoice = read_typed(_PAGE.format(title="INVOICE", heads=_HEADS, foot=""))
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["30.00", "15.00"]
    return invoice


def _codes(foot: str = "", title: str = "INVOICE", heads: str = _HEADS) -> set[str]:
    return set(codes_held(_PAGE.format(title=title, heads=heads, foot=foot), _invoice(), untaxed=True))


@pytest.mark.parametrize(
    "title",
    [
        "Deposit invoice", "PROGRESS INVOICE NO. 6", "Interim Invoice", "Advance payment invoice", "Invoice - deposit",
        "Stato avanzamento lavori", "Certificación n° 2",
        "Abschlagsrechnung", "2. Abschlagsrechnung Nr. 77", "Anzahlungsrechnung vom 07.01.2026", "Teilrechnung",
        "Facture d'acompte", "Facture de situation n° 4", "Factura de anticipo", "Fattura di acconto", "Voorschotnota",
        "Termijnfactuur 3", "Vorkasserechnung", "Factura de anticipo 50 %", "Fattura di acconto (30 %)",
        "Abschlagsrechnung Nr. 1 zum Auftrag 4471", "Situation n° 1 - avancement 40 %", "Deposit invoice for order 88",
    ],
)  # fmt: skip
def test_a_bill_for_an_advance_or_a_part_holds(title: str) -> None:
    assert _codes(title=title) == {"part_invoice"}


@pytest.mark.parametrize(
    "title",
    [
        "Tax Invoice",
        "Rechnung",
        "Teillieferung",
        "Schlussrechnung",
        "Deposit slip books",
        "Facture",
        "Final invoice",
        "Situation",
    ],
)
def test_a_plain_title_does_not(title: str) -> None:
    assert _codes(title=title) == set()


def test_a_final_bill_holds_where_earlier_payments_stand_on_it() -> None:
    assert "part_invoice" in _codes("Abschlagsrechnung 1 vom 02.12.2025  20,00", title="Schlussrechnung")


@pytest.mark.parametrize(
    ("foot", "code"),
    [
        ("This is a deposit invoice.", "part_invoice"), ("Dies ist eine Abschlagsrechnung.", "part_invoice"),
        ("Please pay half of the total now.", "part_asked"), ("50 % of the total is payable now.", "part_asked"),
        ("This is the first of three equal payments.", "part_asked"),
        ("Bitte zahlen Sie vorerst nur die Hälfte.", "part_asked"),
        ("Veuillez régler la moitié maintenant.", "part_asked"),
        ("Se abonará el 50 % ahora y el resto a la entrega.", "part_asked"),
        ("To be set off against our debt.", "set_off_said"), ("Payment in goods as agreed.", "set_off_said"),
        ("Wird mit Ihrer Forderung verrechnet.", "set_off_said"), ("Te verrekenen met uw vordering.", "set_off_said"),
        ("A compenser avec votre créance.", "set_off_said"), ("Da compensare con il vostro credito.", "set_off_said"),
        ("To be charged to your insurer.", "other_payer"), ("Charge this to Harwood, not to you.", "other_payer"),
        ("Rechnung wird von der Versicherung bezahlt.", "other_payer"),
        ("3 pairs missing.", "goods_back_said"), ("5 pairs were returned on 2026-01-05.", "goods_back_said"),
        ("Of these 2 pairs are free of charge.", "goods_back_said"), ("Es fehlen 3 Paar.", "goods_back_said"),
        ("4 paires manquantes.", "goods_back_said"), ("Faltan 4 pares.", "goods_back_said"),
        ("4 paia mancanti.", "goods_back_said"), ("4 paar niet geleverd.", "goods_back_said"),
        ("Davon 2 Paar kostenlos.", "goods_back_said"),
        ("The agreed price is 2.20 per pair.", "other_price_said"), ("Correct unit price: 2.20", "other_price_said"),
        ("Unit price 2.20 instead of 2.50", "other_price_said"),
        ("Vereinbarter Preis: 2,20 EUR je Paar.", "other_price_said"),
        ("Figures are cents.", "amounts_scaled"), ("Prices in points, 100 points = 1 USD.", "amounts_scaled"),
        ("$ means HKD.", "other_currency_said"), ("Amounts are in Canadian currency.", "other_currency_said"),
        ("Alle Beträge in DM.", "other_currency_said"),
        ("Instalment 2 of 3", "part_asked"), ("2. Rate von 3", "part_asked"), ("Paiement 1/3", "part_asked"),
        ("Segundo plazo de tres", "part_asked"), ("Seconda rata di tre", "part_asked"),
        ("Termijn 2 van 3", "part_asked"),
        ("Total in your favor        45.00", "total_owed_to_us"), ("Gutschriftsbetrag   45.00", "total_owed_to_us"),
        ("Refund   45.00", "total_owed_to_us"), ("Rückerstattung EUR 45,00", "total_owed_to_us"),
        ("We owe you 45.00", "total_owed_to_us"),
        ("Total a su favor EUR   45,00", "total_owed_to_us"), ("Credit balance     5.00", "amount_given_back"),
        ("Deduct          5.00", "amount_given_back"), ("Adjusted        40.00", "other_sum_owed"),
        ("Special price 2.20 per pair agreed", "other_price_said"), ("Part 1 of 2", "part_invoice"),
        ("Es gilt der Sonderpreis von 2,20 EUR je Paar.", "other_price_said"), ("Invoice 1/2", "part_invoice"),
        ("Prix spécial de 2,20 la paire", "other_price_said"), ("Rechnung 1 von 3", "part_invoice"),
        ("Precio especial 2,20 por par", "other_price_said"),
    ],
)  # fmt: skip
def test_a_sentence_that_changes_what_is_owed_holds(foot: str, code: str) -> None:
    assert code in _codes(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Half of our range is new.", "New customers pay 50 % in advance.", "The buyer may not set off claims.",
        "Aufrechnung ist ausgeschlossen.", "Mehrverbrauch wird verrechnet.", "Goods returned within 15 days.",
        "Returned cheques are charged 25.00.", "Lunch for 6, 2 gluten free", "Damaged goods: call 555 0100",
        "Insured by your insurer during delivery.", "Recommended retail price 4.95", "The agreed price is 2.50.",
        "40 pairs missing from stock", "Call toll-free 800 555",
        "Payment 1 of 1", "Payment 2/10 net 30", "Payment 3/5/2026 by check",
        "Rate: 2 per hour", "Credit balance 0.00", "Total payable 45.00",
        "Invoice 2 of 2", "Special price 2.50 per pair", "Special price on gloves 3.99 per pair",
        "Freight insurance is paid by the carrier.", "2 % discount within 10 days, deduct 0.90",
    ],
)  # fmt: skip
def test_terms_and_what_is_said_of_other_things_do_not(foot: str) -> None:
    assert _codes(foot) == set()


@pytest.mark.parametrize(
    ("head", "changed"),
    [
        ("Amount", "Credit"), ("Amount", "Retained"), ("Amount", "Gutschrift"), ("Price", "Price from"),
        ("Amount", "Amount 1/3"), ("Amount", "Monthly amount"), ("Qty ", "Returned"), ("Amount", "Est. amount"),
    ],
)  # fmt: skip
def test_a_word_in_a_heading_that_changes_its_figures_holds(head: str, changed: str) -> None:
    heads = _HEADS.replace(head, changed) if head != "Price" else _HEADS.replace("     Price", changed.rjust(10))
    assert "heading_changes_figures" in _codes(heads=heads)


@pytest.mark.parametrize(
    ("head", "other"),
    [("Price", "Rate"), ("Amount", "Total"), ("Amount", "Net amount"), ("     Price", "Month rate"), ("UM  ", "Free")],
)
def test_a_heading_beside_the_figures_and_plain_words_do_not(head: str, other: str) -> None:
    assert _codes(heads=_HEADS.replace(head, other)) == set()


def test_sums_that_stand_over_their_labels_are_held_to_the_total() -> None:
    other = "01.03.2026        400.00\nDue date          Amount due"
    assert "other_sum_owed" in _codes(other)
    assert _codes(other.replace("400.00", " 45.00")) == set()
    assert _codes("Volume            Turnover\n" + other.replace("Amount due", "Goods")) == set()
