"""The words a clerk uses for what the program stores as codes: patterns, lanes, owners, states, actions.

One table each, so that the window, the command line and the exports say the same. Every table is complete for its
enumeration (a test holds it to that); :func:`words_for` falls back to the code with its underscores taken out, so that
something new is readable before it has its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.domain.case import Action, CaseState, DocumentState, JournalKind, Outcome
from app.domain.decision import Category, Lane
from app.domain.invoice import ChargeKind, Source
from app.domain.item import LineClass
from app.domain.match import FactorSource, Pattern
from app.domain.order import OrderStatus
from app.domain.policy import Role
from app.domain.provenance import Certainty, Method
from app.workflow.ports import ImportKind, InboxState

PATTERNS: Mapping[str, str] = {
    Pattern.EXACT: "Agrees",
    Pattern.SPLIT: "Split: several invoice lines for one order line",
    Pattern.MERGED: "Merged: one invoice line for several order lines",
    Pattern.UOM_CONVERSION: "Other unit of measure",
    Pattern.CATCH_WEIGHT: "Billed by actual weight",
    Pattern.SUBSTITUTION: "Another item was shipped",
    Pattern.BUNDLED_ACCESSORIAL: "A charge is rolled into the goods price",
    Pattern.QUANTITY_SHORT: "Billed less than is open",
    Pattern.QUANTITY_OVER: "Billed more than may be billed",
    Pattern.PRICE_VARIANCE: "Price differs",
    Pattern.NOT_ON_PO: "Not on the order",
}
# For the queue and other places where a few words must do.
PATTERNS_SHORT: Mapping[str, str] = {
    Pattern.EXACT: "agrees",
    Pattern.SPLIT: "split lines",
    Pattern.MERGED: "merged lines",
    Pattern.UOM_CONVERSION: "other unit",
    Pattern.CATCH_WEIGHT: "actual weight",
    Pattern.SUBSTITUTION: "substitute item",
    Pattern.BUNDLED_ACCESSORIAL: "charge in the price",
    Pattern.QUANTITY_SHORT: "quantity short",
    Pattern.QUANTITY_OVER: "quantity over",
    Pattern.PRICE_VARIANCE: "price differs",
    Pattern.NOT_ON_PO: "not on the order",
}
CATEGORIES: Mapping[str, str] = {
    Category.CREDIT_MEMO: "Credit memo",
    Category.MISSING_PO: "No purchase order found",
    Category.MISSING_RECEIPT: "No goods receipt yet",
    Category.MISSING_APPROVAL: "The order is not approved",
    Category.DUPLICATE_INVOICE: "Looks like a duplicate",
    Category.LATE_SHIPMENT: "Shipped late",
    Category.SUPPLIER_DETAILS: "The vendor's details do not agree",
    Category.HEADER_TOTAL: "The total does not agree",
    Category.DATA_QUALITY: "Something could not be read for certain",
    Category.VENDOR_COMPLIANCE: "Against the vendor's terms",
    Category.MULTIPLE_PO: "Lines belong to several orders",
}
UNREADABLE = "The document could not be read"
CATEGORIES_SHORT: Mapping[str, str] = {
    Category.CREDIT_MEMO: "credit memo",
    Category.MISSING_PO: "no order found",
    Category.MISSING_RECEIPT: "no receipt yet",
    Category.MISSING_APPROVAL: "order not approved",
    Category.DUPLICATE_INVOICE: "looks like a duplicate",
    Category.LATE_SHIPMENT: "shipped late",
    Category.SUPPLIER_DETAILS: "vendor details differ",
    Category.HEADER_TOTAL: "total does not agree",
    Category.DATA_QUALITY: "not read for certain",
    Category.VENDOR_COMPLIANCE: "against the vendor's terms",
    Category.MULTIPLE_PO: "several orders",
}
LANES: Mapping[str, str] = {
    Lane.AUTO_RESOLVE: "cleared",
    Lane.DRAFT_AND_ROUTE: "to be decided",
    Lane.ESCALATE: "escalated",
}
OWNERS: Mapping[str, str] = {
    Role.AP_CLERK: "accounts payable",
    Role.BUYER: "buyer",
    Role.RECEIVING: "receiving",
    Role.VENDOR: "vendor",
    Role.VENDOR_MANAGEMENT: "vendor management",
    Role.APPROVER: "approver",
    Role.AP_SUPERVISOR: "accounts payable supervisor",
    Role.CONTROLLER: "controller",
}
DOCUMENT_STATES: Mapping[str, str] = {
    DocumentState.UNREADABLE: "could not be read",
    DocumentState.NEEDS_ME: "needs a decision",
    DocumentState.WAITING: "waiting",
    DocumentState.CLEARED: "cleared by itself",
    DocumentState.RELEASED: "released",
    DocumentState.REJECTED: "rejected",
}
CASE_STATES: Mapping[str, str] = {
    CaseState.OPEN: "open",
    CaseState.SENT: "handed over, waiting for an answer",
    CaseState.ON_HOLD: "on hold",
    CaseState.RESOLVED: "settled",
    CaseState.SUPERSEDED: "no longer applies",
}
OUTCOMES: Mapping[str, str] = {
    Outcome.ACCEPTED: "accepted",
    Outcome.REJECTED: "rejected",
    Outcome.CLEARED_ON_REVIEW: "cleared on review",
}
ACTIONS: Mapping[str, str] = {
    Action.ACCEPT: "Accept",
    Action.REJECT: "Reject",
    Action.SEND: "Ask",
    Action.HOLD: "Hold",
    Action.CORRECT: "Correct",
    Action.CHOOSE: "Other line",
    Action.REOPEN: "Reopen",
    Action.NOTE: "Note",
}
CERTAINTIES: Mapping[str, str] = {
    Certainty.PROVEN: "proven by the document's own sums",
    Certainty.CONSISTENT: "agrees with one sum of the document",
    Certainty.UNVERIFIED: "nothing on the document checks it",
    Certainty.CONTRADICTED: "contradicted by a sum of the document",
}
METHODS: Mapping[str, str] = {
    Method.TEXT_LAYER: "read from the text of the file",
    Method.OCR: "read from the scanned picture",
    Method.EINVOICE: "taken from the electronic invoice",
    Method.TYPED: "typed by a person",
    Method.PICKED: "picked on the page by a person",
}
SOURCES: Mapping[str, str] = {
    Source.TEXT: "digital",
    Source.OCR: "scan",
    Source.MIXED: "partly scanned",
    Source.EINVOICE: "electronic invoice",
}
CHARGES: Mapping[str, str] = {
    ChargeKind.FREIGHT: "Freight",
    ChargeKind.FUEL_SURCHARGE: "Fuel surcharge",
    ChargeKind.ENVIRONMENTAL_FEE: "Environmental fee",
    ChargeKind.HAZMAT_FEE: "Hazardous goods fee",
    ChargeKind.PALLET_CHARGE: "Pallet charge",
    ChargeKind.HANDLING: "Handling",
    ChargeKind.PACKAGING: "Packaging",
    ChargeKind.INSURANCE: "Insurance",
    ChargeKind.MINIMUM_ORDER: "Minimum order charge",
    ChargeKind.DEPOSIT: "Deposit",
    ChargeKind.DISCOUNT: "Discount",
    ChargeKind.OTHER: "Other charge",
}
FACTOR_SOURCES: Mapping[str, str] = {
    FactorSource.VENDOR: "the vendor's pack size on file",
    FactorSource.ITEM: "the item's pack size on file",
    FactorSource.PHYSICS: "a fixed conversion",
    FactorSource.STATED: "stated in the invoice's text, not on file",
    FactorSource.SUGGESTED: "suggested by the two prices, not on file",
    FactorSource.NONE: "no conversion known",
}
LINE_CLASSES: Mapping[str, str] = {
    LineClass.COMMODITY: "commodity goods",
    LineClass.SPECIALTY: "specialty goods",
    LineClass.CAPITAL: "capital goods",
    LineClass.SERVICES: "services",
    LineClass.CONTRACT: "contract items",
    LineClass.SPOT: "spot purchases",
}
ORDER_STATES: Mapping[str, str] = {
    OrderStatus.OPEN: "open",
    OrderStatus.CLOSED: "closed",
    OrderStatus.CANCELLED: "cancelled",
}
JOURNAL_KINDS: Mapping[str, str] = {
    JournalKind.IMPORTED: "imported",
    JournalKind.TAKEN_IN: "taken in",
    JournalKind.REFUSED: "refused",
    JournalKind.DECIDED: "decided",
    JournalKind.COMMAND: "command",
    JournalKind.UNDONE: "undone",
    JournalKind.EXPORTED: "exported",
    JournalKind.SETTING: "setting",
    JournalKind.ANCHORED: "anchored",
    JournalKind.REVIEWED: "looked over",
    JournalKind.OUTREACH: "wrote to a vendor",
    JournalKind.LEARNED: "learned",
    JournalKind.ATTACHED: "attached",
    JournalKind.RETENTION: "retention",
}
INBOX_STATES: Mapping[str, str] = {
    InboxState.WAITING: "waiting",
    InboxState.DONE: "taken in",
    InboxState.REFUSED: "refused",
    InboxState.CANCELLED: "cancelled",
}
IMPORT_KINDS: Mapping[str, str] = {
    ImportKind.VENDORS: "Vendors",
    ImportKind.ITEMS: "Items",
    ImportKind.UOM_CONVERSIONS: "Unit conversions",
    ImportKind.ITEM_CROSS_REFERENCES: "Vendors' item codes",
    ImportKind.SUBSTITUTIONS: "Agreed substitutes",
    ImportKind.PURCHASE_ORDERS: "Purchase orders",
    ImportKind.RECEIPTS: "Goods receipts",
    ImportKind.POLICY: "Policy",
}
# The fields a clerk can correct, header first, in the order of the printed page.
HEADER_FIELDS: Mapping[str, str] = {
    "invoice_number": "Invoice number",
    "invoice_date": "Invoice date",
    "due_date": "Due date",
    "vendor_name": "Vendor name",
    "vendor_tax_id": "Vendor tax id",
    "po_numbers": "Order number",
    "currency": "Currency",
    "subtotal": "Subtotal",
    "tax_total": "Tax",
    "total": "Total",
}
LINE_FIELDS: Mapping[str, str] = {
    "item_code": "Item code",
    "description": "Description",
    "quantity": "Quantity",
    "uom": "Unit",
    "unit_price": "Unit price",
    "price_basis": "Price basis",
    "discount": "Discount",
    "amount": "Amount",
    "po_number": "Order number",
    "po_line": "Order line",
}
# The facts of a case that a clerk reads; names that are not here are internal and stay in the log.
EVIDENCE: Mapping[str, str] = {
    "amount": "Amount",
    "beyond": "Billed beyond the orders",
    "cap": "Agreed at most",
    "charge kind": "Charge",
    "charges": "Charges",
    "computed": "Adds up to",
    "count": "How often",
    "credited": "Credits",
    "difference": "Difference",
    "file": "File",
    "goods amount": "Goods",
    "grace": "Days of grace",
    "invoice number": "Invoice number",
    "lines total": "Lines",
    "named": "Order named",
    "on file": "On file",
    "order": "Order",
    "orders": "Orders",
    "other": "The other document",
    "other amount": "Its amount",
    "other date": "Its date",
    "other number": "Its number",
    "other state": "What became of it",
    "printed": "Printed",
    "promised": "Promised for",
    "received": "Received on",
    "subtotal": "Subtotal",
    "tax": "Tax",
    "total": "Printed total",
}
# What clerks say when they accept outside the band; a number key each.
ACCEPT_REASONS: tuple[str, ...] = (
    "Agreed with the buyer",
    "Agreed with receiving",
    "New price confirmed by the vendor",
    "Order will be changed to match",
    "Small difference, not worth the work",
    "Charge agreed beforehand",
    "Checked against the paper documents",
)
# What is said when the vendor's own details were in question: none of the above tells an auditor what was checked.
DETAILS_REASONS: tuple[str, ...] = (
    "Confirmed by the vendor, asked in a way known before",
    "The vendor master has the new details now",
    "The same company under another name",
    "Misread: the page shows what is on file",
)
# What clerks say when an invoice goes back to the vendor.
REJECT_REASONS: tuple[str, ...] = (
    "The same invoice is here already",
    "Not our order",
    "The vendor sends a corrected invoice",
    "Goods were refused or returned",
    "Billed to another company",
)
SET_REASONS = frozenset({*ACCEPT_REASONS, *DETAILS_REASONS, *REJECT_REASONS})

_PLURAL = re.compile(r"\b(\d+) (\w+)\(s\)")
_TABLES: tuple[Mapping[str, str], ...] = (
    PATTERNS_SHORT,
    CATEGORIES_SHORT,
    LANES,
    OWNERS,
    DOCUMENT_STATES,
    CASE_STATES,
    OUTCOMES,
    CERTAINTIES,
    METHODS,
    CHARGES,
    HEADER_FIELDS,
    LINE_FIELDS,
)


def words_for(code: str | None, table: Mapping[str, str]) -> str:
    """Return a code's words from one table; a code without words is made readable, None is empty."""
    if code is None:
        return ""
    return table.get(code) or code.replace("_", " ")


def counted(count: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun: "1 document", "2 documents"."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def finding_title(category: str) -> str:
    """Return the title of a pattern or of a document's category."""
    return PATTERNS.get(category) or CATEGORIES.get(category) or _capital(category.replace("_", " "))


def finding_short(category: str) -> str:
    """Return a few words for a pattern or a document's category, for a row of the queue."""
    return PATTERNS_SHORT.get(category) or CATEGORIES_SHORT.get(category) or category.replace("_", " ")


def without_codes(text: str) -> str:
    """Put words for what a stored sentence may still hold of codes (``quantity_over``) and of "1 line(s)"."""
    text = _PLURAL.sub(lambda found: counted(int(found[1]), found[2]), text)
    if "_" not in text:
        return text
    for table in _TABLES:
        for code, words in table.items():
            if "_" in code and code in text:
                text = text.replace(str(code), words)
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
