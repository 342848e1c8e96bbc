"""XLSX files: the same rows as CSV, and nothing that a workbook can hide (formulas, bombs, entities)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.domain.errors import InputError
from app.domain.imports import ImportKind, ImportResult
from app.storage import xlsx_table
from app.storage.row_rules import rules_for
from app.storage.store import SqliteStore
from app.storage.tabular import open_table
from tests.helpers import hostile_tables, stores
from tests.helpers.stores import ANN, new_store

HEADING = ("receipt_no", "po_number", "line_no", "received_date", "quantity", "uom")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = new_store(tmp_path / "desk")
    yield opened
    opened.close()


def workbook(path: Path, rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    book.save(path)
    return path


def receipts(store: SqliteStore, tmp_path: Path, *rows: Sequence[object], **formats: str) -> ImportResult:
    path = workbook(tmp_path / "receipts.xlsx", [HEADING, *rows], formats)
    result = store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert result.rows_in_file == result.rows_taken + result.rows_refused
    return result


def stored(store: SqliteStore) -> list[tuple[object, ...]]:
    with store._workspace.reading() as db:
        rows = db.execute("SELECT receipt_no, po_number, line_no, received_date, quantity, uom FROM receipts")
        return [tuple(row) for row in rows]


def test_a_workbook_and_a_csv_give_the_same_rows(store: SqliteStore, tmp_path: Path) -> None:
    stores.import_text(store, ImportKind.RECEIPTS, stores.RECEIPTS)
    rows = [line.split(",") for line in stores.RECEIPTS.splitlines()]
    result = store.import_file(ImportKind.RECEIPTS, workbook(tmp_path / "receipts.xlsx", rows), ANN)
    assert (result.encoding, result.added, result.changed, result.unchanged) == ("XLSX", 0, 0, 2)


def test_numbers_and_dates_become_the_exact_texts_that_are_shown(store: SqliteStore, tmp_path: Path) -> None:
    receipts(
        store,
        tmp_path,
        (17.0, 4500012345, 1.0, date(2026, 2, 1), 0.1 + 0.2, "EA"),
        ("007", "PO-1", 2, datetime(2026, 2, 1, tzinfo=UTC).replace(tzinfo=None), 1234.5, "each"),
        (42, "PO-1", "3", "2026-02-01", "10.50", "EA"),
        A4="000000",
    )
    assert stored(store) == [
        ("000042", "PO-1", 3, "2026-02-01", "10.50", "EA"),
        ("007", "PO-1", 2, "2026-02-01", "1234.5", "EA"),
        ("17", "4500012345", 1, "2026-02-01", "0.3", "EA"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        (("R1", "=1+1", 1, None, 5, "EA"), "po_number", "formula"),
        (("R1", "PO-1", 1, None, "=2*3", "EA"), "quantity", "formula"),
        ((date(2026, 1, 2), "PO-1", 1, None, 5, "EA"), "receipt_no", "is a date"),
        (("R1", 12345678901234567, 1, None, 5, "EA"), "po_number", "more digits"),
        (("R1", "PO-1", 1, 46054, 5, "EA"), "received_date", "not a date"),
        (("R1", "PO-1", 1, None, True, "EA"), "quantity", "not a decimal"),
        (("R1", "PO-1", 1.5, None, 5, "EA"), "line_no", "not a line number"),
    ],
)
def test_a_cell_that_is_no_plain_value_is_refused(
    store: SqliteStore, tmp_path: Path, row: tuple[object, ...], column: str, part: str
) -> None:
    result = receipts(store, tmp_path, row, ("R2", "PO-1", 1, None, 5, "EA"))
    assert (result.rows_taken, result.rows_refused) == (1, 1)
    assert (result.problems[0].line, result.problems[0].column) == (2, column)
    assert part in result.problems[0].reason


def test_an_error_cell_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    result = receipts(store, tmp_path, ("R1", "PO-1", 1, None, "#N/A", "EA"))
    assert result.rows_refused == 1


def test_a_formula_in_a_column_nobody_reads_does_no_harm(store: SqliteStore, tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", [(*HEADING, "mine"), ("R1", "PO-1", 1, None, 5, "EA", "=1+1")])
    assert store.import_file(ImportKind.RECEIPTS, path, ANN).rows_taken == 1


def test_the_sheet_of_the_kind_is_read_else_the_first(store: SqliteStore, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["something else"])
    for row in (HEADING, ("R1", "PO-1", 1, None, 5, "EA")):
        if "Receipts" not in book.sheetnames:
            book.create_sheet("Receipts")
        book["Receipts"].append(list(row))
    book.save(tmp_path / "desk.xlsx")
    assert store.import_file(ImportKind.RECEIPTS, tmp_path / "desk.xlsx", ANN).rows_taken == 1


def test_a_missing_column_in_a_workbook_is_named(store: SqliteStore, tmp_path: Path) -> None:
    path = workbook(tmp_path / "receipts.xlsx", [HEADING[1:], ("PO-1", 1, None, 5, "EA")])
    with pytest.raises(InputError, match="lacks the column receipt_no"):
        store.import_file(ImportKind.RECEIPTS, path, ANN)


# --- hostile workbooks ---------------------------------------------------------------------------------------------
def repacked(tmp_path: Path, member: str, body: bytes) -> Path:
    good = workbook(tmp_path / "good.xlsx", [HEADING, ("R1", "PO-1", 1, None, 5, "EA")])
    bad = tmp_path / "receipts.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != member:
                target.writestr(info, source.read(info))
        target.writestr(member, body)
    return bad


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("member", "body", "code"),
    [
        ("xl/sharedStrings.xml", ENTITIES, "forbidden_contents"),
        ("xl/workbook.xml", ENTITIES.decode().encode("utf-16"), "forbidden_contents"),
        ("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (50 << 20), "too_large"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>", "not_xlsx"),
        ("xl/sharedStrings.xml", b"<!--" + b"-- " * 50_000 + b"-->" + ENTITIES[21:], "forbidden_contents"),
        ("xl/workbook.xml", b"no xml at all", "not_xlsx"),
        ("[Content_Types].xml", b"<Types/>", "not_xlsx"),
    ],
)
def test_a_hostile_workbook_is_refused_with_its_reason(
    store: SqliteStore, tmp_path: Path, member: str, body: bytes, code: str
) -> None:
    path = repacked(tmp_path, member, body)
    with pytest.raises(InputError) as caught:
        store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert caught.value.code == code
    assert store.facts().receipts == 0


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(store: SqliteStore, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "receipts.xlsx"
    path.write_bytes(body)
    with pytest.raises(InputError) as caught:
        store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert caught.value.code == "not_xlsx"


def test_a_member_that_names_a_path_outside_is_never_written(store: SqliteStore, tmp_path: Path) -> None:
    path = repacked(tmp_path, "../../escaped.txt", b"out")
    assert store.import_file(ImportKind.RECEIPTS, path, ANN).rows_taken == 1
    assert not list(tmp_path.parent.rglob("escaped.txt"))


def test_two_cells_that_span_a_whole_sheet_are_read_quickly_enough(store: SqliteStore, tmp_path: Path) -> None:
    book = Workbook()
    for place, name in enumerate(HEADING, start=1):
        book.active.cell(1, place, name)
    book.active.cell(200_000, 16_384, "far away")
    book.save(tmp_path / "receipts.xlsx")
    result = store.import_file(ImportKind.RECEIPTS, tmp_path / "receipts.xlsx", ANN)
    assert result.rows_in_file <= 1
    assert result.rows_taken == 0


# --- sheets as a file may hold them, not as a spreadsheet writes them ----------------------------------------------
OPENING = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def written_row(*cells: str, number: int | None = None) -> str:
    at = f' r="{number}"' if number is not None else ""
    return f"<row{at}>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in cells) + "</row>"


def sheet_of(*rows: str) -> bytes:
    return (OPENING + "".join(rows) + "</sheetData></worksheet>").encode()


GOOD = ("R1", "PO-1", "1", "2026-02-01", "5", "EA")


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([written_row(*GOOD, number=2), written_row("R2", *GOOD[1:], number=2)], "row 2 stands twice"),
        ([written_row(*GOOD, number=5), written_row("R2", *GOOD[1:], number=2)], "row 2 stands twice or out of order"),
        ([written_row(*GOOD, number=2_000_000_000)], "a row has no number"),
        ([written_row(*GOOD, number=1_048_577)], "more than 1,048,576 rows"),
        (
            ['<row r="2"><c r="A2" t="inlineStr"><is><t>R1</t></is></c><c r="A2"><v>7</v></c></row>'],
            "cell A2 stands twice",
        ),
        (['<row r="2"><c r="A7"><v>1</v></c></row>'], "cell A7 stands twice or out of order"),
        (['<row r="2"><c r="ZZZZ2"><v>1</v></c></row>'], "in no place"),
        (['<row r="2"><c t="s"><v>99</v></c></row>'], "a text that the workbook does not hold"),
        (['<row r="2"><c t="s"><v>-1</v></c></row>'], "a text that the workbook does not hold"),
        (['<row r="2"><c s="77"><v>1</v></c></row>'], "a style that the workbook does not hold"),
        (["<row>" + "<c/>" * 16_400 + "</row>"], "more than 16,384 cells"),
    ],
)
def test_a_sheet_that_could_lose_rows_is_refused_whole(
    store: SqliteStore, tmp_path: Path, rows: list[str], part: str
) -> None:
    path = repacked(tmp_path, "xl/worksheets/sheet1.xml", sheet_of(written_row(*HEADING, number=1), *rows))
    with pytest.raises(InputError, match=part) as caught:
        store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert caught.value.code == "not_xlsx"
    assert stored(store) == []


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("<c><v>NaN</v></c>", "no number"),
        ("<c><v>INF</v></c>", "no number"),
        ("<c><v>1_0</v></c>", "no number"),
        ("<c><v>１２</v></c>", "no number"),
        ("<c><v>1e308</v></c>", "more digits"),
        ("<c><f/><v>100</v></c>", "formula"),
        ('<c><f t="shared" si="0"/><v>100</v></c>', "formula"),
        ('<c t="e"><v>#REF!</v></c>', "error"),
        ('<c t="x"><v>1</v></c>', "cannot be read"),
    ],
)
def test_a_figure_is_taken_as_plain_digits_or_refused(
    store: SqliteStore, tmp_path: Path, cell: str, reason: str
) -> None:
    texts = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in GOOD[:4])
    row = f'<row>{texts}{cell}<c t="inlineStr"><is><t>EA</t></is></c></row>'
    path = repacked(tmp_path, "xl/worksheets/sheet1.xml", sheet_of(written_row(*HEADING), row))
    result = store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert (result.rows_in_file, result.rows_refused) == (1, 1)
    assert reason in result.problems[0].reason


def test_dates_count_from_the_workbooks_own_first_day(store: SqliteStore, tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (HEADING, ("R1", "PO-1", 1, date(2026, 2, 1), 5, "EA")):
        book.active.append(list(row))
    book.save(tmp_path / "receipts.xlsx")
    store.import_file(ImportKind.RECEIPTS, tmp_path / "receipts.xlsx", ANN)
    assert stored(store)[0][3] == "2026-02-01"


def test_rows_under_a_merged_cell_are_refused_and_a_merged_title_is_not(store: SqliteStore, tmp_path: Path) -> None:
    book = Workbook()
    rows = (("Goods received",), (), HEADING, ("R1", "PO-1", 1, None, 5, "EA"), (None, "PO-1", 2, None, 6, "EA"))
    for row in rows:
        book.active.append(list(row))
    book.active.merge_cells("A1:F2")
    book.active.merge_cells("A4:A5")
    book.save(tmp_path / "receipts.xlsx")
    result = store.import_file(ImportKind.RECEIPTS, tmp_path / "receipts.xlsx", ANN)
    assert (result.rows_in_file, result.rows_taken, result.rows_refused) == (2, 1, 1)
    assert (result.problems[0].line, result.problems[0].column) == (5, "receipt_no")
    assert "merged" in result.problems[0].reason


def test_a_hidden_sheet_is_never_read_and_other_sheets_are_named(store: SqliteStore, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Secret"
    book.active.sheet_state = "hidden"
    for row in (HEADING, ("R666", "PO-1", 1, None, 5, "EA")):
        book.active.append(list(row))
    for name in ("May", "June"):
        sheet = book.create_sheet(name)
        for row in (HEADING, (f"R-{name}", "PO-1", 1, None, 5, "EA")):
            sheet.append(list(row))
    book.save(tmp_path / "receipts.xlsx")
    table = open_table(
        tmp_path / "receipts.xlsx", ImportKind.RECEIPTS, rules_for(ImportKind.RECEIPTS, stores.UNITS), {}
    )
    assert table.notes == ("sheets not read: Secret, June",)
    store.import_file(ImportKind.RECEIPTS, tmp_path / "receipts.xlsx", ANN)
    assert [row[0] for row in stored(store)] == ["R-May"]
    book["Secret"].title = "Receipts"
    book.save(tmp_path / "receipts.xlsx")
    with pytest.raises(InputError, match="is hidden"):
        store.import_file(ImportKind.RECEIPTS, tmp_path / "receipts.xlsx", ANN)


def test_a_workbook_of_countless_sheets_or_with_one_part_twice_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    sheets = "".join(f'<sheet name="s{i}" sheetId="{i}"/>' for i in range(300))
    with pytest.raises(InputError, match="more than 255 sheets"):
        store.import_file(
            ImportKind.RECEIPTS, repacked(tmp_path, "xl/workbook.xml", f"<workbook>{sheets}</workbook>".encode()), ANN
        )
    path = repacked(tmp_path, "xl/Worksheets/SHEET1.xml", sheet_of(written_row(*HEADING)))
    with pytest.raises(InputError, match="two parts of one name"):
        store.import_file(ImportKind.RECEIPTS, path, ANN)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="E2" t="inlineStr"><v>5</v><is><t>4.00</t></is></c>',
        '<c r="E2"><v>4</v><v>5</v></c>',
        '<c r="E2"><v>4<x>9</x>.00</v></c>',
    ],
)
def test_a_cell_of_two_values_is_never_put_together_to_a_third(store: SqliteStore, tmp_path: Path, cell: str) -> None:
    """5 and 4.00 became 54.00, which nobody wrote."""
    heading = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADING)
    texts = ("R1", "PO-1", "1", "2026-01-05")
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    unit = '<c r="F2" t="inlineStr"><is><t>EA</t></is></c>'
    rows = f'<row r="1">{heading}</row><row r="2">{row}{cell}{unit}</row>'
    path = tmp_path / "receipts.xlsx"
    path.write_bytes(hostile_tables.workbook(rows))
    with pytest.raises(InputError, match="row 2") as caught:
        store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert caught.value.code == "not_xlsx"
    path.write_bytes(hostile_tables.workbook(rows.replace(cell, '<c r="E2"><v>4.00</v></c>')))
    assert store.import_file(ImportKind.RECEIPTS, path, ANN).rows_taken == 1


@pytest.mark.parametrize("part", ["sharedStrings", "styles", "sheet.main"])
def test_a_part_read_whole_is_refused_for_its_size_whatever_its_name(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Texts in “xl/s.bin” were held whole: gigabytes, in the program's own process."""
    monkeypatch.setattr(xlsx_table, "MAX_SHARED_TEXTS", 5_000)
    monkeypatch.setattr(xlsx_table, "MAX_READ_WHOLE", 5_000)
    kind = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{part}+xml"
    path = tmp_path / "receipts.xlsx"
    path.write_bytes(hostile_tables.workbook("", parts={"xl/s.bin": b"<a>" + b" " * 6_000 + b"</a>"}))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    said = f'<Override ContentType="{kind}" PartName="/xl/&#115;.bin"/></Types>'.encode()
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", said)
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    with pytest.raises(InputError, match=r"part xl/s\.bin is larger") as caught:
        store.import_file(ImportKind.RECEIPTS, path, ANN)
    assert caught.value.code == "too_large"
