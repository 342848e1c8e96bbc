"""Amounts that stand in the column of the total, below the lines, and that nothing on the page explains.

Whatever the words beside them mean: of what is printed there every amount is a line's, a sum, a tax, a charge, part of
one of them, or terms. One that is none of these is taken off or comes on top, and the total does not say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from app.domain.money import decimals_of
from app.domain.provenance import Box
from app.extraction.sums.charges import charge_kind
from app.extraction.sums.contradictions import sums_of
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.sums.totals_choice import Totals
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.account_summary import cancelled_rows
from app.extraction.values.arithmetic import CENT
from app.extraction.values.dates import find_date
from app.extraction.values.figures import is_currency_word, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row, join_words
from app.extraction.values.text_keys import fold_line, words_of
from app.extraction.values.words import Word

_CENTS = 2
_MOST_WORDS = 10  # of a label; more are a sentence
_SAME_EDGE = 3.0  # points
_ZERO = Decimal(0)
# What any order has to come to; a charge for one that comes to less has other words behind these.
_LEAST_ORDER = re.compile(
    r"(?:minimum order(?: value| amount)?|mindest(?:bestell|auftrags?)wert|mindestbestellung|minimum de commande"
    r"|commande minimum|pedido minimo|ordine minimo|minimale? (?:order|bestelling|bestelwaarde)):?"
)


def amounts_below(
    rows: Sequence[Row], used: Iterable[int], knowledge: Knowledge, mark: DecimalMark
) -> tuple[LabelledAmount, ...]:
    """Return the amounts that end a row below the last row of a line, each with the words before it.

    ``used`` are the rows of the lines. Sentences, terms and measures are left out, and what cancels out.
    """
    last = max(used, default=-1)
    found = [
        amount
        for index in range(last + 1, len(rows))
        if last >= 0 and (amount := _ending(rows[index], index, knowledge, mark)) is not None
    ]
    cancelled = cancelled_rows(rows) if len(found) > 1 else {}
    return tuple(amount for amount in found if amount.row not in cancelled)


def _ending(row: Row, index: int, knowledge: Knowledge, mark: DecimalMark) -> LabelledAmount | None:
    """Return the amount that ends a row; None where none does, or it is told what else it is."""
    words = list(row.words)
    while words and is_currency_word(words[-1].text):
        words.pop()
    at = len(words) - 1
    if at < 0 or not _is_amount(words[at]):
        return None
    label = words[:at]
    while label and (is_currency_word(label[-1].text) or label[-1].text in {"-", "−", "–", "("}):
        label.pop()
    figure = read_figure(words[len(label) :], mark, last=True)
    if figure is None or figure.rest or not figure.value or len(label) > _MOST_WORDS:
        return None
    keys = set(words_of(row.text))
    if (page_words("below_lines", "passed") | page_words("below_lines", "counted")) & keys or find_date(
        figure.raw
    ) is not None:
        return None
    if decimals_of(figure.value) != _CENTS and (figure.ambiguous or not charge_kind(label, knowledge)):
        return None
    if is_least_order(label):
        return None
    meanings, whole = label_meanings(label, knowledge)
    return LabelledAmount(meanings, join_words(label).strip(": ") or figure.raw, figure, index, whole)


def is_least_order(label: Sequence[Word]) -> bool:
    """Tell whether a label speaks of what any order has to come to."""
    return _LEAST_ORDER.fullmatch(fold_line(join_words(label))) is not None


def _is_amount(word: Word) -> bool:
    return looks_like_figure(word.text) and read_percent(word.text) is None and not word.text.endswith("%")


def unexplained(
    aside: Sequence[LabelledAmount], totals: Totals, figures: Sequence[LineFigures]
) -> Iterator[tuple[str, Decimal]]:
    """Yield label and amount of what stands in the column of the total and is none of what the sums are made of."""
    total = totals.total
    if total is None:
        return
    edge = total.figure.box
    read = [one.figure.box for one in (total, totals.subtotal, *totals.taxes, *totals.charges) if one is not None]
    places = [a for a in aside if a.figure.box.page == edge.page and _in_column(a, total)]
    # "1 104,60" of a scan may be two words, of which the second alone looks like an amount.
    places = [amount for amount in places if not any(_is_part_of(amount.figure.box, box) for box in read)]
    strange = [amount for amount in places if not _explained(amount.figure.value, totals, figures)]
    strange = [amount for amount in strange if not _is_of_group(amount, totals, figures)]
    strange = [amount for amount in strange if not _is_of_order(amount)]
    taxes = [amount for amount in strange if "tax" in amount.meanings]
    if taxes and totals.tax and abs(sum((a.figure.value for a in taxes), _ZERO) - totals.tax) <= CENT * len(taxes):
        strange = [amount for amount in strange if amount not in taxes]  # what the tax is made of
    for amount in strange:
        if not any(other.figure.value == -amount.figure.value for other in strange):
            yield amount.label, amount.figure.value


def _in_column(amount: LabelledAmount, total: LabelledAmount) -> bool:
    box, edge = amount.figure.box, total.figure.box
    return box != edge and min(abs(box.x1 - edge.x1), abs(box.x0 - edge.x0)) <= _SAME_EDGE


def _is_part_of(box: Box, whole: Box) -> bool:
    """Tell whether a figure is the end of one that was read: nothing but its first digits is missing."""
    level = whole.top < (box.top + box.bottom) / 2 < whole.bottom
    return box.page == whole.page and level and box.x1 == whole.x1 and box.x0 > whole.x0


def _is_of_order(amount: LabelledAmount) -> bool:
    """Tell whether an amount is called the sum of an order, which may be another than what is billed."""
    text = amount.label.casefold()
    return bool({"total", "subtotal"} & set(amount.meanings)) and any(
        part in text for part in page_words("below_lines", "of_orders")
    )


def _is_of_group(amount: LabelledAmount, totals: Totals, figures: Sequence[LineFigures]) -> bool:
    """Tell whether an amount is called the sum of some lines, and is that of lines and charges that follow each other.

    A deposit stands among the lines of a delivery, and is in its sum.
    """
    if "subtotal" not in amount.meanings:
        return False
    lines = set(accumulate((f.amount.value for f in figures if f.amount is not None), initial=_ZERO))
    charges = set(accumulate((charge.figure.value for charge in totals.charges), initial=_ZERO))
    charged = {end - start for start in charges for end in charges}
    return any(start + amount.figure.value - extra in lines for start in lines for extra in charged)


def _explained(value: Decimal, totals: Totals, figures: Sequence[LineFigures]) -> bool:
    """Tell whether an amount is that of a line, of lines that follow each other, or one of the sums or their parts."""
    lines = [figure.amount.value for figure in figures if figure.amount is not None]
    parts = [tax.figure.value for tax in totals.taxes] + [charge.figure.value for charge in totals.charges]
    known = sums_of(totals) | {abs(part) for part in (*parts, *lines)}
    charged = [charge.figure.value for charge in totals.charges]
    known |= {abs(sum((c for c in charged if (c > _ZERO) is positive), _ZERO)) for positive in (True, False)}
    kinds = {charge.kind for charge in totals.charges}
    known |= {abs(sum((c.figure.value for c in totals.charges if c.kind is kind), _ZERO)) for kind in kinds}
    known |= {abs(totals.lines_sum + running) for running in accumulate(charged)}
    if abs(value) in known or abs(value) == abs(totals.rounding):
        return True
    runs = set(accumulate(lines, initial=_ZERO))
    return any(start + value in runs for start in runs)
