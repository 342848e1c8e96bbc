"""Where a workspace's database may lie, and putting a new one there: whole, or not at all."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from app.domain.durable import sync_folder
from app.domain.errors import EnvironmentFault
from app.storage import migrations
from app.storage.file_check import check_database_file
from app.storage.files import drop
from app.storage.network_paths import network_place

DATABASE_NAME = "tieout.db"
HALF_BUILT = f".{DATABASE_NAME}.*"


def refuse_file_in_the_way(folder: Path) -> None:
    """Refuse a workspace below a file. Raises EnvironmentFault ``workspace_is_a_file``."""
    for place in (folder, *folder.parents):
        if place.is_file():
            raise EnvironmentFault(
                "workspace_is_a_file",
                f"{place} is a file; a workspace is a folder.",
                next_step="Name a folder; it is made where there is none.",
                context={"path": str(place)},
            )


def refuse_network_place(folder: Path) -> None:
    """Refuse a workspace on another machine. Raises EnvironmentFault ``network_folder``."""
    if place := network_place(folder):
        raise EnvironmentFault(
            "network_folder",
            f"{folder} lies on {place}: a database there loses what is written to it, so no workspace may.",
            next_step="Choose a folder on a disk of this machine; backups may go to the network (“tieout backup”).",
            context={"path": str(folder)},
        )


def refuse_lost_database(path: Path, documents: Path) -> None:
    """Refuse to begin anew beside what another database knew. Raises EnvironmentFault ``database_missing``."""
    leftovers = [path.with_name(DATABASE_NAME + "-wal")]
    if any(p.exists() for p in leftovers) or (documents.is_dir() and any(documents.iterdir())):
        raise EnvironmentFault(
            "database_missing",
            f"{path.parent} holds stored invoices but its database {DATABASE_NAME} is gone.",
            next_step="Restore the database from a backup, or choose an empty folder for a new workspace.",
            context={"path": str(path)},
        )


def build_database(path: Path) -> None:
    """Build a new database beside the place and move it there whole, so that no crash leaves half of one."""
    building = path.with_name(f".{DATABASE_NAME}.{os.getpid()}.{threading.get_ident()}")
    building.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(building)) as conn:
            db = Database(conn, execute_plugins=False)
            db.execute("PRAGMA synchronous = FULL")
            # From the first moment on, so that a rollback journal beside it can never be its own.
            db.execute("PRAGMA journal_mode = WAL").fetchone()
            migrations.apply(db)
            # Closing does this too, but tells nobody where the disk is full; what lies in the log is left behind.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        check_database_file(building)
        try:
            os.link(building, path)
        except FileExistsError:
            pass  # another window was faster: its database is the one
        except OSError:
            building.replace(path)
    finally:
        for part in ("", "-wal", "-shm", "-journal"):
            drop(building.with_name(building.name + part))
    sync_folder(path.parent)


def check_file(path: Path) -> None:
    """Refuse a file that is no whole database of this program. Raises EnvironmentFault."""
    # The name under which it was built is still there where a program was killed, or is a moment from removing it.
    for built in path.parent.glob(HALF_BUILT):
        with suppress(OSError):
            if built.samefile(path):
                built.unlink()
    check_database_file(path)
