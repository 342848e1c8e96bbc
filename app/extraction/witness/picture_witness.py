"""Looking at the picture before an invoice clears: the text layer is a claim, the picture is what people pay on.

Every figure and number that money depends on is cut from the rendered page and read by the second reader; what it does
not bear out is read again closer and by tesseract, and by a second engine the text is read anew. Whatever then still
disagrees is a finding that keeps the invoice from clearing, with both values. What is left of each page is accounted
for as a whole (whole_page).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.extraction.pages import second_engine
from app.extraction.pages.content import read_content
from app.extraction.pages.document import Document, open_document, open_page
from app.extraction.pages.page_words import text_layer
from app.extraction.pages.picture import PagePixels, Pixels, capped_scale, render_grey
from app.extraction.scans.cell_pictures import MARGIN, CellPictures, ScannedPage
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import Word
from app.extraction.witness.agreement import goes_on, same_code, same_date, same_figure, same_value, same_words
from app.extraction.witness.claims import Claim, claims_of
from app.extraction.witness.other_views import other_views
from app.extraction.witness.revisions import changed_figures
from app.extraction.witness.telling import Telling
from app.extraction.witness.whole_page import account_for

_DPI = 216.0
_WIDER, _CLOSER = 0.35, 0.08  # of a cell's height: how much beside it is looked at
_FARTHER = 0.9  # how far beside a figure a digit that belongs to it can stand
_TOUCHING = 0.1  # how far out of its box a figure's own digits may paint
_PLAIN = 12  # of 255: paper without a mark, however pale, differs less from itself
_INSIDE = 0.5  # share of a word that must stand in a claim's box to belong to it

DIFFERS = "picture_differs"
SECOND_ENGINE = "text_engines_differ"


def look(path: Path, invoice: Invoice, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return what the pictures of a document do not bear out of what was read from its text.

    Raises:
        InputError: The document cannot be opened or a page cannot be drawn.
    """
    claims = claims_of(invoice)
    with open_document(path) as document:
        if document.pdf is None or not document.page_count:
            return ()  # a picture was read from its picture; XML alone has none
        as_a_whole = (*changed_figures(path), *other_views(document))
        return (*as_a_whole, *_findings(document, invoice, claims, Telling(knowledge)))


def _findings(document: Document, invoice: Invoice, claims: Sequence[Claim], telling: Telling) -> Iterator[Finding]:
    pictures = _Pages(document, invoice)
    placed: dict[int, list[Claim]] = {}
    for claim in (_as_printed(pictures, claim) for claim in claims):
        if claim.box is not None and claim.text:
            placed.setdefault(claim.box.page, []).append(claim)
    for page in pictures.numbers:
        doubted = list(_on_page(document, pictures, page, placed.get(page, ())))
        yield from (finding for _, finding in doubted)
        yield from account_for(document, page, placed.get(page, ()), telling, [claim for claim, _ in doubted])
    for claim in claims:
        if claim.box is None and not _seen_anywhere(pictures, claim):
            yield _differs(claim, "")


def _as_printed(pictures: _Pages, claim: Claim) -> Claim:
    """Give a value from XML the words of the page's text in its place: those two were compared before."""
    if claim.printed or claim.box is None:
        return claim
    words = (word for word in pictures.words(claim.box.page) if _shared(word.box, claim.box) >= _INSIDE)
    return replace(claim, text=" ".join(word.text for word in words), printed=True)


def _on_page(
    document: Document, pictures: _Pages, page: int, claims: Sequence[Claim]
) -> Iterator[tuple[Claim, Finding]]:
    if not claims:
        return
    second = _second_reading(document.path, page, pictures.turn(page))
    for claim in claims:
        assert claim.box is not None
        agrees, seen = _seen(pictures, claim, claim.box)
        if not agrees:
            yield claim, _differs(claim, seen)
        elif second is None:
            yield claim, _unread(claim, page)
            second = _SecondReading()
        elif (other := _second_text(second, claim)) is not None:
            yield claim, _engines_differ(claim, other)


