"""What each row of a line table is: a billed line, text that belongs to one, a charge, a total, a note, a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise, takewhile

from app.domain.invoice import ChargeKind
from app.domain.money import decimals_of
from app.domain.provenance import Method
from app.extraction.sums.sum_labels import label_meanings, may_label
from app.extraction.table.charge_rows import charge_of, untaxed
from app.extraction.table.codes import is_code
from app.extraction.table.columns import AMOUNTS, COUNTS, NUMBER_ROLES, PRICES, Column
from app.extraction.table.delivery_notes import names_delivery
from app.extraction.table.grid import GridRow
from app.extraction.table.purposes import Purposes
from app.extraction.table.running_text import runs_on_in_words
from app.extraction.values.arithmetic import multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.dates import is_period
from app.extraction.values.figures import Figure, is_currency_word, is_mostly_digits, read_figure
from app.extraction.values.ibans import iban_words
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word


class RowKind(StrEnum):
    """What a row is."""

    ITEM = "item"
    TEXT = "text"
    CHARGE = "charge"
    DISCOUNT = "discount"
    TOTAL = "total"
    CARRIED = "carried"
    NOTE = "note"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SortedRow:
    """A row, what it is, and the figures in its number columns."""

    kind: RowKind
    grid: GridRow
    numbers: Mapping[int, Figure] = field(default_factory=dict)
    charge: ChargeKind | None = None


_COUNTED = COUNTS | {ColumnKind.BACKORDERED}
_MONEY = AMOUNTS | PRICES
_NO_LABEL = frozenset({ColumnKind.LINE_NO, ColumnKind.UOM, ColumnKind.PO_LINE})
_UNKNOWN = frozenset({None, ColumnKind.PRICE_PER})
_CENTS = re.compile(r"[0-9][0-9.,]*[.,][0-9]{2}", re.ASCII)
_TAX_CODE = 2
_LABEL_AND_SUM = 2  # cells
_NAMING = 4  # letters of a word beside a number that says what it is of
_FEW_WORDS = 5
_SIDE, _BESIDE_SUM = 2, 3  # labels of totals side by side, and beside a sum of money
_RULE = re.compile(r"[\s\-_=.*~—–•|]+")
_MARKED_NOTE = re.compile(r"\*\*|--|==|>>|~~|\(cont|#{2}")
_GOES_ON = frozenset(
    {
        "continued",
        "continuedonnextpage",
        "continuedfrompreviouspage",
        "fortsetzung",
        "suite",
        "sigue",
        "segue",
        "vervolg",
    }
)


def sort_row(
    grid: GridRow,
    purposes: Purposes,
    knowledge: Knowledge,
    mark: DecimalMark,
    own_charges: Mapping[str, ChargeKind] | None = None,
) -> SortedRow:
    """Tell what a row is, by what stands in which column."""
    if not any(grid.row.keys) and _RULE.fullmatch(grid.row.text):
        return SortedRow(RowKind.EMPTY, grid)
    columns = purposes.columns
    numbers = number_figures(grid, columns, mark, knowledge)
    if _is_account(grid, numbers, columns) or _is_list_price(grid, knowledge):
        return SortedRow(RowKind.NOTE, grid)
    present = {columns[index].role for index in numbers}
    label = _label(grid, purposes)
    has_code = any(grid.cells[index] for index in purposes.codes)
    counted = not present.isdisjoint(_COUNTED)
    if may_label(grid.row.words, knowledge):
        priced = not present.isdisjoint(PRICES)
        named = _without_units(untaxed(label, grid, purposes), grid, purposes, knowledge)
        kind = _sum_kind(grid, purposes, numbers, named, knowledge, counted=counted, priced=priced)
        if kind is not None:
            return SortedRow(kind, grid, numbers)
    charge = charge_of(grid, purposes, numbers, label, knowledge, own_charges, has_code=has_code, counted=counted)
    if charge is not None:
        discount = charge is ChargeKind.DISCOUNT and not counted
        return SortedRow(RowKind.DISCOUNT if discount else RowKind.CHARGE, grid, numbers, charge)
    if _is_item(grid, purposes, present, knowledge, has_code=has_code):
        return SortedRow(RowKind.ITEM, grid, numbers)
    if _is_note(grid, knowledge):
        return SortedRow(RowKind.NOTE, grid, numbers)
    return SortedRow(RowKind.TEXT, grid, numbers)


def _sum_kind(
    grid: GridRow,
    purposes: Purposes,
    numbers: Mapping[int, Figure],
    label: Sequence[Word],
    knowledge: Knowledge,
    *,
    counted: bool,
    priced: bool,
) -> RowKind | None:
    """Tell whether a row is a total or what is carried over; None where it is neither."""
    meanings, whole = label_meanings(label, knowledge)
    if not whole:
        # Sums stand anywhere: their label may lie under the headings of units or line numbers.
        meanings_of_all, whole = label_meanings([w for w in grid.row.words if not is_mostly_digits(w)], knowledge)
        meanings = meanings_of_all if whole else meanings
    if (
        meanings
        and not (counted and priced)
        and _is_total(meanings, label, whole=whole, counted=counted or _is_multiplied(numbers, purposes.columns))
        and not _is_coded(grid, purposes, whole=whole)
        and (whole or numbers or not _says_how_taxed(grid, meanings, knowledge))
    ):
        return RowKind.CARRIED if "carried" in meanings else RowKind.TOTAL
    # Headings of a table of taxes may stand beside a sum of the invoice with its amount.
    summed = any(decimals_of(f.value) for f in numbers.values())
    if not (summed and (counted or priced)) and _labels_of_totals(grid, knowledge, _BESIDE_SUM if summed else _SIDE):
        return RowKind.TOTAL
    coded = _is_coded(grid, purposes, whole=True) and not _is_sentence_with_number(grid, purposes)
    if not (priced or coded) and _ends_in_sum(grid, purposes, knowledge):
        return RowKind.TOTAL
    return None


def _says_how_taxed(grid: GridRow, meanings: Sequence[str], knowledge: Knowledge) -> bool:
    """Tell whether a few words without an amount only end with a tax: "per hour +GST, QST" under a line."""
    keys = [key for key in grid.row.keys if key]
    return {"tax"}.issuperset(meanings) and len(keys) <= _FEW_WORDS and not knowledge.totals.begins(keys[0])


def _ends_in_sum(grid: GridRow, purposes: Purposes, knowledge: Knowledge) -> bool:
    """Tell whether a row ends with a sum in cells of its own, whatever stands left ("Giro 30 days   TOTAL 9.80").

    A tax comes before its rate ("CGST9 (9%)"), and under no heading of taxes: else it is that of a charge.
    """
    cells = grid.row.cells
    if len(cells) < _LABEL_AND_SUM or not all(map(is_mostly_digits, cells[-1].words)):
        return False
    meanings, whole = label_meanings(cells[-2].words, knowledge)
    if not whole or "tax" not in meanings:
        return whole and ("total" in meanings or "subtotal" in meanings)
    first, *behind = cells[-2].words
    rated = any("%" in word.text and _has_digit([word]) for word in behind) and first.text[:1].isalpha()
    return rated and not any(first is word for index in purposes.taxes for word in grid.cells[index])


def _is_coded(grid: GridRow, purposes: Purposes, *, whole: bool) -> bool:
    """Tell whether a row has a code, which no sum has; a label not known as a whole may have a word under the codes."""
    words = [word.text for index in purposes.codes for word in grid.cells[index]]
    return any(map(is_code, words)) if whole else bool(words) and not _is_title(words)


def _is_sentence_with_number(grid: GridRow, purposes: Purposes) -> bool:
    """Tell whether what looks like a code stands among words: "Delivery note 448123" left of "Subtotal 1,802.30"."""
    held = {id(word) for index in purposes.codes for word in grid.cells[index] if is_code(word.text)}
    cells = (cell for cell in grid.row.cells if any(id(word) in held for word in cell.words))
    return all(any(len(word.text) >= _NAMING and word.text.isalpha() for word in cell.words) for cell in cells)


def number_figures(
    grid: GridRow, columns: Sequence[Column], mark: DecimalMark, knowledge: Knowledge
) -> dict[int, Figure]:
    """Return the figures of a row in the columns of numbers, and in those nobody knows, by column."""
    found = {}
    for index, column in enumerate(columns):
        if column.role in NUMBER_ROLES or column.role is None:
            words = grid.cells[index]
            if column.role is None and len(words) > 2:
                continue
            figure = read_figure(words, mark) if words else None
            if figure is not None and column.role in COUNTS and figure.rest.strip().startswith("%"):
                continue  # "Rabatt   3 %"
            if figure is not None and column.role in COUNTS and _is_labelled_number(grid, words[0]):
                continue  # "Whse: 000" beside the text of a line
            if figure is not None and not (column.role in _MONEY and _spoilt(figure, knowledge)):
                found[index] = figure
    return found


def _is_labelled_number(grid: GridRow, word: Word) -> bool:
    """Tell whether a label with its colon leads to a figure right behind it, other words before both."""
    at = next(place for place, other in enumerate(grid.row.words) if other is word)
    before = grid.row.words[at - 1] if at > 1 else None
    return before is not None and before.text.endswith(":") and word.x0 - before.x1 < grid.row.height


def _spoilt(figure: Figure, knowledge: Knowledge) -> bool:
    """Tell whether what stands with an amount is no unit, basis or tax code: then the cell was not read."""
    if figure.crowded and figure.raw.startswith("+"):
        return True  # the telephone number of a foot: "+39 525 53327"
    rest = figure.rest.strip(" ()*€$£")
    known = knowledge.units.is_unit(rest) or knowledge.units.price_basis(rest) is not None
    if known or len(rest) <= _TAX_CODE or not any(ch.isalpha() for ch in rest):
        return False
    return figure.method is Method.OCR or not any(knowledge.units.is_unit(part) for part in rest.split())


def unread_cells(row: SortedRow, columns: Sequence[Column]) -> list[str]:
    """Return what stands in the amount and price columns of a line and could not be read as a figure."""
    return [
        join_words(row.grid.cells[index])
        for index, column in enumerate(columns)
        if column.role in _MONEY and index not in row.numbers and _has_digit(row.grid.cells[index])
    ]


def has_strange_money(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a sum of money stands unread under a heading nobody knows, or where only a basis should."""
    cells = zip(columns, row.grid.cells, strict=True)
    strange = (c for i, (column, c) in enumerate(cells) if column.role in _UNKNOWN and i not in row.numbers)
    return any(_CENTS.fullmatch(word.text.strip("€$£")) for cell in strange for word in cell)


