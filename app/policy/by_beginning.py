"""Tables that are kept by how rules begin: the longest beginning that fits decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar("_T")


def fitting(table: Mapping[str, _T], rule: str) -> _T | None:
    """Return what a table has for a rule, or for a rule and the code behind it; None where nothing begins it."""
    beginnings = [beginning for beginning in table if rule.startswith(beginning)]
    return table[max(beginnings, key=len)] if beginnings else None
