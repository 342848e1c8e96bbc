"""Who settled each case, when and why, as the journal says it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.case import PENDING, Action, Case, JournalEntry, JournalKind, Outcome

_ENDING = {Action.ACCEPT.value: Outcome.ACCEPTED, Action.REJECT.value: Outcome.REJECTED}


@dataclass(frozen=True, slots=True)
class Settled:
    """The entry that ended a case; ``reason`` is what was given for it, never the text of a message."""

    by: str
    role: str
    when: datetime | None
    reason: str
    person: bool
    entry: int = 0
    limit: str = ""
    answers_for: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was handed over: its text, to whom, and the entry that says so."""

    text: str
    to: str
    entry: int

    @property
    def sha256(self) -> str:
        """Return the hash of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def settled_cases(entries: Iterable[JournalEntry], cases: Iterable[Case]) -> dict[int, Settled]:
    """Return by case id what ended each case that is settled or no longer applies."""
    asked: dict[tuple[int, Outcome], JournalEntry] = {}
    moved: dict[int, JournalEntry] = {}
    for entry in entries:
        after: dict[str, Any] = json.loads(entry.after)
        action = after.get("command", {}).get("action") if entry.kind == JournalKind.COMMAND.value else None
        if entry.case_id is not None and action in _ENDING:
            asked[entry.case_id, _ENDING[action]] = entry
        for case_id, *_ in after.get("store", {}).get("cases", ()) if action != Action.NOTE.value else ():
            moved[case_id] = entry
    found: dict[int, Settled] = {}
    for case in cases:
        if case.state in PENDING:
            continue
        by_command = asked.get((case.case_id, case.outcome)) if case.outcome else None
        ending = by_command or moved.get(case.case_id)
        if ending is not None:
            found[case.case_id] = _settled(ending)
    return found


def messages_sent(entries: Iterable[JournalEntry]) -> dict[int, Message]:
    """Return by case id the message that was last marked as sent."""
    found: dict[int, Message] = {}
    for entry in entries:
        command = json.loads(entry.after).get("command", {}) if entry.kind == JournalKind.COMMAND.value else {}
        if entry.case_id is not None and command.get("action") == Action.SEND.value:
            owner = command.get("owner") or json.loads(entry.before).get("case", {}).get("owner") or ""
            found[entry.case_id] = Message(entry.reason, owner, entry.sequence)
    return found


def attachments_of(entries: Iterable[JournalEntry]) -> dict[int, str]:
    """Return by case id the files that were attached, each with its size, SHA-256 and entry."""
    found: dict[int, list[str]] = {}
    for entry in entries:
        if entry.kind == JournalKind.ATTACHED.value and entry.case_id is not None:
            said = json.loads(entry.after)
            size = f"{said['bytes']} bytes, " if "bytes" in said else ""
            text = f"{said['file']} ({size}SHA-256 {said['sha256']}, entry {entry.sequence})"
            found.setdefault(entry.case_id, []).append(text)
    return {case_id: "; ".join(texts) for case_id, texts in found.items()}


def _settled(entry: JournalEntry) -> Settled:
    reason = entry.reason if entry.person or entry.reason else entry.summary
    after: dict[str, Any] = json.loads(entry.after)
    rests = after.get("authority", {})
    return Settled(
        entry.user, entry.role, entry.moment, reason, entry.person, entry.sequence,
        rests.get("limit", ""), rests.get("answers_for", ""), after.get("command", {}).get("reference", ""),
    )  # fmt: skip
