"""Units of measure as vendors print them: the table, units glued to numbers, and what a price is per."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.domain.measure import CANONICAL_CODES, UnitTable, spelling_key
from app.extraction.values.knowledge_files import load_toml, strings

# A word stands apart from the unit: "LAT" is no "la T".
_PER = re.compile(r"^(?:(?:/|p/)\s*|(?:per|pro|je|par|por|al|à|a|le|la|les|ogni|cad)[\s.]+)", re.IGNORECASE)
# "pack of 10", "Karton à 24": what it holds is another fact (see ``packs``).
_HOLDS = re.compile(r"\s(?:of|à|zu|de|da|di|van|con|mit)\s?[0-9]+(?:\s?[^\W\d_]+\.?)?$", re.IGNORECASE)

# Letters that a scan gives for others, and what they are then.
_MISREAD = (("e", "c"), ("ii", "ü"))
_PARTS = re.compile(r"[\s/]+")
_TWICE = 2  # parts of a unit that is printed in two ways


@dataclass(frozen=True, slots=True)
class Units:
    """The units we know.

    Attributes:
        table: Vendors' spellings.
        rec20: UN/ECE Recommendation 20 and 21, code → canonical code.
        x12: ANSI X12 element 355, code → canonical code.
        bases: Squeezed spellings of "per hundred" and "per thousand" with their number.
        others: Spelling keys of units that have no canonical code ("km"): read as units, and named as printed.
    """

    table: UnitTable
    rec20: Mapping[str, str]
    x12: Mapping[str, str]
    bases: Mapping[str, Decimal]
    others: frozenset[str] = frozenset()

    def price_basis(self, printed: str) -> Decimal | None:
        """Return 100 or 1000 where the unit of a price says so ("C", "/100", "per M"); None otherwise."""
        return self.bases.get(_basis_key(printed))

    def is_unit(self, printed: str) -> bool:
        """Tell whether a printed word is a unit we know."""
        bare = _PER.sub("", printed)
        return self.table.canonical(bare) is not None or spelling_key(bare) in self.others

    def canonical(self, printed: str) -> str | None:
        """Return the canonical code of a printed unit, less "per" and what it holds; None where nobody knows it."""
        found = self.table.canonical(printed) or self.table.canonical(_PER.sub("", printed))
        return found or self.table.canonical(_HOLDS.sub("", printed.strip())) or self._said_twice(printed)

    def _said_twice(self, printed: str) -> str | None:
        """Return what a unit means that is printed in two ways: "H87 Pieza", "doos/bte"; both must mean the same."""
        parts = [part for part in _PARTS.split(printed.strip()) if part]
        if len(parts) != _TWICE:
            return None
        first, second = map(self.table.canonical, parts)
        return first if first == second else None

    def misread(self, printed: str) -> str | None:
        """Return the unit that a scan gave with a letter read for another ("pes", "Stiick"); None for all others."""
        if self.canonical(printed) is not None:
            return None
        spelled = [
            printed[:at] + letter + printed[at + len(seen) :]
            for seen, letter in _MISREAD
            for at in range(len(printed))
            if printed.startswith(seen, at)
        ]
        found = {self.table.canonical(text): text for text in spelled if self.table.canonical(text) is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def canonical_or_printed(self, printed: str) -> str:
        """Return the canonical code, or the printed unit in capitals."""
        return self.canonical(printed) or printed.strip().strip(".,;:()[]").upper()


def load_units(path: Path) -> Units:
    """Read ``units.toml``.

    Raises:
        FileNotFoundError: The file is missing.
        ValueError: It is not TOML, or names a code that is none of ours, or gives one spelling two meanings.
    """
    data = load_toml(path)
    spellings: dict[str, str] = {}
    for code, words in _tables(data, "units", path).items():
        if code not in CANONICAL_CODES:
            raise ValueError(f"{path.name}: {code} is no canonical unit")
        for word in words:
            key = spelling_key(word)
            if spellings.setdefault(key, code) != code and key:
                raise ValueError(f"{path.name}: {word!r} is given for {spellings[key]} and for {code}")
    bases = {
        _basis_key(word): Decimal(number)
        for number, words in _tables(data, "price_basis", path).items()
        for word in words
    }
    others = frozenset(spelling_key(word) for words in _tables(data, "other_units", path).values() for word in words)
    return Units(UnitTable(spellings), _by_code(data, "rec20", path), _by_code(data, "x12", path), bases, others)


def _basis_key(text: str) -> str:
    return re.sub(r"[\s.,]+", "", text.casefold())


def _by_code(data: Mapping[str, Any], name: str, path: Path) -> dict[str, str]:
    return {word: code for code, words in _tables(data, name, path).items() for word in words}


def _tables(data: Mapping[str, Any], name: str, path: Path) -> dict[str, tuple[str, ...]]:
    table = data.get(name)
    if not isinstance(table, dict):
        raise ValueError(f"{path.name}: the table [{name}] is missing")
    return {key: strings(value, f"{path.name}: {name}.{key}") for key, value in table.items()}
