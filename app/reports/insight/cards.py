"""A vendor's scorecard (S2.142, S2.185 to S2.188): what its invoices came to, against the desk's others, and how sure.

Every figure names what stands behind it: counts, a 95 % interval where it is a share, and the ids of the documents or
cases. Superseded cases and notes without a lane are no exceptions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.case import PENDING, DocumentState
from app.domain.certainty import LEVEL, Rate, fewer_than_others, holm, more_than_others
from app.domain.decision import Lane
from app.domain.insight_facts import NOT_RECOGNISED, CaseFact, DeskFacts, GroupFact, InvoiceFact
from app.domain.match import Pattern
from app.domain.money import ZERO
from app.reports.insight.bands import Hugging, Rounding, hugging, rounding
from app.reports.insight.measures import MonthPoint, Share, Spread, hours_between, settled_at, shares, spread

# An interval wider than this many points of percent says too little to set a vendor beside the others.
_TOO_WIDE = Decimal(30)
_LAST_MONTHS = 3


class Compared(StrEnum):
    """How a vendor's exception rate stands to the desk's others, at the level of all reports."""

    WORSE = "worse"
    BETTER = "better"
    LIKE_OTHERS = "like_others"
    TOO_FEW = "too_few"


class Trend(StrEnum):
    """How the last three months stand to those before."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class VendorCard:
    """The scorecard of one vendor in one currency (``vendor_id`` empty: invoices of nobody the desk knows).

    Attributes:
        states: How many invoices stand where.
        exceptions: Invoices that needed a person, of all (S2.185).
        others: The same of the desk's other vendors.
        compared: How the two stand to each other (Fisher's exact test both ways, corrected for all vendors, Holm).
        trend: How the last three months stand to those before (Fisher's exact test).
        mix: Cases by category, the most frequent first (S2.186); ``causes``: by class of cause (S1.78).
        cleared: What cleared although it does not simply agree, by pattern.
        exposure: Per document the largest of its cases, added up (S2.187); ``exposure_open``: pending cases only.
        to_resolve: Hours from arrival to where it now rests, of invoices with exceptions.
        late: Goods receipts after the promised day, of those with one; next to exception data (S2.188).
        other_unit: Invoices with a line billed in another unit than ordered, cleared or not.
        merged: Invoices with one line for several order lines.
        bundled: Invoices with a charge rolled into goods.
        substitutions: Items shipped for others without agreement, by cases and amount.
        hugging: Over-shipments that hug the band, if there are several; ``rounding``: packs against the buyer.
    """

    vendor_id: str
    vendor_name: str
    currency: str
    invoices: int
    states: Mapping[DocumentState, int]
    billed: Decimal
    exceptions: Rate
    others: Rate
    compared: Compared
    trend: Trend
    months: tuple[MonthPoint, ...]
    mix: tuple[Share, ...]
    causes: tuple[Share, ...]
    cleared: tuple[Share, ...]
    exposure: Decimal
    exposure_open: Decimal
    to_resolve: Spread | None
    late: Rate
    other_unit: Rate
    merged: Rate
    bundled: Rate
    substitutions: Share
    hugging: Hugging | None = None
    rounding: tuple[Rounding, ...] = ()


@dataclass(slots=True)
class _Counted:
    """What belongs to one vendor in one currency."""

    invoices: list[InvoiceFact] = field(default_factory=list)
    cases: list[CaseFact] = field(default_factory=list)
    groups: list[GroupFact] = field(default_factory=list)


def vendor_cards(facts: DeskFacts) -> tuple[VendorCard, ...]:
    """Return a card for every vendor and currency, by name."""
    counted = _sorted_by_vendor(facts)
    settled = settled_at(facts.standings)
    hugs = {one.vendor_id: one for one in hugging(facts)}
    packs: defaultdict[str, list[Rounding]] = defaultdict(list)
    for one in rounding(facts):
        packs[one.vendor_id].append(one)
    late = _late(facts)
    whole = len(facts.invoices)
    part = len({case.document_id for case in facts.cases})
    cards = [
        replace(
            _card(facts, key, found, settled, (part, whole)),
            late=late.get(key[0], Rate(0, 0)),
            hugging=hugs.get(key[0]),
            rounding=tuple(packs[key[0]]),
        )
        for key, found in counted.items()
    ]
    ordered = sorted(_compared(cards), key=lambda card: (card.vendor_name.casefold(), card.currency, card.vendor_id))
    return tuple(ordered)


def _sorted_by_vendor(facts: DeskFacts) -> dict[tuple[str, str, str], _Counted]:
    keys: dict[int, tuple[str, str, str]] = {}
    counted: defaultdict[tuple[str, str, str], _Counted] = defaultdict(_Counted)
    for invoice in facts.invoices:
        name = facts.vendors.get(invoice.vendor_id or "", invoice.vendor_name) or NOT_RECOGNISED
        keys[invoice.document_id] = key = (invoice.vendor_id or "", name, invoice.currency)
        counted[key].invoices.append(invoice)
    for case in facts.cases:
        counted[keys[case.document_id]].cases.append(case)
    for group in facts.groups:
        counted[keys[group.document_id]].groups.append(group)
    return counted


