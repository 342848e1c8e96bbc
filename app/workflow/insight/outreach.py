"""A letter to a vendor about a habit: the figures, examples, one clear request, and the table to attach (S2.184).

The program sends nothing: a person looks at the draft, sends it, and says so; from that day the follow-up counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.case import Case, Document, JournalKind, NewEntry
from app.domain.errors import InputError, RuleError
from app.domain.insight import Habit
from app.domain.insight_facts import DeskFacts
from app.domain.money import money_text
from app.domain.order import LineRef
from app.domain.policy import Role
from app.workflow.drafts import Draft, address_of, request_about
from app.workflow.insight.fixes import MOST
from app.workflow.letter_templates import filled
from app.workflow.services import Services
from app.workflow.wording import finding_short

TEMPLATE = "vendor_habit"
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One line of the attached table: what was wrong on which invoice, against which order line."""

    document_id: int
    case_id: int
    invoice_number: str
    invoice_date: date | None
    order_lines: tuple[LineRef, ...]
    items: tuple[str, ...]
    what: str
    exposure: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class HabitLetter:
    """A draft with the table that belongs to it, the newest occurrence first."""

    habit: Habit
    draft: Draft
    occurrences: tuple[Occurrence, ...]


def habit_letter(services: Services, habit: Habit, facts: DeskFacts) -> HabitLetter:
    """Draft the letter about a habit of a vendor.

    Raises:
        InputError: The habit is an item's with several vendors: no one of them is to be written to.
    """
    if not habit.vendor_id:
        raise InputError(
            "no_vendor_to_write_to",
            f"Item {habit.item} fails with several vendors alike, so none of them is to blame.",
            next_step="Look at what is on file for the item: its units, codes and price.",
        )
    found = tuple(_occurrences(services, habit))
    vendor = services.store.master_data.vendor(habit.vendor_id).vendor
    values = {
        "vendor_name": vendor.name,
        "count": str(habit.rate.part if habit.since is None else _since(habit, facts)[0]),
        "whole": str(habit.rate.whole if habit.since is None else _since(habit, facts)[1]),
        "first": (habit.since or habit.first).isoformat(),
        "last": habit.last.isoformat(),
        "failure_plain": finding_short(habit.failure),
        "detail": _detail(services, habit),
        "request": request_about(habit.failure),
        "examples": "",
    }
    draft = filled(services.templates[TEMPLATE], values, {"examples": _example_lines(found)})
    return HabitLetter(habit, Draft(Role.VENDOR, address_of(vendor), *draft), found)


def mark_sent(services: Services, habit: Habit, note: str) -> int:
    """Log that a person sent a message about a habit; return the entry.

    Raises:
        RuleError: No person acts, or nothing was said about it.
    """
    if not services.actor.person:
        raise RuleError("not_a_person", "Only a person can say that a message was sent.")
    if not note.strip():
        raise RuleError("reason_needed", "This needs a few words.", next_step="Say how and to whom it was sent.")
    about = {"vendor_id": habit.vendor_id, "item": habit.item, "failure": habit.failure}
    counts = {"count": habit.rate.part, "of": habit.rate.whole, "since": str(habit.since or habit.first)}
    summary = f"Wrote to {habit.vendor_name} about {finding_short(habit.failure)}: {habit.rate.part} invoices"
    after = {"outreach": {**about, **counts}, "cases": list(habit.rate.cases)}
    return services.store.append(
        NewEntry(JournalKind.OUTREACH, services.actor, summary, after=after, reason=note.strip())
    )


def _since(habit: Habit, facts: DeskFacts) -> tuple[int, int]:
    """Return how many of the invoices since the habit began had the fault, and how many there were."""
    days = {invoice.document_id: invoice.day for invoice in facts.invoices}
    bills = {
        i for row in facts.items if (row.vendor_id, row.item) == (habit.vendor_id, habit.item) for i in row.documents
    }
    began = max(habit.since or habit.first, habit.first)
    whole = sum(
        invoice.vendor_id == habit.vendor_id
        and began <= invoice.day
        and (not habit.item or invoice.document_id in bills)
        for invoice in facts.invoices
    )
    return sum(days[i] >= began for i in habit.rate.documents), whole


def _occurrences(services: Services, habit: Habit) -> Iterator[Occurrence]:
    wanted = set(habit.rate.cases)
    for document_id in reversed(habit.rate.documents):
        document = services.store.document(document_id)
        for case in document.cases:
            if case.case_id in wanted:
                yield _occurrence(document, case)


def _occurrence(document: Document, case: Case) -> Occurrence:
    header = document.invoice.header if document.invoice else None
    number = header.invoice_number.value if header and header.invoice_number else document.reading.file
    day = header.invoice_date.value if header and header.invoice_date else None
    currency = header.currency.value if header and header.currency else ""
    items = _items(document, case)
    what = _told_plainly(case)
    return Occurrence(
        document.document_id, case.case_id, number, day, case.po_lines, items, what, case.exposure, currency
    )


def _told_plainly(case: Case) -> str:
    """Say what was wrong in the figures of the invoice and the order: bands and rules are nobody's but ours."""
    told = dict(case.handover.evidence)
    if told.get("invoiced uom") and told.get("uom"):
        return f"billed {told.get('invoiced quantity', '')} {told['invoiced uom']}, ordered in {told['uom']}"
    if told.get("shipped sku") and told.get("ordered sku"):
        return f"{told['shipped sku']} billed for {told['ordered sku']}"
    if told.get("charge amount"):
        return f"{told['charge amount']} billed inside the price of the goods"
    if told.get("billed price") and told["billed price"] != told.get("po price"):
        return f"billed at {told['billed price']}, ordered at {told.get('po price', '')}"
    if told.get("billed quantity") and told["billed quantity"] != told.get("po quantity"):
        return f"billed {told['billed quantity']}, ordered {told.get('po quantity', '')} {told.get('uom', '')}".rstrip()
    return finding_short(case.category)


def _items(document: Document, case: Case) -> tuple[str, ...]:
    lines = {line.ref: line.sku for order in (document.desk.orders if document.desk else ()) for line in order.lines}
    return tuple(dict.fromkeys(lines[ref] for ref in case.po_lines if ref in lines))


def _example_lines(found: tuple[Occurrence, ...]) -> str:
    return "\n".join(_example(one) for one in found[:_EXAMPLES])


def _example(one: Occurrence) -> str:
    orders = ", ".join(f"{ref.po_number} line {ref.line_no}" for ref in one.order_lines)
    against = f", order {orders}" if orders else ""
    figure = f"{money_text(one.exposure, one.currency)} {one.currency}".rstrip()
    amount = f" ({figure})" if one.exposure else ""
    return f"    Invoice {one.invoice_number} of {one.invoice_date or 'no date'}{against}: {one.what}{amount}"


def _detail(services: Services, habit: Habit) -> str:
    """Say what the fault is in this vendor's figures where the cases agree: which unit against which, or which item."""
    failure, item = finding_short(habit.failure), f" on item {habit.item}" if habit.item else ""
    units: Counter[tuple[str, str]] = Counter()
    for document_id in habit.rate.documents[-MOST:]:
        for case in services.store.document(document_id).cases:
            told = dict(case.handover.evidence)
            if case.case_id in habit.rate.cases and told.get("invoiced uom") and told.get("uom"):
                units[told["invoiced uom"], told["uom"]] += 1
    pair, most = units.most_common(1)[0] if units else (("", ""), 0)
    if most * 2 > units.total() > 0:
        return f"billed in {pair[0]} against orders in {pair[1]}{item}"
    return f"{failure}{item}"
