"""Tables, texts and databases made to hurt or to mislead; each as a function that makes its bytes."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.storage.migrations import APPLICATION_ID, USER_VERSION
from tests.helpers.small_desk import POLICY

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0"?>'
_VENDORS = "po,vendor\n"


def workbook(rows: str, *, parts: Mapping[str, bytes] | None = None, sheet: str = "", book: str = "") -> bytes:
    """Return a workbook of one sheet with these rows of XML; ``parts`` are put in besides."""
    members = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATED.replace("officeDocument", "package")}">'
        f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">{book}<sheets>'
        '<sheet name="vendors" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATED.replace("officeDocument", "package")}">'
        f'<Relationship Id="r1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{_MAIN}">{sheet}<sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEADING = _row(1, _text("A1", "po"), _text("B1", "vendor"))


def _shared(index: str) -> bytes:
    strings = f'{_HEAD}<sst xmlns="{_MAIN}"><si><t>po</t></si><si><t>vendor</t></si></sst>'.encode()
    rows = _HEADING + _row(2, _text("A2", "V1"), f'<c r="B2" t="s"><v>{index}</v></c>')
    return workbook(rows, parts={"xl/sharedStrings.xml": strings})


def _twice() -> bytes:
    """Two members of one name: programs differ on which of them is the sheet."""
    import warnings

    other = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{_HEADING}{_row(2, _text("A2", "V9"), _text("B2", "b"))}'
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return workbook(
            _HEADING + _row(2, _text("A2", "V1"), _text("B2", "a")),
            parts={"xl/worksheets/sheet1.xml": f"{other}</sheetData></worksheet>".encode()},
        )


def _database(*statements: str, version: int = USER_VERSION, owner: int = APPLICATION_ID, cut: int = 0) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        db = sqlite3.connect(path)
        for statement in statements:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute(f"PRAGMA application_id = {owner}")
        db.commit()
        db.close()
        data = path.read_bytes()
        return data[: len(data) - cut]


_COUNT = "CREATE TABLE documents (document_id INTEGER PRIMARY KEY, state TEXT)"

TABLES: Mapping[str, Callable[[], bytes]] = {
    "field_of_10_mb.csv": (_VENDORS + "V1," + "x" * 10_000_000 + "\n").encode,
    "line_ends_mixed.csv": lambda: b"po,vendor\nV1,a\r\nV2,b\rV3,c\n",
    "mark_in_the_middle.csv": "po,vendor\n\ufeffV1,a\n".encode,
    "euro_of_windows.csv": lambda: "po;vendor\nV1;Müller €\n".encode("cp1252"),
    "half_utf_8.csv": lambda: "po,vendor\nV1,Müller\n".encode() + "V2,Söhne\n".encode("cp1252"),
    "headings_by_case.csv": lambda: b"po,PO,vendor\nV1,V2,a\n",
    "headings_by_blank.csv": lambda: b"po,po ,vendor\nV1,V2,a\n",
    "headings_by_nothing_seen.csv": "po,p\u200bo,vendor\nV1,V2,a\n".encode,
    "headings_full_width.csv": "po,ｐｏ,vendor\nV1,V2,a\n".encode,
    "keys_by_nothing_seen.csv": "po,vendor\nV1,a\nV1\u200b,b\n".encode,
    "keys_composed.csv": "po,vendor\nVé,a\nVe\u0301,b\n".encode,
    "scientific.csv": lambda: b"n\n1E3\n1.0E+2\n1e-9\n0e0\n",
    "commas.csv": lambda: b'n\n"1,5"\n"1,50"\n"1.000,00"\n1.000\n"1,000"\n',
    "surrogates.csv": lambda: b"po,vendor\nV1,\xed\xa0\x80\n",
    "escapes.csv": lambda: b"po,vendor\nV1,\x1b[2J\x07\x9b31m\n",
    "separator_note.csv": lambda: b"sep=|\npo|vendor\nV1|a\n",
    "two_cells_far_apart.xlsx": lambda: workbook(
        _HEADING + _row(1_048_576, _text("XFD1048576", "x")), sheet='<dimension ref="A1:XFD1048576"/>'),
    "merged.xlsx": lambda: workbook(
        _HEADING + _row(2, _text("A2", "V1"), _text("B2", "a")) + _row(3, _text("B3", "b"))).replace(b"x", b"x"),
    "shared_out_of_range.xlsx": partial(_shared, "99"),
    "shared_below_zero.xlsx": partial(_shared, "-1"),
    "shared_no_number.xlsx": partial(_shared, "1e400"),
    "formula_in_the_key.xlsx": lambda: workbook(
        _HEADING + _row(2, '<c r="A2" t="str"><f>B9</f><v>V1</v></c>', _text("B2", "a"))),
    "cells_at_one_place.xlsx": lambda: workbook(
        _HEADING + _row(2, _text("A2", "V1"), _text("A2", "V2"), _text("B2", "a"))),
    "rows_of_one_number.xlsx": lambda: workbook(
        _HEADING + _row(2, _text("A2", "V1"), _text("B2", "a")) + _row(2, _text("A2", "V2"), _text("B2", "b"))),
    "linked_outside.xlsx": lambda: workbook(
        _HEADING, parts={"xl/externalLinks/externalLink1.xml": b"<a/>", "xl/vbaProject.bin": b"\0" * 99}),
    "dates_of_1904.xlsx": lambda: workbook(
        _HEADING + _row(2, '<c r="A2"><v>1</v></c>', _text("B2", "a")), book='<workbookPr date1904="1"/>'),
    "styles_of_100_mb.xlsx": lambda: workbook(_HEADING, parts={"xl/styles.xml": b"<a>" + b" " * 100_000_000 + b"</a>"}),
    "members_twice.xlsx": _twice,
    "members_100000.xlsx": lambda: workbook(_HEADING, parts={f"x{n}": b"" for n in range(20_000)}),
    "encrypted.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
    "nested_100000.toml": lambda: b"a = " + b"[" * 100_000 + b"]" * 100_000,
    "tables_nested.toml": lambda: b"[" + b"a." * 50_000 + b"b]\n",
    "twice.toml": f"{POLICY}\nversion = 2\n".encode,
    "not_a_number.toml": lambda: POLICY.replace("= 10000", "= nan").encode(),
    "endless.toml": lambda: POLICY.replace("= 10000", "= inf").encode(),
    "below_zero.toml": lambda: POLICY.replace("percent = 2\n", "percent = -2\n").encode(),
    "huge.toml": lambda: POLICY.replace("= 10000", "= 1" + "0" * 5000).encode(),
    "exponent.toml": lambda: POLICY.replace("percent = 2\n", "percent = 1e400\n").encode(),
    "unknown_word.toml": lambda: POLICY.replace("price_percent", "price_per_cent").encode(),
    "zero_byte.toml": lambda: POLICY.encode() + b"\0",
    "surrogate.toml": lambda: b'version = "\\uD800"\n',
    "half_utf_8.toml": lambda: POLICY.encode() + b"# \xff\n",
    "nested_100000.json": lambda: b'{"documents":' * 100_000,
    "big.json": lambda: b'{"documents": [{"file": "a", "pages": ' + b"9" * 5_000 + b"}]}",
    "twice.json": lambda: b'{"documents": [], "documents": []}',
    "surrogates.json": lambda: b'{"documents": [{"file": "\\ud800", "header": {"total": "\\ud800"}}]}',
    "planted.db": lambda: _database(
        _COUNT, "CREATE TRIGGER t AFTER INSERT ON documents BEGIN UPDATE documents SET state = 'cleared'; END"),
    "views.db": lambda: _database("CREATE VIEW documents AS SELECT 1 AS document_id, 'cleared' AS state"),
    "made_up.db": lambda: _database(_COUNT),
    "of_another.db": lambda: _database(_COUNT, owner=7),
    "newer.db": lambda: _database(_COUNT, version=USER_VERSION + 1000),
    "newer_and_made_up.db": lambda: _database(_COUNT, version=USER_VERSION + 1),
    "cut_off.db": lambda: _database(_COUNT, *(f"CREATE TABLE t{n} (a)" for n in range(50)), cut=4096),
    "empty.db": lambda: b"",
}  # fmt: skip
