"""From the phrases of a heading to columns: what stands above each other is one, and each gets one role."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from app.extraction.table.columns import AMOUNTS, COUNTS, PRICES, Column
from app.extraction.table.heading_words import Segment
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import RulingLine

# "Item / Description" is one column where the two words are no farther apart than this share of their height.
_CLOSE = 0.5
_BLANK = 0.6  # and no blank within a heading is wider than this
# Widest ruled cell, in points, whose lines are taken for one heading.
_NARROW_CELL = 90
_NO_MEASURES = frozenset({"EA", "IN"})  # "Total each" may be of either, and "in" is rather followed by a currency
_MEASURED = PRICES | {ColumnKind.QUANTITY, ColumnKind.SHIPPED}
_COUNTED = COUNTS | {ColumnKind.BACKORDERED}
_FEWEST = 2  # columns; of two the second may be the amounts of another day


def columns_of(
    block: Sequence[tuple[Segment, ...]], verticals: Sequence[RulingLine], knowledge: Knowledge
) -> tuple[Column, ...]:
    """Stack the segments of the block's rows that stand above each other, and name each stack."""
    stacks: list[list[Segment]] = []
    cuts = sorted({round(line.x0) for line in verticals})
    for segments in block:
        row = frozenset(map(id, segments))
        for segment in segments:
            home = next((s for s in stacks if _same_column(s, segment, cuts, row)), None)
            if home is None:
                stacks.append([segment])
            else:
                home.append(segment)
    columns = [_name(stack, knowledge) for stack in stacks]
    columns.sort(key=lambda column: column.x0)
    heights = [word.bottom - word.top for segments in block for segment in segments for word in segment.words]
    linked = {segment.x0 for segments in block for segment in segments if segment.linked}
    return tuple(_settle(_ruled(columns, cuts), linked, max(heights, default=0.0)))


def _same_column(stack: Sequence[Segment], segment: Segment, cuts: Sequence[int], row: Set[int]) -> bool:
    """Tell whether a phrase stands in the column of others; ``row`` are the ids of those in its own row."""
    if len(stack) == 1:
        x0, x1 = stack[0].x0, stack[0].x1
    else:
        x0, x1 = min([s.x0 for s in stack]), max([s.x1 for s in stack])
    shared = min(x1, segment.x1) - max(x0, segment.x0)
    # Also in one row: a cell of two lines beside cells of one.
    if shared > 0.4 * min(x1 - x0, segment.x1 - segment.x0):
        return True
    if any(id(member) in row for member in stack):
        return False
    # In a narrow ruled cell the lines of a heading belong together however they are aligned.
    cell, bounds = _ruled_cell((x0 + x1) / 2, cuts)
    if bounds is None or bounds[1] - bounds[0] > _NARROW_CELL:
        return False
    return cell == _ruled_cell((segment.x0 + segment.x1) / 2, cuts)[0]


def _ruled_cell(middle: float, cuts: Sequence[int]) -> tuple[int, tuple[int, int] | None]:
    """Return which gap between vertical lines this is, and its two lines where there are two."""
    place = sum(cut < middle for cut in cuts)
    return place, (cuts[place - 1], cuts[place]) if 0 < place < len(cuts) else None


def _name(stack: Sequence[Segment], knowledge: Knowledge) -> Column:
    printed = squeeze("".join(word.text for segment in stack for word in segment.words))
    whole = "".join(segment.key for segment in stack)
    meanings = knowledge.columns.meanings(printed) or knowledge.columns.meanings(whole)
    if not meanings:
        known = [segment for segment in _before_without(stack) if segment.meanings]
        # In "Item Number / Description" or "VK-Preis / ohne MwSt." the parts speak; the first that is known leads.
        meanings = tuple(dict.fromkeys(m for segment in known for m in segment.meanings)) or _per_unit(stack, knowledge)
    if ColumnKind.AMOUNT in meanings and _counts_in_a_unit(stack, printed, knowledge):
        meanings = (ColumnKind.QUANTITY,)
    roles = tuple(ColumnKind(meaning) for meaning in meanings)
    text = " ".join(word.text for segment in stack for word in segment.words)
    return Column(min(s.x0 for s in stack), max(s.x1 for s in stack), text, roles, stacked=len(stack) > 1)


def _counts_in_a_unit(stack: Sequence[Segment], printed: str, knowledge: Knowledge) -> bool:
    """Tell whether what is "net" or "total" is goods, in the unit that the heading names: "Netto kg", "Total btls"."""
    *words, unit = [word.text.strip("()[]") for segment in stack for word in segment.words]
    if not words or not all(squeeze(word) in _words("whole") for word in words) or knowledge.columns.meanings(printed):
        return False
    return knowledge.units.is_unit(unit) and knowledge.units.canonical(unit) not in _NO_MEASURES


