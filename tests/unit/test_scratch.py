"""What test runs leave on the way goes with them, and what a killed one left goes with the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.helpers import scratch

ROOT = Path(__file__).resolve().parents[2]


def run(place: Path, *, dies: bool) -> Path:
    """Let another run begin in this place and end; return its folder."""
    script = (
        "import os, sys, tempfile; from pathlib import Path; from tests.helpers import scratch\n"
        "begun = scratch.begin(Path(sys.argv[1])); tempfile.mkdtemp(); print(begun, flush=True)\n"
        "sys.argv[2] == 'dies' and os._exit(9)"
    )
    plain = {name: value for name, value in os.environ.items() if name != scratch._NAMED}
    done = subprocess.run(
        [sys.executable, "-c", script, str(place), "dies" if dies else "ends"],
        cwd=ROOT, env=plain, capture_output=True, text=True, check=not dies,
    )  # fmt: skip
    return Path(done.stdout.strip())


def test_a_run_takes_its_folder_away_and_the_one_of_a_run_that_was_killed(tmp_path: Path) -> None:
    left = run(tmp_path, dies=True)
    assert left.is_dir()
    assert list(left.iterdir()), "what it made lies in it"
    alive = tmp_path / f"tieout-tests-{os.getpid()}-x"
    others = tmp_path / "tieout-tests-of-somebody"
    alive.mkdir()
    others.mkdir()
    ended = run(tmp_path, dies=False)
    assert not left.exists()
    assert not ended.exists()
    assert set(tmp_path.iterdir()) == {alive, others}


def test_processes_of_a_run_share_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv(scratch._NAMED, str(tmp_path))
    assert scratch.begin(tmp_path / "elsewhere") == tmp_path
    assert tempfile.gettempdir() == str(tmp_path)


def test_this_run_makes_its_things_in_such_a_folder() -> None:
    assert Path(tempfile.gettempdir()).name.startswith("tieout-tests-")
    assert Path(os.environ["TIEOUT_KEYS"]).is_relative_to(tempfile.gettempdir())
