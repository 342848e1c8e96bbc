"""The window killed in the midst of learning a profile: ``python -m tests.benchmarks.learning_kills [ROUNDS] [SEED]``.

Each round a window of its own learns a profile from an invoice and saves it, and is killed (SIGKILL) at a random
moment of learning or, in every second round, of saving. After a new start the desk must open, its log verify, every
profile be whole and stand in the log as it lies in the folder, no half file be in sight, no worker be left; what was
said to be saved must be there, and the profile can be learned again. It ends with status 1 where that does not hold.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.bootstrap import KEYRING_VARIABLE, KEYS_VARIABLE, open_services
from app.cli.main import main as tieout
from app.domain.errors import AppError
from app.extraction.profiles.files import PROFILE_FILE, check_profile_file
from app.extraction.workers import process
from app.storage.database_place import DATABASE_NAME
from app.workflow.batch import resume
from app.workflow.services import Services
from tests.helpers.learning_window import STAGES
from tests.helpers.odd_papers import VENDOR, odd_invoices

ROOT = Path(__file__).resolve().parents[2]
ID = "xx/quillback-ironmongery"
_TOLD = "treat 'Hopla' as freight; the total is right of 'Endlich'; dates are day first"
_WORKERS_END = 15.0


def main() -> int:
    """Kill so many times and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=30)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrong, ends = 0, Counter[str]()
    with tempfile.TemporaryDirectory(prefix="tieout-learning-") as name:
        base, template = Path(name) / "desk", Path(name) / "template"
        os.environ |= {KEYS_VARIABLE: str(base / "keys"), KEYRING_VARIABLE: "off", "QT_QPA_PLATFORM": "offscreen"}
        _prepare(base)
        shutil.copytree(base, template)
        took = _killed(base, None, 0.0)[1]
        print(", ".join(f"{stage} after {seconds:.1f} s" for stage, seconds in took.items()), flush=True)
        for number in range(options.rounds):
            shutil.rmtree(base)
            shutil.copytree(template, base)
            stage = "saving" if number % 2 else "opened"
            length = took["saved"] - took[stage]
            at = chance.uniform(0, 1.05 * length)
            reached, _, workers = _killed(base, stage, at)
            found = [*_left(workers), *_faults(base / "workspace", saved=reached == "saved")]
            if number % 10 == 9:
                found += _learned_again(base)
            ends[reached] += 1
            wrong += bool(found)
            print(
                f"round {number}: killed {at:.2f} s after “{stage}”, had said “{reached}”: {found or 'whole'}",
                flush=True,
            )
    print(f"{options.rounds} rounds, the last that was said: {dict(ends)}; {wrong} rounds with anything not whole")
    return min(1, wrong)


def _prepare(base: Path) -> None:
    papers = base / "papers"
    papers.mkdir(parents=True)
    for arguments in (
        ("process", *map(str, odd_invoices(papers))),
        ("profiles", "new", ID, "--vendor-name", VENDOR),
        ("profiles", "tell", ID, _TOLD, "--save"),
    ):
        assert tieout(["--workspace", str(base / "workspace"), *arguments]) == 0


def _killed(base: Path, stage: str | None, after: float) -> tuple[str, dict[str, float], set[int]]:
    """Let a window learn and kill it so long after it said a stage (None: let it end).

    Returns the last stage it said, when it said each, and the workers that it had.
    """
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.learning_window", str(base / "workspace")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert window.stdout is not None
    began, said = time.monotonic(), dict[str, float]()
    for line in window.stdout:
        said[line.strip()] = time.monotonic() - began
        if line.strip() == stage:
            break
    workers = set[int]()
    if stage is not None:
        time.sleep(after)
        workers = _children(window.pid)
        window.send_signal(signal.SIGKILL)
    for line in window.stdout:
        said[line.strip()] = time.monotonic() - began
    window.wait()
    reached = [one for one in STAGES if one in said]
    assert reached, "the window never opened"
    return reached[-1], said, workers


def _children(parent: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    rows = [row.split(maxsplit=1) for row in listed.stdout.splitlines()]
    return {int(pid) for pid, command in rows if process.__name__ in command}


def _left(workers: set[int]) -> Iterator[str]:
    """Name the workers that outlive their window."""
    deadline = time.monotonic() + _WORKERS_END
    while any(map(_runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    yield from (f"worker {one} is left" for one in sorted(workers) if _runs(one))


def _runs(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    try:
        return process.__name__ in command.read_text()
    except OSError:
        return False


def _faults(workspace: Path, *, saved: bool) -> Iterator[str]:
    """Start anew and name everything that is not whole."""
    try:
        with open_services(workspace, user="clerk") as services:
            resume(services)
            yield from _not_whole(services, workspace, saved=saved)
    except AppError as error:
        yield f"the desk does not open: {error}"


def _not_whole(services: Services, workspace: Path, *, saved: bool) -> Iterator[str]:
    verified = services.store.verify()
    if not verified.whole:
        yield f"the log: {verified.trouble}"
    with sqlite3.connect(workspace / DATABASE_NAME) as db:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            yield "the database is damaged"
    db.close()
    in_log = services.store.saved_profiles()
    for path in sorted((workspace / "profiles").rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue
        if path.name == PROFILE_FILE:
            file = check_profile_file(path)
            if in_log.get(file.profile.id) != file.sha256:
                yield f"{file.profile.id} is not in the log as it lies there"
            if saved and file.profile.version <= 2:
                yield "what was said to be saved is not there"
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
        else:
            yield f"{path.name} is left"
    if saved and not list((workspace / "profiles").rglob("expected/*.json")):
        yield "what its sample holds was said to be saved and is not there"


def _learned_again(base: Path) -> Iterator[str]:
    reached, *_ = _killed(base, None, 0.0)
    if reached != "saved":
        yield f"learned again, it came to “{reached}” only"
    yield from _faults(base / "workspace", saved=True)


if __name__ == "__main__":
    sys.exit(main())
