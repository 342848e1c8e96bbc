"""The log's own time: what a clock says counts only as far as the log went along with it.

Nothing proves how long it was quiet between two entries, so that a longer silence than any desk at work keeps counts as
that much and no more: a clock that is set ahead does not make files due for deletion. Somebody may answer for such a
silence, by an entry of its own.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from sqlite_utils import Database

from app.domain.case import JournalKind

LONGEST_SILENCE = timedelta(days=45)
ANSWERED = "clock_answered_until"
# Seconds; fractions do not matter here.
_JUMPS = """
    SELECT before, time FROM (SELECT time, lag(time) OVER (ORDER BY sequence) AS before FROM journal)
    WHERE CAST(strftime('%s', time) AS INTEGER) - CAST(strftime('%s', before) AS INTEGER) NOT BETWEEN 0 AND ?
"""


def log_day(db: Database, now: datetime) -> date:
    """Return the day it is by the log's own time, never later than by the clock (``now``)."""
    newest = db.execute("SELECT time FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
    if newest is None:
        return now.astimezone(UTC).date()
    limit = int(LONGEST_SILENCE.total_seconds())
    steps = [*db.execute(_JUMPS, (limit,)).fetchall(), (newest[0], now.astimezone(UTC).isoformat())]
    answered = _answered_until(db)
    day = now.astimezone(UTC)
    for before, after in steps:
        start, end = datetime.fromisoformat(before), datetime.fromisoformat(after)
        if end < start:
            day += start - end  # what was counted before the clock was put right did not pass
            continue
        silent = end - (max(start, answered) if answered else start)
        day -= max(silent - LONGEST_SILENCE, timedelta(0))
    return min(day, now.astimezone(UTC)).date()


def _answered_until(db: Database) -> datetime | None:
    sql = f"SELECT after FROM journal WHERE kind = ? AND after LIKE '%{ANSWERED}%'"  # noqa: S608 - a name of ours
    found = (json.loads(row[0]).get(ANSWERED) for row in db.execute(sql, (JournalKind.RETENTION.value,)))
    return max((datetime.fromisoformat(until) for until in found if until), default=None)
