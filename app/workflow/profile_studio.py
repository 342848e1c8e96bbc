"""What the profile studio does with stored invoices: read one anew with a changed profile, try it on all, save it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from app.domain.case import Document
from app.domain.errors import EnvironmentFault, InputError, ProfileError
from app.domain.invoice import Invoice, Reading
from app.domain.money import plain
from app.domain.provenance import Box, Certainty, Extracted
from app.extraction.learning.messages import TriedProfile
from app.extraction.profiles.files import ProfileFile, load_profiles
from app.extraction.profiles.model import Profile
from app.extraction.profiles.samples import expected_json, save_expected
from app.extraction.values.words import Word
from app.shipped_files import profiles_path
from app.workflow.ports import CancelToken, Progress
from app.workflow.profile_edit import empty_profile
from app.workflow.profile_learning import ProfileReaders, StoredTrial, known_id, new_id, of_same_vendor
from app.workflow.profiles import compare_readings, profile_folder, save_checked
from app.workflow.services import Services

_MOST_TRIALS = 60
_HEADER = (
    "invoice_number", "invoice_date", "due_date", "vendor_name", "vendor_tax_id", "currency", "subtotal", "tax_total",
    "total", "credits_invoice",
)  # fmt: skip
_LINE = ("item_code", "description", "quantity", "uom", "unit_price", "discount", "amount", "po_number", "po_line")


@runtime_checkable
class StudioReaders(ProfileReaders, Protocol):
    """Readers that also tell the words of a document."""

    def words(self, path: Path) -> Future[tuple[Word, ...]]:
        """Return the words of every page with their places."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """One value that was read: whose it is (line 0: the whole invoice), which field, and where it stands.

    ``is_figure``: a number or a day, which each desk writes in its own signs.
    """

    line: int
    field: str
    value: str
    raw: str
    certainty: Certainty
    box: Box | None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """An invoice opened in the studio, with the profile that is to be changed and the words of its pages.

    ``unusable`` says of each profile on file that cannot be used what is wrong with it.
    """

    document: Document
    profile: Profile
    known: bool
    words: tuple[Word, ...]
    unusable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudioReading:
    """A stored invoice as it is read today and as it would be read with the profile."""

    today: Reading
    then: Reading
    used: bool

    @property
    def holding(self) -> tuple[int, int]:
        """How many of the document's sums hold today, and then."""
        return _holding(self.today), _holding(self.then)


def open_sample(services: Services, document_id: int) -> Sample:
    """Open a stored invoice with the profile that knows its vendor, or with an empty one.

    Raises:
        InputError: It was not read, nothing says who its vendor is, or it has no page.
    """
    readers = _readers(services)
    document = services.store.document(document_id)
    invoice = document.invoice or document.reading.invoice
    if invoice is None:
        raise InputError(
            "nothing_to_read",
            f"{document.reading.file} could not be read, so no profile can be made from it.",
            next_step="Choose an invoice that was read.",
        )
    known, broken = load_profiles([profiles_path(), profile_folder(services)])
    profile_id = invoice.profile or known_id(invoice.header, known) or new_id(invoice.header)
    present = next((file.profile for file in known if file.profile.id == profile_id), None)
    words = readers.words(services.store.file_of(document_id)).result()
    profile = present or empty_profile(profile_id, invoice.header)
    return Sample(document, profile, present is not None, words, tuple(map(str, broken)))


def read_with(services: Services, document_id: int, profile: Profile) -> StudioReading:
    """Read a stored invoice in a worker, today's way and with this profile; nothing is stored."""
    tried = _readers(services).try_profile(services.store.file_of(document_id), profile).result()
    return _studio_reading(tried, profile)


def try_everywhere(
    services: Services,
    document: Document,
    profile: Profile,
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[StoredTrial, ...]:
    """Read all stored invoices of the vendor with the profile, this one first, and say what would change on each."""
    readers = _readers(services)
    ids = list(dict.fromkeys([document.document_id, *of_same_vendor(services, document)]))[:_MOST_TRIALS]
    found: list[StoredTrial] = []
    for done, number in enumerate(ids):
        if cancel is not None and cancel.cancelled:
            break
        stored = services.store.document(number)
        if progress:
            progress.step(done, len(ids), stored.reading.file)
        tried = readers.try_profile(services.store.file_of(number), profile).result()
        trial = compare_readings(stored.reading.file, tried.today, tried.then, profile.id)
        found.append(StoredTrial(number, trial))
    if progress:
        progress.step(len(ids), len(ids), "")
    return tuple(found)


def save_from_studio(
    services: Services, sample: Sample, profile: Profile, expected: Invoice, trials: Sequence[StoredTrial], reason: str
) -> ProfileFile:
    """Save a profile with its journal entry and, beside it, what its sample is expected to hold.

    Raises:
        ProfileError: ``profile_reads_worse`` (sums that hold today would not hold any more), ``no_reason``, or
            faults of the profile itself.
        EnvironmentFault: The workspace cannot be written.
    """
    worse = tuple(stored.trial.file for stored in trials if stored.worse)
    if worse:
        raise ProfileError(
            "profile_reads_worse",
            f"The profile {profile.id} is not saved: with it fewer sums hold on {', '.join(worse)}.",
            next_step="Change the rule that does it, and try again.",
        )
    if not reason.strip():
        raise ProfileError(
            "no_reason", "The profile is not saved: no reason was given.", next_step="Say in a few words why."
        )
    version = sample.profile.version + 1 if sample.known else 1
    reading = sample.document.reading
    saved = save_checked(
        services, replace(profile, version=version), reason=reason.strip(), learned_from=sample.document.document_id
    )
    save_expected(saved.path.parent, expected_json(reading.file, reading.sha256, expected))
    return saved


def values_of(invoice: Invoice | None) -> tuple[ReadValue, ...]:
    """Lay out what was read, value by value: the header, then the lines, then the charges."""
    if invoice is None:
        return ()
    header = [(name, getattr(invoice.header, name)) for name in _HEADER]
    header += [("po_number", number) for number in invoice.header.po_numbers]
    found = [_value(0, name, value) for name, value in header if value is not None]
    for line in invoice.lines:
        cells = ((name, getattr(line, name)) for name in _LINE)
        found += [_value(line.line_no, name, value) for name, value in cells if value is not None]
    found += [_value(0, charge.kind.value, charge.amount) for charge in invoice.charges]
    return tuple(found)


def _value(line: int, name: str, value: Extracted[Any]) -> ReadValue:
    figure = isinstance(value.value, Decimal | date)
    shown = plain(value.value) if isinstance(value.value, Decimal) else str(value.value)
    return ReadValue(line, name, shown, value.raw or "", value.certainty, value.box, is_figure=figure)


def _studio_reading(tried: TriedProfile, profile: Profile) -> StudioReading:
    used = tried.then.invoice is not None and tried.then.invoice.profile == profile.id
    return StudioReading(tried.today, tried.then, used)


def _holding(reading: Reading) -> int:
    return sum(check.holds for check in reading.invoice.checks) if reading.invoice else 0


def _readers(services: Services) -> StudioReaders:
    readers = services.readers
    if not isinstance(readers, StudioReaders):
        raise EnvironmentFault("cannot_learn", "These readings were given and not read, so no profile can be made.")
    return readers
