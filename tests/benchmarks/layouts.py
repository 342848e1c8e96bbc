"""How well unseen layouts are read: ``python -m tests.benchmarks.layouts --seed N --count M [feature=choice]``.

Draws so many invoices, each with a layout of its own, reads them without a profile, and prints the share of lines and
header fields that are right, by feature, and every wrong figure that the reading vouched for.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from random import Random

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.values.knowledge import load_knowledge
from app.shipped_files import resource_path
from tests.helpers.drawn_features import draw_features
from tests.helpers.drawn_layouts import draw_invoice
from tests.helpers.drawn_scores import Score, score


def main() -> int:
    """Draw, read, count; the exit status tells whether a wrong figure was vouched for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--verbose", action="store_true", help="name everything that is wrong")
    parser.add_argument("--keep", type=Path, help="a folder for the drawn files")
    parser.add_argument("fixed", nargs="*", help="feature=choice")
    asked = parser.parse_args()
    fixed = dict(entry.split("=", 1) for entry in asked.fixed)
    knowledge = load_knowledge(resource_path())
    scores: list[tuple[dict[str, str], Score]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(asked.seed, asked.seed + asked.count):
            features = draw_features(Random(seed), **fixed)
            path = folder / f"{seed}.pdf"
            truth = draw_invoice(path, seed, features)
            reading = read_document(path, ReadingOptions(use_profiles=False), knowledge)
            found = score(truth, reading.invoice, features)
            scores.append((features, found))
            if asked.verbose and (found.wrong or found.silent):
                print(
                    f"{seed}: {found.lines_right}/{found.lines} lines; {'; '.join([*found.silent, *found.wrong][:12])}"
                )
    _report(scores)
    return 1 if any(found.silent for _, found in scores) else 0


def _report(scores: list[tuple[dict[str, str], Score]]) -> None:
    by: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for features, found in scores:
        for feature in features.items():
            by[feature].append(found)
    for (name, choice), group in sorted(by.items()):
        print(f"{name:>12}  {choice:<20} {_shares(group)}")
    everything = [found for _, found in scores]
    print(f"{'all':>12}  {'':<20} {_shares(everything)}")
    fields: dict[str, list[bool]] = defaultdict(list)
    for found in everything:
        for name, right in found.fields.items():
            fields[name].append(right)
    print("fields:", ", ".join(f"{name} {100 * sum(r) / len(r):.1f}" for name, r in sorted(fields.items())))
    print(f"wrong figures vouched for: {sum(len(found.silent) for found in everything)}")


def _shares(group: list[Score]) -> str:
    """Return the F1 of the lines (with code and unit, and without), the header fields, and the charges, in percent."""
    strict = sum(found.lines_right for found in group)
    loose = sum(found.figures_right for found in group)
    both = sum(found.lines + found.read_lines for found in group) or 1
    fields = [right for found in group for right in found.fields.values()]
    charges = sum(found.charges_right for found in group)
    printed = sum(found.charges + found.read_charges for found in group) or 1
    silent = sum(len(found.silent) for found in group)
    header = 100 * sum(fields) / max(1, len(fields))
    return (
        f"{len(group):4} files  lines {200 * strict / both:5.1f}  figures {200 * loose / both:5.1f}  "
        f"header {header:5.1f}  charges {200 * charges / printed:5.1f}  silent {silent}"
    )


if __name__ == "__main__":
    sys.exit(main())
