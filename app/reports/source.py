"""What reports read: the part of the store they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from app.domain.audit import Verification
from app.domain.case import Case, CaseState, Document, JournalEntry, QueueFilter, QueueRow
from app.domain.imports import ImportedFacts
from app.domain.policy import Policy

_PAGE = 500


class ReportSource(Protocol):
    """The verbs of the store that reports use."""

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return documents of a view."""

    def document(self, document_id: int) -> Document:
        """Return everything known of a document."""

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return cases."""

    def cleared_patterns(self) -> Mapping[int, tuple[str, ...]]:
        """Return per document the patterns of its groups that cleared by themselves and do not simply agree."""

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return journal entries."""

    def policy(self) -> Policy | None:
        """Return the policy in force."""

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""

    def head(self) -> tuple[int, str]:
        """Return the number of journal entries and the hash of the newest."""

    def verify(self) -> Verification:
        """Prove the journal whole."""


def all_rows(source: ReportSource) -> Iterator[QueueRow]:
    """Yield every document as lists show it, in the order they came."""
    offset = 0
    while page := source.queue(QueueFilter(sort="document_id"), limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def all_documents(source: ReportSource) -> Iterator[Document]:
    """Yield every document with all that is known of it, in the order they came."""
    for row in all_rows(source):
        yield source.document(row.document_id)


def all_entries(source: ReportSource) -> Iterator[JournalEntry]:
    """Yield the whole journal in order."""
    since = 0
    while page := source.journal(since=since, limit=_PAGE):
        yield from page
        since = page[-1].sequence


def as_of(source: ReportSource) -> tuple[tuple[str, str | int], ...]:
    """Return what state of the desk a report shows: the journal's length and head, and the policy in force."""
    entries, head = source.head()
    facts = source.facts()
    policy = "none" if facts.policy_version is None else f"version {facts.policy_version}"
    since = facts.policy_imported or "never"
    return (
        ("journal entries", entries), ("journal head", head), ("policy in force", policy), ("policy imported", since),
    )  # fmt: skip
