"""Who sent the invoice: what is printed must be the vendor's, and a scan may misread it only where nobody else is near.

Decision table: supplier_details; S1.10.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import Lane
from app.domain.order import LineRef, PurchaseOrder
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.vendor import Vendor, VendorStatus
from app.policy.company_names import forms_agree, name_likeness, same_words
from tests.helpers.policy import VENDOR, World, bill, group, order_line, read, rules

CLEAN = World()
ON_FILE = VENDOR.name
TWIN = Vendor("V3", "Juniper MRO Distributors Ltd", tax_id="90-3", currency="USD")


def scanned(text: str) -> Extracted[str]:
    return read(text, Certainty.UNVERIFIED, Method.OCR)


def lane(world: World) -> Lane:
    return world.decided.lane


@pytest.mark.parametrize(
    "printed",
    [ON_FILE, ON_FILE.upper(), "Juniper MRO Distributors Incorporated", "JUNIPER-MRO Distributors",
     "JuniperMRO Distributors"],
)  # fmt: skip
def test_s1_10_the_same_words_are_the_vendors_without_a_tax_id(printed: str) -> None:
    assert lane(CLEAN.with_header(vendor_name=read(printed), vendor_tax_id=None)) is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(
    "printed",
    [
        "Junper MRO Distributors, Inc.",
        "\u0408uniper MRO Distributors, Inc.",  # a Cyrillic first letter
        "Juniper MRO Distributors Ltd",
        "Juniper MRO, Inc.",
    ],
)
def test_s1_10_print_that_is_not_word_for_word_the_vendors_escalates(printed: str) -> None:
    decision = CLEAN.with_header(vendor_name=read(printed), vendor_tax_id=None).decided
    assert "supplier_details.name" in rules(decision)
    assert decision.lane is Lane.ESCALATE


@pytest.mark.parametrize("printed", ["Juniper MRO", "Juniper MRO Distributors Ltd", "Juniper MRO Distributers, Inc."])
def test_a_trading_name_or_a_near_spelling_stands_beside_the_tax_id(printed: str) -> None:
    assert lane(CLEAN.with_header(vendor_name=read(printed))) is Lane.AUTO_RESOLVE


@pytest.mark.parametrize("printed", ["Juniper MRO Services LLC", "Juniper MRO Distributors Leasing Ltd"])
def test_another_company_of_the_house_escalates_beside_the_tax_id(printed: str) -> None:
    assert "supplier_details.name" in rules(CLEAN.with_header(vendor_name=read(printed)).decided)


@pytest.mark.parametrize("printed", ["Junior Motor Distribution", "\u0408uniper MRO Distributors, Inc."])
def test_a_name_that_is_only_half_alike_escalates_beside_the_tax_id(printed: str) -> None:
    assert "supplier_details.name" in rules(CLEAN.with_header(vendor_name=read(printed)).decided)


@pytest.mark.parametrize("method", [Method.TEXT_LAYER, Method.OCR, Method.TYPED])
@pytest.mark.parametrize("words", ["Juniper MRO Factoring", "Assignee of Juniper MRO Distributors, Inc."])
def test_who_bought_the_claim_is_another_payee(words: str, method: Method) -> None:
    name = read(words, Certainty.UNVERIFIED, method)
    assert "supplier_details.other_payee" in rules(CLEAN.with_header(vendor_name=name).decided)


@pytest.mark.parametrize("status", list(VendorStatus))
def test_another_records_very_name_is_that_vendors(status: VendorStatus) -> None:
    world = CLEAN.but(other_vendors=(replace(TWIN, status=status),)).with_header(vendor_name=read(TWIN.name))
    assert "supplier_details.rival" in rules(world.decided), "beside the right tax id"
    assert "supplier_details.rival" in rules(world.with_header(vendor_tax_id=None).decided)


def test_a_twin_of_one_name_is_told_apart_by_the_tax_id_alone() -> None:
    twin = replace(TWIN, name=ON_FILE)
    world = CLEAN.but(other_vendors=(twin,))
    assert lane(world) is Lane.AUTO_RESOLVE
    assert "supplier_details.rival" in rules(world.with_header(vendor_tax_id=None).decided)
    blocked = CLEAN.but(other_vendors=(replace(twin, status=VendorStatus.BLOCKED),))
    assert "supplier_details.rival" in rules(blocked.decided)


def test_one_company_kept_under_two_numbers_is_no_rival_of_itself() -> None:
    site = replace(TWIN, name=ON_FILE, tax_id=VENDOR.tax_id)
    assert lane(CLEAN.but(other_vendors=(site,))) is Lane.AUTO_RESOLVE


def test_an_invoice_on_orders_of_two_vendors_escalates() -> None:
    other = PurchaseOrder("PO-2002", "V2", (), approved_by="x", currency="USD")
    line = replace(order_line(sku="9"), ref=LineRef("PO-2002", 1))
    both = (group(), replace(group(lines=(2,)), po_lines=(line.ref,)))
    world = CLEAN.but(
        lines=(bill(), bill(2, code="9")),
        groups=both,
        other_orders=(replace(other, lines=(line,)),),
        other_vendors=(Vendor("V2", ON_FILE),),
    )
    assert "supplier_details.several_vendors" in rules(world.decided)


def test_a_misread_name_on_a_scan_is_tolerated_beside_tax_id_or_order() -> None:
    misread = scanned("Junlper MR0 Distrlbutors, lnc.")
    assert lane(CLEAN.with_header(vendor_name=misread)) is Lane.AUTO_RESOLVE
    assert lane(CLEAN.with_header(vendor_name=misread, vendor_tax_id=None)) is Lane.AUTO_RESOLVE


def test_a_misread_name_on_a_scan_with_nothing_beside_it_is_the_clerks() -> None:
    world = CLEAN.with_header(vendor_name=scanned("Junpier MRO Distributrs"), vendor_tax_id=None, po_numbers=())
    assert "data_quality.name" in rules(world.decided)


def test_a_misread_name_near_two_vendors_is_not_tolerated() -> None:
    near = Vendor("V4", "Juniper MRO Distributor Inc", tax_id="90-4")
    world = CLEAN.but(other_vendors=(near,))
    held = world.with_header(vendor_name=scanned("Juniper MRO Distributorx"), vendor_tax_id=None)
    assert held.decided.lane is not Lane.AUTO_RESOLVE


def test_names_are_compared_as_words() -> None:
    assert same_words("Société Générale de Boulons S.A.", "SOCIETE GENERALE DE BOULONS SA")
    assert same_words("Ötker & Söhne GmbH", "Ötker und Söhne GmbH")
    assert not same_words("Северсталь", "Северсталв")
    assert same_words("Северсталь ПАО", "СЕВЕРСТАЛЬ ПАО")
    assert not forms_agree("Amber Ltd", "Amber Inc")
    assert forms_agree("Amber Co", "Amber Inc.")
    assert name_likeness("Аmber Supply", "Amber Supply") == 0.0
