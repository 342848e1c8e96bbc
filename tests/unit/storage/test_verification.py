"""Tampering with the database or the stored files is found and the first bad entry named; honest work never is."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.domain.audit import Verification
from app.domain.case import CaseState, DocumentState, JournalKind, NewEntry, Outcome, QueueFilter
from app.domain.errors import EnvironmentFault
from app.domain.imports import ImportKind
from app.domain.policy import Role
from app.domain.settlement import CaseChange
from app.storage import verification
from app.storage.journal import entry_of
from app.storage.journal_hash import GENESIS, PREFIX, columns_of, hash_columns, hash_of
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import ANN, BOB, full_store, new_store

PLACES = 12


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a day's work in it; tests work on copies."""
    folder = tmp_path_factory.mktemp("worked") / "desk"
    store = full_store(folder)
    store.set_role("bob", Role.AP_SUPERVISOR, BOB)
    store.set_setting("theme", "dark", ANN)
    for number in range(4):
        document_id = stores.take_in(store, stores.invoice(f"INV-{number}"), body=b"%PDF " + bytes([65 + number]))
        document = stores.decided(store, document_id, stores.draft("a"), stores.draft("b"), quantity="30")
        stores.accept(store, document_id, document.cases[0].case_id)
        if number % 2:
            undoable = store.undoable(ANN)
            assert undoable is not None
            store.undo(undoable.entry, ANN)
    stores.command(store, 4, CaseChange(7, CaseState.RESOLVED, Outcome.REJECTED), DocumentState.REJECTED)
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "exported"))
    assert store.verify().whole
    store.close()
    return folder


