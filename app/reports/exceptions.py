"""Every exception to the division of duties that the log shows: one machine cannot forbid them, so they are listed.

Worked out from the journal alone, apart from the checks the program makes when somebody acts, so that an act that came
past those is found too. Releases are measured by what they answered for as their entry says it (the whole lines, where
nothing is known to be wrong with them but their shape is not what was agreed), never by less than the exposure of
their case, with the policy and role of their time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.domain.case import Action, JournalEntry, JournalKind
from app.domain.decision import Lane
from app.domain.imports import ImportKind
from app.domain.money import ZERO, decimal_from_text, money_text
from app.domain.policy import Policy, PolicyVersion, Role
from app.policy.authority import at_least, may_release
from app.reports.source import ReportSource, all_entries
from app.reports.table import Report, Value
from app.reports.words import Words, in_words

_HEADINGS = (
    "exception", "what_happened", "entry", "time_utc", "user", "role", "role_in_words", "workstation", "document_id",
    "case_id", "reason",
)  # fmt: skip
_TOGETHER = timedelta(minutes=10)
_RULES = frozenset({
    ImportKind.POLICY.value, ImportKind.VENDORS.value, ImportKind.ITEMS.value, ImportKind.UOM_CONVERSIONS.value,
    ImportKind.ITEM_CROSS_REFERENCES.value, ImportKind.SUBSTITUTIONS.value,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One exception: its kind, a sentence, and the entry that shows it."""

    kind: str
    sentence: str
    entry: JournalEntry


def exceptions_report(source: ReportSource, words: Words) -> Report:
    """Return every exception, oldest first."""
    found = find_exceptions(all_entries(source), source.policies())
    about: tuple[tuple[str, Value], ...] = (
        ("scope", "every entry of the journal"),
        ("measured by", "what the release answered for, the role of the entry and the policy then in force"),
    )
    return Report("exceptions", "Exceptions", _HEADINGS, _rows(found, words), about)


def _rows(found: Iterable[Found], words: Words) -> Iterator[tuple[Value, ...]]:
    for one in found:
        entry = one.entry
        yield (
            one.kind, one.sentence, entry.sequence, entry.moment or entry.time, entry.user, entry.role,
            in_words(entry.role, words.roles), entry.workstation, entry.document_id, entry.case_id, entry.reason,
        )  # fmt: skip


def find_exceptions(entries: Iterable[JournalEntry], policies: Sequence[PolicyVersion]) -> tuple[Found, ...]:
    """Return the exceptions that these entries, in their order and from the first on, show."""
    log = tuple(entries)
    undone = {_after(entry).get("undone_entry") for entry in log if entry.kind == JournalKind.UNDONE.value}
    desk = _Desk(policies)
    found: list[Found] = []
    for entry in log:
        said = _after(entry)
        found += [Found(kind, sentence, entry) for kind, sentence in desk.look(entry, said, entry.sequence in undone)]
    return tuple(found)


