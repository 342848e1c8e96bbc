"""The words that instructions are made of: what columns, fields and charges are called, numbers, quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from app.domain.invoice import ChargeKind
from app.extraction.instructions.german_words import (
    FROM_THE_END,
    GERMAN_CHARGES,
    GERMAN_COLUMNS,
    GERMAN_FIELDS,
    GERMAN_ORDINALS,
)
from app.extraction.profiles.model import FieldKind
from app.extraction.values.column_kinds import ColumnKind

K = TypeVar("K")

_COLUMNS: Mapping[ColumnKind, tuple[str, ...]] = {
    ColumnKind.QUANTITY: ("quantity", "qty", "billed quantity", "invoiced quantity", "quantities", "count"),
    ColumnKind.SHIPPED: ("shipped quantity", "quantity shipped", "delivered quantity", "quantity delivered"),
    ColumnKind.ORDERED: ("ordered quantity", "quantity ordered", "order quantity"),
    ColumnKind.BACKORDERED: ("backordered quantity", "quantity backordered", "backorder", "back order"),
    ColumnKind.PRICE: ("price", "prices", "unit price", "unit prices", "net price", "net prices", "price each"),
    ColumnKind.LIST_PRICE: ("list price", "gross price", "catalogue price", "catalog price"),
    ColumnKind.AMOUNT: (
        "amount", "amounts", "line amount", "line total", "extended amount", "extended price", "extension",
    ),
    ColumnKind.ITEM_CODE: (
        "item code", "item codes", "item number", "item numbers", "item no", "article number", "article code",
        "part number", "product code", "product number", "sku", "code", "codes",
    ),
    ColumnKind.BUYER_CODE: (
        "our item code", "our item number", "our part number", "our code", "customer item number",
        "customer part number", "buyer's item code", "buyer's code",
    ),
    ColumnKind.OTHER_CODE: (
        "their item code", "their item number", "their code", "vendor's item code", "vendor's code",
        "supplier's item code", "supplier's code", "other code",
    ),
    ColumnKind.DESCRIPTION: ("description", "descriptions", "item description", "item text", "text"),
    ColumnKind.UOM: ("unit", "units", "unit of measure", "uom", "u/m"),
    ColumnKind.PRICE_PER: ("price unit", "pricing unit", "price per"),
    ColumnKind.DISCOUNT: ("discount", "line discount", "discount percentage"),
    ColumnKind.TAX_RATE: ("tax rate", "vat rate"),
    ColumnKind.PO_NUMBER: ("order number", "po number", "purchase order number", "purchase order", "po"),
    ColumnKind.PO_LINE: ("order line", "po line", "purchase order line"),
    ColumnKind.LINE_NO: ("line number", "line no", "position", "position number"),
}  # fmt: skip
_FIELDS: Mapping[FieldKind, tuple[str, ...]] = {
    FieldKind.INVOICE_NUMBER: (
        "invoice number", "invoice no", "invoice #", "bill number", "bill no", "document number",
    ),
    FieldKind.INVOICE_DATE: ("invoice date", "date of the invoice", "date of invoice", "bill date", "date"),
    FieldKind.DUE_DATE: ("due date", "payment date", "date due"),
    FieldKind.VENDOR_TAX_ID: (
        "tax id", "tax number", "vat number", "vat id", "vendor's tax id", "vendor tax id", "ein",
    ),
    FieldKind.PO_NUMBER: (
        "order number", "po number", "purchase order number", "purchase order", "po", "po no", "order no",
        "our order number", "our po number", "our po no", "our po", "our order no", "our order",
    ),
    FieldKind.CURRENCY: ("currency",),
    FieldKind.SUBTOTAL: ("subtotal", "sub total", "net total", "net amount", "net", "goods total", "sum of the lines"),
    FieldKind.TAX_TOTAL: ("tax", "sales tax", "vat", "tax total", "tax amount", "vat amount", "total tax"),
    FieldKind.TOTAL: (
        "total", "invoice total", "grand total", "total due", "amount due", "total amount", "total to pay",
        "amount to pay", "invoice amount",
    ),
    FieldKind.CREDITS_INVOICE: ("credited invoice", "credited invoice number", "original invoice number"),
}  # fmt: skip
_CHARGES: Mapping[ChargeKind, tuple[str, ...]] = {
    ChargeKind.FREIGHT: ("freight", "shipping", "delivery", "carriage", "postage", "transport"),
    ChargeKind.FUEL_SURCHARGE: ("fuel surcharge", "fuel"),
    ChargeKind.ENVIRONMENTAL_FEE: ("environmental fee", "environment fee", "recycling", "disposal"),
    ChargeKind.HAZMAT_FEE: ("hazmat", "hazmat fee", "hazardous materials", "dangerous goods"),
    ChargeKind.PALLET_CHARGE: ("pallet", "pallets", "pallet charge"),
    ChargeKind.HANDLING: ("handling",),
    ChargeKind.PACKAGING: ("packaging", "packing"),
    ChargeKind.INSURANCE: ("insurance",),
    ChargeKind.MINIMUM_ORDER: ("minimum order", "minimum order charge", "small order charge"),
    ChargeKind.DEPOSIT: ("deposit", "core deposit"),
    ChargeKind.DISCOUNT: ("discount", "rebate", "allowance"),
    ChargeKind.OTHER: ("other charge", "other charges", "a charge", "charge", "surcharge", "fee"),
}
_ENGLISH_ORDINALS = (
    "first 1st leftmost", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th",
    "eighth 8th", "ninth 9th", "tenth 10th", "eleventh 11th", "twelfth 12th",
)  # fmt: skip


def _both(english: Mapping[K, tuple[str, ...]], german: Mapping[K, str]) -> dict[K, tuple[str, ...]]:
    return {kind: (*names, *filter(None, german.get(kind, "").split(", "))) for kind, names in english.items()}


COLUMNS = _both(_COLUMNS, GERMAN_COLUMNS)
FIELDS = _both(_FIELDS, GERMAN_FIELDS)
CHARGES = _both(_CHARGES, GERMAN_CHARGES)
_ORDINALS = {
    word: number
    for table in (_ENGLISH_ORDINALS, GERMAN_ORDINALS)
    for number, words in enumerate(table, 1)
    for word in words.split()
}
# Numbers of columns in words; "2" and "number 2" only count beside the word "column".
ORDINALS = "|".join(sorted((word for word in _ORDINALS if word[0].isalpha()), key=len, reverse=True)) + "|last"
_FROM_LEFT = re.compile(r"(?P<nth>[\w.]+)[ -]from[ -](?:the )?left")
_FROM_RIGHT = re.compile(r"(?:(?P<nth>\w+)[ -](?:to|from)[ -](?:the )?)?(?:last|right|rightmost)")
_OPEN, _CLOSE = "\ue000", "\ue001"
_QUOTES = {"'": "'", '"': '"', "“": "”", "„": "“", "‘": "’", "«": "»", "`": "`"}
_HELD = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def alternation(words: Mapping[K, tuple[str, ...]]) -> str:
    """Return a pattern that fits every name, the longest first."""
    every = sorted({name for names in words.values() for name in names}, key=lambda name: (-len(name), name))
    # "no" and "nr" may carry their point.
    pointed = (re.sub(r"((?<=[ -])no|nr)$", r"\1\\.?", re.escape(name)) for name in every)
    return "|".join(name.replace(r"\ ", r"\s+") for name in pointed)


def meaning(table: Mapping[K, tuple[str, ...]], name: str) -> list[K]:
    """Return the kinds that go by a name."""
    wanted = " ".join(name.casefold().split()).rstrip(".")
    return [kind for kind, names in table.items() if wanted in names]


def position_of(text: str) -> int | None:
    """Return the number of a column that a text names: "second", "3rd", "last", "second to last", "number 4"."""
    plain = " ".join(text.casefold().split()).removeprefix("the ").strip()
    if plain in FROM_THE_END:
        return FROM_THE_END[plain]
    if plain in _ORDINALS:
        return _ORDINALS[plain]
    number = re.fullmatch(r"(?:number |no\.? |#)?([1-9][0-9]?)", plain)
    if number is not None:
        return int(number.group(1))
    left = _FROM_LEFT.fullmatch(plain)
    if left is not None:
        return _ORDINALS.get(left.group("nth"))
    last = _FROM_RIGHT.fullmatch(plain)
    if last is None:
        return None
    nth = last.group("nth")
    return -1 if nth is None else -_ORDINALS[nth] if nth in _ORDINALS else None


class Quotations:
    """Takes what stands in quotation marks out of a text, so that no word in it is taken for one of ours."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def take_out(self, text: str) -> str:
        """Return the text with a mark in the place of each quotation."""
        text = text.replace(_OPEN, " ").replace(_CLOSE, " ")
        parts: list[str] = []
        at = 0
        while at < len(text):
            end = self._end(text, at)
            if end is None:
                parts.append(text[at])
                at += 1
                continue
            parts.append(f"{_OPEN}{len(self._held)}{_CLOSE}")
            self._held.append(text[at + 1 : end].strip())
            at = end + 1
        return "".join(parts)

    def _end(self, text: str, at: int) -> int | None:
        """Return where the quotation that begins here ends; an apostrophe inside a word begins none."""
        closing = _QUOTES.get(text[at])
        if closing is None or (at and (text[at - 1].isalnum() or text[at - 1] == text[at])):
            return None
        end = text.find(closing, at + 1)
        while end > 0 and end + 1 < len(text) and text[end + 1].isalnum():
            end = text.find(closing, end + 1)
        return end if end > at + 1 and "\n" not in text[at:end] and text[at + 1 : end].strip() else None

    def put_back(self, text: str) -> str:
        """Return the text as it was written."""
        return _HELD.sub(lambda found: f"“{self._held[int(found.group(1))]}”", text)

    def value(self, text: str) -> str | None:
        """Return what a value says: a quotation without its marks, or bare words; None where both are mixed."""
        text = text.strip()
        held = _HELD.fullmatch(text)
        if held is not None:
            return self._held[int(held.group(1))]
        return None if _OPEN in text or not text else text

    @staticmethod
    def is_quoted(text: str) -> bool:
        """Tell whether a value is one quotation."""
        return _HELD.fullmatch(text.strip()) is not None
