"""Which rules of ``tests/rules.md`` the tests name: ``python -m tests.helpers.rule_coverage [--missing]``.

A rule is cited as ``S2.57`` or ``TRAP-1``, several of one series as a range (``S2.13–S2.18``, ``S2.149 to S2.152``),
and in the name of a test as ``s2_57`` or ``trap_1``; a requirement of the window (R) only in the name of a test,
``test_r08_…``. Naming a rule is no proof that the test is good, but a rule that no test names is not covered.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RULES_FILE = ROOT / "tests" / "rules.md"
CITING_FOLDERS = ("app", "resources", "tests")
CITING_SUFFIXES = frozenset({".py", ".toml", ".md"})
# Names rules only to test how they are read, which covers none of them.
_ABOUT_NUMBERS = "test_rules.py"

_SERIES = r"(?:S[12]\.|TRAP-)"
_TO = r"(?:\s*[–—-]\s*|\s*\.\.\.?\s*|\s+(?:to|through)\s+)"
_CITATION = re.compile(rf"(?<![A-Za-z0-9])({_SERIES})(\d+)(?:{_TO}(?:\1(\d+)(?!\d)|(?<=[–—-])(\d+)(?![\d.])))?")
_SERIES_IN_NAME = r"(?:[sS][12]_|(?:trap|TRAP)_)"
_CITATION_IN_NAME = re.compile(rf"(?<![A-Za-z0-9])({_SERIES_IN_NAME})(\d+)(?![A-Za-z0-9])(?:_to_\1(\d+))?")
_REQUIREMENT_IN_NAME = re.compile(r"\bdef test_r(\d+)_")
_EXPLANATION = re.compile(r"^- \*\*(S[12]\.|TRAP-|R-)(\d+)\*\* (\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """The number of a rule: its series (``S1``, ``S2``, ``TRAP``, ``R``) and where it stands in it, from 1."""

    series: str
    number: int

    def __str__(self) -> str:
        return f"{self.series}{'-' if self.series in ('TRAP', 'R') else '.'}{self.number}"


def cited_in(text: str) -> frozenset[Rule]:
    """Return every rule that a text cites, ranges filled in."""
    return frozenset(_citations(text))


def _citations(text: str) -> Iterator[Rule]:
    for found in _CITATION.finditer(text):
        series, first, last, short_last = found.groups()
        yield from _range(series, first, last or short_last)
    for found in _CITATION_IN_NAME.finditer(text):
        yield from _range(*found.groups())
    for found in _REQUIREMENT_IN_NAME.finditer(text):
        yield Rule("R", int(found.group(1)))


def _range(series: str, first: str, last: str | None) -> Iterator[Rule]:
    name = series.rstrip("._-").upper()
    # A range that runs backwards still cites both of its ends, so that neither escapes the check.
    ends = sorted((int(first), int(last or first)))
    return (Rule(name, number) for number in range(ends[0], ends[1] + 1))


def explanations(text: str) -> tuple[tuple[Rule, str], ...]:
    """Return the rules a text explains, in its order, twice where it explains one twice."""
    return tuple(
        (Rule(series.rstrip(".-"), int(number)), said.strip()) for series, number, said in _EXPLANATION.findall(text)
    )


def citing_files(root: Path = ROOT) -> tuple[Path, ...]:
    """Return the files whose citations must be explained: code, resources and tests, but not the rules themselves."""
    return tuple(
        path
        for folder in CITING_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in CITING_SUFFIXES and path.is_file() and path != root / "tests" / "rules.md"
    )


def files_by_rule(root: Path = ROOT) -> Mapping[Rule, tuple[str, ...]]:
    """Return for each rule that a test names the files of those tests, relative to the root."""
    found: dict[Rule, tuple[str, ...]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        if path.name != _ABOUT_NUMBERS:
            name = path.relative_to(root).as_posix()
            for rule in cited_in(path.read_text(encoding="utf-8")):
                found[rule] = (*found.get(rule, ()), name)
    return found


def report(
    rules: Sequence[tuple[Rule, str]], tests: Mapping[Rule, tuple[str, ...]], *, only_missing: bool
) -> Iterator[str]:
    """Yield the lines of the report; with ``only_missing`` the uncovered rules and what they say."""
    for rule, said in rules:
        files = tests.get(rule, ())
        if not only_missing:
            yield f"{rule!s:<8} {', '.join(files) or '-'}"
        elif not files:
            yield f"{rule!s:<8} {said}"
    covered = sum(1 for rule, _ in rules if rule in tests)
    yield f"{covered} of {len(rules)} rules are named by a test."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="rule_coverage", description="Which tests name which rule.")
    parser.add_argument("--missing", action="store_true", help="only the rules that no test names, with their text")
    chosen = parser.parse_args(arguments)
    rules = explanations(RULES_FILE.read_text(encoding="utf-8"))
    for line in report(rules, files_by_rule(), only_missing=chosen.missing):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
