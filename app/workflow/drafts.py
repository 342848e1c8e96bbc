"""The draft of a message to whoever acts next, filled from the invoice and the decision and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.decision import DocumentFinding, GroupDecision
from app.domain.invoice import Invoice
from app.domain.money import money_text, plain, trimmed
from app.domain.policy import Role
from app.domain.vendor import Vendor
from app.policy.handover import rule_and_code
from app.workflow.catalogue import Catalogue, load_catalogue, spoken
from app.workflow.letter_kinds import BY_OWNER, asked_by, template_name
from app.workflow.letter_templates import clean, filled
from app.workflow.wording import CHARGES, finding_short, words_for

ENGLISH = "en"
# English is what is written in the code; nothing is looked up for it.
_PLAINLY = Catalogue(ENGLISH)
# The figures of a decision that are words of the program.
_OWN_WORDS = frozenset({"charge_kind", "goods_account", "charge_account", "buyer_notified", "other_state"})
# What the window tells the clerk to do about something found stands behind it as a sentence of its own.
_STEP = re.compile(r"(?<=[.”)]) (?:Ask the vendor|Look at the page|Look at it|Print it to see)\b[^.“]*(?:\.|$)")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")

# The one change that a letter about a recurring failure asks for (S2.184), by pattern or category.
_REQUESTS: Mapping[str, str] = {
    "merged": "bill one invoice line for each line of our orders",
    "split": "bill each order line on one invoice line, or agree part shipments with us beforehand",
    "uom_conversion": "bill in the unit of our orders",
    "catch_weight": "bill the weight on the delivery note that we sign",
    "substitution": "ship and bill no other item before our buyer has agreed to it in writing",
    "bundled_accessorial": "bill freight and every other charge on a line of its own",
    "quantity_short": "bill the quantity that was shipped, and tell us when the rest follows",
    "quantity_over": "ship and bill no more than was ordered",
    "price_variance": "bill the prices of our orders, and announce a new price before you ship",
    "not_on_po": "bill only what our orders name",
    "missing_po": "print our order number on every invoice",
    "duplicate_invoice": "send every invoice once, to one address",
    "late_shipment": "ship in time for the promised dates",
    "supplier_details": "announce a change of your company's details in writing before you bill with it",
    "header_total": "check the sum of every invoice before you send it",
    "vendor_compliance": "bill only the charges that our agreement names",
}
_ANY_REQUEST = "bill as it was agreed with us"
# Where a folder of templates lacks the one that is wanted.
_PLAIN = "Subject: Invoice $invoice_number of $vendor_name\n\n$reason\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is ready to be looked at and sent by a person; nothing is ever sent by the program."""

    to_role: Role
    to_address: str | None
    subject: str
    body: str


def draft_for(
    invoice: Invoice,
    decision: GroupDecision | DocumentFinding,
    vendor: Vendor | None,
    templates: Mapping[str, str],
    *,
    to: Role | None = None,
    language: str = ENGLISH,
) -> Draft:
    """Fill the message for whoever acts next; ``to`` asks for one to somebody else, for example the vendor.

    ``language`` is that of the letter ("de"); what has no template in it is written in English.
    """
    role = to or asked_by(decision) or decision.owner or Role.AP_CLERK
    name = template_name(rule_and_code(decision), role, decision.owner)
    there = "" if language == ENGLISH else f"{language}/"
    if there and f"{there}{name}" not in templates:
        there = ""
    values = draft_values(invoice, decision, vendor, load_catalogue(language) if there else _PLAINLY)
    template = templates.get(f"{there}{name}") or templates.get(BY_OWNER[role]) or _PLAIN
    subject, body = filled(template, values)
    return Draft(
        to_role=role,
        to_address=address_of(vendor) if role is Role.VENDOR else None,
        subject=subject,
        body=body,
    )


