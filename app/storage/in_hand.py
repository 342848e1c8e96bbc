"""Which files of the inbox a running program has in hand: a byte of a lock file each, by the file's number.

The system frees the bytes when the program ends, however it ends, so no file is kept from being read by a program that
died. It is a courtesy between windows, so that none reads what another one reads already; that a file is taken in once
is for the database to see to. Where nothing can be locked, every program has whatever it asks for.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

LOCK_NAME = ".inbox.lock"
# The first byte is had by whoever is taking just now, so that of two who go on with one batch one gets all of it.
_TURN = 0
_PATIENCE = 1  # seconds; files that are put into the inbox wait for it within their transaction
_STEP_ASIDE = 0.005
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@dataclass(slots=True)
class _Held:
    """What this program has in hand of one desk. Its file stays open: closing it anywhere frees all of its bytes."""

    handle: int | None
    numbers: set[int] = field(default_factory=set)


_HELD: dict[Path, _Held] = {}
_ONE_AT_A_TIME = threading.Lock()


class InHand:
    """The files one desk's running programs have in hand. Several of this program share what they know."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME

    def take(self, wanted: Iterable[int]) -> frozenset[int]:
        """Take files in hand; return those that nobody else has."""
        with _ONE_AT_A_TIME:
            held = _HELD.get(self._path) or _Held(_opened(self._path))
            with _turn(held.handle):
                free = (number for number in wanted if number not in held.numbers)
                mine = frozenset(number for number in free if _lock(held.handle, number))
            held.numbers |= mine
            self._keep(held)
        return mine

    def let_go(self, numbers: Iterable[int]) -> None:
        """Let files go; what is not in hand is passed over."""
        with _ONE_AT_A_TIME:
            held = _HELD.get(self._path)
            if held is None:
                return
            for number in held.numbers.intersection(numbers):
                held.numbers.discard(number)
                _unlock(held.handle, number)
            self._keep(held)

    def _keep(self, held: _Held) -> None:
        if held.numbers:
            _HELD[self._path] = held
            return
        _HELD.pop(self._path, None)
        if held.handle is not None:
            os.close(held.handle)


def _opened(path: Path) -> int | None:
    with suppress(OSError):
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    return None


def _waited_for_turn(handle: int | None) -> bool:
    """Wait for the turn, but not for a program that was stopped in its own: who has what is told without it, too."""
    until = time.monotonic() + _PATIENCE
    while not (locked := _lock(handle, _TURN)):
        if time.monotonic() >= until:
            return False
        time.sleep(_STEP_ASIDE)
    return locked


@contextmanager
def _turn(handle: int | None) -> Iterator[None]:
    locked = _waited_for_turn(handle)
    try:
        yield
    finally:
        if locked:
            _unlock(handle, _TURN)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int | None, number: int) -> bool:
        """Lock one byte, or tell that another program has it."""
        if handle is None:
            return True
        try:
            os.lseek(handle, number, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in _TAKEN
        return True

    def _unlock(handle: int | None, number: int) -> None:
        if handle is not None:
            with suppress(OSError):
                os.lseek(handle, number, os.SEEK_SET)
                msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int | None, number: int) -> bool:
        """Lock one byte, or tell that another program has it."""
        if handle is None:
            return True
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError as error:
            return error.errno not in _TAKEN
        return True

    def _unlock(handle: int | None, number: int) -> None:
        if handle is not None:
            with suppress(OSError):
                fcntl.lockf(handle, fcntl.LOCK_UN, 1, number)
