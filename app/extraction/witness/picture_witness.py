"""Looking at the picture before an invoice clears: the text layer is a claim, the picture is what people pay on.

Every figure and number that money depends on is cut from the rendered page and read by the second reader; what it does
not bear out is read again closer and by tesseract, and by a second engine the text is read anew. Whatever then still
disagrees is a finding that keeps the invoice from clearing, with both values. What is left of each page is accounted
for as a whole (whole_page).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.extraction.pages.document import Document, open_document
from app.extraction.pages.picture import Pixels
from app.extraction.pages.second_engine import PlacedCharacters, SecondCharacters
from app.extraction.scans.cell_pictures import MARGIN, CellPictures
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import Word
from app.extraction.witness.agreement import goes_on, same_code, same_date, same_figure, same_value, same_words
from app.extraction.witness.claims import Claim, claims_of
from app.extraction.witness.every_word import shown_otherwise
from app.extraction.witness.hidden_figures import hidden_figures
from app.extraction.witness.likeness import printed_once
from app.extraction.witness.neighbours import begun_before, with_neighbours
from app.extraction.witness.other_views import other_views
from app.extraction.witness.page_pictures import INSIDE, PagePictures, rows_in, share_inside
from app.extraction.witness.payment_codes import against_codes
from app.extraction.witness.picture_findings import DIFFERS, differs, engines_differ, many, unread
from app.extraction.witness.prints import BESIDE
from app.extraction.witness.replaced_pictures import replaced_pictures
from app.extraction.witness.revisions import changed_figures
from app.extraction.witness.second_figures import second_figures
from app.extraction.witness.seen_signs import SeenSigns
from app.extraction.witness.telling import Telling
from app.extraction.witness.whole_page import account_for

# What the second engine has of a page, or that it is not asked or cannot read it.
_Second = PlacedCharacters | Literal["none", "fails"]
_WIDER, _CLOSER = 0.35, 0.08  # of a cell's height: how much beside it is looked at
_TOUCHING = 0.1  # how far out of its box a figure's own digits may paint
_PRESSED = 0.7  # of its width: so much narrower a picture of words is read first (measured: 54 of 54, at 0.6 51)
_MOST = 0.6  # of the letters of a claim of words: so many are read first
_WORTH = 0.85  # of its width: more than that of it is read whole
_ENOUGH = 6  # claims of a page that its picture does not bear out; what else differs there tells nothing more
_PLAIN = 12  # of 255: paper without a mark, however pale, differs less from itself


def look(path: Path, invoice: Invoice, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return what the pictures of a document do not bear out of what was read from its text.

    Raises:
        InputError: The document cannot be opened or a page cannot be drawn.
    """
    claims = claims_of(invoice)
    with open_document(path) as document:
        if document.pdf is None or not document.page_count:
            return ()  # a picture was read from its picture; XML alone has none
        as_a_whole = (*changed_figures(path), *replaced_pictures(path), *other_views(document))
        return (*as_a_whole, *_findings(document, invoice, claims, Telling(knowledge)))


def _findings(document: Document, invoice: Invoice, claims: Sequence[Claim], telling: Telling) -> Iterator[Finding]:
    pictures = PagePictures(document, invoice)
    placed: dict[int, list[Claim]] = {}
    seen = SeenSigns()
    for claim in claims:
        for part in _line_by_line(pictures, _as_printed(pictures, claim)):
            if part.box is not None and part.text:
                placed.setdefault(part.box.page, []).append(part)
    with SecondCharacters(document.path) as second:
        for page in pictures.numbers:
            other = _second_reading(second, page, pictures.turn(page)) if page in placed else "none"
            doubted = list(_on_page(second, other, pictures, placed.get(page, ())))
            yield from (finding for _, finding in doubted)
            if isinstance(other, PlacedCharacters):
                yield from second_figures(second, other, pictures)
            told = [claim for claim, _ in doubted]
            yield from account_for(document, page, placed.get(page, ()), telling, told)
            yield from against_codes(page, pictures.pixels(page).grey, invoice)
            yield from _said_otherwise(pictures, page, seen, placed.get(page, ()), told)
    yield from hidden_figures(document, invoice, pictures, telling)
    for claim in claims:
        if claim.box is None and not _seen_anywhere(pictures, claim):
            yield differs(claim, "")


def _said_otherwise(
    pictures: PagePictures, page: int, seen: SeenSigns, claims: Sequence[Claim], told: Sequence[Claim]
) -> Iterator[Finding]:
    """Yield the first words of a page that its picture shows otherwise, those apart that were told."""
    borne_out = [one.box for one in claims if one.box is not None and one.value is not None and one not in told]
    if len(told) >= _ENOUGH:
        return
    left_out = [one.box for one in told if one.box is not None]
    for one in islice(shown_otherwise(pictures, page, seen, borne_out, left_out), 1):
        said = f"where the file's text has “{one.word.text}”"
        shown = (
            f"shows “{one.seen}” {said}" if one.seen else f"shows nothing that can be read {said} and in other places"
        )
        yield Finding(DIFFERS, f"Page {page} {shown}. Look at the page.", box=one.word.box)