def _per_unit(stack: Sequence[Segment], knowledge: Knowledge) -> tuple[str, ...]:
    """Return what a heading means that names its unit behind a stroke: "Price/LB", "Qty/CS"."""
    name, stroke, unit = "".join(word.text for segment in stack for word in segment.words).partition("/")
    based = knowledge.units.price_basis(unit) is not None
    if not stroke or not (based or knowledge.units.is_unit(unit.strip("()"))):
        return ()
    if is_currency_word(name):
        return (ColumnKind.PRICE,)  # "EUR/t"
    return tuple(m for m in knowledge.columns.meanings(squeeze(name)) if m in _MEASURED)


def _before_without(stack: Sequence[Segment]) -> list[Segment]:
    """Return what stands before "without": "Price w/o tax" is no tax."""
    kept: list[Segment] = []
    for segment in stack:
        kept.append(segment)
        if any(squeeze(word.text) in _words("without") for word in segment.words):
            break
    return kept


def _ruled(columns: Sequence[Column], cuts: Sequence[int]) -> list[Column]:
    if len(cuts) < 3:
        return list(columns)
    result = []
    for column in columns:
        middle = (column.x0 + column.x1) / 2
        left = [cut for cut in cuts if cut <= middle]
        right = [cut for cut in cuts if cut > middle]
        alone = left and right and sum(left[-1] < (c.x0 + c.x1) / 2 < right[0] for c in columns) == 1
        result.append(replace(column, x0=left[-1], x1=right[0], ruled=True) if alone else column)
    return result


def _settle(columns: Sequence[Column], linked: Set[float], high: float) -> list[Column]:
    """Merge "Item Number / Description" into one column, and settle words that mean one thing here, another there.

    ``high`` is the height of the words.
    """
    merged: list[Column] = []
    for column in columns:
        last = merged[-1] if merged else None
        both = last is not None and _say_which(last, column, linked)
        # Two lines beside one are two headings, however close they stand.
        near = last is not None and column.x0 - last.x1 < _CLOSE * high and last.stacked == column.stacked
        tied = last is not None and (column.x0 in linked or near)
        if last is not None and last.role is ColumnKind.DESCRIPTION and column.role is None and _joined(last, column):
            merged[-1] = replace(last, x1=column.x1, heading=f"{last.heading} {column.heading}")
        elif last is not None and column.x0 in linked and _is_one_of_many(last, column):
            merged[-1] = replace(column, x0=last.x0, heading=f"{last.heading} / {column.heading}")
        elif last is not None and column.x0 - last.x1 < _BLANK * high and _goes_before(last, column):
            merged[-1] = replace(column, x0=last.x0, heading=f"{last.heading} {column.heading}")
        elif last is not None and both and tied and not column.ruled:
            merged[-1] = Column(
                last.x0, column.x1, f"{last.heading} {column.heading}", (ColumnKind.DESCRIPTION,), also_code=True
            )
        elif last is not None and column.x0 in linked and not column.ruled and _say_one_count(last, column):
            # "Hours / Qty": two names of one column, whose figures stand under either of them.
            merged[-1] = replace(last, x1=column.x1, heading=f"{last.heading} / {column.heading}")
        else:
            merged.append(column)
    return _without_doubles(merged)


def _say_which(first: Column, second: Column, linked: Set[float]) -> bool:
    """Tell whether two headings say which goods a line bills: a code and a text, or "Product / Description"."""
    roles = {first.role, second.role}
    texts = roles == {ColumnKind.DESCRIPTION} and second.x0 in linked
    return texts or roles == {ColumnKind.ITEM_CODE, ColumnKind.DESCRIPTION}


def _is_one_of_many(first: Column, second: Column) -> bool:
    """Tell whether a heading only begins a list that somebody else has to name: "Manufacturer / Type / Housing"."""
    unruled = not first.ruled and not second.ruled
    named = second.role in {ColumnKind.DESCRIPTION, None}
    return unruled and first.role in {ColumnKind.IGNORED, None} and named


def _goes_before(first: Column, second: Column) -> bool:
    """Tell whether a word nobody knows belongs to the heading of the texts right behind it: "Professional Services"."""
    unruled = not first.ruled and not second.ruled
    return unruled and first.role is None and second.role is ColumnKind.DESCRIPTION and first.heading.isalpha()


def _say_one_count(first: Column, second: Column) -> bool:
    """Tell whether two headings both mean what is billed; "Ordered / Shipped" are two."""
    return first.role is ColumnKind.QUANTITY and second.role is ColumnKind.QUANTITY


def _joined(first: Column, second: Column) -> bool:
    """Tell whether "and" joins two headings: "Product and", "Grade"."""
    words = (*first.heading.split()[-1:], *second.heading.split()[:1])
    return not second.ruled and any(word.casefold() in _words("joining") for word in words)


