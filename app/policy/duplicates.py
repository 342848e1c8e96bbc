"""Whether the invoice was taken in before, and which invoice a credit memo credits (decision table: duplicate_invoice).

Strong: the same bytes; the same vendor and number read loosely; the same vendor, amount and lines within 30 days under
another number (where one of the two dates is far from the day its document came in, those days are compared; a date
with day and month exchanged is the same). Weak: any three of vendor, number, date and amount otherwise; the same vendor
and lines within 30 days for the same order, where tax or charges come on top of the lines of one of the two alone, and
on the same day whatever comes on top. A document is never its own duplicate, nor that of the same file while that could
not be read, and a credit memo never that of its invoice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from app.domain.decision import DocumentFinding, EarlierInvoice, History
from app.domain.identifiers import code_key, look_alike_key, loose_number
from app.domain.invoice import Invoice
from app.domain.money import ZERO, money_text, trimmed
from app.domain.policy import Policy
from app.policy.document_finding import document_finding

STRONG_DAYS = 30
# An invoice that comes in later than this after its date, or before it, has a date that tells nothing.
LATEST_ARRIVAL_DAYS = 365
_AGREEING_ENOUGH = 3
# What is put after a number to send it again (1, A, R2, COPY, REV1) is short; a number that stands alone is not.
_LONGEST_ENDING = 5
_SHORTEST_NUMBER = 2
_SHORTEST_TAIL = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# An invoice that a person turned down may rightly be sent again under its number; a person looks all the same.
TURNED_DOWN = frozenset({"rejected", "cancelled", "withdrawn"})
# What could not be read cannot be released, so the same file read later is not paid twice: "unreadable" waits for a
# person still, "replaced" was turned down because this very invoice takes its place. One a person turned down counts.
_NEVER_READ = frozenset({"unreadable", "replaced"})
STRONG_RULES = frozenset(
    {"duplicate_invoice.same_bytes", "duplicate_invoice.same_number", "duplicate_invoice.same_lines"}
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: str
    earlier: EarlierInvoice
    agreeing: tuple[str, ...] = ()
    days: int = 0


def line_signature(invoice: Invoice) -> tuple[tuple[str, str, str], ...]:
    """Return the lines as duplicates are told by: (item code key, quantity, amount), in text."""
    return tuple(
        (
            code_key(line.item_code.value) if line.item_code else "",
            trimmed(line.quantity.value) if line.quantity else "",
            trimmed(line.amount.value) if line.amount else "",
        )
        for line in invoice.lines
    )


def duplicate_findings(
    invoice: Invoice,
    vendor_id: str | None,
    policy: Policy,
    history: History,
    orders: Collection[str] = (),
    twins: Collection[str] = (),
) -> Iterable[DocumentFinding]:
    """Yield the strongest duplicate found, naming the other document; none for a document that is the first.

    Args:
        invoice: The invoice.
        vendor_id: Whose it is, where that is known.
        policy: What holds.
        history: The invoices before it.
        orders: The numbers of the orders that it bills.
        twins: Further ids of the same vendor.
    """
    ids = frozenset((vendor_id, *twins)) if vendor_id is not None else frozenset()
    found = [c for e in others(history) if (c := _compare(invoice, ids, e, history, orders)) is not None]
    if not found:
        return
    best = min(found, key=lambda c: (c.rule not in STRONG_RULES, -len(c.agreeing), c.earlier.document_id))
    total = abs(invoice.header.total.value) if invoice.header.total else ZERO
    figures = {
        "other": best.earlier.file,
        "other_number": best.earlier.invoice_number or "none",
        "agreeing": ", ".join(best.agreeing),
        "days": str(best.days),
        "other_state": best.earlier.state or "unknown",
        "other_date": best.earlier.invoice_date.isoformat() if best.earlier.invoice_date else "unknown",
        "other_amount": _amount_of(best.earlier),
        "other_document_id": str(best.earlier.document_id),
    }
    yield document_finding(policy, best.rule, figures, exposure=total, other_document=best.earlier.file)


def _amount_of(earlier: EarlierInvoice) -> str:
    if earlier.total is None:
        return "unknown"
    return f"{money_text(earlier.total, earlier.currency)} {earlier.currency or ''}".strip()


def credit_findings(
    invoice: Invoice, vendor_id: str | None, policy: Policy, history: History
) -> Iterable[DocumentFinding]:
    """Yield the credit memo's finding with the invoice it credits, where that can be told."""
    if not invoice.is_credit:
        return
    credited = _credited(invoice, vendor_id, history)
    total = invoice.header.total.value if invoice.header.total else ZERO
    named = invoice.header.credits_invoice
    if credited is not None:
        words = f"it credits {credited.invoice_number or 'an invoice'} ({credited.file})"
    elif named is not None:
        words = f"it names {named.value}, which was not taken in here"
    else:
        words = "no invoice it credits was found"
    figures = {"total": money_text(total, _currency(invoice)), "credited": words}
    other = credited.file if credited else None
    yield document_finding(policy, "credit_memo.credits", figures, other_document=other)


