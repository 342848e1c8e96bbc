"""Reading many files ahead of their use, in worker processes, and handing them out in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

from app.domain.invoice import Reading, ReadingError
from app.workflow.inbox import refused_link
from app.workflow.ports import CancelToken
from app.workflow.services import Readers

_AHEAD = 2
LONG = 10  # pages; shorter files are told as a whole
_TICK = 0.1  # seconds between looks at a request to stop and at the page a document has come to

# place of the file among all, the file, its page that comes next, its pages
OnPage = Callable[[int, Path, int, int], None]
Refuse = Callable[[Path], ReadingError | None]


def read_in_order(
    readers: Readers,
    paths: Sequence[Path],
    *,
    profile: str | None = None,
    jobs: int = 2,
    cancel: CancelToken | None = None,
    on_page: OnPage | None = None,
    refuse: Refuse = refused_link,
) -> Iterator[tuple[Path, Reading]]:
    """Yield each file with its reading, in order, while the next ones are already being read.

    After a cancel the file in hand stops where it is, and it and the remaining ones come with the error
    ``cancelled``. ``on_page`` hears, in the thread of the caller, how far the file is that is waited for; ``refuse``
    says, when a file's turn comes, why it is not even opened.
    """
    waiting = deque(paths)
    running: deque[tuple[_Running, Future[Reading]]] = deque()
    begun = 0
    try:
        while waiting or running:
            stop = cancel is not None and cancel.cancelled
            while waiting and not stop and len(running) < jobs + _AHEAD:
                at = _Running(begun, waiting.popleft())
                begun += 1
                running.append((at, _begin(readers, at, profile, refuse)))
            if not running:
                yield (path := waiting.popleft()), _cancelled(path)
                continue
            at, future = running.popleft()
            if stop:
                future.cancel()
                yield at.path, _cancelled(at.path)
                continue
            try:
                yield at.path, _waited_for(future, at, cancel, on_page)
            except CancelledError:
                yield at.path, _cancelled(at.path)
    finally:
        for _, future in running:
            future.cancel()


def _begin(readers: Readers, at: _Running, profile: str | None, refuse: Refuse) -> Future[Reading]:
    """Begin to read a file, or answer at once why it is not read."""
    error = refuse(at.path)
    if error is None:
        return readers.submit(at.path, profile=profile, on_page=at.hear)
    refused: Future[Reading] = Future()
    refused.set_result(Reading(at.path.name, "", 0, "0", error=error))
    return refused


class _Running:
    """A file that is being read, and how far it is; the reading tells so in a thread of its own."""

    __slots__ = ("page", "path", "place")

    def __init__(self, place: int, path: Path) -> None:
        self.place = place
        self.path = path
        self.page = (0, 0)

    def hear(self, page: int, pages: int) -> None:
        """Hear which page comes next."""
        self.page = (page, pages)


def _waited_for(future: Future[Reading], at: _Running, cancel: CancelToken | None, on_page: OnPage | None) -> Reading:
    """Return the reading once it is there; a long document is told page by page and stopped on request.

    Raises:
        CancelledError: It was stopped before it began.
    """
    told = (0, 0)
    while True:
        done, _ = wait((future,), timeout=_TICK)
        if done:
            return future.result()
        if cancel is not None and cancel.cancelled:
            future.cancel()
        if on_page is not None and at.page != told and at.page[1] >= LONG:
            told = at.page
            on_page(at.place, at.path, *told)


def _cancelled(path: Path) -> Reading:
    return Reading(path.name, "", 0, "0", error=ReadingError("cancelled", "Stopped on request."))
