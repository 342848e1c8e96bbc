"""Electronic invoices by themselves: every format read alike, strictly, and checked by its own sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.finding import Severity
from app.domain.invoice import ChargeKind, Invoice, Reading, Source
from app.domain.provenance import Certainty, Method
from app.domain.record import from_record, to_record
from app.extraction.einvoice.charges import kind_of
from app.extraction.einvoice.files import Found, read_einvoice
from app.extraction.einvoice.model import StatedCharge
from app.extraction.einvoice.printed import PrintedWords
from app.extraction.einvoice.reading import with_einvoice
from app.extraction.einvoice.values import Values
from app.extraction.einvoice.xml_tree import LARGEST_XML, XmlRefusedError, parse_xml
from app.extraction.pipeline import read_invoice
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.einvoices import Bill, BillLine, cii, ubl
from tests.helpers.typed_pages import shipped_knowledge

FORMATS: dict[str, Callable[[Bill], str]] = {
    "cii": cii,
    "zugferd 1": lambda bill: cii(bill, old=True),
    "ubl": ubl,
}


def _invoice(xml: str | bytes) -> Invoice:
    stated = read_einvoice(xml.encode() if isinstance(xml, str) else xml, "factur-x.xml")
    assert stated is not None
    empty = read_invoice((), knowledge=shipped_knowledge())
    return with_einvoice(Found((stated,)), empty, PrintedWords(()), shipped_knowledge())


def _holds(invoice: Invoice) -> set[str]:
    return {finding.code for finding in invoice.findings if finding.severity is Severity.HOLD}


@pytest.mark.parametrize("written", FORMATS.values(), ids=FORMATS.keys())
def test_s2_159_every_format_states_the_same_invoice(written: Callable[[Bill], str]) -> None:
    bill = Bill()
    invoice = _invoice(written(bill))
    header = invoice.header
    assert invoice.source is Source.EINVOICE
    assert _holds(invoice) == set()
    assert header.invoice_number is not None
    assert header.invoice_number.value == "RE-2026-118"
    assert header.invoice_date is not None
    assert header.invoice_date.value == date(2026, 3, 14)
    assert header.vendor_name is not None
    assert header.vendor_name.value == bill.seller
    assert header.vendor_tax_id is not None
    assert header.vendor_tax_id.value == bill.vat, "the VAT number comes before other registrations"
    assert [order.value for order in header.po_numbers] == ["PO-10007"]
    figures = (header.subtotal, header.tax_total, header.total)
    assert [value.value for value in figures if value] == [bill.net_lines, bill.tax, bill.total]
    assert {value.certainty for value in figures if value} == {Certainty.PROVEN}
    assert {value.method for value in figures if value} == {Method.EINVOICE}
    assert [(c.kind, c.amount.value) for c in invoice.charges] == [
        (ChargeKind.FREIGHT, Decimal("12.50")),
        (ChargeKind.DISCOUNT, Decimal("-5.00")),
    ]
    assert all(check.holds for check in invoice.checks)


def test_the_data_name_the_buyer_s_tax_id() -> None:
    registration = '<r:SpecifiedTaxRegistration><r:ID schemeID="{}">{}</r:ID></r:SpecifiedTaxRegistration>'
    taxed = registration.format("FC", "201/113/40209") + registration.format("VA", "GB999999973")
    scheme = (
        "<a:PartyTaxScheme><b:CompanyID>{}</b:CompanyID><a:TaxScheme><b:ID>{}</b:ID></a:TaxScheme></a:PartyTaxScheme>"
    )
    schemes = scheme.format("201/113/40209", "TAX") + scheme.format("GB999999973", "VAT")
    party = f"<a:AccountingCustomerParty><a:Party>{schemes}</a:Party></a:AccountingCustomerParty>"
    for xml, seller, buyer in (
        (cii(Bill()), "</r:SellerTradeParty>", f"<r:BuyerTradeParty>{taxed}</r:BuyerTradeParty>"),
        (ubl(Bill()), "</a:AccountingSupplierParty>", party),
    ):
        assert _invoice(xml).header.buyer_tax_ids == ()
        [number] = _invoice(xml.replace(seller, seller + buyer)).header.buyer_tax_ids
        assert number.value == "GB999999973"


@pytest.mark.parametrize("written", FORMATS.values(), ids=FORMATS.keys())
def test_s2_162_lines_carry_codes_units_and_what_the_price_is_for(written: Callable[[Bill], str]) -> None:
    first, second, third = _invoice(written(Bill())).lines
    assert first.item_code is not None
    assert first.item_code.value == "47821", "the buyer's code comes first"
    assert first.other_codes == ("AX-1001", "4012345001235")
    assert [line.uom.value for line in (first, second) if line.uom] == ["EA", "BX"]
    assert second.uom is not None
    assert second.uom.raw == "XBX"
    assert third.price_basis == 100
    assert third.unit_price is not None
    assert third.unit_price.value == Decimal("4.90")
    assert third.amount is not None
    assert third.amount.value == Decimal("98.00")
    assert {line.certainty for line in (first, second, third)} == {Certainty.PROVEN}
    assert all(line.amount is not None and line.amount.box is None for line in (first, second, third))


@pytest.mark.parametrize("base", ["12", "0.5", "7", "1000"])
def test_a_price_for_any_quantity_stays_exact(base: str) -> None:
    line = BillLine("Twine", "24.50", "3.10", base=base)
    invoice = _invoice(ubl(Bill(lines=(line,))))
    assert invoice.lines[0].price_basis == Decimal(base)
    assert invoice.lines[0].certainty is not Certainty.CONTRADICTED


def test_a_line_may_name_its_own_order_and_order_line() -> None:
    lines = (BillLine("Bolt", "2", "1.00", order="PO-7", order_line="30"), BillLine("Nut", "2", "1.00", order="PO-8"))
    for xml in (cii(Bill(lines=lines)), ubl(Bill(lines=lines))):
        invoice = _invoice(xml)
        assert [line.po_number.value for line in invoice.lines if line.po_number] == ["PO-7", "PO-8"]
        assert invoice.lines[0].po_line is not None
        assert invoice.lines[0].po_line.value == 30
        assert [order.value for order in invoice.header.po_numbers] == ["PO-10007", "PO-7", "PO-8"]


def test_a_line_allowance_is_its_discount_and_a_line_charge_is_held() -> None:
    lines = (BillLine("Bolt", "10", "2.00", allowance="3.00"),)
    invoice = _invoice(ubl(Bill(lines=lines)))
    assert invoice.lines[0].discount is not None
    assert invoice.lines[0].discount.value == Decimal("3.00")
    assert invoice.lines[0].certainty is Certainty.PROVEN
    xml = ubl(Bill(lines=(BillLine("Bolt", "10", "2.00", allowance="-3.00"),), charges=()))
    charged = xml.replace("<b:ChargeIndicator>false", "<b:ChargeIndicator>true").replace(">-3.00<", ">3.00<")
    assert charged != xml
    invoice = _invoice(charged)
    assert invoice.lines[0].amount is not None
    assert invoice.lines[0].amount.value == Decimal("23.00")
    assert "line_charge" in _holds(invoice), "a charge inside a line's amount is nobody's unit price"


def test_s1_17_credit_notes_are_told_from_invoices() -> None:
    bill = Bill(kind="381", preceding="RE-2026-100")
    for xml in (cii(bill), cii(bill, old=True), ubl(bill, credit=True)):
        invoice = _invoice(xml)
        assert invoice.is_credit
        assert invoice.header.credits_invoice is not None
        assert invoice.header.credits_invoice.value == "RE-2026-100"
    negative = Bill(kind="384", preceding="RE-1", lines=(BillLine("Bolt", "-5", "1.00"),), charges=())
    assert _invoice(cii(negative)).is_credit
    replaced = _invoice(cii(Bill(kind="384", preceding="RE-2026-100")))
    assert not replaced.is_credit
    assert "corrected_invoice" in _holds(replaced), "both of the two must not be paid"


def test_tests_and_pro_forma_invoices_are_held() -> None:
    flag = (
        "<m:ExchangedDocumentContext><r:TestIndicator><u:Indicator>true</u:Indicator></r:TestIndicator>"
        "</m:ExchangedDocumentContext><m:ExchangedDocument>"
    )
    assert "test_document" in _holds(_invoice(cii(Bill()).replace("<m:ExchangedDocument>", flag, 1)))
    assert "not_an_invoice" in _holds(_invoice(cii(Bill(kind="325"))))


def test_what_is_paid_already_is_told() -> None:
    invoice = _invoice(cii(Bill(prepaid="100.00")))
    told = [(finding.severity, finding.message) for finding in invoice.findings if finding.code == "amount_due"]
    assert told == [(Severity.HOLD, "Of the total 734.59, 100.00 is paid already; 634.59 is due.")]
    assert invoice.header.total is not None
    assert invoice.header.total.value == Decimal("734.59")


@pytest.mark.parametrize(("rounding", "severity"), [("0.41", Severity.NOTE), ("100.00", Severity.HOLD)])
def test_rounding_is_of_cents(rounding: str, severity: Severity) -> None:
    due = Decimal("734.59") + Decimal(rounding)
    told = "<r:DuePayableAmount>734.59"
    invoice = _invoice(
        cii(Bill()).replace(told, f"<r:RoundingAmount>{rounding}</r:RoundingAmount><r:DuePayableAmount>{due}", 1)
    )
    assert [finding.severity for finding in invoice.findings if finding.code == "amount_due"] == [severity]


WRONG_SUMS = {
    "BR-CO-10": ("LineTotalAmount>609.80", "LineTotalAmount>619.80"),
    "BR-CO-11": ("AllowanceTotalAmount>5.00", "AllowanceTotalAmount>6.00"),
    "BR-CO-12": ("ChargeTotalAmount>12.50", "ChargeTotalAmount>13.50"),
    "BR-CO-13": ("TaxBasisTotalAmount>617.30", "TaxBasisTotalAmount>607.30"),
    "BR-CO-14": ("TaxTotalAmount currencyID=\"EUR\">117.29", "TaxTotalAmount currencyID=\"EUR\">107.29"),
    "BR-CO-15": ("GrandTotalAmount>734.59", "GrandTotalAmount>743.59"),
    "BR-CO-16": ("DuePayableAmount>734.59", "DuePayableAmount>700.00"),
    "BR-CO-17": ("CalculatedAmount>117.29", "CalculatedAmount>100.00"),
}  # fmt: skip


@pytest.mark.parametrize("rule", WRONG_SUMS)
def test_s2_165_sums_that_fail_are_held_by_their_rule(rule: str) -> None:
    right, wrong = WRONG_SUMS[rule]
    xml = cii(Bill())
    assert right in xml
    invoice = _invoice(xml.replace(right, wrong))
    assert "einvoice_sums" in _holds(invoice)
    assert any(rule in finding.message for finding in invoice.findings)
    assert any(rule in check.name and not check.holds for check in invoice.checks)


def test_a_total_that_fails_its_sum_is_never_proven() -> None:
    invoice = _invoice(cii(Bill()).replace("GrandTotalAmount>734.59", "GrandTotalAmount>743.59"))
    assert invoice.header.total is not None
    assert invoice.header.total.certainty not in (Certainty.PROVEN, Certainty.CONSISTENT)


def test_s2_164_a_line_that_does_not_multiply_is_contradicted_but_a_rounded_price_is_not() -> None:
    xml = ubl(Bill(lines=(BillLine("Bolt", "20", "2.77"),), charges=()))
    wrong = xml.replace(">55.40<", ">55.46<")
    assert _invoice(wrong).lines[0].certainty is not Certainty.CONTRADICTED, "a price in cents may be 2.773"
    exact = _invoice(wrong.replace(">2.77<", ">2.7700<"))
    assert exact.lines[0].certainty is Certainty.CONTRADICTED
    assert "line_arithmetic" in _holds(exact)


@pytest.mark.parametrize(
    "text", ["NaN", "1e5", "1,25", "Infinity", "1_0", "\u0661\u0662", "0x10", "--1", "1 000", "9" * 40]
)
def test_only_plain_decimals_are_numbers(text: str) -> None:
    invoice = _invoice(ubl(Bill()).replace(">240<", f">{text}<"))
    assert invoice.lines[0].quantity is None
    assert "einvoice_value" in _holds(invoice)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20260314", date(2026, 3, 14)),
        ("2026-03-14", date(2026, 3, 14)),
        ("2026-03-14T00:00:00", date(2026, 3, 14)),
        ("2026-03-14+01:00", date(2026, 3, 14)),
        ("202603141530", date(2026, 3, 14)),
        ("20260230", None),
        ("14.03.2026", None),
        ("2026", None),
    ],
)
def test_dates_have_the_form_of_the_standard(text: str, day: date | None) -> None:
    values = Values("x.xml")
    node = parse_xml(f"<d>{text}</d>".encode())
    found = values.day(node, "its date")
    assert (found.value if found else None) == day
    assert bool(values.faults) == (day is None)


@pytest.mark.parametrize(
    ("code", "known"),
    [("C62", "EA"), ("H87", "EA"), ("KGM", "KG"), ("LTR", "L"), ("XCS", "CS"), ("XPL", None), ("PL", None),
     ("CTN", None), ("ZZ", None), ("HUR", "HR"), ("STN", "TN"), ("CS", "CS")],
)  # fmt: skip
def test_trap_2_units_are_read_by_recommendation_20(code: str, known: str | None) -> None:
    invoice = _invoice(ubl(Bill(lines=(BillLine("Thing", "3", "2.00", unit=code),), charges=())))
    unit = invoice.lines[0].uom
    assert unit is not None
    assert unit.raw == code
    assert ("unknown_unit" in _holds(invoice)) == (known is None)
    if known is not None:
        assert unit.value == known


def test_a_price_in_another_unit_than_the_quantity_is_held() -> None:
    xml = ubl(Bill()).replace('BaseQuantity unitCode="XBX"', 'BaseQuantity unitCode="KGM"')
    assert "price_unit" in _holds(_invoice(xml))


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        ("FC", "", ChargeKind.FREIGHT),
        ("FC", "Fuel surcharge", ChargeKind.FUEL_SURCHARGE),
        ("ZZZ", "Dieselzuschlag", ChargeKind.FUEL_SURCHARGE),
        ("AED", "", ChargeKind.HAZMAT_FEE),
        ("AEV", "", ChargeKind.ENVIRONMENTAL_FEE),
        ("PL", "", ChargeKind.PALLET_CHARGE),
        ("RAD", "", ChargeKind.DEPOSIT),
        ("", "Versandkosten", ChargeKind.FREIGHT),
        ("AAT", "Rush fee", ChargeKind.OTHER),
        ("EP", "", ChargeKind.OTHER),
        ("RAF", "", ChargeKind.OTHER),
        ("ZZZ", "Something new", ChargeKind.OTHER),
    ],
)
def test_s2_103_charges_are_named_by_their_words_before_their_code(code: str, reason: str, kind: ChargeKind) -> None:
    amount = Values("x").amount(parse_xml(b"<a>5.00</a>"), "a charge")
    assert amount is not None
    assert kind_of(StatedCharge(is_charge=True, amount=amount, reason=reason, code=code), shipped_knowledge()) is kind
    allowance = StatedCharge(is_charge=False, amount=amount, reason=reason, code=code)
    assert kind_of(allowance, shipped_knowledge()) is ChargeKind.DISCOUNT


def test_lines_that_only_group_others_are_not_billed_twice() -> None:
    bill = Bill()
    group = (
        "<r:IncludedSupplyChainTradeLineItem><r:AssociatedDocumentLineDocument><r:LineID>00</r:LineID>"
        "<r:LineStatusReasonCode>GROUP</r:LineStatusReasonCode></r:AssociatedDocumentLineDocument>"
        "<r:SpecifiedLineTradeSettlement><r:SpecifiedTradeSettlementLineMonetarySummation><r:LineTotalAmount>609.80"
        "</r:LineTotalAmount></r:SpecifiedTradeSettlementLineMonetarySummation></r:SpecifiedLineTradeSettlement>"
        "</r:IncludedSupplyChainTradeLineItem>"
    )
    xml = cii(bill).replace("<r:IncludedSupplyChainTradeLineItem>", group + "<r:IncludedSupplyChainTradeLineItem>", 1)
    invoice = _invoice(xml)
    assert len(invoice.lines) == 3
    assert _holds(invoice) == set()


def test_the_tax_of_the_books_currency_is_not_the_tax() -> None:
    bill = Bill()
    tax = f'<r:TaxTotalAmount currencyID="EUR">{bill.tax}</r:TaxTotalAmount>'
    xml = cii(bill).replace(tax, f'<r:TaxTotalAmount currencyID="GBP">99.99</r:TaxTotalAmount>{tax}')
    invoice = _invoice(xml)
    assert invoice.header.tax_total is not None
    assert invoice.header.tax_total.value == bill.tax


def test_the_envelope_of_the_network_is_looked_into() -> None:
    xml = ubl(Bill()).split("?>", 1)[1]
    invoice = _invoice(f'<s:StandardBusinessDocument xmlns:s="urn:x"><s:Header/>{xml}</s:StandardBusinessDocument>')
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "RE-2026-118"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_of_xml_are_read(encoding: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    xml = cii(Bill(seller="Müller & Söhne".replace("&", "&amp;"))).replace('encoding="UTF-8"', f'encoding="{name}"')
    invoice = _invoice(xml.encode(encoding))
    assert invoice.header.vendor_name is not None
    assert invoice.header.vendor_name.value == "Müller & Söhne"


HOSTILE = {
    "entity bomb": '<!DOCTYPE i [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><Invoice><ID>&b;</ID></Invoice>',
    "external entity": '<!DOCTYPE i [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice><ID>&a;</ID></Invoice>',
    "external document type": '<!DOCTYPE i SYSTEM "http://localhost/x.dtd"><Invoice><ID>1</ID></Invoice>',
    "depth": "<Invoice><ID>1</ID>" + "<a>" * 100_000,
    "many elements": "<Invoice><ID>1</ID>" + "<a/>" * 500_000 + "</Invoice>",
    "many attributes": "<Invoice " + " ".join(f'a{n}=""' for n in range(5000)) + "/>",
    "unknown encoding": '<?xml version="1.0" encoding="klingon"?><Invoice/>',
    "cut off": "<Invoice><ID>1</ID>",
    "nothing": "",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused_with_a_reason(content: str) -> None:
    with pytest.raises(XmlRefusedError, match=r"^(has|is|carries) "):
        read_einvoice(content.encode(), "factur-x.xml")


def test_where_xml_is_not_well_formed_is_said_by_line_and_column() -> None:
    with pytest.raises(XmlRefusedError, match=r"line 3, column 4\b"):
        parse_xml(b"<a>\n <b>\n  </c>\n</a>")


def test_xml_larger_than_any_invoice_is_refused_unread() -> None:
    with pytest.raises(XmlRefusedError, match="MB"):
        parse_xml(b"<a>" + b" " * LARGEST_XML)


def test_attachments_inside_the_xml_are_left_out() -> None:
    xml = ubl(Bill()).replace("<a:OrderReference>", f"<b:Note>{'QUJD' * 100_000}</b:Note><a:OrderReference>", 1)
    root = parse_xml(xml.encode())
    assert root.words("Note") == ""
    assert root.words("ID") == "RE-2026-118"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_a_byte_ends_in_anything_but_an_answer(data: st.DataObject) -> None:
    content = bytearray((cii if data.draw(st.booleans()) else ubl)(Bill()).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    try:
        stated = read_einvoice(bytes(content), "x.xml")
    except XmlRefusedError:
        return
    if stated is not None:
        invoice = with_einvoice(
            Found((stated,)), read_invoice((), knowledge=shipped_knowledge()), PrintedWords(()), shipped_knowledge()
        )
        assert from_record(Invoice, to_record(invoice)) == invoice


def _read(path: Path, options: ReadingOptions | None = None) -> Reading:
    return read_document(path, options or ReadingOptions(), shipped_knowledge())


def test_an_xml_file_is_a_document_without_pages(tmp_path: Path) -> None:
    (tmp_path / "invoice.xml").write_text(cii(Bill()), encoding="utf-8")
    reading = _read(tmp_path / "invoice.xml")
    assert reading.error is None
    assert reading.pages == 0
    assert reading.invoice is not None
    assert len(reading.invoice.lines) == 3
    alone = _read(tmp_path / "invoice.xml", ReadingOptions(use_einvoice=False))
    assert alone.error is not None
    assert alone.error.code == "no_page"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<?xml version='1.0'?><svg/>", "not_a_document"),
        ("<?xml version='1.0'?><Invoice", "damaged"),
        (HOSTILE["external entity"], "not_a_document"),
        ("<?xml version='1.0'?>" + HOSTILE["external entity"], "damaged"),
        ("<?xml version='1.0'?><!DOCTYPE html><html/>", "not_a_document"),
    ],
)
def test_xml_that_is_no_invoice_is_named(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "file.xml").write_text(content, encoding="utf-8")
    reading = _read(tmp_path / "file.xml")
    assert reading.error is not None
    assert reading.error.code == code
    assert "file.xml" in reading.error.message


def test_a_header_alone_has_no_lines_to_clear(tmp_path: Path) -> None:
    (tmp_path / "minimum.xml").write_text(cii(Bill(), lines=False), encoding="utf-8")
    reading = _read(tmp_path / "minimum.xml")
    assert reading.invoice is not None
    assert "no_lines" in _holds(reading.invoice)


def test_what_is_missing_is_said() -> None:
    bill = replace(Bill(), currency="", number="")
    invoice = _invoice(cii(bill))
    missing = {finding.field for finding in invoice.findings if finding.code == "missing_field"}
    assert missing == {"invoice_number", "currency"}


@pytest.mark.parametrize("written", FORMATS.values(), ids=FORMATS.keys())
def test_s2_103_a_charge_billed_as_a_line_is_a_charge_and_never_also_a_line(written: Callable[[Bill], str]) -> None:
    freight = BillLine("Freight", "1", "25.00")
    goods = BillLine("Fuel filter", "1", "30.00", code="FF-30")
    invoice = _invoice(written(Bill(lines=(freight, goods), charges=())))
    assert [(line.line_no, line.description.value) for line in invoice.lines] == [(2, "Fuel filter")]
    assert [(charge.kind, charge.amount.value) for charge in invoice.charges] == [
        (ChargeKind.FREIGHT, Decimal("25.00"))
    ]
    assert _holds(invoice) == set()
    ordered = _invoice(written(Bill(lines=(replace(freight, order_line="3"), goods), charges=())))
    assert len(ordered.lines) == 2, "what the buyer ordered as a line is billed as one"


@pytest.mark.parametrize(
    "xml", ["<Invoice><InvoiceNumber>1</InvoiceNumber></Invoice>", "<Invoice><ID>1</ID></Invoice>"]
)
def test_other_formats_with_the_same_root_are_not_taken_for_ours(xml: str) -> None:
    assert read_einvoice(xml.encode(), "x.xml") is None


def test_name_and_description_are_one_text_without_saying_it_twice() -> None:
    name = "<r:Name>Steel bolt M8 zinc</r:Name>"
    for description, text in (
        ("50 in a bag", "Steel bolt M8 zinc 50 in a bag"),
        ("Steel bolt M8 zinc, galvanised", "Steel bolt M8 zinc, galvanised"),
        ("bolt m8", "Steel bolt M8 zinc"),
    ):
        xml = cii(Bill()).replace(name, f"{name}<r:Description>{description}</r:Description>")
        assert _invoice(xml).lines[0].description.value == text
