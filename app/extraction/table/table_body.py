"""Which rows of a table bill something: sums, what is carried over and what stands behind the totals left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from app.domain.money import decimals_of
from app.extraction.table.codes import is_code
from app.extraction.table.columns import AMOUNTS, CODES, COUNTS, PRICES, Column
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_currency_word, looks_like_figure
from app.extraction.values.numerals import read_percent

_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])", re.ASCII)
_FEWEST_FIGURES = 3
_FEWEST_LINES = 2
_BELOW_A_LINE = frozenset({RowKind.TEXT, RowKind.NOTE})


def body_of(rows: Sequence[SortedRow], columns: Sequence[Column], headed: frozenset[int]) -> list[SortedRow]:
    """Return the rows of a table's lines; totals end it on their page.

    After totals only a complete row (quantity, price and amount) or another page with the heading takes it up again.
    The sum of a group of lines ends nothing where the sums below bear out what follows it.
    """
    body: list[SortedRow] = []
    rows = _with_notes(_noted(rows, columns), columns)
    unnamed = _unnamed_sums(rows, columns)
    rows = [replace(row, kind=RowKind.TOTAL) if row.grid.index in unnamed else row for row in rows]
    # What no word calls the sum of a group may be the total; an amount alone behind it bills nothing for certain.
    groups = _sums_of_groups(rows, columns) - unnamed
    decimals = _with_decimals(rows, columns)
    usual = usual_figures(rows)
    ended_on = 0
    groups_named = _names_of_groups(rows, groups | unnamed)
    below = groups_named | _sums_below_labels(rows) | _sums_again(rows, columns) | _parts_of_sum(rows, columns)
    for row in rows:
        if row.grid.index in below:
            continue
        page = row.grid.row.page
        complete = row.kind is RowKind.ITEM and (is_complete(row, columns) or (usual and usual <= set(row.numbers)))
        if row.kind is RowKind.TOTAL and row.grid.index not in groups:
            if any(other.kind is RowKind.ITEM for other in body):
                ended_on = page
        elif (
            row.kind is RowKind.CARRIED
            or row.grid.index in groups
            or (ended_on and not complete and not (page > ended_on and page in headed))
            or (decimals and row.kind is RowKind.ITEM and not complete and _whole_amount(row, columns))
        ):
            continue
        else:
            ended_on = 0
            body.append(row)
    return body


def _noted(rows: Sequence[SortedRow], columns: Sequence[Column]) -> list[SortedRow]:
    """Return the rows with those as notes that have words and no figure but an amount of nothing, among complete lines.

    So Italian programs print what they say of the lines: "Vs. ordine OA-77 del 12-02-2026   22,00   0,00". What comes
    behind the last complete line is no measure: sums and their parts look like lines, too.
    """
    complete = [at for at, row in enumerate(rows) if row.kind is RowKind.ITEM and is_complete(row, columns)]
    among = rows[: complete[-1]] if complete else rows
    if len(complete) * 2 <= sum(row.kind is RowKind.ITEM for row in among) + 1:
        return list(rows)
    return [
        replace(row, kind=RowKind.NOTE) if row.kind is RowKind.ITEM and _bills_nothing(row, columns) else row
        for row in rows
    ]


def _bills_nothing(row: SortedRow, columns: Sequence[Column]) -> bool:
    figures = {index: f for index, f in row.numbers.items() if columns[index].role is not ColumnKind.TAX_RATE}
    nothing = all(columns[i].role in AMOUNTS and not f.value and decimals_of(f.value) for i, f in figures.items())
    return bool(figures) and nothing and not is_coded(row, columns)


def _with_notes(rows: Sequence[SortedRow], columns: Sequence[Column]) -> list[SortedRow]:
    """Return the rows with those as notes that sound like a sum and are none: "half of total" below a line.

    They have no figure, stand below the descriptions, and a line or a sum with its figure comes next; below one word
    ("Anzahlung") a line.
    """
    result = list(rows)
    following: SortedRow | None = None
    for at, row in reversed(list(enumerate(rows))):
        if row.kind is not RowKind.TOTAL or row.numbers or not _is_described(row, columns):
            following = following if row.kind in _BELOW_A_LINE else row
            continue
        if following is None or following.grid.row.page != row.grid.row.page:
            continue
        if len(row.grid.row.cells) > 1 and all(_is_figure_or_mark(word.text) for word in following.grid.row.words):
            continue  # labels of sums side by side, which stand below them
        summed = len(row.grid.row.words) > 1 and following.kind is RowKind.TOTAL and following.numbers
        if summed or is_complete(following, columns):
            result[at] = replace(row, kind=RowKind.NOTE)
    return result


def _is_described(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has nothing but words of a note, in the column of the descriptions."""
    cells = ((column.role, cell) for column, cell in zip(columns, row.grid.cells, strict=True) if cell)
    return all(role is ColumnKind.DESCRIPTION for role, _ in cells)


