"""How sure a count is: shares with their interval, exact tests of two counts, and the correction for many tests.

Everything is exact arithmetic in whole numbers and decimals, so that the same counts give the same figure everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cache, lru_cache
from math import comb

from app.domain.money import HUNDRED, ZERO

# The level at which somebody is named: the chance that even one is named wrongly in a whole report (Holm).
LEVEL = Decimal("0.01")
# The standard normal quantile of a 95 % interval.
_Z = Decimal("1.959963984540054")
_WIDE = Context(prec=40, Emin=-999_999_999, Emax=999_999_999)
_ONE = Decimal(1)
# What adds less than this share to a sum of probabilities is left out.
_NEGLIGIBLE = Decimal("1e-25")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of counted things: ``part`` of ``whole``, with the documents and cases behind ``part``.

    ``documents`` and ``cases`` are ids, in order; they may be empty where the figure counts something else.
    """

    part: int
    whole: int
    documents: tuple[int, ...] = ()
    cases: tuple[int, ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, to a tenth; None of nothing."""
        return None if not self.whole else (Decimal(self.part) * HUNDRED / self.whole).quantize(_TENTH)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95 % interval (Wilson's score) in percent, to a tenth; None of nothing: few invoices say little."""
        return None if not self.whole else wilson(self.part, self.whole)


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal]:
    """Return the 95 % interval of a share in percent (E. B. Wilson, 1927), to a tenth."""
    with localcontext(_WIDE):
        n, p, square = Decimal(whole), Decimal(part) / whole, _Z * _Z
        middle = p + square / (2 * n)
        spread = _Z * (p * (1 - p) / n + square / (4 * n * n)).sqrt()
        low, high = ((middle + sign * spread) / (1 + square / n) * HUNDRED for sign in (-1, 1))
    return max(low, ZERO).quantize(_TENTH), min(high, HUNDRED).quantize(_TENTH)


def binomial_at_least(part: int, whole: int, chance: Decimal) -> Decimal:
    """Return how likely ``part`` or more of ``whole`` are by chance alone (exact binomial test, upper tail)."""
    if part <= 0 or chance >= 1:
        return _ONE
    if chance <= 0:
        return ZERO
    with localcontext(_WIDE):
        odds = chance / (1 - chance)
        term = Decimal(comb(whole, part)) * chance**part * (1 - chance) ** (whole - part)
        return min(_ONE, _tail(term, part, lambda k: Decimal(whole - k) / (k + 1) * odds, whole))


@lru_cache(maxsize=1 << 16)
def more_than_others(part: int, whole: int, others_part: int, others_whole: int) -> Decimal:
    """Return how likely a share so far above the others' is by chance alone (Fisher's exact test, upper tail)."""
    if part <= 0 or whole <= 0 or others_whole <= 0:
        return _ONE
    marked, unmarked = part + others_part, whole + others_whole - part - others_part
    with localcontext(_WIDE):
        term = Decimal(comb(marked, part) * comb(unmarked, whole - part)) / comb(marked + unmarked, whole)

        def step(k: int) -> Decimal:
            return Decimal((marked - k) * (whole - k)) / ((k + 1) * (unmarked - whole + k + 1))

        return min(_ONE, _tail(term, part, step, min(marked, whole)))


def fewer_than_others(part: int, whole: int, others_part: int, others_whole: int) -> Decimal:
    """Return how likely a share so far below the others' is by chance alone (Fisher's exact test, lower tail)."""
    return more_than_others(whole - part, whole, others_whole - others_part, others_whole)


def _tail(term: Decimal, first: int, step: Callable[[int], Decimal], last: int) -> Decimal:
    total = term
    for k in range(first, last):
        term = term * step(k)
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return total


def holm(chances: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return each chance corrected for so many tests (S. Holm, 1979: sharper than Bonferroni, and as safe).

    Naming everybody whose corrected chance is at most a level names anybody wrongly at most that often.
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected = [_ONE] * len(chances)
    largest = ZERO
    for rank, place in enumerate(order):
        largest = max(largest, min(_ONE, chances[place] * (len(chances) - rank)))
        corrected[place] = largest
    return tuple(corrected)


@dataclass(frozen=True, slots=True)
class Onset:
    """Where in a sequence something began: the first ``place`` of the later part, and the shares before and after."""

    place: int
    before: Rate
    after: Rate


def onset(seen: Sequence[bool]) -> Onset | None:
    """Return since when a sequence shows something much more often; None where it always did.

    Of all places the one that parts the sequence most sharply is taken (largest likelihood of two shares); it counts
    only where Fisher's exact test, corrected for as many places as were tried, is within :data:`LEVEL`.
    """
    whole, marked = len(seen), sum(seen)
    best: tuple[Decimal, int, int] | None = None
    before = 0
    with localcontext(Context(prec=16)):
        logs = [ZERO, *map(_logarithm, range(1, whole + 1))]
        for place in range(1, whole):
            before += seen[place - 1]
            # A part begins where it is first seen.
            if not seen[place] or (marked - before) * place <= before * (whole - place):
                continue
            sharp = _fit(before, place, logs) + _fit(marked - before, whole - place, logs)
            if best is None or sharp > best[0]:
                best = (sharp, place, before)
    if best is None:
        return None
    _, place, before = best
    chance = more_than_others(marked - before, whole - place, before, place)
    if chance * (whole - 1) > LEVEL:
        return None
    return Onset(place, Rate(before, place), Rate(marked - before, whole - place))


@cache
def _logarithm(number: int) -> Decimal:
    return Decimal(number).ln()


def _fit(part: int, whole: int, logs: Sequence[Decimal]) -> Decimal:
    """Return the logarithm of the largest likelihood of a share."""
    return part * logs[part] + (whole - part) * logs[whole - part] - whole * logs[whole]


def median_interval(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return median, and the order statistics between which it lies in at least 95 % of samples (sign test)."""
    ordered = sorted(values)
    count = len(ordered)
    cut = _sign_cut(count)
    middle = ordered[count // 2] if count % 2 else (ordered[count // 2 - 1] + ordered[count // 2]) / 2
    return middle, ordered[cut], ordered[-1 - cut]


def _sign_cut(count: int) -> int:
    """Return how many values may be cut off at each end: 2.5 % of the ways to toss a coin so often."""
    if count > 1000:
        with localcontext(_WIDE):
            return max(0, int((count - _Z * Decimal(count).sqrt()) / 2) - 1)
    limit, ways, cut = 2**count, 0, 0
    while cut < count // 2 and (ways := ways + comb(count, cut)) * 40 <= limit:
        cut += 1
    return max(0, cut - 1)
