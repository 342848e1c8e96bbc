"""What every use case is handed: the store, who acts, the clock, the readers, and the loaded texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from app.domain.audit import ExportFilter
from app.domain.case import PROGRAM, Actor, Correction
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading
from app.domain.policy import Role
from app.extraction.pages.image import PageImage
from app.matching.weights import Weights
from app.workflow.ports import Clock, ExportResult, Store

PageProgress = Callable[[int, int], None]


class Readers(Protocol):
    """Reads and renders documents outside this process."""

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
    ) -> Future[Reading]:
        """Read one file; a failure is in the reading's ``error``, never raised. Cancelling the future stops it."""

    def render(self, path: Path, page: int, width: int) -> Future[PageImage]:
        """Render one page (counted from 1) so many pixels wide; the future raises InputError where it cannot."""

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Compare what was read from a file's text with its pictures; each disagreement is a finding that holds.

        The future raises AppError where the pictures cannot be looked at.
        """

    def close(self) -> None:
        """End the worker processes."""


CorrectionApplier = Callable[[Invoice, tuple[Correction, ...]], Invoice]


class ExportWriter(Protocol):
    """Writes an export."""

    def __call__(self, kind: str, form: str, target: Path, wanted: ExportFilter = ..., /) -> ExportResult:
        """Write one kind in one form to a file; ``wanted`` names what it covers."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts a use case works with; wired once in ``app.bootstrap``.

    ``correct`` applies typed corrections to an invoice and checks its arithmetic again (InputError ``not_a_value``
    names what could not be read). ``templates`` are the message templates by name, ``weights`` those of matching as
    they come with the program.
    """

    store: Store
    actor: Actor
    clock: Clock
    readers: Readers
    correct: CorrectionApplier
    templates: Mapping[str, str]
    exporter: ExportWriter
    weights: Weights
    jobs: int = 2

    def __enter__(self) -> Self:
        """Use the parts within a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them at its end."""
        self.close()

    def close(self) -> None:
        """End the worker processes and release the database, whichever of the two fails."""
        try:
            self.readers.close()
        finally:
            self.store.close()


def program_actor(services: Services) -> Actor:
    """Return who the program is when it acts on its own, at this workstation."""
    return Actor(PROGRAM, Role.AP_CLERK, services.actor.workstation, person=False)
