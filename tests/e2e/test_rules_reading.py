"""From the file to the export, as the rules promise it: places, proof, no template, no network, no meter."""

from __future__ import annotations

import ast
import json
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.cli.main import main
from app.domain.case import Action, Document, DocumentState
from app.domain.invoice import Invoice
from app.domain.policy import Role
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.workers.worker import ReaderPool
from app.shipped_files import profiles_path, resource_path
from app.workflow.batch import process_files
from app.workflow.export_data import export_to
from tests.helpers.expected_readings import expected
from tests.helpers.in_process import InProcessReaders
from tests.helpers.network import reaching_is_meant
from tests.helpers.papers import LETTER, LINES, pdf_invoice, picture_of_invoice
from tests.helpers.processes import worker_processes
from tests.helpers.rule_coverage import ROOT
from tests.helpers.small_desk import FILES, GLOVES, line, open_cases, paper, small_desk
from tests.helpers.typed_pages import shipped_knowledge

SAMPLE = resource_path("sample_data", "invoices")
NETWORK = frozenset({
    "socket", "socketserver", "ssl", "smtplib", "imaplib", "poplib", "ftplib", "http", "urllib", "xmlrpc", "asyncio",
    "webbrowser", "requests", "httpx", "aiohttp", "urllib3", "boto3", "paramiko",
})  # fmt: skip
LOCAL_SOCKETS = ("PySide6.QtNetwork", "PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket")
QT_NETWORK = frozenset({"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets", "QDesktopServices"})
NETWORK_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind", "smtplib.", "urllib.")
_seen: list[str] = []
_watching: list[bool] = []


def _hook(event: str, _: object) -> None:
    if _watching and event.startswith(NETWORK_EVENTS):
        _seen.append(event)


sys.addaudithook(_hook)


@contextmanager
def network_watched() -> Iterator[list[str]]:
    """Collect every attempt of this process to reach a network."""
    _seen.clear()
    _watching.append(True)
    try:
        yield _seen
    finally:
        _watching.clear()


def imports_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every module and name that the files of a folder import."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module
                yield from ((path, f"{node.module}.{name.name}") for name in node.names)


# --- no network, no meter ------------------------------------------------------------------------------------------
def test_s1_39_s2_197_no_module_of_the_program_can_reach_a_network() -> None:
    """S1.39, S2.197: drafts are never sent and invoices go nowhere, because nothing here could send them."""
    found = list(imports_of(ROOT / "app"))
    assert len(found) > 1000
    reaching = [(path.name, name) for path, name in found if name.partition(".")[0] in NETWORK]
    # A second start hands its files over by a local socket, which never leaves the machine.
    local = {("single_instance.py", name) for name in LOCAL_SOCKETS}
    reaching += [
        (path.name, name)
        for path, name in found
        if QT_NETWORK & set(name.split(".")) and (path.name, name) not in local
    ]
    assert reaching == []


def test_s1_39_s2_197_s2_198_a_day_at_the_desk_asks_no_network(tmp_path: Path) -> None:
    """S2.198: nothing is counted, asked or sold when a page is read, on the first as on the last."""
    pdf = pdf_invoice(tmp_path / "plain.pdf")
    with network_watched() as seen:
        reading = read_document(pdf, ReadingOptions(), shipped_knowledge())
        assert reading.invoice is not None
        desk = small_desk(tmp_path / "desk")
        dear = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
        papers = [paper(f"A-{n}", [dear], "420.00", invoice_date=f"2026-02-{n:02d}") for n in range(1, 21)]
        documents = desk.take(*papers)
        assert len(documents) == 20
        (case,) = [case for case in open_cases(documents[0]) if case.category == "price_variance"]
        sent = desk.do(case, Action.SEND, "please look", owner=Role.VENDOR)
        assert sent.cases[0].handover.draft_body.strip()
        export_to(desk.services, "cases", "xlsx")
        assert seen == []
    with reaching_is_meant(), network_watched() as seen, pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    assert seen, "the watch sees what tries"


