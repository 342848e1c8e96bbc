"""The billed lines of an invoice: every line table on its pages, over page breaks and repeated headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.invoice import ChargeKind
from app.domain.money import decimals_of
from app.extraction.profiles.guidance import NO_GUIDANCE, Guidance
from app.extraction.sums.charges import ChargeDraft, label_text
from app.extraction.table.charge_rows import untaxed
from app.extraction.table.charges_under_lines import with_charges_under_lines
from app.extraction.table.columns import COUNTS, PRICES, TAXES, Column, Heading
from app.extraction.table.conditions import with_conditions
from app.extraction.table.content import name_by_content, with_orders
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.grid import GridRow, Sharing
from app.extraction.table.heading_units import take_units_of_headings
from app.extraction.table.headings import find_headings, names_sums
from app.extraction.table.lines import build_lines
from app.extraction.table.places import number_columns, place_columns
from app.extraction.table.purposes import Purposes, purposes_of
from app.extraction.table.roles import choose_roles, multiplying_share, release_discounts
from app.extraction.table.run_on_headings import joined_headings
from app.extraction.table.summed_column import with_summed_column
from app.extraction.table.table_body import amount_of, body_of, is_complete, only_amount, usual_figures
from app.extraction.table.table_rows import RowKind, SortedRow, sort_row
from app.extraction.table.taxes_in_rows import with_taxes
from app.extraction.table.trailing_charges import with_deposits, with_trailing_charges, with_uncoded_charges
from app.extraction.table.unheaded import split_unheaded
from app.extraction.table.wrapped_figures import with_wrapped_figures
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, is_mostly_digits, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.language import guess_language
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.page_words import page_words
from app.extraction.values.patterns import matches_any
from app.extraction.values.rows import Row
from app.extraction.values.words import PageText, RulingLine, Word

_CENTS = 2  # decimals
_BELIEVED = Decimal("0.6")  # share of the lines that multiply
_PIECES = {"st": "EA", "mt": "M"}  # what these count in other languages than English
_SOLD = COUNTS | PRICES
_MINUS = frozenset("-–−")
_TITLE = 2  # rows above a list's heading


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was read from one line table (over all its pages).

    Attributes:
        columns: Its columns.
        choice: Which number column holds what.
        lines: The lines as drafted.
        charges: Charges that stand as rows in the table.
        used_rows: Rows (indices into the document's) that are headings, lines, their texts or charges.
    """

    columns: tuple[Column, ...]
    choice: RoleChoice
    lines: tuple[LineDraft, ...]
    charges: tuple[ChargeDraft, ...] = ()
    used_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TableContext:
    """What every step of reading a table needs."""

    rows: Sequence[Row]
    pages: Sequence[PageText]
    knowledge: Knowledge
    mark: DecimalMark
    guidance: Guidance = NO_GUIDANCE
    outside: frozenset[int] = frozenset()  # rows that are no part of a line table, as a profile says

    @property
    def own_charges(self) -> Mapping[str, ChargeKind]:
        """A vendor's own words for charges."""
        return self.guidance.charges

    @property
    def own_units(self) -> Mapping[str, str]:
        """A vendor's own spellings of units; "St" counts pieces and "MT" metres, unless they may be sets and tonnes.

        They may where the decimal mark is a point, as in English; Switzerland writes other languages with it, too.
        """
        pieces = _PIECES if self.mark is DecimalMark.COMMA or self._is_foreign else {}
        return {**pieces, **self.guidance.units}

    @property
    def _is_foreign(self) -> bool:
        """Tell whether a page that has one of those spellings is plainly in another language than English."""
        texts = [word.text for page in self.pages for word in page.words]
        return any(text.casefold() in _PIECES for text in texts) and guess_language(texts) not in {None, "eng"}

    def may_bill(self, index: int) -> bool:
        """Tell whether a row stands where lines do."""
        return index not in self.outside

    @property
    def rulings(self) -> dict[int, list[RulingLine]]:
        """Horizontal ruling lines by page."""
        return {page.number: [line for line in page.rulings if line.horizontal] for page in self.pages}


def read_tables(context: TableContext) -> tuple[TableReading, ...]:
    """Read every table whose heading names the columns of billed lines."""
    found = find_headings(context.rows, context.pages, context.knowledge)
    found = tuple(heading for heading in found if context.may_bill(heading.first_row))
    headings = place_columns(
        number_columns(found, context.guidance.positions), context.guidance.places, context.rows, context.outside
    )
    groups = group_headings(headings, context.rows)
    groups = [
        (group, ends) for group, ends in groups if not names_sums(context.rows[group[0].first_row], context.knowledge)
    ]
    tables = [_without_what_a_line_has(read_table(group, ends, context), group[0], context) for group, ends in groups]
    return tuple(table for table in tables if (table.lines or table.used_rows) and not _is_tax_summary(table))


