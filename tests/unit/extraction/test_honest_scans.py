"""What a scan makes of honest print: logos, ticks, parted numbers, letters that look alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Box, Certainty, Method
from app.extraction.pipeline import read_invoice
from app.extraction.values.figures import read_figure
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import HEIGHT, lines_of, read_typed, shipped_knowledge, typed_page

_PAGE = """
Kessler Groothandel B.V. A                      Factuur
Havenstraat 19                                  Factuurnummer   703674
3011 AB Rotterdam                               Datum           07-01-2026

Aantal Eenh.  Artikel   Omschrijving             Prijs       Bedrag
 12    st     AB-100    Zeskantbout M8            2,50       30,00
 10    st     AB-200    Sluitring M8              1,50       15,00
                                     Subtotaal               45,00
                                     {tax}               {taxed}
                                     Totaal                  {total}
{foot}
"""


_TYPED = Method.TEXT_LAYER


def _scan(*, tax: str = "Btw 21%", taxed: str = " 9,45", total: str = "54,45", foot: str = "") -> PageText:
    text = _PAGE.format(tax=f"{tax:<9}", taxed=taxed, total=total, foot=foot)
    return typed_page(text, method=Method.OCR, confidence=90)


def _read(page: PageText) -> Invoice:
    return read_invoice([page], knowledge=shipped_knowledge())


def _changed(page: PageText, text: str, *, rise: float = 0.0, confidence: int = 90) -> PageText:
    """Return the page with one of its words so much higher up and down, and so sure."""
    words = tuple(
        replace(w, box=replace(w.box, top=w.top - rise, bottom=w.bottom + rise), confidence=confidence)
        if w.text == text
        else w
        for w in page.words
    )
    return replace(page, words=words)


def test_a_logo_beside_the_name_is_no_part_of_it() -> None:
    name = _read(_changed(_scan(), "A", rise=HEIGHT / 2)).header.vendor_name
    assert name is not None
    assert name.value == "Kessler Groothandel B.V."


def test_a_letter_as_high_as_the_name_is_part_of_it() -> None:
    name = _read(_scan()).header.vendor_name
    assert name is not None
    assert name.value == "Kessler Groothandel B.V. A"


@pytest.mark.parametrize("tax", ["BIW 21%", "Blw 21%", "Btw21%", "LV.A. 21%", "lVA 21%"])
def test_a_tax_whose_short_name_is_misread_is_no_line(tax: str) -> None:
    invoice = _read(_scan(tax=tax))
    assert len(invoice.lines) == 2
    assert invoice.header.tax_total is not None
    assert invoice.header.tax_total.value == Decimal("9.45")


def test_a_rate_whose_sign_stands_in_a_cell_of_its_own_is_no_tax() -> None:
    """The blanks of a typewriter's letters are wide: "21" behind "Btw" was taken for the tax."""
    tax = _read(_scan(tax="Btw 21   %")).header.tax_total
    assert tax is not None
    assert tax.value == Decimal("9.45")


def test_a_word_of_print_is_no_tax_that_only_looks_like_one() -> None:
    page = replace(_scan(tax="BIW 21%"), method=Method.TEXT_LAYER)
    printed = tuple(replace(word, method=Method.TEXT_LAYER, confidence=100) for word in page.words)
    assert _read(replace(page, words=printed)).header.tax_total is None


def _ticked(sign: str, confidence: int) -> Invoice:
    page = _scan()
    at = next(at for at, word in enumerate(page.words) if word.text == "30,00")
    right = page.words[at].x1
    tick = Word(sign, replace(page.words[at].box, x0=right + 15, x1=right + 25), Method.OCR, confidence)
    return _read(replace(page, words=(*page.words[: at + 1], tick, *page.words[at + 1 :])))


@pytest.mark.parametrize(("sign", "confidence"), [("SAS", 40), ("if.", 55), ("4", 12)])
def test_a_tick_right_of_a_table_draws_no_figures_into_the_text(sign: str, confidence: int) -> None:
    assert lines_of(_ticked(sign, confidence)) == lines_of(_read(_scan()))


@pytest.mark.parametrize(("sign", "confidence"), [("SAS", 90), ("CR", 40)])
def test_what_is_surely_read_there_or_makes_a_credit_is_no_tick(sign: str, confidence: int) -> None:
    assert lines_of(_ticked(sign, confidence)) != lines_of(_read(_scan()))


