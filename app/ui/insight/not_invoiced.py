"""Goods that were received and not invoiced (S2.47): what accrues today, line by line."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from app.reports.insight.unbilled import Accrued, Unbilled
from app.ui.insight.loading import Insight, unbilled_today
from app.ui.insight.panel import InsightPanel, money_by_currency
from app.ui.plain_text import plain_label
from app.ui.record_model import Column, RecordModel
from app.ui.record_table import RecordTable
from app.ui.room import RoomParts


class NotInvoicedPanel(InsightPanel):
    """The sum above, the order lines below."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.sum = plain_label(look="title", wrap=True, whole=True)
        self.lines = RecordTable(RecordModel(self._columns(), self), self.tr("Received and not invoiced"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.sum)
        layout.addWidget(self.lines, 1)
        self.lines.chosen.connect(self._chosen)
        self._stale = False

    def show_insight(self, insight: Insight) -> None:
        """Count anew, now or when this part is looked at: every order is gone through for it."""
        super().show_insight(insight)
        self._stale = True
        if self.isVisible():
            self._count()

    def tell(self) -> None:
        """Name what billed the order line in focus."""
        self._chosen(self.lines.current)

    def showEvent(self, event: QShowEvent) -> None:
        """Count when it is looked at (Qt)."""
        super().showEvent(event)
        if self._stale:
            self._count()

    def _count(self) -> None:
        self._stale = False
        self.sum.setText(self.tr("Counting…"))
        services = self.parts.services
        self.parts.background.read(self, lambda: unbilled_today(services), self._show)

    def _show(self, found: Unbilled) -> None:
        figures = self.parts.figures
        told = money_by_currency(figures, found.amounts.items())
        if found.lines:
            self.sum.setText(
                self.tr("On {0}: {1} received and not invoiced, on %n order lines.", "", len(found.lines)).format(
                    figures.day(found.on), told
                )
            )
        else:
            self.sum.setText(self.tr("Everything that was received is invoiced."))
        self.lines.records.show_rows(found.lines)
        self.lines.focus_row(0)

    def focus_start(self) -> None:
        """Start with the list."""
        self.lines.setFocus()

    def _chosen(self, line: Accrued | None) -> None:
        if line is not None:
            named = self.tr("{0} line {1}: billed so far").format(line.ref.po_number, line.ref.line_no)
            self.behind.emit(named, line.documents)

    def _columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures

        def amount(line: Accrued) -> str:
            if line.amount is None:
                return self.tr("? unit of {0}").format(", ".join(line.not_comparable))
            return money_by_currency(figures, [(line.currency, line.amount)])

        return (
            Column(self.tr("Vendor"), lambda a: a.vendor_name, chars=22),
            Column(self.tr("Order"), lambda a: a.ref.po_number, chars=12),
            Column(self.tr("Line"), lambda a: str(a.ref.line_no), right=True, chars=5),
            Column(self.tr("Item"), lambda a: f"{a.item} {a.description}", chars=30),
            Column(self.tr("Received"), lambda a: figures.quantity(a.received), right=True, chars=10),
            Column(self.tr("Billed"), lambda a: figures.quantity(a.billed), right=True, chars=10),
            Column(self.tr("Left"), lambda a: f"{figures.quantity(a.left)} {a.uom}", right=True, chars=12),
            Column(self.tr("Amount"), amount, right=True, chars=14),
            Column(self.tr("Since"), lambda a: figures.day(a.since) if a.since else "", chars=11),
            Column(self.tr("Account"), lambda a: a.ledger_account, chars=10),
        )
