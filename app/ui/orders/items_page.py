"""The room of items: the item master, with conversions, vendors' own codes and agreed substitutes."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.item import CrossReference, Substitution, UomConversion
from app.domain.lookup import ItemPage, ItemRow, Lookup
from app.domain.money import trimmed
from app.ui.changes import ChangesTable
from app.ui.fact_list import FactList
from app.ui.fitted_tabs import FittedTabs
from app.ui.i18n import say
from app.ui.record_model import Column, FetchedModel, RecordModel
from app.ui.record_page import RecordPage
from app.ui.record_table import RecordTable, SearchList
from app.ui.room import RoomParts
from app.workflow.history import item_history
from app.workflow.wording import LINE_CLASSES, ORDER_STATES, words_for


class ItemsPage(RecordPage):
    """Items, conversions, substitutes and codes in tabs on the left; the item in focus on the right."""

    def __init__(self, parts: RoomParts) -> None:
        super().__init__(parts)
        self.items = self._list(self._item_columns(), self._items, self.tr("Items"), self.tr("Search item or code"))
        self.conversions = self._list(
            self._conversion_columns(), self._conversions, self.tr("Conversions"), self.tr("Search item or unit")
        )
        self.substitutes = self._list(
            self._substitute_columns(), self._substitutes, self.tr("Substitutes"), self.tr("Search item or vendor")
        )
        self.codes = self._list(
            self._code_columns(), self._codes, self.tr("Vendors' codes"), self.tr("Search code or item")
        )
        self.tabs = FittedTabs(self.tr("Item master"))
        for found in self.lists:
            self.tabs.addTab(found, found.table.accessibleName())
            found.chosen.connect(self._choose)
        self.facts = FactList(3)
        self.own_conversions = self._own(self._conversion_columns()[1:], self.tr("Conversions of this item"))
        self.own_codes = self._own(self._code_columns()[:2], self.tr("Vendors' codes for this item"))
        self.own_substitutes = self._own(self._substitute_columns(), self.tr("Substitutes of this item"))
        self.orders = self._own(self._order_columns(), self.tr("Orders of this item"))
        self.changes = ChangesTable(self, parts.background, self.tr("What changed of this item"), fitted=True)
        self.put_together(self.tabs)
        self.detail.add(self.facts)
        for table in (self.own_conversions, self.own_codes, self.own_substitutes, self.orders, self.changes):
            self.detail.add(table, table.accessibleName())
        self.detail.add_stretch()
        self.tabs.currentChanged.connect(lambda _: self.enter())
        self.show_nothing()

    @property
    def lists(self) -> tuple[SearchList, ...]:
        """The lists of the tabs, in their order."""
        return self.items, self.conversions, self.substitutes, self.codes

    @property
    def shown(self) -> SearchList:
        """The list of the tab that is shown."""
        return self.lists[self.tabs.currentIndex()]

    def show_nothing(self, why: str = "") -> None:
        """Show no item."""
        super().show_nothing(why)
        self.facts.show_facts(())
        for table in (self.own_conversions, self.own_codes, self.own_substitutes, self.orders):
            table.records.show_rows(())
        self.changes.clear_rows()

    def _choose(self, row: ItemRow | UomConversion | Substitution | CrossReference | None) -> None:
        if self.sender() is not self.shown:
            return
        if row is None:
            self.show_nothing()
            return
        look = self.parts.services.store.master_data
        self.load(row.sku, lambda: look.item(row.sku), self._show)

    def _show(self, page: ItemPage) -> None:
        item = page.item
        self.changes.ask(lambda: item_history(self.parts.services, item.sku))
        self.detail.title.setText(f"{item.sku} · {item.description}")
        self.facts.show_facts(
            (
                (self.tr("Base unit"), item.base_uom),
                (self.tr("Class"), say(words_for(item.line_class, LINE_CLASSES)) or self.tr("none: the default bands")),
                (self.tr("Billed by weight"), self.tr("Yes") if item.catch_weight else self.tr("No")),
            )
        )
        self.own_conversions.records.show_rows(page.conversions)
        self.own_codes.records.show_rows(page.cross_references)
        self.own_substitutes.records.show_rows(page.substitutions)
        self.orders.records.show_rows(page.orders)

    def _list(self, columns: Sequence[Column], fetch: object, name: str, search: str) -> SearchList:
        model = FetchedModel(columns, self.parts.background, fetch, self)  # type: ignore[arg-type]
        return SearchList(model, name=name, search=search)

    def _own(self, columns: Sequence[Column], name: str) -> RecordTable:
        return RecordTable(RecordModel(columns, self), name, fitted=True)

    def _items(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[ItemRow]:
        look = self.parts.services.store.master_data
        return look.items(Lookup(text, sort, descending), limit=limit, offset=offset)

    def _conversions(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[UomConversion]:
        look = self.parts.services.store.master_data
        return look.conversions(Lookup(text, sort, descending), limit=limit, offset=offset)

    def _substitutes(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[Substitution]:
        look = self.parts.services.store.master_data
        return look.substitutions(Lookup(text, sort, descending), limit=limit, offset=offset)

    def _codes(self, text: str, sort: str, descending: bool, limit: int, offset: int) -> Sequence[CrossReference]:
        look = self.parts.services.store.master_data
        return look.cross_references(Lookup(text, sort, descending), limit=limit, offset=offset)

    def _item_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Item"), lambda r: r.sku, sort="sku", chars=12),
            Column(self.tr("Description"), lambda r: r.description, sort="description", chars=40),
            Column(self.tr("Unit"), lambda r: r.base_uom, chars=6),
            Column(self.tr("Class"), lambda r: say(words_for(r.line_class, LINE_CLASSES)), sort="line_class", chars=12),
            Column(self.tr("Order lines"), lambda r: str(r.order_lines), right=True, sort="order_lines", chars=10),
        )

    def _conversion_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures

        def told(row: UomConversion) -> str:
            return f"1 {row.from_uom} = {figures.quantity(row.factor)} {row.to_uom}"

        return (
            Column(self.tr("Item"), lambda r: r.sku, sort="sku", chars=12),
            Column(self.tr("Vendor"), lambda r: r.vendor_id or self.tr("every vendor"), sort="vendor_id", chars=14),
            Column(self.tr("From"), lambda r: r.from_uom, sort="from_uom", chars=7),
            Column(self.tr("To"), lambda r: r.to_uom, sort="to_uom", chars=7),
            Column(self.tr("Factor"), lambda r: trimmed(r.factor), right=True, chars=10),
            Column(self.tr("In words"), told, chars=22),
        )

    def _substitute_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Item"), lambda r: r.sku, sort="sku", chars=12),
            Column(self.tr("Vendor"), lambda r: r.vendor_id, sort="vendor_id", chars=10),
            Column(self.tr("Substitute"), lambda r: r.substitute_sku, sort="substitute_sku", chars=12),
            Column(self.tr("Description"), lambda r: r.substitute_description or "", chars=30),
            Column(self.tr("Agreed in"), lambda r: r.reference or "", chars=12),
            Column(
                self.tr("Buyer notified"),
                lambda r: self.tr("Yes") if r.buyer_notified else self.tr("No"),
                chars=12,
            ),
        )

    def _code_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Vendor"), lambda r: r.vendor_id, sort="vendor_id", chars=12),
            Column(self.tr("Vendor's code"), lambda r: r.vendor_item_code, sort="vendor_item_code", chars=18),
            Column(self.tr("Our item"), lambda r: r.sku, sort="sku", chars=14),
        )

    def _order_columns(self) -> tuple[Column, ...]:
        figures = self.parts.figures
        return (
            Column(self.tr("Order"), lambda r: f"{r.ref.po_number} / {r.ref.line_no}", chars=14),
            Column(self.tr("Vendor"), lambda r: r.vendor_name, chars=24),
            Column(self.tr("Ordered"), lambda r: figures.day(r.order_date) if r.order_date else "", chars=11),
            Column(self.tr("Quantity"), lambda r: f"{figures.quantity(r.quantity)} {r.uom}", right=True, chars=11),
            Column(self.tr("Price"), lambda r: figures.price(r.unit_price, r.currency), right=True, chars=10),
            Column(self.tr("Status"), lambda r: say(words_for(r.status, ORDER_STATES)), chars=10),
        )
