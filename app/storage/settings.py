"""Roles of the desk's people and settings of the workspace, each change with its journal entry."""

from __future__ import annotations

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.policy import Role
from app.storage.journal import Journal
from app.storage.snapshots import clean_text


def role_of(db: Database, user: str) -> Role:
    """Return the role of an account; a clerk where nobody said otherwise."""
    row = db.execute("SELECT role FROM roles WHERE user = ?", (clean_text(user),)).fetchone()
    return Role(row[0]) if row else Role.AP_CLERK


def set_role(db: Database, journal: Journal, user: str, role: Role, actor: Actor) -> None:
    """Give an account a role."""
    user = clean_text(user)
    before = role_of(db, user)
    db.execute(
        "INSERT INTO roles (user, role) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET role = excluded.role",
        (user, role.value),
    )
    entry = NewEntry(
        JournalKind.SETTING, actor, f"Gave {user} the role {role.value.replace('_', ' ')}",
        before={"user": user, "role": before.value}, after={"user": user, "role": role.value},
    )  # fmt: skip
    journal.append(db, entry, {"role": {"user": user, "role": role.value}})


def setting(db: Database, name: str) -> str | None:
    """Return a setting."""
    row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def set_setting(db: Database, journal: Journal, name: str, value: str, actor: Actor) -> None:
    """Change a setting."""
    value = clean_text(value)
    before = setting(db, name)
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
    entry = NewEntry(
        JournalKind.SETTING, actor, f"Changed the setting {name}",
        before={"setting": name, "value": before}, after={"setting": name, "value": value},
    )  # fmt: skip
    journal.append(db, entry, {"setting": {"name": name, "value": value}})
