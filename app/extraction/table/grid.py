"""Sharing out the words of a table's rows among its columns.

A heading says roughly where a column is; its figures may be aligned left, right or centred under it, and texts run
on to the next column. So the words of a row are given to the columns in order, at the least cost, once by the
headings and once more by where the first pass found each column's content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from operator import add
from typing import NamedTuple

import numpy as np

from app.extraction.table.columns import NUMBER_ROLES, Column
from app.extraction.table.ticks import before_ticks
from app.extraction.table.word_fit import JUDGES, Look, as_anything
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Cell, Row
from app.extraction.values.words import Word

_FAR = 25.0
_RUN_ON = 2.5
_NEVER = float("inf")
_NEAR = 2.0  # points
_MOST = 0.6
_FIGURES = 2
_SAMPLES = 40  # rows
_BLOCK_ROWS = 500  # priced at once


class Zone(NamedTuple):
    """Where the content of a column stands on the page."""

    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its words shared out: one tuple of words for each column."""

    index: int
    row: Row
    cells: tuple[tuple[Word, ...], ...]


def share_out(rows: Sequence[tuple[int, Row]], columns: Sequence[Column], knowledge: Knowledge) -> tuple[GridRow, ...]:
    """Give the words of the rows to the columns once."""
    return Sharing(rows, knowledge).out(columns)


class Sharing:
    """Shares the same rows out among columns, as often as the columns become better known.

    What does not depend on the columns is measured once.
    """

    __slots__ = ("_blocks", "_rows", "_samples")

    def __init__(self, rows: Sequence[tuple[int, Row]], knowledge: Knowledge) -> None:
        starts = range(0, len(rows), _BLOCK_ROWS)
        self._rows = rows
        self._blocks = [_Block(rows[start : start + _BLOCK_ROWS], knowledge) for start in starts]
        # Whole cells show how wide a column is: those of the first rows that have figures.
        figured = (row.cells for block in self._blocks for row in block.figured_rows())
        self._samples = list(islice(figured, _SAMPLES))

    def out(self, columns: Sequence[Column]) -> tuple[GridRow, ...]:
        """Give the words of the rows to the columns."""
        zones = _heading_zones(columns, self._samples)
        prices = self._prices(columns, zones)
        # Only rows with figures teach where columns are: footers and notes stand anywhere.
        found = self._shared(prices, figured=True)
        teaching = [row for row in found.values() if _figures_in(row, columns) >= _FIGURES]
        rest: Mapping[int, GridRow] = {} if teaching else self._shared(prices, figured=False)
        if not teaching and sum(column.role in NUMBER_ROLES for column in columns) == 1:
            teaching = [row for row in self._in_order({**found, **rest}) if _figures_in(row, columns)]
        learned = _learned_zones(teaching or self._in_order({**found, **rest}), columns, zones)
        if learned != zones:
            prices = self._prices(columns, learned)
            found, rest = self._shared(prices, figured=True), {}
        return self._in_order({**found, **(rest or self._shared(prices, figured=False))})

    def _prices(self, columns: Sequence[Column], zones: Sequence[Zone]) -> list[_Prices]:
        """Return what the words of each block cost in these columns, whose content stands in these places."""
        places = [_Place(zone.x0, zone.x1, column.role) for column, zone in zip(columns, zones, strict=True)]
        return [block.prices(places) for block in self._blocks]

    def _shared(self, prices: Sequence[_Prices], *, figured: bool) -> dict[int, GridRow]:
        """Share out the rows that have figures, or those that have not; by their index."""
        blocks = zip(self._blocks, prices, strict=True)
        return {row.index: row for block, priced in blocks for row in block.shared(priced, figured=figured)}

    def _in_order(self, found: Mapping[int, GridRow]) -> tuple[GridRow, ...]:
        return tuple([found[index] for index, _ in self._rows])


class _Place(NamedTuple):
    """A column while words are given to it: where its content stands, and what it is for."""

    x0: float
    x1: float
    role: ColumnKind | None


class _Prices(NamedTuple):
    """What each word costs in each column, what staying in a column costs in times, and where the last column ends."""

    costs: list[list[float]]
    weights: list[float]
    edge: float


