"""Which of the labelled amounts are the subtotal, the tax and the total: those under which the sums close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from app.domain.invoice import ChargeKind
from app.domain.money import MOST_ROUNDED, decimals_of
from app.domain.provenance import Method
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.prepaid import NOTHING_SETTLED, Settlement, settlement
from app.extraction.sums.totals_candidates import candidates, charge_sets, lone_sum, repeating_lines, tax_sets
from app.extraction.values.arithmetic import CENT

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """The chosen amounts, and which equations close on them.

    Attributes:
        subtotal: Printed sum of the lines; None where there is none.
        taxes: The printed tax amounts that add up to the tax total.
        total: Printed total.
        lines_close: The lines (with charges inside, if so) add up to subtotal or total; None where nothing is printed.
        total_closes: Subtotal, charges and tax add up to the total; None where too little is printed.
        charges: The charges that take part.
        gross_lines: The lines contain the tax.
        charges_in_subtotal: The subtotal contains the charges.
        lines_sum: What the amounts of the lines add up to.
        settlement: What is paid already, and what is due where that is not the total.
        rivals: What other pages call the total and is none of the sums.
        strays: Labels and amounts of charges, taxes and sums carried over that are in no sum.
        unread: Labels of totals, taxes and charges, with what stands there and cannot be read as an amount.
    """

    subtotal: LabelledAmount | None
    taxes: tuple[LabelledAmount, ...]
    total: LabelledAmount | None
    lines_close: bool | None
    total_closes: bool | None
    charges: tuple[ChargeDraft, ...]
    gross_lines: bool = False
    charges_in_subtotal: bool = False
    lines_sum: Decimal = _ZERO
    rounding: Decimal = _ZERO
    settlement: Settlement = NOTHING_SETTLED
    rivals: tuple[LabelledAmount, ...] = ()
    strays: tuple[tuple[str, Decimal], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def tax(self) -> Decimal | None:
        """The tax total; None where no tax is printed."""
        return sum((tax.figure.value for tax in self.taxes), _ZERO) if self.taxes else None

    @property
    def stands_in(self) -> bool:
        """Tell whether a sum of the lines was taken for the total because no total was found."""
        return self.total is not None and "total" not in self.total.meanings

    @property
    def tax_witnessed(self) -> bool:
        """Tell whether the tax takes part in a sum that closes; prices that include it close without it."""
        if not self.gross_lines:
            return bool(self.total_closes)
        if self.subtotal is None or self.total is None or self.tax is None:
            return False
        return self.subtotal.figure.value + self.tax + self.rounding == self.total.figure.value

    @property
    def repeats_subtotal(self) -> bool:
        """Tell whether the total is only the subtotal printed again: one misreading may well have met both."""
        return not self.tax and not self.charges_sum and not self.rounding

    @property
    def charges_sum(self) -> Decimal:
        """What the charges add up to."""
        return sum((charge.figure.value for charge in self.charges), _ZERO)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is the same for every trial: printed rounding, how far sums may be off, how many charges there are.

    ``lines_slack`` is for sums that contain the lines, whose amounts may be printed with more decimals.
    """

    rounding: Decimal
    slack: Decimal
    lines_slack: Decimal
    charges: int


class _Sums(NamedTuple):
    """What one trial takes for the sum of the lines, the subtotal, all charges, the tax and the total."""

    lines: Decimal | None
    subtotal: Decimal | None
    charges: Decimal
    tax: Decimal
    total: Decimal | None


class _Extras(NamedTuple):
    """Amounts that may be the tax and charges that may take part, what they add up to, and the charges in the table."""

    taxes: tuple[LabelledAmount, ...]
    charges: tuple[ChargeDraft, ...]
    tax: Decimal
    charged: Decimal
    inside: Decimal


class _Choice(NamedTuple):
    """What may be the sums of a document."""

    subtotal: LabelledAmount | None
    total: LabelledAmount | None
    extras: _Extras


# Closing sums and clear labels in tenths, so that equal is equal; then the number of taxes, then the row of the total.
_Score = tuple[int, int, int]


