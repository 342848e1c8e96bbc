"""Upkeep of a desk that writes more than one thing at once: keys and log, stored files and their other form, backups.

Each piece of work is of the kind in ``desk_work``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.bootstrap import restore_backup
from app.domain.audit import KeyPlace
from app.domain.case import Action, CaseState, Command
from app.domain.errors import AppError, RuleError
from app.domain.keeping import FileKind
from app.storage.backup_manifest import read_manifest
from app.storage.backups import check_files
from app.storage.store import SqliteStore
from app.workflow.anchoring import begin_seal_key_anew, move_seal_key
from app.workflow.attachments import attach
from app.workflow.backing_up import back_up
from app.workflow.encrypting import turn_off, turn_on
from app.workflow.resolve_case import apply
from app.workflow.resolve_many import apply_together, seen, undo_step
from app.workflow.services import Services
from tests.helpers.desk_place import Place, Tell, Work, entry_of, file_of, restore


class _Steps:
    """A clock that goes an hour on at each look: backups are named by the second."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        self._now += timedelta(hours=1)
        return self._now


# --- stored files ----------------------------------------------------------------------------------------------------
def _encrypt(place: Place, services: Services, tell: Tell) -> None:
    turn_on(services, place.base / "copy.document-key", "a laptop")
    tell(entry_of(services))
    tell(file_of(place.base / "copy.document-key"))


def _encrypt_again(place: Place, services: Services) -> Iterator[str]:
    turn_on(services, place.base / "again.document-key", "a laptop")
    state = services.store.vault.state()
    if state.plain or not state.encrypted:
        yield f"after encrypting again: {state}"


def _decrypt(_: Place, services: Services, tell: Tell) -> None:
    turn_off(services, "no laptop any more")
    tell(entry_of(services))


def _decrypt_again(_: Place, services: Services) -> Iterator[str]:
    turn_off(services, "no laptop any more")
    state = services.store.vault.state()
    if state.encrypted or not state.plain:
        yield f"after decrypting again: {state}"


def _delete(_: Place, services: Services, tell: Tell) -> None:
    for _time in (1, 2):
        free = [one for one in services.store.keeper.stored_files() if not one.why_kept]
        services.store.keeper.delete(free[:2], services.actor, "their time is over", after={})
        tell(entry_of(services))


def _deleted(_: Place, services: Services) -> Iterator[str]:
    assert isinstance(services.store, SqliteStore)
    services.store.keeper.remove_deleted()  # as the next start does
    gone = {(one.kind, one.stored_name) for one in services.store.keeper.deletions()}
    stand = {(one.kind, one.stored_name): one.size for one in services.store.keeper.stored_files()}
    for kind, name in gone:
        if services.store._shelves[FileKind(kind)].find(name) is not None:
            yield f"deleted and still there: {name}"
    yield from (f"not deleted and gone: {name}" for (_kind, name), size in stand.items() if not size)


# --- keys ------------------------------------------------------------------------------------------------------------
def _move_keys(_: Place, services: Services, tell: Tell) -> None:
    for target in (KeyPlace.KEYRING, KeyPlace.FILE):
        moved = move_seal_key(services, target, "asked for by the auditor")
        assert moved, "it was kept there before"
        assert services.store.seal_keys.place() is target, "said to be moved, and is not"
        tell(entry_of(services))
        services.store.set_setting("theme", target.value, services.actor)
        tell(entry_of(services))


def _begin_anew(_: Place, services: Services, tell: Tell) -> None:
    begin_seal_key_anew(services, "the keyring was lost")
    tell(entry_of(services))
    services.store.set_setting("theme", "dark", services.actor)
    tell(entry_of(services))


def _anew_again(_: Place, services: Services) -> Iterator[str]:
    with suppress(RuleError):  # begun before
        begin_seal_key_anew(services, "the keyring was lost")
    yield from ()


