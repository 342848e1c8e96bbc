"""How the tables come to be and change: small, named steps, each in a transaction of its own.

A change that older programs can live with raises the minor version, any other the major one. Both stand in the
file's ``user_version`` (major * 1000 + minor), so that a program that is too old knows before it reads anything.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from app.storage import decision_facts, schema
from app.storage.journal_hash import GENESIS

APPLICATION_ID = 0x54494F55  # "TIOU": tells our files from other programs'
SCHEMA_MAJOR = 1
SCHEMA_MINOR = 7
USER_VERSION = SCHEMA_MAJOR * 1000 + SCHEMA_MINOR

MIGRATIONS = Migrations("tieout")


@MIGRATIONS(name="0001_first_tables")
def first_tables(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in (*schema.TABLES, *schema.INDEXES, *schema.TRIGGERS):
        db.execute(statement)
    db.execute("INSERT INTO journal_head (only, sequence, hash) VALUES (1, 0, ?)", (GENESIS,))


@MIGRATIONS(name="0002_grounds_of_decisions")
def grounds_of_decisions(db: Database) -> None:
    """Keep what a decision knew of earlier invoices, so that it can be made again years later."""
    db.execute("ALTER TABLE document_versions ADD COLUMN grounds TEXT")


@MIGRATIONS(name="0003_billed_beyond_prices")
def billed_beyond_prices(db: Database) -> None:
    """Keep what each document bills above the order's prices; of older ones it is not known and counts as nothing."""
    db.execute(schema.BILLED_BEYOND)


@MIGRATIONS(name="0004_seals_of_the_journal")
def seals_of_the_journal(db: Database) -> None:
    """Keep a seal beside every entry, under a key that lies outside the workspace."""
    for statement in schema.SEALS:
        db.execute(statement)


@MIGRATIONS(name="0005_search_text")
def search_text(db: Database) -> None:
    """Keep what a search looks through ready; the lines themselves are written when the workspace is opened."""
    for statement in schema.SEARCH:
        db.execute(statement)


@MIGRATIONS(name="0006_attachments_holds_deletions")
def attachments_holds_deletions(db: Database) -> None:
    """Keep what people attach to a case, what must not be deleted, and which stored files were deleted by command."""
    for statement in schema.KEEPING:
        db.execute(statement)


@MIGRATIONS(name="0008_facts_of_decisions")
def facts_of_decisions(db: Database) -> None:
    """Keep what reports count of decisions, for the ones already made too."""
    for statement in decision_facts.SCHEMA:
        db.execute(statement)
    decision_facts.fill(db)


@MIGRATIONS(name="0009_bank_accounts")
def bank_accounts(db: Database) -> None:
    """Keep the bank accounts that each document names, to compare those of a vendor's next one with."""
    for statement in schema.ACCOUNTS:
        db.execute(statement)


def pending(db: Database) -> bool:
    """Tell whether steps are still to be taken."""
    return bool(MIGRATIONS.pending(db))


def newer(db: Database) -> bool:
    """Tell whether a newer version of the program wrote this database."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] > USER_VERSION)


def apply(db: Database) -> None:
    """Take every step that is still to be taken, and mark the file as ours and of this version."""
    MIGRATIONS.apply(db)
    if db.execute("PRAGMA user_version").fetchone()[0] < USER_VERSION:
        db.execute(f"PRAGMA user_version = {USER_VERSION}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def in_memory() -> Database:
    """Return a database of this version with nothing in it, to compare the tables of another with."""
    db = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    apply(db)
    return db
