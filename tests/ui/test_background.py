"""Background work: on other threads, in order, back on the main thread, and ended with the window (requirement 27)."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.errors import Cancelled, InputError
from app.ui.background import Background, Changed, Stop
from app.workflow.ports import CancelToken, Progress


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_work_is_done_elsewhere_and_delivered_here(background: Background, qtbot: QtBot) -> None:
    main = threading.current_thread()
    where: list[threading.Thread] = []
    background.read(
        background, threading.current_thread, lambda worker: where.extend((worker, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(where))
    assert where[0] is not main
    assert where[1] is main


def test_commands_keep_their_order_and_tell_what_changed(background: Background, qtbot: QtBot) -> None:
    done: list[int] = []
    changes: list[Changed] = []
    background.changed.connect(changes.append)
    for number in range(20):
        background.command(
            background, lambda n=number: n, done.append, changes=lambda n: Changed(frozenset({n}), queue=True)  # type: ignore[misc]
        )  # fmt: skip
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))
    assert [change.documents for change in changes] == [frozenset({n}) for n in range(20)]


def test_a_command_does_not_wait_for_a_batch(background: Background, qtbot: QtBot) -> None:
    release = threading.Event()
    done: list[str] = []
    background.batch(background, "Reading", lambda _p, _c: release.wait(20), lambda _: done.append("batch"))
    background.command(background, lambda: "command", done.append)
    qtbot.waitUntil(lambda: done == ["command"])
    release.set()
    qtbot.waitUntil(lambda: done == ["command", "batch"])


def test_progress_arrives_and_ends(background: Background, qtbot: QtBot) -> None:
    told: list[tuple[str, int, int, str]] = []
    background.busy.connect(lambda *step: told.append(step))

    def work(progress: Progress, cancel: CancelToken) -> None:
        for number in range(3):
            progress.step(number, 3, f"file {number}")
        progress.step(3, 3, "")

    background.batch(background, "Reading", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(told) and told[-1] == ("", 0, 0, ""))
    assert told[0] == ("Reading", 0, 0, "")
    assert ("Reading", 3, 3, "") in told


def test_a_failure_goes_to_the_one_who_asked_or_to_everybody(background: Background, qtbot: QtBot) -> None:
    mine: list[BaseException] = []
    everybodys: list[BaseException] = []
    background.failed.connect(everybodys.append)

    def broken() -> None:
        raise InputError("nothing", "There is nothing.")

    background.read(background, broken, lambda _: None, mine.append)
    background.read(background, broken, lambda _: None)
    qtbot.waitUntil(lambda: len(mine) == len(everybodys) == 1)


def test_a_stop_on_request_is_no_failure(background: Background, qtbot: QtBot) -> None:
    everybodys: list[BaseException] = []
    background.failed.connect(everybodys.append)

    def stopped(_: Progress, cancel: CancelToken) -> None:
        assert isinstance(cancel, Stop)
        assert cancel.wait(20)
        raise Cancelled

    background.batch(background, "Reading", stopped, lambda _: None)
    background.cancel_batches()
    qtbot.waitUntil(lambda: background.idle)
    assert everybodys == []


def test_nothing_is_delivered_to_a_widget_that_is_gone(background: Background, qtbot: QtBot) -> None:
    release = threading.Event()
    delivered: list[object] = []
    owner = QObject()
    background.read(owner, lambda: release.wait(10), delivered.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    release.set()
    qtbot.waitUntil(lambda: background.idle)
    assert delivered == []


def test_closing_stops_what_runs_and_says_whether_all_ended(qtbot: QtBot) -> None:
    background = Background()
    hold = threading.Event()

    def polite(_: Progress, cancel: CancelToken) -> None:
        assert isinstance(cancel, Stop)
        assert cancel.wait(20)

    background.batch(background, "Reading", polite, lambda _: None)
    assert background.close()
    other = Background()
    other.read(other, lambda: hold.wait(20), lambda _: None)
    assert not other.close(0.05)
    hold.set()
    assert other.close(10)


def test_closing_does_not_wait_for_what_never_began(qtbot: QtBot) -> None:
    """A read that still queued is cancelled by the pool, and done with it."""
    background = Background()
    hold = threading.Event()
    started = threading.Barrier(3)

    def busy() -> None:
        started.wait(10)
        hold.wait(20)

    background.read(background, busy, lambda _: None)
    background.read(background, busy, lambda _: None)
    started.wait(10)
    queued = background.read(background, lambda: None, lambda _: None)
    assert not background.close(0)
    assert queued.future is not None
    assert queued.future.cancelled()
    hold.set()
    assert background.close(10)


def test_r27_files_not_read_when_the_program_ends_are_left_waiting(qtbot: QtBot) -> None:
    """The step between two files is where a batch leaves; it marks none of the rest as cancelled."""
    background = Background()
    begun = threading.Event()
    through: list[int] = []

    def work(progress: Progress, cancel: CancelToken) -> None:
        assert isinstance(cancel, Stop)
        for number in range(3):
            progress.step(number, 3, "")
            through.append(number)
            begun.set()
            cancel.wait(20)

    background.batch(background, "Reading", work, lambda _: None)
    assert begun.wait(10)
    assert background.close()
    assert through == [0]
