"""The decision table as data: one row per pattern or category and circumstance, with its lane, owner and sentence.

The engine picks rows; it never invents a lane. The sentences are filled with the figures of the case. The order of
the rows is the order of the table: where several rows set the same lane, the owner is that of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from app.domain.decision import Category, GroupDecision, Lane
from app.domain.match import Pattern
from app.domain.policy import Role

AUTO, DRAFT, ESCALATE = Lane.AUTO_RESOLVE, Lane.DRAFT_AND_ROUTE, Lane.ESCALATE


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the decision table. ``subject`` is what a case of this row is called; None: the leading pattern."""

    rule: str
    subject: Pattern | Category | None
    lane: Lane | None
    owner: Role | None
    sentence: str


_DQ = Category.DATA_QUALITY
_CLERK, _BUYER, _RECEIVING, _VENDOR = Role.AP_CLERK, Role.BUYER, Role.RECEIVING, Role.VENDOR

# fmt: off
_GROUP_ROWS = (
    Row("exact.agrees", Pattern.EXACT, AUTO, None,
        "billed {billed_quantity} of {open_quantity} open {uom} at the order's price of {po_price}"),
    Row("exact.nothing_billed", Pattern.EXACT, AUTO, None,
        "nothing is billed on this line: quantity and amount are zero"),
    Row("split.receipts_agree", Pattern.SPLIT, AUTO, None,
        "{parts:line} bill one order line, the vendor may ship in parts, and each has its own goods receipt "
        "({receipts})"),
    Row("split.services", Pattern.SPLIT, AUTO, None,
        "{parts:line} bill one order line of services, which need no receipt, and the vendor may bill in parts"),
    Row("split.receipt_missing", Pattern.SPLIT, DRAFT, _RECEIVING,
        "{parts:line} ({part_quantities}) bill one order line, but the receipts ({receipts}) do not agree one to one"),
    Row("split.no_receipt", Pattern.SPLIT, DRAFT, _RECEIVING,
        "{parts:line} ({part_quantities}) bill one order line, and no goods receipt is on file for it"),
    Row("split.not_permitted", Pattern.SPLIT, DRAFT, _BUYER,
        "{parts:line} bill one order line, and this vendor's terms do not permit partial shipments"),
    Row("merged.sum_holds", Pattern.MERGED, AUTO, None,
        "one line bills {order_lines}: {equation}, to the cent, and the vendor may merge lines"),
    Row("merged.ambiguous", Pattern.MERGED, DRAFT, _BUYER,
        "one line bills several order lines, and more than one set of them fits: {alternatives}"),
    Row("merged.sum_open", Pattern.MERGED, DRAFT, _BUYER,
        "one line bills {order_lines}, but {equation} does not hold to the cent"),
    Row("merged.quantity_differs", Pattern.MERGED, DRAFT, _BUYER,
        "one line bills {order_lines}; the amount holds, but it bills {billed_quantity} of {open_quantity} open"),
    Row("merged.not_permitted", Pattern.MERGED, DRAFT, _VENDOR,
        "one line bills {order_lines}, and this vendor's terms ask for one invoice line per order line"),
    Row("uom_conversion.factor_known", Pattern.UOM_CONVERSION, AUTO, None,
        "billed {invoiced_quantity} {invoiced_uom} is {billed_quantity} {uom} (1 {invoiced_uom} = {factor} {uom}, "
        "factor from {factor_source}), inside the band"),
    Row("uom_conversion.crossing", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "billed in {invoiced_uom} against an order in {uom}: this crosses count, weight or volume, "
        "which only the buyer can confirm"),
    Row("uom_conversion.no_factor", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "billed {invoiced_quantity} {invoiced_uom} against an order in {uom}, and no factor is on file "
        "(factor {factor}: {factor_source})"),
    Row("uom_conversion.other_items_factor", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "1 {invoiced_uom} = {factor} {uom} is on file for {ordered_sku}, and another item was billed for it, which may "
        "be packed otherwise"),
    Row("uom_conversion.unit_differs", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "the line is printed in {invoiced_uom} and the order is in {uom}, with nothing that converts one to the other"),
    Row("uom_conversion.pack_contradicts", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "the invoice says {pack}, and on file 1 {pack_unit} of {ordered_sku} is {pack_on_file} {pack_of}"),
    Row("uom_conversion.outside_band", Pattern.UOM_CONVERSION, DRAFT, _BUYER,
        "billed {invoiced_quantity} {invoiced_uom} is {billed_quantity} {uom} at {billed_price}: "
        "outside the band ({bands})"),
    Row("catch_weight.agrees", Pattern.CATCH_WEIGHT, AUTO, None,
        "billed weight {billed_quantity} {uom} against {receipt_quantity} received, inside the band"),
    Row("catch_weight.differs", Pattern.CATCH_WEIGHT, DRAFT, _RECEIVING,
        "billed weight {billed_quantity} {uom} against {receipt_quantity} received ({variance}): {bands}"),
    Row("catch_weight.no_receipt", Pattern.CATCH_WEIGHT, DRAFT, _RECEIVING,
        "billed weight {billed_quantity} {uom}, and no received weight is on file to compare it with"),
    Row("catch_weight.implausible", Pattern.CATCH_WEIGHT, DRAFT, _RECEIVING,
        "billed and received weight {billed_quantity} {uom} are further from the {open_quantity} open "
        "than pieces of natural weight can be"),
    Row("substitution.in_table", Pattern.SUBSTITUTION, AUTO, None,
        "{shipped_sku} is the agreed substitute of {ordered_sku} ({reference}), at {billed_price} "
        "against the order's {po_price}, and the buyer was notified"),
    Row("substitution.not_in_table", Pattern.SUBSTITUTION, DRAFT, _BUYER,
        "{shipped_sku} was billed for {ordered_sku}, and the vendor's substitution table does not have it"),
    Row("substitution.clause", Pattern.SUBSTITUTION, DRAFT, _BUYER,
        "{shipped_sku} was billed for {ordered_sku}, and the vendor's clause ({clause}) asks for the buyer first"),
    Row("substitution.above_price", Pattern.SUBSTITUTION, DRAFT, _BUYER,
        "the agreed substitute {shipped_sku} is billed at {billed_price}, above the order's {po_price}"),
    Row("substitution.not_notified", Pattern.SUBSTITUTION, DRAFT, _BUYER,
        "the agreed substitute {shipped_sku} was shipped without notice to the buyer on file"),
    Row("substitution.said", Pattern.SUBSTITUTION, DRAFT, _BUYER,
        "“{words}” in its text says that this line is a substitute, though its code and figures are those of "
        "{order_lines}"),
    Row("bundled_accessorial.permitted", Pattern.BUNDLED_ACCESSORIAL, DRAFT, _BUYER,
        "{charge_amount} beyond the goods is rolled into this line ({goods_amount} are goods); "
        "the vendor may bundle charges, the buyer approves them"),
    Row("bundled_accessorial.refused", Pattern.BUNDLED_ACCESSORIAL, DRAFT, _VENDOR,
        "{charge_amount} beyond the goods is rolled into this line ({goods_amount} are goods); "
        "the vendor's terms ask for charges on lines of their own"),
    Row("quantity_short.confirmed", Pattern.QUANTITY_SHORT, AUTO, None,
        "billed {billed_quantity} of {open_quantity} open {uom}; the receipt confirms it, the vendor may ship in parts "
        "and the rest stays open"),
    Row("quantity_short.in_band", Pattern.QUANTITY_SHORT, AUTO, None,
        "billed {billed_quantity} of {open_quantity} open {uom} ({short_variance}, {short_percent} %), inside {bands}"),
    Row("quantity_short.outside", Pattern.QUANTITY_SHORT, DRAFT, _BUYER,
        "billed {billed_quantity} of {open_quantity} open {uom} ({short_variance}, {short_percent} %); {bands}: "
        "a short delivery needs the buyer"),
    Row("quantity_over.in_band", Pattern.QUANTITY_OVER, AUTO, None,
        "billed {billed_quantity} where {billable_quantity} {uom} may be billed ({over_variance}, {over_percent} %), "
        "inside {bands}"),
    Row("quantity_over.outside", Pattern.QUANTITY_OVER, DRAFT, _BUYER,
        "billed {billed_quantity} of {open_quantity} open {uom} ({over_variance}, {over_percent} %); {bands}: "
        "an over-delivery needs the buyer"),
    Row("quantity_over.not_received", Pattern.QUANTITY_OVER, DRAFT, _BUYER,
        "billed {billed_quantity} {uom}, but {receipt_quantity} were received and not yet billed ({over_variance}); "
        "{bands}: pay {payable_quantity} and ask for {debit_memo} back"),
    Row("quantity_over.claimed_twice", Pattern.QUANTITY_OVER, DRAFT, _BUYER,
        "two places on this invoice bill the same order line ({order_lines})"),
    Row("price_variance.in_band", Pattern.PRICE_VARIANCE, AUTO, None,
        "billed at {billed_price} against the order's {po_price} ({price_difference}, {price_percent} %), "
        "inside {bands}"),
    Row("price_variance.outside", Pattern.PRICE_VARIANCE, DRAFT, _BUYER,
        "billed at {billed_price} against the order's {po_price} ({price_difference} each, {price_percent} %, "
        "{price_total} in all); {bands}"),
    Row("not_on_po.unexplained", Pattern.NOT_ON_PO, DRAFT, _BUYER,
        "nothing on the order explains this line of {amount}; nearest: {nearest}"),
    # What keeps a line from clearing whatever its shape; after the patterns, so that their owners come first.
    Row("ambiguous.several_readings", None, DRAFT, _BUYER,
        "more than one reading of the order fits: {alternatives}"),
    Row("identity.several_fit", None, DRAFT, _BUYER,
        "nothing printed tells {order_lines} from {rivals}: description, unit and price fit more than one"),
    Row("identity.other_size", None, DRAFT, _BUYER,
        "the text says {printed}, and {order_lines} says {ordered}: another size, pack, grade or make may have been "
        "shipped"),
    Row("identity.other_goods", None, DRAFT, _BUYER,
        "its text, “{printed}”, shares no word with {order_lines}, “{ordered}”, though other lines are in the order's "
        "words: other goods may have been shipped"),
    Row("identity.new_code", _DQ, DRAFT, _CLERK,
        "the code {item_code} is not known; description, unit and price agree with {order_lines}: "
        "is their {item_code} our {ordered_sku}?"),
    Row("identity.unproven", _DQ, DRAFT, _CLERK,
        "what ties this line to {order_lines} is too weak to clear on: {tie}"),
    Row("identity.chosen", _DQ, DRAFT, _CLERK,
        "a person matched this line to {order_lines}, and nothing printed ties it there by itself ({otherwise}): "
        "a colleague confirms"),
    Row("identity.reference", _DQ, DRAFT, _CLERK,
        "the line names {reference}, but its item and figures are those of {order_lines}"),
    Row("line_words.not_delivered", _DQ, DRAFT, _RECEIVING,
        "“{words}” in its text says that the goods were not delivered, or not all of them, yet {billed} are billed"),
    Row("line_words.not_sold", _DQ, DRAFT, _CLERK,
        "“{words}” in its text says that these goods are free, lent, returned or paid in parts, yet {amount} is "
        "billed"),
    Row("line_words.other_price", _DQ, DRAFT, _BUYER,
        "“{words}” in its text says that the price is for another quantity, or is not the whole or final one"),
    Row("line_words.other_hours", _DQ, DRAFT, _BUYER,
        "“{words}” in its text says that these hours are of another kind than those of {order_lines}"),
    Row("figures.unproven", _DQ, DRAFT, _CLERK,
        "read without proof: {fields}"),
    Row("figures.given", _DQ, DRAFT, _CLERK,
        "{fields} were entered by a person, and nobody approves what they entered: a colleague confirms them"),
    Row("figures.missing", _DQ, DRAFT, _CLERK,
        "not printed or not read: {fields}"),
    Row("figures.contradictory", _DQ, DRAFT, _CLERK,
        "{printed} does not follow from quantity, price and discount as printed ({computed})"),
    Row("figures.negative", _DQ, DRAFT, _CLERK,
        "a negative quantity, price or amount is billed ({fields}); credits are never cleared by the program"),
    Row("figures.finding", _DQ, DRAFT, _CLERK,
        "{finding}"),
    Row("match.incomplete", _DQ, DRAFT, _CLERK,
        "the order line {order_lines} is not in the desk's records any more"),
    Row("credit_memo.line", Category.CREDIT_MEMO, DRAFT, _CLERK,
        "{amount} is credited for {credited} of {order_lines}: a person books it"),
    Row("credit_memo.unmatched", Category.CREDIT_MEMO, DRAFT, _CLERK,
        "a credit of {amount} that no order line explains: a person books it; nearest: {nearest}"),
    Row("automation.off", None, DRAFT, _CLERK,
        "automation is switched off for {switch}; otherwise: {otherwise}"),
)

