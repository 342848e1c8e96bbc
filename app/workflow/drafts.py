"""The draft of a message to whoever acts next, filled from the invoice and the decision and from nothing else.

Templates are text files: the first line is the subject, the rest the body, ``$name`` a figure. Filling one executes
nothing: a name that is not known stays as it is written, and what stands on an invoice is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from app.domain.decision import DocumentFinding, GroupDecision
from app.domain.errors import EnvironmentFault
from app.domain.invoice import Invoice
from app.domain.money import money_text, plain, trimmed
from app.domain.policy import Role
from app.domain.vendor import Vendor
from app.policy.by_beginning import fitting
from app.policy.found_on_papers import FAULTY_FILES, TOLD
from app.policy.handover import rule_and_code
from app.workflow.catalogue import Catalogue, load_catalogue, spoken
from app.workflow.wording import CHARGES, finding_short, words_for

LONGEST_VALUE = 400
ENGLISH = "en"
_SUBJECT = "Subject:"
_COLUMNS = 110  # no template breaks its paragraphs before
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u0085\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# English is what is written in the code; nothing is looked up for it.
_PLAINLY = Catalogue(ENGLISH)
# The figures of a decision that are words of the program.
_OWN_WORDS = frozenset({"charge_kind", "goods_account", "charge_account", "buyer_notified", "other_state"})
# A figure's place after a space; a line's indentation is none.
_AFTER_SPACE = re.compile(r"(?<=\S) \$(?:([a-z_][a-z0-9_]*)|\{([a-z_][a-z0-9_]*)\})")
# What the window tells the clerk to do about something found stands behind it as a sentence of its own.
_STEP = re.compile(r"(?<=[.”)]) (?:Ask the vendor|Look at the page|Look at it|Print it to see)\b[^.“]*(?:\.|$)")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")

# Which text a rule asks for; the longest beginning that fits wins, then the owner decides.
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
_BY_OWNER: Mapping[Role, str] = {
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is ready to be looked at and sent by a person; nothing is ever sent by the program."""

    to_role: Role
    to_address: str | None
    subject: str
    body: str


def load_templates(folder: Path) -> dict[str, str]:
    """Read the message templates of a folder, by file name without its ending; another language's as ``de/buyer``.

    Raises:
        EnvironmentFault: ``no_templates``; the folder holds none or cannot be read.
    """
    try:
        found = {
            path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.txt"))
        }
    except OSError as error:
        raise _no_templates(folder) from error
    if not found:
        raise _no_templates(folder)
    return found


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
    role = to or _asked(decision) or decision.owner or Role.AP_CLERK
    name = template_name(rule_and_code(decision), role, decision.owner)
    there = "" if language == ENGLISH else f"{language}/"
    if there and f"{there}{name}" not in templates:
        there = ""
    values = draft_values(invoice, decision, vendor, load_catalogue(language) if there else _PLAINLY)
    subject, body = _split(templates.get(f"{there}{name}") or templates.get(_BY_OWNER[role]) or _PLAIN)
    return Draft(
        to_role=role,
        to_address=address_of(vendor) if role is Role.VENDOR else None,
        subject=_one_line(_put_in(subject, values)),
        body=_put_in(body, values).strip() + "\n",
    )


def _asked(decision: GroupDecision | DocumentFinding) -> Role | None:
    """Return whom the next step of a case asks that is the clerk's own; None where it is the clerk who acts."""
    return fitting(_ASKED, rule_and_code(decision)) if decision.owner is Role.AP_CLERK else None


def template_name(rule: str, role: Role, owner: Role | None = None) -> str:
    """Return which template a rule, and the code of what was found behind it, asks for when this role is written to."""
    table = _TO_VENDOR if role is Role.VENDOR and owner is not Role.VENDOR else _BY_RULE
    name = fitting(table, rule) if role is owner or owner is None or role is Role.VENDOR else None
    return name or _BY_OWNER[role]


def request_of(rule: str, role: Role, owner: Role | None = None) -> str:
    """Return what the message about a rule asks this role for: a receipt, a corrected invoice, a decision."""
    return _ASKS_FOR.get(template_name(rule, role, owner), "decision")


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
    return {name: _clean(text) for name, text in values.items()}


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


def filled(template: str, values: Mapping[str, str], blocks: Mapping[str, str]) -> tuple[str, str]:
    """Fill a template that is about no single decision; return subject and body.

    ``blocks`` are texts of several lines, each cleaned line by line.
    """
    subject, body = _split(template)
    clean = {name: _clean(text) for name, text in values.items()}
    kept = {name: "\n".join("    " + _clean(line) for line in text.splitlines()) for name, text in blocks.items()}
    return (
        _one_line(_put_in(subject, clean)),
        _put_in(body, {**clean, **kept}).strip() + "\n",
    )


def request_about(failure: str) -> str:
    """Return the one change that a letter about this pattern or category asks for (S2.184)."""
    return _REQUESTS.get(failure, _ANY_REQUEST)


def _put_in(template: str, values: Mapping[str, str]) -> str:
    """Fill a template; the space before a figure that there is none of goes with it: "(12.00)" without a currency."""

    def without_gap(place: re.Match[str]) -> str:
        return "" if values.get(place[1] or place[2]) == "" else place[0]

    return Template(_AFTER_SPACE.sub(without_gap, template)).safe_substitute(values)


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
        shown.append(_clean(f"{one} {line.line_no}: {code}{line.description.value}{quantity}{price}{amount}", 160))
    return "; ".join(shown) or spoken(words, "the whole invoice")


def _printed_vendor(invoice: Invoice) -> str:
    name = invoice.header.vendor_name
    return name.value if name else ""


def address_of(vendor: Vendor | None) -> str | None:
    """Return a vendor's address where it is one; anything else could carry more than an address."""
    email = (vendor.email or "").strip() if vendor else ""
    return email if _ADDRESS.fullmatch(email) else None


def _clean(text: str, longest: int = LONGEST_VALUE) -> str:
    flat = _one_line(text)
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _one_line(text: str) -> str:
    return _UNSAFE.sub(" ", text).strip()


def _split(template: str) -> tuple[str, str]:
    first, _, rest = template.partition("\n")
    if first.startswith(_SUBJECT):
        return first[len(_SUBJECT) :].strip(), _unwrapped(rest)
    return "Invoice $invoice_number", _unwrapped(template)


def _unwrapped(body: str) -> str:
    """Return a body with each paragraph in one line: where it is broken is up to the panel or mail that shows it.

    A line of a template goes on in the next one where the first word of that had no room on it; an indented, numbered
    or quoted line begins anew.
    """
    lines: list[str] = []
    before = ""
    for line in body.split("\n"):
        word = line.partition(" ")[0]
        goes_on = (line[:1].isalpha() or line[:1] == "$") and before[:1].strip(" >#")
        if goes_on and len(before) + 1 + len(word) > _COLUMNS:
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines)


def _no_templates(folder: Path) -> EnvironmentFault:
    return EnvironmentFault(
        "no_templates",
        f"No message templates were found in {folder}.",
        next_step="Install the program again, or restore the folder.",
        context={"folder": str(folder)},
    )


_PLAIN = "Subject: Invoice $invoice_number of $vendor_name\n\n$reason\n"
