"""Earlier revisions that a PDF still holds: a file that was changed after it was made says what it said before.

Signing a file or filling a form adds to it without taking figures or words away; what an update changed is said with
both. A second file behind the first is no update.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2

from app.domain.finding import Finding
from app.extraction.pages.plain_text import plain_text

CHANGED = "changed_after_it_was_made"
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_BLANK = b"\0\t\n\f\r "
_LINEARIZED = b"/Linearized"
_HEAD = 2048
_MOST_REVISIONS = 8
_MOST_PAGES = 50
_MOST_CHARACTERS = 200_000
_TOLD = re.compile(r"[^\s]*\d[^\s]*|[^\W\d_]{3,}")  # what has a digit, and words
_OBJECT = re.compile(rb"\d \d{1,5} obj\b")
_GOES_BACK = re.compile(rb"/Prev[\0\t\n\f\r ]+\d+(?![\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R|\d)")
_HEADER = b"%PDF-"
_CARRIED = re.compile(rb"stream\r?\n(?=%PDF-)")
_LENGTH = re.compile(rb"/Length[\0\t\n\f\r ]*(\d{1,9})(?![\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R|\d)")
_DICTIONARY, _ENDS = 400, b"endstream"  # bytes before a stream in which its length is sought
_SHOWN = 5


def changed_figures(path: Path) -> Iterator[Finding]:
    """Yield a finding where an earlier revision of a file had other figures, dates or words than its last one."""
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


def earlier_ends(data: bytes, most: int = _MOST_REVISIONS) -> list[int]:
    """Return where the first and the last revisions of a PDF before its present one end, so many at most.

    None where it was never changed.
    """
    inside = list(_carried(data))
    ends = [found.end() for found in _END.finditer(data) if not any(a <= found.start() < b for a, b in inside)]
    if ends and not data[ends[-1] :].strip(_BLANK):
        ends.pop()  # the end of the last revision; where something follows it, an update came that says no end
    if _LINEARIZED in data[:_HEAD]:
        ends = ends[1:]  # the first end of a file made for the web is that of its first page
    # Of many revisions the first is looked at as well: what it said was changed, whatever came between.
    return ends if len(ends) <= most else [ends[0], *ends[1 - most :]]


def _carried(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where PDFs begin and end that a file carries unpacked, each as long as its stream says it is."""
    for found in _CARRIED.finditer(data):
        lengths = _LENGTH.findall(data, max(0, found.start() - _DICTIONARY), found.start())
        end = found.end() + int(lengths[-1]) if lengths else 0
        if end and data[end : end + len(_ENDS) + 2].lstrip(_BLANK).startswith(_ENDS):
            yield found.end(), end


def without_carried(data: bytes) -> bytes:
    """Return the bytes of a file without the PDFs that it carries unpacked, whose parts are none of its own."""
    kept, start = [], 0
    for begin, end in _carried(data):
        if begin >= start:
            kept.append(data[start:begin])
            start = end
    return b"".join((*kept, data[start:])) if kept else data


def begins_anew(data: bytes) -> bool:
    """Tell whether behind the end of a PDF another begins, and no update: that leads back to what it updates."""
    ends = earlier_ends(data)
    parts = (data[start:end] for start, end in pairwise((*ends, len(data))))
    return any(map(_is_a_file, parts))


def _is_a_file(part: bytes) -> bool:
    found = _OBJECT.search(part)
    return found is not None and (_HEADER in part[: found.start()] or _GOES_BACK.search(part) is None)


def _figures(data: bytes) -> Counter[str] | None:
    """Return every figure and word that the text of a file has; None where it cannot be opened."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = range(min(len(document), _MOST_PAGES))
            return Counter(_TOLD.findall(" ".join(plain_text(document, page, _MOST_CHARACTERS) for page in pages)))
    except pypdfium2.PdfiumError:
        return None


def _changed(gone: Counter[str], new: Counter[str]) -> Finding:
    return Finding(
        CHANGED,
        "The file was changed after it was made: an earlier revision has "
        f"“{_some(gone)}”, the last one “{_some(new)}”. Ask the vendor which holds.",
    )


def _some(words: Counter[str]) -> str:
    return " ".join(list(words)[:_SHOWN])
