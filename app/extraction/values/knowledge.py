"""The tables the reader works with: words of headings, labels and charges, and the units. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.invoice import ChargeKind
from app.extraction.values.knowledge_files import load_toml, strings
from app.extraction.values.text_keys import PhraseBook, squeeze
from app.extraction.values.units import Units, load_units

_WAYS = frozenset({"with_tax", "without_tax"})
_LONGEST_WAY = 3  # words


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything read from ``resources``: one phrase book for each place on an invoice.

    ``weak_charges`` are squeezed words that name a charge only when nothing else stands beside them.
    """

    units: Units
    columns: PhraseBook
    labels: PhraseBook
    totals: PhraseBook
    titles: PhraseBook
    parties: PhraseBook
    notes: PhraseBook
    notices: PhraseBook
    charges: PhraseBook
    ways: PhraseBook
    weak_charges: frozenset[str]

    def without_way(self, keys: Sequence[str]) -> Sequence[str]:
        """Return the keys of a label's words without those at its end that say only that its sum is with tax or not.

        A label that is nothing else is returned as it is: "VAT included" names a tax.
        """
        for length in range(min(_LONGEST_WAY, len(keys) - 1), 0, -1):
            if _WAYS.intersection(self.ways.meanings("".join(keys[-length:]))):
                return keys[:-length]
        return keys


def load_knowledge(resources: Path) -> Knowledge:
    """Read the vocabulary from a folder of resources.

    Raises:
        FileNotFoundError: A file is missing.
        ValueError: A file is malformed; the message says which and where.
    """
    words = load_toml(resources / "header_words.toml")
    charges = load_toml(resources / "accessorials.toml")
    kinds = {ChargeKind(name): table for name, table in charges.items()}
    return Knowledge(
        units=load_units(resources / "units.toml"),
        columns=_book(words, "columns"),
        labels=_book(words, "labels"),
        totals=_book(words, "totals"),
        titles=_book(words, "titles"),
        parties=_book(words, "parties"),
        notes=_book(words, "notes"),
        notices=_book(words, "notices"),
        charges=PhraseBook({kind.value: strings(table["words"], kind.value) for kind, table in kinds.items()}),
        ways=_book(words, "ways"),
        weak_charges=frozenset(
            squeeze(word) for kind, table in kinds.items() for word in strings(table.get("weak", []), kind.value)
        ),
    )


def _book(words: Mapping[str, Any], section: str) -> PhraseBook:
    table = words.get(section)
    if not isinstance(table, dict):
        raise ValueError(f"header_words.toml: the table [{section}] is missing")
    ways = _ways(words)
    return PhraseBook(
        {
            name: tuple(
                phrase
                for entry in strings(value, f"header_words.toml: {section}.{name}")
                for phrase in _in_all_ways(entry, ways)
            )
            for name, value in table.items()
        }
    )


def _ways(words: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what may stand for a name in braces: how vendors write that a sum is with tax or without."""
    return {f"{{{name}}}": strings(value, f"header_words.toml: ways.{name}") for name, value in words["ways"].items()}


def _in_all_ways(entry: str, ways: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a phrase once for each way of writing the name in braces that it holds: "total {with_tax}"."""
    name = next((name for name in ways if name in entry), "")
    return tuple(entry.replace(name, way) for way in ways[name]) if name else (entry,)
