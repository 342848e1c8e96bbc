"""Sharing out the words of a table's rows among its columns.

A heading says roughly where a column is; its figures may be aligned left, right or centred under it, and texts run
on to the next column. So the words of a row are given to the columns in order, at the least cost, once by the
headings and once more by where the first pass found each column's content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from app.extraction.table.columns import NUMBER_ROLES, Column
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_currency_word, looks_like_figure, may_be_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import is_numeric, read_percent
from app.extraction.values.rows import Cell, Row
from app.extraction.values.words import Word

_INTEGER = re.compile(r"[0-9]{1,4}[.):,;]?", re.ASCII)
_MONEY = re.compile(r".*[.,][0-9]{2,4}\D*", re.ASCII)
_NO_AMOUNT = frozenset({"n/c", "nc", "free", "-", "--", "n/a", "incl", "incl.", "included", "gratis", "tbd", "fr", "*"})
_FAR = 25.0
_RUN_ON = 2.5
# Quantities and prices are printed with their unit as often as not ("12 EA").
_WITH_UNIT = frozenset(
    {ColumnKind.QUANTITY, ColumnKind.ORDERED, ColumnKind.SHIPPED, ColumnKind.BACKORDERED, ColumnKind.PRICE}
)
_NEVER = float("inf")
_NEAR = 2.0  # points
_MOST = 0.6
_FIGURES = 2
_SAMPLES = 40  # rows
_KEPT_ROWS = 500  # for longer tables costs are worked out anew: memory is dearer than time there
# Roles that the same words fit: a word is judged once for all of them.
_LIKE = {
    **dict.fromkeys(NUMBER_ROLES - _WITH_UNIT - {ColumnKind.DISCOUNT}, ColumnKind.AMOUNT),
    **dict.fromkeys(_WITH_UNIT, ColumnKind.QUANTITY),
    **dict.fromkeys((ColumnKind.BUYER_CODE, ColumnKind.OTHER_CODE), ColumnKind.ITEM_CODE),
    ColumnKind.PO_LINE: ColumnKind.LINE_NO,
}


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the content of a column stands on the page."""

    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its words shared out: one tuple of words for each column."""

    index: int
    row: Row
    cells: tuple[tuple[Word, ...], ...]


def share_out(
    rows: Sequence[tuple[int, Row]], columns: Sequence[Column], knowledge: Knowledge
) -> tuple[tuple[GridRow, ...], tuple[Zone, ...]]:
    """Give the words of the rows to the columns once; also return where each column's content was found."""
    return Sharing(rows, knowledge).out(columns)


class Sharing:
    """Shares the same rows out among columns, as often as the columns become better known.

    What does not depend on the columns is measured once, and what a column costs as long as it stays as it is.
    """

    __slots__ = ("_misfits", "_rows", "_samples")

    def __init__(self, rows: Sequence[tuple[int, Row]], knowledge: Knowledge) -> None:
        keep = len(rows) <= _KEPT_ROWS
        self._rows = [_MeasuredRow(index, row, keep=keep) for index, row in rows]
        self._samples: list[tuple[Cell, ...]] | None = None
        alike: dict[ColumnKind | None, ColumnKind | None] = {None: None}
        alike.update((role, _LIKE.get(role, role)) for role in ColumnKind)
        kept = {role: _Misfits(role, knowledge) for role in set(alike.values())}
        self._misfits = {role: kept[judged_as] for role, judged_as in alike.items()}

    def out(self, columns: Sequence[Column]) -> tuple[tuple[GridRow, ...], tuple[Zone, ...]]:
        """Give the words of the rows to the columns; also return where each column's content was found."""
        zones = _heading_zones(columns, self._cells())
        first = self._shared(columns, zones)
        learned = _learned_zones(first, columns, zones)
        return (first if learned == zones else self._shared(columns, learned)), learned

    def _cells(self) -> list[tuple[Cell, ...]]:
        """Return the cells of the first rows that have figures: whole cells show how wide a column is."""
        if self._samples is None:
            rows = (measured.row for measured in self._rows)
            figured = (row.cells for row in rows if sum(looks_like_figure(w.text) for w in row.words) >= _FIGURES)
            self._samples = list(islice(figured, _SAMPLES))
        return self._samples

    def _shared(self, columns: Sequence[Column], zones: Sequence[Zone]) -> tuple[GridRow, ...]:
        places = [
            _Place(column.role, zone.x0, zone.x1, self._misfits[column.role])
            for column, zone in zip(columns, zones, strict=True)
        ]
        return tuple(_share(row, places) for row in self._rows)


