"""A cap on freight holds for a delivery, on however many invoices it is billed (S2.107, S2.120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.decision import EarlierInvoice, History, Lane
from app.domain.invoice import ChargeKind
from app.domain.order import LineRef
from app.domain.receipt import Receipt
from tests.helpers.policy import (
    PO,
    TODAY,
    World,
    bill,
    charge,
    finding,
    group,
    order_line,
    read,
    receipt,
    rules,
)

_CAP = 350  # of the vendor's terms for freight
_RULE = "vendor_compliance.over_cap_in_all"


def _before(**changes: object) -> EarlierInvoice:
    base: dict[str, object] = {
        "document_id": 3, "file": "before.pdf", "sha256": "other bytes", "vendor_id": "V1", "invoice_number": "INV-12",
        "invoice_date": date(2026, 2, 3), "total": Decimal(712), "currency": "USD", "lines": (("A", "1", "12"),),
        "billed": (PO,), "charges": (("freight", "300.00"),),
    }  # fmt: skip
    return EarlierInvoice(**base | changes)  # type: ignore[arg-type]


def _world(*earlier: EarlierInvoice, amount: str = "100.00", receipts: tuple[Receipt, ...] | None = None) -> World:
    charged = World(charges=(charge(ChargeKind.FREIGHT, amount),), history=History(TODAY, earlier))
    return charged if receipts is None else charged.but(receipts=receipts)


def test_freight_of_two_bills_of_one_delivery_counts_toward_one_cap() -> None:
    found = finding(_world(_before()).decided, _RULE)
    assert (found.lane, found.exposure) == (Lane.DRAFT_AND_ROUTE, Decimal(300 + 100 - _CAP))
    assert f"comes after 300.00 on earlier invoices for {PO}" in found.reason
    assert "350.00 for each day on which goods came (2026-02-18)" in found.reason


@pytest.mark.parametrize(("amount", "held"), [("50.00", False), ("50.01", True)])
def test_freight_up_to_the_cap_in_all_is_agreed(amount: str, held: bool) -> None:
    assert (_RULE in rules(_world(_before(), amount=amount).decided)) is held


def test_each_delivery_has_a_freight_of_its_own() -> None:
    came = (receipt("60"), receipt("40", "RC-2", day=25))
    assert _RULE not in rules(_world(_before(), amount="350.00", receipts=came).decided)
    third = _world(_before(), _before(document_id=4, invoice_number="INV-13"), amount="150.00", receipts=came)
    assert _RULE in rules(third.decided)
    same_day = (receipt("60"), receipt("40", "RC-2"))
    assert _RULE in rules(_world(_before(), receipts=same_day).decided)


def test_a_delivery_of_another_order_makes_no_room() -> None:
    came = (receipt("100"), receipt("5", "RC-2", day=25, ref=LineRef("PO-77120", 1)))
    assert _RULE in rules(_world(_before(), receipts=came).decided)


@pytest.mark.parametrize("quantity", ["0", "-5"])
def test_what_brought_no_goods_makes_no_room(quantity: str) -> None:
    came = (receipt("100"), receipt(quantity, "RC-2", day=25))
    assert _RULE in rules(_world(_before(), receipts=came).decided)


def test_a_receipt_without_a_day_is_one_delivery() -> None:
    came = (receipt("60", received_date=None), receipt("40", "RC-2", received_date=None))
    assert (
        "for each day on which goods came (not known)"
        in finding(_world(_before(), receipts=came).decided, _RULE).reason
    )


def test_where_the_currency_was_not_read_every_earlier_charge_counts() -> None:
    unread = _world(_before()).with_header(currency=None)
    assert _RULE in rules(unread.decided)


def test_without_receipts_an_order_is_one_delivery() -> None:
    assert _RULE in rules(_world(_before(), receipts=()).decided)
    returned = (receipt("100"), receipt("-10", "RC-2", day=25))
    assert _RULE in rules(_world(_before(), receipts=returned).decided)


@pytest.mark.parametrize(
    "other",
    [
        {"billed": ("PO-77120",)},
        {"billed": ()},  # a duplicate, which is not paid
        {"state": "rejected"},
        {"is_credit": True},
        {"currency": "EUR"},
        {"charges": (("fuel_surcharge", "300.00"),)},
        {"charges": (("freight", "-300.00"),)},
    ],
)
def test_what_was_charged_on_other_orders_or_is_not_paid_takes_no_room(other: dict[str, object]) -> None:
    assert _RULE not in rules(_world(_before(**other)).decided)


def test_a_charge_above_its_cap_by_itself_is_told_once() -> None:
    told = rules(_world(_before(), amount="351.00").decided)
    assert "vendor_compliance.over_cap" in told
    assert _RULE not in told


def test_s2_107_freight_as_an_ordered_line_after_freight_as_a_charge_is_held() -> None:
    line = replace(order_line(2, "1", "45.00", sku="FRT"), description="Freight")
    freight = replace(bill(2, "1", "45.00", code="FRT"), description=read("Freight"))
    world = World(
        lines=(bill(), freight),
        order_lines=(order_line(), line),
        groups=(group(), group(lines=(2,), po_lines=(2,))),
        receipts=(receipt("100"), receipt("1", "RC-2", 2)),
    )
    assert world.decided.lane is Lane.AUTO_RESOLVE
    after = world.but(history=History(TODAY, (_before(),)))
    assert finding(after.decided, "vendor_compliance.line_and_charge").exposure == Decimal(45)
    other = world.but(history=History(TODAY, (_before(charges=(("handling", "30.00"),)),)))
    assert other.decided.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(("billed", "held"), [("1", True), ("0", False)])
def test_s2_107_freight_as_a_charge_after_freight_as_an_ordered_line_is_held(billed: str, held: bool) -> None:
    line = replace(order_line(2, "1", "45.00", sku="FRT"), description="Freight", billed_quantity=Decimal(billed))
    world = World(order_lines=(order_line(), line), charges=(charge(ChargeKind.FREIGHT, "40.00"),))
    assert ("vendor_compliance.line_and_charge" in rules(world.decided)) is held
