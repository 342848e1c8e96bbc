"""Discounts that are taken off a total already and granted on a condition: who pays later, or buys less, owes more."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.domain.money import ZERO
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import words_of

_LONGEST = 80  # characters of a label that are shown


def conditional_discounts(invoice: Invoice) -> Iterator[Finding]:
    """Yield a finding for each discount of an invoice whose label makes it conditional."""
    for charge in invoice.charges:
        if charge.amount.value < ZERO and is_conditional(charge.description):
            yield held_discount(charge.description)


def is_conditional(label: str) -> bool:
    """Tell whether the label of a discount says on what condition it is granted."""
    return not page_words("charges", "conditional").isdisjoint(words_of(label))


def held_discount(label: str) -> Finding:
    """Say that a discount is taken off on a condition."""
    return Finding(
        "discount_conditional",
        f"A discount that depends on something is taken off already (“{label[:_LONGEST]}”). See whether it holds.",
        field="total",
    )