class _Misfits(dict[str, float]):
    """How badly words fit a column of one role; each word is judged once."""

    __slots__ = ("_knowledge", "_role")

    def __init__(self, role: ColumnKind | None, knowledge: Knowledge) -> None:
        super().__init__()
        self._role = role
        self._knowledge = knowledge

    def __missing__(self, text: str) -> float:
        found = self[text] = _misfit(text, self._role, self._knowledge)
        return found


class _Place:
    """A column while words are given to it: where its content stands, what staying in it costs, what fits it."""

    __slots__ = ("key", "misfits", "runs_on", "stay", "x0", "x1")

    def __init__(self, role: ColumnKind | None, x0: float, x1: float, misfits: _Misfits) -> None:
        self.key = (role, x0, x1)
        self.x0, self.x1, self.misfits = x0, x1, misfits
        self.runs_on = role is ColumnKind.DESCRIPTION
        self.stay = 3.0 if role in NUMBER_ROLES else 1.0


class _MeasuredRow:
    """A row with what the shares of its words depend on, whatever the columns are."""

    __slots__ = ("_spans", "_steps", "costs", "em", "index", "keep", "row")

    def __init__(self, index: int, row: Row, *, keep: bool) -> None:
        self.index = index
        self.row = row
        self.em = max(row.height, 4.0)
        self.keep = keep
        self.costs: dict[tuple[ColumnKind | None, float, float], list[float]] = {}
        self._steps: list[tuple[float, float]] | None = None
        self._spans: list[tuple[str, float, float]] | None = None

    @property
    def steps(self) -> list[tuple[float, float]]:
        """What staying in a column and moving on costs, before each word."""
        found = self._steps
        if found is None:
            words = self.row.words
            found = [_steps(last, word, self.em) for last, word in zip((None, *words), words, strict=False)]
            if self.keep:
                self._steps = found
        return found

    @property
    def spans(self) -> list[tuple[str, float, float]]:
        """The text of each word, and where it begins and ends."""
        found = self._spans
        if found is None:
            found = [(word.text, word.box.x0, word.box.x1) for word in self.row.words]
            if self.keep:
                self._spans = found
        return found

    def costs_in(self, place: _Place) -> list[float]:
        """Return what each word costs in this column."""
        found = self.costs.get(place.key)
        return _costs(self.spans, place, self.em) if found is None else found

    def costs_in_all(self, places: Sequence[_Place]) -> list[list[float]]:
        """Return what each word costs in each of these columns; those of the columns before are forgotten."""
        found = [self.costs_in(place) for place in places]
        if self.keep:
            self.costs = {place.key: costs for place, costs in zip(places, found, strict=True)}
        return found


def _heading_zones(columns: Sequence[Column], cells: Sequence[Sequence[Cell]]) -> tuple[Zone, ...]:
    wide = _as_wide_as_cells(columns, cells)
    zones = []
    for index, (column, zone) in enumerate(zip(columns, wide, strict=True)):
        x1 = zone.x1
        if column.role in {ColumnKind.DESCRIPTION, None} and not column.ruled and index + 1 < len(columns):
            # A text runs on to where the next column begins.
            x1 = max(x1, wide[index + 1].x0 - 2)
        zones.append(Zone(zone.x0, x1))
    return tuple(zones)


def _as_wide_as_cells(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Zone]:
    """Return the places of the headings, widened by the cells that most rows have under one of them and no other.

    "November 28, 2025" is wider than "Date" above it, and "100 boxes" than "Qty": all of its words are one cell's.
    """
    found: list[list[Zone]] = [[] for _ in columns]
    for cells in rows:
        for cell in cells:
            under = [i for i, column in enumerate(columns) if cell.x0 < column.x1 and cell.x1 > column.x0]
            if len(under) == 1:
                found[under[0]].append(Zone(cell.x0, cell.x1))
    zones = []
    for column, spans in zip(columns, found, strict=True):
        fixed = column.ruled or column.role in {ColumnKind.DESCRIPTION, None}
        near = [] if fixed or len(spans) < _MOST * len(rows) else _aligned(spans)
        zones.append(
            Zone(min(column.x0, *(z.x0 for z in near)), max(column.x1, *(z.x1 for z in near)))
            if near
            else Zone(column.x0, column.x1)
        )
    return zones


