"""Whom an invoice is made out to and where its goods went: the buyer's blocks, row by row, from page and e-invoice."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

PAGE = """
Amberley Supply Co                                  INVOICE
200 Mill Road, Dayton, OH 45402                     Invoice no: 7741

Bill to:                            Ship to:
Northwind Traders Ltd               Northwind Depot
Accounts Payable                    7250 Airport Dr
12 Oak Road                         Louisville, KY 40209
Reno, NV 89501

Item    Description         Qty   Price    Amount
10001   Work gloves         10    4.00     40.00
                                  Total    40.00
"""


def test_both_blocks_are_read_row_by_row_with_their_place() -> None:
    header = read_typed(PAGE).header
    [bill_to], [ship_to] = header.bill_to, header.ship_to
    assert bill_to.value == "Northwind Traders Ltd\nAccounts Payable\n12 Oak Road\nReno, NV 89501"
    assert ship_to.value == "Northwind Depot\n7250 Airport Dr\nLouisville, KY 40209"
    assert bill_to.box is not None


def test_a_customer_number_and_a_page_without_labels_name_nobody() -> None:
    numbered = PAGE.replace("Bill to:                            Ship to:", "Customer: 10023")
    header = read_typed(numbered.replace("Northwind Traders Ltd               Northwind Depot", "")).header
    assert header.bill_to == ()
    assert header.ship_to == ()


def test_german_labels_are_told_apart() -> None:
    page = PAGE.replace("Bill to:    ", "Rechnung an:").replace("Ship to:", "Lieferadresse:")
    header = read_typed(page).header
    assert [block.value.split("\n")[0] for block in (*header.bill_to, *header.ship_to)] == [
        "Northwind Traders Ltd", "Northwind Depot",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "label", ["Account of:", "Dirección de facturación:", "Indirizzo di fatturazione:", "Afnemer:", "Debiteur:", "Aan:"]
)
def test_labels_of_six_languages_stand_over_the_buyer(label: str) -> None:
    header = read_typed(PAGE.replace("Bill to:".ljust(len(label)), label)).header
    assert [block.value.split("\n")[0] for block in header.bill_to] == ["Northwind Traders Ltd"]


def test_a_label_of_a_name_alone_tells_whom_the_invoice_is_made_out_to() -> None:
    for label in ("Customer name:", "Besteller:", "Nom du client :", "Klantnaam:"):
        header = read_typed(PAGE.replace("Invoice no: 7741", f"Invoice no: 7741\n{label:20}Zorin Logistics Ltd")).header
        assert "Zorin Logistics Ltd" in [block.value for block in header.bill_to], label


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("Your VAT no: GB999999973", ["GB999999973"]), ("Ihre USt-IdNr.: DE811234567", ["DE811234567"]),
        ("N° TVA client : FR40303265045", ["FR40303265045"]), ("Vs. P.IVA 01234567890", ["01234567890"]),
        ("NIF cliente: B12345674", ["B12345674"]), ("Uw btw-nummer: NL004495445B01", ["NL004495445B01"]),
        ("VAT no: GB999999973", []),
    ],
)  # fmt: skip
def test_a_label_says_whose_a_tax_id_is(row: str, numbers: list[str]) -> None:
    header = read_typed(PAGE.replace("Invoice no: 7741", f"Invoice no: 7741\n{'':40}{row}")).header
    assert [number.value for number in header.buyer_tax_ids] == numbers
    assert (header.vendor_tax_id is None) == bool(numbers)


def test_a_tax_id_in_the_buyers_block_is_the_buyers() -> None:
    header = read_typed(PAGE.replace("Reno, NV 89501", "VAT no: GB999999973")).header
    assert [number.value for number in header.buyer_tax_ids] == ["GB999999973"]
    assert header.vendor_tax_id is None
