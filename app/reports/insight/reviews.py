"""When tolerances are due to be looked over (S2.158): the whole policy once a year, the busiest vendors every quarter.

The year runs from the day the policy says it was last reviewed, or from the last review in the log, whichever is later.
A quarter runs from the last spot check; what never had one is due at once. Those looked at are the vendors with the
most invoices and those with the most money billed of the last four quarters, and the line classes with the most money
billed in the period that was counted. Nothing is changed by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from app.domain.insight import InsightLog
from app.domain.insight_facts import DeskFacts
from app.domain.money import ZERO, round_amount
from app.domain.policy import Policy

# The subject of a review of the whole policy, in commands and in the log.
WHOLE_POLICY = "policy"
# How the spot check of a line class is named in commands and in the log: "class:commodity".
LINE_CLASS = "class:"
QUARTER_DAYS = 91
_BUSIEST = 5
_LARGEST_CLASSES = 3


class Rhythm(StrEnum):
    """How often something is looked over."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """One thing to be looked over: ``subject`` is :data:`WHOLE_POLICY`, a vendor id, or a line class after
    :data:`LINE_CLASS`. ``last`` None: never.

    ``by`` did it last; ``why`` says why it is on the list; ``days`` until it is due, negative once it is overdue.
    """

    subject: str
    name: str
    rhythm: Rhythm
    last: date | None
    due: date
    days: int
    by: str = ""
    why: str = ""

    @property
    def overdue(self) -> bool:
        """Whether the day has come."""
        return self.days <= 0


def _plain_money(amount: Decimal, currency: str) -> str:
    return f"{round_amount(amount, currency or None)} {currency}".rstrip()


def review_calendar(
    policy: Policy | None,
    facts: DeskFacts,
    log: InsightLog,
    today: date,
    *,
    money: Callable[[Decimal, str], str] = _plain_money,
) -> tuple[ReviewDue, ...]:
    """Return what is to be looked over, the most urgent first; ``money`` writes the amounts named in its reasons."""
    stamps = {review.subject: (review.time.date(), review.by) for review in log.reviews}
    whole = _whole_policy(policy, stamps.get(WHOLE_POLICY), today)
    spots = [
        *((vendor_id, facts.vendors.get(vendor_id, vendor_id), why) for vendor_id, why in _busiest(facts, money)),
        *((f"{LINE_CLASS}{name}", f"Line class {name}", why) for name, why in _largest_classes(facts, money)),
    ]
    checks = [_spot_check(subject, name, why, stamps.get(subject), today) for subject, name, why in spots]
    return tuple(sorted([*([whole] if whole else []), *checks], key=lambda due: (due.due, due.subject)))


def _whole_policy(policy: Policy | None, stamp: tuple[date, str] | None, today: date) -> ReviewDue | None:
    if policy is None:
        return None
    days = [day for day in (policy.reviewed or policy.in_force, stamp[0] if stamp else None) if day is not None]
    last = max(days, default=None)
    due = today if last is None else last + timedelta(days=policy.review_days)
    by = stamp[1] if stamp and stamp[0] == last else ""
    why = f"the whole policy is looked over every {policy.review_days} days"
    return ReviewDue(WHOLE_POLICY, "The whole policy", Rhythm.ANNUAL, last, due, (due - today).days, by, why)


def _spot_check(subject: str, name: str, why: str, stamp: tuple[date, str] | None, today: date) -> ReviewDue:
    due = today if stamp is None else stamp[0] + timedelta(days=QUARTER_DAYS)
    last, by = stamp or (None, "")
    return ReviewDue(subject, name, Rhythm.QUARTERLY, last, due, (due - today).days, by, why)


def _busiest(facts: DeskFacts, money: Callable[[Decimal, str], str]) -> Iterable[tuple[str, str]]:
    """Return the vendors with most invoices and those with most billed in any one currency, with why."""
    counts: Counter[str] = Counter()
    billed: dict[str, dict[str, Decimal]] = {}
    newest = max((invoice.day for invoice in facts.invoices), default=date.min)
    for invoice in facts.invoices:
        if invoice.vendor_id and (newest - invoice.day).days < 4 * QUARTER_DAYS:
            counts[invoice.vendor_id] += 1
            of = billed.setdefault(invoice.currency, {})
            of[invoice.vendor_id] = of.get(invoice.vendor_id, ZERO) + (invoice.total or ZERO)
    found: dict[str, list[str]] = {}
    for vendor_id, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_BUSIEST]:
        found.setdefault(vendor_id, []).append(f"among the most invoices ({count})")
    for currency, of in sorted(billed.items()):
        for vendor_id, amount in sorted(of.items(), key=lambda pair: (-pair[1], pair[0]))[:_BUSIEST]:
            found.setdefault(vendor_id, []).append(f"among the most billed ({money(amount, currency)})")
    return [(vendor_id, "; ".join(why)) for vendor_id, why in found.items()]


def _largest_classes(facts: DeskFacts, money: Callable[[Decimal, str], str]) -> list[tuple[str, str]]:
    """Return the line classes with the most money billed in any one currency, with why; items without one are none."""
    found: dict[str, list[str]] = {}
    for currency in sorted({one.currency for one in facts.classes}):
        named = [one for one in facts.classes if one.currency == currency and one.line_class and one.amount > ZERO]
        for one in sorted(named, key=lambda billed: (-billed.amount, billed.line_class))[:_LARGEST_CLASSES]:
            found.setdefault(one.line_class, []).append(f"among the most billed ({money(one.amount, currency)})")
    return [(name, "; ".join(why)) for name, why in found.items()]
