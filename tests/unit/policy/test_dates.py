"""Impossible dates go to the clerk, and switch the search for duplicates off for nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.decision import EarlierInvoice, History, Lane
from app.policy.duplicates import line_signature
from tests.helpers.policy import TODAY, World, dec, finding, read, receipt, rules

ORDERED = replace(World().order, order_date=date(2026, 1, 5))


def dated(day: date, due: date | None = None, **changes: object) -> World:
    header_due = read(due) if due is not None else None
    return World(order=ORDERED, **changes).with_header(invoice_date=read(day), due_date=header_due)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (TODAY + timedelta(days=1), None),
        (date(2099, 1, 1), None),
        (date(2009, 2, 5), None),
        (date(2025, 1, 4), None),
        (date(2026, 2, 20), date(2026, 2, 19)),
    ],
)
def test_a_date_that_cannot_be_right_goes_to_the_clerk(day: date, due: date | None) -> None:
    found = finding(dated(day, due).decided, "data_quality.dates")
    assert (found.lane, found.exposure) == (Lane.DRAFT_AND_ROUTE, dec("1000.00"))


@pytest.mark.parametrize(
    ("day", "due"), [(TODAY, TODAY), (date(2025, 1, 5), None), (date(2026, 2, 20), date(2026, 3, 22))]
)
def test_a_date_that_can_be_right_clears(day: date, due: date | None) -> None:
    assert dated(day, due).decided.lane is Lane.AUTO_RESOLVE


def test_a_clock_behind_the_desks_own_records_holds_nothing() -> None:
    came = receipt("100", received_date=date(2026, 2, 18))
    slow = History(date(2025, 6, 1))
    assert "data_quality.dates" not in rules(dated(date(2026, 2, 25), receipts=(came,), history=slow).decided)
    assert "data_quality.dates" in rules(dated(date(2099, 1, 1), receipts=(came,), history=slow).decided)


def before(day: date, received: date | None) -> EarlierInvoice:
    lines = line_signature(World().invoice)
    total = dec("1000.00")
    return EarlierInvoice(3, "before.pdf", "x", "V1", "INV-12", day, total, "USD", lines, received=received)


@pytest.mark.parametrize("far_off", [date(2099, 1, 1), date(2009, 2, 5)])
def test_a_far_off_date_hides_no_second_copy(far_off: date) -> None:
    lately = TODAY - timedelta(days=20)
    second = dated(far_off, history=History(TODAY, (before(lately, lately),), received=TODAY))
    first = dated(lately, history=History(TODAY, (before(far_off, lately),), received=TODAY))
    for world in (second, first):
        assert finding(world.decided, "duplicate_invoice.same_lines").figures["days"] == "20"


def test_the_same_goods_two_months_later_are_another_delivery() -> None:
    earlier = before(TODAY - timedelta(days=61), TODAY)
    world = dated(TODAY, history=History(TODAY, (earlier,), received=TODAY))
    assert world.decided.lane is Lane.AUTO_RESOLVE


def test_a_date_with_day_and_month_exchanged_is_the_same_day() -> None:
    first, second = date(2026, 2, 1), date(2026, 1, 2)
    exchanged = dated(first, history=History(TODAY, (before(second, TODAY),), received=TODAY))
    assert finding(exchanged.decided, "duplicate_invoice.same_lines").figures["days"] == "0"
    apart = dated(first, history=History(TODAY, (before(second - timedelta(days=1), TODAY),), received=TODAY))
    assert "duplicate_invoice.same_lines" not in rules(apart.decided)
    a_year = second.replace(year=2025)
    earlier = dated(first, history=History(TODAY, (before(a_year, a_year),), received=TODAY))
    assert "duplicate_invoice.same_lines" not in rules(earlier.decided)


def test_a_copy_that_comes_in_long_after_is_no_copy_of_the_same_month() -> None:
    world = dated(
        date(2009, 2, 5), history=History(TODAY, (before(TODAY, TODAY - timedelta(days=31)),), received=TODAY)
    )
    assert "duplicate_invoice.same_lines" not in rules(world.decided)


@pytest.mark.parametrize(
    ("terms", "due", "held"),
    [
        ("Net 30", date(2026, 2, 27), True),
        ("2% 10 Net 30", date(2026, 3, 2), True),
        ("30 Tage netto, 14 Tage 2 % Skonto", date(2026, 3, 6), True),
        ("2/10 n/30", date(2026, 2, 20), True),
        ("Net 30", date(2026, 3, 22), False),
        ("Net 30", date(2026, 3, 20), False),  # a month, in February
        ("Net 15", date(2026, 4, 20), False),
        ("Due on receipt", date(2026, 2, 20), False),
        (None, date(2026, 2, 20), False),
    ],
)
def test_what_is_due_sooner_than_agreed_goes_to_the_buyer(terms: str | None, due: date, held: bool) -> None:
    paper = dated(date(2026, 2, 20), due, vendor=replace(World().vendor, payment_terms=terms))
    assert ("vendor_compliance.due_sooner" in rules(paper.decided)) is held


@pytest.mark.parametrize(
    ("said", "due", "held"),
    [
        (10, None, True), (0, None, False), (27, None, False), (30, None, False), (60, None, False),
        (10, date(2026, 3, 22), False),  # the day that is printed counts
    ],
)  # fmt: skip
def test_terms_said_in_words_sooner_than_agreed_go_to_the_buyer(said: int, due: date | None, held: bool) -> None:
    paper = dated(date(2026, 2, 20), due, vendor=replace(World().vendor, payment_terms="Net 30"))
    decided = paper.with_header(terms_days=read(said)).decided
    assert ("vendor_compliance.due_sooner" in rules(decided)) is held
    if held:
        assert finding(decided, "vendor_compliance.due_sooner").figures["days"] == str(said)
