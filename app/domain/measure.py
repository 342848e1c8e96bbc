"""Units of measure: the canonical codes, their dimensions, and conversions that physics settles.

The canonical codes are the trade's (formats: "Units of measure"). UN/ECE Recommendation 20, X12 element 355 and
vendors' own spellings are mapped to them by a :class:`UnitTable`, which is data (``resources/units.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from app.domain.letters import without_accents
from app.domain.money import EXACT


class Dimension(StrEnum):
    """What a unit measures. Crossing from one to another is never settled by arithmetic (S2.71)."""

    COUNT = "count"
    WEIGHT = "weight"
    VOLUME = "volume"
    LENGTH = "length"
    AREA = "area"
    TIME = "time"
    OTHER = "other"


_NOT_SPELLING = re.compile(r"[\s.,;:()\[\]'\"]+")
_COUNT = "EA PR DZ GR PK BX CT CS PL BG RL BD ST KT TU BT CN DR JR PG"

# Size of one unit in the base of its dimension: gram, millilitre, millimetre, square millimetre, minute.
_PHYSICS: dict[Dimension, dict[str, Fraction]] = {
    Dimension.WEIGHT: {
        "MG": Fraction(1, 1000),
        "G": Fraction(1),
        "KG": Fraction(1000),
        "MT": Fraction(1_000_000),
        "LB": Fraction("453.59237"),
        "OZ": Fraction("453.59237") / 16,
        "TN": Fraction("453.59237") * 2000,
    },
    Dimension.VOLUME: {
        "ML": Fraction(1),
        "L": Fraction(1000),
        "FO": Fraction("3785.411784") / 128,
        "PT": Fraction("3785.411784") / 8,
        "QT": Fraction("3785.411784") / 4,
        "GA": Fraction("3785.411784"),
        "BBL": Fraction("3785.411784") * 42,
        "CM3": Fraction(1),
        "M3": Fraction(1_000_000),
        "CF": Fraction("28316.846592"),
        "CY": Fraction("28316.846592") * 27,
    },
    Dimension.LENGTH: {
        "MM": Fraction(1),
        "CM": Fraction(10),
        "M": Fraction(1000),
        "IN": Fraction("25.4"),
        "FT": Fraction("304.8"),
        "YD": Fraction("914.4"),
    },
    Dimension.AREA: {
        "SM": Fraction(1_000_000),
        "SF": Fraction("304.8") ** 2,
        "SY": Fraction("914.4") ** 2,
    },
    Dimension.TIME: {
        "MI": Fraction(1),
        "HR": Fraction(60),
    },
}
# How many hours a working day, or days a month, has is a term of the contract and not physics.
_TIME_BY_CONTRACT = ("DAY", "WK", "MO", "YR")
_OTHER = ("LS", "KWH", "PCT")
# What these hold is no matter of agreement.
FIXED_COUNTS = {"EA": Decimal(1), "PR": Decimal(2), "DZ": Decimal(12), "GR": Decimal(144)}
# A dozen of gloves is twelve pairs and a dozen of chopsticks six: counting runs within each row, not from one to the
# other. Of an item that is kept in pairs or sets a dozen is twelve of those.
_DOZENS = {"DZ": Fraction(12), "GR": Fraction(144)}
_SINGLE = {"EA": Fraction(1), **_DOZENS}
_PAIRED = {"EA": Fraction(1), "PR": Fraction(2)}
_COUNTED_BY_BASE: dict[str, tuple[dict[str, Fraction], ...]] = {
    "PR": ({"EA": Fraction(1, 2), "PR": Fraction(1), **_DOZENS},),
    "ST": ({"ST": Fraction(1), **_DOZENS}, _PAIRED),
    "KT": ({"KT": Fraction(1), **_DOZENS}, _PAIRED),
}

DIMENSIONS: Mapping[str, Dimension] = {
    **dict.fromkeys(_COUNT.split(), Dimension.COUNT),
    **{code: dimension for dimension, codes in _PHYSICS.items() for code in codes},
    **dict.fromkeys(_TIME_BY_CONTRACT, Dimension.TIME),
    **dict.fromkeys(_OTHER, Dimension.OTHER),
}
CANONICAL_CODES = frozenset(DIMENSIONS)


def dimension_of(code: str) -> Dimension | None:
    """Return the dimension of a canonical code; None for a code nobody knows."""
    return DIMENSIONS.get(code)


def crosses_dimensions(first: str, second: str) -> bool:
    """Tell whether a conversion goes from count to weight and the like (S2.71); an unknown code counts as crossing."""
    a, b = dimension_of(first), dimension_of(second)
    return a is None or b is None or a != b


def physical_factor(from_code: str, to_code: str, base_code: str | None = None) -> Fraction | None:
    """Return how many ``to_code`` one ``from_code`` is, where physics or counting settles it.

    One pound is exactly 0.45359237 kg (TRAP-1: the ratio is exact, never chained from rounded figures). A dozen is
    twelve each, or twelve of the unit the item is kept in (``base_code``: pairs, sets, kits). A case is *not* settled:
    its content is a fact of the item.
    """
    if from_code == to_code:
        return Fraction(1)
    counts = _COUNTED_BY_BASE.get(base_code or "", (_SINGLE, _PAIRED))
    for table in (*_PHYSICS.values(), *counts):
        if from_code in table and to_code in table:
            return table[from_code] / table[to_code]
    return None


def convert(quantity: Decimal, factor: Fraction) -> Decimal:
    """Multiply a quantity by an exact factor (to 60 significant digits where it does not end)."""
    with localcontext(EXACT):
        return quantity * Decimal(factor.numerator) / Decimal(factor.denominator)


@dataclass(frozen=True, slots=True)
class Pack:
    """What a text says a container holds: one ``unit`` is ``holds`` ``of``; a saying, never a conversion on file.

    ``raw`` is the saying as printed, for example "24/CS".
    """

    unit: str
    holds: Decimal
    of: str
    raw: str


@lru_cache(maxsize=16384)
def spelling_key(text: str) -> str:
    """Fold a printed unit to what the table is keyed by: capitals, no accents, no blanks or full stops."""
    bare = text.strip().casefold()
    if not bare.isascii():
        bare = without_accents(bare)
    return _NOT_SPELLING.sub("", bare).upper()


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Vendors' spellings of units, keyed by :func:`spelling_key`, with the canonical code each stands for."""

    spellings: Mapping[str, str]

    def canonical(self, printed: str) -> str | None:
        """Return the canonical code of a printed unit, or None where nobody knows it."""
        key = spelling_key(printed)
        if not key:
            return None
        found = self.spellings.get(key)
        if found is None and key in CANONICAL_CODES:
            return key
        return found

    def canonical_or_printed(self, printed: str) -> str:
        """Return the canonical code, or the printed unit in capitals, as it stands (formats: it is then flagged)."""
        return self.canonical(printed) or printed.strip().upper()
