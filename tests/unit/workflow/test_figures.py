"""Figures as a person reads them: exact, in the signs of the locale."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shipped_files import resource_path
from app.workflow.figures import PLAIN, Figures, amount_with_currency

D = Decimal


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        ("1246.88", "USD", "1,246.88"),
        ("-207.6", "USD", "−207.60"),
        ("0.001", "USD", "0.001"),
        ("1234567", "JPY", "1,234,567"),
        ("12.3456", None, "12.3456"),
    ],
)
def test_amounts_keep_every_digit(value: str, currency: str | None, text: str) -> None:
    assert PLAIN.money(D(value), currency) == text


def test_differences_carry_their_sign() -> None:
    assert PLAIN.signed_money(D("19.18")) == "+19.18"
    assert PLAIN.signed_quantity(D("-4.00")) == "−4"
    assert PLAIN.percent(D("7.0184"), signed=True) == "+7.0 %"
    assert PLAIN.percent(D("0.012")) == "0.01 %"


def test_dates_and_currency() -> None:
    assert Figures(",", ".", "%d.%m.%Y").day(date(2026, 3, 1)) == "01.03.2026"
    assert amount_with_currency(PLAIN, D(5), "EUR") == "5.00 EUR"
    assert amount_with_currency(PLAIN, D(5), None) == "5.00"


@given(st.decimals(min_value=D("-999999999"), max_value=D("999999999"), places=4))
def test_no_digit_is_lost_or_changed(value: Decimal) -> None:
    shown = Figures(",", ".").money(value, "EUR")
    back = D(shown.replace(".", "").replace(",", ".").replace("−", "-"))
    assert back == value


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("%Y-%m-%d", "11-25"), ("%d.%m.%Y", "25.11."), ("%m/%d/%Y", "11/25"), ("%d/%m/%Y", "25/11"),
        ("%Y.%m.%d", "11.25"), ("%d-%m-%Y", "25-11"),
    ],
)  # fmt: skip
def test_a_day_near_today_is_written_without_its_year(form: str, told: str) -> None:
    assert Figures(date_format=form).short_day(date(2026, 11, 25)) == told


_GERMAN = Figures(",", ".", "%d.%m.%Y")


@pytest.mark.parametrize(
    ("stored", "german", "english"),
    [
        ("160 CT × 12.00 → 1920.00; at 480.00", "160 CT × 12,00 → 1.920,00; at 480,00",
         "160 CT × 12.00 → 1,920.00; at 480.00"),
        ("over by 7.55 %, limit 0.025.", "over by 7,55 %, limit 0,025.", "over by 7.55 %, limit 0.025."),
        ("a credit of -1207.60", "a credit of −1.207,60", "a credit of −1,207.60"),
        ("(PO-3006 line 1 (114.00))", "(PO-3006 line 1 (114,00))", "(PO-3006 line 1 (114.00))"),
        ("On hold until 2026-03-31: received 2026-03-09.", "On hold until 31.03.2026: received 09.03.2026.",
         "On hold until 2026-03-31: received 2026-03-09."),
    ],
)  # fmt: skip
def test_a_stored_sentence_is_shown_in_the_signs_of_the_desk(stored: str, german: str, english: str) -> None:
    assert _GERMAN.sentence(stored) == german
    assert PLAIN.sentence(stored) == english


@pytest.mark.parametrize(
    "text",
    [
        "received (RC-7007), order 448210 line 1", "PO-2026-03-09", "2026-03-09.pdf", "2026-13-09", "2026-03-09:12:00",
        "“2026-03-09”", "scan_12.50.pdf", "12.50.pdf page 2", "version 1.2.3",
        "the page says “12.50”", "read as '12.50'", "1.234,56", "1,234.56", "A12.50", "12.50-B", "order:12.50/7",
    ],
)  # fmt: skip
def test_what_is_no_figure_of_its_own_stays_as_it_stands(text: str) -> None:
    assert _GERMAN.sentence(text) == text


def test_what_is_looked_up_in_another_language_has_no_figure_that_is_written_anew() -> None:
    """An example in a sentence ("such as 1.234") stands in quotes: with a comma in it nothing was found, in German."""
    texts = tomllib.loads(resource_path("i18n/de/messages.toml").read_text(encoding="utf-8"))
    changed = [text for text in texts["sentences"] if _GERMAN.sentence(text) != text]
    # Nobody decides an invoice without SQLite: this one is said before there are any figures.
    assert [text for text in changed if "SQLite" not in text] == []


def test_names_that_look_like_figures_stay_beside_figures_that_do_not() -> None:
    named = Figures(",", ".", names=frozenset({"2026.0387", "Pipe 1.5 in", "10.25"}))
    told = "Invoice 2026.0387: Pipe 1.5 in, item 10.25, bills 10.50 for 1110.25"
    assert named.sentence(told) == "Invoice 2026.0387: Pipe 1.5 in, item 10.25, bills 10,50 for 1.110,25"


@given(st.decimals(min_value=D("-999999999"), max_value=D("999999999"), places=2))
def test_a_figure_keeps_its_digits_in_a_sentence(value: Decimal) -> None:
    shown = _GERMAN.sentence(f"at {value:f}.")
    assert D(shown[3:-1].replace(".", "").replace(",", ".").replace("−", "-")) == value
