"""Characters known by their looks: what a reader of pictures has once borne out need not be read again.

Within a document every character that claims to be a certain digit looks like the others that claim it. A cell whose
every character looks like one that was seen and read before on its pages, and that has nothing else in it or beside it,
shows what its text claims; only the others are read. A font in which one digit is drawn as another has no such
likeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import cv2
import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import Pixels
from app.extraction.scans.cell_pictures import MARGIN
from app.extraction.values.words import Word
from app.extraction.witness.prints import BESIDE, HIGHEST, LOWEST, KnownPrints, Print, PrintedCell, nothing_else

# Pictures of one character differ less than this where they differ most, over three pixels square: as a share of how
# much such a square of it differs from its paper, which in pale or very thin print is little.
_ALIKE = 0.36
_SHIFT = 1  # pixels by which one may lie beside the other, or be wider
_OVERHANG = 1  # pixels by which a character's ink may reach out of its place
_PLAIN = 40  # of 255: paper differs less from itself
_LEAST_HEIGHT = 0.7  # of its cell's height: a smaller character is raised, or belongs to another row
_OVERPRINT = 0.1  # of a character's height: so near to itself a character is printed for bold print
_KEPT = 8  # pictures of one character: several fonts and sizes


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A cell taken apart: its characters, a picture of each, and what each is printed with."""

    signs: tuple[str, ...]
    pictures: tuple[Pixels, ...]
    prints: tuple[Print | None, ...]

    def part(self, start: int, end: int) -> Glyphs:
        """Return some of them."""
        return Glyphs(self.signs[start:end], self.pictures[start:end], self.prints[start:end])

    def one_by_one(self) -> Iterator[tuple[str, Pixels, Print | None]]:
        """Yield each character with its picture and print."""
        return zip(self.signs, self.pictures, self.prints, strict=True)


