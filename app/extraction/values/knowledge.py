"""The tables the reader works with: words of headings, labels and charges, and the units. Data, not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.invoice import ChargeKind
from app.extraction.values.knowledge_files import load_toml, strings
from app.extraction.values.text_keys import PhraseBook, squeeze
from app.extraction.values.units import Units, load_units


@dataclass(frozen=True, slots=True)
class Accessorial:
    """One kind of charge with its codes (UNCL 7161, X12 element 1300)."""

    kind: ChargeKind
    uncl7161: str
    x12_sac: str


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
    weak_charges: frozenset[str]
    accessorials: Mapping[ChargeKind, Accessorial]


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
        weak_charges=frozenset(
            squeeze(word) for kind, table in kinds.items() for word in strings(table.get("weak", []), kind.value)
        ),
        accessorials={
            kind: Accessorial(kind, str(table["uncl7161"]), str(table["x12_sac"])) for kind, table in kinds.items()
        },
    )


def _book(words: Mapping[str, Any], section: str) -> PhraseBook:
    table = words.get(section)
    if not isinstance(table, dict):
        raise ValueError(f"header_words.toml: the table [{section}] is missing")
    return PhraseBook({name: strings(value, f"header_words.toml: {section}.{name}") for name, value in table.items()})
