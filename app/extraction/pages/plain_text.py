"""The bare text of a page, without places: for papers inside a file and its earlier states."""

from __future__ import annotations

import pypdfium2


def plain_text(document: pypdfium2.PdfDocument, number: int, most: int) -> str:
    """Return the text of a page, counted from 0, at most so many characters of it."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range(0, min(text_page.count_chars(), most)))
        finally:
            text_page.close()
    finally:
        page.close()
