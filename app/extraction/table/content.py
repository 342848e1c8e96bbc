"""What a column with an unknown heading is for, told from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from app.domain.overlap import in_one_column
from app.extraction.table.cell_share import FEWEST, MOST, share
from app.extraction.table.codes import is_code
from app.extraction.table.columns import COUNTS, NUMBER_ROLES, PRICES, Column
from app.extraction.table.grid import GridRow
from app.extraction.table.numbered_items import counts_up, items_under_no, names_items, numbers_items
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Row, join_words
from app.extraction.values.words import Word

_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])", re.ASCII)
_TEXT_WORDS = 2.0
_SHORT = 3
_LONGEST_COUNT = 5
_LONGEST_MARK = 6


def name_by_content(columns: tuple[Column, ...], grids: Sequence[GridRow], knowledge: Knowledge) -> tuple[Column, ...]:
    """Give columns with an unknown heading a role by their content: units, codes or texts; figures stay unknown."""
    # the words of totals and notes that reach into a column say nothing about it
    filled = [grid for grid in grids if has_figures(grid, columns)] or list(grids)
    worded = _without_figures_as_texts(columns, filled)
    corrected = [
        replace(c, roles=(role,)) if (role := _other_role(i, worded, filled, knowledge)) else c
        for i, c in enumerate(worded)
    ]
    corrected = [_numbered_apart(i, corrected, filled, grids) for i in range(len(corrected))]
    result = _without_second_text(_with_text_of_two(corrected, filled), filled)
    columns = tuple(result)
    # "Our SKU" read as two headings: nothing stands under "SKU", and what stands under "Our" are the codes.
    hollow = {column.role for i, column in enumerate(columns) if not any(grid.cells[i] for grid in filled)}
    present = {column.role for column in columns}
    if ColumnKind.ITEM_CODE in hollow:
        present -= {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE}
    for index, column in enumerate(columns):
        if column.role is not None:
            continue
        role = _role([grid.cells[index] for grid in filled if grid.cells[index]], present, knowledge)
        if role is not None:
            present.add(role)
            result[index] = replace(column, roles=(role,))
    return _with_more_text(_with_text(_with_only_code(result, hollow), filled), filled)


def _with_only_code(columns: Sequence[Column], hollow: Set[ColumnKind | None]) -> tuple[Column, ...]:
    """Where the only code is one of the trade ("ISBN", "NDC / Item"), it is what the item is ordered by.

    Nothing stands under headings of a kind that is ``hollow``.
    """
    roles = [column.role for column in columns]
    others = roles.count(ColumnKind.OTHER_CODE)
    if others != 1 or {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE} & set(roles) - hollow:
        return tuple(columns)
    return tuple(
        replace(column, roles=(ColumnKind.ITEM_CODE,)) if column.role is ColumnKind.OTHER_CODE else column
        for column in columns
    )


def _with_more_text(columns: tuple[Column, ...], grids: Sequence[GridRow]) -> tuple[Column, ...]:
    """Take columns of words under unknown headings, between the text and the figures, for more of the text.

    "Lasser", "Overtime" behind the name of who worked: without them lines are alike that are not.
    """
    described = [index for index, column in enumerate(columns) if column.role is ColumnKind.DESCRIPTION]
    figures = [index for index, column in enumerate(columns) if column.role in NUMBER_ROLES]
    if not described:
        return columns
    first = next((index for index in figures if index > described[0]), len(columns))
    result = list(columns)
    for index in range(described[0] + 1, first):
        cells = [grid.cells[index] for grid in grids if grid.cells[index]]
        sized = cells and share([cell[0].text for cell in cells], _begins_with_digit) >= MOST  # "55 GL DRUM"
        if columns[index].role is None and len(cells) >= FEWEST and _mostly_words(cells) and not sized:
            result[index] = replace(columns[index], roles=(ColumnKind.DESCRIPTION,))
    return tuple(result)


def _begins_with_digit(text: str) -> bool:
    return text[:1].isdigit()


def _with_text(columns: tuple[Column, ...], grids: Sequence[GridRow]) -> tuple[Column, ...]:
    """Where no column is the text, make it the one with the most letters among those nobody knows ("Valvola")."""
    if any(column.role is ColumnKind.DESCRIPTION for column in columns):
        return columns
    letters = {
        index: sum(ch.isalpha() for grid in grids for word in grid.cells[index] for ch in word.text)
        for index, column in enumerate(columns)
        if column.role is None and _mostly_words([grid.cells[index] for grid in grids if grid.cells[index]])
    }
    text = max(letters, key=letters.__getitem__, default=_texts_as_codes(columns, grids))
    if text is None:
        return columns
    return tuple(replace(c, roles=(ColumnKind.DESCRIPTION,)) if i == text else c for i, c in enumerate(columns))


def _texts_as_codes(columns: Sequence[Column], grids: Sequence[GridRow]) -> int | None:
    """Return the column of codes that holds texts of several words ("Material": "304 sheet 11ga")."""
    for index, column in enumerate(columns):
        if column.role is ColumnKind.ITEM_CODE:
            cells = [grid.cells[index] for grid in grids if grid.cells[index]]
            if _mostly_words(cells) and sum(len(cell) > 1 for cell in cells) >= MOST * len(cells):
                return index
    return None


def _with_text_of_two(columns: list[Column], grids: Sequence[GridRow]) -> list[Column]:
    """Of two headings that promise codes ("Réf.", "Article") make the one over texts the text, where no other is.

    One that promises a text and has nothing under it is none: two headings ran into each other ("Product codeQty").
    """
    roles = [column.role for column in columns]
    text = _texts_as_codes(columns, grids)
    described = [i for i, role in enumerate(roles) if role is ColumnKind.DESCRIPTION]
    hollow = [i for i in described if not any(grid.cells[i] for grid in grids)]
    if text is None or len(described) > len(hollow) or (not hollow and roles.count(ColumnKind.ITEM_CODE) < FEWEST):
        return columns
    columns = [replace(c, roles=()) if i in hollow else c for i, c in enumerate(columns)]
    return [replace(c, roles=(ColumnKind.DESCRIPTION,)) if i == text else c for i, c in enumerate(columns)]


def _mostly_words(cells: Sequence[Sequence[Word]]) -> bool:
    """Tell whether most cells hold a word in letters that is longer than a unit's or country's code."""
    worded = [any(len(word.text) > _SHORT and word.text.isalpha() for word in cell) for cell in cells]
    return bool(worded) and sum(worded) >= MOST * len(worded)


def _without_figures_as_texts(columns: Sequence[Column], grids: Sequence[GridRow]) -> list[Column]:
    """Return the columns with a text that holds sums of money ("Goods £") left to what the sums say it is.

    Words stand under another heading that promises a text, or under one that nobody knows ("Wine").
    """
    texts = [index for index, column in enumerate(columns) if column.role is ColumnKind.DESCRIPTION]
    worded = [index for index, column in enumerate(columns) if column.role in {ColumnKind.DESCRIPTION, None}]
    result = list(columns)
    for index in texts:
        cells = [join_words(grid.cells[index]) for grid in grids if grid.cells[index]]
        held = share(cells, _is_money) >= MOST or _counts_goods(index, texts, cells, grids) if cells else False
        if len(cells) >= FEWEST and held and _worded_beside(index, worded, grids):
            result[index] = replace(columns[index], roles=())
    return result


def _counts_goods(index: int, texts: Sequence[int], cells: Sequence[str], grids: Sequence[GridRow]) -> bool:
    """Tell whether a second heading that promises a text ("Items") stands over whole numbers, and none of lines."""
    counts = all(text.isascii() and text.isdigit() and len(text) <= _SHORT for text in cells)
    return len(texts) > 1 and counts and not counts_up(index, grids)


def _is_money(text: str) -> bool:
    return looks_like_figure(text) and _CENTS.search(text) is not None


def _other_role(
    index: int, columns: Sequence[Column], grids: Sequence[GridRow], knowledge: Knowledge
) -> ColumnKind | None:
    """Return what a column holds where its heading, which may mean two things, misleads; None where it does not."""
    column = columns[index]
    if column.role is ColumnKind.ITEM_CODE:
        return ColumnKind.LINE_NO if counts_up(index, grids) else None
    if column.role is ColumnKind.LINE_NO:
        numbered = numbers_items(index, columns, grids) or items_under_no(index, columns, grids)
        return ColumnKind.ITEM_CODE if numbered else None
    if column.role is ColumnKind.PRICE_PER:
        return ColumnKind.PRICE if _holds_prices(index, columns, grids) else None
    if column.role is ColumnKind.PO_NUMBER:
        return ColumnKind.ITEM_CODE if names_items(index, column, grids) else None
    if column.role is ColumnKind.UOM and _counts_packs(index, columns, grids, knowledge):
        return ColumnKind.IGNORED
    texts = [join_words(grid.cells[index]) for grid in grids if grid.cells[index]]
    if column.role not in COUNTS | {ColumnKind.PRICE} or not texts:
        return None
    return ColumnKind.UOM if share(texts, knowledge.units.is_unit) >= MOST else None  # "Ud."


def _counts_packs(index: int, columns: Sequence[Column], grids: Sequence[GridRow], knowledge: Knowledge) -> bool:
    """Tell whether a column of units ("VPE") only says how many are in a pack, and the units stand in another one."""
    texts = [join_words(grid.cells[index]) for grid in grids if grid.cells[index]]
    others = [i for i, column in enumerate(columns) if column.role is ColumnKind.UOM and i != index]
    units = [join_words(grid.cells[i]) for i in others for grid in grids if grid.cells[i]]
    named = bool(units) and share(units, knowledge.units.is_unit) >= MOST
    return named and bool(texts) and all(text.isascii() and text.isdigit() for text in texts)


def _holds_prices(index: int, columns: Sequence[Column], grids: Sequence[GridRow]) -> bool:
    """Tell whether "Preis je" heads the prices themselves, with what they are per behind them: "96,40 / 100"."""
    if any(column.role in PRICES for column in columns):
        return False
    first = [grid.cells[index][0].text for grid in grids if grid.cells[index]]
    return len(first) >= FEWEST and share(first, _is_money) >= MOST


def _numbered_apart(
    index: int, columns: Sequence[Column], filled: Sequence[GridRow], grids: Sequence[GridRow]
) -> Column:
    """Return a column of codes as that of the line numbers, where they stand in rows apart from the figures."""
    column = columns[index]
    apart = column.role is ColumnKind.ITEM_CODE and not any(grid.cells[index] for grid in filled)
    return replace(column, roles=(ColumnKind.LINE_NO,)) if apart and counts_up(index, grids) else column


def with_orders(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns with those that hold order numbers named so, where the heading may mean quantities ordered."""
    return tuple(
        replace(column, roles=(ColumnKind.PO_NUMBER,))
        if column.role in COUNTS and ColumnKind.PO_NUMBER in column.roles and _orders_stand_under(column, rows)
        else column
        for column in columns
    )


