"""What the figures of insight are: shares, spreads and months, each with the documents and cases behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.certainty import Rate, median_interval
from app.domain.insight_facts import CaseFact, Standing
from app.domain.money import ZERO
from app.domain.turns import FINAL

_HOUR = Decimal(3600)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of thing among others: how often, what was at stake in all, and the cases (or documents) behind it."""

    name: str
    count: int
    amount: Decimal = ZERO
    cases: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """A duration in hours: the median of ``count``, and the 95 % interval of that median (sign test)."""

    median: Decimal
    low: Decimal
    high: Decimal
    count: int
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month (YYYY-MM) of a trend: invoices with exceptions of all, and what was at stake."""

    month: str
    exceptions: Rate
    exposure: Decimal


def settled_at(standings: Iterable[Standing]) -> dict[int, datetime]:
    """Return by document when it came to where it now rests; nothing for one that is still open."""
    found: dict[int, datetime] = {}
    for standing in standings:
        if standing.state not in FINAL:
            found.pop(standing.document_id, None)
        else:
            found.setdefault(standing.document_id, standing.time)
    return found


def spread(hours: Sequence[tuple[int, Decimal]]) -> Spread | None:
    """Return the median of durations with its interval, and the documents behind it."""
    if not hours:
        return None
    median, low, high = (value.quantize(_TENTH) for value in median_interval([value for _, value in hours]))
    return Spread(median, low, high, len(hours), tuple(document_id for document_id, _ in hours))


def hours_between(begin: datetime, end: datetime) -> Decimal:
    """Return the hours between two moments."""
    passed = end - begin
    return (Decimal(passed.days) * 86400 + passed.seconds) / _HOUR


def shares(cases: Iterable[CaseFact], names: Mapping[int, str]) -> tuple[Share, ...]:
    """Return cases by name (given per case id), the most frequent first."""
    found: defaultdict[str, list[CaseFact]] = defaultdict(list)
    for case in cases:
        found[names[case.case_id]].append(case)
    parts = (
        Share(
            name, len(of), sum((case.exposure for case in of), ZERO), tuple(case.case_id for case in of),
            tuple(dict.fromkeys(case.document_id for case in of)),
        )
        for name, of in found.items()
    )  # fmt: skip
    return tuple(sorted(parts, key=lambda part: (-part.count, part.name)))
