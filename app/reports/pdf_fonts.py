"""The fonts of PDF exports: one that knows the vendors' letters where the machine has it, else the one that is bundled.

A letter that no font at hand can draw is written by its number; it never stops an export and is never left out.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

PLAIN, BOLD = "tieout", "tieout-bold"
_BUNDLED = Path(reportlab.__file__).parent / "fonts"
# Pairs of regular and bold, the ones that know most letters first.
_PAIRS: tuple[tuple[Path, Path], ...] = (
    *(
        (Path(folder) / "DejaVuSans.ttf", Path(folder) / "DejaVuSans-Bold.ttf")
        for folder in ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF")
    ),
    (Path("C:/Windows/Fonts/arial.ttf"), Path("C:/Windows/Fonts/arialbd.ttf")),
    (Path("/System/Library/Fonts/Supplemental/Arial.ttf"), Path("/System/Library/Fonts/Supplemental/Arial Bold.ttf")),
    (_BUNDLED / "Vera.ttf", _BUNDLED / "VeraBd.ttf"),
)


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """Make the fonts known under :data:`PLAIN` and :data:`BOLD`; return the code points that both can draw."""
    known: frozenset[int] = frozenset()
    for plain, bold in _PAIRS:
        try:
            fonts = [TTFont(PLAIN, str(plain)), TTFont(BOLD, str(bold))]
        except (TTFError, OSError):
            continue
        for font in fonts:
            pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
        known = _drawn(fonts[0]) & _drawn(fonts[1])
        break
    return known


def drawable(text: str) -> str:
    """Return a text with every letter that the fonts cannot draw written as a backslash, u and its number."""
    known = letters()
    return "".join(c if ord(c) in known or c in "\n\t" else f"\\u{ord(c):04x}" for c in text)


def _drawn(font: Any) -> frozenset[int]:  # noqa: ANN401 - reportlab ships no types
    return frozenset(number for number in font.face.charToGlyph if number <= 0xFFFF)