class _Pages:
    """The pages of a document as pictures, upright as their words stand; one is kept at a time."""

    def __init__(self, document: Document, invoice: Invoice) -> None:
        if document.pdf is not None:
            document.pdf.init_forms()  # what stands in the fields of a form is seen, and covers what is under it
        self._document = document
        self._sizes = invoice.page_sizes
        self._cells: tuple[int, CellPictures] | None = None
        self._words: dict[int, tuple[Word, ...]] = {}

    @property
    def numbers(self) -> range:
        """The numbers of the pages, from 1."""
        return range(1, self._document.page_count + 1)

    def turn(self, page: int) -> int:
        """Return by how many quarter turns clockwise a page is shown."""
        return self._sizes[page - 1].turn if page <= len(self._sizes) else 0

    def cells(self, page: int) -> CellPictures:
        """Return what cuts cells from a page."""
        if self._cells is None or self._cells[0] != page:
            self._cells = None
            self._cells = (page, self._drawn(page))
        return self._cells[1]

    def words(self, page: int) -> tuple[Word, ...]:
        """Return the words of a page's text layer."""
        if page not in self._words:
            with open_page(self._document, page) as opened:
                content = read_content(opened, page, self._document.limits.page_characters)
            self._words[page] = text_layer(content).page.words if content is not None else ()
        return self._words[page]

    def _drawn(self, page: int) -> CellPictures:
        with open_page(self._document, page) as opened:
            width, height = opened.get_size()
            scale = capped_scale(width, height, _DPI / 72)
            grey = np.ascontiguousarray(np.rot90(render_grey(opened, scale), -self.turn(page)))
        pixels = PagePixels(grey, grey.shape[1] / scale, grey.shape[0] / scale)
        return CellPictures({page: ScannedPage(lambda: pixels, np.diag([scale, scale, 1.0]))})


def _seen(pictures: _Pages, claim: Claim, box: Box) -> tuple[bool, str]:
    """Look at a place, closer and by another reader where the first does not agree; return what was seen first."""
    cells = pictures.cells(box.page)
    wide = cells.cut(box, beside=_WIDER)
    first = second_reader().read([wide])[0].text
    if _stands_alone(pictures, claim, box) and (longer := _goes_on(cells, claim, box)):
        return False, longer
    if _same(claim, first):
        return True, first
    close = cells.cut(box, beside=_CLOSER)
    if _same(claim, second_reader().read([close])[0].text):
        return True, first
    return any(_same(claim, text.text) for text in third_reader().read([wide, close])), first


def _stands_alone(pictures: _Pages, claim: Claim, box: Box) -> bool:
    """Tell whether the text layer has nothing else so near to a figure that it could be read as part of it."""
    reach = _FARTHER * (box.bottom - box.top)
    zone = replace(box, x0=box.x0 - reach, x1=box.x1 + reach)
    near = (word for word in pictures.words(box.page) if _shared(word.box, zone) > 0)
    return claim.printed and claim.value is not None and all(_shared(word.box, box) >= _INSIDE for word in near)


def _goes_on(cells: CellPictures, claim: Claim, box: Box) -> str:
    """Return the figure as two readers see it go on beside where the text has it; empty where it does not.

    A narrow cut parts a digit that was drawn beside it, and what is left of that is read as nothing.
    """
    far = cells.cut(box, beside=_FARTHER)
    if nothing_beside(far):
        return ""
    seen = second_reader().read([far])[0].text
    if not goes_on(claim.text, seen):
        return ""
    return seen if any(goes_on(claim.text, text.text) for text in third_reader().read([far])) else ""


def nothing_beside(far: Pixels) -> bool:
    """Tell whether there is plain paper left and right of a figure, so that no reader has to say that nothing is."""
    height = far.shape[0] / (1 + 2 * MARGIN)
    strip = max(1, round((_FARTHER - _TOUCHING) * height))
    return all(int(side.max()) - int(side.min()) < _PLAIN for side in (far[:, :strip], far[:, -strip:]))


