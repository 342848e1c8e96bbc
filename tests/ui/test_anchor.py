"""The window warns of journal entries that nothing outside the machine proves, and takes an anchor of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.audit import parse_anchor
from app.ui.main_window import MainWindow
from app.workflow.anchoring import unanchored
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow, settle


class At:
    """A clock that stands still."""

    def __init__(self, time: datetime) -> None:
        self._time = time

    def now(self) -> datetime:
        return self._time


def days_later(services: Services, days: int) -> Services:
    since = services.store.anchor_standing().since
    assert since is not None
    return replace(services, clock=At(since.astimezone(UTC) + timedelta(days=days, minutes=-1)))


def test_entries_of_less_than_a_day_are_no_warning(services: Services) -> None:
    assert unanchored(days_later(services, 1)) == 0
    assert unanchored(days_later(services, 2)) == services.store.head()[0]


def test_an_old_journal_warns_and_an_anchor_ends_the_warning(
    qtbot: QtBot, open_window: OpenWindow, services: Services, tmp_path: Path
) -> None:
    window: MainWindow = open_window(days_later(services, 3))
    qtbot.waitUntil(lambda: not window.line.anchor.isHidden())
    entries = services.store.head()[0]
    assert window.line.anchor.text().startswith(f"! {entries} entries")
    target = tmp_path / "elsewhere" / "anchor.txt"
    window.dialogs.anchor_to(str(target))
    qtbot.waitUntil(window.line.anchor.isHidden)
    settle(qtbot, window)
    anchor = parse_anchor(target.read_text("utf-8"))
    assert anchor.entries == entries
    assert services.store.verify(anchors=(anchor,)).whole
    assert str(target) in window.line.said.toolTip()
