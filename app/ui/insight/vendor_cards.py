"""The scorecards of all vendors side by side, and one of them whole (S2.142, S2.185 to S2.188)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout

from app.domain.certainty import Rate
from app.reports.insight.bands import Quarter
from app.reports.insight.cards import Compared, Trend, VendorCard
from app.reports.insight.measures import MonthPoint, Share
from app.ui.fact_list import FactList
from app.ui.i18n import say
from app.ui.insight.bars import BarDelegate
from app.ui.insight.loading import Insight
from app.ui.insight.month_chart import MonthChart
from app.ui.insight.panel import InsightPanel, interval_text, measure_of, money_by_currency, rate_text, vendor_text
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts
from app.workflow.wording import finding_title


class VendorCardsPanel(InsightPanel):
    """Every vendor with its exception rate against the desk's others; below, the card of the one in focus."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.cards = RecordTable(RecordModel(self._columns(), self), self.tr("Vendors"))
        self.title = plain_label(look="title", wrap=True, whole=True)
        self.facts = FactList()
        self.months = MonthChart(parts.theme, parts.figures, self.tr("Its invoices that needed a person, by month"))
        self.mix = RecordTable(RecordModel(self._mix_columns(), self), self.tr("What its cases were about"))
        self._build()

    def show_insight(self, insight: Insight) -> None:
        """Show what was counted, those with most exceptions first."""
        super().show_insight(insight)
        ordered = sorted(insight.cards, key=lambda card: (-card.exceptions.part, card.vendor_name.casefold()))
        self.cards.records.show_rows(ordered)
        self.cards.focus_row(0)
        if not ordered:
            self._show(None)

    def focus_start(self) -> None:
        """Start with the list."""
        self.cards.setFocus()

    def tell(self) -> None:
        """Name the documents of the vendor in focus."""
        self._show(self.cards.current)

    def _show(self, card: VendorCard | None) -> None:
        if card is None:
            self.title.setText(self.tr("No invoices in this period."))
            self.facts.show_facts(())
            self.months.show_months(())
            self.mix.records.show_rows(())
            return
        name = vendor_text(card.vendor_name)
        self.title.setText(f"{name}: {self._compared(card)}")
        self.facts.show_facts(self._facts(card))
        self.months.show_months(card.months)
        self.mix.records.show_rows(card.mix)
        self.behind.emit(self.tr("{0}: needed a person").format(name), card.exceptions.documents)

    def _compared(self, card: VendorCard) -> str:
        return {
            Compared.WORSE: self.tr("more exceptions than the others, and no chance"),
            Compared.BETTER: self.tr("fewer exceptions than the others, and no chance"),
            Compared.LIKE_OTHERS: self.tr("like the others"),
            Compared.TOO_FEW: self.tr("too few invoices to say"),
        }[card.compared]

    def _trend(self, card: VendorCard) -> str:
        return {
            Trend.RISING: self.tr("+ rising"),
            Trend.FALLING: self.tr("- falling"),
            Trend.STEADY: self.tr("= steady"),
        }[card.trend]

    def _facts(self, card: VendorCard) -> tuple[tuple[str, str], ...]:
        figures = self.parts.figures
        stake = money_by_currency(figures, [(card.currency, card.exposure)])
        waiting = money_by_currency(figures, [(card.currency, card.exposure_open)])

        def share(rate: Rate) -> str:
            return f"{rate_text(figures, rate)}, {interval_text(figures, rate)}" if rate.whole else ""

        hours = card.to_resolve
        packs = "; ".join(
            self.tr("{0} in packs of {1}: {2}, {3}").format(
                one.item, figures.quantity(one.pack), rate_text(figures, one.rounded), self._quarters(one.quarters)
            )
            for one in card.rounding
            if one.proved
        )
        hugs = ""
        if card.hugging is not None and card.hugging.proved:
            hugs = f"{rate_text(figures, card.hugging.top)}, {self._quarters(card.hugging.quarters)}"
        return (
            (self.tr("Needed a person"), share(card.exceptions)),
            (self.tr("The others"), share(card.others)),
            (self.tr("At stake"), stake),
            (self.tr("Still open"), waiting),
            (self.tr("Hours to settle"), self._hours(hours.median, hours.low, hours.high) if hours else ""),
            (self.tr("Late deliveries"), share(card.late)),
            (self.tr("Billed in another unit"), share(card.other_unit)),
            (self.tr("Merged lines"), share(card.merged)),
            (self.tr("Bundled charges"), share(card.bundled)),
            (self.tr("Substitutions"), self._substitutions(card.substitutions, card.currency)),
            (self.tr("Overs that hug the band"), hugs),
            (self.tr("Packs rounded"), packs),
        )

    def _hours(self, median: object, low: object, high: object) -> str:
        return self.tr("{0} ({1} to {2})").format(median, low, high)

    def _substitutions(self, share: Share, currency: str) -> str:
        if not share.count:
            return ""
        return f"{share.count}, {money_by_currency(self.parts.figures, [(currency, share.amount)])}"

    def _quarters(self, quarters: Iterable[Quarter]) -> str:
        return ", ".join(
            f"{one.quarter} {money_by_currency(self.parts.figures, [(one.currency, one.amount)])}" for one in quarters
        )

    def _columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        signs = {Compared.WORSE: "!", Compared.BETTER: "~", Compared.LIKE_OTHERS: "=", Compared.TOO_FEW: "?"}
        return (
            Column("", lambda c: signs[c.compared], chars=2),
            Column(self.tr("Vendor"), lambda c: vendor_text(c.vendor_name), chars=26),
            Column(self.tr("Needed a person"), lambda c: rate_text(figures, c.exceptions), right=True, chars=18),
            Column("", lambda c: "", drawn=16),
            Column(self.tr("Trend"), self._trend, chars=10),
            Column(
                self.tr("At stake"),
                lambda c: money_by_currency(figures, [(c.currency, c.exposure)]), right=True, chars=16,
            ),
        )  # fmt: skip

    def _mix_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("What its cases were about"), lambda s: say(finding_title(s.name)), chars=34),
            Column(self.tr("Cases"), lambda s: str(s.count), right=True, chars=8),
            Column("", lambda s: "", drawn=16),
        )

    def _build(self) -> None:
        theme = self.parts.theme
        self.cards.setItemDelegateForColumn(
            3, BarDelegate(theme, lambda c: measure_of(c.exceptions) if c else None, self)
        )
        self.mix.setItemDelegateForColumn(2, BarDelegate(theme, _share_measure, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.cards, 4)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addWidget(self.months, 3)
        layout.addWidget(self.mix, 2)
        self.cards.chosen.connect(self._show)
        self.mix.chosen.connect(self._mix_chosen)
        self.mix.opened.connect(self._mix_chosen)
        self.months.chosen.connect(self._month_chosen)

    def _mix_chosen(self, share: Share | None) -> None:
        if share is not None:
            self.behind.emit(say(finding_title(share.name)), share.documents)

    def _month_chosen(self, point: MonthPoint) -> None:
        self.behind.emit(self.months.sentence(point), point.exceptions.documents)


def _share_measure(share: Share | None) -> tuple[Decimal, None] | None:
    return None if share is None else (Decimal(share.count), None)