def _orders_stand_under(column: Column, rows: Sequence[Row]) -> bool:
    """Tell whether what stands under a heading ("Commande") is order numbers."""
    texts = [w.text for row in rows for w in row.words if in_one_column(w, column)]
    numbers = [text for text in texts if any(ch.isdigit() for ch in text)]
    return bool(numbers) and share(numbers, _is_order) >= MOST


def _is_order(text: str) -> bool:
    digits = sum(ch.isdigit() for ch in text)
    return (text.isalnum() and digits >= _LONGEST_COUNT) or (is_code(text) and not text.isdigit() and digits > 2)


def _without_second_text(columns: list[Column], grids: Sequence[GridRow]) -> list[Column]:
    """Where two headings promise a text ("Article", "Description"), the one over codes is the code's."""
    texts = [index for index, column in enumerate(columns) if column.role is ColumnKind.DESCRIPTION]
    filled = _billing([grid for grid in grids if has_figures(grid, columns)], columns)
    others = [index for index, column in enumerate(columns) if column.role is None]
    spare = any(
        _holds_texts([join_words(grid.cells[index]) for grid in filled if grid.cells[index]]) for index in others
    )
    if len(texts) + spare < 2 or any(column.role is ColumnKind.ITEM_CODE for column in columns):
        return columns

    for index in texts:
        cells = [join_words(grid.cells[index]) for grid in filled if grid.cells[index]]
        if cells and (
            share(cells, is_code) >= MOST
            or (share(cells, _one_number) == 1 and _worded_beside(index, texts, filled))
            or (share(cells, _marks_goods) == 1 and _worded_beside(index, texts, filled))
        ):
            result = list(columns)
            result[index] = replace(columns[index], roles=(ColumnKind.ITEM_CODE,))
            return result
    return columns


