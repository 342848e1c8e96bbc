"""What stands where a number, an order, a tax id or a name of the header might stand, and is another one's or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.invoice import Invoice
from app.extraction.pipeline import read_invoice
from tests.helpers.typed_pages import HEIGHT, ROW, read_typed, shipped_knowledge, typed_page

_PAGE = """
{}

Description              Qty     Price     Amount
Blazer navy               24     68.00   1,632.00
Badge magnetic           200      1.15     230.00
                         Total           1,862.00
"""


def _read(head: str) -> Invoice:
    return read_typed(_PAGE.format(head))


def _name(invoice: Invoice) -> str | None:
    return invoice.header.vendor_name.value if invoice.header.vendor_name else None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("VAT No: GB987654321\nOur VAT No: GB123456789", "GB123456789"),
        ("ABN: 51 824 753 556", "51 824 753 556"),
        ("Bill to:\nMuster AG\nCHE-222.333.444", None),
        ("P.IVA / C.F. e Reg. Imprese IT01977340028", "IT01977340028"),
        ("P.IVA / C.F. del cliente IT01977340028", None),
        ("Partita IVA cessionario IT01977340028", None),
        ("VAT No of your company GB123456789", None),
        ("Identificativo fiscale ai fini IVA: IT03488210245\nCodice fiscale: 03488210245", "IT03488210245"),
    ],
)
def test_the_tax_id_is_the_sellers_own_and_whole(head: str, found: str | None) -> None:
    """S2.159: what calls itself ours goes first; one without a label beside the buyer's name is the buyer's."""
    tax = _read(f"Oakley Ltd\n{head}\nInvoice No. 77810").header.vendor_tax_id
    assert (tax.value if tax else None) == found


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Job spring mailer Customer PO 4471-88", ("4471-88",)),
        ("Job spring mailer po 4471-88", ()),
        ("Send the customer PO by mail 77-B812", ()),
        ("Customer P.O. VCU 4471", ("VCU 4471",)),
        ("Customer P.O. VCU  4471", ("4471",)),
    ],
)
def test_an_order_in_the_midst_of_a_text_is_named_by_two_words_and_follows_them(
    text: str, orders: tuple[str, ...]
) -> None:
    """S2.160: and capitals belong to a number they stand close to."""
    invoice = _read(f"Invoice No. 77810\n{text}")
    assert tuple(order.value for order in invoice.header.po_numbers) == orders


@pytest.mark.parametrize("place", ["# SOI-002291", "# SOI-002291               2026-03-01"])
def test_a_number_that_stands_under_no_title_is_not_the_invoices(place: str) -> None:
    """S2.159."""
    assert _read(f"SHIP TO                         INVOICE\n{place}").header.invoice_number is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Better prices, better parts!\nOakley\nINVOICE 4471", "Oakley"),
        ("Marlow\nHarbour View\nINVOICE 4471\nHarbour View\n12 Mill Street", "Harbour View"),
        ("VALLEY FRESH PRODUCE CO. Tel 209 555 0144\nINVOICE 4471", "VALLEY FRESH PRODUCE CO."),
    ],
)
def test_a_slogan_a_name_told_once_and_a_telephone_give_way(head: str, name: str) -> None:
    """S2.159."""
    assert _name(_read(head)) == name


@pytest.mark.parametrize(
    ("head", "large", "name"),
    [
        ("Marlow\nOakley Tools\nINVOICE 4471", "Marlow", "Marlow"),
        ("Marlow\nOakley Tools\nINVOICE 4471", "", "Oakley Tools"),
        ("Supply invoice 4471\nMarlow Tools", "Supply invoice 4471", "Marlow Tools"),
    ],
)
def test_large_letters_lead_a_page_with_a_name_but_not_with_a_title(head: str, large: str, name: str) -> None:
    """S2.159."""
    page = typed_page(_PAGE.format(head))
    rows = [row for row, text in enumerate(head.split("\n")) if text == large]
    tops = {20 + row * ROW for row in rows}
    words = (
        replace(word, box=replace(word.box, bottom=word.box.top + 1.45 * HEIGHT)) if word.box.top in tops else word
        for word in page.words
    )
    assert _name(read_invoice([replace(page, words=tuple(words))], knowledge=shipped_knowledge())) == name
