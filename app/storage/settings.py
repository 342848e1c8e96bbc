"""Roles of the desk's people and settings of the workspace, each change with its journal entry."""

from __future__ import annotations

import json

from sqlite_utils import Database

from app.domain.audit import RoleGiven
from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.match import LEARNED_WEIGHTS
from app.domain.policy import Role
from app.storage.journal import STORE_KEY, Journal
from app.storage.snapshots import clean_text


def role_of(db: Database, user: str) -> Role:
    """Return the role of an account; a clerk where nobody said otherwise."""
    row = db.execute("SELECT role FROM roles WHERE user = ?", (clean_text(user),)).fetchone()
    return Role(row[0]) if row else Role.AP_CLERK


def roles(db: Database) -> tuple[RoleGiven, ...]:
    """Return every account that was given a role, by name, with the entry that gave it."""
    given: dict[str, tuple[str, str, str]] = {}
    sql = "SELECT user, time, reason, after FROM journal WHERE kind = ? ORDER BY sequence"
    for by, time, reason, after in db.execute(sql, (JournalKind.SETTING.value,)):
        changed = json.loads(after).get(STORE_KEY, {}).get("role")
        if changed:
            given[changed["user"]] = (by, time, reason)
    rows = db.execute("SELECT user, role FROM roles ORDER BY user").fetchall()
    return tuple(RoleGiven(user, Role(role), *given.get(user, ("", "", ""))) for user, role in rows)


def saved_profiles(db: Database) -> dict[str, str]:
    """Return the SHA-256 of each extraction profile as the journal last has it, by its id."""
    sql = "SELECT after FROM journal WHERE kind = ? AND after LIKE '%\"profile\"%' ORDER BY sequence"
    entries = (json.loads(after) for (after,) in db.execute(sql, (JournalKind.SETTING.value,)))
    return {entry["profile"]: entry["sha256"] for entry in entries if {"profile", "sha256"} <= entry.keys()}


def set_role(db: Database, journal: Journal, user: str, role: Role, actor: Actor, reason: str = "") -> None:
    """Give an account a role; the entry says who got which role in place of which."""
    user = clean_text(user)
    before = role_of(db, user)
    db.execute(
        "INSERT INTO roles (user, role) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET role = excluded.role",
        (user, role.value),
    )
    whom = "themselves" if user == clean_text(actor.user) else user
    instead = f", in place of {_words(before)}" if before is not role else ", which they had"
    entry = NewEntry(
        JournalKind.SETTING, actor, f"Gave {whom} the role {_words(role)}{instead}",
        before={"user": user, "role": before.value}, after={"user": user, "role": role.value}, reason=reason,
    )  # fmt: skip
    journal.append(db, entry, {"role": {"user": user, "role": role.value}})


def _words(role: Role) -> str:
    return role.value.replace("_", " ")


def setting(db: Database, name: str) -> str | None:
    """Return a setting."""
    row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def learned_weights(db: Database) -> dict[str, int]:
    """Return the weights of matching that this desk keeps, by level; empty where it keeps none."""
    kept = setting(db, LEARNED_WEIGHTS)
    return {name: int(weight) for name, weight in json.loads(kept).items()} if kept else {}


def set_setting(db: Database, journal: Journal, name: str, value: str, actor: Actor, reason: str = "") -> None:
    """Change a setting; the entry says what stood before, and why."""
    value = clean_text(value)
    before = setting(db, name)
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
    entry = NewEntry(
        JournalKind.SETTING, actor, f"Changed the setting {name}",
        before={"setting": name, "value": before}, after={"setting": name, "value": value}, reason=reason,
    )  # fmt: skip
    journal.append(db, entry, {"setting": {"name": name, "value": value}})
