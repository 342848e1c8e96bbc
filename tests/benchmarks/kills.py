"""A thousand kills at random points of everyday work: ``python -m tests.benchmarks.kills [rounds] [seed]``.

Each round forks a process that imports, takes invoices in, resolves, undoes, migrates, recovers, attaches, backs up or
exports, kills it (SIGKILL) at a random moment of that work, and starts anew: no acknowledged decision may be lost,
nothing half written, integrity check and log verification must hold, the desk must be open within five seconds, and
the work must go on. It ends with status 1 where anything of that does not hold. Not for Windows, which cannot fork.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.helpers.desk_place import Place, load_once
from tests.helpers.desk_work import WORKS, prepare
from tests.helpers.killing import killed_round, length_of


def main() -> int:
    """Kill so many times and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=1000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    base = Path(tempfile.mkdtemp(prefix="tieout-kills-"))
    wrong = said = 0
    slowest = 0.0
    killed: Counter[str] = Counter()
    try:
        place, templates = Place(base / "desk"), base / "templates"
        templates.mkdir()
        load_once()
        prepare(place, templates)
        lengths = {work.name: length_of(place, templates, work) for work in WORKS}
        for number in range(options.rounds):
            work = WORKS[number % len(WORKS)]
            found = killed_round(place, templates, work, chance.uniform(0, 1.1 * lengths[work.name]))
            killed[work.name] += found.killed
            said += found.acknowledged
            slowest = max(slowest, found.seconds_to_open)
            if found.problems or found.seconds_to_open > 5:
                wrong += 1
                print(f"round {number} of seed {options.seed}, {work.name}: {found}", flush=True)
            if number % 100 == 99:
                print(f"{number + 1} rounds, {sum(killed.values())} killed, {wrong} wrong", flush=True)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(", ".join(f"{name} {count}" for name, count in killed.items()))
    print(f"{options.rounds} rounds, {sum(killed.values())} killed before the work was done, {said} acknowledgements,")
    print(f"{wrong} rounds with anything lost, half written or not verifying; slowest start {slowest:.2f} s")
    return min(1, wrong)


if __name__ == "__main__":
    sys.exit(main())
