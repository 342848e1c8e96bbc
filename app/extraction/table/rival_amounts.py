"""A second column of amounts that might be the one billed: budgeted beside billed, to date beside this period.

Figures that multiply and add up prove nothing where other figures of the same lines do so too: which of the two is
billed is said by headings and by the sum that is printed, and by neither where both speak for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from app.domain.money import decimals_of
from app.extraction.table.columns import PRICES, TAXES, Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.values.arithmetic import CENT, MOST_TAX, ONE, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.text_keys import squeeze

# What was ordered, quoted or planned is not what is billed, where the heading of another column does not say so too.
_PLANNED = ("order", "auftrag", "bestell", "commande", "pedido", "ordine", "quot", "angebot", "budget", "contract")
_CENTS = 2
_MILLE = Decimal("0.001")
_MOST_COLUMNS = 8
# What stands in such columns multiplies to no amount that is billed, and takes no part in one.
_APART = TAXES | {ColumnKind.LINE_NO, ColumnKind.DISCOUNT, ColumnKind.BACKORDERED}
_NO_AMOUNT = _APART | PRICES | {ColumnKind.GROSS_AMOUNT}


def with_rival(
    choice: RoleChoice, columns: Sequence[Column], drafts: Sequence[LineDraft], headed: int | None
) -> RoleChoice:
    """Return the choice with the column of amounts that speaks against it, where there is one.

    ``headed`` is the column whose heading calls it the amount. Another one took its place because the lines multiply
    to that alone; or, where no heading tells them apart, the lines multiply to two columns.
    """
    if choice.amount is None or choice.quantity is None or choice.price is None:
        return choice
    lines = [d for d in drafts if all(i in d.numbers for i in (choice.quantity, choice.price, choice.amount))]
    if not lines:
        return choice
    for index in _candidates(choice, columns, headed):
        if _is_rival(index, choice, lines) and (index == headed or _multiplied_out(index, choice, columns, lines)):
            return replace(choice, rival=index)
    return choice


def _candidates(choice: RoleChoice, columns: Sequence[Column], headed: int | None) -> Iterator[int]:
    """Yield the columns that may hold the amounts instead: the one that a heading calls so, or else all alike."""
    if headed is not None and headed != choice.amount:
        if columns[headed].role is ColumnKind.AMOUNT:
            yield headed
        return
    assert choice.amount is not None
    chosen = columns[choice.amount]
    called_so = chosen.role is ColumnKind.AMOUNT and bool(chosen.heading)
    for index, column in enumerate(columns):
        alike = column.role is ColumnKind.AMOUNT if called_so else column.role not in _NO_AMOUNT
        if called_so and _is_planned(index, columns) and not _is_planned(choice.amount, columns):
            continue
        if alike and index not in {choice.quantity, choice.price, choice.amount, choice.untaxed}:
            yield index


def _is_planned(index: int, columns: Sequence[Column]) -> bool:
    """Tell whether a heading, with a word before it that heads nothing known, is about what was ordered or planned."""
    before = [column.heading for column in columns[max(0, index - 1) : index] if column.role is None]
    key = squeeze(" ".join((*before, columns[index].heading)))
    return any(word in key for word in _PLANNED)


def _is_rival(index: int, choice: RoleChoice, lines: Sequence[LineDraft]) -> bool:
    """Tell whether money stands in a column in every line, and no tax explains why it is more than the amount."""
    assert choice.amount is not None
    pairs = [
        (draft.numbers[choice.amount].value, draft.numbers[index].value) for draft in lines if index in draft.numbers
    ]
    if len(pairs) < len(lines) or all(amount == other for amount, other in pairs):
        return False
    if any(decimals_of(other) < _CENTS for _, other in pairs):
        return False
    return not _as_rates(pairs)


def _as_rates(pairs: Sequence[tuple[Decimal, Decimal]]) -> bool:
    """Tell whether one column is the other times what a tax, a discount or a change of money is.

    That is one rate throughout; taxes may be several on top, fewer than there are lines. A single line shows no rate.
    """
    rates = [other / amount for amount, other in pairs if amount]
    if len(pairs) < 2 or not rates or not all(ONE / MOST_TAX <= rate <= MOST_TAX for rate in rates):
        return False
    if all(abs(amount * rates[0] - other) <= 2 * CENT for amount, other in pairs):
        return True
    return min(rates) >= 1 and len({rate.quantize(_MILLE) for rate in rates}) < len(rates)


def _multiplied_out(index: int, choice: RoleChoice, columns: Sequence[Column], lines: Sequence[LineDraft]) -> bool:
    """Tell whether two other figures, one of them at least not taken for what is billed, multiply to a column."""
    factors = [
        i
        for i, column in enumerate(columns)
        if column.role not in _APART and i not in {index, choice.amount} and all(i in draft.numbers for draft in lines)
    ][-_MOST_COLUMNS:]
    return any(
        {one, other} != {choice.quantity, choice.price} and _multiply(one, other, index, lines)
        for one, other in permutations(factors, 2)
        if one < other
    )


def _multiply(one: int, other: int, amount: int, lines: Sequence[LineDraft]) -> bool:
    """Tell whether two columns multiply to a third in every line, and not just because one of them is 1."""
    factors = [(d.numbers[one].value, d.numbers[other].value, d.numbers[amount].value) for d in lines]
    if not all(multiplies(first, second, third) for first, second, third in factors):
        return False
    return any(ONE not in {first, second} and third for first, second, third in factors)
