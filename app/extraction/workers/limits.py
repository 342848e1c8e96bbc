"""What a worker process may use, and how it is ended with everything it started.

On Linux and macOS the kernel enforces processor time and file size, on Linux memory too; on macOS, which does not keep
it, the pool looks (memory_watch.py). On Windows a job object holds memory and processor time (job_objects.py).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

# What Windows says of a process that it ended, or that gave up: the time of its job is over, or there was no memory.
_DEATHS_ON_WINDOWS = {
    1816: "too_slow",  # ERROR_NOT_ENOUGH_QUOTA
    0xC0000017: "too_much_memory",  # STATUS_NO_MEMORY
    0xC000012D: "too_much_memory",  # STATUS_COMMITMENT_LIMIT
    0xE0000008: "too_much_memory",  # what pdfium raises when it gets no memory
    0x80000003: "too_much_memory",  # a breakpoint: C++ that stops itself, as where there is no memory
    0xC000001D: "too_much_memory",  # an illegal instruction, for the same end
    0xC0000409: "too_much_memory",  # a fast failure, for the same end
    3: "too_much_memory",  # abort()
}


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Limits of one worker.

    Attributes:
        memory_bytes: Address space of each process (the worker, and tesseract apart), whatever the document.
        cpu_seconds: Processor time of a document, before what pages add.
        wall_seconds: Time of a document, before what pages add.
        page_seconds: What each page beyond the first hundred adds, of processor time; three times as much of time.
        ocr_page_seconds: What each page that needs OCR adds, of time; what it may compute is limited by itself but on
            Windows, so elsewhere the clock leaves room for a machine that many share.
        file_bytes: Largest temporary file.
        jobs: After so many documents a worker is replaced by a fresh one.
        look_cpu_seconds: Processor time of looking at a document's pictures, before what pages add.
        look_wall_seconds: Time of it, before what pages add.
        look_seconds: What looking at each page adds, of processor time; twice as much of time.
        kernel_keeps_memory: The kernel keeps ``memory_bytes``; where not, the pool watches what both hold together.
    """

    memory_bytes: int = 768 * 1024 * 1024
    cpu_seconds: int = 15
    wall_seconds: int = 20
    page_seconds: float = 0.1
    ocr_page_seconds: int = 40 if sys.platform == "win32" else 160
    file_bytes: int = 400_000_000
    jobs: int = 200
    look_cpu_seconds: int = 6  # a page takes about one (measured, at most two and a half)
    look_wall_seconds: int = 10
    look_seconds: int = 3
    kernel_keeps_memory: bool = sys.platform != "darwin"

    def for_learning(self) -> WorkerLimits:
        """Return the limits of learning from a document, which is read many times over."""
        return replace(self, cpu_seconds=6 * self.cpu_seconds, wall_seconds=6 * self.wall_seconds)

    def looking(self, pages: int) -> tuple[int, int]:
        """Return processor time and time that looking at the pictures of so many pages may take."""
        more = self.look_seconds * max(1, pages)
        return self.look_cpu_seconds + more, self.look_wall_seconds + 2 * more

    def wall(self, pages: int, ocr_pages: int) -> float:
        """Return how many seconds a document may take that has so many pages, so many of them scans."""
        # A long document has but a share of a busy machine; what it may compute is limited by itself.
        return self.wall_seconds + 3 * self.page_seconds * max(0, pages - 100) + self.ocr_page_seconds * ocr_pages

    def cpu(self, pages: int, ocr_pages: int) -> int:
        """Return the processor time the worker itself may spend on such a document; tesseract's is its own."""
        return round(self.cpu_seconds + self.page_seconds * max(0, pages - 100) + 10 * ocr_pages)


def limit_memory(limits: WorkerLimits) -> None:
    """Hold this process, and those it starts, to the limits that are the same for every document."""
    if sys.platform != "win32":
        import resource

        memory = limits.memory_bytes if limits.kernel_keeps_memory else resource.RLIM_INFINITY
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, limits.file_bytes),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):  # macOS refuses some; the pool's clock and watch still hold
                resource.setrlimit(kind, (most, most))


def limit_cpu(seconds: int) -> None:
    """Let this process use so much more processor time; at the end of it the kernel ends the process."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + max(1, seconds)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def group_options() -> dict[str, Any]:
    """Return what Popen needs so that a worker leads a group of its own."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    else:  # noqa: RET505 - for one system the other branch is no code at all
        return {"start_new_session": True}


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a worker that no job object holds, and everything it started, at once, and take its exit status."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        # a leader that was not yet waited for keeps its group's number, so the group cannot be somebody else's
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def death_code(status: int) -> str:
    """Name why a worker died, by its exit status: too_slow, too_much_memory, worker_killed or worker_died."""
    return _deaths().get(status, "worker_died")


def _deaths() -> dict[int, str]:
    """Return what the exit statuses of this system mean; libraries in C++ abort or trap when memory runs out."""
    if sys.platform == "win32":
        return _DEATHS_ON_WINDOWS
    else:  # noqa: RET505 - as above
        memory = dict.fromkeys((-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL), "too_much_memory")
        # No limit of ours kills: it is the system that is short of memory, or a person, and no document's doing.
        return {-signal.SIGXCPU: "too_slow", -signal.SIGKILL: "worker_killed", **memory}
