"""Where the values of a known invoice stand on its pages: the rows of its lines, their columns, and the headings above.

Learning a vendor's profile goes from what is right to where it is printed; reading goes the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.invoice import InvoiceLine
from app.extraction.table.headings import may_go_on
from app.extraction.values.arithmetic import CENT, HUNDRED, extended
from app.extraction.values.figures import Figure, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import Row, join_words
from app.extraction.values.text_keys import squeeze, words_of
from app.extraction.values.words import Word

Hit = tuple[Word, ...]

FIGURES = ("quantity", "unit_price", "amount")
DISCOUNT = "discount"
FIELDS = (*FIGURES, "item_code", "uom", "description", "po_number", DISCOUNT)
_ABOVE_TOO = ("item_code", "description")  # what may stand in a row of its own above the figures
_MOST_LINES = 40
_SURE = 4  # what a row must score before it is taken for a line's
_FLUSH = 4.0  # points within which edges are one
_BELOW = 3  # rows under a line's figures that may still be its own
_OVER = 2  # rows above them
_HIGHEST = 3  # rows of a heading


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the line table as the known values show it: where, and how many lines bear witness."""

    x0: float
    x1: float
    lines: frozenset[int]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """The lines of an invoice on its pages.

    Attributes:
        rows: All rows of the document.
        line_rows: For each line, the index of the row its figures stand in; None where it was not found.
        columns: Where content stands across the table, from left to right.
        places: For each field, the columns its values stand in, the best witnessed first.
        mark: The decimal mark under which most was found.
        top: The index of the highest row of the first line, which may hold its code and its text alone.
    """

    rows: tuple[Row, ...]
    line_rows: tuple[int | None, ...]
    columns: tuple[tuple[float, float], ...]
    places: dict[str, tuple[Place, ...]]
    mark: DecimalMark
    top: int | None

    @property
    def found(self) -> int:
        """Count the lines that were found."""
        return sum(row is not None for row in self.line_rows)

    def column_of(self, place: Place) -> tuple[float, float] | None:
        """Return the column that a place belongs to."""
        return max(
            (column for column in self.columns if shared(column, (place.x0, place.x1)) > 0),
            key=lambda column: shared(column, (place.x0, place.x1)),
            default=None,
        )

    def reach(self, column: tuple[float, float]) -> tuple[float, float]:
        """Return a column with half of the gaps to its neighbours, so that other figures fit into it as well."""
        at = self.columns.index(column)
        left = self.columns[at - 1][1] if at else column[0] - 24
        right = self.columns[at + 1][0] if at + 1 < len(self.columns) else column[1] + 24
        x0 = max((left + column[0]) / 2, column[0] - 30) if left < column[0] else column[0]
        x1 = min((right + column[1]) / 2, column[1] + 30) if right > column[1] else column[1]
        return round(max(0.0, x0), 1), round(x1, 1)