class _Trial(NamedTuple):
    """How a choice is rated, and which sums close under it with so much of the charges in the subtotal."""

    score: _Score
    choice: _Choice
    lines_close: bool | None
    total_closes: bool | None
    gross: bool
    included: Decimal


def choose_totals(
    amounts: Sequence[LabelledAmount],
    lines_sum: Decimal,
    line_count: int,
    charges: Sequence[ChargeDraft],
    *,
    complete: bool,
) -> Totals:
    """Choose among labelled amounts; ``complete`` tells whether every line has an amount, else the sum says nothing."""
    subtotals = candidates(amounts, {"subtotal", "less_discount"})
    if complete and line_count > 1 and not any(a.whole and decimals_of(a.figure.value) for a in subtotals):
        subtotals = [*repeating_lines(amounts, lines_sum), *subtotals]
    totals = candidates(amounts, {"total"})
    if not totals and not any(a.whole and "tax" in a.meanings and a.figure.value for a in amounts):
        totals = lone_sum(amounts, charges) if len(subtotals) == 1 else []
    rounded = (a.figure.value for a in amounts if a.meanings == ("rounding",))
    rounding = sum((value for value in rounded if abs(value) <= MOST_ROUNDED), _ZERO)
    usable = lines_sum if complete and line_count else None
    # A cent may be lost in a vendor's rounding; on a scan it may be a misread digit, so there sums must be exact.
    scanned = any(amount.figure.method is Method.OCR for amount in amounts)
    slack = _ZERO if scanned else CENT
    lines_slack = CENT / 2 if scanned and decimals_of(lines_sum) > decimals_of(CENT) else slack
    setting = _Setting(rounding, slack, lines_slack, len(charges))
    extras = [_extras(taxes, kept) for taxes, kept in product(tax_sets(amounts), charge_sets(charges))]
    choices = map(_Choice._make, product([*subtotals, None], [*totals, None], extras))
    distinct = [choice for choice in choices if choice.subtotal is None or choice.subtotal is not choice.total]
    best = _best_of(distinct, usable, setting)
    subtotal, total, (taxes, kept, *_) = best.choice
    witnessed = best.total_closes and (best.lines_close or not best.included)
    if not witnessed and any(decimals_of(amount.figure.value) for amount in amounts):
        kept = _without_rates(kept)
    return Totals(
        subtotal,
        taxes,
        total,
        best.lines_close,
        best.total_closes,
        kept,
        best.gross,
        bool(best.included),
        usable or _ZERO,
        rounding,
        settlement(amounts, total.figure.value if total is not None else None),
    )


def _without_rates(charges: Sequence[ChargeDraft]) -> tuple[ChargeDraft, ...]:
    """Leave out whole numbers beside words of a discount that no sum bears out: rates and counts ("Skonto 2")."""
    return tuple(c for c in charges if decimals_of(c.figure.value) or c.kind is not ChargeKind.DISCOUNT)


def _best_of(choices: Sequence[_Choice], lines_sum: Decimal | None, setting: _Setting) -> _Trial:
    """Return the trial of the choice that is rated best; of those rated alike, the first.

    Choices that can be rated best come first: where their sums close, no other is tried.
    """
    bounds = [_bound(choice, setting.charges) for choice in choices]
    best: _Trial | None = None
    best_at = 0
    for at in sorted(range(len(choices)), key=bounds.__getitem__, reverse=True):
        if best is not None and bounds[at] < best.score:
            break
        trial = _try(choices[at], bounds[at], lines_sum, setting)
        if best is None or (trial.score, -at) > (best.score, -best_at):
            best, best_at = trial, at
    assert best is not None
    return best


def _try(choice: _Choice, bound: _Score, lines_sum: Decimal | None, setting: _Setting) -> _Trial:
    """Rate a choice by the sums that close under it; ``bound`` is what it would be rated if all did."""
    subtotal, total, extras = choice
    sums = _Sums(
        lines_sum,
        subtotal.figure.value if subtotal else None,
        extras.charged,
        extras.tax,
        total.figure.value if total else None,
    )
    best: _Trial | None = None
    for included in dict.fromkeys((_ZERO, extras.inside, extras.charged)):
        lines_close, total_closes, gross = _closing(sums, included, setting)
        missed = _missed(lines_close, total_closes, gross=gross, extras=extras, apart=subtotal is not None)
        if total_closes is False and abs(sums.total or _ZERO) * 2 < abs(sums.lines or _ZERO):
            # What is neither borne out nor near what the lines come to is a part of something.
            missed += 10
        if included:
            # The printed sum of the lines alone is the subtotal, where both close; then that of the whole table.
            missed += 1 if included == extras.inside else 2
        score = (bound[0] - missed, *bound[1:])
        if best is None or score > best.score:
            best = _Trial(score, choice, lines_close, total_closes, gross, included)
    assert best is not None
    return best


