"""Limits for the fonts of the second engine: pdfminer unrolls whatever ranges a file claims, up to 2^32 and beyond."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from pdfminer import cmapdb, pdffont
from pdfminer.pdftypes import resolve1

from app.domain.errors import InputError

_MOST_GLYPHS = 0x20000  # a font has at most 65,536; a map may name them twice
_MOST_SPANNED = 0x1000000  # of all ranges of widths together, and the gaps between them: a second's work
_Unroll = Callable[[Iterable[object]], dict[Any, Any]]


class TooManyGlyphsError(InputError):
    """A font claims more glyphs than a font can have."""

    def __init__(self) -> None:
        super().__init__(
            "too_large",
            "A font in the file claims more glyphs than a font can have.",
            next_step="Print the file to a new PDF, or ask the vendor for a plain one.",
        )


class _CappedMap(cmapdb.FileUnicodeMap):
    """What the codes of a font mean, up to as many as a font can have."""

    _told = 0

    def add_cid2unichr(self, cid: int, code: Any) -> None:  # noqa: ANN401 - whatever a file gives
        self._told += 1
        if self._told > _MOST_GLYPHS:
            raise TooManyGlyphsError
        super().add_cid2unichr(cid, code)


def _capped(unroll: _Unroll) -> _Unroll:
    """Return what unrolls the widths of a font, for no more glyphs than a font can have."""

    def widths(sequence: Iterable[object]) -> dict[Any, Any]:
        given = [resolve1(one) for one in sequence]
        # every range is two whole numbers after each other; what else stands so differs by less
        spans = (last - first for first, last in pairwise(given) if isinstance(first, int) and isinstance(last, int))
        if sum(span for span in spans if span > 0) > _MOST_SPANNED:
            raise TooManyGlyphsError
        return unroll(given)

    return widths


def limit_fonts() -> None:
    """Put the limits in place of what the library has; once is enough."""
    own: Any = pdffont  # it types these as the functions they are, and here they are replaced
    if own.FileUnicodeMap is not _CappedMap:
        own.get_widths, own.get_widths2 = _capped(own.get_widths), _capped(own.get_widths2)
        own.FileUnicodeMap = _CappedMap
