"""Every word of a page by its looks: no sign of it is drawn as another, wherever on the page it stands.

The figures of an invoice are read one by one (picture_witness). The rest of its words may matter as much: an account,
a sentence that it is paid, a sign behind a sum. Within a page a sign is drawn with the same pixels again and again, so
rows are read only until each sign was seen once for what it says. What two readers see alike, and otherwise than the
text has it, is a lie; what they cannot agree on is a font of bars, a flourish or dirt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

import cv2
import numpy as np

from app.domain.overlap import overlap
from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.words import Word
from app.extraction.witness.agreement import code_of, marks_and_signs
from app.extraction.witness.page_pictures import INSIDE, PagePictures, share_inside
from app.extraction.witness.seen_signs import SeenSigns, Sign
from app.extraction.witness.sign_ink import PageSigns
from app.extraction.witness.turned_words import laid_level

_GRID = 2.0  # cells a point of the table that tells in which word a point lies
_WIDEST = 24.0  # of a row's height: so much is read at once
_NEAR = 2.0  # of a row's height: words further apart are not read together
_MANY_LETTERS = 8  # of a word with digits
_EACH = 1.0  # of a row's height: what a read takes besides its width
_KNOWN = 0.5  # share of a word's letters that must have been seen; of its digits all
_CLOSE = 0.08  # of a word's height: how much beside it is looked at
_PRESSED = 0.7  # of its width: so much narrower words without digits are read
_LEAST = 3  # letters of a word without digits; of fewer readers say nothing
_LEAST_SEEN = 4  # letters and digits that both readers see where the text has a line or a row of dots
_UNLIKE, _RATHER_UNLIKE = 0.5, 0.65  # likeness below which words are others; the latter where both readers see the same
_ALIKE = 0.75  # likeness of what two readers see, from which they agree
_LEAST_WIDE = 1.5  # of its height: in less than that no such text stands
_TALL = 0.45  # of a word's height: rules and leaders made of signs are lower
_MOST_DOUBTS = 8  # words of a page that a third reader is asked about
_MOST_TURNED = 24  # words of a page that are laid level to be read; captions in a margin have fewer


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A word that a picture shows otherwise than its text says; ``seen`` is what two readers see.

    Nothing is seen in the last of more words than are asked about, none of which could be made out.
    """

    word: Word
    seen: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A word with its signs and what each is drawn with."""

    word: Word
    signs: tuple[Sign, ...]
    tall: bool
    places: tuple[Word, ...]

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return _runs_level(self.places)


def shown_otherwise(
    pictures: PagePictures, page: int, seen: SeenSigns, figures: Sequence[Box], left_out: Sequence[Box]
) -> Iterator[Otherwise]:
    """Yield the words of a page that its picture shows otherwise.

    Args:
        pictures: The pages as pictures, with their words.
        page: Its number.
        seen: What was seen so far; what is seen here is added.
        figures: Places of figures that were read digit by digit, and borne out.
        left_out: Places of which was told that they show something else; words touching them say nothing new.
    """
    words = [word for word in pictures.words(page) if not any(overlap(word.box, one) for one in left_out)]
    if not words or pictures.is_garbled(page):
        return
    drawn = _drawn(words, pictures.signs(page), pictures.pixels(page))
    for one in _touching(drawn, figures):
        for sign in one.signs:
            if sign.text.isdigit():
                seen.add(sign)
    for box, text in pictures.readings(page):
        _learn(_inside(drawn, box), text, seen)
    _read_rows(pictures, page, drawn, seen)
    doubted = list(islice(_doubted(pictures, drawn, seen), _MOST_DOUBTS + 1))
    asked = [one.word for one in doubted[:_MOST_DOUBTS]]
    for word, other in zip(asked, _others(pictures, asked), strict=True):
        if other is not None:
            yield Otherwise(word, other)
    for one in doubted[_MOST_DOUBTS:]:
        yield Otherwise(one.word, "")
    yield from _turned_otherwise(pictures.cells(page), drawn)


def _turned_otherwise(cells: CellPictures, drawn: Sequence[_Drawn]) -> Iterator[Otherwise]:
    """Yield the words that run upwards or steeply aslant of which two readers see others, once they are laid level."""
    turned = [one for one in drawn if not one.level and sum(map(str.isalnum, one.word.text)) >= _LEAST]
    for one in turned[:_MOST_TURNED]:
        cell = laid_level(cells, one.word, one.places)
        if cell is None:
            continue
        first = second_reader().read([cell])[0].text
        said, seen = code_of(one.word.text), code_of(first)
        if not said or min(len(said), len(seen)) < _LEAST or _likeness(said, seen) >= _UNLIKE:
            continue
        if seen == code_of(third_reader().read([cell])[0].text):
            yield Otherwise(one.word, first)


def _doubted(pictures: PagePictures, drawn: Sequence[_Drawn], seen: SeenSigns) -> Iterator[_Drawn]:
    """Yield the words that have unknown signs and that a reader does not see as their text has them."""
    for one in drawn:
        if one.level and not _is_known(one, seen) and not _bears_out(pictures, one, seen):
            yield one


def _read_rows(pictures: PagePictures, page: int, drawn: Sequence[_Drawn], seen: SeenSigns) -> None:
    """Read what has unknown signs, first where most of them stand together: what one row has tells of others."""
    level = [one for one in drawn if one.level]
    runs = [run for row in _rows(level) for run in _runs(row, seen)]
    for run in sorted(runs, key=lambda run: _worth(run, seen), reverse=True):
        for part in _runs(run, seen):
            _learn(part, second_reader().read([_picture_of(pictures, page, part)])[0].text, seen)


def _runs(row: Sequence[_Drawn], seen: SeenSigns) -> list[list[_Drawn]]:
    """Return the words of a row that have to be read, and those between them, so many together as are read at once."""
    runs, at = [], 0
    while at < len(row):
        if _is_known(row[at], seen):
            at += 1
            continue
        runs.append(_run(row, at, seen))
        at += len(runs[-1])
    return runs


def _worth(run: Sequence[_Drawn], seen: SeenSigns) -> float:
    """Return how many unknown signs a run has for its width."""
    unknown = {sign for one in run for sign in one.signs if sign not in seen}
    wide = (run[-1].word.x1 - run[0].word.x0) / max(0.1, _height(run[0].word))
    return len(unknown) / (wide + _EACH)


def _drawn(words: Sequence[Word], signs: Sequence[Word], pixels: PagePixels) -> list[_Drawn]:
    """Return words with what their signs are drawn with."""
    scale = pixels.dpi / 72
    owner = np.zeros((int(pixels.height * _GRID) + 2, int(pixels.width * _GRID) + 2), np.int32)
    for at, word in enumerate(words, 1):
        box = word.box
        rows = slice(max(0, int(box.top * _GRID)), max(0, int(box.bottom * _GRID) + 1))
        owner[rows, max(0, int(box.x0 * _GRID)) : max(0, int(box.x1 * _GRID) + 1)] = at
    own: list[list[Sign]] = [[] for _ in words]
    places: list[list[Word]] = [[] for _ in words]
    tall = [False] * len(words)
    high, wide = owner.shape
    inks = PageSigns(pixels.grey, scale)
    for sign in signs:
        down, across = int((sign.top + sign.bottom) / 2 * _GRID), int((sign.x0 + sign.x1) / 2 * _GRID)
        at = int(owner[down, across]) if 0 <= down < high and 0 <= across < wide else 0
        if not at:
            continue
        own[at - 1].append(inks.sign(words[at - 1].box, sign))
        places[at - 1].append(sign)
        tall[at - 1] |= own[at - 1][-1].rows >= _TALL * (sign.bottom - sign.top) * scale
    return [_Drawn(*parts) for parts in zip(words, map(tuple, own), tall, map(tuple, places), strict=True)]


def _touching(drawn: Sequence[_Drawn], places: Sequence[Box]) -> Iterator[_Drawn]:
    """Yield the words that share a part of the page with any of many places."""
    edges = [(one.word.x0, one.word.top, one.word.x1, one.word.bottom) for one in drawn]
    x0, top, x1, bottom = np.array(edges, np.float64).reshape(-1, 4).T
    touching = np.zeros(len(drawn), np.bool_)
    for box in places:
        across = np.minimum(x1, box.x1) - np.maximum(x0, box.x0)
        down = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
        touching |= (across > 0) & (down > 0)
    yield from (drawn[at] for at in np.flatnonzero(touching).tolist())


def _inside(drawn: Sequence[_Drawn], box: Box) -> list[_Drawn]:
    """Return the words that stand in a place, from left to right."""
    return sorted((one for one in drawn if share_inside(one.word.box, box) >= INSIDE), key=lambda one: one.word.x0)


def _rows(words: Sequence[_Drawn]) -> Iterator[list[_Drawn]]:
    """Yield words row by row, from left to right."""
    row: list[_Drawn] = []
    for one in sorted(words, key=lambda one: one.word.top + one.word.bottom):
        if row and one.word.top + one.word.bottom > 2 * row[0].word.bottom - 0.4 * _height(row[0].word):
            yield sorted(row, key=lambda one: one.word.x0)
            row = []
        row.append(one)
    if row:
        yield sorted(row, key=lambda one: one.word.x0)


def _height(word: Word) -> float:
    return word.bottom - word.top


def _run(row: Sequence[_Drawn], first: int, seen: SeenSigns) -> list[_Drawn]:
    """Return the words from one on that stand close enough in their row to be read at once, the last one unknown."""
    run = [row[first]]
    height = _height(run[0].word)
    for one in row[first + 1 :]:
        word = one.word
        alike = 0.7 * height < _height(word) < 1.4 * height
        if not alike or word.x0 - run[-1].word.x1 > _NEAR * height or word.x1 - run[0].word.x0 > _WIDEST * height:
            break
        run.append(one)
    while len(run) > 1 and _is_known(run[-1], seen):
        run.pop()
    return run


def _picture_of(pictures: PagePictures, page: int, run: Sequence[_Drawn]) -> Pixels:
    """Return the picture of a run; without digits pressed together, which costs less to read."""
    if len(run) == 1:  # as it is read again where it is not borne out, which then costs nothing
        cell = pictures.cells(page).cut(_around(run), beside=_CLOSE)
    else:
        cell = pictures.cells(page).cut(_around(run))
    if any(sign.isdigit() for one in run for sign in one.word.text):
        return cell
    size = (max(1, round(_PRESSED * cell.shape[1])), cell.shape[0])
    return cv2.resize(cell, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _around(run: Sequence[_Drawn]) -> Box:
    first = run[0].word.box
    top, bottom = min(one.word.top for one in run), max(one.word.bottom for one in run)
    return replace(first, top=top, bottom=bottom, x1=max(one.word.x1 for one in run))


def _runs_level(signs: Sequence[Word]) -> bool:
    """Tell whether signs run from left to right; no reader makes out what runs upwards or slants as much as it is."""
    if not signs:
        return True
    across, down = [one.x0 + one.x1 for one in signs], [one.top + one.bottom for one in signs]
    return max(down) - min(down) <= max(across) - min(across)


def _is_known(one: _Drawn, seen: SeenSigns) -> bool:
    """Tell whether a word need not be read: its signs were seen, or it has none that could tell."""
    text = one.word.text
    signs = [sign for sign in one.signs if sign.text.isalnum()]
    if not any(map(str.isalnum, text)):
        narrow = one.word.x1 - one.word.x0 < _LEAST_WIDE * _height(one.word)
        return narrow or not one.tall or all(sign in seen for sign in one.signs)
    if any(map(str.isdigit, text)) or any(_is_unseen(sign.text) for sign in one.signs):
        return all(sign in seen for sign in one.signs if sign.text not in _PLAIN)
    if len(signs) < _LEAST:
        return True
    return sum(sign in seen for sign in signs) >= _KNOWN * len(signs)


_PLAIN = frozenset(":;()[]-–/")  # signs that make no other figure of one


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign[:1] or " ") == "Cf"


def _learn(run: Sequence[_Drawn], text: str, seen: SeenSigns) -> None:
    """Keep the signs that a reader saw in a row of at least three, or in a word that it saw as a whole."""
    signs = [sign for one in run for sign in one.signs]
    said, found = "".join(sign.text[:1] for sign in signs), "".join(text.split())
    for same in SequenceMatcher(None, said, found, autojunk=False).get_matching_blocks():
        if same.size >= min(_LEAST, len(said)):
            for sign in signs[same.a : same.a + same.size]:
                seen.add(sign)


def _bears_out(pictures: PagePictures, one: _Drawn, seen: SeenSigns) -> bool:
    """Tell whether a reader sees a word as its text has it, read by itself."""
    text = second_reader().read([pictures.cells(one.word.box.page).cut(one.word.box, beside=_CLOSE)])[0].text
    _learn([one], text, seen)
    return not _differs(one.word.text, text, surely=True)


def _others(pictures: PagePictures, words: Sequence[Word]) -> list[str | None]:
    """Return what two readers see in the places of words, where they agree and that is not what the text says."""
    if not words:
        return []
    cells = [pictures.cells(word.box.page).cut(word.box, beside=_CLOSE) for word in words]
    readings = zip(words, second_reader().read(cells), third_reader().read(cells), strict=True)
    return [_other(word, first.text, third.text) for word, first, third in readings]


def _other(word: Word, first: str, third: str) -> str | None:
    """Return what both readers see of a word, where they agree and that is not what its text says."""
    one, other = code_of(first), code_of(third)
    if not one or not other:
        return None
    if not any(map(str.isalnum, word.text)):
        return first if len(one) >= _LEAST_SEEN and _likeness(one, other) >= _ALIKE else None
    same = one == other and marks_and_signs(first) == marks_and_signs(third)
    if not same and (any(map(str.isdigit, word.text)) or _likeness(one, other) < _ALIKE):
        return None
    return first if _differs(word.text, first, surely=same) else None


def _differs(said: str, seen: str, *, surely: bool) -> bool:
    """Tell whether a picture shows another word; one with a digit in every letter, digit, point and sign of money."""
    one, other = code_of(said), code_of(seen)
    if not one:
        return len(other) >= _LEAST_SEEN
    if any(map(str.isdigit, said)):
        same = one == other or _lacks_a_letter(one, other)
        return not same or marks_and_signs(said) != marks_and_signs(seen)
    if not said.isascii() and not _is_latin(said):
        return False
    return _likeness(one, other) < (_RATHER_UNLIKE if surely else _UNLIKE)


def _lacks_a_letter(said: str, seen: str) -> bool:
    """Tell whether one letter of many is not seen: where two words run into each other it is printed over."""
    if sum(map(str.isalpha, said)) < _MANY_LETTERS:
        return False
    return any(sign.isalpha() and said[:at] + said[at + 1 :] == seen for at, sign in enumerate(said))


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
