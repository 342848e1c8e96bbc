"""Writes the sample desk: `python -m tests.sample_data.make_samples [FOLDER]`.

Without a folder the files of `resources/sample_data/` are written again. The tables, `expected.json` and the
digital invoices come out the same byte for byte; the scanned ones look the same, but their bytes follow the
version of the image libraries.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.sample_data import desk
from tests.sample_data.expected import expected
from tests.sample_data.invoices import INVOICES
from tests.sample_data.painter import Painted, paint
from tests.sample_data.records import Order, OrderLine
from tests.sample_data.scans import scan

SAMPLE_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sample_data"

_ORDER_COLUMNS = (
    "po_number vendor_id order_date status approved_by buyer currency line_no sku vendor_item_code description "
    "quantity uom unit_price promised_date ship_to gl_account already_invoiced_quantity"
)


def tables() -> dict[str, str]:
    """The text of every table and of the policy, by file name."""
    return {
        "vendors.csv": _vendors(),
        "items.csv": _table(
            "sku description base_uom line_class catch_weight",
            (
                (item.sku, item.description, item.base_uom, item.line_class, "yes" if item.catch_weight else "no")
                for item in desk.ITEMS.values()
            ),
        ),
        "uom_conversions.csv": _table("sku vendor_id from_uom to_uom factor", desk.rows(desk.CONVERSIONS)),
        "item_cross_references.csv": _table(
            "vendor_id vendor_item_code sku",
            ((item.vendor_id, item.vendor_code, item.sku) for item in desk.ITEMS.values()),
        ),
        "substitutions.csv": _table(
            "vendor_id sku substitute_sku substitute_description reason reference buyer_notified",
            desk.rows(desk.SUBSTITUTIONS),
        ),
        "purchase_orders.csv": _table(
            _ORDER_COLUMNS,
            (_order_row(order, line) for order in desk.ORDERS.values() for line in order.lines),
        ),
        "receipts.csv": _table(
            "receipt_no po_number line_no received_date quantity uom location",
            (
                (r.receipt_no, r.po_number, r.line_no, r.received.isoformat(), r.quantity, r.uom, r.location)
                for r in desk.RECEIPTS
            ),
        ),
        "policy.toml": desk.POLICY,
    }


def painted() -> dict[str, Painted]:
    """Every invoice as a digital PDF, by file name."""
    return {invoice.file: paint(invoice) for invoice in INVOICES}


def expected_json(pages: dict[str, Painted]) -> str:
    """The text of `expected.json`."""
    content = expected(INVOICES, {name: paper.pages for name, paper in pages.items()})
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def write_samples(folder: Path) -> None:
    """Writes everything under the folder."""
    papers = painted()
    invoices = folder / "invoices"
    invoices.mkdir(parents=True, exist_ok=True)
    for name, text in {**tables(), "expected.json": expected_json(papers)}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for invoice in INVOICES:
        pdf = papers[invoice.file].pdf
        content = scan(pdf, invoice.scan, invoice.file) if invoice.scan else pdf
        (invoices / invoice.file).write_bytes(content)


def _vendors() -> str:
    first = next(iter(desk.VENDORS.values()))
    return _table(
        f"vendor_id name {' '.join(first.columns)}",
        ((vendor.vendor_id, vendor.name, *vendor.columns.values()) for vendor in desk.VENDORS.values()),
    )


def _order_row(order: Order, line: OrderLine) -> tuple[object, ...]:
    item = desk.ITEMS[line.sku]
    return (
        order.po_number,
        order.vendor_id,
        order.order_date.isoformat(),
        order.status,
        order.approved_by,
        order.buyer,
        desk.VENDORS[order.vendor_id].currency,
        line.line_no,
        line.sku,
        item.vendor_code,
        item.description,
        line.quantity,
        line.uom,
        line.unit_price,
        order.promised.isoformat(),
        line.ship_to or order.ship_to,
        order.gl_account,
        line.already_invoiced,
    )


def _table(columns: str, content: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns.split())
    writer.writerows(content)
    return out.getvalue()


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_FOLDER)
