"""Quality, not only speed (S1.84, S1.73 to S1.78, S2.191): what was wrong, how long it took, where work comes from.

*Reopened*: a document that rested (cleared, released, rejected) and was opened again by a command; one that a person
took back at once by an undo is counted apart. *Reversed*: it came to rest the other way the next time. *Wrong
auto-resolution*: an invoice that cleared by itself and that a person who looked later found wrong, in a sample or by
chance.

*Hours saved* = invoices that cleared by themselves × ``by_hand`` + settled invoices with exceptions × (``by_hand`` +
``searching`` − ``with_case``): minutes that the desk states itself; the figure is no better than they are. An invoice
that still waits saved nothing yet, and a file that could not be read at all nothing: neither is among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.case import DocumentState
from app.domain.certainty import Rate
from app.domain.insight import InsightLog, Sample
from app.domain.insight_facts import CaseFact, DeskFacts
from app.domain.turns import turns_of
from app.policy.lanes import TABLE
from app.reports.insight.measures import MonthPoint, Share, Spread, hours_between, settled_at, shares, spread

_TENTH = Decimal("0.1")
_MINUTES = Decimal(60)


@dataclass(frozen=True, slots=True)
class MinutesEach:
    """What the desk says an invoice takes, in minutes: by hand without the program, searching for what a case now hands
    over, and settling a case that is handed over whole.
    """

    by_hand: Decimal = Decimal(6)
    searching: Decimal = Decimal(15)
    with_case: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class HoursSaved:
    """The hours saved, with the formula filled in."""

    hours: Decimal
    cleared: int
    settled: int
    minutes: MinutesEach
    formula: str


@dataclass(frozen=True, slots=True)
class SampleResult:
    """A sample and what people found in it: ``wrong`` of those looked at (its interval says how many may be missed)."""

    sample: Sample
    wrong: Rate
    still_to_see: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the desk decides.

    Attributes:
        invoices: How many were taken in.
        cleared: Those that cleared by themselves, of all.
        corrected: Those in which a person typed or chose something, of all.
        reopened: Documents opened again after they rested, of all that ever rested.
        reversed_: Those of them that then came to rest the other way, of all that ever rested.
        undone: Documents on which a person took a command back.
        found_wrong: Invoices that cleared by themselves and were found wrong, of all that a person looked at.
        samples: Every sample with its result.
        to_decide: Hours from arrival to where a document now rests; ``to_settle``: of those with exceptions only.
        causes: Cases by class of cause (S1.78): data, policy, coordination, structure, variance.
        kinds: Cases by category (S1.73); ``vendors``: by vendor id (S1.74); ``rules``: by rule (S1.75).
        months: Exceptions by month.
        saved: Hours saved.
    """

    invoices: int
    cleared: Rate
    corrected: Rate
    reopened: Rate
    reversed_: Rate
    undone: Rate
    found_wrong: Rate
    samples: tuple[SampleResult, ...]
    to_decide: Spread | None
    to_settle: Spread | None
    causes: tuple[Share, ...]
    kinds: tuple[Share, ...]
    vendors: tuple[Share, ...]
    rules: tuple[Share, ...]
    months: tuple[MonthPoint, ...]
    saved: HoursSaved


