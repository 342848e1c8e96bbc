"""Every point of everyday work fails, once and for ever: ``python -m tests.benchmarks.fault_walk``.

The N-th SQL statement, write, sync, replace or new name fails, N = 1, 2, 3… until the work completes. Each time
nothing that was acknowledged may be lost, nothing half written, the log must verify, the program must say what is
wrong in its own words, work again in the same process, and go on after a new start. It ends with status 1 where
anything of that does not hold.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.helpers.desk_place import Place, Work, load_once
from tests.helpers.desk_work import WORKS, prepare
from tests.helpers.fault_walking import points_of, step


def walk(place: Place, templates: Path, work: Work, first: int, stride: int) -> int:
    """Let every point of a piece of work fail, both ways; print what was said, return how many steps went wrong."""
    points = points_of(place, templates, work)
    wrong = steps = 0
    said: Counter[str] = Counter()
    for point in range(first, points + 1, stride):
        for forever in (False, True):
            found = step(place, templates, work, point, forever=forever)
            steps += 1
            said[found.said if found.reached else "not reached"] += 1
            if found.problems:
                wrong += 1
                print(f"  {work.name}, point {point}, {'for ever' if forever else 'once'}, said {found.said}:")
                print("    " + "\n    ".join("\n".join(found.problems).splitlines()))
    told = ", ".join(f"{word} {count}" for word, count in said.most_common())
    print(f"{work.name}: {points} points, {steps} steps, {wrong} wrong; {told}", flush=True)
    return wrong


def main() -> int:
    """Walk through all pieces of work, or through those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = ", ".join(work.name for work in WORKS)
    parser.add_argument("names", nargs="*", help=f"of {names}; all where none is named")
    parser.add_argument("--first", type=int, default=1, help="begin at this point")
    parser.add_argument("--stride", type=int, default=1, help="look at every so many points")
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="tieout-faults-"))
    try:
        place, templates = Place(base / "desk"), base / "templates"
        templates.mkdir()
        load_once()
        prepare(place, templates)
        chosen = [work for work in WORKS if not options.names or work.name in options.names]
        return min(1, sum(walk(place, templates, work, options.first, options.stride) for work in chosen))
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
