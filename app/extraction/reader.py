"""Reads one document from file to invoice; every failure becomes the reading's error. Runs inside a worker process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import EnvironmentFault, InputError
from app.domain.finding import Finding
from app.domain.invoice import Invoice, Reading, ReadingError, Source
from app.extraction.einvoice.files import Found, find_einvoices
from app.extraction.einvoice.printed import PrintedWords
from app.extraction.einvoice.reading import printed_across, with_einvoice
from app.extraction.long_reading import READ_WHOLE, Interpret, LongReading, may_be_parted
from app.extraction.page_notes import PageNotes
from app.extraction.pages.document import Document, open_file
from app.extraction.pages.document_file import take_file
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.evidence import with_shown_places
from app.extraction.pages.oddities import refuse_empty_objects
from app.extraction.pages.read_pages import PageReader, ReadPage
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.files import ProfileFile, load_profiles
from app.extraction.profiles.vendor_detection import detect, named
from app.extraction.reading_options import ReadingOptions
from app.extraction.reading_pictures import look_at_pictures, unread_pictures
from app.extraction.values.words import PageText

if TYPE_CHECKING:
    from app.extraction.profiles.model import Profile
    from app.extraction.scans.cell_pictures import ScannedPage
    from app.extraction.scans.rereading import Heard
    from app.extraction.values.knowledge import Knowledge


class Listener(Protocol):
    """Hears how far the reading of a document is."""

    def page(self, number: int, pages: int) -> None:
        """Hear that a page, counted from 1, comes next."""

    def scan(self, number: int) -> None:
        """Hear that this page needs OCR, which takes longer."""


class PagesOnly:
    """A listener that passes pages on and nothing else."""

    def __init__(self, on_page: Callable[[int, int], None] | None = None) -> None:
        self._on_page = on_page

    def page(self, number: int, pages: int) -> None:
        """Pass it on."""
        if self._on_page is not None:
            self._on_page(number, pages)

    def scan(self, number: int) -> None:
        """Nobody asks."""


_FAILURES = (InputError, EnvironmentFault)


def read_document(
    path: Path, options: ReadingOptions, knowledge: Knowledge, *, listener: Listener | None = None
) -> Reading:
    """Read one file; ``listener`` hears of each page before it is read."""
    begun = time.monotonic()
    work = _Work(path, options, knowledge, listener or PagesOnly())
    try:
        work.run()
        error = None
    except _FAILURES as failure:
        error = ReadingError(failure.code, failure.message, failure.next_step)
    except MemoryError:
        error = too_much_memory(path)
    return Reading(
        file=shown_name(path),
        sha256=work.sha256,
        pages=work.pages,
        seconds=f"{time.monotonic() - begun:.2f}",
        invoice=None if error else work.invoice,
        error=error,
        notes=tuple(work.notes),
    )


def too_much_memory(path: Path) -> ReadingError:
    """Say that a document needs more memory than it may have."""
    return ReadingError(
        "too_much_memory",
        f"{shown_name(path)} needs more memory than one document may use.",
        "Print the file to a new PDF, or ask the vendor for a plain one.",
    )


@dataclass(frozen=True, slots=True)
class _Interpreted:
    """What was made of some pages."""

    pages: tuple[PageText, ...]
    profile: Profile | None
    invoice: Invoice


class _Work:
    """One document on its way; what is known so far stays readable when it fails."""

    def __init__(self, path: Path, options: ReadingOptions, knowledge: Knowledge, listener: Listener) -> None:
        self._path = path
        self._options = options
        self._knowledge = knowledge
        self._listener = listener
        self.sha256 = ""
        self.pages = 0
        self.invoice: Invoice | None = None
        self.notes: list[str] = []
        self._last: _Interpreted | None = None

    def run(self) -> None:
        """Read the document.

        Raises:
            InputError, EnvironmentFault: It cannot be read.
        """
        file = take_file(self._path)  # checked for size and kind before it is worked on
        self.sha256 = file.sha256()
        with open_file(file) as document:
            self.pages = document.page_count
            refuse_empty_objects(document)
            if not document.page_count and not self._options.use_einvoice:
                raise _no_page(self._path)
            found = find_einvoices(document) if self._options.use_einvoice else Found()
            with closing(PageReader(document, self._options.ocr_languages, self._listener.scan)) as reader:
                self.invoice = self._read(document, reader, found)

    def _read(self, document: Document, reader: PageReader, found: Found) -> Invoice:
        """Read all pages at once or, where there are many, block by block."""
        pages = self._read_pages(reader, range(1, min(self.pages, READ_WHOLE) + 1))
        profile = self._streamed(pages)
        if profile is not None:
            return self._interpret_long(document, reader, pages, profile[0], found)
        pages += self._read_pages(reader, range(len(pages) + 1, self.pages + 1))
        return self._interpret(document, reader, pages, found)

    def _read_pages(self, reader: PageReader, numbers: Iterable[int]) -> list[ReadPage]:
        return list(self._each_page(reader, numbers))

    def _each_page(self, reader: PageReader, numbers: Iterable[int]) -> Iterator[ReadPage]:
        for number in numbers:
            self._listener.page(number, self.pages)
            yield reader.read(number)

    def _streamed(self, first: Sequence[ReadPage]) -> tuple[ProfileFile | None] | None:
        """Return the profile under which a long document is read block by block; None where it is read as a whole.

        A profile that speaks of the last page needs all of them at once.
        """
        if self.pages <= READ_WHOLE:
            return None
        chosen = self._detection([page.text for page in first])[0]
        return (chosen,) if may_be_parted(chosen.profile if chosen is not None else None) else None

    def _first_invoice(self, pages: Sequence[ReadPage]) -> Invoice:
        texts = [page.text for page in pages]
        chosen = self._detection(texts)[0]
        return self._invoice_on(texts, chosen.profile if chosen else None)

    def _interpret(self, document: Document, reader: PageReader, read: Sequence[ReadPage], found: Found) -> Invoice:
        looked = look_at_pictures(read, self._first_invoice, partial(reader.read, pictures_too=True))
        notes = PageNotes(self._knowledge)
        for page in looked.pages:
            notes.add(page)
        texts = self._read_twice(looked.pages, notes.hear)
        invoice, used = self._read_with_profile(texts)
        invoice = with_einvoice(found, invoice, PrintedWords(texts), self._knowledge)
        return _whole(invoice, found, used, notes, (*notes.findings(document), *looked.findings))

    def _interpret_long(
        self,
        document: Document,
        reader: PageReader,
        first: list[ReadPage],
        chosen: ProfileFile | None,
        found: Found,
    ) -> Invoice:
        """Read the rest of a long document page by page; what is held grows with its lines alone."""
        self._profile([page.text for page in first])
        notes = PageNotes(self._knowledge)
        printed = printed_across(found)

        def settle(texts: Sequence[PageText], scans: Mapping[int, ScannedPage], interpret: Interpret) -> list[PageText]:
            settled = _read_twice(texts, scans, interpret, notes.hear)
            for text in settled if found.invoices else ():
                printed.add(text)
            return settled

        reading = LongReading(self._knowledge, chosen.profile if chosen is not None else None, settle)
        rest = range(len(first) + 1, self.pages + 1)
        for page in chain(_emptied(first), self._each_page(reader, rest)):
            notes.add(page)
            reading.add(page.text, page.scan)
        invoice = reading.finish(notes.sizes, notes.source)
        used = chosen if chosen is not None and invoice.profile == chosen.profile.id else None
        if chosen is not None and used is None:
            self._better_without(chosen)
        unread = unread_pictures(invoice, notes.showing_more)
        invoice = with_einvoice(found, invoice, printed, self._knowledge)
        return _whole(invoice, found, used, notes, (*notes.findings(document), *unread))

    def _read_twice(self, pages: Sequence[ReadPage], heard: Heard) -> list[PageText]:
        """Return the texts of the pages, those of scans after a second reading of what the first left open."""
        texts = [page.text for page in pages]
        scans = {page.text.number: page.scan for page in pages if page.scan is not None}
        if not scans:
            return texts
        chosen = self._detection(texts)[0]
        return _read_twice(texts, scans, partial(self._invoice_on, profile=chosen.profile if chosen else None), heard)

    def _read_with_profile(self, texts: Sequence[PageText]) -> tuple[Invoice, ProfileFile | None]:
        """Read with the profile that fits, and tell whether it counted: profiles are tried, never trusted."""
        chosen = self._profile(texts)
        profile = chosen.profile if chosen is not None else None
        invoice = self._invoice_on(texts, profile)
        if profile is not None and invoice.profile != profile.id:
            assert chosen is not None
            self._better_without(chosen)
            return invoice, None
        return invoice, chosen

    def _better_without(self, chosen: ProfileFile) -> None:
        name = chosen.profile.id
        self.notes.append(f"The profile {name} fits the vendor, but the figures close better without it.")

    def _invoice_on(self, pages: Sequence[PageText], profile: Profile | None) -> Invoice:
        """Interpret these pages; where they are those of the last time, its result stands."""
        last = self._last
        if last is None or last.profile is not profile or not _the_same(last.pages, pages):
            invoice = read_invoice(pages, knowledge=self._knowledge, profile=profile)
            last = self._last = _Interpreted(tuple(pages), profile, invoice)
        return last.invoice

    def _profile(self, texts: Sequence[PageText]) -> ProfileFile | None:
        chosen, reasons = self._detection(texts)
        self.notes.extend(reasons)
        return chosen

    def _detection(self, texts: Sequence[PageText]) -> tuple[ProfileFile | None, tuple[str, ...]]:
        """Return the profile that fits, and why; or why none does."""
        if not self._options.use_profiles:
            return None, ()
        profiles, broken = load_profiles([Path(folder) for folder in self._options.profile_folders])
        asked = self._options.profile
        detection = detect(texts, profiles) if asked is None else named(profiles, asked)
        if asked is not None and detection.chosen is None:
            raise InputError(
                "no_such_profile",
                f"There is no usable profile {asked}.",
                next_step="See which there are with: tieout profiles list.",
            )
        return detection.chosen, (*map(str, broken), *detection.reasons)


def _the_same(some: Sequence[PageText], others: Sequence[PageText]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _no_page(path: Path) -> InputError:
    return InputError(
        "no_page",
        f"{shown_name(path)} is an electronic invoice without a page, and only pages are to be read.",
        next_step="Read it with electronic invoices switched on.",
    )


def _read_twice(
    texts: Sequence[PageText], scans: Mapping[int, ScannedPage], interpret: Interpret, heard: Heard
) -> list[PageText]:
    """Return pages after a second reading of what the first left open on those that were scanned."""
    if not scans or not any(text.words for text in texts):
        return list(texts)
    from app.extraction.scans.second_reader import second_reader, third_reader
    from app.extraction.scans.second_reading import read_twice

    return read_twice(texts, scans, interpret, (second_reader(), third_reader()), heard)


def _whole(
    invoice: Invoice, found: Found, used: ProfileFile | None, notes: PageNotes, findings: Iterable[Finding]
) -> Invoice:
    """Return an invoice with what is known of its document: places as shown, source, profile, pages, findings."""
    source = notes.source
    if invoice.source is Source.EINVOICE:
        source = invoice.source
        if found.invoices[0].lines:
            used = None  # a profile is named only where it counted, and nothing here was taken by one
    return replace(
        with_shown_places(invoice, notes.placements),
        source=source,
        profile=used.profile.id if used is not None else None,
        profile_hash=used.sha256 if used is not None else None,
        page_sizes=tuple(notes.sizes),
        findings=(*invoice.findings, *findings, *notes.said_against(invoice)),
    )


def _emptied(pages: list[ReadPage]) -> Iterator[ReadPage]:
    """Yield pages in their order and take each out of the list, so that nobody holds it any longer."""
    pages.reverse()
    while pages:
        yield pages.pop()
