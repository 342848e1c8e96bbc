"""A profile proposed from a corrected invoice, tried on the vendor's stored ones, and saved on agreement (S2.172)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from app import bootstrap
from app.domain.case import PROGRAM, Action, Case, CaseState, Command, Correction, JournalKind
from app.domain.errors import ConflictError, EnvironmentFault, InputError, ProfileError
from app.domain.invoice import InvoiceHeader
from app.domain.provenance import Extracted
from app.extraction.instructions.instructions import understand
from app.extraction.learning.messages import TriedProfile
from app.extraction.profiles.files import check_profile_file, save_profile
from app.extraction.profiles.model import Profile
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.column_kinds import ColumnKind
from app.workflow.batch import process_files, resume
from app.workflow.given_readings import GivenReaders
from app.workflow.history import profile_history
from app.workflow.profile_learning import accept, new_id, propose
from app.workflow.profiles import begin_profile, known_profile, profile_folder, save_checked, tell_profile
from app.workflow.resolve_case import apply
from app.workflow.services import Services
from tests.helpers.in_process import InProcessReaders
from tests.helpers.odd_papers import VENDOR, odd_invoices
from tests.helpers.typed_pages import shipped_knowledge

FIXES = (
    ("invoice_number", "7731", None),
    ("invoice_date", "2026-04-03", None),
    ("total", "81.00", None),
    ("uom", "box", 1),
    ("uom", "box", 2),
    ("uom", "each", 3),
    ("description", "Gate hinge, black", 1),
    ("description", "Hasp and staple", 2),
    ("description", "Coach bolt M10", 3),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    """Return a desk with three invoices of a vendor in nobody's words, the first corrected by a clerk."""
    workspace = tmp_path / "desk"
    (tmp_path / "in").mkdir()
    opened = bootstrap.open_services(workspace, user="ann")
    opened.readers.close()
    options = ReadingOptions(profile_folders=(str(workspace / "profiles"),))
    services = replace(opened, readers=InProcessReaders(options))
    process_files(services, odd_invoices(tmp_path / "in"))
    for field, text, line in FIXES:
        correct(services, 1, field, text, line)
    yield services
    services.store.close()


def correct(services: Services, document_id: int, field: str, text: str, line: int | None = None) -> None:
    """Type a value in the place of what was read."""
    case = _open_case(services, document_id)
    correction = Correction(field, text, line)
    apply(services, case.case_id, Command(Action.CORRECT, case.version, note="as printed", correction=correction))


def _open_case(services: Services, document_id: int) -> Case:
    return next(case for case in services.store.document(document_id).cases if case.state is CaseState.OPEN)


def saved_files(services: Services) -> list[Path]:
    """Return what was saved in the desk's folder of profiles."""
    return [path for path in profile_folder(services).rglob("*") if path.is_file()]


def _tell(services: Services, words: str) -> None:
    begun = begin_profile(services, "xx/quillback-ironmongery", VENDOR)
    tell_profile(services, begun.profile, understand(words, shipped_knowledge()))


def test_s2_172_what_a_clerk_corrected_once_is_read_right_on_the_vendors_other_invoices(desk: Services) -> None:
    _tell(desk, "treat 'Hopla' as freight")
    proposal = propose(desk, 1)
    assert proposal.profile.id == "xx/quillback-ironmongery"
    assert (proposal.replaces, proposal.profile.version) == (2, 3)
    assert proposal.missed == ()
    assert proposal.trials[0].document_id == 1
    assert {stored.trial.file for stored in proposal.trials} == {"q1.pdf", "q2.pdf", "q3.pdf"}
    assert proposal.holding_after > proposal.holding_before
    changes = {stored.trial.file: {n: a for n, _, a in stored.trial.differences} for stored in proposal.trials}
    assert changes["q3.pdf"]["line 1"] == "MB-019 | Coach bolt M10 | EA | 50 | 0.30 | 15.00"
    assert changes["q2.pdf"]["invoice number"] == "7802"
    assert not any(stored.worse for stored in proposal.trials)


def test_nothing_is_saved_before_somebody_agrees(desk: Services) -> None:
    entries = desk.store.head()
    propose(desk, 1)
    assert desk.store.head() == entries
    assert not saved_files(desk)


