"""What another page says against the chosen number, currency and total holds; what only looks like it does not."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice, PageSize, Source
from app.extraction import long_reading
from app.extraction.long_reading import LongReading
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_FIRST = """
Fairlane Mill Supply LLC                        {title}
12 Mill Road                                    Invoice No.    INV-7036
Dayton, OH 45402                                Invoice date   Jan 7, 2026
                                                PO number      PO-5512
                                                Currency       USD
{credited}

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                    2.50      30.00
  4   CS   AB-200    Lock nut M8                    5.00      20.00
"""
_MIDDLE = """
Fairlane Mill Supply LLC                        Invoice No.    {number}
                                                Currency       USD
{said}
"""
_LAST = """
Fairlane Mill Supply LLC                        Invoice No.    INV-7036

Qty   UM   Item      Description                   Price     Amount
  5   CS   AB-300    Flat washer M8                 2.00      10.00

                                              Subtotal      60.00
                                              Tax            0.00
                                              {total}     60.00
"""


def _pages(
    said: str = "", *, number: str = "INV-7036", total: str = "Total USD", title: str = "INVOICE", credited: str = ""
) -> list[str]:
    return [
        _FIRST.format(title=title, credited=credited),
        _MIDDLE.format(number=number, said=said),
        _LAST.format(total=total),
    ]


def _told(invoice: Invoice) -> list[tuple[str | None, str]]:
    return [
        (f.field, f.message) for f in invoice.findings if f.severity is Severity.HOLD and f.code == "pages_contradict"
    ]


def test_another_number_on_a_later_page_is_told_with_both_and_the_page() -> None:
    (told,) = _told(read_typed(*_pages(number="INV-8036")))
    assert told == (
        "invoice_number",
        "Page 2 gives the invoice number INV-8036, but INV-7036 was read as the invoice's.",
    )


@pytest.mark.parametrize(
    "said",
    [
        "Original invoice no. INV-6001",
        "Your invoice no. 4711",
        "Order no. 88123",
        "Delivery note no. 90012",
        "Invoice No. INV-6001 of last month is still open.",
        "Invoice No.     Date          Open\nINV-6001        Dec 1, 2025   12.00",
        "Invoice number 7036",
    ],
)
def test_numbers_of_other_papers_are_none_of_the_invoices(said: str) -> None:
    assert _told(read_typed(*_pages(said))) == []


def test_on_a_credit_note_the_number_of_an_invoice_is_that_of_the_credited_one() -> None:
    pages = [
        page.replace("Invoice No. ", "Credit note no.")
        for page in _pages("Invoice number INV-6001", title="CREDIT NOTE")
    ]
    assert _told(read_typed(*pages)) == []


@pytest.mark.parametrize(
    "said",
    [
        "Currency       CAD",
        "All amounts in EUR",
        "Prices in CAD",
        "Alle Beträge in EUR",
        "Montants en EUR",
        "Importi in EUR",
    ],
)
def test_another_currency_on_any_page_is_told(said: str) -> None:
    (told,) = _told(read_typed(*_pages(said)))
    assert told[0] == "currency"
    assert "Page 2" in told[1]
    assert "USD" in told[1]
    assert said[-3:] in told[1]


@pytest.mark.parametrize(
    "said",
    [
        "All amounts in USD",
        "Currency USD/EUR 0.92",
        "Exchange rate 1.36\nCurrency CAD",
        "Currency EUR 55.20",
        "We also accept payment in CAD or EUR.",
    ],
)
def test_a_second_currency_at_its_rate_contradicts_nothing(said: str) -> None:
    assert _told(read_typed(*_pages(said))) == []


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("                                              Total USD    9,400.00", "Total USD"),
        ("                                              Total        9,400.00", "Total    "),
        ("Invoice total      9,400.00", "Total    "),
        ("Rechnungsbetrag    9,400.00", "Total USD"),
        ("Total USD          9,400.00", "Total    "),  # in another place, where the currency makes it one of money
    ],
)
def test_another_total_on_another_page_is_told(said: str, total: str) -> None:
    (told,) = _told(read_typed(*_pages(said, total=total)))
    assert told == ("total", "Page 2 gives the total 9400.00, but 60.00 was read as the invoice's.")


@pytest.mark.parametrize(
    "name", ["Total payable", "Payable amount", "Amount certified", "Montant TTC", "Bruttobetrag", "Total USD"]
)
def test_more_than_the_total_under_another_of_its_names_on_one_page_is_told(name: str) -> None:
    first, middle, last = _pages()
    (told,) = _told(read_typed(first, middle, f"{last}{46 * ' '}{name}     9,400.00\n"))
    assert told == ("total", "Page 3 gives the total 9400.00, but 60.00 was read as the invoice's.")


@pytest.mark.parametrize("name", ["Order total", "Total weight", "Total (pieces)", "Total  12.00"])
def test_more_than_the_total_that_may_be_of_something_else_is_not_told(name: str) -> None:
    first, middle, last = _pages()
    assert _told(read_typed(first, middle, f"{last}{name}     9,400.00\n")) == []


@pytest.mark.parametrize("name", ["Total", "TOTAL:", "Gesamt", "Totale", "Totaal", "Total :"])
def test_more_than_the_total_called_nothing_but_total_is_told_where_nothing_stands_about_it(name: str) -> None:
    first, middle, last = _pages()
    (told,) = _told(read_typed(first, middle, f"{last}\n\n\n\n{name}     9,400.00\n"))
    assert told == ("total", "Page 3 gives the total 9400.00, but 60.00 was read as the invoice's.")


def test_codes_and_numbers_above_a_bare_total_are_nothing_it_sums() -> None:
    first, middle, last = _pages()
    for above in ("Dayton, OH 45402", "Bank: IBAN DE02120300000000202051"):
        page = f"{last}\n\n\n{above}\nTotal  9,400.00\n"
        assert [field for field, _ in _told(read_typed(first, middle, page))] == ["total"]


def test_a_total_beside_the_rows_of_the_sums_is_told() -> None:
    first, middle, last = _pages()
    for said in ("Tax            0.00", "Subtotal      60.00"):
        beside = last.replace(f"{46 * ' '}{said}", f"Total 9,400.00{32 * ' '}{said}")
        assert beside != last
        assert [field for field, _ in _told(read_typed(first, middle, beside))] == ["total"]


@pytest.mark.parametrize(
    "about",
    [
        "Weight kg\nTotal    812.50",
        "Hours of January    400.00\nHours of February   412.50\nTotal               812.50",
        "           Gross     Net\nTotal     812.50   800.25",
        "            Net kg\n            412.50\nTotal       812.50",
        "Total    812.50 kg",
        "Total       50.00",
    ],
)
def test_sums_with_what_they_sum_above_or_beside_them_are_no_second_total(about: str) -> None:
    first, middle, last = _pages()
    assert _told(read_typed(first, middle, f"{last}\n\n\n\n{about}\n")) == []


@pytest.mark.parametrize(
    "said",
    [
        "                                              Total USD      50.00",
        "                                              Total USD      60.00",
        "Total carried forward    50.00",
        "Total this page          50.00",
        "Total weight            812.50",
        "Total weight            812.50 kg",
        "Total pieces             21.00",
        "Total        812.50",
        "Order total  9,400.00",
        "Subtotal         20.00",
        "Total EUR        55.20",
        "Total hours      12.50",
    ],
)
def test_sums_of_pages_weights_orders_and_other_currencies_are_no_other_total(said: str) -> None:
    assert _told(read_typed(*_pages(said))) == []


def test_an_honest_invoice_of_three_pages_has_nothing_told() -> None:
    invoice = read_typed(*_pages())
    assert _told(invoice) == []
    assert invoice.header.total is not None
    assert len(invoice.lines) == 3


def test_a_long_document_read_in_blocks_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_reading, "BLOCK", 1)
    texts = _pages("All amounts in EUR\n\nInvoice total      9,400.00", number="INV-8036")
    pages = [typed_page(text, number) for number, text in enumerate(texts, 1)]
    reading = LongReading(shipped_knowledge(), None)
    for page in pages:
        reading.add(page)
    found = reading.finish([PageSize(612.0, 792.0)] * 3, Source.TEXT)
    assert [field for field, _ in _told(found)] == ["invoice_number", "currency", "total"]
    assert _told(found) == _told(read_typed(*texts))