def _learned_zones(rows: Sequence[GridRow], columns: Sequence[Column], zones: Sequence[Zone]) -> tuple[Zone, ...]:
    learned = []
    # Only rows with figures teach: footers and notes stand anywhere.
    rows = [row for row in rows if _figures_in(row, columns) >= 2] or rows
    for index, (column, zone) in enumerate(zip(columns, zones, strict=True)):
        spans: list[Zone] = []
        if column.role in NUMBER_ROLES:
            spans = _aligned([span for row in rows if (span := _figure_span(row.cells[index]))])
        elif column.role is not ColumnKind.DESCRIPTION:
            firsts = [row.cells[index][0] for row in rows if row.cells[index]]
            spans = _aligned([Zone(word.x0, word.x1) for word in firsts])
        if (
            column.role is ColumnKind.DESCRIPTION
            and not column.ruled
            and sum(bool(row.cells[index]) for row in rows) > 1
        ):
            learned.append(Zone(min(zone.x0, _usual_left(rows, index)), zone.x1))
        elif column.ruled or len(spans) < 2:
            learned.append(zone)
        else:
            learned.append(Zone(min(zone.x0, *(s.x0 for s in spans)), max(zone.x1, *(s.x1 for s in spans))))
    return _texts_cut(learned, columns)


def _figure_span(words: Sequence[Word]) -> Zone | None:
    """Return the place of a figure with the unit that stands behind it; None where there is no figure."""
    first = next((i for i, word in enumerate(words) if looks_like_figure(word.text)), None)
    if first is None:
        return None
    behind = words[first + 1 : first + 2] if len(words) == first + 2 else ()
    return Zone(words[first].x0, (behind or words)[0].x1 if behind else words[first].x1)


def _texts_cut(zones: Sequence[Zone], columns: Sequence[Column]) -> tuple[Zone, ...]:
    """End a text where the figures right of it were found to begin."""
    result = list(zones)
    for index, column in enumerate(columns[:-1]):
        if column.role is ColumnKind.DESCRIPTION and columns[index + 1].role in NUMBER_ROLES:
            end = min(zones[index].x1, zones[index + 1].x0 - 1)
            result[index] = Zone(zones[index].x0, max(end, column.x1 if column.x1 < zones[index + 1].x0 else end))
    return tuple(result)


def _figures_in(row: GridRow, columns: Sequence[Column]) -> int:
    return sum(
        any(looks_like_figure(word.text) for word in row.cells[index])
        for index, column in enumerate(columns)
        if column.role in NUMBER_ROLES
    )


def _usual_left(rows: Sequence[GridRow], index: int) -> float:
    """Return the left edge that most others are near to, the leftmost of those; in one walk over long tables."""
    lefts = sorted(row.cells[index][0].x0 for row in rows if row.cells[index])
    usual, most = lefts[0], 0
    first = last = 0
    for left in lefts:
        while left - lefts[first] >= _NEAR:
            first += 1
        while last < len(lefts) and lefts[last] - left < _NEAR:
            last += 1
        if last - first > most:
            usual, most = left, last - first
    return usual


