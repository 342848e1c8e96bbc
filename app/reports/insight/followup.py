"""Did it work? The share of a vendor's invoices with a failure before a message was sent, and since (S2.184)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.certainty import LEVEL, Rate, fewer_than_others, more_than_others
from app.domain.insight import InsightLog, Outreach
from app.domain.insight_facts import DeskFacts, InvoiceFact
from app.reports.insight.failure_counts import occurrences_of

# With fewer invoices since, nothing is said.
_FEWEST_SINCE = 5


class Worked(StrEnum):
    """What became of a message: fewer failures than before, more, no proof of either, or too early to say."""

    YES = "yes"
    WORSE = "worse"
    NOT_YET = "not_yet"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message with the shares before and since; ``chance``: that so great a change is none (Fisher's exact test)."""

    outreach: Outreach
    vendor_name: str
    before: Rate
    since: Rate
    chance: Decimal
    worked: Worked


def follow_ups(facts: DeskFacts, log: InsightLog) -> tuple[FollowUp, ...]:
    """Return what became of every message, the newest first. An invoice of the day itself counts as before."""
    return tuple(_follow_up(facts, sent) for sent in reversed(log.outreach))


def _follow_up(facts: DeskFacts, sent: Outreach) -> FollowUp:
    seen = occurrences_of(facts, sent.vendor_id, sent.item, sent.failure)
    day = sent.time.date()
    before = _rate(pair for pair in seen if pair[0].day <= day)
    since = _rate(pair for pair in seen if pair[0].day > day)
    counts = (since.part, since.whole, before.part, before.whole)
    better, worse = fewer_than_others(*counts), more_than_others(*counts)
    if since.whole < _FEWEST_SINCE:
        worked = Worked.TOO_EARLY
    elif better <= LEVEL:
        worked = Worked.YES
    else:
        worked = Worked.WORSE if worse <= LEVEL else Worked.NOT_YET
    name = facts.vendors.get(sent.vendor_id, sent.vendor_id)
    return FollowUp(sent, name, before, since, min(better, worse), worked)


def _rate(pairs: Iterable[tuple[InvoiceFact, bool]]) -> Rate:
    seen = tuple(pairs)
    had = tuple(invoice.document_id for invoice, failed in seen if failed)
    return Rate(len(had), len(seen), had)
