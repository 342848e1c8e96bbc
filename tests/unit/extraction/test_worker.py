"""Reading in worker processes: a document that kills, stalls or fills its worker costs itself and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault, InputError
from app.domain.record import to_record
from app.extraction.scans.working_folder import working_folder
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.worker import ReaderPool
from tests.helpers.in_process import InProcessReaders
from tests.helpers.papers import pdf_invoice, picture_of_invoice, scan_pdf
from tests.helpers.processes import worker_processes


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(workers=1) as readers:
        yield readers


def test_a_document_is_read_with_its_pages_and_hash(pool: ReaderPool, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = pdf_invoice(tmp_path / "two.pdf", pages=2)
    reading = pool.submit(path, on_page=lambda page, pages: seen.append((page, pages))).result(timeout=60)
    assert reading.error is None
    assert reading.invoice is not None
    assert reading.invoice.header.invoice_number is not None
    assert reading.invoice.header.invoice_number.value == "100482"
    assert (reading.file, reading.pages, len(reading.sha256)) == ("two.pdf", 2, 64)
    assert [(size.width, size.height, size.turn) for size in reading.invoice.page_sizes] == [(612.0, 792.0, 0)] * 2
    assert seen == [(1, 2), (2, 2)]


def test_failures_are_readings_with_an_error(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    locked = pdf_invoice(tmp_path / "locked.pdf", password="x")
    for path, code in ((tmp_path / "empty.pdf", "empty"), (locked, "encrypted"), (tmp_path / "gone.pdf", "not_found")):
        reading = pool.submit(path).result(timeout=60)
        assert reading.error is not None
        assert (reading.error.code, reading.invoice) == (code, None)
        assert reading.error.next_step


def test_a_page_is_rendered_as_wide_as_asked_and_turned(pool: ReaderPool, tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    image = pool.render(path, 1, 306).result(timeout=60)
    assert (image.width, image.height) == (306, 396)
    assert image.png.startswith(b"\x89PNG")
    sideways = pool.render(path, 1, 396, turn=1).result(timeout=60)
    assert (sideways.width, sideways.height) == (396, 306)
    with pytest.raises(InputError, match="has no page 2"):
        pool.render(path, 2, 300).result(timeout=60)


def test_a_document_whose_worker_is_killed_is_read_by_another_once_and_costs_itself_only(tmp_path: Path) -> None:
    slow = scan_pdf(tmp_path / "slow.pdf", picture_of_invoice(300), pages=20)
    good = pdf_invoice(tmp_path / "good.pdf")
    before = worker_processes()
    killed: list[int] = []

    def kill(page: int, pages: int) -> None:
        assert (page, pages) == (1, 20)
        new = worker_processes() - before - set(killed)
        killed.extend(new)
        for pid in new:
            os.kill(pid, signal.SIGKILL)

    with ReaderPool(workers=1) as readers:
        first = readers.submit(slow, on_page=kill)
        second = readers.submit(good)
        reading = first.result(timeout=60)
        assert len(killed) == 2
        assert reading.error is not None
        assert reading.error.code == "worker_killed"
        assert "Retry" in reading.error.next_step
        assert (reading.pages, len(reading.sha256)) == (20, 64)
        assert second.result(timeout=60).error is None
        assert len(worker_processes() - before) == 1
        assert worker_processes().isdisjoint(killed)
    assert worker_processes() == before


def test_a_document_whose_worker_was_killed_once_is_read(tmp_path: Path) -> None:
    before, killed = worker_processes(), list[int]()

    def kill_first(_page: int, _pages: int) -> None:
        if not killed:
            killed.extend(worker_processes() - before)
            os.kill(killed[0], signal.SIGKILL)

    with ReaderPool(workers=1) as readers:
        reading = readers.submit(pdf_invoice(tmp_path / "good.pdf", pages=2), on_page=kill_first).result(timeout=60)
    assert len(killed) == 1
    assert reading.error is None
    assert reading.pages == 2


def _kill_idle(before: set[int]) -> None:
    for idle in worker_processes() - before:
        os.kill(idle, signal.SIGKILL)
        os.waitid(os.P_PID, idle, os.WEXITED | os.WNOWAIT)


def test_a_worker_that_was_killed_while_it_had_nothing_to_do_costs_no_document(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "good.pdf")
    before = worker_processes()
    with ReaderPool(workers=1) as readers:
        for _ in range(2):
            assert readers.submit(path).result(timeout=60).error is None
            assert readers.render(path, 1, 306).result(timeout=60).width == 306
            _kill_idle(before)


def test_a_document_over_its_time_is_stopped_with_everything_it_started(tmp_path: Path) -> None:
    slow = scan_pdf(tmp_path / "slow.pdf", picture_of_invoice(300))
    limits = replace(WorkerLimits(), wall_seconds=0, ocr_page_seconds=0)
    before = worker_processes()
    with ReaderPool(workers=1, limits=limits) as readers:
        reading = readers.submit(slow).result(timeout=60)
        assert reading.error is not None
        assert reading.error.code == "too_slow"
        assert worker_processes() == before
    assert worker_processes() == before


def test_without_a_folder_for_temporary_files_it_is_said_and_read_once_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf_invoice(tmp_path / "good.pdf")
    with ReaderPool(workers=1) as readers:
        with monkeypatch.context() as patched:
            patched.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
            refused = readers.submit(path).result(timeout=60).error
            with (
                pytest.raises(EnvironmentFault, match="temporary files cannot be written") as caught,
                working_folder("a-"),
            ):
                pass
        assert caught.value.code == "no_temp_folder"
        assert refused is not None
        assert refused.code == "no_temp_folder"
        assert "good.pdf was not read" in refused.message
        assert "Retry" in refused.next_step
        assert readers.submit(path).result(timeout=60).error is None


def test_a_long_document_has_more_time_than_it_may_compute() -> None:
    limits = WorkerLimits()
    for pages in (200, 1_000, 5_000):
        beyond = limits.cpu(pages, 0) - limits.cpu_seconds
        assert limits.wall(pages, 0) - limits.wall_seconds == pytest.approx(3 * beyond)
    assert limits.wall(1, 0) == limits.wall_seconds


def test_cancelling_stops_what_waits_and_what_runs(tmp_path: Path) -> None:
    slow = scan_pdf(tmp_path / "slow.pdf", picture_of_invoice(300))
    begun = threading.Event()
    with ReaderPool(workers=1) as readers:
        running = readers.submit(slow, on_page=lambda *_: begun.set())
        waiting = readers.submit(slow)
        assert begun.wait(timeout=60)
        assert waiting.cancel()
        assert waiting.cancelled()
        assert running.cancel()
        reading = running.result(timeout=60)
        assert reading.error is not None
        assert reading.error.code == "cancelled"
        assert readers.submit(pdf_invoice(tmp_path / "good.pdf")).result(timeout=60).error is None


def test_closing_ends_every_process_and_removes_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = worker_processes()
    readers = ReaderPool(workers=2)
    future = readers.submit(scan_pdf(tmp_path / "slow.pdf", picture_of_invoice(300)))
    while not list(tmp_path.glob("tieout-worker-*")):
        assert not future.done()
    readers.close()
    readers.close()
    assert future.done()
    assert worker_processes() == before
    assert list(tmp_path.glob("tieout-worker-*")) == []
    with pytest.raises(RuntimeError, match="closed"):
        readers.submit(tmp_path / "slow.pdf")


def test_a_missing_tesseract_stops_scans_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(80))
    digital = pdf_invoice(tmp_path / "digital.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    with ReaderPool(workers=1) as readers:
        reading = readers.submit(scan).result(timeout=60)
        assert reading.error is not None
        assert reading.error.code == "ocr_unavailable"
        assert "Install tesseract-ocr" in reading.error.next_step
        assert readers.submit(digital).result(timeout=60).error is None


def test_a_worker_that_wants_too_much_memory_is_refused_it(tmp_path: Path) -> None:
    limits = replace(WorkerLimits(), memory_bytes=250_000_000)
    big = scan_pdf(tmp_path / "big.pdf", picture_of_invoice(500))
    with ReaderPool(workers=1, limits=limits) as readers:
        reading = readers.submit(big).result(timeout=120)
    assert reading.error is not None
    assert reading.error.code in {"too_much_memory", "worker_died", "reader_fault"}


def test_one_thread_of_a_worker_works_so_that_two_workers_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Also once OpenCV, numpy and the recognition model have worked; onnxruntime has another thread, which does not."""
    before = worker_processes()
    spent: dict[int, int] = {}
    with ReaderPool(workers=1) as readers:
        assert (
            readers.submit(scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(200))).result(timeout=120).error is None
        )
        (pid,) = worker_processes() - before
        for thread in Path(f"/proc/{pid}/task").iterdir():
            fields = (thread / "stat").read_text().rpartition(")")[2].split()
            spent[int(thread.name)] = int(fields[11]) + int(fields[12])
    assert spent.pop(pid) > 10, "in hundredths of a second"
    assert sum(spent.values()) <= 1


