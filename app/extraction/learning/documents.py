"""Learning from a document and trying a profile on one, from file to result; runs inside a worker process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import EnvironmentFault, InputError
from app.domain.invoice import Invoice, Reading, ReadingError
from app.domain.record import from_record
from app.extraction.learning.messages import (
    LearnedProfile,
    TriedProfile,
    learned_answer,
    profile_from_text,
    tried_answer,
    words_answer,
)
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.pages.document import Document, open_document
from app.extraction.pages.document_kind import document_kind, file_hash, shown_name
from app.extraction.pages.read_pages import PageReader
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.files import ProfileFile, load_profiles
from app.extraction.profiles.model import Profile
from app.extraction.profiles.vendor_detection import detect
from app.extraction.reader import Listener
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.words import PageText

if TYPE_CHECKING:
    from app.extraction.values.knowledge import Knowledge

_MOST_PAGES = 60
_MOST_WORDS = 6_000  # each is read some sixteen times over


def learn_document(
    path: Path,
    options: ReadingOptions,
    knowledge: Knowledge,
    *,
    read: Invoice,
    corrected: Invoice,
    profile_id: str,
    listener: Listener,
) -> LearnedProfile:
    """Learn from one document.

    Raises:
        InputError, EnvironmentFault: The document cannot be read, or is too long to be learned from.
    """
    pages = _pages(path, options, listener)
    existing = next((file.profile for file in _profiles(options) if file.profile.id == profile_id), None)
    return learn_profile(pages, read, corrected, knowledge=knowledge, existing=existing, profile_id=profile_id)


def try_document(
    path: Path, options: ReadingOptions, knowledge: Knowledge, profile: Profile, *, listener: Listener
) -> TriedProfile:
    """Read one document with the profiles there are, and with this one among them; a failure is in the readings."""
    try:
        pages = _pages(path, options, listener)
        sha256 = file_hash(path)
    except (InputError, EnvironmentFault) as failure:
        error = ReadingError(failure.code, failure.message, failure.next_step)
        failed = Reading(shown_name(path), "", 0, "0", error=error)
        return TriedProfile(failed, failed)
    present = _profiles(options)
    proposed = ProfileFile(profile, path, "")
    then = (*(file for file in present if file.profile.id != profile.id), proposed)
    return TriedProfile(
        *(_reading(path, sha256, pages, profiles, knowledge) for profiles in (present, then)),
    )


def _reading(
    path: Path, sha256: str, pages: Sequence[PageText], profiles: Sequence[ProfileFile], knowledge: Knowledge
) -> Reading:
    detection = detect(pages, profiles)
    profile = detection.chosen.profile if detection.chosen is not None else None
    invoice = read_invoice(pages, knowledge=knowledge, profile=profile)
    return Reading(shown_name(path), sha256, len(pages), "0", invoice=invoice, notes=detection.reasons)


def _pages(path: Path, options: ReadingOptions, listener: Listener) -> list[PageText]:
    document_kind(path)  # size and kind, before a byte of it is worked on
    with open_document(path) as document, _reader(document, options, listener) as reader:
        if document.page_count > _MOST_PAGES:
            raise InputError(
                "too_long_to_learn",
                f"{shown_name(path)} has {document.page_count} pages; a profile is learned from at most {_MOST_PAGES}.",
                next_step="Learn from a shorter invoice of the same vendor.",
            )
        if not document.page_count:
            raise InputError(
                "no_page",
                f"{shown_name(path)} has no page; a profile says how pages are read.",
                next_step="Learn from an invoice with pages.",
            )
        pages = []
        for number in range(1, document.page_count + 1):
            listener.page(number, document.page_count)
            pages.append(reader.read(number).text)
        _check_length(path, pages)
        return pages


def _reader(document: Document, options: ReadingOptions, listener: Listener) -> closing[PageReader]:
    return closing(PageReader(document, options.ocr_languages, listener.scan))


def _check_length(path: Path, pages: Sequence[PageText]) -> None:
    words = sum(len(page.words) for page in pages)
    if words > _MOST_WORDS:
        raise InputError(
            "too_long_to_learn",
            f"{shown_name(path)} has {words} words; a profile is learned from and tried on at most {_MOST_WORDS}.",
            next_step="Learn from a shorter invoice of the same vendor.",
        )


def _profiles(options: ReadingOptions) -> tuple[ProfileFile, ...]:
    return load_profiles([Path(folder) for folder in options.profile_folders])[0] if options.use_profiles else ()


def answer_learning(request: Mapping[str, Any], knowledge: Knowledge, listener: Listener) -> dict[str, Any]:
    """Do what a message of learning asks; runs in the worker.

    Raises:
        InputError, EnvironmentFault: The document cannot be learned from.
    """
    path, options = Path(request["path"]), from_record(ReadingOptions, request["options"])
    if request["do"] == "learn":
        read, corrected = from_record(Invoice, request["read"]), from_record(Invoice, request["corrected"])
        learned = learn_document(
            path, options, knowledge, read=read, corrected=corrected, profile_id=request["profile"], listener=listener
        )
        return learned_answer(learned)
    if request["do"] == "words":
        return words_answer([word for page in _pages(path, options, listener) for word in page.words])
    tried = try_document(path, options, knowledge, profile_from_text(request["profile"]), listener=listener)
    return tried_answer(tried)
