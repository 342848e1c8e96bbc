"""What reading costs, as ratios from one run: ``python -m tests.benchmarks.reading [--repeat N]``; it asserts nothing.

A digital page against ``pdfplumber.extract_words`` on the same page, a scanned page (with its second reading) against
the bare tesseract program on the same picture, and two worker processes against one. All use one thread a process.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.knowledge import Knowledge, load_knowledge
from app.extraction.workers.worker import ReaderPool
from app.shipped_files import resource_path

_DPI = 300
_OPTIONS = ReadingOptions(use_profiles=False, use_einvoice=False, ocr_languages=("eng",))


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some work."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def digital(files: Sequence[Path], knowledge: Knowledge, repeat: int) -> tuple[float, float]:
    """Return seconds a file of this program, from file to invoice, and of pdfplumber's words alone."""
    own, other = [], []
    for file in files:
        own.append(seconds(lambda file=file: read_document(file, _OPTIONS, knowledge), repeat))  # type: ignore[misc]
        other.append(seconds(lambda file=file: _plumbed(file), repeat))  # type: ignore[misc]
    return sum(own) / len(own), sum(other) / len(other)


def _plumbed(file: Path) -> None:
    with pdfplumber.open(file) as document:
        for page in document.pages:
            page.extract_words()


def scanned(files: Sequence[Path], knowledge: Knowledge, folder: Path, repeat: int) -> tuple[float, float]:
    """Return seconds a scan of this program, and of the bare tesseract program on the same picture."""
    own, other = [], []
    for number, file in enumerate(files):
        with pypdfium2.PdfDocument(file) as document:
            picture = document[0].render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        png, scan = folder / f"{number}.png", folder / f"{number}.pdf"
        picture.save(png, dpi=(_DPI, _DPI))
        picture.save(scan, "PDF", resolution=_DPI, quality=85)
        own.append(seconds(lambda scan=scan: read_document(scan, _OPTIONS, knowledge), repeat))  # type: ignore[misc]
        bare = ["tesseract", str(png), "-", "-l", "eng", "--psm", "4", "--dpi", str(_DPI), "tsv"]
        other.append(
            seconds(lambda bare=bare: subprocess.run(bare, capture_output=True, check=True), repeat)  # type: ignore[misc]
        )
    return sum(own) / len(own), sum(other) / len(other)


def pooled(files: Sequence[Path], workers: int) -> float:
    """Return how long a pool of so many workers takes for the files, its start apart."""
    with ReaderPool(_OPTIONS, workers=workers) as pool:
        for warm in [pool.submit(files[0]) for _ in range(workers)]:
            warm.result()
        begun = time.perf_counter()
        for future in [pool.submit(file) for file in files]:
            future.result()
        return time.perf_counter() - begun


def main(arguments: Sequence[str]) -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--files", type=int, default=6)
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    knowledge = load_knowledge(resource_path())
    files = sorted((resource_path("sample_data") / "invoices").glob("*.pdf"))
    papers = [file for file in files if _has_text(file)][: options.files]
    read_document(papers[0], _OPTIONS, knowledge)  # libraries are loaded before the clock starts
    own, other = digital(papers, knowledge, options.repeat)
    print(f"digital: {1000 * own:.1f} ms against {1000 * other:.1f} ms of pdfplumber: {own / other:.2f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = papers[:1]
        scanned(warm, knowledge, folder, 1)
        own, other = scanned(papers, knowledge, folder, options.repeat)
        print(f"scanned: {own:.2f} s against {other:.2f} s of tesseract: {own / other:.2f}")
        scans = sorted(folder.glob("*.pdf")) * 2
        one, two = pooled(scans, 1), pooled(scans, 2)
        print(f"workers: two take {two:.1f} s, one takes {one:.1f} s: {one / two:.2f} times as fast")


def _has_text(file: Path) -> bool:
    with pypdfium2.PdfDocument(file) as document:
        return len(document[0].get_textpage().get_text_bounded()) > 100


if __name__ == "__main__":
    main(sys.argv[1:])
