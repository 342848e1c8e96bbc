"""The vendors' scorecard: how many invoices came, how many needed a person, why, and what was at stake."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.domain.case import PENDING, Case, CaseState, DocumentState, QueueRow
from app.domain.certainty import Rate
from app.domain.insight_facts import NOT_RECOGNISED
from app.domain.money import ZERO, money_text
from app.reports.source import ReportSource, all_rows
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "vendor_name", "vendor_id", "currency", "invoices", "cleared_by_itself", "with_exceptions",
    "exception_rate_percent", "exception_rate_low", "exception_rate_high", "others_rate_percent",
    "still_open", "released", "rejected", "unreadable", "cases", "mix", "mix_in_words", "causes", "cleared_variances",
    "billed",
    "exposure_by_kind", "exposure_of_open_cases", "exposure_of_all_cases",
)  # fmt: skip
_MONEY = ("exposure_of_open_cases", "exposure_of_all_cases")


@dataclass(slots=True)
class _Vendor:
    """What was counted of one vendor in one currency; its name is that on the newest of its invoices."""

    vendor_id: str | None
    currency: str
    name: str = ""
    last: datetime | None = None
    states: Counter[DocumentState] = field(default_factory=Counter)
    mix: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    cleared: Counter[str] = field(default_factory=Counter)
    stakes: dict[str, Decimal] = field(default_factory=dict)
    with_exceptions: int = 0
    billed: Decimal = ZERO
    exposure_open: Decimal = ZERO
    exposure_all: Decimal = ZERO

    def count(self, row: QueueRow, cases: Iterable[Case], cleared: Iterable[str]) -> None:
        """Take one document and its cases into account; notes without a lane are no exceptions."""
        if self.last is None or row.received >= self.last:
            self.name, self.last = row.vendor_name or NOT_RECOGNISED, row.received
        mine = [case for case in cases if case.lane is not None]
        self.states[row.state] += 1
        self.with_exceptions += bool(mine)
        self.billed += row.total or ZERO
        self.cleared.update(cleared)
        self.mix.update(case.category for case in mine)
        self.causes.update(case.handover.cause_class or "not stated" for case in mine)
        for case in mine:
            self.stakes[case.category] = self.stakes.get(case.category, ZERO) + case.exposure
        self.exposure_all += max((case.exposure for case in mine), default=ZERO)
        self.exposure_open += max((case.exposure for case in mine if case.state in PENDING), default=ZERO)


def scorecard_report(source: ReportSource, words: Words) -> Report:
    """Return one row a vendor (by its id) and currency, by name; a document's exposure is its largest case's."""
    about = (
        ("scope", "every document taken in; superseded cases left out"),
        ("cleared_variances", "lines that cleared although they do not simply agree, by pattern"),
        ("exception rate, low and high", "95 % interval (Wilson's score): few invoices say little"),
        ("others", "all other vendors of the desk together"),
        ("exposure", "per document the largest of its cases; by kind the sum of all cases of that kind"),
    )
    return Report(
        "scorecard", "Vendor scorecard", _HEADINGS, _rows(source, words), about, sums=("billed",), money=_MONEY
    )


def _rows(source: ReportSource, words: Words) -> Iterator[tuple[Value, ...]]:
    cases: defaultdict[int, list[Case]] = defaultdict(list)
    for case in source.cases():
        if case.state is not CaseState.SUPERSEDED:
            cases[case.document_id].append(case)
    cleared = source.cleared_patterns()
    vendors: dict[tuple[str, str], _Vendor] = {}
    for row in all_rows(source):
        # Who was not recognised is told by the name on the paper; no vendor's id can look like one.
        who = f"id {row.vendor_id}" if row.vendor_id else f"name {row.vendor_name}"
        vendor = vendors.setdefault((who, row.currency or ""), _Vendor(row.vendor_id, row.currency or ""))
        vendor.count(row, cases[row.document_id], cleared.get(row.document_id, ()))
    for (who, _), vendor in sorted(vendors.items(), key=lambda pair: (pair[1].name.casefold(), *pair[0])):
        others = Rate(
            sum(other.with_exceptions for (name, _), other in vendors.items() if name != who),
            sum(other.states.total() for (name, _), other in vendors.items() if name != who),
        )
        yield _row(vendor, others, words)


def _row(vendor: _Vendor, others: Rate, words: Words) -> tuple[Value, ...]:
    invoices = vendor.states.total()
    rate = Rate(vendor.with_exceptions, invoices)
    low, high = rate.interval or (None, None)
    still_open = vendor.states[DocumentState.NEEDS_ME] + vendor.states[DocumentState.WAITING]
    return (
        vendor.name, vendor.vendor_id, vendor.currency or None, invoices,
        vendor.states[DocumentState.CLEARED], vendor.with_exceptions,
        rate.percent, low, high, others.percent, still_open, vendor.states[DocumentState.RELEASED],
        vendor.states[DocumentState.REJECTED], vendor.states[DocumentState.UNREADABLE], vendor.mix.total(),
        _counts(vendor.mix), _counts(_worded(vendor.mix, words)), _counts(vendor.causes),
        _counts(vendor.cleared), vendor.billed,
        "; ".join(f"{name}: {money_text(amount, vendor.currency)}" for name, amount in sorted(vendor.stakes.items())),
        vendor.exposure_open, vendor.exposure_all,
    )  # fmt: skip


def _worded(counted: Counter[str], words: Words) -> Counter[str]:
    return Counter({in_words(name, words.findings) or name: count for name, count in counted.items()})


def _counts(counted: Counter[str]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in sorted(counted.items(), key=lambda p: (-p[1], p[0])))
