"""A desk with one order for each invoice, so that nothing is short and only prices differ: like cases on purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.case import Case, Document
from tests.helpers.small_desk import ORDERS, POLICY, SmallDesk, line, open_cases, paper, small_desk

_HEAD = ORDERS.partition("\n")[0]
_LINE = "{po},V1,2026-01-05,open,A. Approver,B. Buyer,USD,{no},{sku},,{text},{quantity},{uom},{price},,Main,6100,0"
_GLOVES = {"sku": "10001", "text": "Work gloves leather large", "uom": "PR", "price": "4.00"}
_GOGGLES = {"sku": "10002", "text": "Safety goggles clear anti-fog", "uom": "EA", "price": "6.00"}
FIVE_ORDERS = "\n".join(
    [
        _HEAD,
        *(_LINE.format(po=f"PO-1{n}", no=1, quantity=q, **_GLOVES) for n, q in ((1, 20), (2, 25), (3, 30), (4, 10))),
        _LINE.format(po="PO-15", no=1, quantity=15, **_GOGGLES),
        _LINE.format(po="PO-16", no=1, quantity=20, **_GLOVES),
        _LINE.format(po="PO-16", no=2, quantity=20, **_GOGGLES),
        "",
    ]
)


def orders_desk(folder: Path, limit: int = 100) -> SmallDesk:
    policy = POLICY.replace("up_to = 100", f"up_to = {limit}")
    return small_desk(folder, {"purchase_orders.csv": FIVE_ORDERS, "policy.toml": policy})


def gloves(number: int, quantity: str, price: str, amount: str) -> dict[str, Any]:
    return line(number, "10001", "Work gloves leather large", quantity, "PR", price, amount)


def goggles(number: int, quantity: str, price: str, amount: str) -> dict[str, Any]:
    return line(number, "10002", "Safety goggles clear anti-fog", quantity, "EA", price, amount)


def dear(desk: SmallDesk) -> tuple[Document, ...]:
    """Three invoices of gloves 0.40 too dear each pair, and one 0.60 too dear."""
    return desk.take(
        paper("A-1", [gloves(1, "20", "4.40", "88.00")], "88.00", invoice_date="2026-02-01", po_numbers=["PO-11"]),
        paper("A-2", [gloves(1, "25", "4.40", "110.00")], "110.00", invoice_date="2026-02-03", po_numbers=["PO-12"]),
        paper("A-3", [gloves(1, "30", "4.40", "132.00")], "132.00", invoice_date="2026-02-05", po_numbers=["PO-13"]),
        paper("A-4", [gloves(1, "10", "4.60", "46.00")], "46.00", invoice_date="2026-02-07", po_numbers=["PO-14"]),
    )


def case_of(document: Document) -> Case:
    (case,) = [case for case in open_cases(document) if case.category == "price_variance"]
    return case
