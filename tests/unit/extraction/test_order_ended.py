"""An order that the page itself calls cancelled, closed or replaced holds it; terms for orders at large do not."""

from __future__ import annotations

import pytest

from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                    2.50      30.00
                                              Total         30.00
{foot}
"""


def _codes(foot: str) -> list[str]:
    text = _PAGE.format(foot=foot)
    return [
        found.code for found in statement_findings(read_statements(typed_page(text)), read_typed(text), untaxed=True)
    ]


@pytest.mark.parametrize(
    "said",
    [
        "PO 4711 cancelled, replaced by PO 4718", "PO-4711 has been closed.", "Your order 4711 was cancelled",
        "This invoice cancels our order 4711", "Replaces your PO 4711", "Purchase order no. 4711 superseded",
        "Cancellation of your order 4711", "Order 4711 is replaced by order 4718", "PO 4711 (void)",
        "Bestellung 4711 storniert", "Ihre Bestellung Nr. 4711 wurde aufgehoben", "Ersetzt Ihre Bestellung 4711",
        "Votre commande n° 4711 annulée", "Su pedido 4711 anulado", "Vostro ordine 4711 annullato",
        "Uw bestelling 4711 geannuleerd", "Not by us: your order was cancelled on Jan 2", "PO 4711 has lapsed",
        "Purchase order 4711 is no longer valid", "Bestellung 4711 ist nicht mehr gültig",
    ],
)  # fmt: skip
def test_an_order_that_no_longer_holds_is_told(said: str) -> None:
    assert _codes(said) == ["order_ended_said"]


@pytest.mark.parametrize(
    "said",
    [
        "Your order 4711 of Jan 2, 2026", "PO 4711", "Cancelled orders are charged 10 % for handling",
        "Orders cannot be cancelled after shipment", "Order 4711 complete, thank you", "PO 4711 closed items: none",
        "Your order has not been cancelled", "Ihre Bestellung wurde nicht storniert", "PO 4711 valid until Feb 1",
        "Bestellungen werden nach 30 Tagen geschlossen", "Order 4711 cannot be cancelled",
        "If your order is cancelled we charge a fee", "Unless the order has been cancelled within 5 days",
    ],
)  # fmt: skip
def test_orders_that_hold_and_orders_at_large_are_no_finding(said: str) -> None:
    assert _codes(said) == []


@pytest.mark.parametrize(
    "said",
    ["Receipt - paid", "RECEIPT: PAID", "Paid in full, thank you", "PAID - THANK YOU", "Invoice - paid in full",
     "Status: paid", "Quittung - bezahlt", "Paid with thanks"],
)  # fmt: skip
def test_a_page_that_says_it_is_paid_and_asks_for_its_total_is_held(said: str) -> None:
    assert _codes(said) == ["already_settled"]


@pytest.mark.parametrize("said", ["Not yet paid", "Amount paid: 0.00", "Paid: 0.00", "Please pay on receipt"])
def test_what_is_not_paid_is_no_finding(said: str) -> None:
    assert "already_settled" not in _codes(said)
