"""What the journal says of attachments, holds, deletions and stored files, compared with tables and folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from app.domain.errors import EnvironmentFault
from app.domain.keeping import FileKind
from app.storage.shelf import Shelf

Found = tuple[int | None, str, str]
_TABLES = "the tables were changed without a journal entry"


@dataclass(slots=True)
class KeepingReplay:
    """What the journal says must stand; each with the entry that said so."""

    attachments: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    holds: dict[tuple[str, str], int] = field(default_factory=dict)
    deleted: set[tuple[int, str, str]] = field(default_factory=set)
    newest: dict[tuple[str, str], int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def learn(self, entry: int, effect: Mapping[str, Any]) -> None:
        """Take in what one entry says was written."""
        if attached := effect.get("attachment"):
            self.attachments[attached["id"]] = (entry, attached)
        if hold := effect.get("hold"):
            key = (hold["scope"], hold["subject"])
            if hold["placed"]:
                self.holds[key] = entry
            else:
                self.holds.pop(key, None)
        for kind, name in effect.get("deleted", ()):
            self.deleted.add((entry, kind, name))
            self.newest[kind, name] = entry

    def deleted_since(self, entry: int, kind: FileKind, name: str) -> bool:
        """Tell whether a file that an entry stored was deleted by a later one."""
        return self.newest.get((kind.value, name), 0) > entry


def check_tables(db: Database, replay: KeepingReplay) -> Found | None:
    """Compare attachments, holds and deletions with the journal."""
    rows = {row["attachment_id"]: row for row in db.execute("SELECT * FROM attachments")}
    for number, (entry, said) in replay.attachments.items():
        row = rows.pop(number, None)
        found = row and (row["document_id"], row["case_id"], row["sha256"], row["name"], row["size"], row["entry"])
        if found != (said["document"], said["case"], said["sha256"], said["name"], said["size"], entry):
            return entry, f"attachment {number} is not what was written", _TABLES
    if rows:
        return None, f"no entry speaks of attachment {min(rows)}", _TABLES
    holds = {(row["scope"], row["subject"]): row["entry"] for row in db.execute("SELECT * FROM legal_holds")}
    for key in sorted(holds.keys() | replay.holds.keys()):
        if holds.get(key) != replay.holds.get(key):
            return replay.holds.get(key), f"the legal hold on {key[0]} {key[1]} was changed", _TABLES
    deleted = {(row["entry"], row["kind"], row["stored_name"]) for row in db.execute("SELECT * FROM deleted_files")}
    for entry, kind, name in sorted(deleted ^ replay.deleted):
        return entry, f"what was deleted of {kind} {name[:12]} is not what the journal says", _TABLES
    return None


def check_files(
    shelves: Mapping[FileKind, Shelf], replay: KeepingReplay, arrivals: Mapping[int, tuple[int, dict[str, Any]]]
) -> Found | None:
    """Compare every stored file with its hash; one that was deleted by command needs not be there."""
    if not shelves:
        return None  # a copy of the database alone is checked
    unread = 0
    for entry, kind, name, sha256, what in _said(replay, arrivals):
        if replay.deleted_since(entry, kind, name):
            continue
        shelf = shelves[kind]
        path = shelf.find(name)
        if path is None:
            return entry, f"the stored file of {what} is gone", "a stored document was deleted"
        try:
            right = shelf.hash_of(path) == sha256
        except EnvironmentFault as error:
            if error.code == "document_key_missing":
                unread += 1
                continue
            right = False
        if not right:
            return entry, f"the stored file of {what} has other bytes", "a stored document was exchanged"
    if unread:
        replay.remarks.append(f"{unread} stored files are encrypted with a key that is not here, and were not read")
    return None


def _said(
    replay: KeepingReplay, arrivals: Mapping[int, tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, FileKind, str, str, str]]:
    for document_id, (entry, arrival) in arrivals.items():
        yield entry, FileKind.DOCUMENT, arrival["stored_name"], arrival["sha256"], f"document {document_id}"
    for number, (entry, said) in sorted(replay.attachments.items()):
        yield entry, FileKind.ATTACHMENT, said["sha256"], said["sha256"], f"attachment {number}"