def test_s2_172_an_accepted_profile_is_saved_with_its_journal_entry_and_its_sample(desk: Services) -> None:
    _tell(desk, "treat 'Hopla' as freight")
    proposal = propose(desk, 1)
    saved = accept(desk, proposal)
    assert saved.path == profile_folder(desk) / "xx" / "quillback-ironmongery" / "profile.toml"
    assert check_profile_file(saved.path).profile == proposal.profile
    entry = desk.store.journal()[-1]
    assert (entry.kind, entry.user) == (JournalKind.SETTING, "ann")
    assert entry.summary == "Saved extraction profile xx/quillback-ironmongery, version 3"
    after = json.loads(entry.after)
    assert (after["version"], after["sha256"], after["learned_from_document"]) == (3, saved.sha256, 1)
    assert json.loads(entry.before)["version"] == 2
    assert entry.reason.startswith("Learned from q1.pdf: ")
    assert "heading “Blips”" in entry.reason
    assert desk.store.verify().whole


def test_the_sample_says_what_the_clerk_said_and_which_file_it_is(desk: Services) -> None:
    saved = accept(desk, propose(desk, 1))
    (sample,) = (saved.path.parent / "expected").glob("*.json")
    said = json.loads(sample.read_text(encoding="utf-8"))
    document = desk.store.document(1)
    assert (said["sample"], said["sha256"]) == ("q1.pdf", document.reading.sha256)
    assert (said["header"]["invoice_number"], said["header"]["invoice_date"]) == ("7731", "2026-04-03")
    assert [line["uom"] for line in said["lines"][:3]] == ["BX", "BX", "EA"]
    assert known_profile(desk, saved.profile.id) == saved


def test_a_saved_profile_is_used_for_the_next_invoice(desk: Services) -> None:
    saved = accept(desk, propose(desk, 1))
    reading = desk.readers.submit(desk.store.file_of(2)).result()
    assert reading.invoice is not None
    assert (reading.invoice.profile, reading.invoice.profile_hash) == (saved.profile.id, saved.sha256)


def test_learning_again_counts_the_version_up_only_where_something_was_learned(desk: Services) -> None:
    first = accept(desk, propose(desk, 1))
    again = propose(desk, 1)
    assert again.profile.version == first.profile.version == 1
    assert again.reasons == ("Nothing had to be learned: the invoice is read as it should be.",)


def test_a_document_that_changed_meanwhile_is_not_learned_from(desk: Services) -> None:
    proposal = propose(desk, 1)
    correct(desk, 1, "currency", "GBP")
    with pytest.raises(ConflictError) as refused:
        accept(desk, proposal)
    assert refused.value.code == "document_changed"
    assert not saved_files(desk)


def test_a_profile_with_which_fewer_sums_hold_is_not_saved(desk: Services) -> None:
    proposal = propose(desk, 1)
    worst = replace(proposal.trials[0], trial=replace(proposal.trials[0].trial, holding_with=0, holding_without=2))
    with pytest.raises(ProfileError) as refused:
        accept(desk, replace(proposal, trials=(worst, *proposal.trials[1:])))
    assert refused.value.code == "profile_reads_worse"
    assert "q1.pdf" in refused.value.message
    assert not saved_files(desk)


def test_a_file_that_cannot_be_read_any_more_is_a_trial_with_an_error(desk: Services, tmp_path: Path) -> None:
    class Losing(InProcessReaders):
        """One stored file is gone by the time it is tried."""

        def try_profile(self, path: Path, profile: Profile) -> Future[TriedProfile]:
            lost = path == desk.store.file_of(2)
            return super().try_profile(tmp_path / "gone.pdf" if lost else path, profile)

    proposal = propose(replace(desk, readers=Losing(ReadingOptions())), 1)
    errors = {stored.trial.file: stored.trial.error for stored in proposal.trials}
    assert errors["q1.pdf"] == errors["q3.pdf"] == ""
    assert errors["q2.pdf"]
    assert accept(desk, proposal).profile == proposal.profile


def test_a_stored_file_that_somebody_deleted_is_a_trial_with_an_error(desk: Services) -> None:
    desk.store.file_of(2).unlink()
    errors = {stored.trial.file: stored.trial.error for stored in propose(desk, 1).trials}
    assert errors["q1.pdf"] == errors["q3.pdf"] == ""
    assert "is gone" in errors["q2.pdf"]


def test_an_unreadable_document_teaches_nothing(desk: Services, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"%PDF-1.4\n")
    process_files(desk, [empty])
    with pytest.raises(InputError) as refused:
        propose(desk, 4)
    assert refused.value.code == "nothing_to_learn"


def test_readings_that_were_given_teach_nothing(desk: Services) -> None:
    with pytest.raises(EnvironmentFault) as refused:
        propose(replace(desk, readers=GivenReaders(())), 1)
    assert refused.value.code == "cannot_learn"


