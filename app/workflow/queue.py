"""The views of the queue, and what one row says in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.case import DocumentState, QueueRow
from app.domain.decision import Lane
from app.domain.urgency import Priority
from app.workflow.comparison_values import SIGN_WORDS, Sign
from app.workflow.figures import PLAIN, Figures, amount_with_currency
from app.workflow.wording import DOCUMENT_STATES, finding_short, words_for


class View(StrEnum):
    """The views a clerk works in."""

    MINE = "mine"
    WAITING = "waiting"
    CLEARED = "cleared"
    ALL = "all"
    REJECTED = "rejected"


STATES_OF: Mapping[View, tuple[DocumentState, ...]] = {
    View.MINE: (DocumentState.NEEDS_ME, DocumentState.UNREADABLE),
    View.WAITING: (DocumentState.WAITING,),
    View.CLEARED: (DocumentState.CLEARED, DocumentState.RELEASED),
    View.ALL: (),
    View.REJECTED: (DocumentState.REJECTED,),
}

_MOST_CATEGORIES = 2
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def view_counts(by_state: Mapping[DocumentState, int]) -> dict[View, int]:
    """Count the documents of each view."""
    return {
        view: sum(count for state, count in by_state.items() if not states or state in states)
        for view, states in STATES_OF.items()
    }


def sign_of(row: QueueRow) -> Sign:
    """Return the sign before a row."""
    match row.state:
        case DocumentState.UNREADABLE:
            return Sign.UNREAD
        case DocumentState.REJECTED:
            return Sign.BLOCKED
        case DocumentState.CLEARED:
            return Sign.AGREES
        case DocumentState.RELEASED | DocumentState.WAITING:
            return Sign.TOLERATED
    return Sign.BLOCKED if row.lane is Lane.ESCALATE else Sign.DIFFERS


def undecided(row: QueueRow) -> bool:
    """Tell whether a document was read and nothing is decided about it yet: the next moment it may be cleared."""
    return row.state is DocumentState.NEEDS_ME and row.lane is None and not row.open_cases


def name_of(row: QueueRow) -> str:
    """Return whose document it is: the vendor, else the file."""
    return row.vendor_name or row.file


def second_line(row: QueueRow, figures: Figures = PLAIN, *, whole: bool = False) -> str:
    """Say which invoice it is and what is to be done with it; days without their year unless ``whole``.

    A narrow list cuts it at its end: what tells the rows apart comes first, and one case is not counted.
    """
    parts = [row.invoice_number or (row.file if row.vendor_name else "")]
    if row.state is not DocumentState.NEEDS_ME:
        parts.append(words_for(row.state, DOCUMENT_STATES))
    urgency = row.urgency
    if urgency is not None and urgency.priority is Priority.HIGH:
        parts.append("urgent")
    if row.state is not DocumentState.UNREADABLE:
        parts += [finding_short(category) for category in row.categories[:_MOST_CATEGORIES]]
    if urgency is not None and urgency.due is not None:
        day = (figures.day if whole else figures.short_day)(urgency.due)
        parts.append(f"{'overdue since' if urgency.overdue else 'due'} {day}")
    if row.state is DocumentState.NEEDS_ME and row.open_cases > (0 if whole else 1):
        parts.append(f"{row.open_cases} to decide")
    return " · ".join(part for part in parts if part)


def amount_of(row: QueueRow, figures: Figures) -> str:
    """Return the invoice's total, empty where it could not be read."""
    if row.total is None:
        return ""
    # In a narrow list the sign leaves more room for the vendor's name than the three letters do.
    sign = _SIGNS.get(row.currency or "")
    if sign is not None:
        return f"{sign} {figures.money(row.total, row.currency)}"
    return amount_with_currency(figures, row.total, row.currency)


def spoken_row(row: QueueRow, figures: Figures) -> str:
    """Return the row as a sentence."""
    amount = amount_of(row, figures)
    said = f"{name_of(row)}, {amount}" if amount else name_of(row)
    return f"{SIGN_WORDS[sign_of(row)]}: {said}; {second_line(row, figures, whole=True)}"
