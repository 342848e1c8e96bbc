"""Amounts that a page calls owed in any words, beside amounts that the invoice itself comes to."""

from __future__ import annotations

from functools import cache

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Method
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.owed import owed_sums, owes_other_sum, with_money
from app.extraction.statements.statements import read_statements
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                    2.50      30.00
  4   CS   AB-101    Washer M8                      5.00      20.00
                                              Total      50.00

{foot}
"""


def _codes(foot: str) -> list[str]:
    text = _PAGE.format(foot=foot)
    return [f.code for f in statement_findings(read_statements(typed_page(text)), read_typed(text), untaxed=False)]


@pytest.mark.parametrize(
    "said",
    [
        "The amount owed is 9,995.00 USD", "Our records show that 9,995.00 remains payable", "Owed: 9995 USD",
        "Payable now     9,995.00", "Due now: $9,995", "The amount owed is 45.00 USD", "Final amount 9,995.00",
        "The amount you owe us as of today\nis 9,995.00 USD which is to be settled", "9,995.00", "USD 9,995.00",
        "Der geschuldete Betrag ist 9.995,00 USD", "Zu begleichen: 9.995,00 USD", "Offen sind 9.995,00 EUR",
        "Le montant restant dû est de 9 995,00 EUR", "Somme à acquitter : 9.995,00 EUR",
        "El importe adeudado es de 9.995,00 EUR", "Cantidad a liquidar 9.995,00", "La somma dovuta è di 9.995,00 EUR",
        "Importo da corrispondere 9.995,00", "Het verschuldigde bedrag is 9.995,00 EUR", "Balance due -26 702.11",
        "Amount owed for your order 9,995.00 USD", "Balance outstanding 9,995.00 USD, you are late",
        "We expect 9,995.00 USD from you on our account before Friday",
        "Amount owed for goods received 9,995.00 USD", "Amount owed without interest 9,995.00 USD",
        "Wir haben eine Forderung über 9.995,00 EUR offen", "Offen sind ab heute 9.995,00 EUR",
    ],
)  # fmt: skip
def test_an_amount_called_owed_that_is_none_of_the_invoices_holds(said: str) -> None:
    assert {"other_sum_owed", "other_sum_said"} & set(_codes(said))


@pytest.mark.parametrize(
    "said",
    [
        "The amount owed is 50.00 USD", "Balance due    50.00", "Payable in 2 instalments of 25.00", "50.00",
        "Less 2 %: 1.00, payable 49.00", "Payments over 10,000.00 are to be settled by wire",
        "A late fee of 15.00 is due after 30 days", "Due 2026.03.07", "Due date 07.03.2026", "Due within 30 days net",
        "Balance weight 12.50 kg", "Previous balance 1,200.00", "Zahlbar bis 07.03.2026 ohne Abzug",
        "Zahlbar mit 2% Skonto = 49,00", "A payer avant le 07.03.2026 : 50,00 EUR", "Payments received 0.00",
        "Share capital 25,000.00 EUR", "Your remittance reference is 12345", "Group total due   20.00",
        "Late fee 15.00 due", "Due are 25.00 late fee", "Orders over 500.00 are payable by wire",
        "Offen bleiben Rechnungen unter 15,00 EUR", "Minimum order 75.00 to be paid by card",
    ],
)  # fmt: skip
def test_what_the_invoice_comes_to_and_other_amounts_are_left_alone(said: str) -> None:
    assert "other_sum_owed" not in _codes(said)


def test_a_label_below_an_amount_says_nothing_of_it() -> None:
    assert "other_sum_owed" not in _codes(
        "Group of items      600.00\nSubtotal   Tax   Total to pay\n 50.00  0.00  50.00"
    )


@cache
def _billed() -> Invoice:
    """Lines of 30.00, 20.00 and 50.00, freight of 8.00 and tax of 10.80: 118.80."""
    invoice = read_typed("""
Fairlane Mill Supply LLC                        INVOICE 703674

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                    2.50      30.00
  4   CS   AB-101    Washer M8                      5.00      20.00
 10   CS   AB-102    Nut M8                         5.00      50.00
                                           Subtotal         100.00
                                           Freight            8.00
                                           Tax 10 %          10.80
                                           Total            118.80
""")
    assert len(invoice.lines) == 3
    assert len(invoice.charges) == 1
    return invoice


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("balance due 118.80", False), ("due 118.81", False), ("due 118.82", True),
        ("due 108.00", False), ("due 110.80", False), ("payable 39.60", False),
        ("2 % less, due 116.42", False), ("due 116.42", True), ("2 % of it is 2.38, due", False),
        ("due for these 70.00", False), ("due 80.00", True), ("due 118.80 and 300.00", True),
    ],
)  # fmt: skip
def test_what_follows_from_an_invoice_is_owed_by_it(words: str, other: bool) -> None:
    """To a cent; less tax, a charge or a share that is named, in equal parts, and lines that follow each other."""
    assert owes_other_sum(words, _billed()) is other


def _owed(text: str, method: Method = Method.TEXT_LAYER) -> list[str]:
    return [words for words, _ in owed_sums(join_rows(typed_page(text, method=method)))]


def test_an_amount_alone_counts_where_no_scanner_may_have_made_it() -> None:
    assert _owed("9,995.00") == ["9,995.00"]
    assert _owed("9,995.00", Method.OCR) == []


def test_a_sentence_goes_on_in_the_next_row_and_not_further_down() -> None:
    assert _owed("The amount owed to us is now\n9,995.00 USD for it") != []
    assert _owed("The amount owed to us is now\n\n\n9,995.00 USD for it") == []


def test_a_share_is_told_with_what_is_left_of_an_amount() -> None:
    assert _owed("Less 2 % for early payers, so that payable are 49.00") == ["2 % … payable are 49.00"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("9,995.00", True), ("For all of it EUR 9,995", True), ("Sum of it 9,995.00", True), ("So due 9,995.00", True),
        ("Form 47 build 1,20 of May", False), ("Late fee 15.00 EUR", False), ("Quality since 1954", False),
    ],
)  # fmt: skip
def test_a_figure_in_a_margin_is_money_by_its_currency_or_a_word_of_sums(text: str, counts: bool) -> None:
    (row,) = join_rows(typed_page(text))
    assert bool(with_money(row)) is counts


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ("Total Hours    124.50    Invoice Total    50.00", False),
        ("Amount paid    124.50    Invoice Total    50.00", True),
        ("Total Hours    124.50    Invoice Total", True),
    ],
)
def test_a_count_beside_a_total_is_not_owed(row: str, *, held: bool) -> None:
    assert ("other_sum_owed" in _codes(row)) is held
