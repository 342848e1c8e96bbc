"""When tolerances are to be looked over (S2.158), and which vendors' records speak for another tier (S2.156)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from app.domain.insight import TierProposal
from app.reports.insight.reviews import ReviewDue
from app.ui.i18n import say
from app.ui.insight.loading import Insight, tier_proposals
from app.ui.insight.panel import InsightPanel, money_by_currency, rate_text
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.insight.sampling import mark_reviewed


class TolerancesPanel(InsightPanel):
    """What is to be looked over above, proposals of other tiers below; nothing is changed from here."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.calendar = RecordTable(RecordModel(self._calendar_columns(), self), self.tr("To be looked over"))
        self.note = QLineEdit()
        self.stamp = QPushButton(self.tr("It was looked over"))
        self.ask = QPushButton(self.tr("Which vendors' records speak for another tier?"))
        self.proposals = RecordTable(RecordModel(self._proposal_columns(), self), self.tr("Proposed tiers"))
        self.told = plain_label(look="muted", wrap=True, whole=True)
        self._build()

    def show_insight(self, insight: Insight) -> None:
        """Show what was counted."""
        super().show_insight(insight)
        self.calendar.records.show_rows(insight.calendar)
        self.calendar.focus_row(0)
        self.proposals.records.show_rows(())
        self.told.setText(
            self.tr("A tier is changed in the vendor master; every proposal was tried on the vendor's past invoices.")
        )

    def focus_start(self) -> None:
        """Start with the list."""
        self.calendar.setFocus()

    def tell(self) -> None:
        """Name the documents of the proposal in focus."""
        self._proposal_chosen(self.proposals.current)

    def look_for_tiers(self) -> None:
        """Decide the past again for vendors with a record."""
        insight, services = self.insight, self.parts.services
        if insight is None:
            return
        self.ask.setEnabled(False)
        self.parts.background.read(
            self, lambda: tier_proposals(services, insight), self._proposals_found, self.failed
        )  # fmt: skip

    def say_reviewed(self) -> None:
        """Log that what is in focus was looked over."""
        due, note, services = self.calendar.current, self.note.text(), self.parts.services
        if not isinstance(due, ReviewDue):
            return
        if self.lacks(self.note, self.tr("Write what you came to; auditors read it.")):
            return
        told = self.tr("Stamped in the log.")
        self.write(lambda: mark_reviewed(services, due.subject, note), self.note, lambda _: told)

    def _proposals_found(self, found: tuple[TierProposal, ...]) -> None:
        self.ask.setEnabled(True)
        self.proposals.records.show_rows(found)
        if not found:
            self.told.setText(self.tr("No vendor's record is proved to differ from the others', so none is proposed."))

    def failed(self, error: BaseException) -> None:
        """Say why, and let it be asked again."""
        self.ask.setEnabled(True)
        super().failed(error)

    def _calendar_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures

        def due(row: ReviewDue) -> str:
            return ("! " if row.overdue else "") + figures.day(row.due)

        return (
            Column(self.tr("Due"), due, chars=14),
            Column(self.tr("What"), lambda r: say(r.name), chars=28),
            Column(self.tr("Last"), lambda r: figures.day(r.last) if r.last else self.tr("never"), chars=12),
            Column(self.tr("By"), lambda r: r.by, chars=12),
            Column(self.tr("Why"), lambda r: say(r.why), chars=40),
        )

    def _proposal_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Vendor"), lambda p: p.vendor_name, chars=24),
            Column(self.tr("Tier"), lambda p: f"{say(p.before)} → {say(p.after)}", chars=20),
            Column(self.tr("Needed a person"), lambda p: rate_text(figures, p.exceptions), right=True, chars=16),
            Column(self.tr("Would clear"), lambda p: str(len(p.clears)), right=True, chars=10),
            Column(self.tr("At stake"), lambda p: money_by_currency(figures, p.at_stake.items()), right=True, chars=14),
            Column(self.tr("Against it"), lambda p: str(len(p.against)) if p.against else "", right=True, chars=9),
            Column(self.tr("Advice"), lambda p: ("~ " if p.advised else "! ") + say(p.why), chars=40),
        )

    def _build(self) -> None:
        self.note.setAccessibleName(self.tr("What it came to"))
        self.note.setPlaceholderText(self.tr("What it came to"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.calendar, 3)
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.stamp)
        layout.addLayout(row)
        asked = QHBoxLayout()
        asked.addWidget(self.ask)
        asked.addStretch(1)
        layout.addLayout(asked)
        layout.addWidget(self.told)
        layout.addWidget(self.proposals, 3)
        self.ask.clicked.connect(self.look_for_tiers)
        self.stamp.clicked.connect(self.say_reviewed)
        self.note.returnPressed.connect(self.say_reviewed)
        self.proposals.chosen.connect(self._proposal_chosen)

    def _proposal_chosen(self, proposal: TierProposal | None) -> None:
        if proposal is not None:
            told = self.tr("{0}: would clear or be held otherwise").format(proposal.vendor_name)
            self.behind.emit(told, (*proposal.clears, *proposal.holds))
