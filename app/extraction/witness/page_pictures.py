"""The pages of a document as pictures with the words that stand on them, and the looks that were borne out so far."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from app.domain.invoice import Invoice
from app.domain.overlap import shared_area
from app.domain.provenance import Box
from app.extraction.pages.characters import BLANK
from app.extraction.pages.content import read_content
from app.extraction.pages.document import Document, open_page
from app.extraction.pages.kind import garbled
from app.extraction.pages.page_words import text_layer
from app.extraction.pages.picture import PagePixels, render_grey
from app.extraction.pages.pixel_sizes import capped_scale
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.values.words import Word
from app.extraction.witness.claims import Claim
from app.extraction.witness.likeness import Glyphs, KnownLooks, glyphs_of, signs_of
from app.extraction.witness.prints import BESIDE, PrintedCell, printed_cell

# A cell's characters from left to right, places of other words near it, and what is printed there.
_Apart = tuple[list[Word], list[Box], PrintedCell]
_DPI = 216.0
INSIDE = 0.5  # share of a word that must stand in a claim's box to belong to it
_LEAST_RUN = 3  # letters that a reader must see in a row before they count as seen
_TALLER = 1.6  # times the usual height of words: a watermark, or a word that runs slanting


class PagePictures:
    """The pages of a document as pictures, upright as their words stand; one is kept at a time."""

    def __init__(self, document: Document, invoice: Invoice) -> None:
        self._document = document
        self._sizes = invoice.page_sizes
        self._cells: tuple[int, CellPictures] | None = None
        self._page: PagePixels | None = None  # the one that cells are cut from
        self._last: tuple[Claim, Box, _Apart | None] | None = None  # a claim is asked for several times in a row
        self._words: dict[int, tuple[Word, ...]] = {}
        self._garbled: set[int] = set()
        self._unpainted: dict[int, int] = {}
        self._readings: dict[int, list[tuple[Box, str]]] = {}
        self._edges: dict[int, NDArray[np.float64]] = {}
        self._characters: dict[int, tuple[Sequence[str], NDArray[np.float64]]] = {}
        self._figures, self._codes, self._letters = KnownLooks(), KnownLooks(), KnownLooks()

    @property
    def numbers(self) -> range:
        """The numbers of the pages, from 1."""
        return range(1, self._document.page_count + 1)

    def turn(self, page: int) -> int:
        """Return by how many quarter turns clockwise a page is shown."""
        return self._sizes[page - 1].turn if page <= len(self._sizes) else 0

    def cells(self, page: int) -> CellPictures:
        """Return what cuts cells from a page."""
        if self._cells is None or self._cells[0] != page:
            self._cells = self._page = None
            self._cells = (page, self._drawn(page))
        return self._cells[1]

    def words(self, page: int) -> tuple[Word, ...]:
        """Return the words of a page's text layer."""
        if page not in self._words:
            self._read(page)
        return self._words[page]

    def is_garbled(self, page: int) -> bool:
        """Tell whether too many characters of a page's text layer have no meaning."""
        self.words(page)
        return page in self._garbled

    def signs(self, page: int) -> list[Word]:
        """Return the characters of a page's text layer that are shown, none where it stands turned."""
        self.words(page)
        texts, places = self._characters[page]
        return [Word(text, Box(page, *place)) for text, place in zip(texts, places.T.tolist(), strict=True)]

    def digits(self, page: int) -> str:
        """Return the digits of a page's text layer in the order of the file, none where it stands turned."""
        self.words(page)
        return "".join(text for text in self._characters[page][0] if text.isdecimal())

    def unpainted(self, page: int) -> int:
        """Return how many characters of a page are in the file and are not painted."""
        self.words(page)
        return self._unpainted.get(page, 0)

    def size(self, page: int) -> tuple[float, float]:
        """Return how wide and high a page is, in points."""
        pixels = self.pixels(page)
        return pixels.width, pixels.height

    def pixels(self, page: int) -> PagePixels:
        """Return the picture of a page."""
        self.cells(page)  # draws the page
        assert self._page is not None
        return self._page

    def glyphs(self, claim: Claim, box: Box) -> Glyphs | None:
        """Return the characters of a claim's cell with their pictures; None where they cannot be told apart."""
        printed = self._printed(claim, box)
        if printed is None:
            return None
        signs, others, cell = printed
        return glyphs_of(box, signs, others, self.cells(box.page).cut(box, beside=BESIDE), cell)

    def prints_known(self, claim: Claim, box: Box) -> bool:
        """Tell whether a claim is printed as what was borne out, pixel by pixel, with nothing else in it or beside."""
        printed = self._printed(claim, box)
        if printed is None:
            return False
        signs, _, cell = printed
        if claim.words:
            return self._letters.knows_half_of_prints(signs, cell, _LEAST_RUN)
        return (self._codes if claim.value is None else self._figures).knows_prints(signs, cell)

    def _printed(self, claim: Claim, box: Box) -> _Apart | None:
        """Return a claim's cell taken apart; None where its characters are not what the claim says."""
        if self._last is not None and self._last[:2] == (claim, box):
            return self._last[2]
        self._last = (claim, box, self._taken_apart(claim, box))
        return self._last[2]

    def _taken_apart(self, claim: Claim, box: Box) -> _Apart | None:
        if not self.words(box.page):
            return None
        texts, places = self._characters[box.page]
        across, down = places[0] + places[2], places[1] + places[3]
        inside = (across >= 2 * box.x0) & (across <= 2 * box.x1) & (down >= 2 * box.top) & (down <= 2 * box.bottom)
        found = [Word(texts[at], Box(box.page, *places[:, at].tolist())) for at in np.flatnonzero(inside).tolist()]
        signs = signs_of(claim.text, found)
        if not signs:
            return None
        others = [word.box for word in self.near(box) if share_inside(word.box, box) < INSIDE]
        self.cells(box.page)  # draws the page
        assert self._page is not None
        return signs, others, printed_cell(box, signs, others, self._page.grey, self._page.dpi / 72)

    def near(self, box: Box) -> list[Word]:
        """Return the words of the text layer that stand in a place or near it on its line."""
        reach = BESIDE * (box.bottom - box.top)
        return self.touching(replace(box, x0=box.x0 - reach, x1=box.x1 + reach))

    def touching(self, box: Box) -> list[Word]:
        """Return the words of the text layer that have a part in a place."""
        words = self.words(box.page)
        x0, top, x1, bottom = self._edges[box.page]
        part = (x1 > box.x0) & (x0 < box.x1) & (bottom > box.top) & (top < box.bottom)
        return [words[at] for at in np.flatnonzero(part & (x1 > x0) & (bottom > top)).tolist()]

    def known(self, claim: Claim, glyphs: Glyphs) -> bool:
        """Tell whether the looks of a claim bear it out: a code may be read with O for 0, a figure may not."""
        if claim.words:
            return self._letters.knows_half(glyphs, _LEAST_RUN)
        return (self._codes if claim.value is None else self._figures).knows(glyphs)

    def remember(self, claim: Claim, glyphs: Glyphs, seen: str) -> None:
        """Keep the looks of a claim that a reader has borne out; of words the letters that it saw in a row.

        What was read sign by sign as it is claimed is known wherever it is claimed: in figures, codes and words.
        """
        said, other = "".join(glyphs.signs), "".join(seen.split())
        if claim.words:
            for run in SequenceMatcher(None, said, other, autojunk=False).get_matching_blocks():
                if run.size >= _LEAST_RUN:
                    self._letters.add(glyphs.part(run.a, run.a + run.size))
        elif said == other:
            for looks in (self._figures, self._codes, self._letters):
                looks.add(glyphs)
        elif not claim.day:
            if claim.value is not None:
                self._figures.add(glyphs)
            self._codes.add(glyphs)

    def bore_out(self, box: Box, seen: str) -> None:
        """Keep what a reader saw in a place, where that bore a claim out."""
        self._readings.setdefault(box.page, []).append((box, seen))

    def readings(self, page: int) -> Sequence[tuple[Box, str]]:
        """Return what readers saw in places of a page, as far as it bore claims out."""
        return self._readings.get(page, ())

    def _read(self, page: int) -> None:
        with open_page(self._document, page) as opened:
            content = read_content(opened, page, self._document.limits.page_characters)
        if content is not None and garbled(content):
            self._garbled.add(page)
        if content is not None:
            self._unpainted[page] = content.invisible
        layer = text_layer(content) if content is not None else None
        self._words[page] = layer.page.words if layer is not None else ()
        edges = [(one.x0, one.top, one.x1, one.bottom) for one in self._words[page]]
        self._edges[page] = np.array(edges, dtype=np.float64).reshape(-1, 4).T
        upright = content.characters if content is not None and layer is not None and not layer.turn else ()
        shown = [one for one in upright if one.text != BLANK]
        places = np.array([one[1:5] for one in shown], dtype=np.float64).reshape(-1, 4).T
        self._characters[page] = ([one.text for one in shown], places)

    def _drawn(self, page: int) -> CellPictures:
        with open_page(self._document, page) as opened:
            width, height = opened.get_size()
            scale = capped_scale(width, height, _DPI / 72)
            grey = np.ascontiguousarray(np.rot90(render_grey(opened, scale), -self.turn(page)))
        self._page = pixels = PagePixels(grey, grey.shape[1] / scale, grey.shape[0] / scale)
        return CellPictures({page: ScannedPage(lambda: pixels, np.diag([scale, scale, 1.0]))})


def rows_in(box: Box, words: Sequence[Word]) -> list[list[Word]]:
    """Return the words that stand in a place, row by row; what is printed across all of it is left out."""
    inside = [word for word in words if share_inside(word.box, box) >= INSIDE]
    usual = statistics.median([word.bottom - word.top for word in inside]) if inside else 0.0
    rows: list[list[Word]] = []
    for word in sorted((one for one in inside if one.bottom - one.top <= _TALLER * usual), key=lambda one: one.top):
        if rows and word.top + word.bottom < 2 * rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def share_inside(word: Box, box: Box) -> float:
    """Return the share of a word that stands in a place."""
    return shared_area(word, box) / max(0.01, (word.x1 - word.x0) * (word.bottom - word.top))
