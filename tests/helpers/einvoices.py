"""Electronic invoices made on the spot: one bill written as CII, ZUGFeRD 1.0, UBL, and as a page with XML attached."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

_CII = "urn:un:unece:uncefact:data:standard"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class BillLine:
    """One line; ``base`` is what the price is for, ``allowance`` is taken off the amount."""

    name: str
    quantity: str
    price: str
    unit: str = "C62"
    printed_unit: str = "pcs"
    code: str = ""
    buyers_code: str = ""
    gtin: str = ""
    base: str = "1"
    allowance: str = "0"
    order: str = ""
    order_line: str = ""

    @property
    def amount(self) -> Decimal:
        """What the line costs."""
        gross = Decimal(self.quantity) * Decimal(self.price) / Decimal(self.base)
        return (gross - Decimal(self.allowance)).quantize(_CENT)


@dataclass(frozen=True)
class Bill:
    """An invoice that adds up."""

    number: str = "RE-2026-118"
    day: str = "20260314"
    seller: str = "Northwind Fixture Supply GmbH"
    vat: str = "DE136695976"
    order: str = "PO-10007"
    currency: str = "EUR"
    kind: str = "380"
    preceding: str = ""
    rate: str = "19"
    prepaid: str = "0"
    lines: tuple[BillLine, ...] = (
        BillLine("Steel bolt M8 zinc", "240", "1.25", code="AX-1001", buyers_code="47821", gtin="4012345001235"),
        BillLine("Bearing sealed 6204", "12", "17.65", unit="XBX", printed_unit="box", code="BR-7730"),
        BillLine("Cable tie black long", "2000", "4.90", base="100", code="CT-0042"),
    )
    # charge or allowance, amount, reason, code
    charges: tuple[tuple[bool, str, str, str], ...] = field(
        default=((True, "12.50", "Freight", "FC"), (False, "5.00", "Trade discount", "95"))
    )

    @property
    def net_lines(self) -> Decimal:
        """BT-106."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def added(self) -> Decimal:
        """BT-108."""
        return sum((Decimal(a) for charge, a, _, _ in self.charges if charge), Decimal("0.00"))

    @property
    def taken_off(self) -> Decimal:
        """BT-107."""
        return sum((Decimal(a) for charge, a, _, _ in self.charges if not charge), Decimal("0.00"))

    @property
    def net(self) -> Decimal:
        """BT-109."""
        return self.net_lines + self.added - self.taken_off

    @property
    def tax(self) -> Decimal:
        """BT-110."""
        return (self.net * Decimal(self.rate) / 100).quantize(_CENT)

    @property
    def total(self) -> Decimal:
        """BT-112."""
        return self.net + self.tax

    @property
    def due(self) -> Decimal:
        """BT-115."""
        return self.total - Decimal(self.prepaid)