def draft_values(
    invoice: Invoice,
    decision: GroupDecision | DocumentFinding,
    vendor: Vendor | None,
    words: Catalogue = _PLAINLY,
) -> dict[str, str]:
    """Return what a template may name: the decision's figures, and the invoice's and vendor's words.

    The program's own words are put over by the catalogue; figures, names and what the invoice says stay as they are.
    """
    header = invoice.header
    currency = header.currency.value if header.currency else None
    lines = decision.group.invoice_lines if isinstance(decision, GroupDecision) else decision.invoice_lines
    values = {name: _own_word(words, name, text) for name, text in decision.figures.items() if text}
    told = _STEP.sub("", decision.reason)
    reason = words.statements(told) or spoken(words, told)
    values |= {
        "reason": reason if reason.endswith((".", "?", "!")) else f"{reason}.",
        "invoice_number": header.invoice_number.value if header.invoice_number else spoken(words, "without a number"),
        "invoice_date": header.invoice_date.value.isoformat()
        if header.invoice_date
        else spoken(words, "without a date"),
        "invoice_total": money_text(header.total.value, currency) if header.total else spoken(words, "not read"),
        "currency": currency or "",
        "vendor_name": vendor.name if vendor else _printed_vendor(invoice) or _nobody_named(words),
        "vendor_id": vendor.vendor_id if vendor else spoken(words, "not known"),
        "po_numbers": ", ".join(value.value for value in header.po_numbers) or spoken(words, "no order number"),
        "lines": _lines_text(invoice, lines, words),
        "line_numbers": ", ".join(map(str, lines)) or spoken(words, "the whole invoice"),
        "exposure": money_text(decision.exposure, currency),
        "failure": ", ".join(spoken(words, finding_short(one)) for one in _failures_of(decision)),
        "other_document": getattr(decision, "other_document", None) or spoken(words, "another invoice"),
    }
    if "pattern" in values:
        values["request"] = spoken(words, _REQUESTS.get(values["pattern"], _ANY_REQUEST))
    return {name: clean(text) for name, text in values.items()}


def _failures_of(decision: GroupDecision | DocumentFinding) -> tuple[str, ...]:
    """Return what a letter is about: of a recurrence what happens again and again, else what was found."""
    if isinstance(decision, GroupDecision):
        return tuple(pattern.value for pattern in decision.group.patterns)
    return (decision.figures.get("pattern") or decision.category.value,)


def _nobody_named(words: Catalogue) -> str:
    return "the vendor" if words.language == ENGLISH else spoken(words, "Vendor")


def _own_word(words: Catalogue, name: str, text: str) -> str:
    if words.language == ENGLISH or name not in _OWN_WORDS:
        return text
    return spoken(words, words_for(text, CHARGES) or text)


def request_about(failure: str) -> str:
    """Return the one change that a letter about this pattern or category asks for (S2.184)."""
    return _REQUESTS.get(failure, _ANY_REQUEST)


def _lines_text(invoice: Invoice, numbers: tuple[int, ...], words: Catalogue) -> str:
    one, at = spoken(words, "line"), spoken(words, "at")
    wanted = [line for line in invoice.lines if line.line_no in numbers]
    shown = []
    for line in wanted:
        code = f"{line.item_code.value} " if line.item_code else ""
        unit = f" {line.uom.value}" if line.uom else ""
        quantity = f", {trimmed(line.quantity.value)}{unit}" if line.quantity else ""
        price = f" {at} {plain(line.unit_price.value)}" if line.unit_price else ""
        amount = f" = {plain(line.amount.value)}" if line.amount else ""
        shown.append(clean(f"{one} {line.line_no}: {code}{line.description.value}{quantity}{price}{amount}", 160))
    return "; ".join(shown) or spoken(words, "the whole invoice")


def _printed_vendor(invoice: Invoice) -> str:
    name = invoice.header.vendor_name
    return name.value if name else ""


def address_of(vendor: Vendor | None) -> str | None:
    """Return a vendor's address where it is one; anything else could carry more than an address."""
    email = (vendor.email or "").strip() if vendor else ""
    return email if _ADDRESS.fullmatch(email) else None
