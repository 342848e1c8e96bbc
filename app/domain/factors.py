"""Which conversion factors the desk has on file for an item (S2.61, S2.63): the vendor's, the item's, and physics."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.domain.item import UomConversion
from app.domain.measure import CANONICAL_CODES, physical_factor


def known_factors(
    conversions: Sequence[UomConversion], sku: str, vendor_id: str | None, to_uom: str, base_uom: str | None = None
) -> dict[str, Fraction]:
    """Return, for every unit that leads to ``to_uom``, how many ``to_uom`` one of it is.

    A vendor's own row for a pair of units replaces the item's; chains of rows count (a pallet of bundles of eaches).
    ``base_uom`` is the unit the item is kept in: it tells what a dozen is a dozen of. Physics is never chained with
    itself: what two such steps give, one gives.
    """
    steps = _steps(conversions, sku, vendor_id)
    found: dict[str, Fraction] = {to_uom: Fraction(1)}
    waiting = [(to_uom, False)]
    while waiting:
        here, by_physics = waiting.pop(0)
        for unit in sorted({*CANONICAL_CODES, *(a for a, _ in steps)}):
            if unit not in found:
                on_file = steps.get((unit, here))
                factor = on_file or (None if by_physics else physical_factor(unit, here, base_uom))
                if factor:
                    found[unit] = factor * found[here]
                    waiting.append((unit, on_file is None))
    return found


def _steps(conversions: Sequence[UomConversion], sku: str, vendor_id: str | None) -> dict[tuple[str, str], Fraction]:
    steps: dict[tuple[str, str], Fraction] = {}
    for owner in (None, vendor_id):
        for row in conversions:
            if row.sku == sku and row.vendor_id == owner and row.factor > 0:
                steps[row.from_uom, row.to_uom] = Fraction(row.factor)
                steps[row.to_uom, row.from_uom] = 1 / Fraction(row.factor)
    return steps