def _sums_below_labels(rows: Sequence[SortedRow]) -> frozenset[int]:
    """Return the rows of nothing but figures right under a row of nothing but labels of totals."""
    return frozenset(
        lower.grid.index
        for upper, lower in pairwise(rows)
        if upper.kind is RowKind.TOTAL
        and all(decimals_of(figure.value) == 0 for figure in upper.numbers.values())
        and len(upper.grid.row.cells) > 1
        and all(_is_figure_or_mark(word.text) for word in lower.grid.row.words)
    )


def _is_figure_or_mark(text: str) -> bool:
    return looks_like_figure(text) or is_currency_word(text) or text.strip("%") == "" or read_percent(text) is not None


def _sums_again(rows: Sequence[SortedRow], columns: Sequence[Column]) -> frozenset[int]:
    """Return the rows that only tell the sum of a group again, under its name: "01 Earthworks   4,983.60".

    The name is that of the group's sum, or of the row that the group begins with. Such rows list the groups over the
    total.
    """
    found: set[int] = set()
    sums: dict[Decimal, list[frozenset[str]]] = {}
    titles: list[frozenset[str]] = []
    for row in rows:
        amount = amount_of(row, columns)
        if amount is None or row.kind is RowKind.TEXT:  # "Part 01 Earthworks": its number is no amount
            titles.append(_worded(row))
        elif row.kind is RowKind.TOTAL:
            sums.setdefault(amount, []).extend([_worded(row), *titles])
        elif row.kind is RowKind.ITEM and amount in sums and _numbered_amount(row, columns):
            name = _worded(row)
            if name and any(name <= known for known in sums[amount]):
                found.add(row.grid.index)
    return frozenset(found)


def _names_of_groups(rows: Sequence[SortedRow], sums: Set[int]) -> frozenset[int]:
    """Return the rows of words alone that the sum of the lines below repeats: "Materialen", "Subtotaal materialen".

    They name a group of lines, and are no part of the text of its first.
    """
    found: set[int] = set()
    names: dict[int, frozenset[str]] = {}
    for row in rows:
        words = _worded(row)
        if row.kind is RowKind.TEXT and not any(ch.isdigit() for word in words for ch in word):
            names[row.grid.index] = words
        elif row.kind is RowKind.TOTAL and row.grid.index in sums:
            found |= {index for index, name in names.items() if name and name < words}
            names = {}
    return frozenset(found)


