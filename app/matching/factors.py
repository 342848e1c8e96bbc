"""Conversion factors between units: what the desk has on file, what physics settles, what the figures suggest."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from app.domain.item import UomConversion
from app.domain.match import Conversion, FactorSource
from app.domain.measure import DIMENSIONS, crosses_dimensions, dimension_of, physical_factor

_LARGEST_PACK = 100_000
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class _Edge:
    to_uom: str
    factor: Fraction
    source: FactorSource


@dataclass(frozen=True, slots=True)
class KnownFactors:
    """The conversions on file, ready to be asked; a vendor's own go before those for every vendor (S2.78)."""

    edges: dict[tuple[str, str | None], dict[str, tuple[_Edge, ...]]] = field(default_factory=dict)
    base_units: Mapping[str, str] = field(default_factory=dict)

    def between(self, sku: str, vendor_id: str | None, from_uom: str, to_uom: str) -> Conversion | None:
        """Return how many ``to_uom`` one ``from_uom`` of this item is; None where nobody knows.

        Chains such as pallet to case to each are followed. What the item's own conversions say goes before physics:
        a dozen of gloves may be twelve pairs.
        """
        chained = self._chain(sku, vendor_id, from_uom, to_uom)
        if chained is not None:
            return chained
        factor = physical_factor(from_uom, to_uom, self.base_units.get(sku))
        if factor is None:
            return None
        return Conversion(from_uom, to_uom, factor, FactorSource.PHYSICS)

    def into(self, sku: str, vendor_id: str | None, to_uom: str) -> Iterator[Conversion]:
        """Yield every conversion known to end in ``to_uom``, for lines that print no unit (S2.68)."""
        units = set(self.edges.get((sku, vendor_id), {})) | set(self.edges.get((sku, None), {}))
        dimension = dimension_of(to_uom)
        if dimension is not None:
            units |= {code for code, dim in DIMENSIONS.items() if dim == dimension}
        for unit in sorted(units - {to_uom}):
            found = self.between(sku, vendor_id, unit, to_uom)
            if found is not None:
                yield found

    def _chain(self, sku: str, vendor_id: str | None, start: str, goal: str) -> Conversion | None:
        own = self.edges.get((sku, vendor_id), {}) if vendor_id is not None else {}
        general = self.edges.get((sku, None), {})
        if not own and not general:
            return None
        seen = {start}
        base = self.base_units.get(sku)
        queue = deque([(start, Fraction(1), FactorSource.PHYSICS, 0, False)])
        while queue:
            unit, factor, source, steps, by_physics = queue.popleft()
            if unit == goal:
                return Conversion(start, goal, factor, source, crosses_dimensions(start, goal))
            if steps >= _LONGEST_CHAIN:
                continue
            on_file = (*own.get(unit, ()), *general.get(unit, ()))
            # What two steps by physics give, one gives; through "each", two would make half a dozen pairs of a dozen.
            physical = () if by_physics else _physical_edges(unit, goal, {**general, **own}, bool(steps), base)
            for edge in (*on_file, *physical):
                if edge.to_uom not in seen:
                    seen.add(edge.to_uom)
                    weaker, settled = _weaker(source, edge.source), edge.source is FactorSource.PHYSICS
                    queue.append((edge.to_uom, factor * edge.factor, weaker, steps + 1, settled))
        return None


def known_factors(
    conversions: Iterable[UomConversion], base_units: Mapping[str, str] = MappingProxyType({})
) -> KnownFactors:
    """Sort the conversion table by item and vendor, each row usable in both directions.

    ``base_units`` has the unit each item is kept in, by SKU.
    """
    gathered: dict[tuple[str, str | None], dict[str, list[_Edge]]] = defaultdict(lambda: defaultdict(list))
    for row in conversions:
        if row.factor <= 0:
            continue
        factor = Fraction(row.factor)
        source = FactorSource.VENDOR if row.vendor_id is not None else FactorSource.ITEM
        by_unit = gathered[(row.sku, row.vendor_id)]
        by_unit[row.from_uom].append(_Edge(row.to_uom, factor, source))
        by_unit[row.to_uom].append(_Edge(row.from_uom, 1 / factor, source))
    edges = {key: {unit: tuple(found) for unit, found in units.items()} for key, units in gathered.items()}
    return KnownFactors(edges, base_units)


def _physical_edges(
    unit: str, goal: str, on_file: dict[str, tuple[_Edge, ...]], inside_chain: bool, base_uom: str | None
) -> Iterator[_Edge]:
    """Yield steps by physics to units that lead on; a chain of physics alone is left to the caller."""
    for other in (*on_file, goal):
        if other == unit or (other == goal and not inside_chain and goal not in on_file):
            continue
        factor = physical_factor(unit, other, base_uom)
        if factor is not None and dimension_of(unit) == dimension_of(other):
            yield _Edge(other, factor, FactorSource.PHYSICS)


_STRENGTH = (FactorSource.VENDOR, FactorSource.ITEM, FactorSource.PHYSICS)


def _weaker(first: FactorSource, second: FactorSource) -> FactorSource:
    """Return the more special source of a chain: a vendor's row anywhere makes the chain the vendor's."""
    return min(first, second, key=_STRENGTH.index)


def is_clean(factor: Fraction) -> bool:
    """Tell whether a factor is the kind packs come in: a whole number, or one over a whole number (S2.56)."""
    return (
        factor > 0
        and 1 in (factor.numerator, factor.denominator)
        and max(factor.numerator, factor.denominator) <= (_LARGEST_PACK)
    )


def clean_factor_near(price: Decimal, slack: Decimal, ordered_price: Decimal) -> Fraction | None:
    """Return the one pack size that turns the ordered price into the billed one within rounding, if there is one.

    ``price`` is per billed unit; the answer is how many order units one billed unit is (1/24 for each against case).
    """
    if price <= 0 or ordered_price <= 0:
        return None
    low, high = Fraction(price - slack), Fraction(price + slack)
    target = Fraction(ordered_price)
    if Fraction(price) > target:
        pack = round(Fraction(price) / target)
        return Fraction(pack) if 1 < pack <= _LARGEST_PACK and low <= pack * target <= high else None
    pack = round(target / Fraction(price))
    if not 1 < pack <= _LARGEST_PACK:
        return None
    fits = [n for n in (pack - 1, pack, pack + 1) if n > 1 and low <= target / n <= high]
    return Fraction(1, fits[0]) if len(fits) == 1 else None
