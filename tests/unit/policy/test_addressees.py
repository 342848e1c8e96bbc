"""Whom an invoice is made out to and where its goods went, against own names, own addresses and the order's ship-to.

S1.3 (where no rule says that it is safe, it is held), S1.18 (data quality), S1.25 (what to do next); what cannot be
read or compared is no finding.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.order import LineRef, OrderStatus
from app.domain.policy import Policy
from app.domain.provenance import Certainty, Extracted, Method
from app.policy.own_company import Own, another_company
from tests.helpers.policy import VENDOR, World, order_line, read, rules

NAMES = ("Meridian Manufacturing Company, Inc.", "Meridian Mfg UK Ltd", "Müller & Söhne GmbH")
ADDRESSES = ("500 Elm Street, Dayton, OH 45402", "Hafenstraße 9, 20457 Hamburg")
OWN = Own(NAMES, ADDRESSES)
ELSEWHERE = "\n12 Oak Road\nReno, NV 89501"


@pytest.mark.parametrize(
    "block",
    [
        "Meridian Manufacturing Company, Inc.",
        "MERIDIAN MANUFACTURING CO\nAccounts Payable\nP.O. Box 99\nReno, NV 89501",
        "Meridian Mfg. Co., Inc." + ELSEWHERE,
        "Meridian Manufacturing Inc, Reno, NV",
        "Meridian Manuf. – Reno Plant" + ELSEWHERE,
        "Meridian Manufacturing Reno" + ELSEWHERE,
        "Meridian\nManufacturing Company" + ELSEWHERE,
        "Attn: Jane Doe\nMeridian Manufacturing" + ELSEWHERE,
        "Jane Doe\nc/o Meridian Manufacturing" + ELSEWHERE,
        "Invoice Processing Center\nc/o Meridian Manufacturing" + ELSEWHERE,
        "Meridian Manufacturing dba Blue Anchor" + ELSEWHERE,
        "Meridian Mfg UK Limited\n1 Quay Lane\nHull HU1 2AB",
        "Firma\nMueller und Soehne GmbH\nPostfach 12\n80331 München",
        "Muller & Sohne\n80331 München",
        "Nummer\nGlobale Nummer: 4000001987658 (GTIN)\nMüller & Söhne GmbH\n80331 München",
        "Accounts Payable\n500 Elm Street\nDayton, OH 45402",
        "Jane Doe\n500 Elm Street\nDayton, OH 45402",
        "Dayton Plant",
        "10023",
        "Jane Doe",
    ],
)
def test_own_names_in_any_honest_form_and_what_cannot_be_told_are_left_alone(block: str) -> None:
    assert another_company(block, OWN, scanned=False) == ""


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("Northwind Traders Ltd" + ELSEWHERE, "Northwind Traders Ltd"),
        ("Northwind Traders Ltd\n500 Elm Street\nDayton, OH 45402", "Northwind Traders Ltd"),
        ("Northwind Traders" + ELSEWHERE, "Northwind Traders"),
        ("Meridian Manufacturing Holdings LLC" + ELSEWHERE, "Meridian Manufacturing Holdings LLC"),
        ("Meridian Manufacturing GmbH" + ELSEWHERE, "Meridian Manufacturing GmbH"),
        ("Meridian Europe" + ELSEWHERE, "Meridian Europe"),
        ("New Meridian Manufacturing" + ELSEWHERE, "New Meridian Manufacturing"),
        ("Northwind Ltd\nc/o Meridian Manufacturing" + ELSEWHERE, "Northwind Ltd"),
        ("Accounts Payable\nNorthwind Traders, Inc." + ELSEWHERE, "Northwind Traders, Inc."),
        ("John Q. Smith" + ELSEWHERE, "John Q. Smith"),
        ("3R Bau GmbH\n10115 Berlin", "3R Bau GmbH"),
    ],
)
def test_another_company_is_named_with_what_was_printed(block: str, name: str) -> None:
    assert another_company(block, OWN, scanned=False) == name


def test_a_misread_own_name_of_a_scan_is_ours_and_print_is_taken_at_its_word() -> None:
    block = "Meridlan Manufacturlng Co" + ELSEWHERE
    assert another_company(block, OWN, scanned=True) == ""
    assert another_company(block, OWN, scanned=False) != ""


def test_a_scan_names_another_company_too_where_nothing_of_it_is_alike() -> None:
    assert another_company("Northwind Traders Ltd" + ELSEWHERE, OWN, scanned=True) == "Northwind Traders Ltd"
    assert another_company("Meridiem Manufacturers" + ELSEWHERE, OWN, scanned=True) == "", "misread, perhaps"


@pytest.mark.parametrize(("printed", "named"), [("BRF", ""), ("B.R.F.", ""), ("BRT", "BRT"), ("BF", "")])
def test_initials_of_an_own_name_are_ours(printed: str, named: str) -> None:
    own = Own(("Blue River Foods, Inc.",), ADDRESSES)
    assert another_company(printed + ELSEWHERE, own, scanned=False) == named


def test_without_own_names_nothing_is_checked() -> None:
    assert another_company("Northwind Traders Ltd" + ELSEWHERE, Own((), ADDRESSES), scanned=False) == ""


def named(policy: Policy) -> Policy:
    return replace(policy, own_names=NAMES, own_addresses=ADDRESSES)


def addressed(bill_to: str = "", ship_to: str = "", *, own: bool = True) -> World:
    world = World()
    world = replace(world, policy=named(world.policy)) if own else world
    blocks = {"bill_to": bill_to, "ship_to": ship_to}
    return world.with_header(**{name: (read(text),) for name, text in blocks.items() if text})


def test_an_invoice_made_out_to_another_company_is_held_with_both_names_shown() -> None:
    decision = addressed("Northwind Traders Ltd" + ELSEWHERE).decided
    assert "data_quality.bill_to" in rules(decision)
    assert decision.lane is Lane.DRAFT_AND_ROUTE
    [finding] = [f for f in decision.findings if f.rule == "data_quality.bill_to"]
    assert "Northwind Traders Ltd" in finding.reason
    assert NAMES[0] in finding.reason


def test_own_name_clears_and_so_does_everything_where_no_names_are_set() -> None:
    assert addressed("Meridian Manufacturing\n500 Elm Street\nDayton, OH 45402").decided.lane is Lane.AUTO_RESOLVE
    assert addressed().decided.lane is Lane.AUTO_RESOLVE
    assert addressed("Northwind Traders Ltd" + ELSEWHERE, own=False).decided.lane is Lane.AUTO_RESOLVE


def test_own_name_at_an_address_that_is_none_of_ours_is_held() -> None:
    assert "data_quality.bill_to_address" in rules(addressed("Meridian Manufacturing" + ELSEWHERE).decided)


def test_one_block_of_several_that_names_another_is_enough() -> None:
    world = addressed()
    blocks = (read("Meridian Manufacturing\nDayton, OH 45402"), read("Northwind Traders Ltd" + ELSEWHERE))
    assert "data_quality.bill_to" in rules(world.with_header(bill_to=blocks).decided)


@pytest.mark.parametrize(
    ("printed", "own", "held"),
    [
        (("ATU99999991",), ("DE811234567",), True),
        (("DE 811 234 567",), ("DE811234567",), False),
        (("811234567",), ("DE811234567",), False),
        (("88/123/4567", "DE811234567"), ("DE811234567",), False),
        (("ATU99999991",), ("DE811234567", "ATU99999991"), False),
        (("ATU99999991",), (), False),
        ((), ("DE811234567",), False),
    ],
)
def test_an_invoice_that_gives_another_s_tax_id_for_the_buyer_is_held(
    printed: tuple[str, ...], own: tuple[str, ...], held: bool
) -> None:
    world = replace(World(), policy=replace(World().policy, own_tax_ids=own))
    decision = world.with_header(buyer_tax_ids=tuple(map(read, printed))).decided
    assert ("data_quality.bill_to_tax_id" in rules(decision)) is held
    assert decision.lane is (Lane.DRAFT_AND_ROUTE if held else Lane.AUTO_RESOLVE)


def test_the_vendor_s_own_tax_id_under_the_buyer_s_address_is_not_the_buyer_s() -> None:
    world = replace(World(), policy=replace(World().policy, own_tax_ids=("DE811234567",)))
    assert VENDOR.tax_id
    assert world.with_header(buyer_tax_ids=(read(VENDOR.tax_id),)).decided.lane is Lane.AUTO_RESOLVE


def test_a_buyer_s_tax_id_that_a_scan_misread_by_a_figure_is_no_finding() -> None:
    world = replace(World(), policy=replace(World().policy, own_tax_ids=("DE811234567",)))
    for number, lane in (("DE811284567", Lane.AUTO_RESOLVE), ("DE122234567", Lane.DRAFT_AND_ROUTE)):
        misread: Extracted[str] = read(number, Certainty.UNVERIFIED, Method.OCR)
        assert world.with_header(buyer_tax_ids=(misread,)).decided.lane is lane
    assert world.with_header(buyer_tax_ids=(read("DE811284567"),)).decided.lane is Lane.DRAFT_AND_ROUTE, "in print"


def test_what_a_scan_cannot_tell_is_no_finding() -> None:
    block: Extracted[str] = read("Meridlan Manufacturlng Co\nDayton, OH 45402", Certainty.UNVERIFIED, Method.OCR)
    assert addressed().with_header(bill_to=(block,)).decided.lane is Lane.AUTO_RESOLVE


def shipped(block: str, ordered: str | None, *others: str, own: bool = False) -> World:
    world = addressed(ship_to=block, own=own)
    lines = (order_line(ship_to=ordered),)
    further = tuple(
        replace(
            world.order,
            po_number=f"PO-8{n}",
            status=OrderStatus.CLOSED,
            lines=(order_line(ref=LineRef(f"PO-8{n}", 1), ship_to=place),),
        )
        for n, place in enumerate(others)
    )
    return world.but(order_lines=lines, other_orders=further)


@pytest.mark.parametrize(
    ("block", "ordered"),
    [
        ("Meridian\nDC Dayton\n500 Elm Street", "DC Dayton"),
        ("Meridian\n500 Elm Street\nDayton, OH 45402", "DC Dayton"),
        ("Meridian\n7 Job Site Road\nXenia, OH 45385", "DC Dayton"),  # nothing says that it is not the same
        ("Meridian\nDC Louisville", None),
        ("10023", "DC Dayton"),
    ],
)
def test_a_ship_to_that_agrees_or_cannot_be_compared_is_no_finding(block: str, ordered: str | None) -> None:
    assert "data_quality.ship_to" not in rules(shipped(block, ordered, "DC Louisville").decided)


@pytest.mark.parametrize(
    ("block", "ordered"),
    [
        ("Meridian\nDC Louisville\n7250 Airport Dr", "DC Dayton"),
        ("Meridian\n12 Oak Road\nReno, NV 89501", "500 Elm Street, Dayton, OH 45402"),
    ],
)
def test_a_ship_to_that_is_another_of_the_desks_places_is_held(block: str, ordered: str) -> None:
    decision = shipped(block, ordered, "DC Louisville").decided
    assert "data_quality.ship_to" in rules(decision)
    assert decision.lane is Lane.DRAFT_AND_ROUTE


def test_goods_sent_to_an_address_that_is_none_of_ours_are_held_unless_ordered_there() -> None:
    block = "Meridian\n12 Oak Road\nReno, NV 89501"
    assert "data_quality.ship_to_address" in rules(shipped(block, None, own=True).decided)
    assert "data_quality.ship_to_address" in rules(shipped(block, "DC Dayton", own=True).decided)
    assert shipped(block, "Site Reno", own=True).decided.lane is Lane.AUTO_RESOLVE
