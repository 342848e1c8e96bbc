"""How the rows of each kind are written, with the keys that make them found again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from sqlite_utils import Database

from app.domain.company_words import COMMON_TO_ALL
from app.domain.identifiers import code_key, look_alike_key
from app.domain.imports import ImportKind
from app.domain.order import OrderStatus
from app.storage.cells import Value
from app.storage.row_rules import ORDER_COLUMNS, Rules
from app.storage.upsert import Change, Differences, Upsert

Parsed = dict[str, Value]


class RowError(ValueError):
    """A row contradicts another one; ``column`` is where."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class RowWriter(Protocol):
    """Writes the rows of one file."""

    def write(self, line: int, record: Parsed) -> Change:
        """Write one row. Raises RowError where it contradicts an earlier row of the file."""

    def notes(self) -> tuple[str, ...]:
        """Say what is unusual but allowed."""

    @property
    def differences(self) -> Differences:
        """What the row last written changed, by column; of rows that come by the million only where it differs."""


def writer_for(kind: ImportKind, db: Database, rules: Rules, given: frozenset[str]) -> RowWriter:
    """Return the writer of one kind. ``given`` are the columns the file has."""
    match kind:
        case ImportKind.VENDORS:
            return VendorWriter(db, rules, given)
        case ImportKind.PURCHASE_ORDERS:
            return OrderWriter(db, rules, given)
        case ImportKind.RECEIPTS:
            return ReceiptWriter(db, rules, given)
        case _:
            return PlainWriter(db, rules, given, _DERIVED.get(kind, {}))


# Stored key columns, and what each is the folded form of.
_DERIVED: dict[ImportKind, Mapping[str, str]] = {
    ImportKind.ITEMS: {"sku_key": "sku"},
    ImportKind.ITEM_CROSS_REFERENCES: {"code_key": "vendor_item_code"},
    ImportKind.SUBSTITUTIONS: {"substitute_key": "substitute_sku"},
}


class PlainWriter:
    """Writes rows of a table as they are, with folded keys beside them."""

    def __init__(self, db: Database, rules: Rules, given: frozenset[str], derived: Mapping[str, str]) -> None:
        names = [column.name for column in rules.columns if column.name not in rules.key]
        decimals = frozenset(column.name for column in rules.columns if column.decimal)
        self._derived = derived
        all_given = given | {name for name, source in derived.items() if source in given}
        self._upsert = Upsert(db, rules.table, rules.key, [*names, *derived], given=all_given, decimals=decimals)

    def write(self, line: int, record: Parsed) -> Change:
        """Write one row."""
        folded = {name: code_key(str(record[source] or "")) for name, source in self._derived.items()}
        return self._upsert.write({**record, **folded})

    def notes(self) -> tuple[str, ...]:
        """Say nothing."""
        return ()

    @property
    def differences(self) -> Differences:
        """Return what the row last written changed."""
        return self._upsert.last


class VendorWriter:
    """Writes vendors with the pieces of their names."""

    def __init__(self, db: Database, rules: Rules, given: frozenset[str]) -> None:
        self._db = db
        self._plain = PlainWriter(db, rules, given, {"name_key": "name", "tax_key": "tax_id"})

    def write(self, line: int, record: Parsed) -> Change:
        """Write one vendor."""
        change = self._plain.write(line, record)
        if change is not Change.UNCHANGED:
            vendor_id = record["vendor_id"]
            self._db.execute("DELETE FROM vendor_name_pieces WHERE vendor_id = ?", (vendor_id,))
            pieces = [(piece, vendor_id) for piece in name_pieces(str(record["name"]))]
            self._db.conn.executemany("INSERT INTO vendor_name_pieces VALUES (?, ?)", pieces)
        return change

    def notes(self) -> tuple[str, ...]:
        """Say nothing."""
        return ()

    @property
    def differences(self) -> Differences:
        """Return what the vendor last written changed."""
        return self._plain.differences


def name_pieces(name: str) -> frozenset[str]:
    """Return the three-letter pieces of a vendor's name, characters that scans confuse folded."""
    words = [word for word in re.split(r"[\s,.&/()-]+", name) if word.casefold() not in COMMON_TO_ALL]
    folded = look_alike_key("".join(words) or name)
    return frozenset(folded[i : i + 3] for i in range(max(1, len(folded) - 2))) if folded else frozenset()


def digits_key(number: str) -> str:
    """Return an order number without the letters and zeros it begins with, so that PO-01001 and 1001 meet."""
    return re.sub(r"^[A-Z]*0*", "", code_key(number))