def test_s2_197_files_are_kept_unmodified_as_evidence(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00"))
    stored = desk.services.store.file_of(document.document_id)
    original = next((desk.folder / "batch-0").rglob("*.reading.json"))
    assert stored.read_bytes() == original.read_bytes()
    assert stored.stem.startswith(document.reading.sha256)
    assert desk.services.store.verify().whole
    stored.chmod(0o644)
    stored.write_bytes(original.read_bytes() + b" ")
    assert not desk.services.store.verify().whole


def test_s1_44_reading_and_judging_are_separate_rooms() -> None:
    """S1.44: reading knows nothing of orders and bands, and whoever judges sees no page and no picture."""
    rooms = {
        room: {name for _, name in imports_of(ROOT / "app" / room)} for room in ("extraction", "matching", "policy")
    }
    for room, others in (
        ("extraction", ("policy", "matching")),
        ("policy", ("extraction",)),
        ("matching", ("extraction",)),
    ):
        for other in others:
            assert not [name for name in rooms[room] if name.startswith(f"app.{other}")], (room, other)
    judging = rooms["policy"] | rooms["matching"]
    libraries = {name.partition(".")[0] for name in judging}
    assert not libraries & {"PIL", "cv2", "pypdfium2", "pdfplumber", "pytesseract", "random", "torch", "sklearn"}


# --- reading -------------------------------------------------------------------------------------------------------
def test_s1_31_every_value_has_the_place_it_was_read_from_on_pdf_and_picture(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    picture_of_invoice(200).save(scan, dpi=(200, 200))
    for path in (pdf_invoice(tmp_path / "plain.pdf"), scan):
        invoice = read_document(path, ReadingOptions(), shipped_knowledge()).invoice
        assert invoice is not None
        assert [billed.amount.value for billed in invoice.lines if billed.amount] == [Decimal(r[-1]) for r in LINES]
        for row, billed in enumerate(invoice.lines):
            for value in (billed.item_code, billed.quantity, billed.unit_price, billed.amount):
                assert value is not None
                assert value.box is not None, (path.name, billed.line_no)
                assert value.box.page == 1
                # The drawing counts from the bottom, places on the page from the top.
                top = LETTER[1] - (640 - 22 * (row + 1)) - 14
                assert abs(value.box.top - top) < 12, (path.name, value)
        assert invoice.header.total is not None
        assert invoice.header.total.box is not None


def test_s2_192_an_unknown_vendors_invoice_becomes_a_workbook_without_any_template(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    pdf = pdf_invoice(tmp_path / "plain.pdf")
    assert main(["--workspace", str(desk), "process", str(pdf)]) == 0
    book = tmp_path / "lines.xlsx"
    assert main(["--workspace", str(desk), "export", "lines", "-o", str(book)]) == 0
    heading, *rows = load_workbook(book)["Invoice lines"].iter_rows(values_only=True)
    place = {name: number for number, name in enumerate(heading)}
    goods = [row for row in rows if row[place["invoice_line"]] is not None]
    assert [(row[place["item_code"]], row[place["line_amount"]]) for row in goods] == [
        (code, float(amount)) for code, _, _, _, amount in LINES
    ]
    assert [row[place["invoiced_quantity"]] for row in goods] == [float(row[2]) for row in LINES]


DIGITAL = ("01_ironbark_448210.pdf", "04_tannhaus_2026-0387.pdf", "17_larkfield_INV-77251.pdf")


def figures_of(invoice: Invoice) -> list[tuple[str, ...]]:
    rows = [(row.item_code, row.quantity, row.uom, row.unit_price, row.amount) for row in invoice.lines]
    return [tuple(str(value.value) if value else "" for value in row) for row in rows]


def test_s2_193_accuracy_is_measured_on_known_documents_and_no_figure_is_claimed(tmp_path: Path) -> None:
    options = ReadingOptions(profile_folders=(str(profiles_path()),))
    right = wrong = 0
    for name in DIGITAL:
        invoice = read_document(SAMPLE / name, options, shipped_knowledge()).invoice
        assert invoice is not None
        known: list[dict[str, Any]] = expected()[name]["lines"]
        assert len(invoice.lines) == len(known)
        for told, row in zip(figures_of(invoice), known, strict=True):
            fields = [row[key] or "" for key in ("item_code", "quantity", "uom", "unit_price", "line_total")]
            for mine, theirs in zip(told, fields, strict=True):
                same = mine == theirs or (mine and theirs and _number(mine) == _number(theirs) is not None)
                right, wrong = right + bool(same), wrong + (not same)
    assert right >= 40
    assert wrong == 0, f"{wrong} of {right + wrong} figures differ"
    claims = re.compile(r"\d+(?:[.,]\d+)?\s*%[^.\n]*accura|accura[^.\n]*\d+(?:[.,]\d+)?\s*%", re.IGNORECASE)
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "resources").rglob("*.txt")]
    assert [path.name for path in documents if claims.search(path.read_text(encoding="utf-8"))] == []


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def test_s2_194_documents_are_read_in_parallel_processes_and_each_says_how_long_it_took(tmp_path: Path) -> None:
    papers = [pdf_invoice(tmp_path / f"{number}.pdf") for number in range(4)]
    before = worker_processes()
    with ReaderPool(workers=2) as pool:
        readings = [future.result(timeout=120) for future in [pool.submit(path) for path in papers]]
        assert len(worker_processes() - before) == 2
    assert [reading.file for reading in readings] == [path.name for path in papers]
    assert all(Decimal(reading.seconds) > 0 for reading in readings)


def strange_paper(path: Path) -> Path:
    """Write an invoice in a language and a layout that nothing here is made for, without a sum that proves it."""
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFont("Helvetica", 10)
    for row, text in enumerate(
        ("Reikningur 88-17", "Seljandi: Fjallabud ehf", "Hanskar ledur ........ 12 stk a 450 kr ... 5400 kr",
         "Hjalmur gulur ........ 3 stk a 2100 kr ... 6300 kr", "Til greidslu: sja fylgiskjal")
    ):  # fmt: skip
        canvas.drawString(200 - 30 * row, 300 + 60 * row, text)
    canvas.save()
    return path


def test_s2_195_what_nobody_has_seen_before_is_tried_and_held_for_a_person(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "desk")
    odd = [strange_paper(tmp_path / "odd.pdf"), tmp_path / "empty.png"]
    Image.new("L", (850, 1100), 255).save(odd[1])
    found: list[Document | None] = []
    services = replace(desk.services, readers=InProcessReaders(ReadingOptions()))
    process_files(services, odd, on_document=lambda _, document: found.append(document))
    assert len(found) == 2
    for document in found:
        assert document is not None
        assert document.state in (DocumentState.NEEDS_ME, DocumentState.UNREADABLE)
        held = open_cases(document)
        assert held
        assert all(case.owner is not None for case in held)
    assert desk.services.store.verify().whole


def test_s2_171_a_profile_is_a_text_file_that_can_be_checked_and_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = profiles_path() / "us" / "larkfield" / "profile.toml"
    assert main(["profiles", "check", str(shipped)]) == 0
    broken = tmp_path / "profile.toml"
    text = shipped.read_text(encoding="utf-8")
    broken.write_text(text.replace("[columns.amount]", "[columns.amuont]"), encoding="utf-8")
    assert main(["profiles", "check", str(broken)]) == 1
    assert "amuont" in capsys.readouterr().err
    desk = tmp_path / "desk"
    assert main(["--workspace", str(desk), "profiles", "test", "us/larkfield", str(SAMPLE / DIGITAL[2])]) == 0
    assert DIGITAL[2] in capsys.readouterr().out


# --- the whole program ---------------------------------------------------------------------------------------------
def test_s1_85_import_policy_authority_journal_and_export_are_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """S1.85, S1.20: from tables to a verified export by the command line alone, with the limits in force."""
    tables, desk = tmp_path / "tables", tmp_path / "desk"
    tables.mkdir()
    for name, content in FILES.items():
        (tables / name).write_text(content, encoding="utf-8")

    def tieout(*arguments: object) -> int:
        return main(["--workspace", str(desk), *map(str, arguments)])

    assert tieout("import", tables) == 0
    dear = line(1, "10001", "Work gloves leather large", "100", "PR", "6.00", "600.00")
    given = tmp_path / "readings.json"
    given.write_text(json.dumps({"documents": [paper("A-1", [dear], "600.00")]}), encoding="utf-8")
    capsys.readouterr()
    assert tieout("process", "--readings", given, "--json") == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert (document["lane"], [case["owner"] for case in document["cases"]]) == ("draft_and_route", ["buyer"])
    assert [case["cause_class"] for case in document["cases"]] == ["variance"]
    assert tieout("case", "resolve", 1, "--action", "accept", "--note", "fine") == 1, "200.00 is above a clerk's limit"
    assert "200.00" in capsys.readouterr().err
    orders = tables / "purchase_orders.csv"
    orders.write_text(FILES["purchase_orders.csv"].replace("100,PR,4.00", "100,PR,6.00"), encoding="utf-8")
    assert tieout("import", "purchase_orders", orders) == 0
    assert "1 waiting document decided again" in capsys.readouterr().out
    book = tmp_path / "audit.json"
    assert tieout("export", "audit", "-o", book) == 0
    assert tieout("audit", "verify") == 0
    written = json.loads(book.read_text(encoding="utf-8"))
    assert {"imported", "taken_in", "decided"} <= {row["kind"] for row in written["rows"]}
