"""The columns of each imported table: how each is read, and what must be there (formats: master data and orders)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.imports import ImportKind
from app.domain.item import LineClass
from app.domain.measure import UnitTable
from app.domain.order import OrderStatus
from app.domain.table_forms import Shape
from app.domain.vendor import SubstitutionClause, Tier, VendorStatus
from app.storage import cells
from app.storage.cells import Parse

_NUMBERS = (
    cells.positive,
    cells.not_zero,
    cells.not_negative,
    cells.not_negative_or_zero,
    cells.line_number,
    cells.days,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, where it is kept (``field``), how it is read, and whether the file must have it."""

    heading: str
    parse: Parse
    needed: bool = False
    field: str = ""
    decimal: bool = False

    @property
    def shape(self) -> Shape:
        """What its cells are."""
        if self.parse in _NUMBERS:
            return Shape.NUMBER
        return Shape.DATE if self.parse is cells.iso_date else Shape.TEXT

    @property
    def name(self) -> str:
        """The column of the database."""
        return self.field or self.heading


@dataclass(frozen=True, slots=True)
class Rules:
    """One kind of table: its columns, and which of them name a row."""

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        """Return the column kept under this name."""
        return next(column for column in self.columns if column.name == name)


ORDER_COLUMNS = ("po_number", "vendor_id", "order_date", "status", "approved_by", "buyer", "currency")


def rules_for(kind: ImportKind, units: UnitTable) -> Rules:
    """Return the rules of one kind of table."""
    return _RULES[kind](units)


def _vendors(_units: UnitTable) -> Rules:
    permitted = cells.yes_no(default=False, yes="permitted", no="refused")
    return Rules(
        "vendors",
        (
            Column("vendor_id", cells.key, needed=True),
            Column("name", cells.filled, needed=True),
            Column("tax_id", cells.text),
            Column("email", cells.text),
            Column("currency", cells.currency),
            Column("payment_terms", cells.text),
            Column("status", cells.one_of(VendorStatus, VendorStatus.ACTIVE)),
            Column("tier", cells.one_of(Tier, Tier.STANDARD)),
            Column("merged_lines", permitted, field="merged_lines_permitted"),
            Column("partial_shipments", permitted, field="partial_shipments_permitted"),
            Column("bundled_accessorials", permitted, field="bundled_accessorials_permitted"),
            Column("accessorials", cells.accessorials),
            Column("substitution_clause", cells.one_of(SubstitutionClause, SubstitutionClause.NONE)),
            Column("substitution_reference", cells.text),
            Column("late_grace_days", cells.days),
        ),
        ("vendor_id",),
    )


def _items(units: UnitTable) -> Rules:
    return Rules(
        "items",
        (
            Column("sku", cells.key, needed=True),
            Column("description", cells.words, needed=True),
            Column("base_uom", cells.unit(units), needed=True),
            Column("line_class", cells.one_of(LineClass, None)),
            Column("catch_weight", cells.yes_no(default=False)),
        ),
        ("sku",),
    )


def _conversions(units: UnitTable) -> Rules:
    return Rules(
        "uom_conversions",
        (
            Column("sku", cells.key, needed=True),
            Column("vendor_id", cells.blank_or_key),
            Column("from_uom", cells.unit(units), needed=True),
            Column("to_uom", cells.unit(units), needed=True),
            Column("factor", cells.positive, needed=True, decimal=True),
        ),
        ("sku", "vendor_id", "from_uom", "to_uom"),
    )


def _cross_references(_units: UnitTable) -> Rules:
    return Rules(
        "item_cross_references",
        (
            Column("vendor_id", cells.key, needed=True),
            Column("vendor_item_code", cells.key, needed=True),
            Column("sku", cells.key, needed=True),
        ),
        ("vendor_id", "vendor_item_code"),
    )


def _substitutions(_units: UnitTable) -> Rules:
    return Rules(
        "substitutions",
        (
            Column("vendor_id", cells.key, needed=True),
            Column("sku", cells.key, needed=True),
            Column("substitute_sku", cells.key, needed=True),
            Column("substitute_description", cells.text),
            Column("reason", cells.text),
            Column("reference", cells.text),
            Column("buyer_notified", cells.yes_no(default=False)),
        ),
        ("vendor_id", "sku", "substitute_sku"),
    )


def _purchase_orders(units: UnitTable) -> Rules:
    return Rules(
        "order_lines",
        (
            Column("po_number", cells.key, needed=True),
            Column("vendor_id", cells.key, needed=True),
            Column("order_date", cells.iso_date),
            Column("status", cells.one_of(OrderStatus, None)),
            Column("approved_by", cells.text),
            Column("buyer", cells.text),
            Column("currency", cells.currency),
            Column("line_no", cells.line_number, needed=True),
            Column("sku", cells.blank_or_key, needed=True),
            Column("vendor_item_code", cells.code),
            Column("description", cells.words, needed=True),
            Column("quantity", cells.positive, needed=True, decimal=True),
            Column("uom", cells.unit(units), needed=True),
            Column("unit_price", cells.not_negative, needed=True, decimal=True),
            Column("promised_date", cells.iso_date),
            Column("ship_to", cells.text),
            Column("gl_account", cells.code),
            Column("already_invoiced_quantity", cells.not_negative_or_zero, decimal=True),
        ),
        ("po_number", "line_no"),
    )


def _receipts(units: UnitTable) -> Rules:
    return Rules(
        "receipts",
        (
            Column("receipt_no", cells.key, needed=True),
            Column("po_number", cells.key, needed=True),
            Column("line_no", cells.line_number, needed=True),
            Column("received_date", cells.iso_date),
            Column("quantity", cells.not_zero, needed=True, decimal=True),
            Column("uom", cells.unit(units), needed=True),
            Column("location", cells.text),
        ),
        ("receipt_no", "po_number", "line_no"),
    )


_RULES = {
    ImportKind.VENDORS: _vendors,
    ImportKind.ITEMS: _items,
    ImportKind.UOM_CONVERSIONS: _conversions,
    ImportKind.ITEM_CROSS_REFERENCES: _cross_references,
    ImportKind.SUBSTITUTIONS: _substitutions,
    ImportKind.PURCHASE_ORDERS: _purchase_orders,
    ImportKind.RECEIPTS: _receipts,
}
