"""What the commands about a desk's data, cases, roles and exports say, and when they refuse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.document_commands import decision_row
from app.cli.main import main
from app.domain.case import Action
from app.domain.inbox import InboxItem, InboxState
from app.domain.policy import Role
from tests.helpers.small_desk import GOGGLES, POLICY, SmallDesk, open_cases, paper, small_desk

Run = Callable[..., tuple[int, str, str]]
MAIL = "To: ar@amberley.example\n\nDear Amberley,\nplease send the second half."


@pytest.fixture
def desk(tmp_path: Path) -> SmallDesk:
    return small_desk(tmp_path)


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


# --- exports -------------------------------------------------------------------------------------------------------
def test_an_export_prints_the_head_of_the_log_and_the_hash_of_the_file(
    desk: SmallDesk, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "cases.csv"
    status, out, _ = run("export", "cases", "-o", target)
    assert status == 0
    assert hashlib.sha256(target.read_bytes()).hexdigest() in out
    assert desk.services.store.head()[1] in out


def test_a_proof_says_which_anchor_the_verifier_needs_for_it(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    desk.take(paper("A-1", [GOGGLES], "300.00"))
    prove = ("audit", "prove", "--document", "1", "-o", tmp_path / "proof.json")
    assert "none stands for all of these yet: take one (“tieout audit anchor”)" in run(*prove)[1]
    anchor = desk.services.store.anchor(desk.services.actor)
    assert f"needs the anchor of {anchor.time[:19].replace('T', ' ')} UTC" in run(*prove)[1]


def test_one_row_is_no_rows(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    (document,) = desk.take(paper("A-1", [{**GOGGLES, "unit_price": "7.00", "line_total": "350.00"}], "350.00"))
    case = open_cases(document)[0].case_id
    assert run("export", "cases", "--case", str(case), "-o", tmp_path / "one.csv")[1].startswith("1 row written")


def test_a_file_is_written_only_into_a_folder_that_is_there(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    missing, entries = tmp_path / "exprots" / "out", desk.services.store.head()[0]
    calls = ["export cases -o", "audit anchor -o", "audit key -o", "audit prove --document 1 -o"]
    calls += ["insight scorecard --csv", "case message 1 --eml", "case attachment 1 -o"]
    for call in calls:
        status, _, err = run(*call.split(), missing)
        assert (status, f"no folder {missing.parent}" in err) == (2, True), call
    assert not missing.parent.exists()
    assert desk.services.store.head()[0] == entries


@pytest.mark.parametrize("kind", ["audit", "lines", "scorecard"])
def test_pages_of_evidence_are_for_cases_and_the_call_says_so(desk: SmallDesk, run: Run, kind: str) -> None:
    entries = desk.services.store.head()[0]
    status, _, err = run("export", kind, "--format", "pdf")
    assert status == 2
    assert "only cases and evidence can be written as pdf" in err
    assert desk.services.store.head()[0] == entries


# --- roles ---------------------------------------------------------------------------------------------------------
def test_roles_are_given_with_a_reason_and_listed_with_who_gave_them(desk: SmallDesk, run: Run) -> None:
    store = desk.services.store
    assert run("users", "bea", "buyer")[0] == 2
    assert run("users", "bea", "vendor", "--note", "sells to us")[0] == 2
    assert store.roles() == ()
    assert run("users", "bea", "buyer", "--note", "new in the team")[0] == 0
    store.set_role("clerk", Role.CONTROLLER, desk.services.actor, "on leave")
    status, out, _ = run("users")
    assert status == 0
    assert "bea" in out
    assert "new in the team" in out
    first, second = (entry for entry in store.journal() if entry.kind == "setting")
    assert first.summary == "Gave bea the role buyer, in place of ap clerk"
    assert second.summary == "Gave themselves the role controller, in place of ap clerk"
    assert [(given.user, given.role, given.given_by, given.reason) for given in store.roles()] == [
        ("bea", Role.BUYER, first.user, "new in the team"),
        ("clerk", Role.CONTROLLER, "clerk", "on leave"),
    ]
    assert store.verify().whole


# --- workspaces ----------------------------------------------------------------------------------------------------
def test_the_demo_leaves_a_desk_with_data_alone(desk: SmallDesk, run: Run) -> None:
    entries = desk.services.store.head()
    status, _, err = run("demo", "--headless")
    assert status == 2
    assert "already holds a desk" in err
    assert desk.services.store.head() == entries


def test_a_file_named_as_workspace_is_called_a_file(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "vendors.csv"
    place.write_text("x", encoding="utf-8")
    for workspace in (place, place / "desk"):
        status, _, err = run("cases", workspace=workspace)
        assert status == 1
        assert f"{place} is a file" in err
    assert place.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    "call",
    [("process", ""), ("extract", " "), ("import", ""), ("export", "cases", "-o", ""), ("--workspace", "", "cases")],
)
def test_an_empty_name_is_a_wrong_call_and_never_the_current_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    status, _, err = run(*call)
    assert status == 2
    assert "is empty" in err
    assert not list(here.iterdir())


def test_a_workspace_in_which_nothing_ever_happened_is_named(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    mistyped = tmp_path / "worksapce"
    status, out, err = run("cases", workspace=mistyped)
    assert (status, out) == (0, "Nothing is waiting.\n")
    assert f"nothing was ever taken in or imported here: {mistyped}." in err
    assert "nothing was ever" not in run("cases")[2]


# --- imports -------------------------------------------------------------------------------------------------------
def test_a_missing_column_is_said_once_and_without_a_line(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "vendors.csv").write_text("vendor_id,tax_id\nV9,1\n", encoding="utf-8")
    status, out, err = run("import", folder)
    assert status == 1
    assert out == "vendors.csv: not imported\n"
    assert err.count("lacks the column name") == 1
    assert "line 0" not in err


def test_what_is_no_folder_to_import_is_said_as_what_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("vendor_id,name\nV9,Acme\n", encoding="utf-8")
    status, _, err = run("import", tmp_path / "new.csv")
    assert status == 1
    assert f"{tmp_path / 'new.csv'} is a file; what it holds has to be said." in err
    assert "tieout import KIND FILE" in err
    status, _, err = run("import", tmp_path / "tabels")
    assert status == 1
    assert f"There is no folder {tmp_path / 'tabels'}." in err


def test_a_policy_that_cannot_be_used_is_named_as_its_file_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bands.toml").write_text("version = 1_000\n", encoding="utf-8")
    assert "The policy bands.toml writes 1_000" in run("import", "policy", tmp_path / "bands.toml")[2]
    (tmp_path / "bands.toml").write_text("versoin = 1\n", encoding="utf-8")
    assert "The policy bands.toml cannot be used: versoin is not known" in run(
        "import", "policy", tmp_path / "bands.toml"
    )[2]  # fmt: skip


def test_what_waits_is_looked_at_again_only_when_an_import_brought_something(
    desk: SmallDesk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Any] = []

    def look(services: object) -> tuple[int, ...]:
        looked.append(services)
        return ()

    monkeypatch.setattr("app.workflow.import_data.look_again", look)
    assert run("import", desk.folder / "tables")[0] == 0
    assert looked == []
    table = desk.folder / "tables" / "vendors.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Net 30", "Net 60"), encoding="utf-8")
    assert run("import", desk.folder / "tables")[0] == 0
    assert len(looked) == 1


def test_processing_on_a_desk_without_orders_says_so_once(run: Run, tmp_path: Path) -> None:
    given = tmp_path / "readings.json"
    papers = [paper("A-1", [GOGGLES], "300.00"), paper("A-2", [GOGGLES], "300.00")]
    given.write_text(json.dumps({"documents": papers}), encoding="utf-8")
    status, _, err = run("process", "--readings", given)
    assert status == 0
    assert err.count("no orders are imported yet") == 1
    assert "tieout import FOLDER" in err


def test_processing_on_a_desk_with_orders_says_nothing_of_them(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    given = tmp_path / "readings.json"
    given.write_text(json.dumps({"documents": [paper("A-1", [GOGGLES], "300.00")]}), encoding="utf-8")
    assert "no orders" not in run("process", "--readings", given)[2]


# --- cases ---------------------------------------------------------------------------------------------------------
def test_a_case_is_shown_in_words_and_its_history_without_whole_messages(desk: SmallDesk, run: Run) -> None:
    over = {**GOGGLES, "quantity": "60", "line_total": "360.00"}
    (document,) = desk.take(paper("A-1", [over], "360.00"))
    case = open_cases(document)[0]
    desk.do(case, Action.SEND, MAIL, owner=Role.VENDOR)
    status, out, _ = run("case", "show", str(case.case_id))
    assert status == 0
    history = out.partition("History")[2]
    assert "To: ar@amberley.example …" in history
    assert "second half" not in history
    facts = out.partition("Draft to")[0]
    assert "quantity_over" not in facts.replace(case.rule, "")
    assert "  With: vendor" in out


def test_undo_says_what_was_undone(desk: SmallDesk, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bootstrap._account", lambda: "clerk")
    over = {**GOGGLES, "quantity": "60", "line_total": "360.00"}
    (document,) = desk.take(paper("A-1", [over], "360.00"))
    desk.do(open_cases(document)[0], Action.SEND, MAIL, owner=Role.VENDOR)
    status, out, _ = run("undo")
    assert status == 0
    assert out.startswith("Undone: Handed over to vendor")


# --- the policy's review -------------------------------------------------------------------------------------------
def test_s2_158_a_policy_that_nobody_reviewed_for_a_year_is_named_when_invoices_are_processed(
    run: Run, tmp_path: Path
) -> None:
    desk = small_desk(tmp_path, {"policy.toml": POLICY + "[review]\nlast = 2020-03-01\n"})
    given = tmp_path / "readings.json"
    given.write_text(json.dumps({"documents": [paper("A-1", [GOGGLES], "300.00")]}), encoding="utf-8")
    _, _, err = run("process", "--readings", given)
    assert "last looked over on 2020-03-01 and was due for review on 2021-03-01" in err
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY + "[review]\nlast = 2020-03-01\ndays = 36500\n", encoding="utf-8")
    assert run("import", "policy", policy)[0] == 0
    assert "due for review" not in run("process", "--readings", given)[2]
    assert desk.services.store.verify().whole


def test_a_file_that_cannot_be_read_is_named_once(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    for command in ("extract", "process"):
        _, _, err = run(command, tmp_path / "empty.pdf")
        assert "tieout: empty.pdf is empty" in err
        assert "empty.pdf: empty.pdf" not in err


def test_stored_invoices_of_a_desk_are_left_out_and_it_is_said(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    stored = tmp_path / "other" / "documents"
    stored.mkdir(parents=True)
    (stored / "ab.pdf").write_bytes(b"")
    (tmp_path / "other" / "tieout.db").write_bytes(b"")
    status, _, err = run("process", tmp_path / "other")
    assert (status, f"what the desk {tmp_path / 'other'} stores was left out" in err) == (1, True)


def test_one_of_a_thing_is_counted_as_one(desk: SmallDesk, run: Run, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("sku,description,base_uom,line_class,catch_weight\n1,Bolt,EA,commodity,no\n")
    _, out, err = run("import", "items", tmp_path / "items.csv")
    assert "1 row in file" in out + err
    desk.take(paper("A-1", [GOGGLES], "300.00"))
    assert "1 decision made again" in run("audit", "reperform", "--document", "1")[1]


def test_a_file_another_window_took_in_is_not_counted_as_unreadable() -> None:
    taken = InboxItem(1, "a.pdf", "cli", InboxState.DONE, code="already_taken", message="Taken in.")
    refused = InboxItem(2, "b.pdf", "cli", InboxState.REFUSED, code="damaged", message="Damaged.")
    assert decision_row(taken, None)[4:] == ("taken in elsewhere", "Taken in.")
    assert decision_row(refused, None)[4:] == ("could not be read", "Damaged.")
