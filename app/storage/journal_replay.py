"""What the journal says the tables must hold, learned entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.storage.keeping_checks import KeepingReplay
from app.storage.master_changes import CHANGES

Columns = tuple[Any, ...]


class Trouble(Exception):  # noqa: N818 - it is what verification finds, and ends it
    """The first thing that is not as it should be."""

    def __init__(self, entry: int | None, trouble: str, attack: str) -> None:
        super().__init__(trouble)
        self.entry = entry
        self.trouble = trouble
        self.attack = attack


@dataclass(slots=True)
class Replay:
    """What the journal says the tables must hold; each with the entry that said so."""

    versions: dict[tuple[int, int], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    newest: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    arrivals: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    case_versions: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    newest_case: dict[int, tuple[int, str]] = field(default_factory=dict)
    case_documents: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    policies: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    roles: dict[str, tuple[int, str]] = field(default_factory=dict)
    settings: dict[str, tuple[int, str]] = field(default_factory=dict)
    master: dict[str, tuple[int, str]] = field(default_factory=dict)
    undigested: set[str] = field(default_factory=set)
    keeping: KeepingReplay = field(default_factory=KeepingReplay)
    kept: dict[str, int] = field(default_factory=dict)

    def learn(self, entry: int, effect: dict[str, Any], columns: Columns) -> None:
        """Take in what one entry says was written; ``columns`` are those of the entry itself."""
        self.keeping.learn(entry, effect)
        if document := effect.get("document"):
            self.versions[document["id"], document["version"]] = (entry, document)
            self.newest[document["id"]] = (entry, document)
            if arrival := effect.get("arrival"):
                self.arrivals[document["id"]] = (entry, arrival)
        for case_id, version, digest in effect.get("cases", ()):
            self.case_versions[case_id, version] = (entry, digest)
            if document:
                self.case_documents[case_id, version] = (document["id"], document["version"])
            self.newest_case[case_id] = (entry, digest)
        if policy := effect.get("policy"):
            self.policies[policy["number"]] = (entry, {**policy, "imported": columns[1], "user": columns[3]})
        if role := effect.get("role"):
            self.roles[role["user"]] = (entry, role["role"])
        if setting := effect.get("setting"):
            self.settings[setting["name"]] = (entry, setting["value"])
        if changes := effect.get(CHANGES):
            self.kept[changes] = entry
        for table, digest in effect.get("master", {}).items():
            self.master[table] = (entry, digest)