# --- many at once ----------------------------------------------------------------------------------------------------
def _together(_: Place, services: Services, tell: Tell) -> None:
    looked = [seen(case) for case in services.store.cases((CaseState.OPEN,))]
    apply_together(services, looked, Command(Action.NOTE, 0, "waits for the buyer"))
    tell(entry_of(services))
    undo_step(services)
    tell(entry_of(services))


# --- backups ---------------------------------------------------------------------------------------------------------
def _roll(_: Place, services: Services, tell: Tell) -> None:
    assert isinstance(services.store, SqliteStore)
    backups = services.store.backups
    backups._clock = _Steps()
    backups.set_plan(services.actor, "little room", daily=0, weekly=0)
    made = []
    for number in range(5):
        services.store.set_setting("theme", str(number), services.actor)
        tell(entry_of(services))
        made.append(backups.roll())
    tell(file_of(made[-1].path))  # those before it go as soon as three newer ones are made


def _roll_again(_: Place, services: Services) -> Iterator[str]:
    assert isinstance(services.store, SqliteStore)
    backups = services.store.backups
    backups._clock = _Steps(max((one.made for one in backups.found()), default=None))
    backups.roll()
    for path in sorted(backups.folder.glob("*.backup")):
        try:
            check_files(path, read_manifest(path), backups.folder / "files", {})
        except AppError as error:
            yield f"{path.name}: {error}"


def _restore(place: Place, _: Services, tell: Tell) -> None:
    place.name_keys()
    restore_backup(place.base / "desk.zip", place.workspace)
    with place.open() as services:
        tell(entry_of(services))


def _restore_first(place: Place) -> None:
    """Put the backup back once more where nothing stands yet."""
    if not place.workspace.exists() or not any(place.workspace.iterdir()):
        place.name_keys()
        restore_backup(place.base / "desk.zip", place.workspace)


def _restored(_: Place, services: Services) -> Iterator[str]:
    if not services.store.lost_up_to():
        yield "nobody knows that something was decided since the backup"
    if not services.store.cases():
        yield "the desk was not put back"


UPKEEP = (
    Work("encrypt", "attached", _encrypt, again=_encrypt_again),
    Work("decrypt", "encrypted", _decrypt, again=_decrypt_again),
    Work("delete", "attached", _delete, again=_deleted),
    Work("move keys", "keyring", _move_keys),
    Work("key anew", "keyring lost", _begin_anew, again=_anew_again),
    Work("together", "processed", _together),
    Work("roll backups", "attached", _roll, again=_roll_again),
    Work("restore", "backed up", _restore, opens=True, first=_restore_first, again=_restored),
)


def prepare_upkeep(place: Place, templates: Path) -> None:
    """Make the states that upkeep begins from out of ``processed`` and ``resolved``."""

    def keep(name: str) -> None:
        shutil.copytree(place.base, templates / name)

    restore(place, templates, "processed")
    with place.open() as services:
        case, *_ = services.store.cases((CaseState.OPEN,))
        attach(services, case.case_id, place.tables / "vendors.csv", "delivery note")
        for one in services.store.cases((CaseState.OPEN,)):
            with suppress(AppError):  # settled together with another case of its invoice
                apply(services, one.case_id, Command(Action.REJECT, one.version, "to be billed anew"))
    keep("attached")
    with place.open() as services:
        turn_on(services, place.base / "first.document-key", "a laptop")
    keep("encrypted")
    restore(place, templates, "resolved")
    place.keyring.mkdir()
    keep("keyring")
    with place.open() as services:
        move_seal_key(services, KeyPlace.KEYRING, "asked for by the auditor")
    shutil.rmtree(place.keyring)
    place.keyring.mkdir()
    keep("keyring lost")
    restore(place, templates, "resolved")
    with place.open() as services:
        back_up(services, place.base / "desk.zip")
    old = place.base / "old"
    place.workspace.rename(old)
    with replace(place, name="old").open() as services:
        services.store.set_setting("theme", "since the backup", services.actor)
    shutil.rmtree(old)
    keep("backed up")
