"""What is noted of the pages of a document while they are read, and what is said of them at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.finding import SHOWS_MORE, Finding, Severity
from app.domain.invoice import Invoice, PageSize, Source
from app.domain.provenance import Box, Method
from app.extraction.carried_papers import carried_papers
from app.extraction.header.paper_kind import copy_aslant, stamp, stamp_aslant
from app.extraction.pages.aslant import laid_out, texts_stacked
from app.extraction.pages.document import Document
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.evidence import Rows
from app.extraction.pages.oddities import active_content, unseen_signs
from app.extraction.pages.read_pages import ReadPage
from app.extraction.scans.two_pages import shows_two_pages
from app.extraction.statements.amounts_said import amounts_in
from app.extraction.statements.disguised import disguised_statements
from app.extraction.statements.findings import page_findings, statement_findings
from app.extraction.statements.kinds import Said
from app.extraction.statements.page_count import counted, goes_on, missing_pages
from app.extraction.statements.statements import Statement, read_statements, statements_aslant, untaxed
from app.extraction.sums.before_tax import unexplained_before_tax
from app.extraction.sums.conditional_discounts import conditional_discounts
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import PageText
from app.extraction.witness.revisions import changed_figures_in

if TYPE_CHECKING:
    from app.extraction.scans.pen import ByHand
    from app.extraction.scans.stray_print import Stray
    from app.extraction.witness.by_hand import Penned

_MOST_STATEMENTS = 200  # of a long document
_LONGEST_NOTE = 120
_DAY = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[. ]+(?:0?[1-9]|1[0-2])[. ]+20\d\d(?!\d)")
_ACROSS = 36.0  # points: a "COPY" so high is a watermark; a clerk's own stamp is lower


@dataclass(slots=True)
class PageNotes:
    """Small values of the pages that were read; their words are not among them."""

    knowledge: Knowledge
    sizes: list[PageSize] = field(default_factory=list)
    placements: dict[int, Rows] = field(default_factory=dict)
    showing_more: list[int] = field(default_factory=list)
    _hiding: list[int] = field(default_factory=list)
    _methods: set[Method] = field(default_factory=set)
    _unseen: Finding | None = None
    _stamp: str = ""
    _copy: str = ""
    _note: tuple[int, str] = (0, "")
    _crowded: bool = False
    _unread: list[int] = field(default_factory=list)
    _double: list[int] = field(default_factory=list)
    _statements: list[Statement] = field(default_factory=list)
    _counts: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    _going_on: str = ""
    _untaxed: bool = False
    _shown: Stray | None = None
    _unread_stamp: Box | None = None
    _penned: list[Penned] = field(default_factory=list)
    _as_added: dict[int, int] = field(default_factory=dict)

    def add(self, page: ReadPage) -> None:
        """Take note of the next page."""
        number = page.text.number
        same = bool(self.sizes) and self.sizes[-1] == page.size
        self.sizes.append(self.sizes[-1] if same else page.size)
        if page.placement is not None:
            self.placements[number] = page.placement
        if page.hides_text:
            self._hiding.append(number)
        if page.unread:
            self._unread.append(number)
        if shows_two_pages(page.text):
            self._double.append(number)
        if page.may_show_more:
            self.showing_more.append(number)
        self._crowded = self._crowded or page.crowded
        if page.note and not self._note[1]:
            self._note = (number, page.note[:_LONGEST_NOTE])
        self._methods.update(word.method for word in page.text.words)
        self._stamp = self._stamp or stamp(page.text, self.knowledge) or stamp_aslant(page.aslant, self.knowledge)
        self._copy = self._copy or copy_aslant(page.aslant, self.knowledge)
        self._unseen = self._unseen or next(unseen_signs([page.text]), None)
        if len(self._statements) < _MOST_STATEMENTS:
            said = [*read_statements(page.text), *_said_aslant(page)]
            self._statements.extend(said)
            self._statements.extend(disguised_statements(page.text, {one.said for one in said}, self.knowledge))
        self._counts[number] = counted(page.text)
        self._going_on = goes_on(page.text)
        self._untaxed = self._untaxed or untaxed(page.text)
        if page.scan is not None:
            self._as_added[number] = hash(page.text.words)

    def hear(self, page: PageText, found: Sequence[Stray], by_hand: ByHand) -> None:
        """Take note of what is printed on a scanned page apart from its rows, and written on it by hand."""
        if by_hand.writings or by_hand.struck:
            from app.extraction.witness.by_hand import penned

            self._penned.append(penned(page, by_hand))
        if self._as_added.get(page.number) != hash(page.words):
            self._hear_again(page)
        if not found:
            return
        from app.extraction.witness.beside_rows import new_texts, shown_against

        self._unread_stamp = self._unread_stamp or next((one.box for one in found if not one.text), None)
        texts = new_texts(page, found)
        if texts and len(self._statements) < _MOST_STATEMENTS:
            self._statements.extend(statements_aslant(laid_out(0, texts)))
        self._shown = self._shown or shown_against(page, found, self.knowledge)
        across = [one.text for one in found if one.sure and not one.level and one.high >= _ACROSS]
        self._copy = self._copy or copy_aslant(across, self.knowledge)

    def _hear_again(self, page: PageText) -> None:
        """Take note of what only the second reading of a page tells: a word of a stamp that was misread at first."""
        self._stamp = self._stamp or stamp(page, self.knowledge)
        if len(self._statements) < _MOST_STATEMENTS:
            known = {(one.said, one.words) for one in self._statements}
            again = (one for one in read_statements(page) if not _is_of_a_day(one))
            self._statements.extend(one for one in again if (one.said, one.words) not in known)

    @property
    def source(self) -> Source:
        """What the words of the pages were read from."""
        if len(self._methods) > 1:
            return Source.MIXED
        return Source.OCR if Method.OCR in self._methods else Source.TEXT

    def said_against(self, invoice: Invoice) -> Iterator[Finding]:
        """Yield what the pages say against paying the invoice that was read from them, and which are missing."""
        yield from statement_findings(self._statements, invoice, untaxed=self._untaxed)
        if not self._untaxed:
            yield from unexplained_before_tax(invoice)
        yield from conditional_discounts(invoice)
        yield from page_findings(missing_pages(self._counts), len(self._counts), self._going_on)
        if self._penned:
            from app.extraction.witness.by_hand import pen_findings

            yield from pen_findings(self._penned, invoice)

    def findings(self, document: Document) -> Iterator[Finding]:
        """Yield what is to be said of the document as a file.

        Raises:
            InputError: ``too_large``: it has no text, and is drawn in more pieces than are looked at.
        """
        name = shown_name(document.path)
        if not document.complete:
            yield Finding("cut_off_file", f"{name} was cut off or repaired; pages or lines may be missing.")
        if self._hiding:
            numbers = ", ".join(map(str, self._hiding))
            where = f"Page {numbers} has" if len(self._hiding) == 1 else f"Pages {numbers} have"
            message = f"{where} text in the file that nobody can see. What is seen was read, not that text."
            yield Finding("hidden_text", message, Severity.NOTE)
        if self._unread:
            numbers = ", ".join(map(str, self._unread))
            yield Finding("page_unread", f"Page {numbers} shows a picture that could not be read. Look at it.")
        if self._double:
            numbers = ", ".join(map(str, self._double))
            message = f"Page {numbers} shows two pages side by side, whose lines may be mixed. Scan them one by one."
            yield Finding("two_pages_on_one", message)
        yield from active_content(document)
        yield from carried_papers(document, self.knowledge)
        if document.pdf is not None:
            yield from changed_figures_in(document.file.content())
        if self._stamp:
            yield Finding("not_an_invoice", f"“{self._stamp}” stands large on a page: it may not be one to pay.")
        if self._copy:
            message = f"The page calls itself “{self._copy}”: see whether the invoice was taken in or paid before."
            yield Finding("copy_of_invoice", message, field="invoice_number")
        where_noted, note = self._note
        if note:
            message = f"Page {where_noted} bears a note that is no part of the page (“{note}”): read it before paying."
            yield Finding("note_on_page", message)
        if self._unread_stamp is not None:
            number = self._unread_stamp.page
            message = (
                f"A stamp lies over print on page {number}, and nothing usual could be read of it. Look at the page."
            )
            yield Finding(SHOWS_MORE, message, box=self._unread_stamp)
        if self._shown is not None:
            shown, place = self._shown.text[:_LONGEST_NOTE], self._shown.box
            message = f"Page {place.page} shows “{shown}”, which stands in none of its rows. Look at the page."
            yield Finding(SHOWS_MORE, message, box=place)
        if self._unseen is not None:
            yield self._unseen
        if self._crowded and not self._methods:
            raise InputError(
                "too_large",
                f"{name} has no text, and is drawn in more pieces than can be read.",
                next_step="Print the file to a new PDF, or ask the vendor for a plain one.",
            )
        if self.sizes and not self._methods:
            yield Finding("no_text", f"No text could be found in {name}.")


def _is_of_a_day(one: Statement) -> bool:
    """Tell whether what seems to be an amount is a stamped day that lost a point: "18.11 2026 Gelieve te betalen"."""
    if one.said not in {Said.OTHER_SUM, Said.OWED} or not _DAY.search(one.words):
        return False
    return next(amounts_in(_DAY.sub(" ", one.words)), None) is None


def _said_aslant(page: ReadPage) -> Iterator[Statement]:
    """Yield what a page says in texts that are in none of its rows; its lines do not stand where these are laid out."""
    texts = (*page.aslant, *texts_stacked(page.text))
    return statements_aslant(laid_out(0, texts)) if texts else iter(())
