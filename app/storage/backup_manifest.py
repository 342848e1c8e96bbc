"""What a backup says it holds: its manifest, as it is written and as it is read."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.errors import InputError
from app.domain.keeping import Backup
from app.storage.database_place import DATABASE_NAME
from app.storage.encryption import SUFFIX

SCHEMA = "tieout.backup/1"
MANIFEST = "manifest.json"
STORED = ("documents", "attachments")
ALSO = ("profiles", "mappings")
# Of files: size and hash, by name.
Facts = Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says it holds: per file its size and the SHA-256 of its bytes as they lie (encrypted or not)."""

    made: str
    program: str
    entries: int
    head: str
    files: Facts = field(default_factory=dict)

    def text(self) -> str:
        """Return the manifest as it is written."""
        files = {name: list(facts) for name, facts in self.files.items()}
        record = {"schema": SCHEMA, "made": self.made, "program": self.program, "entries": self.entries,
                  "head": self.head, "files": files}  # fmt: skip
        return json.dumps(record, ensure_ascii=False, indent=1)


def backup_of(path: Path, manifest: Manifest, *, verified: bool = False) -> Backup:
    """Return what a backup is, by its manifest."""
    stored = sum(name.split("/")[0] in STORED for name in manifest.files)
    made = datetime.fromisoformat(manifest.made)
    damaged = tuple(f"{name} has other bytes than were stored" for name, (_, sha256) in manifest.files.items()
                    if name.split("/")[0] in STORED and not name.endswith(SUFFIX)
                    and name.split("/")[1][:64] != sha256)  # fmt: skip
    return Backup(path, made, manifest.entries, manifest.head, stored, verified, damaged)


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says it holds.

    Raises:
        InputError: ``not_a_backup``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(archive.read(MANIFEST))
        if said["schema"] == SCHEMA:
            files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in said["files"].items()}
            if DATABASE_NAME in files and all(_is_safe(name) for name in files):
                datetime.fromisoformat(said["made"])
                return Manifest(said["made"], str(said["program"]), int(said["entries"]), str(said["head"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise _no_backup(path) from error
    raise _no_backup(path)


def _is_safe(name: str) -> bool:
    """Tell whether a member's name stays inside the workspace and in its rooms."""
    if name == DATABASE_NAME:
        return True
    pieces = name.split("/")
    plain = all(piece and not piece.startswith(".") and not set(piece) & set('\\:*?"<>|\0') for piece in pieces)
    return plain and len(pieces) > 1 and pieces[0] in (*STORED, *ALSO)


def _no_backup(path: Path) -> InputError:
    return InputError(
        "not_a_backup", f"{path} is no backup of a Tieout workspace, or it was damaged.",
        next_step="Give a file that “tieout backup” wrote.",
    )  # fmt: skip
