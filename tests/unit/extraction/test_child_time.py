"""What programs that are started for a page may use of the processor: together, each, and by the clock beside it."""

from __future__ import annotations

import signal
import sys

import pytest

from app.extraction.scans import child_time
from app.extraction.scans.child_time import Allowance, children_limited, clock_for, ended_by_time


def test_what_one_run_used_is_missing_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    used = [100.0]  # what was used before the page began is not the page's
    monkeypatch.setattr(child_time, "_used", lambda: used[0])
    allowance = Allowance(20.0)
    assert allowance.left(12) == 12, "never more than one run may use"
    used[0] += 11.5
    assert allowance.left(12) == 8, "whole seconds, and none that is not there"
    used[0] += 8.0
    assert allowance.left(12) < 1
    used[0] += 30.0
    assert allowance.left(12) < 1, "a run that used more than it might leaves nothing either"


@pytest.mark.parametrize(("system", "longer"), [("linux", True), ("darwin", True), ("win32", False)])
def test_the_clock_leaves_room_where_the_processor_is_what_is_limited(
    monkeypatch: pytest.MonkeyPatch, system: str, longer: bool
) -> None:
    monkeypatch.setattr("sys.platform", system)
    seconds = clock_for(12)
    assert seconds > 2 * 12, "eight programs on two cores take four times as long, and are not too slow for it"
    assert (seconds > 100) is longer


def test_only_the_signal_of_spent_time_means_that_it_was_too_slow() -> None:
    assert ended_by_time(-signal.SIGXCPU)
    assert not ended_by_time(-signal.SIGKILL)
    assert not ended_by_time(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_what_is_started_inside_is_limited_where_nothing_was_and_never_more_loosely() -> None:
    import resource

    def soft() -> int:
        return resource.getrlimit(resource.RLIMIT_CPU)[0]

    before = soft()
    seconds = 100_000 if before == resource.RLIM_INFINITY else before
    with children_limited(seconds):
        assert soft() == seconds
        with children_limited(seconds + 1):
            assert soft() == seconds
    assert soft() == before
