"""Hostile names of vendors, items, files and profiles through everything the window writes.

As they were typed in each form, never a live formula, a link or markup, and no file but those that were asked for.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QAbstractTableModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QLabel
from pytestqt.qtbot import QtBot

from app.domain.audit import EVIDENCE, EXPORT_FORMS
from app.domain.case import Action, QueueFilter
from app.domain.errors import ProfileError
from app.extraction.profiles.model import Recognition
from app.reports.cell_text import printable
from app.ui.case.comparison_model import ComparisonModel
from app.ui.case.loading import load_document
from app.ui.export_dialog import ExportDialog
from app.ui.main_window import MainWindow
from app.ui.printing import case_html
from app.ui.rooms import ROOMS
from app.workflow.profile_edit import Profile
from app.workflow.profiles import begin_profile, save_checked
from tests.helpers.hostile_names import NAMES
from tests.helpers.small_desk import GLOVES, ITEMS, ORDERS, VENDORS, SmallDesk, paper, small_desk
from tests.ui.conftest import OpenWindow, settle

# What a table may hold as well: signs that turn the line round, ends of lines, formulas behind unseen signs.
ODD = (
    "Acme \u202egpj.exe", "\u2067Acme\u2069 \u200f123", "Acme\nSubject: x\r\nBcc: eve@evil.example", "\ufeff=1+1",
    "Acme\u2028@SUM(1)", "\uff1d1+1", "-2+3|cmd' /C calc'!A0", "\u200b=1+1", "Acme;=1+1;x", "a\x01\x1b[31mb",
    "+49 170 1234", "Acme\t=1+1",
)  # fmt: skip
_HEADERS = {"Subject", "To", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
_LED_ASTRAY = (
    "../../x",
    "xx/../../x",
    "/etc/x",
    "CON/aux",
    "xx/a\nb",
    "xx/\u202ea",
    "xx/",
    "xx/.x",
    "xx/a/b",
    "xx/a\x00b",
)
_BESIDE = {
    "audit.json": {"verify_audit_log.py"}, "evidence.pdf": {"verify_audit_log.py", "evidence.proof.json"},
}  # fmt: skip
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONGEST = 4000
HOSTILE = tuple(name[:_LONGEST] for name in (*NAMES, *ODD))
_LIVE = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_ACTIVE = re.compile(rb"/(URI|JavaScript|JS|Launch|OpenAction|EmbeddedFile|AA)\b")


@pytest.fixture(scope="module")
def hostile_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDesk]:
    """A desk with a vendor, an item, an order, an invoice and a profile of each name."""
    vendors, items, orders = [_rows(text) for text in (VENDORS, ITEMS, ORDERS)]
    papers = []
    for n, name in enumerate(HOSTILE, 1):
        vendors.append([f"H{n}", name, f"91-{n:07}", *vendors[1][3:]])
        items.append([f"9{n:04}", name, "PR", "commodity", "no"])
        orders.append([f"PO-9{n:03}", f"H{n}", *orders[1][2:8], f"9{n:04}", "", name, "100", *orders[1][12:]])
        billed = {**GLOVES, "item_code": f"9{n:04}", "description": name, "unit_price": "4.50", "line_total": "450.00"}
        header = {"vendor_name": name, "vendor_tax_id": f"91-{n:07}", "po_numbers": [f"PO-9{n:03}"]}
        papers.append({**paper(f"INV-{n}", [billed], "450.00", **header), "file": f"{n} {_file_name(name)}.pdf"})
    tables = {"vendors.csv": _text(vendors), "items.csv": _text(items), "purchase_orders.csv": _text(orders)}
    desk = small_desk(tmp_path_factory.mktemp("hostile"), tables)
    desk.take(*papers)
    for n, name in enumerate(HOSTILE, 1):
        with suppress(ProfileError):  # a name may be too long for one
            save_checked(desk.services, Profile(f"xx/hostile-{n}", 1, name, Recognition((f"91-{n:07}",), ())))
    yield desk
    desk.services.close()


@pytest.fixture
def window(hostile_desk: SmallDesk, open_window: OpenWindow) -> MainWindow:
    return open_window(hostile_desk.services)


def test_there_are_so_many() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 30


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "pdf"])
def test_exports_of_the_window_hold_names_as_typed_and_nothing_live(
    window: MainWindow, hostile_desk: SmallDesk, qtbot: QtBot, tmp_path: Path, form: str
) -> None:
    for kind in (one for one, forms in EXPORT_FORMS.items() if form in forms):
        target = tmp_path / kind / f"{kind}.{form}"
        target.parent.mkdir()
        before = _files(hostile_desk.folder)
        dialog = ExportDialog(window.services, window.background, window)
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
        dialog.form.setCurrentIndex(dialog.form.findData(form))
        dialog.target.setText(str(target))
        if kind == EVIDENCE:
            dialog.case.setText(str(hostile_desk.services.store.cases()[0].case_id))
        dialog.start()
        settle(qtbot, window)
        assert target.is_file(), dialog.said.text()
        dialog.accept()
        assert {one.name for one in target.parent.iterdir()} == {target.name} | _BESIDE.get(target.name, set())
        assert {path.name for path in _files(hostile_desk.folder) - before} <= {"tieout.db-wal", "tieout.db-shm"}
        _CHECKS[form](target, kind)


def _check_csv(target: Path, kind: str) -> None:
    text = target.read_bytes().decode("utf-8-sig")
    for sign in (";", "\t", ","):
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) for cell in row]
        assert [cell for cell in cells if _is_live(cell)] == [], "whatever a spreadsheet parts columns by"
    _holds_names("\n".join(cells), kind)


def _check_xlsx(target: Path, kind: str) -> None:
    cells = [cell for sheet in load_workbook(target) for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    _holds_names("\n".join(str(cell.value) for cell in cells), kind)


def _check_json(target: Path, kind: str) -> None:
    _holds_names("\n".join(_strings(json.loads(target.read_text("utf-8")))), kind)
    if kind == "audit":
        verifier = [sys.executable, str(target.with_name("verify_audit_log.py")), str(target)]
        assert subprocess.run(verifier, capture_output=True, check=False).returncode == 0


def _check_pdf(target: Path, kind: str) -> None:
    assert _ACTIVE.findall(target.read_bytes()) == []
    if kind == EVIDENCE:
        return
    with pypdfium2.PdfDocument(target) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert all(not list(page.get_objects(filter=(3,))) for page in document), "no picture"
    _holds_names(text, kind, [name for name in HOSTILE if name.isascii() and name.isprintable() and len(name) < 200])


_CHECKS = {"csv": _check_csv, "xlsx": _check_xlsx, "json": _check_json, "pdf": _check_pdf}


def test_letters_and_prints_of_the_window_hold_names_and_no_header_or_markup(
    window: MainWindow, hostile_desk: SmallDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    services, figures = hostile_desk.services, window.session._figures
    for row in services.store.queue(QueueFilter(), limit=1000):
        window.queue.open_document(row.document_id)
        settle(qtbot, window)
        opened = window.case.opened
        assert opened is not None
        if not opened.comparison.problems:
            continue
        window.case.comparison.setFocus()
        window.case.start(Action.SEND)
        target = tmp_path / "letter.eml"
        window.case.send.save_to(str(target))
        mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.SMTP)
        assert set(mail.keys()) <= {
            "Subject",
            "To",
            "X-Unsent",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        }
        assert mail["To"] in (None, "ar@amberley.example")
        assert mail.get_content_type() == "text/plain"
        window.case.close_panels()
        html = case_html(load_document(services, row.document_id, figures), "desk")
        assert set(re.findall(r"<(\w+)", html)) <= {
            "html", "body", "h2", "h3", "p", "table", "tr", "th", "td", "br", "small",
        }  # fmt: skip
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".eml"] == ["letter.eml"]


def test_no_name_turns_a_line_of_the_window_round(window: MainWindow, hostile_desk: SmallDesk, qtbot: QtBot) -> None:
    services = hostile_desk.services
    (turned,) = [row for row in services.store.queue(QueueFilter(), limit=100) if "\u202e" in (row.vendor_name or "")]
    window.queue.open_document(turned.document_id)
    settle(qtbot, window)
    assert window.case.title.text().startswith("Acme \ufffdgpj.exe · invoice INV-")
    window.actions_by_id["history"].trigger()
    window.dialogs.show_inbox()
    for room in ROOMS:
        window.enter_room(room.key)
        settle(qtbot, window)
    models = [view.model() for view in window.findChildren(QAbstractItemView) if view.model() is not None]
    told = [label.text() for label in window.findChildren(QLabel)]
    for model in models:
        # What the comparison's model says is painted by the delegate, which has its own test.
        columns = model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 1
        places = [(row, column) for row in range(model.rowCount()) for column in range(columns)]
        told += [str(model.index(*place).data()) for place in places if not isinstance(model, ComparisonModel)]
    assert any("\ufffd" in text for text in told)
    assert [text for text in told if _TURNED.search(text)] == []
    opened = load_document(services, turned.document_id, window.session._figures)
    assert _TURNED.search(case_html(opened, "desk")) is None


@pytest.mark.parametrize("name", _LED_ASTRAY)
def test_no_name_of_a_profile_leads_out_of_its_folder(hostile_desk: SmallDesk, name: str) -> None:
    before = _files(hostile_desk.folder.parent)
    with pytest.raises(ProfileError):
        begin_profile(hostile_desk.services, name, "Acme")
    assert _files(hostile_desk.folder.parent) == before


def _holds_names(text: str, kind: str, names: Sequence[str] = HOSTILE) -> None:
    if kind == "exceptions":
        return  # there are none on this desk
    squeezed = _squeezed(text)
    assert [name for name in names if not any(_squeezed(form) in squeezed for form in _forms(name))] == []


def _forms(name: str) -> Iterator[str]:
    """Return what a name may stand as: what no XML can hold written out; within the log's JSON, and a profile in it."""
    yield from (name, printable(name))
    for _ in range(2):
        name = json.dumps(name)[1:-1]
        yield name


def _squeezed(text: str) -> str:
    """Return a text without blanks, and without the apostrophes that defuse it."""
    return "".join(text.replace("'", "").split())


def _is_live(cell: str) -> bool:
    return cell.startswith(_LIVE) and not re.fullmatch(r"-?[0-9.]+", cell)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (key, *_strings(one))
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def _text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _file_name(name: str) -> str:
    return name.replace("/", "\u2215").encode()[:150].decode(errors="ignore")


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
