"""The second reading of a scanned invoice: arithmetic first, then the cells that it leaves open, then a choice.

Figures are exchanged only where the sums close better for it, and for one exchange alone; codes and numbers that no sum
checks are read twice, and where the readings differ and nothing decides, the word is marked as doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from app.domain.invoice import Charge, Invoice, InvoiceHeader, InvoiceLine
from app.domain.provenance import Box, Certainty, Extracted
from app.extraction.reading_choice import rate
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.missed_ink import SCALE, page_ink
from app.extraction.scans.pen import by_hand
from app.extraction.scans.rereading import SETTLES, Heard, Interpret, Place, Rereading
from app.extraction.scans.second_choice import same_text, single_best, subsets
from app.extraction.scans.second_codes import settle_codes
from app.extraction.scans.second_look import look_again
from app.extraction.scans.second_reader import SecondReader
from app.extraction.scans.second_units import settle_units
from app.extraction.scans.second_words import words_from
from app.extraction.scans.stamp_words import stamped
from app.extraction.scans.stray_print import stray_print
from app.extraction.sums.proof import LINE_CHECK
from app.extraction.values.figures import may_be_figure
from app.extraction.values.numerals import (
    DecimalMark,
    is_numeric,
    number_body,
    read_misread_marks,
    read_number,
)
from app.extraction.values.words import PageText, Word

_FIGURES = 96  # a page, where its lines have figures that only a second reader can bear out; a second or two (measured)
_CONTRADICTS = 60  # a second reading of less confidence says nothing against the first
_MOST_CHANGES = 3  # in a line; its other combinations are too many to tell one from the other
_TRIES = 6000  # words interpreted again over all tries; a long document is tried less often

_MONEY = re.compile(r"[$€£(-]*[0-9][0-9.,]*[.,][0-9]{2}[)€-]*", re.ASCII)
_BLANK = re.compile(r"\s")


def read_twice(
    pages: Sequence[PageText],
    scans: Mapping[int, ScannedPage],
    interpret: Interpret,
    readers: tuple[SecondReader, SecondReader],
    heard: Heard = lambda _page, _found, _by_hand: None,
) -> list[PageText]:
    """Return the pages as they read best after a second reading of what the first left open.

    Args:
        pages: All pages of a document as read first.
        scans: The pictures of those that were scanned, by page number.
        interpret: Makes an invoice of pages.
        readers: The second reader, and a third that is asked where two differ and nothing decides.
        heard: Is told what is printed on each scanned page apart from its rows, and what was written on it by hand.
    """
    words = max(1, sum(len(page.words) for page in pages))
    rereading = Rereading(
        {page.number: page for page in pages},
        CellPictures(dict(scans)),
        readers[0],
        readers[1],
        interpret,
        dict.fromkeys(scans, 0),
        max(4, min(24, _TRIES // words)),
        heard,
    )
    invoice = _look_again(rereading, interpret(rereading.texts()))
    invoice = _settle_figures(rereading, invoice)
    settle_codes(rereading, settle_units(rereading, invoice))
    return rereading.texts()


def _look_again(rereading: Rereading, invoice: Invoice) -> Invoice:
    """Take the second look at every scanned page, unless a sum that closed before fails for it.

    Lines that do not multiply are no reason to reject it: the figures that say so may have been missed before.
    """
    proven, values = list(_proven(invoice)), list(_values(invoice))
    before = rereading.pages
    rereading.pages = {
        number: _seen_again(
            rereading, page, *([box for box in boxes if box.page == number] for boxes in (proven, values))
        )
        if rereading.pictures.has(number)
        else page
        for number, page in before.items()
    }
    again = rereading.interpret(rereading.texts())
    if _sums(again) >= _sums(invoice):
        return again
    rereading.pages = before
    return invoice


def _seen_again(rereading: Rereading, page: PageText, proven: Sequence[Box], values: Sequence[Box]) -> PageText:
    """Take the second look at a page, and then at what is left of its ink, while its picture is at hand."""
    ink = page_ink(rereading.pictures.whole(page.number, (page.width, page.height), SCALE), page.words)
    again = look_again(page, ink, rereading.pictures, rereading.reader, proven)
    readers = (rereading.reader, rereading.third)
    stamps = stamped(page, ink, rereading.pictures, readers, values)
    stray = (*stray_print(again, ink, rereading.pictures, readers), *stamps)
    rereading.heard(again, stray, by_hand(again, ink, rereading.pictures, readers))
    return again


def _sums(invoice: Invoice) -> int:
    return sum(1 if check.holds else -1 for check in invoice.checks if check.name != LINE_CHECK)


def _proven(invoice: Invoice) -> Iterator[Box]:
    lines = (line for line in invoice.lines if line.certainty is Certainty.PROVEN)
    values: Iterable[Extracted[Any] | None] = (value for line in lines for value in _figures(line))
    header = (invoice.header.subtotal, invoice.header.tax_total, invoice.header.total)
    for value in (*values, *(v for v in header if v is not None and v.certainty is Certainty.PROVEN)):
        if value is not None and value.box is not None:
            yield value.box


def _values(invoice: Invoice) -> Iterator[Box]:
    """Yield where the values of an invoice stand: its header's, its lines' and its charges'."""
    parts: tuple[InvoiceHeader | InvoiceLine | Charge, ...] = (invoice.header, *invoice.lines, *invoice.charges)
    for found in (getattr(part, field.name) for part in parts for field in fields(part)):
        for value in found if isinstance(found, tuple) else (found,):
            if isinstance(value, Extracted) and value.box is not None:
                yield value.box


