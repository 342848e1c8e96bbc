"""Everyday work on a machine that fails or dies at any point: nothing acknowledged is lost, nothing half written.

A few points of each piece of work; all of them: ``tests/benchmarks/fault_walk.py`` and ``tests/benchmarks/kills.py``.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import KEYS_VARIABLE
from tests.helpers.desk_place import Place, Work
from tests.helpers.desk_work import WORKS, prepare
from tests.helpers.fault_walking import step

ROOT = Path(__file__).resolve().parents[2]
FIRST_POINTS, LATER_POINTS = 9, 120


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Path]]:
    before = os.environ.get(KEYS_VARIABLE)
    base = tmp_path_factory.mktemp("durability")
    place, templates = Place(base / "desk"), base / "templates"
    templates.mkdir()
    prepare(place, templates)
    yield place, templates
    if before is None:
        os.environ.pop(KEYS_VARIABLE, None)
    else:
        os.environ[KEYS_VARIABLE] = before


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_a_machine_that_fails_at_any_point_costs_nothing_that_was_acknowledged(
    desk: tuple[Place, Path], work: Work
) -> None:
    chance = random.Random(work.name)
    early = step(*desk, work, chance.randint(1, FIRST_POINTS), forever=True)
    assert (early.reached, early.problems) == (True, ())
    assert early.said != "done"
    assert step(*desk, work, chance.randint(FIRST_POINTS + 1, LATER_POINTS), forever=False).problems == ()


def test_a_program_killed_in_any_work_goes_on_from_what_it_acknowledged() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.kills", str(len(WORKS)), "3"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "0 rounds with anything lost" in ran.stdout
