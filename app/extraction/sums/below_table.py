"""The charges that stand below the lines, among the totals, and the amounts that are labelled there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from statistics import median

from app.domain.invoice import ChargeKind
from app.domain.money import decimals_of
from app.extraction.sums.bare_totals import stands_alone
from app.extraction.sums.charges import ChargeDraft, charge_kind, label_text, named_anywhere
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.prepaid import settles
from app.extraction.sums.rate_tables import with_rate_tables
from app.extraction.sums.second_currency import in_the_lines_currency
from app.extraction.sums.tax_rate import labelled_rate
from app.extraction.sums.totals import labelled_amounts, last_empty_label
from app.extraction.table.line_table import TableReading
from app.extraction.values.account_summary import cancelled_rows
from app.extraction.values.arithmetic import CENT, HUNDRED
from app.extraction.values.figures import Figure, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.page_words import word_parts
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_SAME = 2.0
_EACH = re.compile(r"(?:[€$£¥]|[A-Z]{3})?/[^\W\d_]+\.?")
_COLUMN = 6.0  # points; a sum in bold or larger print ends about where the amounts above it do


def read_amounts(
    rows: Sequence[Row], tables: Sequence[TableReading], knowledge: Knowledge, mark: DecimalMark
) -> tuple[LabelledAmount, ...]:
    """Return every labelled amount outside the lines."""
    used = {index for table in tables for index in table.used_rows}
    unused = [index for index in range(len(rows)) if index not in used]
    # What stands under words between the headings and a line ("plus 20 % VAT") is the line's own figure.
    found = [amount for amount in labelled_amounts(rows, unused, knowledge, mark) if amount.row not in used]
    found = with_rate_tables(found, rows, unused, mark)
    edges = _edges_of_amounts(tables)
    found = [_under_amounts(amount, rows, edges, mark) for amount in found]
    found = in_the_lines_currency(found, rows, tables, mark)
    amounts = tuple(_settling(amount, rows[amount.row].text, knowledge) for amount in found)
    amounts = tuple(replace(amount, apart=True) if stands_alone(amount, rows) else amount for amount in amounts)
    amounts = _without_paid_balances(amounts, rows)
    if any("total" in amount.meanings for amount in amounts):
        return amounts
    empty = last_empty_label(rows, unused, knowledge, mark)
    others = _money_in(rows, unused, mark)
    return tuple(
        replace(amount, lone=False) if amount.row <= empty or _overruled(amount, others) else amount
        for amount in amounts
    )


def _money_in(rows: Sequence[Row], indices: Iterable[int], mark: DecimalMark) -> list[tuple[int, Figure]]:
    """Return the amounts in these rows, each with the index of its row, whatever stands beside them."""
    found = []
    for index in indices:
        for word in rows[index].words:
            figure = read_figure((word,), mark) if looks_like_figure(word.text) else None
            if figure is not None and decimals_of(figure.value):
                found.append((index, figure))
    return found


def _overruled(amount: LabelledAmount, others: Iterable[tuple[int, Figure]]) -> bool:
    """Tell whether another amount stands below this one in its column: a sum whose label was lost may be the total."""
    own = amount.figure
    return any(
        row > amount.row
        and figure.box.page == own.box.page
        and abs(figure.box.x1 - own.box.x1) <= _COLUMN
        and figure.value not in (own.value, 0)
        for row, figure in others
    )


def _without_paid_balances(amounts: tuple[LabelledAmount, ...], rows: Sequence[Row]) -> tuple[LabelledAmount, ...]:
    """Leave out a balance carried over and its payment, which cancel out; what is due then is left to pay."""
    if not any(_brought(amount) for amount in amounts):
        return amounts
    instead = cancelled_rows(rows)
    due = {instead[amount.row] for amount in amounts if amount.row in instead}
    return tuple(
        replace(amount, settles="due") if amount.row in due else amount
        for amount in amounts
        if amount.row not in instead or not _brought(amount)
    )


def _brought(amount: LabelledAmount) -> bool:
    return amount.settles == "paid" or amount.meanings == ("carried",)


def _settling(amount: LabelledAmount, row: str, knowledge: Knowledge) -> LabelledAmount:
    """Return an amount with what it says of payment; most say nothing."""
    said = settles(amount, row, knowledge)
    return replace(amount, settles=said) if said else amount


def read_charges(
    rows: Sequence[Row],
    amounts: Sequence[LabelledAmount],
    tables: Sequence[TableReading],
    knowledge: Knowledge,
    own: Mapping[str, ChargeKind],
) -> tuple[ChargeDraft, ...]:
    """Return the charges inside the tables and those between the lines and the total."""
    inside = [charge for table in tables for charge in table.charges]
    spans = _spans(amounts, tables, len(rows))
    below: list[ChargeDraft] = []
    for amount in amounts:
        # "Transport" carries a sum over in one language and is a charge in others: below the lines it is the charge.
        if amount.meanings and amount.meanings != ("carried",) and (amount.whole or "paid" in amount.meanings):
            continue
        if not any(start <= amount.row <= end for start, end in spans):
            continue
        label = list(amount.words) or label_words(rows[amount.row], amount)
        kind = charge_kind(label, knowledge, own) or charge_kind(_before_rate(label), knowledge, own)
        if kind is None and not amount.meanings and decimals_of(amount.figure.value):
            kind = named_anywhere(label, knowledge)
        if kind is None or not amount.figure.value or _is_for_each(rows[amount.row], amount.figure):
            continue
        if kind is ChargeKind.DEPOSIT and _is_paid_off(amount, amounts):
            continue
        # A base, a rate or a tax code may stand between the label and what is charged.
        row = [a for a in amounts if a.row == amount.row and not a.below]
        beside = [a.figure for a in row if a is amount or not a.whole or _is_behind_rate(a, amount.figure)]
        figure = amount.figure if amount.below else max(beside, key=lambda f: f.box.x0)
        if any(c.row == amount.row and (not amount.below or c.figure == figure) for c in below):
            continue
        below.append(ChargeDraft(kind, label_text(label), figure, amount.row, in_table=False))
    credited = _credited(tables)
    return tuple(_taken_off(charge, credited=credited) for charge in (*inside, *below))


def _is_paid_off(amount: LabelledAmount, amounts: Sequence[LabelledAmount]) -> bool:
    """Tell whether what is taken off stands between the total and what is due: "Deposit   -100.00" was paid."""
    owed = any("total" in a.meanings and a.whole and a.row < amount.row and a.figure.value > 0 for a in amounts)
    left = any(a.settles == "due" and a.row > amount.row for a in amounts)
    return owed and left and amount.figure.value < 0


def _is_behind_rate(amount: LabelledAmount, base: Figure) -> bool:
    """Tell whether what stands behind a rate of tax is none of what stands before: "Rabatt  48,85  19 % USt  -2,85"."""
    rate = labelled_rate(amount) if amount.meanings == ("tax",) else None
    if rate is None:
        return False
    return abs(abs(amount.figure.value) - abs(base.value) * rate / HUNDRED) > CENT


def _is_for_each(row: Row, figure: Figure) -> bool:
    """Tell whether a figure is said for each of a unit ("Rabatt: 0,03 €/Stk."): that is in the price of a line."""
    behind = next((word.text for word in row.words if word.x0 > figure.box.x1), "")
    return bool(_EACH.fullmatch(behind))


def _edges_of_amounts(tables: Sequence[TableReading]) -> list[float]:
    """Return where the amounts of the lines end, one of each table."""
    found = (
        [figure.box.x1 for line in table.lines if (figure := line.numbers.get(table.choice.amount)) is not None]
        for table in tables
        if table.choice.amount is not None
    )
    return [median(ends) for ends in found if ends]


def _under_amounts(
    amount: LabelledAmount, rows: Sequence[Row], edges: Sequence[float], mark: DecimalMark
) -> LabelledAmount:
    """Return a charge with the amount that stands under those of the lines: its tax may stand right of it."""
    if amount.below or amount.meanings or any(abs(amount.figure.box.x1 - edge) <= _COLUMN for edge in edges):
        return amount
    beside = [figure for _, figure in _money_in(rows, (amount.row,), mark)]
    under = [f for f in beside if any(abs(f.box.x1 - edge) <= _COLUMN for edge in edges)]
    taxed = len(under) == 1 and under[0].box.x1 < amount.figure.box.x0 and amount.figure.value < under[0].value
    return replace(amount, figure=under[0]) if taxed else amount


def _before_rate(label: Sequence[Word]) -> list[Word]:
    """Return what stands before a rate of tax in a label: "Transportkosten   19 % USt (S)"."""
    rate = next((at for at, word in enumerate(label) if "%" in word.text), 0)
    return list(takewhile(lambda word: not looks_like_figure(word.text), label[:rate]))


def _credited(tables: Sequence[TableReading]) -> bool:
    """Tell whether the lines give back more than they bill."""
    amounts = [line.numbers.get(table.choice.amount) for table in tables for line in table.lines if table.choice.amount]
    return sum(figure.value for figure in amounts if figure is not None) < 0


def _taken_off(charge: ChargeDraft, *, credited: bool) -> ChargeDraft:
    """Return a charge with its sign: a discount lessens what is billed, and also what is credited."""
    withheld = charge.kind is ChargeKind.OTHER and squeeze(charge.label).startswith(word_parts("charges", "withheld"))
    if charge.kind is not ChargeKind.DISCOUNT and not withheld:
        return charge
    value = abs(charge.figure.value)
    return replace(charge, figure=replace(charge.figure, value=value if credited else -value))


def _spans(
    amounts: Sequence[LabelledAmount], tables: Sequence[TableReading], count: int
) -> tuple[tuple[int, int], ...]:
    """Return the rows, first and last, where charges stand: between the last line and the last total.

    What is owed may be summed up on a page before the lines, and charges there as well.
    """
    last_line = max((max(line.rows) for table in tables for line in table.lines), default=-1)
    first_line = min((min(line.rows) for table in tables for line in table.lines), default=-1)
    if not any("total" in amount.meanings for amount in amounts):
        return ((last_line + 1, count),)  # what stands below the last sum may be charged as well
    named = [a.row for a in amounts if a.row > last_line and {"total", "subtotal", "tax"} & set(a.meanings)]
    below = (last_line + 1, max(named, default=count))
    owed = max((amount.row for amount in amounts if "total" in amount.meanings and amount.whole), default=count)
    return ((0, owed), below) if owed < first_line else (below,)


def label_words(row: Row, amount: LabelledAmount) -> list[Word]:
    """Return the words of the label that stands before an amount in its row."""
    box = amount.figure.box
    key = squeeze(amount.label)
    words = [word for word in row.words if word.x1 <= box.x0 + _SAME]
    # Only the words of this label, where two labelled amounts stand side by side.
    for start in range(len(words)):
        if (
            squeeze("".join(w.text for w in words[start:])).startswith(key)
            or squeeze("".join(w.text for w in words[start:])) == key
        ):
            tail = words[start:]
            if squeeze("".join(w.text for w in tail)) == key:
                return tail
    return words
