"""The key of the audit log under the system's keyring: sealed where one answers, never begun anew in silence."""

from __future__ import annotations

import errno
import json
import shutil
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import keyring.backend
import keyring.errors
import pytest

from app.domain.audit import KeyPlace
from app.domain.case import JournalKind, NewEntry
from app.domain.errors import EnvironmentFault, RuleError
from app.reports.exceptions import find_exceptions
from app.storage.seal_keys import SealKeys
from app.storage.store import SqliteStore, open_store
from app.storage.system_keyring import SystemKeyring
from tests.helpers.stores import ANN, UNITS, Clock


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory that can be taken away, locked or made to hang."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types there
        self.held: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.locked = False
        self.hangs: threading.Event | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.held[service, username] = password

    def _answer(self) -> None:
        self.asked += 1
        if self.hangs is not None:
            self.hangs.wait()
        if self.locked:
            raise keyring.errors.KeyringLocked


class Desk:
    """One workspace with keys beside it, opened as a new process would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.keys = folder / "keys"

    def open(self, longest: float = 60.0) -> SqliteStore:
        return self.opened(SystemKeyring(longest=longest, pause=0.0))

    def opened(self, keyring: SystemKeyring | None) -> SqliteStore:
        return open_store(
            self.folder, units=UNITS, clock=Clock(), program_version="0.0.test", keys=self.keys, keyring=keyring
        )

    def write(self, *, count: int = 1, longest: float = 60.0) -> None:
        store = self.open(longest)
        try:
            for _ in range(count):
                store.append(NewEntry(JournalKind.SETTING, ANN, "noted"))
        finally:
            store.close()

    @property
    def kept(self) -> SealKeys:
        return SealKeys(self.keys, self.folder)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    made = Ring()
    before = keyring.core._keyring_backend
    keyring.set_keyring(made)
    yield made
    keyring.core._keyring_backend = before


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def plain_secrets(desk: Desk) -> list[str]:
    """Name the files from which a key can be had without the keyring."""
    first = {path.name: path.read_text("utf-8") for path in desk.keys.iterdir()}
    return sorted(name for name, text in first.items() if '"key"' in text or len(text.strip()) == 64)


def test_a_new_desk_seals_its_keys_under_the_keyring_and_asks_it_once_a_process(desk: Desk, ring: Ring) -> None:
    desk.write(count=3)
    assert plain_secrets(desk) == []
    assert desk.kept.place() is KeyPlace.KEYRING
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in desk.keys.iterdir())
    ring.asked = 0
    desk.write(count=5)
    assert ring.asked == 1
    store = desk.open()
    found = store.verify()
    assert (found.whole, found.sealed, found.proved, found.remarks) == (True, 8, 8, ())


def test_a_key_that_could_not_be_moved_stays_where_it_was_and_the_log_says_so(desk: Desk, ring: Ring) -> None:
    desk.write()
    store = desk.open()
    full = OSError(errno.ENOSPC, "No space left on device (made for a test)")
    entries = store.head()[0]
    with patch.object(SealKeys, "_save", side_effect=full), pytest.raises(EnvironmentFault) as caught:
        store.seal_keys.move(KeyPlace.FILE, ANN, "the keyring goes")
    assert caught.value.code == "disk_full"
    assert desk.kept.place() is KeyPlace.KEYRING
    said = [(json.loads(one.after)["seal_key"], one.summary) for one in store.journal(since=entries)]
    assert [place for place, _ in said] == ["file", "keyring"]
    assert said[0][1].startswith("Begins to move"), "it is logged before it is done"
    assert "could not be moved" in said[1][1]
    assert store.seal_keys.move(KeyPlace.FILE, ANN, "the keyring goes")
    assert desk.kept.place() is KeyPlace.FILE
    assert store.verify().whole
    store.close()


def test_what_the_file_remembers_cannot_be_turned_back_without_the_keyring(desk: Desk, ring: Ring) -> None:
    desk.write(count=3)
    record = json.loads(desk.kept.path.read_text("utf-8"))
    desk.kept.path.write_text(json.dumps({**record, "sequence": 2, "position": 2}), "utf-8")
    with pytest.raises(EnvironmentFault, match="is not what was written"):
        desk.write()


@pytest.mark.parametrize("trouble", ["locked", "lost", "no session", "turned off"])
def test_a_sealed_key_out_of_reach_stops_logging_and_begins_none(
    desk: Desk, ring: Ring, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    desk.write(count=2)
    before = {path.name: path.read_bytes() for path in desk.keys.iterdir()}
    if trouble == "locked":
        ring.locked = True
    elif trouble == "lost":
        ring.held.clear()
    elif trouble == "no session":
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.setattr(sys, "platform", "linux")
    store = desk.opened(None) if trouble == "turned off" else desk.open()
    with pytest.raises(EnvironmentFault, match="Nothing can be logged") as caught:
        store.append(NewEntry(JournalKind.SETTING, ANN, "noted"))
    assert "audit keyring anew" in caught.value.next_step
    assert {path.name: path.read_bytes() for path in desk.keys.iterdir()} == before
    assert store.head()[0] == 2
    found = store.verify()
    assert found.whole
    assert found.proved == 0
    assert any("was not used" in one for one in found.remarks)


def test_an_older_copy_put_back_is_found_without_the_keyring(desk: Desk, ring: Ring) -> None:
    desk.write(count=2)
    shutil.copytree(desk.folder, desk.folder.with_name("old"))
    desk.write()
    shutil.rmtree(desk.folder)
    desk.folder.with_name("old").rename(desk.folder)
    ring.locked = True
    found = desk.open().verify()
    assert (found.whole, found.first_bad) == (False, 3)


def test_a_keyring_that_hangs_is_left_and_the_plain_file_is_said(desk: Desk, ring: Ring) -> None:
    ring.hangs = threading.Event()
    desk.write(longest=0.05)
    ring.hangs.set()
    assert desk.kept.place() is KeyPlace.FILE
    store = desk.open()
    assert store.seal_keys.place() is KeyPlace.FILE
    assert store.verify().proved == 1


def test_a_backend_that_writes_secrets_to_a_plain_file_is_no_keyring(
    desk: Desk, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ring, "__module__", "keyrings.alt.file")
    desk.write()
    assert (desk.kept.place(), ring.held) == (KeyPlace.FILE, {})


def test_a_plain_key_goes_into_the_keyring_and_back_by_commands_that_are_logged(desk: Desk, ring: Ring) -> None:
    ring.locked = True
    desk.write(count=2)
    assert len(plain_secrets(desk)) == 2
    ring.locked = False
    store = desk.open()
    assert store.seal_keys.move(KeyPlace.KEYRING, ANN, "the office has keyrings now")
    assert not store.seal_keys.move(KeyPlace.KEYRING, ANN, "again")
    assert plain_secrets(desk) == []
    store.append(NewEntry(JournalKind.SETTING, ANN, "noted"))
    assert desk.kept.place() is KeyPlace.KEYRING
    assert store.seal_keys.move(KeyPlace.FILE, ANN, "and none any more")
    assert len(plain_secrets(desk)) == 2
    desk.write()
    found = store.verify()
    assert (found.whole, found.proved, found.remarks) == (True, 6, ())
    moves = [one for one in store.journal() if "seal_key" in one.before]
    assert '"seal_key":"file"' in moves[0].before
    assert [one.reason for one in moves] == ["the office has keyrings now", "and none any more"]


def test_a_key_that_cannot_be_moved_stays_and_leaves_no_entry(desk: Desk, ring: Ring) -> None:
    ring.locked = True
    desk.write()
    store = desk.open()
    with pytest.raises(EnvironmentFault, match="keyring"):
        store.seal_keys.move(KeyPlace.KEYRING, ANN, "try")
    assert (store.head()[0], desk.kept.place()) == (1, KeyPlace.FILE)


def test_a_new_key_is_begun_by_a_command_alone_and_every_check_names_it(desk: Desk, ring: Ring) -> None:
    desk.write(count=2)
    store = desk.open()
    with pytest.raises(RuleError, match="can be reached"):
        store.seal_keys.begin_anew(ANN, "for fun")
    store.close()
    ring.held.clear()
    store = desk.open()
    entry = store.seal_keys.begin_anew(ANN, "the machine was set up anew")
    store.append(NewEntry(JournalKind.SETTING, ANN, "noted"))
    found = store.verify()
    assert (entry, found.whole, found.sealed, found.proved) == (3, True, 4, 2)
    assert any("began a new seal key with entry 3" in one for one in found.remarks)
    shown = find_exceptions(store.journal(), ())
    assert [(one.entry.sequence, one.kind) for one in shown] == [(3, "new key of the log begun")]
    assert desk.kept.memories()[-1].sequence == 2, "what was sealed before stays remembered"


def test_a_plain_desk_never_asks_the_keyring(desk: Desk, ring: Ring) -> None:
    ring.locked = True
    desk.write()
    ring.locked = False
    ring.asked = 0
    desk.write(count=2)
    assert ring.asked == 0