def others(history: History) -> Iterable[EarlierInvoice]:
    """Yield the earlier invoices that are not this document, nor a copy of it that could not be read."""
    for earlier in history.earlier:
        own = history.document_id is not None and earlier.document_id == history.document_id
        if not own and earlier.state not in _NEVER_READ:
            yield earlier


def _compare(
    invoice: Invoice, ids: Collection[str], earlier: EarlierInvoice, history: History, orders: Collection[str]
) -> _Candidate | None:
    if history.sha256 and earlier.sha256 == history.sha256:
        return _Candidate("duplicate_invoice.same_bytes", earlier)
    if earlier.is_credit != invoice.is_credit:
        return None
    header = invoice.header
    number = header.invoice_number.value if header.invoice_number else None
    dated = header.invoice_date.value if header.invoice_date else None
    # An order is one vendor's: what billed it before is the same one, however its id was changed since.
    same_vendor = bool(ids) and (earlier.vendor_id in ids or not set(orders).isdisjoint(earlier.billed))
    same_number = _same_number(number, earlier.invoice_number)
    same_amount = _same_amount(invoice, earlier)
    apart = _between(dated, earlier.invoice_date)
    if earlier.state not in TURNED_DOWN:
        if same_vendor and same_number:
            return _Candidate("duplicate_invoice.same_number", earlier)
        days = _days_apart(dated, earlier, history)
        near = same_vendor and days is not None and days <= STRONG_DAYS
        if near and same_amount and _same_lines(invoice, earlier):
            return _Candidate("duplicate_invoice.same_lines", earlier, days=days or 0)
        if near and _billed_again_with_others(invoice, earlier, orders, same_day=apart == 0):
            return _Candidate("duplicate_invoice.weak", earlier, ("vendor", *(["date"] if apart == 0 else []), "lines"))
    agreeing = {
        "vendor": same_vendor,
        "number": same_number or _near_number(number, earlier.invoice_number),
        "date": apart == 0,
        "amount": same_amount,
    }
    named = tuple(name for name, agrees in agreeing.items() if agrees)
    both = same_vendor and same_number
    if len(named) >= _AGREEING_ENOUGH or both:
        return _Candidate("duplicate_invoice.weak", earlier, named)
    return None


def _days_apart(dated: date | None, earlier: EarlierInvoice, history: History) -> int | None:
    """Return how far apart two invoices are, by their dates, or by when they came in where one date is far-fetched.

    A date in the future, or years back, must not make a second copy another month's invoice.
    """
    arrived = history.received or history.today
    doubtful = _far_fetched(dated, arrived) != _far_fetched(earlier.invoice_date, earlier.received)
    if doubtful and earlier.received is not None:
        return abs((arrived - earlier.received).days)
    return _between(dated, earlier.invoice_date)


def _between(first: date | None, second: date | None) -> int | None:
    """Return how many days lie between two dates; none where one is the other with day and month exchanged."""
    if first is None or second is None:
        return None
    exchanged = first.year == second.year and (first.day, first.month) == (second.month, second.day)
    return 0 if exchanged else abs((first - second).days)


def _far_fetched(dated: date | None, arrived: date | None) -> bool:
    return dated is None or (arrived is not None and not 0 <= (arrived - dated).days <= LATEST_ARRIVAL_DAYS)


def _same_number(first: str | None, second: str | None) -> bool:
    return bool(first and second) and loose_number(str(first)) == loose_number(str(second)) != ""


def _near_number(first: str | None, second: str | None) -> bool:
    """Tell whether two numbers differ by what is put at an end or before, by swapped neighbours or by look-alikes."""
    if not first or not second:
        return False
    if look_alike_key(first) == look_alike_key(second) != "":
        return True
    if _swapped(loose_number(first), loose_number(second)) or _swapped(code_key(first), code_key(second)):
        return True
    # Letters before it are no part of a number that has something put at its end: INV-4711 and 4711-A.
    bare = [text.lstrip(" " + _LETTERS + _LETTERS.lower()).lstrip("-/.# ") for text in (first, second)]
    pairs = [
        (first, second),
        *([(bare[0], bare[1])] if all(len(code_key(b)) >= _SHORTEST_NUMBER for b in bare) else []),
    ]
    ended = any(_put_at_the_end(a, b) or _put_at_the_end(b, a) for a, b in pairs)
    return ended or _put_before(first, second) or any(_part_before(a, b) or _part_before(b, a) for a, b in pairs)


