"""The words that stand beside codes in exports; the desk's own tables of words are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """One table a kind of code. A code without an entry is made readable by taking its underscores out."""

    findings: Mapping[str, str] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    case_states: Mapping[str, str] = field(default_factory=dict)
    document_states: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)


def in_words(code: str | None, table: Mapping[str, str]) -> str | None:
    """Return the words of a code; None where there is no code."""
    return None if code is None else table.get(code) or code.replace("_", " ")