class OrderWriter:
    """Groups the rows of purchase orders: the first usable row of an order says what holds for the whole of it."""

    def __init__(self, db: Database, rules: Rules, given: frozenset[str]) -> None:
        self._db = db
        header = ORDER_COLUMNS[1:]
        keys = ("number_key", "alike_key", "digits_key")
        self._headers = Upsert(db, "purchase_orders", ("po_number",), (*header, *keys), given=given | frozenset(keys))
        names = [c.name for c in rules.columns if c.name not in (*ORDER_COLUMNS, *rules.key)]
        derived = ("vendor_id", "sku_key", "code_key")
        code_given = frozenset({"code_key"}) if "vendor_item_code" in given else frozenset()
        self._lines = Upsert(
            db,
            rules.table,
            rules.key,
            [*names, *derived],
            given=given | {"vendor_id", "sku_key"} | code_given,
            decimals=frozenset(c.name for c in rules.columns if c.decimal),
        )
        self._first: dict[str, tuple[int, Parsed]] = {}
        self._new: set[str] = set()
        self._counts: dict[str, int] = {}
        self._key = lru_cache(100_000)(code_key)
        self._given = given
        self._skus: set[str] = set()
        self._free = 0
        self._differences: Differences = {}

    def write(self, line: int, record: Parsed) -> Change:
        """Write one order line, and the order with its first one."""
        number = str(record["po_number"])
        change = Change.UNCHANGED
        if number in self._first:
            self._check_same_order(number, record)
        else:
            change = self._write_header(line, number, record)
        record["vendor_id"] = self._first[number][1]["vendor_id"]
        record["sku_key"] = self._key(record["sku"] or "")
        record["code_key"] = self._key(record["vendor_item_code"] or "")
        # A line of an order that was not there before cannot be there either.
        written = self._lines.add(record) if number in self._new else self._lines.write(record)
        self._counts[number] = self._counts.get(number, 0) + 1
        self._skus.add(str(record["sku"] or ""))
        self._free += record["unit_price"] in ("0", "0.0", "0.00")
        of_order = self._headers.last if change is Change.CHANGED else {}
        self._differences = {**of_order, **(self._lines.last if written is Change.CHANGED else {})}
        return Change.CHANGED if written is Change.UNCHANGED and change is Change.CHANGED else written

    def _write_header(self, line: int, number: str, record: Parsed) -> Change:
        folded = {
            "number_key": code_key(number),
            "alike_key": look_alike_key(number),
            "digits_key": digits_key(number),
        }
        header = {name: record[name] for name in ORDER_COLUMNS}
        header["status"] = header["status"] or OrderStatus.OPEN.value
        change = self._headers.write({**header, **folded})
        self._first[number] = (line, header)
        if change is Change.ADDED:
            self._new.add(number)
        if change is Change.CHANGED:
            # Lines that are not in this file belong to the order's vendor, too.
            self._db.execute(
                "UPDATE order_lines SET vendor_id = ? WHERE po_number = ? AND vendor_id <> ?",
                (record["vendor_id"], number, record["vendor_id"]),
            )
        return change

    def _check_same_order(self, number: str, record: Parsed) -> None:
        first_line, first = self._first[number]
        for name in ORDER_COLUMNS[1:]:
            if name in self._given and record[name] is not None and record[name] != first[name]:
                here, there = record[name], first[name]
                raise RowError(
                    name, f"is {here} here, but {there or 'empty'} in line {first_line} of the same order {number}"
                )

    def notes(self) -> tuple[str, ...]:
        """Name vendors and items nobody knows, lines that are no longer in the file, and lines without a price."""
        found = []
        orders = self._first.values()
        vendors = {row["vendor_id"] for _, row in orders}
        known = {row[0] for row in self._db.execute("SELECT vendor_id FROM vendors")}
        if missing := sorted(str(v) for v in vendors - known):
            found.append(f"vendors of these orders that are not in the vendor list ({len(missing)}): {_some(missing)}")
        items = {row[0] for row in self._db.execute("SELECT sku FROM items")}
        if unknown := sorted(self._skus - items - {""}):
            found.append(f"items of these orders that are not in the item list ({len(unknown)}): {_some(unknown)}")
        older = ((number, count) for number, count in self._counts.items() if number not in self._new)
        if gone := [number for number, count in older if self._lines_stored(number) > count]:
            found.append(
                f"orders with lines that are not in this file, which were kept ({len(gone)}): {_some(sorted(gone))}"
            )
        if self._free:
            found.append(f"order lines with a price of zero: {self._free}")
        return tuple(found)

    @property
    def differences(self) -> Differences:
        """Return what the order line last written changed, its order's fields with it; nothing of a new one."""
        return self._differences

    def _lines_stored(self, number: str) -> int:
        return int(self._db.execute("SELECT count(*) FROM order_lines WHERE po_number = ?", (number,)).fetchone()[0])


class ReceiptWriter:
    """Writes receipts, and notes those of orders that are not known (yet)."""

    def __init__(self, db: Database, rules: Rules, given: frozenset[str]) -> None:
        self._db = db
        self._plain = PlainWriter(db, rules, given, {})
        self._orders: set[str] = set()
        self._changed = False

    def write(self, line: int, record: Parsed) -> Change:
        """Write one receipt line."""
        self._orders.add(str(record["po_number"]))
        change = self._plain.write(line, record)
        self._changed = change is Change.CHANGED
        return change

    @property
    def differences(self) -> Differences:
        """Return what the receipt last written changed; nothing of a new one."""
        return self._plain.differences if self._changed else {}

    def notes(self) -> tuple[str, ...]:
        """Name receipts of orders nobody knows."""
        sql = "SELECT 1 FROM purchase_orders WHERE po_number = ?"
        missing = sorted(n for n in self._orders if self._db.execute(sql, (n,)).fetchone() is None)
        return (f"orders of these receipts that are not known ({len(missing)}): {_some(missing)}",) if missing else ()


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
