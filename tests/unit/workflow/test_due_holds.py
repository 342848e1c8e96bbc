"""Cases on hold come back on their day."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.case import Action, CaseState, Command, DocumentState, QueueFilter
from app.workflow import resolve_case
from app.workflow.batch import process_files
from app.workflow.due_holds import wake_due
from app.workflow.import_data import import_folder
from app.workflow.services import Services
from tests.helpers.expected_readings import INVOICES, SAMPLE, sample_services


class _Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


NOW = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
DUE = date(2026, 4, 23)


def held(services: Services) -> int:
    """Put the one open case of a document on hold and return the document."""
    import_folder(services, SAMPLE)
    process_files(services, [INVOICES / "17_larkfield_INV-77251.pdf"])
    row = services.store.queue(QueueFilter(states=(DocumentState.NEEDS_ME,)))[0]
    case = next(c for c in services.store.document(row.document_id).cases if c.state is CaseState.OPEN)
    resolve_case.apply(services, case.case_id, Command(Action.HOLD, case.version, note="waits", hold_until=DUE))
    return row.document_id


@pytest.fixture
def in_los_angeles(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="the zone of a process cannot be set there")
@pytest.mark.usefixtures("in_los_angeles")
def test_a_hold_goes_by_the_calendar_at_the_desk(tmp_path: Path) -> None:
    with sample_services(tmp_path / "desk") as opened:
        # Five in the afternoon of the day before, where it is the day itself in UTC.
        clock = _Clock(datetime(DUE.year, DUE.month, DUE.day, 1, tzinfo=UTC))
        services = replace(opened, clock=clock)
        document = held(services)
        assert services.store.document(document).state is DocumentState.WAITING
        assert wake_due(services) == ()
        clock.at += timedelta(hours=7)
        assert wake_due(services) == (document,)


def test_a_hold_ends_on_its_day_and_not_before(tmp_path: Path) -> None:
    with sample_services(tmp_path / "desk") as opened:
        clock = _Clock(NOW)
        services = replace(opened, clock=clock)
        document = held(services)
        assert services.store.document(document).state is DocumentState.WAITING
        assert wake_due(services) == ()
        clock.at = NOW + timedelta(days=3)
        assert wake_due(services) == (document,)
        after = services.store.document(document)
        assert after.state is DocumentState.NEEDS_ME
        case = next(c for c in after.cases if c.note == "waits")
        assert case.state is CaseState.OPEN
        assert case.hold_until is None
        entry = services.store.journal(document_id=document)[-1]
        assert not entry.person
        assert entry.summary.startswith("Back from hold")
        assert wake_due(services) == ()
        assert services.store.verify().whole
