"""Those sentences of a language are held against a text that begin or end as it does, and none is passed over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.workflow.sentence_patterns import FIGURE, SentencePatterns, sentence_pattern

_TEXT = st.text("ab {}0.", max_size=12)
_SOURCE = st.lists(st.text("ab .", max_size=8), min_size=1, max_size=3).map(
    lambda parts: "".join(f"{{{at - 1}}}{part}" if at else part for at, part in enumerate(parts))
)


@given(st.lists(_SOURCE, max_size=8), _TEXT, _TEXT)
def test_none_that_matches_is_passed_over_and_their_order_stands(sources: list[str], one: str, other: str) -> None:
    known = [sentence_pattern(source, str(at)) for at, source in enumerate(sources)]
    fitting = SentencePatterns(known).that_may_match(one, other)
    assert [found for found in known if found in fitting] == fitting
    assert all(found in fitting for found in known if found.match(one) or found.match(other))


def test_what_begins_and_ends_otherwise_is_not_tried() -> None:
    known = [sentence_pattern(source, "") for source in ("Unit price {0}", "{0} lines are billed", "{0} and {1}")]
    assert SentencePatterns(known).that_may_match("Quantity 7") == known[2:]


def test_only_a_figure_stands_where_a_figure_must() -> None:
    counted = sentence_pattern("{0} lines", "{0} Zeilen", FIGURE)
    assert counted.match("1,204 lines")
    assert not counted.match("No such lines")
