"""Judges what a pen left on a scan: figures crossed out, another sum, a word against paying, notes beside the figures.

Ticks, rings, initials, signatures and notes that a paper came in or was looked through are usual and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from app.domain.finding import SHOWS_MORE, Finding
from app.domain.invoice import Invoice
from app.domain.overlap import middle_in, shared_width
from app.domain.provenance import Box, Extracted
from app.extraction.values.knowledge_files import load_toml, strings
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText
from app.extraction.witness.whole_page import STRUCK
from app.shipped_files import resource_path

if TYPE_CHECKING:
    from app.extraction.scans.pen import ByHand, Writing

_SUM = re.compile(r"(?<![\d.,/-])(?:\d{1,3}(?:[.,'’]\d{3})+|\d{3,})[.,]\d{2}(?![\d.,/-])", re.ASCII)
_ALARMS = ("void", "held", "settled")  # the other kinds of words that matter are too ordinary in notes
_LONG, _LONGER = 6, 9  # letters of a word from which one may be misread, from which two
_CENTS = re.compile(r"[.,]\d{2}\D*$", re.ASCII)
_NO_WORD = re.compile(r"[\W\d_]+")
_LEADING = re.compile(r"^[\W_]+")  # signs before the first word: the frame of a stamp
_ALIKE, _LARGE = 1.7, 2.4  # of the usual height: writing is higher; lower bits in a row are print that was not read
_WIDE = 22.0  # points beside a figure; a tick is not so wide
_ROWS = 1.2  # of a figure's height: so far above and below it writing stands beside it
_NEAR = 160.0  # points left and right of a sum; further off somebody signed
_INITIALS = 3  # letters
_STAMPED = 4  # letters of a usual note of which one may be misread
_SENTENCE = 4  # words
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Penned:
    """What counts of a page that was written on: a text against it, what was crossed out, and what nobody read.

    ``known`` are the printed figures of the page, in hundredths.
    """

    page: int
    known: frozenset[str]
    found: ByHand
    against: tuple[str, Box] | None


def penned(page: PageText, found: ByHand) -> Penned:
    """Return what is to be kept of a page that was written on until its invoice is read."""
    printed = [word for word in page.words if not any(middle_in(word.box, one.box) for one in found.writings)]
    known = frozenset(_amount(word.text) for word in printed)
    against = ((text, one.box) for one in found.writings for text in one.texts if warns(text, exactly=_is_said(one)))
    return Penned(page.number, known, found, next(against, None))


def pen_findings(notes: Iterable[Penned], invoice: Invoice) -> Iterator[Finding]:
    """Yield what speaks against an invoice of all that was written on its pages."""
    places = list(_places(invoice))
    for note in notes:
        own = [place for place in places if place.box.page == note.page]
        told = note.against or next(_new_sums(note, own), None)
        if told is not None:
            text, box = told
            message = f"Page {note.page} shows “{text[:_SHOWN]}”, which stands in none of its rows. Look at the page."
            yield Finding(SHOWS_MORE, message, box=box)
        yield from _struck(note, own)
        yield from _beside(note, own)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure of the invoice stands; ``line_no`` None for one of its sums."""

    box: Box
    text: str
    value: Decimal
    field: str
    line_no: int | None


def _places(invoice: Invoice) -> Iterator[_Place]:
    for line in invoice.lines:
        for field in ("quantity", "unit_price", "amount"):
            yield from _place(getattr(line, field), field, line.line_no)
    for field in ("subtotal", "tax_total", "total"):
        yield from _place(getattr(invoice.header, field), field, None)
    for charge in invoice.charges:
        yield from _place(charge.amount, "", None)


def _place(value: Extracted[Any] | None, field: str, line_no: int | None) -> Iterator[_Place]:
    if value is not None and value.box is not None:
        yield _Place(value.box, value.raw or str(value.value), value.value, field, line_no)


def _struck(note: Penned, places: Sequence[_Place]) -> Iterator[Finding]:
    """Yield that figures are crossed out, those of the invoice first; a number in small print is none of them."""
    hit = {word: [place for place in places if middle_in(word.box, place.box)] for word in note.found.struck}
    told = [word for word, own in hit.items() if own or _CENTS.search(word.text)]
    if told:
        text = " ".join(dict.fromkeys(word.text for word in told))[:_SHOWN]
        message = f"Page {note.page} shows words struck through or drawn over: “{text}”. Look at the page."
        place = next((own[0] for own in hit.values() if own), None)
        field, line_no = (place.field, place.line_no) if place is not None else ("", None)
        yield Finding(STRUCK, message, field=field, line_no=line_no, box=told[0].box)


def _beside(note: Penned, places: Sequence[_Place]) -> Iterator[Finding]:
    """Yield the first writing that stands over or beside a figure, and that is no usual note."""
    for one in note.found.writings:
        if _is_print(one, note.found.usual) or _is_usual(one):
            continue
        near = [place for place in places if _stands_beside(one.box, place)]
        if near and one.box.x1 - one.box.x0 - _shared(one.box, places) >= _WIDE:
            place = near[-1]
            message = (
                f"Something is written by hand beside “{place.text}” on page {note.page}, and could not be read. "
                "Look at the page."
            )
            yield Finding(SHOWS_MORE, message, field=place.field, line_no=place.line_no, box=one.box)
            return


