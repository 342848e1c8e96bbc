"""A profile learned from an invoice a clerk put right: proposed, tried on the vendor's stored invoices, then saved.

Nothing is saved before somebody agrees, and nothing that makes a stored invoice add up worse is saved at all (S2.172).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.domain.case import Document, QueueFilter, QueueRow
from app.domain.company_words import COMMON_TO_ALL
from app.domain.errors import ConflictError, EnvironmentFault, InputError, ProfileError
from app.domain.invoice import Invoice, InvoiceHeader
from app.extraction.learning.messages import LearnedProfile, TriedProfile
from app.extraction.profiles.files import ProfileFile, load_profiles
from app.extraction.profiles.model import Profile
from app.extraction.profiles.samples import expected_json, save_expected
from app.extraction.values.text_keys import squeeze, words_of
from app.workflow.profiles import ProfileTrial, compare_readings, profile_folder, save_checked
from app.workflow.services import Services

_MOST_TRIALS = 60
_COUNTRIES = {"USD": "us", "GBP": "gb", "CAD": "ca", "AUD": "au", "CHF": "ch", "MXN": "mx", "NZD": "nz"}
_NO_COUNTRY = "xx"
_COUNTRY_PREFIX = re.compile(r"([A-Z]{2})[0-9A-Z]*[0-9]")


@runtime_checkable
class ProfileReaders(Protocol):
    """Readers that learn and try profiles outside this process."""

    def learn(self, path: Path, read: Invoice, corrected: Invoice, profile_id: str) -> Future[LearnedProfile]:
        """Learn a profile from one document that was put right."""

    def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
        """Read a document as the desk does today and as it would with this profile."""


@dataclass(frozen=True, slots=True)
class StoredTrial:
    """What the profile changes on one stored document."""

    document_id: int
    trial: ProfileTrial

    @property
    def worse(self) -> bool:
        """Tell whether fewer of the document's sums hold with the profile."""
        return not self.trial.error and self.trial.holding_with < self.trial.holding_without


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that somebody may accept.

    Attributes:
        document_id: The document it was learned from.
        document_version: The version which that had.
        profile: What was learned.
        reasons: For each rule, in plain words, what speaks for it.
        missed: What it still reads otherwise than the clerk says.
        trials: What it would change on the vendor's stored invoices (this document is the first).
        replaces: The version of the profile it takes the place of; None for a new one.
    """

    document_id: int
    document_version: int
    profile: Profile
    reasons: tuple[str, ...]
    missed: tuple[str, ...]
    trials: tuple[StoredTrial, ...]
    replaces: int | None

    @property
    def holding_before(self) -> int:
        """Count the sums that hold on all these documents today."""
        return sum(stored.trial.holding_without for stored in self.trials)

    @property
    def holding_after(self) -> int:
        """Count the sums that would hold with the profile."""
        return sum(stored.trial.holding_with for stored in self.trials)


def propose(services: Services, document_id: int, *, folders: Sequence[Path] = ()) -> Proposal:
    """Learn from a stored document and try the profile on all stored invoices of its vendor; nothing is stored.

    Args:
        services: The desk.
        document_id: A document whose values are right now (read, or corrected by a person).
        folders: Further folders with profiles (those shipped with the program), before the desk's own.

    Raises:
        InputError: There is no such document, it has no reading, or it cannot be learned from.
    """
    readers = _learning(services)
    document = services.store.document(document_id)
    read, right = document.reading.invoice, document.invoice
    if read is None or right is None:
        raise InputError(
            "nothing_to_learn",
            f"{document.reading.file} could not be read, so nothing can be learned from it.",
            next_step="Choose an invoice that was read, and correct what is wrong on it first.",
        )
    known, _ = load_profiles([*folders, profile_folder(services)])
    profile_id = read.profile or known_id(right.header, known) or new_id(right.header)
    learned = readers.learn(services.store.file_of(document_id), read, right, profile_id).result()
    before = next((file.profile for file in known if file.profile.id == profile_id), None)
    return Proposal(
        document_id,
        document.version,
        learned.profile,
        learned.reasons,
        learned.missed,
        _trials(services, readers, document, learned.profile),
        before.version if before is not None else None,
    )


def would_have_avoided(proposal: Proposal) -> bool:
    """Tell whether a proposed profile reads its document as the person says it is, and none of the others worse."""
    if proposal.missed or not proposal.trials or any(stored.worse for stored in proposal.trials):
        return False
    own = proposal.trials[0].trial
    return own.used and bool(own.differences) and not own.error


def accept(services: Services, proposal: Proposal) -> ProfileFile:
    """Save a proposed profile with its journal entry and, beside it, what its document is expected to hold.

    Raises:
        ProfileError: ``profile_reads_worse``: sums that hold today would not hold any more.
        ConflictError: The document was changed since the profile was proposed.
        EnvironmentFault: The workspace cannot be written.
    """
    worse = tuple(stored.trial.file for stored in proposal.trials if stored.worse)
    if worse:
        raise ProfileError(
            "profile_reads_worse",
            f"The profile {proposal.profile.id} is not saved: with it fewer sums hold on {', '.join(worse)}.",
            next_step="Learn from another invoice of this vendor, or write the rule by hand and try it.",
        )
    document = services.store.document(proposal.document_id)
    if document.version != proposal.document_version or document.invoice is None:
        raise ConflictError(
            "document_changed",
            f"{document.reading.file} was changed since the profile was proposed; nothing was saved.",
            next_step="Let the profile be learned again.",
        )
    reason = f"Learned from {document.reading.file}: {' '.join(proposal.reasons)}"
    saved = save_checked(services, proposal.profile, reason=reason, learned_from=proposal.document_id)
    save_expected(saved.path.parent, expected_json(document.reading.file, document.reading.sha256, document.invoice))
    return saved


def _learning(services: Services) -> ProfileReaders:
    readers = services.readers
    if not isinstance(readers, ProfileReaders):
        raise EnvironmentFault("cannot_learn", "These readings were given and not read, so nothing can be learned.")
    return readers


def _trials(
    services: Services, readers: ProfileReaders, document: Document, profile: Profile
) -> tuple[StoredTrial, ...]:
    """Try the profile on the vendor's stored documents, this one first, then the newest."""
    ids = list(dict.fromkeys([document.document_id, *of_same_vendor(services, document)]))[:_MOST_TRIALS]
    running = [(number, _begun(services, readers, number, profile)) for number in ids]
    return tuple(_trial(services, number, outcome, profile) for number, outcome in running)