@dataclass(slots=True)
class _Desk:
    """What is known of a desk up to an entry."""

    policies: Sequence[PolicyVersion]
    acted: dict[str, int] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    controllers: set[str] = field(default_factory=set)
    entered: dict[tuple[str, int], set[int | None]] = field(default_factory=dict)
    released: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    seen: dict[str, tuple[str, datetime | None]] = field(default_factory=dict)
    told: set[tuple[str, ...]] = field(default_factory=set)
    accounts: dict[str, set[str]] = field(default_factory=dict)

    def look(self, entry: JournalEntry, said: Mapping[str, Any], undone: bool) -> Iterator[tuple[str, str]]:
        """Yield kind and sentence of what this entry shows, and learn from it."""
        if not entry.person:
            return
        yield from self._places(entry)
        if role := (said.get("store") or {}).get("role"):
            yield from self._role_given(entry, role["user"], Role(role["role"]))
        if entry.kind == JournalKind.COMMAND.value:
            yield from self._command(entry, said.get("command") or {}, undone)
        elif (entry.kind == JournalKind.IMPORTED.value and said.get("kind") in _RULES) or "profile" in said:
            self.rules.setdefault(entry.user, entry.sequence)
        yield from _keeping(entry, said)

    def _places(self, entry: JournalEntry) -> Iterator[tuple[str, str]]:
        now = entry.moment
        place, before = self.seen.get(entry.user, (entry.workstation, now))
        self.seen[entry.user] = (entry.workstation, now)
        # Where a time was made unreadable, how long lay between cannot be known: that counts as together.
        together = now is None or before is None or now - before <= _TOGETHER
        if place != entry.workstation and together and self._first("places", entry.user, place):
            yield (
                "one account in two places",
                f"{entry.user} acted at {place} and within ten minutes at {entry.workstation}: "
                "several persons may use one account",
            )
        others = self.accounts.setdefault(entry.workstation, set())
        if others and entry.user not in others and self._first("accounts", entry.workstation, entry.user):
            yield (
                "several accounts at one machine",
                f"{entry.user} acts at {entry.workstation}, where {', '.join(sorted(others))} acted before: "
                "one person may use several accounts",
            )
        others.add(entry.user)

    def _first(self, *what: str) -> bool:
        new = what not in self.told
        self.told.add(what)
        return new

    def _role_given(self, entry: JournalEntry, user: str, role: Role) -> Iterator[tuple[str, str]]:
        if user == entry.user:
            yield "role given to oneself", f"{user} took the role {role.value}"
        elif self.controllers and entry.user not in self.controllers:
            yield "role given without a controller", f"{entry.user}, who is no controller, made {user} {role.value}"
        if user not in self.given and (count := self.acted.get(user, 0)):
            yield "role mapped late", f"{user} had acted on {count} cases before anybody gave them a role"
        self.given.add(user)
        (self.controllers.add if role is Role.CONTROLLER else self.controllers.discard)(user)

    def _command(self, entry: JournalEntry, command: Mapping[str, Any], undone: bool) -> Iterator[tuple[str, str]]:
        self.acted[entry.user] = self.acted.get(entry.user, 0) + 1
        key = (entry.user, entry.document_id or 0)
        if undone:
            if command.get("action") == Action.ACCEPT.value:
                yield "release taken back", f"{entry.user} released this and took it back"
            return
        for part, name in (("correction", "line_no"), ("choice", "invoice_line")):
            if typed := command.get(part):
                self.entered.setdefault(key, set()).add(typed.get(name))
        if command.get("action") == Action.ACCEPT.value:
            yield from self._released(entry, key)

    def _released(self, entry: JournalEntry, key: tuple[str, int]) -> Iterator[tuple[str, str]]:
        case = json.loads(entry.before).get("case") or {}
        lines = set(case.get("invoice_lines") or ())
        mine = self.entered.get(key, set())
        if mine and (not lines or None in mine or lines & mine):
            yield "own entry released", f"{entry.user} released what {entry.user} had entered or matched"
        if before := self.rules.get(entry.user):
            yield (
                "rules and releases by one person",
                f"{entry.user} released this and had set rules or master data before (entry {before})",
            )
        stake = _stake(entry, case)
        so_far = self.released.get(key, ZERO)
        self.released[key] = so_far + stake
        policy = self._policy(entry.sequence)
        role = Role(entry.role)
        if policy is None:
            yield "released without a policy", f"{entry.user} released {money_text(stake)} under no policy"
        elif not may_release(policy, role, stake):
            yield "above the limit", f"{entry.user} released {money_text(stake)}, above the limit of {role.value}"
        elif not may_release(policy, role, so_far + stake):
            whole = money_text(so_far + stake)
            yield (
                "above the limit in pieces",
                f"{entry.user} released {whole} of one invoice, above {role.value}'s limit",
            )
        needed = case.get("release_role")
        escalated = case.get("lane") == Lane.ESCALATE.value
        if policy is not None and escalated and needed and not at_least(policy, role, Role(needed)):
            yield "escalated case released below", f"{entry.user} as {role.value} released what was for {needed}"

    def _policy(self, sequence: int) -> Policy | None:
        return next((one.policy for one in reversed(self.policies) if one.entry <= sequence), None)


def _stake(entry: JournalEntry, case: Mapping[str, Any]) -> Decimal:
    """Return what a release answered for; entries of older programs say the exposure only."""
    said = (_after(entry).get("authority") or {}).get("answers_for", "0")
    return max(decimal_from_text(str(said)), decimal_from_text(str(case.get("exposure", "0"))))


def _keeping(entry: JournalEntry, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what somebody did to the log and to what is stored."""
    if said.get("accepted_loss"):
        yield "missing entries answered for", entry.summary
    if said.get("seal_stream_anew"):
        yield "new key of the log begun", f"{entry.user}: {entry.summary}"
    if said.get("clock_answered_until"):
        yield "silent time answered for", f"{entry.user}: {entry.summary}"
    if "files" in said and entry.kind == JournalKind.RETENTION.value:
        alone = "" if said.get("confirms") else ", confirmed by nobody else"
        yield "stored files deleted", f"{entry.summary}{alone}"
    if said.get("held") is False:
        yield "legal hold lifted", entry.summary
    if said.get("setting") == "documents_encrypted_with" and not said.get("value"):
        yield "encryption turned off", f"{entry.user} had stored files written plain again"


def _after(entry: JournalEntry) -> Mapping[str, Any]:
    said = json.loads(entry.after)
    return said if isinstance(said, dict) else {}
