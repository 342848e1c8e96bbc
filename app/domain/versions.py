"""What the desk goes by and how it changed: terms, unit tables, policies, profiles, and what people taught it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowSource:
    """Which import wrote a row last: its journal entry, the file with its SHA-256, and the line in it."""

    entry: int
    file: str
    sha256: str
    line: int


@dataclass(frozen=True, slots=True)
class MasterChange:
    """One row of master data that an import added or changed; ``values`` are (column, before, after) as text.

    ``time``: ISO 8601, UTC. ``key`` is what tells the row from others in its table.
    """

    entry: int
    time: str
    user: str
    role: str
    file: str
    sha256: str
    table: str
    key: tuple[str, ...]
    line: int
    values: tuple[tuple[str, str, str], ...]