def _billing(grids: Sequence[GridRow], columns: Sequence[Column]) -> Sequence[GridRow]:
    """Return the rows with something under the amounts; all where none has: a slip to pay with has other figures."""
    amounts = [index for index, column in enumerate(columns) if column.role is ColumnKind.AMOUNT]
    return [grid for grid in grids if any(grid.cells[index] for index in amounts)] or grids


def _one_number(text: str) -> bool:
    """Tell whether a text is one word with digits, longer than a count: what stands in a column of codes."""
    return len(text) > _SHORT and " " not in text and any(ch.isdigit() for ch in text)


def _marks_goods(text: str) -> bool:
    """Tell whether a text is a code, or one word in capitals as codes are and names hardly: "EPA", "GLV-NIT-L"."""
    parts = text.split("-")
    marks = all(part.isalnum() and len(part) <= _LONGEST_MARK for part in parts)
    return is_code(text) or (len(text) > 1 and marks and text.isupper())


def _worded_beside(index: int, texts: Sequence[int], grids: Sequence[GridRow]) -> bool:
    """Tell whether another of the columns that promise a text holds words."""
    others = ([grid.cells[other] for grid in grids if grid.cells[other]] for other in texts if other != index)
    return any(cells and share([join_words(cell) for cell in cells], _worded) >= MOST for cells in others)


