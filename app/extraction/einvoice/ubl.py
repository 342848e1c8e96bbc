"""UBL 2.1 Invoice and CreditNote: Peppol BIS Billing 3, XRechnung in UBL."""

from __future__ import annotations

from itertools import chain

from app.extraction.einvoice.model import EInvoice, StatedAside, StatedCharge, StatedLine, StatedSums, StatedTax
from app.extraction.einvoice.said_once import stated_twice
from app.extraction.einvoice.values import (
    Values,
    distinct,
    is_yes,
    line_of_text,
    rows_at,
    single_rows_at,
    telling_values,
    words_at,
)
from app.extraction.einvoice.xml_tree import Node

ROOTS = ("Invoice", "CreditNote")
_LINES = "InvoiceLine|CreditNoteLine"
_NOTHING = Node("", {})
# Peppol asks for this where there is a sales order but no order of the buyer's.
_NO_ORDER = frozenset({"NA", "N/A"})


def read_ubl(root: Node, file: str) -> EInvoice:
    """Read an invoice or a credit note."""
    values = Values(file)
    values.currency = currency = words_at(root, "DocumentCurrencyCode").upper()
    seller = root.first("AccountingSupplierParty", "Party") or _NOTHING
    items = list(root.all(_LINES))
    lines = tuple(_line(node, number, values) for number, node in enumerate(items, 1))
    order = words_at(root, "OrderReference", "ID")
    if any(True for _ in root.all(_LINES, "SubInvoiceLine|SubCreditNoteLine")):
        values.fault("has lines within lines, which are not read")
    for number, node in enumerate(items, 1):
        if is_yes(node.words("FreeOfChargeIndicator")) and lines[number - 1].amount:
            values.fault("bills what it marks as free of charge", number)
    for name in dict.fromkeys(stated_twice(root)):
        values.fault(f"states {name} twice, and not the same")
    return EInvoice(
        file=file,
        syntax="UBL",
        number=words_at(root, "ID"),
        type_code=words_at(root, "InvoiceTypeCode|CreditNoteTypeCode"),
        credit_note=root.name == "CreditNote",
        test=False,
        issued=values.day(root.first("IssueDate"), "its date"),
        due=values.day(root.first("DueDate") or root.first("PaymentMeans", "PaymentDueDate"), "the due date"),
        currency=currency,
        seller_names=distinct(
            words_at(seller, "PartyLegalEntity", "RegistrationName"), words_at(seller, "PartyName", "Name")
        ),
        tax_ids=_tax_ids(seller),
        orders=distinct("" if order.upper() in _NO_ORDER else order, *(line.order for line in lines if line.order)),
        preceding=distinct(
            *(words_at(node, "ID") for node in root.all("BillingReference", "InvoiceDocumentReference"))
        ),
        sums=_sums(root, currency, values),
        lines=lines,
        charges=tuple(_charges(root, values)),
        taxes=tuple(_tax(node, values) for node in _tax_total(root, currency).all("TaxSubtotal")),
        faults=tuple(values.faults),
        buyer=_buyer(root.first("AccountingCustomerParty", "Party") or _NOTHING),
        buyer_tax_id=_vat_id(root.first("AccountingCustomerParty", "Party") or _NOTHING),
        delivered_to=_delivered(root.first("Delivery") or _NOTHING),
        aside=_aside(root),
        delivered_on=values.first_day(root.all("Delivery", "ActualDeliveryDate")),
        period_begins=values.first_day(
            chain(root.all("InvoicePeriod", "StartDate"), root.all(_LINES, "InvoicePeriod", "StartDate"))
        ),
    )


def _aside(root: Node) -> StatedAside:
    """Return what is stated beside the figures."""
    notes = chain(
        root.all("Note"),
        root.all("PaymentTerms", "Note"),
        root.all("PaymentMeans", "InstructionNote"),
        root.all("AdditionalDocumentReference", "DocumentDescription"),
        root.all(_LINES, "Note"),
    )
    means = list(root.all("PaymentMeans", "PaymentMeansCode"))
    mandates = root.all("PaymentMeans", "PaymentMandate")
    return StatedAside(
        notes=distinct(*rows_at(notes), *(line_of_text(node.attributes.get("name", "")) for node in means)),
        line_notes=single_rows_at(root.all(_LINES, "Note")),
        payee=words_at(root, "PayeeParty", "PartyName", "Name"),
        accounts=distinct(*map(words_at, root.all("PaymentMeans", "PayeeFinancialAccount", "ID"))),
        holders=distinct(*map(words_at, root.all("PaymentMeans", "PayeeFinancialAccount", "Name"))),
        mandated=any(node.words("ID") or node.words("PayerFinancialAccount", "ID") for node in mandates),
        means=distinct(*map(words_at, means)),
        is_copy=is_yes(words_at(root, "CopyIndicator")),
    )


def _buyer(party: Node) -> tuple[str, ...]:
    names = words_at(party, "PartyLegalEntity", "RegistrationName"), words_at(party, "PartyName", "Name")
    return distinct(*names, *_address(party.first("PostalAddress") or _NOTHING))


def _delivered(delivery: Node) -> tuple[str, ...]:
    address = _address(delivery.first("DeliveryLocation", "Address") or _NOTHING)
    return distinct(words_at(delivery, "DeliveryParty", "PartyName", "Name"), *address)


