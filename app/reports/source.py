"""What reports read: the part of the store they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from app.domain.audit import EntryProof, ExportFilter, Verification
from app.domain.case import Case, CaseState, Document, JournalEntry, QueueFilter, QueueRow
from app.domain.imports import ImportedFacts
from app.domain.policy import Policy, PolicyVersion
from app.domain.urgency import Urgency
from app.domain.versions import RowSource

_PAGE = 500


class ReportSource(Protocol):
    """The verbs of the store that reports use."""

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return documents of a view."""

    def document(self, document_id: int) -> Document:
        """Return everything known of a document."""

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return cases."""

    def urgencies(self, document_id: int | None = None) -> Mapping[int, Urgency]:
        """Return how urgent each pending case is today, by case."""

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

    def case(self, case_id: int) -> Case:
        """Return one case."""

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document."""

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force, oldest first."""

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it."""


class Selection:
    """A source of which documents and cases outside a filter are left out; the journal stays whole."""

    def __init__(self, source: ReportSource, wanted: ExportFilter) -> None:
        self._source = source
        self._case = source.case(wanted.case_id) if wanted.case_id is not None else None
        found = _pages(source, QueueFilter(sort="document_id", vendor_id=wanted.vendor_id))
        document_id = self._case.document_id if self._case else None
        self._rows = tuple(
            row
            for row in found
            if wanted.covers(row.received) and (document_id is None or row.document_id == document_id)
        )
        self._documents = frozenset(row.document_id for row in self._rows)

    def queue(self, wanted: QueueFilter, *, limit: int = 1000, offset: int = 0) -> tuple[QueueRow, ...]:
        """Return the documents selected, in the order they came."""
        return self._rows[offset : offset + limit]

    def document(self, document_id: int) -> Document:
        """Return everything known of a document."""
        return self._source.document(document_id)

    def case(self, case_id: int) -> Case:
        """Return one case."""
        return self._source.case(case_id)

    def cases(self, states: Iterable[CaseState] = ()) -> tuple[Case, ...]:
        """Return the cases of the documents selected, or the one case."""
        found = (case for case in self._source.cases(states) if case.document_id in self._documents)
        return tuple(case for case in found if self._case is None or case.case_id == self._case.case_id)

    def urgencies(self, document_id: int | None = None) -> Mapping[int, Urgency]:
        """Return how urgent each pending case is today, by case."""
        return self._source.urgencies(document_id)

    def cleared_patterns(self) -> Mapping[int, tuple[str, ...]]:
        """Return what cleared by itself of the documents selected."""
        found = self._source.cleared_patterns()
        return {document_id: names for document_id, names in found.items() if document_id in self._documents}

    def journal(
        self, *, document_id: int | None = None, since: int = 0, limit: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return journal entries, none left out: a case is settled when it is settled."""
        return self._source.journal(document_id=document_id, since=since, limit=limit)

    def policy(self) -> Policy | None:
        """Return the policy in force."""
        return self._source.policy()

    def policies(self) -> tuple[PolicyVersion, ...]:
        """Return every policy that was ever in force."""
        return self._source.policies()

    def row_sources(self, table: str) -> Mapping[tuple[str, ...], tuple[RowSource, ...]]:
        """Return per row of a table the imports that wrote it."""
        return self._source.row_sources(table)

    def facts(self) -> ImportedFacts:
        """Count what the desk knows."""
        return self._source.facts()

    def head(self) -> tuple[int, str]:
        """Return the number of journal entries and the hash of the newest."""
        return self._source.head()

    def verify(self) -> Verification:
        """Prove the journal whole."""
        return self._source.verify()

    def proof_of(self, document_id: int, *, size: int | None = None) -> EntryProof:
        """Return what proves the entries of one document."""
        return self._source.proof_of(document_id, size=size)


def all_rows(source: ReportSource) -> Iterator[QueueRow]:
    """Yield every document as lists show it, in the order they came."""
    yield from _pages(source, QueueFilter(sort="document_id"))


def _pages(source: ReportSource, wanted: QueueFilter) -> Iterator[QueueRow]:
    offset = 0
    while page := source.queue(wanted, limit=_PAGE, offset=offset):
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