def _without_what_a_line_has(table: TableReading, heading: Heading, context: TableContext) -> TableReading:
    """Return a list of nothing but charges without them where its title says that they are those of a line.

    What is put on or taken off a line is in the amount of the line; nothing else may read those rows.
    """
    if table.lines or not table.charges:
        return table if table.lines else replace(table, used_rows=frozenset())
    above = context.rows[max(0, heading.first_row - _TITLE) : heading.first_row]
    words = {key for row in above if row.page == heading.page for key in row.keys}
    if words.isdisjoint(page_words("charges", "of_a_line")):
        return table
    rows = range(heading.last_row + 1, 1 + max(charge.row for charge in table.charges))
    return replace(table, charges=(), used_rows=table.used_rows.union(rows))


def _is_tax_summary(table: TableReading) -> bool:
    """Tell whether a table breaks down the tax: rates or tax amounts beside sums, and nothing that is sold."""
    roles = {column.role for column in table.columns}
    taxed = roles & TAXES
    return bool(taxed) and not roles & {*_SOLD, ColumnKind.DESCRIPTION}


def group_headings(
    headings: Sequence[Heading], rows: Sequence[Row]
) -> list[tuple[list[Heading], list[tuple[int, int]]]]:
    """Group headings that repeat each other, each with the rows below it (up to the next heading)."""
    groups: list[tuple[list[Heading], list[tuple[int, int]]]] = []
    for position, heading in enumerate(headings):
        end = headings[position + 1].first_row if position + 1 < len(headings) else len(rows)
        home = next((group for group in groups if _repeats(group[0][0], heading)), None)
        if home is None:
            groups.append(([heading], [(heading.last_row + 1, end)]))
        else:
            home[0].append(heading)
            home[1].append((heading.last_row + 1, end))
    return groups


def _repeats(first: Heading, other: Heading) -> bool:
    if first.page == other.page or len(first.columns) != len(other.columns):
        return False
    places = zip(first.columns, other.columns, strict=True)
    return first.roles == other.roles and all(abs(a.x0 - b.x0) < 12 or abs(a.x1 - b.x1) < 12 for a, b in places)


def read_table(headings: Sequence[Heading], spans: Sequence[tuple[int, int]], context: TableContext) -> TableReading:
    """Read one table: the columns of its first heading, the rows under each of its headings."""
    columns = headings[0].columns
    headed = {heading.page: heading.last_row for heading in headings}
    # What stands on a page above its own heading is letterhead.
    wanted = [
        (index, context.rows[index])
        for start, end in spans
        for index in range(start, end)
        if index > headed.get(context.rows[index].page, -1) and context.may_bill(index)
    ]
    columns = joined_headings(with_orders(columns, [row for _, row in wanted]), [row for _, row in wanted])
    sharing = Sharing(wanted, context.knowledge)
    grids = sharing.out(columns)
    parted = split_unheaded(columns, grids, context.knowledge)
    if parted != columns:
        columns = parted
        grids = sharing.out(columns)
    named = name_by_content(columns, grids, context.knowledge)
    if named != columns:
        columns = named
        grids = sharing.out(columns)
    table = finish_table(columns, grids, headings, context)
    table = with_summed_column(table, context, lambda others: finish_table(others, grids, headings, context))
    share = multiplying_share(table.choice, table.lines)
    return table if share == 1 else _with_set_aside(table, grids, headings, context, believed=share >= _BELIEVED)


def _with_set_aside(
    table: TableReading,
    grids: Sequence[GridRow],
    headings: Sequence[Heading],
    context: TableContext,
    *,
    believed: bool,
) -> TableReading:
    """Return the table with a column counted that is set aside as a rule, where the lines multiply by it alone.

    What is sold by weight is billed by it: "Cases" and "Weight" beside a price per pound. Where the heading is
    ``believed`` because most lines are billed by the case, single ones may be billed by weight.
    """
    aside = tuple(i for i, column in enumerate(table.columns) if column.role is ColumnKind.IGNORED)
    if not aside or (believed and table.choice.amount is None):
        return table
    columns = [replace(c, roles=()) if c.role is ColumnKind.IGNORED else c for c in table.columns]
    other = finish_table(columns, grids, headings, context)
    if len(other.lines) != len(table.lines):
        return table
    if believed:
        if _factors(other) != _factors(table):
            return table
        counts = tuple(dict.fromkeys((*table.choice.other_counts, *aside)))
        return replace(other, columns=table.columns, choice=replace(table.choice, other_counts=counts))
    whole = multiplying_share(other.choice, other.lines) >= _BELIEVED
    return other if whole and table.choice.amount in {None, other.choice.amount} else table


def _factors(table: TableReading) -> tuple[int | None, int | None, int | None]:
    return table.choice.quantity, table.choice.price, table.choice.amount


