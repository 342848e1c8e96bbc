"""Whether the orders that an invoice bills are there, open, approved, and the ones that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.domain.decision import DocumentFinding
from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key, loose_number
from app.domain.money import ZERO
from app.domain.order import OrderLine, OrderStatus, PurchaseOrder
from app.policy.document_finding import document_finding
from app.policy.facts import GroupFacts
from app.policy.paper import Paper
from app.policy.quantities import receipt_pool

# So many digits of an order number are enough to stand for it when its prefix is left out.
_SHORTEST_NUMBER = 4


def order_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield missing_po, multiple_po and missing_approval."""
    total = paper.total
    if not any(facts.group.po_lines for facts in paper.facts):
        if not paper.invoice.is_credit:
            named = ", ".join(value.value for value in paper.invoice.header.po_numbers)
            rule = "missing_po.unknown_order" if named else "missing_po.no_order"
            yield document_finding(paper.policy, rule, {"orders": named}, exposure=total)
        return
    orders = paper.orders
    if len(orders) > 1:
        numbers = ", ".join(order.po_number for order in orders)
        yield document_finding(paper.policy, "multiple_po.note", {"orders": numbers})
    unapproved = [o.po_number for o in orders if not (o.approved_by or "").strip()]
    if unapproved:
        figures = {"orders": ", ".join(unapproved)}
        yield document_finding(paper.policy, "missing_approval.no_approver", figures, exposure=total)
    for order in orders:
        if order.status is not OrderStatus.OPEN:
            figures = {"orders": order.po_number, "status": order.status.value}
            yield document_finding(paper.policy, "missing_approval.order_closed", figures, exposure=total)
    yield from _orders_twice(paper, orders)
    yield from _rival_orders(paper, orders)


def _orders_twice(paper: Paper, orders: Sequence[PurchaseOrder]) -> Iterable[DocumentFinding]:
    """Hold an order that the desk has under another spelling of its number as well: "PO-1001" and "PO1001"."""
    for order in orders:
        lines = {(line.sku, line.uom, line.unit_price, line.quantity) for line in order.lines}
        for other in paper.desk.orders:
            if other.po_number == order.po_number or other.vendor_id != order.vendor_id:
                continue
            same = {(line.sku, line.uom, line.unit_price, line.quantity) for line in other.lines} & lines
            if same and loose_number(other.po_number) == loose_number(order.po_number) != "":
                figures = {"orders": order.po_number, "rival": other.po_number}
                yield document_finding(paper.policy, "data_quality.order_twice", figures, exposure=paper.total)
                break


def _rival_orders(paper: Paper, orders: Sequence[PurchaseOrder]) -> Iterable[DocumentFinding]:
    """Hold lines of an order that the invoice does not name, unless nothing else fits.

    A number misprinted by a character is followed; an invoice that names no order may fit one and no other.
    """
    named = [value.value for value in paper.invoice.header.po_numbers]
    named += [line.po_number.value for line in paper.invoice.lines if line.po_number is not None]
    for order in orders:
        if any(_means(paper, number, order) for number in named):
            continue
        if named:
            figures = {"named": ", ".join(dict.fromkeys(named)), "orders": order.po_number}
            yield document_finding(paper.policy, "data_quality.other_order", figures, exposure=paper.total)
            continue
        for rival in paper.desk.orders:
            open_rival = rival.status is OrderStatus.OPEN and rival.vendor_id == order.vendor_id
            if open_rival and rival.po_number not in paper.match.orders and _fits(paper, order, rival):
                figures = {"orders": order.po_number, "rival": rival.po_number}
                yield document_finding(paper.policy, "data_quality.several_orders", figures, exposure=paper.total)
                break


def _means(paper: Paper, printed: str, order: PurchaseOrder) -> bool:
    """Tell whether a printed number means this order: the number of another order on file is no misprint."""
    exact = {known.po_number for known in paper.desk.orders if code_key(known.po_number) == code_key(printed)}
    return order.po_number in exact if exact else names_order(printed, order.po_number)


def names_order(printed: str, number: str) -> bool:
    """Tell whether a printed order number means this one: equal, without its prefix, or misprinted by a character."""
    a, b = code_key(printed), code_key(number)
    shorter, longer = sorted((a, b), key=len)
    if a == b or look_alike_key(a) == look_alike_key(b) or differs_by_one_character(a, b):
        return True
    return len(shorter) >= _SHORTEST_NUMBER and longer.endswith(shorter)


def _fits(paper: Paper, order: PurchaseOrder, rival: PurchaseOrder) -> bool:
    """Tell whether the rival has every item billed, in the same unit, at the same price, open and come in."""
    explained = False
    for facts in paper.facts:
        for mine in facts.order_lines:
            if mine.ref.po_number != order.po_number:
                continue
            needed = max(facts.billed or ZERO, Decimal("0.000001"))
            twins = [line for line in rival.lines if (line.sku, line.uom, line.unit_price) == _terms(mine)]
            if not any(_capacity(paper, line, facts) >= needed for line in twins):
                return False
            explained = True
    return explained


def _terms(line: OrderLine) -> tuple[str, str, Decimal]:
    return line.sku, line.uom, line.unit_price


def _capacity(paper: Paper, line: OrderLine, facts: GroupFacts) -> Decimal:
    receipts = facts.around.receipts.get(line.ref, ())
    pool = receipt_pool(paper.desk, line, paper.vendor.vendor_id if paper.vendor else None, receipts)
    if facts.services or (not pool.any_known and not facts.receipts_expected):
        return line.open_quantity
    return min(line.open_quantity, pool.available)
