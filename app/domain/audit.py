"""What auditors ask for: whether the journal is whole, who has which role, and exports with their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from app.domain.case import Choice, Correction, JournalEntry
from app.domain.decision import Decision, Grounds
from app.domain.errors import InputError
from app.domain.invoice import Invoice, Reading
from app.domain.match import Desk, Match
from app.domain.policy import Policy, Role

_TABLES = ("csv", "xlsx", "json")
# Every kind of export with the forms it has; ``evidence`` is the pack of one case.
EXPORT_FORMS: Mapping[str, tuple[str, ...]] = {
    "cases": (*_TABLES, "pdf"),
    "audit": _TABLES,
    "lines": _TABLES,
    "scorecard": _TABLES,
    "documents": _TABLES,
    "values": _TABLES,
    "exceptions": _TABLES,
    "evidence": ("pdf",),
}
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """What of the desk an export covers; nothing named: everything.

    ``since`` and ``until`` are days (UTC, both included) on which a document came in, or an entry of the log was
    written; ``case_id`` covers one case and its document.
    """

    since: date | None = None
    until: date | None = None
    vendor_id: str | None = None
    case_id: int | None = None

    @property
    def everything(self) -> bool:
        """Tell whether nothing is left out."""
        return self == ExportFilter()

    def covers(self, moment: datetime) -> bool:
        """Tell whether a moment lies in the period."""
        day = moment.astimezone(UTC).date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def in_words(self) -> str:
        """Say what is covered, for the first sheet and the log."""
        parts = [
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
            f"vendor {self.vendor_id}" if self.vendor_id else "",
            f"case {self.case_id}" if self.case_id is not None else "",
        ]
        return ", ".join(part for part in parts if part) or "none"


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the journal is whole: number of entries, head hash, or the first bad entry and what is wrong with it.

    ``sealed`` entries have a seal, ``proved`` ones were checked with a key; ``remarks`` say what could not be.
    """

    entries: int
    head: str
    whole: bool
    first_bad: int | None = None
    trouble: str = ""
    attack: str = ""
    sealed: int = 0
    proved: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """The role of one account, and which entry of the journal gave it: who, when (ISO 8601, UTC) and why."""

    user: str
    role: Role
    given_by: str = ""
    time: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """One export as written: where, how many rows, and the hash of its bytes."""

    path: Path
    rows: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """One decision as it was made, with everything it was made from.

    ``entry``, ``time`` (ISO 8601, UTC) and ``program_version`` are those of its journal entry. ``grounds`` None: it was
    made by a program that did not keep them yet; ``policy`` None: no policy was in force.
    """

    document_id: int
    version: int
    entry: int
    time: str
    program_version: str
    reading: Reading
    corrections: tuple[Correction, ...]
    choices: tuple[Choice, ...]
    invoice: Invoice | None
    match: Match | None
    desk: Desk | None
    decision: Decision
    grounds: Grounds | None
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class Reperformed:
    """A decision made again: the same, or what differs, in words; ``possible`` False: it cannot be made again.

    ``remark`` says what else an auditor must know: that the document itself was deleted under retention.
    """

    document_id: int
    version: int
    entry: int
    time: str
    program_version: str
    differences: tuple[str, ...] = ()
    possible: bool = True
    remark: str = ""

    @property
    def same(self) -> bool:
        """Tell whether it came to the same result."""
        return self.possible and not self.differences


_ANCHOR_HEADING = "TIEOUT ANCHOR 1"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stands for the first ``entries`` entries of a journal: the hash of the last and the root over all.

    ``seal`` is a code over :meth:`text` under the seal key of the next entry (``stream``, ``position``); empty where
    the journal is not sealed. ``time``: ISO 8601, UTC.
    """

    entries: int
    head: str
    root: str
    time: str
    stream: str = ""
    position: int = 0
    seal: str = ""

    def text(self) -> str:
        """Return the lines that are sealed."""
        return f"{_ANCHOR_HEADING}\nentries {self.entries}\nhead {self.head}\nroot {self.root}\ntime {self.time}\n"

    def printed(self) -> str:
        """Return the anchor as it is saved, printed or mailed."""
        sealed = f"stream {self.stream}\nposition {self.position}\nseal {self.seal}\n" if self.seal else ""
        return self.text() + sealed


def parse_anchor(text: str) -> Anchor:
    """Read an anchor as it was saved or mailed: quotation marks of mails and blank lines are passed over.

    Raises:
        InputError: ``not_an_anchor``.
    """
    lines = [line.strip(" >\t\r") for line in text.splitlines()]
    try:
        facts = dict(line.split(maxsplit=1) for line in lines[lines.index(_ANCHOR_HEADING) + 1 :] if " " in line)
        return Anchor(
            int(facts["entries"]), facts["head"], facts["root"], facts["time"], facts.get("stream", ""),
            int(facts.get("position", 0)), facts.get("seal", ""),
        )  # fmt: skip
    except (ValueError, KeyError) as error:
        raise InputError(
            "not_an_anchor", "This is no anchor of an audit log.",
            next_step=f"Give a file that “tieout audit anchor” wrote; it begins with {_ANCHOR_HEADING}.",
        ) from error  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnchorStanding:
    """How many entries no anchor stands for yet, since when, and when the last one was taken."""

    entries: int
    since: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class EntryProof:
    """The entries of one document, each with its path to the root over all ``size`` entries (RFC 6962).

    ``anchored``: when (UTC, ISO 8601) the anchor was taken that stands for just these; empty where there is none.
    """

    size: int
    root: str
    entries: tuple[tuple[JournalEntry, tuple[str, ...]], ...]
    anchored: str = ""


class KeyPlace(StrEnum):
    """Where the keys of a machine's seals are kept: sealed under the system's keyring, or in a plain file."""

    NOWHERE = "nowhere"
    FILE = "file"
    KEYRING = "keyring"


@dataclass(frozen=True, slots=True)
class SealKey:
    """The key a stream of seals began with (hexadecimal; empty once it was carried away), and where it lies."""

    stream: str
    first_key: str
    path: Path
    place: KeyPlace = KeyPlace.FILE


def stream_of(first_key: bytes) -> str:
    """Return the name of the stream of seals that begins with this key, from which the key cannot be told."""
    return hashlib.sha256(b"tieout.seal.stream/1\n" + first_key).hexdigest()[:32]
