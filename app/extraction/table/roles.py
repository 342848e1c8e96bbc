"""Which number column is the quantity, the price and the amount: by heading, and where that fails by arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from app.domain.money import decimals_of
from app.extraction.table.columns import Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.price_columns import without_discount, without_tax
from app.extraction.table.rival_amounts import with_rival
from app.extraction.values.arithmetic import CENT, HUNDRED, MOST_TAX, ONE, chained, multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure

_QUANTITIES = (ColumnKind.SHIPPED, ColumnKind.QUANTITY, ColumnKind.ORDERED)
_PRICES = (ColumnKind.PRICE, ColumnKind.LIST_PRICE)
_AMOUNTS = (ColumnKind.AMOUNT, ColumnKind.GROSS_AMOUNT)
# The heading is believed while at least this share of the rows multiplies under it.
_BELIEVED = Decimal("0.6")
_MOST_COLUMNS = 7
_OF_AMOUNT = 3  # how much the heading of the amounts counts against those of its factors
_BASES = (ONE, HUNDRED, HUNDRED * 10)  # what a price may be per
_PERCENT = "%"


def choose_roles(
    columns: Sequence[Column], drafts: Sequence[LineDraft], billed: ColumnKind | None = None
) -> RoleChoice:
    """Return which column holds what: as the headings say, unless other columns multiply where those do not."""
    named = _by_heading(columns, billed)
    if not drafts:
        return named
    # Once more for a price that only arithmetic names.
    chosen = without_discount(_chosen(columns, drafts, without_discount(named, columns, drafts)), columns, drafts)
    chosen = without_tax(chosen, columns, drafts)
    return with_rival(chosen, columns, drafts, named.amount)


def _chosen(columns: Sequence[Column], drafts: Sequence[LineDraft], named: RoleChoice) -> RoleChoice:
    amount = _net_beside_gross(columns, drafts, named)
    named = replace(named, amount=amount, named=_is_named(named, columns))
    share = multiplying_share(named, drafts)
    if share >= _BELIEVED or (share > 0 and len(drafts) == 1):
        return replace(named, other_counts=_other_counts(columns, named, drafts))
    best, best_share = named, share
    for choice in _alternatives(columns, drafts, named):
        rate = multiplying_share(choice, drafts)
        if rate > best_share and rate >= Decimal("0.5") and _witnessed(choice, drafts) >= min(2, len(drafts)):
            best, best_share = choice, rate
    best = replace(best, named=_is_named(best, columns), other_counts=_other_counts(columns, best, drafts))
    return best if best.named else _turned_to_unit(best, columns)


def _other_counts(columns: Sequence[Column], choice: RoleChoice, drafts: Sequence[LineDraft]) -> tuple[int, ...]:
    """Return the columns that count something else than what multiplies as a rule.

    Their headings say that they count what is billed, or the column of units stands behind them ("Cases", "Weight").
    One by which the quantity is multiplied is none: of one tent for 3 days no three are billed.
    """
    billed = (ColumnKind.SHIPPED, ColumnKind.QUANTITY)
    units = (i for i, column in enumerate(columns) if column.role is ColumnKind.UOM and i + 1 != choice.quantity)
    followed = {i - 1 for i in units if i and columns[i - 1].role in {None, ColumnKind.IGNORED}}
    found = (i for i, column in enumerate(columns) if column.role in billed or i in followed)
    others = (i for i in found if i not in {choice.quantity, choice.price, choice.amount})
    return tuple(i for i in others if not any(_is_factor(draft.numbers.get(i), choice, draft) for draft in drafts))


def _is_factor(other: Figure | None, choice: RoleChoice, draft: LineDraft) -> bool:
    """Tell whether an amount is quantity, price and another count multiplied, and no two of them ("Days 3")."""
    figures = _figures(choice, draft)
    if figures is None or other is None or ONE in {figures[0], other.value}:
        return False
    quantity, price, amount = figures
    return bool(amount) and multiplies(quantity * other.value, price, amount)


def _turned_to_unit(choice: RoleChoice, columns: Sequence[Column]) -> RoleChoice:
    """Return the factors no heading names with the one that a column of units stands behind as the quantity."""
    beside = [
        index is not None and index + 1 < len(columns) and columns[index + 1].role is ColumnKind.UOM
        for index in (choice.quantity, choice.price)
    ]
    return replace(choice, quantity=choice.price, price=choice.quantity) if beside == [False, True] else choice


def _net_beside_gross(columns: Sequence[Column], drafts: Sequence[LineDraft], named: RoleChoice) -> int | None:
    """Return the column of the amounts: where only gross ones are named, those without tax in a column nobody knows."""
    gross = named.amount
    if gross is None or columns[gross].role is not ColumnKind.GROSS_AMOUNT:
        return gross
    for index, column in enumerate(columns[:gross]):
        pairs = [(draft.numbers.get(index), draft.numbers.get(gross)) for draft in drafts]
        if column.role is None and all(
            net is not None
            and whole is not None
            and decimals_of(net.value) >= 2
            and abs(net.value) <= abs(whole.value) <= abs(net.value) * MOST_TAX
            for net, whole in pairs
        ):
            return index
    return gross


def _is_named(choice: RoleChoice, columns: Sequence[Column]) -> bool:
    """Tell whether a heading says which factor is the quantity or which is the price."""
    if choice.quantity is None or choice.price is None:
        return True
    quantity, price = columns[choice.quantity], columns[choice.price]
    said = (quantity.heading and quantity.role in _QUANTITIES) or (price.heading and price.role in _PRICES)
    return bool(said or quantity.ruled or price.ruled)


def _by_heading(columns: Sequence[Column], billed: ColumnKind | None) -> RoleChoice:
    quantities = (billed, *_QUANTITIES) if billed is not None else _QUANTITIES
    return RoleChoice(
        _first(columns, quantities),
        _first(columns, _PRICES),
        _last(columns, _AMOUNTS),
        _first(columns, (ColumnKind.DISCOUNT,)),
        more_discounts=tuple(i for i, column in enumerate(columns) if column.role is ColumnKind.DISCOUNT)[1:],
    )


def _first(columns: Sequence[Column], roles: Iterable[ColumnKind]) -> int | None:
    for role in roles:
        for index, column in enumerate(columns):
            if column.role is role:
                return index
    return None


def _last(columns: Sequence[Column], roles: Iterable[ColumnKind]) -> int | None:
    for role in roles:
        found = [index for index, column in enumerate(columns) if column.role is role]
        if found:
            return found[-1]
    return None


def multiplying_share(choice: RoleChoice, drafts: Sequence[LineDraft], bases: Sequence[Decimal] = _BASES) -> Decimal:
    """Return the share of complete rows whose quantity × price is the amount, discounts allowed for.

    ``bases`` are what the price may be per.
    """
    complete = [d for d in drafts if _figures(choice, d) is not None]
    if not complete:
        return Decimal(0)
    return Decimal(_witnessed(choice, complete, bases)) / len(complete)


def multiplying_lines(choice: RoleChoice, drafts: Sequence[LineDraft]) -> int:
    """Return how many lines have quantity, price and amount, and multiply."""
    return _witnessed(choice, [draft for draft in drafts if _figures(choice, draft) is not None])


def _witnessed(choice: RoleChoice, drafts: Sequence[LineDraft], bases: Sequence[Decimal] = _BASES) -> int:
    return sum(_closes(choice, draft, bases) for draft in drafts)


def _figures(choice: RoleChoice, draft: LineDraft) -> tuple[Decimal, Decimal, Decimal] | None:
    if choice.quantity is None or choice.price is None or choice.amount is None:
        return None
    quantity, price, amount = (draft.numbers.get(i) for i in (choice.quantity, choice.price, choice.amount))
    if quantity is None or price is None or amount is None:
        return None
    if _PERCENT in {quantity.rest.strip(), price.rest.strip()}:
        return None  # a share of something is neither
    return quantity.value, price.value, amount.value


def _closes(choice: RoleChoice, draft: LineDraft, bases: Sequence[Decimal]) -> bool:
    figures = _figures(choice, draft)
    if figures is None:
        return False
    quantity, price, amount = figures
    if any(multiplies(quantity, price, amount, basis) for basis in bases):
        return True
    if any(
        (off := off_twice(choice, draft, quantity * price / basis)) is not None
        and multiplies(quantity, price, amount, basis, off)
        for basis in bases
    ):
        return True
    percent = draft.discount_percent or taken_off(choice, draft)
    return bool(percent) and any(_closes_less(quantity, price, amount, basis, abs(percent or ONE)) for basis in bases)


def taken_off(choice: RoleChoice, draft: LineDraft) -> Decimal | None:
    """Return the figure in the column of discounts; what several columns take off one after the other as one."""
    if choice.discount is None:
        return None
    found = [f.value for i in (choice.discount, *choice.more_discounts) if (f := draft.numbers.get(i)) is not None]
    if len(found) < 2:
        return found[0] if found else None
    return chained(map(abs, found)) if all(abs(value) < HUNDRED for value in found) else None


def off_twice(choice: RoleChoice, draft: LineDraft, full: Decimal) -> Decimal | None:
    """Return the sum that one column of discounts takes off a line, where it is the share that another prints."""
    if not choice.more_discounts or choice.discount is None:
        return None
    found = [abs(f.value) for i in (choice.discount, *choice.more_discounts) if (f := draft.numbers.get(i)) is not None]
    shares = [*found, *([abs(draft.discount_percent)] if draft.discount_percent is not None else [])]
    shared = {(full * share / HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP) for share in shares if share}
    return next((value for value in found if value and value in shared), None)


def _closes_less(quantity: Decimal, price: Decimal, amount: Decimal, basis: Decimal, off: Decimal) -> bool:
    """Tell whether a line multiplies with something taken off: a percentage, or an amount."""
    full = quantity * price / basis
    share = off < HUNDRED and multiplies(quantity, price, amount, basis, full * off / HUNDRED)
    return share or abs(full - off - amount) < Decimal("0.006")


def _alternatives(columns: Sequence[Column], drafts: Sequence[LineDraft], named: RoleChoice) -> list[RoleChoice]:
    """Return every other way to name three of the number columns; the amount stands right of the price or is named."""
    used = [i for i in range(len(columns)) if sum(i in draft.numbers for draft in drafts) * 2 >= len(drafts)]
    used = [
        i for i in used if columns[i].role not in {ColumnKind.BACKORDERED, ColumnKind.LINE_NO, ColumnKind.TAX_RATE}
    ][-_MOST_COLUMNS:]
    found = []
    for quantity, price, amount in permutations(used, 3):
        if (amount < max(quantity, price) and amount != named.amount) or columns[quantity].role is ColumnKind.DISCOUNT:
            continue
        if columns[amount].role in _PRICES and named.amount is not None and named.amount > amount:
            continue  # pieces × their price are the price of the pack, and the amount stands behind it
        # A product that stands elsewhere is the price of a pack as a rule: its pieces times the price of each.
        agreement = (quantity == named.quantity) + (price == named.price) + _OF_AMOUNT * (amount == named.amount)
        other = replace(named, quantity=quantity, price=price, amount=amount, named=True)
        turned = (columns[price].role in _QUANTITIES) - (columns[quantity].role in _QUANTITIES)
        found.append((-agreement, turned, quantity > price, -amount, other))
    found.sort(key=lambda entry: entry[:4])
    return [entry[4] for entry in found]


def release_discounts(drafts: Sequence[LineDraft], choice: RoleChoice) -> None:
    """Take a discount below a line away from it where the line multiplies without: it then counts by itself."""
    for draft in drafts:
        if draft.discount_row is None:
            continue
        figures = _figures(choice, draft)
        if figures is None:
            draft.discount_row = None
            continue
        quantity, price, amount = figures
        if not multiplies(quantity, price, amount, ONE, abs(draft.discount_row.value)):
            draft.discount_row = None