def _worded(text: str) -> bool:
    return any(len(word) > _SHORT and word.isalpha() for word in text.split())


def _holds_texts(texts: Sequence[str]) -> bool:
    return bool(texts) and share(texts, lambda text: " " in text and not any(ch.isdigit() for ch in text[:3])) >= MOST


def _role(cells: Sequence[Sequence[Word]], present: set[ColumnKind | None], knowledge: Knowledge) -> ColumnKind | None:
    texts = [join_words(cell) for cell in cells]
    if not texts:
        return None
    if ColumnKind.UOM not in present and share(texts, knowledge.units.is_unit) >= MOST:
        return ColumnKind.UOM
    if share(texts, looks_like_figure) >= MOST and not share(texts, is_code) >= MOST:
        return None
    if ColumnKind.ITEM_CODE not in present and ColumnKind.BUYER_CODE not in present and share(texts, is_code) >= MOST:
        return ColumnKind.ITEM_CODE
    words = sum(len(text.split()) for text in texts) / len(texts)
    if ColumnKind.DESCRIPTION not in present and words >= _TEXT_WORDS:
        return ColumnKind.DESCRIPTION
    return None


def has_figures(grid: GridRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has figures in two columns of numbers, or in the only one."""
    filled = [
        any(looks_like_figure(word.text) for word in grid.cells[index])
        for index, column in enumerate(columns)
        if column.role in NUMBER_ROLES
    ]
    return sum(filled) >= min(2, max(1, len(filled)))
