"""Weights of matching estimated from what people released, kept with a reason in the log, and given up again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.main import main
from app.domain.case import Action, DocumentState, JournalEntry, JournalKind
from app.domain.errors import InputError
from app.workflow.match_weights import forget_weights, keep_weights, propose_weights
from tests.helpers.small_desk import GLOVES, GOGGLES, SmallDesk, line, open_cases, paper, small_desk

DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "4.40", "440.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def release_one(desk: SmallDesk) -> None:
    """Take in an invoice that needs a person, and accept all of it."""
    (document,) = desk.take(paper("A-2", [DEAR, GOGGLES], "740.00"))
    for case in open_cases(document):
        desk.do(case, Action.ACCEPT, note="agreed by telephone")
    assert desk.services.store.document(document.document_id).state is DocumentState.RELEASED


def settings_logged(desk: SmallDesk) -> list[JournalEntry]:
    return [e for e in desk.services.store.journal() if e.kind == JournalKind.SETTING.value]


def test_what_cleared_by_itself_confirms_nothing(desk: SmallDesk) -> None:
    desk.take(paper("A-1", [GLOVES], "400.00"))
    assert desk.services.store.document(1).state is DocumentState.CLEARED
    proposal = propose_weights(desk.services)
    assert (proposal.documents, proposal.changed, proposal.kept) == (0, (), False)
    with pytest.raises(InputError, match="too few"):
        keep_weights(desk.services, proposal, "try")


def test_what_people_released_is_counted_and_kept_only_when_told_to(desk: SmallDesk) -> None:
    release_one(desk)
    proposal = propose_weights(desk.services)
    levels = {level.name: level for level in proposal.levels}
    assert proposal.documents == 1
    assert levels["code.EQUAL"].together == 2
    assert levels["code.EQUAL"].before == desk.services.weights.levels["code.EQUAL"]
    assert desk.services.store.setting("match_weights") is None
    assert not settings_logged(desk)


def test_keeping_and_giving_up_are_logged_with_before_after_and_reason(desk: SmallDesk) -> None:
    release_one(desk)
    proposal = propose_weights(desk.services)
    with pytest.raises(InputError, match="why"):
        keep_weights(desk.services, proposal, "  ")
    keep_weights(desk.services, proposal, "two years of released invoices")
    kept = {level.name: level.after for level in proposal.changed}
    assert propose_weights(desk.services).kept
    assert propose_weights(desk.services).levels == proposal.levels
    forget_weights(desk.services, "try without")
    first, second = settings_logged(desk)
    assert first.reason == "two years of released invoices"
    assert json.loads(json.loads(first.after)["value"]) == kept
    assert json.loads(second.before)["value"] == json.loads(first.after)["value"]
    assert json.loads(second.after)["value"] == ""
    assert desk.services.store.verify().whole


def test_the_next_decision_is_made_from_the_weights_in_force(desk: SmallDesk) -> None:
    release_one(desk)
    proposal = propose_weights(desk.services)
    keep_weights(desk.services, proposal, "enough seen")
    (document,) = desk.take(paper("A-3", [GLOVES], "400.00"))
    assert document.desk is not None
    assert document.desk.learned_weights == {level.name: level.after for level in proposal.changed}


def test_the_command_shows_keeps_and_gives_up(desk: SmallDesk, capsys: pytest.CaptureFixture[str]) -> None:
    release_one(desk)
    folder = str(desk.services.store.folder)

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["--workspace", folder, "weights", *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    status, out, err = run()
    assert status == 0
    assert "seen together" in out
    assert "counted in 1 released invoices; the shipped weights are in force" in out
    assert "Nothing was changed" in err
    status, _, err = run("--save", "--note", "enough seen")
    assert (status, "Kept" in err) == (0, True)
    status, out, _ = run("--json")
    assert json.loads(out)["kept"] is True
    assert run("--shipped", "--note", "try without")[0] == 0
    assert "the shipped weights are in force" in run()[1]
    with pytest.raises(SystemExit):
        run("--save")
