"""The characters of a page's text layer through pdfium, each with its place on the page as shown."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple, overload

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from app.extraction.pages import pdfium_calls
from app.extraction.pages.geometry import Matrix, Place, quarter_turns

INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_REPLACED = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  # how pdfium reports a hyphen at the end of a row
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BLANKS = frozenset((0x20, 0x0A, 0x0D, 0x09, 0xA0))
_FAR = 100_000.0  # points; beyond any page
LEVEL = 10.0  # degrees; what slants less is read as part of a row
_SURROGATES = 0xD800


class Character(NamedTuple):
    """One character as shown: ``turn`` is how many quarter turns clockwise its writing direction is from upright.

    Where it slants, ``SLANTING`` is added to the nearest quarter turn. A named tuple because a page has thousands and
    they are made in a fifth of a dataclass's time.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0


BLANK = " "
SLANTING = 4


class CharacterColumns(Sequence[Character]):
    """The characters of a page whose text runs one way, by columns: a page has thousands, and numpy asks all at once.

    ``kinds`` tells the letters apart by number, ``blank`` which characters are blanks, ``places`` holds a row each of
    left, upper, right and lower edges (0 for blanks). As a sequence it gives single characters.
    """

    __slots__ = ("_listed", "blank", "kinds", "places", "texts", "turn")

    def __init__(
        self,
        texts: list[str],
        kinds: NDArray[np.int64],
        blank: NDArray[np.bool_],
        places: NDArray[np.float64],
        turn: int,
    ) -> None:
        self.texts = texts
        self.kinds = kinds
        self.blank = blank
        self.places = places
        self.turn = turn
        self._listed: list[Character] | None = None

    def listed(self) -> list[Character]:
        """Return the characters one by one; made when somebody asks."""
        if self._listed is None:
            x0, top, x1, bottom = self.places.tolist()
            self._listed = list(map(Character, self.texts, x0, top, x1, bottom, repeat(self.turn)))
        return self._listed

    def __len__(self) -> int:
        """Count them, blanks among them."""
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Character: ...
    @overload
    def __getitem__(self, index: slice) -> list[Character]: ...
    def __getitem__(self, index: int | slice) -> Character | list[Character]:
        """Return one character, or some."""
        if isinstance(index, slice):
            return self.listed()[index]
        x0, top, x1, bottom = self.places[:, index].tolist()
        return Character(self.texts[index], x0, top, x1, bottom, self.turn)

    def __iter__(self) -> Iterator[Character]:
        """Go through them in the order of the file."""
        return iter(self.listed())


