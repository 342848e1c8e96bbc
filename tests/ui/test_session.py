"""Which document is open: never an older state of it than the last change told of."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.domain.case import Document
from app.ui.background import Background, Changed
from app.ui.case import session as sessions
from app.ui.case.loading import Opened
from app.ui.case.session import Session
from app.workflow.comparison import compare
from app.workflow.figures import PLAIN, Figures
from app.workflow.services import Services


class Lookups:
    """Looks a document up as it stood when the lookup began, and ends when a test lets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: Document) -> None:
        self.now = now
        self.begun: list[threading.Event] = []
        monkeypatch.setattr(sessions, "load_document", self._load)

    def _load(self, services: Services, document_id: int, figures: Figures) -> Opened:
        found = self.now
        assert found.document_id == document_id
        go = threading.Event()
        self.begun.append(go)
        assert go.wait(60)
        return Opened(found, compare(found, figures))


@pytest.fixture
def background(services: Services) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def decided(services: Services) -> Document:
    return services.store.document(1)


@pytest.fixture
def taken_in(decided: Document) -> Document:
    return replace(decided, decision=None, cases=())


@pytest.fixture
def session(services: Services, background: Background) -> Session:
    return Session(services, background, PLAIN, background)


def test_a_document_decided_while_it_is_looked_up_is_shown_decided(
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    background: Background,
    session: Session,
    taken_in: Document,
    decided: Document,
) -> None:
    lookups = Lookups(monkeypatch, taken_in)
    shown = list[Opened]()
    session.opened.connect(shown.append)
    session.open(1)
    qtbot.waitUntil(lambda: len(lookups.begun) == 1)
    lookups.now = decided
    background.changed.emit(Changed(frozenset({1}), queue=True))
    qtbot.waitUntil(lambda: len(lookups.begun) == 2)
    # The later lookup ends first; what the earlier one found is older and is not shown over it.
    lookups.begun[1].set()
    qtbot.waitUntil(lambda: bool(shown))
    lookups.begun[0].set()
    qtbot.waitUntil(lambda: background.idle)
    assert [one.document for one in shown] == [decided]
    assert session.current is shown[0]


def test_a_document_shown_undecided_is_looked_up_again_when_a_colleague_changed_the_desk(
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    background: Background,
    session: Session,
    taken_in: Document,
    decided: Document,
) -> None:
    lookups = Lookups(monkeypatch, taken_in)
    session.open(1)
    qtbot.waitUntil(lambda: len(lookups.begun) == 1)
    lookups.begun[0].set()
    qtbot.waitUntil(lambda: session.current is not None)
    lookups.now = decided
    background.changed.emit(Changed(queue=True, inbox=True))
    qtbot.waitUntil(lambda: len(lookups.begun) == 2)
    lookups.begun[1].set()
    qtbot.waitUntil(lambda: session.current is not None and session.current.document == decided)
    # A decided one stays as it is: a person may be typing into it.
    background.changed.emit(Changed(queue=True, inbox=True))
    assert background.idle
    assert len(lookups.begun) == 2


def test_a_document_left_while_it_is_looked_up_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, background: Background, session: Session, decided: Document
) -> None:
    lookups = Lookups(monkeypatch, decided)
    session.open(1)
    qtbot.waitUntil(lambda: len(lookups.begun) == 1)
    session.leave()
    lookups.begun[0].set()
    qtbot.waitUntil(lambda: background.idle)
    assert session.current is None
