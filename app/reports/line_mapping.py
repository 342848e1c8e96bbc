"""Invoice line ↔ order line ↔ receipt, in quantities and amounts that add up (S2.29, S2.32, S2.50 to S2.52, S2.75).

Each piece carries the part of the line's quantity and amount that belongs to one order line and one receipt, so that
a sum over pieces is the sum of the lines: receipts reconcile, and spend rolls back to the order lines it was for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from app.domain.decision import Decision, GroupDecision
from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.money import EXACT, ZERO, round_amount
from app.domain.order import LineRef
from app.policy.coding import LedgerShare


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one invoice line. ``quantity`` is in the order line's unit; None where it is not known."""

    group: int
    decision: GroupDecision
    invoice_line: int
    ref: LineRef | None
    kind: str
    account: str | None
    amount: Decimal | None
    quantity: Decimal | None = None
    receipt_no: str | None = None


def pieces_of(
    invoice: Invoice, decision: Decision, desk: Desk, shares: Sequence[LedgerShare], currency: str | None
) -> Iterator[Piece]:
    """Yield the pieces of every matched line, group by group; ``shares`` is the ledger coding of the invoice."""
    for number, group in enumerate(decision.groups, start=1):
        for invoice_line in group.group.invoice_lines:
            mine = [share for share in shares if share.invoice_line == invoice_line]
            if group.group.ambiguous:
                yield from _candidates(number, group, invoice_line, invoice)
                continue
            for share in mine:
                refs = [share.order_line] if share.order_line else list(group.group.po_lines)
                if share.kind != "goods" or len(refs) != 1:
                    yield from _unsplit(number, group, invoice_line, share, refs)
                else:
                    quantity = _quantity(decision, group, invoice_line, refs[0])
                    yield from _by_receipt(number, group, invoice_line, share, refs[0], quantity, currency)


def _candidates(number: int, group: GroupDecision, invoice_line: int, invoice: Invoice) -> Iterator[Piece]:
    """Yield the line once, with its amount, and every order line it may belong to without any."""
    amount = invoice.line(invoice_line).amount
    yield Piece(number, group, invoice_line, None, "ambiguous", None, amount.value if amount else None)
    for ref in group.group.po_lines:
        yield Piece(number, group, invoice_line, ref, "candidate", None, None)


def _unsplit(
    number: int, group: GroupDecision, invoice_line: int, share: LedgerShare, refs: Sequence[LineRef]
) -> Iterator[Piece]:
    ref = refs[0] if len(refs) == 1 else None
    yield Piece(number, group, invoice_line, ref, share.kind, share.account, share.amount)
    if len(refs) > 1:
        for candidate in refs:
            yield Piece(number, group, invoice_line, candidate, "not allocated", None, None)


def _quantity(decision: Decision, group: GroupDecision, invoice_line: int, ref: LineRef) -> Decimal | None:
    booked = [b.quantity for b in decision.booked if b.ref == ref and b.invoice_line == invoice_line]
    if booked:
        return sum(booked, ZERO)
    return group.group.evidence.billed_quantity_by_line.get(invoice_line) if len(group.group.po_lines) == 1 else None


def _by_receipt(
    number: int,
    group: GroupDecision,
    invoice_line: int,
    share: LedgerShare,
    ref: LineRef,
    quantity: Decimal | None,
    currency: str | None,
) -> Iterator[Piece]:
    """Split one share by the receipts that back it; what no receipt backs is a piece of its own."""
    uses = [use for use in group.receipts if use.ref == ref and use.invoice_line == invoice_line]
    parts: list[tuple[Decimal | None, str | None]] = [(use.quantity, use.receipt_no) for use in uses]
    backed = sum((use.quantity for use in uses), ZERO)
    if not parts:
        parts = [(quantity, None)]
    elif quantity is not None and quantity > backed:
        parts.append((quantity - backed, None))
    amounts = _shared_out(share.amount, [part or ZERO for part, _ in parts], currency)
    for (part, receipt_no), amount in zip(parts, amounts, strict=True):
        yield Piece(number, group, invoice_line, ref, share.kind, share.account, amount, part, receipt_no)


def _shared_out(amount: Decimal, weights: Sequence[Decimal], currency: str | None) -> list[Decimal]:
    """Share an amount out by weights, rounded; the last takes what rounding leaves, so that the sum is exact."""
    whole = sum(weights, ZERO)
    with localcontext(EXACT):
        shares = [round_amount(amount * weight / whole, currency) if whole else ZERO for weight in weights[:-1]]
        return [*shares, amount - sum(shares, ZERO)]
