"""Several steps of one command as one transaction, though deciding may have to look at pictures in between.

Looking takes seconds in which nobody else could write. So where a picture is wanted the transaction is given up, the
picture looked at with nothing held, and the whole done once more, with what was seen at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading
from app.extraction.pages.image import PageImage
from app.workflow.pictures import LONGEST
from app.workflow.services import PageProgress, Readers, Services

T = TypeVar("T")
Looking = Future[tuple[Finding, ...]]


class _NotLookedAt(BaseException):
    """A picture is wanted that was not looked at yet; no handler of errors may take it for one."""

    def __init__(self, path: Path, invoice: Invoice) -> None:
        super().__init__()
        self.path = path
        self.invoice = invoice


def in_one_stroke(services: Services, work: Callable[[Services], T]) -> T:
    """Do some work whose verbs of the store are all one transaction: every one of them is carried out, or none.

    ``work`` may be done more than once: it must not do anything but through the parts it is handed.
    """
    seen: list[tuple[Path, Invoice, Looking]] = []
    parts = replace(services, readers=_LookedAhead(services.readers, seen))
    while True:
        try:
            with services.store.together():
                return work(parts)
        except _NotLookedAt as wanted:
            seen.append((wanted.path, wanted.invoice, _looked(services.readers, wanted)))


def _looked(readers: Readers, wanted: _NotLookedAt) -> Looking:
    """Look at a picture until that is over, in whatever way; a look that takes for ever is over without an end."""
    failed: Looking = Future()
    try:
        looking = readers.look(wanted.path, wanted.invoice)
        if wait((looking,), timeout=LONGEST).done:
            return looking
        failed.set_exception(TimeoutError())
    except AppError as error:
        failed.set_exception(error)
    return failed


@dataclass(frozen=True, slots=True)
class _LookedAhead:
    """Readers that answer at once with what was seen before, and ask for the rest by giving up."""

    readers: Readers
    seen: list[tuple[Path, Invoice, Looking]] = field(default_factory=list)

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
    ) -> Future[Reading]:
        return self.readers.submit(path, profile=profile, on_page=on_page, use_profiles=use_profiles)

    def render(self, path: Path, page: int, width: int) -> Future[PageImage]:
        return self.readers.render(path, page, width)

    def look(self, path: Path, invoice: Invoice) -> Looking:
        for known, of, looking in self.seen:
            if known == path and of == invoice:
                return looking
        raise _NotLookedAt(path, invoice)

    def close(self) -> None:
        self.readers.close()
