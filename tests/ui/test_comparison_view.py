"""The side-by-side as it is shown (requirements 14, 15, 16, 19, 20)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.domain.provenance import Certainty, Method
from app.ui.case.comparison_delegate import PAD
from app.ui.case.comparison_model import (
    COLUMNS,
    LEFT,
    RIGHT,
    SHAPE,
    CompareRole,
    ComparisonModel,
    RowKind,
    shown_text,
)
from app.ui.case.comparison_view import ComparisonView
from app.ui.i18n import use_language
from app.ui.locale_figures import desk_figures, figures_of
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.workflow.comparison import compare
from app.workflow.comparison_rows import differing_spans
from app.workflow.comparison_values import (
    SIGN_OF_STATE,
    Cell,
    CellState,
    Comparison,
    Frame,
    FrameKind,
    Row,
    Sign,
)
from app.workflow.services import Services
from tests.ui.conftest import settle

DISPLAY = Qt.ItemDataRole.DisplayRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def test_the_model_keeps_qts_rules(window: MainWindow) -> None:
    model = window.case.comparison.comparison_model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    window.queue.step(1)
    assert tester.model() is model


@pytest.mark.parametrize("state", list(CellState))
def test_r16_every_state_has_its_sign_in_the_text_and_is_spoken(state: CellState) -> None:
    cell = Cell("12.40", state, sentence="Line 1, unit price differs: invoice 12.40, order 12.00")
    model = _model_of(Row(Cell("A-1"), Cell("1 EA"), cell, Cell("12.40")))
    shown = model.index(1, 2).data(DISPLAY)
    assert "12.40" in shown
    if state is not CellState.PLAIN:
        assert shown.startswith(f"{SIGN_OF_STATE[state]} ")
    assert "invoice 12.40" in model.index(1, 2).data(SPOKEN)


def test_r16_every_cell_of_the_sample_desk_speaks(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    model = window.case.comparison.comparison_model
    silent = []
    for _ in range(window.queue.model.rowCount()):
        for row in range(model.rowCount()):
            for column in range(COLUMNS):
                index = model.index(row, column)
                if model.flags(index) and index.data(DISPLAY) and not index.data(SPOKEN):
                    silent.append((window.queue.current, row, column))
        window.queue.step(1)
        settle(qtbot, window)
    assert silent == []


def test_r29_no_figure_is_cut_on_the_smallest_screen(window: MainWindow, qtbot: QtBot) -> None:
    view, cut = window.case.comparison, []
    measure = view.fontMetrics().horizontalAdvance
    window.resize(720, 450)
    for _ in range(window.queue.model.rowCount()):
        settle(qtbot, window)
        for row in range(view.comparison_model.rowCount()):
            for column in (column for column in range(COLUMNS) if column not in (LEFT, RIGHT, SHAPE)):
                cell = view.comparison_model.cell_at(row, column)
                if cell is not None and measure(shown_text(cell)) + PAD + 2 > view.columnWidth(column):
                    cut.append((window.queue.current, shown_text(cell)))
        assert sum(view.columnWidth(column) for column in range(COLUMNS)) <= view.viewport().width()
        window.queue.step(1)
    assert cut == []


@pytest.mark.parametrize(("converted", "runs_on"), [("", True), ("= 240 EA", False)])
def test_a_description_runs_on_below_figures_that_have_nothing_there(
    qtbot: QtBot, window: MainWindow, converted: str, runs_on: bool
) -> None:
    words = "Corrugated carton, 18 x 12 x 10 in, 32 ECT, kraft"
    row = Row(Cell("A-1", detail=words), Cell("10 CS", detail=converted), Cell("1.00"), Cell("10.00"))
    view = ComparisonView(window.theme)
    qtbot.addWidget(view)
    view.resize(560, 300)
    view.show_comparison(
        Comparison(1, "", "", (Frame("group:0", FrameKind.LINES, Sign.AGREES, "Agrees", invoice_rows=(row,)),))
    )
    lines = (at for at in range(view.comparison_model.rowCount()) if view.comparison_model.cell_at(at, LEFT))
    below = view.visualRect(view.comparison_model.index(next(lines), LEFT + 2)).adjusted(0, 0, -PAD, 0)
    below.setTop(below.top() + 8 + view.fontMetrics().height())
    below.setBottom(below.bottom() - 4)  # above the frame
    picture = view.viewport().grab(below).toImage()
    tones = {picture.pixelColor(x, y).rgb() for x in range(picture.width()) for y in range(picture.height())}
    assert (len(tones) > 1) is runs_on


@pytest.mark.parametrize(("width", "where"), [(160, "above"), (24, "below")])
def test_a_code_without_room_leads_the_smaller_text_below(
    window: MainWindow, qtbot: QtBot, width: int, where: str
) -> None:
    # Code and description are told apart by where the cell is inked; the description alone is the same for both.
    inked = []
    for code in ("62014", "62099"):
        view = ComparisonView(window.theme)
        qtbot.addWidget(view)
        view.resize(900, 400)
        view.show()  # the columns are laid out by the width it is shown with
        row = Row(Cell(code, detail="Mortar"), Cell("1 EA"), Cell("12.40"), Cell("12.40"))
        frame = Frame("group:0000", FrameKind.LINES, Sign.AGREES, "Agrees", invoice_rows=(row,))
        view.show_comparison(Comparison(1, "", "", (frame,)))
        view.setColumnWidth(LEFT, width)
        area = view.visualRect(view.comparison_model.index(1, LEFT)).adjusted(0, 0, 200, 0)
        picture = view.viewport().grab(area).toImage()
        middle = 6 + view.fontMetrics().height() + 1
        inked.append((picture.copy(0, 0, width, middle), picture.copy(0, middle, area.width(), area.height() - middle)))
    (above, below), (other_above, other_below) = inked
    assert (above != other_above) == (where == "above")
    assert (below != other_below) == (where == "below")


def test_r14_the_frame_of_the_focus_does_not_cut_through_the_words_below(window: MainWindow, qtbot: QtBot) -> None:
    row = Row(
        Cell("A-1", detail="Corrugated carton, 18 x 12 x 10 in, 32 ECT, kraft"),
        Cell("10 CS"),
        Cell("1.00"),
        Cell("10.00"),
    )
    view = ComparisonView(window.theme)
    qtbot.addWidget(view)
    view.resize(560, 300)
    view.show_comparison(
        Comparison(1, "", "", (Frame("group:0", FrameKind.LINES, Sign.AGREES, "Agrees", invoice_rows=(row,)),))
    )
    model, option = view.comparison_model, QStyleOptionViewItem()
    at = next(at for at in range(model.rowCount()) if model.cell_at(at, LEFT))
    option.initFrom(view)
    option.widget = view
    option.rect = view.visualRect(model.index(at, LEFT))
    pictures = []
    for state in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_HasFocus):
        option.state = state
        picture = QImage(view.size(), QImage.Format.Format_RGB32)
        with QPainter(picture) as painter:
            view.itemDelegate().paint(painter, option, model.index(at, LEFT))
        pictures.append(picture)
    below = option.rect.adjusted(0, 10 + option.fontMetrics.height(), 0, 0)
    first_line = option.rect.adjusted(0, 0, 0, -below.height())
    assert pictures[0].copy(first_line) != pictures[1].copy(first_line), "the focus is seen"
    assert pictures[0].copy(below) == pictures[1].copy(below)


def test_r14_only_the_differing_part_is_marked() -> None:
    left, right = differing_spans("M8x40 zinc", "M8x45 zinc")
    assert ["M8x40 zinc"[a:b] for a, b in left] == ["40"]
    assert ["M8x45 zinc"[a:b] for a, b in right] == ["45"]
    assert differing_spans("Copy paper, A4", "Copy paper, A4") == ((), ())


def test_r14_rows_that_agree_have_no_tint(window: MainWindow, services: Services) -> None:
    agreeing = 0
    for row in range(window.queue.model.rowCount()):
        queue_row = window.queue.model.row_at(row)
        assert queue_row is not None
        for frame in compare(services.store.document(queue_row.document_id)).frames:
            if frame.sign is Sign.AGREES:
                cells = [cell for line in (*frame.invoice_rows, *frame.order_rows) for cell in line.cells]
                assert all(cell.state is CellState.PLAIN for cell in cells), frame.title
                agreeing += len(cells)
    assert agreeing > 0


def test_r15_differences_are_told_in_words_and_numbers(window: MainWindow, services: Services) -> None:
    told = []
    for row in range(window.queue.model.rowCount()):
        queue_row = window.queue.model.row_at(row)
        assert queue_row is not None
        comparison = compare(services.store.document(queue_row.document_id))
        model = ComparisonModel()
        model.show_comparison(comparison)
        for number, frame in enumerate(comparison.frames):
            text = "\n".join(str(model.index(r, 0).data(DISPLAY)) for r in model.rows_of_frame(number))
            for difference in frame.differences:
                assert difference.amount in text
                assert difference.percent in text
                told.append(difference)
            if frame.is_open and frame.limit:
                assert frame.limit in text
    assert len(told) >= 5


def test_r19_confidence_and_origin_are_roles_and_told_on_hover() -> None:
    cell = Cell("5", method=Method.OCR, certainty=Certainty.UNVERIFIED, raw="S", repaired_from="S", field="quantity")
    model = _model_of(Row(Cell("A-1"), cell, Cell("1"), Cell("5")))
    index = model.index(1, 1)
    assert index.data(CompareRole.CERTAINTY) == Certainty.UNVERIFIED
    assert index.data(CompareRole.METHOD) == Method.OCR
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "nothing on the document checks it" in tip
    assert "As read: S" in tip


@pytest.mark.parametrize(
    ("locale", "amount", "day"),
    [
        ("en_US", "1,234,567.89", "3/1/2026"),
        ("de_DE", "1.234.567,89", "01.03.2026"),
        ("de_CH", "1'234'567.89", "01.03.2026"),
    ],
)
def test_r20_figures_are_written_as_the_locale_does(locale: str, amount: str, day: str) -> None:
    from datetime import date

    figures = figures_of(QLocale(locale))
    assert figures.money(Decimal("1234567.89"), "EUR").replace("’", "'") == amount
    assert figures.day(date(2026, 3, 1)).replace("03/01", "3/1") == day


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("language", "amount"), [("de", "1.895,90"), ("en", "1,895.90")])
def test_r20_a_window_in_another_language_than_the_system_writes_figures_its_way(
    language: str, amount: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("en_US")))
    use_language(language)
    try:
        assert desk_figures().money(Decimal("1895.9"), "USD") == amount
        assert desk_figures().sentence("118.5 LB × 16.00 → 1895.90").endswith(amount)
    finally:
        use_language("en")


@pytest.mark.usefixtures("qapp")
def test_r20_an_english_window_keeps_the_figures_of_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale("de_AT")))
    use_language("en")
    assert desk_figures().money(Decimal("895.9"), "EUR") == "895,90"


def test_r20_the_characters_as_read_are_one_key_away(window: MainWindow, qtbot: QtBot) -> None:
    view = window.case.comparison
    model = view.comparison_model
    rows = [r for r in range(model.rowCount()) if model.table_row(r).kind is RowKind.LINE and model.cell_at(r, 1)]
    view.setCurrentIndex(model.index(rows[0], 1))
    view.setFocus()
    cell = view.cell
    assert cell is not None
    QTest.keyClick(view, Qt.Key.Key_R)
    assert window.case.raw.isVisible()
    assert str(cell.raw) in window.case.raw.text()
    QTest.keyClick(view, Qt.Key.Key_R)
    assert not window.case.raw.isVisible()


def test_text_from_outside_is_never_markup(window: MainWindow) -> None:
    cell = Cell("<b>1</b>", sentence="<img src=x>", detail="<script>")
    model = _model_of(Row(cell, Cell("1"), Cell("1"), Cell("1")))
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img src=x&gt;" in tip
    assert window.case.title.textFormat() is Qt.TextFormat.PlainText


def test_a_document_of_300_lines_is_laid_out(qtbot: QtBot, qapp: QApplication, window: MainWindow) -> None:
    row = Row(Cell("A-1", detail="Something"), Cell("1 EA"), Cell("1.00"), Cell("1.00"))
    frames = tuple(
        Frame(f"group:{i:04d}", FrameKind.LINES, Sign.AGREES, "Agrees", invoice_rows=(row,)) for i in range(300)
    )
    theme: Theme = window.theme
    view = ComparisonView(theme)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show_comparison(Comparison(1, "", "", frames))
    view.focus_frame(299)
    assert view.frame is not None
    assert view.frame.key == "group:0299"


def _model_of(row: Row) -> ComparisonModel:
    model = ComparisonModel()
    frame = Frame("group:0000", FrameKind.LINES, Sign.DIFFERS, "Price differs", invoice_rows=(row,))
    model.show_comparison(Comparison(1, "", "", (frame,)))
    return model
