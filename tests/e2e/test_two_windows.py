"""Two programs on one workspace: nothing acknowledged is lost, nothing is done twice, and who came late is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.case import Case, CaseState, DocumentState, JournalEntry, Outcome
from app.domain.inbox import InboxState
from app.workflow.given_readings import write_out
from app.workflow.ports import QueueFilter
from tests.helpers.small_desk import GLOVES, SmallDesk, line, open_cases, paper, small_desk
from tests.helpers.two_windows import NOTES, at_once, program

USERS = ("ann", "bob")
DEAR_GLOVES = {**GLOVES, "unit_price": "4.20", "line_total": "420.00"}


def whole_order(number: str) -> dict[str, Any]:
    """Return an invoice for all that is ordered: S for PO-2, G for the gloves of PO-1."""
    if number.startswith("G"):
        return paper(number, [GLOVES], "400.00")
    stock = line(1, "10003", "Chicken stock low sodium 32 oz", "10", "CS", "24.00", "240.00")
    return paper(number, [stock], "240.00", po_numbers=["PO-2"])


# Either of two is as ordered; both are twice the goods.
PAPERS = tuple(map(whole_order, ("S-1", "S-2", "G-1", "G-2")))
SIX_MORE = ("S-3", "S-4", "S-5", "G-3", "G-4", "G-5")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    with made.services:
        yield made


def workspace_of(desk: SmallDesk) -> Path:
    return desk.folder / "workspace"


def only_case(desk: SmallDesk) -> Case:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    return case


def entries_of(desk: SmallDesk, case: Case) -> list[JournalEntry]:
    return [one for one in desk.services.store.journal(document_id=case.document_id) if one.user in USERS]


def test_no_command_of_two_programs_is_lost(desk: SmallDesk) -> None:
    case = only_case(desk)
    said = at_once("note", workspace_of(desk), USERS)
    acknowledged = {one["done"] for words in said for one in words if "done" in one}
    found = entries_of(desk, case)
    assert len(acknowledged) == len(found) == 2 * NOTES
    assert {entry.hash for entry in found} == acknowledged
    assert sorted(entry.reason for entry in found) == sorted(f"{user} {n}" for user in USERS for n in range(NOTES))
    sequences = [entry.sequence for entry in desk.services.store.journal()]
    assert sequences == list(range(1, len(sequences) + 1))
    assert desk.services.store.verify().whole


def test_one_of_two_programs_settles_a_case_and_the_other_is_told_in_words(desk: SmallDesk) -> None:
    case = only_case(desk)
    (said, *_), (also, *_) = at_once("accept", workspace_of(desk), USERS)
    first, late = (said, also) if "done" in said else (also, said)
    (entry,) = entries_of(desk, case)
    assert first == {"done": entry.hash}
    assert "changed by somebody else" in late["refused"]
    assert "again" in late["refused"]
    settled = desk.services.store.case(case.case_id)
    assert (settled.state, settled.outcome) == (CaseState.RESOLVED, Outcome.ACCEPTED)
    assert settled.note == entry.reason == f"agreed by {entry.user}"
    assert desk.services.store.verify().whole


def test_two_programs_that_go_on_with_one_batch_take_each_file_in_once_and_use_no_goods_twice(desk: SmallDesk) -> None:
    readings = desk.folder / "readings.json"
    readings.write_text(json.dumps({"documents": PAPERS}), encoding="utf-8")
    files = write_out(readings, desk.folder / "papers")
    store = desk.services.store
    store.enqueue(files, "command line")
    at_once("take in", workspace_of(desk), USERS, str(readings))
    assert store.inbox((InboxState.WAITING,)) == ()
    rows = store.queue(QueueFilter())
    assert sorted(str(row.invoice_number) for row in rows) == ["G-1", "G-2", "S-1", "S-2"]
    cleared = [str(row.invoice_number)[0] for row in rows if row.state is DocumentState.CLEARED]
    assert sorted(cleared) == ["G", "S"]
    assert store.verify().whole


def test_a_batch_that_died_in_its_midst_is_taken_on_by_two_programs_without_taking_anything_twice(
    desk: SmallDesk,
) -> None:
    readings = desk.folder / "readings.json"
    readings.write_text(json.dumps({"documents": [*PAPERS, *map(whole_order, SIX_MORE)]}), encoding="utf-8")
    files = write_out(readings, desk.folder / "papers")
    store = desk.services.store
    store.enqueue(files, "command line")
    dying = program("one by one", workspace_of(desk), "dan", str(readings))
    assert dying.stdin is not None
    assert dying.stdout is not None
    dying.stdout.readline()
    dying.stdin.write("\n")
    dying.stdin.flush()
    taken = [json.loads(dying.stdout.readline())["taken"] for _ in range(3)]
    dying.kill()
    dying.communicate()
    assert len(store.inbox((InboxState.WAITING,))) >= 1, "it died in its midst"
    at_once("take in", workspace_of(desk), USERS, str(readings))
    done = store.inbox()
    assert {item.state for item in done} == {InboxState.DONE}
    assert set(taken) < {item.path for item in done}
    assert len({item.document_id for item in done} - {None}) == len(files)
    rows = store.queue(QueueFilter())
    assert sorted(str(row.invoice_number) for row in rows) == sorted(("S-1", "S-2", "G-1", "G-2", *SIX_MORE))
    assert not [row for row in rows if row.state in (DocumentState.UNREADABLE,)]
    assert all(store.document(row.document_id).decision is not None for row in rows)
    cleared = [str(row.invoice_number)[0] for row in rows if row.state is DocumentState.CLEARED]
    assert sorted(cleared) == ["G", "S"]
    assert store.verify().whole
