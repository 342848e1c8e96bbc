"""Cases: the newest version of each in a table of its own, every version kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlite_utils import Database

from app.domain.case import Case, CaseDraft, CaseState, Handover, Outcome
from app.domain.decision import Lane
from app.domain.errors import InputError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.record import canonical_json, from_record
from app.domain.settlement import CaseChange
from app.storage.snapshots import canonical_bytes

_COLUMNS = (
    "case_id, document_id, category, patterns, lane, owner, release_role, exposure, rule, invoice_lines, po_lines, "
    "handover, state, outcome, hold_until, note, version, opened"
)
_MARKS = ", ".join("?" * 18)
_JSON_COLUMNS = ("patterns", "invoice_lines", "po_lines", "handover")


def case_of(row: sqlite3.Row) -> Case:
    """Build a case from its row."""
    return Case(
        case_id=row["case_id"],
        document_id=row["document_id"],
        category=row["category"],
        patterns=tuple(json.loads(row["patterns"])),
        lane=Lane(row["lane"]) if row["lane"] else None,
        owner=Role(row["owner"]) if row["owner"] else None,
        release_role=Role(row["release_role"]) if row["release_role"] else None,
        exposure=Decimal(row["exposure"]),
        rule=row["rule"],
        invoice_lines=tuple(json.loads(row["invoice_lines"])),
        po_lines=tuple(LineRef(*pair) for pair in json.loads(row["po_lines"])),
        handover=from_record(Handover, json.loads(row["handover"])),
        state=CaseState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        hold_until=date.fromisoformat(row["hold_until"]) if row["hold_until"] else None,
        note=row["note"],
        version=row["version"],
        opened=datetime.fromisoformat(row["opened"]) if row["opened"] else None,
    )


def case_bytes(case: Case) -> bytes:
    """Return the canonical bytes of a case: what its versions hold and the journal has the hash of."""
    return canonical_bytes(case)


def cases_of(db: Database, document_id: int) -> tuple[Case, ...]:
    """Return every case of one document, superseded ones included, in the order they were opened."""
    sql = f"SELECT {_COLUMNS} FROM cases WHERE document_id = ? ORDER BY case_id"  # noqa: S608 - names only
    return tuple(case_of(row) for row in db.execute(sql, (document_id,)))


def one_case(db: Database, case_id: int) -> Case:
    """Return one case.

    Raises:
        InputError: ``no_such_case``.
    """
    sql = f"SELECT {_COLUMNS} FROM cases WHERE case_id = ?"  # noqa: S608 - names only
    row = db.execute(sql, (case_id,)).fetchone()
    if row is None:
        raise InputError("no_such_case", f"There is no case {case_id}.", next_step="Look at the queue for its number.")
    return case_of(row)


def cases_in(db: Database, states: Iterable[CaseState]) -> tuple[Case, ...]:
    """Return the cases in these states (all where none are named), oldest first."""
    wanted = [state.value for state in states]
    where = f"WHERE state IN ({', '.join('?' * len(wanted))})" if wanted else ""
    sql = f"SELECT {_COLUMNS} FROM cases {where} ORDER BY case_id"  # noqa: S608 - names and marks only
    return tuple(case_of(row) for row in db.execute(sql, wanted))


def accepted_cases(
    db: Database, rules: Sequence[str], patterns: Sequence[str], case_id: int | None
) -> tuple[tuple[Case, str | None], ...]:
    """Return the accepted cases whose rule begins so or that have one of these patterns, each with its vendor."""
    rule_is = " OR ".join("instr(c.rule, ?) = 1" for _ in rules)
    marks = ", ".join("?" * len(patterns))
    names = ", ".join(f"c.{name.strip()}" for name in _COLUMNS.split(","))
    sql = (
        f"SELECT {names}, d.vendor_id AS vendor FROM cases c JOIN documents d USING (document_id) "  # noqa: S608 - names
        f"WHERE c.outcome = ? AND ({rule_is} OR EXISTS (SELECT 1 FROM json_each(c.patterns) WHERE value IN ({marks}))) "
        f"AND (? IS NULL OR c.case_id = ?) ORDER BY c.case_id"
    )
    values = (Outcome.ACCEPTED.value, *rules, *patterns, case_id, case_id)
    return tuple((case_of(row), row["vendor"]) for row in db.execute(sql, values))


def open_case(db: Database, document_id: int, document_version: int, draft: CaseDraft, now: str) -> Case:
    """Write a new case."""
    next_id = db.execute("SELECT coalesce(max(case_id), 0) + 1 FROM cases").fetchone()[0]
    case = Case(
        case_id=next_id, document_id=document_id, category=draft.category, patterns=draft.patterns, lane=draft.lane,
        owner=draft.owner, release_role=draft.release_role, exposure=draft.exposure, rule=draft.rule,
        invoice_lines=draft.invoice_lines, po_lines=draft.po_lines, handover=draft.handover,
        opened=datetime.fromisoformat(now),
    )  # fmt: skip
    _write(db, case, document_version)
    return case


def change_case(db: Database, case: Case, change: CaseChange, document_version: int) -> Case:
    """Write the new standing of a case as its next version; an owner or a note not given stays."""
    changed = replace(
        case,
        state=change.state,
        outcome=change.outcome,
        owner=change.owner or case.owner,
        hold_until=change.hold_until,
        note=change.note or case.note,
        version=case.version + 1,
    )
    _write(db, changed, document_version)
    return changed


def rewrite_case(db: Database, case: Case, document_version: int) -> Case:
    """Write a case as it is given, as its next version."""
    _write(db, case, document_version)
    return case


def versions_at(db: Database, document_id: int, document_version: int) -> dict[int, Case]:
    """Return the cases of a document as they stood when the document had this version."""
    sql = (
        "SELECT case_id, max(version) AS version, record FROM case_versions "
        "WHERE document_id = ? AND document_version <= ? GROUP BY case_id"
    )
    rows = db.execute(sql, (document_id, document_version))
    return {row["case_id"]: from_record(Case, json.loads(row["record"])) for row in rows}


def _write(db: Database, case: Case, document_version: int) -> None:
    body = case_bytes(case).decode()
    record = json.loads(body)
    values = [canonical_json(record[k]) if k in _JSON_COLUMNS else record[k] for k in _COLUMNS.split(", ")]
    if case.version == 1:
        db.execute(f"INSERT INTO cases ({_COLUMNS}) VALUES ({_MARKS})", values)  # noqa: S608 - names and marks only
    else:
        named = ", ".join(f"{name} = ?" for name in _COLUMNS.split(", ")[1:])
        db.execute(f"UPDATE cases SET {named} WHERE case_id = ?", (*values[1:], case.case_id))  # noqa: S608
    db.execute(
        "INSERT INTO case_versions (case_id, version, document_id, document_version, record) VALUES (?, ?, ?, ?, ?)",
        (case.case_id, case.version, case.document_id, document_version, body),
    )