def test_a_profile_of_the_vendor_is_found_by_its_name(desk: Services, tmp_path: Path) -> None:
    save_checked(desk, replace(begin_profile(desk, "gb/quillback", VENDOR).profile, version=2))
    assert propose(desk, 1).profile.id == "gb/quillback"


@pytest.mark.parametrize(
    ("name", "tax", "currency", "expected"),
    [
        ("Hoffmann & Brückner GmbH", "DE216360486", "EUR", "de/hoffmann-bruckner"),
        ("ACME SUPPLY, INC.", "12-3456789", "USD", "us/acme-supply"),
        ("Zwölf Löffel", None, "EUR", "xx/zwolf-loffel"),
        ("Inc.", None, None, "xx/inc"),
    ],
)
def test_a_new_vendors_id_is_its_country_and_its_name(
    name: str, tax: str | None, currency: str | None, expected: str
) -> None:
    header = InvoiceHeader(
        vendor_name=Extracted(name),
        vendor_tax_id=Extracted(tax) if tax else None,
        currency=Extracted(currency) if currency else None,
    )
    assert new_id(header) == expected


@pytest.mark.parametrize("name", [None, "株式会社", "…"])
def test_without_a_vendor_there_is_no_profile(name: str | None) -> None:
    with pytest.raises(InputError) as refused:
        new_id(InvoiceHeader(vendor_name=Extracted(name) if name else None))
    assert refused.value.code == "no_vendor"


def test_a_begun_profile_passes_its_check_and_is_not_begun_twice(desk: Services) -> None:
    saved = begin_profile(desk, "us/acme", "Acme Supply, Inc.")
    assert check_profile_file(saved.path).profile.recognition.names == ("Acme Supply, Inc.",)
    assert desk.store.journal()[-1].reason == "Begun for Acme Supply, Inc."
    with pytest.raises(ProfileError) as refused:
        begin_profile(desk, "us/acme", "Acme")
    assert refused.value.code == "profile_exists"


@pytest.mark.parametrize(
    ("profile_id", "name"), [("acme", "Acme Supply"), ("../x/y", "Acme Supply"), ("us/acme", "Al"), ("us/acme", "  ")]
)
def test_an_id_or_a_name_that_no_profile_may_have_is_refused(desk: Services, profile_id: str, name: str) -> None:
    with pytest.raises(ProfileError) as refused:
        begin_profile(desk, profile_id, name)
    assert refused.value.faults
    assert not saved_files(desk)


def test_s2_171_told_words_are_saved_with_their_journal_entry(desk: Services) -> None:
    begun = begin_profile(desk, "us/acme", "Acme Supply")
    saved = tell_profile(desk, begun.profile, understand("quantity is the Shipped column", shipped_knowledge()))
    assert (saved.profile.version, saved.profile.notes) == (2, "quantity is the Shipped column")
    assert saved.profile.columns[ColumnKind.SHIPPED].headings == ("Shipped",)
    entry = desk.store.journal()[-1]
    assert entry.reason == "Told: The billed quantity is in the column headed “Shipped”."


@pytest.mark.parametrize("words", ["decimal comma; and make it nice", "make it nice", ""])
def test_s2_171_nothing_is_saved_where_not_everything_was_understood(desk: Services, words: str) -> None:
    begun = begin_profile(desk, "us/acme", "Acme Supply")
    head = desk.store.head()
    with pytest.raises(ProfileError) as refused:
        tell_profile(desk, begun.profile, understand(words, shipped_knowledge()))
    assert refused.value.code == "not_understood"
    assert desk.store.head() == head
    assert known_profile(desk, "us/acme") == begun


def test_a_profile_that_the_journal_does_not_have_as_it_is_comes_into_it_at_the_next_start(desk: Services) -> None:
    saved = begin_profile(desk, "gb/quillback", VENDOR)
    resume(desk)
    known = desk.store.head()
    changed = replace(saved.profile, notes="Their “Blips” are ordered", version=2)
    by_hand = save_profile(changed, profile_folder(desk))  # the program stopped before its entry, or a person wrote it
    resume(desk)
    resume(desk)
    entries = desk.store.journal(since=known[0])
    assert [entry.summary for entry in entries] == ["Found extraction profile gb/quillback, version 2"]
    after = json.loads(entries[0].after)
    assert (after["sha256"], after["text"]) == (by_hand.sha256, by_hand.path.read_text("utf-8"))
    assert json.loads(entries[0].before) == {"sha256": saved.sha256}
    assert (entries[0].user, entries[0].person) == (PROGRAM, False)
    assert "Blips" in str(profile_history(desk, "gb/quillback")[-1].differences)
