"""Earlier revisions that a PDF still holds: a file that was changed after it was made says what it said before.

Signing a file or filling a form adds to it without changing its figures; what an update changed is said with both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from app.domain.finding import Finding

CHANGED = "changed_after_it_was_made"
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_BLANK = b"\0\t\n\f\r "
_LINEARIZED = b"/Linearized"
_HEAD = 2048
_MOST_REVISIONS = 8
_MOST_PAGES = 50
_MOST_CHARACTERS = 200_000
_FIGURE = re.compile(r"[^\s]*\d[^\s]*")
_SHOWN = 5


def changed_figures(path: Path) -> Iterator[Finding]:
    """Yield a finding where an earlier revision of a file had other figures, numbers or dates than the last one."""
    return changed_figures_in(path.read_bytes())


def changed_figures_in(data: bytes) -> Iterator[Finding]:
    """Yield what ``changed_figures`` does, for the bytes of a file."""
    ends = earlier_ends(data)
    if not ends:
        return
    last = _figures(data)
    for end in ends:
        before = _figures(data[:end])
        if before and last is not None and (gone := before - last):
            yield _changed(gone, last - before)
            return


def earlier_ends(data: bytes) -> list[int]:
    """Return where the last revisions of a PDF before its present one end; none where it was never changed."""
    ends = [found.end() for found in _END.finditer(data)]
    if ends and not data[ends[-1] :].strip(_BLANK):
        ends.pop()  # the end of the last revision; where something follows it, an update came that says no end
    if _LINEARIZED in data[:_HEAD]:
        ends = ends[1:]  # the first end of a file made for the web is that of its first page
    return ends[-_MOST_REVISIONS:]


def _figures(data: bytes) -> Counter[str] | None:
    """Return every word with a digit that the text of a file has; None where it cannot be opened."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = range(min(len(document), _MOST_PAGES))
            return Counter(_FIGURE.findall(" ".join(_text(document, page) for page in pages)))
    except pypdfium2.PdfiumError:
        return None


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range(0, min(text_page.count_chars(), _MOST_CHARACTERS)))
        finally:
            text_page.close()
    finally:
        page.close()


def _changed(gone: Counter[str], new: Counter[str]) -> Finding:
    return Finding(
        CHANGED,
        "The file was changed after it was made: an earlier revision has "
        f"“{_some(gone)}”, the last one “{_some(new)}”. Ask the vendor which holds.",
    )


def _some(words: Counter[str]) -> str:
    return " ".join(list(words)[:_SHOWN])
