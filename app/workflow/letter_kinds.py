"""Which letter a case asks for, whom its next step asks, and what the letter asks of them."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.decision import DocumentFinding, GroupDecision
from app.domain.policy import Role
from app.policy.by_beginning import fitting
from app.policy.found_on_papers import FAULTY_FILES, TOLD
from app.policy.handover import rule_and_code

# Which letter a rule asks for; the longest beginning that fits wins, then the owner decides.
_BY_RULE: Mapping[str, str] = {
    "merged.not_permitted": "vendor_corrected_invoice",
    "bundled_accessorial.refused": "vendor_itemised_invoice",
    "bundled_accessorial.permitted": "buyer_bundled_charge",
    "header_total.does_not_add_up": "vendor_wrong_total",
    "quantity_over.not_received": "buyer_debit_memo",
    "substitution.": "buyer_substitution",
    "substitution.said": "buyer",
    "uom_conversion.": "buyer_unit",
    "credit_memo.": "clerk_credit_memo",
    "duplicate_invoice.": "duplicate",
    "missing_receipt.": "receiving",
    "missing_approval.no_approver": "approver",
    "missing_po.": "ap_supervisor",
    "supplier_details.": "vendor_management_identity",
    "vendor_compliance.recurrence": "vendor_management_recurrence",
    "identity.new_code": "clerk_new_code",
}
# Whom the next step of a clerk's own case asks, by the rule and the code of what was found.
_ASKED: Mapping[str, Role] = {
    "line_words.not_sold": Role.VENDOR,
    "data_quality.ship_to": Role.RECEIVING,
    "data_quality.currency": Role.BUYER,
    **{f"data_quality.finding.{code}": told.asks for code, told in TOLD.items() if told.asks},
}
# What a vendor is asked for when somebody decides to write to it although the case is another's.
_TO_VENDOR: Mapping[str, str] = {
    "quantity_over.not_received": "vendor_credit_memo",
    "quantity_over.": "vendor_credit_memo",
    "price_variance.": "vendor_credit_memo",
    "quantity_short.": "vendor_short_delivery",
    "substitution.": "vendor_substitution_notice",
    "substitution.said": "vendor_corrected_invoice",
    "bundled_accessorial.": "vendor_itemised_invoice",
    "vendor_compliance.": "vendor_charge",
    "vendor_compliance.recurrence": "vendor_recurrence",
    "header_total.does_not_add_up": "vendor_wrong_total",
    # Neither says what is known of the vendor: whoever sent the invoice may be the one who reads the answer.
    "supplier_details.": "vendor_details",
    "supplier_details.account": "vendor_account",
    "duplicate_invoice.": "vendor_question",
    "line_words.": "vendor_question",
    "data_quality.": "vendor_question",
    **{f"data_quality.finding.{code}": "vendor_whole_file" for code in FAULTY_FILES},
    "unreadable.": "vendor_unreadable_file",
}
# The letter of a role that no rule gives another.
BY_OWNER: Mapping[Role, str] = {
    Role.AP_CLERK: "ap_clerk",
    Role.BUYER: "buyer",
    Role.RECEIVING: "receiving",
    Role.VENDOR: "vendor_corrected_invoice",
    Role.VENDOR_MANAGEMENT: "vendor_management_identity",
    Role.APPROVER: "approver",
    Role.AP_SUPERVISOR: "ap_supervisor",
    Role.CONTROLLER: "ap_supervisor",
}
PAYMENT_HOLD = "payment_hold"
# What a message asks for, by its template; the log says it, so that requests can be counted. Any other: a decision.
_ASKS_FOR: Mapping[str, str] = {
    "vendor_corrected_invoice": "corrected_invoice",
    "vendor_itemised_invoice": "corrected_invoice",
    "vendor_wrong_total": "corrected_invoice",
    "vendor_credit_memo": "credit_memo",
    "vendor_question": "explanation",
    "vendor_details": "explanation",
    "vendor_account": "explanation",
    "vendor_whole_file": "corrected_invoice",
    "vendor_unreadable_file": "corrected_invoice",
    "vendor_short_delivery": "dispute",
    "vendor_charge": "dispute",
    "vendor_substitution_notice": "dispute",
    "vendor_recurrence": "dispute",
    "buyer_debit_memo": "debit_memo",
    "receiving": "receipt",
    "approver": "approval",
    "buyer_bundled_charge": "approval",
    "buyer_substitution": "approval",
}


def asked_by(decision: GroupDecision | DocumentFinding) -> Role | None:
    """Return whom the next step of a case asks that is the clerk's own; None where it is the clerk who acts."""
    return fitting(_ASKED, rule_and_code(decision)) if decision.owner is Role.AP_CLERK else None


def template_name(rule: str, role: Role, owner: Role | None = None) -> str:
    """Return which template a rule, and the code of what was found behind it, asks for when this role is written to."""
    table = _TO_VENDOR if role is Role.VENDOR and owner is not Role.VENDOR else _BY_RULE
    name = fitting(table, rule) if role is owner or owner is None or role is Role.VENDOR else None
    return name or BY_OWNER[role]


def request_of(rule: str, role: Role, owner: Role | None = None) -> str:
    """Return what the message about a rule asks this role for: a receipt, a corrected invoice, a decision."""
    return _ASKS_FOR.get(template_name(rule, role, owner), "decision")
