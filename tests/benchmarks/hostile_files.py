"""Hostile files through the reading processes: ``python -m tests.benchmarks.hostile_files [FOLDER…]``.

Reads every PDF, picture and XML of the folders given and those made here (tests.helpers.hostile_files), one after the
other, with the limits that always hold, and prints for each what became of it and how long it took. It fails where one
took longer than a document may, where the program's own process was hurt, where a worker or its folder stayed behind,
or where a good file after a hostile one was read otherwise than before.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.domain.invoice import Reading
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from tests.helpers.hostile_files import write_hostile_files
from tests.helpers.papers import pdf_invoice
from tests.helpers.processes import worker_processes

_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".xml")
_MOST_SECONDS = WorkerLimits().wall_seconds + 2.0  # and what ending a process takes


def main(arguments: Sequence[str] | None = None) -> int:
    """Read them all; return how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args(arguments).folders
    with tempfile.TemporaryDirectory() as made, ReaderPool(ReadingOptions(use_profiles=False), workers=1) as pool:
        paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS]
        paths += write_hostile_files(Path(made))
        good = pdf_invoice(Path(made) / "good.pdf")
        wanted = _told(pool.submit(good).result())
        before = worker_processes()
        seconds, wrong = [], 0
        for path in paths:
            begun = time.monotonic()
            reading = pool.submit(path).result(timeout=300)
            seconds.append(time.monotonic() - begun)
            scans = reading.error is None and reading.invoice is not None and reading.invoice.source.value != "text"
            late = seconds[-1] > _MOST_SECONDS and not scans
            after = _told(pool.submit(good).result())
            wrong += late or after != wanted
            mark = "LATE" if late else ("" if after == wanted else "THE NEXT FILE WAS READ OTHERWISE")
            print(f"{path.name:40} {seconds[-1]:6.1f} s  {_told(reading)} {mark}", flush=True)
        wrong += len(worker_processes() - before) > len(before)
    left = worker_processes()
    print(f"{len(paths)} files, median {statistics.median(seconds):.2f} s, longest {max(seconds):.1f} s, {wrong} wrong")
    print(f"{len(left)} workers left behind")
    return wrong + len(left)


def _told(reading: Reading) -> str:
    if reading.error is not None:
        return f"refused: {reading.error.code}"
    assert reading.invoice is not None
    findings = ",".join(sorted({one.code for one in reading.invoice.findings}))
    total = reading.invoice.header.total
    return (
        f"{reading.pages} pages, {len(reading.invoice.lines)} lines, total {total.value if total else '-'} [{findings}]"
    )


if __name__ == "__main__":
    raise SystemExit(main())
