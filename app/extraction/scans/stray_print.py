"""Reads what is left of the ink of a scan: each piece laid level along its own direction, row by row, both ways up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage, evened
from app.extraction.scans.left_over import left_over
from app.extraction.scans.missed_ink import SCALE, PageInk
from app.extraction.scans.pale_print import pale_print
from app.extraction.scans.pieces import Piece, same
from app.extraction.scans.second_reader import CellText, SecondReader
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText, Word

_TALL = 44.0  # pixels of a row
_FINEST, _COARSEST = 5.0, 0.6  # pixels a point
_AROUND = 0.25  # of a piece's height, around it
_GAP = 0.02  # share of a level row's width that is inked at most where one row ends
_LEAST_ROW = 0.18  # of a piece's height
_LEAST = 50  # confidence under which nothing was read
_SIGNS = 3  # letters and digits of a text
_ALIKE = 0.6  # share of what two readers see that must be the same
LEVEL = 6.0  # degrees
_ROWS = 4  # of a piece
_AS_LARGE = 0.6  # of the height of a text: a word that is lower is another


@dataclass(frozen=True, slots=True)
class Stray:
    """A text that stands in no row of its page; ``sure`` where two readers see much the same, ``level`` as rows are.

    ``box`` is that of the piece of print it is part of, ``high`` how high its letters are in points, where it is known.
    """

    text: str
    confidence: int
    sure: bool
    level: bool
    box: Box
    high: float = 0.0


def words_as_large(page: PageText, high: float) -> list[Word]:
    """Return the words of a page that print so high may be one of; a "paid" in its small print is no large "PAID"."""
    return [word for word in page.words if word.bottom - word.top >= _AS_LARGE * high]


def stray_print(
    page: PageText, ink: PageInk, pictures: CellPictures, readers: tuple[SecondReader, SecondReader]
) -> tuple[Stray, ...]:
    """Return what is read of the ink of a scanned page that its words do not account for, where it is new."""
    pieces, pale = left_over(ink, page.words), pale_print(ink)
    under = [one for one in pale.pieces if not any(same(one, other) for other in pieces)]
    if not pieces and not under:
        return ()
    shown = PagePixels(pale.picture, page.width, page.height)
    alone = CellPictures({page.number: ScannedPage(lambda: shown, np.diag([SCALE, SCALE, 1.0]))})
    seen = ((pieces, pictures), (under, alone))
    return tuple(stray for own, cut_from in seen for piece in own for stray in _read(page, piece, cut_from, readers))


def _read(
    page: PageText, piece: Piece, pictures: CellPictures, readers: tuple[SecondReader, SecondReader]
) -> Iterator[Stray]:
    margin = 2 * _AROUND * piece.high
    size = (piece.wide + margin, piece.high + margin)
    scale = max(_COARSEST, min(_FINEST, _TALL / piece.high))
    level = pictures.cut_slanting(page.number, (piece.x, piece.y), size, piece.angle, scale)
    for row in rows_of(evened(level)):
        cell, seen = max(_both_ways(row, readers[0]), key=_told)
        text, high = squeeze(seen.text), min(piece.high, row.shape[0] / scale / (1 + 2 * _AROUND))
        if len(text) < _SIGNS or seen.confidence < _LEAST:
            continue
        if text in squeeze("".join(word.text for word in words_as_large(page, high))):
            continue
        sure, turn = agree(seen.text, readers[1].read([cell])[0].text), abs((piece.angle + 90) % 180 - 90)
        yield Stray(seen.text, seen.confidence, sure, turn <= LEVEL, piece.box(page.number), high)


def _both_ways(row: Pixels, reader: SecondReader) -> Iterator[tuple[Pixels, CellText]]:
    for cell in (row, np.ascontiguousarray(np.rot90(row, 2))):
        yield cell, reader.read([cell])[0]


def _told(one: tuple[Pixels, CellText]) -> int:
    return one[1].confidence * min(2 * _SIGNS, len(squeeze(one[1].text)))


def rows_of(level: Pixels) -> Iterator[Pixels]:
    """Yield the rows of a piece that lies level, each with some paper around it."""
    inked = (level < 128).mean(axis=1) > _GAP
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    high = level.shape[0]
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    spans = [(top, bottom) for top, bottom in runs if bottom - top >= _LEAST_ROW * high]
    if len(spans) <= 1:
        yield level
        return
    for top, bottom in spans[:_ROWS]:
        rim = round(_AROUND * (bottom - top))
        yield np.ascontiguousarray(level[max(0, top - rim) : bottom + rim])


def agree(one: str, other: str) -> bool:
    """Tell whether two readers saw much the same."""
    first, second = squeeze(one), squeeze(other)
    if min(len(first), len(second)) < _SIGNS:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
