"""The sample desk is what its script makes, its amounts close, and each invoice shows what it claims to show."""

import json
from collections import Counter
from decimal import Decimal
from itertools import combinations
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from tests.sample_data import desk
from tests.sample_data.expected import document_lane
from tests.sample_data.invoices import INVOICES
from tests.sample_data.make_samples import SAMPLE_FOLDER, expected_json, painted, tables
from tests.sample_data.painter import Painted
from tests.sample_data.records import Group, Invoice, to_cents

PATTERNS = {
    "exact", "split", "merged", "uom_conversion", "catch_weight", "substitution", "bundled_accessorial",
    "quantity_short", "quantity_over", "price_variance", "not_on_po",
}  # fmt: skip
CATEGORIES = {
    "credit_memo", "missing_po", "missing_receipt", "missing_approval", "duplicate_invoice", "late_shipment",
    "supplier_details", "header_total", "vendor_compliance",
}  # fmt: skip

BY_ID = [pytest.param(invoice, id=invoice.file) for invoice in INVOICES]
JUDGED = [pytest.param(invoice, id=invoice.file) for invoice in INVOICES if invoice.groups is not None]


@pytest.fixture(scope="module")
def papers() -> dict[str, Painted]:
    """Every invoice, drawn anew."""
    return painted()


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """What `expected.json` says, by file."""
    content = json.loads((SAMPLE_FOLDER / "expected.json").read_text(encoding="utf-8"))
    return {document["file"]: document for document in content["invoices"]}


def test_the_script_reproduces_every_table() -> None:
    for name, text in tables().items():
        assert (SAMPLE_FOLDER / name).read_bytes() == text.encode(), name


def test_the_script_reproduces_what_is_expected(papers: dict[str, Painted]) -> None:
    assert (SAMPLE_FOLDER / "expected.json").read_text(encoding="utf-8") == expected_json(papers)


def test_the_script_reproduces_the_digital_invoices(papers: dict[str, Painted]) -> None:
    for invoice in INVOICES:
        if invoice.scan is None:
            assert (SAMPLE_FOLDER / "invoices" / invoice.file).read_bytes() == papers[invoice.file].pdf, invoice.file


def test_every_file_is_there_and_no_other() -> None:
    found = {path.name for path in (SAMPLE_FOLDER / "invoices").iterdir()}
    assert found == {invoice.file for invoice in INVOICES}
    assert [invoice.file for invoice in INVOICES] == sorted(found)
    assert sum(path.stat().st_size for path in SAMPLE_FOLDER.rglob("*") if path.is_file()) < 4_000_000


def test_scans_hold_a_picture_and_no_text() -> None:
    kinds = Counter[str]()
    for invoice in INVOICES:
        if invoice.scan is None:
            continue
        path = SAMPLE_FOLDER / "invoices" / invoice.file
        kinds[path.suffix] += 1
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            texts = [page.get_textpage().get_text_bounded() for page in document]
            document.close()
            assert not "".join(texts).strip(), invoice.file
        else:
            with Image.open(path) as picture:
                assert min(picture.size) > 1200, invoice.file
    assert kinds[".png"] >= 1
    assert kinds[".tif"] >= 1
    assert kinds.total() >= 8


def test_each_pattern_and_each_category_is_shown() -> None:
    shown = {pattern for invoice in INVOICES for group in invoice.groups or () for pattern in group.patterns}
    assert shown == PATTERNS
    assert {case.category for invoice in INVOICES for case in invoice.cases} == CATEGORIES
    lanes = Counter(document_lane(invoice) for invoice in INVOICES)
    assert min(lanes["auto_resolve"], lanes["draft_and_route"]) >= 6
    assert lanes["escalate"] >= 3


@pytest.mark.parametrize("invoice", BY_ID)
def test_amounts_close_unless_that_is_the_point(invoice: Invoice, written: dict[str, Any]) -> None:
    document = written[invoice.file]
    bundled = {
        number
        for group in document["groups"]
        if "bundled_accessorial" in group["patterns"]
        for number in group["invoice_lines"]
    }
    lines = document["lines"]
    for line in lines:
        if line["unit_price"] is None:
            continue
        basis = Decimal(line.get("price_basis", "1"))
        product = to_cents(Decimal(line["quantity"]) * Decimal(line["unit_price"]) / basis)
        if line["line_no"] not in bundled:
            assert product == Decimal(line["line_total"]), line
    head = document["header"]
    goods = sum((Decimal(line["line_total"]) for line in lines), Decimal(0))
    assert head["subtotal"] is None or Decimal(head["subtotal"]) == goods
    extras = sum((Decimal(charge["amount"]) for charge in document["charges"]), Decimal(head["tax_total"] or 0))
    wrong = any(case["category"] == "header_total" for case in document["cases"])
    assert (goods + extras == Decimal(head["total"])) is not wrong