class CharacterReader:
    """Walks over the characters of a text page once."""

    def __init__(self, raw: pdfium.FPDF_TEXTPAGE, shown: Matrix, width: float, height: float) -> None:
        self._raw = raw
        self._address = pdfium_calls.address_of(raw)
        self._shown = shown
        self._width = width
        self._height = height
        self._page_turn = quarter_turns(math.atan2(shown[1], shown[0]))
        self.invisible = 0
        self.garbled = 0
        self.angles: list[float] = []  # of the characters that ``careful`` returned: degrees clockwise, as shown

    def plain(self, count: int) -> CharacterColumns:
        """Return the characters of a page on which all text is painted and runs one way; the quick way."""
        listed = self._codes(count)
        codes = np.array(listed, dtype=np.int64)
        blank = np.zeros(count, dtype=bool)
        for code in _BLANKS.intersection(listed):  # one or two
            blank |= codes == code
        boxes, known = self._boxes(count, np.flatnonzero(~blank))
        a, b, c, d, e, f = self._shown
        left, top, right, bottom = boxes.T
        with np.errstate(all="ignore"):  # a box may be infinite; it is dropped below
            xa, ya = a * left + c * bottom + e, b * left + d * bottom + f
            xb, yb = a * right + c * top + e, b * right + d * top + f
        x0, x1, y0, y1 = np.minimum(xa, xb), np.maximum(xa, xb), np.minimum(ya, yb), np.maximum(ya, yb)
        # written so that it is false for NaN too
        on_page = (x1 > 0) & (x1 < _FAR) & (y1 > 0) & (y1 < _FAR)
        on_page &= (x0 > -_FAR) & (x0 < self._width) & (y0 > -_FAR) & (y0 < self._height)
        places = np.stack((x0, y0, x1, y1))
        places[:, blank] = 0.0
        kept = blank | (known & on_page)
        if not kept.all():
            codes, blank, places = codes[kept], blank[kept], places[:, kept]
            listed = codes.tolist()
        return self._columns(listed, codes, blank, places)

    def _columns(
        self, listed: list[int], codes: NDArray[np.int64], blank: NDArray[np.bool_], places: NDArray[np.float64]
    ) -> CharacterColumns:
        """Say what the codes of characters mean, and count those that mean nothing."""
        texts = {code: BLANK if code in _BLANKS else _text_of(code) for code in set(listed)}
        kinds, first = codes.copy(), {BLANK: 0x20}
        for code, text in texts.items():
            if code not in _BLANKS and _garbled(code):
                self.garbled += int(np.count_nonzero(codes == code))
            if (same := first.setdefault(text, code)) != code:
                kinds[codes == code] = same
        return CharacterColumns(list(map(texts.__getitem__, listed)), kinds, blank, places, self._page_turn)

    def careful(self, count: int, hidden: frozenset[int] = frozenset()) -> list[Character]:
        """Return the characters of any page: each is asked whether it is painted and which way it runs.

        ``hidden`` holds the addresses of text objects that are painted and cannot be seen.
        """
        raw, box, matrix = self._address, pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        place_of_box = ctypes.addressof(box)
        painted, turn, angle, last = True, 0, 0.0, -1
        found, angles = [], self.angles
        for index in range(count):
            code = pdfium_calls.code_of(raw, index)
            if code in _BLANKS:
                found.append(Character(BLANK, 0.0, 0.0, 0.0, 0.0, turn))
                angles.append(angle)
                continue
            text_object = pdfium_calls.text_object_of(raw, index)
            if text_object != last:
                last = text_object
                painted = text_object not in hidden and (
                    not text_object or pdfium_calls.render_mode(text_object) not in INVISIBLE
                )
                angle = self._angle_of(index, matrix)
                turn = quarter_turns(angle)
                angle = math.degrees(angle) if math.isfinite(angle) else 0.0
                if abs(angle - 90 * round(angle / 90)) > LEVEL:
                    turn += SLANTING
            if not painted:
                self.invisible += 1
            elif pdfium_calls.box_of(raw, index, place_of_box):
                place = self._place(box)
                if place is not None:
                    found.append(Character(self._text(code), *place, turn))
                    angles.append(angle)
        return found

    def _angle_of(self, index: int, matrix: pdfium.FS_MATRIX) -> float:
        """Return the angle, clockwise from upright as shown, in which a character is written."""
        a, b, c, d, _, _ = self._shown
        if not pdfium_calls.character_matrix(self._address, index, ctypes.byref(matrix)):
            return math.atan2(b, a)
        return math.atan2(b * matrix.a + d * matrix.b, a * matrix.a + c * matrix.b)

    def _place(self, box: pdfium.FS_RECTF) -> Place | None:
        """Return where the box lies as shown; None off the page or nowhere (an infinite coordinate)."""
        a, b, c, d, e, f = self._shown
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        xa, ya, xb, yb = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        x0, x1 = (xa, xb) if xa <= xb else (xb, xa)
        y0, y1 = (ya, yb) if ya <= yb else (yb, ya)
        # written so that it is false for NaN too
        return (
            (x0, y0, x1, y1)
            if 0 < x1 < _FAR and 0 < y1 < _FAR and -_FAR < x0 < self._width and -_FAR < y0 < self._height
            else None
        )

    def _boxes(self, count: int, written: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return of each character its box (left, top, right, bottom) and whether it has one; only of those written."""
        boxes, known = np.zeros((count, 4), dtype=np.float32), np.zeros(count, dtype=bool)
        places = boxes.ctypes.data + ctypes.sizeof(pdfium.FS_RECTF) * written
        asked = map(pdfium_calls.box_of, repeat(self._address), written.tolist(), places.tolist())
        known[written] = list(asked)
        return boxes.astype(np.float64), known

    def _codes(self, count: int) -> list[int]:
        """Return the characters' codes: at once where pdfium gives as many and none of a special kind, else singly."""
        units = np.empty(count + 1, dtype=np.uint16)
        if count and pdfium_calls.text_of(self._address, 0, count, units.ctypes.data) == count + 1:
            codes: list[int] = units[:count].tolist()
            if all(0x20 <= code < _SURROGATES or code in _BLANKS for code in set(codes)):
                return codes
        return list(map(pdfium_calls.code_of, repeat(self._address, count), range(count)))

    def _text(self, code: int) -> str:
        if 0x20 < code < 0x7F:
            return chr(code)
        if _garbled(code):
            self.garbled += 1
        return _text_of(code)


@lru_cache(maxsize=4096)
def _garbled(code: int) -> bool:
    return code in (0, 0xFFFD, 0xFFFF) or 0xE000 <= code <= 0xF8FF or (code < 0x20 and code != 0x02)


@lru_cache(maxsize=4096)
def _text_of(code: int) -> str:
    if code in _REPLACED:
        return _REPLACED[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