def finish_table(
    columns: Sequence[Column],
    grids: Sequence[GridRow],
    headings: Sequence[Heading],
    context: TableContext,
) -> TableReading:
    """Sort the rows of a table, put its lines together and name its number columns."""
    ignored, purposes = context.guidance.ignore_lines, purposes_of(columns)
    sorted_rows = [
        sort_row(grid, purposes, context.knowledge, context.mark, context.own_charges)
        for grid in with_wrapped_figures(grids, columns)
        if not (ignored and matches_any(ignored, grid.row.text))
    ]
    sorted_rows = with_conditions(sorted_rows, columns)
    usual = usual_figures(sorted_rows)
    sorted_rows = with_trailing_charges(
        sorted_rows,
        columns,
        context.knowledge,
        complete=lambda row: is_complete(row, columns) or bool(usual and usual <= set(row.numbers)),
        bare=lambda row: only_amount(row, columns),
    )
    coded = {id(row) for row in sorted_rows if any(row.grid.cells[index] for index in purposes.codes)}
    sorted_rows = with_uncoded_charges(
        sorted_rows,
        columns,
        context.knowledge,
        complete=lambda row: is_complete(row, columns),
        coded=lambda row: id(row) in coded,
    )
    sorted_rows = with_deposits(sorted_rows, columns, context.knowledge, coded=lambda row: id(row) in coded)
    sorted_rows = with_charges_under_lines(sorted_rows, columns, context.knowledge, coded=lambda row: id(row) in coded)
    sorted_rows = with_taxes(
        sorted_rows,
        context.knowledge,
        amount_of=lambda row: amount_of(row, columns),
        coded=lambda row: id(row) in coded,
    )
    body = body_of(sorted_rows, columns, frozenset(heading.page for heading in headings))
    lines = build_lines(body, columns, context.rulings, context.knowledge, context.mark, context.guidance.item_code)
    choice = choose_roles(columns, lines, context.guidance.billed)
    release_discounts(lines, choice)
    take_units_of_headings(lines, columns, choice, _words_of(headings, context.rows), context.knowledge.units)
    charges = [
        _charge(row, choice, purposes, context.mark)
        for row in body
        if (row.kind is RowKind.CHARGE or _loose_discount(row, lines)) and not _is_cut_off(row, columns)
    ]
    heading_rows = {i for h in headings for i in range(h.first_row, h.last_row + 1)}
    used = {i for line in lines for i in line.rows} | {charge.row for charge in charges} | heading_rows
    return TableReading(tuple(columns), choice, tuple(lines), tuple(charges), frozenset(used))


def _words_of(headings: Sequence[Heading], rows: Sequence[Row]) -> Iterator[Word]:
    """Yield the words of the first heading, and of a row right below it that has no figures ("CS EA" under "Qty")."""
    for heading in headings[:1]:
        for row in rows[heading.first_row : heading.last_row + 1]:
            yield from row.words
        for row in rows[heading.last_row + 1 : heading.last_row + 2]:
            if row.page == heading.page and not any(ch.isdigit() for ch in row.text):
                yield from row.words


def _is_cut_off(row: SortedRow, columns: Sequence[Column]) -> bool:
    """Tell whether a row has only the minus of its amount, which is wrapped: what stands left of it is a base."""
    cells = (row.grid.cells[index] for index, column in enumerate(columns) if column.role is ColumnKind.AMOUNT)
    return any(cell and all(word.text in _MINUS for word in cell) for cell in cells)


def _charge(row: SortedRow, choice: RoleChoice, purposes: Purposes, mark: DecimalMark) -> ChargeDraft:
    """Return what a row charges: where the lines have their amounts, or else last in the row."""
    columns = [choice.amount] if choice.untaxed is None else [choice.untaxed]
    found = [row.numbers[index] for index in columns if index is not None and index in row.numbers]
    figure = found[0] if found else _last_money(row, mark)
    if row.charge is ChargeKind.DISCOUNT:
        figure = replace(figure, value=-abs(figure.value))
    words = [w for w in untaxed(row.grid.row.words, row.grid, purposes) if not is_mostly_digits(w)]
    words = [w for w in words if any(map(str.isalpha, w.text)) or w.text in {"&", "+"}]
    assert row.charge is not None
    return ChargeDraft(row.charge, label_text(words), figure, row.grid.index, in_table=True)


def _last_money(row: SortedRow, mark: DecimalMark) -> Figure:
    """Return the last figure of a row; a rate of tax behind the amount is none where the amount has cents.

    Amounts of charges may stand beside the columns of the lines, where sums do ("Kühlpauschale   7,90   20%").
    """
    last = row.numbers[max(row.numbers)]
    if last.rest != "%":
        return last
    read = (read_figure([word], mark) for word in reversed(row.grid.row.words))
    money = (
        figure for figure in read if figure is not None and not figure.rest and decimals_of(figure.value) == _CENTS
    )
    return next(money, last)


def _loose_discount(row: SortedRow, lines: Sequence[LineDraft]) -> bool:
    """Tell whether a discount below a line stands for itself, and is not what takes the line to its amount."""
    if row.kind is not RowKind.DISCOUNT:
        return False
    return not any(line.discount_row is not None and row.grid.index in line.rows for line in lines)
