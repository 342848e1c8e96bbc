"""Joining words to rows on the baseline, and rows to cells at the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from statistics import median

from app.domain.overlap import in_one_column
from app.domain.provenance import Box, Method
from app.extraction.values.bend import Bend
from app.extraction.values.digit_groups import grouped, with_rands
from app.extraction.values.direction import by_direction
from app.extraction.values.sidebars import columns_apart
from app.extraction.values.spaced_letters import with_words_of_letters
from app.extraction.values.text_keys import squeeze
from app.extraction.values.turned import level_headings
from app.extraction.values.word_parts import parts_of
from app.extraction.values.words import PageText, Word

# A gap of this share of the row's height parts two cells; blanks between words are about a third of it.
_CELL_GAP = 0.85
_CELL_GAP_OCR = 1.15
_OVER = 0.3  # of the height: words of one text never lie so far over each other
_SENTENCE = 5  # words
_SHORT_FORM_GAP = 1.8  # widths of its letters
_SHARED = 0.5
_RECENT_ROWS = 8
_FROM_LEFT = attrgetter("x0", "x1")
_OCR = Method.OCR  # asked for at every word, and a member costs more to look up than a word to place
# Lines of one cell stand under each other, at most so many heights apart; one at half their height reaches into both.
_PITCH = 1.7
_TOUCH = 0.25
_DEEP = 0.2
_SIZE = 1.2
_WIDER = 1.3  # times the step from line to line within the cells


@dataclass(frozen=True, slots=True)
class Cell:
    """Neighbouring words of a row, with their text; ``keys`` are the squeezed words."""

    words: tuple[Word, ...]
    text: str
    x0: float
    x1: float
    keys: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Squeeze the words once; every reader of labels compares them."""
        object.__setattr__(self, "keys", tuple(map(squeeze, [word.text for word in self.words])))

    @property
    def middle(self) -> float:
        """Horizontal middle in points."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand on one line of a page, from left to right, with their text.

    ``texts`` are the words as printed, ``keys`` the squeezed ones.
    """

    page: int
    words: tuple[Word, ...]
    top: float
    bottom: float
    height: float
    cells: tuple[Cell, ...] = field(default=())
    x1: float = field(init=False, repr=False, compare=False)
    text: str = field(init=False, repr=False, compare=False)
    texts: tuple[str, ...] = field(init=False, repr=False, compare=False)
    keys: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Join and squeeze the words once: every reader of labels and sentences asks for them, and for their edge."""
        texts = tuple([word.text for word in self.words])
        object.__setattr__(self, "x1", max([word.x1 for word in self.words]))
        object.__setattr__(self, "text", " ".join(texts))
        object.__setattr__(self, "texts", texts)
        object.__setattr__(self, "keys", tuple(map(squeeze, texts)))

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.words[0].x0

    @property
    def middle(self) -> float:
        """Vertical middle in points."""
        return (self.top + self.bottom) / 2


def box_of(words: Sequence[Word]) -> Box:
    """Return the box around some words of one page."""
    if len(words) == 1:
        return words[0].box
    return Box(
        words[0].box.page,
        min([word.x0 for word in words]),
        min([word.top for word in words]),
        max([word.x1 for word in words]),
        max([word.bottom for word in words]),
    )


def join_words(words: Sequence[Word]) -> str:
    """Return the text of some words in their order."""
    return " ".join([word.text for word in words])


def join_rows(page: PageText) -> tuple[Row, ...]:
    """Return the rows of a page from top to bottom; words that stand sideways in the margin are left out.

    A page is joined once: those who listen for what it says want the rows that its invoice is read from.
    """
    if page.joined is None:
        object.__setattr__(page, "joined", _joined(page))
    assert page.joined is not None
    return page.joined


def _joined(page: PageText) -> tuple[Row, ...]:
    words: list[Word] = []
    for word in page.words:
        if not word.text.strip():
            continue
        if word.method is _OCR or ":" in word.text:
            words.extend(parts_of(word))
        else:
            words.append(word)  # as most
    if not words:
        return ()
    typical = median([word.bottom - word.top for word in words])
    upright, turned = by_direction(words, typical)
    if page.method is not _OCR:
        if turned:
            headings, upright = level_headings(turned, upright)
            upright.extend(headings)
        upright = with_rands(grouped(upright))
    verticals = sorted({(line.x0, line.top, line.bottom) for line in page.rulings if not line.horizontal})
    if page.bend is not None:
        return _bent_rows(page.bend, upright, page.number, verticals)
    parts = [upright] if page.method is _OCR else columns_apart(upright)
    return tuple(row for part in parts for row in _rows_of(part, page.number, verticals))


def _bent_rows(
    bend: Bend, words: Iterable[Word], page: int, verticals: Sequence[tuple[float, float, float]]
) -> tuple[Row, ...]:
    """Return the rows of a bent page as of a flat one, with its words where they stand."""
    levelled = [(bend.levelled(word), word) for word in words]
    stand = {id(level): word for level, word in levelled}

    def bent(word: Word) -> Word:
        return stand.get(id(word)) or bend.bent(word)

    return tuple(
        replace(
            row,
            words=tuple(map(bent, row.words)),
            cells=tuple(make_cell([bent(word) for word in cell.words]) for cell in row.cells),
        )
        for row in _rows_of([level for level, _ in levelled], page, verticals)
    )


def _rows_of(upright: list[Word], page: int, verticals: Sequence[tuple[float, float, float]]) -> tuple[Row, ...]:
    """Return the rows of words that stand in one column of text, from top to bottom."""
    upright.sort(key=lambda word: (word.top + word.bottom, word.x0))
    groups: list[_Group] = []
    for word in upright:
        if groups and groups[-1].stands_like(word):
            groups[-1].words.append(word)  # as most: none of the rows above fits better
            continue
        target = _fitting(groups, word)
        if target is None:
            groups.append(_Group(word))
        else:
            target.add(word)
    rows = [group.row(page, verticals) for group in groups]
    rows.sort(key=lambda row: (row.middle, row.x0))
    return _with_tall_cells(rows)


def _with_tall_cells(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Join rows of a table whose cells of one line stand at half height beside cells of two lines.

    "80,65" over "EUR", and between the two, to the left, "Advertisements": three rows of words, and one of the table.
    """
    joined: list[Row] = []
    index = 0
    while index < len(rows):
        three = rows[index : index + 3]
        if len(three) == 3 and _stand_in_one_row(*three) and not _continues(rows, index):
            joined.append(_one_row(*three))
            index += 3
        else:
            joined.append(rows[index])
            index += 1
    return tuple(joined)


