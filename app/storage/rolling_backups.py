"""Backups that make themselves: every few hours where something was logged, the last of each day and week kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.case import Actor
from app.domain.errors import AppError, InputError
from app.domain.keeping import Backup, RollingPlan
from app.storage import settings
from app.storage.backup_manifest import STORED, Manifest, backup_of, read_manifest
from app.storage.backups import stored_in, write_backup
from app.storage.database import Workspace
from app.storage.faults import machine_faults
from app.storage.files import sweep
from app.storage.journal import Clock, Journal

SETTING = "rolling_backups"
_NEWEST = 3
_PATTERN = "tieout-*.backup"


def kept_of(made: Iterable[datetime], plan: RollingPlan) -> set[datetime]:
    """Return which backups are kept: the newest three, and the newest of each of the last days and weeks with one."""
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:_NEWEST])
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for moment in newest_first:
        days.setdefault(moment.date(), moment)
        weeks.setdefault(moment.isocalendar()[:2], moment)
    return kept | set(list(days.values())[: plan.daily]) | set(list(weeks.values())[: plan.weekly])


class Backups:
    """The backups of one workspace."""

    def __init__(self, workspace: Workspace, journal: Journal, clock: Clock, program: str) -> None:
        self._workspace = workspace
        self._journal = journal
        self._clock = clock
        self._program = program

    def write(self, target: Path) -> Backup:
        """Write one backup with everything in it, proved. Raises InputError or EnvironmentFault."""
        return write_backup(self._workspace, target, self._clock.now(), self._program)

    @property
    def plan(self) -> RollingPlan:
        """How backups make themselves."""
        with self._workspace.reading() as db:
            text = settings.setting(db, SETTING)
        return RollingPlan(**json.loads(text)) if text else RollingPlan()

    def set_plan(self, actor: Actor, reason: str, **changes: int | str) -> RollingPlan:
        """Change how backups make themselves, with the entry.

        Raises:
            InputError: A number is less than it can be.
        """
        plan = replace(self.plan, **changes)  # type: ignore[arg-type]
        if min(plan.hours, plan.daily, plan.weekly) < 0:
            raise InputError("not_a_value", "Hours, days and weeks are numbers from 0 on.")
        with self._workspace.writing() as db:
            settings.set_setting(db, self._journal, SETTING, json.dumps(asdict(plan)), actor, reason)
        return plan

    @property
    def folder(self) -> Path:
        """Where rolling backups lie."""
        named = self.plan.folder
        return Path(named) if named else self._workspace.folder / "backups" / "rolling"

    def found(self) -> tuple[Backup, ...]:
        """Return the rolling backups there are, newest first; a file that is none is passed over."""
        return tuple(backup_of(path, manifest) for path, manifest in self._manifests())

    def _manifests(self) -> list[tuple[Path, Manifest]]:
        found = []
        for path in sorted(self.folder.glob(_PATTERN), reverse=True):
            with suppress(InputError):
                found.append((path, read_manifest(path)))
        return found

    def due(self) -> bool:
        """Tell whether a backup should be made now: time has passed and something was logged since the last."""
        hours = self.plan.hours
        if not hours:
            return False
        newest = self._newest(self._clock.now())
        with self._workspace.reading() as db:
            entries, head = db.execute("SELECT sequence, hash FROM journal_head").fetchone()
        if newest is None:
            return int(entries) > 0
        past = self._clock.now() - datetime.fromisoformat(newest.made) >= timedelta(hours=hours)
        return past and newest.head != head

    def _newest(self, now: datetime) -> Manifest | None:
        """Return the newest of this desk; one that a clock dated ahead of its time is none until that day."""
        for path in sorted(self.folder.glob(_PATTERN), reverse=True):
            with suppress(InputError):
                found = read_manifest(path)
                if datetime.fromisoformat(found.made) <= now and self._is_own(found):
                    return found
        return None

    def _is_own(self, found: Manifest) -> bool:
        """Tell whether a backup is of this desk as it stands: two desks may keep theirs in one folder."""
        with self._workspace.reading() as db:
            row = db.execute("SELECT hash FROM journal WHERE sequence = ?", (found.entries,)).fetchone()
        return row is not None and row[0] == found.head

    def roll(self) -> Backup:
        """Make a rolling backup now and let go of those that are too many. Raises EnvironmentFault."""
        now = self._clock.now()
        target = self.folder / f"tieout-{now:%Y%m%dT%H%M%SZ}.backup"
        newest = self._newest(now)
        for room in (self.folder, *(self.folder / "files" / name for name in STORED)):
            sweep(room, ".*", now)
        made = write_backup(
            self._workspace, target, now, self._program, files_beside=self.folder / "files",
            known=newest.files if newest else None,
        )  # fmt: skip
        with suppress(AppError), machine_faults(self.folder):  # what is too many is let go the next time
            self._let_go(now)
        return made

    def _let_go(self, now: datetime) -> None:
        beside = self.folder / "files"
        # In this order: what somebody puts there meanwhile is not among these, or its backup is under way or found.
        standing = [path for room in STORED for path in (beside / room).glob("*")]
        under_way = any(self.folder.glob(f".{_PATTERN}.*"))
        found = [(path, one, datetime.fromisoformat(one.made)) for path, one in self._manifests()]
        # One dated ahead of its time must not take the place of those made now; another desk's is not ours to remove.
        ours = {path for path, one, made in found if made <= now and self._is_own(one)}
        kept = kept_of((made for path, _, made in found if path in ours), self.plan)
        # What still stands in the workspace is in the next backup, which another window may be making now.
        needed = {name for name, _ in stored_in(self._workspace.folder)}
        for path, manifest, made in found:
            if path not in ours or made in kept:
                needed.update(manifest.files)
            else:
                path.unlink()
        for path in standing:
            if not under_way and path.relative_to(beside).as_posix() not in needed:
                path.unlink()
