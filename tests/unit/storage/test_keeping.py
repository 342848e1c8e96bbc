"""Attachments, legal holds and deletion under retention: logged, replayed, and proof against tampering and crashes."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from app.domain.case import CaseState
from app.domain.errors import ConflictError, EnvironmentFault, InputError
from app.domain.keeping import MOST_ATTACHED_BYTES, FileKind, HoldScope
from app.storage.faults import fault
from app.storage.store import SqliteStore
from tests.helpers.stores import ANN, BOB, accept, decided, draft, full_store, new_store, take_in

NAMES = ("<b>mail<b>.eml", "=cmd|'calc'!A1.pdf", "re\u202efdp.exe", "sp ace\tand\nline.txt")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = full_store(tmp_path / "desk")
    yield opened
    opened.close()


def case_of(store: SqliteStore, body: bytes = b"%PDF-1.7 one") -> int:
    return decided(store, take_in(store, body=body), draft()).cases[0].case_id


def file_at(tmp_path: Path, name: str = "mail.eml", body: bytes = b"Dear all\0\xff") -> Path:
    path = tmp_path / name
    path.write_bytes(body)
    return path


# --- attachments ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_stored_once_under_their_hash_with_an_entry(
    store: SqliteStore, tmp_path: Path, name: str
) -> None:
    """The name is kept as it was and names no file of ours."""
    case = case_of(store)
    path = file_at(tmp_path, name)
    found = store.keeper.attach(case, path, ANN, "they agree")
    again = store.keeper.attach(case, path, BOB)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    lying = list((store.folder / "attachments").iterdir())
    assert [one.name for one in lying] == [sha256]
    assert lying[0].read_bytes() == path.read_bytes()
    listed = store.keeper.attachments_of(1)
    assert [(one.name, one.sha256, one.user, one.note) for one in listed] == [
        (name, sha256, "ann", "they agree"), (name, sha256, "bob", "")
    ]  # fmt: skip
    entry = store.journal(since=found.entry - 1, limit=1)[0]
    assert (entry.kind, entry.case_id, entry.document_id, entry.reason) == ("attached", case, 1, "they agree")
    assert sha256 in entry.after
    assert again.attachment_id == 2
    assert store.verify().whole


def test_a_copy_has_the_same_bytes_and_replaces_nothing(store: SqliteStore, tmp_path: Path) -> None:
    found = store.keeper.attach(case_of(store), file_at(tmp_path), ANN)
    store.keeper.save_attachment(found.attachment_id, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"Dear all\0\xff"
    with pytest.raises(InputError) as caught:
        store.keeper.save_attachment(found.attachment_id, tmp_path / "copy")
    assert caught.value.code == "file_exists"


@pytest.mark.parametrize(("name", "code"), [("empty", "file_empty"), ("gone", "file_not_readable"),
                                            ("pipe", "file_not_readable"), ("huge", "file_too_large")])  # fmt: skip
def test_what_cannot_be_attached_leaves_nothing_behind(
    store: SqliteStore, tmp_path: Path, name: str, code: str
) -> None:
    case = case_of(store)
    os.mkfifo(tmp_path / "pipe")
    file_at(tmp_path, "empty", b"")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(MOST_ATTACHED_BYTES + 1)
    before = store.head()
    with pytest.raises(InputError) as caught:
        store.keeper.attach(case, tmp_path / name, ANN)
    assert caught.value.code == code
    assert store.head() == before
    folder = store.folder / "attachments"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_an_attachment_to_no_case_is_refused_before_a_byte_is_stored(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        store.keeper.attach(77, file_at(tmp_path), ANN)
    assert not (store.folder / "attachments").exists()


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_full_disk_while_attaching_says_so_and_works_again_afterwards(
    store: SqliteStore, tmp_path: Path, where: str
) -> None:
    case = case_of(store)
    before = store.head()
    full = OSError(errno.ENOSPC, "No space left on device (made for a test)")
    with patch.object(os, where, side_effect=full), pytest.raises(EnvironmentFault) as caught:
        store.keeper.attach(case, file_at(tmp_path), ANN)
    assert caught.value.code == "disk_full"
    assert store.head() == before
    assert list((store.folder / "attachments").iterdir()) == []
    store.keeper.attach(case, file_at(tmp_path), ANN)
    assert store.verify().whole


def test_an_attachment_is_saved_whole_or_not_at_all(store: SqliteStore, tmp_path: Path) -> None:
    found = store.keeper.attach(case_of(store), file_at(tmp_path), ANN)
    target = tmp_path / "copies" / "copy"
    target.parent.mkdir()
    full = OSError(errno.ENOSPC, "No space left on device (made for a test)")
    with patch.object(os, "fsync", side_effect=full), pytest.raises(EnvironmentFault) as caught:
        store.keeper.save_attachment(found.attachment_id, target)
    assert caught.value.code == "disk_full"
    assert list(target.parent.iterdir()) == []
    store.keeper.save_attachment(found.attachment_id, target)
    assert target.read_bytes() == file_at(tmp_path).read_bytes()


def test_an_attachment_stands_in_nobodys_way_to_undo(store: SqliteStore, tmp_path: Path) -> None:
    """Evidence that is put to a case after a command does not make the command final."""
    case = case_of(store)
    accept(store, 1, case)
    store.keeper.attach(case, file_at(tmp_path), ANN)
    last = store.undoable(ANN)
    assert last is not None
    assert store.undo(last.entry, ANN).cases[0].state is CaseState.OPEN
    assert store.verify().whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attachments SET name = 'other.pdf'",
        "UPDATE attachments SET case_id = case_id, sha256 = '0'",
        "DELETE FROM attachments",
        "INSERT INTO attachments SELECT 9, document_id, case_id, sha256, name, size, entry FROM attachments",
        "INSERT INTO legal_holds VALUES ('vendor', 'V2', 3)",
        "DELETE FROM legal_holds",
        "UPDATE legal_holds SET subject = 'V2'",
        "INSERT INTO deleted_files VALUES (3, 'document', 'x')",
    ],
)
def test_tables_that_were_changed_beside_the_journal_are_found(
    store: SqliteStore, tmp_path: Path, statement: str
) -> None:
    store.keeper.attach(case_of(store), file_at(tmp_path), ANN)
    store.keeper.set_hold(HoldScope.VENDOR, "V1", ANN, "court", placed=True)
    assert store.verify().whole
    with sqlite3.connect(store.folder / "tieout.db") as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)
    found = store.verify()
    assert not found.whole
    assert "without a journal entry" in found.attack


@pytest.mark.parametrize("deed", ["exchange", "remove"])
def test_an_attached_file_that_was_exchanged_or_removed_is_found(store: SqliteStore, tmp_path: Path, deed: str) -> None:
    found = store.keeper.attach(case_of(store), file_at(tmp_path), ANN)
    path = store.folder / "attachments" / found.sha256
    path.chmod(0o600)
    path.unlink()
    if deed == "exchange":
        path.write_bytes(b"other")
    verified = store.verify()
    assert (verified.whole, verified.first_bad) == (False, found.entry)


# --- holds and retention -------------------------------------------------------------------------------------------
def settled(store: SqliteStore, body: bytes = b"%PDF-1.7 one") -> int:
    case = case_of(store, body)
    return accept(store, store.case(case).document_id, case).document_id


def only(store: SqliteStore, kind: FileKind = FileKind.DOCUMENT) -> str:
    return next(one.why_kept for one in store.keeper.stored_files() if one.kind is kind)


@pytest.mark.parametrize(("scope", "subject"), [(HoldScope.VENDOR, "V1"), (HoldScope.DOCUMENT, "1"),
                                                (HoldScope.CASE, "1")])  # fmt: skip
def test_a_legal_hold_forbids_deletion_until_it_is_lifted(store: SqliteStore, scope: HoldScope, subject: str) -> None:
    settled(store)
    assert only(store) == ""
    store.keeper.set_hold(scope, subject, ANN, "court", placed=True)
    assert "legal hold" in only(store)
    assert [(one.scope, one.subject, one.user, one.reason) for one in store.keeper.holds()] == [
        (scope, subject, "ann", "court")
    ]
    with pytest.raises(ConflictError):
        store.keeper.delete(store.keeper.stored_files(), ANN, "old", after={})
    with pytest.raises(InputError):
        store.keeper.set_hold(scope, subject, ANN, "again", placed=True)
    store.keeper.set_hold(scope, subject, BOB, "settled", placed=False)
    assert only(store) == ""
    assert store.verify().whole


@pytest.mark.parametrize("subject", ["V9", "", "1 OR 1=1"])
def test_a_hold_on_nothing_is_refused(store: SqliteStore, subject: str) -> None:
    for scope in HoldScope:
        with pytest.raises(InputError):
            store.keeper.set_hold(scope, subject, ANN, "x", placed=True)


def test_what_is_open_is_never_deleted(store: SqliteStore) -> None:
    case_of(store)
    assert "still open" in only(store)


def test_a_deletion_keeps_hash_entries_and_what_was_read_and_verifies(store: SqliteStore, tmp_path: Path) -> None:
    document = settled(store)
    attached = store.keeper.attach(1, file_at(tmp_path), ANN)
    files = store.keeper.stored_files()
    entry = store.keeper.delete(files, BOB, "ten years", after={"confirms": None})
    assert list((store.folder / "documents").iterdir()) == list((store.folder / "attachments").iterdir()) == []
    found = store.verify()
    assert (found.whole, found.remarks) == (True, ())
    assert store.document(document).invoice is not None
    said = store.journal(since=entry - 1, limit=1)[0]
    assert hashlib.sha256(b"%PDF-1.7 one").hexdigest() in said.after
    assert attached.sha256 in said.after
    gone = store.keeper.deleted_document(document)
    assert gone is not None
    assert (gone.entry, gone.user, gone.reason) == (entry, "bob", "ten years")
    with pytest.raises(InputError) as caught:
        store.file_of(document)
    assert caught.value.code == "deleted_under_retention"
    assert store.keeper.attachments_of(document)[0].deleted == entry
    assert store.keeper.stored_files() == ()


def test_the_same_bytes_taken_in_after_a_deletion_are_kept_again(store: SqliteStore) -> None:
    document = settled(store)
    store.keeper.delete(store.keeper.stored_files(), BOB, "old", after={})
    second = take_in(store)
    assert store.keeper.deleted_document(second) is None
    assert store.file_of(second).read_bytes() == b"%PDF-1.7 one"
    assert store.file_of(document) == store.file_of(second)
    assert store.keeper.remove_deleted() == 0
    assert store.verify().whole


def test_bytes_that_an_open_invoice_shares_are_kept(store: SqliteStore) -> None:
    settled(store)
    decided(store, take_in(store), draft())
    files = store.keeper.stored_files()
    assert [(one.documents, bool(one.why_kept)) for one in files] == [((1, 2), True)]


def test_a_crash_between_entry_and_removal_is_made_good_at_the_next_start(store: SqliteStore) -> None:
    settled(store)
    broken = fault("disk_error", store.folder)  # after the entry: that nothing was saved would not be true
    with patch.object(type(store.keeper), "remove_deleted", side_effect=broken):
        store.keeper.delete(store.keeper.stored_files(), BOB, "old", after={})
    assert store.verify().whole
    assert len(list((store.folder / "documents").iterdir())) == 1
    store.close()
    opened = new_store(store.folder)
    assert list((store.folder / "documents").iterdir()) == []
    assert opened.verify().whole
    opened.close()


def test_a_file_deleted_by_hand_is_still_found_after_others_were_deleted_by_command(store: SqliteStore) -> None:
    settled(store)
    second = settled(store, b"%PDF-1.7 two")
    first = tuple(one for one in store.keeper.stored_files() if 1 in one.documents)
    store.keeper.delete(first, BOB, "old", after={})
    path = store.file_of(second)
    path.chmod(0o600)
    path.unlink()
    assert "is gone" in store.verify().trouble


def test_a_file_that_was_used_since_the_list_was_made_is_not_deleted(store: SqliteStore) -> None:
    settled(store)
    files = store.keeper.stored_files()
    decided(store, take_in(store), draft())
    with pytest.raises(ConflictError):
        store.keeper.delete(files, BOB, "old", after={})
    assert store.verify().whole