_C = Category
_DOCUMENT_ROWS = (
    Row("missing_po.no_order", _C.MISSING_PO, ESCALATE, Role.AP_SUPERVISOR,
        "no order is named, and none of this vendor's was found"),
    Row("missing_po.unknown_order", _C.MISSING_PO, ESCALATE, Role.AP_SUPERVISOR,
        "the order named ({orders}) explains no line of this invoice, and neither does any other"),
    Row("multiple_po.note", _C.MULTIPLE_PO, None, None,
        "the lines belong to several orders: {orders}"),
    Row("duplicate_invoice.same_bytes", _C.DUPLICATE_INVOICE, ESCALATE, Role.AP_SUPERVISOR,
        "this is the same file, byte for byte, as {other}"),
    Row("duplicate_invoice.same_number", _C.DUPLICATE_INVOICE, ESCALATE, Role.AP_SUPERVISOR,
        "the same vendor billed the same number before: {other_number} in {other}"),
    Row("duplicate_invoice.same_lines", _C.DUPLICATE_INVOICE, ESCALATE, Role.AP_SUPERVISOR,
        "the same vendor billed the same amount and lines {days:day} apart under number {other_number} ({other})"),
    Row("duplicate_invoice.weak", _C.DUPLICATE_INVOICE, DRAFT, _CLERK,
        "{agreeing} agree with {other} (number {other_number}): it may be the same invoice"),
    Row("credit_memo.credits", _C.CREDIT_MEMO, DRAFT, _CLERK,
        "this is a credit memo of {total}; {credited}"),
    Row("supplier_details.unknown_vendor", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the order's vendor {vendor_id} is not in the vendor master"),
    Row("supplier_details.blocked", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "{vendor} is blocked in the vendor master"),
    Row("supplier_details.tax_id", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the invoice shows tax id {printed}; {vendor} has {on_file}"),
    Row("supplier_details.name", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the invoice is from “{printed}”; the order's vendor is {vendor}"),
    Row("supplier_details.rival", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the invoice is from “{printed}”, which is {rival} as well as or rather than the order's vendor {vendor}"),
    Row("supplier_details.other_payee", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the invoice names “{printed}”, who would be paid instead of the order's vendor {vendor}"),
    Row("supplier_details.account", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "the invoice names account {printed}; those of {vendor} that were paid before name {known} ({other})"),
    Row("supplier_details.several_vendors", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "one invoice bills orders of several vendors: {orders}"),
    Row("supplier_details.other_vendors_order", _C.SUPPLIER_DETAILS, ESCALATE, Role.VENDOR_MANAGEMENT,
        "order {orders} belongs to another vendor than this invoice"),
    Row("missing_approval.no_approver", _C.MISSING_APPROVAL, DRAFT, Role.APPROVER,
        "nobody approved order {orders}"),
    Row("missing_approval.order_closed", _C.MISSING_APPROVAL, DRAFT, _BUYER,
        "order {orders} is {status}: it may not be billed any more"),
    Row("missing_receipt.none", _C.MISSING_RECEIPT, DRAFT, _RECEIVING,
        "goods are billed on {count:line} without any goods receipt ({order_lines})"),
    Row("missing_receipt.unit", _C.MISSING_RECEIPT, DRAFT, _RECEIVING,
        "receipt {receipts} is in {receipt_uom}, which cannot be converted to the order's {uom}"),
    Row("late_shipment.in_grace", _C.LATE_SHIPMENT, AUTO, None,
        "received {days:day} after the promised date, inside the vendor's {grace:day} of grace (low priority)"),
    Row("late_shipment.beyond", _C.LATE_SHIPMENT, DRAFT, _BUYER,
        "received {days:day} after the promised date; the vendor's grace is {grace:day}"),
    Row("header_total.does_not_add_up", _C.HEADER_TOTAL, DRAFT, _VENDOR,
        "lines {lines_total}, charges {charges} and tax {tax} make {computed}, not {total} ({difference})"),
    Row("header_total.beyond_orders", _C.HEADER_TOTAL, DRAFT, _BUYER,
        "every line is inside its band, but together they bill {beyond} beyond the orders; the header band is {band}"),
    Row("header_total.tax_implausible", _C.HEADER_TOTAL, DRAFT, _BUYER,
        "a tax of {tax} on {net} is {percent} %, more than the highest rate of {limit} % ({limit_source})"),
    Row("data_quality.missing", _DQ, DRAFT, _CLERK,
        "not printed or not read: {fields}"),
    Row("data_quality.unproven", _DQ, DRAFT, _CLERK,
        "read without proof: {fields}"),
    Row("data_quality.sum", _DQ, DRAFT, _CLERK,
        "as read, lines {lines_total}, charges {charges} and tax {tax} make {computed}, but the total says {total} "
        "({difference}); some figure may be misread"),
    Row("data_quality.subtotal", _DQ, DRAFT, _CLERK,
        "the subtotal says {subtotal}, but the lines make {lines_total} and no charges explain the difference"),
    Row("data_quality.check", _DQ, DRAFT, _CLERK,
        "the document's own arithmetic does not hold: {checks}"),
    Row("data_quality.finding", _DQ, DRAFT, _CLERK,
        "{finding}"),
    Row("data_quality.dates", _DQ, DRAFT, _CLERK,
        "a date cannot be right: {dates}"),
    Row("data_quality.currency", _DQ, DRAFT, _CLERK,
        "the invoice is in {printed} and order {orders} in {on_file}; amounts cannot be compared"),
    Row("data_quality.currency_unknown", _DQ, DRAFT, _CLERK,
        "the invoice is in {printed}, and neither order {orders} nor its vendor has a currency on file"),
    Row("data_quality.bill_to", _DQ, DRAFT, _CLERK,
        "the invoice is made out to “{printed}”, and that is none of the company's own names ({own})"),
    Row("data_quality.bill_to_address", _DQ, DRAFT, _CLERK,
        "the invoice is made out to an address that is none of the company's own: {printed} (own: {own})"),
    Row("data_quality.bill_to_tax_id", _DQ, DRAFT, _CLERK,
        "the invoice gives {printed} as the buyer's tax id, and that is none of the company's own ({own})"),
    Row("data_quality.ship_to", _DQ, DRAFT, _CLERK,
        "the invoice says that the goods went to {printed}, and they were ordered to {ship_to}"),
    Row("data_quality.ship_to_address", _DQ, DRAFT, _CLERK,
        "the invoice says that the goods went to {printed}, which is none of the company's own addresses ({own})"),
    Row("data_quality.several_orders", _DQ, DRAFT, _BUYER,
        "the invoice names no order; {rival} explains it as well as {orders}"),
    Row("data_quality.order_twice", _DQ, DRAFT, _BUYER,
        "order {orders} is on file as {rival} too, with the same goods: it may be one order under two numbers"),
    Row("data_quality.other_order", _DQ, DRAFT, _BUYER,
        "the invoice names {named}, but its lines belong to {orders}"),
    Row("data_quality.coverage", _DQ, DRAFT, _CLERK,
        "not every line of the invoice was explained exactly once ({lines})"),
    Row("data_quality.tax_id", _DQ, DRAFT, _CLERK,
        "the tax id was read as {printed}; {vendor} has {on_file}, one character apart"),
    Row("data_quality.name", _DQ, DRAFT, _CLERK,
        "the sender was read as “{printed}”; the order's vendor is {vendor}"),
    Row("vendor_compliance.charge", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is not among the charges this vendor may bill"),
    Row("vendor_compliance.over_cap", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is above the agreed cap of {cap}"),
    Row("vendor_compliance.over_cap_in_all", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} comes after {before} on earlier invoices for {orders}, together more than the agreed cap "
        "of {cap} for each day on which goods came ({came})"),
    Row("vendor_compliance.large_charge", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is more than the policy lets through unseen, whatever the vendor's terms allow"),
    Row("vendor_compliance.more_than_goods", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} has no cap in the vendor's terms, and is more than the goods it comes with ({goods})"),
    Row("vendor_compliance.negative_charge", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} has the wrong sign for what it is called"),
    Row("vendor_compliance.nothing_billed", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is charged on an invoice that bills no goods"),
    Row("vendor_compliance.billed_twice", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is charged, and the same invoice bills {kind} as an ordered line: it may be billed twice"),
    Row("vendor_compliance.line_and_charge", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "{kind} of {amount} is billed, and an earlier invoice for {orders} billed {kind} already, one of the two as an "
        "ordered line: it may be billed twice"),
    Row("vendor_compliance.due_sooner", _C.VENDOR_COMPLIANCE, DRAFT, _BUYER,
        "the invoice is due {due}, {days:day} after its date, and “{terms}” was agreed with the vendor"),
    Row("vendor_compliance.recurrence", _C.VENDOR_COMPLIANCE, DRAFT, Role.VENDOR_MANAGEMENT,
        "{pattern}: {count:time} in {days:day} from this vendor ({dates}); amounts: {amounts}"),
    Row("automation.late_shipment_off", _C.LATE_SHIPMENT, DRAFT, _CLERK,
        "automation is switched off for late shipments; otherwise: {otherwise}"),
)
# fmt: on

TABLE: Mapping[str, Row] = {row.rule: row for row in (*_GROUP_ROWS, *_DOCUMENT_ROWS)}
_RANK: Mapping[str, int] = {rule: number for number, rule in enumerate(TABLE)}


def row(rule: str) -> Row:
    """Return a row by its rule id."""
    return TABLE[rule]


def rank(rule: str) -> int:
    """Return the row's place in the table: where two rows set the same lane, the first gives the owner."""
    return _RANK[rule]


def sentence(rule: str, figures: Mapping[str, str]) -> str:
    """Fill the row's sentence with the figures; a figure that is not known is written ``?``.

    A noun after the name is counted: ``{days:day}`` becomes "1 day" or "3 days".
    """
    template = TABLE[rule].sentence
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format_map({name: _Figure(figures.get(name, "?")) for name in names})


class _Figure(str):
    """A figure as text that can be written with its noun."""

    __slots__ = ()

    def __format__(self, noun: str) -> str:
        return f"{self} {noun if str(self) == '1' else noun + 's'}" if noun else str(self)


def category_of(decision: GroupDecision) -> str:
    """Return what a case of this decision is called: the row's subject, else the group's leading pattern."""
    known = TABLE.get(decision.rule)
    if known is not None and known.subject is not None:
        return known.subject.value
    leading = decision.group.patterns[0] if decision.group.patterns else Pattern.EXACT
    if decision.rule == "automation.off":
        return leading.value
    return Category.DATA_QUALITY.value if leading is Pattern.EXACT else leading.value