def _figures(line: InvoiceLine) -> tuple[Extracted[Any] | None, ...]:
    return (line.quantity, line.unit_price, line.amount)


def _settle_figures(rereading: Rereading, invoice: Invoice) -> Invoice:
    """Read the figures again that the arithmetic does not prove, and exchange them where it then closes."""
    undecided: dict[Box, Word] = {}
    groups = [[place for value in group for place in rereading.words_of(value)] for group in _open_figures(invoice)]
    for group in (*groups, _loose_amounts(rereading, invoice)):
        places = list(dict.fromkeys(group))
        other = _second_figures(rereading, places, undecided)
        if other and rereading.tries > 0:
            invoice = _exchange(rereading, invoice, other, undecided)
    if not undecided:
        return invoice
    for number, page in rereading.pages.items():
        marked = tuple(undecided.get(word.box, word) for word in page.words)
        if marked != page.words:
            rereading.pages[number] = replace(page, words=marked)
    return rereading.interpret(rereading.texts())


def _open_figures(invoice: Invoice) -> Iterator[tuple[Extracted[Any] | None, ...]]:
    """Yield the figures of each line, then those of the sums, that nothing proves; what fails comes first."""
    sums_fail = any(not check.holds for check in invoice.checks)
    order = {Certainty.CONTRADICTED: 0, Certainty.UNVERIFIED: 1, Certainty.CONSISTENT: 2}
    for line in sorted(invoice.lines, key=lambda line: order.get(line.certainty, 3)):
        if line.certainty in {Certainty.CONTRADICTED, Certainty.UNVERIFIED} or (
            line.certainty is Certainty.CONSISTENT and sums_fail
        ):
            yield _figures(line)
    header = invoice.header
    weak = [v for v in (header.subtotal, header.tax_total, header.total) if v and v.certainty is not Certainty.PROVEN]
    yield (*weak, *(c.amount for c in invoice.charges if c.amount.certainty is Certainty.UNVERIFIED))


def _loose_amounts(rereading: Rereading, invoice: Invoice) -> list[Place]:
    """Return amounts that nothing was made of, where a sum is missing or fails: one of them may be it, misread."""
    header = invoice.header
    if header.subtotal and header.total and all(check.holds for check in invoice.checks):
        return []
    values = [*(v for line in invoice.lines for v in _figures(line)), *(charge.amount for charge in invoice.charges)]
    values.extend((header.subtotal, header.tax_total, header.total))
    taken = {place for value in values for place in rereading.words_of(value)}
    return [
        (number, index)
        for number, page in rereading.pages.items()
        if rereading.pictures.has(number)
        for index, word in enumerate(page.words)
        if _MONEY.fullmatch(word.text) and (number, index) not in taken
    ]


def _second_figures(
    rereading: Rereading, places: Sequence[Place], undecided: dict[Box, Word]
) -> dict[Box, tuple[Word, ...]]:
    """Read figures again; where both readings agree the word is surer for it, the others are returned."""
    other: dict[Box, tuple[Word, ...]] = {}
    for place in places:
        word = rereading.word(place)
        if not may_be_figure(word.text) and not any(ch.isdigit() for ch in word.text):
            continue
        seen = rereading.read(word.box, _FIGURES)
        if seen is None or not seen.text:
            continue
        if _same_figure(word.text, seen.text):
            # a word has no blank in it: with "704,15 €" for "704,15€" the "18" before it was no part of its number
            text = seen.text if is_numeric(seen.text) and not _BLANK.search(seen.text) else word.text
            sure = max(word.confidence, SETTLES)
            undecided[word.box] = replace(word, text=text, confidence=sure, agreed=True)
        elif seen.confidence >= _CONTRADICTS and any(is_numeric(part) for part in seen.text.split()):
            other[word.box] = tuple(replace(w, chosen=True) for w in words_from(seen, word.box, word.text))
            undecided[word.box] = replace(word, doubted=True)
    return other


def _same_figure(first: str, second: str) -> bool:
    if same_text(first, second):
        return True
    a, b = number_body(first), number_body(second)
    if a is not None and a == b:
        return True
    misread = read_misread_marks(first)
    return misread is not None and any(
        (found := read_number(second, mark)) is not None and found.value == misread.value for mark in DecimalMark
    )


def _exchange(
    rereading: Rereading, invoice: Invoice, other: Mapping[Box, tuple[Word, ...]], undecided: dict[Box, Word]
) -> Invoice:
    """Take the one set of second readings under which the sums close better than as they stand, if there is one."""
    boxes = list(other)
    tried: list[tuple[dict[int, PageText], Invoice]] = []
    for chosen in subsets(len(boxes), _MOST_CHANGES):
        if rereading.tries <= 0:
            return invoice  # not every combination was tried: which is the only one cannot be told
        rereading.tries -= 1
        wanted = {boxes[i] for i in chosen}
        pages = rereading.changed({place: other[box] for box in wanted for place in _at(rereading, box)})
        tried.append((pages, rereading.interpret(list(pages.values()))))
    best = single_best([rate(found) for _, found in tried], rate(invoice))
    if best is None:
        return invoice
    rereading.pages, invoice = tried[best]
    for index in subsets(len(boxes), _MOST_CHANGES)[best]:
        undecided.pop(boxes[index], None)
    for box in boxes:  # what the sums left as it was read first is settled too
        undecided.pop(box, None)
    return invoice


def _at(rereading: Rereading, box: Box) -> list[Place]:
    page = rereading.pages[box.page]
    return [(box.page, index) for index, word in enumerate(page.words) if word.box == box]
