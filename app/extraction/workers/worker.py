"""Reads and renders documents in worker processes, so that nothing from outside is opened in the program's own.

Only light modules are imported here; PDF, image and OCR libraries live in the workers.
"""

from __future__ import annotations

import atexit
import functools
import queue
import threading
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading
from app.domain.record import from_record, to_record
from app.extraction.pages.image import PageImage
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.limits import WorkerLimits
from app.extraction.workers.slot import Job, PageProgress, Slot, StoppableFuture

if TYPE_CHECKING:
    from app.extraction.learning.messages import LearnedProfile, TriedProfile
    from app.extraction.profiles.model import Profile
    from app.extraction.values.words import Word

T = TypeVar("T")


class ReaderPool:
    """Worker processes that read documents, one that renders pages for the screen, one that looks at pictures again.

    Each is started when first needed.

    A document that ends or stalls its worker costs itself only: the pool starts another worker and goes on.
    """

    def __init__(
        self, options: ReadingOptions | None = None, *, workers: int = 2, limits: WorkerLimits | None = None
    ) -> None:
        self._options = options or ReadingOptions()
        self._limits = limits or WorkerLimits()
        self._readings: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._renderings: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lookings: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._starting = threading.Lock()
        self._slots = [Slot(self._readings, self._limits, self._closed) for _ in range(max(1, workers))]
        self._slots.append(Slot(self._renderings, self._limits, self._closed))
        self._slots.append(Slot(self._lookings, self._limits, self._closed))
        self._at_exit = functools.partial(_close_at_exit, weakref.WeakMethod(self.close))
        atexit.register(self._at_exit)

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
        options: ReadingOptions | None = None,
    ) -> Future[Reading]:
        """Read one file. A failure is in the reading's ``error``; cancelling the future stops the reading.

        ``on_page`` hears, in a thread of the pool, which page comes next and how many there are.
        """
        chosen = options or self._options
        if profile is not None:
            chosen = replace(chosen, profile=profile)
        if not use_profiles:
            chosen = replace(chosen, use_profiles=False)
        future: StoppableFuture[Reading] = StoppableFuture()
        request = {"do": "read", "path": str(path.absolute()), "options": to_record(chosen)}
        self._put(self._readings, Job(path, request, future, on_page))
        return future

    def render(self, path: Path, page: int, width: int, turn: int = 0) -> Future[PageImage]:
        """Render one page, counted from 1, ``width`` pixels wide and turned by quarter turns clockwise.

        The future raises InputError where the page cannot be rendered, Cancelled where it was cancelled.
        """
        future: StoppableFuture[PageImage] = StoppableFuture()
        request = {"do": "render", "path": str(path.absolute()), "page": page, "width": width, "turn": turn}
        self._put(self._renderings, Job(path, request, future))
        return future

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Compare what was read from a document's text with its pictures; each disagreement is a finding.

        It does not wait behind documents that are still to be read. The future raises InputError where the pictures
        cannot be looked at.
        """
        pages = len(invoice.page_sizes)
        request = {"do": "look", "path": str(path.absolute()), "invoice": to_record(invoice), "pages": pages}
        return self._ask(path, request, _findings_in, self._lookings)

    def learn(self, path: Path, read: Invoice, corrected: Invoice, profile_id: str) -> Future[LearnedProfile]:
        """Learn a profile from one document that was put right; the future raises InputError where it cannot be."""
        from app.extraction.learning.messages import learn_request, learned_in

        return self._ask(path, learn_request(path, self._options, read, corrected, profile_id), learned_in)

    def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
        """Read a document as the desk does today and as it would with this profile."""
        from app.extraction.learning.messages import tried_in, try_request

        return self._ask(path, try_request(path, self._options, profile), tried_in)

    def words(self, path: Path) -> Future[tuple[Word, ...]]:
        """Return the words of every page with their places; the future raises InputError where it has none."""
        from app.extraction.learning.messages import words_in, words_request

        return self._ask(path, words_request(path, self._options), words_in)

    def _ask(
        self,
        path: Path,
        request: dict[str, Any],
        take: Callable[[Mapping[str, Any]], T],
        jobs: queue.SimpleQueue[Job | None] | None = None,
    ) -> Future[T]:
        """Put a request among the readings, or other jobs; its answer is turned into a value once it is there."""
        outcome: Future[T] = Future()
        job: StoppableFuture[Any] = StoppableFuture()
        job.add_done_callback(lambda done: _pass_on(done, outcome, take))
        self._put(jobs if jobs is not None else self._readings, Job(path, request, job))
        return outcome

    def close(self) -> None:
        """Stop what runs, drop what waits, end the workers and wait until they are gone."""
        with self._starting:
            if self._closed.is_set():
                return
            self._closed.set()
        atexit.unregister(self._at_exit)
        # slots share a queue, so any of them may take any of these
        for slot in self._slots:
            slot.ask_to_end()
        for slot in self._slots:
            slot.wait()

    def _put(self, jobs: queue.SimpleQueue[Job | None], job: Job) -> None:
        with self._starting:
            if self._closed.is_set():
                raise RuntimeError("the reader pool is closed")
            for slot in self._slots:
                if slot.serves(jobs):
                    slot.start()
            jobs.put(job)


def _findings_in(answer: Mapping[str, Any]) -> tuple[Finding, ...]:
    return tuple(from_record(Finding, one) for one in answer["findings"])


def _pass_on(done: Future[Any], outcome: Future[T], take: Callable[[Mapping[str, Any]], T]) -> None:
    if done.cancelled():
        outcome.cancel()
        return
    failure = done.exception()
    if failure is None:
        try:
            outcome.set_result(take(done.result()))
            return
        except (KeyError, ValueError, AppError) as fault:
            failure = fault
    outcome.set_exception(failure)


def _close_at_exit(close: weakref.WeakMethod[Callable[[], None]]) -> None:
    method = close()
    if method is not None:
        method()
