"""What people did about insight, by the journal: samples drawn, verdicts, messages sent, policies looked over."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from app.domain.case import JournalKind
from app.domain.insight import InsightLog, Outreach, PolicyReview, Sample, SampleVerdict

_ENTRIES = "SELECT sequence, time, user, document_id, after, reason FROM journal WHERE kind IN (?, ?) ORDER BY sequence"


def insight_log(db: Database) -> InsightLog:
    """Return everything of its kind in the journal, oldest first."""
    samples: list[Sample] = []
    verdicts: list[SampleVerdict] = []
    outreach: list[Outreach] = []
    reviews: list[PolicyReview] = []
    kinds = (JournalKind.REVIEWED.value, JournalKind.OUTREACH.value)
    for sequence, time, user, document_id, after, reason in db.execute(_ENTRIES, kinds):
        said: dict[str, Any] = json.loads(after)
        when = datetime.fromisoformat(time)
        if drawn := said.get("sample"):
            samples.append(_sample(sequence, when, user, drawn))
        elif verdict := said.get("verdict"):
            verdicts.append(SampleVerdict(sequence, when, user, document_id, verdict == "right", reason))
        elif sent := said.get("outreach"):
            outreach.append(Outreach(sequence, when, user, sent["vendor_id"], sent["item"], sent["failure"], reason))
        elif subject := said.get("looked_over"):
            reviews.append(PolicyReview(sequence, when, user, subject, reason))
    return InsightLog(tuple(samples), tuple(verdicts), tuple(outreach), tuple(reviews))


def _sample(sequence: int, when: datetime, user: str, drawn: dict[str, Any]) -> Sample:
    return Sample(
        sequence, when, user, drawn["seed"], Decimal(drawn["share_percent"]), drawn["population"],
        tuple(drawn["documents"]), _day(drawn["since"]), _day(drawn["until"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
