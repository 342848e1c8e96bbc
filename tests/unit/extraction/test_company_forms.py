"""Companies that a page names besides vendor and buyer: a legal form that two share makes them no one company."""

from __future__ import annotations

import pytest

from app.extraction.statements.part_phrases import names_other_payer
from app.extraction.statements.payee_phrases import FOR_ANOTHER, names_another
from tests.helpers.typed_pages import read_typed

_PAGE = """
{vendor:48}INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Bill to:
{buyer}
500 Elm Street

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00

                                              Total USD       30.00
"""


@pytest.mark.parametrize("form", ["Kft", "Lda", "s.r.o.", "GmbH", "B.V."])
def test_another_seller_of_the_vendors_legal_form_is_another(form: str) -> None:
    vendor = f"Fairlane Mill Supply {form}"
    invoice = read_typed(_PAGE.format(vendor=vendor, buyer="Meridian Manufacturing, Inc."))
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == vendor
    assert names_another(f"lieferant: orvault {form.casefold()}", invoice)
    assert not names_another(f"lieferant: {vendor.casefold()}", invoice)


def test_letters_that_two_companies_share_make_them_no_one_company() -> None:
    invoice = read_typed(_PAGE.format(vendor="XY Mill Supply Ltd", buyer="Meridian Manufacturing, Inc."))
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "XY Mill Supply Ltd"
    assert names_another("supplier: xy orvault ltd", invoice)


@pytest.mark.parametrize("form", ["S.A.", "S.r.l.", "Kft", "GmbH", "N.V."])
def test_another_payer_of_the_buyers_legal_form_is_another(form: str) -> None:
    buyer = f"Zorin Logistics {form}"
    invoice = read_typed(_PAGE.format(vendor="Fairlane Mill Supply Ltd", buyer=buyer))
    assert invoice.header.bill_to
    assert names_other_payer(f"payable by orvault {form.casefold()}", invoice)
    assert not names_other_payer(f"payable by {buyer.casefold()}", invoice)


def test_the_vendor_and_the_buyer_themselves_are_nobody_else() -> None:
    invoice = read_typed(_PAGE.format(vendor="Fairlane Mill Supply Ltd", buyer="Zorin Logistics Ltd"))
    assert not names_another("supplier: zorin logistics ltd", invoice)
    assert not names_another("supplier: the ltd", read_typed(_PAGE.format(vendor="", buyer="Zorin Logistics Ltd")))


@pytest.mark.parametrize(
    ("words", "another"),
    [
        ("virement exclusivement a fairlane immobilier sci", True),
        ("payment only to fairlane mill holdings llc", True),
        ("payment only to fairlane mill supply inc", False),  # another form, and no other name
        ("payment only to fairlane mill supply ltd", False),
        ("payment only to fairlane supply group ltd", False),  # of its form: its name in full, perhaps
    ],
)
def test_a_sister_of_another_form_is_another_payee(words: str, another: bool) -> None:
    invoice = read_typed(_PAGE.format(vendor="Fairlane Mill Supply Ltd", buyer="Meridian Manufacturing, Inc."))
    assert FOR_ANOTHER.find(words)
    assert names_another(words, invoice) is another
