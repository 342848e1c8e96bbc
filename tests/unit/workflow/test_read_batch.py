"""Reading ahead of use: how far a long file is comes page by page, and a stop ends it where it is."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from app.domain.invoice import Reading, ReadingError
from app.workflow.read_batch import read_in_order
from app.workflow.services import PageProgress, Readers


class _Endless(Future[Reading]):
    """A reading that ends when it is stopped, and only then."""

    def cancel(self) -> bool:
        if not self.done():
            self.set_result(Reading("long.pdf", "", 5_000, "0", error=ReadingError("cancelled", "Stopped.")))
        return True


@dataclass
class _LongFiles:
    """Readers for files that are at page three of five thousand and stay there."""

    asked: list[Path] = field(default_factory=list)

    def submit(self, path: Path, *, profile: str | None, on_page: PageProgress) -> Future[Reading]:
        self.asked.append(path)
        on_page(3, 5_000)
        future = _Endless()
        future.set_running_or_notify_cancel()
        return future


@dataclass
class _Token:
    cancelled: bool = False


def test_a_long_file_tells_its_pages_and_stops_on_request_in_the_middle_of_it() -> None:
    readers, token = _LongFiles(), _Token()
    told: list[tuple[int, str, int, int]] = []

    def hear(place: int, path: Path, page: int, pages: int) -> None:
        told.append((place, path.name, page, pages))
        token.cancelled = True

    paths = [Path("long.pdf"), Path("next.pdf")]
    readings = list(read_in_order(cast(Readers, readers), paths, cancel=token, on_page=hear))
    assert told == [(0, "long.pdf", 3, 5_000)]
    assert [(path.name, reading.error.code if reading.error else "") for path, reading in readings] == [
        ("long.pdf", "cancelled"),
        ("next.pdf", "cancelled"),
    ]