def _extras(taxes: tuple[LabelledAmount, ...], charges: tuple[ChargeDraft, ...]) -> _Extras:
    return _Extras(
        taxes,
        charges,
        sum((tax.figure.value for tax in taxes), _ZERO),
        sum((charge.figure.value for charge in charges), _ZERO),
        sum((charge.figure.value for charge in charges if charge.in_table), _ZERO),
    )


def _closing(sums: _Sums, included: Decimal, setting: _Setting) -> tuple[bool | None, bool | None, bool]:
    """Tell whether the lines close, whether the total does (None: too little is printed), and whether lines hold tax.

    ``included`` is how much of the charges the subtotal contains.
    """
    lines, subtotal, total = sums.lines, sums.subtotal, sums.total
    lines_close = (
        _near(lines + included, subtotal, setting.lines_slack) if lines is not None and subtotal is not None else None
    )
    base = subtotal if subtotal is not None else (lines + included if lines is not None else None)
    total_closes = None
    if base is not None and total is not None:
        slack = setting.slack if subtotal is not None else setting.lines_slack
        total_closes = _near(base + sums.charges - included + sums.tax + setting.rounding, total, slack)
    if subtotal is None:
        # No subtotal is printed: one equation joins lines and total.
        lines_close = total_closes
    if lines_close and total_closes:
        return True, True, False
    return (True, True, True) if _closes_gross(sums, setting) else (lines_close, total_closes, False)


def _closes_gross(sums: _Sums, setting: _Setting) -> bool:
    """Tell whether lines that contain the tax close with the total."""
    lines, subtotal, total = sums.lines, sums.subtotal, sums.total
    if lines is None or total is None or not sums.tax or abs(sums.tax) >= abs(total):
        return False
    net = (
        subtotal is None
        or _near(subtotal + sums.tax + setting.rounding, total, setting.slack)
        or _near(subtotal, total, setting.slack)
    )
    return net and _near(lines + sums.charges + setting.rounding, total, setting.lines_slack)


def _near(first: Decimal, second: Decimal | None, slack: Decimal) -> bool:
    return second is not None and abs(first - second) <= slack


def _bound(choice: _Choice, all_charges: int) -> _Score:
    """Rate a choice as if all its sums closed, by what is printed, then clear labels, then the place.

    More than this it cannot be rated.
    """
    subtotal, total, extras = choice
    sums = [amount for amount in (subtotal, total) if amount is not None]
    taxed = extras.taxes[:1]
    printed = 10 * (total is not None) + 6 * (subtotal is not None) + 3 * len(taxed)
    clear = 2 * sum([amount.whole for amount in (*sums, *taxed)]) - sum([amount.below for amount in sums])
    exact = total is not None and total.meanings[:1] == ("total",)
    lost = 4 * (all_charges - len(extras.charges))
    return 40 + printed + clear + exact - lost, len(extras.taxes), total.row if total is not None else 0


def _missed(lines_close: bool | None, total_closes: bool | None, *, gross: bool, extras: _Extras, apart: bool) -> int:
    """Return what a choice is rated lower, in tenths, for sums that do not close, and for lines that contain the tax.

    A sum that is printed and does not close speaks against a choice; several taxes are one only where the total bears
    it out. ``apart`` tells whether lines and total have an equation each: without a subtotal one joins them, and fails
    once.
    """
    open_sums = (0 if lines_close else 20) + (0 if total_closes else 20) + 5 * gross
    wrong = 10 * (lines_close is False and apart) + 10 * (total_closes is False)
    return open_sums + wrong + 3 * (len(extras.taxes) > 1 and not total_closes)
