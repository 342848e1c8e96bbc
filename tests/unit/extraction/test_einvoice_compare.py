"""Electronic invoices inside PDFs: found whatever the name, compared with the page, no difference passed over."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.case import Correction
from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice, Source
from app.domain.provenance import Certainty, Method
from app.extraction import long_reading, reader
from app.extraction.einvoice.line_comparison import pair_lines
from app.extraction.einvoice.printed import PrintedAcross, PrintedWords
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.rows import box_of, join_rows
from app.workflow.corrections import apply_corrections
from tests.helpers.einvoices import Bill, BillLine, PrintedRow, bill_pdf, cii, ubl
from tests.helpers.typed_pages import shipped_knowledge, typed_page


def _invoice(path: Path, *, use_einvoice: bool = True) -> Invoice:
    reading = read_document(path, ReadingOptions(use_einvoice=use_einvoice), shipped_knowledge())
    assert reading.invoice is not None
    return reading.invoice


def _holds(invoice: Invoice) -> list[Finding]:
    return [finding for finding in invoice.findings if finding.severity is Severity.HOLD]


@pytest.mark.parametrize(
    "name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "zugferd-invoice.xml", "xrechnung.xml", "2026-118.XML", "data"]
)
def test_the_xml_is_found_by_what_it_is(tmp_path: Path, name: str) -> None:
    others = (("hours.csv", b"day;hours\n1;8"), ("sheet.xml", "<hours>8</hours>"), ("note.xml", "<note>hello</note>"))
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), *others, (name, cii(Bill()))))
    assert invoice.source is Source.EINVOICE
    assert _holds(invoice) == []
    assert len(invoice.lines) == 3


def test_what_agrees_keeps_its_place_on_the_page(tmp_path: Path) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(Bill()))))
    header = invoice.header
    values = (header.invoice_number, header.invoice_date, header.vendor_tax_id, header.subtotal, header.tax_total)
    for value in (*values, header.total, header.po_numbers[0]):
        assert value is not None
        assert value.box is not None
        assert value.method is Method.EINVOICE
    for line in invoice.lines:
        for figure in (line.quantity, line.unit_price, line.amount):
            assert figure is not None
            assert figure.box is not None
            assert figure.method is Method.EINVOICE
    assert len(invoice.charges) > 1
    assert all(charge.amount.method is Method.EINVOICE for charge in invoice.charges)
    assert None not in {charge.amount.box for charge in invoice.charges}
    assert len({charge.amount.box for charge in invoice.charges}) == len(invoice.charges)
    assert header.total is not None
    assert header.total.certainty is Certainty.PROVEN


def test_what_only_the_page_says_of_a_line_is_kept_with_it(tmp_path: Path) -> None:
    rows = tuple(PrintedRow(line, str(line.amount)) for line in LINES)
    told = replace(rows[0], line=replace(LINES[0], name=f"{LINES[0].name} sample, no charge"))
    path = bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(Bill())), rows=(told, *rows[1:]))
    invoice = _invoice(path)
    assert invoice.source is Source.EINVOICE
    assert [line.notes for line in invoice.lines] == [(f"{LINES[0].name} sample, no charge",), (), ()]


def test_the_page_alone_is_read_when_asked_for(tmp_path: Path) -> None:
    path = bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(Bill(number="OTHER-1"))))
    invoice = _invoice(path, use_einvoice=False)
    assert invoice.source is Source.TEXT
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "RE-2026-118"
    assert invoice.header.invoice_number.method is Method.TEXT_LAYER


LINES = Bill().lines
OTHER_BILLS = {
    "invoice_number": replace(Bill(), number="RE-2026-113"),
    "invoice_date": replace(Bill(), day="20260315"),
    "vendor_tax_id": replace(Bill(), vat="DE999888777"),
    "po_numbers": replace(Bill(), order="PO-10070"),
    "currency": replace(Bill(), currency="CHF"),
    "tax_total": replace(Bill(), rate="7"),
    "total": replace(Bill(), charges=((True, "15.50", "Freight", "FC"), (False, "5.00", "Trade discount", "95"))),
    "quantity": replace(Bill(), lines=(replace(LINES[0], quantity="120", price="2.50"), *LINES[1:])),
    "unit_price": replace(Bill(), lines=(replace(LINES[0], quantity="120", price="2.50"), *LINES[1:])),
    "amount": replace(Bill(), lines=(LINES[0], replace(LINES[1], price="17.95"), LINES[2])),
    "lines": replace(Bill(), lines=(*LINES, BillLine("Gloves", "1", "30.00"))),
}


@pytest.mark.parametrize("field", OTHER_BILLS)
@pytest.mark.parametrize("written", [cii, ubl])
def test_s2_165_a_page_that_disagrees_is_held_with_both_values(tmp_path: Path, field: str, written: object) -> None:
    assert callable(written)
    stated = OTHER_BILLS[field]
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", written(stated))))
    differing = {finding.field: finding.message for finding in _holds(invoice) if finding.code == "einvoice_differs"}
    assert field in differing
    assert "the electronic invoice says" in differing[field]
    assert ", the page " in differing[field]


def test_a_tax_that_the_page_adds_up_and_the_xml_calls_a_charge_is_held_though_the_totals_agree(tmp_path: Path) -> None:
    stated = replace(Bill(), rate="0", charges=(*Bill().charges, (True, str(Bill().tax), "Freight", "FC")))
    assert stated.total == Bill().total
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated))))
    assert "tax_total" in {finding.field for finding in _holds(invoice) if finding.code == "einvoice_differs"}


@pytest.mark.parametrize("attached", [(), (("factur-x.xml", cii(Bill())),)])
def test_a_file_that_a_document_carries_beside_its_list_holds(
    tmp_path: Path, attached: tuple[tuple[str, str], ...]
) -> None:
    path = bill_pdf(tmp_path / "bill.pdf", Bill(), *attached)
    assert _holds(_invoice(path)) == []
    path.write_bytes(path.read_bytes() + b"\n99 0 obj<</Type/Filespec/EF<</F 98 0 R>>>>endobj\n")
    (held,) = (finding for finding in _holds(_invoice(path)) if finding.code == "einvoice_unreadable")
    assert "not in its list" in held.message


def test_both_figures_are_named_and_the_one_in_doubt_is_marked(tmp_path: Path) -> None:
    stated = OTHER_BILLS["total"]
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated))))
    messages = [finding.message for finding in _holds(invoice) if finding.field == "total"]
    assert messages == ["The total differs: the electronic invoice says 738.16, the page 734.59."]
    assert invoice.header.total is not None
    assert invoice.header.total.value == Decimal("738.16")
    assert invoice.header.total.certainty is Certainty.CONTRADICTED


def test_money_moved_between_lines_is_seen_though_the_totals_agree(tmp_path: Path) -> None:
    first, second, third = LINES
    moved = (replace(first, price="1.20"), replace(second, price="18.65"), third)
    stated = replace(Bill(), lines=moved)
    assert stated.total == Bill().total
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated))))
    assert {finding.line_no for finding in _holds(invoice) if finding.field == "amount"} == {1, 2}


def test_lines_in_another_order_are_the_same_lines(tmp_path: Path) -> None:
    stated = replace(Bill(), lines=LINES[::-1])
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated))))
    assert _holds(invoice) == []
    assert pair_lines(invoice.lines, invoice.lines[::-1]) == {0: 2, 1: 1, 2: 0}


def test_prices_rounded_for_print_are_the_same_prices(tmp_path: Path) -> None:
    printed = replace(Bill(), lines=(BillLine("Steel bolt M8 zinc", "3", "3.33", code="AX-1"), *LINES[1:]))
    stated = replace(printed, lines=(replace(printed.lines[0], price="3.3333"), *LINES[1:]))
    path = bill_pdf(tmp_path / "bill.pdf", replace(printed, lines=(replace(printed.lines[0], allowance="-0.01"), *LINES[1:])), ("factur-x.xml", cii(stated)))  # fmt: skip # noqa: E501
    assert stated.lines[0].amount == Decimal("10.00")
    assert not [finding for finding in _holds(_invoice(path)) if finding.code == "einvoice_differs"]


def test_a_header_only_profile_takes_the_lines_from_the_page(tmp_path: Path) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(Bill(), lines=False))))
    assert invoice.source is Source.EINVOICE
    assert _holds(invoice) == []
    assert [line.amount.value for line in invoice.lines if line.amount] == [line.amount for line in LINES]
    assert {line.amount.method for line in invoice.lines if line.amount} == {Method.TEXT_LAYER}
    assert invoice.header.total is not None
    assert invoice.header.total.method is Method.EINVOICE
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_a_header_only_profile_that_does_not_fit_the_lines_of_the_page_is_held(tmp_path: Path) -> None:
    stated = OTHER_BILLS["amount"]
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated, lines=False))))
    assert {"einvoice_differs", "lines_do_not_sum"} <= {finding.code for finding in _holds(invoice)}


def test_two_electronic_invoices_that_differ_are_held_whatever_their_order(tmp_path: Path) -> None:
    right, other = ("factur-x.xml", cii(Bill())), ("ZUGFeRD-invoice.xml", cii(OTHER_BILLS["total"], old=True))
    for number, files in enumerate(((right, other), (other, right))):
        invoice = _invoice(bill_pdf(tmp_path / f"{number}.pdf", Bill(), *files))
        assert {finding.code for finding in _holds(invoice)} == {"einvoices_differ"}
        assert invoice.header.total is not None
        assert invoice.header.total.value == Bill().total
    same = (right, ("ZUGFeRD-invoice.xml", cii(Bill(), old=True)))
    assert _holds(_invoice(bill_pdf(tmp_path / "same.pdf", Bill(), *same))) == []


@pytest.mark.parametrize("content", ["<Invoice", "<!DOCTYPE a><Invoice/>", "", "<Order/>", b"\0\xff\0"])
def test_an_electronic_invoice_that_cannot_be_read_is_held(tmp_path: Path, content: str | bytes) -> None:
    path = bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", content or " "))
    invoice = _invoice(path)
    assert invoice.source is Source.TEXT
    assert [finding.code for finding in _holds(invoice)] == ["einvoice_unreadable"]


def test_other_attached_xml_is_nobodys_business(tmp_path: Path) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("order.xml", "<Order"), ("list.xml", "<list/>")))
    assert invoice.source is Source.TEXT
    assert _holds(invoice) == []


def test_names_from_outside_are_shown_and_never_used(tmp_path: Path) -> None:
    name = "../../../../tmp/\u202efactur-x\n" + "x" * 300 + ".xml"
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), (name, "<Invoice"), ("factur-x.xml", "<Invoice")))
    assert {file.name for file in tmp_path.iterdir()} == {"bill.pdf"}
    for finding in invoice.findings:
        assert finding.message.isprintable()
        assert len(finding.message) < 300


def test_a_page_that_shows_no_total_is_held(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612.0, 792.0))
    canvas.drawString(54, 700, "Please find the invoice RE-2026-118 attached.")
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        document.new_attachment("factur-x.xml").set_data(cii(Bill()).encode())
        document.save(str(tmp_path / "cover.pdf"))
    invoice = _invoice(tmp_path / "cover.pdf")
    assert "total" in {finding.field for finding in _holds(invoice)}


def test_a_scan_is_compared_as_well(tmp_path: Path) -> None:
    plain = bill_pdf(tmp_path / "plain.pdf", Bill())
    with pypdfium2.PdfDocument(plain) as document:
        picture: Image.Image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    for stated, differs in ((Bill(), False), (OTHER_BILLS["total"], True)):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(612.0, 792.0))
        canvas.drawImage(ImageReader(picture), 0, 0, 612, 792)
        canvas.save()
        with pypdfium2.PdfDocument(buffer.getvalue()) as document:
            document.new_attachment("factur-x.xml").set_data(cii(stated).encode())
            document.save(str(tmp_path / "scan.pdf"))
        invoice = _invoice(tmp_path / "scan.pdf")
        assert invoice.source is Source.EINVOICE
        assert ("total" in {finding.field for finding in _holds(invoice)}) == differs


def test_an_order_that_only_the_page_names_is_added_and_told(tmp_path: Path) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(replace(Bill(), order="")))))
    assert [order.value for order in invoice.header.po_numbers] == ["PO-10007"]
    assert invoice.header.po_numbers[0].method is Method.TEXT_LAYER
    assert [f.severity for f in invoice.findings if f.field == "po_numbers"] == [Severity.NOTE]


def test_freight_that_is_a_line_in_one_and_a_charge_in_the_other_is_no_difference(tmp_path: Path) -> None:
    stated = replace(Bill(), lines=(*LINES, BillLine("Freight", "1", "12.50")), charges=Bill().charges[1:])
    assert stated.total == Bill().total
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(stated))))
    assert _holds(invoice) == []
    assert len(invoice.lines) == 3


def test_a_page_titled_credit_memo_over_an_invoice_is_held(tmp_path: Path) -> None:
    path = bill_pdf(tmp_path / "bill.pdf", replace(Bill(), kind="381"), ("factur-x.xml", cii(Bill())))
    assert [finding.message for finding in _holds(_invoice(path))] == [
        "The kind of document differs: the electronic invoice says invoice, the page credit memo."
    ]


def test_a_typed_value_settles_the_difference(tmp_path: Path) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", cii(OTHER_BILLS["invoice_number"]))))
    correction = Correction("invoice_number", "RE-2026-118")
    corrected = apply_corrections(invoice, (correction,), units=shipped_knowledge().units.table)
    assert [finding.field for finding in _holds(invoice)] == ["invoice_number"]
    # The difference is settled; that somebody typed over what was read is what a colleague confirms.
    assert {finding.code for finding in _holds(corrected)} == {"typed_over"}


def test_a_discount_printed_below_its_line_is_no_difference_but_one_that_is_not_stated_is(tmp_path: Path) -> None:
    rebate = BillLine("less 10 % rebate", "", "", printed_unit="")
    stated = replace(Bill(), lines=(replace(LINES[0], allowance="30.00"), *LINES[1:]))
    page = (
        PrintedRow(LINES[0], "300.00"),
        PrintedRow(rebate, "-30.00"),
        *(PrintedRow(x, str(x.amount)) for x in LINES[1:]),
    )
    path = bill_pdf(tmp_path / "a.pdf", stated, ("factur-x.xml", cii(stated)), rows=page)
    assert _holds(_invoice(path)) == []
    other = replace(stated, lines=(replace(LINES[0], allowance="20.00"), *LINES[1:]))
    path = bill_pdf(tmp_path / "b.pdf", stated, ("factur-x.xml", cii(other)), rows=page)
    assert "amount" in {finding.field for finding in _holds(_invoice(path))}


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("PROFORMA", "not_an_invoice"),
        ("Please note: our bank details have changed.", "other_account"),
        ("DUPLICATE", "copy_of_invoice"),
    ],
)
def test_what_the_page_says_of_the_paper_counts_beside_an_electronic_invoice(
    tmp_path: Path, printed: str, code: str
) -> None:
    plain = bill_pdf(tmp_path / "plain.pdf", Bill(), ("factur-x.xml", cii(Bill())))
    said = bill_pdf(tmp_path / "said.pdf", Bill(), ("factur-x.xml", cii(Bill())), footer=printed)
    holds = [[f.code for f in _invoice(path).findings if f.severity is Severity.HOLD] for path in (plain, said)]
    assert holds == [[], [code]]


def _followed(path: Path, pages: int) -> Path:
    """Put pages of terms behind a document's own."""
    canvas = Canvas(str(path.with_suffix(".terms")), pagesize=(612.0, 792.0))
    for number in range(pages):
        canvas.drawString(54, 700, f"Terms of delivery, part {number + 1}: goods stay ours until they are paid.")
        canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(path) as document, pypdfium2.PdfDocument(path.with_suffix(".terms")) as terms:
        document.import_pages(terms)
        document.save(str(path.with_suffix(".long.pdf")))
    return path.with_suffix(".long.pdf")


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        (Bill(), Bill()),
        (Bill(), Bill(number="RE-2026-119", day="20260315", order="PO-10008")),
        (replace(Bill(), lines=(replace(Bill().lines[0], price="1.35"), *Bill().lines[1:])), Bill()),
        (Bill(), replace(Bill(), lines=Bill().lines[:2])),
        (Bill(order=""), Bill()),
    ],
)
def test_pages_read_block_by_block_are_compared_as_if_all_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: Bill, printed: Bill
) -> None:
    path = _followed(bill_pdf(tmp_path / "bill.pdf", printed, ("factur-x.xml", cii(stated))), 4)
    whole = _invoice(path)
    monkeypatch.setattr(reader, "READ_WHOLE", 1)
    monkeypatch.setattr(long_reading, "BLOCK", 2)
    in_blocks = _invoice(path)
    assert whole.source is Source.EINVOICE
    assert in_blocks == whole
    assert (_holds(whole) == []) == (stated == printed or not stated.order)


