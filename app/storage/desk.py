"""What can matter to one invoice, gathered from the whole of the master data: wide enough to miss nothing, and fast.

Whether an order or a vendor really fits is decided by matching; here only what could fit is found, through indexes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

from sqlite_utils import Database

from app.domain.factors import known_factors
from app.domain.identifiers import code_key
from app.domain.invoice import Invoice
from app.domain.item import Item, UomConversion
from app.domain.match import Desk
from app.domain.measure import convert
from app.domain.money import EXACT, ZERO
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.receipt import Receipt
from app.storage import master_data, orders
from app.storage.bookings import beyond_by_others, billed_by_others
from app.storage.settings import learned_weights


def desk_for(db: Database, invoice: Invoice, document_id: int | None) -> Desk:
    """Gather the snapshot for one invoice; bookings of other documents than this one are on it."""
    keys = _code_keys(invoice)
    numbers, vendor_ids = _candidates(db, invoice, keys)
    billed = billed_by_others(db, numbers, document_id)
    found = orders.load_orders(db, numbers, billed, beyond_by_others(db, numbers, document_id))
    ids = tuple(dict.fromkeys((*vendor_ids, *(order.vendor_id for order in found))))
    skus = {line.sku for order in found for line in order.lines if line.sku}
    skus |= {sku for by_code in master_data.skus_of_codes(db, keys).values() for sku in by_code}
    substitutions = master_data.substitutions_of(db, skus, keys, ids)
    substitutes = {row.substitute_sku for row in substitutions}
    # A substitute may be packed otherwise than the item it stands for.
    conversions = master_data.conversions_of(db, skus | substitutes, ids)
    all_skus = skus | substitutes | _printed_codes(invoice)
    items = master_data.items_by_sku(db, all_skus | master_data.skus_with_keys(db, keys))
    return Desk(
        vendors=master_data.vendors_by_id(db, ids),
        orders=found,
        receipts=_used_up(orders.receipts_of(db, numbers), found, billed, conversions, items),
        items=items,
        conversions=conversions,
        cross_references=master_data.cross_references_of(db, skus, keys, ids),
        substitutions=substitutions,
        known_codes=master_data.known_codes(db, keys | _keys_in_texts(invoice)),
        as_of=int(db.execute("SELECT sequence FROM journal_head").fetchone()[0]),
        learned_weights=learned_weights(db),
    )


def _candidates(db: Database, invoice: Invoice, keys: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers of the orders in question, those named first, and the ids of the vendors in question."""
    header = invoice.header
    printed = _printed_numbers(invoice)
    exact = {number: orders.named_orders(db, number) for number in printed}
    named = dict.fromkeys(order for found in exact.values() for order in found)
    likely = master_data.likely_vendors(
        db,
        header.vendor_name.value if header.vendor_name else None,
        header.vendor_tax_id.value if header.vendor_tax_id else None,
    )
    vendor_ids = dict.fromkeys((*likely, *_vendors_of(db, named)))
    near: dict[str, None] = {}
    for number, hits in exact.items():
        # Where the number as printed is an order, a neighbour matters only if it is one of the same vendors.
        near.update(dict.fromkeys(orders.near_orders(db, number, vendor_ids if hits else None)))
    stands_for = master_data.skus_of_codes(db, keys)
    by_code = orders.orders_with_codes(db, keys, stands_for, vendor_ids)
    if not vendor_ids:
        by_code = orders.orders_with_codes_of_anyone(db, keys)
    numbers = dict.fromkeys((*named, *near, *by_code, *orders.open_orders(db, vendor_ids)))
    return tuple(numbers), tuple(vendor_ids)


def _vendors_of(db: Database, numbers: Iterable[str]) -> tuple[str, ...]:
    sql = "SELECT DISTINCT vendor_id FROM purchase_orders WHERE po_number IN (SELECT value FROM json_each(?))"
    return tuple(sorted(row[0] for row in db.execute(sql, (master_data.among(numbers),))))


def _printed_numbers(invoice: Invoice) -> tuple[str, ...]:
    on_lines = (line.po_number.value for line in invoice.lines if line.po_number)
    return tuple(dict.fromkeys((*(number.value for number in invoice.header.po_numbers), *on_lines)))


def _printed_codes(invoice: Invoice) -> set[str]:
    codes = {line.item_code.value for line in invoice.lines if line.item_code}
    return codes | {code for line in invoice.lines for code in line.other_codes}


def _code_keys(invoice: Invoice) -> frozenset[str]:
    return frozenset(key for key in map(code_key, _printed_codes(invoice)) if key)


def _keys_in_texts(invoice: Invoice) -> frozenset[str]:
    """Return the keys of what may be codes in the texts of lines: another item's must not go unseen."""
    return frozenset(key for line in invoice.lines for word in line.codes_in_text if (key := code_key(word)))


# --- receipts ------------------------------------------------------------------------------------------------------
def _used_up(
    receipts: Sequence[Receipt],
    found: Sequence[PurchaseOrder],
    billed: Mapping[LineRef, Decimal],
    conversions: Sequence[UomConversion],
    items: Mapping[str, Item],
) -> tuple[Receipt, ...]:
    """Take what other documents billed off the receipts of each line, earliest first (decision table)."""
    lines: dict[LineRef, tuple[OrderLine, str]] = {
        line.ref: (line, order.vendor_id) for order in found for line in order.lines
    }
    left = dict(billed)
    used: list[Receipt] = []
    with localcontext(EXACT):
        for receipt in receipts:
            open_to_use = left.get(receipt.ref, ZERO)
            # What went back backs no billing; the policy takes it off what came in.
            if open_to_use > ZERO and receipt.quantity > ZERO and receipt.ref in lines:
                line, vendor_id = lines[receipt.ref]
                item = items.get(line.sku)
                factor = _factor(conversions, line, vendor_id, receipt.uom, item.base_uom if item else None)
                taken = ZERO if factor is None else min(open_to_use, convert(receipt.quantity, factor))
                left[receipt.ref] = open_to_use - taken
                used.append(replace(receipt, billed_quantity=taken))
            else:
                used.append(receipt)
    return tuple(used)


def _factor(
    conversions: Sequence[UomConversion], line: OrderLine, vendor_id: str, uom: str, base_uom: str | None
) -> Fraction | None:
    """Return how many of the order's units one received unit is, through the same factors that confirm a billing."""
    if uom == line.uom:
        return Fraction(1)
    return known_factors(conversions, line.sku, vendor_id, line.uom, base_uom).get(uom)