@dataclass(slots=True)
class KnownLooks:
    """The characters of a document that a reader has borne out, with what they look like."""

    _pictures: dict[str, list[Pixels]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[str, list[Pixels]] = field(default_factory=lambda: defaultdict(list))
    _prints: KnownPrints = field(default_factory=KnownPrints)

    def knows(self, glyphs: Glyphs) -> bool:
        """Tell whether each character of a cell looks like one that was borne out."""
        return all(self._known(*one) for one in glyphs.one_by_one())

    def knows_half(self, glyphs: Glyphs, run: int) -> bool:
        """Tell whether half of the characters look like some that were borne out, ``run`` of them in a row at least.

        That is as much as has to be seen of words that are read (agreement.same_words).
        """
        return _half([self._known(*one) for one in glyphs.one_by_one()], run)

    def knows_prints(self, signs: Sequence[Word], cell: PrintedCell) -> bool:
        """Tell whether each character of a cell is printed as one that was borne out, and nothing else is there."""
        prints = zip(signs, cell.prints, strict=True)
        return cell.alone and all(self._printed(sign.text, printed) for sign, printed in prints)

    def knows_half_of_prints(self, signs: Sequence[Word], cell: PrintedCell, run: int) -> bool:
        """Tell the same of half of the characters, as ``knows_half`` does."""
        prints = zip(signs, cell.prints, strict=True)
        return cell.alone and _half([self._printed(sign.text, printed) for sign, printed in prints], run)

    def add(self, glyphs: Glyphs) -> None:
        """Keep the characters of a cell that a reader has borne out."""
        for sign, picture, printed in glyphs.one_by_one():
            if len(self._pictures[sign]) < _KEPT and not self._alike(sign, picture):
                self._pictures[sign].append(picture)
            if printed is not None and len(self._places[sign]) < _KEPT and not self._printed(sign, printed):
                self._places[sign].append(printed.place.copy())
            self._prints.add(sign, printed)

    def _known(self, sign: str, picture: Pixels, printed: Print | None) -> bool:
        return self._printed(sign, printed) or self._alike(sign, picture)

    def _printed(self, sign: str, printed: Print | None) -> bool:
        """Tell whether a character is printed with the same pixels as one that was borne out, or nearly so."""
        if printed is None:
            return False
        if self._prints.knows(sign, printed):
            return True
        if any(alike(printed.place, known) for known in self._places.get(sign, ())):
            self._prints.add(sign, printed)  # a neighbour's pixels make the difference; next time it is found at once
            return True
        return False

    def _alike(self, sign: str, picture: Pixels) -> bool:
        return any(alike(picture, known) for known in self._pictures.get(sign, ()))


def _half(known: Sequence[bool], run: int) -> bool:
    runs = (len(list(same)) for seen, same in groupby(known) if seen)
    return 2 * sum(length for length in runs if length >= run) >= len(known)


def printed_once(characters: Iterable[Word]) -> list[Word]:
    """Return characters from left to right without those printed over themselves, as a bold print is made up."""
    kept: list[Word] = []
    for one in sorted(characters, key=lambda one: (one.x0, one.top)):
        if not kept or one.text != kept[-1].text or not _over(one, kept[-1]):
            kept.append(one)
    return kept


def _over(one: Word, other: Word) -> bool:
    reach = _OVERPRINT * (one.bottom - one.top)
    return abs(one.x0 - other.x0) <= reach and abs(one.top - other.top) <= reach


def signs_of(text: str, inside: Iterable[Word]) -> list[Word]:
    """Return the characters that stand in a cell, from left to right; none where they are not what its text says."""
    signs = printed_once(inside)
    return signs if "".join(one.text for one in signs) == "".join(text.split()) else []


def glyphs_of(
    box: Box, signs: Sequence[Word], others: Sequence[Box], cell: Pixels, printed: PrintedCell
) -> Glyphs | None:
    """Take a cell apart; None where more is to be seen than its characters in a row, one behind the other.

    Args:
        box: The cell's place.
        signs: The characters that stand there, upright, as its text says (signs_of).
        others: Places of other words near it, whose ink is theirs.
        cell: Its picture with ``BESIDE`` left and right, as CellPictures cuts it.
        printed: What its characters are printed with.
    """
    height = box.bottom - box.top
    if not signs:
        return None
    scale = cell.shape[0] / (height * (1 + 2 * MARGIN))
    left = box.x0 - BESIDE * height
    spans = [(round((one.x0 - left) * scale), round((one.x1 - left) * scale)) for one in signs]
    small = any(one.bottom - one.top < _LEAST_HEIGHT * height for one in signs)
    if small or spans[-1][1] >= cell.shape[1] or any(end <= start for start, end in spans):
        return None
    taken = [(start - _OVERHANG, end + _OVERHANG) for start, end in spans]
    taken += [(int((one.x0 - left) * scale) - _OVERHANG, int((one.x1 - left) * scale) + 2) for one in others]
    first, last = round(MARGIN * height * scale), round((1 + MARGIN) * height * scale)
    tall = height * scale
    if not nothing_else(cell, taken, first + round(HIGHEST * tall), first + round(LOWEST * tall), _PLAIN):
        return None
    rows = slice(first, last)
    pictures = tuple(np.ascontiguousarray(cell[rows, start:end]) for start, end in spans)
    return Glyphs(tuple(one.text for one in signs), pictures, printed.prints)


def alike(one: Pixels, other: Pixels) -> bool:
    """Tell whether two pictures of characters show the same one, shifted by a pixel at most."""
    if abs(one.shape[0] - other.shape[0]) > _SHIFT or abs(one.shape[1] - other.shape[1]) > _SHIFT:
        return False
    high, wide = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    field_ = cv2.copyMakeBorder(one, _SHIFT, _SHIFT, _SHIFT, _SHIFT, cv2.BORDER_REPLICATE)
    template = other[:high, :wide]
    _, _, (x, y), _ = cv2.minMaxLoc(cv2.matchTemplate(field_, template, cv2.TM_SQDIFF))
    same = field_[y : y + high, x : x + wide]
    drawn = min(_drawn(same), _drawn(template))
    return int(cv2.blur(cv2.absdiff(same, template), (3, 3)).max()) < _ALIKE * drawn


def _drawn(picture: cv2.typing.MatLike) -> int:
    """Return how much print differs from its paper where it differs most, over three pixels square."""
    return int(picture.max()) - int(cv2.blur(picture, (3, 3)).min())
