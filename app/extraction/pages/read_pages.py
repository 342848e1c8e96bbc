"""Every page of a document as words, each from its text layer, its picture, or both; one page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.invoice import PageSize
from app.domain.overlap import shared_area
from app.domain.provenance import Box, Method
from app.extraction.pages import second_engine
from app.extraction.pages.attached_notes import note_on
from app.extraction.pages.content import PageContent, read_content
from app.extraction.pages.document import Document, open_page, opened_again
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.evidence import Rows, placed
from app.extraction.pages.font_limits import TooManyGlyphsError
from app.extraction.pages.kind import PageKind, garbled, hides_text, may_show_more, page_kind
from app.extraction.pages.page_words import text_layer
from app.extraction.values.words import PageText, Word

if TYPE_CHECKING:
    import pypdfium2

    from app.extraction.pages.picture import PagePixels
    from app.extraction.scans.cell_pictures import ScannedPage

_ACCEPTED_GARBLED = 0.03  # share of words without meaning that a second engine's text may have
_MOST_UNREAD = 4  # pages of a document that may be left unread; with more it is refused
_TOUCHED = 0.3  # share of an OCR word that a word of the text layer covers when they are the same word


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as read.

    Attributes:
        text: Words on the page as it is read (upright and level), in points.
        size: The page as it is shown; a scan's skew stays visible there, its quarter turns do not.
        placement: The 3 by 3 matrix, row by row, from ``text`` to the page as shown; None where they are the same.
        scan: How single cells of a page without a text layer can be seen again; None for other pages.
        hides_text: The file holds text for this page that nobody can see; what is seen was read instead.
        may_show_more: It was read from its text layer alone, and has pictures or outlines that may show figures too.
        crowded: More is drawn on it than was looked through.
        note: What a note says that somebody put upon the page; its words are not among those of ``text``.
        unread: Its picture shows no print, or took too long to read; what it shows is in no word of ``text``.
        aslant: Texts of the text layer that run another way than the page does.
    """

    text: PageText
    size: PageSize
    placement: Rows | None = None
    scan: ScannedPage | None = None
    hides_text: bool = False
    may_show_more: bool = False
    crowded: bool = False
    note: str = ""
    unread: bool = False
    aslant: tuple[str, ...] = ()


