"""What stands turned, slanting, on a curve or one letter under the other is read, and an amount in it is weighed."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from app.domain.finding import Severity
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.lying_papers import paper, put, sheet
from tests.helpers.typed_pages import shipped_knowledge

_OWED = {"other_sum_owed", "amount_aslant"}


def _turned(text: str, degrees: float, x: float = 300, y: float = 200, size: float = 11) -> str:
    across, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return f"q BT /F1 {size} Tf {across:.4f} {up:.4f} {-up:.4f} {across:.4f} {x:.2f} {y:.2f} Tm ({text}) Tj ET Q\n"


def _around(text: str) -> str:
    places = [(sign, 0.3 + 0.13 * at) for at, sign in enumerate(text) if sign != " "]
    return "".join(
        _turned(sign, 90 - math.degrees(at), 300 - 120 * math.cos(at), 250 + 120 * math.sin(at)) for sign, at in places
    )


def _held(folder: Path, drawn: str) -> set[str]:
    path = folder / "a.pdf"
    path.write_bytes(paper(sheet("LK-1") + drawn))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert invoice.header.total is not None
    return {finding.code for finding in invoice.findings if finding.severity is Severity.HOLD}


@pytest.mark.parametrize("degrees", [90, 180, 270, 45, 20, -30, 135])
def test_another_amount_due_holds_whichever_way_it_runs(tmp_path: Path, degrees: float) -> None:
    assert _held(tmp_path, _turned("Amount due 9,400.00", degrees)) & _OWED


def test_an_amount_alone_around_a_curve_or_letter_under_letter_holds(tmp_path: Path) -> None:
    assert _held(tmp_path, _turned("9,400.00", 90)) & _OWED
    assert _held(tmp_path, _around("Amount due 9,400.00")) & _OWED
    stack = "".join(put(590, 500 - 12 * at, sign) for at, sign in enumerate("Amount due 9,400.00") if sign != " ")
    assert _held(tmp_path, stack) & _OWED


def test_what_a_slanting_sentence_says_counts(tmp_path: Path) -> None:
    assert "tax_to_add" in _held(tmp_path, _turned("Please add 19% VAT to the total", 45))
    assert "other_account" in _held(tmp_path, _turned("Please note our new bank account", 45))


def test_a_word_that_slants_where_no_row_is_tells_what_the_paper_is(tmp_path: Path) -> None:
    assert "copy_of_invoice" in _held(tmp_path, _turned("COPY", 30, 200, 200, 14))
    assert "not_an_invoice" in _held(tmp_path, _turned("Bozza", 30, 200, 200, 14))


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("ORIGINAL", 45), ("Amberley Supply Co, share capital 25,000.00 USD, registered in Ohio", 90),
        ("Form 4711-B rev. 03/2026   Printed 2026-02-05 10:22   v2.10 build 1,20", 90), ("(00) 0 0614141 1234567", 90),
        ("Total 400.00", 90), ("Tel. +49 6131 12.34.56, Fax 555.01.02", 270), ("Quality since 1954", 15),
    ],
)  # fmt: skip
def test_letterheads_form_numbers_and_codes_in_the_margin_do_not_hold(
    tmp_path: Path, text: str, degrees: float
) -> None:
    assert _held(tmp_path, _turned(text, degrees, 595 if degrees == 90 else 300, 100, 7)) == set()


def test_the_letters_of_a_watermark_are_no_words_of_the_rows_they_lie_over(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    marked = "".join(_turned(sign, 40, 60 + 50 * at, 380 + 42 * at, 60) for at, sign in enumerate("DUPLICATA"))
    read = []
    for drawn in ("", marked):
        path.write_bytes(paper(sheet("LK-1") + drawn))
        invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
        assert invoice is not None
        read.append([[line.description.value for line in invoice.lines], invoice.header.total, len(invoice.charges)])
    assert read[0] == read[1]


@pytest.mark.parametrize(
    "stamped",
    ["VOID", "VOID VOID VOID", "S T O R N O", "QUOTATION", "Lieferschein", "On hold", "Superseded 3 March", "AVOIR"],
)
def test_a_stamp_at_a_slant_that_makes_it_no_invoice_holds(tmp_path: Path, stamped: str) -> None:
    assert "not_an_invoice" in _held(tmp_path, _turned(stamped, 40, 120, 200, 14))


def test_a_copy_is_known_by_its_watermark(tmp_path: Path) -> None:
    assert "copy_of_invoice" in _held(tmp_path, _turned("DUPLICATA", 50, 120, 200, 60))
