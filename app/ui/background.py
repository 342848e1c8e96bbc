"""The only file of the window with threads. Widgets hand in plain callables; results come back on the main thread.

Four lanes: reads (a small pool), commands (one worker, so that what a person does happens in the order they did it),
batches (one worker: reading many files must not keep a clerk's command waiting), and lookahead (one worker for what
nobody waits for). A job that changed data names what changed, and that is broadcast once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.domain.errors import Cancelled
from app.workflow.ports import CancelToken, Progress

T = TypeVar("T")
_READERS = 2
_STEP_SECONDS = 0.05
CLOSE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Changed:
    """What a job changed, for views to decide whether to refresh. ``origin`` lets a view skip its own echo."""

    documents: frozenset[int] = frozenset()
    queue: bool = False
    desk: bool = False
    inbox: bool = False
    origin: object | None = None


class Stop(CancelToken):
    """A cancel token that any thread may set.

    Attributes:
        leaving: Whether the program ends: what has not begun is not marked as cancelled, it waits for the next start.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self.leaving = False

    @property
    def cancelled(self) -> bool:
        """Tell whether to stop at the next safe place."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the job is asked to stop; tell whether it was."""
        return self._event.wait(seconds)

    def leave(self) -> None:
        """Ask the job to stop because the program ends."""
        self.leaving = True
        self._event.set()


@dataclass(slots=True)
class Job:
    """One piece of work under way: its label, where it stands, and how to stop it."""

    label: str
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None] | None
    changes: Callable[[Any], Changed] | None = None
    stop: Stop = field(default_factory=Stop)
    future: Future[Any] | None = None
    on_step: Callable[[int, int, str], None] | None = None


class _Steps(Progress):
    """Carries progress to the main thread, at most twenty times a second; first and last always."""

    def __init__(self, background: Background, job: Job) -> None:
        self._background = background
        self._job = job
        self._last = 0.0

    def step(self, done: int, total: int, what: str, within: tuple[int, int] = (0, 0)) -> None:
        """Say that ``done`` of ``total`` are finished, what comes now and how far that is.

        Raises:
            Cancelled: The program ends; between two files is the place to leave the rest waiting.
        """
        if self._job.stop.leaving:
            raise Cancelled
        now = time.monotonic()
        if (done in (0, total) and not any(within)) or now - self._last >= _STEP_SECONDS:
            self._last = now
            self._background.post(lambda: self._background.stepped(self._job, done, total, what, within))


class Background(QObject):
    """The one door to background work.

    Signals:
        changed: Something in the store changed; carries a :class:`Changed`.
        busy: A batch started, moved on or ended: label, done, total, what (an empty label: none runs any more).
        within: How far the one in hand is, after ``busy``: parts done, parts (0, 0: not known).
        failed: A job without an own failure callback failed; carries the exception.
    """

    changed = Signal(object)
    busy = Signal(str, int, int, str)
    within = Signal(int, int)
    failed = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads = ThreadPoolExecutor(_READERS, thread_name_prefix="reads")
        self._commands = ThreadPoolExecutor(1, thread_name_prefix="commands")
        self._batches = ThreadPoolExecutor(1, thread_name_prefix="batches")
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._running: list[Job] = []
        self._closed = False
        self._posted.connect(self._run_posted, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        ahead: bool = False,
    ) -> Job:
        """Look something up; ``done`` gets the result on the main thread unless ``owner`` is gone by then."""
        job = Job("", owner, done, failed)
        return self._start(self._ahead if ahead else self._reads, job, work)

    def command(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        changes: Callable[[T], Changed] | None = None,
    ) -> Job:
        """Carry out what a person asked for, after what they asked for before; broadcasts what changed."""
        return self._start(self._commands, Job("", owner, done, failed, changes), work)

    def batch(
        self,
        owner: QObject,
        label: str,
        work: Callable[[Progress, CancelToken], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        changes: Callable[[T], Changed] | None = None,
        on_step: Callable[[int, int, str], None] | None = None,
    ) -> Job:
        """Run something long with progress and cancel; batches run one after the other."""
        job = Job(label, owner, done, failed, changes, on_step=on_step)
        steps = _Steps(self, job)
        if not self.batch_running:
            # Reading the first document may take a while: that it began is shown at once.
            self.busy.emit(label, 0, 0, "")
        return self._start(self._batches, job, lambda: work(steps, job.stop))

    def after(self, owner: QObject, future: Future[T], done: Callable[[T], None],
              failed: Callable[[BaseException], None] | None = None) -> Job:  # fmt: skip
        """Bring the result of a future that somebody else runs to the main thread."""
        job = Job("", owner, done, failed)
        job.future = future
        self._running.append(job)
        future.add_done_callback(lambda ended: self.post(lambda: self._finish(job, ended)))
        return job

    def post(self, call: Callable[[], None]) -> None:
        """Run something on the main thread; safe to use from any thread, and after the window is gone."""
        if not self._closed and shiboken6.isValid(self):
            self._posted.emit(call)

    def stepped(self, job: Job, done: int, total: int, what: str, within: tuple[int, int]) -> None:
        """Pass a batch's progress on (main thread)."""
        self.busy.emit(job.label, done, total, what)
        self.within.emit(*within)
        if job.on_step and shiboken6.isValid(job.owner):
            job.on_step(done, total, what)

    def cancel_batches(self) -> None:
        """Ask every running or waiting batch to stop at its next safe place."""
        for job in self._running:
            if job.label:
                job.stop.cancel()

    @property
    def batch_running(self) -> bool:
        """Whether a batch runs or waits."""
        return any(job.label for job in self._running)

    @property
    def idle(self) -> bool:
        """Whether nothing at all is under way."""
        return not self._running

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Stop what runs and wait for it, but not for ever; nothing is delivered any more. Files not read yet wait.

        Returns whether everything has ended. Called again it waits again.
        """
        for job in self._running:
            job.stop.leave()
        self._closed = True
        pools = (self._reads, self._commands, self._batches, self._ahead)
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        deadline = time.monotonic() + seconds
        for job in tuple(self._running):
            if job.future is None or _ended(job.future, deadline - time.monotonic()):
                self._running.remove(job)
        return not self._running

    def _start(self, pool: ThreadPoolExecutor, job: Job, work: Callable[[], Any]) -> Job:
        if self._closed:
            return job
        self._running.append(job)
        job.future = pool.submit(work)
        job.future.add_done_callback(lambda ended: self.post(lambda: self._finish(job, ended)))
        return job

    def _run_posted(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def _finish(self, job: Job, ended: Future[Any]) -> None:
        if job in self._running:
            self._running.remove(job)
        if job.label and not self.batch_running:
            self.busy.emit("", 0, 0, "")
        if ended.cancelled():
            return
        error = ended.exception()
        result = None if error else ended.result()
        if error is None and job.changes is not None:
            self.changed.emit(job.changes(result))
        if not shiboken6.isValid(job.owner):
            return
        if error is None:
            job.done(result)
        elif job.failed is not None:
            job.failed(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)


def _ended(future: Future[Any], seconds: float) -> bool:
    """Wait for a future without taking its result; tell whether it ended in time."""
    # A future that was cancelled before it began is done, but the pool never counts it for those who wait.
    return future.done() or bool(wait((future,), timeout=max(seconds, 0.0)).done)