@pytest.mark.parametrize("invoice", JUDGED)
def test_every_line_is_in_one_group(invoice: Invoice) -> None:
    numbers = sorted(number for group in invoice.groups or () for number in group.invoice_lines)
    billed = [n for n, line in enumerate(invoice.lines, start=1) if line.quantity != 0]
    assert numbers == billed


@pytest.mark.parametrize("invoice", JUDGED)
def test_exposures_are_what_the_decision_table_calls_them(invoice: Invoice) -> None:
    for group in invoice.groups or ():
        assert group.exposure == _exposure(invoice, group), group


def _exposure(invoice: Invoice, group: Group) -> Decimal:
    line = invoice.lines[group.invoice_lines[0] - 1]
    if group.patterns == ("not_on_po",) or (
        group.lane != "auto_resolve" and group.patterns[0] in {"substitution", "uom_conversion"}
    ):
        return line.amount
    if group.alternatives:
        return line.amount
    if len(group.invoice_lines) > 1 or len(group.po_lines) > 1:
        return Decimal("0.00")
    ordered = desk.ORDERS[group.po_lines[0][0]].line(group.po_lines[0][1])
    received = _received(group.po_lines[0])
    quantity = line.quantity or Decimal(0)
    beyond = to_cents(max(Decimal(0), quantity - received) * ordered.unit_price)
    over = to_cents(max(Decimal(0), quantity - ordered.quantity) * ordered.unit_price)
    raised = line.amount - to_cents(quantity * ordered.unit_price)
    by_pattern = {
        "catch_weight": beyond,
        "quantity_over": max(over, beyond),
        "price_variance": raised,
        "bundled_accessorial": raised,
    }
    return by_pattern.get(group.patterns[0], Decimal("0.00"))


def _received(key: tuple[str, int]) -> Decimal:
    found = [r.quantity for r in desk.RECEIPTS if (r.po_number, r.line_no) == key]
    return sum(found, Decimal(0))


@pytest.mark.parametrize("invoice", JUDGED)
def test_s2_20_a_merged_amount_has_the_readings_it_is_said_to_have(invoice: Invoice) -> None:
    for group in invoice.groups or ():
        if group.patterns != ("merged",):
            continue
        order = desk.ORDERS[group.po_lines[0][0]]
        taken = {key for other in invoice.groups or () if other is not group for key in other.po_lines}
        free = [line for line in order.lines if (order.po_number, line.line_no) not in taken]
        amount = invoice.lines[group.invoice_lines[0] - 1].amount
        readings = {
            tuple((order.po_number, line.line_no) for line in chosen)
            for size in range(2, len(free) + 1)
            for chosen in combinations(free, size)
            if sum((to_cents(line.quantity * line.unit_price) for line in chosen), Decimal(0)) == amount
        }
        assert readings == set(group.alternatives or (group.po_lines,))


def test_goods_are_late_and_receipts_missing_only_where_that_is_shown() -> None:
    for invoice in INVOICES:
        if invoice.groups is None or invoice.po_number is None:
            continue
        order = desk.ORDERS[invoice.po_number]
        billed = {key for group in invoice.groups for key in group.po_lines}
        receipts = [r for r in desk.RECEIPTS if (r.po_number, r.line_no) in billed]
        late = any(receipt.received > order.promised for receipt in receipts)
        told = {case.category for case in invoice.cases} | set(invoice.notes)
        assert late == ("late_shipment" in told), invoice.file
        unreceived = billed - {(r.po_number, r.line_no) for r in receipts}
        assert bool(unreceived) == ("missing_receipt" in told), invoice.file


def test_s2_57_the_worked_example_is_among_them(written: dict[str, Any]) -> None:
    line = written["02_pinecrest_90117.pdf"]["lines"][0]
    ordered = desk.ORDERS["PO-3002"].line(1)
    assert (ordered.sku, ordered.uom) == ("47821", "CS")
    assert (ordered.quantity, ordered.unit_price) == (Decimal(10), Decimal(24))
    assert (line["item_code"], line["quantity"], line["uom"], line["unit_price"]) == ("47821", "240", "EA", "1.00")
