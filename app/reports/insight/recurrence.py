"""The same failure mode again and again (S2.142, S2.183): whose, with which item, since when, and how sure that is.

A habit is named where all of this holds: at least ``fewest`` invoices had it; its share is at least twice that of the
desk's others; and Fisher's exact test against those others, corrected for every test that could have named somebody
(Bonferroni, with those left out that no outcome could make significant: R. E. Tarone, 1990), is within the level. Those
named are then left out of the others, and the rest is tested again, until nothing changes. The whole period and its
last quarter are each tested, so that a new habit is not thinned out by a clean year. Invoices are what is counted, not
lines: the lines of one invoice are one occurrence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, localcontext

from app.domain.certainty import LEVEL, Rate, more_than_others, onset
from app.domain.insight import Habit, Scope
from app.domain.insight_facts import DeskFacts
from app.domain.money import ZERO
from app.reports.insight.failure_counts import (
    CountedDesk,
    Key,
    Unit,
    Window,
    counted_desk,
    failed_units,
    scope_of,
    stretches,
    window_of,
)

FEWEST = 3
RULE = (
    "at least {fewest} invoices, a share at least twice that of the desk's others, and no more than {level} % chance "
    "that anybody is named wrongly (Fisher's exact test, corrected for every test that could have named somebody)"
)
_TIMES = 2
_ROUNDS = 6
_UNLIKELY = Decimal("1e-15")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The habits of a desk, the surest first. ``tests`` is how many the chance was corrected for, by scope."""

    habits: tuple[Habit, ...]
    rule: str
    level: Decimal
    tests: Mapping[Scope, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Named:
    """A test that named somebody."""

    key: Key
    window: Window
    chance: Decimal
    corrected: Decimal
    others: Rate


def recurrence(facts: DeskFacts, *, level: Decimal = LEVEL, fewest: int = FEWEST) -> Recurrence:
    """Return the habits that the facts prove at this level (S2.142, S2.143, S2.183)."""
    desk = counted_desk(facts)
    found: dict[Scope, dict[Key, _Named]] = {}
    tests: dict[Scope, int] = {}
    failed = failed_units(facts, desk)
    for scope in Scope:
        units = {unit: ids for unit, ids in desk.documents.items() if scope_of(unit) is scope}
        failures = {key: ids for key, ids in failed.items() if key[0] in units}
        windows = [window_of(desk, units, failures, days) for days in stretches(facts)]
        found[scope], tests[scope] = _named(windows, level, fewest)
    kept = _without_echoes(desk, found, failed, level, tests)
    habits = (_habit(desk, named) for named in kept)
    told = RULE.format(fewest=fewest, level=f"{level * 100:f}".rstrip("0").rstrip("."))
    ordered = sorted(habits, key=lambda habit: (habit.corrected, habit.chance, habit.key))
    return Recurrence(tuple(ordered), told, level, tests)


# --- testing ---------------------------------------------------------------------------------------------------------
def _named(windows: Iterable[Window], level: Decimal, fewest: int) -> tuple[dict[Key, _Named], int]:
    """Return who is named in any of the windows (the surest test of each), and how many tests were corrected for."""
    windows = tuple(windows)
    tests = _tests_that_count(windows, level)
    named: dict[Key, _Named] = {}
    for _ in range(_ROUNDS):
        again: dict[Key, _Named] = {}
        for window in windows:
            for found in _tested(window, set(named), tests, fewest):
                if found.corrected <= level and (found.key not in again or found.chance < again[found.key].chance):
                    again[found.key] = found
        if again.keys() <= named.keys():
            return again, tests
        # Who was named stays out of the others.
        named |= again
    return again, tests


def _tested(window: Window, named: set[Key], tests: int, fewest: int) -> Iterator[_Named]:
    """Test every unit that had a failure often enough against the others that were not named for it."""
    left_whole: dict[str, int] = {}
    left_part: dict[str, int] = {}
    for failure, marked in window.marked.items():
        out = [unit for unit, of in named if of == failure and unit in window.invoices]
        left_whole[failure] = window.whole - sum(window.invoices[unit] for unit in out)
        left_part[failure] = marked - sum(len(window.failed.get((unit, failure), ())) for unit in out)
    for key, ids in window.failed.items():
        unit, failure = key
        part, whole = len(ids), window.invoices[unit]
        if part < fewest:
            continue
        own = (0, 0) if key in named else (part, whole)
        others = Rate(left_part[failure] - own[0], left_whole[failure] - own[1])
        if part * others.whole < _TIMES * others.part * whole:
            continue
        chance = more_than_others(part, whole, others.part, others.whole)
        yield _Named(key, window, chance, min(Decimal(1), chance * tests), others)


def _tests_that_count(windows: tuple[Window, ...], level: Decimal) -> int:
    """Return how many tests the chance is corrected for: those that some outcome could have made significant."""
    least: list[Decimal] = []
    for window in windows:
        sizes = Counter(window.invoices.values())
        for marked in window.marked.values():
            for size, chance in _least_chances(marked, window.whole, max(sizes, default=0)):
                least += [chance] * sizes[size]
    least.sort()
    for count in range(1, len(least) + 1):
        # The smallest number of tests for which no more could reach the level divided by it.
        if count == len(least) or least[count] * count > level:
            return count
    return 1


def _least_chances(marked: int, whole: int, largest: int) -> Iterator[tuple[int, Decimal]]:
    """Yield by size of a unit the smallest chance it can come to: each of its invoices had the failure."""
    chance = Decimal(1)
    with localcontext(Context(prec=12)):
        for size in range(1, largest + 1):
            if size <= marked and chance > _UNLIKELY:
                chance = chance * (marked - size + 1) / (whole - size + 1)
            yield size, chance


# --- what explains what ----------------------------------------------------------------------------------------------
def _without_echoes(
    desk: CountedDesk,
    found: Mapping[Scope, Mapping[Key, _Named]],
    failed: Mapping[Key, tuple[int, ...]],
    level: Decimal,
    tests: Mapping[Scope, int],
) -> Iterator[_Named]:
    """Yield each habit once: at its vendor, at a vendor's item, or at an item, whichever explains the others."""
    items = [named for named in found[Scope.ITEM].values() if _several_vendors(desk, failed, named.key)]
    several = {(named.key[0][1], named.key[1]) for named in items}
    pairs = []
    for named in found[Scope.VENDOR_ITEM].values():
        (vendor_id, item), failure = named.key
        with_vendor = ((vendor_id, ""), failure) in found[Scope.VENDOR]
        if (item, failure) in several and not _stands_out(desk, failed, named.key, ("", item), level):
            continue
        if not with_vendor or _stands_out(desk, failed, named.key, (vendor_id, ""), level):
            pairs.append(named)
    yield from items
    yield from pairs
    told: defaultdict[Key, set[str]] = defaultdict(set)
    for named in pairs:
        (vendor_id, item), failure = named.key
        told[(vendor_id, ""), failure].add(item)
    for key, named in found[Scope.VENDOR].items():
        known = told[key] | {item for item, failure in several if failure == key[1]}
        if not known or _still(desk, named, failed, known, level, tests[Scope.VENDOR]):
            yield named


def _several_vendors(desk: CountedDesk, failed: Mapping[Key, tuple[int, ...]], key: Key) -> bool:
    """Tell whether an item fails with several vendors alike: then it is the item, not one of them."""
    (_, item), failure = key
    often = [
        unit
        for unit in desk.documents
        if unit[1] == item and unit[0] and len(failed.get((unit, failure), ())) * 4 >= len(desk.documents[unit])
    ]
    return sum(len(failed[unit, failure]) >= 2 for unit in often) >= 2


def _stands_out(
    desk: CountedDesk, failed: Mapping[Key, tuple[int, ...]], key: Key, within: Unit, level: Decimal
) -> bool:
    """Tell whether a vendor's item fails more than the vendor's other items, or than the item with other vendors."""
    unit, failure = key
    if within[0]:
        rest = [u for u in desk.documents if u[0] == within[0] and u[1] and u != unit]
    else:
        rest = [u for u in desk.documents if u[1] == within[1] and u[0] and u != unit]
    part, whole = len(failed.get(key, ())), len(desk.documents[unit])
    others = sum(len(failed.get((u, failure), ())) for u in rest)
    chance = more_than_others(part, whole, others, sum(len(desk.documents[u]) for u in rest))
    # Any of them could have stood out.
    return chance * (len(rest) + 1) <= level


def _still(
    desk: CountedDesk,
    named: _Named,
    failed: Mapping[Key, tuple[int, ...]],
    items: set[str],
    level: Decimal,
    tests: int,
) -> bool:
    """Tell whether a vendor's habit is still one without the items that have it on their own."""
    failure = named.key[1]
    ids = named.window.failed[named.key]
    left = [i for i in ids if any(not items.intersection(case.items) for case in desk.cases[i, failure])]
    whole = named.window.invoices[named.key[0]]
    if len(left) < FEWEST or len(left) * named.others.whole < _TIMES * named.others.part * whole:
        return False
    return more_than_others(len(left), whole, named.others.part, named.others.whole) * tests <= level


# --- telling ---------------------------------------------------------------------------------------------------------
def _habit(desk: CountedDesk, named: _Named) -> Habit:
    (vendor_id, item), failure = named.key
    ids = named.window.failed[named.key]
    cases = [case for i in ids for case in desk.cases[i, failure] if not item or item in case.items]
    began = _began(desk, named)
    at_stake: dict[str, Decimal] = {}
    for case in cases:
        currency = desk.currencies[case.document_id]
        at_stake[currency] = at_stake.get(currency, ZERO) + case.exposure
    return Habit(
        scope_of(named.key[0]),
        vendor_id,
        desk.names.get(vendor_id, vendor_id),
        item,
        failure,
        Rate(len(ids), named.window.invoices[named.key[0]], ids, tuple(case.case_id for case in cases)),
        named.others,
        named.chance,
        named.corrected,
        named.window.first,
        named.window.last,
        began,
        desk.days[ids[-1]],
        at_stake,
        dict(Counter(case.rule for case in cases).most_common()),
    )


def _began(desk: CountedDesk, named: _Named) -> date | None:
    """Return the day of the invoice a habit began with, looking at everything the desk knows of it."""
    unit, failure = named.key
    ordered = sorted(desk.documents[unit], key=lambda i: (desk.days[i], i))
    item = unit[1]
    seen = [any(not item or item in case.items for case in desk.cases.get((i, failure), ())) for i in ordered]
    found = onset(seen)
    return desk.days[ordered[found.place]] if found else None
