"""What people look up: orders with what was billed, vendors with their figures, items with what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.domain.case import DocumentState, QueueFilter
from app.domain.errors import InputError
from app.domain.lookup import Lookup
from app.domain.order import OrderStatus
from app.reports.scorecard import scorecard_report
from app.reports.words import Words
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from app.workflow.services import Services
from tests.helpers.expected_readings import INVOICES, SAMPLE, sample_services


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with sample_services(tmp_path_factory.mktemp("desk")) as services:
        import_folder(services, SAMPLE)
        process_files(services, [INVOICES])
        yield services


def test_orders_are_found_by_number_vendor_item_and_words_of_a_line(desk: Services) -> None:
    look = desk.store.master_data
    (by_number,) = look.orders(Lookup(text="PO-3001"))
    assert by_number.vendor_name.startswith("Ironbark")
    page = look.order("PO-3001")
    assert by_number.lines == len(page.order.lines)
    assert by_number.ordered == sum(line.quantity * line.unit_price for line in page.order.lines)
    line = page.order.lines[0]
    for text in (line.sku, line.description, f"ironbark {line.sku}"):
        assert "PO-3001" in [row.po_number for row in look.orders(Lookup(text=text))]
    assert look.orders(Lookup(text="PO-3001 no such word")) == ()
    assert look.orders(Lookup(text="100%")) == ()


def test_lists_are_sorted_and_handed_out_in_pages_by_the_store(desk: Services) -> None:
    look = desk.store.master_data
    every = look.orders(Lookup(sort="po_number"))
    assert [row.po_number for row in every] == sorted(row.po_number for row in every)
    assert look.orders(Lookup(sort="po_number"), limit=5, offset=5) == every[5:10]
    assert look.orders(Lookup(sort="po_number", descending=True))[0] == every[-1]
    assert {row.status for row in look.orders(Lookup(status=OrderStatus.OPEN))} == {OrderStatus.OPEN}
    with pytest.raises(InputError):
        look.orders(Lookup(sort="po_number; DROP TABLE vendors"))


def test_an_order_names_what_invoices_billed_and_its_receipts(desk: Services) -> None:
    look = desk.store.master_data
    pages = [look.order(row.po_number) for row in look.orders(Lookup())]
    billed = [page for page in pages if page.billings]
    assert billed
    for page in billed:
        for line in page.order.lines:
            told = sum((b.quantity for b in page.billings if b.ref == line.ref), Decimal(0))
            assert told == line.billed_quantity
    assert any(page.receipts for page in pages)
    with pytest.raises(InputError):
        look.order("PO-none")


def test_a_vendors_figures_are_those_of_the_scorecard(desk: Services) -> None:
    look = desk.store.master_data
    nothing: dict[str, str] = {}
    report = scorecard_report(desk.store, Words(nothing, nothing, nothing, nothing, nothing, nothing))
    by_name = {row[0]: dict(zip(report.headings, row, strict=True)) for row in report.rows}
    compared = 0
    for vendor in look.vendors(Lookup()):
        figures = look.vendor(vendor.vendor_id).figures
        assert vendor.documents == figures.invoices
        card = by_name.get(vendor.name)
        names = {row.vendor_name for row in desk.store.queue(QueueFilter(vendor_id=vendor.vendor_id))}
        if card is None or names != {vendor.name}:
            continue
        compared += 1
        assert card["invoices"] == figures.invoices
        assert card["with_exceptions"] == figures.with_exceptions
        assert card["cleared_by_itself"] == figures.states.get(DocumentState.CLEARED, 0)
        assert card["cases"] == sum(figures.cases.values())
        assert card["billed"] == sum(figures.billed.values())
        assert card["exposure_of_all_cases"] == sum(figures.exposure.values())
        assert card["exposure_of_open_cases"] == sum(figures.exposure_open.values())
    assert compared >= 5


def test_vendors_and_items_are_found_and_opened(desk: Services) -> None:
    look = desk.store.master_data
    (vendor,) = look.vendors(Lookup(text="V201"))
    page = look.vendor(vendor.vendor_id)
    assert {row.vendor_id for row in page.orders} == {"V201"}
    assert page.cross_references
    item = look.items(Lookup(text=page.cross_references[0].vendor_item_code))[0]
    opened = look.item(item.sku)
    assert opened.item.sku == item.sku
    assert len(opened.orders) == item.order_lines
    for name, call in (("V", look.vendor), ("nothing", look.item)):
        with pytest.raises(InputError):
            call(name)


def test_tables_of_conversions_substitutes_and_codes_are_searched(desk: Services) -> None:
    look = desk.store.master_data
    conversion = look.conversions(Lookup(sort="sku"))[0]
    assert conversion in look.conversions(Lookup(text=f"{conversion.sku} {conversion.from_uom}"))
    substitute = look.substitutions(Lookup())[0]
    assert substitute in look.substitutions(Lookup(text=substitute.substitute_sku))
    code = look.cross_references(Lookup())[0]
    assert code in look.cross_references(Lookup(text=code.vendor_item_code))
    assert look.conversions(Lookup(text="no such thing")) == ()
