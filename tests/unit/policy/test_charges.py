"""Charges: nothing hides behind a credit, comes without goods, or comes twice (S2.107, S2.120, vendor_compliance)."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from app.domain.decision import Lane
from app.domain.invoice import ChargeKind
from app.policy.charge_words import kind_named
from app.policy.charges import charge_findings
from tests.helpers.policy import POLICY, World, bill, charge, dec, finding, group, order_line, read, rules

CLEAN = World()
FREIGHT = ChargeKind.FREIGHT


@pytest.mark.parametrize("amounts", list(permutations(["-60.00", "200.00", "151.00"])))
def test_s2_120_a_credit_makes_no_room_under_a_cap_wherever_it_stands(amounts: tuple[str, ...]) -> None:
    decision = CLEAN.but(charges=tuple(charge(FREIGHT, amount) for amount in amounts)).decided
    found = finding(decision, "vendor_compliance.over_cap")
    assert found.exposure == dec("1.00")
    assert "351.00" in found.reason


def test_s2_120_a_credit_alone_and_charges_under_the_cap_clear() -> None:
    for amounts in (("-60.00",), ("-60.00", "350.00"), ("200.00", "150.00")):
        charges = tuple(charge(FREIGHT, amount) for amount in amounts)
        assert CLEAN.but(charges=charges).decided.lane is Lane.AUTO_RESOLVE, amounts


def test_a_charge_is_told_with_the_decimals_of_the_invoice_s_currency() -> None:
    insured = CLEAN.but(charges=(charge(ChargeKind.INSURANCE, "2000"),))
    assert finding(insured.decided, "vendor_compliance.charge").figures["amount"] == "2000.00"
    in_yen = insured.with_header(currency=read("JPY")).decided
    assert finding(in_yen, "vendor_compliance.charge").figures["amount"] == "2000"


def test_a_surcharge_called_a_discount_is_not_netted_away() -> None:
    pair = (charge(ChargeKind.DISCOUNT, "60.00"), charge(ChargeKind.DISCOUNT, "-100.00"))
    assert "vendor_compliance.negative_charge" in rules(CLEAN.but(charges=pair).decided)


def test_s2_107_freight_without_goods_is_held() -> None:
    nothing = CLEAN.but(lines=(bill(quantity="0", amount="0.00"),))
    assert nothing.decided.lane is Lane.AUTO_RESOLVE
    decision = nothing.but(charges=(charge(FREIGHT, "20.00"),)).decided
    assert finding(decision, "vendor_compliance.nothing_billed").exposure == dec("20.00")


@pytest.mark.parametrize("text", ["Freight", "LTL freight 10234", "Fracht nach Köln", "Frais de port"])
def test_s2_107_freight_as_an_ordered_line_and_as_a_charge_is_billed_twice(text: str) -> None:
    freight = order_line(2, "1", "50.00", sku="FRT", description=text)
    line = replace(bill(2, "1", "50.00", code="FRT"), description=read("as agreed"))
    world = CLEAN.but(
        lines=(bill(), line), order_lines=(order_line(), freight), groups=(group(), group(lines=(2,), po_lines=(2,)))
    )
    assert world.decided.lane is Lane.AUTO_RESOLVE
    twice = world.but(charges=(charge(FREIGHT, "50.00"),)).decided
    assert finding(twice, "vendor_compliance.billed_twice").exposure == dec("50.00")
    other = world.but(charges=(charge(ChargeKind.FUEL_SURCHARGE, "5.00"),)).decided
    assert other.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("Lift gate", True), ("Liftgate service", True), ("Limited access delivery", True), ("Stop-off charge", True),
        ("Oversize fee", True), ("Hebebühne", True),
        ("Freight - second delivery attempt", True),
        ("Freight, duty and customs", True), ("Return freight", True),
        ("Fracht und Zoll", True), ("Freight", False), ("Residential delivery", False),
        ("Expedited freight", True), ("Rush shipping", True), ("Rush", True), ("Freight to Rush, NY", False),
        ("Premium freight", True), ("Eilfracht", True), ("Spoedlevering", True),
        ("UPS Next Day Air shipping", False), ("Versand DHL Express", False), ("Expressversand", False),
        ("Frais d'expédition", False), ("Expeditie", False),
        ("Freight adjustment", True), ("Frachtdifferenz", True), ("Conguaglio trasporto", True),
        ("Prior freight", True), ("Freight of last shipment", True), ("Redelivery", True), ("Inside delivery", True),
        ("Freight from invoice 88120", True), ("Freight for invoice INV-77", False),
        ("Shipping and insurance", True), ("Freight & tooling", True), ("Transport et assurance", True),
        ("Fracht/Palette", True), ("Portes y seguro", True),
        ("Shipping & handling", False), ("Porto und Verpackung", False), ("Freight & fuel", False),
        ("Shipping, handling", False), ("Freight - Memphis to Dayton", False),
    ],
)  # fmt: skip
def test_s2_120_what_carriers_do_at_the_door_is_no_freight_that_was_agreed(label: str, held: bool) -> None:
    billed = replace(charge(FREIGHT, "20.00"), description=label)
    found = [f for f in CLEAN.but(charges=(billed,)).decided.findings if f.rule == "vendor_compliance.charge"]
    assert [label in f.reason for f in found] == [True] * held


@pytest.mark.parametrize(
    ("kind", "label", "amount"),
    [(FREIGHT, "Return freight", "-20.00"), (ChargeKind.FUEL_SURCHARGE, "Fuel surcharge, oversize load", "20.00")],
)
def test_s2_120_what_is_credited_or_agreed_under_a_name_of_its_own_is_not_called_freight(
    kind: ChargeKind, label: str, amount: str
) -> None:
    billed = replace(charge(kind, amount), description=label)
    assert CLEAN.but(charges=(billed,)).decided.lane is Lane.AUTO_RESOLVE


def test_s2_120_what_is_joined_with_freight_may_be_agreed_as_well() -> None:
    billed = replace(charge(FREIGHT, "20.00"), description="Shipping and insurance")
    agreed = replace(CLEAN.vendor, accessorials={**CLEAN.vendor.accessorials, ChargeKind.INSURANCE: None})
    assert CLEAN.but(charges=(billed,), vendor=agreed).decided.lane is Lane.AUTO_RESOLVE


def test_words_of_goods_name_no_charge() -> None:
    assert kind_named("Freight elevator film") is None
    assert kind_named("Eaton 9PX UPS") is None
    assert kind_named("Pallet") is None, "it is goods as often as a charge"
    assert kind_named("Hex bolt zinc plated") is None
    assert kind_named("") is None
    assert kind_named("Fuel surcharge 3 %") is ChargeKind.FUEL_SURCHARGE


@pytest.mark.parametrize(("amount", "held"), [("1000.00", False), ("1000.01", True), ("9999.00", True)])
def test_s2_120_a_charge_without_a_cap_is_no_more_than_the_goods_it_comes_with(amount: str, held: bool) -> None:
    """Fuel has no cap in these terms; the goods are 1000.00."""
    decision = CLEAN.but(charges=(charge(ChargeKind.FUEL_SURCHARGE, amount),)).decided
    assert ("vendor_compliance.more_than_goods" in rules(decision)) is held
    assert (decision.lane is not Lane.AUTO_RESOLVE) is held


def test_s2_120_a_small_charge_on_smaller_goods_is_nobodys_business() -> None:
    little = CLEAN.but(lines=(bill(quantity="2"),), order_lines=(order_line(quantity="2"),), receipts=())
    charged = little.but(charges=(charge(ChargeKind.FUEL_SURCHARGE, "90.00"),))
    assert charged.decided.lane is Lane.AUTO_RESOLVE, "the lowest role may release 100.00"
    assert little.but(charges=(charge(ChargeKind.FUEL_SURCHARGE, "101.00"),)).decided.lane is Lane.DRAFT_AND_ROUTE


def test_a_charge_above_what_is_escalated_is_told_once() -> None:
    told = rules(CLEAN.but(charges=(charge(ChargeKind.FUEL_SURCHARGE, "10001.00"),)).decided)
    assert "vendor_compliance.large_charge" in told
    assert "vendor_compliance.more_than_goods" not in told


def test_a_vendor_that_nobody_knows_may_charge_nothing() -> None:
    charged = CLEAN.but(charges=(replace(charge(ChargeKind.FREIGHT, "5.00"), description="Shipping and insurance"),))
    told = [found.rule for found in charge_findings(charged.invoice, None, POLICY)]
    assert set(told) == {"vendor_compliance.charge"}
