"""Dates in six languages; the order of day and month is evidence, never a habit."""

from __future__ import annotations

from datetime import date

import pytest

from app.extraction.values.dates import DateOrder, find_date, is_period, weigh_orders


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2026-01-12", date(2026, 1, 12)),
        ("12.01.2026", date(2026, 1, 12)),
        ("Jan 12, 2026", date(2026, 1, 12)),
        ("January 3rd, 2026", date(2026, 1, 3)),
        ("12-Jan-26", date(2026, 1, 12)),
        ("7. Mai 2014", date(2014, 5, 7)),
        ("1er août 2025", date(2025, 8, 1)),
        ("3 de marzo de 2026", date(2026, 3, 3)),
        ("14 dicembre 2025", date(2025, 12, 14)),
        ("19 april 2014", date(2014, 4, 19)),
        ("5. März 2026", date(2026, 3, 5)),
        ("25. Feber 2026", date(2026, 2, 25)),
        ("1/26/26", date(2026, 1, 26)),
        ("26/1/2026", date(2026, 1, 26)),
        ("December 31, 1979", date(1979, 12, 31)),
    ],
)
def test_dates_that_say_themselves_what_they_are(printed: str, value: date) -> None:
    reading = find_date(printed)
    assert reading is not None
    assert reading.certain == value


def test_a_date_that_can_be_read_two_ways_is_not_certain() -> None:
    reading = find_date("03/04/2026")
    assert reading is not None
    assert reading.certain is None
    assert reading.in_order(DateOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert reading.in_order(DateOrder.DAY_FIRST) == date(2026, 4, 3)


def test_another_date_with_a_day_over_twelve_settles_the_order() -> None:
    readings = [reading for text in ("03/04/2026", "01/28/2026") if (reading := find_date(text)) is not None]
    assert weigh_orders(readings).order is DateOrder.MONTH_FIRST


def test_contradicting_dates_settle_nothing() -> None:
    readings = [reading for text in ("28/01/2026", "01/28/2026") if (reading := find_date(text)) is not None]
    assert weigh_orders(readings).order is None


@pytest.mark.parametrize(
    "text", ["", "Net 30", "99/99/2026", "01.05.14-31.05.14", "PO-10482", "5/8-11 x 2", "31.02.2026"]
)
def test_no_date_is_found_where_there_is_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Apr 28 – May 28, 2023",
        "01.05.14-31.05.14",
        "01.05. - 31.05.2014",
        "11/03/2023 - 11/12/2023",
        "vom 1. Mai bis 31. Mai 2024",
        "du 01/05/2024 au 31/05/2024",
        "March 2024 - April 2024",
        "(2024-01-01 - 2024-01-31)",
        "1 de marzo de 2024 al 31 de marzo de 2024",
    ],
)
def test_s2_159_a_text_says_from_when_to_when(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize(
    "text",
    [
        "1/2 - 3/4",
        "1/2-3/4-10",
        "10-12 - 14-16",
        "5/16-18",
        "10.50-12.75",
        "1/4-20 - 3/8-16",
        "May 5",
        "May - June",
        "Hosting Apr 28 – May 28, 2023",
        "Apr 28 – May 28, 2023 extra",
    ],
)
def test_s2_159_sizes_and_names_are_no_period(text: str) -> None:
    assert not is_period(text)
