"""Words of a text layer: characters joined by nearness, parted by blanks and gaps; pdfplumber as the second engine."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from sys import intern

from app.domain.provenance import Box
from app.extraction.pages.characters import BLANK, Character
from app.extraction.pages.content import PageContent
from app.extraction.values.words import PageText, Word

_GAP = 0.28  # of the character height: a wider gap parts words even where no blank is written
_BESIDE = 0.55  # of the lower one's height: characters that stand less beside each other are of two rows
_SIZE_CHANGE = 0.72  # a smaller neighbour is raised or lowered figures ("12" beside small "50"), a word of its own
_SMALLEST_TEXT = 1.5  # points; nobody can read it, so it is no part of what the page says
_UPRIGHT_SHARE = 0.7
_TOUCHING = 0.06  # of the height
_SAME_SPOT = 0.1  # of the height
_BAND = 4.0  # points; characters are sought in bands of this height


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page's text layer, and by how many quarter turns clockwise the page must be shown to stand."""

    page: PageText
    turn: int = 0


def text_layer(content: PageContent) -> TextLayer:
    """Build the words of a page, turned so that most of its text is upright."""
    turn = _main_turn(content.characters)
    return TextLayer(_turned(_page_text(content), turn), (4 - turn) % 4)


def _main_turn(characters: Sequence[Character]) -> int:
    turns = Counter([c[5] for c in characters if c[0] != BLANK])
    if not turns:
        return 0
    turn, count = turns.most_common(1)[0]
    return turn if count >= _UPRIGHT_SHARE * turns.total() else 0


def _page_text(content: PageContent) -> PageText:
    words: list[Word] = []
    turns = sorted({c[5] for c in content.characters})
    for turn in turns:
        run = content.characters if len(turns) == 1 else [c for c in content.characters if c.turn == turn]
        words.extend(_words_of_direction(run, turn, content))
    return PageText(content.number, content.width, content.height, _in_order(words), content.rulings)


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


def _in_order(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda w: (round(w.bottom, 1), w.x0)))


def words_of(characters: Sequence[Character], page: int) -> list[Word]:
    """Join upright characters, in the order of the file, into words."""
    found: list[_Run] = []
    run: _Run | None = None
    for character in _without_doubles(characters):
        text, x0, top, x1, bottom, _ = character
        if text == BLANK:
            run = None
            continue
        if run is not None:
            _, last_x0, last_top, last_x1, last_bottom, _ = run.last
            if last_bottom == bottom and last_top == top:  # most characters, and quickly told
                height = bottom - top
                if x0 - last_x1 <= _GAP * height and x0 >= last_x0 - 0.5 * height:
                    if x1 > run.x1:  # noqa: PLR1730 - comparisons, not min and max: this runs for every character
                        run.x1 = x1
                    if x0 < run.x0:  # noqa: PLR1730
                        run.x0 = x0
                    run.texts.append(text)
                    run.last = character
                    continue
            elif run.takes(character):
                continue
        run = _Run(character)
        found.append(run)
    return [run.word(page) for run in _joined(found) if run.legible]


class _Run:
    """A word in the making."""

    __slots__ = ("bottom", "last", "texts", "top", "x0", "x1")

    def __init__(self, first: Character) -> None:
        self.texts = [first.text]
        self.last = first
        _, self.x0, self.top, self.x1, self.bottom, _ = first

    def takes(self, character: Character) -> bool:
        """Take in one more character that stands higher or lower than the last, unless the word ends before it."""
        if self._ends_before(character):
            return False
        text, x0, top, x1, bottom, _ = character
        self._grow(x0, top, x1, bottom)
        self.texts.append(text)
        self.last = character
        return True

    def _ends_before(self, after: Character) -> bool:
        """Tell whether the word ends before a character that stands higher or lower than its last one."""
        before = self.last
        high, other = before.bottom - before.top, after.bottom - after.top
        height = max(high, other, 0.1)
        gap = after.x0 - before.x1
        if gap > _GAP * height or after.x0 < before.x0 - 0.5 * height:
            return True
        # a hyphen may have a box of its ink alone: what counts is how much of the smaller lies beside the other
        beside = min(before.bottom, after.bottom) - max(before.top, after.top)
        if beside < _BESIDE * min(high, other):
            return True
        return min(high, other) < _SIZE_CHANGE * height and before.text.isdigit() and after.text.isdigit()

    def join(self, other: _Run) -> None:
        """Take in the word that stands right behind."""
        self.texts.extend(other.texts)
        self.last = other.last
        self._grow(other.x0, other.top, other.x1, other.bottom)

    def _grow(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.x0, self.top = min(self.x0, x0), min(self.top, top)
        self.x1, self.bottom = max(self.x1, x1), max(self.bottom, bottom)

    @property
    def legible(self) -> bool:
        """Tell whether it is large enough to be read; a dash is flat and still is."""
        return self.bottom - self.top >= _SMALLEST_TEXT or not any(map(str.isalnum, self.texts))

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
        row.sort(key=lambda run: run.x0)
        kept.append(row[0])
        for run in row[1:]:
            before = kept[-1]
            height = before.bottom - before.top
            level = abs(run.bottom - before.bottom) < 0.05 * height and abs(run.top - before.top) < 0.05 * height
            if level and abs(run.x0 - before.x1) < _TOUCHING * height:
                before.join(run)
            else:
                kept.append(run)
    return kept


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
                band = level // _BAND
                own = bands[band]
                above, below = level - band * _BAND, (band + 1) * _BAND - level
            reach = _SAME_SPOT * (bottom - top)
            if reach > _BAND:  # noqa: PLR1730 - comparisons, not min and max: this runs for every character
                reach = _BAND
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
                if x0 > twins.rightmost:  # noqa: PLR1730
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
