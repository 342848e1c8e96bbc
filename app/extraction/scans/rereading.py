"""What a second reading of a scanned document has at hand: its pages, their pictures, and what it may still spend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.invoice import Invoice
from app.domain.overlap import middle_in
from app.domain.provenance import Box, Extracted, Method
from app.extraction.scans.cell_pictures import CellPictures
from app.extraction.scans.pen import ByHand
from app.extraction.scans.second_reader import CellText, SecondReader
from app.extraction.scans.second_words import with_replaced
from app.extraction.scans.stray_print import Stray
from app.extraction.values.words import PageText, Word

_CELLS = 24  # a page; with those of the second look they keep the cost of re-reading within half a reading
SETTLES = 90  # confidence of a word on which both readers agree

Interpret = Callable[[Sequence[PageText]], Invoice]
Heard = Callable[[PageText, tuple[Stray, ...], ByHand], None]
Place = tuple[int, int]  # page number, index of the word


@dataclass(slots=True)
class Rereading:
    """What the steps of a second reading share: the pages as they stand, and what was used of cells and tries."""

    pages: dict[int, PageText]
    pictures: CellPictures
    reader: SecondReader
    third: SecondReader
    interpret: Interpret
    read_cells: dict[int, int]
    tries: int
    heard: Heard

    def texts(self) -> list[PageText]:
        """Return the pages in their order."""
        return list(self.pages.values())

    def read(self, box: Box, most: int = _CELLS) -> CellText | None:
        """Read a cell; None where so many were read on its page already."""
        if self.read_cells.get(box.page, most) >= most:
            return None
        self.read_cells[box.page] += 1
        return self.reader.read([self.pictures.cut(box)])[0]

    def read_once_more(self, box: Box) -> str:
        """Read a cell by the third reader."""
        return self.third.read([self.pictures.cut(box)])[0].text

    def words_of(self, value: Extracted[Any] | None) -> list[Place]:
        """Return the scanned words that a value was read from."""
        if (
            value is None
            or value.box is None
            or value.method is not Method.OCR
            or not self.pictures.has(value.box.page)
        ):
            return []
        box, words = value.box, self.pages[value.box.page].words
        return [(box.page, index) for index, word in enumerate(words) if middle_in(word.box, box)]

    def word(self, place: Place) -> Word:
        """Return the word at a place."""
        return self.pages[place[0]].words[place[1]]

    def changed(self, changes: Mapping[Place, tuple[Word, ...]]) -> dict[int, PageText]:
        """Return the pages with words replaced."""
        pages = dict(self.pages)
        for number in {page for page, _ in changes}:
            own = {index: words for (page, index), words in changes.items() if page == number}
            pages[number] = replace(pages[number], words=with_replaced(pages[number].words, own))
        return pages
