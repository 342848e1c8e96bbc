"""What reading costs, as ratios from one run: ``python -m tests.benchmarks.reading [FILE…]``; it asserts nothing.

A digital page against ``pdfplumber.extract_words`` on the same page, for the sample's files and for those given; a
scanned page, with and without its second reading, against the bare tesseract program on the same picture; two worker
processes against one, in time and in processor time (what two workers share costs the one or the other); and with
``--pages N`` what a worker holds in memory over a file of so many pages. All use one thread a process. Digital and
scanned pages are measured in processor time, tesseract's included. The look before clearing is measured by the clock
and in processor time on papers of two pages, made ones and those given (``--looks`` measures nothing else).
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
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import cv2
import pdfplumber
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from app.domain.invoice import Source
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.knowledge import Knowledge, load_knowledge
from app.extraction.workers.process import collect_seldom
from app.extraction.workers.worker import ReaderPool
from app.shipped_files import resource_path
from tests.helpers.processes import worker_processes

_DPI = 300
_SEVERAL = 5
_LOOKED_AT = 2  # pages of the papers on which the look before clearing is measured
_OPTIONS = ReadingOptions(use_profiles=False, use_einvoice=False, ocr_languages=("eng",))


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median processor time of some work, that of the programs it starts included."""
    times = []
    for _ in range(repeat):
        begun = os.times()
        work()
        ended = os.times()
        times.append(sum(ended[:4]) - sum(begun[:4]))
    return statistics.median(times)


def digital(files: Sequence[Path], knowledge: Knowledge, repeat: int) -> tuple[float, float]:
    """Return seconds of this program, from file to invoice, and of pdfplumber's words alone, over all files."""
    own, other = 0.0, 0.0
    for file in files:
        own += seconds(lambda file=file: _times(_SEVERAL, lambda: read_document(file, _OPTIONS, knowledge)), repeat)  # type: ignore[misc]
        other += seconds(lambda file=file: _plumbed(file), repeat)  # type: ignore[misc]
    return own / _SEVERAL, other


def _times(number: int, work: Callable[[], object]) -> None:
    """Do something several times: processor time is counted in hundredths of a second."""
    for _ in range(number):
        work()


def _plumbed(file: Path) -> None:
    with pdfplumber.open(file) as document:
        for page in document.pages:
            page.extract_words()


def scanned(files: Sequence[Path], knowledge: Knowledge, folder: Path, repeat: int) -> tuple[float, float, float]:
    """Return seconds of this program with and without a second reading, and of the bare tesseract program, a scan."""
    own, first, other = [], [], []
    for number, file in enumerate(files):
        with pypdfium2.PdfDocument(file) as document:
            picture = document[0].render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        png, scan = folder / f"{number}.png", folder / f"{number}.pdf"
        picture.save(png, dpi=(_DPI, _DPI))
        picture.save(scan, "PDF", resolution=_DPI, quality=85)
        own.append(seconds(lambda scan=scan: read_document(scan, _OPTIONS, knowledge), repeat))  # type: ignore[misc]
        first.append(seconds(lambda scan=scan: _read_pages(scan), repeat))  # type: ignore[misc]
        bare = ["tesseract", str(png), "-", "-l", "eng", "--psm", "4", "--dpi", str(_DPI), "tsv"]
        other.append(
            seconds(lambda bare=bare: subprocess.run(bare, capture_output=True, check=True), repeat)  # type: ignore[misc]
        )
    return sum(own) / len(own), sum(first) / len(first), sum(other) / len(other)


def _read_pages(file: Path) -> None:
    with open_document(file) as document:
        reader = PageReader(document, _OPTIONS.ocr_languages, lambda _: None)
        for number in range(1, document.page_count + 1):
            reader.read(number)


def pooled(files: Sequence[Path], workers: int) -> tuple[float, float]:
    """Return the seconds a pool of so many workers takes for the files, its start apart, and its processor seconds."""
    with ReaderPool(_OPTIONS, workers=workers) as pool:
        for warm in [pool.submit(files[0]) for _ in range(workers)]:
            warm.result()
        used, begun = _processor_seconds(worker_processes()), time.perf_counter()
        for future in [pool.submit(file) for file in files]:
            future.result()
        return time.perf_counter() - begun, _processor_seconds(worker_processes()) - used