def test_threads_begin_with_the_first_job_and_end_with_the_pool(tmp_path: Path) -> None:
    def reading() -> int:
        return sum(thread.name == "tieout-reader" for thread in threading.enumerate())

    before = reading()
    with ReaderPool(workers=2) as idle:
        assert reading() == before
    with ReaderPool(workers=2) as readers:
        readers.submit(pdf_invoice(tmp_path / "plain.pdf")).result(timeout=60)
        assert reading() == before + 2
    assert reading() == before
    with pytest.raises(RuntimeError, match="closed"):
        idle.submit(tmp_path / "plain.pdf")


def test_nothing_heavy_is_loaded_by_the_program_itself() -> None:
    heavy = ("numpy", "cv2", "pypdfium2", "pdfplumber", "pytesseract", "PIL", "PySide6")
    program = f"import sys; import app.extraction.workers.worker; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_program_ends_though_nobody_closed_the_pool(tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    program = (
        "from pathlib import Path; from app.extraction.workers.worker import ReaderPool; pool = ReaderPool(workers=1);"
        f"print(pool.submit(Path({str(path)!r})).result().file)"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env, timeout=60
    )
    assert shown.stdout.strip() == "plain.pdf"
    assert list(tmp_path.glob("tieout-worker-*")) == []


def test_the_in_process_reader_says_the_same(pool: ReaderPool, tmp_path: Path) -> None:
    path = pdf_invoice(tmp_path / "plain.pdf")
    here, there = InProcessReaders().submit(path).result(), pool.submit(path).result(timeout=60)
    assert replace(here, seconds="", invoice=None) == replace(there, seconds="", invoice=None)
    assert here.invoice is not None
    assert there.invoice is not None
    # places travel with three decimals; everything else is the same
    assert to_record(here.invoice) == to_record(there.invoice)
    assert InProcessReaders().render(path, 1, 100).result().width == 100


def test_many_documents_in_two_workers_come_back_each_as_itself(tmp_path: Path) -> None:
    paths = [pdf_invoice(tmp_path / f"{n}.pdf", pages=1 + n % 3) for n in range(12)]
    with ReaderPool(workers=2) as readers:
        futures = [readers.submit(path) for path in paths]
        readings = [future.result(timeout=120) for future in futures]
    assert [(reading.file, reading.pages) for reading in readings] == [(f"{n}.pdf", 1 + n % 3) for n in range(12)]