def _swapped(a: str, b: str) -> bool:
    apart = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    adjacent = len(a) == len(b) and len(apart) == 2 and apart[1] == apart[0] + 1
    return adjacent and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def _put_at_the_end(short: str, long: str) -> bool:
    """Tell whether a number is the other with a letter or a part of its own after it: 4711A, 4711-1, 4711 COPY."""
    a, b = loose_number(short), loose_number(long)
    if a and len(b) == len(a) + 1 and b[:-1] == a and b[-1].isalpha():
        return True
    parts = re.findall(r"[^\W_]+", long)
    return len(parts) > 1 and len(parts[-1]) <= _LONGEST_ENDING and loose_number("".join(parts[:-1])) == a != ""


def _put_before(first: str, second: str) -> bool:
    """Tell whether two numbers are one with and without the letters before it: 4711 and INV-4711."""
    a, b = (code_key(number).lstrip(_LETTERS) for number in (first, second))
    bare = a in (code_key(first), code_key(second)) or b in (code_key(first), code_key(second))
    return bare and len(a) >= _SHORTEST_NUMBER and loose_number(a) == loose_number(b)


def _part_before(short: str, long: str) -> bool:
    """Tell whether a number is the other with a part of its own before it, such as the year: 4711 and 2026/4711."""
    parts = re.findall(r"[^\W_]+", long)
    rest = "".join(parts[1:])
    long_enough = len(rest) >= _SHORTEST_TAIL and len(parts[0]) <= _LONGEST_ENDING if parts else False
    return long_enough and loose_number(rest) == loose_number(short)


def _same_amount(invoice: Invoice, earlier: EarlierInvoice) -> bool:
    total, currency = invoice.header.total, _currency(invoice)
    if total is None or earlier.total is None or total.value != earlier.total:
        return False
    return currency is None or earlier.currency is None or currency == earlier.currency


def _same_lines(invoice: Invoice, earlier: EarlierInvoice) -> bool:
    mine, theirs = sorted(map(_plain, line_signature(invoice))), sorted(map(_plain, earlier.lines))
    return bool(mine) and mine == theirs


def _billed_again_with_others(
    invoice: Invoice, earlier: EarlierInvoice, orders: Collection[str], *, same_day: bool
) -> bool:
    """Tell whether two invoices bill the same lines for the same order, with other tax or charges besides.

    So is an invoice sent once more with the tax or freight that was left out, or without it. Where both bill some on
    days of their own, each has its own: two deliveries of one standing order. The same lines of two orders are two
    deliveries, too.
    """
    if not _of_one_order(invoice, earlier, orders):
        return False
    total = invoice.header.total
    if total is None or earlier.total is None or not _same_lines(invoice, earlier):
        return False
    if invoice.header.currency is not None and earlier.currency not in (None, invoice.header.currency.value):
        return False
    lines = [line.amount.value for line in invoice.lines if line.amount is not None]
    bare = sum(lines, ZERO)
    return len(lines) == len(invoice.lines) and (same_day or (total.value == bare) != (earlier.total == bare))


def _of_one_order(invoice: Invoice, earlier: EarlierInvoice, orders: Collection[str]) -> bool:
    """Tell whether two invoices bill the same order, or name the same or none where one of them uses up nothing."""
    if orders and earlier.billed:
        return not set(orders).isdisjoint(earlier.billed)
    named = {code_key(number.value) for number in invoice.header.po_numbers}
    return not named.isdisjoint(map(code_key, earlier.orders)) or not (named or earlier.orders)


def _plain(signature: tuple[str, str, str]) -> tuple[str, Decimal, Decimal]:
    code, quantity, amount = signature
    return code_key(code), _number(quantity), _number(amount)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text) if text else Decimal(-1)
    except InvalidOperation:
        return Decimal(-1)


def _credited(invoice: Invoice, vendor_id: str | None, history: History) -> EarlierInvoice | None:
    named = invoice.header.credits_invoice
    total = abs(invoice.header.total.value) if invoice.header.total else None
    bills = [e for e in others(history) if not e.is_credit and e.vendor_id == vendor_id]
    if named is not None:
        return next((e for e in bills if _same_number(named.value, e.invoice_number)), None)
    number = invoice.header.invoice_number
    same = [e for e in bills if number is not None and _near_number(number.value, e.invoice_number)]
    equal = [e for e in bills if total is not None and e.total == total]
    return next(iter(same or (equal if len(equal) == 1 else [])), None)


def _currency(invoice: Invoice) -> str | None:
    return invoice.header.currency.value if invoice.header.currency else None