def _card(
    facts: DeskFacts,
    key: tuple[str, str, str],
    found: _Counted,
    settled: Mapping[int, datetime],
    desk: tuple[int, int],
) -> VendorCard:
    invoices, cases = found.invoices, found.cases
    with_cases = _rate((case.document_id for case in cases), len(invoices), tuple(case.case_id for case in cases))
    stakes, pending = _stakes(cases), _stakes(case for case in cases if case.state in PENDING)
    months = _months(invoices, stakes)
    waited = [
        (i.document_id, hours_between(i.received, settled[i.document_id]))
        for i in invoices
        if i.document_id in stakes and i.document_id in settled
    ]
    return VendorCard(
        key[0],
        key[1],
        key[2],
        len(invoices),
        dict(Counter(invoice.state for invoice in invoices)),
        sum((invoice.total for invoice in invoices if invoice.total is not None), ZERO),
        with_cases,
        Rate(desk[0] - with_cases.part, desk[1] - with_cases.whole),
        Compared.LIKE_OTHERS,
        _trend(months),
        months,
        shares(cases, {case.case_id: case.category for case in cases}),
        shares(cases, {case.case_id: case.cause for case in cases}),
        _cleared(found.groups),
        sum(stakes.values(), ZERO),
        sum(pending.values(), ZERO),
        spread(waited),
        Rate(0, 0),
        _with_pattern(found, Pattern.UOM_CONVERSION),
        _with_pattern(found, Pattern.MERGED),
        _with_pattern(found, Pattern.BUNDLED_ACCESSORIAL),
        _substitutions(cases),
    )


def _rate(documents: Iterable[int], whole: int, cases: tuple[int, ...] = ()) -> Rate:
    ids = tuple(sorted(set(documents)))
    return Rate(len(ids), whole, ids, cases)


def _stakes(cases: Iterable[CaseFact]) -> dict[int, Decimal]:
    """Return by document the largest exposure of its cases."""
    found: dict[int, Decimal] = {}
    for case in cases:
        found[case.document_id] = max(found.get(case.document_id, ZERO), case.exposure)
    return found


def _months(invoices: Sequence[InvoiceFact], stakes: Mapping[int, Decimal]) -> tuple[MonthPoint, ...]:
    by_month: defaultdict[str, list[int]] = defaultdict(list)
    for invoice in invoices:
        by_month[invoice.month].append(invoice.document_id)
    return tuple(
        MonthPoint(
            month,
            _rate((i for i in ids if i in stakes), len(ids)),
            sum((stakes[i] for i in ids if i in stakes), ZERO),
        )
        for month, ids in sorted(by_month.items())
    )


def _trend(months: Sequence[MonthPoint]) -> Trend:
    late, early = months[-_LAST_MONTHS:], months[:-_LAST_MONTHS]
    counts = tuple(
        sum(getattr(point.exceptions, name) for point in part) for part in (late, early) for name in ("part", "whole")
    )
    if more_than_others(*counts) <= LEVEL / 2:
        return Trend.RISING
    return Trend.FALLING if early and fewer_than_others(*counts) <= LEVEL / 2 else Trend.STEADY


def _cleared(groups: Iterable[GroupFact]) -> tuple[Share, ...]:
    found: defaultdict[str, list[GroupFact]] = defaultdict(list)
    for group in groups:
        if group.lane is Lane.AUTO_RESOLVE:
            for pattern in group.patterns:
                found[pattern].append(group)
    found.pop(Pattern.EXACT.value, None)
    parts = (
        Share(name, len(of), sum((g.exposure for g in of), ZERO), (), tuple(dict.fromkeys(g.document_id for g in of)))
        for name, of in found.items()
    )
    return tuple(sorted(parts, key=lambda part: (-part.count, part.name)))


def _with_pattern(found: _Counted, pattern: Pattern) -> Rate:
    name = pattern.value
    documents = {group.document_id for group in found.groups if name in group.patterns}
    cases = tuple(case.case_id for case in found.cases if name in case.patterns)
    return _rate(documents, len(found.invoices), cases)


def _substitutions(cases: Iterable[CaseFact]) -> Share:
    found = [case for case in cases if Pattern.SUBSTITUTION.value in case.patterns]
    name = Pattern.SUBSTITUTION.value
    return next(iter(shares(found, {case.case_id: name for case in found})), Share(name, 0))


def _late(facts: DeskFacts) -> dict[str, Rate]:
    late: Counter[str] = Counter()
    receipts: Counter[str] = Counter()
    documents: defaultdict[str, set[int]] = defaultdict(set)
    for month in facts.deliveries:
        late[month.vendor_id] += month.late
        receipts[month.vendor_id] += month.receipts
        documents[month.vendor_id].update(month.late_documents)
    return {vendor: Rate(late[vendor], receipts[vendor], tuple(sorted(documents[vendor]))) for vendor in receipts}


def _compared(cards: Sequence[VendorCard]) -> Iterable[VendorCard]:
    """Set every vendor beside the others, corrected for as many comparisons as there are."""
    counts = [(c.exceptions.part, c.exceptions.whole, c.others.part, c.others.whole) for c in cards]
    chances = holm([*(more_than_others(*each) for each in counts), *(fewer_than_others(*each) for each in counts)])
    for place, card in enumerate(cards):
        if chances[place] <= LEVEL:
            how = Compared.WORSE
        elif chances[len(cards) + place] <= LEVEL:
            how = Compared.BETTER
        else:
            interval = card.exceptions.interval
            wide = interval is None or interval[1] - interval[0] > _TOO_WIDE
            how = Compared.TOO_FEW if wide else Compared.LIKE_OTHERS
        yield replace(card, compared=how)
