"""How well the desk decides: shares with their certainty, exceptions by month, and where the work comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout

from app.domain.certainty import Rate
from app.domain.money import ZERO
from app.reports.insight.measures import MonthPoint, Share, Spread
from app.reports.insight.quality import Quality, rule_sentence
from app.ui.i18n import say
from app.ui.insight.bars import BarDelegate
from app.ui.insight.loading import Insight
from app.ui.insight.month_chart import MonthChart
from app.ui.insight.panel import InsightPanel, interval_text, measure_of, money_by_currency, rate_text
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.wording import finding_title


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of the desk: in words, how sure it is, and the documents behind it."""

    name: str
    value: str
    sure: str
    documents: tuple[int, ...]
    rate: Rate | None = None


class OverviewPanel(InsightPanel):
    """Figures and months on top, what the work is made of below."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.figures = RecordTable(RecordModel(self._figure_columns(), self), self.tr("How the desk decides"))
        self.months = MonthChart(parts.theme, parts.figures, self.tr("Invoices that needed a person, by month"))
        self.saved = plain_label(look="muted", wrap=True, whole=True)
        self.kind = QComboBox()
        self.shares = RecordTable(RecordModel(self._share_columns(), self), self.tr("Where the work comes from"))
        self._stakes: dict[int, tuple[str, Decimal]] = {}
        self._build()

    def show_insight(self, insight: Insight) -> None:
        """Show what was counted."""
        super().show_insight(insight)
        known = insight.invoices
        self._stakes = {c.case_id: (known[c.document_id].currency, c.exposure) for c in insight.facts.cases}
        found = insight.quality
        self.figures.records.show_rows(self._figures(found))
        self.months.show_months(found.months)
        hours, formula = self._hours(found.saved.hours), say(found.saved.formula)
        # How it was worked out ends in the hours themselves, as the log writes them.
        worked_out = formula.removesuffix(f" = {found.saved.hours} h")
        told = self.tr("Hours saved: {0} = {1}").format(hours, worked_out)
        self.saved.setText(told)
        self._show_shares()

    def focus_start(self) -> None:
        """Start with the figures."""
        self.figures.setFocus()
        if not self.figures.currentIndex().isValid():
            self.figures.focus_row(0)

    def tell(self) -> None:
        """Name the documents behind the figure in focus."""
        self._figure_chosen(self.figures.current)

    def _show_shares(self) -> None:
        if self.insight is None:
            return
        found = self.insight.quality
        rows = (found.kinds, found.causes, found.vendors, found.rules)[self.kind.currentIndex()]
        self.shares.records.show_rows(rows)

    def _figures(self, found: Quality) -> tuple[FigureRow, ...]:
        def share(name: str, rate: Rate) -> FigureRow:
            figures = self.parts.figures
            return FigureRow(name, rate_text(figures, rate), interval_text(figures, rate), rate.documents, rate)

        rows = [
            share(self.tr("cleared by themselves"), found.cleared),
            share(self.tr("corrected by a person"), found.corrected),
            share(self.tr("reopened after they rested"), found.reopened),
            share(self.tr("then decided the other way"), found.reversed_),
            share(self.tr("a command taken back"), found.undone),
            share(self.tr("cleared and found wrong, of those looked at"), found.found_wrong),
        ]
        for name, spread in (
            (self.tr("hours from arrival to decision (median)"), found.to_decide),
            (self.tr("the same, of those that needed a person"), found.to_settle),
        ):
            if spread is not None:
                rows.append(FigureRow(name, self._hours(spread.median), self._spread(spread), spread.documents))
        return tuple(rows)

    def _hours(self, hours: Decimal) -> str:
        return self.tr("{0} h").format(self.parts.figures.quantity(hours))

    def _spread(self, spread: Spread) -> str:
        return f"{self._hours(spread.low)} – {self._hours(spread.high)}"

    def _figure_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Invoices"), lambda r: r.name, chars=36),
            Column(self.tr("How many"), lambda r: r.value, right=True, chars=16),
            Column(self.tr("95 % interval"), lambda r: r.sure, right=True, chars=16),
            Column("", lambda r: "", drawn=12),
        )

    def _share_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("What"), self._share_name, chars=40),
            Column(self.tr("Cases"), lambda r: str(r.count), right=True, chars=8),
            Column(self.tr("At stake"), self._at_stake, right=True, chars=14),
            Column("", lambda r: "", drawn=18),
        )

    def _at_stake(self, share: Share) -> str:
        """Write what is at stake in each currency by itself; nothing is added up across currencies."""
        amounts: dict[str, Decimal] = {}
        for case_id in share.cases:
            currency, exposure = self._stakes[case_id]
            amounts[currency] = amounts.get(currency, ZERO) + exposure
        return money_by_currency(self.parts.figures, amounts.items())

    def _share_name(self, share: Share) -> str:
        match self.kind.currentIndex():
            case 0:
                return say(finding_title(share.name))
            case 1:
                return say(f"{share.name} problem")
            case 2:
                vendors = self.insight.facts.vendors if self.insight else {}
                return vendors.get(share.name, share.name)
            case _:
                return f"{share.name}: {rule_sentence(share.name)}"

    def _build(self) -> None:
        theme = self.parts.theme
        self.figures.setItemDelegateForColumn(
            3, BarDelegate(theme, lambda r: measure_of(r.rate) if r and r.rate else None, self)
        )
        self.shares.setItemDelegateForColumn(
            3, BarDelegate(theme, lambda r: (Decimal(r.count), None) if r else None, self)
        )
        texts = (self.tr("by kind"), self.tr("by class of cause"), self.tr("by vendor"), self.tr("by rule"))
        self.kind.addItems(texts)
        self.kind.setAccessibleName(self.tr("Where the work comes from: by what"))
        self.kind.currentIndexChanged.connect(lambda _: self._show_shares())
        heading = QHBoxLayout()
        label = QLabel(self.tr("Where the work comes from"))
        label.setProperty("look", "title")
        label.setBuddy(self.kind)
        heading.addWidget(label)
        heading.addWidget(self.kind)
        heading.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.figures, 4)
        layout.addWidget(plain_label(self.tr("Invoices that needed a person, by month"), look="title"))
        layout.addWidget(self.months, 3)
        layout.addWidget(self.saved)
        layout.addLayout(heading)
        layout.addWidget(self.shares, 4)
        self.figures.chosen.connect(self._figure_chosen)
        self.figures.opened.connect(self._figure_chosen)
        self.shares.chosen.connect(self._share_chosen)
        self.shares.opened.connect(self._share_chosen)
        self.months.chosen.connect(self._month_chosen)

    def _figure_chosen(self, row: FigureRow | None) -> None:
        if row is not None:
            self.behind.emit(row.name, row.documents)

    def _share_chosen(self, row: Share | None) -> None:
        if row is not None:
            self.behind.emit(self._share_name(row), row.documents)

    def _month_chosen(self, point: MonthPoint) -> None:
        self.behind.emit(self.months.sentence(point), point.exceptions.documents)
