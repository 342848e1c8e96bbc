"""Tax is on no order: a rate bounds it, the vendor's, the desk's, or what is usual for the currency (header_total)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.decision import Lane
from app.domain.policy import Policy, Role
from app.policy.policy_file import parse_policy
from app.policy.tax import exceeds, highest_tax
from tests.helpers.policy import POLICY, VENDOR, World, bill, dec, finding, read, rules

RULE = "header_total.tax_implausible"
CLEAN = World()


def taxed(tax: str, currency: str = "USD", tax_id: str = "34-7508536", policy: Policy = POLICY) -> World:
    """Return the clean invoice of 1000.00 with a tax, in a currency, from a vendor registered so."""
    vendor = replace(VENDOR, currency=currency, tax_id=tax_id)
    world = CLEAN.but(tax=tax, vendor=vendor, policy=policy)
    world = world.but(order=replace(world.order, currency=currency))
    return world.with_header(currency=read(currency), vendor_tax_id=read(tax_id))


@pytest.mark.parametrize(
    ("currency", "most"),
    [("USD", "150"), ("EUR", "255"), ("GBP", "200"), ("CHF", "100"), ("SEK", "250"), ("HUF", "270")],
)
def test_a_tax_above_what_the_currency_is_taxed_at_is_held(currency: str, most: str) -> None:
    assert taxed(most + ".00", currency).decided.lane is Lane.AUTO_RESOLVE
    held = taxed(str(Decimal(most) + 2) + ".00", currency).decided
    said = finding(held, RULE)
    assert (held.lane, said.lane, said.owner) == (Lane.DRAFT_AND_ROUTE, Lane.DRAFT_AND_ROUTE, Role.BUYER)
    assert said.exposure == Decimal(most) + 2
    assert currency in said.figures["limit_source"]


def test_a_tax_of_nearly_thirty_percent_never_clears() -> None:
    for currency in ("USD", "EUR", "GBP", "INR", "XXX"):
        assert RULE in rules(taxed("299.00", currency).decided)


@pytest.mark.parametrize(
    ("tax_id", "most"),
    [("DE216360486", "190"), ("FR 40 303 265 045", "200"), ("CHE-123.456.788", "100"), ("XX12345678", "270")],
)
def test_who_is_registered_for_value_added_tax_bills_that_countrys_in_any_currency(tax_id: str, most: str) -> None:
    for currency in ("USD", "EUR"):
        assert taxed(most + ".00", currency, tax_id).decided.lane is Lane.AUTO_RESOLVE
        held = finding(taxed(str(Decimal(most) + 2) + ".00", currency, tax_id).decided, RULE)
        assert tax_id[:2] in held.figures["limit_source"]


def test_without_such_a_registration_the_currency_decides() -> None:
    assert RULE in rules(taxed("190.00", "USD").decided)


def test_the_policy_sets_the_rate_for_everybody_and_for_one_vendor() -> None:
    policy = replace(POLICY, tax_percent=dec("7.25"), tax_vendors={"V2": dec(30)})
    assert taxed("72.50", policy=policy).decided.lane is Lane.AUTO_RESOLVE
    held = finding(taxed("80.00", policy=policy).decided, RULE)
    assert held.figures["limit_source"] == "tax.highest_percent"
    own = replace(policy, tax_vendors={"V1": dec(19)})
    assert taxed("190.00", policy=own).decided.lane is Lane.AUTO_RESOLVE
    assert finding(taxed("195.00", policy=own).decided, RULE).figures["limit_source"] == "tax.vendors.V1"


def test_a_rate_of_zero_lets_no_tax_through() -> None:
    none = replace(POLICY, tax_percent=dec(0))
    assert taxed("0.00", policy=none).decided.lane is Lane.AUTO_RESOLVE
    assert RULE in rules(taxed("3.00", policy=none).decided)


def test_rounding_line_by_line_is_no_higher_rate() -> None:
    lines = (bill(1, "1", "10.03"),)
    world = World(lines=lines, tax="0.73", policy=replace(POLICY, tax_percent=dec("7.25")))
    assert RULE not in rules(world.decided)


def test_a_large_tax_is_escalated_with_its_amount() -> None:
    held = finding(taxed("11000.00").decided, RULE)
    assert (held.lane, held.exposure) == (Lane.ESCALATE, Decimal(11000))


def test_a_tax_below_zero_or_on_nothing_is_none() -> None:
    assert exceeds(dec(-1), dec(100), dec(20), dec(0))
    assert exceeds(dec(1), dec(0), dec(20), dec(0))
    assert not exceeds(dec(0), dec(0), dec(0), dec(0))


def test_without_vendor_and_currency_the_highest_rate_anywhere_holds() -> None:
    assert highest_tax(POLICY, None, None)[0] == 27


def test_the_tables_of_the_policy_are_read_exactly() -> None:
    policy, _ = parse_policy("version = 1\n[tax]\nhighest_percent = 7.25\n[tax.vendors]\nV1 = 19\n")
    assert (policy.tax_percent, policy.tax_vendors) == (dec("7.25"), {"V1": dec(19)})


def test_a_tax_inside_the_prices_is_paid_with_them_and_bounded_loosely() -> None:
    assert CLEAN.but(tax="160.00", total="1000.00").decided.lane is Lane.AUTO_RESOLVE
    assert RULE in rules(CLEAN.but(tax="280.00", total="1000.00").decided)
