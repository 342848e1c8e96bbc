"""Sharing out the words of a table's rows among its columns.

A heading says roughly where a column is; its figures may be aligned left, right or centred under it, and texts run
on to the next column. So the words of a row are given to the columns in order, at the least cost, once by the
headings and once more by where the first pass found each column's content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.extraction.table.headings import NUMBER_ROLES, Column, Role
from app.extraction.values.figures import is_currency_word, looks_like_figure, may_be_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import is_numeric, read_percent
from app.extraction.values.rows import Row
from app.extraction.values.words import Word

_INTEGER = re.compile(r"[0-9]{1,4}[.):,;]?", re.ASCII)
_MONEY = re.compile(r".*[.,][0-9]{2,4}\D*", re.ASCII)
_NO_AMOUNT = frozenset({"n/c", "nc", "free", "-", "--", "n/a", "incl", "incl.", "included", "gratis", "tbd", "fr", "*"})
_FAR = 25.0
# Quantities and prices are printed with their unit as often as not ("12 EA").
_WITH_UNIT = frozenset({Role.QUANTITY, Role.ORDERED, Role.SHIPPED, Role.BACKORDERED, Role.PRICE})


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
    """Give the words of the rows to the columns; also return where each column's content was found."""
    zones = _heading_zones(columns)
    misfits = _Misfits(knowledge)
    first = [_share(index, row, columns, zones, misfits) for index, row in rows]
    learned = _learned_zones(first, columns, zones)
    if learned == zones:
        return tuple(first), learned
    return tuple(_share(index, row, columns, learned, misfits) for index, row in rows), learned


class _Misfits:
    """How badly words fit the roles of columns; each word is judged once."""

    __slots__ = ("_knowledge", "_known")

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._known: dict[tuple[str, Role], float] = {}

    def of(self, text: str, role: Role) -> float:
        """Return the price of a word in a column of this role."""
        key = (text, role)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _misfit(text, role, self._knowledge)
        return found


def _heading_zones(columns: Sequence[Column]) -> tuple[Zone, ...]:
    zones = []
    for index, column in enumerate(columns):
        x1 = column.x1
        if column.role in {Role.DESCRIPTION, Role.UNKNOWN} and not column.ruled and index + 1 < len(columns):
            # A text runs on to where the next column begins.
            x1 = max(x1, columns[index + 1].x0 - 2)
        zones.append(Zone(column.x0, x1))
    return tuple(zones)


def _learned_zones(rows: Sequence[GridRow], columns: Sequence[Column], zones: Sequence[Zone]) -> tuple[Zone, ...]:
    learned = []
    # Only rows with figures teach: footers and notes stand anywhere.
    rows = [row for row in rows if _figures_in(row, columns) >= 2] or rows
    for index, (column, zone) in enumerate(zip(columns, zones, strict=True)):
        spans: list[Zone] = []
        if column.role in NUMBER_ROLES:
            spans = _aligned([span for row in rows if (span := _figure_span(row.cells[index]))])
        elif column.role is not Role.DESCRIPTION:
            firsts = [row.cells[index][0] for row in rows if row.cells[index]]
            spans = _aligned([Zone(word.x0, word.x1) for word in firsts])
        if column.role is Role.DESCRIPTION and not column.ruled and sum(bool(row.cells[index]) for row in rows) > 1:
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
        if column.role is Role.DESCRIPTION and columns[index + 1].role in NUMBER_ROLES:
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
    lefts = [row.cells[index][0].x0 for row in rows if row.cells[index]]
    counted = sorted(lefts, key=lambda x: (-sum(abs(x - other) < 2 for other in lefts), x))
    return counted[0]


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


