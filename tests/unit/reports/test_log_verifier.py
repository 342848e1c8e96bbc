"""The stand-alone verifier: a file of its own that needs nothing of the program and finds what was changed."""

from __future__ import annotations

import ast
import json
import random
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from app.domain.record import to_record
from app.reports.export import VERIFIER, export
from app.shipped_files import resource_path
from app.storage.seal_keys import SealKeys
from app.workflow.anchoring import _KEY_HEADING
from tests.benchmarks.audit_log import ATTACKS, long_desk
from tests.helpers import stores
from tests.helpers.stores import ANN, new_store

PYTHON = sys.executable
Log = dict[str, Any]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported log, an anchor, a key and a proof, with the stored documents, as an auditor gets them."""
    folder = tmp_path_factory.mktemp("evidence")
    store = new_store(folder / "desk", keys=folder / "keys")
    for kind, text in stores.TEXTS.items():
        stores.import_text(store, kind, text)
    for number in range(3):
        document_id = stores.take_in(store, stores.invoice(f"INV-{number}"), body=b"%PDF " + bytes([65 + number]))
        document = stores.decided(store, document_id, stores.draft("a"), quantity="30")
        stores.accept(store, document_id, document.cases[0].case_id)
    anchor = store.anchor(ANN)
    (folder / "anchor.txt").write_text(anchor.printed())
    (folder / "proof.json").write_text(json.dumps(to_record(store.proof_of(2, size=anchor.entries))))
    stores.take_in(store, stores.invoice("INV-9"), body=b"%PDF later")
    key = store.seal_key()
    assert key is not None
    (folder / "key.txt").write_text(f"{_KEY_HEADING}\nstream {key.stream}\n{key.first_key}\n")
    export(store, "audit", "json", folder / "audit.json")
    store.close()
    assert SealKeys(folder / "keys", folder / "desk").load() is not None
    return folder


def check(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the verifier as an auditor does, away from the program."""
    done = subprocess.run(
        [PYTHON, "-I", VERIFIER, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


ALL = ("audit.json", "--anchor", "anchor.txt", "--key", "key.txt", "--documents", "desk/documents")


def test_it_lies_beside_every_export_of_the_log_and_finds_it_whole(evidence: Path) -> None:
    status, said = check(evidence, *ALL)
    assert status == 0, said
    assert "every stored file has the bytes that were logged" in said
    assert "3 released" in said


def test_a_log_of_which_entries_were_left_out_is_not_called_whole(evidence: Path, tmp_path: Path) -> None:
    """Neither the beginning that a filter leaves, nor an export whose last entries somebody removed."""
    whole = json.loads((evidence / "audit.json").read_text("utf-8"))
    filtered = {**whole, "about": {**whole["about"], "filters": "until 2026-01-31"}}
    for name, log in (("filtered", filtered), ("cut", {**whole, "rows": whole["rows"][:-1]})):
        (tmp_path / f"{name}.json").write_text(json.dumps(log), "utf-8")
    assert check(evidence, str(tmp_path / "filtered.json"))[0] == 1
    status, said = check(evidence, str(tmp_path / "cut.json"))
    assert (status, "it was cut" in said) == (1, True)


def test_it_is_one_short_file_of_the_standard_library(evidence: Path) -> None:
    text = (evidence / VERIFIER).read_text("utf-8")
    assert len(text.splitlines()) < 300
    roots = [name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names]
    roots += [node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]  # type: ignore[misc]
    names = {getattr(root, "name", root) for root in roots}
    assert names <= set(sys.stdlib_module_names)


def change(key: str, value: object, at: int = 5) -> Callable[[Log], None]:
    def edit(log: Log) -> None:
        log["rows"][at][key] = value

    return edit


def drop(log: Log) -> None:
    del log["rows"][4]


def drop_and_renumber(log: Log) -> None:
    del log["rows"][4]
    for number, row in enumerate(log["rows"], start=1):
        row["sequence"] = number


def cut(log: Log) -> None:
    del log["rows"][6:]


def swap(log: Log) -> None:
    rows = log["rows"]
    rows[3], rows[4] = {**rows[4], "sequence": 4}, {**rows[3], "sequence": 5}


def without_seals(log: Log) -> None:
    for row in log["rows"]:
        row["seal_stream"], row["seal_position"], row["seal"] = "", None, ""


def another_stream(log: Log) -> None:
    for row in log["rows"]:
        row["seal_stream"] = f"x{row['seal_stream']}"


EDITS: tuple[Callable[[Log], None], ...] = (
    change("time_as_hashed", "2020-01-01"), change("kind", "setting"), change("user", "eve"),
    change("role", "controller"), change("workstation", "x"), change("person_or_program", "person", 9),
    change("program_version", "9"), change("document_id", 99), change("case_id", 99), change("summary", "x"),
    change("before", '{"x":1}'), change("after", "{}"), change("reason", "x"), change("previous_hash", "0"),
    change("time_utc", "2020-01-01T00:00:00+00:00"), change("role_in_words", "controller"),
    change("person_or_program", "nobody"), change("note", "x"), without_seals, another_stream,
    change("hash", "0"), change("seal", "0"), change("seal_position", 77), change("seal_stream", ""),
    drop, drop_and_renumber, cut, swap,
)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_any_change_of_the_export_is_found(evidence: Path, tmp_path: Path, edit: Callable[[Log], None]) -> None:
    for name in (VERIFIER, "anchor.txt", "key.txt"):
        shutil.copy(evidence / name, tmp_path)
    log = json.loads((evidence / "audit.json").read_text("utf-8"))
    before = json.dumps(log)
    edit(log)
    if json.dumps(log) == before:
        pytest.fail("the edit changed nothing")
    (tmp_path / "audit.json").write_text(json.dumps(log), "utf-8")
    status, said = check(tmp_path, *ALL[:5])
    assert (status, said[:9]) == (1, "NOT WHOLE")


def test_another_file_in_place_of_an_invoice_is_found(evidence: Path, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(evidence / "desk" / "documents", documents)
    next(path for path in documents.rglob("*") if path.is_file()).write_bytes(b"%PDF forged")
    status, said = check(evidence, "audit.json", "--documents", str(documents))
    assert (status, "other bytes" in said) == (1, True)


def test_one_invoices_entries_are_proved_without_the_rest(evidence: Path, tmp_path: Path) -> None:
    status, said = check(evidence, "--proof", "proof.json", "--anchor", "anchor.txt", "--key", "key.txt")
    assert (status, said) == (0, "3 entries are proved by the anchor.\n")
    proof = json.loads((evidence / "proof.json").read_text("utf-8"))
    proof["entries"][1][0]["reason"] = "another"
    (tmp_path / "forged.json").write_text(json.dumps(proof))
    status, said = check(evidence, "--proof", str(tmp_path / "forged.json"), "--anchor", "anchor.txt")
    assert (status, "was edited" in said) == (1, True)
    proof["entries"][1][0]["reason"] = json.loads((evidence / "proof.json").read_text("utf-8"))["entries"][1][0][
        "reason"
    ]
    proof["entries"][1][1] = proof["entries"][1][1][:-1]
    (tmp_path / "short.json").write_text(json.dumps(proof))
    assert check(evidence, "--proof", str(tmp_path / "short.json"), "--anchor", "anchor.txt")[0] == 1


def test_a_file_that_is_none_of_these_is_said_so(evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    for arguments in (("gone.json",), (str(tmp_path / "x.json"),), ("audit.json", "--anchor", "key.txt")):
        status, said = check(evidence, *arguments)
        assert (status, said.startswith("cannot be read")) == (2, True)


@pytest.mark.parametrize("body", ["sequence,time\n1,2026-01-01\n", "PK\x03\x04", "[1, 2]", "{}"])
def test_a_file_that_is_no_exported_log_is_met_with_what_writes_one(evidence: Path, tmp_path: Path, body: str) -> None:
    shutil.copy(evidence / VERIFIER, tmp_path)
    (tmp_path / "audit.csv").write_text(body)
    status, said = check(tmp_path, "audit.csv")
    assert (status, "audit.csv" in said, "export audit --format json" in said) == (2, True, True)
    assert "Error" not in said


def test_a_proof_may_be_given_as_a_plain_argument(evidence: Path) -> None:
    status, said = check(evidence, "proof.json", "--anchor", "anchor.txt")
    assert (status, "entries are proved by the anchor" in said) == (0, True)
    status, said = check(evidence, "proof.json")
    assert (status, said.startswith("NOT PROVED: no anchor given")) == (1, True)


def test_a_proof_names_the_anchor_it_needs_and_another_root_is_no_missing_anchor(evidence: Path) -> None:
    proof = json.loads((evidence / "proof.json").read_text("utf-8"))
    anchor = (evidence / "anchor.txt").read_text("utf-8")
    taken = re.search(r"^time (\S{19})", anchor, re.MULTILINE)
    assert taken
    assert f"the one taken at {taken[1]} UTC" in check(evidence, "proof.json")[1]
    (evidence / "elsewhere.json").write_text(json.dumps({**proof, "size": proof["size"] - 1, "anchored": ""}))
    status, said = check(evidence, "elsewhere.json", "--anchor", "anchor.txt")
    assert (status, "NOT PROVED" in said, "ask for it" in said) == (1, True, True)
    (evidence / "forged.json").write_text(json.dumps({**proof, "root": "0" * 64}))
    status, said = check(evidence, "forged.json", "--anchor", "anchor.txt")
    assert (status, said.startswith("NOT WHOLE")) == (1, True)


def test_a_file_that_is_neither_log_nor_proof_is_named(evidence: Path) -> None:
    (evidence / "other.json").write_text('{"schema": "tieout.lines/1"}')
    status, said = check(evidence, "other.json")
    assert status == 2
    assert "other.json is neither a log (“tieout export audit --format json”) nor a proof" in said


def test_a_local_time_other_than_the_hashed_one_is_found(evidence: Path) -> None:
    log = json.loads((evidence / "audit.json").read_text("utf-8"))
    log["rows"][3]["time_local"] = "2026-01-01T00:00:00+05:00"
    (evidence / "local.json").write_text(json.dumps(log))
    status, said = check(evidence, "local.json")
    assert (status, "entry 4 shows another local time" in said) == (1, True)


# What an exported log cannot show: tables that no entry speaks of. (The entry that is cut is newer than the anchor.)
_ONLY_IN_TABLES = {
    "change a case and not the log", "delete a case and not the log", "cut, and change the cases to fit",
}  # fmt: skip


def test_it_says_of_every_kind_of_tampering_what_the_program_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the same evidence, both find the same logs whole; only tables beside the log are the program's alone."""
    desk, anchor, first_keys = long_desk(tmp_path / "template", 60)
    ((stream, first),) = first_keys.items()
    (tmp_path / "anchor.txt").write_text(anchor.printed())
    (tmp_path / "key.txt").write_text(f"{_KEY_HEADING}\nstream {stream}\n{first.hex()}\n")
    verifier = runpy.run_path(str(resource_path(VERIFIER)))["main"]
    evidence = ["--anchor", str(tmp_path / "anchor.txt"), "--key", str(tmp_path / "key.txt")]
    said: dict[str, tuple[bool, int]] = {}
    for number, (name, attack) in enumerate(ATTACKS.items()):
        shutil.copytree(tmp_path / "template", tmp_path / "kept")
        attack(desk, 25, random.Random(number))
        whole = desk.verify("no keys", anchors=(anchor,), first_keys=first_keys).whole
        store = desk.open("no keys")
        export(store, "audit", "json", tmp_path / "audit.json")
        store.close()
        documents = str(desk.folder / "documents")
        with patch.object(sys, "argv", ["v", str(tmp_path / "audit.json"), *evidence, "--documents", documents]):
            said[name] = whole, verifier()
        shutil.rmtree(tmp_path / "template")
        (tmp_path / "kept").rename(tmp_path / "template")
    assert "cannot be read" not in capsys.readouterr().out
    assert {name for name, (whole, status) in said.items() if status != (0 if whole else 1)} == _ONLY_IN_TABLES
    assert sum(not whole for whole, _ in said.values()) >= 19
