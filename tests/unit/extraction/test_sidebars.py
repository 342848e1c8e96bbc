"""Text in a column of its own beside the letter is joined to rows by itself; cells of a table are not (S2.159)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.extraction.pipeline import read_invoice
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText
from tests.helpers.typed_pages import lines_of, shipped_knowledge, typed_page

SIDEBAR = """
Southern Grid Pty Ltd
ABN 41 117 204 883

Tax Invoice

Invoice number
88104472

Issue date
9 Mar 2026

Due date
30 Mar 2026

Your reference
PO-700318

Amount due
$7,309.30
"""
LETTER = """
                        Riverina Cold Storage Pty Ltd
                        Locked Bag 12
                        WAGGA WAGGA NSW 2650

                        Your charges in detail

                        Charge              Usage     Unit    Rate     Amount
                        Peak energy         31,842    kWh     0.14   4,457.88
                        Off peak energy     27,415    kWh     0.07   1,919.05
                        Daily supply            28    days    9.56     267.68

                        Total new charges (excl. GST)        $6,644.61
                        GST (10%)                        $664.46
                        Total new charges (incl. GST)        $7,309.07
"""
_BETWEEN = 3.0  # points by which the lines of the sidebar stand lower than those of the letter


def _page(lower: float) -> PageText:
    letter = typed_page(LETTER)
    words = [
        replace(word, box=replace(word.box, top=word.top + lower, bottom=word.bottom + lower))
        for word in typed_page(SIDEBAR).words
    ]
    return replace(letter, words=(*letter.words, *words))


def test_the_lines_of_a_sidebar_are_no_part_of_the_rows_beside_it() -> None:
    """Its labels have their values below them, and the table its descriptions for itself."""
    invoice = read_invoice([_page(_BETWEEN)], knowledge=shipped_knowledge())
    header = invoice.header
    assert header.invoice_number is not None
    assert header.invoice_date is not None
    assert header.due_date is not None
    assert (header.invoice_number.value, header.invoice_date.value, header.due_date.value) == (
        "88104472",
        date(2026, 3, 9),
        date(2026, 3, 30),
    )
    assert [line.description.value for line in invoice.lines] == ["Peak energy", "Off peak energy", "Daily supply"]
    assert [line[1:] for line in lines_of(invoice)] == [
        ("31842", "KWH", "0.14", "4457.88"),
        ("27415", "KWH", "0.07", "1919.05"),
        ("28", "DAY", "9.56", "267.68"),
    ]
    assert header.subtotal is not None
    assert str(header.subtotal.value) == "6644.61"


def test_cells_that_are_level_are_one_row_whatever_gap_parts_them() -> None:
    """A table's last columns may stand far from the rest, with nothing that crosses between."""
    texts = [row.text for row in join_rows(_page(0.0))]
    assert "Southern Grid Pty Ltd Riverina Cold Storage Pty Ltd" in texts
    assert "Southern Grid Pty Ltd" in [row.text for row in join_rows(_page(_BETWEEN))]
