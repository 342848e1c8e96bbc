"""Reading many files ahead of their use, in worker processes, and handing them out in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path

from app.domain.invoice import Reading, ReadingError
from app.workflow.ports import CancelToken
from app.workflow.services import Readers

_AHEAD = 2


def read_in_order(
    readers: Readers,
    paths: Sequence[Path],
    *,
    profile: str | None = None,
    jobs: int = 2,
    cancel: CancelToken | None = None,
) -> Iterator[tuple[Path, Reading]]:
    """Yield each file with its reading, in order, while the next ones are already being read.

    After a cancel the remaining files come with the error ``cancelled``.
    """
    waiting = deque(paths)
    running: deque[tuple[Path, Future[Reading]]] = deque()
    try:
        while waiting or running:
            stop = cancel is not None and cancel.cancelled
            while waiting and not stop and len(running) < jobs + _AHEAD:
                path = waiting.popleft()
                running.append((path, readers.submit(path, profile=profile)))
            if not running:
                yield (path := waiting.popleft()), _cancelled(path)
                continue
            path, future = running.popleft()
            if stop:
                future.cancel()
                yield path, _cancelled(path)
                continue
            try:
                yield path, future.result()
            except CancelledError:
                yield path, _cancelled(path)
    finally:
        for _, future in running:
            future.cancel()


def _cancelled(path: Path) -> Reading:
    return Reading(path.name, "", 0, "0", error=ReadingError("cancelled", "Stopped on request."))
