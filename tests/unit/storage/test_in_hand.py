"""Which files a running program has in hand: nobody else reads them, until it lets go or ends, however it ends."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault
from app.domain.inbox import InboxItem, InboxState
from app.storage import in_hand
from app.storage.in_hand import LOCK_NAME, InHand
from app.storage.store import SqliteStore
from tests.helpers.stores import new_store

ROOT = Path(__file__).resolve().parents[3]
_OTHER = (
    "import sys; from pathlib import Path; from app.storage.in_hand import InHand\n"
    "mine = InHand(Path(sys.argv[1])).take(map(int, sys.argv[2:]))\n"
    "print(*sorted(mine), flush=True); sys.stdin.readline()"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = new_store(tmp_path / "desk")
    yield opened
    opened.close()


def other_program(folder: Path, *numbers: int) -> subprocess.Popen[str]:
    """Start a program that takes these in hand and keeps them until it is told to end."""
    return subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(folder), *map(str, numbers)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def taken_by(program: subprocess.Popen[str]) -> list[int]:
    assert program.stdout is not None
    return [int(word) for word in program.stdout.readline().split()]


def test_what_another_program_has_in_hand_is_free_once_it_is_killed(tmp_path: Path) -> None:
    mine = InHand(tmp_path)
    assert mine.take([1, 2]) == {1, 2}
    with other_program(tmp_path, 1, 2, 3, 4) as other:
        assert taken_by(other) == [3, 4]
        assert mine.take([2, 3, 4, 5]) == {5}
        other.kill()
    assert mine.take([3, 4]) == {3, 4}
    mine.let_go([1, 2, 3, 4, 5])


def test_what_is_let_go_is_free_for_others_and_the_rest_stays_in_hand(tmp_path: Path) -> None:
    mine, also = InHand(tmp_path), InHand(tmp_path)
    mine.take([1, 2])
    assert also.take([1, 2, 3]) == {3}, "another window of this program is another one"
    mine.let_go([1, 7])
    with other_program(tmp_path, 1, 2, 3) as other:
        assert taken_by(other) == [1]
        other.kill()
    mine.let_go([2])
    also.let_go([3])
    assert not in_hand._HELD, "its file is closed"


def test_where_nothing_can_be_locked_everybody_has_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert InHand(tmp_path / "gone").take([1, 2]) == {1, 2}
    InHand(tmp_path / "gone").let_go([1, 2])

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr("fcntl.lockf", no_locks)
    assert InHand(tmp_path).take([1, 2]) == {1, 2}
    InHand(tmp_path).let_go([1, 2])


def test_a_program_that_was_stopped_in_its_turn_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the first byte until it goes on, which may be never; what it has in hand is told all the same."""
    real = in_hand._lock
    asked = list[int]()

    def stopped(handle: int | None, number: int) -> bool:
        asked.append(number)
        return number not in (in_hand._TURN, 7) and real(handle, number)

    monkeypatch.setattr(in_hand, "_lock", stopped)
    monkeypatch.setattr(in_hand, "_PATIENCE", 0)
    assert InHand(tmp_path).take([6, 7]) == {6}
    assert asked == [in_hand._TURN, 6, 7]
    InHand(tmp_path).let_go([6])


def test_files_of_a_batch_are_in_hand_before_anybody_can_see_them(store: SqliteStore, tmp_path: Path) -> None:
    items = store.enqueue([tmp_path / "a.pdf", tmp_path / "b.pdf"], "drop", in_hand=True)
    assert store.inbox((InboxState.WAITING,))
    assert store.take_in_hand() == ()
    store.let_go(items[:1])
    assert store.take_in_hand() == items[:1]
    store.let_go(items)
    assert store.take_in_hand() == items, "oldest first"
    store.let_go(items)
    assert (store.folder / LOCK_NAME).stat().st_size == 0


def test_what_could_not_be_remembered_is_in_nobodys_hand(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise EnvironmentFault("disk_full", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(store._workspace, "witness", type("Full", (), {"committed": full, "dropped": full})())
        with pytest.raises(EnvironmentFault):
            store.enqueue([tmp_path / "a.pdf"], "drop", in_hand=True)
    assert not in_hand._HELD


def test_what_others_were_through_with_meanwhile_is_not_read_again(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = store.enqueue([tmp_path / "a.pdf", tmp_path / "b.pdf"], "drop")
    real = InHand.take

    def late(hand: InHand, wanted: Iterator[int]) -> frozenset[int]:
        numbers = list(wanted)
        store.finish(first.inbox_id, InboxState.REFUSED)
        return real(hand, numbers)

    monkeypatch.setattr(InHand, "take", late)
    assert store.take_in_hand() == (second,)
    assert in_hand._HELD[store.folder / LOCK_NAME].numbers == {second.inbox_id}
    store.let_go([second])


def test_a_machine_that_fails_after_the_taking_leaves_nothing_in_hand(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what waits would wait until this program ends: it would take it for another one's."""
    items = store.enqueue([tmp_path / "a.pdf"], "drop")
    answers = iter((items,))

    def once() -> tuple[InboxItem, ...]:
        for answer in answers:
            return answer
        raise EnvironmentFault("disk_error", "The disk does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(store, "_waiting", once)
        with pytest.raises(EnvironmentFault):
            store.take_in_hand()
    assert store.take_in_hand() == items
    store.let_go(items)


def test_the_lock_file_is_not_handed_to_programs_that_are_started(tmp_path: Path) -> None:
    hand = InHand(tmp_path)
    hand.take([1])
    handle = in_hand._HELD[tmp_path / LOCK_NAME].handle
    assert handle is not None
    assert not os.get_inheritable(handle)
    hand.let_go([1])
