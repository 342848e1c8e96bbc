"""The text layer through pdfplumber: the second opinion where pdfium's characters make no sense."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pdfplumber
from numpy.typing import NDArray
from pdfminer.layout import LTChar, LTComponent, LTContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name
from pdfminer.utils import decode_text
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from app.domain.provenance import Box
from app.extraction.pages.font_limits import TooManyGlyphsError, limit_fonts
from app.extraction.values.words import PageText, Word

_FORM = LIT("Form")
_UNMAPPED = "(cid:"
_MOST_FIELDS, _DEEPEST = 2_000, 20  # of a form that are gone through
_MOST_COMMANDS = 1_000_000  # bytes of what draws a page in which nothing was found

limit_fonts()


@dataclass(frozen=True, slots=True)
class Outline:
    """What the second engine sees of a file as a whole: its pages, and whether it has layers.

    ``leaves`` are what hangs in the tree of pages, whatever it calls itself: some programs show all of them.
    ``opens`` is the kind of action by which another file or page is shown when it is opened; empty where none is.
    """

    pages: int
    layers: bool
    leaves: int
    opens: str


def outline(path: Path, most: int) -> Outline | None:
    """Count the pages of a file as its tree names them, up to ``most``; None where it cannot be opened."""
    try:
        with path.open("rb") as file:
            document = PDFDocument(PDFParser(file))
            pages = sum(1 for _ in islice(PDFPage.create_pages(document), most))
            leaves = sum(1 for _ in islice(_leaves(document.catalog.get("Pages"), 0), most))
            return Outline(pages, "OCProperties" in document.catalog, leaves, _opening(document.catalog))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return None


def _opening(catalog: Mapping[str, object]) -> str:
    """Return the kind of the action that a file has for when it is opened."""
    action = resolve1(catalog.get("OpenAction"))
    kind = resolve1(action.get("S")) if isinstance(action, dict) else None
    return str(literal_name(kind)) if isinstance(kind, PSLiteral) else ""


def _leaves(node: object, depth: int) -> Iterator[object]:
    """Yield what hangs in the tree of pages and has nothing below itself."""
    known = resolve1(node)
    if not isinstance(known, dict) or depth > _DEEPEST:
        return
    kids = resolve1(known.get("Kids"))
    if not isinstance(kids, list):
        yield known
        return
    for kid in kids:
        yield from _leaves(kid, depth + 1)


def stated_choices(path: Path) -> dict[str, str]:
    """Return what each field of a form with boxes below it states as its value, by its full name."""
    try:
        with path.open("rb") as file:
            form = resolve1(PDFDocument(PDFParser(file)).catalog.get("AcroForm"))
            return dict(islice(_choices(form.get("Fields"), "", 0), _MOST_FIELDS)) if isinstance(form, dict) else {}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return {}


def _choices(fields: object, above: str, depth: int) -> Iterator[tuple[str, str]]:
    found = resolve1(fields)
    if not isinstance(found, list) or depth > _DEEPEST:
        return
    for field in map(resolve1, found):
        if isinstance(field, dict) and "Kids" in field:
            own = decode_text(name) if isinstance(name := resolve1(field.get("T")), bytes) else ""
            full = ".".join(filter(None, (above, own)))
            value = resolve1(field.get("V"))
            if isinstance(value, PSLiteral):
                yield full, str(literal_name(value))
            yield from _choices(field["Kids"], full, depth + 1)


def commands_of(path: Path, number: int) -> bytes | None:
    """Return what draws one page, counted from 1, unpacked; None where a part of it cannot be."""
    try:
        with path.open("rb") as file:
            document = PDFDocument(PDFParser(file))
            page = next(islice(PDFPage.create_pages(document), number - 1, None))
            return b"\n".join(_unpacked(resolve1(part)) for part in page.contents)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return None


def all_commands(path: Path, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each of so many first pages with what draws it, and with each form on it; damaged parts not.

    A file that cannot be opened has none.
    """
    try:
        with path.open("rb") as file:
            document = PDFDocument(PDFParser(file))
            for number, page in enumerate(islice(PDFPage.create_pages(document), most), 1):
                yield number, b"\n".join(map(_unpacked_or_none, page.contents))
                yield from ((number, form) for form in _forms(page.resources, set(), 0))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return


def _forms(resources: object, seen: set[int], depth: int) -> Iterator[bytes]:
    """Yield what draws the forms that a page or form has, each once."""
    known = resolve1(resources)
    items = resolve1(known.get("XObject")) if isinstance(known, dict) else None
    for item in items.values() if isinstance(items, dict) and depth < _DEEPEST else ():
        form = resolve1(item)
        if isinstance(form, PDFStream) and id(form) not in seen and form.get("Subtype") is _FORM:
            seen.add(id(form))
            yield _unpacked_or_none(form)
            yield from _forms(form.get("Resources"), seen, depth + 1)


def _unpacked_or_none(part: object) -> bytes:
    try:
        return _unpacked(resolve1(part))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return b""


def _unpacked(part: object) -> bytes:
    """Return the bytes of a stream; raises where they are damaged, which pdfminer passes over."""
    if not isinstance(part, PDFStream):
        return b""
    raw = bytes(part.get_rawdata() or b"")
    if [str(literal_name(name)) for name, _ in part.get_filters()] != ["FlateDecode"]:
        return bytes(part.get_data())
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(raw, _MOST_COMMANDS)
    if not unpacking.eof and len(found) < _MOST_COMMANDS:
        raise ValueError("cut off")
    return found