def _stand_in_one_row(upper: Row, between: Row, lower: Row) -> bool:
    """Tell whether two rows are the lines of the same cells, and the one between them reaches into both beside them."""
    pitch = lower.top - upper.top
    if lower.top < upper.bottom - _TOUCH * upper.height or pitch > _PITCH * max(upper.height, lower.height):
        return False
    if between.top >= upper.bottom - _DEEP * between.height or lower.top >= between.bottom - _DEEP * between.height:
        return False
    heights = sorted(row.height for row in (upper, between, lower))
    outer = (*upper.words, *lower.words)
    if heights[2] > _SIZE * heights[0]:
        return False  # what is set in another size belongs elsewhere
    if any(in_one_column(a, b) for a in outer for b in between.words):
        return False
    figures = sum(_numeric(a) and any(_numeric(b) and in_one_column(a, b) for b in lower.cells) for a in upper.cells)
    if figures > 1 or (figures and len(between.cells) == 1 and len(between.words) >= _SENTENCE):
        return False  # two rows: rates and what they come to; or labels with their days, and a sentence beside them
    gone_on = sum(any(in_one_column(cell, below) for below in lower.cells) for cell in upper.cells)
    return gone_on * 2 >= len(upper.cells) and all(
        any(in_one_column(cell, b) for cell in upper.cells) for b in lower.cells
    )


def _numeric(cell: Cell) -> bool:
    return any(map(str.isdigit, cell.text)) and not any(map(str.isalpha, cell.text))


def _continues(rows: Sequence[Row], index: int) -> bool:
    """Tell whether the rows around three go on with the one between them."""
    around = (*rows[max(index - 1, 0) : index], *rows[index + 3 : index + 4])
    pitch = rows[index + 2].top - rows[index].top
    return any(_goes_on(rows[index + 1], row, pitch) for row in around)


def _goes_on(between: Row, other: Row, pitch: float) -> bool:
    """Tell whether a row is the next line of what stands at half height: then both are blocks side by side.

    Lines of a block follow each other as those beside it do, rows of a table at a wider ``pitch``, in points.
    """
    near = abs(other.top - between.top) <= min(_PITCH * between.height, _WIDER * pitch)
    return near and any(in_one_column(a, b) for a in between.words for b in other.words)


def _one_row(upper: Row, between: Row, lower: Row) -> Row:
    """Return the words of three rows as those of one: what stands above each other is read from top to bottom."""
    stacks = [(cell.x0, list(cell.words)) for cell in upper.cells]
    for below in lower.cells:
        home = next(i for i, cell in enumerate(upper.cells) if in_one_column(cell, below))
        stacks[home][1].extend(below.words)
    stacks.extend((cell.x0, list(cell.words)) for cell in between.cells)
    stacks.sort(key=lambda stack: stack[0])
    words = tuple(word for _, stack in stacks for word in stack)
    cells = tuple(make_cell(stack) for _, stack in stacks)
    return Row(upper.page, words, upper.top, lower.bottom, between.height, cells)