@pytest.mark.parametrize(("end", "confidence", "tick"), [("A", 73, True), ("A", 92, False), ("CR", 73, False)])
def test_a_tick_that_was_read_as_two_words_draws_no_figures_into_the_text(
    end: str, confidence: int, *, tick: bool
) -> None:
    page = _scan()
    at = next(at for at, word in enumerate(page.words) if word.text == "30,00")
    box, right = page.words[at].box, page.words[at].x1
    stroke = Word("my", replace(box, x0=right + 15, x1=right + 23), Method.OCR, 41)
    rest = Word(end, replace(box, x0=right + 24, x1=right + 28), Method.OCR, confidence)
    read = _read(replace(page, words=(*page.words[: at + 1], stroke, rest, *page.words[at + 1 :])))
    assert (lines_of(read) == lines_of(_read(_scan()))) is tick


_STRIP = """
Brandt Handels GmbH                                            Rechnung 4711
                                                               Datum 26.02.2026
Artikel    Beschreibung                 Menge    Einheit     Preis     Gesamt
WB-767     Bodenreiniger Zitrone         4.00    KG          89.75     359.00
CV-632     Kabel 10 m                    3.00    KG          10.68      32.04

Zwischensumme      {0}   MwSt.    8.1%       Endbetrag
{1}
                391.04                 31.67                    422.71 EUR
"""


@pytest.mark.parametrize("labels", [" ", "Fracht"])
def test_sums_in_boxes_below_their_labels_are_read_where_a_scan_has_words_as_high_as_their_letters(labels: str) -> None:
    read = read_typed(_STRIP.format("      ", ""), scanned=True)
    assert read.header.total is not None
    assert read.header.tax_total is not None
    assert (read.header.total.value, read.header.tax_total.value) == (Decimal("422.71"), Decimal("31.67"))


def _cell(*parts: tuple[str, float], method: Method = Method.OCR) -> list[Word]:
    """Return words with their left edges, their digits five points wide and eight high."""
    return [Word(text, Box(1, x0, 10, x0 + 5 * len(text), 18), method, 90) for text, x0 in parts]


@pytest.mark.parametrize(
    ("parts", "mark", "value"),
    [
        ((("158,", 0), ("22", 23)), DecimalMark.COMMA, "158.22"),
        ((("263.917,", 0), ("20", 43)), DecimalMark.COMMA, "263917.20"),
        ((("158,", 0), ("8800", 23)), DecimalMark.COMMA, "158.88"),
        ((("1.", 0), ("234,56", 13)), DecimalMark.COMMA, "1234.56"),
        ((("1", 0), ("634.8366", 11)), DecimalMark.POINT, "1634.8366"),
        ((("1", 0), ("140,939", 11)), DecimalMark.COMMA, "1140.939"),
    ],
)
def test_a_number_parted_at_its_marks_or_wide_blanks_is_one(
    parts: tuple[tuple[str, float], ...], mark: DecimalMark, value: str
) -> None:
    figure = read_figure(_cell(*parts), mark)
    assert figure is not None
    assert figure.value == Decimal(value)


def test_figures_set_apart_or_printed_apart_stay_two() -> None:
    for words in (_cell(("158,", 0), ("22", 40)), _cell(("158,", 0), ("22", 23), method=Method.TEXT_LAYER)):
        figure = read_figure(words, DecimalMark.COMMA)
        assert figure is not None
        assert figure.value == Decimal(158)


@pytest.mark.parametrize(("printed", "unit"), [("pes", "EA"), ("pos", "POS")])
def test_a_unit_with_a_letter_read_for_another_is_that_unit(printed: str, unit: str) -> None:
    rows = _PAGE.replace(" 12    st     ", f" 12    {printed:<7}")
    uom = read_typed(rows.format(tax="Btw 21%", taxed="9,45", total="54,45", foot=""), scanned=True).lines[0].uom
    assert uom is not None
    assert uom.value == unit


def test_a_scan_gives_two_strokes_for_the_dots_of_a_vowel() -> None:
    units = shipped_knowledge().units
    assert [units.misread(text) for text in ("Stiick", "Stück", "Stikk")] == ["Stück", None, None]


def test_a_sign_of_money_in_a_code_of_the_goods_is_misread() -> None:
    text = _PAGE.replace("Sluitring M8 ", "Sluitring £53").format(tax="Btw 21%", taxed="9,45", total="54,45", foot="")
    assert read_typed(text, scanned=True).header.currency is None
    whole = read_typed(text.replace("  54,45", "  £1,500"), scanned=True).header.currency
    assert whole is not None
    assert whole.value == "GBP"
    pounds = text.replace("  54,45", "£ 54,45")
    currency = read_typed(pounds, scanned=True).header.currency
    assert currency is not None
    assert currency.value == "GBP"


