"""Looking into vendors for people: the list of them, and one with its terms and what its invoices came to."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

from sqlite_utils import Database

from app.domain.case import PENDING, CaseState, DocumentState
from app.domain.errors import InputError
from app.domain.lookup import Lookup, VendorFigures, VendorPage, VendorRow
from app.domain.money import EXACT, ZERO
from app.domain.vendor import Tier, VendorStatus
from app.storage.lookup_lists import (
    MOST_ON_A_PAGE,
    conversion_of,
    reference_of,
    sorted_by,
    substitution_of,
    where_of,
    words_sought,
)
from app.storage.master_data import vendor_of
from app.storage.order_lookups import order_rows
from app.storage.paid_accounts import paid_accounts

_VENDOR_SORTS = {
    "name": "v.name COLLATE NOCASE",
    "vendor_id": "v.vendor_id",
    "status": "v.status",
    "tier": "v.tier",
    "documents": "documents",
    "to_decide": "to_decide",
    "orders": "orders",
}
_VENDORS = (
    "SELECT v.vendor_id, v.name, v.status, v.tier, "
    "(SELECT count(*) FROM purchase_orders o WHERE o.vendor_id = v.vendor_id) AS orders, "
    "(SELECT count(*) FROM documents d WHERE d.vendor_id = v.vendor_id) AS documents, "
    "(SELECT count(*) FROM documents d WHERE d.vendor_id = v.vendor_id "
    "AND d.state IN ('needs_me', 'waiting', 'unreadable')) AS to_decide FROM vendors v"
)


def vendor_rows(db: Database, wanted: Lookup, limit: int, offset: int) -> tuple[VendorRow, ...]:
    """Return one page of the vendors that are looked for."""
    where, values = words_sought(
        wanted.text,
        "v.vendor_id || ' ' || v.name || ' ' || coalesce(v.tax_id, '') || ' ' || coalesce(v.email, '')",
    )
    order = sorted_by(wanted, _VENDOR_SORTS, "v.name COLLATE NOCASE", "v.vendor_id")
    sql = f"{_VENDORS} {where_of(where)} ORDER BY {order} LIMIT ? OFFSET ?"
    return tuple(
        VendorRow(row[0], row[1], VendorStatus(row[2]), Tier(row[3]), row[4], row[5], row[6])
        for row in db.execute(sql, (*values, limit, offset))
    )


def vendor_page(db: Database, vendor_id: str) -> VendorPage:
    """Return one vendor with its terms and figures. Raises InputError ``no_such_vendor``."""
    row = db.execute("SELECT * FROM vendors WHERE vendor_id = ?", (vendor_id,)).fetchone()
    if row is None:
        raise InputError("no_such_vendor", f"There is no vendor {vendor_id}.")
    own = (vendor_id, MOST_ON_A_PAGE)
    conversions = db.execute("SELECT * FROM uom_conversions WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    references = db.execute("SELECT * FROM item_cross_references WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    substitutes = db.execute("SELECT * FROM substitutions WHERE vendor_id = ? ORDER BY sku LIMIT ?", own)
    return VendorPage(
        vendor_of(row),
        _vendor_figures(db, vendor_id),
        order_rows(db, Lookup(vendor_id=vendor_id), MOST_ON_A_PAGE, 0),
        tuple(conversion_of(one) for one in conversions),
        tuple(reference_of(one) for one in references),
        tuple(substitution_of(one) for one in substitutes),
        paid_accounts(db, vendor_id),
    )


def _vendor_figures(db: Database, vendor_id: str) -> VendorFigures:
    stakes = _stakes(db, vendor_id)
    states: Counter[DocumentState] = Counter()
    billed: dict[str, Decimal] = {}
    exposure: dict[str, Decimal] = {}
    exposure_open: dict[str, Decimal] = {}
    with localcontext(EXACT):
        sql = "SELECT document_id, state, total, coalesce(currency, '') AS currency FROM documents WHERE vendor_id = ?"
        for row in db.execute(sql, (vendor_id,)):
            currency = row["currency"]
            states[DocumentState(row["state"])] += 1
            if row["total"] is not None:
                billed[currency] = billed.get(currency, ZERO) + Decimal(row["total"])
            largest, largest_open = stakes.get(row["document_id"], (ZERO, ZERO))
            exposure[currency] = exposure.get(currency, ZERO) + largest
            exposure_open[currency] = exposure_open.get(currency, ZERO) + largest_open
    return VendorFigures(dict(states), len(stakes), _kinds(db, vendor_id), billed, exposure, exposure_open)


def _cases_of(db: Database, vendor_id: str) -> Iterable[sqlite3.Row]:
    sql = (
        "SELECT c.document_id, c.category, c.state, c.exposure FROM cases c JOIN documents d USING (document_id) "
        "WHERE d.vendor_id = ? AND c.lane IS NOT NULL AND c.state <> ?"
    )
    return db.execute(sql, (vendor_id, CaseState.SUPERSEDED.value))


def _stakes(db: Database, vendor_id: str) -> Mapping[int, tuple[Decimal, Decimal]]:
    """Return by document the largest exposure of its cases, and of its pending ones."""
    pending = {state.value for state in PENDING}
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for row in _cases_of(db, vendor_id):
        at_stake = Decimal(row["exposure"])
        largest, largest_open = found.get(row["document_id"], (ZERO, ZERO))
        open_now = at_stake if row["state"] in pending else ZERO
        found[row["document_id"]] = max(largest, at_stake), max(largest_open, open_now)
    return found


def _kinds(db: Database, vendor_id: str) -> Mapping[str, int]:
    counted = Counter(row["category"] for row in _cases_of(db, vendor_id))
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
