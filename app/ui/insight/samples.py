"""Looking at what cleared by itself (S1.84): drawing a sample, and saying what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout

from app.domain.insight import SampleVerdict
from app.reports.insight.quality import SampleResult
from app.ui.insight.loading import Insight
from app.ui.insight.panel import InsightPanel, interval_text, rate_text
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.insight.sampling import DEFAULT_SHARE, draw_sample, record_verdict


@dataclass(frozen=True, slots=True)
class Drawn:
    """One invoice of a sample, and what the last person who looked at it found."""

    document_id: int
    number: str
    vendor: str
    verdict: SampleVerdict | None


class SamplesPanel(InsightPanel):
    """Samples above, the invoices of the one in focus below."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.share = QSpinBox()
        self.draw = QPushButton(self.tr("Draw a sample of what cleared by itself"))
        self.samples = RecordTable(RecordModel(self._sample_columns(), self), self.tr("Samples"))
        self.drawn = RecordTable(RecordModel(self._drawn_columns(), self), self.tr("Invoices of the sample"))
        self.note = QLineEdit()
        self.right = QPushButton(self.tr("It cleared rightly"))
        self.wrong = QPushButton(self.tr("It should have been held"))
        self._build()

    def show_insight(self, insight: Insight) -> None:
        """Show what was counted, the newest sample first; the place in the list is kept."""
        super().show_insight(insight)
        at = self.drawn.currentIndex().row()
        self.samples.records.show_rows(tuple(reversed(insight.quality.samples)))
        self.samples.focus_row(0)
        self._show(self.samples.current)
        self.drawn.focus_row(min(max(at, 0), self.drawn.records.rowCount() - 1))

    def focus_start(self) -> None:
        """Start with the invoices to be looked at, or with drawing some."""
        (self.drawn if self.drawn.records.rowCount() else self.draw).setFocus()

    def tell(self) -> None:
        """Name the documents of the sample in focus."""
        self._show(self.samples.current)

    def draw_one(self) -> None:
        """Draw a sample of the period shown, and log the draw."""
        insight, services, share = self.insight, self.parts.services, Decimal(self.share.value())
        if insight is None:
            return
        since, until = insight.facts.since, insight.facts.until
        self.write(
            lambda: draw_sample(services, share, since=since, until=until),
            self.note,
            lambda sample: self.tr("%n invoices were drawn.", "", len(sample.documents)),
        )

    def record(self, *, right: bool) -> None:
        """Log what was found of the invoice in focus."""
        drawn, note, services = self.drawn.current, self.note.text(), self.parts.services
        if not isinstance(drawn, Drawn):
            return
        if not right and self.lacks(self.note, self.tr("Write what was wrong with it.")):
            return
        told = self.tr("Noted in the log.")
        self.write(
            lambda: record_verdict(services, drawn.document_id, right=right, note=note), self.note, lambda _: told
        )

    def _show(self, result: SampleResult | None) -> None:
        if result is None or self.insight is None:
            self.drawn.records.show_rows(())
            return
        verdicts = {verdict.document_id: verdict for verdict in self.insight.log.verdicts}
        rows = []
        for document_id in result.sample.documents:
            fact = self.insight.invoices.get(document_id)
            number, vendor = (fact.number, fact.vendor_name) if fact else (str(document_id), "")
            rows.append(Drawn(document_id, number, vendor, verdicts.get(document_id)))
        self.drawn.records.show_rows(rows)
        self.behind.emit(self.tr("The sample"), result.sample.documents)

    def _sample_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Drawn"), lambda r: figures.day(r.sample.time.date()), chars=11),
            Column(self.tr("By"), lambda r: r.sample.by, chars=12),
            Column(self.tr("Invoices"), lambda r: f"{len(r.sample.documents)} / {r.sample.population}", right=True,
                   chars=12),
            Column(self.tr("Still to see"), lambda r: str(len(r.still_to_see)), right=True, chars=10),
            Column(self.tr("Wrong"), lambda r: rate_text(figures, r.wrong), right=True, chars=14),
            Column(self.tr("95 % interval"), lambda r: interval_text(figures, r.wrong), right=True, chars=16),
            Column(self.tr("Seed"), lambda r: r.sample.seed, chars=18),
        )  # fmt: skip

    def _drawn_columns(self) -> tuple[Column, ...]:
        def found(row: Drawn) -> str:
            if row.verdict is None:
                return ""
            return self.tr("~ rightly") if row.verdict.right else self.tr("x wrongly")

        return (
            Column(self.tr("Found"), found, chars=12),
            Column(self.tr("Invoice"), lambda r: r.number, chars=16),
            Column(self.tr("Vendor"), lambda r: r.vendor, chars=28),
            Column(self.tr("By"), lambda r: r.verdict.by if r.verdict else "", chars=12),
            Column(self.tr("Note"), lambda r: r.verdict.reason if r.verdict else "", chars=40),
        )

    def _build(self) -> None:
        self.share.setRange(1, 100)
        self.share.setValue(int(DEFAULT_SHARE))
        self.share.setSuffix(" %")
        self.share.setAccessibleName(self.tr("Share of the invoices to be drawn"))
        self.note.setAccessibleName(self.tr("What was found"))
        self.note.setPlaceholderText(self.tr("What was found"))
        label = QLabel(self.tr("Share:"))
        label.setBuddy(self.share)
        top = QHBoxLayout()
        for part in (label, self.share, self.draw):
            top.addWidget(part)
        top.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.right)
        row.addWidget(self.wrong)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.samples, 2)
        layout.addWidget(self.drawn, 4)
        layout.addLayout(row)
        self.draw.clicked.connect(self.draw_one)
        self.right.clicked.connect(lambda: self.record(right=True))
        self.wrong.clicked.connect(lambda: self.record(right=False))
        self.samples.chosen.connect(self._show)
        self.drawn.opened.connect(lambda row: self.behind.emit(row.number, (row.document_id,)))