def _tag(name: str, text: object, **attributes: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{text}</{name}>" if str(text) else ""


def _date(name: str, day: str) -> str:
    return _tag(name, _tag("u:DateTimeString", day, format="102"))


def _cii_charges(bill: Bill) -> str:
    return "".join(
        _tag(
            "r:SpecifiedTradeAllowanceCharge",
            _tag("r:ChargeIndicator", _tag("u:Indicator", str(charge).lower()))
            + _tag("r:ActualAmount", amount)
            + _tag("r:ReasonCode", code)
            + _tag("r:Reason", reason),
        )
        for charge, amount, reason, code in bill.charges
    )


def _cii_line(line: BillLine, number: int, old: bool) -> str:
    word, line_word = ("SupplyChain", "SupplyChain") if old else ("Line", "Line")
    order = _tag("r:LineID", line.order_line) + _tag("r:ID" if old else "r:IssuerAssignedID", line.order)
    allowance = ""
    if Decimal(line.allowance):
        inside = _tag("r:ChargeIndicator", _tag("u:Indicator", "false")) + _tag("r:ActualAmount", line.allowance)
        allowance = _tag("r:SpecifiedTradeAllowanceCharge", inside + _tag("r:Reason", "Line discount"))
    price = _tag("r:ChargeAmount", line.price) + _tag("r:BasisQuantity", line.base, unitCode=line.unit)
    summation = (
        "r:SpecifiedTradeSettlementMonetarySummation" if old else "r:SpecifiedTradeSettlementLineMonetarySummation"
    )
    product = _tag(
        "r:SpecifiedTradeProduct",
        _tag("r:GlobalID", line.gtin, schemeID="0160")
        + _tag("r:SellerAssignedID", line.code)
        + _tag("r:BuyerAssignedID", line.buyers_code)
        + _tag("r:Name", line.name),
    )
    parts = (
        _tag("r:AssociatedDocumentLineDocument", _tag("r:LineID", number))
        + ("" if old else product)
        + _tag(
            f"r:Specified{word}TradeAgreement",
            _tag("r:BuyerOrderReferencedDocument", order) + _tag("r:NetPriceProductTradePrice", price),
        )
        + _tag(f"r:Specified{line_word}TradeDelivery", _tag("r:BilledQuantity", line.quantity, unitCode=line.unit))
        + _tag(
            f"r:Specified{line_word}TradeSettlement",
            allowance + _tag(summation, _tag("r:LineTotalAmount", line.amount)),
        )
        + (product if old else "")
    )
    return _tag("r:IncludedSupplyChainTradeLineItem", parts)


def cii(bill: Bill, *, old: bool = False, lines: bool = True) -> str:
    """Write the bill as Cross Industry Invoice; ``old``: as ZUGFeRD 1.0; without ``lines``: header only."""
    items = "".join(_cii_line(line, n, old) for n, line in enumerate(bill.lines, 1)) if lines else ""
    head = "SupplyChain" if old else "Header"
    identity = "r:ID" if old else "r:IssuerAssignedID"
    seller = _tag("r:Name", bill.seller)
    seller += _tag("r:SpecifiedTaxRegistration", _tag("r:ID", "201/113/40209", schemeID="FC"))
    seller += _tag("r:SpecifiedTaxRegistration", _tag("r:ID", bill.vat, schemeID="VA"))
    order = _tag("r:BuyerOrderReferencedDocument", _tag(identity, bill.order))
    agreement = _tag(f"r:Applicable{head}TradeAgreement", _tag("r:SellerTradeParty", seller) + order)
    sums = "".join(
        _tag(f"r:{name}", amount, **attributes)
        for name, amount, attributes in (
            ("LineTotalAmount", bill.net_lines, {}),
            ("ChargeTotalAmount", bill.added, {}),
            ("AllowanceTotalAmount", bill.taken_off, {}),
            ("TaxBasisTotalAmount", bill.net, {}),
            ("TaxTotalAmount", bill.tax, {"currencyID": bill.currency}),
            ("GrandTotalAmount", bill.total, {}),
            ("TotalPrepaidAmount", bill.prepaid, {}),
            ("DuePayableAmount", bill.due, {}),
        )
    )
    tax = _tag("r:CalculatedAmount", bill.tax) + _tag("r:BasisAmount", bill.net)
    tax += _tag("r:ApplicablePercent" if old else "r:RateApplicablePercent", bill.rate)
    kind = "" if old else "Header"
    settlement = _tag(
        f"r:Applicable{head}TradeSettlement",
        _tag("r:InvoiceCurrencyCode", bill.currency)
        + _tag("r:ApplicableTradeTax", tax)
        + _cii_charges(bill)
        + _tag(f"r:SpecifiedTradeSettlement{kind}MonetarySummation", sums)
        + _tag("r:InvoiceReferencedDocument", _tag(identity, bill.preceding) if bill.preceding else ""),
    )
    document = _tag("r:ID", bill.number) + _tag("r:TypeCode", bill.kind) + _date("r:IssueDateTime", bill.day)
    transaction = agreement + settlement + items if old else items + agreement + settlement
    root, prefix = ("CrossIndustryDocument", "Specified") if old else ("CrossIndustryInvoice", "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:{root} xmlns:m="{_CII}:{root}:100" '
        f'xmlns:r="{_CII}:ReusableAggregateBusinessInformationEntity:100" xmlns:u="{_CII}:UnqualifiedDataType:100">'
        + _tag("m:HeaderExchangedDocument" if old else "m:ExchangedDocument", document)
        + _tag(f"m:{prefix}SupplyChainTradeTransaction", transaction)
        + f"</m:{root}>"
    )


def ubl(bill: Bill, *, credit: bool = False) -> str:
    """Write the bill as UBL invoice or credit note."""
    root, quantity = ("CreditNote", "CreditedQuantity") if credit else ("Invoice", "InvoicedQuantity")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_UBL}:{root}-2" '
        f'xmlns:b="{_UBL}:CommonBasicComponents-2" xmlns:a="{_UBL}:CommonAggregateComponents-2">'
        + _tag("b:ID", bill.number)
        + _tag("b:IssueDate", f"{bill.day[:4]}-{bill.day[4:6]}-{bill.day[6:]}")
        + _tag(f"b:{root}TypeCode", "381" if credit else bill.kind)
        + _tag("b:DocumentCurrencyCode", bill.currency)
        + _tag("a:OrderReference", _tag("b:ID", bill.order))
        + _tag(
            "a:BillingReference",
            _tag("a:InvoiceDocumentReference", _tag("b:ID", bill.preceding)) if bill.preceding else "",
        )
        + _ubl_seller(bill)
        + "".join(_ubl_charge(*charge) for charge in bill.charges)
        + _tag(
            "a:TaxTotal",
            _tag("b:TaxAmount", bill.tax, currencyID=bill.currency)
            + _tag(
                "a:TaxSubtotal",
                _tag("b:TaxableAmount", bill.net)
                + _tag("b:TaxAmount", bill.tax)
                + _tag("a:TaxCategory", _tag("b:Percent", bill.rate)),
            ),
        )
        + _tag(
            "a:LegalMonetaryTotal",
            _tag("b:LineExtensionAmount", bill.net_lines)
            + _tag("b:TaxExclusiveAmount", bill.net)
            + _tag("b:TaxInclusiveAmount", bill.total)
            + _tag("b:AllowanceTotalAmount", bill.taken_off)
            + _tag("b:ChargeTotalAmount", bill.added)
            + _tag("b:PrepaidAmount", bill.prepaid)
            + _tag("b:PayableAmount", bill.due),
        )
        + "".join(_ubl_line(line, n, f"a:{root}Line", f"b:{quantity}") for n, line in enumerate(bill.lines, 1))
        + f"</{root}>"
    )


