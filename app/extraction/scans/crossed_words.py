"""Words of a scan that a ruling line runs through: the line between "1" and "KG" is read as a letter, "1)KG", "ljKG".

Where the line runs is known from the picture. What stands on either side of it is read by itself, and taken where it is
what was read but for the line: print that really runs over a line stays one word. A line read as a word is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.provenance import Box, Method
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.second_reader import CellText, SecondReader
from app.extraction.values.words import PageText, RulingLine, Word

_CLEAR = 80  # what the second reader must be sure of on both sides, character by character
_DIM = 60  # a word of less confidence may have a line in it that is too short to be found on the whole page
_MOST_WORDS = 40  # a page; a table has a line between two columns in each of its rows
_INSIDE = 0.1  # of the height: a line nearer to the edge of a word runs beside it
_LINE = 0.14  # of the height, on either side of a line: its own ink
_LEAST = 0.25  # of the height: what is narrower is no letter
_BEYOND = 0.35  # of the height, above and below a word: no letter reaches so far both ways
_INK = 128  # darker is ink, in a picture of a cell that was evened


def parted_words(page: PageText, pictures: CellPictures, reader: SecondReader) -> dict[int, tuple[Word, ...]]:
    """Return, by the index of each word that a ruling line runs through, the words on either side of the line."""
    upright = [line for line in page.rulings if not line.horizontal]
    parted: dict[int, tuple[Word, ...]] = {}
    tried = 0
    for index, word in enumerate(page.words):
        known = [(line.x0 + line.x1) / 2 for line in upright if _spans(line, word.box)]
        if known and not any(map(str.isalnum, word.text)):
            parted[index] = ()
            continue
        if len(word.text) < 2 or tried >= _MOST_WORDS:
            continue
        lines = [across for across in known or _short_lines(word, pictures) if _is_inside(across, word.box)]
        if len(lines) == 1:
            tried += 1
            words = _parted(word, lines[0], pictures, reader)
            if words:
                parted[index] = words
    return parted


def _spans(line: RulingLine, box: Box) -> bool:
    """Tell whether a line runs through a place from above to below."""
    return line.top <= box.top and line.bottom >= box.bottom and box.x0 < (line.x0 + line.x1) / 2 < box.x1


def _is_inside(across: float, box: Box) -> bool:
    inside = _INSIDE * (box.bottom - box.top)
    return box.x0 + inside < across < box.x1 - inside


def _short_lines(word: Word, pictures: CellPictures) -> list[float]:
    """Return where upright lines run through a word that was hardly read, seen from its picture alone.

    Those of a table with one row are too short to be told from print on the whole page.
    """
    box = word.box
    high = box.bottom - box.top
    if word.confidence >= _DIM or box.x1 - box.x0 < high:
        return []
    tall = Box(box.page, box.x0, box.top - _BEYOND * high, box.x1, box.bottom + _BEYOND * high)
    cell = pictures.cut(tall, beside=0.0)
    solid = np.concatenate(([False], (cell < _INK).all(axis=0), [False]))
    edges = np.flatnonzero(np.diff(solid.astype(np.int8)))
    return [
        box.x0 + (box.x1 - box.x0) * (start + end) / 2 / cell.shape[1]
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]


def _parted(word: Word, across: float, pictures: CellPictures, reader: SecondReader) -> tuple[Word, ...]:
    """Return the words on either side of a line; none where they are not what was read but for the line."""
    sides = _sides(word.box, across)
    seen = [reader.read([pictures.cut(side, beside=0.0)])[0] for side in sides]
    if not _is_line_between(word.text, seen):
        return ()
    first = (word.text, "")
    return tuple(
        Word(text.text.strip(), side, Method.OCR, text.confidence, before)
        for text, side, before in zip(seen, sides, first, strict=True)
    )


def _sides(box: Box, across: float) -> tuple[Box, Box]:
    height = box.bottom - box.top
    ink, least = _LINE * height, _LEAST * height
    before = Box(box.page, min(box.x0, across - ink - least), box.top, across - ink, box.bottom)
    behind = Box(box.page, across + ink, box.top, max(box.x1, across + ink + least), box.bottom)
    return before, behind


def _is_line_between(text: str, seen: Sequence[CellText]) -> bool:
    """Tell whether a text is what stands on both sides and one sign for the line between, as it is read on one side."""
    if any(side.confidence < _CLEAR or not any(map(str.isalnum, side.text)) for side in seen):
        return False
    left, right = (side.text.strip() for side in seen)
    if any(" " in side for side in (left, right)) or len(left) + len(right) + 1 != len(text):
        return False
    return text.startswith(left) or text.endswith(right)