def _is_print(one: Writing, usual: float) -> bool:
    """Tell whether a writing is no higher than print, which may be somewhat larger where all readers see the same."""
    high = one.box.bottom - one.box.top
    return high < (_LARGE if len(set(map(squeeze, one.texts))) == 1 else _ALIKE) * usual


def _stands_beside(box: Box, place: _Place) -> bool:
    reach = _ROWS * (place.box.bottom - place.box.top)
    if min(box.bottom, place.box.bottom + reach) - max(box.top, place.box.top - reach) < (box.bottom - box.top) / 2:
        return False
    apart = max(box.x0, place.box.x0) - min(box.x1, place.box.x1)
    return apart <= _NEAR or place.line_no is not None


def _shared(box: Box, places: Sequence[_Place]) -> float:
    """Return how much of a writing's width is that of the invoice's own figures."""
    return sum(
        max(0.0, shared_width(box, place.box))
        for place in places
        if min(box.bottom, place.box.bottom) > max(box.top, place.box.top)
    )


def _new_sums(note: Penned, places: Sequence[_Place]) -> Iterator[tuple[str, Box]]:
    """Yield the sums written by hand that are none of the page's and none of the invoice's."""
    # What has no digits in one reading is no printed figure, and vouches for nothing.
    known = (note.known | {_amount(text) for place in places for text in (place.text, str(place.value))}) - {""}
    for one in note.found.writings:
        sums = [sum_ for text in one.texts for sum_ in _SUM.findall(text)]
        printed = any(_amount(text) in known for text in one.texts)
        if sums and not printed and not all(_amount(part) in known for part in sums):
            yield sums[0], one.box


def _is_usual(one: Writing) -> bool:
    """Tell whether a writing reads as initials, or as a note that the paper came in or was looked through."""
    signs = [squeeze(text) for text in one.texts]
    if max(map(len, signs), default=0) <= _INITIALS and any(map(str.isalpha, signs)):
        return True
    return any(map(is_usual_note, one.texts))


def is_usual_note(text: str) -> bool:
    """Tell whether a text says that a paper came in or was looked through, and nothing else."""
    return _usual_note([squeeze(part) for part in _NO_WORD.split(text) if squeeze(part)])


def _usual_note(parts: Sequence[str]) -> bool:
    known = [any(_edits(word, part) <= len(word) // _STAMPED for word in _words("usual")) for part in parts]
    return any(known) and all(told or len(part) <= _INITIALS for told, part in zip(known, parts, strict=True))


@cache
def _words(kind: str) -> frozenset[str]:
    book = load_toml(resource_path("picture_words.toml"))
    found = strings(book["by_hand"][kind], kind)
    if kind == "against":
        found = (*found, *(phrase for alarm in _ALARMS for phrase in strings(book["alarms"][alarm], alarm)))
    return frozenset(map(squeeze, found))


def _is_said(one: Writing) -> bool:
    """Tell whether all readers see the same sentence: nothing of it was misread."""
    return len(set(map(squeeze, one.texts))) == 1 and len(one.texts[0].split()) >= _SENTENCE


def warns(text: str, *, exactly: bool) -> bool:
    """Tell whether a text has a word against paying, a letter or two misread where it is long.

    A usual note that leads it is none of those misread: "recibido" is not "no recibido".
    """
    whole = squeeze(text)
    said = any(len(word) >= _LONG and word in whole for word in _words("against"))
    if exactly or said:
        return said
    parts = [squeeze(part) for part in _NO_WORD.split(_LEADING.sub("", text))]
    if parts[0] in _words("usual"):
        parts = parts[1:]
        whole = "".join(parts)
    if any(len(word) >= _LONG and _edits(word, whole, within=True) <= _most_edits(word) for word in _words("against")):
        return True
    runs = {"".join(parts[at:end]) for at in range(len(parts)) for end in range(at + 1, min(len(parts), at + 3) + 1)}
    return any(_reads_as(run, word) for run in runs for word in _words("against"))


def _reads_as(run: str, word: str) -> bool:
    return run == word or (abs(len(run) - len(word)) <= 2 and _edits(word, run) <= _most_edits(word))


def _most_edits(word: str) -> int:
    """Return how many letters of a word may be misread, so that it is no other word."""
    if len(word) >= _LONGER:
        return 2
    return 1 if len(word) >= _LONG or word in _words("misread") else 0


def _edits(word: str, text: str, *, within: bool = False) -> int:
    """Return by how many letters a text differs from a word, or the part of it that is most like that word."""
    row = [0] * (len(text) + 1) if within else list(range(len(text) + 1))
    for at, letter in enumerate(word, start=1):
        last, row = row, [at]
        for other, sign in enumerate(text, start=1):
            row.append(min(last[other] + 1, row[-1] + 1, last[other - 1] + (letter != sign)))
    return min(row) if within else row[-1]


def _amount(text: str) -> str:
    """Return a figure in hundredths, so that it can be compared however it is printed; nothing where it is none."""
    digits = "".join(filter(str.isdigit, text))
    if not digits:
        return ""
    return (digits if _CENTS.search(text) else digits + "00").lstrip("0")
