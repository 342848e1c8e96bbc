"""The words of ``resources/page_words.toml``: what stands beside the figures of a page, and what that makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.word_beginnings import beginning_with
from app.extraction.values.knowledge_files import load_toml, strings
from app.shipped_files import resource_path


@cache
def page_words(table: str, name: str) -> frozenset[str]:
    """Return the folded words of one list of a table."""
    return frozenset(strings(_book()[table][name], f"{table}.{name}"))


@cache
def word_parts(table: str, name: str) -> tuple[str, ...]:
    """Return one list of a table whose entries are beginnings or ends of words, as ``startswith`` takes them."""
    return tuple(sorted(page_words(table, name)))


@cache
def begins(table: str, name: str) -> re.Pattern[str]:
    """Return the pattern that finds the entries of one list where a word begins; a stroke at the end ends it there."""
    return beginning_with(page_words(table, name))


@cache
def pack_units() -> Mapping[str, str]:
    """Return the canonical unit of each word for a pack that may stand under a heading."""
    packs = _book()["under_headings"]["packs"]
    return {word: unit for unit, words in packs.items() for word in strings(words, unit)}


@dataclass(frozen=True, slots=True)
class CurrencyNames:
    """What currencies are called in words, squeezed ("canadiandollars"), and the words such names end with."""

    codes: Mapping[str, str]
    last_words: frozenset[str]


@cache
def currency_names() -> CurrencyNames:
    """Return the names of currencies in words."""
    named = {name: code for code, names in _book()["currency"]["names"].items() for name in strings(names, code)}
    last = frozenset(name.split()[-1] for name in named)
    return CurrencyNames({name.replace(" ", ""): code for name, code in named.items()}, last)


@cache
def _book() -> dict[str, Any]:
    return load_toml(resource_path("page_words.toml"))