class _Block:
    """Rows whose words are measured and priced all at once."""

    __slots__ = ("_em", "_figured", "_left", "_looks", "_misfits", "_moves", "_right", "_rows", "_stays", "_which")

    def __init__(self, rows: Sequence[tuple[int, Row]], knowledge: Knowledge) -> None:
        self._rows = rows
        self._figured = [sum(map(looks_like_figure, row.texts)) >= _FIGURES for _, row in rows]
        words = [word for _, row in rows for word in row.words]
        self._left = np.array([word.x0 for word in words])
        self._right = np.array([word.x1 for word in words])
        self._em = np.repeat([max(row.height, 4.0) for _, row in rows], [len(row.words) for _, row in rows])
        numbers: dict[str, int] = {}
        self._which = np.array([numbers.setdefault(text, len(numbers)) for _, row in rows for text in row.texts])
        is_unit = knowledge.units.is_unit
        self._looks = [
            Look(text, looks_like_figure(text), is_unit(text), any(map(str.isdigit, text))) for text in numbers
        ]
        self._misfits: dict[Callable[[Look], float], list[float]] = {}
        self._stays, self._moves = self._steps()

    def _steps(self) -> tuple[list[float], list[float]]:
        """Return of each word what staying in a column and moving on costs, by the gap to the word before it."""
        figures = np.array([look.figure for look in self._looks])[self._which]
        gap = (self._left[1:] - self._right[:-1]) / self._em[1:]
        close, near = gap < 0.5, gap < 1.2
        stays = np.where(close, 0.0, np.where(near, 0.1, 0.5))
        apart = np.where(figures[1:] | figures[:-1], 0.25, 0.8)
        moves = np.where(close, apart, np.where(near, 0.1, 0.0))
        return [0.0, *stays.tolist()], [0.0, *moves.tolist()]

    def figured_rows(self) -> Iterator[Row]:
        """Yield the rows that have figures."""
        return (row for (_, row), figured in zip(self._rows, self._figured, strict=True) if figured)

    def prices(self, places: Sequence[_Place]) -> _Prices:
        """Return what the words cost in these columns."""
        weights = [3.0 if place.role in NUMBER_ROLES else 1.0 for place in places]
        return _Prices(self._costs(places), weights, max(place.x1 for place in places))

    def shared(self, prices: _Prices, *, figured: bool) -> Iterator[GridRow]:
        """Yield the rows that have figures, or those that have not, with their words given to the columns."""
        costs, weights, edge = prices
        end = 0
        for (index, row), has_figures in zip(self._rows, self._figured, strict=True):
            start, end = end, end + len(row.words)
            if has_figures is not figured:
                continue
            words = row.words[: before_ticks(row, edge)]
            last = start + len(words)
            shares = _shares(costs[start:last], self._stays[start:last], self._moves[start:last], weights)
            cells: list[list[Word]] = [[] for _ in weights]
            for word, at in zip(words, shares, strict=True):
                cells[at].append(word)
            yield GridRow(index, row, tuple(map(tuple, cells)))

    def _costs(self, places: Sequence[_Place]) -> list[list[float]]:
        """Return what each word costs in each column: how far off it stands, and how badly it fits what that is for."""
        x0, x1 = np.array([place.x0 for place in places]), np.array([place.x1 for place in places])
        left, right, em = self._left[:, None], self._right[:, None], self._em[:, None]
        gap = np.maximum(np.maximum(x0 - right, left - x1), 0.0) / em
        inside = np.minimum(right, x1) - np.maximum(left, x0)
        outside = np.where(inside <= 0, 1.0, np.maximum(1 - inside / np.maximum(right - left, 0.1), 0.0))
        flush = (np.abs(left - x0) < 0.35 * em) | (np.abs(right - x1) < 0.35 * em)
        costs = np.minimum(gap, _FAR) + np.where(flush, 0.25, 0.6) * outside
        for at, place in enumerate(places):
            if place.role is ColumnKind.DESCRIPTION:
                # Texts run on to the right; what stands left of them belongs to another column rather.
                off = np.where(self._right < place.x0, 0.6, 0.25) * gap[:, at]
                costs[:, at] = np.minimum(off, _RUN_ON) + 0.2 * outside[:, at]
        misfits = np.array([self._misfits_of(place.role) for place in places])
        priced: list[list[float]] = (costs + misfits[:, self._which].T).tolist()
        return priced

    def _misfits_of(self, role: ColumnKind | None) -> list[float]:
        """Return how badly each text fits a column of this role; judged once for roles that the same words fit."""
        judge = JUDGES.get(role, as_anything)
        found = self._misfits.get(judge)
        if found is None:
            found = self._misfits[judge] = [judge(look) for look in self._looks]
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
    edges = [(index, column.x0, column.x1) for index, column in enumerate(columns)]
    for cells in rows:
        for cell in cells:
            left, right = cell.x0, cell.x1
            under = [index for index, x0, x1 in edges if left < x1 and right > x0]
            if len(under) == 1:
                found[under[0]].append(Zone(left, right))
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


def _shares(
    costs: Sequence[Sequence[float]], stays: Sequence[float], moves: Sequence[float], weights: Sequence[float]
) -> list[int]:
    """Give words to columns from left to right at the least cost (dynamic programming over words and columns).

    ``costs`` are those of each word in each column; before each word ``stays``, times the weight of the column, is the
    price of staying in a column, ``moves`` that of moving on. Returns the column of each word.
    """
    best: Sequence[float] = costs[0]  # the first word stays in no column and moves on from none
    reached = [best]
    for own, stay, move in zip(costs[1:], stays[1:], moves[1:], strict=True):
        left = [_NEVER, *accumulate(best[:-1], min)]  # the least that any column further left costs
        moved = [cost + move for cost in left] if move else left
        same = [cost + stay * weight for cost, weight in zip(best, weights, strict=True)] if stay else best
        best = list(map(add, map(min, same, moved), own))
        reached.append(best)
    at = best.index(min(best))
    shares = [at]
    for before, stay, move in zip(reached[-2::-1], stays[:0:-1], moves[:0:-1], strict=True):
        least = min(before[:at], default=_NEVER)
        if before[at] + stay * weights[at] > least + move:
            at = before.index(least)
        shares.append(at)
    shares.reverse()
    return shares
