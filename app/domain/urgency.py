"""How urgent a case is: its priority and the day it is due (S1.67 to S1.71), derived whenever somebody looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

_FRIDAY = 4
_WORKING_DAYS = 5


class Priority(StrEnum):
    """What to look at first; in this order."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Urgency:
    """The priority of a case with the reason for it, and its day. ``due`` None: nothing is to be done by a day."""

    priority: Priority
    reason: str
    due: date | None = None
    overdue: bool = False


def desk_day(moment: datetime) -> date:
    """Return the day that the calendar at the desk shows at a moment (UTC): holds and due days are people's days."""
    return moment.astimezone().date()


def working_days_after(day: date, count: int) -> date:
    """Return the day so many working days (Monday to Friday) later; a weekend counts as the Friday before it."""
    start = day - timedelta(days=max(day.weekday() - _FRIDAY, 0))
    weekends = (start.weekday() + count) // _WORKING_DAYS
    return start + timedelta(days=count + 2 * weekends)
