"""Importing ``policy.toml``: the text is kept as it is, every version of it, and read anew when it is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from app.domain.case import Actor, JournalKind, NewEntry
from app.domain.errors import ConflictError, InputError
from app.domain.identifiers import code_key
from app.domain.imports import ImportKind, ImportResult
from app.domain.plain_toml import odd_numbers
from app.domain.policy import Policy, PolicyVersion
from app.policy.policy_file import parse_policy
from app.storage.database import Workspace
from app.storage.imports import import_entry
from app.storage.journal import Journal
from app.storage.snapshots import clean_text

_MAX_BYTES = 1 << 20


def import_policy(
    workspace: Workspace, journal: Journal, path: Path, actor: Actor, *, dry_run: bool = False
) -> ImportResult:
    """Put a policy in force; the one that is in force already changes nothing.

    Raises:
        InputError: The file cannot be read, or is no policy; the one in force stays.
    """
    text = _text_of(path)
    _check_numbers(text, path.name)
    policy, warnings = parse_policy(text, path.name)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with workspace.writing() as db:
        row = _in_force(db)
        same = row is not None and row[0] == sha256
        warnings = (*warnings, *_strangers(db, policy))
        result = ImportResult(
            ImportKind.POLICY, path.name, 1, 1, 0, int(row is None), int(row is not None and not same), int(same),
            "UTF-8", notes=tuple(warnings),
        )  # fmt: skip
        if not dry_run:
            _keep(db, journal, policy, text, sha256, result, actor)
    return result


def _check_numbers(text: str, file: str) -> None:
    """Refuse a new policy with a number of TOML's other forms; one that is in force already stays readable."""
    odd = odd_numbers(text)
    if odd:
        raise InputError(
            "bad_policy",
            f"The policy {file} writes {', '.join(odd)}, and only digits and one point make a number here.",
            next_step="Write 1_000 and 1e3 as 1000, and import the file again; the policy in force was not changed.",
            context={"faults": "\n".join(odd)},
        )


def _keep(
    db: Database, journal: Journal, policy: Policy, text: str, sha256: str, result: ImportResult, actor: Actor
) -> None:
    number = int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM policies").fetchone()[0])
    effect = None if result.unchanged else {"policy": {"number": number, "version": policy.version, "sha256": sha256}}
    entry = journal.append(db, import_entry(result, sha256, actor), effect)
    if effect:
        db.execute(
            "INSERT INTO policies (number, version, sha256, text, imported, user, entry) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, policy.version, sha256, text, entry.time, clean_text(actor.user), entry.sequence),
        )


def save_policy(
    workspace: Workspace,
    journal: Journal,
    text: str,
    actor: Actor,
    *,
    seen_sha256: str | None,
    differences: Sequence[tuple[str, str, str]],
    reason: str,
) -> None:
    """Put a policy in force that a person changed here, with every setting before and after, and the reason.

    Raises:
        InputError: It is no policy; the one in force stays.
        ConflictError: Another policy is in force than the one that was changed; nothing was written.
    """
    policy, _ = parse_policy(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with workspace.writing() as db:
        row = _in_force(db)
        if (row[0] if row is not None else None) != seen_sha256:
            raise ConflictError(
                "policy_changed",
                "Somebody else put another policy in force in the meantime; nothing was saved.",
                next_step="Look at the policy in force and make the change again.",
            )
        entry = NewEntry(
            JournalKind.IMPORTED,
            actor,
            f"Changed the policy: {len(differences)} setting(s), now version {policy.version}",
            before={name: before for name, before, _ in differences},
            after={
                "kind": ImportKind.POLICY.value,
                "sha256": sha256,
                **{name: after for name, _, after in differences},
            },
            reason=reason,
        )
        number = int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM policies").fetchone()[0])
        effect = {"policy": {"number": number, "version": policy.version, "sha256": sha256}}
        written = journal.append(db, entry, effect)
        db.execute(
            "INSERT INTO policies (number, version, sha256, text, imported, user, entry) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, policy.version, sha256, text, written.time, clean_text(actor.user), written.sequence),
        )


def _strangers(db: Database, policy: Policy) -> tuple[str, ...]:
    """Warn of vendors that the policy names and nobody imported: what is said of them holds for nobody."""
    named = {vendor_id: f"vendors.{vendor_id}" for vendor_id in policy.vendors}
    switches = (switch.rpartition(":")[0] for switch in policy.automation_off)
    named |= {vendor_id: f"automation.off = {vendor_id}:…" for vendor_id in switches if vendor_id}
    known = {row[0] for row in db.execute("SELECT vendor_id FROM vendors")}
    folded = {code_key(vendor_id): vendor_id for vendor_id in known}
    found = []
    for vendor_id in sorted(set(named) - known):
        near = folded.get(code_key(vendor_id))
        hint = f"; is it {near}?" if near else "; import the vendors first, or correct the number"
        found.append(f"{named[vendor_id]}: there is no vendor {vendor_id}, so that this holds for nobody{hint}")
    return tuple(found)


def policy_in_force(db: Database) -> Policy | None:
    """Return the newest policy, with its hash; None where none was imported."""
    row = _in_force(db)
    if row is None:
        return None
    policy, _ = parse_policy(row[1])
    return replace(policy, sha256=row[0], in_force=date.fromisoformat(row[2][:10]))


def policy_versions(db: Database) -> tuple[PolicyVersion, ...]:
    """Return every policy that was ever in force, oldest first."""
    rows = db.execute("SELECT number, text, sha256, imported, user, entry FROM policies ORDER BY number").fetchall()
    return tuple(
        PolicyVersion(
            row[0], replace(parse_policy(row[1])[0], sha256=row[2], in_force=date.fromisoformat(row[3][:10])),
            row[5], row[3], row[4],
        )
        for row in rows
    )  # fmt: skip


def _in_force(db: Database) -> tuple[str, str, str] | None:
    row = db.execute("SELECT sha256, text, imported FROM policies ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else (str(row[0]), str(row[1]), str(row[2]))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("too_large", f"{path.name} is larger than 1 MB: no policy is.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            "file_not_readable", f"{path.name} cannot be read: {error.strerror or error}.",
            context={"file": path.name},
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise InputError(
            "encoding", f"{path.name} is not UTF-8.", next_step="Save it as UTF-8.", context={"file": path.name}
        ) from error
