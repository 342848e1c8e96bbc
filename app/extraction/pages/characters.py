"""The characters of a page's text layer through pdfium, each with its place on the page as shown."""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

import pypdfium2.raw as pdfium

from app.extraction.pages.geometry import Matrix, Place, quarter_turns

INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_REPLACED = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  # how pdfium reports a hyphen at the end of a row
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BLANKS = frozenset((0x20, 0x0A, 0x0D, 0x09, 0xA0))
_PRINTABLE = ["", *("" if code <= 0x20 else chr(code) for code in range(1, 0x7F))]
_FAR = 100_000.0  # points; beyond any page


class Character(NamedTuple):
    """One character as shown: ``turn`` is how many quarter turns clockwise its writing direction is from upright.

    A named tuple because a page has thousands and they are made in a fifth of a dataclass's time.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0


BLANK = " "


class CharacterReader:
    """Walks over the characters of a text page once."""

    def __init__(self, raw: pdfium.FPDF_TEXTPAGE, shown: Matrix, width: float, height: float) -> None:
        self._raw = raw
        self._shown = shown
        self._width = width
        self._height = height
        self._page_turn = quarter_turns(math.atan2(shown[1], shown[0]))
        self.invisible = 0
        self.garbled = 0

    def plain(self, count: int) -> list[Character]:
        """Return the characters of a page on which all text is painted and runs one way; the quick way."""
        raw, turn, box = self._raw, self._page_turn, pdfium.FS_RECTF()
        unicode_of, box_of, pointer, place_of = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetLooseCharBox,
            ctypes.byref(box),
            self._place,
        )
        blank = Character(BLANK, 0.0, 0.0, 0.0, 0.0, turn)
        made = Character._make
        found = []
        for index in range(count):
            code = unicode_of(raw, index)
            if code in _BLANKS:
                found.append(blank)
            elif box_of(raw, index, pointer):
                place = place_of(box)
                if place is not None:
                    text = _PRINTABLE[code] if code < 0x7F else ""
                    found.append(made((text or self._text(code), *place, turn)))
        return found

    def careful(self, count: int) -> list[Character]:
        """Return the characters of any page: each is asked whether it is painted and which way it runs."""
        raw, box, matrix = self._raw, pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        painted, turn, last = True, 0, -1
        found = []
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in _BLANKS:
                found.append(Character(BLANK, 0.0, 0.0, 0.0, 0.0, turn))
                continue
            text_object = pdfium.FPDFText_GetTextObject(raw, index)
            address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
            if address != last:
                last = address
                painted = not text_object or pdfium.FPDFTextObj_GetTextRenderMode(text_object) not in INVISIBLE
                turn = self._turn_of(index, matrix)
            if not painted:
                self.invisible += 1
            elif pdfium.FPDFText_GetLooseCharBox(raw, index, box):
                place = self._place(box)
                if place is not None:
                    found.append(Character(self._text(code), *place, turn))
        return found

    def _turn_of(self, index: int, matrix: pdfium.FS_MATRIX) -> int:
        """Return the quarter turns clockwise from upright in which a character is written."""
        if not pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            return self._page_turn
        a, b, c, d, _, _ = self._shown
        return quarter_turns(math.atan2(b * matrix.a + d * matrix.b, a * matrix.a + c * matrix.b))

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

    def _text(self, code: int) -> str:
        if 0x20 < code < 0x7F:
            return chr(code)
        if _garbled(code):
            self.garbled += 1
        return _text_of(code)


def _garbled(code: int) -> bool:
    return code in (0, 0xFFFD, 0xFFFF) or 0xE000 <= code <= 0xF8FF or (code < 0x20 and code != 0x02)


def _text_of(code: int) -> str:
    if code in _REPLACED:
        return _REPLACED[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
