"""What the columns of a line table hold: one list for reading, for profiles and for what is said in words."""

from __future__ import annotations

from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column of a line table holds; the names are those of ``[columns]`` in ``resources/header_words.toml``."""

    LINE_NO = "line_no"
    ITEM_CODE = "item_code"
    BUYER_CODE = "buyer_code"
    OTHER_CODE = "other_code"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    ORDERED = "ordered"
    SHIPPED = "shipped"
    BACKORDERED = "backordered"
    UOM = "uom"
    PRICE = "price"
    LIST_PRICE = "list_price"
    PRICE_PER = "price_per"
    DISCOUNT = "discount"
    TAX_RATE = "tax_rate"
    TAX_AMOUNT = "tax_amount"
    AMOUNT = "amount"
    GROSS_AMOUNT = "gross_amount"
    PO_NUMBER = "po_number"
    PO_LINE = "po_line"
    IGNORED = "ignored"