def cells_of(words: Sequence[Word], height: float, cuts: Sequence[float] = ()) -> tuple[Cell, ...]:
    """Part the words of a row into cells, at wide gaps and at ruling lines (``cuts``) between two words.

    A word that runs into the next is too long for its column, and the next begins another. (Boxes of recognised words
    are no measure of that.)
    """
    parts: list[list[Word]] = []
    last: Word | None = None
    # Recognised words have tight boxes: their height is that of the letters, not of the line.
    scanned = bool(words) and words[0].method is _OCR
    widest = (_CELL_GAP_OCR if scanned else _CELL_GAP) * height
    for word in words:
        far = last is not None and word.x0 - last.x1 >= widest and not (scanned and _is_short_form(last, word))
        over = last is not None and not scanned and last.x1 - word.x0 > _OVER * height
        if last is None or far or over or (cuts and _parted(last, word, cuts)):
            parts.append([word])
        else:
            parts[-1].append(word)
        last = word
    return tuple([make_cell(part) for part in parts])


def _is_short_form(left: Word, right: Word) -> bool:
    """Tell whether a word ends with a stop, and the next no farther than letters as wide as its own have them.

    In the print of a typewriter a point stands in the middle of its place: "Mertens Bros.  Industrial Supplies". So
    does a comma: "Valley Foodservice,  Inc.".
    """
    if not (left.text.endswith((".", ",")) and left.text[:-1].isalpha() and right.text[0].isalpha()):
        return False
    return right.x0 - left.x1 < _SHORT_FORM_GAP * (left.x1 - left.x0) / len(left.text)


def _parted(left: Word, right: Word, cuts: Iterable[float]) -> bool:
    return any(left.middle < cut < right.middle for cut in cuts)


def make_cell(words: Sequence[Word]) -> Cell:
    """Return a cell of these words."""
    if len(words) == 1:
        only = words[0]
        return Cell((only,), only.text, only.x0, only.x1)
    return Cell(tuple(words), join_words(words), min([w.x0 for w in words]), max([w.x1 for w in words]))


class _Group:
    """A row while it grows."""

    __slots__ = ("bottom", "level", "top", "words")

    def __init__(self, word: Word) -> None:
        self.words = [word]
        self.top, self.bottom = word.top, word.bottom
        self.level = True  # all of its words stand alike, as most do: then any is as good as the nearest

    def add(self, word: Word) -> None:
        self.words.append(word)
        if word.top != self.top or word.bottom != self.bottom:
            self.level = False
            self.top = min(self.top, word.top)
            self.bottom = max(self.bottom, word.bottom)

    def stands_like(self, word: Word) -> bool:
        """Tell whether a word stands exactly like all of these."""
        return self.level and word.top == self.top < self.bottom == word.bottom

    def overlap(self, word: Word) -> float:
        """Return the share of the smaller height that the word has in common with its nearest neighbour here."""
        near = self.words[0] if self.level else self._nearest(word.middle)
        high, other_high = near.bottom - near.top, word.bottom - word.top
        smaller = min(high, other_high) or 1.0
        shared = min(near.bottom, word.bottom) - max(near.top, word.top)
        baseline = abs(near.bottom - word.bottom) / max(high, other_high, 1.0)
        return shared / smaller - baseline * 0.5

    def _nearest(self, middle: float) -> Word:
        distances = [abs(word.middle - middle) for word in self.words]
        return self.words[distances.index(min(distances))]

    def row(self, page: int, verticals: Sequence[tuple[float, float, float]]) -> Row:
        """Return the finished row; ``verticals`` are ruling lines from left to right: where, from and to which height.

        Cells end at those that cross it.
        """
        words = tuple(with_words_of_letters(sorted(self.words, key=_FROM_LEFT)))
        height = self.bottom - self.top if self.level else median([word.bottom - word.top for word in words])
        upper, lower = self.top, self.bottom
        cuts = [x for x, top, bottom in verticals if top <= lower and bottom >= upper]
        return Row(page, words, upper, lower, height, cells_of(words, height, cuts))


def _fitting(groups: Sequence[_Group], word: Word) -> _Group | None:
    best, best_share = None, _SHARED
    top, bottom = word.top, word.bottom
    for group in groups[-_RECENT_ROWS:]:
        if top >= group.bottom or bottom <= group.top:
            continue  # most rows lie above, and nothing is asked of them
        share = group.overlap(word)
        if share >= best_share:
            best, best_share = group, share
    return best
