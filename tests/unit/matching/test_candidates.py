"""Which order lines an invoice line is compared with, where there are too many to look at each."""

from __future__ import annotations

import pytest

from app.domain.invoice import InvoiceLine
from app.matching.candidates import FEW_LINES, Candidates
from app.matching.lines import prepare
from tests.helpers.matching import WEIGHTS, billed, desk, invoice, order, ordered

_OTHERS = ("Anvil", "Basket", "Chisel", "Drill", "Easel", "Funnel", "Gasket", "Hammer", "Inkpad", "Jack", "Kettle")
# What is billed shares no word with what was ordered: nothing but its figures can speak for it.
_WANTED = ordered(99, "W1", "Threadlocker", "8", "EA", "12.50")
_CHEAP = ordered(98, "W2", "Washer", "1", "EA", "0.50")


def _looked_at(line: InvoiceLine) -> list[int]:
    """Return the numbers of the order lines, among many, with which an invoice line is compared."""
    others = (ordered(at, f"K{at}", word, "3", "EA", f"{at}000.00") for at, word in enumerate(_OTHERS, 1))
    known = desk(order("PO-1", *others, _CHEAP, _WANTED))
    ground = prepare(invoice(line), known, known.orders)
    assert len(ground.ordered) > FEW_LINES
    return [link.ordered.ref.line_no for link in Candidates(ground.ordered, ground, WEIGHTS).compared(ground.billed[0])]


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
