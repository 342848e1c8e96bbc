"""One reading thread with a worker process of its own: does a job, keeps its time, and says how it ended."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from app.domain.errors import AppError, Cancelled, EnvironmentFault, InputError
from app.domain.invoice import InvoiceLine, Reading, ReadingError
from app.domain.record import from_record
from app.extraction.pages.document_kind import file_hash, shown_name
from app.extraction.pages.image import PageImage
from app.extraction.workers.handle import WorkerDeathError, WorkerHandle
from app.extraction.workers.limits import WorkerLimits

T = TypeVar("T")
PageProgress = Callable[[int, int], None]

_LOG = logging.getLogger(__name__)
_TICK = 0.1  # seconds between looks at the clock and at requests to stop
_RENDER_SECONDS = 20.0
_FAILURES = {
    "too_slow": (
        "{name} took longer to read than a document may.",
        "Print the file to a new PDF, or ask the vendor for a plain one.",
    ),
    "too_much_memory": (
        "{name} needs more memory than one document may use.",
        "Print the file to a new PDF, or ask the vendor for a plain one.",
    ),
    "worker_killed": (
        "The process that read {name} was ended from outside, twice; the system may be short of memory.",
        "Close what needs much memory, then Retry.",
    ),
    "worker_died": (
        "Reading {name} ended the process that read it; the file is probably damaged or made to do harm.",
        "Do not open it by hand; ask the vendor to resend it.",
    ),
    "no_temp_folder": (
        "{name} was not read: the folder for temporary files cannot be written.",
        "Make room in it, or name another one (TMPDIR), then Retry.",
    ),
    "reader_fault": (
        "{name} could not be read because of a fault in the program.",
        "Send the file and the log to whoever looks after the program.",
    ),
}


class StoppableFuture(Future[T], Generic[T]):
    """A future whose ``cancel`` also stops what already runs."""

    def __init__(self) -> None:
        super().__init__()
        self.stop = threading.Event()

    def cancel(self) -> bool:
        """Stop the job; a reading that was running ends with the error ``cancelled``."""
        if super().cancel():
            return True
        self.stop.set()
        return not self.done()


@dataclass
class Job:
    """Something for a worker to do."""

    path: Path
    request: dict[str, Any]
    future: StoppableFuture[Any]
    on_page: PageProgress | None = None
    pages: int = 0
    scans: int = 0
    lines: list[InvoiceLine] = field(default_factory=list)  # as far as they have come
    begun: float = field(default_factory=time.monotonic)


class Slot:
    """A thread with a worker process of its own; does one job after the other, once it was started."""

    def __init__(self, jobs: queue.SimpleQueue[Job | None], limits: WorkerLimits, closed: threading.Event) -> None:
        self._jobs = jobs
        self._limits = limits
        self._closed = closed
        self._worker = WorkerHandle(limits)
        self._was_fresh = True
        self._thread: threading.Thread | None = None

    def serves(self, jobs: queue.SimpleQueue[Job | None]) -> bool:
        """Tell whether this slot takes its jobs from that queue."""
        return self._jobs is jobs

    def start(self) -> None:
        """Begin to serve, if that has not begun: a desk that reads nothing pays for no thread."""
        if self._thread is None:
            thread = threading.Thread(target=self._serve, name="tieout-reader", daemon=True)
            thread.start()
            self._thread = thread

    def ask_to_end(self) -> None:
        """Let a thread that serves this queue end once it has nothing else to do."""
        self._jobs.put(None)

    def wait(self) -> None:
        """Wait until the thread has ended, where there is one."""
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join(timeout=15)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._closed.is_set():
                job.future.cancel()
            if job.future.set_running_or_notify_cancel():
                self._do(job)
        self._worker.end()

    def _do(self, job: Job) -> None:
        try:
            job.begun = time.monotonic()
            job.future.set_result(self._outcome(job))
        except AppError as failure:
            job.future.set_exception(failure)
        except BaseException as bug:  # noqa: BLE001 - an edge: whoever waits for the future must hear of it
            self._worker.end()
            job.future.set_exception(bug)

    def _outcome(self, job: Job) -> Reading | PageImage | dict[str, Any]:
        read = job.request["do"] == "read"
        try:
            outcome = self._reading(job) if read else self._other(job)
        except Cancelled as stopped:
            if not read:
                raise
            return failed_reading(job.path, stopped.code, stopped.message, "", job)
        except WorkerDeathError as death:
            message, next_step = _FAILURES[death.code]
            message = message.format(name=shown_name(job.path))
            if not read:
                raise InputError(death.code, message, next_step=next_step) from death
            return failed_reading(job.path, death.code, message, next_step, job)
        return outcome

    def _reading(self, job: Job) -> Reading:
        try:
            answer = self._asked_again_if_killed(job, self._limits.wall)
        except WorkerDeathError as death:
            # a worker that has seen many documents may have run out of room that a fresh one has
            if death.code in ("too_slow", "reader_fault", "worker_killed") or self._was_fresh:
                raise
            answer = self._conversation(job, self._limits.wall)
        reading = _reading_in(answer, job)
        if reading.error is not None and reading.error.code == "too_much_memory":
            self._worker.end()
            if not self._was_fresh:
                return _reading_in(self._conversation(job, self._limits.wall), job)
        return reading

    def _other(self, job: Job) -> PageImage | dict[str, Any]:
        """Return a picture of a page, or the answer to any other request as it came."""
        image = job.request["do"] == "render"
        answer = self._asked_again_if_killed(job, self._allowance(job.request))
        if answer["event"] == "failed":
            kind = EnvironmentFault if answer["code"] == "too_much_memory" else InputError
            raise kind(answer["code"], answer["message"], next_step=answer["next_step"])
        return PageImage(answer["width"], answer["height"], answer["png"]) if image else answer

    def _asked_again_if_killed(self, job: Job, allowance: Callable[[int, int], float]) -> dict[str, Any]:
        """Return the answer, of a second process where the first was ended from outside: that says nothing of a file.

        Raises:
            WorkerDeathError: As a conversation does; worker_killed where the second was ended likewise.
        """
        try:
            return self._conversation(job, allowance)
        except WorkerDeathError as death:
            if death.code != "worker_killed":
                raise
            return self._conversation(job, allowance)

    def _allowance(self, request: dict[str, Any]) -> Callable[[int, int], float]:
        """Return how long a request other than a reading may take, by pages and scans."""
        match request["do"]:
            case "render":
                return lambda *_: _RENDER_SECONDS
            case "look":
                seconds = self._limits.looking(request["pages"])[1]
                return lambda *_: seconds
            case _:
                return self._limits.for_learning().wall

    def _conversation(self, job: Job, allowance: Callable[[int, int], float]) -> dict[str, Any]:
        """Send the request and listen until its answer; whatever else happens ends the worker.

        Raises:
            WorkerDeathError: The worker ended, or its time was up.
            Cancelled: Somebody asked to stop.
        """
        answered, allowed = False, 0.0
        job.lines.clear()  # a first try may have sent some
        try:
            self._worker.begin(job.request)
            self._was_fresh = self._worker.fresh
            while True:
                if job.future.stop.is_set() or self._closed.is_set():
                    raise Cancelled
                seconds = allowance(job.pages, job.scans)
                if seconds != allowed:
                    allowed = seconds
                    self._worker.allow(seconds)  # it and tesseract work by turns: no more processor time than time
                # a second try has what the first one left of the document's time
                if time.monotonic() - job.begun > seconds:
                    raise WorkerDeathError("too_slow")
                self._worker.check_memory()
                try:
                    frame = self._worker.next_frame(_TICK)
                except queue.Empty:
                    continue
                answer = self._heard(job, frame)
                if answer is not None:
                    answered = True
                    return answer
        finally:
            if not answered:
                self._worker.end()

    def _heard(self, job: Job, frame: dict[str, Any] | bytes) -> dict[str, Any] | None:
        """Take in one frame; return it if it is the answer."""
        if isinstance(frame, bytes):
            raise WorkerDeathError("worker_died")
        match frame.get("event"):
            case "page":
                job.pages = int(frame["pages"])
                if job.on_page is not None:
                    job.on_page(int(frame["page"]), job.pages)
                return None
            case "scan":
                job.scans += 1
                return None
            case "lines":
                job.lines.extend(_lines_in(frame))
                return None
            case "image":
                pixels = self._worker.next_frame(_RENDER_SECONDS)
                if not isinstance(pixels, bytes):
                    raise WorkerDeathError("worker_died")
                return {**frame, "png": pixels}
            case "fault":
                _LOG.error("reading %s failed: %s", job.path.name, frame.get("trace"))
                raise WorkerDeathError("reader_fault")
            case _:
                return frame


def _reading_in(answer: dict[str, Any], job: Job) -> Reading:
    """Return the reading in an answer; a worker that answers anything else is no longer ours."""
    try:
        reading = from_record(Reading, answer["reading"])
    except (KeyError, ValueError) as error:
        raise WorkerDeathError("worker_died") from error
    lines, job.lines = tuple(job.lines), []
    invoice = reading.invoice
    return reading if invoice is None or not lines else replace(reading, invoice=replace(invoice, lines=lines))


def _lines_in(frame: dict[str, Any]) -> list[InvoiceLine]:
    try:
        return [from_record(InvoiceLine, line) for line in frame["lines"]]
    except (KeyError, TypeError, ValueError) as error:
        raise WorkerDeathError("worker_died") from error


def failed_reading(path: Path, code: str, message: str, next_step: str, job: Job | None = None) -> Reading:
    """Return the reading of a document whose worker did not come to an end with it."""
    try:
        sha256 = file_hash(path)
    except InputError:
        sha256 = ""
    seconds = f"{time.monotonic() - job.begun:.2f}" if job is not None else "0"
    error = ReadingError(code, message, next_step)
    return Reading(shown_name(path), sha256, job.pages if job is not None else 0, seconds, error=error)
