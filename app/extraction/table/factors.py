"""Which of two factors is the quantity and which the price, where no heading says it: by how they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.money import decimals_of
from app.extraction.values.figures import Figure
from app.extraction.values.units import Units

_CENTS = 2
_SURE = 2


def quantity_is_right(left: Sequence[Figure], right: Sequence[Figure], units: Units) -> bool:
    """Tell whether the figures on the right are the quantities; those on the left where nothing speaks for either."""
    return _counts(right, units) > _counts(left, units)


def _counts(figures: Sequence[Figure], units: Units) -> float:
    """Rate figures as quantities: a unit beside them, few decimals; a price is per something and has cents."""
    if not figures:
        return 0.0
    marks = 0.0
    for figure in figures:
        rest = figure.rest.strip()
        decimals = decimals_of(figure.value)
        if rest.startswith("/"):
            marks -= _SURE
        elif rest and units.is_unit(rest):
            marks += _SURE
        marks += (decimals < _CENTS) - 0.5 * (decimals > _CENTS) - 0.5 * bool(set(figure.raw) & set("$€£"))
    return marks / len(figures)
