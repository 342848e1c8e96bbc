"""``tieout profiles new, learn, tell`` from the command line, with worker processes (S2.171, S2.172)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.main import main
from tests.helpers.odd_papers import VENDOR, odd_invoices

ID = "xx/quillback-ironmongery"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def run(workspace: Path, *arguments: str | Path) -> int:
    return main(["--workspace", str(workspace), *map(str, arguments)])


def profile_of(workspace: Path) -> Path:
    return workspace / "profiles" / ID / "profile.toml"


def test_a_profile_is_begun_told_learned_and_checked(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "process", *odd_invoices(tmp_path)) == 0
    assert run(workspace, "profiles", "new", ID, "--vendor-name", VENDOR) == 0
    assert run(workspace, "profiles", "check", profile_of(workspace)) == 0
    words = "treat 'Hopla' as freight; the total is right of 'Endlich'; dates are day first"
    assert run(workspace, "profiles", "tell", ID, words) == 0
    shown = capsys.readouterr()
    assert "Understood: “Hopla” is a charge and no goods: freight." in shown.out
    assert "Nothing was saved" in shown.err
    assert "Hopla" not in profile_of(workspace).read_text(encoding="utf-8")
    assert run(workspace, "profiles", "tell", ID, words, "--save") == 0
    assert "Hopla" in profile_of(workspace).read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(workspace, "profiles", "learn", "1", "--save") == 0
    shown = capsys.readouterr()
    assert "Tried on 3 stored invoices of this vendor" in shown.out
    assert "known by its words “sales@quillback.example”" in shown.out
    assert "Sums that hold: " in shown.out
    assert "version 3, saved" in shown.out
    assert run(workspace, "profiles", "check", profile_of(workspace)) == 0
    assert run(workspace, "audit", "verify") == 0


def test_what_is_not_understood_is_said_and_nothing_is_saved(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "profiles", "new", ID, "--vendor-name", VENDOR) == 0
    before = profile_of(workspace).read_bytes()
    assert run(workspace, "profiles", "tell", ID, "decimal comma; and make it nice", "--save") != 0
    shown = capsys.readouterr()
    assert "Understood: Numbers are written with a decimal comma." in shown.out
    assert "Not understood: make it nice" in shown.out
    assert "not saved" in shown.err
    assert profile_of(workspace).read_bytes() == before
    assert run(workspace, "profiles", "tell", ID, "make it nice") != 0
    assert "--save" not in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        run(workspace, "profiles", "tell", ID, "  ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "nonsense", "--vendor-name", "Acme Supply"), "country/vendor"),
        (("learn", "77"), "77"),
        (("tell", "us/nobody", "decimal comma"), "There is no profile us/nobody"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(workspace, "profiles", *arguments) != 0
    assert said in capsys.readouterr().err
