"""Lines with a second column of amounts: whether the sum that is printed tells which of the two is billed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.extraction.table.line_figures import LineFigures

_ZERO = Decimal(0)


def with_rivals_settled(figures: Sequence[LineFigures], printed: Iterable[Decimal]) -> Sequence[LineFigures]:
    """Return the figures with the other amounts of their lines only where these may be billed as well.

    They may where they add up to the same sum, or where theirs is ``printed`` too (the amounts on the document that
    are no line's).
    """
    if all(figure.rival is None for figure in figures):
        return figures
    billed, other = sums_of_both(figures)
    if other in {billed, *printed}:
        return figures
    return [replace(figure, rival=None) for figure in figures]


def sums_of_both(figures: Sequence[LineFigures]) -> tuple[Decimal, Decimal]:
    """Return the sum of the amounts that were chosen, and that of the other ones where a line has another."""
    chosen = [figure.amount.value if figure.amount is not None else _ZERO for figure in figures]
    pairs = zip(figures, chosen, strict=True)
    other = [figure.rival if figure.rival is not None else amount for figure, amount in pairs]
    return sum(chosen, _ZERO), sum(other, _ZERO)


def total_is_open(figures: Sequence[LineFigures]) -> bool:
    """Tell whether two columns of amounts add up to two sums that are both printed: either may be the total."""
    if all(figure.rival is None for figure in figures):
        return False
    billed, other = sums_of_both(figures)
    return billed != other
