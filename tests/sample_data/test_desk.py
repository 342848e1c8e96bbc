"""The desk hangs together: every reference leads somewhere, and what is out of order is so on purpose."""

import tomllib
from collections import Counter
from decimal import Decimal

import pytest

from tests.sample_data import desk
from tests.sample_data.invoices import INVOICES
from tests.sample_data.records import Invoice

BY_ID = [pytest.param(invoice, id=invoice.file) for invoice in INVOICES]


def _categories(invoice: Invoice) -> set[str]:
    return {case.category for case in invoice.cases}


def _terms(vendor_id: str) -> dict[str, Decimal | None]:
    """The kinds of charge a vendor may bill, with the cap of each."""
    listed = desk.VENDORS[vendor_id].columns["accessorials"]
    pairs = [term.partition(":") for term in listed.split(";") if term]
    return {kind: Decimal(cap) if cap else None for kind, _, cap in pairs}


def test_every_order_line_names_an_item_of_its_vendor() -> None:
    for order in desk.ORDERS.values():
        assert order.vendor_id in desk.VENDORS
        for line in order.lines:
            assert desk.ITEMS[line.sku].vendor_id == order.vendor_id, (order.po_number, line)


def test_only_the_pallet_without_a_factor_is_ordered_in_a_unit_nobody_can_convert() -> None:
    known = {(sku, unit) for sku, _, a, b, _ in desk.rows(desk.CONVERSIONS) for unit in (a, b)}
    strange = {
        (line.sku, line.uom)
        for order in desk.ORDERS.values()
        for line in order.lines
        if line.uom != desk.ITEMS[line.sku].base_uom and (line.sku, line.uom) not in known
    }
    assert strange == {("29010", "PL")}


def test_a_vendors_code_stands_for_one_item() -> None:
    codes = Counter((item.vendor_id, item.vendor_code) for item in desk.ITEMS.values())
    assert codes.total() == len(codes)


def test_nobody_real_can_be_written_to() -> None:
    for vendor in desk.VENDORS.values():
        assert vendor.columns["email"].endswith(".example")


def test_the_policy_reads_as_exact_decimals_and_asks_for_receipts() -> None:
    policy = tomllib.loads(desk.POLICY, parse_float=Decimal)
    assert policy["receipts"] == "required"
    limits = [entry.get("up_to") for entry in policy["approval_limits"]]
    assert limits[-1] is None
    assert limits[:-1] == sorted(limits[:-1])
    assert policy["tiers"]["watch"] == Decimal("0.5")


@pytest.mark.parametrize("invoice", BY_ID)
def test_a_charge_outside_the_terms_is_a_compliance_case(invoice: Invoice) -> None:
    terms = _terms(invoice.vendor_id)
    outside = [
        charge
        for charge in invoice.charges
        if charge.kind not in terms or charge.amount > (terms[charge.kind] or charge.amount)
    ]
    assert bool(outside) == ("vendor_compliance" in _categories(invoice))


@pytest.mark.parametrize("invoice", BY_ID)
def test_an_order_lacks_its_approver_only_where_that_is_shown(invoice: Invoice) -> None:
    if invoice.po_number is None:
        assert "missing_po" in _categories(invoice)
    else:
        order = desk.ORDERS[invoice.po_number]
        assert (not order.approved_by) == ("missing_approval" in _categories(invoice))
        assert order.status == "open"


@pytest.mark.parametrize("invoice", BY_ID)
def test_a_strange_tax_id_is_a_case_of_supplier_details(invoice: Invoice) -> None:
    usual = desk.VENDORS[invoice.vendor_id].columns["tax_id"]
    strange = invoice.tax_id is not None and invoice.tax_id != usual
    assert strange == ("supplier_details" in _categories(invoice))


def test_a_number_comes_twice_only_where_a_duplicate_is_shown() -> None:
    seen: set[tuple[str, str]] = set()
    for invoice in INVOICES:
        key = (invoice.vendor_id, invoice.number)
        assert (key in seen) == ("duplicate_invoice" in _categories(invoice)), invoice.file
        seen.add(key)


def test_a_credit_names_an_invoice_that_came_before() -> None:
    numbers: set[str] = set()
    for invoice in INVOICES:
        assert (invoice.total < 0) == ("credit_memo" in _categories(invoice))
        assert invoice.credits is None or invoice.credits in numbers
        numbers.add(invoice.number)
