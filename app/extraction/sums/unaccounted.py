"""Amounts that a page names and that are in none of its sums: a charge between pages, a tax below the total.

Who pays the total does not pay them, or pays what is owed to somebody else twice; either way a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from app.domain.invoice import ChargeKind
from app.domain.money import decimals_of
from app.domain.provenance import Box
from app.extraction.sums.below_table import label_words
from app.extraction.sums.beside_total import is_least_order, unexplained
from app.extraction.sums.charges import ChargeDraft, charge_kind, label_text
from app.extraction.sums.contradictions import sums_of
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.totals_choice import Totals
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import words_of

_CENTS = 2
_ZERO = Decimal(0)


def stray_charges(
    rows: Sequence[Row],
    amounts: Sequence[LabelledAmount],
    charges: Sequence[ChargeDraft],
    knowledge: Knowledge,
    own: Mapping[str, ChargeKind],
) -> tuple[ChargeDraft, ...]:
    """Return the amounts whose label is nothing but a charge, and that were not taken for one, each with its kind."""
    taken = {charge.figure.box for charge in charges}
    found = []
    for amount in amounts:
        if amount.below or amount.settles or amount.figure.box in taken or not _is_money(amount):
            continue
        # "Transport" carries a sum over in one language and is a charge in others.
        if amount.meanings and amount.meanings != ("carried",):
            continue
        words = label_words(rows[amount.row], amount)
        kind = charge_kind(words, knowledge, own, strict=True)
        if kind is None or is_least_order(words) or _speaks_of_terms(rows[amount.row].text):
            continue
        if kind is ChargeKind.DISCOUNT and amount.figure.value > _ZERO:
            continue
        found.append(ChargeDraft(kind, label_text(words), amount.figure, amount.row, in_table=False))
    return tuple(found)


def unaccounted(
    amounts: Sequence[LabelledAmount],
    charges: Sequence[ChargeDraft],
    strays: Sequence[ChargeDraft],
    totals: Totals,
    figures: Sequence[LineFigures],
    aside: Sequence[LabelledAmount] = (),
) -> tuple[tuple[str, Decimal], ...]:
    """Return the labels and amounts of charges, taxes and sums carried over that are part of no sum; each once.

    Of the ``charges`` that were read those may be left out without which the sums close; ``aside`` are all amounts
    below the lines, whatever they are called.
    """
    if not totals.total_closes:
        return ()  # what is in which sum is not known, and the document is held for that
    lines = [figure.amount.value for figure in figures if figure.amount is not None]
    known = sums_of(totals) | {abs(value) for value in lines}
    dropped = [charge for charge in charges if charge not in totals.charges and _is_charged(charge)]
    carried_over = _carried_over(amounts, lines if len(lines) == len(figures) else ())
    found = {
        (c.label, c.figure.value): None
        for c in (*strays, *dropped)
        if abs(c.figure.value) not in known and c.figure.box not in carried_over
    }
    if not totals.tax:
        for amount in amounts:
            taxed = amount.whole and amount.meanings == ("tax",) and _is_money(amount) and not amount.below
            if taxed and abs(amount.figure.value) not in known:
                found.setdefault((amount.label, amount.figure.value))
    if len(lines) == len(figures) and figures:
        runs = list(accumulate(lines, initial=_ZERO))
        for amount in amounts:
            carried = amount.whole and amount.meanings == ("carried",) and _is_money(amount) and not amount.below
            value = amount.figure.value
            if carried and abs(value) not in known and not any(start + value in runs for start in runs):
                found.setdefault((amount.label, value))
    told = {abs(value) for _, value in found}
    found.update((pair, None) for pair in unexplained(aside, totals, figures) if abs(pair[1]) not in told)
    return tuple(found)


def _carried_over(amounts: Sequence[LabelledAmount], lines: Sequence[Decimal]) -> frozenset[Box]:
    """Return where what the lines above come to is carried over under a label that may be a charge's: "Transport"."""
    runs = frozenset(accumulate(lines))
    return frozenset(a.figure.box for a in amounts if "carried" in a.meanings and a.figure.value in runs)


def _is_charged(charge: ChargeDraft) -> bool:
    """Tell whether a charge is one in money, and none that is taken off for paying early."""
    value = charge.figure.value
    return bool(value) and decimals_of(value) == _CENTS and not _speaks_of_terms(charge.label)


def _speaks_of_terms(text: str) -> bool:
    """Tell whether a text says that an amount is saved, insured or contained: it is owed by nobody."""
    return not page_words("charges", "terms").isdisjoint(words_of(text))


def _is_money(amount: LabelledAmount) -> bool:
    figure = amount.figure
    return bool(figure.value) and decimals_of(figure.value) == _CENTS and not figure.rest