def test_thousands_without_a_mark_beside_sums_with_cents_are_no_dollars() -> None:
    # "S4403" in the column of codes is read so, and a bill in euros was one in dollars
    text = _PAGE.format(tax="Btw 21%", taxed="9,45", total="54,45", foot="")
    misread = read_typed(text.replace("AB-200", "$4403 "), scanned=True).header.currency
    assert misread is None
    printed = read_typed(text.replace("AB-200", "$4403 ")).header.currency
    assert printed is not None
    assert printed.value == "USD"


_FIRST = """
Kessler Groothandel B.V.                        Factuur
Havenstraat 19                                  Factuurnummer   703674
3011 AB Rotterdam                               Datum           07-01-2026

Aantal Eenh.  Artikel   Omschrijving             Prijs       Bedrag
 12    st     AB-100    Zeskantbout M8            2,50       30,00
 10    st     AB-200    Sluitring M8              1,50       15,00
                                     Transporteren           45,00
{foot}
"""
_SECOND = """
Kessler Groothandel B.V.                        Factuur         703674
Aantal Eenh.  Artikel   Omschrijving             Prijs       Bedrag
              Transport                                      {carried}
 10    st     AB-300    Moer M8                   2,00       20,00
                                     Subtotaal               65,00
                                     Btw 21%                 13,65
                                     Totaal                  78,65
"""


def _two_pages(carried: str = "45,00", foot: str = "") -> Invoice:
    return read_typed(_FIRST.format(foot=foot), _SECOND.format(carried=carried))


def test_what_is_carried_over_under_the_name_of_a_charge_is_in_the_sums() -> None:
    assert not any(finding.code == "amount_in_no_sum" for finding in _two_pages().findings)
    assert any(finding.code == "amount_in_no_sum" for finding in _two_pages(carried="44,00").findings)


def test_a_telephone_number_under_the_prices_is_none() -> None:
    foot = "    19        3011 AB   Rotterdam            +39 525 53327"
    invoice = _two_pages(foot=foot)
    assert len(invoice.lines) == 3
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


@pytest.mark.parametrize("printed", ["27.041.70", "27,041,70", "27.041:70", "27:041,70"])
def test_the_parts_of_a_sum_tell_its_cents_where_a_scan_takes_one_mark_for_another(printed: str) -> None:
    scanned, typed = (read_figure(_cell((printed, 0), method=m), DecimalMark.COMMA) for m in (Method.OCR, _TYPED))
    assert scanned is not None
    assert (scanned.value, scanned.suspect) == (Decimal("27041.70"), True)
    assert typed is None or typed.value != scanned.value


@pytest.mark.parametrize("printed", ["27.041.7", "7.41.70", "27041:70", "12:30", "27.041.704"])
def test_marks_that_leave_parts_of_other_lengths_are_not_read_over(printed: str) -> None:
    figure = read_figure(_cell((printed, 0)), DecimalMark.COMMA)
    assert figure is None or figure.value == Decimal(printed.replace(".", ""))


def test_an_amount_with_one_mark_for_another_is_borne_out_by_its_line() -> None:
    text = _PAGE.replace(" 2,50       30,00", "2.253,48   27.041.76").replace("45,00", "27.056,76")
    read = read_typed(
        text.format(tax="Btw 21%", taxed="5.681,92", total="32.738,68", foot="").replace("07-01", "17-01"), scanned=True
    )
    assert [line.amount.value for line in read.lines if line.amount] == [Decimal("27041.76"), Decimal("15.00")]
    assert {line.certainty for line in read.lines} == {Certainty.PROVEN}
    assert not read.findings


def test_a_mark_of_a_rate_that_a_scan_loses_or_takes_for_a_colon_is_there() -> None:
    page = _PAGE.format(tax="Btw 8:1%", taxed="3,65", total="48,65", foot="")
    assert not read_typed(page, scanned=True).findings
    assert not read_typed(page.replace("8:1%", "81% "), scanned=True).findings
    higher = page.replace("3,65", "3,95").replace("48,65", "48,95")
    assert [finding.code for finding in read_typed(higher, scanned=True).findings] == ["tax_above_rate"]


def test_a_speck_in_the_row_of_a_tax_is_no_part_of_its_label() -> None:
    page = _scan(tax="LV.A. 21% o")
    tax = _read(_changed(page, "o", confidence=42)).header.tax_total
    assert tax is not None
    assert tax.value == Decimal("9.45")
