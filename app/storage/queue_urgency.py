"""How urgent the documents of the queue are: worked out from their pending cases when they are listed, never stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlite_utils import Database

from app.domain.case import PENDING, CaseState
from app.domain.decision import Lane
from app.domain.policy import Policy
from app.domain.urgency import Urgency, desk_day
from app.policy.urgency import CaseFacts, most_urgent, urgency_of, urgency_rank

URGENT_SORTS = ("priority", "due")
_FACTS = "lane, rule, exposure, opened, state, hold_until"
_PENDING = ", ".join(f"'{state.value}'" for state in PENDING)
# Sorts behind every day and every rank: what has nothing to be done.
_LAST = "'~'"


def urgencies_of(db: Database, document_ids: Iterable[int], policy: Policy | None, today: date) -> dict[int, Urgency]:
    """Return the most urgent of each document's pending cases, by document."""
    sql = (
        f"SELECT document_id, {_FACTS} FROM cases "  # noqa: S608 - names only
        f"WHERE document_id IN (SELECT value FROM json_each(?)) AND state IN ({_PENDING})"
    )
    found: dict[int, list[Urgency]] = {}
    for document_id, *facts in db.execute(sql, (json.dumps(list(document_ids)),)):
        found.setdefault(document_id, []).append(urgency_of(_facts(*facts), policy, today))
    return {document_id: one for document_id, several in found.items() if (one := most_urgent(several)) is not None}


def case_urgencies(db: Database, document_id: int | None, policy: Policy | None, today: date) -> dict[int, Urgency]:
    """Return how urgent each pending case is, by case: of one document, or of all."""
    where = "" if document_id is None else " AND document_id = ?"
    sql = f"SELECT case_id, {_FACTS} FROM cases WHERE state IN ({_PENDING}){where}"  # noqa: S608 - names only
    rows = db.execute(sql, () if document_id is None else (document_id,))
    return {case_id: urgency_of(_facts(*facts), policy, today) for case_id, *facts in rows}


def sorted_by_urgency(db: Database, sort: str, policy: Policy | None, today: date) -> tuple[str, str]:
    """Return what to join to the documents, and the expression that puts the most urgent first.

    The rule stays the one of the policy room: the database asks it for every pending case.
    """

    def key(*facts: str | None) -> str:
        rank, due = urgency_rank(urgency_of(_facts(*facts), policy, today))  # type: ignore[arg-type]
        return f"{due.isoformat()} {rank}" if sort == "due" else f"{rank} {due.isoformat()}"

    db.conn.create_function("urgency_key", len(_FACTS.split(", ")), key, deterministic=True)
    beside = (
        f"LEFT JOIN (SELECT document_id AS urgent_id, min(urgency_key({_FACTS})) AS urgent_key FROM cases "  # noqa: S608
        f"WHERE state IN ({_PENDING}) GROUP BY document_id) ON urgent_id = documents.document_id"
    )
    return beside, f"coalesce(urgent_key, {_LAST}), exposure_minor DESC"


def _facts(
    lane: str | None, rule: str, exposure: str, opened: str | None, state: str, hold_until: str | None
) -> CaseFacts:
    on_hold = hold_until if state == CaseState.ON_HOLD.value else None
    return CaseFacts(
        Lane(lane) if lane else None,
        rule,
        Decimal(exposure),
        desk_day(datetime.fromisoformat(opened)) if opened else None,
        date.fromisoformat(on_hold) if on_hold else None,
    )
