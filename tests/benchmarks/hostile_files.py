"""Hostile files of every kind through the program: ``python -m tests.benchmarks.hostile_files [FOLDER…]``.

Hands every document, table, profile, policy, reading and database of the folders given and those made here
(tests.helpers.hostile_files, hostile_structures, hostile_coded, hostile_tables, lying_papers, hidden_papers) to the
part of the program that it is for, one after the other, with the limits that always hold, and prints for each what
became of it and how long it took. Where a folder has a ``manifest.json`` (``name``, ``attack`` and ``want``), what was
wanted is printed beside it and marked where the outcome is of another kind. It fails where one cleared by itself,
took longer than a document may, changed a database it refused or was given no verdict, where the program's own
process was hurt, where a worker stayed behind, or where a good file after a hostile one was read otherwise than
before.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from tests.helpers import hostile_coded, hostile_structures, hostile_tables, lying_papers
from tests.helpers.hidden_papers import HIDDEN, TOTAL
from tests.helpers.hostile_files import write_hostile_files
from tests.helpers.hostile_outcomes import KINDS, Outcome, outcome_of, told
from tests.helpers.papers import pdf_invoice
from tests.helpers.processes import worker_processes
from tests.helpers.small_desk import small_desk

_MOST_SECONDS = WorkerLimits().wall_seconds + 2.0  # and what ending a process takes
_REFUSED = ("error", "refus")
_HELD = (
    "review",
    "flag",
    "ask",
    "note",
    "ocr",
    "ambiguous",
    "stripped",
    "ignored",
    "cannot read",
    "never",
    "row number",
    "no file",
)
_NOTHING_DONE = ("ignored", "never extracted", "no file")  # whoever refuses the file does none of it either
_READ = ("text", "page", "recovered", "lines", "finishes", "stored", "read", "normalised", "render", "blank", "header")


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them all; return how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--only-folders", action="store_true", help="leave out the files that are made here")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made, ReaderPool(ReadingOptions(use_profiles=False), workers=1) as pool:
        wanted = {path: want for folder in asked.folders for path, want in _listed(folder).items()}
        if not asked.only_folders:
            wanted |= dict.fromkeys(_made(Path(made)), "")
        wrong = _try_all(wanted, pool, Path(made))
    left = worker_processes()
    print(f"{len(left)} workers left behind")
    return wrong + len(left)


def _listed(folder: Path) -> dict[Path, str]:
    """Return the files of a folder with what its manifest wants of each."""
    manifest = folder / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    wants = {entry["name"]: entry["want"] for entry in entries}
    paths = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in KINDS and path != manifest)
    return {path: wants.get(path.name, "") for path in paths}


def _made(folder: Path) -> list[Path]:
    paths = write_hostile_files(folder)
    others = {**hostile_structures.STRUCTURES, **hostile_tables.TABLES, **hostile_coded.CODED}
    lies = {f"lie_{name}.pdf": make(f"L-{name[:12]}") for name, make in lying_papers.LIES.items()}
    lies |= {f"hidden_{name}.pdf": make(TOTAL, f"H-{name[:12]}") for name, make in HIDDEN.items()}
    for name, data in (*((name, make()) for name, make in others.items()), *lies.items()):
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    return paths


def _try_all(wanted: Mapping[Path, str], pool: ReaderPool, folder: Path) -> int:
    desk = small_desk(folder / "desk")
    good = pdf_invoice(folder / "good.pdf")
    before, workers = told(pool.submit(good).result()), worker_processes()
    seconds, wrong, others = [], 0, 0
    for path, want in wanted.items():
        begun = time.monotonic()
        outcome = outcome_of(path, pool, desk)
        seconds.append(time.monotonic() - begun)
        faults = _faults(outcome, seconds[-1], told(pool.submit(good).result()) == before)
        other = bool(want) and not as_wanted(want, outcome.state)
        wrong, others = wrong + bool(faults), others + other
        marks = " ".join((*faults, *(["OTHERWISE"] if other else [])))
        print(f"{path.name:34} {seconds[-1]:5.1f} s  {outcome.state:8} {marks:10} {outcome.said[:150]}", flush=True)
        if want:
            print(f"{'':34}   wanted: {want}", flush=True)
    desk.services.close()
    wrong += len(worker_processes() - workers) > len(workers)
    print(
        f"{len(wanted)} files, median {statistics.median(seconds):.2f} s, longest {max(seconds):.1f} s, {wrong} wrong"
    )
    print(f"{sum(map(bool, wanted.values()))} of a manifest, {others} of them otherwise than wanted")
    if sys.platform != "win32":
        import resource

        print(f"most memory of a process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    return wrong


def _faults(outcome: Outcome, seconds: float, good: bool) -> list[str]:
    found = [outcome.state] if outcome.state.isupper() else []
    if seconds > _MOST_SECONDS and outcome.state == "refused":
        found.append("LATE")
    return found if good else [*found, "THE NEXT FILE WAS READ OTHERWISE"]


def as_wanted(want: str, state: str) -> bool:
    """Tell whether an outcome is of a kind that a manifest's words allow; what is held was read, with a reason."""
    words = want.casefold()
    kinds = {"refused": (*_REFUSED, *_NOTHING_DONE), "held": (*_HELD, *_READ), "read": _READ}
    return any(word in words for word in kinds.get(state, ()))


if __name__ == "__main__":
    raise SystemExit(main())