def _share(index: int, row: Row, columns: Sequence[Column], zones: Sequence[Zone], misfits: _Misfits) -> GridRow:
    """Give words to columns from left to right at the least cost (dynamic programming over words and columns)."""
    count = len(columns)
    em = max(row.height, 4.0)
    places = [(column.role, zone) for column, zone in zip(columns, zones, strict=True)]
    stays = [3.0 if role in NUMBER_ROLES else 1.0 for role, _ in places]
    costs: list[float] = [0.0] * count
    choices: list[list[int]] = []
    last: Word | None = None
    for word in row.words:
        own = [_cost(word, role, zone, em, misfits) for role, zone in places]
        stay, move = _steps(last, word, em)
        fresh, choice = [], []
        before, before_at = float("inf"), 0
        for j in range(count):
            same = costs[j] + stay * stays[j]
            if same <= before + move:
                fresh.append(same + own[j])
                choice.append(j)
            else:
                fresh.append(before + move + own[j])
                choice.append(before_at)
            if costs[j] < before:
                before, before_at = costs[j], j
        costs = fresh
        choices.append(choice)
        last = word
    shares: list[list[Word]] = [[] for _ in columns]
    at = min(range(count), key=costs.__getitem__)
    for word, choice in zip(reversed(row.words), reversed(choices), strict=True):
        shares[at].append(word)
        at = choice[at]
    return GridRow(index, row, tuple(tuple(reversed(share)) for share in shares))


def _steps(last: Word | None, word: Word, em: float) -> tuple[float, float]:
    """Return the price of staying in a column and of moving on, by the gap between two words."""
    if last is None:
        return 0.0, 0.0
    gap = (word.x0 - last.x1) / em
    figure = looks_like_figure(word.text) or looks_like_figure(last.text)
    if gap < 0.5:
        return 0.0, 0.25 if figure else 0.8
    if gap < 1.2:
        return 0.1, 0.1
    return 0.5, 0.0


def _cost(word: Word, role: Role, zone: Zone, em: float, misfits: _Misfits) -> float:
    left, right = word.box.x0, word.box.x1
    width = max(right - left, 0.1)
    gap = max(0.0, zone.x0 - right, left - zone.x1) / em
    shared = min(right, zone.x1) - max(left, zone.x0)
    outside = 1.0 if shared <= 0 else max(0.0, 1 - shared / width)
    if role is Role.DESCRIPTION:
        # Texts run on to the right; what stands left of them belongs to another column rather.
        place = min((0.6 if right < zone.x0 else 0.25) * gap, 2.5) + 0.2 * outside
    else:
        flush = min(abs(left - zone.x0), abs(right - zone.x1)) < 0.35 * em
        place = min(gap, _FAR) + (0.25 if flush else 0.6) * outside
    return place + misfits.of(word.text, role)


def _misfit(text: str, role: Role, knowledge: Knowledge) -> float:
    number = looks_like_figure(text)
    if role in NUMBER_ROLES:
        if number:
            return 0.0 if read_percent(text) is None or role is Role.DISCOUNT else 3.0
        if is_currency_word(text) or text.casefold() in _NO_AMOUNT:
            return 0.3
        if may_be_figure(text):
            return 0.6
        if text.startswith("/"):
            return 1.2
        return (0.5 if role in _WITH_UNIT else 1.2) if knowledge.units.is_unit(text) else 6.0
    if role is Role.DESCRIPTION:
        return 0.15 if not number else (1.0 if _MONEY.fullmatch(text) and is_numeric(text) else 0.3)
    if role is Role.UOM:
        if knowledge.units.is_unit(text) or text.casefold() in {"/", "per"}:
            return -0.2
        return 2.5 if number else (0.6 if len(text) <= 5 else 2.5)
    if role in {Role.LINE_NO, Role.PO_LINE}:
        return 0.0 if _INTEGER.fullmatch(text) else 5.0
    if role in {Role.ITEM_CODE, Role.BUYER_CODE, Role.OTHER_CODE}:
        return 0.0 if any(ch.isdigit() for ch in text) else (0.5 if text.isupper() else 1.3)
    if role is Role.PO_NUMBER:
        return 0.0 if any(ch.isdigit() for ch in text) else 3.0
    if role is Role.TAX_RATE:
        return 0.0 if number or read_percent(text) is not None or len(text) <= 3 else 4.0
    if role is Role.PRICE_PER:
        return 0.0 if len(text) <= 6 else 3.0
    return 0.1
