"""Stored files encrypted at rest: whatever the bytes, whatever was changed, whenever the program was killed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import EnvironmentFault, InputError
from app.storage.encryption import PIECE, FileKey, decrypted, encrypted, new_key
from app.storage.file_keys import FileKeys, parse_key
from app.storage.plain_view import plain_view, sweep_views, view_place
from app.storage.store import SqliteStore
from tests.helpers.stores import ANN, accept, decided, draft, full_store, new_store, take_in

KEY = FileKey(bytes(range(32)))
BODIES = [f"%PDF-1.7 {number}".encode() for number in range(5)]


def sealed(path: Path, body: bytes, key: FileKey = KEY) -> Path:
    path.write_bytes(b"".join(encrypted([body], key)))
    return path


def opened(path: Path, key: FileKey = KEY) -> bytes:
    return b"".join(decrypted(path, lambda _: key))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_a_file_of_any_size_comes_back(tmp_path: Path, size: int) -> None:
    body = os.urandom(size)
    path = sealed(tmp_path / "x", body)
    assert opened(path) == body
    assert body[:64] not in path.read_bytes() or size < 16


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(min_size=1, max_size=300), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_file_in_which_one_bit_was_changed_is_never_read(tmp_path: Path, body: bytes, place: int, bit: int) -> None:
    path = sealed(tmp_path / "x", body)
    bytes_of = bytearray(path.read_bytes())
    bytes_of[place % len(bytes_of)] ^= 1 << bit
    path.write_bytes(bytes_of)
    with pytest.raises(EnvironmentFault):
        opened(path)


@pytest.mark.parametrize("deed", ["cut", "drop", "swap", "double", "append"])
def test_pieces_cannot_be_left_out_exchanged_or_put_in(tmp_path: Path, deed: str) -> None:
    path = sealed(tmp_path / "x", os.urandom(3 * PIECE))
    whole = path.read_bytes()
    head, rest = whole[:59], whole[59:]
    one, two, three = (rest[i : i + PIECE + 16] for i in range(0, len(rest), PIECE + 16))
    pieces = {
        "cut": one + two, "drop": one + three, "swap": two + one + three, "double": one + one + two + three,
        "append": one + two + three + three,
    }[deed]  # fmt: skip
    path.write_bytes(head + pieces)
    with pytest.raises(EnvironmentFault):
        opened(path)


def test_two_files_of_the_same_bytes_share_nothing(tmp_path: Path) -> None:
    assert sealed(tmp_path / "a", b"same").read_bytes()[27:] != sealed(tmp_path / "b", b"same").read_bytes()[27:]


def test_a_key_that_was_damaged_or_is_another_is_refused(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path)
    path = keys.keep(KEY)
    assert path.stat().st_mode & 0o077 == 0
    assert parse_key(path.read_text()) == KEY
    for text in ("", "TIEOUT DOCUMENT KEY 1\nname x\n00", path.read_text().replace("0102", "0103")):
        with pytest.raises(InputError):
            parse_key(text)
    path.write_text("nonsense")
    with pytest.raises(EnvironmentFault) as caught:
        FileKeys(tmp_path).get(KEY.name)
    assert caught.value.code == "document_key_missing"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    full_store(tmp_path / "desk").close()
    made = new_store(tmp_path / "desk", keys=tmp_path / "keys")
    for body in BODIES:
        take_in(made, body=body)
    (tmp_path / "mail").write_bytes(b"Dear all")
    case = decided(made, 1, draft()).cases[0].case_id
    made.keeper.attach(case, tmp_path / "mail", ANN)
    accept(made, 1, case)
    yield made
    made.close()


def plain_bodies(store: SqliteStore) -> list[bytes]:
    """Return what a worker would read of each document."""
    found = []
    for number in range(1, len(BODIES) + 1):
        path = store.file_of(number)
        view = store.vault.view(path)
        found.append((view.path if view else path).read_bytes())
        if view:
            view.close()
            assert not view.path.exists()
    return found


def lying(store: SqliteStore) -> bytes:
    return b"\n".join(
        path.read_bytes() for room in ("documents", "attachments") for path in sorted((store.folder / room).iterdir())
    )


def test_turned_on_nothing_plain_is_left_and_everything_is_read(store: SqliteStore, tmp_path: Path) -> None:
    assert store.vault.turn_on(tmp_path / "copy", ANN, "disk policy") == 6
    take_in(store, body=b"%PDF-1.7 later")
    assert b"%PDF" not in lying(store)
    assert b"Dear all" not in lying(store)
    assert plain_bodies(store) == BODIES
    assert parse_key((tmp_path / "copy").read_text()).name == store.vault.state().key_name
    state = store.vault.state()
    assert (state.encrypted, state.plain, state.key_here) == (7, 0, True)
    assert (store.verify().whole, store.verify().remarks) == (True, ())
    store.keeper.save_attachment(1, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"Dear all"
    assert store.vault.turn_off(ANN, "moved to an encrypted disk") == 7
    assert b"%PDF-1.7 later" in lying(store)
    assert store.vault.state().encrypted == 0
    assert store.verify().whole


def test_no_copy_of_the_key_no_encryption(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        store.vault.turn_on(None, ANN, "x")
    assert caught.value.code == "key_copy_needed"
    (tmp_path / "copy").write_text("something")
    with pytest.raises(InputError):
        store.vault.turn_on(tmp_path / "copy", ANN, "x")
    assert store.vault.state().key_name == ""
    assert b"%PDF" in lying(store)


class Killed(BaseException):
    """What ends a program at once, for a test."""


@pytest.mark.parametrize("point", [1, 2, 3, 4, 5, 9, 16])
@pytest.mark.parametrize("turn", ["on", "off"])
def test_killed_at_any_step_of_rewriting_every_file_stays_readable_and_it_goes_on(
    store: SqliteStore, tmp_path: Path, point: int, turn: str
) -> None:
    """Each step that touches the disk may be the last: new name, sync, replacement, removal."""
    if turn == "off":
        store.vault.turn_on(tmp_path / "copy", ANN, "x")
    real = {name: getattr(os, name) for name in ("fsync", "replace", "unlink")}
    seen = 0

    def passing(name: str, *values: object, **named: object) -> object:
        nonlocal seen
        seen += 1
        if seen == point:
            raise Killed
        return real[name](*values, **named)

    def rewrite(*, encrypt: bool, step: object) -> int:
        with (
            patch.object(os, "fsync", lambda *v, **n: passing("fsync", *v, **n)),
            patch.object(os, "replace", lambda *v, **n: passing("replace", *v, **n)),
            patch.object(os, "unlink", lambda *v, **n: passing("unlink", *v, **n)),
        ):
            return real_rewrite(encrypt=encrypt, step=step)  # type: ignore[arg-type]

    real_rewrite = store.vault._rewrite
    with patch.object(store.vault, "_rewrite", rewrite), pytest.raises(Killed):
        _turn(store, turn, tmp_path)
    store.close()
    again = new_store(tmp_path / "desk", keys=tmp_path / "keys")
    assert plain_bodies(again) == BODIES
    assert again.verify().whole
    _turn(again, turn, tmp_path)
    state = again.vault.state()
    assert (state.plain if turn == "on" else state.encrypted) == 0
    assert plain_bodies(again) == BODIES
    assert again.verify().whole
    again.close()


def _turn(store: SqliteStore, turn: str, tmp_path: Path) -> None:
    if turn == "on":
        store.vault.turn_on(tmp_path / "copy" if not store.vault.state().key_name else None, ANN, "x")
    else:
        store.vault.turn_off(ANN, "x")


def test_a_full_disk_while_rewriting_loses_nothing(store: SqliteStore, tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device (made for a test)")
    store.vault.turn_on(tmp_path / "copy", ANN, "x")
    with patch.object(os, "fsync", side_effect=full), pytest.raises(EnvironmentFault) as caught:
        store.vault._rewrite(encrypt=False, step=None)
    assert caught.value.code == "disk_full"
    assert plain_bodies(store) == BODIES
    assert store.vault.state().encrypted == len(BODIES) + 1


def test_without_its_key_a_desk_says_so_and_takes_nothing_in_plain(store: SqliteStore, tmp_path: Path) -> None:
    store.vault.turn_on(tmp_path / "copy", ANN, "x")
    store.close()
    elsewhere = new_store(tmp_path / "desk", keys=tmp_path / "no keys")
    with pytest.raises(EnvironmentFault) as caught:
        elsewhere.vault.view(elsewhere.file_of(1))
    assert caught.value.code == "document_key_missing"
    with pytest.raises(EnvironmentFault):
        take_in(elsewhere, body=b"%PDF-1.7 new")
    assert elsewhere.facts().documents == len(BODIES)
    found = elsewhere.verify()
    assert found.whole
    assert any("6 stored files are encrypted" in remark for remark in found.remarks)
    with pytest.raises(InputError) as caught_input:
        elsewhere.vault.install_key(_other_key(tmp_path))
    assert caught_input.value.code == "another_key"
    elsewhere.vault.install_key(tmp_path / "copy")
    assert plain_bodies(elsewhere) == BODIES
    assert not any("encrypted" in remark for remark in elsewhere.verify().remarks)
    elsewhere.close()


def test_an_encrypted_file_that_was_changed_is_found(store: SqliteStore, tmp_path: Path) -> None:
    store.vault.turn_on(tmp_path / "copy", ANN, "x")
    path = store.file_of(2)
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(body)
    assert "document 2 has other bytes" in store.verify().trouble


def test_a_file_named_like_an_encrypted_one_comes_in_like_any_other(store: SqliteStore, tmp_path: Path) -> None:
    """What is encrypted is told by the name we gave, never by bytes from outside."""
    body = b"".join(encrypted([b"x"], KEY))
    number = take_in(store, body=body)
    assert store.file_of(number).read_bytes() == body
    assert store.file_of(number).name == hashlib.sha256(body).hexdigest() + ".bin"


def test_views_of_killed_programs_are_removed_and_those_of_running_ones_stay() -> None:
    mine = plain_view([b"plain"], "a.pdf")
    dead = view_place() / "tieout-plain-999999999-x"
    dead.mkdir()
    (dead / "b.pdf").write_bytes(b"plain")
    sweep_views()
    assert mine.path.read_bytes() == b"plain"
    assert mine.path.parent.stat().st_mode & 0o077 == 0
    assert not dead.exists()
    mine.close()
    assert not mine.path.parent.exists()


def _other_key(tmp_path: Path) -> Path:
    return FileKeys(tmp_path / "other").keep(new_key())
