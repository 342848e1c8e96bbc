"""Numbers and days come in by many ways; none of them takes for one what is not written in plain digits.

The ways: a page, an electronic invoice, a table (text and spreadsheet), a figure typed over another, the policy typed
and as a file, readings given as JSON, options of commands. Whatever a way takes, it is what the same digits say.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.cli.console import day as day_option
from app.cli.console import whole
from app.cli.insight_options import figure
from app.domain.errors import InputError
from app.domain.money import decimal_from_text
from app.domain.plain_toml import odd_numbers
from app.domain.table_forms import DateForm, NumberForm, day_in, number_in
from app.extraction.einvoice.values import Values
from app.extraction.einvoice.xml_tree import Node
from app.extraction.values.dates import find_date
from app.extraction.values.numerals import DecimalMark, number_body, read_number, split_glued
from app.policy.policy_file import parse_policy
from app.storage.cells import CellError, iso_date, number
from app.workflow.figures import Figures
from app.workflow.given_readings import load_readings
from app.workflow.policy_edit import limit_from_text

_SIGNS = "0123456789.,-+' _eEx%()\u00a0\u00ad\u200b\u200e\u202e\u2060\ufeff¹²½①٠١٢۳१１２．，٫٬·’"
_TEXTS = st.one_of(st.text(_SIGNS, min_size=1, max_size=9), st.text(min_size=1, max_size=6))
_ODD = (
    "NaN", "nan", "inf", "-Infinity", "1_000", "1e3", "1E-2", "0x10", "٣", "1٬234", "१२", "12.5²", "½", "①",
    "1\u200b234", "\u202e05.21", "12\u200e.50", "1 2 3", "1,2,3", "",
)  # fmt: skip


def _typed_limit(text: str) -> Decimal | None:
    return limit_from_text(text)


def _xml(text: str) -> Decimal | None:
    found = Values("a.xml").amount(Node("amount", {}, text=text), "an amount")
    return found.value if found is not None else None


def _page(text: str) -> Decimal | None:
    found = read_number(text)
    return found.value if found is not None else None


def _refusing(read: Callable[[str], Decimal | None], text: str) -> Decimal | None:
    try:
        return read(text)
    except (ValueError, InputError, CellError, argparse.ArgumentTypeError):
        return None


_WAYS: dict[str, Callable[[str], Decimal | None]] = {
    "files": decimal_from_text,
    "table": number,
    "column with points": lambda text: number_in(text, NumberForm.POINT),
    "column with commas": lambda text: number_in(text, NumberForm.COMMA),
    "electronic invoice": _xml,
    "page": _page,
    "policy typed": _typed_limit,
    "policy typed with commas": lambda text: limit_from_text(text, ","),
    "option": figure,
}


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize("text", _ODD)
def test_no_way_takes_what_is_not_written_in_plain_digits(way: str, text: str) -> None:
    assert _refusing(_WAYS[way], text) is None


@pytest.mark.parametrize("way", _WAYS)
@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
@example("12.5\u00b9")
@example("1.234")
@example("1.000")
def test_what_a_way_takes_has_the_digits_that_are_written(way: str, text: str) -> None:
    value = _refusing(_WAYS[way], text)
    if value is None:
        return
    plain = unicodedata.normalize("NFKC", text)
    assert value.is_finite()
    assert not any(unicodedata.category(sign) in {"No", "Nl"} for sign in text)
    written, taken = re.sub(r"[^0-9]", "", plain), re.sub(r"[^0-9]", "", f"{value:f}")
    if "." in f"{value:f}":  # Amounts are kept to the cent: zeros after it add nothing.
        written, taken = written.rstrip("0"), taken.rstrip("0")
    assert written.lstrip("0") == taken.lstrip("0") or not written.strip("0")


@settings(max_examples=300, deadline=None)
@given(_TEXTS, st.sampled_from(DecimalMark))
@example("1\u200b234.00", DecimalMark.POINT)
@example("12·50", DecimalMark.POINT)
@example("1_000", DecimalMark.POINT)
@example("0\u200b'0", DecimalMark.POINT)
@example("0_'0", DecimalMark.POINT)
def test_the_beginning_of_a_number_is_never_read_alone(text: str, mark: DecimalMark) -> None:
    split = split_glued(text)
    if split is None or read_number(split[0], mark) is None:
        return
    assert not re.match(r"[_·‧∙.,'’\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]+[0-9]", split[1])
    assert not any(unicodedata.category(sign) == "Nd" and not sign.isascii() for sign in split[1])


def test_one_mark_with_three_digits_is_ambiguous_and_said_so() -> None:
    for mark in DecimalMark:
        found = read_number("1.234", mark)
        assert found is not None
        assert found.ambiguous
    with pytest.raises(InputError, match="no figure"):
        limit_from_text("1.234", ",")
    assert limit_from_text("1.5", ",") == Decimal("1.5")
    assert limit_from_text("2,5", ",") == Decimal("2.5")
    assert limit_from_text("１２", ".") == Decimal(12)


@pytest.mark.parametrize("text", ["2026-W11-6", "20260311", "٢٠٢٦-٠٣-٠١", "2026-3-1", "2026-02-30", "2026-03-01T00:00"])
def test_days_of_files_and_options_have_one_form(text: str) -> None:
    assert day_in(text, DateForm.ISO) is None
    with pytest.raises(argparse.ArgumentTypeError):
        day_option(text)
    with pytest.raises(CellError):
        iso_date(text)


@pytest.mark.parametrize(
    "text", ["1\u200b2.03.2026", "12.03.20\u200b26", "12\u200e.03.2026", "\u0661\u0662.03.2026", "12.03.202\u0666"]
)
def test_a_printed_day_with_signs_nobody_sees_is_no_day(text: str) -> None:
    assert find_date(text) is None


def test_a_day_keeps_its_year_beside_the_mark_of_a_note() -> None:
    found = find_date("12.03.2026\u00b9")
    assert found is not None
    assert found.certain == date(2026, 3, 12)
    both = find_date("03/04/2026")
    assert both is not None
    assert both.certain is None


def test_a_typed_day_is_written_in_ascii() -> None:
    desk = Figures(date_format="%d.%m.%Y")
    assert desk.read_day("01.03.2026") == desk.read_day("2026-03-01") == date(2026, 3, 1)
    assert desk.read_day("٠١.٠٣.٢٠٢٦") is None


@pytest.mark.parametrize("text", ["1_0", "٣", "-1", "1.0", "", " 1", "1e3"])
def test_whole_numbers_of_options_are_digits(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        whole(text)


@pytest.mark.parametrize("written", ["1e3", "NaN", "Infinity", '"1_000"', '"٣"', "true", '"1,5"', "[1]"])
def test_given_readings_take_plain_numbers_only(written: str, tmp_path: Path) -> None:
    given_file = tmp_path / "readings.json"
    given_file.write_text(f'[{{"file": "a.pdf", "header": {{"total": {written}}}}}]', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_readings(given_file)
    assert refused.value.code == "bad_readings"


def test_given_readings_keep_every_digit(tmp_path: Path) -> None:
    given_file = tmp_path / "readings.json"
    given_file.write_text('[{"file": "a.pdf", "header": {"total": 12345678901234567.10}}]', encoding="utf-8")
    (reading,) = load_readings(given_file)
    assert reading.invoice is not None
    assert reading.invoice.header.total is not None
    assert reading.invoice.header.total.value == Decimal("12345678901234567.10")
    broken = json.dumps([{"file": "a.pdf", "header": {"invoice_date": "2026-W11-6"}}])
    given_file.write_text(broken, encoding="utf-8")
    with pytest.raises(InputError):
        load_readings(given_file)


@pytest.mark.parametrize("written", ["1_000", "1e3", "1.5e1", "0x10", "nan", "inf", "+inf", "1_0.5", "1.0_0"])
def test_a_policy_file_writes_numbers_with_digits_and_one_point(written: str) -> None:
    assert odd_numbers(f"version = 1\nescalate_exposure_over = {written}\n") == (written,)
    assert odd_numbers(f"band = {{ percent = {written} }} # 1_000\n") == (written,)


def test_texts_and_comments_of_a_policy_file_are_no_numbers() -> None:
    text = "version = 1\nnote = \"a = 1_000\"\n# x = 1e3\nlast = 2026-12-31\nname = 'b = 0x1'\nlimit = 1000.50\n"
    assert odd_numbers(text) == ()
    assert parse_policy("version = 1\nescalate_exposure_over = 1000.50\n")[0].escalate_exposure_over == Decimal(
        "1000.50"
    )


@given(st.decimals(0, 10**9, places=2))
@settings(max_examples=100, deadline=None)
def test_plain_figures_are_read_alike_by_every_way(value: Decimal) -> None:
    text = f"{value:f}"
    for name, read in _WAYS.items():
        if "comma" not in name:
            assert read(text) == value, name
    assert number_body(text) is not None