def _without_doubles(columns: Sequence[Column]) -> list[Column]:
    """Give each column one role: where a word has several meanings, the one that no other column has."""
    result = list(columns)
    taken = {column.role for column in columns if len(column.roles) == 1} - {ColumnKind.IGNORED}
    for index, column in enumerate(result):
        if len(column.roles) < 2:
            continue
        two = {ColumnKind.DESCRIPTION, ColumnKind.ITEM_CODE}
        if two <= set(column.roles) and ColumnKind.DESCRIPTION not in taken:
            choice = (ColumnKind.DESCRIPTION,)
            result[index] = replace(column, roles=choice, also_code=len(column.heading.split()) > 1)
        elif {ColumnKind.LINE_NO, ColumnKind.QUANTITY} <= set(column.roles):  # "No."
            result[index] = replace(column, roles=(_counting(index, result),))
        else:
            free = [role for role in column.roles if role not in taken] or list(column.roles)
            result[index] = replace(column, roles=(_by_place(free, index, result), *column.roles))
        taken |= {result[index].role} - {ColumnKind.IGNORED}
    if _names_what_is_charged(result):
        result[0] = replace(result[0], roles=(ColumnKind.DESCRIPTION,))
    roles = [column.role for column in result]
    if not AMOUNTS & set(roles) and roles[-1:] == [None] and _is_currency(result[-1].heading):
        result[-1] = replace(result[-1], roles=(ColumnKind.AMOUNT,))
        roles[-1] = ColumnKind.AMOUNT
    if ColumnKind.DESCRIPTION not in roles and roles.count(ColumnKind.ITEM_CODE) == 1:
        # "Item" heads the description where there is no other column for it; of two such what stands under them tells.
        index = roles.index(ColumnKind.ITEM_CODE)
        if squeeze(result[index].heading) in _words("describing"):
            result[index] = replace(result[index], roles=(ColumnKind.DESCRIPTION,), also_code=True)
    if roles.count(ColumnKind.PRICE) > 1 and not AMOUNTS & set(roles):
        # The second price, behind quantity and discount, is that of the whole line.
        index = len(roles) - 1 - roles[::-1].index(ColumnKind.PRICE)
        result[index] = replace(result[index], roles=(ColumnKind.AMOUNT,))
    if ColumnKind.PRICE not in roles and ColumnKind.UOM in roles and ColumnKind.QUANTITY in roles:
        index = roles.index(ColumnKind.UOM)
        if squeeze(result[index].heading) == "unit" and index > roles.index(ColumnKind.QUANTITY):
            result[index] = replace(result[index], roles=(ColumnKind.UOM, ColumnKind.PRICE))
    return result


def _names_what_is_charged(columns: Sequence[Column]) -> bool:
    """Tell whether "Charge" heads what is charged: it stands first, the amounts last, and nothing else is described."""
    if len(columns) <= _FEWEST or columns[0].role is not ColumnKind.AMOUNT or columns[-1].role not in AMOUNTS:
        return False
    return all(column.role is not ColumnKind.DESCRIPTION for column in columns)


def _is_currency(heading: str) -> bool:
    """Tell whether a heading only names a currency: behind prices the amounts stand under "£" or "EUR"."""
    return all(is_currency_word(word) for word in heading.split())


def _counting(index: int, columns: Sequence[Column]) -> ColumnKind:
    """Return whether a number counts what is billed, beside a unit or before a price, or the lines.

    Where another column counts what is billed, or it stands first, it numbers the lines.
    """
    others = [column for i, column in enumerate(columns) if i != index]
    if index == 0 or any(not _COUNTED.isdisjoint(column.roles) for column in others):
        return ColumnKind.LINE_NO
    behind = columns[index + 1 : index + 2]
    units = any(ColumnKind.UOM in column.roles for column in (columns[index - 1], *behind))
    priced = any(ColumnKind.PRICE in column.roles for column in behind)
    return ColumnKind.QUANTITY if units or priced else ColumnKind.LINE_NO


def _by_place(roles: Sequence[ColumnKind], index: int, columns: Sequence[Column]) -> ColumnKind:
    """Choose between meanings by where the column stands: numbers of lines first, quantities before amounts."""
    if ColumnKind.LINE_NO in roles and index > 0:
        roles = [role for role in roles if role is not ColumnKind.LINE_NO] or roles
    if ColumnKind.LINE_NO in roles and index == 0:
        return ColumnKind.LINE_NO
    if ColumnKind.AMOUNT in roles and index == len(columns) - 1:
        return ColumnKind.AMOUNT
    if ColumnKind.PRICE in roles and ColumnKind.UOM in roles:
        has_price = any(c.role is ColumnKind.PRICE for i, c in enumerate(columns) if i != index)
        return ColumnKind.UOM if has_price else ColumnKind.PRICE
    return roles[0]


def _words(name: str) -> frozenset[str]:
    return page_words("column_headings", name)