def _aligned(words: Sequence[Zone]) -> list[Zone]:
    """Return the places that share an edge or the middle with most of the others; a stray one would widen a column."""
    if len(words) < 3:
        return list(words)
    best: list[Zone] = []
    edges = ([w.x1 for w in words], [w.x0 for w in words], [(w.x0 + w.x1) / 2 for w in words])
    for places in edges:
        centre = sorted(places)[len(places) // 2]
        near = [word for word, place in zip(words, places, strict=True) if abs(place - centre) < 4]
        if len(near) > len(best):
            best = near
    return best


def _share(measured: _MeasuredRow, places: Sequence[_Place]) -> GridRow:
    """Give words to columns from left to right at the least cost (dynamic programming over words and columns)."""
    row = measured.row
    stays = [place.stay for place in places]
    own_costs = list(zip(*measured.costs_in_all(places), strict=True))
    costs: Sequence[float] = own_costs[0]  # the first word stays in no column and moves on from none
    choices: list[list[int]] = [list(range(len(places)))]
    for (stay, move), own in zip(measured.steps[1:], own_costs[1:], strict=True):
        fresh, choice = [], []
        before, before_at = _NEVER, 0
        for at, (cost, added, weight) in enumerate(zip(costs, own, stays, strict=True)):
            same = cost + stay * weight
            if same <= before + move:
                fresh.append(same + added)
                choice.append(at)
            else:
                fresh.append(before + move + added)
                choice.append(before_at)
            if cost < before:
                before, before_at = cost, at
        costs = fresh
        choices.append(choice)
    shares: list[list[Word]] = [[] for _ in places]
    at = costs.index(min(costs))
    for word, choice in zip(reversed(row.words), reversed(choices), strict=True):
        shares[at].append(word)
        at = choice[at]
    return GridRow(measured.index, row, tuple(tuple(reversed(share)) for share in shares))


def _steps(last: Word | None, word: Word, em: float) -> tuple[float, float]:
    """Return the price of staying in a column and of moving on, by the gap between two words."""
    if last is None:
        return 0.0, 0.0
    gap = (word.x0 - last.x1) / em
    if gap < 0.5:
        return 0.0, 0.25 if looks_like_figure(word.text) or looks_like_figure(last.text) else 0.8
    if gap < 1.2:
        return 0.1, 0.1
    return 0.5, 0.0


def _costs(spans: Sequence[tuple[str, float, float]], place: _Place, em: float) -> list[float]:
    """Return what each word costs in a column: how far off it stands, and how badly it fits what the column is for.

    Comparisons, not min and max: this runs for every word of a table in every column.
    """
    x0, x1, runs_on, misfits = place.x0, place.x1, place.runs_on, place.misfits
    near = 0.35 * em
    found = []
    for text, left, right in spans:
        before, behind = x0 - right, left - x1
        gap = before if before > behind else behind
        gap = gap / em if gap > 0.0 else 0.0
        shared = (right if right < x1 else x1) - (left if left > x0 else x0)
        if shared <= 0:
            outside = 1.0
        else:
            wide = right - left
            outside = 1 - shared / (wide if wide > 0.1 else 0.1)
            if outside < 0.0:  # noqa: PLR1730
                outside = 0.0
        if runs_on:
            # Texts run on to the right; what stands left of them belongs to another column rather.
            cost = (0.6 if right < x0 else 0.25) * gap
            cost = (cost if cost < _RUN_ON else _RUN_ON) + 0.2 * outside
        else:
            flush = -near < left - x0 < near or -near < right - x1 < near
            cost = (gap if gap < _FAR else _FAR) + (0.25 if flush else 0.6) * outside
        found.append(cost + misfits[text])
    return found


def _misfit(text: str, role: ColumnKind | None, knowledge: Knowledge) -> float:
    number = looks_like_figure(text)
    if role in NUMBER_ROLES:
        if number:
            return 0.0 if read_percent(text) is None or role is ColumnKind.DISCOUNT else 3.0
        if is_currency_word(text) or text.casefold() in _NO_AMOUNT:
            return 0.3
        if may_be_figure(text):
            return 0.6
        if text.startswith("/"):
            return 1.2
        return (0.5 if role in _WITH_UNIT else 1.2) if knowledge.units.is_unit(text) else 6.0
    if role is ColumnKind.DESCRIPTION:
        return 0.15 if not number else (1.0 if _MONEY.fullmatch(text) and is_numeric(text) else 0.3)
    if role is ColumnKind.UOM:
        if knowledge.units.is_unit(text) or text.casefold() in {"/", "per"}:
            return -0.2
        return 2.5 if number else (0.6 if len(text) <= 5 else 2.5)
    if role in {ColumnKind.LINE_NO, ColumnKind.PO_LINE}:
        return 0.0 if _INTEGER.fullmatch(text) else 5.0
    if role in {ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE, ColumnKind.OTHER_CODE}:
        return 0.0 if any(ch.isdigit() for ch in text) else (0.5 if text.isupper() else 1.3)
    if role is ColumnKind.PO_NUMBER:
        return 0.0 if any(ch.isdigit() for ch in text) else 3.0
    if role is ColumnKind.TAX_RATE:
        return 0.0 if number or read_percent(text) is not None or len(text) <= 3 else 4.0
    if role is ColumnKind.PRICE_PER:
        return 0.0 if len(text) <= 6 else 3.0
    return 0.1
