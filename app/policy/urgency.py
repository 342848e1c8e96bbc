"""The rule for priority and due date: from lane, amount at stake, age and grace, and from nothing else.

It is worked out when somebody looks, with the policy in force that day: nothing of it is stored, so that a changed
policy holds for every open case at once, and no decision ever rests on it.

- Due: so many working days after the case was opened, fewer where it is escalated (``[urgency]`` of the policy); while
  a case is on hold, the day of the hold.
- High: escalated, overdue, or more at stake than ``high_exposure_over`` (half of ``escalate_exposure_over`` where the
  policy does not say).
- Low: what asks nobody for anything: a note, and a late shipment inside the vendor's grace (decision table).
- Normal: everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.decision import Category, Lane
from app.domain.money import trimmed
from app.domain.policy import Policy
from app.domain.urgency import Priority, Urgency, working_days_after

_NO_POLICY = Policy(version=0)
_RANK = {priority: place for place, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rule looks at. ``opened`` is the day in UTC, ``hold_until`` only set while a case is on hold."""

    lane: Lane | None
    rule: str
    exposure: Decimal
    opened: date | None
    hold_until: date | None = None


def urgency_of(facts: CaseFacts, policy: Policy | None, today: date) -> Urgency:
    """Return the priority and the due date of a case that is still to be settled, or of a finding that opens none."""
    rules = policy or _NO_POLICY
    if facts.lane is None or facts.lane is Lane.AUTO_RESOLVE:
        late = facts.rule.startswith(Category.LATE_SHIPMENT.value)
        return Urgency(Priority.LOW, "late inside the vendor's grace" if late else "nothing is asked of anybody")
    due = _due(facts, rules)
    overdue = due is not None and due < today
    reason = _why_high(facts, rules, due if overdue else None)
    return Urgency(Priority.HIGH if reason else Priority.NORMAL, reason or "inside its time", due, overdue)


def most_urgent(found: Iterable[Urgency]) -> Urgency | None:
    """Return the one to look at first: by priority, then by day."""
    return min(found, key=urgency_rank, default=None)


def urgency_rank(urgency: Urgency) -> tuple[int, date]:
    """Return what cases are sorted by, the most urgent first; what has no day comes last of its priority."""
    return _RANK[urgency.priority], urgency.due or date.max


def _due(facts: CaseFacts, policy: Policy) -> date | None:
    if facts.hold_until is not None:
        return facts.hold_until
    if facts.opened is None:
        return None
    days = policy.escalate_days if facts.lane is Lane.ESCALATE else policy.route_days
    return working_days_after(facts.opened, days)


def _why_high(facts: CaseFacts, policy: Policy, missed: date | None) -> str:
    limit = high_exposure(policy)
    reasons = (
        ("escalated", facts.lane is Lane.ESCALATE),
        (f"more than {trimmed(limit)} at stake" if limit is not None else "", _above(facts.exposure, limit)),
        (f"was due on {missed.isoformat()}" if missed else "", missed is not None),
    )
    return ", ".join(words for words, holds in reasons if holds)


def high_exposure(policy: Policy) -> Decimal | None:
    """Return the amount above which a case is of high priority; None: no amount makes it so."""
    if policy.high_exposure_over is not None or policy.escalate_exposure_over is None:
        return policy.high_exposure_over
    return policy.escalate_exposure_over / 2


def _above(exposure: Decimal, limit: Decimal | None) -> bool:
    return limit is not None and exposure > limit
