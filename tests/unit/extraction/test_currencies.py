"""Whose money an invoice asks for, by codes and signs that are seldom met: an order in euros must not pay it."""

from __future__ import annotations

import pytest

from app.extraction.values.figures import is_currency_word
from app.extraction.values.numerals import number_body
from tests.helpers.typed_pages import lines_of, read_typed

_PAGE = """
Acme Supply Inc.                       INVOICE
Invoice No: 4711        Date: 01/28/2026   {label}

Qty   Item      Description            U/M    Price     Amount{heading}
 12   AB-100    Hex bolt               EA      2.50      30.00
  3   AB-200    Washer kit             BX     10.00      30.00
                                       Subtotal          60.00
                                       {total}
"""
_TOTAL = "Total             60.00"


def _currency(*, label: str = "", heading: str = "", total: str = _TOTAL) -> str | None:
    invoice = read_typed(_PAGE.format(label=label, heading=heading, total=total))
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "60.00"
    assert len(lines_of(invoice)) == 2
    return invoice.header.currency.value if invoice.header.currency is not None else None


@pytest.mark.parametrize("code", ["PHP", "TND", "KES", "LKR", "XOF", "UAH"])
def test_a_code_that_is_seldom_met_is_the_currency_where_it_stands_with_money(code: str) -> None:
    places = {
        _currency(label=f"Currency: {code}"),
        _currency(label=f"All amounts in {code}"),
        _currency(label=f"\nBilled and payable in {code} only"),
        _currency(heading=f" ({code})"),
        _currency(total=f"Total {code}         60.00"),
        _currency(total=f"Total             60.00 {code}"),
        _currency(total=f"Total             {code}60.00"),
    }
    assert places == {code}


@pytest.mark.parametrize(
    ("label", "total", "code"),
    [
        ("", "Total (CDN)       60.00", "CAD"),
        ("", "Total             CDN $60.00", "CAD"),
        ("", "Total             $60.00 CDN", "CAD"),
        ("", "Total CDN$        60.00", "CAD"),
        ("", "Total             CDN$60.00", "CAD"),
        ("", "Total             SFr. 60.00", "CHF"),
        ("\nAll amounts in Canadian funds", "Total             $60.00", "CAD"),
        ("\nPayable in US funds", _TOTAL, "USD"),
        ("\nAll prices in Australian Dollars", "Total             $60.00", "AUD"),
        ("\nAll amounts are in U.S. Dollars", _TOTAL, "USD"),
        ("\nABN 51 824 753 556   All amounts in US dollars", "Total             $60.00", "USD"),
        ("\nAll prices in Pounds Sterling", _TOTAL, "GBP"),
        ("\nAlle Beträge in Schweizer Franken", _TOTAL, "CHF"),
        ("\nImportes en dólares estadounidenses", _TOTAL, "USD"),
        ("\nWe trade Canadian dollars", _TOTAL, None),
        ("\nCDN traffic is billed apart", _TOTAL, None),
    ],
)
def test_a_currency_may_be_said_in_words_and_another_dollar_by_its_country(
    label: str, total: str, code: str | None
) -> None:
    assert _currency(label=label, total=total) == code


def test_a_code_in_a_name_is_no_currency() -> None:
    assert _currency(label="PHP Consulting") is None
    assert _currency(label="Ship via KES Express") is None
    assert _currency(label="PHP               10.00") is None  # farther from the sum than a blank
    assert _currency(label="\nPHP works        60.00") is None  # more than the code stands before the one sum


def test_what_is_a_word_too_is_a_currency_behind_a_label_alone() -> None:
    assert _currency(label="Currency: PEN") == "PEN"
    assert _currency(total="TOTAL ALL         60.00") is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("60.00 zł", "PLN"), ("60.00 Kč", "CZK"), ("₺60.00", "TRY"), ("₴60.00", "UAH"), ("Fr. 60.00", "CHF"),
        ("Rs. 60.00", "INR"), ("60.00 lei", "RON"), ("60.00 kr", "SEK"),
    ],
)  # fmt: skip
def test_signs_beside_a_sum_are_its_currency(printed: str, code: str) -> None:
    assert _currency(total=f"Total             {printed}") == code


@pytest.mark.parametrize(
    ("number", "code"), [("Org. no. 987 654 325 MVA", "NOK"), ("CVR 12345678", "DKK"), ("Kennitala 530588", "ISK")]
)
def test_whose_crowns_are_meant_is_told_by_the_number_of_the_company(number: str, code: str) -> None:
    assert _currency(label=number, total="Total          kr 60.00") == code


def test_a_code_that_is_seldom_met_is_taken_off_a_figure_with_cents_alone() -> None:
    assert [number_body(text) for text in ("MAD4.00", "4,00MAD", "4.00zł")] == [
        ("4.00", False),
        ("4,00", False),
        ("4.00", False),
    ]
    assert [number_body(text) for text in ("MAD4", "4MAD", "MAD-4", "4zł")] == [None] * 4


def test_a_code_that_is_seldom_met_is_a_currency_in_capitals_alone() -> None:
    assert is_currency_word("(PHP)")
    assert not is_currency_word("Php")


@pytest.mark.parametrize(
    ("said", "currency"),
    [
        ("Les montants sont en euros.", "EUR"), ("Alle Beträge verstehen sich in Euro", "EUR"),
        ("Importi espressi in euro", "EUR"), ("Préparé en euros par nos soins", None),
    ],
)  # fmt: skip
def test_euros_that_the_amounts_are_said_to_be_in_are_the_currency(said: str, currency: str | None) -> None:
    assert _currency(label=f"\n{said}") == currency


@pytest.mark.parametrize(
    ("sign", "code"), [("Rp ", "IDR"), ("Rp", "IDR"), ("KSh ", "KES"), ("S/ ", "PEN"), ("RM", None)]
)
def test_s2_159_signs_in_letters_before_sums_are_neither_units_nor_codes(sign: str, code: str | None) -> None:
    invoice = read_typed(
        f"""
Invoice No: INV-20881

Item Code   Description          Qty   UOM    Rate         Amount
TL-4410     Hammer steel         2     Nos    {sign}61.20      {sign}122.40
TL-4411     Saw blade            3     Nos    {sign}20.00      {sign}60.00
                                      Total        {sign}182.40
"""
    )
    assert [line[1:] for line in lines_of(invoice)] == [("2", "EA", "61.20", "122.40"), ("3", "EA", "20.00", "60.00")]
    assert invoice.header.total is not None
    assert (invoice.header.currency.value if invoice.header.currency else None) == code


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Item#¥", None),
        ("CAS€", None),
        ("Cod£e", None),
        ("Item#$", None),
        ("US$/KG", "USD"),
        ("Amount/€", "EUR"),
        ("Price(£)", "GBP"),
        ("(US$)", "USD"),
        ("€", "EUR"),
    ],
)
def test_a_sign_that_a_scan_gives_within_a_word_is_no_currency(heading: str, code: str | None) -> None:
    header = read_typed(_PAGE.format(label="", heading=f"   {heading}", total=_TOTAL), scanned=True).header
    assert (header.currency.value if header.currency is not None else None) == code