_UBL = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"


@pytest.mark.parametrize("name", ["other-invoice.xml", "data.bin"])
@pytest.mark.parametrize(
    "content",
    [
        f"<Invoice xmlns='{_UBL.format('Invoice')}'><ID>77</ID><PayableAmount>9400.00</PayableAmount></Invoice>",
        f"<CreditNote xmlns='{_UBL.format('CreditNote')}'><ID>77</ID></CreditNote>",
        "<m:CrossIndustryInvoice xmlns:m='urn:x'><m:Broken>",
    ],
)
def test_an_invoice_of_a_known_format_that_cannot_be_read_holds_whatever_it_is_called(
    tmp_path: Path, name: str, content: str
) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), (name, content)))
    assert [finding.code for finding in _holds(invoice)] == ["einvoice_unreadable"]


def test_an_electronic_invoice_without_number_and_total_bears_no_page_out(tmp_path: Path) -> None:
    empty = "<m:CrossIndustryInvoice xmlns:m='urn:x'><m:Total>9400.00</m:Total></m:CrossIndustryInvoice>"
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", empty)))
    missing = {finding.field for finding in _holds(invoice) if finding.code == "missing_field"}
    assert missing == {"invoice_number", "total", "currency"}


def test_a_figure_of_a_line_is_looked_for_at_the_height_of_its_row() -> None:
    page = typed_page("Ball valve      4   20.00   80.00\nPipe strap      2   30.00   60.00")
    valve, strap = (box_of(row.words) for row in join_rows(page))
    across = PrintedAcross((), ())
    across.add(page)
    for words in (PrintedWords([page]), across):
        assert words.number(Decimal(60)) == words.number(Decimal(-60), strap) is not None
        assert words.number(Decimal(60), valve) is None
        assert words.number(Decimal(60), replace(strap, page=2)) is None