def page_text(path: Path, number: int) -> PageText:
    """Read the words of one page, counted from 1.

    Raises:
        pdfminer's exceptions, of many kinds, where the file is damaged.
    """
    try:
        with pdfplumber.open(path, pages=[number]) as document:
            page = document.pages[0]
            words = page.extract_words(use_text_flow=False, keep_blank_chars=False)
            return PageText(number, float(page.width), float(page.height), tuple(_word(w, number) for w in words))
    except Exception as error:  # noqa: BLE001 - an edge: none is kept; what is no limit of ours goes on
        raise _limit_behind(error) or error from None


class SecondCharacters:
    """The single characters of the pages of one file, as the second engine places them; the file is opened once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: PDF | None = None
        self._words: tuple[int, tuple[Word, ...]] | None = None

    def __enter__(self) -> SecondCharacters:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document is not None:
            self._document.stream.close()  # its own close reads the tree of pages once more, which may be damaged

    def on_page(self, number: int) -> PlacedCharacters:
        """Read one page, counted from 1; raises as :func:`page_text` does."""
        try:
            if self._document is None:
                self._document = pdfplumber.open(self._path)
            page = self._document.pages[number - 1]
            try:
                found = list(_characters(page.layout))
            finally:
                page.close()
            left, upper_edge = _shown(page)
            # pdfminer's places come from the lower left of the sheet; words are placed on the part that is shown
            places = np.array([one.bbox for one in found], dtype=np.float64).reshape(-1, 4)
            upper, lower = upper_edge - places[:, 3], upper_edge - places[:, 1]
            texts = [one.get_text() for one in found]
            return PlacedCharacters(number, texts, places[:, 0] - left, upper, places[:, 2] - left, lower)
        except Exception as error:  # noqa: BLE001 - an edge: none is kept; what is no limit of ours goes on
            raise _limit_behind(error) or error from None

    def words_on(self, number: int) -> tuple[Word, ...]:
        """Return the words of one page, counted from 1, none where they cannot be made; those of one page are kept."""
        if self._words is None or self._words[0] != number:
            try:
                self._words = (number, page_text(self._path, number).words)
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
                self._words = (number, ())
        return self._words[1]


@dataclass(frozen=True, slots=True)
class PlacedCharacters:
    """The characters of a page and their edges in points, one array for each."""

    page: int
    texts: Sequence[str]
    x0: NDArray[np.float64]
    top: NDArray[np.float64]
    x1: NDArray[np.float64]
    bottom: NDArray[np.float64]

    @property
    def readable(self) -> bool:
        """Whether there are characters, and all that paint have a meaning."""
        shown = [text for text in self.texts if not text.isspace()]
        return bool(shown) and not any(map(is_garbled, shown))

    def touching(self, box: Box) -> list[Word]:
        """Return the characters that have a part in a place."""
        level = (self.top < box.bottom) & (self.bottom > box.top) & (self.x0 < box.x1) & (self.x1 > box.x0)
        edges = np.stack([self.x0, self.top, self.x1, self.bottom], axis=1)
        return [Word(self.texts[at], Box(self.page, *edges[at].tolist())) for at in np.flatnonzero(level).tolist()]


def _characters(layout: LTContainer[LTComponent]) -> Iterator[LTChar]:
    for item in layout:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _characters(item)


def _shown(page: Page) -> tuple[float, float]:
    """Return the left and the upper edge of what is shown of a page, as it is turned, in points from its lower left."""
    sheet, crop = page.page_obj.mediabox, page.page_obj.cropbox
    x0, y0 = max(sheet[0], crop[0]), max(sheet[1], crop[1])
    x1, y1 = min(sheet[2], crop[2]), min(sheet[3], crop[3])
    if x0 >= x1 or y0 >= y1:  # nothing in common: the sheet is shown
        x0, y0, x1, y1 = sheet
    edges = {
        90: (y0 - sheet[1], sheet[2] - x0),
        180: (sheet[2] - x1, sheet[3] - y0),
        270: (sheet[3] - y1, x1 - sheet[0]),
    }
    left, upper = edges.get(page.page_obj.rotate % 360, (x0 - sheet[0], y1 - sheet[1]))
    return float(left), float(upper)


def _limit_behind(error: BaseException) -> TooManyGlyphsError | None:
    """Return the limit of ours that an exception of the library was made from, if it was."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, TooManyGlyphsError):
        found = found.__cause__ or found.__context__
    return found


def _word(found: dict[str, object], number: int) -> Word:
    x0, top, x1, bottom = (float(str(found[key])) for key in ("x0", "top", "x1", "bottom"))
    return Word(str(found["text"]), Box(number, x0, top, x1, bottom))


def share_garbled(page: PageText) -> float:
    """Return which share of the words has characters without meaning, 0 to 1; 1 for a page without words."""
    if not page.words:
        return 1.0
    return sum(1 for word in page.words if is_garbled(word.text)) / len(page.words)


def is_garbled(text: str) -> bool:
    """Tell whether a text has characters without meaning."""
    return _UNMAPPED in text or "\ufffd" in text or _private(text)


def _private(text: str) -> bool:
    return any(0xE000 <= ord(c) <= 0xF8FF or ord(c) < 0x20 for c in text)
