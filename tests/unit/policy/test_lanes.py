"""The decision table as data: every rule once, sentences filled and counted."""

import re

from app.domain.match import Pattern
from app.policy import group_rules
from app.policy.lanes import TABLE, rank, sentence


def test_nouns_are_counted() -> None:
    assert sentence("late_shipment.beyond", {"days": "1", "grace": "0"}) == (
        "received 1 day after the promised date; the vendor's grace is 0 days"
    )
    assert sentence("late_shipment.beyond", {"days": "4", "grace": "1"}).endswith("grace is 1 day")
    assert sentence("missing_receipt.none", {"count": "1", "order_lines": "PO-1 line 3"}).startswith(
        "goods are billed on 1 line without"
    )
    assert sentence("split.not_permitted", {"parts": "3"}).startswith("3 lines bill one order line")


def test_a_figure_nobody_knows_is_a_question_mark() -> None:
    assert sentence("vendor_compliance.over_cap", {"kind": "freight"}) == "freight of ? is above the agreed cap of ?"


def test_no_sentence_leaves_the_count_to_the_reader() -> None:
    assert not [rule for rule, row in TABLE.items() if re.search(r"\(s\)", row.sentence)]


def test_ranks_follow_the_table() -> None:
    assert [rank(rule) for rule in TABLE] == list(range(len(TABLE)))


def test_every_pattern_is_judged_by_a_rule_of_its_own_and_has_rows() -> None:
    assert set(group_rules._RULES) == set(Pattern)
    assert {row.subject for row in TABLE.values()} >= set(Pattern)
