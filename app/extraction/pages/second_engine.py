"""The text layer through pdfplumber: the second opinion where pdfium's characters make no sense."""

from __future__ import annotations

from pathlib import Path

import pdfplumber

from app.domain.provenance import Box
from app.extraction.values.words import PageText, Word

_UNMAPPED = "(cid:"


def page_text(path: Path, number: int) -> PageText:
    """Read the words of one page, counted from 1.

    Raises:
        pdfminer's exceptions, of many kinds, where the file is damaged.
    """
    return page_text_and_characters(path, number)[0]


def page_text_and_characters(path: Path, number: int) -> tuple[PageText, tuple[Word, ...]]:
    """Read the words of one page, counted from 1, and its single characters; raises as :func:`page_text` does."""
    with pdfplumber.open(path, pages=[number]) as document:
        page = document.pages[0]
        words = page.extract_words(use_text_flow=False, keep_blank_chars=False)
        text = PageText(number, float(page.width), float(page.height), tuple(_word(w, number) for w in words))
        return text, tuple(_word(char, number) for char in page.chars)


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