def _as_printed(pictures: PagePictures, claim: Claim) -> Claim:
    """Give a value from XML the words of the page's text in its place: those two were compared before."""
    if claim.printed or claim.box is None:
        return claim
    words = (word for word in pictures.touching(claim.box) if share_inside(word.box, claim.box) >= INSIDE)
    return replace(claim, text=" ".join(word.text for word in words), printed=True)


def _line_by_line(pictures: PagePictures, claim: Claim) -> Iterator[Claim]:
    """Yield a claim, or of words on several lines each line by itself."""
    if not claim.words or claim.box is None:
        yield claim
        return
    said = set(claim.text.split())
    rows = [[word for word in row if word.text in said] for row in rows_in(claim.box, pictures.touching(claim.box))]
    if len(rows) <= 1:
        yield claim
        return
    for row in filter(None, rows):
        yield replace(claim, text=" ".join(one.text for one in row), box=_around(row))


def _around(row: Sequence[Word]) -> Box:
    top, bottom = min(one.top for one in row), max(one.bottom for one in row)
    return Box(row[0].box.page, row[0].x0, top, row[-1].x1, bottom)


def _on_page(
    second: SecondCharacters, other: _Second, pictures: PagePictures, claims: Sequence[Claim]
) -> Iterator[tuple[Claim, Finding]]:
    differing = 0
    for claim in sorted(claims, key=_signs, reverse=True):
        assert claim.box is not None
        agrees, seen = _seen(pictures, claim, claim.box)
        if not agrees:
            yield claim, differs(claim, seen)
            differing += 1
            if differing == _ENOUGH:
                yield claim, many(claim.box.page)
                return
        elif other == "fails":
            yield claim, unread(claim, claim.box.page)
            other = "none"
        elif other != "none" and (text := _second_text(second, other, claim)) is not None:
            yield claim, engines_differ(claim, text)


def _signs(claim: Claim) -> int:
    """Return how many different signs a claim has: what is read of those with most need not be read of the others."""
    return 0 if claim.words else len(set(claim.text))


def _seen(pictures: PagePictures, claim: Claim, box: Box) -> tuple[bool, str]:
    """Look at a place; return what was seen first.

    Where its characters do not look like others that were read, a reader reads it, closer and by another reader where
    it does not agree.
    """
    rows = rows_in(box, pictures.touching(box)) if claim.value is not None else []
    if len(rows) > 1 and [word.text for row in rows for word in row] == claim.text.split():
        return _seen_row_by_row(pictures, claim, rows)
    if begun := begun_before(pictures, claim, box):
        return False, f"{begun} {claim.text}"
    joined = with_neighbours(pictures, claim, box)
    if joined is not None and (joined.more or joined.same):
        return not joined.more, joined.seen
    if pictures.prints_known(claim, box):
        return True, claim.text
    glyphs = pictures.glyphs(claim, box)
    if glyphs is not None and pictures.known(claim, glyphs):
        return True, claim.text
    agrees, seen = _read_anew(pictures, claim, box)
    if agrees:
        pictures.bore_out(box, seen)
    if agrees and glyphs is not None:
        pictures.remember(claim, glyphs, seen)
    return agrees, seen


def _seen_row_by_row(pictures: PagePictures, claim: Claim, rows: Sequence[Sequence[Word]]) -> tuple[bool, str]:
    """Look at a figure that is printed in several rows, as where its minus has one of its own, row by row."""
    places = [_around(row) for row in rows]
    cells = [pictures.cells(one.page).cut(one, beside=_WIDER) for one in places]
    seen = [" ".join(one.text for one in reader.read(cells)) for reader in (second_reader(), third_reader())]
    return any(_same(claim, text) for text in seen), seen[0]


def _read_anew(pictures: PagePictures, claim: Claim, box: Box) -> tuple[bool, str]:
    cells = pictures.cells(box.page)
    if claim.words and (glance := _glance(pictures, cells, claim, box)):
        return True, glance
    if _stands_alone(pictures, claim, box) and (alone := _with_its_sides(cells, claim, box)):
        return alone
    wide = cells.cut(box, beside=_WIDER)
    first = second_reader().read([wide])[0].text
    if _same(claim, first):
        return True, first
    close = cells.cut(box, beside=_CLOSER)
    if _same(claim, second_reader().read([close])[0].text):
        return True, first
    return any(_same(claim, text.text) for text in third_reader().read([wide, close])), first


