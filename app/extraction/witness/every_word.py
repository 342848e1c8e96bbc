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

from app.domain.overlap import overlap
from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.words import Word
from app.extraction.witness.agreement import code_of, marks_and_signs
from app.extraction.witness.drawn_words import (
    LEAST,
    DrawnWord,
    drawn_words,
    height_of,
    inside,
    is_known,
    learn,
    touching,
)
from app.extraction.witness.page_pictures import PagePictures
from app.extraction.witness.seen_signs import SeenSigns
from app.extraction.witness.turned_words import laid_level
from app.extraction.witness.word_pieces import pressed, read_pieces

_WIDEST = 24.0  # of a row's height: so much is read at once
_NEAR = 2.0  # of a row's height: words further apart are not read together
_MANY_LETTERS = 8  # of a word with digits
_EACH = 1.0  # of a row's height: what a read takes besides its width
_CLOSE = 0.08  # of a word's height: how much beside it is looked at
_LEAST_SEEN = 4  # letters and digits that both readers see where the text has a line or a row of dots
_UNLIKE, _RATHER_UNLIKE = 0.5, 0.65  # likeness below which words are others; the latter where both readers see the same
_ALIKE = 0.75  # likeness of what two readers see, from which they agree
_MOST_DOUBTS = 8  # words of a page that a third reader is asked about
_MOST_TURNED = 24  # words of a page that are laid level to be read; captions in a margin have fewer


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A word that a picture shows otherwise than its text says; ``seen`` is what two readers see.

    Nothing is seen in the last of more words than are asked about, none of which could be made out.
    """

    word: Word
    seen: str


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
    drawn = drawn_words(words, pictures.signs(page), pictures.pixels(page))
    for one in touching(drawn, figures):
        for sign in one.signs:
            if sign.text.isdigit():
                seen.add(sign)
    for box, text in pictures.readings(page):
        learn(inside(drawn, box), text, seen)
    _read_rows(pictures, page, drawn, seen)
    doubted = list(islice(_doubted(pictures, drawn, seen), _MOST_DOUBTS + 1))
    asked = [one.word for one in doubted[:_MOST_DOUBTS]]
    for word, other in zip(asked, _others(pictures, asked), strict=True):
        if other is not None:
            yield Otherwise(word, other)
    for one in doubted[_MOST_DOUBTS:]:
        yield Otherwise(one.word, "")
    yield from _turned_otherwise(pictures.cells(page), drawn)


def _turned_otherwise(cells: CellPictures, drawn: Sequence[DrawnWord]) -> Iterator[Otherwise]:
    """Yield the words that run upwards or steeply aslant of which two readers see others, once they are laid level."""
    turned = [one for one in drawn if not one.level and sum(map(str.isalnum, one.word.text)) >= LEAST]
    for one in turned[:_MOST_TURNED]:
        cell = laid_level(cells, one.word, one.places)
        if cell is None:
            continue
        first = second_reader().read([cell])[0].text
        said, seen = code_of(one.word.text), code_of(first)
        if not said or min(len(said), len(seen)) < LEAST or _likeness(said, seen) >= _UNLIKE:
            continue
        if seen == code_of(third_reader().read([cell])[0].text):
            yield Otherwise(one.word, first)


def _doubted(pictures: PagePictures, drawn: Sequence[DrawnWord], seen: SeenSigns) -> Iterator[DrawnWord]:
    """Yield the words that have unknown signs and that a reader does not see as their text has them."""
    for one in drawn:
        if one.level and not is_known(one, seen) and not _bears_out(pictures, one, seen):
            yield one


def _read_rows(pictures: PagePictures, page: int, drawn: Sequence[DrawnWord], seen: SeenSigns) -> None:
    """Read what has unknown signs, first where most of them stand together: what one row has tells of others."""
    level = [one for one in drawn if one.level]
    runs = [run for row in _rows(level) for run in _runs(row, seen)]
    for run in sorted(runs, key=lambda run: _worth(run, seen), reverse=True):
        for part in _runs(run, seen):
            if read_pieces(pictures.cells(page), part, seen):
                continue
            learn(part, second_reader().read([_picture_of(pictures, page, part)])[0].text, seen)


def _runs(row: Sequence[DrawnWord], seen: SeenSigns) -> list[list[DrawnWord]]:
    """Return the words of a row that have to be read, and those between them, so many together as are read at once."""
    runs, at = [], 0
    while at < len(row):
        if is_known(row[at], seen):
            at += 1
            continue
        runs.append(_run(row, at, seen))
        at += len(runs[-1])
    return runs


def _worth(run: Sequence[DrawnWord], seen: SeenSigns) -> float:
    """Return how many unknown signs a run has for its width."""
    unknown = {sign for one in run for sign in one.signs if sign not in seen}
    wide = (run[-1].word.x1 - run[0].word.x0) / max(0.1, height_of(run[0].word))
    return len(unknown) / (wide + _EACH)


def _rows(words: Sequence[DrawnWord]) -> Iterator[list[DrawnWord]]:
    """Yield words row by row, from left to right."""
    row: list[DrawnWord] = []
    for one in sorted(words, key=lambda one: one.word.top + one.word.bottom):
        if row and one.word.top + one.word.bottom > 2 * row[0].word.bottom - 0.4 * height_of(row[0].word):
            yield sorted(row, key=lambda one: one.word.x0)
            row = []
        row.append(one)
    if row:
        yield sorted(row, key=lambda one: one.word.x0)


def _run(row: Sequence[DrawnWord], first: int, seen: SeenSigns) -> list[DrawnWord]:
    """Return the words from one on that stand close enough in their row to be read at once, the last one unknown."""
    run = [row[first]]
    height = height_of(run[0].word)
    for one in row[first + 1 :]:
        word = one.word
        alike = 0.7 * height < height_of(word) < 1.4 * height
        if not alike or word.x0 - run[-1].word.x1 > _NEAR * height or word.x1 - run[0].word.x0 > _WIDEST * height:
            break
        run.append(one)
    while len(run) > 1 and is_known(run[-1], seen):
        run.pop()
    return run


def _picture_of(pictures: PagePictures, page: int, run: Sequence[DrawnWord]) -> Pixels:
    """Return the picture of a run; without digits pressed together, which costs less to read."""
    if len(run) == 1:  # as it is read again where it is not borne out, which then costs nothing
        cell = pictures.cells(page).cut(_around(run), beside=_CLOSE)
    else:
        cell = pictures.cells(page).cut(_around(run))
    if any(sign.isdigit() for one in run for sign in one.word.text):
        return cell
    return pressed(cell)


def _around(run: Sequence[DrawnWord]) -> Box:
    first = run[0].word.box
    top, bottom = min(one.word.top for one in run), max(one.word.bottom for one in run)
    return replace(first, top=top, bottom=bottom, x1=max(one.word.x1 for one in run))


def _bears_out(pictures: PagePictures, one: DrawnWord, seen: SeenSigns) -> bool:
    """Tell whether a reader sees a word as its text has it, read by itself."""
    text = second_reader().read([pictures.cells(one.word.box.page).cut(one.word.box, beside=_CLOSE)])[0].text
    learn([one], text, seen)
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
