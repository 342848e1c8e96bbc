"""What a page says in sentences that nobody writes alike: a word of one list and one of another, near each other.

The lists are in ``resources/said_pairs.toml``, in six languages. Fixed phrases stand beside what they say, as patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from app.extraction.statements.kinds import LEAD, Kind, Pair, Said
from app.extraction.values.knowledge_files import load_toml, strings
from app.shipped_files import resource_path

_BETWEEN = r"[,:]? (?:[^\s!?;]{1,30} )"  # words between two that tell
_ELIDED = r"(?:[a-z]{1,4}')?"  # "d'établissement", "dell'acconto"
_NUMBER = r"\d[\d.,/]*"


def with_pairs(said: Said, kind: Kind | None) -> Kind:
    """Return a kind that finds the pairs of words as well which say the same."""
    pairs, leads = _shipped().get(said, ((), frozenset()))
    if kind is None:
        return Kind(None, None, leads, pairs=pairs)
    return Kind(
        kind.says, kind.alone, kind.leads | leads, kind.unless, kind.beside_money, kind.inside, (*kind.pairs, *pairs)
    )


@cache
def _shipped() -> Mapping[Said, tuple[tuple[Pair, ...], frozenset[str]]]:
    found: dict[Said, tuple[tuple[Pair, ...], frozenset[str]]] = {}
    for entry in load_toml(resource_path("said_pairs.toml"))["pairs"]:
        said = Said(entry["said"])
        pairs, leads = found.get(said, ((), frozenset()))
        found[said] = ((*pairs, pair_of(entry)), leads | _leads(entry))
    return found


def pair_of(entry: Mapping[str, Any]) -> Pair:
    """Return one entry of the lists as the patterns that find it."""
    one, other = (written_as(strings(entry[name], name)) for name in ("one", "other"))
    between = rf"{_BETWEEN}{{0,{int(entry['apart'])}}}?"
    ways = [f"{one}{between}{_ELIDED}{other}", *([f"{other}{between}{_ELIDED}{one}"] if entry.get("either") else [])]
    unless = strings(entry.get("unless", []), "unless")
    return Pair(
        re.compile(rf"(?<![\w.])(?:{'|'.join(ways)})(?!\w)"),
        re.compile(rf"(?<!\w){written_as(unless)}(?!\w)") if unless else None,
    )


def written_as(words: Iterable[str]) -> str:
    """Return the pattern of any of these words as the lists have them: "*" is any end of a word, "#" a number."""
    return f"(?:{'|'.join(_written(word) for word in sorted(words, key=len, reverse=True))})"


def _written(word: str) -> str:
    parts = re.split(r"([*#])", word)
    return "".join({"*": r"[\w-]*", "#": _NUMBER}.get(part, re.escape(part)) for part in parts)


def _leads(entry: Mapping[str, Any]) -> frozenset[str]:
    """Return how the words begin that are looked up: those of the first list, or of the second beside numbers."""
    one = strings(entry["one"], "one")
    words = strings(entry["other"], "other") if any("#" in word for word in one) else one
    return frozenset(part[:LEAD] for word in words for part in word.replace("*", "").split() if "#" not in part)