def _has_digit(words: Sequence[Word]) -> bool:
    return any(ch.isdigit() for word in words for ch in word.text)


def _label(grid: GridRow, purposes: Purposes) -> list[Word]:
    """Return the words of a row that are neither figures of number columns nor the number of the line."""
    words: list[Word] = []
    for index, cell in enumerate(grid.cells):
        if not cell:
            continue
        if index in purposes.numbers:
            words.extend([w for w in cell if not is_mostly_digits(w) and not is_currency_word(w.text)])
        elif purposes.columns[index].role not in _NO_LABEL or not _numbered(cell, purposes.columns[index]):
            words.extend(cell)
    words.sort(key=lambda word: word.x0)
    return words


def _without_units(label: Sequence[Word], grid: GridRow, purposes: Purposes, knowledge: Knowledge) -> list[Word]:
    """Return a label without the units behind figures: what is counted before a sum, "430 NOS", names nothing."""
    pairs = (pair for index in purposes.numbers for pair in pairwise(grid.cells[index]))
    units = {id(unit) for figure, unit in pairs if is_mostly_digits(figure) and knowledge.units.is_unit(unit.text)}
    return [word for word in label if id(word) not in units]


def _numbered(cell: Sequence[Word], column: Column) -> bool:
    """Tell whether what stands under units or numbers is what the heading says; a word there may be part of a label."""
    return column.role is ColumnKind.PO_LINE or _has_digit(cell)