def _glance(pictures: PagePictures, cells: CellPictures, claim: Claim, box: Box) -> str:
    """Return what a reader makes of words at a glance, if that bears them out; nothing if it does not.

    Half of their letters must be seen, so the first words are read that have more of them than that, then all.
    """
    for part in (_first_words(pictures, claim, box), box):
        if part is not None:
            seen = second_reader().read([_narrower(cells.cut(part, beside=_WIDER))])[0].text
            if _same(claim, seen):
                return seen
    return ""


def _first_words(pictures: PagePictures, claim: Claim, box: Box) -> Box | None:
    """Return the place of the first words of a claim that have most of its letters; None where those are all."""
    words = [one for one in pictures.touching(box) if share_inside(one.box, box) >= INSIDE]
    letters = 0
    for word in sorted(words, key=lambda one: one.x0):
        letters += sum(map(str.isalnum, word.text))
        if letters >= _MOST * sum(map(str.isalnum, claim.text)):
            return replace(box, x1=word.x1) if word.x1 < box.x0 + _WORTH * (box.x1 - box.x0) else None
    return None


def _narrower(cell: Pixels) -> Pixels:
    """Return a picture pressed together: words are made out in it as well, in time that goes with its width."""
    size = (max(1, round(_PRESSED * cell.shape[1])), cell.shape[0])
    return cv2.resize(cell, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _stands_alone(pictures: PagePictures, claim: Claim, box: Box) -> bool:
    """Tell whether the text layer has nothing else so near to a figure that it could be read as part of it."""
    return (
        claim.printed
        and claim.value is not None
        and all(share_inside(word.box, box) >= INSIDE for word in pictures.near(box))
    )


def _with_its_sides(cells: CellPictures, claim: Claim, box: Box) -> tuple[bool, str] | None:
    """Tell whether a figure is seen as its text has it, or goes on beside where that has it, by two readers.

    A narrow cut parts a digit that was drawn beside it, and what is left of that is read as nothing. None where there
    is plain paper beside it, or where neither is so.
    """
    far = cells.cut(box, beside=BESIDE)
    if nothing_beside(far):
        return None
    seen = second_reader().read([far])[0].text
    if _same(claim, seen):
        return True, seen
    if goes_on(claim.text, seen) and any(goes_on(claim.text, text.text) for text in third_reader().read([far])):
        return False, seen
    return None


def nothing_beside(far: Pixels) -> bool:
    """Tell whether there is plain paper left and right of a figure, so that no reader has to say that nothing is."""
    height = far.shape[0] / (1 + 2 * MARGIN)
    strip = max(1, round((BESIDE - _TOUCHING) * height))
    return all(int(side.max()) - int(side.min()) < _PLAIN for side in (far[:, :strip], far[:, -strip:]))


def _same(claim: Claim, text: str) -> bool:
    if claim.words:
        return same_words(claim.text, text)
    if claim.day:
        return same_date(claim.text, text)
    if claim.value is None:
        return same_code(claim.text, text)
    return same_figure(claim.text, text) if claim.printed else same_value(claim.value, text)


def _seen_anywhere(pictures: PagePictures, claim: Claim) -> bool:
    """Tell whether a value from XML is seen at any word of the pages that claims to be it, if there are such words."""
    claiming = [word for page in pictures.numbers for word in pictures.words(page) if _same(claim, word.text)]
    return not claiming or any(_seen(pictures, claim, word.box)[0] for word in claiming)


def _second_reading(second: SecondCharacters, page: int, turn: int) -> _Second:
    """Read a page with the second engine: nothing where its characters make no sense or stand turned."""
    if turn:
        return "none"
    try:
        found = second.on_page(page)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways, each of which is a disagreement
        return "fails"
    return found if found.readable else "none"


def _second_text(second: SecondCharacters, page: PlacedCharacters, claim: Claim) -> str | None:
    """Return what the second engine reads in a claim's place where it is something else; None where it agrees."""
    assert claim.box is not None
    box = claim.box
    inside = [one for one in page.touching(box) if share_inside(one.box, box) >= INSIDE]
    text = "".join(one.text for one in printed_once(inside))
    if _same(claim, text):
        return None
    # Where it places its words otherwise, the claim must at least stand somewhere on its page.
    return None if any(_same(claim, some) for some in _as_long(claim, second.words_on(page.page))) else text


def _as_long(claim: Claim, words: Sequence[Word]) -> Iterator[str]:
    """Yield the words of a page as many at a time as a claim has."""
    length = max(1, len(claim.text.split()))
    for start in range(len(words) - length + 1):
        yield " ".join(word.text for word in words[start : start + length])
