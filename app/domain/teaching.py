"""What people taught the desk: one row of master data that a confirmed case showed, with who, why and its scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What can be taught (asks 36, 37)."""

    FACTOR = "factor"
    SUBSTITUTION = "substitution"
    MERGING = "merging"
    CROSS_REFERENCE = "cross_reference"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of master data as it is to be: ``key`` names it, ``values`` are what it says; None: it is not there.

    ``scope`` says for whom it holds, ``evidence`` what showed it; both in words.
    """

    kind: FactKind
    table: str
    key: Mapping[str, str]
    values: Mapping[str, str | int | None] | None
    scope: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of master data as it was and as a fact made it; None: it was not there."""

    table: str
    key: Mapping[str, str]
    before: Mapping[str, str | int | None] | None
    after: Mapping[str, str | int | None] | None


@dataclass(frozen=True, slots=True)
class Taught:
    """Something the desk was taught: the entry that confirmed it, by whom and why; ``taken_back``: the one that did.

    ``cleared`` are the documents that had cleared by it when it was taken back: a person is to look at them.
    """

    entry: int
    time: str
    user: str
    role: str
    kind: FactKind
    what: str
    scope: str
    evidence: str
    reason: str
    case_id: int | None
    taken_back: int | None = None
    changes: tuple[RowChange, ...] = ()
    cleared: tuple[int, ...] = ()


def said(table: str, key: Mapping[str, str], after: Mapping[str, object] | None) -> str:
    """Say a row in words."""
    row = after or {}
    match table:
        case "uom_conversions":
            return f"1 {key['from_uom']} is {row.get('factor')} {key['to_uom']} of item {key['sku']}"
        case "substitutions":
            return f"{key['substitute_sku']} may stand in for {key['sku']} ({row.get('reference') or 'no reference'})"
        case "vendors":
            return f"merged lines {'permitted' if row.get('merged_lines_permitted') else 'refused'}"
    return f"{key['vendor_item_code']} is our {row.get('sku')}"
