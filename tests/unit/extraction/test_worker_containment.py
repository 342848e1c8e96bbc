"""What holds a worker where no limit of a Unix kernel does: a job object on Windows, a watch on its memory on macOS.

The calls of Windows are made here to something that stands for its kernel; the watch is the real one.
"""

from __future__ import annotations

import ctypes
import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.extraction.workers import handle
from app.extraction.workers.job_objects import ExtendedLimits, held_by
from app.extraction.workers.limits import WorkerLimits, end_group, group_options
from app.extraction.workers.memory_watch import MemoryWatch, group_memory
from app.extraction.workers.messages import write_json
from app.extraction.workers.worker import ReaderPool
from tests.helpers.papers import pdf_invoice, picture_of_invoice, scan_pdf

_MEGABYTE = 1024 * 1024
# a worker that has loaded nothing yet holds less, with tesseract beside it more
_LITTLE = 75 * _MEGABYTE


class _Kernel:
    """Stands for kernel32: notes what it is asked, and refuses one call if told so."""

    def __init__(self, refused: str = "") -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._refused = refused

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a foreign library has no type
        def call(*arguments: Any) -> int:  # noqa: ANN401 - as above
            noted = [_limits_in(one) if hasattr(one, "_obj") else one for one in arguments]
            self.calls.append((name, *noted))
            return 0 if name == self._refused else {"CreateJobObjectW": 71, "OpenProcess": 72}.get(name, 1)

        return call

    @property
    def names(self) -> list[str]:
        return [call[0] for call in self.calls]


def _limits_in(reference: Any) -> dict[str, int]:  # noqa: ANN401 - as above
    told: ExtendedLimits = reference._obj
    basic = told.basic
    return {
        "flags": basic.flags,
        "seconds": basic.job_time // 10_000_000,
        "processes": basic.active_processes,
        "memory": told.process_memory,
    }


def test_the_limits_lie_where_windows_looks_for_them() -> None:
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert (ExtendedLimits.process_memory.offset, ExtendedLimits.job_memory.offset) == (112, 120)


def test_a_worker_is_limited_before_it_is_in_the_job_and_its_handle_is_let_go() -> None:
    kernel = _Kernel()
    job = held_by(kernel, 4711, WorkerLimits(), 60)
    assert job is not None
    assert kernel.names == [
        "CreateJobObjectW", "SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject", "CloseHandle",
    ]  # fmt: skip
    assert kernel.calls[2][-1] == 4711
    assert kernel.calls[3][1:] == (71, 72)
    assert kernel.calls[4][1:] == (72,)
    told = kernel.calls[1][3]
    assert told == {"flags": 0x250C, "seconds": 60, "processes": 8, "memory": 768 * _MEGABYTE}
    job.allow(20.4)
    assert kernel.calls[-1][1:4] == (71, 9, {**told, "seconds": 20})
    job.end()
    job.end()
    assert kernel.calls[-2:] == [("TerminateJobObject", 71, 1), ("CloseHandle", 71)]
    assert kernel.names.count("TerminateJobObject") == 1


@pytest.mark.parametrize(
    "refused", ["CreateJobObjectW", "SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject"]
)
def test_where_windows_refuses_it_is_said_and_nothing_stays_open(
    refused: str, caplog: pytest.LogCaptureFixture
) -> None:
    kernel = _Kernel(refused)
    with caplog.at_level(logging.WARNING):
        assert held_by(kernel, 4711, WorkerLimits(), 60) is None
    assert f"{refused.removesuffix('W')} was refused" in caplog.text
    assert "does not hold" in caplog.text
    opened = {"OpenProcess": 72, "CreateJobObjectW": 71}
    left = {number for call, number in opened.items() if call in kernel.names and call != refused}
    assert left == {call[1] for call in kernel.calls if call[0] == "CloseHandle"}


class _Job:
    """Stands for a job object: notes what it is asked, and ends its worker as Windows would."""

    def __init__(self, noted: list[str], process: subprocess.Popen[bytes]) -> None:
        self._noted = noted
        self._process = process

    def allow(self, seconds: float) -> None:
        self._noted.append(f"allow {seconds:.0f}")

    def end(self) -> None:
        self._noted.append("end")
        end_group(self._process)


def test_a_worker_is_in_its_job_before_its_first_request_and_has_the_time_of_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - passed on as they come
        started.append(popen(*arguments, **options))
        return started[-1]

    def hold(pid: int, limits: WorkerLimits, seconds: float) -> _Job:
        assert pid == started[-1].pid
        noted.append(f"held {limits.memory_bytes // _MEGABYTE} {seconds:.0f}")
        return _Job(noted, started[-1])

    def asked(stream: Any, message: dict[str, Any]) -> int:  # noqa: ANN401 - passed on as it comes
        noted.append(message["do"])
        return write_json(stream, message)

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(handle, "hold", hold)
    monkeypatch.setattr(handle, "write_json", asked)
    path = pdf_invoice(tmp_path / "long.pdf", pages=110)
    with ReaderPool(workers=1) as readers:
        assert readers.submit(path).result(timeout=120).error is None
    assert noted == ["held 768 60", "read", "allow 20", "allow 23", "end"]
    assert started[0].poll() is not None


def test_memory_counts_what_the_worker_started() -> None:
    """The child of the leader holds it, as tesseract is a worker's child; the leader waits."""
    grow = (
        "import sys; held = bytearray(150_000_000); held[::4096] = held[::4096]; print(1, flush=True); sys.stdin.read()"
    )
    lead = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}], check=False)"
    options = group_options()
    with subprocess.Popen(
        [sys.executable, "-c", lead], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options
    ) as leader:
        assert leader.stdout is not None
        assert leader.stdout.readline() == b"1\n"
        held = group_memory(leader.pid)
        watch = MemoryWatch(100_000_000)
        assert watch.finds_too_much(leader.pid)
        assert not watch.finds_too_much(leader.pid), "asked again at once, it does not look again"
        assert not MemoryWatch(held + 50_000_000).finds_too_much(leader.pid)
        end_group(leader)
    assert held > 150_000_000
    assert group_memory(leader.pid) == 0


def test_without_a_limit_of_the_kernel_the_pool_ends_a_document_that_wants_too_much(tmp_path: Path) -> None:
    """As on macOS: RLIMIT_AS is not set, and the worker is ended with tesseract."""
    scan = scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(200))
    limits = replace(WorkerLimits(), kernel_keeps_memory=False, memory_bytes=_LITTLE)
    with ReaderPool(workers=1, limits=limits) as readers:
        reading = readers.submit(scan).result(timeout=120)
        assert reading.error is not None
        assert reading.error.code == "too_much_memory"
    roomy = replace(limits, memory_bytes=WorkerLimits().memory_bytes)
    with ReaderPool(workers=1, limits=roomy) as readers:
        assert readers.submit(scan).result(timeout=120).error is None