def _numbered_amount(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has an amount with cents, and besides at most a whole number that no heading calls a count."""
    money = [index for index, figure in row.numbers.items() if decimals_of(figure.value)]
    rest = (columns[index].role for index in row.numbers if index not in money)
    return len(money) == 1 and all(role is None for role in rest) and not is_coded(row, columns)


def _worded(row: SortedRow) -> frozenset[str]:
    """Return the words of a row that are no money."""
    return frozenset(w.text.casefold().strip(":.") for w in row.grid.row.words if not _CENTS.search(w.text))


def usual_figures(rows: Sequence[SortedRow]) -> frozenset[int]:
    """Return the columns in which the lines above the first sum have their figures, where these are three or more."""
    above = takewhile(lambda row: row.kind is not RowKind.TOTAL, rows)
    counted = Counter(frozenset(row.numbers) for row in above if row.kind is RowKind.ITEM)
    usual = counted.most_common(1)[0][0] if counted else frozenset()
    return usual if len(usual) >= _FEWEST_FIGURES else frozenset()


def _unnamed_sums(rows: Sequence[SortedRow], columns: Sequence[Column]) -> frozenset[int]:
    """Return the rows that only repeat what the lines above them add up to, whatever their words ("Materials").

    Such a row bills nothing of its own, nor does one that repeats two or more charges ("Deposits"). Below the first, a
    row without words may repeat those since the last one.
    """
    found: set[int] = set()
    lines = charges = Decimal(0)
    count = charged = 0
    sums: dict[int, Decimal] = {}
    group: dict[int, Decimal] = {}
    for row in rows:
        amount = amount_of(row, columns)
        if row.kind is RowKind.ITEM and amount is not None:
            known = {lines, lines + charges, *([charges] if charged > 1 else [])}
            alone = amount in known and only_amount(row, columns)
            again = bool(found) and _is_wordless(row) and _adds_up_columns(row, group, columns)
            if again or (count >= _FEWEST_LINES and (alone or _adds_up_columns(row, sums, columns))):
                found.add(row.grid.index)
                group = {}
            else:
                lines, count = lines + amount, count + 1
                for index, figure in row.numbers.items():
                    sums[index] = sums.get(index, Decimal(0)) + figure.value
                    group[index] = group.get(index, Decimal(0)) + figure.value
        elif row.kind is RowKind.CHARGE and amount == lines and count >= _FEWEST_LINES and only_amount(row, columns):
            found.add(row.grid.index)  # "Total before discount": nobody charges as much as all lines
        elif row.kind is RowKind.CHARGE and amount is not None:
            charges, charged = charges + amount, charged + 1
    return frozenset(found)


def _parts_of_sum(rows: Sequence[SortedRow], columns: Sequence[Column]) -> frozenset[int]:
    """Return the rows that only part the sum of the lines, each with its name: "Goods 917.90", "Empties 78.00".

    They stand two or more between the lines and their sum, add up to it, and no sum is of both.
    """
    last = max(
        (at for at, row in enumerate(rows) if row.kind is RowKind.ITEM and is_complete(row, columns)), default=-1
    )
    bills = {RowKind.ITEM, RowKind.CHARGE}
    parts = list(takewhile(lambda row: row.kind in bills and only_amount(row, columns), rows[last + 1 :]))
    totals = (amount_of(row, columns) for row in rows[last + 1 :] if row.kind is RowKind.TOTAL)
    sums = {amount for amount in totals if amount is not None}
    above = (amount_of(row, columns) for row in rows[: last + 1] if row.kind in bills)
    lines = sum((amount for amount in above if amount is not None), Decimal(0))
    told = sum((amount for row in parts if (amount := amount_of(row, columns)) is not None), Decimal(0))
    again = len(parts) > 1 and lines == told != 0 and lines in sums and max(map(abs, sums)) < 2 * abs(lines)
    return frozenset(row.grid.index for row in parts) if again else frozenset()


def _is_wordless(row: SortedRow) -> bool:
    return not any(ch.isalpha() for word in row.grid.row.words for ch in word.text)


def _adds_up_columns(row: SortedRow, sums: Mapping[int, Decimal], columns: Sequence[Column]) -> bool:
    """Tell whether a row without a code has what each of its columns adds up to, in two columns or more."""
    figures = row.numbers.items()
    whole = all(decimals_of(figure.value) == 0 for _, figure in figures)
    return (
        len(figures) > 1
        and not whole
        and all(f.value == sums.get(i) for i, f in figures)
        and not is_coded(row, columns)
    )


def is_coded(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a code stands in a row where the codes do."""
    return any(is_code(w.text) for i, c in enumerate(columns) if c.role in CODES for w in row.grid.cells[i])


def only_amount(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has an amount with cents, and neither another figure nor a code."""
    return len(row.numbers) == 1 and not is_coded(row, columns) and not _whole_amount(row, columns)


def _sums_of_groups(rows: Sequence[SortedRow], columns: Sequence[Column]) -> frozenset[int]:
    """Return the rows that add up the lines above them, where another sum further down adds up lines after them too.

    Either that one adds up its own group, or all lines so far.
    """
    found: list[int] = []
    all_so_far = since = grouped = Decimal(0)
    candidate: int | None = None
    for row in rows:
        amount = amount_of(row, columns)
        if amount is None:
            continue
        if row.kind is RowKind.TOTAL:
            if since and amount in {since, all_so_far}:
                if candidate is not None:
                    found.append(candidate)
                candidate, grouped, since = row.grid.index, amount, Decimal(0)
            elif candidate is not None and not since and amount == all_so_far:
                if grouped != all_so_far:  # else it is the sum of all lines, and this one the same again
                    found.append(candidate)
                candidate = None
        elif row.kind is RowKind.ITEM:
            all_so_far, since = all_so_far + amount, since + amount
    return frozenset(found)


def amount_of(row: SortedRow, columns: Sequence[Column]) -> Decimal | None:
    """Return what stands in a row where the amounts do; None where nothing does."""
    named = [index for index in row.numbers if columns[index].role is ColumnKind.AMOUNT]
    # Where no heading names the amounts, they stand last as a rule.
    index = max(named or row.numbers, default=None)
    return row.numbers[index].value if index is not None else None


def _with_decimals(rows: Sequence[SortedRow], columns: Sequence[Column]) -> bool:
    """Tell whether the amounts of the complete rows are printed with decimals."""
    complete = [row for row in rows if row.kind is RowKind.ITEM and is_complete(row, columns)]
    return bool(complete) and sum(not _whole_amount(row, columns) for row in complete) * 2 > len(complete)


def _whole_amount(row: SortedRow, columns: Sequence[Column]) -> bool:
    amounts = [f for i, f in row.numbers.items() if columns[i].role in AMOUNTS]
    return bool(amounts) and all(decimals_of(figure.value) == 0 for figure in amounts)


def is_complete(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has a quantity, a price and an amount."""
    roles = {columns[index].role for index in row.numbers}
    return all(roles & wanted for wanted in (COUNTS, PRICES, AMOUNTS))
