"""Attachments, backups, retention, encryption and exceptions on the command line, as one desk's years go by."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_services
from app.cli.main import main
from app.domain.case import CaseState, DocumentState
from app.domain.policy import Role
from app.workflow.anchoring import answer_for_losses
from app.workflow.process_document import redecide
from tests.helpers.small_desk import GLOVES, GOGGLES, POLICY, SmallDesk, SteppingClock, line, paper, small_desk

Run = Callable[..., tuple[int, str, str]]
DEAR_GLOVES = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    made = small_desk(tmp_path, {"policy.toml": POLICY + "[retention]\ndocument_years = 1\nattachment_years = 3\n"})
    made.take(paper("A-1", [GLOVES, GOGGLES], "700.00"), paper("A-2", [DEAR_GLOVES], "420.00"))
    return made


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path, workspace: Path | None = None) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main(["--workspace", str(workspace or tmp_path / "workspace"), *map(str, arguments)])
        except SystemExit as stop:
            status = int(stop.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_a_file_is_attached_shown_exported_and_saved(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    mail = tmp_path / "=cmd|mail.eml"
    mail.write_bytes(b"\0 they agree")
    status, out, _ = run("case", "attach", "1", mail, "--note", "their answer")
    assert status == 0
    assert "12 B" in out
    assert "=cmd|mail.eml (12 B), by " in run("case", "show", "1")[1]
    listed = json.loads(run("case", "attachments", "1", "--json")[1])["attachments"]
    assert [(one["name"], one["size"], one["note"]) for one in listed] == [("=cmd|mail.eml", 12, "their answer")]
    assert run("case", "attachment", "1", "-o", tmp_path / "copy")[0] == 0
    assert (tmp_path / "copy").read_bytes() == mail.read_bytes()
    run("export", "cases", "-o", tmp_path / "cases.json", "--format", "json")
    row = json.loads((tmp_path / "cases.json").read_text())["rows"][0]
    assert listed[0]["sha256"] in row["attachments"]
    assert run("case", "attach", "1", tmp_path / "gone")[0] == 1
    assert desk.services.store.verify().whole


def test_answering_for_what_a_backup_put_back_lost_is_counted_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bootstrap._account", lambda: "carla")

    def at(folder: str, *arguments: str | Path) -> tuple[int, str, str]:
        return run(*arguments, workspace=tmp_path / folder)

    (tmp_path / "vendors.csv").write_text("vendor_id,name\nV9,Acme\n", encoding="utf-8")
    assert at("desk", "import", "vendors", tmp_path / "vendors.csv")[0] == 0
    assert at("desk", "users", "carla", "controller", "--note", "keeps the books")[0] == 0
    assert at("desk", "backup", tmp_path / "b.backup")[0] == 0
    assert at("desk", "export", "audit", "-o", tmp_path / "a.csv")[0] == 0
    assert at("again", "restore", tmp_path / "b.backup")[0] == 0
    status, out, _ = at("again", "audit", "accept", "--note", "the disk broke")
    assert (status, out.splitlines()[0]) == (0, "1 loss answered for.")
    assert at("again", "audit", "accept", "--note", "again")[1] == "Nothing that this machine sealed is gone.\n"


def test_a_backup_goes_to_a_new_folder_and_says_what_that_means(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    status, out, _ = run("backup", tmp_path / "b.backup")
    assert (status, "proved" in out) == (0, True)
    assert "Backing up the desk" in desk.services.store.journal()[-1].summary
    status, out, _ = run("restore", tmp_path / "b.backup", workspace=tmp_path / "again")
    assert status == 0
    assert "tieout audit accept" in out
    assert run("audit", "verify", workspace=tmp_path / "again")[0] == 0
    assert run("audit", "reperform", "--all", workspace=tmp_path / "again")[0] == 0
    assert run("restore", tmp_path / "b.backup")[0] == 1
    assert run("backup")[0] == 2


@pytest.mark.parametrize("place", ["workspace", "another"])
def test_what_cleared_after_a_backup_does_not_clear_again_unasked(run: Run, tmp_path: Path, place: str) -> None:
    """The restored log does not know what was paid since; the machine knows that something is missing."""
    desk = small_desk(tmp_path)
    run("backup", tmp_path / "b.backup")
    (first,) = desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
    assert first.state is DocumentState.CLEARED
    desk.services.close()
    (tmp_path / "workspace").rename(tmp_path / "broken")
    assert run("restore", tmp_path / "b.backup", workspace=tmp_path / place)[0] == 0
    with open_services(tmp_path / place, user="boss", clock=SteppingClock(datetime(2026, 3, 1, tzinfo=UTC))) as opened:
        again = SmallDesk(tmp_path, opened)
        (held,) = again.take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
        assert held.state is DocumentState.NEEDS_ME
        (case,) = held.cases
        assert "A backup was put back" in case.handover.sentence
        assert opened.store.verify().whole is (place == "another")
        boss = again.acting_as("boss", Role.CONTROLLER)
        assert answer_for_losses(boss.services, "the disk broke; A-1 was looked up at the bank") > 0
        assert opened.store.lost_up_to() == 0
        # Answering for the gap does not say what stood in it: what may have been paid there, a person looks up.
        still = redecide(boss.services, held.document_id, cause="asked")
        assert still.state is DocumentState.NEEDS_ME
        (case,) = (one for one in still.cases if one.state is CaseState.OPEN)
        assert "may be a duplicate of one that was settled in it" in case.handover.sentence
        assert run("audit", "reperform", "--all", workspace=tmp_path / place)[0] == 0


@pytest.mark.parametrize("place", ["workspace", "another"])
def test_a_backup_after_which_nothing_was_logged_loses_nothing(
    run: Run, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEOUT_KEYS", str(tmp_path / "keys"))
    small_desk(tmp_path).services.close()
    assert run("backup", tmp_path / "b.backup")[0] == 0
    (tmp_path / "workspace").rename(tmp_path / "broken")
    assert run("restore", tmp_path / "b.backup", workspace=tmp_path / place)[0] == 0
    with open_services(tmp_path / place, clock=SteppingClock(datetime(2026, 3, 1, tzinfo=UTC))) as opened:
        found = opened.store.verify()
        assert (found.whole, [one for one in found.remarks if "sealed this log" in one]) == (True, [])
        (taken,) = SmallDesk(tmp_path, opened).take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
        assert taken.state is DocumentState.CLEARED


def test_a_backup_that_failed_is_an_entry_and_one_that_was_refused_is_none(
    desk: SmallDesk, run: Run, tmp_path: Path
) -> None:
    before = len(desk.services.store.journal())
    (tmp_path / "there").write_text("mine")
    assert run("backup", tmp_path / "there")[0] == 1
    assert len(desk.services.store.journal()) == before
    assert run("backup", tmp_path / "there" / "b.backup")[0] == 1
    assert desk.services.store.journal()[-1].summary == "The backup to b.backup failed"


def test_what_is_dated_after_the_gap_was_answered_for_clears_again(run: Run, tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    run("backup", tmp_path / "b.backup")
    desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
    desk.services.close()
    run("restore", tmp_path / "b.backup", workspace=tmp_path / "place")
    answered = SteppingClock(datetime(2026, 1, 30, tzinfo=UTC))
    with open_services(tmp_path / "place", user="boss", clock=answered) as opened:
        boss = SmallDesk(tmp_path, opened).acting_as("boss", Role.CONTROLLER)
        assert answer_for_losses(boss.services, "the disk broke") > 0
    with open_services(tmp_path / "place", clock=SteppingClock(datetime(2026, 3, 1, tzinfo=UTC))) as opened:
        (later,) = SmallDesk(tmp_path, opened).take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
        assert later.invoice is not None
        assert later.invoice.header.invoice_date is not None
        assert later.invoice.header.invoice_date.value > date(2026, 1, 30)
        assert later.state is DocumentState.CLEARED


def test_rolling_backups_are_planned_made_and_listed(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    status, out, _ = run("backup", "--every", "8", "--to", tmp_path / "stick", "--note", "stick")
    assert (status, "every 8 hours" in out) == (0, True)
    assert run("backup", "--now")[0] == 0
    assert str(tmp_path / "stick") in run("backup", "--list")[1]
    assert run("backup", "--every", "-1")[0] == 2


def test_retention_is_reported_proposed_and_deleted(desk: SmallDesk, run: Run) -> None:
    """The clock of the command line is the machine's: nothing here is old yet, whatever is asked."""
    status, out, _ = run("retention", "report")
    assert (status, "documents 1 years" in out) == (0, True)
    assert run("retention", "hold", "vendor", "V1", "--note", "court")[0] == 0
    assert "court" in run("retention", "report")[1]
    assert run("retention", "hold", "vendor", "V1")[0] == 1
    assert run("retention", "hold", "vendor")[0] == 2
    assert json.loads(run("retention", "report", "--json")[1])["holds"][0]["subject"] == "V1"
    assert "Nothing is held" in run("retention", "hold", "vendor", "V1", "--lift", "--note", "over")[1]
    assert "Nothing was deleted" in run("retention", "delete")[1]
    assert run("retention", "delete", "--yes", "--note", "old")[0] == 1
    assert run("retention", "delete", "--confirm", "1", "--note", "old")[0] == 1
    assert run("retention", "propose", "--note", "old")[0] == 1
    assert desk.services.store.file_of(1).is_file()


