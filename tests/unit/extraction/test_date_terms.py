"""03/04/2026 by the vendor's country or its terms, or flagged: never by where the buyer is."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.invoice import Invoice
from tests.helpers.typed_pages import read_typed

_PAGE = """
Brightline Supplies                                INVOICE
12 Mill Road                                       Invoice number   RE-2026-44919
{country:<51}Invoice date     {day}
{tax:<51}{due}

Bill to
Northwind Plant Inc.
5 Harbor Way
{buyer}

Description                   Qty   UOM    Price     Amount
Bearing 6204-2RS               10   EA     12.50     125.00

                              Total {currency}       125.00

{terms}
"""


def _read(
    day: str = "04/05/2026",
    due: str = "",
    terms: str = "",
    tax: str = "",
    country: str = "Leeds",
    buyer: str = "Dayton, OH 45402",
    currency: str = "GBP",
) -> Invoice:
    due = f"Due date         {due}" if due else ""
    return read_typed(
        _PAGE.format(day=day, due=due, terms=terms, tax=tax, country=country, buyer=buyer, currency=currency)
    )


def _flagged(invoice: Invoice) -> bool:
    return any(finding.code == "ambiguous_date" for finding in invoice.findings)


def _date(invoice: Invoice) -> date | None:
    return invoice.header.invoice_date.value if invoice.header.invoice_date is not None else None


@pytest.mark.parametrize("currency", ["GBP", "USD"])
def test_a_vendor_taxed_in_europe_writes_the_day_first_wherever_its_buyer_is(currency: str) -> None:
    invoice = _read(tax="VAT no. GB 123 4567 89", currency=currency)
    assert not _flagged(invoice)
    assert _date(invoice) == date(2026, 5, 4)


@pytest.mark.parametrize("place", ["London NW10 7LU", "Leeds LS1 4AP", "12 Mill Rd, M1 1AE Manchester"])
def test_a_british_postcode_of_the_vendor_says_it_as_well(place: str) -> None:
    invoice = _read(country=place, buyer="Leeds LS9 8AB", currency="")
    assert not _flagged(invoice)
    assert _date(invoice) == date(2026, 5, 4)


def test_a_british_postcode_of_the_buyer_says_nothing_of_the_vendor() -> None:
    assert _flagged(_read(country="", buyer="Leeds LS1 4AP", currency=""))


def test_without_its_country_nothing_says_so() -> None:
    assert _flagged(_read())


def test_a_tax_id_says_nothing_where_the_vendor_may_be_american() -> None:
    assert _flagged(_read(tax="VAT no. GB 123 4567 89", country="Toledo, OH 43604", buyer="Leeds LS1 4AP"))


@pytest.mark.parametrize(
    ("day", "due", "terms", "expected"),
    [
        ("09/04/2026", "11/03/2026", "Terms: net 60 days.", date(2026, 9, 4)),
        ("04/05/2026", "03/06/2026", "2% 10 days, net 30", date(2026, 5, 4)),
        ("04/05/2026", "03/06/2026", "", date(2026, 5, 4)),  # else it was due before it was made out
        ("09/04/2026", "10/04/2026", "Payment within 30 days.", date(2026, 9, 4)),
        ("04/05/2026", "June 3, 2026", "30 days net", date(2026, 5, 4)),
        ("02/01/2026", "03/01/2026", "Net 28 days. Returns within 1 day.", date(2026, 2, 1)),
        ("02/01/2026", "03/01/2026", "28 days", date(2026, 2, 1)),
        ("02/01/2026", "03/01/2026", "Zahlbar innerhalb von 28 Tagen", date(2026, 2, 1)),
        ("02/01/2026", "03/01/2026", "Paiement sous 28 jours", date(2026, 2, 1)),
    ],
)
def test_the_days_to_the_due_date_tell_the_order(day: str, due: str, terms: str, expected: date) -> None:
    invoice = _read(day, due, terms, currency="USD", buyer="Dayton")
    assert not _flagged(invoice)
    assert _date(invoice) == expected


@pytest.mark.parametrize(
    ("day", "due", "terms"),
    [
        ("04/05/2026", "", "net 30 days"),
        ("09/04/2026", "11/03/2026", "Terms: net 45 days."),  # the terms fit neither
        ("01/02/2026", "03/04/2026", ""),  # both may be
        ("04/05/2026", "05/06/2026", "Net 31 days.\nNet 32 days."),  # each fits one
        ("05/05/2026", "06/06/2026", "net 32 days"),  # the same either way, and yet
        ("09/10/2026", "10/12/2026", ""),
        ("01/02/2026", "01/03/2026", "Complaints within 1 day of receipt."),  # days, and none of payment
        ("03/04/2026", "05/04/2026", "Returns within 61 days of the invoice date"),
        ("02/01/2026", "03/01/2026", "Warranty 28 days"),
        ("02/01/2026", "03/01/2026", "Garantie 28 Tage"),
        ("02/01/2026", "03/01/2026", "Lieferung netto 28 Tage"),
        ("01/02/2026", "01/03/2026", "Interest is charged 1 day after the due date"),
        ("04/05/2026", "12/02/2026", ""),  # due before it was made out one way, in seven months the other
    ],
)
def test_they_tell_nothing_where_both_or_none_fit(day: str, due: str, terms: str) -> None:
    invoice = _read(day, due, terms, currency="USD", buyer="Dayton")
    assert _flagged(invoice) == (day[:2] != day[3:5] or due[:2] != due[3:5])