def of_same_vendor(services: Services, document: Document) -> list[int]:
    """Return the stored documents of a vendor: by its number in the master data, and by its printed name."""
    found: list[QueueRow] = []
    if document.match is not None and document.match.vendor_id is not None:
        found += services.store.queue(QueueFilter(vendor_id=document.match.vendor_id, descending=True))
    name = document.invoice.header.vendor_name if document.invoice is not None else None
    if name is not None and squeeze(name.value):
        rows = services.store.queue(QueueFilter(text=name.value, descending=True))
        found += [row for row in rows if squeeze(row.vendor_name) == squeeze(name.value)]
    keeper = services.store.keeper
    if not keeper.deletions():
        return [row.document_id for row in found]
    return [row.document_id for row in found if keeper.deleted_document(row.document_id) is None]


def _begun(services: Services, readers: ProfileReaders, number: int, profile: Profile) -> Future[TriedProfile]:
    """Begin to try the profile on one document; a stored file that is gone fails its own trial alone."""
    try:
        return readers.try_profile(services.store.file_of(number), profile)
    except InputError as failure:
        failed: Future[TriedProfile] = Future()
        failed.set_exception(failure)
        return failed


def _trial(services: Services, number: int, outcome: Future[TriedProfile], profile: Profile) -> StoredTrial:
    name = services.store.document(number).reading.file
    try:
        tried = outcome.result()
    except InputError as failure:
        error = f"{failure.message} {failure.next_step}".strip()
        return StoredTrial(number, ProfileTrial(name, (), 0, 0, used=False, error=error))
    return StoredTrial(number, compare_readings(name, tried.today, tried.then, profile.id))


def known_id(header: InvoiceHeader, known: Sequence[ProfileFile]) -> str | None:
    """Return the profile that already knows this vendor by its tax id or its name."""
    tax = squeeze(header.vendor_tax_id.value) if header.vendor_tax_id is not None else ""
    name = squeeze(header.vendor_name.value) if header.vendor_name is not None else ""
    for file in known:
        by = file.profile.recognition
        if tax and tax in {squeeze(tax_id) for tax_id in by.tax_ids}:
            return file.profile.id
    named = (file.profile for file in known if name)
    return next((p.id for p in named if name in {squeeze(n) for n in (p.vendor_name, *p.recognition.names)}), None)


def new_id(header: InvoiceHeader) -> str:
    """Return an id for a vendor without a profile: the country by tax id or currency, and the name in small letters.

    Raises:
        InputError: ``no_vendor``: nothing says who the vendor is.
    """
    words = words_of(header.vendor_name.value) if header.vendor_name is not None else ()
    kept = [word for word in words if word not in COMMON_TO_ALL] or list(words)
    slug = "-".join(kept[:4])[:40].strip("-")
    if not slug:
        raise InputError(
            "no_vendor",
            "Nothing says who the vendor of this invoice is.",
            next_step="Correct the vendor's name on the invoice first.",
        )
    return f"{_country(header)}/{slug}"


def _country(header: InvoiceHeader) -> str:
    tax = header.vendor_tax_id.value.upper().replace(" ", "") if header.vendor_tax_id is not None else ""
    prefix = _COUNTRY_PREFIX.fullmatch(tax)
    if prefix is not None:
        return prefix.group(1).lower()
    currency = header.currency.value if header.currency is not None else ""
    return _COUNTRIES.get(currency, _NO_COUNTRY)