class PageReader:
    """Reads the pages of one document; remembers the languages of the page before, and the last picture."""

    def __init__(self, document: Document, languages: tuple[str, ...], on_scan: Callable[[int], None]) -> None:
        self._document = document
        self._languages = languages
        self._on_scan = on_scan
        self._language: str | None = None
        self._kept: tuple[int, PagePixels] | None = None
        self._own: Document | None = None  # the document opened again, once a picture was read from it
        self._holds_picture = False
        self._unread = 0

    def close(self) -> None:
        """Close what this reader opened by itself."""
        if self._own is not None and self._own.pdf is not None:
            self._own.pdf.close()
        self._own = None

    def read(self, number: int, *, pictures_too: bool = False) -> ReadPage:
        """Read one page; with ``pictures_too`` also what only its pictures show, however small they are.

        Raises:
            InputError: The page is damaged, too large, or took OCR too long.
            EnvironmentFault: It needs OCR and that is not installed (ocr_unavailable).
        """
        self._kept = None
        if self._document.pdf is None:
            self._on_scan(number)
            return self._scanned(self._pixels(number), number, alone=self._document.page_count == 1)
        with self._opened(number) as page:
            content = read_content(page, number, self._document.limits.page_characters)
            if content is None:
                raise self._too_many_characters(number)
            layer = self._text(content)
            kind = page_kind(content) if layer is not None else PageKind.SCAN
            if pictures_too and kind is PageKind.TEXT:
                kind = PageKind.MIXED
            if layer is not None and kind in (PageKind.TEXT, PageKind.BLANK):
                more = kind is PageKind.TEXT and may_show_more(content)
                return replace(layer, may_show_more=more, crowded=content.crowded, note=note_on(page))
            from app.extraction.pages.picture import pdf_page_pixels

            self._on_scan(number)
            self._holds_picture = True
            pixels = pdf_page_pixels(self._document, page, content)
            alone = pictures_too or (self._document.page_count == 1 and kind is PageKind.SCAN)
            scanned = self._scanned(pixels, number, alone=alone)
            scanned = replace(scanned, hides_text=hides_text(content), crowded=content.crowded)
            note = note_on(page)
        if scanned.unread and layer is not None and kind is PageKind.MIXED:
            return replace(layer, unread=True, crowded=content.crowded, note=note)
        both = _both(layer, scanned) if layer is not None and kind is PageKind.MIXED else scanned
        return replace(both, note=note) if note else both

    @contextmanager
    def _opened(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        """Load a page, from a fresh handle where the old one holds a page's picture, so that memory stays flat."""
        if self._holds_picture:
            self._holds_picture = False
            self.close()
            self._own = opened_again(self._document)
        with open_page(self._own or self._document, number) as page:
            yield page

    def _too_many_characters(self, number: int) -> InputError:
        return InputError(
            "too_large",
            f"Page {number} of {shown_name(self._document.path)} has more characters than a page can show.",
            next_step="Print the file to a new PDF.",
        )

    def _text(self, content: PageContent) -> ReadPage | None:
        """Return the text layer as words; None if it makes no sense in either engine."""
        if garbled(content):
            return self._second_opinion(content)
        layer = text_layer(content, slanting=False)  # those are read apart
        size = PageSize(layer.page.width, layer.page.height, layer.turn)
        return ReadPage(layer.page, size, hides_text=hides_text(content), aslant=content.aslant)

    def _second_opinion(self, content: PageContent) -> ReadPage | None:
        try:
            page = second_engine.page_text(self._document.path, content.number)
        except (MemoryError, TooManyGlyphsError):
            raise
        except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways, and OCR is the answer to each
            return None
        if second_engine.share_garbled(page) > _ACCEPTED_GARBLED:
            return None
        return ReadPage(replace(page, rulings=content.rulings), PageSize(page.width, page.height))

    def _scanned(self, pixels: PagePixels, number: int, *, alone: bool) -> ReadPage:
        """Read a page by OCR; one that shows no print or takes too long is left unread, unless nothing else is read."""
        from app.extraction.scans import ocr

        try:
            return self._by_ocr(pixels, number)
        except InputError as error:
            self._unread += 1
            if error.code not in ocr.UNREAD or alone or self._unread > _MOST_UNREAD:
                raise
        size = PageSize(pixels.width, pixels.height)
        return ReadPage(PageText(number, size.width, size.height, (), (), Method.OCR), size, unread=True)

    def _by_ocr(self, pixels: PagePixels, number: int) -> ReadPage:
        from app.extraction.scans import ocr
        from app.extraction.scans.cell_pictures import ScannedPage, pixels_of

        found = ocr.read_page(pixels, number, self._languages, self._language)
        self._language = found.language
        self._kept = (number, pixels)
        scan = ScannedPage(lambda: self._pixels(number), pixels_of(found.placement, pixels, found.turn))
        placement = tuple(tuple(float(value) for value in row) for row in found.placement)
        return ReadPage(found.text, PageSize(*found.shown, found.turn), placement, scan)

    def _pixels(self, number: int) -> PagePixels:
        """Return a page's picture: the last one as it is kept, any other decoded again, so that memory stays flat."""
        from app.extraction.pages.picture import pdf_page_pixels
        from app.extraction.pages.picture_pages import picture_page_pixels

        if self._kept is not None and self._kept[0] == number:
            return self._kept[1]
        self._kept = None
        if self._document.pdf is None:
            return picture_page_pixels(self._document, number)
        with self._opened(number) as page:
            self._holds_picture = True
            content = read_content(page, number, self._document.limits.page_characters)
            if content is None:
                raise self._too_many_characters(number)
            return pdf_page_pixels(self._document, page, content)


def _both(layer: ReadPage, scanned: ReadPage) -> ReadPage:
    """Add to the words of the text layer those that only the picture has."""
    if scanned.size.turn or layer.size.turn:
        return layer if layer.size.turn == scanned.size.turn else scanned
    assert scanned.placement is not None
    extra = [replace(word, box=placed(word.box, scanned.placement)) for word in scanned.text.words]
    rows = _ByRows(layer.text.words)
    added = tuple(word for word in extra if not rows.covers(word))
    if not added:
        return layer
    words = tuple(sorted((*layer.text.words, *added), key=lambda word: (round(word.bottom, 1), word.x0)))
    text = replace(layer.text, words=words, method=Method.OCR)
    return replace(layer, text=text, hides_text=scanned.hides_text)


class _ByRows:
    """Words found quickly by their height on the page."""

    _BAND = 20.0

    def __init__(self, words: tuple[Word, ...]) -> None:
        self._bands: dict[int, list[Word]] = {}
        for word in words:
            for band in range(int(word.top / self._BAND), int(word.bottom / self._BAND) + 1):
                self._bands.setdefault(band, []).append(word)

    def covers(self, word: Word) -> bool:
        """Tell whether a word stands where this one was seen."""
        bands = range(int(word.top / self._BAND), int(word.bottom / self._BAND) + 1)
        return any(_overlap(word.box, other.box) for band in bands for other in self._bands.get(band, ()))


def _overlap(seen: Box, written: Box) -> bool:
    smaller = min(_area(seen), _area(written))
    return (shared := shared_area(seen, written)) > 0 and shared >= _TOUCHED * smaller


def _area(box: Box) -> float:
    return max(0.01, (box.x1 - box.x0) * (box.bottom - box.top))
