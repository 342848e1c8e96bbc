"""A reader without a process of its own, for tests that look into what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import AppError
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading
from app.extraction.learning.documents import answer_learning
from app.extraction.learning.messages import (
    LearnedProfile,
    TriedProfile,
    learn_request,
    learned_in,
    tried_in,
    try_request,
    words_in,
    words_request,
)
from app.extraction.pages.image import PageImage
from app.extraction.pages.render import render_page
from app.extraction.profiles.model import Profile
from app.extraction.reader import PagesOnly, read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.words import Word
from app.extraction.witness.picture_witness import look
from app.extraction.workers.slot import PageProgress
from tests.helpers.typed_pages import shipped_knowledge

T = TypeVar("T")


class InProcessReaders:
    """Reads and renders in this very process, at once."""

    def __init__(self, options: ReadingOptions | None = None) -> None:
        self._options = options or ReadingOptions()

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
    ) -> Future[Reading]:
        """Read one file now."""
        options = replace(
            self._options,
            profile=profile or self._options.profile,
            use_profiles=use_profiles and self._options.use_profiles,
        )
        future: Future[Reading] = Future()
        listener = PagesOnly(on_page)
        future.set_result(read_document(path, options, shipped_knowledge(), listener=listener))
        return future

    def learn(self, path: Path, read: Invoice, corrected: Invoice, profile_id: str) -> Future[LearnedProfile]:
        """Learn now."""
        return self._ask(learn_request(path, self._options, read, corrected, profile_id), learned_in)

    def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
        """Try a profile now."""
        return self._ask(try_request(path, self._options, profile), tried_in)

    def words(self, path: Path) -> Future[tuple[Word, ...]]:
        """Find the words of the pages now."""
        return self._ask(words_request(path, self._options), words_in)

    def _ask(self, request: dict[str, Any], take: Callable[[Mapping[str, Any]], T]) -> Future[T]:

        outcome: Future[T] = Future()
        try:
            outcome.set_result(take(answer_learning(request, shipped_knowledge(), PagesOnly())))
        except AppError as failure:
            outcome.set_exception(failure)
        return outcome

    def render(self, path: Path, page: int, width: int, turn: int = 0) -> Future[PageImage]:
        """Render one page now."""
        future: Future[PageImage] = Future()
        try:
            future.set_result(render_page(path, page, width, turn))
        except AppError as failure:
            future.set_exception(failure)
        return future

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Look at the pictures now."""
        future: Future[tuple[Finding, ...]] = Future()
        try:
            future.set_result(look(path, invoice, shipped_knowledge()))
        except AppError as failure:
            future.set_exception(failure)
        return future

    def close(self) -> None:
        """There is nothing to end."""
