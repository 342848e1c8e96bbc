"""Which labelled amounts and charges may be the subtotal, the total, the tax and what is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.domain.money import decimals_of
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.labelled_amount import LabelledAmount

_MOST = 7  # candidates of one meaning, and charges that are left out one by one


def repeating_lines(amounts: Sequence[LabelledAmount], lines_sum: Decimal) -> list[LabelledAmount]:
    """Return the amount that speaks of a total, above another that does, and repeats what the lines add up to.

    "Total lumber", "Total monthly charges": what the vendor calls the lines.
    """
    named = [amount for amount in amounts if "total" in amount.meanings]
    found = [a for a in named if not a.whole and a.figure.value == lines_sum and any(b.row > a.row for b in named)]
    return found[-1:]


def lone_sum(amounts: Sequence[LabelledAmount], charges: Sequence[ChargeDraft]) -> list[LabelledAmount]:
    """Return the only sum, which is the total, unless something is still to be added: then the total was not read.

    Tax, a charge below it, or the label of a tax or a total that has lost its amount says so.
    """
    found = candidates([a for a in amounts if "subtotal" in a.meanings], {"subtotal"})
    below = max((charge.row for charge in charges if not charge.in_table), default=-1)
    return [one for one in found if one.lone and one.row > below]


def candidates(amounts: Iterable[LabelledAmount], meanings: set[str]) -> list[LabelledAmount]:
    """Return the amounts whose labels have one of these meanings, the likeliest first."""
    named = [a for a in amounts if meanings & set(a.meanings)]
    found = [a for a in named if a.whole or not any(_outranks(other, a) for other in named)]
    found.sort(key=lambda a: (not a.whole, a.below, -a.row))
    return found[:_MOST]


def _outranks(other: LabelledAmount, part: LabelledAmount) -> bool:
    """Tell whether an amount below with a full label is the sum that "Total of group 1" is only a part of."""
    greater = abs(other.figure.value) >= abs(part.figure.value)
    return other.whole and other.row > part.row and greater and not {"tax", "paid"} & set(other.meanings)


def tax_sets(amounts: Sequence[LabelledAmount]) -> list[tuple[LabelledAmount, ...]]:
    """Return the sets of amounts that may be the tax: none, each alone, all of them, all but their sum.

    Of the taxes at several rates none is the tax alone.
    """
    taxes = candidates(amounts, {"tax"})
    distinct: list[LabelledAmount] = []
    for tax in sorted(taxes, key=lambda a: (a.row, a.figure.box.x0)):
        if not any(t.row == tax.row and t.figure.box == tax.figure.box for t in distinct):
            distinct.append(tax)
    sets: list[tuple[LabelledAmount, ...]] = [()]
    sets.extend((tax,) for tax in distinct if not tax.at_rate)
    if len(distinct) > 1:
        sets.append(tuple(distinct))
        if not distinct[-1].at_rate:
            sets.append(tuple(distinct[:-1]))
        at_rates = tuple(tax for tax in distinct if tax.at_rate)
        if 1 < len(at_rates) < len(distinct):
            sets.append(at_rates)
        whole = tuple(tax for tax in distinct if tax.whole)
        if 1 < len(whole) < len(distinct):
            sets.append(whole)
    # One invoice either charges tax or gives it back.
    return [chosen for chosen in sets if len({tax.figure.value > 0 for tax in chosen if tax.figure.value}) <= 1]


def charge_sets(charges: Sequence[ChargeDraft]) -> list[tuple[ChargeDraft, ...]]:
    """Return the sets of charges that may count: all, those of the table or below it only, all but one, each once.

    A summary may print the charges of the table again.
    """
    sets = [tuple(charges)]
    inside = tuple(c for c in charges if c.in_table)
    below = tuple(c for c in charges if not c.in_table)
    if inside and below:
        sets.extend([inside, below])
    if 1 <= len(charges) <= _MOST:
        # A label may only look like a charge ("less discount" beside what is left).
        sets.extend(tuple(c for c in charges if c is not left) for left in charges)
    # A whole number beside such a word may be a count or a rate.
    exact = tuple(c for c in charges if decimals_of(c.figure.value))
    if 0 < len(exact) < len(charges):
        sets.append(exact)
    if len(below) > 1:
        once: dict[tuple[object, Decimal], ChargeDraft] = {}
        for charge in charges:
            once.setdefault((charge.kind, charge.figure.value), charge)
        if len(once) < len(charges):
            sets.append(tuple(once.values()))
    return sets
