"""One of several programs that work on one workspace at once: started as a process of its own, told when to begin.

``python -m tests.helpers.two_windows JOB WORKSPACE USER [ARGUMENT]`` opens the desk, says ``ready``, waits for a line,
works, and says one line of JSON for each thing that was acknowledged (``done``) or refused in words (``refused``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.bootstrap import open_services
from app.domain.case import Action, Command
from app.domain.errors import AppError, ConflictError
from app.workflow.batch import resume
from app.workflow.given_readings import GivenReaders, load_readings
from app.workflow.resolve_case import apply
from app.workflow.services import Services
from tests.helpers.hammering import hammer

ROOT = Path(__file__).resolve().parents[2]
NOTES = 6


def _say(kind: str, text: str) -> None:
    sys.stdout.write(json.dumps({kind: text}) + "\n")
    sys.stdout.flush()


def _head(services: Services) -> str:
    """Return the hash of the newest entry of this account: what was acknowledged to it."""
    return next(one.hash for one in reversed(services.store.journal()) if one.user == services.actor.user)


def _note(services: Services, _: str) -> Callable[[], None]:
    """Write notes to the first case; where it changed in between, look at it again."""
    case_id = services.store.cases()[0].case_id

    def work() -> None:
        written = 0
        while written < NOTES:
            seen = services.store.case(case_id).version
            note = f"{services.actor.user} {written}"
            try:
                apply(services, case_id, Command(Action.NOTE, seen, note))
            except ConflictError as error:
                _say("refused", error.code)
            else:
                written += 1
                _say("done", _head(services))

    return work


def _accept(services: Services, _: str) -> Callable[[], None]:
    """Accept the first case as it stood before anybody began."""
    case = services.store.cases()[0]

    def work() -> None:
        apply(services, case.case_id, Command(Action.ACCEPT, case.version, f"agreed by {services.actor.user}"))
        _say("done", _head(services))

    return work


def _take_in(services: Services, readings: str) -> Callable[[], None]:
    """Take in and decide every file that waits."""
    reading = replace(services, readers=GivenReaders(load_readings(Path(readings))))
    return lambda: _say("done", str(len(resume(reading))))


def _one_by_one(services: Services, readings: str) -> Callable[[], None]:
    """Take in and decide every file that waits, and say so after each."""
    reading = replace(services, readers=GivenReaders(load_readings(Path(readings))))
    return lambda: _say("done", str(len(resume(reading, on_document=lambda item, _: _say("taken", item.path)))))


def _everything(services: Services, told: str) -> Callable[[], None]:
    """Do everything in no order, for so many seconds."""
    seconds, _, folder = told.partition(" ")
    return lambda: hammer(services, Decimal(seconds), Path(folder), _say)


JOBS = {"note": _note, "accept": _accept, "take in": _take_in, "one by one": _one_by_one, "everything": _everything}


def main(arguments: Sequence[str]) -> None:
    """Be one of the programs."""
    job, workspace, user, *more = arguments
    with open_services(Path(workspace), user=user) as services:
        work = JOBS[job](services, *more or [""])
        _say("ready", user)
        sys.stdin.readline()
        try:
            work()
        except AppError as error:
            _say("refused", str(error))


def program(job: str, workspace: Path, user: str, *more: str) -> subprocess.Popen[str]:
    """Start one program; it says that it is ready and waits for a line."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.two_windows", job, str(workspace), user, *more],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def at_once(job: str, workspace: Path, users: Sequence[str], *more: str) -> list[list[dict[str, Any]]]:
    """Start one program for each user, let all begin together, and return what each said."""
    programs = [program(job, workspace, user, *more) for user in users]
    for one in programs:
        assert one.stdout is not None
        assert "ready" in one.stdout.readline(), one.communicate()[1]
    for one in programs:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate() for one in programs]
    assert [(errors, one.returncode) for (_, errors), one in zip(said, programs, strict=True)] == [
        ("", 0) for _ in programs
    ]
    return [[json.loads(line) for line in words.splitlines()] for words, _ in said]


def killed_in_its_midst(job: str, workspace: Path, user: str, *more: str, after: int) -> list[dict[str, Any]]:
    """Start one program, kill it so many seconds after it began, and return what it said in whole lines until then."""
    one = program(job, workspace, user, *more)
    assert one.stdin is not None
    assert one.stdout is not None
    assert "ready" in one.stdout.readline(), one.communicate()[1]
    one.stdin.write("\n")
    one.stdin.flush()
    with suppress(subprocess.TimeoutExpired):
        one.wait(after)
    one.kill()
    words, _ = one.communicate()
    return [json.loads(line) for line in words.splitlines(keepends=True) if line.endswith("\n")]


if __name__ == "__main__":
    main(sys.argv[1:])
