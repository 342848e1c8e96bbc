"""Seals and anchors find a journal that was written anew with all its hashes; honest work alarms nobody."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.audit import parse_anchor
from app.domain.case import JournalKind, NewEntry
from app.domain.errors import InputError
from app.storage.seal_keys import SealKeys
from tests.helpers.stores import ANN, BOB
from tests.helpers.tampering import SealedDesk


@pytest.fixture
def desk(tmp_path: Path) -> SealedDesk:
    made = SealedDesk(tmp_path)
    made.write(12)
    return made


EDIT = "UPDATE journal SET reason = 'forged' WHERE sequence = 7"
FORGED = (
    "INSERT INTO journal SELECT 13, time, kind, user, role, workstation, person, program_version, document_id, "
    "case_id, 'forged', before, after, reason, hash, 'x' FROM journal WHERE sequence = 12"
)


def test_an_honest_journal_is_whole_and_every_seal_is_proved(desk: SealedDesk) -> None:
    found = desk.verify()
    assert (found.whole, found.sealed, found.proved, found.remarks) == (True, 12, 12, ())


@pytest.mark.parametrize(
    ("statements", "rehash_from", "first_bad"),
    [
        ((EDIT,), 7, 7),
        (("DELETE FROM journal WHERE sequence = 5", "DELETE FROM journal_seals WHERE sequence = 12"), 5, 5),
        (("DELETE FROM journal WHERE sequence = 5",), 5, 5),
        ((EDIT, "DELETE FROM journal_seals"), 7, None),
        ((EDIT, "DELETE FROM journal_seals WHERE sequence >= 7"), 7, 7),
        ((FORGED,), 13, 13),
        (
            (FORGED, "INSERT INTO journal_seals SELECT 13, stream, 12, seal FROM journal_seals WHERE sequence = 12"),
            13,
            13,
        ),
        (("DELETE FROM journal WHERE sequence = 12", "DELETE FROM journal_seals WHERE sequence = 12"), 12, 12),
        (("DELETE FROM journal WHERE sequence > 4", "DELETE FROM journal_seals WHERE sequence > 4"), 4, 5),
        (("DELETE FROM journal WHERE sequence = 12",), 12, 12),
    ],
)
def test_a_journal_written_anew_with_all_its_hashes_but_without_the_key_is_found(
    desk: SealedDesk, statements: tuple[str, ...], rehash_from: int, first_bad: int | None
) -> None:
    desk.tamper(*statements, rehash_from=rehash_from)
    found = desk.verify()
    assert not found.whole
    assert found.trouble
    assert found.attack
    if first_bad is not None:
        assert found.first_bad == first_bad


def test_entries_sealed_anew_with_the_key_on_the_machine_are_found_by_the_first_key(desk: SealedDesk) -> None:
    """Forward security: the key of an earlier entry is gone, so its seal cannot be made again."""
    desk.tamper(EDIT, rehash_from=7, seal=True)
    found = desk.verify()
    assert (found.whole, found.first_bad) == (False, 7)


def test_the_auditors_key_finds_it_on_another_machine_too(desk: SealedDesk) -> None:
    store = desk.open()
    key = store.seal_key()
    assert key is not None
    store.carry_key_away(key.stream)
    gone = store.seal_key()
    store.close()
    assert gone is not None
    assert gone.first_key == ""
    first_keys = {key.stream: bytes.fromhex(key.first_key)}
    assert desk.verify("elsewhere").proved == 0
    assert desk.verify("elsewhere", first_keys=first_keys).proved == 12
    desk.tamper(EDIT, rehash_from=7, seal=True)
    assert desk.verify("elsewhere").whole
    assert not desk.verify("elsewhere", first_keys=first_keys).whole


@pytest.mark.parametrize("trick", ["DELETE FROM journal_seals", "UPDATE journal_seals SET stream = 'another'"])
def test_a_key_that_seals_nothing_is_no_proof(desk: SealedDesk, trick: str) -> None:
    """Elsewhere nobody remembers the log: written anew without seals, the key must not be mute."""
    store = desk.open()
    key = store.seal_key()
    store.close()
    assert key is not None
    desk.tamper(EDIT, trick, rehash_from=7)
    found = desk.verify("elsewhere", first_keys={key.stream: bytes.fromhex(key.first_key)})
    assert not found.whole
    assert key.stream in found.trouble


def test_an_older_copy_put_back_is_found_also_after_the_program_wrote_on(desk: SealedDesk) -> None:
    desk.copy()
    desk.write(3)
    desk.put_back()
    assert not desk.verify().whole
    desk.write(5, "after it")
    found = desk.verify()
    assert not found.whole
    assert "older copy" in found.attack


def test_a_backup_that_a_controller_answered_for_is_a_remark_from_then_on(desk: SealedDesk) -> None:
    desk.copy()
    desk.write(3)
    desk.put_back()
    store = desk.open()
    assert store.accept_losses(BOB, "the disk broke") == 1
    assert store.accept_losses(BOB, "again") == 0
    store.close()
    found = desk.verify()
    assert found.whole
    assert any("answered for" in remark for remark in found.remarks)


def test_another_journal_in_the_same_folder_is_told_and_is_no_alarm(desk: SealedDesk) -> None:
    shutil.rmtree(desk.folder)
    desk.write(2, "a new beginning")
    found = desk.verify()
    assert found.whole
    assert found.remarks == ("another journal of 12 entries stood in this folder before",)


def test_a_journal_forged_from_its_first_entry_on_is_found(desk: SealedDesk) -> None:
    desk.tamper("UPDATE journal SET user = 'eve' WHERE sequence = 1", rehash_from=1)
    assert not desk.verify().whole
    desk.tamper("DELETE FROM journal_seals")
    assert not desk.verify().whole


# --- honest histories ------------------------------------------------------------------------------------------------
def crash_before_the_key_was_kept(desk: SealedDesk) -> None:
    path = SealKeys(desk.keys, desk.folder).path
    kept = path.read_bytes()
    desk.write(4)
    path.write_bytes(kept)


def two_windows_at_once(desk: SealedDesk) -> None:
    one, two = desk.open(), desk.open()
    for number in range(6):
        (one if number % 2 else two).append(NewEntry(JournalKind.SETTING, ANN, "turn about"))
    one.close()
    two.close()


def two_accounts(desk: SealedDesk) -> None:
    desk.write(2, keys="bob's keys")
    desk.write(2)
    desk.write(2, keys="bob's keys")


def the_key_is_lost(desk: SealedDesk) -> None:
    shutil.rmtree(desk.keys)
    desk.write(3)


def a_key_file_full_of_nonsense(desk: SealedDesk) -> None:
    SealKeys(desk.keys, desk.folder).path.write_text("{")
    desk.write(2)


def a_write_that_failed(desk: SealedDesk) -> None:
    store = desk.open()
    with pytest.raises(ValueError, match="belongs to the store"):
        store.append(NewEntry(JournalKind.SETTING, ANN, "x", after={"store": {}}))
    store.append(NewEntry(JournalKind.SETTING, ANN, "y"))
    store.close()


def moved(desk: SealedDesk) -> None:
    new = desk.folder.with_name("moved")
    desk.folder.rename(new)
    desk.folder = new
    desk.write(3)


HONEST = (
    crash_before_the_key_was_kept, two_windows_at_once, two_accounts, the_key_is_lost, a_key_file_full_of_nonsense,
    a_write_that_failed, moved,
)  # fmt: skip


@pytest.mark.parametrize("history", HONEST)
def test_an_honest_history_raises_no_alarm(desk: SealedDesk, history: Callable[[SealedDesk], None]) -> None:
    history(desk)
    desk.write(2)
    found = desk.verify()
    assert found.whole, found
    assert found.sealed == found.entries


def test_a_desk_named_by_a_way_round_has_the_keys_of_its_own_path(desk: SealedDesk) -> None:
    round_about = desk.folder / ".." / desk.folder.name
    assert SealKeys(desk.keys, round_about).path == SealKeys(desk.keys, desk.folder).path


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there that a test has not")
def test_a_desk_opened_by_a_link_has_the_keys_of_its_own_path_unless_the_link_had_them_first(
    desk: SealedDesk, tmp_path: Path
) -> None:
    link = tmp_path / "linked"
    link.symlink_to(desk.folder, target_is_directory=True)
    assert SealKeys(desk.keys, link).path == SealKeys(desk.keys, desk.folder).path
    others = tmp_path / "older"
    others.mkdir()
    former = others / f"{hashlib.sha256(os.fsencode(link)).hexdigest()[:24]}.json"
    former.write_text("{}", "utf-8")
    assert SealKeys(others, link).path == former


def test_a_crash_loses_no_seal(desk: SealedDesk) -> None:
    crash_before_the_key_was_kept(desk)
    desk.write(1)
    found = desk.verify()
    assert (found.sealed, found.proved) == (17, 17)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    in_the_way = tmp_path / "keys"
    in_the_way.write_text("a file")
    desk = SealedDesk(tmp_path)
    desk.write(3)
    found = desk.verify()
    assert (found.whole, found.sealed, found.proved) == (True, 3, 0)
    assert found.remarks == ("3 entries from 1 on are sealed with a key that is not here",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_nobody_but_the_owner_can_read_a_key(desk: SealedDesk) -> None:
    for path in desk.keys.iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert desk.keys.stat().st_mode & 0o077 == 0


# --- anchors ---------------------------------------------------------------------------------------------------------
def test_an_anchor_finds_what_the_machine_has_forgotten(desk: SealedDesk) -> None:
    anchor = desk.anchor()
    shutil.rmtree(desk.keys)
    assert desk.verify(anchors=(anchor,)).whole
    desk.tamper("DELETE FROM journal WHERE sequence > 9", "DELETE FROM journal_seals WHERE sequence > 9", rehash_from=9)
    assert desk.verify().whole  # nothing on this machine knows better
    found = desk.verify(anchors=(anchor,))
    assert (found.whole, found.first_bad) == (False, 10)


def test_an_anchor_finds_an_edit_by_somebody_who_has_the_key(desk: SealedDesk) -> None:
    anchor = desk.anchor()
    desk.tamper(EDIT, rehash_from=7, seal=True)
    shutil.rmtree(desk.keys)
    desk.write(3)
    assert not desk.verify(anchors=(anchor,)).whole


@pytest.mark.parametrize("field", ["root", "head"])
def test_a_changed_anchor_is_found(desk: SealedDesk, field: str) -> None:
    anchor = desk.anchor()
    wrong = replace(anchor, **{field: "0" * 64})  # type: ignore[arg-type]
    assert not desk.verify(anchors=(wrong,)).whole
    key = SealKeys(desk.keys, desk.folder).first_key(anchor.stream)
    assert key is not None
    other_day = replace(anchor, time="2020-01-01T00:00:00+00:00")
    assert desk.verify(anchors=(other_day,)).whole
    assert not desk.verify(anchors=(other_day,), first_keys={anchor.stream: key}).whole
    assert desk.verify(anchors=(anchor,), first_keys={anchor.stream: key}).whole


def test_an_anchor_survives_printing_and_mailing(desk: SealedDesk) -> None:
    anchor = desk.anchor()
    assert parse_anchor(anchor.printed()) == anchor
    mailed = "Hello,\r\n\r\n" + "".join(f"> {line}\r\n" for line in anchor.printed().splitlines()) + "\r\nRegards"
    assert parse_anchor(mailed) == anchor
    for text in ("", "hello", "TIEOUT ANCHOR 1\nentries x\nhead\n"):
        with pytest.raises(InputError, match="no anchor"):
            parse_anchor(text)


def test_what_no_anchor_stands_for_is_counted(desk: SealedDesk) -> None:
    store = desk.open()
    assert (store.anchor_standing().entries, store.anchor_standing().last) == (12, None)
    store.anchor(BOB)
    assert store.anchor_standing().entries == 0
    store.append(NewEntry(JournalKind.SETTING, ANN, "more"))
    found = store.anchor_standing()
    assert found.entries == 1
    assert found.since is not None
    assert found.last is not None
    assert found.last < found.since
    assert json.loads(store.journal()[12].after)["anchor"]["entries"] == 12
    store.close()


def test_the_key_is_on_the_disk_before_it_takes_the_place_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that points to an empty file after a power cut would forget what this machine sealed last."""
    done: list[str] = []
    replaced = os.replace

    def sync(handle: int) -> None:
        kind = os.fstat(handle)
        done.append("folder" if stat.S_ISDIR(kind.st_mode) else "written" if kind.st_size else "empty")

    def replace_file(source: Path, target: Path) -> None:
        done.append("replaced")
        replaced(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace_file)
    keys = SealKeys(tmp_path / "keys", tmp_path / "desk")
    keys.save(keys.begin("first"))
    # The folder's own name first, then the first key and its name, then where the stream stands.
    assert done == ["folder", "written", "replaced", "folder", "written", "replaced"]