def _processor_seconds(processes: Iterable[int]) -> float:
    """Return the processor time of processes and of what they started and waited for; zero where nobody tells."""
    ticks = 0
    for process in processes:
        stat = Path(f"/proc/{process}/stat")
        if stat.exists():
            ticks += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def held(pages: int, file: Path) -> list[tuple[int, int]]:
    """Return what a worker holds, in megabytes, at some pages of a long file and at its end."""
    _long_invoice(file, pages)
    found: list[tuple[int, int]] = []
    with ReaderPool(_OPTIONS, workers=1) as pool:

        def look(page: int, of: int) -> None:
            if page == 1 or page % max(1, of // 10) == 0:
                found.append((page, _resident(worker_processes())))

        reading = pool.submit(file, on_page=look).result()
        found.append((pages, _resident(worker_processes())))
    lines = len(reading.invoice.lines) if reading.invoice is not None else 0
    why = f" ({reading.error.code})" if reading.error is not None else ""
    print(f"long file: {pages} pages, {lines} lines{why} in {reading.seconds} s")
    return found


def looked_at(files: Iterable[Path]) -> list[tuple[float, float, Path]]:
    """Return what the look before clearing takes of each file: seconds, and processor seconds; the first of them cold.

    Only papers with lines are looked at, whatever else is to be said of them.
    """
    found: list[tuple[float, float, Path]] = []
    with ReaderPool(_OPTIONS, workers=1) as pool:
        for file in files:
            invoice = pool.submit(file).result().invoice
            if invoice is not None and invoice.lines and invoice.source is not Source.OCR:
                used, begun = _processor_seconds(worker_processes()), time.perf_counter()
                pool.look(file, invoice).result()
                taken = time.perf_counter() - begun
                found.append((taken, _processor_seconds(worker_processes()) - used, file))
    return found


def _print_looks(given: Sequence[Path], folder: Path) -> None:
    made = {lines: folder / f"{lines}-lines-a-page.pdf" for lines in (6, 24, 60)}
    for lines, file in made.items():
        _long_invoice(file, 2, lines)
    two = [file for file in given if _pages(file) == _LOOKED_AT]
    cold, *looks = looked_at([made[6], *made.values(), *two])
    print(f"look before clearing, the first of a worker: {cold[0]:.2f} s, {cold[1]:.2f} s of processor")
    for seconds_, used, file in looks:
        print(f"look before clearing: {seconds_:.2f} s, {used:.2f} s of processor: {file.name}")
    for name, some in (("made", looks[: len(made)]), ("given", looks[len(made) :])):
        if some:
            clock, processor = sorted(one[0] for one in some), sorted(one[1] for one in some)
            print(f"look before clearing, {len(some)} papers {name} of two pages: {_spread(clock)}")
            print(f"look before clearing, the same in processor time: {_spread(processor)}")


def _spread(times: Sequence[float]) -> str:
    return f"median {statistics.median(times):.2f} s, most {times[-1]:.2f} s"


def _resident(processes: Iterable[int]) -> int:
    """Return the memory that processes hold, in megabytes; zero where the system does not tell."""
    total = 0
    for process in processes:
        status = Path(f"/proc/{process}/statm")
        if status.exists():
            total += int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total // 1_000_000


def _long_invoice(file: Path, pages: int, lines: int = 6) -> None:
    """Write one invoice of so many pages, so many lines and a heading on each, the total on the last."""
    canvas, total, places = Canvas(str(file), pagesize=(612, 792)), Decimal(0), (54, 120, 330, 400, 480)
    step = min(20.0, 630 / (lines + 2))
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", min(9.0, 0.85 * step))
        canvas.drawString(54, 750, "Northwind Fixture Supply, Inc.")
        canvas.drawString(400, 750, "Invoice No. 100482")
        canvas.drawString(54, 40, f"Page {page} of {pages}")
        rows = [("Item", "Description", "Qty", "Price", "Amount")]
        for line in range(lines * (page - 1) + 1, lines * page + 1):
            count, price = line % 97 + 1, Decimal(line % 1313 + 101) / 100
            total += count * price
            text = f"Steel bolt M{line % 40} zinc plated"
            rows.append((f"AX-{10000 + line}", text, str(count), str(price), str(count * price)))
        if page == pages:
            rows.append(("", "", "", "Total", str(total)))
        for row, cells in enumerate(rows):
            for x, cell in zip(places, cells, strict=True):
                canvas.drawString(x, 690 - step * row, cell)
        canvas.showPage()
    canvas.save()


def main(arguments: Sequence[str]) -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading")
    parser.add_argument("given", nargs="*", type=Path, metavar="FILE", help="digital PDF files to measure besides")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--files", type=int, default=6, help="how many files of the sample")
    parser.add_argument("--pages", type=int, default=0, help="also read a file of so many pages")
    parser.add_argument("--looks", action="store_true", help="measure the look before clearing alone")
    options = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    collect_seldom()  # as in a worker
    given = [file for file in options.given if file.suffix.lower() == ".pdf" and _is_digital(file)]
    with tempfile.TemporaryDirectory() as name:
        _print_looks(given, Path(name))
    if options.looks:
        return
    knowledge = load_knowledge(resource_path())
    files = sorted((resource_path("sample_data") / "invoices").glob("*.pdf"))
    papers = [file for file in files if _has_text(file)][: options.files]
    read_document(papers[0], _OPTIONS, knowledge)  # libraries are loaded before the clock starts
    _print_digital("the sample's", papers, knowledge, options.repeat)
    if given:
        _print_digital("the given", given, knowledge, options.repeat)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scanned(papers[:1], knowledge, folder, 1)
        own, first, bare = scanned(papers, knowledge, folder, options.repeat)
        print(f"scanned, second reading apart: {first:.2f} s against {bare:.2f} s of tesseract: {first / bare:.2f}")
        print(f"scanned, with second reading: {own:.2f} s against {bare:.2f} s of tesseract: {own / bare:.2f}")
        scans = sorted(folder.glob("*.pdf")) * 2
        (one, alone), (two, both) = pooled(scans, 1), pooled(scans, 2)
        print(f"workers: two take {two:.1f} s, one takes {one:.1f} s: {one / two:.2f} times as fast")
        print(f"workers: two use {both:.1f} s of processor, one uses {alone:.1f} s: {both / max(0.01, alone):.2f}")
        if options.pages:
            print("; ".join(f"page {page}: {size} MB" for page, size in held(options.pages, folder / "long.pdf")))


def _print_digital(whose: str, files: Sequence[Path], knowledge: Knowledge, repeat: int) -> None:
    own, other = digital(files, knowledge, repeat)
    pages = sum(map(_pages, files))
    each = f"{1000 * own / pages:.1f} ms a page against {1000 * other / pages:.1f} ms of pdfplumber"
    print(f"digital, {whose} {len(files)} files of {pages} pages: {each}: {own / other:.2f}")


def _pages(file: Path) -> int:
    with pypdfium2.PdfDocument(file) as document:
        return len(document)


class _NeedsOcrError(Exception):
    """A page has to be read from its picture."""


def _is_digital(file: Path) -> bool:
    """Tell whether every page is read from its text layer alone; what needs OCR is no digital page."""

    def refuse(number: int) -> None:
        raise _NeedsOcrError(number)

    try:
        with open_document(file) as document:
            reader = PageReader(document, _OPTIONS.ocr_languages, refuse)
            for number in range(1, document.page_count + 1):
                reader.read(number)
    except _NeedsOcrError:
        return False
    return True


def _has_text(file: Path) -> bool:
    with pypdfium2.PdfDocument(file) as document:
        return len(document[0].get_textpage().get_text_bounded()) > 100


if __name__ == "__main__":
    main(sys.argv[1:])
