"""What a case hands over besides its figures: one sentence, the likely cause, the recommended action, the guide.

The causes are those the trade knows for each shape (S2.13, S2.35, S2.82, S2.108, S2.123 to S2.125); where the records
tell them apart, the one that fits is named first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from app.domain.decision import CauseClass, DocumentFinding, GroupDecision
from app.domain.errors import EnvironmentFault
from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.measure import Dimension, dimension_of
from app.domain.money import decimal_or_none
from app.domain.order import OrderLine
from app.policy.by_beginning import fitting
from app.policy.found_on_papers import TOLD
from app.policy.lanes import category_of
from app.shipped_files import resource_path

_QUESTIONS = ("title", "looks_like", "first_action", "clears_when", "documented", "prevention")


@dataclass(frozen=True, slots=True)
class Guide:
    """The five questions of one pattern or category, answered (S2.10), and what it is called."""

    title: str
    looks_like: str
    first_action: str
    clears_when: str
    documented: str
    prevention: str


def parse_guides(text: str) -> dict[str, Guide]:
    """Read the guides by pattern or category.

    Raises:
        EnvironmentFault: ``bad_guides``; the file that comes with the program is damaged.
    """
    try:
        data = tomllib.loads(text)
        return {name: Guide(**{key: str(table[key]) for key in _QUESTIONS}) for name, table in data.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise EnvironmentFault(
            "bad_guides",
            f"The help texts of the patterns cannot be read: {error}.",
            next_step="Install the program again, or restore resources/help/patterns.toml.",
        ) from error


@lru_cache(maxsize=1)
def guides() -> Mapping[str, Guide]:
    """Return the guides that come with the program, read once."""
    return parse_guides(resource_path("help", "patterns.toml").read_text(encoding="utf-8"))


def category(decision: GroupDecision | DocumentFinding) -> str:
    """Return what a case of this decision is called: a pattern or a category."""
    return category_of(decision) if isinstance(decision, GroupDecision) else decision.category.value


def case_sentence(invoice: Invoice, decision: GroupDecision | DocumentFinding) -> str:
    """Describe the case in one sentence (S1.29)."""
    number = invoice.header.invoice_number.value if invoice.header.invoice_number else "without a number"
    lines = decision.group.invoice_lines if isinstance(decision, GroupDecision) else decision.invoice_lines
    where = f", line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}" if lines else ""
    title = guides()[category(decision)].title if category(decision) in guides() else category(decision)
    end = "" if decision.reason.endswith((".", "?")) else "."
    return f"{title} on invoice {number}{where}: {decision.reason}{end}"


def recommended_action(decision: GroupDecision | DocumentFinding) -> str:
    """Say what to do next (S1.70); the longest beginning of the rule that has a text decides."""
    text = fitting(_ACTIONS, rule_and_code(decision)) or guides()[category(decision)].first_action
    return text.format_map(_Figures(decision.figures))


def likely_cause(decision: GroupDecision | DocumentFinding, desk: Desk | None = None) -> str:
    """Name the likely cause (S1.69); records of the desk, where given, tell which of the known ones it is."""
    if isinstance(decision, GroupDecision) and desk is not None:
        lines = [line for order in desk.orders for line in order.lines if line.ref in decision.group.po_lines]
        found = _from_records(category(decision), decision, lines, desk)
        if found:
            return found
    return fitting(_CAUSES, rule_and_code(decision)) or "Not known."


def cause_class(decision: GroupDecision | DocumentFinding) -> CauseClass:
    """Tell what kind of problem it really is (S1.78, TRAP-8)."""
    return cause_of_rule(decision.rule)


@cache
def cause_of_rule(rule: str) -> CauseClass:
    """Tell what kind of problem a rule of the table is about."""
    return fitting(_CLASSES, rule) or CauseClass.DATA


def rule_and_code(decision: GroupDecision | DocumentFinding) -> str:
    """Return the rule, and behind it the code of what was found: what a page says has causes of its own."""
    code = decision.figures.get("code", "")
    return f"{decision.rule}.{code}" if code else decision.rule


class _Figures(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _from_records(name: str, decision: GroupDecision, lines: list[OrderLine], desk: Desk) -> str:
    if name == "merged" and len(lines) > 1:
        return _merge_cause(lines)
    if name == "split" and lines:
        return _split_cause(decision, lines[0], desk)
    if name in ("quantity_short", "quantity_over") and lines:
        return _quantity_cause(decision, lines[0], desk)
    if name == "substitution" and lines:
        return _substitution_cause(decision, lines[0], desk)
    return ""


def _merge_cause(lines: list[OrderLine]) -> str:
    if len({line.gl_account for line in lines}) == 1 and lines[0].gl_account:
        return "The vendor's billing grouped lines of one category (they share a ledger account)."
    if len({line.ship_to for line in lines}) == 1 and lines[0].ship_to:
        return "The vendor's billing grouped lines that go to one place."
    return _CAUSES["merged."]


def _split_cause(decision: GroupDecision, line: OrderLine, desk: Desk) -> str:
    receipts = desk.receipts_for(line.ref)
    if len({receipt.location for receipt in receipts}) > 1:
        return "The vendor shipped from or to several places and billed each on its own line."
    if len({receipt.received_date for receipt in receipts}) > 1:
        return "The order came in several shipments, each billed on its own line."
    if decision.figures.get("billed_quantity") == str(len(decision.group.invoice_lines)):
        return "Serialised goods are billed one line per piece."
    return _CAUSES["split."]


def _quantity_cause(decision: GroupDecision, line: OrderLine, desk: Desk) -> str:
    if dimension_of(line.uom) is Dimension.WEIGHT:
        return "The item is sold by weight; what was shipped does not weigh exactly what was ordered."
    billed = decimal_or_none(decision.figures.get("billed_quantity"))
    if billed is not None:
        for row in desk.conversions:
            pack = row.factor if row.sku == line.sku and row.to_uom == line.uom else None
            if pack and pack > 1 and billed % pack == 0 and line.quantity % pack != 0:
                return f"The vendor ships whole packs of {pack:f} {line.uom}; the order is no multiple of that."
    return ""


def _substitution_cause(decision: GroupDecision, line: OrderLine, desk: Desk) -> str:
    shipped = decision.figures.get("shipped_sku", "")
    row = next((s for s in desk.substitutions if s.sku == line.sku and s.substitute_sku == shipped), None)
    return f"The vendor's table gives the reason: {row.reason}." if row is not None and row.reason else ""


_CAUSES: Mapping[str, str] = {
    "exact.": "The line agrees.",
    "merged.": "The vendor's system grouped order lines by item family, place or category when it billed.",
    "split.": "Several shipments, several warehouses, or a back-ordered rest billed later.",
    "uom_conversion.no_factor": "The vendor bills in its selling unit, and the item master has no factor for it.",
    "uom_conversion.other_items_factor": "A substitute is billed in its selling unit, and its pack is not on file.",
    "uom_conversion.pack_contradicts": "The vendor ships another pack than the item master has, or the text is wrong.",
    "uom_conversion.": "The vendor bills in its selling unit instead of the order's.",
    "catch_weight.no_receipt": "The delivery was not weighed, or the weight was not booked.",
    "catch_weight.": "The billed weight comes from the vendor's scale, the received one from ours.",
    "substitution.": "The ordered item was out of stock, replaced by a successor, or comes under a new code.",
    "bundled_accessorial.": "The vendor's billing has no line for charges, or puts a surcharge on the goods as a rate.",
    "quantity_short.": "A part delivery, whole packs, natural weight, or a production run that came out smaller.",
    "quantity_over.not_received": "Part of the delivery is missing, was refused, or is not booked in yet.",
    "quantity_over.claimed_twice": "The line was billed twice on one invoice, or the match took it for two.",
    "quantity_over.": "The vendor rounded up to whole packs or shipped more than was ordered.",
    "price_variance.": "The price changed since the order, or the order carries an old price.",
    "not_on_po.": "Ordered outside the order, added by telephone, or a charge billed as an item.",
    "ambiguous.": "Several order lines look alike.",
    "identity.new_code": "The vendor prints its own item code, which is not in our cross references yet.",
    "identity.chosen": "The invoice prints too little to tell the order line, and a person said which it is.",
    "identity.other_size": "The vendor shipped another size or pack under the ordered code, or its text is wrong.",
    "identity.other_goods": "The vendor shipped other goods under the ordered code, or its text is wrong.",
    "identity.": "The invoice prints too little to tell the order line.",
    "line_words.not_delivered": "The vendor billed the whole order when a part of it was out of stock.",
    "line_words.not_sold": "A sample, a replacement or a loan was billed by mistake, or the note is another line's.",
    "line_words.other_hours": "Overtime, travel or waiting was billed on the order's hours.",
    "line_words.other_price": "The price column does not say what the price is for, or the price was not agreed yet.",
    "figures.contradictory": "A figure was misread, or the vendor's own arithmetic is wrong.",
    "figures.given": "The line could not be read and was typed from the page.",
    "figures.negative": "A credit or a return is billed on an invoice.",
    "figures.": "The scan is poor, or the document does not print the figure.",
    "match.": "The order was changed or removed after the invoice was matched.",
    "automation.": "Nothing is wrong; this desk wants a person to look.",
    "credit_memo.": "The vendor credits a return, a price or a quantity.",
    "missing_po.": "Bought without an order, or the order number is missing or wrong on the invoice.",
    "missing_receipt.": "The goods have not arrived, or the receipt has not been booked.",
    "missing_approval.order_closed": "The order was closed before its last invoice came, or billed after cancelling.",
    "missing_approval.": "The order went out before it was approved.",
    "duplicate_invoice.": "The vendor sent the invoice again, or it came through two channels.",
    "late_shipment.": "The vendor or the carrier was late.",
    "supplier_details.blocked": "The vendor was blocked, which has a reason in the vendor master.",
    "supplier_details.account": "The vendor changed its bank, or somebody else wants to be paid for its goods.",
    "supplier_details.unknown_vendor": "The vendor was not imported yet, or was taken out of the vendor master.",
    "supplier_details.several_vendors": "Two invoices lie in one file, or an order stands under the wrong vendor.",
    "supplier_details.other_vendors_order": "The order number was misread or mistyped, or the order stands under the "
    "wrong vendor.",
    "supplier_details.": "The vendor changed its details or company, or the invoice is not genuine.",
    "header_total.does_not_add_up": "A line, a charge or the tax is wrong or missing on the invoice.",
    "header_total.tax_implausible": "The tax was misread or is wrong, or the vendor taxes at a rate of its own.",
    "header_total.": "Small variances add up in one direction.",
    "data_quality.currency": "The vendor billed in another currency than agreed, or the order has the wrong one.",
    "data_quality.currency_unknown": "Orders and vendors were imported without currencies, and the policy names none.",
    "data_quality.several_orders": "The vendor left the order number out, and several orders fit.",
    "data_quality.order_twice": "The order was imported again under another spelling of its number.",
    "data_quality.other_order": "The vendor printed another order's number, or billed another order's goods.",
    "data_quality.bill_to": "The invoice is another company's, or the vendor has an old name or address of ours.",
    "data_quality.ship_to": "The goods went elsewhere than ordered, or the vendor has an old address of ours.",
    "data_quality.sum": "A figure was misread, or the vendor's own arithmetic is wrong.",
    "data_quality.subtotal": "A figure was misread, or the vendor's own arithmetic is wrong.",
    "data_quality.check": "A figure was misread, or the vendor's own arithmetic is wrong.",
    "data_quality.dates": "A date was misread, or the vendor printed a wrong one.",
    "data_quality.coverage": "A line was lost, or one was read twice.",
    "data_quality.": "The scan is poor, or the document does not print what is needed.",
    "vendor_compliance.over_cap": "The vendor charged more than was agreed, or its terms on file are old.",
    "vendor_compliance.over_cap_in_all": "The vendor bills the delivery in parts and charges each of them in full.",
    "vendor_compliance.large_charge": "The charge is a dear one, or its amount was misread.",
    "vendor_compliance.more_than_goods": "The charge was never capped, and came out dear or was misread.",
    "vendor_compliance.negative_charge": "The sign was misread, or the vendor printed a discount as a charge.",
    "vendor_compliance.nothing_billed": "The vendor bills charges apart from their goods, or lines were lost.",
    "vendor_compliance.billed_twice": "The charge was ordered as a line, and the vendor's program added it once more.",
    "vendor_compliance.line_and_charge": "The charge was ordered as a line, and the vendor's program added it once "
    "more.",
    "vendor_compliance.due_sooner": "The vendor printed other terms than were agreed, or those on file are old.",
    "vendor_compliance.recurrence": "The vendor's way of billing does not fit what was agreed.",
    "vendor_compliance.": "A charge was added that the terms do not have.",
    "multiple_po.": "The vendor collected several orders on one invoice.",
    **{f"data_quality.finding.{code}": told.cause for code, told in TOLD.items()},
}
_ACTIONS: Mapping[str, str] = {
    "split.receipt_missing": "Ask receiving to confirm each part with quantity, date and place.",
    "split.no_receipt": "Ask receiving whether the parts arrived, and have each booked.",
    "split.not_permitted": "Ask the buyer whether part shipments are fine for this order.",
    "merged.ambiguous": "Have the buyer choose the set of order lines: {alternatives}.",
    "merged.not_permitted": "Send the invoice back and ask for one line per order line.",
    "merged.": "Have the buyer map the line to its order lines by hand.",
    "uom_conversion.no_factor": "Have the buyer confirm 1 {invoiced_uom} = {factor} {uom} for the item master.",
    "uom_conversion.other_items_factor": "Have the buyer confirm how many {uom} of the substitute came in 1 "
    "{invoiced_uom}.",
    "uom_conversion.pack_contradicts": "Have the buyer confirm how many {pack_of} came in 1 {pack_unit}; where it is "
    "{pack_holds}, put it in the item master for this vendor.",
    "uom_conversion.": "Have the buyer confirm the quantity and unit that were delivered.",
    "catch_weight.": "Have receiving check the weight.",
    "substitution.said": "Have receiving say which item came, and the buyer confirm it in writing.",
    "substitution.": "Have the buyer confirm in writing that {shipped_sku} is accepted for {ordered_sku}.",
    "bundled_accessorial.permitted": "Have the buyer approve the charge of {charge_amount} and name its kind.",
    "bundled_accessorial.refused": "Send the invoice back and ask for charges on lines of their own.",
    "supplier_details.account": "Ask the vendor, by a way known before, which account is its own.",
    "quantity_short.": "Ask the buyer whether to wait for the rest or to close the line.",
    "quantity_over.not_received": "Pay {payable_quantity} and send a debit memo of {debit_memo}.",
    "quantity_over.claimed_twice": "Compare both lines with the page; one of them is likely too much.",
    "quantity_over.": "Ask the buyer to accept the over-delivery or to have it taken back.",
    "price_variance.": "Ask the buyer which price holds.",
    "not_on_po.": "Ask the buyer whether it was ordered; choose its order line, or refuse it.",
    "ambiguous.": "Choose the order line it belongs to.",
    "identity.new_code": "Confirm that their {item_code} is our {ordered_sku}; it is known from then on.",
    "identity.chosen": "Compare the line with {order_lines}, then confirm the choice or make another.",
    "identity.other_size": "Have receiving say what came, and the buyer confirm in writing that it is accepted.",
    "identity.other_goods": "Have receiving say what came, and the buyer confirm in writing that it is accepted.",
    "identity.": "Choose the order line it belongs to.",
    "line_words.not_delivered": "Ask receiving how many came; pay no more than that.",
    "line_words.not_sold": "Ask the vendor what the note means, and for a corrected invoice if nothing is owed.",
    "line_words.other_hours": "Ask the buyer whether such hours were agreed, and at what rate.",
    "line_words.other_price": "Ask the buyer what price was agreed, and for how many units.",
    "figures.": "Compare the figure with the page, then correct or confirm it.",
    "automation.": "Look it over and accept it.",
    "data_quality.currency": "Ask the buyer in which currency the order was agreed.",
    "data_quality.currency_unknown": "Have the company's currency set in the policy (company), or one imported with "
    "its orders; until then compare the invoice's with what was agreed.",
    "data_quality.several_orders": "Say which order the goods were billed for.",
    "data_quality.order_twice": "See whether it is one order, and close the one that does not hold.",
    "data_quality.other_order": "Say which order the goods were billed for.",
    "data_quality.dates": "Compare the date with the page, then correct or confirm it.",
    "data_quality.coverage": "Compare the lines with the page, and put in what is missing.",
    "data_quality.bill_to": "Compare the addressee with the page. Where it is ours, have it added to the policy "
    "(company); where it is not, send the invoice back.",
    "data_quality.ship_to": "Ask receiving whether the goods came to where they were ordered. Where they went to "
    "another place of ours, ask the buyer to accept that; where not, send the invoice back.",
    "credit_memo.": "Book it against the invoice it credits.",
    "missing_approval.order_closed": "Ask the buyer whether the order is opened again.",
    "vendor_compliance.over_cap_in_all": "Ask the buyer whether each part may bear the charge; where not, refuse it.",
    "vendor_compliance.negative_charge": "See by the page whether it is charged or taken off.",
    "vendor_compliance.nothing_billed": "Find the invoice of the goods; where it has the charge too, refuse this one.",
    "vendor_compliance.billed_twice": "Ask the buyer whether the charge is owed once or twice.",
    "vendor_compliance.line_and_charge": "Ask the buyer whether the charge is owed once or twice.",
    "vendor_compliance.due_sooner": "Ask the buyer which terms hold, and pay by those.",
    "vendor_compliance.recurrence": "Ask the vendor in one letter to bill the other way from now on, instead of "
    "settling case after case; the letter is drafted.",
    "header_total.beyond_orders": "Ask the buyer to accept what is billed beyond the orders, or to object.",
    "header_total.tax_implausible": "Check the tax with the page and the vendor; where its rate is right, "
    "set it in the policy (tax.vendors).",
    "header_total.": "Send the invoice back with the sum worked out.",
    **{f"data_quality.finding.{code}": told.step for code, told in TOLD.items()},
}
_CLASSES: Mapping[str, CauseClass] = {
    "split.": CauseClass.STRUCTURE,
    "merged.": CauseClass.STRUCTURE,
    "uom_conversion.": CauseClass.STRUCTURE,
    "substitution.": CauseClass.STRUCTURE,
    "identity.other_size": CauseClass.STRUCTURE,
    "identity.other_goods": CauseClass.STRUCTURE,
    "bundled_accessorial.": CauseClass.STRUCTURE,
    "ambiguous.": CauseClass.STRUCTURE,
    "catch_weight.": CauseClass.VARIANCE,
    "quantity_": CauseClass.VARIANCE,
    "price_variance.": CauseClass.VARIANCE,
    "header_total.": CauseClass.VARIANCE,
    "not_on_po.": CauseClass.COORDINATION,
    "missing_": CauseClass.COORDINATION,
    "late_shipment.": CauseClass.COORDINATION,
    "credit_memo.": CauseClass.COORDINATION,
    "multiple_po.": CauseClass.STRUCTURE,
    "duplicate_invoice.": CauseClass.DATA,
    "vendor_compliance.": CauseClass.POLICY,
    "supplier_details.": CauseClass.POLICY,
    "automation.": CauseClass.POLICY,
    "missing_approval.": CauseClass.POLICY,
}
