"""The room of insight: its parts in tabs, and beside them the documents behind whatever figure has the focus.

Each part is made when its tab is first shown: all seven at once would keep whoever enters waiting for half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.insight_facts import InvoiceFact
from app.ui.background import Changed
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.insight.loading import QUARTER, YEAR, Insight, load_insight
from app.ui.insight.panel import InsightPanel, money_by_currency, vendor_text
from app.ui.page_parts import fill_side_by_side
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_page import document_opener
from app.ui.record_table import RecordTable
from app.ui.room import RoomPage, RoomParts
from app.workflow.wording import DOCUMENT_STATES, words_for

_WIDTHS = (900, 540)
_PERIODS: tuple[int | None, ...] = (QUARTER, YEAR, None)
_FIRST_PERIOD = 1


def _overview(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.overview import OverviewPanel

    return OverviewPanel(parts)


def _vendors(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.vendor_cards import VendorCardsPanel

    return VendorCardsPanel(parts)


def _habits(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.habits import HabitsPanel

    return HabitsPanel(parts)


def _tolerances(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.tolerances import TolerancesPanel

    return TolerancesPanel(parts)


def _samples(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.samples import SamplesPanel

    return SamplesPanel(parts)


def _not_invoiced(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.not_invoiced import NotInvoicedPanel

    return NotInvoicedPanel(parts)


def _learned(parts: RoomParts) -> InsightPanel:
    from app.ui.insight.learned import LearnedPanel

    return LearnedPanel(parts)


_MAKERS: tuple[Callable[[RoomParts], InsightPanel], ...] = (
    _overview, _vendors, _habits, _tolerances, _samples, _not_invoiced, _learned,
)  # fmt: skip


class InsightPage(RoomPage):
    """Figures on the left, the documents behind the one in focus on the right; Enter there opens a document."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        self._parts = parts
        self._asked = 0
        self.insight: Insight | None = None
        self.period = QComboBox()
        self.told = plain_label(look="muted")
        self.tabs = FittedTabs(self.tr("Insight"))
        # By the place of their tab, as far as they were shown.
        self.panels: dict[int, InsightPanel] = {}
        self.title = plain_label(look="title", wrap=True, whole=True)
        self.documents = RecordTable(RecordModel(self._columns(), self), self.tr("Documents behind the figure"))
        self._build()
        parts.background.changed.connect(self._changed)

    @property
    def panel(self) -> InsightPanel:
        """The part that is shown, made where this is the first time."""
        place = self.tabs.currentIndex()
        return self.panels.get(place) or self._make(place)

    def enter(self) -> None:
        """Count again, and put the focus where work starts."""
        self.reload()
        self.panel.focus_start()

    def reload(self) -> None:
        """Count the period again in the background; only the newest count is shown."""
        self._asked += 1
        asked, services, days = self._asked, self._parts.services, _PERIODS[self.period.currentIndex()]
        figures = self._parts.figures
        self.told.setText(self.tr("Counting…"))
        self._parts.background.read(
            self, lambda: load_insight(services, days, figures), lambda found: self._show(asked, found)
        )

    def _show(self, asked: int, insight: Insight) -> None:
        if asked != self._asked:
            return
        self.insight = insight
        self.told.setText(self.tr("%n invoices in this period", "", len(insight.facts.invoices)))
        for panel in self.panels.values():
            panel.show_insight(insight)

    def _behind(self, panel: InsightPanel, named: str, ids: Sequence[int]) -> None:
        if panel is self.panel:
            self._show_documents(named, ids)

    def _show_documents(self, named: str, ids: Sequence[int]) -> None:
        known = self.insight.invoices if self.insight else {}
        rows = [known[document_id] for document_id in ids if document_id in known]
        self.title.setText(f"{named} ({len(rows)})")
        self.documents.records.show_rows(rows)

    def _make(self, place: int) -> InsightPanel:
        panel = self.panels[place] = _MAKERS[place](self._parts)
        panel.behind.connect(partial(self._behind, panel))
        panel.said.connect(self.said)
        panel.logged.connect(self.reload)
        panel.document_wanted.connect(self.document_wanted)
        tab = self.tabs.widget(place)
        assert tab is not None
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        # The layout would show it a moment later only; what a part counts when it is looked at begins now.
        panel.show()
        if self.insight is not None:
            panel.show_insight(self.insight)
        return panel

    def _tab_changed(self) -> None:
        panel = self.panel
        self._show_documents("", ())
        self.title.setText(self.tr("Choose a figure to see its documents."))
        panel.tell()

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and (changed.desk or changed.queue or changed.documents):
            self.reload()

    def _columns(self) -> tuple[Column, ...]:
        figures = self._parts.figures

        def total(row: InvoiceFact) -> str:
            return money_by_currency(figures, [(row.currency, row.total)]) if row.total is not None else ""

        return (
            Column(self.tr("Invoice"), lambda r: r.number, chars=14),
            Column(self.tr("Vendor"), lambda r: vendor_text(r.vendor_name), chars=20),
            Column(self.tr("Day"), lambda r: figures.day(r.day), chars=11),
            Column(self.tr("Total"), total, right=True, chars=14),
            Column(self.tr("State"), lambda r: say(words_for(r.state, DOCUMENT_STATES)), chars=14),
        )

    def _build(self) -> None:
        self.period.addItems((self.tr("Last three months"), self.tr("Last twelve months"), self.tr("Everything")))
        self.period.setCurrentIndex(_FIRST_PERIOD)
        self.period.setAccessibleName(self.tr("Period"))
        self.period.currentIndexChanged.connect(lambda _: self.reload())
        names = (
            self.tr("Overview"), self.tr("Vendors"), self.tr("Habits"), self.tr("Tolerances"), self.tr("Samples"),
            self.tr("Not invoiced"), self.tr("Learned"),
        )  # fmt: skip
        for _, name in zip(_MAKERS, names, strict=True):
            self.tabs.addTab(QWidget(), name)
        self.tabs.currentChanged.connect(lambda _: self._tab_changed())
        label = QLabel(self.tr("Period:"))
        label.setBuddy(self.period)
        top = QHBoxLayout()
        for part in (label, self.period, self.told):
            top.addWidget(part)
        top.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 12, 8, 8)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(8, 12, 16, 8)
        inner.addWidget(self.title)
        inner.addWidget(self.documents, 1)
        inner.addWidget(plain_label(self.tr("Enter opens the document."), look="muted"))
        fill_side_by_side(self, (left, right), _WIDTHS)
        document_opener(self, self.documents)
        self._tab_changed()
