"""The text layer through pdfplumber: the second opinion where pdfium's characters make no sense."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from app.domain.provenance import Box
from app.extraction.pages.font_limits import TooManyGlyphsError, limit_fonts
from app.extraction.values.words import PageText, Word

_UNMAPPED = "(cid:"

limit_fonts()


@dataclass(frozen=True, slots=True)
class Outline:
    """What the second engine sees of a file as a whole: its pages, and whether it has layers."""

    pages: int
    layers: bool


def outline(path: Path, most: int) -> Outline | None:
    """Count the pages of a file as its tree names them, up to ``most``; None where it cannot be opened."""
    try:
        with path.open("rb") as file:
            document = PDFDocument(PDFParser(file))
            pages = sum(1 for _ in islice(PDFPage.create_pages(document), most))
            return Outline(pages, "OCProperties" in document.catalog)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return None


def page_text(path: Path, number: int) -> PageText:
    """Read the words of one page, counted from 1.

    Raises:
        pdfminer's exceptions, of many kinds, where the file is damaged.
    """
    return page_text_and_characters(path, number)[0]


def page_text_and_characters(path: Path, number: int) -> tuple[PageText, tuple[Word, ...]]:
    """Read the words of one page, counted from 1, and its single characters; raises as :func:`page_text` does."""
    try:
        with pdfplumber.open(path, pages=[number]) as document:
            page = document.pages[0]
            words = page.extract_words(use_text_flow=False, keep_blank_chars=False)
            text = PageText(number, float(page.width), float(page.height), tuple(_word(w, number) for w in words))
            return text, tuple(_word(char, number) for char in page.chars)
    except Exception as error:  # noqa: BLE001 - an edge: none is kept; what is no limit of ours goes on
        raise _limit_behind(error) or error from None


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
    garbled = sum(1 for word in page.words if _UNMAPPED in word.text or "\ufffd" in word.text or _private(word.text))
    return garbled / len(page.words)


def _private(text: str) -> bool:
    return any(0xE000 <= ord(c) <= 0xF8FF or ord(c) < 0x20 for c in text)
