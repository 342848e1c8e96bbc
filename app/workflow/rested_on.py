"""Which invoices cleared by something the desk was taught: each is decided again from its own snapshot, without it.

Nothing is written and nothing is reopened: the list is for a person who looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from app.domain.audit import Performance
from app.domain.case import MAY_BE_PAID, QueueFilter
from app.domain.decision import Decision, Lane
from app.domain.match import Desk
from app.domain.teaching import RowChange, Taught
from app.matching.engine import match_invoice
from app.policy.engine import decide
from app.workflow.process_document import NO_POLICY
from app.workflow.services import Services

_ALL = 100_000


def cleared_by(services: Services, taught: Taught) -> tuple[int, ...]:
    """Return the documents of which something cleared that would have been held without what was taught."""
    vendors = dict.fromkeys(change.key["vendor_id"] for change in taught.changes if "vendor_id" in change.key)
    found = []
    for vendor_id in vendors:
        for row in services.store.queue(QueueFilter(states=MAY_BE_PAID, vendor_id=vendor_id), limit=_ALL):
            decided = services.store.performances(row.document_id)[-1:]
            if any(was.entry > taught.entry and _rested_on(services, was, taught) for was in decided):
                found.append(row.document_id)
    return tuple(sorted(dict.fromkeys(found)))


def _rested_on(services: Services, was: Performance, taught: Taught) -> bool:
    if was.desk is None or was.grounds is None or was.invoice is None:
        return False
    desk = was.desk
    for change in taught.changes:
        desk = without(desk, change)
    if desk == was.desk:
        return False
    chosen = {choice.invoice_line: choice.po_lines for choice in was.choices}
    match = match_invoice(was.invoice, desk, services.weights, chosen=chosen)
    policy = was.policy or NO_POLICY
    again = decide(was.invoice, match, desk, policy, was.grounds.history, genuine=was.grounds.genuine)
    return not set(_cleared(was.decision)) <= set(_cleared(again))


def _cleared(decision: Decision) -> Iterator[int]:
    """Return the lines that cleared by themselves; 0 stands for the invoice as a whole."""
    if decision.lane is Lane.AUTO_RESOLVE:
        yield 0
    for group in decision.groups:
        if group.lane is Lane.AUTO_RESOLVE:
            yield from group.group.invoice_lines


def without(desk: Desk, change: RowChange) -> Desk:
    """Return a snapshot as it would have been had a row of master data stayed as it was before it was taught."""
    key, before = change.key, change.before or {}
    match change.table:
        case "uom_conversions":
            named = (key["sku"], key["vendor_id"], key["from_uom"], key["to_uom"])
            mine = [c for c in desk.conversions if (c.sku, c.vendor_id or "", c.from_uom, c.to_uom) == named]
            was = [replace(c, factor=Decimal(str(before["factor"]))) for c in mine if before]
            return replace(desk, conversions=(*(c for c in desk.conversions if c not in mine), *was))
        case "substitutions":
            ids = (key["vendor_id"], key["sku"], key["substitute_sku"])
            held = [s for s in desk.substitutions if (s.vendor_id, s.sku, s.substitute_sku) == ids]
            earlier = [
                replace(s, reference=_text(before["reference"]), buyer_notified=bool(before["buyer_notified"]))
                for s in held
                if before
            ]
            return replace(desk, substitutions=(*(s for s in desk.substitutions if s not in held), *earlier))
        case "vendors":
            permitted = bool(before.get("merged_lines_permitted"))
            vendors = tuple(
                replace(v, merged_lines_permitted=permitted) if v.vendor_id == key["vendor_id"] else v
                for v in desk.vendors
            )
            return replace(desk, vendors=vendors)
    code = (key["vendor_id"], key["vendor_item_code"])
    kept = tuple(c for c in desk.cross_references if (c.vendor_id, c.vendor_item_code) != code)
    return replace(desk, cross_references=kept)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