def shared(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return how much two ranges have in common; negative: the gap between them."""
    return min(first[1], second[1]) - max(first[0], second[0])


def locate(rows: Sequence[Row], lines: Sequence[InvoiceLine], knowledge: Knowledge) -> Located:
    """Find the lines on the pages, with the decimal mark under which most of their figures are there."""
    tries = [_locate(rows, lines[:_MOST_LINES], knowledge, mark) for mark in DecimalMark]
    return max(tries, key=lambda located: (located.found, sum(len(found) for found in located.places.values())))


def in_page_order(rows: Sequence[Row], lines: Sequence[InvoiceLine], knowledge: Knowledge) -> tuple[InvoiceLine, ...]:
    """Put lines in the order in which they are printed: a line that a person added stands last, wherever it belongs."""
    located = locate(rows, lines, knowledge)
    figures = [_figures(row, located.mark) for row in rows]
    taken = {index for index in located.line_rows if index is not None}
    order: list[tuple[int, int, InvoiceLine]] = []
    last = -1
    for k, line in enumerate(lines):
        index = located.line_rows[k] if k < len(located.line_rows) else None
        if index is None and k < len(located.line_rows):
            index = _best_free_row(line, rows, figures, taken)
            taken |= {index} if index is not None else set()
        else:
            last = index if index is not None else last
        order.append((index if index is not None else last, k, line))
    return tuple(line for _, _, line in sorted(order, key=lambda entry: entry[:2]))


def _best_free_row(
    line: InvoiceLine, rows: Sequence[Row], figures: Sequence[frozenset[Decimal]], taken: set[int]
) -> int | None:
    free = [(_score(line, figures[j], squeeze(row.text)), -j) for j, row in enumerate(rows) if j not in taken]
    score, place = max(free, default=(0, 0))
    return -place if score >= _SURE else None


def _locate(rows: Sequence[Row], lines: Sequence[InvoiceLine], knowledge: Knowledge, mark: DecimalMark) -> Located:
    figures = [_figures(row, mark) for row in rows]
    at = _line_rows(rows, figures, lines)
    main = [rows[index] for index in at if index is not None]
    hits = {name: [_hits(name, lines, at, k, rows, mark, knowledge) for k in range(len(lines))] for name in FIELDS}
    over = list(_rows_above(hits, at, rows))
    above = [rows[index] for index in over]
    places = {name: _places(name, found) for name, found in hits.items()}
    top = min((index for index in (*at, *over) if index is not None), default=None)
    return Located(tuple(rows), at, _columns([*main, *above]), places, mark, top)


def _rows_above(
    hits: Mapping[str, Sequence[Sequence[Hit]]], at: Sequence[int | None], rows: Sequence[Row]
) -> Iterator[int]:
    """Yield the rows that hold nothing but the code and the description of a line whose figures stand below."""
    for name in _ABOVE_TOO:
        for start, found in zip(at, hits[name], strict=True):
            if start is not None and found and found[0][0] not in rows[start].words:
                yield from (index for index in range(max(0, start - _OVER), start) if found[0][0] in rows[index].words)


def _figures(row: Row, mark: DecimalMark) -> frozenset[Decimal]:
    found = {figure.value for word in row.words if (figure := _figure((word,), mark)) is not None}
    found |= {figure.value for cell in row.cells if (figure := _figure(cell.words, mark)) is not None}
    return frozenset(found)


def _figure(words: Sequence[Word], mark: DecimalMark) -> Figure | None:
    return read_figure(words, mark) if any(looks_like_figure(word.text) for word in words) else None


def _line_rows(
    rows: Sequence[Row], figures: Sequence[frozenset[Decimal]], lines: Sequence[InvoiceLine]
) -> tuple[int | None, ...]:
    """Give each line the row that holds most of its values, lines and rows in the same order."""
    keys = [squeeze(row.text) for row in rows]
    scores = [[_score(line, figures[j], keys[j]) for j in range(len(rows))] for line in lines]
    best = [[0] * (len(rows) + 1) for _ in range(len(lines) + 1)]
    for i in range(len(lines) - 1, -1, -1):
        for j in range(len(rows) - 1, -1, -1):
            taken = best[i + 1][j + 1] + scores[i][j] if scores[i][j] >= _SURE else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    found: list[int | None] = [None] * len(lines)
    i = j = 0
    while i < len(lines) and j < len(rows):
        if scores[i][j] >= _SURE and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return tuple(found)


def _score(line: InvoiceLine, figures: frozenset[Decimal], key: str) -> int:
    weights = zip(FIGURES, (2, 2, 3), strict=True)
    score = sum(weight for name, weight in weights if (v := getattr(line, name)) is not None and v.value in figures)
    code = squeeze(line.item_code.value) if line.item_code is not None else ""
    score += 2 * bool(len(code) >= 3 and code in key)
    words = [word for word in words_of(line.description.value) if len(word) > 2]
    return score + bool(words and sum(word in key for word in words) * 2 > len(words))


def _columns(rows: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    """Return where content stands in the rows of the lines: ranges that overlap from row to row are one column."""
    found: list[tuple[float, float]] = []
    for span in sorted((cell.x0, cell.x1) for row in rows for cell in row.cells):
        if found and shared(found[-1], span) > 0:
            found[-1] = (found[-1][0], max(found[-1][1], span[1]))
        else:
            found.append(span)
    return tuple(found)


def _hits(
    name: str,
    lines: Sequence[InvoiceLine],
    at: Sequence[int | None],
    k: int,
    rows: Sequence[Row],
    mark: DecimalMark,
    knowledge: Knowledge,
) -> list[Hit]:
    """Return every run of words in the rows of a line that is its value of this field."""
    value, start = getattr(lines[k], name), at[k]
    if start is not None and name == DISCOUNT:
        return [hit for taken in _taken_off(lines[k]) for hit in _in_row(name, taken, rows[start], mark, knowledge)]
    if value is None or start is None:
        return []
    following = next((index for index in at[k + 1 :] if index is not None), len(rows))
    own = [rows[start]]
    if name not in FIGURES:
        own += [row for row in rows[start + 1 : min(following, start + 1 + _BELOW)] if row.page == rows[start].page]
    found = [hit for row in own for hit in _in_row(name, value.value, row, mark, knowledge)]
    if found or name not in _ABOVE_TOO:
        return found
    before = next((index for index in reversed(at[:k]) if index is not None), -1)
    over = [row for row in rows[max(before + 1, start - _OVER) : start] if row.page == rows[start].page]
    return [hit for row in reversed(over) for hit in _in_row(name, value.value, row, mark, knowledge)]


def _taken_off(line: InvoiceLine) -> tuple[Decimal, ...]:
    """Return what may be printed where a line's amount is less than quantity × price: the amount off, and the rate."""
    if line.quantity is None or line.unit_price is None or line.amount is None:
        return ()
    full = extended(line.quantity.value, line.unit_price.value, line.price_basis)
    less = full - line.amount.value
    if not 0 < less < full:
        return ()
    rate = less * HUNDRED / full
    nearest = (rate.quantize(step, ROUND_HALF_UP) for step in (Decimal(1), Decimal("0.1"), CENT))
    close = (r for r in nearest if abs(full * r / HUNDRED - less) <= CENT)
    return tuple(dict.fromkeys((less.quantize(CENT, ROUND_HALF_UP), *close)))


def _in_row(name: str, value: object, row: Row, mark: DecimalMark, knowledge: Knowledge) -> list[Hit]:
    if isinstance(value, Decimal):
        single = [(w,) for w in row.words if (f := _figure((w,), mark)) is not None and f.value == value]
        if single:
            return [tuple(hit) for hit in single]
        return [c.words for c in row.cells if (f := _figure(c.words, mark)) is not None and f.value == value]
    text = str(value)
    if name == "uom":
        return [(w,) for w in row.words if knowledge.units.canonical_or_printed(w.text) == text]
    if name == "description":
        wanted = set(words_of(text))
        return [c.words for c in row.cells if _mostly(words_of(c.text), wanted)]
    return _runs(row, squeeze(text))


def _mostly(words: Sequence[str], wanted: set[str]) -> bool:
    return bool(words) and sum(word in wanted for word in words) * 2 > len(words)


def _runs(row: Row, wanted: str) -> list[Hit]:
    found = []
    for start in range(len(row.words)):
        key = ""
        for end in range(start, min(start + 6, len(row.words))):
            key += squeeze(row.words[end].text)
            if key == wanted and wanted:
                found.append(row.words[start : end + 1])
                break
            if len(key) > len(wanted):
                break
    return found


def _places(name: str, hits: Sequence[Sequence[Hit]]) -> tuple[Place, ...]:
    """Gather what stands under each other in line after line; the best witnessed first, then the leftmost."""
    candidates: list[Place] = []
    for line_hits in hits:
        for hit in line_hits:
            if any(_aligned(hit, (place.x0, place.x1)) for place in candidates):
                continue
            candidates.append(_gathered(hit, hits))
    candidates.sort(key=lambda place: (-len(place.lines), place.x0))
    wanted = sum(bool(line_hits) for line_hits in hits)
    return tuple(place for place in candidates if len(place.lines) * 3 >= wanted * 2)[:3]


def _gathered(hit: Hit, hits: Sequence[Sequence[Hit]]) -> Place:
    span = _span(hit)
    found = {k: other for k, line_hits in enumerate(hits) for other in line_hits if _aligned(other, span)}
    spans = [_span(other) for other in found.values()]
    words = tuple(word for other in found.values() for word in other)
    return Place(min(s[0] for s in spans), max(s[1] for s in spans), frozenset(found), words)


def _span(hit: Hit) -> tuple[float, float]:
    return hit[0].x0, max(word.x1 for word in hit)


def _aligned(hit: Hit, span: tuple[float, float]) -> bool:
    x0, x1 = _span(hit)
    return (
        abs(x0 - span[0]) < _FLUSH
        or abs(x1 - span[1]) < _FLUSH
        or abs((x0 + x1) / 2 - (span[0] + span[1]) / 2) < _FLUSH
    )


def headings_of(located: Located) -> tuple[dict[tuple[float, float], str], dict[tuple[float, float], str]]:
    """Return the heading words above each column: those of the lowest row, and those of the whole heading."""
    if located.top is None:
        return {}, {}
    block = _heading_rows(located.rows, located.top)
    lowest = _by_column(block[-1:], located.columns)
    return lowest, _by_column(block, located.columns)


def _heading_rows(rows: Sequence[Row], first: int) -> list[Row]:
    """Return the rows of the heading above the first line: the nearest row of several cells without figures."""
    for index in range(first - 1, max(-1, first - 6), -1):
        if rows[index].page != rows[first].page:
            break
        if not _heads(rows[index]):
            continue
        block = [rows[index]]
        for above in range(index - 1, max(-1, index - _HIGHEST), -1):
            if not may_go_on(rows[above], block[0]) or not _heads(rows[above]):
                break
            block.insert(0, rows[above])
        return block
    return []


def _heads(row: Row) -> bool:
    """Tell whether a row may be part of a heading: more than one cell, and words rather than figures."""
    figures = sum(looks_like_figure(word.text) for word in row.words)
    return len(row.cells) > 1 and figures * 4 <= len(row.words) and not any(w.text.endswith(":") for w in row.words)


def _by_column(block: Sequence[Row], columns: Sequence[tuple[float, float]]) -> dict[tuple[float, float], str]:
    """Share out the words of a heading among the columns under it."""
    found: dict[tuple[float, float], list[Word]] = {}
    for row in block:
        for cell in row.cells:
            over = [column for column in columns if shared(column, (cell.x0, cell.x1)) > 0]
            for word in cell.words:
                span = (cell.x0, cell.x1) if len(over) < 2 else (word.x0, word.x1)
                # mypy has no type for a lambda with a default, which binds the loop's value here.
                home = max(columns, key=lambda column, span=span: shared(column, span), default=None)  # type: ignore[misc]
                if home is not None and shared(home, span) > -24:
                    found.setdefault(home, []).append(word)
    return {column: join_words(words) for column, words in found.items()}
