"""What must hold of a desk after a new start, whatever it was stopped in: nothing lost or half done, and it goes on."""

from __future__ import annotations

import json
import sqlite3
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.domain.errors import AppError
from app.storage.database_place import DATABASE_NAME
from app.storage.encryption import SUFFIX
from app.storage.file_keys import parse_key
from app.workflow.services import Services
from tests.helpers.desk_place import Place, Said, Work, entry_of, file_of


def faults_of(place: Place, work: Work, said: list[Said]) -> list[str]:
    """Open the desk as after a new start and name everything that is lost, half done or cannot go on."""
    work.first(place)
    with place.open() as services:
        found = [*_not_whole(place, services), *_lost(services, said), *_half_files(place)]
        return found or [*_cannot_go_on(place, services, work), *_not_whole(place, services)]


def _not_whole(place: Place, services: Services) -> Iterator[str]:
    verified = services.store.verify()
    if not verified.whole:
        yield f"verification: {verified.trouble}"
    with sqlite3.connect(place.workspace / DATABASE_NAME) as db:
        checked = db.execute("PRAGMA integrity_check").fetchone()[0]
        if checked != "ok":
            yield f"integrity: {checked}"
        for row in db.execute("PRAGMA foreign_key_check"):
            yield f"foreign key: {row}"
    db.close()


def _lost(services: Services, said: list[Said]) -> Iterator[str]:
    hashes = {entry.sequence: entry.hash for entry in services.store.journal()}
    for one in said:
        if one.path and (not Path(one.path).is_file() or file_of(Path(one.path)).hash != one.hash):
            yield f"acknowledged and gone: {one.path}"
        if one.sequence and hashes.get(one.sequence) != one.hash:
            yield f"acknowledged and lost: entry {one.sequence}"


def _half_files(place: Place) -> Iterator[str]:
    """Name files that are not whole; those with a dot before their name were never finished, and nobody reads them."""
    checks: Mapping[str, Callable[[Path], object]] = {
        ".toml": lambda path: tomllib.loads(path.read_text("utf-8")),
        ".db": _integrity_of,
        ".zip": _check_archive,
        ".txt": lambda path: path.read_text("utf-8").rstrip().splitlines()[7],
        ".document-key": lambda path: parse_key(path.read_text("utf-8")),
        ".elsewhere": lambda path: [json.loads(row) for row in path.read_text("utf-8").splitlines()],
        ".key": lambda path: bytes.fromhex(path.read_text("utf-8").split()[-1])[31],
    }
    for path in sorted(place.base.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(place.base).parts)
        if hidden or not path.is_file():
            continue
        stored = path.parent.name in ("documents", "attachments") and path.suffix != SUFFIX
        if stored and file_of(path).hash != path.name[:64]:
            yield f"half written: {path.name}"
        try:
            checks.get(path.suffix, str)(path)
        except (AppError, ValueError, IndexError, sqlite3.Error, zipfile.BadZipFile) as error:
            yield f"half written: {path.name}: {error}"


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise ValueError("it is damaged")


def _integrity_of(path: Path) -> None:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise ValueError("it is damaged")
    finally:
        db.close()


def _cannot_go_on(place: Place, services: Services, work: Work) -> Iterator[str]:
    """Do what was interrupted once more; afterwards everything must be there exactly once."""

    yield from work.again(place, services)
    before = entry_of(services).sequence
    services.store.set_setting("went on", work.name, services.actor)
    if entry_of(services).sequence != before + 1:
        yield "nothing can be written any more"