def quality(facts: DeskFacts, log: InsightLog, minutes: MinutesEach = MinutesEach()) -> Quality:
    """Return how well the desk decides, from its facts (with standings) and what people found."""
    held = tuple(sorted({case.document_id for case in facts.cases}))
    invoices = len(facts.invoices)
    cleared = tuple(i.document_id for i in facts.invoices if i.state is DocumentState.CLEARED)
    corrected = tuple(i.document_id for i in facts.invoices if i.corrected)
    turns = turns_of(facts.standings)
    whose = {i.document_id: i.vendor_id or i.vendor_name for i in facts.invoices}
    durations = _durations(facts)
    exceptions = set(held)
    # A file that nobody could read was keyed and settled elsewhere: that saved nothing.
    read = {i.document_id for i in facts.invoices if i.state is not DocumentState.UNREADABLE}
    return Quality(
        invoices,
        Rate(len(cleared), invoices, cleared),
        Rate(len(corrected), invoices, corrected),
        Rate(len(turns.reopened), turns.rested, turns.reopened),
        Rate(len(turns.reversed_), turns.rested, turns.reversed_),
        Rate(len(turns.undone), invoices, turns.undone),
        _found_wrong(log, set(whose)),
        tuple(sample_result(sample, log) for sample in log.samples),
        spread(durations),
        spread([one for one in durations if one[0] in exceptions]),
        shares(facts.cases, {case.case_id: case.cause for case in facts.cases}),
        shares(facts.cases, {case.case_id: case.category for case in facts.cases}),
        shares(facts.cases, {case.case_id: whose[case.document_id] for case in facts.cases}),
        shares(facts.cases, {case.case_id: case.rule for case in facts.cases}),
        _months(facts, facts.cases),
        hours_saved(len(cleared), len(read.intersection(held, settled_at(facts.standings))), minutes),
    )


def rule_sentence(rule: str) -> str:
    """Return what a rule of the decision table says, its figures left open."""
    row = TABLE.get(rule)
    return row.sentence if row else rule


def hours_saved(cleared: int, settled: int, minutes: MinutesEach) -> HoursSaved:
    """Return the hours saved and how that was worked out."""
    each = minutes.by_hand + minutes.searching - minutes.with_case
    hours = ((cleared * minutes.by_hand + settled * each) / _MINUTES).quantize(_TENTH)
    formula = (
        f"({cleared} cleared by themselves × {minutes.by_hand} min + {settled} settled with exceptions × "
        f"({minutes.by_hand} + {minutes.searching} − {minutes.with_case}) min) ÷ 60 = {hours} h"
    )
    return HoursSaved(hours, cleared, settled, minutes, formula)


def sample_result(sample: Sample, log: InsightLog) -> SampleResult:
    """Return what people found in a sample; the last verdict on a document counts."""
    last = {verdict.document_id: verdict.right for verdict in log.verdicts if verdict.document_id in sample.documents}
    wrong = tuple(document_id for document_id in sample.documents if last.get(document_id) is False)
    to_see = tuple(document_id for document_id in sample.documents if document_id not in last)
    return SampleResult(sample, Rate(len(wrong), len(last), wrong), to_see)


def _found_wrong(log: InsightLog, known: set[int]) -> Rate:
    seen = {verdict.document_id for verdict in log.verdicts if verdict.document_id in known}
    wrong = tuple(document_id for document_id in log.found_wrong if document_id in known)
    return Rate(len(wrong), len(seen), wrong)


def _durations(facts: DeskFacts) -> list[tuple[int, Decimal]]:
    rests = settled_at(facts.standings)
    return [
        (i.document_id, hours_between(i.received, rests[i.document_id]))
        for i in facts.invoices
        if i.document_id in rests
    ]


def _months(facts: DeskFacts, cases: Iterable[CaseFact]) -> tuple[MonthPoint, ...]:
    stakes: dict[int, Decimal] = {}
    for case in cases:
        stakes[case.document_id] = max(stakes.get(case.document_id, case.exposure), case.exposure)
    by_month: defaultdict[str, list[int]] = defaultdict(list)
    for invoice in facts.invoices:
        by_month[invoice.month].append(invoice.document_id)
    return tuple(_month(month, ids, stakes) for month, ids in sorted(by_month.items()))


def _month(month: str, ids: Sequence[int], stakes: Mapping[int, Decimal]) -> MonthPoint:
    held = tuple(i for i in ids if i in stakes)
    return MonthPoint(month, Rate(len(held), len(ids), held), sum((stakes[i] for i in held), Decimal(0)))
