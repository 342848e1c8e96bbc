"""Words of a text layer: characters joined by nearness, parted by blanks and gaps; pdfplumber as the second engine."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from sys import intern

import numpy as np
from numpy.typing import NDArray

from app.domain.provenance import Box
from app.extraction.pages.characters import BLANK, SLANTING, Character, CharacterColumns
from app.extraction.pages.content import PageContent
from app.extraction.pages.word_breaks import (
    BAND,
    SAME_SPOT,
    ends_before,
    may_hold_doubles,
    word_starts,
)
from app.extraction.values.words import PageText, Word

SMALLEST_TEXT = 1.5  # points; nobody can read it, so it is no part of what the page says
_UPRIGHT_SHARE = 0.7
_TOUCHING = 0.06  # of the height
_LEFT = attrgetter("x0")


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page's text layer, and by how many quarter turns clockwise the page must be shown to stand."""

    page: PageText
    turn: int = 0


def text_layer(content: PageContent, *, slanting: bool = True) -> TextLayer:
    """Build the words of a page, turned so that most of its text is upright.

    ``slanting``: with the letters that slant, as of a watermark, among them; without, where they lie over text that
    does not, the rows are those that people read.
    """
    turn = _main_turn(content.characters)
    page = replace(content, characters=_level(content.characters)) if not slanting else content
    return TextLayer(_turned(_page_text(page), turn), (4 - turn) % 4)


def _level(characters: Sequence[Character]) -> Sequence[Character]:
    """Return the characters without texts that slant across rows; all where most slant, as on a page put in so.

    A text that slants where no row is breaks none, and is read like any other.
    """
    if isinstance(characters, CharacterColumns):
        return characters
    level = [c for c in characters if c[5] < SLANTING]
    if len(level) < _UPRIGHT_SHARE * len(characters):
        return characters
    in_rows = {place for c in level if c[0] != BLANK for place in range(int(c[2]), int(c[4]) + 1)}
    kept: list[Character] = []
    for slants, group in groupby(characters, key=lambda c: c[5] >= SLANTING):
        run = list(group)
        if not slants or not any(int((c[2] + c[4]) / 2) in in_rows for c in run if c[0] != BLANK):
            kept.extend(run)
    return kept


def _main_turn(characters: Sequence[Character]) -> int:
    if isinstance(characters, CharacterColumns):
        return 0 if characters.blank.all() else characters.turn
    turns = Counter([c[5] % SLANTING for c in characters if c[0] != BLANK])
    if not turns:
        return 0
    turn, count = turns.most_common(1)[0]
    return turn if count >= _UPRIGHT_SHARE * turns.total() else 0


def _page_text(content: PageContent) -> PageText:
    characters = content.characters
    words: list[Word] = []
    turns = _turns(characters)
    for turn in turns:
        run = characters if len(turns) == 1 else [c for c in characters if c.turn % SLANTING == turn]
        words.extend(_words_of_direction(run, turn, content))
    return PageText(content.number, content.width, content.height, _in_order(words), content.rulings)


def _turns(characters: Sequence[Character]) -> list[int]:
    if isinstance(characters, CharacterColumns):
        return [characters.turn]
    return sorted({c[5] % SLANTING for c in characters})


def _words_of_direction(run: Sequence[Character], turn: int, content: PageContent) -> Iterator[Word]:
    if not turn:
        yield from words_of(run, content.number)
        return
    size = (content.width, content.height)
    upright = [_turned_character(c, size, (4 - turn) % 4) if c.text != BLANK else c for c in run]
    turned_size = size if turn == 2 else (content.height, content.width)
    for word in words_of(upright, content.number):
        yield replace(word, box=turned_box(word.box, turned_size, turn))


def _turned_character(c: Character, size: tuple[float, float], turn: int) -> Character:
    box = turned_box(Box(1, c.x0, c.top, c.x1, c.bottom), size, turn)
    return Character(c.text, box.x0, box.top, box.x1, box.bottom)


