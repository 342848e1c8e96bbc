"""The room of vendors: the terms that were agreed, what their invoices came to, and their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.bank_accounts import spaced_account
from app.domain.case import DocumentState, QueueFilter, QueueRow, SettledCase
from app.domain.lookup import Lookup, VendorPage, VendorRow
from app.domain.money import percent_of
from app.domain.vendor import SubstitutionClause, Tier, Vendor, VendorStatus
from app.ui.changes import ChangesTable
from app.ui.fact_list import FactList
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.record_model import Column, FetchedModel, RecordModel
from app.ui.record_page import RecordPage, document_opener
from app.ui.record_table import RecordTable, SearchList
from app.ui.room import RoomParts
from app.workflow.figures import amount_with_currency
from app.workflow.history import vendor_history
from app.workflow.queue import amount_of
from app.workflow.wording import (
    CHARGES,
    DOCUMENT_STATES,
    ORDER_STATES,
    OUTCOMES,
    finding_short,
    finding_title,
    words_for,
)

_MOST_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class VendorView:
    """Everything the room shows of one vendor."""

    page: VendorPage
    documents: tuple[QueueRow, ...]
    settled: tuple[SettledCase, ...]


class VendorsPage(RecordPage):
    """Vendors on the left, the one in focus on the right."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.found = SearchList(
            FetchedModel(self._columns(), parts.background, self._fetch, self),
            name=self.tr("Vendors"),
            search=self.tr("Search number, name, tax id"),
        )
        self.terms = FactList()
        self.figures = FactList()
        self.kinds = RecordTable(RecordModel(self._kind_columns(), self), self.tr("What its cases were about"))
        self.documents = RecordTable(RecordModel(self._document_columns(), self), self.tr("Invoices of this vendor"))
        self.settled = RecordTable(RecordModel(self._settled_columns(), self), self.tr("What was settled"))
        self.orders = RecordTable(RecordModel(self._order_columns(), self), self.tr("Orders of this vendor"))
        self.codes = RecordTable(RecordModel(self._code_columns(), self), self.tr("Its own item codes"))
        self.changes = ChangesTable(self, parts.background, self.tr("What changed of its terms"))
        self.tabs = FittedTabs(self.tr("History and agreements"))
        self.tabs.addTab(self.documents, self.tr("Invoices"))
        self.tabs.addTab(self.settled, self.tr("Settled"))
        self.tabs.addTab(self.kinds, self.tr("Cases"))
        self.tabs.addTab(self.orders, self.tr("Orders"))
        self.tabs.addTab(self.codes, self.tr("Item codes"))
        self.tabs.addTab(self.changes, self.tr("Changes"))
        self._build()

    def show_nothing(self, why: str = "") -> None:
        """Show no vendor."""
        super().show_nothing(why)
        for facts in (self.terms, self.figures):
            facts.show_facts(())
        for table in (self.kinds, self.documents, self.settled, self.orders, self.codes):
            table.records.show_rows(())
        self.changes.clear_rows()

    def _build(self) -> None:
        self.put_together(self.found)
        self.detail.add(self.terms, self.tr("Terms"))
        self.detail.add(self.figures, self.tr("Scorecard"))
        self.detail.add(self.tabs, stretch=1)
        self.found.chosen.connect(self._choose)
        document_opener(self, self.documents)
        self.show_nothing()

    def _fetch(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[VendorRow]:
        look = self.parts.services.store.master_data
        return look.vendors(Lookup(text, sort, descending), limit=limit, offset=offset)

    def _choose(self, row: VendorRow | None) -> None:
        if row is None:
            self.show_nothing()
            return
        store, vendor_id = self.parts.services.store, row.vendor_id
        wanted = QueueFilter(vendor_id=vendor_id, sort="date", descending=True)
        self.load(
            vendor_id,
            lambda: VendorView(
                store.master_data.vendor(vendor_id),
                store.queue(wanted, limit=_MOST_DOCUMENTS),
                store.settled_cases(vendor_id),
            ),
            self._show,
        )

    def _show(self, view: VendorView) -> None:
        vendor = view.page.vendor
        self.detail.title.setText(f"{vendor.vendor_id} · {vendor.name}")
        self.changes.ask(lambda: vendor_history(self.parts.services, vendor.vendor_id))
        self.terms.show_facts(self._terms(view.page))
        self.figures.show_facts(self._scorecard(view.page))
        self.kinds.records.show_rows(tuple(view.page.figures.cases.items()))
        self.documents.records.show_rows(view.documents)
        self.settled.records.show_rows(tuple(reversed(view.settled)))
        self.orders.records.show_rows(view.page.orders)
        self.codes.records.show_rows(view.page.cross_references)

    def _terms(self, page: VendorPage) -> tuple[tuple[str, str], ...]:
        vendor = page.vendor
        permitted, refused = self.tr("permitted"), self.tr("not permitted")

        def may(yes: bool) -> str:
            return permitted if yes else refused

        return (
            (self.tr("Status"), self._status(vendor.status)),
            (self.tr("Tier"), self._tier(vendor.tier)),
            (self.tr("Merged lines"), may(vendor.merged_lines_permitted)),
            (self.tr("Partial shipments"), may(vendor.partial_shipments_permitted)),
            (self.tr("Bundled charges"), may(vendor.bundled_accessorials_permitted)),
            (self.tr("Charges it may itemise"), self._charges(vendor)),
            (self.tr("Substitutes"), self._clause(vendor)),
            (self.tr("Days of grace"), str(vendor.late_grace_days)),
            (self.tr("Payment terms"), vendor.payment_terms or ""),
            (self.tr("Currency"), vendor.currency or ""),
            (self.tr("Tax id"), vendor.tax_id or ""),
            (self.tr("Paid to so far"), ", ".join(spaced_account(account.number) for account in page.accounts)),
            (self.tr("E-mail"), vendor.email or ""),
        )

    def _status(self, status: VendorStatus) -> str:
        return self.tr("blocked: nothing is paid") if status is VendorStatus.BLOCKED else self.tr("active")

    def _tier(self, tier: Tier) -> str:
        words = {Tier.TRUSTED: self.tr("trusted"), Tier.STANDARD: self.tr("standard"), Tier.WATCH: self.tr("on watch")}
        return words[tier]

    def _clause(self, vendor: Vendor) -> str:
        words = {
            SubstitutionClause.NONE: self.tr("nothing agreed"),
            SubstitutionClause.AT_OR_BELOW_PRICE: self.tr("at the ordered price or below"),
            SubstitutionClause.PRIOR_APPROVAL: self.tr("only with prior approval"),
        }
        named = words[vendor.substitution_clause]
        return f"{named} ({vendor.substitution_reference})" if vendor.substitution_reference else named

    def _charges(self, vendor: Vendor) -> str:
        figures = self.parts.figures
        told = []
        for kind, cap in vendor.accessorials.items():
            name = say(words_for(kind, CHARGES))
            limit = self.tr("{0} up to {1}").format(name, figures.money(cap, vendor.currency)) if cap else name
            told.append(limit)
        return "; ".join(told) or self.tr("none")

    def _scorecard(self, page: VendorPage) -> tuple[tuple[str, str], ...]:
        counts, figures = page.figures, self.parts.figures
        if not counts.invoices:
            return ((self.tr("Invoices"), self.tr("none yet")),)
        rate = percent_of(Decimal(counts.with_exceptions), Decimal(counts.invoices))
        cleared = counts.states.get(DocumentState.CLEARED, 0)
        return (
            (self.tr("Invoices"), str(counts.invoices)),
            (self.tr("Billed"), self._sums(counts.billed)),
            (self.tr("Cleared by themselves"), str(cleared)),
            (
                self.tr("Needed a person"),
                f"{counts.with_exceptions} ({figures.percent(rate)})" if rate is not None else "",
            ),
            (self.tr("At stake in open cases"), self._sums(counts.exposure_open)),
            (self.tr("At stake in all cases"), self._sums(counts.exposure)),
        )

    def _sums(self, sums: Mapping[str, Decimal]) -> str:
        figures = self.parts.figures
        return " · ".join(amount_with_currency(figures, sums[currency], currency) for currency in sorted(sums))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Number"), lambda r: r.vendor_id, sort="vendor_id", chars=9),
            Column(self.tr("Name"), lambda r: r.name, sort="name", chars=32),
            Column(self.tr("Status"), lambda r: self._status(r.status).partition(":")[0], sort="status", chars=8),
            Column(self.tr("Tier"), lambda r: self._tier(r.tier), sort="tier", chars=10, spare=True),
            Column(self.tr("Orders"), lambda r: str(r.orders), right=True, sort="orders", chars=7),
            Column(self.tr("Invoices"), lambda r: str(r.documents), right=True, sort="documents", chars=8),
            Column(self.tr("To decide"), lambda r: str(r.to_decide), right=True, sort="to_decide", chars=9),
        )

    def _kind_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Kind"), lambda r: say(finding_title(r[0])), chars=40),
            Column(self.tr("Cases"), lambda r: str(r[1]), right=True, chars=8),
        )

    def _document_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Invoice"), lambda r: r.invoice_number or r.file, chars=16),
            Column(self.tr("Date"), lambda r: figures.day(r.invoice_date) if r.invoice_date else "", chars=11),
            Column(self.tr("Total"), lambda r: amount_of(r, figures), right=True, chars=13),
            Column(self.tr("State"), lambda r: say(words_for(r.state, DOCUMENT_STATES)), chars=14),
            Column(self.tr("What"), lambda r: ", ".join(say(finding_short(c)) for c in r.categories), chars=30),
        )

    def _settled_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Invoice"), lambda r: r.invoice_number, chars=16),
            Column(self.tr("Kind"), lambda r: say(finding_title(r.category)), chars=28),
            Column(self.tr("Came to"), lambda r: say(words_for(r.outcome, OUTCOMES)), chars=14),
            Column(self.tr("Reason"), lambda r: r.note, chars=30),
        )

    def _order_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Order"), lambda r: r.po_number, chars=14),
            Column(self.tr("Ordered"), lambda r: figures.day(r.order_date) if r.order_date else "", chars=11),
            Column(self.tr("Status"), lambda r: say(words_for(r.status, ORDER_STATES)), chars=10),
            Column(
                self.tr("Order value"),
                lambda r: amount_with_currency(figures, r.ordered, r.currency),
                right=True,
                chars=16,
            ),
            Column(self.tr("Buyer"), lambda r: r.buyer or "", chars=16),
        )

    def _code_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Vendor's code"), lambda r: r.vendor_item_code, chars=18),
            Column(self.tr("Our item"), lambda r: r.sku, chars=16),
        )
