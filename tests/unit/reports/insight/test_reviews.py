"""When tolerances are to be looked over (S2.158): the policy yearly, busy vendors and large line classes quarterly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.insight import InsightLog, PolicyReview
from app.domain.insight_facts import ClassBilled, DeskFacts
from app.reports.insight.reviews import LINE_CLASS, Rhythm, review_calendar

TODAY = date(2026, 6, 30)
EMPTY = DeskFacts(None, None, (), (), ())


def billed(*rows: tuple[str, str, str]) -> DeskFacts:
    classes = tuple(ClassBilled(name, currency, 1, Decimal(amount)) for name, currency, amount in rows)
    return DeskFacts(None, None, (), (), (), classes=classes)


def test_the_three_largest_line_classes_of_each_currency_are_spot_checked() -> None:
    """S2.158: categories as well as vendors; amounts of two currencies are never set beside each other."""
    facts = billed(
        ("commodity", "USD", "900"), ("specialty", "USD", "700"), ("capital", "USD", "500"), ("spot", "USD", "1"),
        ("spot", "EUR", "2"), ("", "USD", "99999"),
    )  # fmt: skip
    due = review_calendar(None, facts, InsightLog(), TODAY)
    assert [one.subject for one in due] == [f"{LINE_CLASS}{n}" for n in ("capital", "commodity", "specialty", "spot")]
    assert {one.rhythm for one in due} == {Rhythm.QUARTERLY}
    assert all(one.overdue and one.last is None for one in due)
    assert next(one.why for one in due if one.subject.endswith("spot")) == "among the most billed (2.00 EUR)"


def test_a_class_that_was_looked_over_is_due_a_quarter_later() -> None:
    stamp = PolicyReview(7, datetime(2026, 6, 1, tzinfo=UTC), "ann", "class:commodity", "right as they are")
    facts = billed(("commodity", "USD", "900"))
    (due,) = review_calendar(None, facts, InsightLog(reviews=(stamp,)), TODAY)
    assert (due.last, due.by, due.overdue) == (date(2026, 6, 1), "ann", False)
    assert due.due == date(2026, 8, 31)


def test_nothing_billed_is_nothing_to_look_over() -> None:
    assert review_calendar(None, EMPTY, InsightLog(), TODAY) == ()
    assert review_calendar(None, billed(("commodity", "USD", "-5")), InsightLog(), TODAY) == ()
