"""UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2, XRechnung; and CrossIndustryDocument, ZUGFeRD 1.0."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from app.extraction.einvoice.model import Amount, EInvoice, StatedAside, StatedCharge, StatedLine, StatedSums, StatedTax
from app.extraction.einvoice.said_once import stated_twice
from app.extraction.einvoice.values import Values, distinct, is_yes, rows_at, single_rows_at, telling_values, words_at
from app.extraction.einvoice.xml_tree import Node

ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
# Lines that only group or explain others bill nothing themselves (Factur-X EXTENDED, sub-lines).
_LINE_DOCUMENT = "AssociatedDocumentLineDocument"
_NOT_BILLED = frozenset({"GROUP", "INFORMATION"})

_CONTEXT = "ExchangedDocumentContext|SpecifiedExchangedDocumentContext"
_DOCUMENT = "ExchangedDocument|HeaderExchangedDocument"
_TRANSACTION = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_DELIVERY = "ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery"
_LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_LINE_SUMS = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_ID = "IssuerAssignedID|ID"
_MEANS = "SpecifiedTradeSettlementPaymentMeans"
_ACCOUNT = "PayeePartyCreditorFinancialAccount"
_RATE = "RateApplicablePercent|ApplicablePercent"
_DAY = "DateTimeString|DateTime|Date"
_BEGINS = ("BillingSpecifiedPeriod", "StartDateTime", _DAY)
_NOTHING = Node("", {})


def read_cii(root: Node, file: str) -> EInvoice:
    """Read an invoice of either form."""
    values = Values(file)
    document = root.first(_DOCUMENT) or _NOTHING
    transaction = root.first(_TRANSACTION) or _NOTHING
    agreement = transaction.first(_AGREEMENT) or _NOTHING
    settlement = transaction.first(_SETTLEMENT) or _NOTHING
    values.currency = currency = words_at(settlement, "InvoiceCurrencyCode").upper()
    items = [node for node in transaction.all("IncludedSupplyChainTradeLineItem") if _billed(node)]
    lines = tuple(_line(node, number, values) for number, node in enumerate(items, 1))
    seller = agreement.first("SellerTradeParty") or _NOTHING
    for name in dict.fromkeys(stated_twice(root)):
        values.fault(f"states {name} twice, and not the same")
    return EInvoice(
        file=file,
        syntax="ZUGFeRD 1.0" if root.name == "CrossIndustryDocument" else "CII",
        number=words_at(document, "ID"),
        type_code=words_at(document, "TypeCode"),
        credit_note=False,
        test=is_yes(root.words(_CONTEXT, "TestIndicator", "Indicator")),
        issued=values.day(document.first("IssueDateTime", _DAY), "its date"),
        due=values.day(
            settlement.first("SpecifiedTradePaymentTerms", "DueDateDateTime", _DAY),
            "the due date",
        ),
        currency=currency,
        seller_names=distinct(
            words_at(seller, "Name"), words_at(seller, "SpecifiedLegalOrganization", "TradingBusinessName")
        ),
        tax_ids=_tax_ids(seller),
        orders=distinct(
            words_at(agreement, "BuyerOrderReferencedDocument", _ID), *(line.order for line in lines if line.order)
        ),
        preceding=distinct(*(words_at(node, _ID) for node in settlement.all("InvoiceReferencedDocument"))),
        sums=_sums(settlement, currency, values),
        lines=lines,
        charges=(*_charges(settlement, values), *_logistics(settlement, values)),
        taxes=tuple(_tax(node, values) for node in settlement.all("ApplicableTradeTax")),
        faults=tuple(values.faults),
        buyer=_party(agreement.first("BuyerTradeParty")),
        billed_to=_party(settlement.first("InvoiceeTradeParty")),
        buyer_tax_id=_vat_id(agreement.first("BuyerTradeParty")),
        delivered_to=_party(transaction.first(_DELIVERY, "ShipToTradeParty")),
        aside=_aside(document, agreement, settlement, items),
        delivered_on=values.first_day(
            transaction.all(_DELIVERY, "ActualDeliverySupplyChainEvent", "OccurrenceDateTime", _DAY)
        ),
        period_begins=values.first_day(
            chain(settlement.all(*_BEGINS), *(item.all(_LINE_SETTLEMENT, *_BEGINS) for item in items))
        ),
    )


def _aside(document: Node, agreement: Node, settlement: Node, items: Sequence[Node]) -> StatedAside:
    """Return what is stated beside the figures."""
    of_lines = [note for item in items for note in item.all(_LINE_DOCUMENT, "IncludedNote", "Content")]
    notes = chain(
        document.all("IncludedNote", "Content"),
        settlement.all("SpecifiedTradePaymentTerms", "Description"),
        settlement.all(_MEANS, "Information"),
        agreement.all("AdditionalReferencedDocument", "Name"),
        of_lines,
    )
    accounts = settlement.all(_MEANS, _ACCOUNT, "IBANID|ProprietaryID")
    return StatedAside(
        title=words_at(document, "Name"),
        notes=rows_at(notes),
        line_notes=single_rows_at(of_lines),
        payee=words_at(settlement, "PayeeTradeParty", "Name"),
        accounts=distinct(*map(words_at, accounts)),
        holders=distinct(*map(words_at, settlement.all(_MEANS, _ACCOUNT, "AccountName"))),
        mandated=bool(
            settlement.words("SpecifiedTradePaymentTerms", "DirectDebitMandateID")
            or settlement.words(_MEANS, "PayerPartyDebtorFinancialAccount", "IBANID|ProprietaryID")
        ),
        means=distinct(*map(words_at, settlement.all(_MEANS, "TypeCode"))),
        is_copy=is_yes(words_at(document, "CopyIndicator", "Indicator") or words_at(document, "CopyIndicator")),
    )


def _party(party: Node | None) -> tuple[str, ...]:
    """Return the rows of name and address of a party."""
    if party is None:
        return ()
    address = party.first("PostalTradeAddress") or _NOTHING
    place = f"{words_at(address, 'PostcodeCode')} {words_at(address, 'CityName')}".strip()
    street = (words_at(address, name) for name in ("LineOne", "LineTwo", "LineThree"))
    return distinct(words_at(party, "Name"), *street, place)


def _billed(item: Node) -> bool:
    """Tell a billed line from one that groups others or carries a note only."""
    status = item.words(_LINE_DOCUMENT, "LineStatusReasonCode").upper()
    stated = (
        item.words(_LINE_DELIVERY, "BilledQuantity"),
        item.words(_LINE_SETTLEMENT, _LINE_SUMS, "LineTotalAmount"),
        item.words(_LINE_AGREEMENT, "NetPriceProductTradePrice", "ChargeAmount"),
    )
    return status not in _NOT_BILLED and any(stated)


def _line(item: Node, number: int, values: Values) -> StatedLine:
    product = item.first("SpecifiedTradeProduct") or _NOTHING
    agreement = item.first(_LINE_AGREEMENT) or _NOTHING
    settlement = item.first(_LINE_SETTLEMENT) or _NOTHING
    quantity = item.first(_LINE_DELIVERY, "BilledQuantity") or _NOTHING
    gross = agreement.first("GrossPriceProductTradePrice") or _NOTHING
    net = agreement.first("NetPriceProductTradePrice")
    if net is None and gross.first("AppliedTradeAllowanceCharge") is None:
        net = gross  # nothing is taken off, so both prices are the same
    net = net or _NOTHING
    base = net.first("BasisQuantity") or _NOTHING
    buyers = words_at(product, "BuyerAssignedID")
    return StatedLine(
        number=number,
        name=words_at(product, "Name"),
        description=words_at(product, "Description"),
        codes=distinct(buyers, words_at(product, "SellerAssignedID"), words_at(product, "GlobalID")),
        quantity=values.amount(quantity, "the quantity", number),
        unit=quantity.attributes.get("unitCode", ""),
        price=values.amount(net.first("ChargeAmount"), "the price", number),
        gross_price=values.amount(gross.first("ChargeAmount"), "the gross price", number),
        price_discount=_price_discount(gross, values, number),
        base=values.amount(base, "the quantity the price is for", number),
        base_unit=base.attributes.get("unitCode", ""),
        amount=values.amount(settlement.first(_LINE_SUMS, "LineTotalAmount"), "the amount", number),
        charges=tuple(_charges(settlement, values, number)),
        order=words_at(agreement, "BuyerOrderReferencedDocument", _ID),
        order_line=words_at(agreement, "BuyerOrderReferencedDocument", "LineID"),
        rate=values.rate(settlement.words("ApplicableTradeTax", _RATE)),
        notes=rows_at(
            chain(
                item.all(_LINE_DOCUMENT, "IncludedNote", "Content"),
                telling_values(product.all("ApplicableProductCharacteristic"), "Description"),
            )
        ),
    )


def _price_discount(gross: Node, values: Values, line: int) -> Amount | None:
    """Return what is taken off the gross price; None where nothing is, or it is said in more than one step."""
    steps = list(gross.all("AppliedTradeAllowanceCharge"))
    if len(steps) != 1 or is_yes(steps[0].words("ChargeIndicator", "Indicator")):
        return None
    return values.amount(steps[0].first("ActualAmount"), "the price discount", line)


def _charges(settlement: Node, values: Values, line: int | None = None) -> list[StatedCharge]:
    found = []
    for node in settlement.all("SpecifiedTradeAllowanceCharge"):
        amount = values.amount(node.first("ActualAmount"), "an allowance or charge", line)
        indicator = node.words("ChargeIndicator", "Indicator") or node.words("ChargeIndicator")
        if indicator.lower() not in ("true", "false", "1", "0"):
            values.fault("does not say whether an amount is an allowance or a charge", line)
        if amount is not None:
            is_charge = indicator.lower() in ("true", "1")
            found.append(StatedCharge(is_charge, amount, words_at(node, "Reason"), words_at(node, "ReasonCode")))
    return found


def _logistics(settlement: Node, values: Values) -> list[StatedCharge]:
    found = []
    for node in settlement.all("SpecifiedLogisticsServiceCharge"):
        amount = values.amount(node.first("AppliedAmount"), "a logistics charge")
        if amount is not None:
            found.append(
                StatedCharge(is_charge=True, amount=amount, reason=words_at(node, "Description"), logistics=True)
            )
    return found


def _sums(settlement: Node, currency: str, values: Values) -> StatedSums:
    node = settlement.first(_SUMS) or _NOTHING
    taxes = list(node.all("TaxTotalAmount"))
    # A second tax total is in the currency of the books (BT-111); the one in the invoice's own currency counts.
    own = [tax for tax in taxes if tax.attributes.get("currencyID", currency).upper() == currency]
    return StatedSums(
        lines=values.amount(node.first("LineTotalAmount"), "the sum of the lines"),
        allowances=values.amount(node.first("AllowanceTotalAmount"), "the sum of the allowances"),
        charges=values.amount(node.first("ChargeTotalAmount"), "the sum of the charges"),
        without_tax=values.amount(node.first("TaxBasisTotalAmount"), "the total without tax"),
        tax=values.amount((own or taxes or [_NOTHING])[0], "the tax"),
        total=values.amount(node.first("GrandTotalAmount"), "the total"),
        prepaid=values.amount(node.first("TotalPrepaidAmount"), "the amount paid already"),
        rounding=values.amount(node.first("RoundingAmount"), "the rounding"),
        payable=values.amount(node.first("DuePayableAmount"), "the amount due"),
        advances=values.amounts(settlement.all("SpecifiedAdvancePayment", "PaidAmount"), "a payment made before"),
    )


def _tax(node: Node, values: Values) -> StatedTax:
    return StatedTax(
        values.amount(node.first("BasisAmount"), "a taxable amount"),
        values.amount(node.first("CalculatedAmount"), "a tax amount"),
        values.rate(node.words(_RATE)),
        words_at(node, "CategoryCode").upper(),
        words_at(node, "ExemptionReason") or words_at(node, "ExemptionReasonCode"),
    )


def _vat_id(buyer: Node | None) -> str:
    registered = buyer.all("SpecifiedTaxRegistration", "ID") if buyer is not None else ()
    vat = (words_at(node) for node in registered if node.attributes.get("schemeID", "").upper() in ("VA", "VAT"))
    return next(vat, "")


def _tax_ids(seller: Node) -> tuple[str, ...]:
    found = list(seller.all("SpecifiedTaxRegistration", "ID"))
    vat = [words_at(node) for node in found if node.attributes.get("schemeID", "").upper() in ("VA", "VAT")]
    others = [words_at(node) for node in found]
    return distinct(*vat, *others, words_at(seller, "SpecifiedLegalOrganization", "ID"))
