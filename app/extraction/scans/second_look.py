"""A second look at what the first reading of a scan was unsure of or passed over, before anything is made of it.

Words of low confidence are read again, and so is ink without a word. Figures that the arithmetic proves are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.domain.provenance import Box
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.crossed_words import parted_words
from app.extraction.scans.missed_ink import PageInk, missed_ink
from app.extraction.scans.second_reader import CellText, SecondReader
from app.extraction.scans.second_words import stands_beside, with_replaced, words_from
from app.extraction.scans.spread_words import spread_words, words_apart
from app.extraction.values.numerals import is_numeric
from app.extraction.values.words import PageText, Word

_DIM = 60  # a word of less confidence is read again
_UNSURE_ONE = 80  # the same for an I by itself, which is the 1 of a first line rather
_DIRT = 40  # letters of less confidence, where the second reader sees nothing, are no letters
_CLEAR = 70  # what the second reader must be sure of, character by character, to be believed over a dim word
_SURE = 95  # a word of more confidence is no part of what was missed
_STRANGE = re.compile(
    r"[§|{}\[\]~\\<>]|^[$€£]\d{4,}$|^[.,;:'-]+[^\W_]"
    r"|\d;\d|\d[.,]{2}\d|^\d{1,3}:\d{2,3}(?:[.,]\d|$)|^\d+°$"  # a point, a comma or a fold seen as another sign
)
_CENTS = re.compile(r"[.,]\d\d$")
_SLIM, _FEW = frozenset("fijlrtI1"), 3
_BROAD_LETTER, _SLIM_LETTER = 0.45, 0.27  # of the height: the least a letter takes across; condensed print has half
_MOST_WORDS, _MOST_PLACES, _MORE_PLACES = 20, 12, 8  # a page
_NEAR = 0.6  # of the height: pieces of print no farther apart are one text
_TOUCHES = 0.35  # of the height: an unsure word no farther from missed print is part of the same text
_EDGE = 14.0  # points
_SAME_ROW = 0.6  # of the lower one's height

_Place = tuple[Box, tuple[int, ...]]  # with the words, by their number, that it takes in


def look_again(
    page: PageText, ink: PageInk, pictures: CellPictures, reader: SecondReader, proven: Collection[Box]
) -> PageText:
    """Return the page with words in two cells parted, missed print added and dim words read again."""
    beside = spread_words(page, ink, pictures, reader)
    if beside:
        page = replace(page, words=with_replaced(page.words, beside))
    changes = parted_words(page, pictures, reader)
    added = _missed(page, ink, pictures, reader, changes)
    dim = [i for i, word in enumerate(page.words) if i not in changes and (_dim(word) or _too_narrow(word))]
    changes.update((i, ()) for i in dim if _at_the_edge(page.words[i], page))
    dim = [i for i in dim if i not in changes]
    dim.sort(key=lambda index: (not _dim(page.words[index]), -len(page.words[index].text)))
    for index in sorted(dim[:_MOST_WORDS]):
        word = page.words[index]
        backed = any(_inside(word.box, box) for box in proven)
        if backed and is_numeric(word.text):
            continue
        again = reread_word(word, reader.read([pictures.cut(word.box)])[0], proven=backed)
        if again != (word,) and (_dim(word) or [other.text for other in again] != [word.text]):
            changes[index] = again
    if not changes and not added:
        return page
    return replace(page, words=with_replaced((*page.words, *added), changes))


def _missed(
    page: PageText, ink: PageInk, pictures: CellPictures, reader: SecondReader, changes: dict[int, tuple[Word, ...]]
) -> list[Word]:
    """Return the words of ink that has none; the unsure words that they take in are dropped in ``changes``."""
    added: list[Word] = []
    places = _places(missed_ink(ink, page.words, page.number), page.words)
    for box, absorbed in _first_read(places, page.words):
        if changes.keys() & set(absorbed):
            continue
        first = " ".join(page.words[index].text for index in absorbed) or None
        found = words_apart(box, first, ink, pictures, reader)
        if not found:
            seen = reader.read([pictures.cut(box)])[0]
            if believable(seen) and _says_more(seen, [page.words[index] for index in absorbed]):
                found = words_from(seen, box, first)
        if found:
            added.extend(found)
            changes.update((index, ()) for index in absorbed)
    return added


def reread_word(word: Word, seen: CellText, *, proven: bool = False) -> tuple[Word, ...]:
    """Return what a dim word becomes once it was read again; the digits of a proven figure stay as they are."""
    if stands_beside(seen, word.box):
        seen = CellText("", 0)  # it is the first letters of the next word
    if proven and _digits(seen.text) != _digits(word.text):
        return (word,)
    if _is_dirt(word, seen):
        return ()
    # strange signs in a word that was read with confidence are no reason to believe a hesitant second reading
    if not believable(seen) or (word.confidence >= _DIM and seen.confidence < _SURE):
        return (word,)
    if seen.text == word.text:
        return (replace(word, confidence=max(word.confidence, seen.confidence)),)
    return words_from(seen, word.box, word.text)


def _at_the_edge(word: Word, page: PageText) -> bool:
    """Tell whether a word that was hardly read lies where a scanner sees the edge of the sheet."""
    box = word.box
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    edge = not (_EDGE < across < page.width - _EDGE and _EDGE < down < page.height - _EDGE)
    return edge and word.confidence < _DIRT


def _is_dirt(word: Word, seen: CellText) -> bool:
    if any(map(str.isalnum, word.text)):
        return not seen.text and word.confidence < _DIRT and not _digits(word.text)
    stray = len(seen.text) == 1 and seen.text.isalpha()  # a blot that looks like a letter
    return word.confidence < _DIM and (stray or not believable(seen)) and seen.text != word.text


def _digits(text: str) -> str:
    return "".join(ch for ch in text if ch.isdigit())


def believable(seen: CellText) -> bool:
    """Tell whether a second reading is sure enough to be taken for a dim one."""
    return seen.confidence >= _CLEAR and any(ch.isalnum() for ch in seen.text)


def _says_more(seen: CellText, absorbed: Sequence[Word]) -> bool:
    """Tell whether a text is more than a stray letter, and surer than the words it would take in."""
    letters = sum(ch.isalnum() for ch in seen.text)
    surest = max((word.confidence for word in absorbed), default=0)
    one = seen.text.isdigit() and seen.confidence >= _SURE  # a remnant of a ruling line looks much like a one
    if _only_part(seen.text, "".join(word.text for word in absorbed if word.confidence >= _DIM)):
        return False
    return (letters >= 2 or one) and (seen.confidence >= surest or letters > _letters(absorbed))


def _only_part(text: str, read: str) -> bool:
    """Tell whether a text is no more than some letters of what was read already: "rice" of "Price"."""
    said, known = ("".join(filter(str.isalnum, either)) for either in (text, read))
    return len(said) < len(known) and said in known


def _letters(words: Sequence[Word]) -> int:
    return sum(ch.isalnum() for word in words for ch in word.text)


def _dim(word: Word) -> bool:
    """Tell whether a word was read with little confidence, or has signs that nobody prints in it."""
    if word.text == "I":
        return word.confidence < _UNSURE_ONE
    return word.confidence < _DIM or (len(word.text) > 1 and _STRANGE.search(word.text) is not None)


def _too_narrow(word: Word) -> bool:
    """Tell whether more letters were read than there is room for: a 1 with its serifs is read as "al", a 0 as "Oo"."""
    broad = sum(ch.isalnum() and ch not in _SLIM for ch in word.text)
    least = _BROAD_LETTER * broad + _SLIM_LETTER * (len(word.text) - broad)
    short = 1 < len(word.text) <= _FEW and broad > 0  # in a longer word, dirt above it tells more than its letters
    return short and word.box.x1 - word.box.x0 < least * (word.box.bottom - word.box.top)


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.page == outer.page
        and outer.x0 - 0.5 <= inner.x0
        and inner.x1 <= outer.x1 + 0.5
        and outer.top - 0.5 <= inner.top
        and inner.bottom <= outer.bottom + 0.5
    )


def _places(boxes: Sequence[Box], words: Sequence[Word]) -> list[_Place]:
    """Join pieces of missed print, with the unsure words between them, into texts; the longest first."""
    texts: list[Box] = []
    for piece in sorted(boxes, key=lambda b: b.x0):
        box = piece
        while (home := next((other for other in texts if _adjoins(other, box)), None)) is not None:
            texts.remove(home)
            box = home.union(box)
        texts.append(box)
    found = []
    taken: set[int] = set()
    for box in sorted(texts, key=_least_wide):
        whole, absorbed = _with_neighbours(box, words)
        if taken & set(absorbed):
            whole, absorbed = box, ()  # a word between two texts goes with the longer one
        taken.update(absorbed)
        found.append((whole, absorbed))
    return sorted(found, key=lambda place: _least_wide(place[0]))


def _first_read(places: Sequence[_Place], words: Sequence[Word]) -> list[_Place]:
    """Return the places that are looked at: the longest, and some more before figures, as pale names of lines stand."""
    figures = [word.box for word in words if is_numeric(word.text) and _CENTS.search(word.text)]
    more = [place for place in places[_MOST_PLACES:] if any(_level(place[0], box) for box in figures)]
    return [*places[:_MOST_PLACES], *more[:_MORE_PLACES]]


def _level(box: Box, figure: Box) -> bool:
    """Tell whether a text stands before a figure in its row."""
    beside = min(box.bottom, figure.bottom) - max(box.top, figure.top)
    return box.x1 <= figure.x0 and beside >= _SAME_ROW * min(box.bottom - box.top, figure.bottom - figure.top)


def _least_wide(box: Box) -> float:
    return box.x0 - box.x1


def _with_neighbours(box: Box, words: Sequence[Word]) -> tuple[Box, tuple[int, ...]]:
    absorbed = tuple(i for i, w in enumerate(words) if w.confidence < _SURE and _adjoins(box, w.box, _TOUCHES))
    for index in absorbed:
        box = box.union(words[index].box)
    # whatever else stands in the place would otherwise be there twice
    return box, tuple(i for i, w in enumerate(words) if i in absorbed or _inside(_centre(w.box), box))


def _centre(box: Box) -> Box:
    across, down = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return Box(box.page, across, down, across, down)


def _adjoins(a: Box, b: Box, near: float = _NEAR) -> bool:
    high = (a.bottom - a.top, b.bottom - b.top)
    if max(high) > 2.2 * min(high):
        return False
    beside = min(a.bottom, b.bottom) - max(a.top, b.top)
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    return beside >= _SAME_ROW * min(high) and gap <= near * max(high)