def _renamed(*names: str, code: str = "") -> str:
    """Write the bill with other names for its goods, none where one is empty, and another code for the first."""
    bill = Bill()
    lines = [replace(line, name=name or line.name) for line, name in zip(bill.lines, names, strict=True)]
    if code:
        lines[0] = replace(lines[0], code=code, buyers_code="", gtin="")
    return cii(replace(bill, lines=tuple(lines)))


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        (_renamed("Kaffeevollautomat", "", ""), True),
        (_renamed("Kaffeevollautomat", "Fernseher", "Laptop", code="KV-9"), True),
        (_renamed("Bolt M8", "Bearings", "Cable ties"), False),
        (_renamed("Stahlschraube", "Kugellager", "Kabelbinder"), False),  # translated: their codes are the page's
        (_renamed("Article", "Article", "Article"), False),
    ],
)
def test_goods_that_have_nothing_in_common_with_the_pages_hold(tmp_path: Path, stated: str, held: bool) -> None:
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", stated)))
    assert ("description" in {finding.field for finding in _holds(invoice)}) is held


def test_two_electronic_invoices_of_other_goods_hold(tmp_path: Path) -> None:
    files = (("factur-x.xml", cii(Bill())), ("other.xml", _renamed("Kaffeevollautomat", "", "")))
    (finding,) = _holds(_invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), *files)))
    assert finding.code == "einvoices_differ"


