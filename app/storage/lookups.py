"""Looking into orders, vendors and items for people: lists that the database searches and sorts, and single pages."""

from __future__ import annotations

from app.domain.item import CrossReference, Substitution, UomConversion
from app.domain.lookup import ItemPage, ItemRow, Lookup, OrderPage, OrderRow, VendorPage, VendorRow
from app.storage.database import Workspace
from app.storage.item_lookups import item_page, item_rows
from app.storage.lookup_lists import conversion_of, plain_rows, reference_of, substitution_of
from app.storage.order_lookups import order_page, order_rows
from app.storage.vendor_lookups import vendor_page, vendor_rows

_CONVERSION_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "from_uom": "from_uom", "to_uom": "to_uom"}
_SUBSTITUTION_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "substitute_sku": "substitute_sku"}
_REFERENCE_SORTS = {"sku": "sku", "vendor_id": "vendor_id", "vendor_item_code": "vendor_item_code"}


class MasterDataReader:
    """Answers what the rooms ask; each answer is one transaction that changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def orders(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[OrderRow, ...]:
        """Return orders whose number, vendor, buyer or a line's item or words hold every word that is looked for."""
        with self._workspace.reading() as db:
            return order_rows(db, wanted, limit, offset)

    def order(self, po_number: str) -> OrderPage:
        """Return one order. Raises InputError ``no_such_order``."""
        with self._workspace.reading() as db:
            return order_page(db, po_number)

    def vendors(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[VendorRow, ...]:
        """Return vendors whose number, name, tax id or address hold every word that is looked for."""
        with self._workspace.reading() as db:
            return vendor_rows(db, wanted, limit, offset)

    def vendor(self, vendor_id: str) -> VendorPage:
        """Return one vendor. Raises InputError ``no_such_vendor``."""
        with self._workspace.reading() as db:
            return vendor_page(db, vendor_id)

    def items(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[ItemRow, ...]:
        """Return items whose number, description or vendors' code hold every word that is looked for."""
        with self._workspace.reading() as db:
            return item_rows(db, wanted, limit, offset)

    def item(self, sku: str) -> ItemPage:
        """Return one item. Raises InputError ``no_such_item``."""
        with self._workspace.reading() as db:
            return item_page(db, sku)

    def conversions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[UomConversion, ...]:
        """Return unit conversions."""
        columns = ("sku", "vendor_id", "from_uom", "to_uom")
        with self._workspace.reading() as db:
            rows = plain_rows(db, "uom_conversions", columns, wanted, _CONVERSION_SORTS, limit, offset)
            return tuple(conversion_of(row) for row in rows)

    def substitutions(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[Substitution, ...]:
        """Return agreed substitutes."""
        columns = ("sku", "vendor_id", "substitute_sku", "substitute_description", "reason", "reference")
        with self._workspace.reading() as db:
            rows = plain_rows(db, "substitutions", columns, wanted, _SUBSTITUTION_SORTS, limit, offset)
            return tuple(substitution_of(row) for row in rows)

    def cross_references(self, wanted: Lookup, *, limit: int = 300, offset: int = 0) -> tuple[CrossReference, ...]:
        """Return vendors' own codes."""
        columns = ("sku", "vendor_id", "vendor_item_code")
        with self._workspace.reading() as db:
            rows = plain_rows(db, "item_cross_references", columns, wanted, _REFERENCE_SORTS, limit, offset)
            return tuple(reference_of(row) for row in rows)
