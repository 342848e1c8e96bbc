"""How far each figure is backed by the document's own arithmetic (S2.164, S2.165; marks as in ``Certainty``).

Two equations speak about a line: its own (quantity × price ÷ basis − discount = amount) and the sum it is part of
(lines = subtotal, or lines + charges + tax = total). Both closing prove it; one makes it consistent; one that should
close and does not contradicts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.invoice import Check
from app.domain.money import plain
from app.domain.provenance import BACKED, Certainty, Method
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.rival_sums import total_is_open
from app.extraction.sums.tax_rate import beyond_its_rate, is_part_at_its_rate
from app.extraction.sums.totals_choice import Totals
from app.extraction.sums.witness import (
    Habit,
    cut_short,
    exact_to_the_cent,
    factors_witnessed,
    fully_witnessed,
    habit_of,
    points_lost,
    scanned,
    shortened,
)
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure

# A word that OCR is less sure of than this needs arithmetic behind it.
SURE = 60
LINE_CHECK = "quantity × price = amount"


@dataclass(frozen=True, slots=True)
class Proof:
    """The certainty of every line and of the totals, and the equations that were tried."""

    lines: tuple[Certainty, ...]
    subtotal: Certainty
    tax: Certainty
    total: Certainty
    checks: tuple[Check, ...]


def prove(figures: Sequence[LineFigures], totals: Totals, repaired: frozenset[int] = frozenset()) -> Proof:
    """Judge every figure by the equations it takes part in; a repaired line is never more than consistent.

    The equation that a repair was made from cannot bear witness for it a second time.
    """
    sums = (totals.subtotal, totals.total, *totals.taxes)
    habit = habit_of(figures, sums)
    lost = points_lost(figures, sums) or total_is_open(figures)
    alone = _only_repeated(figures, totals)
    judged = [
        _line(figure, habit, sums=None if alone and figure.closes is None else totals.lines_close) for figure in figures
    ]
    lines = tuple(
        Certainty.CONSISTENT if mark is Certainty.PROVEN and (index in repaired or not _may_be_proven(figure)) else mark
        for index, (figure, mark) in enumerate(zip(figures, judged, strict=True))
    )
    if lost:
        lines = tuple(map(_unbacked, lines))
    lines = tuple(_unbacked(mark) if doubt else mark for mark, doubt in zip(lines, _doubts(figures), strict=True))
    taxes = [tax.figure for tax in totals.taxes]
    beyond = _on_scan(totals) and beyond_its_rate(totals, len(figures))
    multiplied = bool(lines) and all(mark in BACKED for mark in lines)
    return Proof(
        lines=lines,
        subtotal=_held(_subtotal_certainty(totals, multiplied=multiplied), _figure(totals.subtotal), lost=lost),
        tax=_held(_tax_certainty(totals), *taxes, lost=lost or beyond),
        total=_held(_total_certainty(totals, multiplied=multiplied), _figure(totals.total), lost=lost or beyond),
        checks=tuple(_checks(figures, totals)),
    )


def _line(figures: LineFigures, habit: Habit, *, sums: bool | None) -> Certainty:
    amount = figures.amount
    if any(f is not None and (f.crowded or cut_short(f)) for f in (figures.quantity, figures.price, amount)):
        return Certainty.UNVERIFIED
    if figures.taxed:
        return Certainty.CONSISTENT if figures.worked_out and sums else Certainty.UNVERIFIED
    if figures.closes is False:
        if not figures.nearly:
            return Certainty.CONTRADICTED
        return Certainty.CONSISTENT if sums and not scanned(figures) else Certainty.UNVERIFIED
    if figures.closes:
        return _closing_line(figures, habit, sums=sums)
    if figures.price_unread:
        return Certainty.UNVERIFIED  # the price would bear witness for or against what stands beside it
    alone = figures.quantity is None and figures.price is None
    if amount is not None and sums:
        # The sum speaks for the amount only; a quantity or price beside it has nothing to lean on.
        return Certainty.CONSISTENT if alone or not (scanned(figures) or _lone_price(figures)) else Certainty.UNVERIFIED
    return Certainty.UNVERIFIED


def _only_repeated(figures: Sequence[LineFigures], totals: Totals) -> bool:
    """Tell whether the sum of the lines is one amount printed twice: that makes no row with it a line.

    Charges, tax or a discount on the way from the line to the total make a second figure of the total.
    """
    amounts = [f.amount.value for f in figures if f.amount is not None and f.amount.value]
    return len(amounts) <= 1 and totals.repeats_subtotal


def _doubts(figures: Sequence[LineFigures]) -> tuple[bool, ...]:
    """Tell of which lines a price or quantity is doubted for what stands in the same column on the others.

    What is no price on one line (nothing multiplies) is none on the next, where it happens to be the amount; and a
    quantity that few of the lines have, none with a price, is a number of their text.
    """
    no_prices = any(map(_lone_price, figures))
    billed = [f for f in figures if f.amount is not None]
    few = sum(f.quantity is not None for f in billed) * 2 < len(billed)
    return tuple(
        (no_prices and f.price is not None and f.quantity is None)
        or (few and f.quantity is not None and f.price is None)
        for f in figures
    )


def _lone_price(figures: LineFigures) -> bool:
    """Tell whether a price stands beside another amount without any quantity that would explain it."""
    if figures.quantity is not None or figures.price is None or figures.amount is None:
        return False
    return figures.price.value != figures.amount.value


def _closing_line(figures: LineFigures, habit: Habit, *, sums: bool | None) -> Certainty:
    """Judge a line that multiplies: on a scan only digits count that the equations would not let pass otherwise."""
    seen = scanned(figures)
    if figures.amount is not None and figures.amount.value == 0:
        return Certainty.UNVERIFIED if seen else Certainty.CONSISTENT
    if not figures.factors_known or figures.rival is not None:
        return Certainty.UNVERIFIED
    if seen and not (
        exact_to_the_cent(figures, habit)
        and factors_witnessed(figures, habit)
        and (sums or not shortened(figures, habit))
    ):
        return Certainty.UNVERIFIED
    proven = sums and figures.basis_stated and (not seen or fully_witnessed(figures))
    return Certainty.PROVEN if proven else Certainty.CONSISTENT


def _figure(amount: LabelledAmount | None) -> Figure | None:
    return amount.figure if amount is not None else None


def _held(mark: Certainty, *figures: Figure | None, lost: bool) -> Certainty:
    provable = all(figure is None or figure.may_be_proven for figure in figures)
    mark = _unbacked(mark) if lost else mark
    return mark if provable or mark is not Certainty.PROVEN else Certainty.CONSISTENT


def _unbacked(mark: Certainty) -> Certainty:
    return Certainty.UNVERIFIED if mark in BACKED else mark


def _may_be_proven(figures: LineFigures) -> bool:
    return all(f is None or f.may_be_proven for f in (figures.quantity, figures.price, figures.amount))


def _sum_certainty(first: bool | None, second: bool | None) -> Certainty:
    if first and second:
        return Certainty.PROVEN
    if first or second:
        return Certainty.CONSISTENT
    if first is False or second is False:
        return Certainty.CONTRADICTED if first is False and second in {False, None} else Certainty.UNVERIFIED
    return Certainty.UNVERIFIED


def _subtotal_certainty(totals: Totals, *, multiplied: bool) -> Certainty:
    mark = _sum_certainty(totals.lines_close, totals.total_closes)
    if not _on_scan(totals) or mark is not Certainty.CONSISTENT:
        return mark
    # One of its two sums fails. On a scan the other counts only where it could not have closed by two misreadings.
    if totals.lines_close:
        return mark if multiplied or totals.total_closes is None else Certainty.UNVERIFIED
    return Certainty.UNVERIFIED if totals.repeats_subtotal else mark


def _tax_certainty(totals: Totals) -> Certainty:
    mark = _sum_certainty(totals.total_closes, None if totals.tax else False)
    if mark is not Certainty.CONSISTENT or totals.tax_witnessed:
        return mark
    # Lines that contain the tax make the total without it, whatever is taken for it.
    borne_out = is_part_at_its_rate(totals) and not _on_scan(totals)
    return mark if borne_out else Certainty.UNVERIFIED


def _total_certainty(totals: Totals, *, multiplied: bool) -> Certainty:
    if totals.total_closes is None:
        return Certainty.UNVERIFIED
    if not totals.total_closes:
        return Certainty.CONTRADICTED
    if _on_scan(totals):
        if totals.stands_in or (totals.repeats_subtotal and totals.subtotal is not None and not totals.lines_close):
            return Certainty.UNVERIFIED
        # Charges and tax stand in this one sum only: what is wrong with one of them the total may make up for. Without
        # a subtotal, so may a line that does not multiply.
        if not totals.repeats_subtotal or (totals.subtotal is None and not multiplied):
            return Certainty.CONSISTENT
    return Certainty.PROVEN if totals.lines_close else Certainty.CONSISTENT


def _on_scan(totals: Totals) -> bool:
    amounts = (totals.subtotal, totals.total, *totals.taxes)
    return any(amount is not None and amount.figure.method is Method.OCR for amount in amounts)


def _checks(figures: Sequence[LineFigures], totals: Totals) -> list[Check]:
    checks = []
    tried = [f for f in figures if f.closes is not None]
    if tried:
        good = sum(bool(f.closes) or f.nearly for f in tried)
        checks.append(
            Check(
                LINE_CHECK,
                good == len(tried),
                f"{good} of {len(tried)} lines multiply to the printed amount",
            )
        )
    if totals.lines_close is not None:
        checks.append(_lines_check(totals))
    if totals.total_closes is not None and totals.total is not None and totals.subtotal is not None:
        checks.append(_total_check(totals))
    return checks


def _lines_check(totals: Totals) -> Check:
    target = totals.subtotal if totals.subtotal is not None and not totals.gross_lines else totals.total
    printed = plain(target.figure.value) if target is not None else "?"
    parts = [f"lines {plain(totals.lines_sum)}"]
    if (totals.subtotal is None or totals.charges_in_subtotal or totals.gross_lines) and totals.charges:
        parts.append(f"charges {plain(totals.charges_sum)}")
    if totals.subtotal is None and totals.tax and not totals.gross_lines:
        parts.append(f"tax {plain(totals.tax)}")
    name = "lines add up to subtotal" if target is totals.subtotal else "lines, charges and tax add up to total"
    return Check(name, bool(totals.lines_close), f"{' + '.join(parts)}; printed {printed}")


def _total_check(totals: Totals) -> Check:
    assert totals.subtotal is not None
    assert totals.total is not None
    parts = [f"subtotal {plain(totals.subtotal.figure.value)}"]
    if totals.charges and not totals.charges_in_subtotal:
        parts.append(f"charges {plain(totals.charges_sum)}")
    if totals.tax is not None:
        parts.append(f"tax {plain(totals.tax)}")
    printed = plain(totals.total.figure.value)
    return Check(
        "subtotal, charges and tax add up to total",
        bool(totals.total_closes),
        f"{' + '.join(parts)}; printed {printed}",
    )


def unsure(figure: Figure | None) -> bool:
    """Tell whether a figure was hard to read: crowded by another number, or dim on a scan."""
    if figure is not None and figure.crowded:
        return True
    return figure is not None and figure.method is Method.OCR and (figure.confidence < SURE or figure.suspect)
