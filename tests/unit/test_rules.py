"""Every rule number that is cited is explained once in tests/rules.md, and the numbers there have no gap."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.helpers.rule_coverage import (
    CITING_FOLDERS,
    ROOT,
    RULES_FILE,
    Rule,
    cited_in,
    citing_files,
    explanations,
    files_by_rule,
    report,
)

LAST = {"S1": 86, "S2": 198, "TRAP": 12}
MOST_WORDS = 50


def unexplained(text: str, explained: Counter[Rule]) -> list[str]:
    return sorted(str(rule) for rule in cited_in(text) if explained[rule] != 1)


def explained_once() -> Counter[Rule]:
    return Counter(rule for rule, _ in explanations(RULES_FILE.read_text(encoding="utf-8")))


def rules(series: str, *numbers: int) -> set[Rule]:
    return {Rule(series, number) for number in numbers}


def test_every_cited_rule_is_explained_exactly_once() -> None:
    explained = explained_once()
    wrong = {
        path.relative_to(ROOT).as_posix(): missing
        for path in citing_files()
        if (missing := unexplained(path.read_text(encoding="utf-8"), explained))
    }
    assert wrong == {}


def test_the_check_sees_the_whole_tree() -> None:
    files = citing_files()
    assert {path.relative_to(ROOT).parts[0] for path in files} == set(CITING_FOLDERS)
    assert {path.suffix for path in files} >= {".py", ".toml"}
    assert Path(__file__).resolve() in files
    assert RULES_FILE not in files
    assert any(cited_in(path.read_text(encoding="utf-8")) for path in files if ROOT / "app" in path.parents)


@pytest.mark.parametrize("series", LAST)
def test_no_rule_is_missing_or_said_twice(series: str) -> None:
    explained = explained_once()
    numbers = sorted(rule.number for rule in explained.elements() if rule.series == series)
    assert numbers == list(range(1, LAST[series] + 1))


def test_the_requirements_of_the_window_that_are_explained_are_the_ones_that_tests_name() -> None:
    named = {
        rule
        for path in citing_files()
        if path.suffix == ".py" and path != Path(__file__).resolve()
        for rule in cited_in(path.read_text(encoding="utf-8"))
        if rule.series == "R"
    }
    assert {rule for rule in explained_once() if rule.series == "R"} == named


def test_every_entry_can_be_read_and_is_short() -> None:
    text = RULES_FILE.read_text(encoding="utf-8")
    read = explanations(text)
    assert len(read) == sum(1 for line in text.splitlines() if line.lstrip().startswith(("-", "*")))
    for rule, said in read:
        assert said.endswith("."), rule
        assert len(said.split()) <= MOST_WORDS, rule


def test_rules_that_point_to_others_point_to_existing_ones() -> None:
    text = RULES_FILE.read_text(encoding="utf-8")
    assert unexplained(text, explained_once()) == []


def test_an_unknown_or_doubly_explained_number_is_reported() -> None:
    explained = Counter(rules("S2", 57, 58)) + Counter(rules("S2", 58))
    cited = " ".join(f"S{2}.{number}" for number in (57, 58, 999))
    assert unexplained(cited, explained) == [f"S{2}.58", f"S{2}.999"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("held (S2.57).", rules("S2", 57)),
        ("S2.57 and S1.5", rules("S2", 57) | rules("S1", 5)),
        ("S2.13–S2.18", rules("S2", 13, 14, 15, 16, 17, 18)),
        ("S2.13-S2.15", rules("S2", 13, 14, 15)),
        ("S2.13–15", rules("S2", 13, 14, 15)),
        ("S2.149 to S2.152", rules("S2", 149, 150, 151, 152)),
        ("S1.67\n    to S1.69", rules("S1", 67, 68, 69)),
        ("S2.18 to S2.16", rules("S2", 16, 17, 18)),
        ("S2.57 to 12 pieces", rules("S2", 57)),
        ("S1.85 - S2.1", rules("S1", 85) | rules("S2", 1)),
        ("see TRAP-1, TRAP-12", rules("TRAP", 1, 12)),
        ("TRAP-3 to TRAP-5", rules("TRAP", 3, 4, 5)),
        ("def test_s2_57_ten_cases_and_240_pieces() -> None:", rules("S2", 57)),
        ("def test_s2_13_to_s2_15_sums() -> None:", rules("S2", 13, 14, 15)),
        ("def test_trap_7_not_released() -> None:", rules("TRAP", 7)),
        ("def test_r08_enter() -> None:\ndef test_r21_a() -> None:", rules("R", 8, 21)),
        ("AS1.5 CLASS2.3 pens2_4 bootstrap_1 s1_5x", set()),
    ],
)
def test_citations_are_found_in_every_form(text: str, expected: set[Rule]) -> None:
    assert cited_in(text) == expected


def test_coverage_names_the_test_files(tmp_path: Path) -> None:
    unit = tmp_path / "tests" / "unit"
    unit.mkdir(parents=True)
    (unit / "test_split.py").write_text("def test_s2_44_receipts() -> None: ...\n", encoding="utf-8")
    (unit / "test_merged.py").write_text('"""S2.44 to S2.45"""\n', encoding="utf-8")
    (unit / "orders.py").write_text('"""S2.46"""\n', encoding="utf-8")
    said = [(Rule("S2", number), f"rule {number}.") for number in (44, 45, 46)]

    found = files_by_rule(tmp_path)

    assert list(report(said, found, only_missing=False)) == [
        "S2.44    tests/unit/test_merged.py, tests/unit/test_split.py",
        "S2.45    tests/unit/test_merged.py",
        "S2.46    -",
        "2 of 3 rules are named by a test.",
    ]
    assert list(report(said, found, only_missing=True)) == [
        "S2.46    rule 46.",
        "2 of 3 rules are named by a test.",
    ]
