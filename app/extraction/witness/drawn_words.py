"""The words of a page with the ink of their signs, and which of them need not be read because it was seen before."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels
from app.extraction.values.words import Word
from app.extraction.witness.page_pictures import INSIDE, share_inside
from app.extraction.witness.seen_signs import SeenSigns, Sign
from app.extraction.witness.sign_ink import PageSigns

_GRID = 2.0  # cells a point of the table that tells in which word a point lies
_LEAST_WIDE = 1.5  # of its height: in less than that no such text stands
_TALL = 0.45  # of a word's height: rules and leaders made of signs are lower
KNOWN = 0.5  # share of a word's letters that must have been seen; of its digits all
LEAST = 3  # letters of a word without digits; of fewer readers say nothing
PLAIN = frozenset(":;()[]-–/")  # signs that make no other figure of one


@dataclass(frozen=True, slots=True)
class DrawnWord:
    """A word with its signs and what each is drawn with."""

    word: Word
    signs: tuple[Sign, ...]
    tall: bool
    places: tuple[Word, ...]

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return _runs_level(self.places)


def drawn_words(words: Sequence[Word], signs: Sequence[Word], pixels: PagePixels) -> list[DrawnWord]:
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
    return [DrawnWord(*parts) for parts in zip(words, map(tuple, own), tall, map(tuple, places), strict=True)]


def touching(drawn: Sequence[DrawnWord], places: Sequence[Box]) -> Iterator[DrawnWord]:
    """Yield the words that share a part of the page with any of many places."""
    edges = [(one.word.x0, one.word.top, one.word.x1, one.word.bottom) for one in drawn]
    x0, top, x1, bottom = np.array(edges, np.float64).reshape(-1, 4).T
    touching = np.zeros(len(drawn), np.bool_)
    for box in places:
        across = np.minimum(x1, box.x1) - np.maximum(x0, box.x0)
        down = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
        touching |= (across > 0) & (down > 0)
    yield from (drawn[at] for at in np.flatnonzero(touching).tolist())


def inside(drawn: Sequence[DrawnWord], box: Box) -> list[DrawnWord]:
    """Return the words that stand in a place, from left to right."""
    return sorted((one for one in drawn if share_inside(one.word.box, box) >= INSIDE), key=lambda one: one.word.x0)


def height_of(word: Word) -> float:
    """Return how high a word is, in points."""
    return word.bottom - word.top


def _runs_level(signs: Sequence[Word]) -> bool:
    """Tell whether signs run from left to right; no reader makes out what runs upwards or slants as much as it is."""
    if not signs:
        return True
    across, down = [one.x0 + one.x1 for one in signs], [one.top + one.bottom for one in signs]
    return max(down) - min(down) <= max(across) - min(across)


def is_known(one: DrawnWord, seen: SeenSigns) -> bool:
    """Tell whether a word need not be read: its signs were seen, or it has none that could tell."""
    text = one.word.text
    signs = [sign for sign in one.signs if sign.text.isalnum()]
    if not any(map(str.isalnum, text)):
        narrow = one.word.x1 - one.word.x0 < _LEAST_WIDE * height_of(one.word)
        return narrow or not one.tall or all(sign in seen for sign in one.signs)
    if any(map(str.isdigit, text)) or any(_is_unseen(sign.text) for sign in one.signs):
        return all(sign in seen for sign in one.signs if sign.text not in PLAIN)
    if len(signs) < LEAST:
        return True
    return sum(sign in seen for sign in signs) >= KNOWN * len(signs)


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign[:1] or " ") == "Cf"


def learn(run: Sequence[DrawnWord], text: str, seen: SeenSigns) -> None:
    """Keep the signs that a reader saw in a row of at least three, or in a word that it saw as a whole."""
    signs = [sign for one in run for sign in one.signs]
    said, found = "".join(sign.text[:1] for sign in signs), "".join(text.split())
    for same in SequenceMatcher(None, said, found, autojunk=False).get_matching_blocks():
        if same.size >= min(LEAST, len(said)):
            for sign in signs[same.a : same.a + same.size]:
                seen.add(sign)
