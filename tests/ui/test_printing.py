"""Printing a case, and what the export dialog offers and says."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from app.ui.export_dialog import ExportDialog
from app.ui.i18n import use_language
from app.ui.main_window import MainWindow
from app.ui.printing import PagePicture, case_html, print_case
from app.workflow.services import Services
from tests.ui.conftest import settle
from tests.ui.test_accessibility import name_of


def test_a_case_is_printed_with_its_figures_signs_and_history(window: MainWindow, tmp_path: Path) -> None:
    opened = window.case.opened
    assert opened is not None
    text = case_html(opened, "desk")
    for frame in opened.comparison.frames:
        for row in (*frame.invoice_rows, *frame.order_rows):
            assert row.amount.text in text
    assert opened.entries[-1].hash in text
    target = tmp_path / "case.pdf"
    writer = QPdfWriter(str(target))
    print_case(opened, "desk", writer)
    del writer
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_size > 2000


def test_what_is_printed_is_black_whatever_the_colours_of_the_window(window: MainWindow) -> None:
    assert window.case.opened is not None
    paper = QTextDocument()
    paper.setHtml(case_html(window.case.opened, "desk"))
    block, brushes = paper.begin(), []
    while block.isValid():
        brushes += [one.format.foreground() for one in block.textFormats() if block.text().strip()]
        block = block.next()
    # Without a brush of its own, text takes the colour of the window.
    assert {(brush.style(), brush.color().name()) for brush in brushes} == {(Qt.BrushStyle.SolidPattern, "#000000")}


def test_what_an_invoice_says_is_printed_as_text_and_never_as_markup(window: MainWindow) -> None:
    from dataclasses import replace

    opened = window.case.opened
    assert opened is not None
    bad = replace(opened, comparison=replace(opened.comparison, title="<img src=x> & Co"))
    assert "<img" not in case_html(bad, "desk")


def test_a_form_is_offered_only_where_it_exists(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ExportDialog(window.services, window.background)
    qtbot.addWidget(dialog)
    offered = {}
    for index in range(dialog.kind.count()):
        dialog.kind.setCurrentIndex(index)
        offered[dialog.kind.currentData()] = {dialog.form.itemData(i) for i in range(dialog.form.count())}
    assert offered["cases"] == {"xlsx", "csv", "json", "pdf"}
    assert offered["evidence"] == {"pdf"}
    tables = {kind: forms for kind, forms in offered.items() if kind not in ("cases", "evidence")}
    assert set(tables) == {"audit", "lines", "scorecard", "documents", "values", "exceptions"}
    assert all(forms == {"xlsx", "csv", "json"} for forms in tables.values())


def test_an_export_covers_the_period_the_vendor_and_the_case_that_were_written(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(services, window.background)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("cases"))
    dialog.form.setCurrentIndex(dialog.form.findData("json"))
    one, *_ = services.store.cases()
    vendor = services.store.document(one.document_id).match
    assert vendor is not None
    target = tmp_path / "some.json"
    dialog.target.setText(str(target))
    for field, text in (
        (dialog.since, "2020-01-01"), (dialog.until, "2099-12-31"), (dialog.vendor, vendor.vendor_id or ""),
        (dialog.case, str(one.case_id)),
    ):  # fmt: skip
        field.setText(text)
    with qtbot.waitSignal(dialog.exported) as written:
        dialog.start()
    settle(qtbot, window)
    assert 1 <= written.args[0].rows < len(services.store.cases())
    covers = f"from 2020-01-01, until 2099-12-31, vendor {vendor.vendor_id}, case {one.case_id}"
    assert services.store.journal()[-1].summary.startswith(f"Exported cases as json, {covers}")


def test_an_export_is_refused_in_words_where_a_field_cannot_be_understood(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ExportDialog(window.services, window.background)
    qtbot.addWidget(dialog)
    entries = window.services.store.head()[0]
    for field, text, said in (
        (dialog.since, "the 12th", "is not a day"),
        (dialog.case, "all", "is not the number of a case"),
        (dialog.vendor, "nobody", "nobody"),
    ):
        field.setText(text)
        dialog.start()
        settle(qtbot, window)
        assert said in dialog.said.text()
        field.clear()
    dialog.since.setText("2026-02-01")
    dialog.until.setText("2026-01-01")
    dialog.start()
    assert "before the first" in dialog.said.text()
    dialog.kind.setCurrentIndex(dialog.kind.findData("evidence"))
    dialog.until.clear()
    dialog.start()
    assert "of one case" in dialog.said.text()
    settle(qtbot, window)
    assert window.services.store.head()[0] == entries, "nothing was exported"


def test_days_of_an_export_are_asked_for_and_read_as_the_desk_writes_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("de_AT")))
    use_language("de")
    try:
        dialog = ExportDialog(window.services, window.background)
        qtbot.addWidget(dialog)
        assert dialog.since.placeholderText() == "Alles; oder ein Tag wie 15.12.2026"
        dialog.since.setText("1.2.2026")
        dialog.until.setText("31.01.2026")
        dialog.start()
        assert "vor dem ersten" in dialog.said.text()
        dialog.since.setText("2/1/2026")
        dialog.start()
        assert dialog.said.text() == "„2/1/2026“ ist kein Tag. Schreiben Sie ihn wie 15.12.2026."
    finally:
        use_language("en")


def test_the_evidence_pack_of_a_case_is_written_from_the_window(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(services, window.background)
    qtbot.addWidget(dialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("evidence"))
    dialog.case.setText(str(services.store.cases()[0].case_id))
    dialog.target.setText(str(tmp_path / "pack.pdf"))
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
    settle(qtbot, window)
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert "Its proof and the verifier lie beside it" in dialog.said.text()
    assert {path.name for path in tmp_path.iterdir()} >= {"pack.proof.json", "verify_audit_log.py"}


def test_an_export_says_the_hash_of_its_file(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(services, window.background)
    qtbot.addWidget(dialog)
    dialog.form.setCurrentIndex(dialog.form.findData("csv"))
    target = tmp_path / "cases.csv"
    dialog.target.setText(str(target))
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
    settle(qtbot, window)
    assert hashlib.sha256(target.read_bytes()).hexdigest() in dialog.said.text()


def test_what_is_printed_is_shown_first_with_the_page_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.page.view.has_image)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    gc.collect()  # Qt keeps no printer alive: one that nobody holds would end the program here
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintPreviewDialog) and w.isVisible()]
    assert len(found) == 1
    preview = found[0].findChild(QPrintPreviewWidget)
    assert isinstance(preview, QPrintPreviewWidget)
    qtbot.waitUntil(lambda: preview.pageCount() >= 2)
    nameless = [
        part
        for part in found[0].findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not name_of(part)
    ]
    assert nameless == []
    (bar,) = found[0].findChildren(QToolBar)
    printer = bar.actions()[-1]
    assert printer.shortcut().toString() == "Ctrl+P"
    found[0].reject()


def test_the_page_is_printed_with_its_outlines_on_a_sheet_of_its_own(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: window.page.view.has_image)
    opened, picture = window.case.opened, window.page.view.picture()
    assert opened is not None
    plain = window.page.view._image
    assert plain is not None
    assert picture.size() == plain.size()
    assert picture != plain.convertToFormat(picture.format()), "what was read is outlined"
    pages: list[list[tuple[bool, str]]] = []
    for page in (None, PagePicture(picture, "Page 1 of 2")):
        target = tmp_path / f"case-{len(pages)}.pdf"
        writer = QPdfWriter(str(target))
        print_case(opened, "desk", writer, page)
        del writer
        with pdfplumber.open(target) as printed:
            pages.append([(bool(sheet.images), sheet.extract_text()) for sheet in printed.pages])
    without, with_page = pages
    assert not any(image for image, _ in without)
    assert [image for image, _ in with_page] == [False] * len(without) + [True]
    assert "Page 1 of 2" in with_page[-1][1]


def test_lines_that_agree_stand_under_one_heading_on_paper(window: MainWindow) -> None:
    opened = window.case.opened
    assert opened is not None
    agreeing = [frame for frame in opened.comparison.frames if frame.title == "Agrees"]
    assert len(agreeing) > 2
    text = case_html(opened, "desk")
    assert text.count("= Agrees") == 1
    assert all(row.amount.text in text for frame in agreeing for row in (*frame.invoice_rows, *frame.order_rows))