def _is_title(texts: Sequence[str]) -> bool:
    """Tell whether what stands under the codes is a word of a title ("Section" of "Section total") and no code."""
    return all(text.isalpha() and not text.isupper() for text in texts)


def _is_total(meanings: Sequence[str], label: Sequence[Word], *, whole: bool, counted: bool) -> bool:
    if whole:
        return True
    # Words that only begin like a total may be goods ("Total care shampoo"): then a quantity stands beside them.
    return not counted and len(label) <= 7 and not {"paid"}.issuperset(meanings)


def _is_multiplied(numbers: Mapping[int, Figure], columns: Sequence[Column]) -> bool:
    """Tell whether a figure under a heading nobody knows comes to the row's amount at its price: it is a count."""
    unknown = [figure.value for index, figure in numbers.items() if columns[index].role is None]
    prices = [figure.value for index, figure in numbers.items() if columns[index].role in PRICES]
    amounts = [figure.value for index, figure in numbers.items() if columns[index].role is ColumnKind.AMOUNT]
    return any(multiplies(count, price, amount) for count in unknown for price in prices for amount in amounts)


def _labels_of_totals(grid: GridRow, knowledge: Knowledge, fewest: int) -> bool:
    """Tell whether a row holds labels of totals side by side, so many at least, with amounts to come below.

    They are most of its cells, charges in the same strip with them.
    """
    cells = grid.row.cells
    totals = [cell for cell in cells if label_meanings(cell.words, knowledge)[1]]
    if len(totals) < fewest:
        return False
    charges = [c for c in cells if c not in totals and knowledge.charges.meanings(squeeze(c.text))]
    return (len(totals) + len(charges)) * 2 > len(cells)