def _ubl_seller(bill: Bill) -> str:
    legal = _tag("a:PartyLegalEntity", _tag("b:RegistrationName", bill.seller))
    tax = _tag("a:PartyTaxScheme", _tag("b:CompanyID", bill.vat) + _tag("a:TaxScheme", _tag("b:ID", "VAT")))
    return _tag("a:AccountingSupplierParty", _tag("a:Party", tax + legal))


def _ubl_charge(charge: bool, amount: str, reason: str, code: str) -> str:
    return _tag(
        "a:AllowanceCharge",
        _tag("b:ChargeIndicator", str(charge).lower())
        + _tag("b:AllowanceChargeReasonCode", code)
        + _tag("b:AllowanceChargeReason", reason)
        + _tag("b:Amount", amount),
    )


def _ubl_line(line: BillLine, number: int, name: str, quantity: str) -> str:
    order = _tag("b:LineID", line.order_line)
    order += _tag("a:OrderReference", _tag("b:ID", line.order) if line.order else "")
    charge = _ubl_charge(False, line.allowance, "Line discount", "95") if Decimal(line.allowance) else ""
    codes = (("Buyers", line.buyers_code), ("Sellers", line.code), ("Standard", line.gtin))
    item = _tag("b:Name", line.name)
    item += "".join(_tag(f"a:{who}ItemIdentification", _tag("b:ID", code) if code else "") for who, code in codes)
    price = _tag("b:PriceAmount", line.price) + _tag("b:BaseQuantity", line.base, unitCode=line.unit)
    parts = _tag("b:ID", number) + _tag(quantity, line.quantity, unitCode=line.unit)
    parts += _tag("b:LineExtensionAmount", line.amount) + _tag("a:OrderLineReference", order) + charge
    return _tag(name, parts + _tag("a:Item", item) + _tag("a:Price", price))


@dataclass(frozen=True)
class PrintedRow:
    """A row of the page's table as it is to be printed."""

    line: BillLine
    amount: str


def bill_pdf(
    path: Path,
    bill: Bill,
    *attached: tuple[str, str | bytes],
    rows: tuple[PrintedRow, ...] | None = None,
    footer: str = "",
) -> Path:
    """Draw the bill on a page, with other rows than its own and a last row if given, and attach files to it."""
    printed = rows or tuple(PrintedRow(line, str(line.amount)) for line in bill.lines)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612.0, 792.0))
    canvas.setFont("Helvetica", 11)
    day = f"{bill.day[6:]}.{bill.day[4:6]}.{bill.day[:4]}"
    title = "Credit Note" if bill.kind == "381" else "INVOICE"
    heading = (
        bill.seller, "18 Harbour Street, Springfield", f"VAT ID: {bill.vat}", "", title,
        f"Invoice No. {bill.number}", f"Invoice Date {day}", f"PO Number {bill.order}",
    )  # fmt: skip
    for place, text in enumerate(heading):
        canvas.drawString(54, 740 - 15 * place, text)
    columns = (54, 130, 290, 340, 390, 450, 510)
    table = [("Item", "Description", "Qty", "Unit", "Price", "Per", "Amount")]
    for row in printed:
        line = row.line
        code = line.buyers_code or line.code
        per = line.base if line.price else ""
        table.append((code, line.name, line.quantity, line.printed_unit, line.price, per, row.amount))
    for place, cells in enumerate(table):
        for x, text in zip(columns, cells, strict=True):
            canvas.drawString(x, 580 - 20 * place, text)
    sums = [("Subtotal", bill.net_lines)]
    sums += [(reason, Decimal(amount) * (1 if charge else -1)) for charge, amount, reason, _ in bill.charges]
    sums += [(f"VAT {bill.rate}%", bill.tax), (f"Total {bill.currency}", bill.total)]
    for place, (label, amount) in enumerate(sums):
        canvas.drawString(390, 400 - 18 * place, label)
        canvas.drawString(510, 400 - 18 * place, str(amount))
    canvas.drawString(54, 60, footer)
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        for name, content in attached:
            document.new_attachment(name).set_data(content.encode() if isinstance(content, str) else content)
        document.save(str(path))
    return path