def test_encryption_is_turned_on_seen_and_turned_off(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    assert "not encrypted" in run("encryption", "status")[1]
    assert run("encryption", "on", "--note", "policy")[0] == 1
    status, out, _ = run("encryption", "on", "--note", "policy", "--key-copy", tmp_path / "copy")
    assert (status, "2 files encrypted" in out) == (0, True)
    assert run("encryption", "key", "-o", tmp_path / "second")[0] == 0
    assert (tmp_path / "second").read_text() == (tmp_path / "copy").read_text()
    assert run("encryption", "key", "--install", tmp_path / "copy")[0] == 0
    assert "2 encrypted" in run("encryption", "status")[1]
    assert run("audit", "verify")[0] == 0
    assert run("encryption", "off", "--note", "new disk")[0] == 0
    assert "not encrypted" in run("encryption", "status")[1]


def test_exceptions_are_listed(desk: SmallDesk, run: Run) -> None:
    assert "no exception" in run("audit", "exceptions")[1]
    desk.services.store.set_role("clerk", Role.CONTROLLER, desk.services.actor, "me")
    assert "role given to oneself" in run("audit", "exceptions")[1]
    assert json.loads(run("audit", "exceptions", "--json")[1])["exceptions"][0]["exception"] == "role given to oneself"
