"""Which invoices of a desk had which failure, by vendor and by item: what habits are told from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.insight import Scope
from app.domain.insight_facts import CaseFact, DeskFacts, InvoiceFact

# Findings about our own switches, and those that only count other findings.
_NOT_THE_VENDORS = ("automation.", "program.", "vendor_compliance.recurrence")
_MONTHS = 3
# What a habit is of: vendor, item; one of them empty.
Unit = tuple[str, str]
Key = tuple[Unit, str]


@dataclass(slots=True)
class Window:
    """What was counted in one stretch of days, by unit: all invoices, and those that had a failure."""

    first: date
    last: date
    invoices: dict[Unit, int]
    failed: Mapping[Key, tuple[int, ...]]
    whole: int
    marked: Counter[str]


@dataclass(slots=True)
class CountedDesk:
    """The facts, by what they are looked up with."""

    days: dict[int, date]
    names: Mapping[str, str]
    documents: dict[Unit, tuple[int, ...]]
    cases: dict[tuple[int, str], list[CaseFact]]
    currencies: dict[int, str]


def _failures_of(case: CaseFact) -> tuple[str, ...]:
    """Return the failure modes of a case: its category, and its further patterns where the category is one of them."""
    if case.rule.startswith(_NOT_THE_VENDORS):
        return ()
    return tuple(dict.fromkeys((case.category, *(case.patterns if case.category in case.patterns else ()))))


def scope_of(unit: Unit) -> Scope:
    """Return whether a unit is a vendor, an item, or a vendor's item."""
    vendor_id, item = unit
    return (Scope.VENDOR_ITEM if vendor_id else Scope.ITEM) if item else Scope.VENDOR


def counted_desk(facts: DeskFacts) -> CountedDesk:
    """Return the facts of a desk by what they are looked up with."""
    documents: defaultdict[Unit, list[int]] = defaultdict(list)
    for invoice in facts.invoices:
        if invoice.vendor_id:
            documents[invoice.vendor_id, ""].append(invoice.document_id)
    by_item: defaultdict[str, set[int]] = defaultdict(set)
    for row in facts.items:
        documents[row.vendor_id, row.item].extend(row.documents)
        by_item[row.item].update(row.documents)
    units = {unit: tuple(ids) for unit, ids in documents.items()}
    units |= {("", item): tuple(sorted(ids)) for item, ids in by_item.items()}
    cases: defaultdict[tuple[int, str], list[CaseFact]] = defaultdict(list)
    for case in facts.cases:
        for failure in _failures_of(case):
            cases[case.document_id, failure].append(case)
    return CountedDesk(
        {invoice.document_id: invoice.day for invoice in facts.invoices},
        facts.vendors,
        units,
        cases,
        {invoice.document_id: invoice.currency for invoice in facts.invoices},
    )


def failed_units(facts: DeskFacts, desk: CountedDesk) -> dict[Key, tuple[int, ...]]:
    """Return by unit and failure the invoices that had it."""
    vendors = {invoice.document_id: invoice.vendor_id for invoice in facts.invoices}
    found: defaultdict[Key, set[int]] = defaultdict(set)
    for (document_id, failure), cases in desk.cases.items():
        vendor_id = vendors.get(document_id)
        if not vendor_id:
            continue
        found[(vendor_id, ""), failure].add(document_id)
        for item in {item for case in cases for item in case.items}:
            found[(vendor_id, item), failure].add(document_id)
            found[("", item), failure].add(document_id)
    return {key: tuple(sorted(ids, key=lambda i: (desk.days[i], i))) for key, ids in found.items()}


def stretches(facts: DeskFacts) -> tuple[tuple[date, date], ...]:
    """Return the whole period, and its last quarter where it is longer than that."""
    days = [invoice.day for invoice in facts.invoices]
    if not days:
        return ()
    first, last = min(days), max(days)
    months = last.year * 12 + last.month - _MONTHS
    quarter = date(months // 12, months % 12 + 1, 1)
    return ((first, last), (quarter, last)) if first < quarter else ((first, last),)


def window_of(
    desk: CountedDesk,
    units: Mapping[Unit, tuple[int, ...]],
    failed: Mapping[Key, tuple[int, ...]],
    stretch: tuple[date, date],
) -> Window:
    """Return what was counted from the first to the last day of a stretch."""
    first, last = stretch
    inside = {i for i, day in desk.days.items() if day >= first}
    if len(inside) == len(desk.days):
        counted, inside_failed = {unit: len(ids) for unit, ids in units.items()}, failed
    else:
        counted = {unit: sum(map(inside.__contains__, ids)) for unit, ids in units.items()}
        inside_failed = {key: tuple(filter(inside.__contains__, ids)) for key, ids in failed.items()}
    marked: Counter[str] = Counter()
    for (_, failure), ids in inside_failed.items():
        marked[failure] += len(ids)
    return Window(first, last, counted, inside_failed, sum(counted.values()), marked)


def occurrences_of(facts: DeskFacts, vendor_id: str, item: str, failure: str) -> tuple[tuple[InvoiceFact, bool], ...]:
    """Return the invoices of a vendor (that bill an item) by day, each with whether it had a failure."""
    desk = counted_desk(replace(facts, groups=(), standings=()))
    by_id = {invoice.document_id: invoice for invoice in facts.invoices}
    ids = sorted(desk.documents.get((vendor_id, item), ()), key=lambda i: (desk.days[i], i))
    return tuple(
        (by_id[i], any(not item or item in case.items for case in desk.cases.get((i, failure), ()))) for i in ids
    )