def _address(address: Node) -> tuple[str, ...]:
    """Return the rows of an address."""
    place = f"{words_at(address, 'PostalZone')} {words_at(address, 'CityName')}".strip()
    return words_at(address, "StreetName"), words_at(address, "AdditionalStreetName"), place


def _line(node: Node, number: int, values: Values) -> StatedLine:
    item, price = node.first("Item") or _NOTHING, node.first("Price") or _NOTHING
    quantity = node.first("InvoicedQuantity|CreditedQuantity") or _NOTHING
    base = price.first("BaseQuantity") or _NOTHING
    buyers = words_at(item, "BuyersItemIdentification", "ID")
    order = words_at(node, "OrderLineReference", "OrderReference", "ID")
    return StatedLine(
        number=number,
        name=words_at(item, "Name"),
        description=words_at(item, "Description"),
        codes=distinct(
            buyers,
            words_at(item, "SellersItemIdentification", "ID"),
            words_at(item, "StandardItemIdentification", "ID"),
        ),
        quantity=values.amount(quantity, "the quantity", number),
        unit=quantity.attributes.get("unitCode", ""),
        price=values.amount(price.first("PriceAmount"), "the price", number),
        gross_price=values.amount(price.first("AllowanceCharge", "BaseAmount"), "the gross price", number),
        price_discount=values.amount(price.first("AllowanceCharge", "Amount"), "the price discount", number),
        base=values.amount(base, "the quantity the price is for", number),
        base_unit=base.attributes.get("unitCode", ""),
        amount=values.amount(node.first("LineExtensionAmount"), "the amount", number),
        charges=tuple(_charges(node, values, number)),
        order="" if order.upper() in _NO_ORDER else order,
        order_line=words_at(node, "OrderLineReference", "LineID"),
        rate=values.rate(item.words("ClassifiedTaxCategory", "Percent")),
        notes=rows_at(chain(node.all("Note"), telling_values(item.all("AdditionalItemProperty"), "Name"))),
    )


def _charges(node: Node, values: Values, line: int | None = None) -> list[StatedCharge]:
    found = []
    for charge in node.all("AllowanceCharge"):
        amount = values.amount(charge.first("Amount"), "an allowance or charge", line)
        indicator = charge.words("ChargeIndicator").lower()
        if indicator not in ("true", "false", "1", "0"):
            values.fault("does not say whether an amount is an allowance or a charge", line)
        if amount is not None:
            reason = words_at(charge, "AllowanceChargeReason")
            code = words_at(charge, "AllowanceChargeReasonCode")
            found.append(StatedCharge(indicator in ("true", "1"), amount, reason, code))
    return found


def _tax_total(root: Node, currency: str) -> Node:
    """Return the tax total in the invoice's own currency; the other one is in the currency of the books (BT-111)."""
    totals = list(root.all("TaxTotal"))
    for node in totals:
        amount = node.first("TaxAmount") or _NOTHING
        if amount.attributes.get("currencyID", currency).upper() == currency:
            return node
    return totals[0] if totals else _NOTHING


def _sums(root: Node, currency: str, values: Values) -> StatedSums:
    node = root.first("LegalMonetaryTotal") or _NOTHING
    return StatedSums(
        lines=values.amount(node.first("LineExtensionAmount"), "the sum of the lines"),
        allowances=values.amount(node.first("AllowanceTotalAmount"), "the sum of the allowances"),
        charges=values.amount(node.first("ChargeTotalAmount"), "the sum of the charges"),
        without_tax=values.amount(node.first("TaxExclusiveAmount"), "the total without tax"),
        tax=values.amount(_tax_total(root, currency).first("TaxAmount"), "the tax"),
        total=values.amount(node.first("TaxInclusiveAmount"), "the total"),
        prepaid=values.amount(node.first("PrepaidAmount"), "the amount paid already"),
        rounding=values.amount(node.first("PayableRoundingAmount"), "the rounding"),
        payable=values.amount(node.first("PayableAmount"), "the amount due"),
        advances=(
            *values.amounts(root.all("PrepaidPayment", "PaidAmount"), "a payment made before"),
            *values.amounts(root.all("WithholdingTaxTotal", "TaxAmount"), "a tax that is withheld"),
        ),
    )


def _tax(node: Node, values: Values) -> StatedTax:
    return StatedTax(
        values.amount(node.first("TaxableAmount"), "a taxable amount"),
        values.amount(node.first("TaxAmount"), "a tax amount"),
        values.rate(node.words("TaxCategory", "Percent")),
        words_at(node, "TaxCategory", "ID").upper(),
        words_at(node, "TaxCategory", "TaxExemptionReason") or words_at(node, "TaxCategory", "TaxExemptionReasonCode"),
    )


def _vat_id(buyer: Node) -> str:
    schemes = (node for node in buyer.all("PartyTaxScheme") if node.words("TaxScheme", "ID").upper() == "VAT")
    return next((words_at(node, "CompanyID") for node in schemes), "")


def _tax_ids(seller: Node) -> tuple[str, ...]:
    schemes = list(seller.all("PartyTaxScheme"))
    vat = [words_at(node, "CompanyID") for node in schemes if node.words("TaxScheme", "ID").upper() == "VAT"]
    others = [words_at(node, "CompanyID") for node in schemes]
    return distinct(*vat, *others, words_at(seller, "PartyLegalEntity", "CompanyID"))