def turned_box(box: Box, size: tuple[float, float], turn: int) -> Box:
    """Return where a box lies after the page of this size was turned by quarter turns clockwise."""
    width, height = size
    match turn % 4:
        case 1:
            return Box(box.page, height - box.bottom, box.x0, height - box.top, box.x1)
        case 2:
            return Box(box.page, width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 3:
            return Box(box.page, box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box


def _turned(page: PageText, turn: int) -> PageText:
    """Turn a page back, by ``turn`` quarter turns anticlockwise, so that its text stands upright."""
    if not turn:
        return page
    size, back = (page.width, page.height), (4 - turn) % 4
    words = [replace(word, box=turned_box(word.box, size, back)) for word in page.words]
    rulings = []
    for line in page.rulings:
        box = turned_box(Box(page.number, line.x0, line.top, line.x1, line.bottom), size, back)
        rulings.append(replace(line, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom))
    width, height = size if turn == 2 else (page.height, page.width)
    return replace(page, width=width, height=height, words=_in_order(words), rulings=tuple(rulings))


def _in_order(words: Sequence[Word]) -> tuple[Word, ...]:
    levels = {bottom: round(bottom, 1) for bottom in {word.bottom for word in words}}  # one for many words
    return tuple(sorted(words, key=lambda w: (levels[w.bottom], w.x0)))


def words_of(characters: Sequence[Character], page: int) -> list[Word]:
    """Join upright characters, in the order of the file, into words."""
    if isinstance(characters, CharacterColumns) and not may_hold_doubles(characters):
        return _words_of_columns(characters, page) if len(characters) else []
    runs = _runs(_without_doubles(characters))
    return [run.word(page) for run in _joined(runs) if run.legible]


def _words_of_columns(characters: CharacterColumns, page: int) -> list[Word]:
    """Join characters that stand in columns into words: what ``_joined`` does, asked of all words at once."""
    starts = word_starts(characters)
    written = ~characters.blank[starts]
    x0, top, x1, bottom = characters.places
    firsts, ends = starts[written], np.append(starts[1:], len(characters))[written]
    left, upper = np.minimum.reduceat(x0, starts)[written], np.minimum.reduceat(top, starts)[written]
    right, lower = np.maximum.reduceat(x1, starts)[written], np.maximum.reduceat(bottom, starts)[written]
    order = _by_rows(left, lower)
    edges = [edge[order] for edge in (left, upper, right, lower)]
    texts = characters.texts
    spans = zip(firsts[order].tolist(), ends[order].tolist(), *(edge.tolist() for edge in edges), strict=True)
    if _any_touch(*edges):
        runs = [_Run(texts[start:end], *place) for start, end, *place in spans]
        return [run.word(page) for run in _joined(runs) if run.legible]
    return [
        Word(intern("".join(texts[start:end])), Box(page, a, b, c, d))
        for start, end, a, b, c, d in spans
        if d - b >= SMALLEST_TEXT or _is_flat(texts[start:end])
    ]


def _by_rows(left: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the places of words row by row as the file has them, each row from left to right."""
    _, first, row = np.unique(np.rint(lower), return_index=True, return_inverse=True)
    return np.lexsort((left, first[row]))


def _any_touch(
    left: NDArray[np.float64], upper: NDArray[np.float64], right: NDArray[np.float64], lower: NDArray[np.float64]
) -> bool:
    """Tell whether any word, in the order of rows, touches the one before it; on most pages none does."""
    reach = _TOUCHING * (lower - upper)[:-1]
    return bool((np.abs(left[1:] - right[:-1]) < reach).any())


def _is_flat(texts: Sequence[str]) -> bool:
    """Tell whether characters are no more than signs, such as a dash: these may be low and still be read."""
    return not any(map(str.isalnum, texts))


def _runs(characters: Sequence[Character]) -> list[_Run]:
    found: list[_Run] = []
    last: Character | None = None
    for character in characters:
        text, x0, top, x1, bottom, _ = character
        if text == BLANK:
            last = None
            continue
        if last is not None and not ends_before(last, character):
            found[-1].take(text, x0, top, x1, bottom)
        else:
            found.append(_Run([text], x0, top, x1, bottom))
        last = character
    return found


class _Run:
    """A word in the making."""

    __slots__ = ("bottom", "texts", "top", "x0", "x1")

    def __init__(self, texts: list[str], x0: float, top: float, x1: float, bottom: float) -> None:
        self.texts = texts
        self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom

    def take(self, text: str, x0: float, top: float, x1: float, bottom: float) -> None:
        """Take in what follows."""
        self.texts.append(text)
        self._grow(x0, top, x1, bottom)

    def join(self, other: _Run) -> None:
        """Take in the word that stands right behind."""
        self.texts.extend(other.texts)
        self._grow(other.x0, other.top, other.x1, other.bottom)

    def _grow(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.x0, self.top = min(self.x0, x0), min(self.top, top)
        self.x1, self.bottom = max(self.x1, x1), max(self.bottom, bottom)

    @property
    def legible(self) -> bool:
        """Tell whether it is large enough to be read."""
        return self.bottom - self.top >= SMALLEST_TEXT or _is_flat(self.texts)

    def word(self, page: int) -> Word:
        """Return the finished word."""
        return Word(intern("".join(self.texts)), Box(page, self.x0, self.top, self.x1, self.bottom))


def _joined(runs: list[_Run]) -> list[_Run]:
    """Join words that touch: a blank has a width, so where there is none, there was no blank."""
    rows: dict[int, list[_Run]] = {}
    for run in runs:
        rows.setdefault(round(run.bottom), []).append(run)
    kept: list[_Run] = []
    for row in rows.values():
        row.sort(key=_LEFT)
        kept.append(row[0])
        before = row[0]
        for run in row[1:]:
            height = before.bottom - before.top
            # What touches is asked first: most do not.
            if abs(run.x0 - before.x1) < _TOUCHING * height and _on_one_line(before, run, 0.05 * height):
                before.join(run)
            else:
                kept.append(run)
                before = run
    return kept


def _on_one_line(before: _Run, run: _Run, slack: float) -> bool:
    return abs(run.bottom - before.bottom) < slack and abs(run.top - before.top) < slack


def _without_doubles(characters: Sequence[Character]) -> list[Character]:
    """Drop characters printed twice on almost one spot: shadows, and the poor man's bold."""
    bands: defaultdict[float, dict[str, _Twins]] = defaultdict(dict)
    kept: list[Character] = []
    before: Character | None = None
    level, own, above, below = math.nan, bands[0.0], 0.0, 0.0
    for character in characters:
        text, x0, top, _, bottom, _ = character
        if text != BLANK:
            if bottom != level:
                level = bottom
                band = level // BAND
                own = bands[band]
                above, below = level - band * BAND, (band + 1) * BAND - level
            reach = SAME_SPOT * (bottom - top)
            if reach > BAND:  # noqa: PLR1730 - comparisons, not min and max: this runs for every character
                reach = BAND
            twins = own.get(text)
            if (
                (twins is not None and x0 - twins.rightmost < reach and twins.stand_at(x0, bottom, reach))
                or (above < reach and _at(bands.get(band - 1), character, reach))
                or (below <= reach and _at(bands.get(band + 1), character, reach))
            ) and not _ligature(before, character):
                continue
            if twins is None:
                own[text] = _Twins(x0, bottom)
            else:
                twins.places.append((x0, bottom))
                if x0 > twins.rightmost:  # noqa: PLR1730 - as above
                    twins.rightmost = x0
            before = character
        kept.append(character)
    return kept


def _ligature(before: Character | None, character: Character) -> bool:
    """Tell whether two characters are parts of a ligature: those share one place and are no doubles."""
    return before is not None and before[1:5] == character[1:5]


class _Twins:
    """Where one letter stands in a band of the page.

    Lines are written from left to right as a rule: what stands right of the rightmost is near none of them.
    """

    __slots__ = ("places", "rightmost")

    def __init__(self, x0: float, bottom: float) -> None:
        self.places = [(x0, bottom)]
        self.rightmost = x0

    def stand_at(self, x0: float, bottom: float, reach: float) -> bool:
        """Tell whether one of them stands within reach."""
        for left, foot in self.places:  # noqa: SIM110 - a generator costs more than what it goes through here
            if -reach < left - x0 < reach and -reach < foot - bottom < reach:
                return True
        return False


def _at(band: dict[str, _Twins] | None, character: Character, reach: float) -> bool:
    twins = band.get(character.text) if band else None
    return twins is not None and twins.stand_at(character.x0, character.bottom, reach)