@pytest.mark.parametrize(
    ("footer", "held"),
    [("Due date: 13.04.2026", True), ("Due date: 20.03.2026", False), ("Payable by 20.03.2026, due 13.04.2026", False)],
)
def test_a_due_day_that_the_page_has_not_holds_where_it_has_another(tmp_path: Path, footer: str, held: bool) -> None:
    day = '<u:DateTimeString format="102">20260320</u:DateTimeString>'
    due = f"<r:SpecifiedTradePaymentTerms><r:DueDateDateTime>{day}</r:DueDateDateTime></r:SpecifiedTradePaymentTerms>"
    sums = "<r:SpecifiedTradeSettlementHeaderMonetarySummation>"
    stated = cii(Bill()).replace(sums, due + sums)
    invoice = _invoice(bill_pdf(tmp_path / "bill.pdf", Bill(), ("factur-x.xml", stated), footer=footer))
    assert ("due_date" in {finding.field for finding in _holds(invoice)}) is held


@pytest.mark.parametrize(
    ("reason", "held"),
    [("Discount if paid within 10 days", True), ("Skonto", True), ("Remise sous 8 jours", True), ("Rabatt", False)],
)
def test_a_discount_on_a_condition_holds(tmp_path: Path, reason: str, held: bool) -> None:
    bill = replace(Bill(), charges=((False, "5.00", reason, "95"),))
    path = tmp_path / "bill.xml"
    path.write_text(cii(bill), encoding="utf-8")
    assert ("discount_conditional" in {finding.code for finding in _holds(_invoice(path))}) is held
