"""What the command line shows: tables that fit, and a call of the program that works where it was made."""

from __future__ import annotations

import sys

import pytest

from app.cli.console import ConsoleProgress, one_line, say, table, tell
from app.cli.demo_command import started_as


def test_a_long_last_cell_gets_no_line_of_its_length() -> None:
    told = table(("case", "what"), (("1", "x" * 700), ("12", "short")))
    lines = told.splitlines()
    assert lines[0] == "case  what"
    assert lines[1] == f"----  {'-' * 60}"
    assert lines[2].endswith("x" * 700)
    assert lines[3] == "12    short"


def test_short_tables_are_underlined_whole() -> None:
    assert table(("a", "b"), (("one", "three"),)).splitlines()[1] == "---  -----"


@pytest.mark.parametrize(
    ("called", "on_path", "told"),
    [
        (".venv/bin/tieout", False, ".venv/bin/tieout"),
        (".venv/bin/tieout", True, "tieout"),
        ("app/__main__.py", False, "tieout"),
    ],
)
def test_the_demo_says_how_the_window_is_opened_here(
    monkeypatch: pytest.MonkeyPatch, called: str, on_path: bool, told: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setattr("app.cli.demo_command.shutil.which", lambda _: "/usr/bin/tieout" if on_path else None)
    assert started_as() == told


def test_what_a_file_says_commands_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "Item \x1b[2J\x1b]0;x\x07 \x9b31m \u202egnp \udcff\tEnd"
    say(hostile)
    tell(hostile)
    spoken = capsys.readouterr()
    assert spoken.out == spoken.err
    assert spoken.out.isascii() is False
    assert spoken.out.rstrip("\n").replace("\t", "").isprintable()
    assert "[2J" in spoken.out


def test_a_name_begins_no_line_of_a_table_or_of_what_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "a\nb.pdf  Vendor  cleared by itself\u2028\x1b[2J"
    assert len(table(("document", "outcome"), [(name, "held")]).splitlines()) == 3
    assert one_line(name).isprintable()
    ConsoleProgress("Reading").step(0, 1, name)
    assert len(capsys.readouterr().err.splitlines()) == 1
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    ConsoleProgress("Reading").step(0, 1, name)
    assert "\x1b[2J" not in capsys.readouterr().err
