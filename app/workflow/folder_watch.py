"""A watched folder is hostile input: files that are still being written wait, links and odd things are left alone.

A file is taken once its size and time have rested; one that changes later is taken again, one that was taken before is
not, however often the program starts. Nothing in the folder is moved, renamed or deleted.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import InputError
from app.domain.inbox import InboxItem
from app.workflow.services import Services

SETTING = "watched_folder"
CHANNEL = "watched folder"
REST_SECONDS = 3.0
# An empty file is mostly one that somebody is about to write.
EMPTY_REST_SECONDS = 60.0
_MOST_FILES = 20_000
_TEMPORARY = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", ".lock")


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file as it looked at one moment. ``changed`` is when its content or place last changed, in nanoseconds."""

    path: Path
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a folder between two looks.

    Attributes:
        waiting: Files that have not rested long enough: how they looked, and since when so (seconds).
        taken: Files that were taken, as they looked then.
        ready: Files to be taken now.
    """

    waiting: Mapping[Path, tuple[FileLook, float]] = field(default_factory=dict)
    taken: Mapping[Path, FileLook] = field(default_factory=dict)
    ready: tuple[Path, ...] = ()


def look_into(folder: Path) -> tuple[FileLook, ...]:
    """Look at every file in a folder and below; links, hidden and temporary files and what is no file are left out.

    Raises:
        InputError: ``folder_gone``: the folder cannot be read; ``folder_too_large``: it holds more files than can be
            looked at again and again, and some would never be seen.
    """
    if not folder.is_dir():
        raise InputError(
            "folder_gone",
            f"The watched folder {folder} is not there.",
            next_step="Connect the drive, or choose another folder.",
        )
    found: list[FileLook] = []
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            look = _look(Path(place) / name)
            if look is not None:
                found.append(look)
            if len(found) > _MOST_FILES:
                raise InputError(
                    "folder_too_large",
                    f"The watched folder {folder} holds more than {_MOST_FILES:,} files; new ones could be missed.",
                    next_step="Move what was read long ago elsewhere, or watch a folder of new invoices only.",
                )
    return tuple(found)


def after_look(known: Watched, looks: Iterable[FileLook], now: float) -> Watched:
    """Say which files are ready after another look at ``now`` (seconds of any clock that only goes forward)."""
    waiting: dict[Path, tuple[FileLook, float]] = {}
    ready: dict[Path, FileLook] = {}
    taken = dict(known.taken)
    for look in looks:
        if taken.get(look.path) == look:
            continue
        before = known.waiting.get(look.path)
        since = before[1] if before is not None and before[0] == look else now
        rest = REST_SECONDS if look.size else EMPTY_REST_SECONDS
        if before is not None and before[0] == look and now - since >= rest:
            ready[look.path] = look
        else:
            waiting[look.path] = (look, since)
    return Watched(waiting, {**taken, **ready}, tuple(ready))


def taken_before(items: Iterable[InboxItem], looks: Iterable[FileLook]) -> Watched:
    """Return what is known of a folder at the start: files that came in after their last change are taken."""
    newest: dict[str, datetime] = {}
    for item in items:
        when = _time(item.when)
        if when is not None and (item.path not in newest or when > newest[item.path]):
            newest[item.path] = when
    taken = {}
    for look in looks:
        when = newest.get(str(look.path.absolute()))
        if when is not None and int(when.timestamp() * 1_000_000_000) >= look.changed:
            taken[look.path] = look
    return Watched(taken=taken)


def watched_folder(services: Services) -> Path | None:
    """Return the folder this desk watches, if any."""
    text = services.store.setting(SETTING)
    return Path(text) if text else None


def watch_folder(services: Services, folder: Path | None) -> None:
    """Watch another folder, or none; with its journal entry.

    Raises:
        InputError: The folder is not there, or is a part of the workspace (or holds it): what the program writes would
            come in again.
    """
    if folder is None:
        services.store.set_setting(SETTING, "", services.actor)
        return
    folder = folder.expanduser().absolute()
    look_into(folder)
    # A link to the workspace is the workspace.
    real, workspace = folder.resolve(), services.store.folder.resolve()
    if real == workspace or workspace in real.parents or real in workspace.parents:
        raise InputError(
            "folder_is_workspace",
            f"{folder} holds this desk's own files, so it cannot be watched.",
            next_step="Choose a folder outside the workspace.",
        )
    services.store.set_setting(SETTING, str(folder), services.actor)


def _look(path: Path) -> FileLook | None:
    name = path.name.casefold()
    if name.startswith((".", "~")) or name.endswith(_TEMPORARY):
        return None
    try:
        found = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileLook(path, found.st_size, max(found.st_mtime_ns, found.st_ctime_ns))


def _time(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)
