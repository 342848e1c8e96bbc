"""Which order lines an invoice line could belong to, likeliest first, and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.case import Document
from app.domain.identifiers import code_key
from app.domain.invoice import InvoiceLine
from app.domain.match import Desk, Group
from app.domain.money import ZERO, percent_of, round_amount
from app.domain.order import LineRef, OrderLine
from app.workflow.comparison_rows import order_line_of
from app.workflow.figures import PLAIN, Figures

MOST = 9


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a candidate; ``same`` means that it is the same for all of them and tells nothing apart."""

    label: str
    text: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One set of order lines (mostly one line) that could be meant."""

    po_lines: tuple[LineRef, ...]
    title: str
    facts: tuple[Fact, ...]

    def __str__(self) -> str:
        """Write it as one sentence."""
        return f"{self.title}: " + ", ".join(f"{fact.label} {fact.text}" for fact in self.facts)


def candidates_for(
    document: Document, invoice_line: int, figures: Figures = PLAIN, *, wanted: LineRef | None = None
) -> tuple[Candidate, ...]:
    """Return at most nine candidates: rival readings the matching found first, then open lines by likeness.

    ``wanted`` is an order line that a person pointed at: it is among them, and the first where it would not be.
    """
    invoice, desk, match = document.invoice, document.desk, document.match
    if invoice is None or desk is None:
        return ()
    line = next((ln for ln in invoice.lines if ln.line_no == invoice_line), None)
    if line is None:
        return ()
    group = next((g for g in match.groups if invoice_line in g.invoice_lines), None) if match else None
    currency = invoice.header.currency.value if invoice.header.currency else None
    sets: list[tuple[LineRef, ...]] = list(group.alternatives) if group else []
    named = set(match.orders) if match else set()
    sets += [(other.ref,) for other in _by_likeness(line, desk, group, named) if (other.ref,) not in sets]
    if wanted is not None and (wanted,) not in sets[:MOST] and order_line_of(desk, wanted) is not None:
        sets.insert(0, (wanted,))
    found = [_candidate(refs, line, desk, figures, currency) for refs in sets[:MOST]]
    return _with_sameness(found)


def _by_likeness(line: InvoiceLine, desk: Desk, group: Group | None, named: set[str]) -> Sequence[OrderLine]:
    taken = set(group.po_lines) if group and not group.ambiguous else set()
    lines = [other for order in desk.orders for other in order.lines if other.ref not in taken]
    return sorted(lines, key=lambda other: (-_likeness(line, other, named), other.ref))


def _likeness(line: InvoiceLine, other: OrderLine, named: set[str]) -> int:
    """Count what agrees: an own measure for the list only, no decision rests on it."""
    points = 4 if other.ref.po_number in named else 0
    codes = {code_key(code) for code in (other.sku, other.vendor_item_code or "") if code}
    if line.item_code is not None and code_key(line.item_code.value) in codes:
        points += 6
    words = {word for word in line.description.value.casefold().split() if len(word) > 2}
    points += min(4, 2 * len(words & set(other.description.casefold().split())))
    if line.unit_price is not None and line.unit_price.value == other.unit_price * line.price_basis:
        points += 3
    if line.quantity is not None and line.quantity.value == other.open_quantity:
        points += 2
    if line.amount is not None and line.amount.value == round_amount(other.open_quantity * other.unit_price):
        points += 4
    return points + (1 if other.open_quantity > ZERO else 0)


def _candidate(
    refs: tuple[LineRef, ...], line: InvoiceLine, desk: Desk, figures: Figures, currency: str | None
) -> Candidate:
    lines = [found for ref in refs if (found := order_line_of(desk, ref)) is not None]
    amounts = [round_amount(found.open_quantity * found.unit_price, currency) for found in lines]
    title = " + ".join(f"{ref.po_number} line {ref.line_no}" for ref in refs)
    facts = [
        Fact("item", " + ".join(f"{found.sku} {found.description}" for found in lines)),
        Fact("open", " + ".join(f"{figures.quantity(found.open_quantity)} {found.uom}" for found in lines)),
        Fact("price", " + ".join(figures.price(found.unit_price, currency) for found in lines)),
        Fact("amount", _amount_text(sum(amounts, ZERO), line, figures, currency)),
    ]
    return Candidate(refs, title, tuple(facts))


def _amount_text(amount: Decimal, line: InvoiceLine, figures: Figures, currency: str | None) -> str:
    text = figures.money(amount, currency)
    if line.amount is None:
        return text
    apart = line.amount.value - amount
    if apart == 0:
        return f"{text} (the amount billed)"
    share = percent_of(apart, amount)
    percent = f", {figures.percent(share, signed=True)}" if share is not None else ""
    return f"{text} (billed {figures.signed_money(apart, currency)}{percent})"


def _with_sameness(found: list[Candidate]) -> tuple[Candidate, ...]:
    if len(found) < 2:
        return tuple(found)
    same = [len({candidate.facts[i].text for candidate in found}) == 1 for i in range(len(found[0].facts))]
    return tuple(
        Candidate(c.po_lines, c.title, tuple(Fact(f.label, f.text, same[i]) for i, f in enumerate(c.facts)))
        for c in found
    )
