"""Elements that an electronic invoice may state once only, and states twice and otherwise.

One program takes the first of them and the next one the last, so that nobody knows what was billed.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.extraction.einvoice.xml_tree import Node

# By the element they stand in. What may be repeated (notes, accounts, taxes, registrations) is not among them.
_ONCE_TEXT = {
    "Invoice|CreditNote": (
        "ID IssueDate DueDate InvoiceTypeCode CreditNoteTypeCode DocumentCurrencyCode OrderReference"
        " AccountingSupplierParty AccountingCustomerParty PayeeParty LegalMonetaryTotal"
    ),
    "OrderReference": "ID",
    "LegalMonetaryTotal": (
        "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount"
        " PayableRoundingAmount PayableAmount"
    ),
    "TaxTotal": "TaxAmount",
    "TaxSubtotal": "TaxableAmount TaxAmount TaxCategory",
    "AllowanceCharge": "ChargeIndicator Amount",
    "InvoiceLine|CreditNoteLine": "ID InvoicedQuantity CreditedQuantity LineExtensionAmount Item Price",
    "Price": "PriceAmount BaseQuantity",
    "Item": "Name SellersItemIdentification BuyersItemIdentification",
    "PayeeFinancialAccount": "ID",
    "CrossIndustryInvoice|CrossIndustryDocument": (
        "ExchangedDocument HeaderExchangedDocument SupplyChainTradeTransaction SpecifiedSupplyChainTradeTransaction"
    ),
    "ExchangedDocument|HeaderExchangedDocument": "ID TypeCode IssueDateTime",
    "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction": (
        "ApplicableHeaderTradeAgreement ApplicableSupplyChainTradeAgreement ApplicableHeaderTradeDelivery"
        " ApplicableSupplyChainTradeDelivery ApplicableHeaderTradeSettlement ApplicableSupplyChainTradeSettlement"
    ),
    "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement": (
        "SellerTradeParty BuyerTradeParty BuyerOrderReferencedDocument"
    ),
    "SellerTradeParty": "Name",
    "BuyerOrderReferencedDocument": "IssuerAssignedID",
    "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement": (
        "InvoiceCurrencyCode PayeeTradeParty SpecifiedTradeSettlementHeaderMonetarySummation"
        " SpecifiedTradeSettlementMonetarySummation"
    ),
    "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation": (
        "LineTotalAmount ChargeTotalAmount AllowanceTotalAmount TaxBasisTotalAmount RoundingAmount GrandTotalAmount"
        " TotalPrepaidAmount DuePayableAmount"
    ),
    "ApplicableTradeTax": "CalculatedAmount BasisAmount CategoryCode",
    "SpecifiedTradeAllowanceCharge": "ChargeIndicator ActualAmount",
    "IncludedSupplyChainTradeLineItem": (
        "AssociatedDocumentLineDocument SpecifiedTradeProduct SpecifiedLineTradeAgreement"
        " SpecifiedSupplyChainTradeAgreement SpecifiedLineTradeDelivery SpecifiedSupplyChainTradeDelivery"
        " SpecifiedLineTradeSettlement SpecifiedSupplyChainTradeSettlement"
    ),
    "SpecifiedTradeProduct": "Name SellerAssignedID BuyerAssignedID",
    "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement": "NetPriceProductTradePrice",
    "NetPriceProductTradePrice": "ChargeAmount BasisQuantity",
    "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery": "BilledQuantity",
    "SpecifiedTradeSettlementLineMonetarySummation": "LineTotalAmount",
    "PayeePartyCreditorFinancialAccount": "IBANID",
}
_ONCE = {parent: frozenset(names.split()) for key, names in _ONCE_TEXT.items() for parent in key.split("|")}


def stated_twice(root: Node) -> Iterator[str]:
    """Yield the name of each element that stands twice and otherwise where the formats have it once."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        once = _ONCE.get(node.name, frozenset())
        first: dict[str, Node] = {}
        for child in node.children:
            if child.name in once and first.setdefault(child.name, child) != child:
                yield child.name
        waiting.extend(node.children)
