"""Whatever stands on a page: numbers stay exact, rows lose no word, reading gives an invoice and never fails."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.provenance import Box, Certainty, Method
from app.extraction.pipeline import read_invoice
from app.extraction.result import document_json
from app.extraction.values.dates import find_date
from app.extraction.values.numerals import DecimalMark, read_number
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import read_typed, shipped_knowledge

_WORDS = (
    "Invoice No: Total Subtotal Tax Freight Qty Price Amount Description Item U/M EA CS 12 3.50 42.00 1.234,56 $7.00 "
    "7% PO-10482 01/02/2026 Bill To Acme Inc. (4.00) 5- | -- ** Rabatt Summe m² #12 ١٢ \x00 %"
)
_VOCABULARY = tuple(_WORDS.split(" "))
_TEXT = st.one_of(st.sampled_from(_VOCABULARY), st.text(min_size=1, max_size=12))


@st.composite
def _pages(draw: st.DrawFn) -> list[PageText]:
    pages = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        method = draw(st.sampled_from([Method.TEXT_LAYER, Method.OCR]))
        words = draw(
            st.lists(
                st.tuples(_TEXT, st.integers(0, 40), st.integers(0, 25), st.integers(4, 14), st.integers(0, 100)),
                max_size=60,
            )
        )
        made = tuple(
            Word(text, Box(number, 15.0 * x, 20.0 * y, 15.0 * x + 5 * len(text), 20.0 * y + height), method, confidence)
            for text, x, y, height, confidence in words
        )
        pages.append(PageText(number, 612.0, 792.0, made, (), method))
    return pages


@settings(max_examples=150, deadline=None)
@given(_pages())
def test_any_words_give_an_invoice(pages: list[PageText]) -> None:
    invoice = read_invoice(pages, knowledge=shipped_knowledge())
    assert [line.line_no for line in invoice.lines] == list(range(1, len(invoice.lines) + 1))
    assert invoice.lines or any(finding.code == "no_lines" for finding in invoice.findings)
    for line in invoice.lines:
        if line.certainty is Certainty.PROVEN:
            assert line.quantity is not None
            assert line.unit_price is not None
            assert line.amount is not None


@settings(max_examples=150, deadline=None)
@given(_pages())
def test_rows_keep_the_words_in_order(pages: list[PageText]) -> None:
    for page in pages:
        for row in join_rows(page):
            assert list(row.words) == sorted(row.words, key=lambda word: (word.x0, word.x1))
            assert [word for cell in row.cells for word in cell.words] == list(row.words)


@given(st.decimals(min_value="-99999999.99", max_value="99999999.99", places=2))
def test_a_written_amount_is_read_back_in_either_style(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text, mark in ((english, DecimalMark.POINT), (german, DecimalMark.COMMA)):
        numeral = read_number(text, mark)
        assert numeral is not None
        assert numeral.value == value


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    reading = find_date(text)
    assert reading is None or reading.day_first is not None or reading.month_first is not None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.decimals(min_value="0.01", max_value="999.99", places=2)),
        min_size=1,
        max_size=12,
    )
)
def test_a_clean_table_is_read_whole_and_proven(lines: list[tuple[int, Decimal]]) -> None:
    rows = [f"AB-{1000 + i}   Hex bolt size {i:<12}{q:>6}{p:>12}{q * p:>14}" for i, (q, p) in enumerate(lines)]
    total = sum((q * p for q, p in lines), Decimal(0))
    heading = f"Item      Description              {'Qty':>6}{'Price':>12}{'Amount':>14}"
    invoice = read_typed("\n".join([heading, *rows, f"{'Total':>50}{total:>17}"]))
    read = [(line.quantity, line.unit_price, line.amount) for line in invoice.lines]
    assert [(q.value, p.value, a.value) for q, p, a in read if q and p and a] == [
        (Decimal(q), p, q * p) for q, p in lines
    ]
    assert all(line.certainty is Certainty.PROVEN for line in invoice.lines)


@given(_pages())
@settings(max_examples=30, deadline=None)
def test_every_reading_can_be_printed_as_json(pages: list[PageText]) -> None:
    import json

    from app.domain.invoice import Reading

    invoice = read_invoice(pages, knowledge=shipped_knowledge())
    assert json.loads(json.dumps(document_json(Reading("a.pdf", "0" * 64, 1, "0.10", invoice))))["error"] is None
