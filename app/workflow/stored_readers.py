"""Readers that also read stored files which are encrypted: each gets a plain view for as long as it is read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.workflow.keeping_ports import View

if TYPE_CHECKING:
    from app.domain.finding import Finding
    from app.domain.invoice import Invoice, Reading
    from app.extraction.learning.messages import LearnedProfile, TriedProfile
    from app.extraction.pages.image import PageImage
    from app.extraction.profiles.model import Profile
    from app.extraction.reading_options import ReadingOptions
    from app.extraction.values.words import Word
    from app.extraction.workers.worker import ReaderPool
    from app.workflow.services import PageProgress

T = TypeVar("T")


class StoredReaders:
    """A pool of readers behind which stored files may be encrypted; the key never leaves this process."""

    def __init__(self, pool: ReaderPool, view: Callable[[Path], View | None]) -> None:
        self._pool = pool
        self._view = view

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
        options: ReadingOptions | None = None,
    ) -> Future[Reading]:
        """Read one file."""
        return self._on(
            path,
            lambda plain: self._pool.submit(
                plain, profile=profile, on_page=on_page, use_profiles=use_profiles, options=options
            ),
        )

    def render(self, path: Path, page: int, width: int, turn: int = 0) -> Future[PageImage]:
        """Render one page."""
        return self._on(path, lambda plain: self._pool.render(plain, page, width, turn))

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Compare what was read with the pictures."""
        return self._on(path, lambda plain: self._pool.look(plain, invoice))

    def learn(self, path: Path, read: Invoice, corrected: Invoice, profile_id: str) -> Future[LearnedProfile]:
        """Learn a profile from one document that was put right."""
        return self._on(path, lambda plain: self._pool.learn(plain, read, corrected, profile_id))

    def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
        """Read one document with a profile that is not saved."""
        return self._on(path, lambda plain: self._pool.try_profile(plain, profile))

    def words(self, path: Path) -> Future[tuple[Word, ...]]:
        """Return the words of a document."""
        return self._on(path, self._pool.words)

    def close(self) -> None:
        """End the worker processes."""
        self._pool.close()

    def _on(self, path: Path, ask: Callable[[Path], Future[T]]) -> Future[T]:
        view = self._view(path)
        if view is None:
            return ask(path)
        try:
            asked = ask(view.path)
        except BaseException:
            view.close()
            raise
        asked.add_done_callback(lambda _: view.close())
        return asked
