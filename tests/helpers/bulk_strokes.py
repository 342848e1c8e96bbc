"""Commands on several cases at one stroke, beside other programs, and what the log must say of each of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import timedelta

from app.domain.case import Action, CaseState, Command, JournalEntry, JournalKind
from app.workflow.resolve_many import TOGETHER_ACTIONS, apply_together, seen
from app.workflow.services import Services

MOST_CASES = 4


def some_at_once(services: Services, chance: random.Random) -> None:
    """Release, hand over, hold or note a few open cases at one stroke."""
    cases = services.store.cases((CaseState.OPEN,))
    chosen = chance.sample(cases, min(len(cases), chance.randint(2, MOST_CASES)))
    action = chance.choice(TOGETHER_ACTIONS)
    until = services.clock.now().date() + timedelta(days=30) if action is Action.HOLD else None
    note = f"{services.actor.user} {chance.random()}"
    apply_together(services, map(seen, chosen), Command(action, 0, note=note, hold_until=until))


def faults_of_strokes(journal: Iterable[JournalEntry]) -> list[str]:
    """Name every stroke that is not in the log whole, once, in one piece, or that names other cases than its own."""
    found: dict[str, list[JournalEntry]] = {}
    named: dict[str, set[tuple[int, ...]]] = {}
    for entry in journal:
        stroke = json.loads(entry.after).get("together") if entry.kind == JournalKind.COMMAND else None
        if stroke:
            found.setdefault(stroke["id"], []).append(entry)
            named.setdefault(stroke["id"], set()).add(tuple(stroke["cases"]))
    faults = []
    for name, entries in found.items():
        cases = tuple(entry.case_id for entry in entries)
        places = [entry.sequence for entry in entries]
        if named[name] != {cases}:
            faults.append(f"stroke {name}: decided {cases}, and its entries name {named[name]}")
        if places != list(range(places[0], places[0] + len(places))):
            faults.append(f"stroke {name}: in pieces, at {places}")
    return faults
