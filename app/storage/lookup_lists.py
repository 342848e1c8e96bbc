"""What the lists of orders, vendors and items share: words that are looked for, the order of rows, plain tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlite_utils import Database

from app.domain.errors import InputError
from app.domain.item import CrossReference, Substitution, UomConversion
from app.domain.lookup import Lookup

MOST_ON_A_PAGE = 200


def conversion_of(row: sqlite3.Row) -> UomConversion:
    """Build a unit conversion from its row."""
    return UomConversion(row["sku"], row["vendor_id"] or None, row["from_uom"], row["to_uom"], Decimal(row["factor"]))


def reference_of(row: sqlite3.Row) -> CrossReference:
    """Build a vendor's own code from its row."""
    return CrossReference(row["vendor_id"], row["vendor_item_code"], row["sku"])


def substitution_of(row: sqlite3.Row) -> Substitution:
    """Build an agreed substitute from its row."""
    return Substitution(
        row["vendor_id"], row["sku"], row["substitute_sku"], row["substitute_description"], row["reason"],
        row["reference"], bool(row["buyer_notified"]),
    )  # fmt: skip


def plain_rows(
    db: Database,
    table: str,
    columns: tuple[str, ...],
    wanted: Lookup,
    sorts: Mapping[str, str],
    limit: int,
    offset: int,
) -> Iterable[sqlite3.Row]:
    """Return one page of a table whose rows are shown as they are."""
    where, values = words_sought(wanted.text, " || ' ' || ".join(f"coalesce({name}, '')" for name in columns))
    order = sorted_by(wanted, sorts, "sku", "sku, vendor_id")
    sql = f"SELECT * FROM {table} {where_of(where)} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - names only
    return db.execute(sql, (*values, limit, offset))


def words_sought(text: str, searched: str, also: str = "") -> tuple[list[str], list[str]]:
    """Return a condition for each word that is looked for: in these columns, or by another condition with one mark."""
    conditions: list[str] = []
    values: list[str] = []
    for word in text.split():
        literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        here = f"({searched}) LIKE ? ESCAPE '\\'"
        conditions.append(f"({here} OR {also})" if also else here)
        values += [f"%{literal}%"] * (2 if also else 1)
    return conditions, values


def where_of(conditions: list[str]) -> str:
    """Return the conditions as SQL; nothing where there are none."""
    return "WHERE " + " AND ".join(conditions) if conditions else ""


def sorted_by(wanted: Lookup, sorts: Mapping[str, str], usual: str, last: str) -> str:
    """Return the order of a list as SQL. Raises InputError ``no_such_sort``."""
    if wanted.sort and wanted.sort not in sorts:
        raise InputError("no_such_sort", f"This list cannot be sorted by {wanted.sort}.")
    way = " DESC" if wanted.descending else ""
    return f"{sorts[wanted.sort]}{way}, {last}" if wanted.sort else f"{usual}, {last}"


def day_of(text: str | None) -> date | None:
    """Return a day as it is stored; None where none is."""
    return date.fromisoformat(text) if text else None
