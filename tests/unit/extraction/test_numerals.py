"""Numbers as vendors write them (S2.165 to S2.167)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.provenance import Box, Method
from app.extraction.values.figures import read_figure
from app.extraction.values.numerals import (
    DecimalMark,
    read_doubtful_number,
    read_number,
    read_percent,
    split_glued,
    weigh_marks,
)
from app.extraction.values.words import Word


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("12,345,678.90", "12345678.90"),
        ("1,23,456.78", "123456.78"),
        ("0.193", "0.193"),
        (".50", "0.50"),
        ("12.50-", "-12.50"),
        ("(12.50)", "-12.50"),
        ("-12,50", "-12.50"),
        ("−12.50", "-12.50"),
        ("12.50CR", "-12.50"),
        ("$1,285.92", "1285.92"),
        ("$(35.00)", "-35.00"),
        ("4,50€", "4.50"),
        ("EUR80,65", "80.65"),
        ("１２", "12"),
        ("5,-", "5.00"),
        ("CHF 5.–", "5.00"),
        ("5,- EUR", "5.00"),
        ("1.234,-", "1234.00"),
        ("1'234.--", "1234.00"),
        ("-5,-", "-5.00"),
    ],
)
def test_numbers_are_read_exactly_as_printed(printed: str, value: str) -> None:
    numeral = read_number(printed)
    assert numeral is not None
    assert str(numeral.value) == value


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "1e5",
        "1_000",
        "NaN",
        "inf",
        "١٢٣",
        "12/26",
        "ABC",
        "1,2,3",
        "7.25%",
        "5½",
        "10²",
        "5Ⅻ",
        "5〇",
        "⑩",
        "9" * 19,
    ],
)
def test_what_is_no_number_is_refused(printed: str) -> None:
    assert read_number(printed) is None


def test_three_digits_after_one_mark_follow_the_document() -> None:
    assert read_number("1.234", DecimalMark.POINT) is not None
    point, comma = read_number("1.234", DecimalMark.POINT), read_number("1.234", DecimalMark.COMMA)
    assert point is not None
    assert comma is not None
    assert (point.value, comma.value) == (Decimal("1.234"), Decimal(1234))
    assert point.ambiguous
    assert comma.ambiguous


def test_the_mark_is_found_from_the_tokens_that_speak() -> None:
    assert weigh_marks(["1.234", "69,00", "1.587,00"]).mark is DecimalMark.COMMA
    assert weigh_marks(["1,234", "69.00"]).mark is DecimalMark.POINT


def test_nothing_speaks_means_uncertain() -> None:
    assert not weigh_marks(["1.234", "2.500"]).certain
    assert weigh_marks(["12", "17"]).certain


def test_a_token_against_the_style_of_the_document_is_marked() -> None:
    numeral = read_number("1,3372", DecimalMark.POINT)
    assert numeral is not None
    assert numeral.off_style


@pytest.mark.parametrize(
    ("printed", "value"),
    [("I0.44", "10.44"), ("1,2O0.5O", "1200.50"), ("3)", "3"), ("l2", "12"), ("‘386,60", "386.60")],
)
def test_letters_that_look_like_digits_are_read_and_remembered(printed: str, value: str) -> None:
    numeral = read_doubtful_number(printed)
    assert numeral is not None
    assert str(numeral.value) == value
    assert numeral.repaired_from == printed


def test_words_do_not_become_numbers() -> None:
    assert read_doubtful_number("BOLSO") is None
    assert read_doubtful_number("SOIL5") is None


@pytest.mark.parametrize(
    ("printed", "parts"), [("12EA", ("12", "EA")), ("4,50€/kg", ("4,50", "€/kg")), ("2.00/C", ("2.00", "/C"))]
)
def test_s2_162_a_glued_unit_is_parted_from_its_number(printed: str, parts: tuple[str, str]) -> None:
    assert split_glued(printed) == parts


@pytest.mark.parametrize("text", ["5〇", "7Ⅻ", "1_000", "5½", "1٬000", "100‰", "10²", "5^", "5<", "7±"])
def test_a_number_that_goes_on_in_other_signs_is_not_cut_off(text: str) -> None:
    assert split_glued(text) is None


@pytest.mark.parametrize("cell", ["100‰", "~100", "≈100", "≥ 100", "100 ‰", "100 ½", "100 1/2", "10²", "10 ²", "< 100"])
def test_a_sign_that_makes_another_number_of_a_figure_leaves_it_unread(cell: str) -> None:
    assert read_figure(_cell(cell), DecimalMark.POINT) is None


@pytest.mark.parametrize(
    ("cell", "value"), [("12.50 ¹", "12.50"), ("12.50¹", "12.50"), ("7 m²", "7"), ("1/2 12", "12"), ("100 /100", "100")]
)
def test_marks_of_footnotes_and_units_leave_a_figure_as_it_is(cell: str, value: str) -> None:
    figure = read_figure(_cell(cell), DecimalMark.POINT)
    assert figure is not None
    assert str(figure.value) == value


def _cell(text: str) -> list[Word]:
    """Return the words of a cell of a text layer, a blank apart."""
    placed, left = [], 100.0
    for part in text.split():
        placed.append(Word(part, Box(1, left, 100.0, left + 6 * len(part), 110.0), Method.TEXT_LAYER, 100))
        left += 6 * len(part) + 3
    return placed


def test_percentages_are_no_amounts() -> None:
    assert read_percent("7.25%") == Decimal("7.25")
    assert read_percent("19") is None
