"""What one of several programs does to a workspace for a while: notes, decisions, strokes, undo, policy, tables, files.

Each thing is acknowledged by the hash of the entry it left, or refused in words.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from app.domain.case import Action, Case, CaseState, Command
from app.domain.errors import AppError
from app.workflow.batch import process_files
from app.workflow.given_readings import GivenReaders, load_readings, write_out
from app.workflow.import_data import import_files
from app.workflow.policy_edit import save_policy, with_limit
from app.workflow.ports import ImportKind
from app.workflow.resolve_case import apply, undo
from app.workflow.resolve_many import undo_step
from app.workflow.services import Services
from tests.helpers.bulk_strokes import some_at_once
from tests.helpers.small_desk import GLOVES, VENDORS, paper

Say = Callable[[str, str], None]
MOST_PAPERS = 400


def hammer(services: Services, seconds: Decimal, folder: Path, say: Say) -> None:
    """Work so long, and say what came of each thing."""
    chance = random.Random(services.actor.user)
    files = _papers(services.actor.user, folder / services.actor.user)
    reading = replace(services, readers=GivenReaders(load_readings(folder / services.actor.user / "readings.json")))
    things: tuple[Callable[[], object], ...] = (
        partial(_on_a_case, services, chance, Action.NOTE),
        partial(_on_a_case, services, chance, Action.REJECT),
        partial(some_at_once, services, chance),
        partial(undo, services),
        partial(undo_step, services),
        partial(_policy, services, chance),
        partial(_import, services, chance, folder / services.actor.user),
        lambda: process_files(reading, [next(files)]),
    )
    end = time.monotonic_ns() + int(seconds * 1_000_000_000)
    while time.monotonic_ns() < end:
        before = services.store.head()[0]
        doing = chance.choice(things)
        try:
            doing()
        except AppError as error:
            say("refused", f"{error.code}: {error}")
            continue
        mine = [one.hash for one in services.store.journal(since=before) if one.user == services.actor.user]
        for entry in mine:
            say("done", entry)


def _papers(user: str, folder: Path) -> Iterator[Path]:
    gloves = {**GLOVES, "unit_price": "4.50", "line_total": "450.00"}
    papers = [paper(f"{user}-{number}", [gloves], "450.00") for number in range(MOST_PAPERS)]
    folder.mkdir(parents=True)
    readings = folder / "readings.json"
    readings.write_text(json.dumps({"documents": papers}), encoding="utf-8")
    return iter(write_out(readings, folder / "papers"))


def _on_a_case(services: Services, chance: random.Random, action: Action) -> None:
    cases = services.store.cases((CaseState.OPEN,))
    if not cases:
        return
    chosen: Case = chance.choice(cases)
    note = f"{services.actor.user} {chance.random()}"
    apply(services, chosen.case_id, Command(action, chosen.version, note))


def _policy(services: Services, chance: random.Random) -> None:
    before = services.store.policy()
    assert before is not None
    after = with_limit(before, "default", "price_percent", Decimal(chance.randint(1, 900)) / 100)
    save_policy(services, after, before, "prices rose")


def _import(services: Services, chance: random.Random, folder: Path) -> None:
    table = folder / "vendors.csv"
    number = chance.randint(1, 10**6)
    table.write_text(VENDORS.replace("Bexhill Fasteners", f"Bexhill {services.actor.user} {number}"), encoding="utf-8")
    import_files(services, [(ImportKind.VENDORS, table)])