class Tampered:
    """A copy of the worked desk whose guards are down."""

    def __init__(self, worked: Path, tmp_path: Path) -> None:
        self.folder = tmp_path / "copy"
        shutil.copytree(worked, self.folder)
        self.db = sqlite3.connect(self.folder / "tieout.db", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        guards = self.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        self.guards = [sql for _, sql in guards]
        for name, _ in guards:
            self.db.execute(f"DROP TRIGGER {name}")
        self.entries = self.db.execute("SELECT count(*) FROM journal").fetchone()[0]

    def verify(self, *, guards_back: bool = True) -> Verification:
        """Verify the copy; whoever edits the tables puts the guards back, as if nothing had happened."""
        if guards_back:
            for statement in self.guards:
                self.db.execute(statement)
        self.db.close()
        try:
            store = new_store(self.folder)
        except EnvironmentFault as fault:  # what acts in it by itself is not even opened; a backup is verified so too
            if fault.code != "foreign_parts":
                raise
            with closing(sqlite3.connect(self.folder / "tieout.db")) as conn:
                conn.row_factory = sqlite3.Row
                return verification.verify(Database(conn, execute_plugins=False), {})
        try:
            return store.verify()
        finally:
            store.close()

    def rehash(self, sequence: int, *, onwards: bool = False) -> None:
        """Hash an entry anew, or all from it on with the head, as someone would who knows this program."""
        rows = self.db.execute("SELECT * FROM journal WHERE sequence >= ? ORDER BY sequence", (sequence,)).fetchall()
        before = self.db.execute("SELECT hash FROM journal WHERE sequence = ?", (sequence - 1,)).fetchone()
        previous = before[0] if before else GENESIS
        for row in rows if onwards else rows[:1]:
            entry = replace(entry_of(row), previous_hash=previous)
            previous = hash_of(entry)
            self.db.execute(
                "UPDATE journal SET previous_hash = ?, hash = ? WHERE sequence = ?",
                (entry.previous_hash, previous, entry.sequence),
            )
        if onwards:
            self.db.execute(
                "UPDATE journal_head SET hash = ?, sequence = (SELECT max(sequence) FROM journal)", (previous,)
            )


def test_an_index_that_lost_a_row_is_found(worked: Path, tmp_path: Path) -> None:
    """A row that the index does not lead to is not found as the duplicate it is, though every table is as it was."""
    copy = Tampered(worked, tmp_path)
    of_index = "FROM sqlite_master WHERE name = 'documents_by_number'"
    (kept,) = copy.db.execute(f"SELECT * {of_index}").fetchall()
    number = copy.db.execute("SELECT number_key FROM documents WHERE document_id = 1").fetchone()[0]
    copy.db.execute("UPDATE documents SET number_key = 'OTHER' WHERE document_id = 1")
    copy.db.execute("PRAGMA writable_schema = ON")
    copy.db.execute(f"DELETE {of_index}")
    copy.db.close()
    copy.db = sqlite3.connect(copy.folder / "tieout.db", isolation_level=None)
    copy.db.execute("UPDATE documents SET number_key = ? WHERE document_id = 1", (number,))
    copy.db.execute("PRAGMA writable_schema = ON")
    copy.db.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", tuple(kept))
    copy.db.close()
    copy.db = sqlite3.connect(copy.folder / "tieout.db", isolation_level=None)
    found = copy.verify()
    assert (found.whole, "documents_by_number" in found.trouble) == (False, True)


def test_an_untouched_desk_is_whole(worked: Path, tmp_path: Path) -> None:
    found = Tampered(worked, tmp_path).verify()
    assert (found.whole, found.first_bad, found.trouble) == (True, None, "")
    assert found.entries > 20
    assert len(found.head) == 64


COLUMNS = (
    "time", "kind", "user", "role", "workstation", "person", "program_version", "document_id", "case_id", "summary",
    "before", "after", "reason", "previous_hash", "hash",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edit_of_any_column_is_found_where_it_is(worked: Path, tmp_path: Path, column: str) -> None:
    chance = random.Random(column)
    for attempt in range(3):
        desk = Tampered(worked, tmp_path / str(attempt))
        at = chance.randrange(1, desk.entries)
        old = desk.db.execute(f"SELECT {column} FROM journal WHERE sequence = ?", (at,)).fetchone()[0]
        new = 1 - old if column == "person" else (old or 0) + 1 if isinstance(old, int | None) else old + " "
        desk.db.execute(f"UPDATE journal SET {column} = ? WHERE sequence = ?", (new, at))
        found = desk.verify()
        assert not found.whole
        assert found.first_bad == at
        assert found.trouble
        assert found.attack


def test_bytes_that_are_no_text_any_more_are_found_where_they_are(worked: Path, tmp_path: Path) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute("UPDATE journal SET after = CAST(x'7b22ff22' AS TEXT) WHERE sequence = 9")
    assert desk.verify().first_bad == 9
    store = new_store(desk.folder)
    with pytest.raises(EnvironmentFault) as caught:
        store.journal()
    assert caught.value.code == "database_damaged"
    store.close()


def delete(desk: Tampered, at: int) -> int:
    desk.db.execute("DELETE FROM journal WHERE sequence = ?", (at,))
    return at


def delete_and_renumber(desk: Tampered, at: int) -> int:
    delete(desk, at)
    desk.db.execute("UPDATE journal SET sequence = -sequence WHERE sequence > ?", (at,))
    desk.db.execute("UPDATE journal SET sequence = -sequence - 1 WHERE sequence < 0")
    desk.db.execute("UPDATE journal_head SET sequence = sequence - 1")
    return at


def swap(desk: Tampered, at: int) -> int:
    for one, other in ((at, -1), (at + 1, at), (-1, at + 1)):
        desk.db.execute("UPDATE journal SET sequence = ? WHERE sequence = ?", (other, one))
    return at


def rehash_one(desk: Tampered, at: int) -> int:
    desk.db.execute("UPDATE journal SET user = 'eve' WHERE sequence = ?", (at,))
    desk.rehash(at)
    return at + 1


def truncate(desk: Tampered, at: int) -> int:
    desk.db.execute("DELETE FROM journal WHERE sequence >= ?", (at,))
    return at


def duplicate(desk: Tampered, at: int) -> int:
    desk.db.execute("UPDATE journal SET sequence = -sequence WHERE sequence > ?", (at,))
    desk.db.execute("UPDATE journal SET sequence = 1 - sequence WHERE sequence < 0")
    names = ", ".join(("sequence", *COLUMNS))
    desk.db.execute(f"INSERT INTO journal ({names}) SELECT sequence + 1, {', '.join(COLUMNS)} FROM journal "
                    "WHERE sequence = ?", (at,))  # fmt: skip
    desk.db.execute("UPDATE journal_head SET sequence = sequence + 1")
    return at + 1


@pytest.mark.parametrize("attack", [delete, delete_and_renumber, swap, rehash_one, truncate, duplicate])
def test_an_attack_on_the_chain_is_found_anywhere(
    worked: Path, tmp_path: Path, attack: Callable[[Tampered, int], int]
) -> None:
    chance = random.Random(attack.__name__)
    for attempt in range(PLACES):
        desk = Tampered(worked, tmp_path / str(attempt))
        at = chance.randrange(2, desk.entries - 1)
        expected = attack(desk, at)
        found = desk.verify()
        assert not found.whole
        assert found.first_bad == expected


def test_a_forged_entry_at_the_end_is_found(worked: Path, tmp_path: Path) -> None:
    desk = Tampered(worked, tmp_path)
    names = ", ".join(COLUMNS)
    desk.db.execute(f"INSERT INTO journal (sequence, {names}) SELECT sequence + 1, {names} FROM journal "
                    "WHERE sequence = (SELECT max(sequence) FROM journal)")  # fmt: skip
    found = desk.verify()
    assert (found.whole, found.first_bad) == (False, desk.entries + 1)


def test_truncation_with_the_head_put_right_is_found_by_the_replay(worked: Path, tmp_path: Path) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute("DELETE FROM journal WHERE sequence > 12")
    desk.rehash(12, onwards=True)
    found = desk.verify()
    assert not found.whole
    assert "no entry speaks of" in found.trouble


def test_what_the_store_wrote_cannot_be_rewritten_with_new_hashes(worked: Path, tmp_path: Path) -> None:
    """A decision edited in the journal with the whole chain hashed anew no longer agrees with the tables."""
    desk = Tampered(worked, tmp_path)
    row = desk.db.execute("SELECT sequence, after FROM journal WHERE kind = 'decided' LIMIT 1").fetchone()
    after = json.loads(row["after"])
    after["store"]["document"]["state"] = "cleared"
    text = json.dumps(after, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    desk.db.execute("UPDATE journal SET after = ? WHERE sequence = ?", (text, row["sequence"]))
    desk.rehash(row["sequence"], onwards=True)
    found = desk.verify()
    assert (found.whole, found.first_bad) == (False, row["sequence"])


@pytest.mark.parametrize(
    "nonsense",
    [
        '{"store":7}',
        '{"store":{"document":3}}',
        '{"store":{"document":{"id":1,"version":1}}}',
        '{"store":{"document":{"id":"x","version":[]}}}',
        '{"store":{"cases":[[1]]}}',
        '{"store":{"role":{"user":[1]}}}',
        '{"store":',
    ],
)
def test_a_rewritten_entry_that_cannot_be_replayed_is_found(worked: Path, tmp_path: Path, nonsense: str) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute("UPDATE journal SET after = ? WHERE sequence = 12", (nonsense,))
    desk.rehash(12, onwards=True)
    assert not desk.verify().whole


TABLE_ATTACKS = [
    "UPDATE documents SET state = 'released' WHERE document_id = 2",
    "UPDATE documents SET version = 1 WHERE document_id = 2",
    "UPDATE documents SET exposure = '0' WHERE document_id = 2",
    "UPDATE documents SET vendor_name = 'Other' WHERE document_id = 2",
    "UPDATE documents SET sha256 = 'x' WHERE document_id = 2",
    "UPDATE documents SET received = '2020-01-01T00:00:00+00:00' WHERE document_id = 2",
    "UPDATE documents SET file = 'other.pdf' WHERE document_id = 2",
    "UPDATE document_versions SET state = 'released' WHERE document_id = 2 AND version = 2",
    "UPDATE document_versions SET decision = NULL WHERE document_id = 2 AND version = 2",
    "UPDATE document_versions SET decision = (SELECT decision FROM document_versions WHERE document_id = 1 "
    "AND version = 3), desk = NULL WHERE document_id = 2 AND version = 3",
    "DELETE FROM document_versions WHERE document_id = 2 AND version = 2",
    'INSERT INTO document_versions SELECT document_id, 99, state, reading, invoice, "match", decision, desk, '
    "corrections, choices, 1, 1, grounds FROM document_versions WHERE document_id = 1 AND version = 1",
    "UPDATE cases SET state = 'resolved', outcome = 'accepted' WHERE case_id = 2",
    "UPDATE cases SET exposure = '0.01' WHERE case_id = 2",
    "UPDATE cases SET owner = NULL WHERE case_id = 2",
    "UPDATE cases SET note = 'fine' WHERE case_id = 2",
    "UPDATE cases SET patterns = 'no json' WHERE case_id = 2",
    "UPDATE cases SET version = 9 WHERE case_id = 2",
    "UPDATE cases SET opened = '2020-01-01T00:00:00+00:00' WHERE case_id = 2",
    "UPDATE case_versions SET record = replace(record, 'open', 'resolved') WHERE case_id = 2 AND version = 1",
    "DELETE FROM case_versions WHERE case_id = 2",
    "UPDATE bookings SET quantity = '1' WHERE document_id = 1",
    "DELETE FROM bookings WHERE document_id = 1",
    "INSERT INTO bookings VALUES (4, 0, 'PO-1001', 1, 1, '5', '0')",
    "UPDATE bookings SET beyond = '-9'",
    "UPDATE policies SET text = replace(text, 'price_percent = 1', 'price_percent = 50')",
    "UPDATE policies SET text = text || ' ', sha256 = 'x'",
    "DELETE FROM policies",
    "UPDATE roles SET role = 'controller'",
    "INSERT INTO roles VALUES ('eve', 'controller')",
    "DELETE FROM roles",
    "UPDATE settings SET value = 'light'",
    "DELETE FROM snapshots WHERE sha256 = (SELECT decision FROM document_versions WHERE decision IS NOT NULL LIMIT 1)",
    "UPDATE snapshots SET body = x'00' WHERE sha256 = (SELECT desk FROM document_versions WHERE desk IS NOT NULL)",
    "UPDATE snapshots SET body = (SELECT body FROM snapshots s WHERE s.sha256 <> snapshots.sha256 LIMIT 1)",
    "DELETE FROM journal_head",
    "UPDATE policies SET user = 'eve'",
    "UPDATE policies SET imported = '2020'",
    "UPDATE policies SET entry = 1",
    "UPDATE policies SET version = 99",
    "UPDATE document_versions SET first_entry = 1 WHERE document_id = 2 AND version = 2",
    "UPDATE document_versions SET last_entry = last_entry + 1 WHERE document_id = 2 AND version = 2",
    "UPDATE case_versions SET document_id = 1 WHERE case_id = 3 AND version = 1",
    "UPDATE case_versions SET document_version = 1 WHERE case_id = 3 AND version = 1",
    "UPDATE cases SET document_id = 1 WHERE case_id = 3",
    "UPDATE order_lines SET unit_price = '9' WHERE line_no = 1",
    "UPDATE order_lines SET already_invoiced_quantity = '-500'",
    "UPDATE purchase_orders SET approved_by = 'Mallory'",
    "UPDATE purchase_orders SET status = 'closed'",
    "DELETE FROM order_lines WHERE line_no = 2",
    "UPDATE receipts SET quantity = '999'",
    "INSERT INTO receipts VALUES ('RX', 'PO-1001', 1, NULL, '100', 'EA', 'x')",
    'UPDATE vendors SET accessorials = \'{"freight":"9999"}\'',
    "UPDATE vendors SET merged_lines_permitted = 1, late_grace_days = 90",
    "UPDATE vendors SET status = 'blocked'",
    "DELETE FROM vendor_name_pieces",
    "UPDATE items SET catch_weight = 1",
    "UPDATE uom_conversions SET factor = '13'",
    "INSERT INTO item_cross_references VALUES ('V1', 'ZZ', 'B7', 'ZZ')",
    "UPDATE substitutions SET buyer_notified = 0",
]


@pytest.mark.parametrize("sql", TABLE_ATTACKS)
def test_a_change_of_the_tables_without_an_entry_is_found(worked: Path, tmp_path: Path, sql: str) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute("PRAGMA foreign_keys = OFF")
    assert desk.db.execute(sql).rowcount > 0
    found = desk.verify()
    assert not found.whole
    assert found.trouble


SCHEMA_ATTACKS = [
    "CREATE TABLE evil (x)",
    "CREATE VIEW evil AS SELECT * FROM journal",
    "CREATE TRIGGER evil AFTER INSERT ON bookings BEGIN DELETE FROM bookings; END",
    "DROP INDEX bookings_by_line",
    "ALTER TABLE bookings ADD COLUMN x TEXT",
]


@pytest.mark.parametrize("sql", SCHEMA_ATTACKS)
def test_what_was_put_into_or_taken_out_of_the_database_is_found(worked: Path, tmp_path: Path, sql: str) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute(sql)
    found = desk.verify()
    assert not found.whole
    assert "safeguard" in found.attack or "put into the database" in found.attack


def test_guards_that_were_taken_down_are_missed(worked: Path, tmp_path: Path) -> None:
    found = Tampered(worked, tmp_path).verify(guards_back=False)
    assert (found.whole, found.attack) == (False, "a safeguard of the tables was removed")
    weakened = Tampered(worked, tmp_path / "weakened")
    weakened.db.execute("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END")
    for statement in weakened.guards:
        if "journal_no_update" not in statement:
            weakened.db.execute(statement)
    assert weakened.verify(guards_back=False).attack == "a safeguard of the tables was changed"


def test_an_import_after_an_edit_beside_the_program_does_not_hide_the_edit_of_another_table(
    worked: Path, tmp_path: Path
) -> None:
    desk = Tampered(worked, tmp_path)
    desk.db.execute("UPDATE order_lines SET unit_price = '99'")
    store = new_store(desk.folder)
    stores.import_text(store, ImportKind.VENDORS, stores.VENDORS)
    assert "order lines" in store.verify().trouble
    store.close()


def test_imports_of_a_program_that_took_no_digests_are_left_alone_until_the_next_one(
    worked: Path, tmp_path: Path
) -> None:
    desk = Tampered(worked, tmp_path)
    for sequence, after in desk.db.execute("SELECT sequence, after FROM journal WHERE kind = 'imported'").fetchall():
        old = json.loads(after)
        if "master" in old.get("store", {}):
            del old["store"]
        text = json.dumps(old, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        desk.db.execute("UPDATE journal SET after = ? WHERE sequence = ?", (text, sequence))
    desk.rehash(1, onwards=True)
    assert desk.verify().trouble == ""
    edited = sqlite3.connect(desk.folder / "tieout.db", isolation_level=None)
    store = new_store(desk.folder)
    stores.import_text(store, ImportKind.RECEIPTS, stores.RECEIPTS)
    edited.execute("UPDATE receipts SET quantity = '9'")
    edited.close()
    assert "receipts" in store.verify().trouble
    store.close()


def test_a_deleted_case_and_document_are_found(worked: Path, tmp_path: Path) -> None:
    for number, tables in enumerate((("cases",), ("cases", "case_versions"), ("documents", "document_versions"))):
        desk = Tampered(worked, tmp_path / str(number))
        for table in tables:
            key = "document_id" if table.startswith("doc") else "case_id"
            desk.db.execute(f"DELETE FROM {table} WHERE {key} = 3")
        assert not desk.verify().whole


def test_an_exchanged_or_deleted_stored_file_is_found(worked: Path, tmp_path: Path) -> None:
    for forged in (b"%PDF forged", None):
        desk = Tampered(worked, tmp_path / str(forged))
        victim = sorted((desk.folder / "documents").iterdir())[1]
        victim.unlink()
        if forged:
            victim.write_bytes(forged)
        found = desk.verify()
        assert not found.whole
        assert found.first_bad is not None
        assert "stored document" in found.attack


def test_the_hash_covers_every_column_and_tells_their_types_apart() -> None:
    columns = (1, "t", "k", "u", "r", "w", 1, "v", None, 2, "s", "{}", "{}", "", GENESIS)
    hashes = {hash_columns(columns)}
    for place, value in enumerate(columns):
        for other in (f"{value}x", None, 7, ""):
            if other != value:
                hashes.add(hash_columns((*columns[:place], other, *columns[place + 1 :])))
    different = 1 + sum(o != v for v in columns for o in (f"{v}x", None, 7, ""))
    assert len(hashes) == different
    assert PREFIX.startswith(b"\x00")


def test_a_stored_entry_hashes_to_what_stands_beside_it(worked: Path, tmp_path: Path) -> None:
    store = new_store(Tampered(worked, tmp_path).folder)
    previous = GENESIS
    for entry in store.journal():
        assert entry.previous_hash == previous
        assert hash_columns(columns_of(entry)) == entry.hash == hash_of(entry)
        previous = entry.hash
    assert store.verify().head == previous
    store.close()


def random_history(store: SqliteStore, chance: random.Random) -> None:
    """Work on a desk in any order that the store allows."""
    for _ in range(chance.randrange(5, 15)):
        documents = [row.document_id for row in store.queue(QueueFilter())]
        document_id = chance.choice(documents) if documents else 0
        match chance.randrange(6):
            case 0:
                stores.take_in(store, stores.invoice(f"Ä{chance.random()}"), body=b"%PDF " + chance.randbytes(4))
            case 1 if documents:
                stores.decided(store, document_id, *(stores.draft(c) for c in "abc"[: chance.randrange(4)]))
            case 2 if documents and store.document(document_id).cases:
                case = chance.choice(store.document(document_id).cases)
                state = chance.choice(list(CaseState))
                change = CaseChange(case.case_id, state, note=chance.choice(["", "half \ud800 character", "ok"]))
                stores.command(store, document_id, change, chance.choice(list(DocumentState)))
            case 3 if (undoable := store.undoable(ANN)) is not None:
                store.undo(undoable.entry, ANN)
            case 4:
                store.set_setting("s", str(chance.random()), ANN)
            case 5:
                store.set_role(chance.choice(["eve", "dan"]), chance.choice(list(Role)), BOB)


@pytest.mark.parametrize("seed", range(12))
def test_ordinary_histories_raise_no_false_alarm(tmp_path: Path, seed: int) -> None:
    store = full_store(tmp_path / "desk")
    random_history(store, random.Random(seed))
    found = store.verify()
    assert (found.whole, found.trouble) == (True, "")
    store.close()
