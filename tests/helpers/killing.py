"""Killing a piece of work at some moment, in a process of its own, and looking at what is left."""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.helpers.desk_checks import faults_of
from tests.helpers.desk_place import Place, Said, Work, restore


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill came to; ``killed`` is false where the work was done before the blow fell."""

    killed: bool
    acknowledged: int
    seconds_to_open: float
    problems: tuple[str, ...]


def killed_round(place: Place, templates: Path, work: Work, seconds: float) -> Round:
    """Begin a piece of work, kill it after so many seconds, and check everything after a new start."""
    restore(place, templates, work.before)
    child, reading = _begun(place, work)
    _wait_for(reading, b"begun\n")
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    said = _rest_of(reading)
    failed = [] if os.WIFSIGNALED(status) or status == 0 else [f"the work itself ended with status {status}"]
    before = time.monotonic()
    try:
        work.first(place)
        before = time.monotonic()
        with place.open():
            opened = time.monotonic() - before
        failed += faults_of(place, work, said)
    except Exception:  # noqa: BLE001 - a desk that cannot be opened is a finding, not the end of the walk
        opened = time.monotonic() - before
        failed.append(traceback.format_exc(limit=-3))
    return Round(os.WIFSIGNALED(status), len(said), opened, tuple(failed))


def length_of(place: Place, templates: Path, work: Work) -> float:
    """Return how many seconds a piece of work takes when nobody kills it."""
    restore(place, templates, work.before)
    child, reading = _begun(place, work)
    _wait_for(reading, b"begun\n")
    before = time.monotonic()
    os.waitpid(child, 0)
    os.close(reading)
    return time.monotonic() - before


def _begun(place: Place, work: Work) -> tuple[int, int]:
    """Fork a process that works and writes down what was acknowledged; return its id and what to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        services = None if work.opens else place.open()
        os.write(writing, b"begun\n")
        work.do(place, services, lambda said: _tell(writing, said))  # type: ignore[arg-type]
    except BaseException:  # noqa: BLE001 - the forked process must never go on in its parent's place
        os._exit(3)
    os._exit(0)


def _tell(writing: int, said: Said) -> None:
    os.write(writing, json.dumps(asdict(said)).encode() + b"\n")


def _wait_for(reading: int, word: bytes) -> None:
    got = b""
    while got != word and (part := os.read(reading, 1)):
        got += part


def _rest_of(reading: int) -> list[Said]:
    lines = b""
    with suppress(BlockingIOError):
        os.set_blocking(reading, False)
        while select.select((reading,), (), (), 0)[0] and (part := os.read(reading, 1 << 16)):
            lines += part
    os.close(reading)
    return [Said(**json.loads(line)) for line in lines.split(b"\n")[:-1]]
