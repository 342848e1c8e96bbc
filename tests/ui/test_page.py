"""The page follows the value, and a click fills the field (requirements 11, 12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.case import JournalKind, QueueFilter
from app.domain.errors import InputError
from app.domain.invoice import PageSize, Reading, ReadingError
from app.domain.provenance import Box, Method
from app.ui.main_window import MainWindow
from app.ui.page.page_painting import Outlines
from app.ui.page.page_view import PageView
from app.ui.theme import Scheme, Theme
from app.workflow.queue import View
from app.workflow.services import Services
from tests.ui.conftest import settle

_BOXES = [Box(1 + n % 2, 20.0 + 17 * n, 25.0 * n, 60.0 + 17 * n, 12.0 + 25 * n) for n in range(30)]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Scheme.LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> PageView:
    view = PageView(theme)
    qtbot.addWidget(view)
    view.resize(420, 320)
    view.show()
    view.show_document((PageSize(612, 792), PageSize(612, 792)), 2)
    view.set_zoom(2.0)
    return view


@pytest.mark.parametrize("box", _BOXES, ids=str)
def test_r11_the_page_brings_the_value_into_sight(page: PageView, box: Box) -> None:
    zoom = page.zoom
    page.show_outlines(Outlines(focus=box))
    area = page.rect_of(box)
    assert page.page == box.page
    assert page.zoom == zoom
    margin = area.height * 0.1
    assert area.y + margin >= 0
    assert area.y + area.height <= page.viewport().height()
    assert area.x >= 0
    assert area.x + area.width <= page.viewport().width()


def test_r11_a_frozen_page_stays(page: PageView) -> None:
    page.show_outlines(Outlines(focus=_BOXES[0]))
    before = (page.page, page.verticalScrollBar().value())
    page.frozen = True
    page.show_outlines(Outlines(focus=_BOXES[29]))
    assert (page.page, page.verticalScrollBar().value()) == before


def test_a_document_that_was_refused_before_its_pages_were_counted_has_no_page_1_of_1(
    window: MainWindow, services: Services
) -> None:
    assert window.queue.current is not None
    read = services.store.document(window.queue.current)
    assert window.page.about.text().startswith("Page 1 of ")
    refused = replace(read, invoice=None, reading=Reading("a.pdf", "", 0, "0", error=ReadingError("damaged", "It is.")))
    window.page.show_document(refused)
    assert window.page.about.text() == ""


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_why_a_page_cannot_be_shown_is_dark_on_its_light_sheet(page: PageView, theme: Theme, scheme: Scheme) -> None:
    theme.use(scheme)
    page.show_message("The file is protected by a password. " * 6)
    sheet = page.viewport().grab().toImage()
    lightness = [sheet.pixelColor(x, y).lightness() for x in range(40, 380) for y in range(110, 200)]
    assert max(lightness) - min(lightness) > 120


def test_a_file_that_cannot_be_read_has_its_own_name_on_its_sheet(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    assert window.case.opened is not None
    reading = window.case.opened.document.reading
    window.page._not_rendered(InputError("damaged", f"{reading.sha256}.pdf is damaged.", next_step="Ask for another."))
    assert window.page.view.message == f"{reading.file} is damaged.\nAsk for another."


def test_a_page_whose_stored_file_was_deleted_or_exchanged_says_so_and_the_next_one_is_shown(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    window.show_view(View.ALL)
    settle(qtbot, window)
    gone, changed, whole = (row.document_id for row in services.store.queue(QueueFilter(), limit=12)[9:12])
    services.store.file_of(gone).unlink()
    stored = services.store.file_of(changed)
    stored.chmod(0o600)
    stored.write_bytes(services.store.file_of(whole).read_bytes())
    for document_id, told in ((gone, "is gone"), (changed, "is no longer what was taken in")):
        window.open_anywhere(document_id)
        qtbot.waitUntil(lambda told=told: told in window.page.view.message)  # type: ignore[misc]
        assert "tieout restore" in window.page.view.message
        assert not window.page.view.has_image
    window.open_anywhere(whole)
    qtbot.waitUntil(lambda: window.page.view.has_image)


def test_home_and_end_go_to_the_ends_of_a_page_and_leafing_past_them_turns_it(page: PageView) -> None:
    bar = page.verticalScrollBar()
    QTest.keyClick(page, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert (page.page, bar.value()) == (2, 0)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert (page.page, bar.value()) == (2, bar.pageStep())
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert (page.page, bar.value()) == (2, 0)
    QTest.keyClick(page, Qt.Key.Key_PageUp)
    assert (page.page, bar.value()) == (1, bar.maximum())


def test_r11_the_focused_figure_of_the_comparison_is_outlined(window: MainWindow) -> None:
    view = window.case.comparison
    rows = [r for r in range(view.comparison_model.rowCount()) if view.comparison_model.cell_at(r, 1)]
    view.setCurrentIndex(view.comparison_model.index(rows[0], 1))
    assert view.cell is not None
    assert view.cell.box is not None
    assert window.page.view.outlines.focus == view.cell.box
    assert view.cell.box in window.page.view.outlines.frame


def test_r12_a_click_on_a_value_fills_the_field_and_is_recorded_as_picked(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    document_id = window.queue.current
    assert document_id is not None
    invoice = services.store.document(document_id).invoice
    assert invoice is not None
    line = invoice.lines[0]
    assert line.amount is not None
    assert line.amount.box is not None
    assert line.unit_price is not None
    view = window.case.comparison
    row = next(
        r
        for r in range(view.comparison_model.rowCount())
        if (side := view.comparison_model.side_row(r, 0)) is not None and side.invoice_line == line.line_no
    )
    view.setCurrentIndex(view.comparison_model.index(row, 2))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    panel = window.case.correction
    assert window.case.open_panel is panel
    assert panel.text.text() == line.unit_price.raw
    window.page.view.turn_to(line.amount.box.page)
    area = window.page.view.rect_of(line.amount.box)
    middle = QPoint(round(area.x + area.width / 2), round(area.y + area.height / 2))
    QTest.mouseClick(window.page.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert panel.text.text() == line.amount.raw
    QTest.keyClick(panel.text, Qt.Key.Key_Return)
    settle(qtbot, window)
    after = services.store.document(document_id)
    correction = after.corrections[-1]
    assert correction.picked
    assert correction.box == line.amount.box
    assert after.invoice is not None
    price = after.invoice.line(line.line_no).unit_price
    assert price is not None
    assert price.method is Method.PICKED
    commands = [e for e in services.store.journal(document_id=document_id) if e.kind == JournalKind.COMMAND]
    assert "picked" in commands[-1].after


def test_r12_ctrl_adds_and_an_area_takes_all_in_it(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    document_id = window.queue.current
    assert document_id is not None
    invoice = services.store.document(document_id).invoice
    assert invoice is not None
    code, text = invoice.lines[0].item_code, invoice.lines[0].description
    assert code is not None
    assert code.box is not None
    assert text.box is not None
    view, panel = window.page.view, window.case.correction
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_F2)
    view.turn_to(code.box.page)

    def click(box: Box, modifier: Qt.KeyboardModifier) -> None:
        area = view.rect_of(box)
        middle = QPoint(round(area.x + area.width / 2), round(area.y + area.height / 2))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, middle)

    click(code.box, Qt.KeyboardModifier.NoModifier)
    assert panel.text.text() == code.raw
    click(invoice.lines[0].amount.box, Qt.KeyboardModifier.ControlModifier)  # type: ignore[union-attr, arg-type]
    assert panel.text.text() == f"{code.raw} {invoice.lines[0].amount.raw}"  # type: ignore[union-attr]
    area = view.rect_of(code.box.union(text.box)).grown(4)
    start, end = QPoint(round(area.x), round(area.y)), QPoint(round(area.x + area.width), round(area.y + area.height))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert panel.text.text().startswith(f"{code.raw} {text.raw}")
    QTest.keyClick(panel.text, Qt.Key.Key_Escape)


def test_the_picture_of_the_page_arrives(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.page.view.has_image)


def test_zoom_keeps_the_middle_and_fit_width_fits(page: PageView) -> None:
    middle = page.viewport().rect().center()
    before = page.placement().to_page(middle.x(), middle.y())
    page.set_zoom(3.0)
    after = page.placement().to_page(middle.x(), middle.y())
    assert abs(before[0] - after[0]) < 2
    assert abs(before[1] - after[1]) < 2
    page.fit_width()
    assert page.placement().width <= page.viewport().width()


def test_the_line_that_is_corrected_is_large_enough_to_read(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    before = window.page.view.zoom
    QTest.keyClick(window.case.comparison, Qt.Key.Key_F2)
    box = window.page.view.outlines.focus
    assert box is not None
    seen = window.page.view.rect_of(box)
    assert window.page.view.zoom >= before
    assert 0 <= seen.y < window.page.view.viewport().height()
    QTest.keyClick(window.case.correction.text, Qt.Key.Key_Escape)
    assert window.page.view.zoom == before


def test_under_a_short_page_stands_what_was_read_from_its_head(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    settle(qtbot, window)
    window.resizeDocks([window.panes.page_dock], [380], Qt.Orientation.Horizontal)
    settle(qtbot, window)
    opened = window.case.opened
    assert opened is not None
    facts = window.page.facts
    assert facts.texts == [cell.text for cell in opened.comparison.header]
    qtbot.waitUntil(facts.isVisible)
    view = window.page.view
    assert view.verticalScrollBar().maximum() == 0, "the page itself is not pushed out of sight"
    window.page.view.show_outlines(Outlines(focus=Box(1, 100.0, 100.0, 120.0, 104.0)))
    window.page.view.magnify(on=True)
    assert view.verticalScrollBar().maximum() > 0, "the line is shown larger while it is corrected"
    window.page.show_header(opened.comparison.header)
    window.page.view.magnify(on=False)
    assert facts.isVisible(), "it stands there after a correction too"
    window.resize(1440, 500)
    qtbot.waitUntil(lambda: not facts.isVisible())


def test_what_was_read_before_is_gone_at_once_and_nothing_of_a_value_is_cut(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    settle(qtbot, window)
    opened = window.case.opened
    assert opened is not None
    facts, cells = window.page.facts, opened.comparison.header
    facts.show_cells(cells)
    facts.show_cells(cells[:3])
    shown = [label for label in facts.findChildren(QLabel) if not label.isHidden()]
    assert len(shown) == 6
    assert facts.fits(1000, 1000)
    assert not facts.fits(60, 1000)


def test_a_reader_that_never_answers_holds_nothing_up(window: MainWindow, qtbot: QtBot) -> None:
    from concurrent.futures import Future
    from dataclasses import replace

    asked: list[Future[object]] = []

    class Silent:
        def render(self, *_: object) -> Future[object]:
            asked.append(Future())
            return asked[-1]

    pane = window.page
    pane._services = replace(pane._services, readers=Silent())  # type: ignore[arg-type]
    got: list[int] = []
    for _ in range(5):
        pane._asked = (window.queue.current or 0, 1, 160)
        pane._fetch()
    window.background.read(window, lambda: 7, got.append)
    qtbot.waitUntil(lambda: got == [7])
    for answer in asked:
        answer.cancel()  # a window that is closed waits for what is under way
