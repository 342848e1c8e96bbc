"""Putting lines together from sorted rows: which text belongs to which figures, codes, notes and order references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from app.domain.invoice import BRAND_NOTE
from app.domain.money import decimals_of
from app.extraction.table.codes import is_code, settle_codes, take_codes_alike, take_leading_codes
from app.extraction.table.codes_below import take_codes_below, take_names_below
from app.extraction.table.columns import COUNTS, PRICES, Column
from app.extraction.table.draft import LineDraft
from app.extraction.table.grid import GridRow
from app.extraction.table.lead_ins import drop_lead_ins
from app.extraction.table.order_references import order_reference
from app.extraction.table.table_rows import RowKind, SortedRow, has_strange_money, unread_cells
from app.extraction.table.texts_between import (
    cut_between,
    described_above,
    in_boxes,
    in_one_box,
    is_numbered,
    numbered_above,
    touches,
)
from app.extraction.values.arithmetic import chained
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import RulingLine, Word

_SAID = 3  # letters
_CENTS = 2
# A unit may stand below its quantity.
_COUNTED = COUNTS | {ColumnKind.UOM}
_BESIDE = 0.15
_CHAIN = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?%?(?:\+[0-9]{1,2}(?:[.,][0-9]{1,2})?%?)+", re.ASCII)


def build_lines(
    rows: Sequence[SortedRow],
    columns: Sequence[Column],
    rulings: dict[int, list[RulingLine]],
    knowledge: Knowledge,
    mark: DecimalMark,
    code_pattern: str | None = None,
) -> list[LineDraft]:
    """Return the lines of a table in their order."""
    items = [index for index, row in enumerate(rows) if row.kind is RowKind.ITEM]
    if not items:
        return []
    drafts = {index: _draft(rows[index], columns) for index in items}
    brands = _brand_columns(columns, knowledge)
    numbered = numbered_above(rows, items, columns)
    above = not numbered and described_above(rows, items, columns)
    boxed = in_boxes(rows, items, rulings)
    led_by_orders = any(_order_in(row, knowledge) for row in rows[: items[0]])
    section_po: list[Word] = []
    attached: set[int] = set()
    for block in _blocks(rows, items):
        before, after = block[0], block[-1]
        texts = list(range(before + 1, after))
        if not texts:
            if section_po and after in drafts:
                drafts[after].po_number = drafts[after].po_number or section_po
            continue
        cut = cut_between(rows, before, texts, after, above=above, rulings=rulings)
        if cut == len(texts) and _begins_next(rows[texts[-1]], after, drafts, before, rows):
            cut -= 1
        begun = numbered and after in drafts and not is_numbered(rows[after], columns)
        if begun:
            cut = max(at for at, index in enumerate(texts) if is_numbered(rows[index], columns))
        if led_by_orders:
            cut = next((at for at in range(cut) if _order_in(rows[texts[at]], knowledge)), cut)
        for index in texts[:cut]:
            if before in drafts:
                _attach(drafts[before], rows[index], columns, knowledge, mark, follows=True)
        for index in reversed(texts[cut:]):  # each is put before what stands below it
            led = index == texts[-1] and after in drafts and _leads(rows[index], rows[after], drafts[after])
            beneath = index + 1 in attached or (index + 1 == after and after in drafts)
            led |= boxed and beneath and in_one_box(rows[index], rows[index + 1], rulings)
            of_section = led_by_orders and _order_in(rows[index], knowledge)
            if after in drafts and (above or begun or led) and rows[index].kind is RowKind.TEXT and not of_section:
                _attach(drafts[after], rows[index], columns, knowledge, mark, follows=False)
                attached.add(index)
        apart = (rows[index] for index in texts[cut:] if index not in attached)
        section_po = _last_order(apart, knowledge) or section_po
        if section_po and after in drafts:
            drafts[after].po_number = drafts[after].po_number or section_po
    for index, draft in drafts.items():
        _take_other_text(draft, rows[index].grid, columns, brands)
        settle_codes(draft, columns, knowledge, code_pattern)
    drop_lead_ins(list(drafts.values()))
    take_codes_alike(list(drafts.values()))
    take_codes_below(list(drafts.values()), promised=any(column.also_code for column in columns))
    take_leading_codes(list(drafts.values()))
    take_names_below(list(drafts.values()))
    return list(drafts.values())


def _last_order(rows: Iterable[SortedRow], knowledge: Knowledge) -> list[Word]:
    """Return the last order named among rows that belong to no line: it is that of the lines below."""
    named = [_order_in(row, knowledge) for row in rows if row.kind in {RowKind.TEXT, RowKind.NOTE}]
    return next((order for order in reversed(named) if order), [])


def _order_in(row: SortedRow, knowledge: Knowledge) -> list[Word]:
    return order_reference(row.grid.row.words, knowledge)


def _take_other_text(draft: LineDraft, grid: GridRow, columns: Sequence[Column], brands: Sequence[int]) -> None:
    """Take the text of a line without one from the columns beside; a brand beside a text is noted."""
    branded = [word for at in brands for word in grid.cells[at]]
    if not draft.description:
        draft.description.extend(_other_text(grid, columns) or branded)
    elif branded:
        draft.notes.insert(0, BRAND_NOTE + join_words(branded))


def _brand_columns(columns: Sequence[Column], knowledge: Knowledge) -> list[int]:
    """Return the columns of brands and makers: no words of the goods, but an order may name another brand."""
    ignored = ((at, column) for at, column in enumerate(columns) if column.role is ColumnKind.IGNORED)
    return [at for at, column in ignored if "brand" in knowledge.notes.meanings(squeeze(column.heading))]


def _other_text(grid: GridRow, columns: Sequence[Column]) -> list[Word]:
    """Return what says which a line is that has no text of its own: its colour, size or tier, in words."""
    asides = [grid.cells[i] for i, column in enumerate(columns) if column.role in {None, ColumnKind.IGNORED}]
    return [word for cell in asides if any(len(w.text) > _SAID and w.text.isalpha() for w in cell) for word in cell]


def _begins_next(
    text: SortedRow, after: int, drafts: Mapping[int, LineDraft], before: int, rows: Sequence[SortedRow]
) -> bool:
    """Tell whether the text between two rows of figures begins with the code of the lower, as the upper has its own."""
    upper, lower = drafts.get(before), drafts.get(after)
    words = text.grid.row.words
    if upper is None or lower is None or lower.item_code or len(words) < 2 or not is_code(words[0].text):
        return False
    coded = [draft.description[:1] for draft in (upper, lower)]
    own = bool(upper.item_code) or any(is_code(word.text) for word in coded[0])
    return own and not any(is_code(word.text) for word in coded[1]) and touches(text, rows[after])


def _leads(text: SortedRow, item: SortedRow, draft: LineDraft) -> bool:
    """Tell whether a row right above a line's figures is that line's text, and no section.

    It is where it reaches down beside the figures, or begins with a code.
    """
    row, below = text.grid.row, item.grid.row
    if row.page == below.page and row.bottom - below.top > _BESIDE * row.height:
        return not draft.description or abs(row.x0 - draft.description[0].x0) < row.height
    coded = not draft.item_code and len(row.words) > 1 and is_code(row.words[0].text)
    return coded and touches(text, item)


def _blocks(rows: Sequence[SortedRow], items: Sequence[int]) -> list[tuple[int, ...]]:
    edges = [-1, *items, len(rows)]
    return [tuple(range(a, b + 1)) for a, b in pairwise(edges)]


def _draft(row: SortedRow, columns: Sequence[Column]) -> LineDraft:
    grid = row.grid
    draft = LineDraft(grid.index, grid.row.page, grid.row.top, grid.row.bottom, numbers=dict(row.numbers))
    draft.rows.append(grid.index)
    draft.texts.append(grid.row.words)
    draft.unread = unread_cells(row, columns)
    draft.strange_money = has_strange_money(row, columns)
    for index, column in enumerate(columns):
        words = list(grid.cells[index])
        if not words:
            continue
        if column.role is ColumnKind.DESCRIPTION:
            draft.description.extend(words)
        elif column.role is ColumnKind.ITEM_CODE and draft.item_code:
            draft.other_codes.append(join_words(words))  # "Art.-Nr." and, behind the text, "Bestellnr."
        elif column.role is ColumnKind.ITEM_CODE:
            draft.item_code.extend(words)
        elif column.role is ColumnKind.BUYER_CODE:
            draft.buyer_code.extend(words)
        elif column.role is ColumnKind.OTHER_CODE:
            draft.other_codes.append(join_words(words))
        elif column.role is ColumnKind.UOM:
            draft.uom.extend(words)
        elif column.role is ColumnKind.PRICE_PER:
            draft.price_per.extend(words)
        elif column.role is ColumnKind.PO_NUMBER:
            number, place = _order_and_line(words, column)
            draft.po_number.extend(number)
            draft.po_line.extend(place)
        elif column.role is ColumnKind.PO_LINE:
            draft.po_line.extend(words)
        elif column.role is ColumnKind.LINE_NO:
            draft.line_no = join_words(words)
        elif column.role is None and index not in row.numbers and _is_stray(words, columns[index + 1 : index + 2]):
            draft.strays.append(words[0].text)
        elif column.role is ColumnKind.DISCOUNT:
            off = _percent_off(words)
            before = draft.discount_percent
            draft.discount_percent = chained((before, off)) if before is not None and off is not None else off or before
    return draft


def _order_and_line(words: Sequence[Word], column: Column) -> tuple[list[Word], list[Word]]:
    """Return the order and its line where the heading says that both stand there ("4411208/10" under "Cde/Pos.")."""
    parts = words[0].text.rpartition("/") if len(words) == 1 and "/" in column.heading else ("", "", "")
    if not parts[0] or not parts[2].isdigit():
        return list(words), []
    return [replace(words[0], text=parts[0])], [replace(words[0], text=parts[2])]


def _is_stray(words: Sequence[Word], behind: Sequence[Column]) -> bool:
    """Tell whether a cell under a heading nobody knows is a code; left of "SKU" ("Our SKU") capitals will do."""
    text = words[0].text
    beside = any(column.role in {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE} for column in behind)
    return len(words) == 1 and (is_code(text) or (beside and text.isupper() and len(text) > 1))


def _percent_off(words: Sequence[Word]) -> Decimal | None:
    """Return the percentage in a cell of discounts; "50+10" is taken off one after the other."""
    chain = _CHAIN.fullmatch("".join(word.text for word in words))
    if chain is not None:
        return chained(Decimal(part.strip("%").replace(",", ".")) for part in chain.group().split("+"))
    return next((p for w in words if (p := read_percent(w.text)) is not None), None)


def _attach(
    draft: LineDraft,
    row: SortedRow,
    columns: Sequence[Column],
    knowledge: Knowledge,
    mark: DecimalMark,
    *,
    follows: bool,
) -> None:
    grid = row.grid
    if row.kind is RowKind.DISCOUNT:
        draft.discount_row = _together(draft.discount_row, read_figure(grid.row.words, mark, last=True))
        draft.rows.append(grid.index)
        return
    reference = order_reference(grid.row.words, knowledge)
    if reference:
        draft.po_number = draft.po_number or reference
        draft.notes.append(grid.row.text)
        return
    if row.kind is RowKind.NOTE:
        draft.notes.append(grid.row.text)
        return
    if row.kind is not RowKind.TEXT:
        return
    if has_strange_money(row, columns) or _has_other_sum(row, columns):
        draft.notes.append(grid.row.text)  # how it was paid, with the sum under "Credits"
        return
    draft.texts.append(grid.row.words)
    described = [(i, grid.cells[i]) for i, c in enumerate(columns) if c.role is ColumnKind.DESCRIPTION]
    words = [word for _, cell in described for word in cell]
    for index, column in enumerate(columns):
        cell = grid.cells[index]
        if not cell:
            continue
        if column.role is ColumnKind.ITEM_CODE:
            _add_code(draft, cell)
        elif column.role in {ColumnKind.BUYER_CODE, ColumnKind.OTHER_CODE}:
            draft.other_codes.append(join_words(cell))
        elif column.role in _COUNTED and not draft.uom and _is_unit_of(column, cell, row, knowledge):
            draft.uom.extend(cell)
    if not words or (draft.description and follows and not _aligned(words, draft.description, columns)):
        return
    if _is_priced(draft, columns) and _says_price(join_words(words), knowledge):
        return
    draft.rows.append(grid.index)
    draft.description = [*draft.description, *words] if follows else [*words, *draft.description]
    draft.top, draft.bottom = min(draft.top, grid.row.top), max(draft.bottom, grid.row.bottom)


def _has_other_sum(row: SortedRow, columns: Sequence[Column]) -> bool:
    return any(columns[at].role is None and decimals_of(figure.value) == _CENTS for at, figure in row.numbers.items())


def _is_priced(draft: LineDraft, columns: Sequence[Column]) -> bool:
    return any(columns[index].role is ColumnKind.PRICE for index in draft.numbers)


def _says_price(text: str, knowledge: Knowledge) -> bool:
    """Tell whether a text under a line only says how its price came about: "Abschlag: 0.0300 Artikelrabatt 1"."""
    label, _, figure = text.partition(":")
    key = squeeze(label)
    said = not PRICES.isdisjoint(knowledge.columns.meanings(key)) or "discount" in knowledge.charges.meanings(key)
    return said and figure.lstrip()[:1].isdigit()


def _together(before: Figure | None, off: Figure | None) -> Figure | None:
    """Return what is taken off a line in several rows below it as one figure."""
    if before is None or off is None:
        return off or before
    return replace(off, value=abs(before.value) + abs(off.value), raw=f"{before.raw} + {off.raw}")


def _is_unit_of(column: Column, words: Sequence[Word], row: SortedRow, knowledge: Knowledge) -> bool:
    """Tell whether a cell is the unit of the line above it.

    Under a quantity it stands by itself in its row: it is no word of a sentence that runs on below the figures.
    """
    if len(words) != 1 or not knowledge.units.is_unit(words[0].text):
        return False
    alone = any(len(cell.words) == 1 and cell.words[0] is words[0] for cell in row.grid.row.cells)
    return alone or column.role is ColumnKind.UOM


def _add_code(draft: LineDraft, cell: Sequence[Word]) -> None:
    if draft.item_code:
        draft.other_codes.append(join_words(cell))
    else:
        draft.item_code.extend(cell)


def _aligned(words: Sequence[Word], described: Sequence[Word], columns: Sequence[Column]) -> bool:
    """Tell whether text begins where the description above it does, or a little to the right."""
    height = max(words[0].bottom - words[0].top, 4.0)
    for at, column in enumerate(column for column in columns if column.role is ColumnKind.DESCRIPTION):
        # Two columns may hold text ("Activity", "Description"): each runs on below itself.
        held = [word for word in described if not at or word.x0 > column.x0 - height] or described
        left = min(*(word.x0 for word in held), held[0].x0 if column.ruled else column.x0)
        if -1.0 * height < words[0].x0 - left < 3.5 * height:
            return True
    return False
