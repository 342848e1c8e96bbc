"""After a power cut at any moment a file is as it was or whole, and what was acknowledged is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.durable import move_into_place
from app.reports.whole_file import write_whole
from app.storage.encryption import FileKey
from app.storage.file_keys import FileKeys, write_key
from app.storage.files import write_new
from app.storage.restoring import restore
from app.storage.seal_keys import SealKeys, SealState
from app.storage.shelf import Shelf
from app.workflow.anchoring import _write as write_anchor
from tests.helpers.power_cut import PowerCut, Tree, tree_of
from tests.helpers.stores import full_store, take_in

OLD, NEW = b"what stood there\n", b"what stands there now\n"
KEY = FileKey(b"\1" * 32)
NAME = "0" * 64
STATES = 3


def _written(path: Path) -> None:
    path.write_bytes(NEW)


Writer = Callable[[Path], object]
# Each with the file it writes; what stands there before is named where it may be replaced.
WRITERS: dict[str, tuple[Writer, str, bytes | None]] = {
    "an export": (lambda folder: write_whole(folder / "exports" / "a.csv", _written), "exports/a.csv", None),
    "an export anew": (lambda folder: write_whole(folder / "a.csv", _written), "a.csv", OLD),
    "an anchor": (lambda folder: write_anchor(folder / "a.txt", NEW.decode()), "a.txt", OLD),
    "an attachment saved": (lambda folder: write_new(folder / "a.pdf", [NEW[:5], NEW[5:]]), "a.pdf", None),
    "a key of documents": (
        lambda folder: FileKeys(folder / "a" / "keys").keep(KEY), f"a/keys/{KEY.name}.document-key", None,
    ),
    "a copy of that key": (lambda folder: write_key(folder / "copy", KEY), "copy", OLD),
    "a stored invoice": (
        lambda folder: Shelf(folder / "documents").put([NEW], lambda: NAME, encrypt=False), f"documents/{NAME}", None,
    ),
}  # fmt: skip


def assert_holds(cut: PowerCut, name: str, before: bytes | None, after: bytes) -> int:
    """Check one file in every state: whole at any moment, and there once the work was done."""
    states = list(cut.states())
    for done, tree in states:
        assert tree.get(name) in ((after,) if done else (before, after)), (done, tree.keys())
    return len(states)


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_as_it_was_or_whole_and_there_once_it_was_said_to_be(tmp_path: Path, name: str) -> None:
    write, target, before = WRITERS[name]
    if before is not None:
        (tmp_path / target).write_bytes(before)
    with PowerCut(tmp_path) as cut:
        write(tmp_path)
    assert assert_holds(cut, target, before, (tmp_path / target).read_bytes()) > STATES


def test_a_backup_is_whole_or_not_there(tmp_path: Path) -> None:
    store = full_store(tmp_path / "desk")
    take_in(store)
    (tmp_path / "copies").mkdir()
    with PowerCut(tmp_path / "copies") as cut:
        store.backups.write(tmp_path / "copies" / "b.backup")
    store.close()
    assert assert_holds(cut, "b.backup", None, (tmp_path / "copies" / "b.backup").read_bytes()) > STATES


def test_the_first_key_of_a_stream_is_there_before_anything_is_sealed_with_it(tmp_path: Path) -> None:
    keys = SealKeys(tmp_path / "keys", tmp_path / "desk")
    with PowerCut(tmp_path) as cut:
        state = keys.begin("first")
    name = keys.first_key_path(state.stream).relative_to(tmp_path).as_posix()
    assert_holds(cut, name, None, state.key.hex().encode())


def test_a_seal_key_is_the_one_before_or_after(tmp_path: Path) -> None:
    """A key that is behind catches up; half of one would begin another stream (S2.64)."""
    keys = SealKeys(tmp_path / "keys", tmp_path / "desk")
    first = SealState("s", 1, b"\1" * 32, 1, "a", "j")
    keys.save(first)
    before = keys.path.read_bytes()
    with PowerCut(tmp_path) as cut:
        keys.save(SealState("s", 2, b"\2" * 32, 2, "b", "j"))
    name, after = keys.path.relative_to(tmp_path).as_posix(), keys.path.read_bytes()
    assert {tree.get(name) for _, tree in cut.states()} == {before, after}


def test_a_desk_put_back_is_there_with_all_its_files_or_not_at_all(tmp_path: Path) -> None:
    store = full_store(tmp_path / "desk")
    take_in(store)
    store.backups.write(tmp_path / "b.backup")
    store.close()
    root = tmp_path / "disk"
    (root / "again").mkdir(parents=True)
    with PowerCut(root) as cut:
        restore(tmp_path / "b.backup", root / "again")
    whole = _below(tree_of(root), "again/")
    assert any(name.startswith("documents/") for name in whole)
    seen = set()
    for done, tree in cut.states():
        found = _below(tree, "again/")
        assert found in ((whole,) if done else (set(), whole))
        assert all(tree[f"again/{name}"] for name in found if not name.endswith(("/", "-wal", "-shm")))
        seen.add(bool(found))
    assert seen == {False, True}


def _below(tree: Tree, folder: str) -> set[str]:
    return {name.removeprefix(folder) for name in tree if name.startswith(folder) and name != folder}


def test_the_cut_finds_what_is_not_made_sure_of(tmp_path: Path) -> None:
    """The model itself: a name without its folder's sync may be lost, bytes without their own may be nothing."""
    with PowerCut(tmp_path) as cut:
        (tmp_path / ".a").write_bytes(NEW)
        os.replace(tmp_path / ".a", tmp_path / "a")
    assert {tree.get("a") for done, tree in cut.states() if done} == {None, b""}
    with PowerCut(tmp_path) as sure:
        (tmp_path / ".b").write_bytes(NEW)
        move_into_place(tmp_path / ".b", tmp_path / "b")
    assert {tree.get("b") for done, tree in sure.states() if done} == {NEW}
