"""What is said of units and charges: which unit a word means, which words name a charge and of what kind."""

from __future__ import annotations

import re

from app.domain.invoice import ChargeKind
from app.extraction.instructions.rules import ChargeMeans, LastLineIs, Rule, UnitMeans, words_for
from app.extraction.instructions.said_values import Reader, UnclearError
from app.extraction.instructions.spoken_reasons import FACTOR
from app.extraction.instructions.spoken_words import CHARGES, meaning
from app.extraction.values.text_keys import squeeze

_HOLDS = re.compile(r"(.+?) (?:of|with|zu|à|mit) [0-9]+\b.*")


def unit(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read which unit a word stands for; one that nobody knows is unclear."""
    rules = loose_unit(reader, found)
    if rules is None:
        raise UnclearError(f"“{reader.quotations.put_back(found['unit'])}” is no unit that is known")
    return rules


def loose_unit(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read what may be a unit; where it is none, the words may mean something else."""
    code = _unit_code(reader, reader.quotations.value(found["unit"]) or "")
    return None if code is None else [UnitMeans(value, code) for value in reader.values(found["v"])]


def _unit_code(reader: Reader, text: str) -> str | None:
    words = re.sub(r"^(?:an?|one|per|unit|eine?|pro|je) ", "", text.strip().casefold())
    holds = _HOLDS.fullmatch(words)
    if holds is not None and reader.knowledge.units.canonical(holds[1]):
        raise UnclearError(FACTOR)
    codes = (
        reader.knowledge.units.canonical(form) for form in (words, words.removesuffix("s"), words.removesuffix("es"))
    )
    return next((code for code in codes if code), None)


def charge(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read words that name a charge; nothing where the kind is none that is known."""
    kind = _kind(reader, found["kind"])
    if kind is None:
        return None
    words = reader.values(found["v"])
    if any(not any(ch.isalpha() for ch in word) for word in words):
        raise UnclearError("a charge is known by words; there are none")
    for word in words:
        named = reader.knowledge.charges.meanings(squeeze(word))
        if named and ChargeKind.OTHER not in {kind, *named} and kind not in named:
            raise UnclearError(f"“{word}” says its kind itself, wherever it stands: {words_for(named[0])}")
    return [ChargeMeans(word, kind) for word in words]


def charge_last(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read words that name a charge and that it stands in the last line."""
    named, last = charge(reader, found), last_line(reader, found)
    return None if named is None or last is None else [*named, *last]


def last_line(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read that the last line is a charge."""
    kind = _kind(reader, found["kind"])
    return None if kind is None else [LastLineIs(kind)]


def _kind(reader: Reader, text: str) -> ChargeKind | None:
    plain = re.sub(r"^an? ", "", " ".join(text.casefold().split()))
    for form in (plain, re.sub(r" (?:charges?|fees?|costs?|surcharge)$|(?:kosten|gebühr|pauschale)$", "", plain)):
        if kinds := meaning(CHARGES, form):
            return kinds[0]
    found = reader.knowledge.charges.meanings(squeeze(plain))
    return ChargeKind(found[0]) if found else None
