"""What the desk learned: proposed by settled cases, confirmed and taken back here; what cleared by it is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from app.domain.case import Document
from app.domain.errors import AppError
from app.domain.teaching import Fact, FactKind, Taught, said
from app.ui.background import Changed
from app.ui.i18n import say
from app.ui.insight.loading import Insight
from app.ui.insight.panel import InsightPanel
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.services import Services
from app.workflow.teaching import Proposal, confirm, proposals, take_back
from app.workflow.wording import DOCUMENT_STATES, OWNERS, words_for


@dataclass(frozen=True, slots=True)
class Memory:
    """What was learned, newest first, what settled cases propose, and where each fact's case stands.

    ``documents``: the document of each case; ``named``: documents that cleared by what was taken back.
    """

    taught: tuple[Taught, ...]
    proposed: tuple[Proposal, ...]
    documents: Mapping[int, int]
    named: Mapping[int, Document]


def load_memory(services: Services) -> Memory:
    """Read what the desk learned and what it could."""
    taught = tuple(reversed(services.store.taught()))
    cases = dict.fromkeys(one.case_id for one in taught if one.case_id is not None)
    named = dict.fromkeys(document_id for one in taught for document_id in one.cleared)
    return Memory(
        taught,
        proposals(services),
        {case_id: services.store.case(case_id).document_id for case_id in cases},
        {document_id: services.store.document(document_id) for document_id in named},
    )


class LearnedPanel(InsightPanel):
    """Proposals above, what was learned below them, and what had cleared by something that was taken back."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.memory: Memory | None = None
        self._asked = 0
        self.told = plain_label(look="muted", wrap=True, whole=True)
        self.proposed = RecordTable(
            RecordModel(self._proposal_columns(), self), self.tr("What settled cases show"), wrapped=True
        )
        self.learned = RecordTable(
            RecordModel(self._taught_columns(), self), self.tr("What the desk learned"), wrapped=True
        )
        self.reason = QLineEdit()
        self.keep = QPushButton(self.tr("Keep what the case showed"))
        self.back = QPushButton(self.tr("Take it back"))
        self.warned = plain_label(look="trouble", wrap=True, whole=True)
        self.cleared = RecordTable(RecordModel(self._document_columns(), self), self.tr("Cleared by it"), fitted=True)
        self._build()

    def show_insight(self, insight: Insight) -> None:
        """Read again what was learned; it does not depend on the period."""
        super().show_insight(insight)
        self.memory = None
        if self.isVisible():
            self.reload()

    def focus_start(self) -> None:
        """Start with what waits to be confirmed, else with what was learned."""
        (self.proposed if self.proposed.records.rowCount() else self.learned).setFocus()

    def tell(self) -> None:
        """Read what was learned when the part comes into sight, and name the documents of what has the focus."""
        if self.memory is None:
            self.reload()
        else:
            self._taught_chosen(self.learned.current)

    def reload(self) -> None:
        """Read everything again in the background."""
        self._asked += 1
        asked, services = self._asked, self.parts.services
        self.told.setText(self.tr("Looking through settled cases…"))
        self.parts.background.read(self, lambda: load_memory(services), lambda memory: self._show(asked, memory))

    def keep_proposed(self) -> None:
        """Keep what the case in focus showed."""
        proposal, note, services = self.proposed.current, self.reason.text(), self.parts.services
        if not isinstance(proposal, Proposal) or not self._has_reason(note):
            return
        self.parts.background.command(
            self,
            lambda: confirm(services, proposal.case.case_id, note),
            lambda facts: self._done(self.tr("Kept for {0}.").format(_scope(self, facts[0].scope))),
            self._failed,
            changes=lambda _: Changed(queue=True, desk=True),
        )

    def take_back_learned(self) -> None:
        """Take back what is in focus, by an entry of its own."""
        taught, note, services = self.learned.current, self.reason.text(), self.parts.services
        if not isinstance(taught, Taught) or not self._has_reason(note):
            return
        self.parts.background.command(
            self,
            lambda: take_back(services, taught.entry, note),
            self._taken_back,
            self._failed,
            changes=lambda _: Changed(queue=True, desk=True),
        )

    def _taken_back(self, gone: Taught) -> None:
        told = self.tr("Taken back by entry {0}.").format(gone.taken_back)
        if gone.cleared:
            told += " " + self.tr("%n invoices had cleared by it: look at them below.", "", len(gone.cleared))
        self._done(told)

    def _done(self, told: str) -> None:
        self.reason.clear()
        self.said.emit(told)
        self.reload()

    def _has_reason(self, note: str) -> bool:
        if not note.strip():
            self.said.emit(self.tr("Write why; auditors read it."))
            self.reason.setFocus()
        return bool(note.strip())

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.said.emit(say(str(error)))
        else:
            self.parts.background.failed.emit(error)

    def _show(self, asked: int, memory: Memory) -> None:
        if asked != self._asked:
            return
        self.memory = memory
        at = self.learned.currentIndex().row()
        self.proposed.records.show_rows(memory.proposed)
        self.learned.records.show_rows(memory.taught)
        self.learned.focus_row(min(max(at, 0), len(memory.taught) - 1))
        self.keep.setEnabled(bool(memory.proposed))
        self.told.setText(
            self.tr("Nothing is learned by itself: somebody with the right role keeps it, with a reason.")
            if memory.proposed or memory.taught
            else self.tr("Nothing was learned, and no settled case shows anything that could be used again.")
        )
        self.proposed.focus_row(0)
        self._taught_chosen(self.learned.current)

    def _proposal_chosen(self, proposal: Proposal | None) -> None:
        if proposal is not None:
            self.behind.emit(self.tr("The case that showed it"), (proposal.case.document_id,))

    def _taught_chosen(self, taught: Taught | None) -> None:
        memory = self.memory
        holds = taught is not None and taught.taken_back is None and taught.kind is not FactKind.PROFILE
        self.back.setEnabled(holds)
        ids = taught.cleared if taught is not None else ()
        rows = [memory.named[i] for i in ids if i in memory.named] if memory else []
        self.cleared.records.show_rows(rows)
        self.cleared.setVisible(bool(rows))
        self.warned.setVisible(bool(rows))
        self.warned.setText(
            "! " + self.tr("%n invoices cleared by this before it was taken back. Nothing is reopened.", "", len(rows))
        )
        if taught is not None and memory is not None and taught.case_id is not None:
            self.behind.emit(self.tr("The case that showed it"), (memory.documents[taught.case_id],))

    def _kind(self, kind: FactKind) -> str:
        return {
            FactKind.FACTOR: self.tr("factor"), FactKind.SUBSTITUTION: self.tr("substitute"),
            FactKind.MERGING: self.tr("merging"), FactKind.CROSS_REFERENCE: self.tr("vendor's code"),
            FactKind.PROFILE: self.tr("profile"),
        }[kind]  # fmt: skip

    def _proposal_columns(self) -> tuple[Column, ...]:
        def what(fact: Fact) -> str:
            return say(said(fact.table, fact.key, fact.values))

        return (
            Column(self.tr("Case"), lambda r: str(r.case.case_id), right=True, chars=6),
            Column(self.tr("Kind"), lambda r: self._kind(r.fact.kind), chars=12),
            Column(self.tr("What"), lambda r: what(r.fact), chars=34),
            Column(self.tr("Holds for"), lambda r: _scope(self, r.fact.scope), chars=24),
            Column(self.tr("Evidence"), lambda r: say(r.fact.evidence), chars=30),
            Column(self.tr("For"), lambda r: ", ".join(say(words_for(role, OWNERS)) for role in r.roles), chars=20),
        )

    def _taught_columns(self) -> tuple[Column, ...]:
        def stands(row: Taught) -> str:
            if row.taken_back is None:
                return self.tr("~ holds")
            return self.tr("x taken back (entry {0})").format(row.taken_back)

        return (
            Column(self.tr("Stands"), stands, chars=14),
            Column(self.tr("Kind"), lambda r: self._kind(r.kind), chars=12),
            Column(self.tr("What"), lambda r: say(r.what), chars=34),
            Column(self.tr("Holds for"), lambda r: _scope(self, r.scope), chars=24),
            Column(self.tr("When (UTC)"), lambda r: r.time[:16].replace("T", " "), chars=16),
            Column(self.tr("By"), lambda r: f"{r.user} ({say(words_for(r.role, OWNERS))})", chars=16),
            Column(self.tr("Why"), lambda r: r.reason, chars=24),
            Column(self.tr("Evidence"), lambda r: say(r.evidence), chars=24),
            Column(self.tr("Entry"), lambda r: str(r.entry), right=True, chars=7),
        )

    def _document_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures

        def number(row: Document) -> str:
            header = row.invoice.header if row.invoice else None
            return header.invoice_number.value if header and header.invoice_number else row.reading.file

        def total(row: Document) -> str:
            header = row.invoice.header if row.invoice else None
            currency = header.currency.value if header and header.currency else None
            return figures.money(header.total.value, currency) if header and header.total else ""

        return (
            Column(self.tr("Invoice"), number, chars=18),
            Column(self.tr("Total"), total, right=True, chars=14),
            Column(self.tr("State"), lambda r: say(words_for(r.state, DOCUMENT_STATES)), chars=18),
        )

    def _build(self) -> None:
        self.reason.setAccessibleName(self.tr("Why it is kept or taken back"))
        self.reason.setPlaceholderText(self.tr("Why it is kept or taken back"))
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.keep)
        row.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.proposed, 2)
        layout.addWidget(self.learned, 4)
        layout.addWidget(self.warned)
        layout.addWidget(self.cleared)
        layout.addLayout(row)
        self.keep.clicked.connect(self.keep_proposed)
        self.back.clicked.connect(self.take_back_learned)
        self.proposed.chosen.connect(self._proposal_chosen)
        self.learned.chosen.connect(self._taught_chosen)
        self.cleared.opened.connect(lambda row: self.document_wanted.emit(row.document_id))
        self.keep.setEnabled(False)
        self._taught_chosen(None)


def _scope(panel: LearnedPanel, scope: str) -> str:
    """Say in words for whom something holds: its vendor, its item, its profile."""
    names = {"vendor": panel.tr("vendor {0}"), "item": panel.tr("item {0}"), "profile": panel.tr("profile {0}")}
    told = []
    for part in scope.split(", "):
        kind, _, value = part.partition(" ")
        told.append(names[kind].format(value) if kind in names else part)
    return ", ".join(told)