def _same(claim: Claim, text: str) -> bool:
    if claim.words:
        return same_words(claim.text, text)
    if claim.day:
        return same_date(claim.text, text)
    if claim.value is None:
        return same_code(claim.text, text)
    return same_figure(claim.text, text) if claim.printed else same_value(claim.value, text)


def _seen_anywhere(pictures: _Pages, claim: Claim) -> bool:
    """Tell whether a value from XML is seen at any word of the pages that claims to be it, if there are such words."""
    claiming = [word for page in pictures.numbers for word in pictures.words(page) if _same(claim, word.text)]
    return not claiming or any(_seen(pictures, claim, word.box)[0] for word in claiming)


@dataclass(frozen=True, slots=True)
class _SecondReading:
    """A page as the second engine has it; nothing where its characters make no sense or stand turned."""

    words: tuple[Word, ...] = ()
    characters: tuple[Word, ...] = ()


def _second_reading(path: Path, page: int, turn: int) -> _SecondReading | None:
    """Read a page with the second engine; None where it fails."""
    if turn:
        return _SecondReading()
    try:
        found, characters = second_engine.page_text_and_characters(path, page)
        if second_engine.share_garbled(found):
            return _SecondReading()
        return _SecondReading(found.words, characters)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways, each of which is a disagreement
        return None


def _second_text(second: _SecondReading, claim: Claim) -> str | None:
    """Return what the second engine reads in a claim's place where it is something else; None where it agrees."""
    assert claim.box is not None
    box = claim.box
    level = (one for one in second.characters if one.top < box.bottom and one.bottom > box.top)  # the most are not
    inside = [one for one in level if _shared(one.box, box) >= _INSIDE]
    text = "".join(one.text for one in sorted(inside, key=lambda one: one.x0))
    if not second.words or _same(claim, text):
        return None
    # Where it places its words otherwise, the claim must at least stand somewhere on its page.
    return None if any(_same(claim, words) for words in _as_long(claim, second.words)) else text


def _as_long(claim: Claim, words: Sequence[Word]) -> Iterator[str]:
    """Yield the words of a page as many at a time as a date has; of other claims one at a time."""
    length = len(claim.text.split()) if claim.day else 1
    for start in range(len(words) - length + 1):
        yield " ".join(word.text for word in words[start : start + length])


def _shared(word: Box, box: Box) -> float:
    across = min(word.x1, box.x1) - max(word.x0, box.x0)
    down = min(word.bottom, box.bottom) - max(word.top, box.top)
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / max(0.01, (word.x1 - word.x0) * (word.bottom - word.top))


_NAMES: Mapping[str, str] = {
    "invoice_number": "invoice number",
    "po_numbers": "order number",
    "tax_total": "tax",
    "unit_price": "unit price",
    "invoice_date": "invoice date",
    "due_date": "due date",
    "vendor_name": "vendor's name",
    "vendor_tax_id": "vendor's tax id",
    "item_code": "item code",
    "uom": "unit",
}


def _place(claim: Claim) -> str:
    name = _NAMES.get(claim.field, claim.field)
    return f"{name} of line {claim.line_no}" if claim.line_no is not None else name


def _differs(claim: Claim, seen: str) -> Finding:
    shown = f"“{seen}”" if seen.strip() else "nothing that can be read"
    return Finding(
        DIFFERS,
        f"The file's text gives the {_place(claim)} as “{claim.text}”; its picture shows {shown}. Look at the page.",
        field=claim.field,
        line_no=claim.line_no,
    )


def _engines_differ(claim: Claim, other: str) -> Finding:
    read = f"“{other}”" if other else "nothing"
    return Finding(
        SECOND_ENGINE,
        f"Two ways of reading the file differ on the {_place(claim)}: “{claim.text}” and {read}. Look at the page.",
        field=claim.field,
        line_no=claim.line_no,
    )


def _unread(claim: Claim, page: int) -> Finding:
    return Finding(
        SECOND_ENGINE, f"Page {page} cannot be read a second way, so its {_place(claim)} has one witness only."
    )
