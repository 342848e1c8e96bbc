"""Papers whose lines and sums agree and that say besides that something else is owed, to another, or for other goods.

The total stays what it is; an amount, a heading, a unit or a payee on the page makes it doubtful (S2.165, S2.169).
"""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements, untaxed
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
{under} 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              0.00
                                              Total           45.00
{foot}
"""


def _codes(foot: str = "", under: str = "") -> set[str]:
    text = _PAGE.format(foot=foot, under=f"{under}\n" if under else "")
    invoice, page = read_typed(text), typed_page(text)
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["30.00", "15.00"]
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "45.00"
    said = statement_findings(read_statements(page), invoice, untaxed=untaxed(page))
    return {finding.code for finding in (*invoice.findings, *said) if finding.severity is Severity.HOLD}


def _below(label: str, amount: str) -> str:
    return f"{label:>52}  {amount:>13}"


@pytest.mark.parametrize(
    ("label", "amount"),
    [
        ("Your rebate", "5.00"), ("Loyalty bonus", "5.00"), ("Ihr Guthaben", "-5.00"), ("Verrechnung Retoure", "-5.00"),
        ("Votre avoir", "5.00"), ("A su favor", "5.00"), ("Bonus", "5.00"), ("Uw tegoed", "5.00"),
        ("Adjustment", "-2.50"), ("Total / Subtotal", "940.00"), ("Eco levy", "1.20"), ("Divers", "12.00"),
    ],
)  # fmt: skip
def test_an_amount_in_the_column_of_the_total_that_nothing_explains_holds(label: str, amount: str) -> None:
    assert _codes(_below(label, amount)) & {"amount_in_no_sum", "pages_contradict"}


@pytest.mark.parametrize(
    ("label", "amount"),
    [
        ("Amount due", "45.00"), ("Skonto", "0.90"), ("Discount within 10 days", "0.90"), ("Total weight", "120.50"),
        ("davon Lohnanteil", "12.00"), ("You saved", "7.40"), ("Exchange rate", "1.25"), ("Order total", "90.00"),
        ("Lines 1", "30.00"),
    ],
)  # fmt: skip
def test_what_the_sums_or_its_own_words_explain_does_not(label: str, amount: str) -> None:
    assert _codes(_below(label, amount)) == set()


def test_a_balance_and_its_payment_cancel_out() -> None:
    assert _codes(_below("Adjustment", "12.00") + "\n" + _below("Adjustment undone", "-12.00")) == set()


@pytest.mark.parametrize(
    "foot",
    [
        "Your rebate: 5.00", "A discount of 5.00 USD has been granted to you.", "Bonus: 5,00 EUR",
        "Your account was credited with 5.00.", "./. 5 % discount 2.25", "Ihre Gutschrift: 5,00",
        "Crédit mutuel de 5,00 accordé",
        "Votre remise : 5,00 EUR", "Descuento: 5,00", "Sconto: 5,00", "Uw korting: 5,00",
    ],
)  # fmt: skip
def test_an_amount_given_back_in_a_foot_note_holds(foot: str) -> None:
    assert "amount_given_back" in _codes(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "2 % discount within 10 days = 0.90", "Refer a friend and earn a 25.00 credit.",
        "Your credit limit is 5,000.00.",
        "A deposit of $25.00 per drum is refunded.", "Im Preis sind 2,50 EUR Rabatt bereits berücksichtigt.",
        "Crédit Agricole   SARL au capital de 50 000 €", "Crédit Lyonnais - capital 1.000.000,00 EUR",
        "Escompte 2 % pour paiement sous 10 jours : 0,90", "You saved 4.20 with your discount.",
    ],
)  # fmt: skip
def test_terms_and_offers_give_nothing_back(foot: str) -> None:
    assert "amount_given_back" not in _codes(foot)


@pytest.mark.parametrize("words", ["credit", "refund", "per month", "plus freight", "50 % part", "deposit", "1. Rate"])
def test_words_under_the_heading_of_the_amounts_make_them_something_else(words: str) -> None:
    assert "heading_unclear" in _codes(under=f"{words:>66}")


@pytest.mark.parametrize("words", ["USD", "net", "excl. VAT", "(USD)", "HT", "netto", "Betrag", "total"])
def test_words_that_leave_a_heading_as_it_is_hold_nothing(words: str) -> None:
    assert "heading_unclear" not in _codes(under=f"{words:>66}")


@pytest.mark.parametrize(
    "foot",
    [
        "1 PR = 12 pieces",
        "1 pair = 12 pcs",
        "PR = pack of 12 pairs",
        "Unit PR: one packet of 10 pairs",
        "1 EA = 100 pcs",
        "EA means 10 pcs",
    ],
)
def test_a_unit_made_another_holds(foot: str) -> None:
    assert "unit_redefined" in _codes(foot)


@pytest.mark.parametrize(
    "foot", ["1 PR = 2 pieces", "1 pair = 2 pcs", "EA = each", "1 CS = 24 EA", "1 DZ = 12 EA", "PR = one pair"]
)
def test_a_unit_that_is_what_it_is_does_not(foot: str) -> None:
    assert "unit_redefined" not in _codes(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Payez à Zephyr SA, pour le compte de Fairlane", "Encaissement par Zephyr SA pour notre compte",
        "Veuillez régler à l'ordre de Zephyr SA", "Zephyr Ltd collects this invoice for us",
        "Send your payment to Zephyr Ltd", "Zahlung zugunsten der Zephyr GmbH", "Abonar a favor de Zephyr SL",
        "Pagamento con bonifico a Zephyr Srl", "Ten gunste van Zephyr BV",
    ],
)  # fmt: skip
def test_a_company_in_a_sentence_of_paying_that_is_not_the_vendor_holds(foot: str) -> None:
    assert "other_payee" in _codes(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Please pay to Fairlane Mill Supply LLC", "Payments are processed by PayPal Europe Ltd",
        "Zahlung auf unser Konto bei der Nordbank AG", "Shipped by Zephyr Ltd", "Payment goes not to Zephyr Ltd",
    ],
)  # fmt: skip
def test_the_vendor_its_bank_and_who_is_not_paid_do_not(foot: str) -> None:
    assert "other_payee" not in _codes(foot)


_TWO_COUNTS = """
Kestrel Hydraulics, Inc.                            INVOICE
2200 Foundry Pkwy                                   Invoice #      703674
Tulsa, OK 74107                                     Date           Jan 7, 2026

Item       Description                  Qty        Qty      UOM     Price     Amount
                                        {first}   {second}
HV-2201    Directional valve 4/3         6          4       EA     12.00      48.00
HF-100     Return filter element        30         24       EA      2.00      48.00

                                                            Total             96.00
"""


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [("Ordered", "Shipped", False), ("Ordered", "Returned", True), ("Shipped", "Reserved", True)],
)
def test_a_second_column_of_counts_says_nothing_of_the_one_that_is_billed(
    first: str, second: str, *, held: bool
) -> None:
    text = _TWO_COUNTS.format(first=f"{first:<8}", second=second)
    found = statement_findings(read_statements(typed_page(text)), read_typed(text), untaxed=False)
    assert ("heading_unclear" in [one.code for one in found]) is held