def _is_account(grid: GridRow, numbers: Mapping[int, Figure], columns: Sequence[Column]) -> bool:
    """Tell whether what looks like money in a row is part of a bank account's number, and no other money stands in it.

    So stands the foot of a page in columns: "Amtsgericht Köln HRB 204471", "IBAN DE02 1203 0000 ...".
    """
    account = iban_words(grid.row.words) if len(numbers) > 1 else ()
    if not account:
        return False
    within = {
        index for index, figure in numbers.items() if account[0].x0 <= figure.box.x0 and figure.box.x1 <= account[-1].x1
    }
    money = {index for index in numbers if columns[index].role in _MONEY}
    return bool(within) and money <= within


def _is_list_price(grid: GridRow, knowledge: Knowledge) -> bool:
    """Tell whether a row under a line only says from which price its own was worked out: "Bruttopreis : 4,0000"."""
    label, _, price = grid.row.text.partition(":")
    return price.lstrip()[:1].isdigit() and ColumnKind.LIST_PRICE in knowledge.columns.meanings(squeeze(label))


def _is_item(
    grid: GridRow, purposes: Purposes, present: set[ColumnKind | None], knowledge: Knowledge, *, has_code: bool
) -> bool:
    kinds = bool(present & AMOUNTS) + bool(present & _COUNTED) + bool(present & PRICES)
    numbered = any(grid.cells[index] for index in purposes.line_numbers)
    if kinds > 1 and not (present & AMOUNTS or has_code or numbered):
        return not _is_labelled(grid)
    if kinds != 1:
        return kinds > 1
    if present & AMOUNTS:
        return has_code or numbered or any(grid.cells[index] for index in purposes.texts)
    if present & _COUNTED:
        alone = _apart(grid, purposes) and not (has_code and runs_on_in_words(grid, purposes.numbers))
        return (has_code or numbered) and alone and not _is_note(grid, knowledge)
    return False


def _is_labelled(grid: GridRow) -> bool:
    """Tell whether the figures of a row only say what its label asks: "Zählerstand von-bis: 543210 - 544420"."""
    before = takewhile(lambda word: not is_mostly_digits(word), grid.row.words)
    return join_words(tuple(before)).endswith(":")


def _apart(grid: GridRow, purposes: Purposes) -> bool:
    """Tell whether the only figure stands in its column alone and not as a part of a sentence."""
    return all(len(grid.cells[index]) <= 2 for index in purposes.numbers)


def _is_note(grid: GridRow, knowledge: Knowledge) -> bool:
    words = [word for word, key in zip(grid.row.words, grid.row.keys, strict=True) if key]
    if _MARKED_NOTE.match(grid.row.text) or not words or names_delivery(words) or is_period(grid.row.text):
        return True
    leading = list(accumulate([key for key in grid.row.keys if key][:4]))
    for length, key in enumerate(leading, 1):
        coded = "code" in knowledge.notes.meanings(key) or "item_code" in knowledge.columns.meanings(key)
        if coded and len(words) == length + 1 and is_code(words[length].text):
            return False  # "Réf.: AB-204" is the line's code
    return any("start" in knowledge.notes.meanings(key) or key in _GOES_ON for key in leading)
