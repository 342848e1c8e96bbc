"""What auditors ask for: whether the journal is whole, and exports with their hash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the journal is whole: number of entries, head hash, or the first bad entry and what is wrong with it."""

    entries: int
    head: str
    whole: bool
    first_bad: int | None = None
    trouble: str = ""
    attack: str = ""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """One export as written: where, how many rows, and the hash of its bytes."""

    path: Path
    rows: int
    sha256: str = ""
