"""Which order lines an invoice line is compared with, where there are too many to look at each."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from app.domain.invoice import InvoiceLine
from app.domain.order import LineRef
from app.domain.receipt import Receipt
from app.matching.candidates import FEW_LINES, Candidates
from app.matching.lines import BilledLine, prepare
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, order, ordered

_OTHERS = ("Anvil", "Basket", "Chisel", "Drill", "Easel", "Funnel", "Gasket", "Hammer", "Inkpad", "Jack", "Kettle")
# What is billed shares no word with what was ordered: nothing but its figures can speak for it.
_WANTED = ordered(99, "W1", "Threadlocker", "8", "EA", "12.50")
_CHEAP = ordered(98, "W2", "Washer", "1", "EA", "0.50")


def _among_many(line: InvoiceLine, **known: Iterable[Any]) -> tuple[Candidates, BilledLine]:
    """Return many order lines, and an invoice line to be looked for among them."""
    others = (ordered(at, f"K{at}", word, "3", "EA", f"{at}000.00") for at, word in enumerate(_OTHERS, 1))
    desk_known = desk(order("PO-1", *others, _CHEAP, _WANTED), **known)
    ground = prepare(invoice(line), desk_known, desk_known.orders)
    assert len(ground.ordered) > FEW_LINES
    return Candidates(ground.ordered, ground, WEIGHTS), ground.billed[0]


def _looked_at(line: InvoiceLine, **known: Iterable[Any]) -> list[int]:
    """Return the numbers of the order lines, among many, with which an invoice line is compared."""
    candidates, wanted = _among_many(line, **known)
    return [link.ordered.ref.line_no for link in candidates.compared(wanted)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (billed(1, None, "Schraubensicherung", "8", "EA", None, "100.00"), True),  # the amount alone
        (billed(1, None, "Schraubensicherung", "8", "EA", "12.50", None), True),  # price times quantity
        (billed(1, None, "Schraubensicherung", "8", "EA", None, "98.00"), True),  # of a rounded price or quantity
        (billed(1, None, "Schraubensicherung", "8", "EA", "12", None), True),  # of a price printed without its cents
        (billed(1, None, "Schraubensicherung", "8", "EA", None, "97.00"), False),
        (billed(1, None, "Schraubensicherung", "8", "EA", "12.00", None), False),
        (billed(1, None, "Schraubensicherung", "8", "EA", "15.00", "120.00"), False),
        (billed(1, None, "Schraubensicherung", "8", "EA", None, None), False),
    ],
)
def test_among_many_order_lines_those_of_the_amount_billed_are_looked_at(line: InvoiceLine, told: bool) -> None:
    assert _looked_at(line) == ([99] if told else [])


@pytest.mark.parametrize(("amount", "told"), [("0.52", True), ("0.55", False)])
def test_of_small_amounts_the_cents_are_what_rounding_changes(amount: str, told: bool) -> None:
    assert _looked_at(billed(1, None, "Schraubensicherung", "1", "EA", None, amount)) == ([98] if told else [])


def test_among_many_order_lines_the_one_that_the_invoice_names_is_looked_at() -> None:
    assert _looked_at(billed(1, None, "Schraubensicherung", "8", "EA", "13.75", "110.00", po_line=99)) == [99]
    assert _looked_at(billed(1, None, "Schraubensicherung", "8", "EA", "13.75", "110.00")) == []


def test_among_many_order_lines_the_one_whose_substitute_is_billed_is_looked_at() -> None:
    line = billed(1, "W9", "Schraubensicherung", "8", "EA", "13.75", "110.00")
    assert _looked_at(line, substitutions=[("W1", "W9")]) == [99]
    assert _looked_at(line, other_codes=["W9"]) == []


def test_among_many_order_lines_those_of_the_amount_received_are_looked_at() -> None:
    came = Receipt("R-1", LineRef("PO-1", 99), Decimal(5), "EA")
    line = billed(1, None, "Schraubensicherung", None, "EA", None, "62.50")
    assert _looked_at(line, receipts=[came]) == [99]
    assert _looked_at(line) == []


def test_among_many_order_lines_the_nearest_share_most_words() -> None:
    candidates, line = _among_many(billed(1, None, "Threadlocker blue", "3", "EA", "77.00", "231.00"))
    assert candidates.nearest(line)[0].ordered.ref.line_no == 99
