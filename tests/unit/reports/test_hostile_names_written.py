"""Names from outside, by number, in every form of a report: as given, never markup and never a live formula."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.reports.case_pages import text as case_text
from app.reports.cell_text import printable
from app.reports.csv_file import write_csv
from app.reports.insight.pages import write_row_pages
from app.reports.table import Report, Totals
from app.reports.workbook import write_workbook
from tests.helpers.hostile_names import NAMES

_LIVE = ("=", "+", "-", "@", "\t", "\r")


def report() -> Report:
    return Report("names", "Names", ("vendor",), tuple((name,) for name in NAMES))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_tables_hold_names_and_no_formula(tmp_path: Path) -> None:
    target, made = tmp_path / "names.csv", report()
    write_csv(made, target, Totals(made))
    with target.open(encoding="utf-8", newline="") as file:
        (_, *rows) = [row[0] for row in csv.reader(file)]
    # An apostrophe defuses what a spreadsheet would run, also behind a sign that it may take for the end of a cell.
    assert [cell.replace("'", "") for cell in rows] == [name.replace("'", "") for name in NAMES]
    assert [n for n, cell in enumerate(rows, 1) if cell.startswith(_LIVE)] == []


def test_a_workbook_that_cannot_be_written_leaves_no_part_of_it_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk, each attempt would make it fuller, with figures of the desk in files outside of it."""
    parts = tmp_path / "parts"
    parts.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(parts))
    made = report()
    with pytest.raises(FileNotFoundError):
        write_workbook(made, tmp_path / "nowhere" / "names.xlsx", Totals(made), ())
    assert list(parts.iterdir()) == []


def test_workbooks_hold_names_as_texts(tmp_path: Path) -> None:
    target, made = tmp_path / "names.xlsx", report()
    write_workbook(made, target, Totals(made), ())
    sheet = load_workbook(target)["Names"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(NAMES)
    assert [n for n, cell in enumerate(cells, 1) if cell.data_type != "s" or cell.hyperlink] == []
    written = [str(cell.value).lstrip("'") for cell in cells]
    assert written == [printable(name).lstrip("'") for name in NAMES]


def test_pages_print_names_as_they_are(tmp_path: Path) -> None:
    target, made = tmp_path / "names.pdf", report()
    write_row_pages(made, target, Totals(made), ())
    with pypdfium2.PdfDocument(target) as document:
        shown = squeezed("".join(page.get_textpage().get_text_range() for page in document))
        assert all(not list(page.get_objects(filter=(3,))) for page in document), "no picture"
    plain = [name for name in NAMES if name.isascii() and len(name) < 200]
    assert [name for name in plain if squeezed(name) not in shown] == []


def test_paragraphs_of_a_case_take_no_markup() -> None:
    for name in NAMES:
        paragraph = case_text(name)
        assert all(not getattr(piece, "link", None) for piece in paragraph.frags)
        if name.isascii():
            assert squeezed(paragraph.getPlainText(identify=False))[:20] == squeezed(name)[:20]
