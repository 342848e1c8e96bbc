"""Dates that nobody can have meant: they may be misread, and every rule that counts days would rest on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.decision import DocumentFinding
from app.policy.document_finding import document_finding
from app.policy.paper import Paper

# Goods are billed within a year before their order is on file (orders are written up late), never earlier.
LONGEST_BEFORE_ORDER = timedelta(days=365)
# Where the records of the desk are ahead of the clock, the clock is wrong; an invoice follows them within a month.
_AFTER_RECORDS = timedelta(days=31)


def date_findings(paper: Paper) -> Iterable[DocumentFinding]:
    """Yield data_quality for an invoice dated after today or long before its order, or due before it was written."""
    header = paper.invoice.header
    dated = header.invoice_date.value if header.invoice_date else None
    due = header.due_date.value if header.due_date else None
    if dated is None:
        return
    said = []
    today = _today(paper)
    if dated > today:
        said.append(f"the invoice is dated {dated.isoformat()}, after {today.isoformat()}")
    ordered = [order.order_date for order in paper.orders if order.order_date is not None]
    if ordered and dated < min(ordered) - LONGEST_BEFORE_ORDER:
        said.append(f"the invoice is dated {dated.isoformat()}, its order {min(ordered).isoformat()}")
    if due is not None and due < dated:
        said.append(f"the invoice is due {due.isoformat()}, before its date {dated.isoformat()}")
    if said:
        yield document_finding(paper.policy, "data_quality.dates", {"dates": "; ".join(said)}, exposure=paper.total)


def _today(paper: Paper) -> date:
    """Return the day of the decision, or, where the clock is behind the orders and receipts on file, a month on."""
    today = paper.history.today
    refs = {ref for facts in paper.facts for ref in facts.group.po_lines}
    recorded = [order.order_date for order in paper.orders]
    recorded += [receipt.received_date for receipt in paper.desk.receipts if receipt.ref in refs]
    latest = max((day for day in recorded if day is not None), default=today)
    return latest + _AFTER_RECORDS if latest > today else today
