"""``tieout audit keyring`` and what ``audit verify`` and ``audit key`` say of where the key is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import main
from app.domain.errors import RuleError
from app.domain.policy import Role
from app.storage.seal_keys import SealKeys
from app.workflow.anchoring import begin_seal_key_anew
from tests.helpers.small_desk import small_desk


def test_where_the_key_is_kept_is_said_and_what_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEOUT_KEYS", str(tmp_path / "keys"))
    desk = small_desk(tmp_path)
    entries = desk.services.store.head()[0]

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(["--workspace", str(tmp_path / "workspace"), "audit", *arguments])
        said = capsys.readouterr()
        return status, said.out + said.err

    for arguments in (("keyring",), ("verify",), ("key", "-o", str(tmp_path / "key.txt"))):
        status, said = run(*arguments)
        assert (status, "lies in a plain file that only this account can read" in said) == (0, True), arguments
    assert json.loads(run("verify", "--json")[1])["seal_key"] == "file"
    refused: dict[tuple[str, ...], str] = {
        ("keyring", "on", "--note", "why"): "turned off here (TIEOUT_KEYRING)",
        ("keyring", "on"): "written reason",
        ("keyring", "anew", "--note", "why"): "can be reached",
    }
    for asked, why in refused.items():
        status, said = run(*asked)
        assert (status, why in said) == (1, True), (asked, said)
    assert run("keyring", "off", "--note", "why")[1].startswith("Nothing was changed.")
    assert desk.services.store.head()[0] == entries, "what was refused leaves no entry"


def test_a_key_out_of_reach_is_said_and_a_new_one_is_for_a_controller(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEOUT_KEYS", str(tmp_path / "keys"))
    desk = small_desk(tmp_path)
    store = desk.services.store
    store.set_role("carla", Role.CONTROLLER, desk.services.actor, "runs the desk")
    path = SealKeys(tmp_path / "keys", tmp_path / "workspace").path
    kept = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**kept, "sealed": kept.pop("key")}), "utf-8")
    workspace = ["--workspace", str(tmp_path / "workspace")]
    assert main([*workspace, "users", "bob", "buyer", "--note", "new"]) == 1
    assert "Nothing can be logged: the key of the audit log is sealed" in capsys.readouterr().err
    with pytest.raises(RuleError, match="need the role"):
        begin_seal_key_anew(desk.services, "lost")
    with pytest.raises(RuleError, match="written reason"):
        begin_seal_key_anew(desk.acting_as("carla", Role.CONTROLLER).services, " ")
    entry = begin_seal_key_anew(desk.acting_as("carla", Role.CONTROLLER).services, "the machine was set up anew")
    assert main([*workspace, "audit", "verify"]) == 0
    assert f"began a new seal key with entry {entry}" in capsys.readouterr().out
    assert main([*workspace, "users", "bob", "buyer", "--note", "new"]) == 0
