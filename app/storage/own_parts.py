"""What a database of ours is made of, and what somebody else put into it: a trigger changes what is written unseen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from app.domain.errors import EnvironmentFault
from app.storage import migrations
from app.storage.faults import fault

_ACTING = ("trigger ", "view ")  # parts that do something by themselves when others are read or written


def schema_of(db: Database) -> dict[str, str]:
    """Return the statements that made the tables, indexes, triggers and views of a database, by kind and name."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return {f"{row[0]} {row[1]}": " ".join(str(row[2]).split()) for row in db.execute(sql)}


@cache
def own_parts() -> Mapping[str, str]:
    """Return the same of a database that this program made."""
    return schema_of(migrations.in_memory())


def refuse_foreign_parts(db: Database, path: Path) -> None:
    """Refuse a database in which something acts that the program did not make, or acts otherwise than it did.

    A part that is gone is for the verification of the log to name, which must be able to open what it verifies; and
    what a newer version of the program added is not known here.

    Raises:
        EnvironmentFault: ``foreign_parts``; ``database_damaged`` where a newer one lacks a table of ours.
    """
    own, found = own_parts(), schema_of(db)
    if migrations.newer(db):
        if any(name.startswith("table ") and name not in found for name in own):
            raise fault("database_damaged", path)
        return
    older = db.execute("PRAGMA user_version").fetchone()[0] < migrations.USER_VERSION
    for name, statement in found.items():
        acts = name.startswith(_ACTING)
        changed = name in own and own[name] != statement and not older and name.startswith((*_ACTING, "table "))
        if (acts and name not in own) or changed:
            raise EnvironmentFault(
                "foreign_parts",
                f"{path} holds the {name}, which is not as this program made it and could change what is written "
                "there. It was left as it is.",
                next_step="Restore the last backup of the workspace, and find out who changed the database.",
                context={"path": str(path), "part": name},
            )
