"""The room of orders: find one, see its lines with what was received and billed, and open what billed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from app.domain.lookup import Billing, Lookup, OrderPage, OrderRow
from app.domain.money import ZERO
from app.domain.order import OrderLine, OrderStatus
from app.ui.fact_list import FactList
from app.ui.i18n import say
from app.ui.orders.import_assistant import ImportAssistant
from app.ui.record_model import Column, FetchedModel, RecordModel
from app.ui.record_page import RecordPage, document_opener
from app.ui.record_table import RecordTable, SearchList
from app.ui.room import RoomParts
from app.workflow.figures import amount_with_currency
from app.workflow.wording import DOCUMENT_STATES, ORDER_STATES, words_for


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the order with what was received of it, where anything was."""

    line: OrderLine
    received: Decimal | None


class OrdersPage(RecordPage):
    """Orders on the left, the one in focus on the right."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self._page: OrderPage | None = None
        self._status: OrderStatus | None = None
        self.status = QComboBox()
        self.status.setAccessibleName(self.tr("Which orders"))
        self.status.addItem(self.tr("Every order"), None)
        for status in OrderStatus:
            self.status.addItem(say(words_for(status, ORDER_STATES)), status)
        self.found = SearchList(
            FetchedModel(self._columns(), parts.background, self._fetch, self),
            name=self.tr("Orders"),
            search=self.tr("Search order, vendor, buyer, item"),
        )
        self.importer = QPushButton(self.tr("Import…"))
        self.found.add_tools((self.status, self.importer))
        self.facts = FactList(3)
        self.lines = RecordTable(RecordModel(self._line_columns(), self), self.tr("Lines of the order"), fitted=True)
        self.receipts = RecordTable(RecordModel(self._receipt_columns(), self), self.tr("Goods receipts"), fitted=True)
        self.billings = RecordTable(RecordModel(self._billing_columns(), self), self.tr("What was billed"), fitted=True)
        self._build()

    def show_import(self) -> ImportAssistant:
        """Ask which files to import."""
        assistant = ImportAssistant(self.parts, self)
        assistant.open()
        return assistant

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.found)
        self.put_together(left)
        self.detail.add(self.facts)
        self.detail.add(self.lines, self.tr("Lines"))
        self.detail.add(self.receipts, self.tr("Goods receipts"))
        self.detail.add(self.billings, self.tr("Billed by"))
        self.detail.add_stretch()
        self.found.chosen.connect(self._choose)
        self.status.currentIndexChanged.connect(lambda _: self._narrow())
        self.importer.clicked.connect(self.show_import)
        document_opener(self, self.billings)
        self.show_nothing()

    def _narrow(self) -> None:
        chosen = self.status.currentData()
        self._status = OrderStatus(chosen) if chosen else None
        self.found.model.reload()

    def _fetch(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[OrderRow]:
        wanted = Lookup(text, sort, descending, status=self._status)
        return self.parts.services.store.master_data.orders(wanted, limit=limit, offset=offset)

    def _choose(self, row: OrderRow | None) -> None:
        if row is None:
            self.show_nothing()
            return
        look = self.parts.services.store.master_data
        self.load(row.po_number, lambda: look.order(row.po_number), self._show)

    def show_nothing(self, why: str = "") -> None:
        """Show no order."""
        super().show_nothing(why)
        self._page = None
        self.facts.show_facts(())
        for table in (self.lines, self.receipts, self.billings):
            table.records.show_rows(())

    def _show(self, page: OrderPage) -> None:
        self._page = page
        order, figures = page.order, self.parts.figures
        self.detail.title.setText(f"{order.po_number} · {page.vendor_name or order.vendor_id}")
        total = sum((line.quantity * line.unit_price for line in order.lines), ZERO)
        self.facts.show_facts(
            (
                (self.tr("Status"), say(words_for(order.status, ORDER_STATES))),
                (self.tr("Ordered"), figures.day(order.order_date) if order.order_date else ""),
                (self.tr("Order value"), amount_with_currency(figures, total, order.currency)),
                (self.tr("Buyer"), order.buyer or ""),
                (self.tr("Approved by"), order.approved_by or self.tr("nobody")),
                (self.tr("Vendor"), order.vendor_id),
            )
        )
        self.lines.records.show_rows([LineRow(line, _received(page, line)) for line in order.lines])
        self.receipts.records.show_rows(page.receipts)
        self.billings.records.show_rows(page.billings)

    def _columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Order"), lambda r: r.po_number, sort="po_number", chars=12),
            Column(self.tr("Vendor"), lambda r: r.vendor_name or r.vendor_id, sort="vendor", chars=26),
            Column(
                self.tr("Ordered"),
                lambda r: figures.day(r.order_date) if r.order_date else "",
                sort="order_date",
                chars=11,
            ),
            Column(self.tr("Status"), lambda r: say(words_for(r.status, ORDER_STATES)), sort="status", chars=10),
            Column(
                self.tr("Order value"),
                lambda r: amount_with_currency(figures, r.ordered, r.currency),
                right=True,
                chars=15,
            ),
            Column(self.tr("Buyer"), lambda r: r.buyer or "", sort="buyer", chars=14, spare=True),
        )

    def _line_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures

        def price(row: LineRow) -> str:
            return figures.price(row.line.unit_price, self._page.order.currency if self._page else None)

        def billed(row: LineRow) -> str:
            return figures.quantity(row.line.already_invoiced_quantity + row.line.billed_quantity)

        return (
            Column(self.tr("Line"), lambda r: str(r.line.ref.line_no), right=True, chars=5),
            Column(self.tr("Item"), lambda r: r.line.sku, chars=7),
            Column(self.tr("Description"), lambda r: r.line.description, chars=30),
            Column(self.tr("Ordered"), lambda r: figures.quantity(r.line.quantity), right=True, chars=6),
            Column(self.tr("Unit"), lambda r: r.line.uom, chars=4),
            Column(self.tr("Price"), price, right=True, chars=8),
            Column(
                self.tr("Received"),
                lambda r: self.tr("none") if r.received is None else figures.quantity(r.received),
                right=True,
                chars=6,
            ),
            Column(self.tr("Billed"), billed, right=True, chars=6),
            Column(self.tr("Open"), lambda r: figures.quantity(r.line.open_quantity), right=True, chars=6),
            Column(
                self.tr("Promised"),
                lambda r: figures.day(r.line.promised_date) if r.line.promised_date else "",
                chars=11,
            ),
        )

    def _receipt_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Line"), lambda r: str(r.ref.line_no), right=True, chars=5),
            Column(self.tr("Receipt"), lambda r: r.receipt_no, chars=12),
            Column(
                self.tr("Received on"),
                lambda r: figures.day(r.received_date) if r.received_date else "",
                chars=12,
            ),
            Column(self.tr("Quantity"), lambda r: figures.quantity(r.quantity), right=True, chars=9),
            Column(self.tr("Unit"), lambda r: r.uom, chars=6),
            Column(self.tr("Where"), lambda r: r.location or "", chars=16),
        )

    def _billing_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Line"), lambda r: str(r.ref.line_no), right=True, chars=5),
            Column(self.tr("Invoice"), _invoice_of, chars=16),
            Column(self.tr("Invoice line"), lambda r: str(r.invoice_line), right=True, chars=11),
            Column(self.tr("Quantity"), lambda r: figures.quantity(r.quantity), right=True, chars=9),
            Column(self.tr("Taken in"), lambda r: figures.day(r.received.astimezone().date()), chars=11),
            Column(self.tr("State"), lambda r: say(words_for(r.state, DOCUMENT_STATES)), chars=14),
        )


def _received(page: OrderPage, line: OrderLine) -> Decimal | None:
    """Return what was received of a line; receipts in another unit are left to the table that shows them."""
    found = [receipt.quantity for receipt in page.receipts if receipt.ref == line.ref and receipt.uom == line.uom]
    return sum(found, ZERO) if found else None


def _invoice_of(billing: Billing) -> str:
    return billing.invoice_number or billing.file
