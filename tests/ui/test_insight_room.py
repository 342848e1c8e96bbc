"""The room of insight: every figure and every bar leads to its documents, and what is done there is in the log."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import DocumentState, JournalKind
from app.domain.certainty import Rate
from app.domain.insight import Habit, Scope
from app.domain.insight_facts import NOT_RECOGNISED
from app.reports.insight.measures import MonthPoint
from app.reports.insight.recurrence import Recurrence
from app.ui.i18n import use_language
from app.ui.insight.bars import BarDelegate
from app.ui.insight.habits import HabitsPanel
from app.ui.insight.month_chart import MonthChart
from app.ui.insight.not_invoiced import NotInvoicedPanel
from app.ui.insight.overview import OverviewPanel
from app.ui.insight.page import InsightPage
from app.ui.insight.panel import InsightPanel, money_by_currency, vendor_text
from app.ui.insight.samples import SamplesPanel
from app.ui.insight.tolerances import TolerancesPanel
from app.ui.insight.vendor_cards import VendorCardsPanel
from app.ui.main_window import MainWindow
from app.ui.theme import Scheme
from app.workflow.figures import PLAIN
from app.workflow.insight.sampling import draw_sample
from tests.ui.conftest import settle

_EVERYTHING = 2
P = TypeVar("P", bound=InsightPanel)


@pytest.fixture
def room(window: MainWindow, qtbot: QtBot) -> InsightPage:
    QTest.keyClick(window, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    page = window.rooms.page("insight")
    assert isinstance(page, InsightPage)
    page.period.setCurrentIndex(_EVERYTHING)
    settle(qtbot, window)
    return page


def panel_of(room: InsightPage, kind: type[P], qtbot: QtBot, window: MainWindow) -> P:
    for place in range(room.tabs.count()):
        room.tabs.setCurrentIndex(place)
        if isinstance(panel := room.panel, kind):
            settle(qtbot, window)
            return panel
    raise AssertionError(f"no tab shows {kind.__name__}")


def test_a_part_of_the_room_is_made_when_its_tab_is_first_shown(
    room: InsightPage, window: MainWindow, qtbot: QtBot
) -> None:
    """Who enters the room waits for its first part only; a later one shows what was counted before it was made."""
    assert [type(panel) for panel in room.panels.values()] == [OverviewPanel]
    assert room.insight is not None
    room.tabs.setCurrentIndex(1)
    assert isinstance(room.panel, VendorCardsPanel)
    assert room.panel.insight is room.insight
    first = room.panel
    room.tabs.setCurrentIndex(0)
    room.tabs.setCurrentIndex(1)
    assert room.panel is first


def test_every_figure_leads_to_its_documents_and_enter_opens_one(
    room: InsightPage, window: MainWindow, qtbot: QtBot
) -> None:
    """S1.73, S1.84: the shares of the overview equal what stands in the list beside them."""
    panel = panel_of(room, OverviewPanel, qtbot, window)
    panel.focus_start()
    cleared = panel.figures.current
    assert room.insight is not None
    count = sum(i.state is DocumentState.CLEARED for i in room.insight.facts.invoices)
    assert count > 0
    assert cleared.value.startswith(f"{count} / {len(room.insight.facts.invoices)} ")
    assert len(room.documents.records.rows) == count
    assert {row.state for row in room.documents.records.rows} == {DocumentState.CLEARED}
    for place in range(panel.figures.records.rowCount()):
        panel.figures.focus_row(place)
        rate = panel.figures.current.rate
        if rate is not None:
            assert len(room.documents.records.rows) == rate.part
    panel.figures.focus_row(0)
    first = room.documents.records.rows[0]
    room.documents.focus_row(0)
    QTest.keyClick(room.documents, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.rooms.at_work
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == first.document_id


@pytest.mark.parametrize("by", range(4))
def test_every_share_of_the_work_leads_to_its_documents(
    room: InsightPage, window: MainWindow, qtbot: QtBot, by: int
) -> None:
    """S1.73 to S1.75, S1.78: by kind, by class of cause, by vendor and by rule."""
    panel = panel_of(room, OverviewPanel, qtbot, window)
    assert room.insight is not None
    facts = room.insight.facts
    panel.kind.setCurrentIndex(by)
    assert panel.shares.records.rowCount() > 0
    for place, share in enumerate(panel.shares.records.rows):
        panel.shares.focus_row(place)
        assert [row.document_id for row in room.documents.records.rows] == list(share.documents)
        told = panel.shares.records.data(panel.shares.records.index(place, 2))
        by_currency: dict[str, Decimal] = {}
        for case in (c for c in facts.cases if c.case_id in share.cases):
            currency = room.insight.invoices[case.document_id].currency
            by_currency[currency] = by_currency.get(currency, Decimal(0)) + case.exposure
        shown = {currency: amount for currency, amount in by_currency.items() if amount}
        assert all(window.figures.money(amount, currency) in told for currency, amount in shown.items())
        assert len(told.split(" + ")) == max(1, len(shown))
        assert share.name in panel.shares.records.data(panel.shares.records.index(place, 0)) or by < 3


def test_a_month_is_chosen_by_keys_and_by_pointer(room: InsightPage, window: MainWindow, qtbot: QtBot) -> None:
    chart = panel_of(room, OverviewPanel, qtbot, window).months
    assert chart.points
    for place in range(len(chart.points)):
        QTest.keyClick(chart, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(chart, Qt.Key.Key_Right)
        QTest.keyClick(chart, Qt.Key.Key_Return)
        point = chart.points[place]
        assert len(room.documents.records.rows) == point.exceptions.part
        assert chart.accessibleDescription().startswith(point.month)
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() - 20, chart.height() // 2))
    assert chart.current == len(chart.points) - 1


def test_vendor_cards_are_those_with_most_exceptions_first(room: InsightPage, window: MainWindow, qtbot: QtBot) -> None:
    """S2.142, S2.185 to S2.188."""
    panel = panel_of(room, VendorCardsPanel, qtbot, window)
    counts = [card.exceptions.part for card in panel.cards.records.rows]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 3
    assert panel.cards.columnWidth(0) < panel.cards.columnWidth(3)
    for place, card in enumerate(panel.cards.records.rows):
        panel.cards.focus_row(place)
        assert card.vendor_name in panel.title.text()
        assert len(room.documents.records.rows) == card.exceptions.part
        assert dict(panel.facts.facts)["Needed a person"].startswith(f"{card.exceptions.part} / {card.invoices} ")
        assert panel.mix.records.rows == card.mix


def test_who_was_not_recognised_is_said_in_the_language_of_the_window(qapp: QApplication) -> None:
    use_language("de")
    try:
        assert vendor_text(NOT_RECOGNISED) == "nicht erkannt"
        assert vendor_text("Lines") == "Lines"
    finally:
        use_language("en")


def habit_of(room: InsightPage) -> Habit:
    """Return a habit made of a vendor's real cases, as a desk with more invoices would have it."""
    assert room.insight is not None
    case = next(c for c in room.insight.facts.cases if room.insight.invoices[c.document_id].vendor_id)
    invoice = room.insight.invoices[case.document_id]
    rate = Rate(1, 2, (case.document_id,), (case.case_id,))
    day = invoice.day
    return Habit(
        Scope.VENDOR, invoice.vendor_id or "", invoice.vendor_name, "", case.category, rate, Rate(1, 99),
        Decimal("1e-9"), Decimal("1e-7"), day, day, None, day, {invoice.currency: case.exposure},
    )  # fmt: skip


def test_a_habit_has_its_letter_its_fixes_and_its_follow_up(
    room: InsightPage, window: MainWindow, qtbot: QtBot
) -> None:
    """S2.183, S2.184: nothing is sent by the program; a person says that it was, and the log keeps it."""
    panel = panel_of(room, HabitsPanel, qtbot, window)
    assert room.insight is not None
    habit = habit_of(room)
    found = Recurrence((habit,), room.insight.recurrence.rule, room.insight.recurrence.level)
    object.__setattr__(room.insight, "recurrence", found)
    panel.show_insight(room.insight)
    panel.habits.focus_row(0)
    settle(qtbot, window)
    assert habit.vendor_name in panel.letter.toPlainText()
    assert [row.document_id for row in room.documents.records.rows] == list(habit.rate.documents)
    panel.look_for_fixes()
    settle(qtbot, window)
    assert panel.ask.isEnabled()
    before = len(window.services.store.journal())
    panel.say_sent()
    settle(qtbot, window)
    assert len(window.services.store.journal()) == before
    panel.note.setText("by mail to their billing office")
    panel.say_sent()
    settle(qtbot, window)
    last = window.services.store.journal()[-1]
    assert (last.kind, last.reason) == (JournalKind.OUTREACH, "by mail to their billing office")
    assert [row.outreach.vendor_id for row in panel.letters.records.rows] == [habit.vendor_id]


def test_a_sample_is_drawn_looked_at_and_kept_in_the_log(room: InsightPage, window: MainWindow, qtbot: QtBot) -> None:
    """S1.84: a wrong clearance needs a reason; the count follows what was found."""
    panel = panel_of(room, SamplesPanel, qtbot, window)
    panel.share.setValue(50)
    panel.draw_one()
    settle(qtbot, window)
    drawn = panel.drawn.records.rows
    assert len(drawn) > 1
    panel.drawn.focus_row(0)
    panel.record(right=False)
    settle(qtbot, window)
    assert panel.drawn.records.rows[0].verdict is None
    panel.note.setText("the freight was agreed as included")
    panel.record(right=False)
    settle(qtbot, window)
    panel.drawn.focus_row(1)
    panel.record(right=True)
    settle(qtbot, window)
    verdicts = [row.verdict.right for row in panel.drawn.records.rows if row.verdict]
    assert verdicts == [False, True]
    assert room.insight is not None
    assert room.insight.quality.found_wrong.documents == (drawn[0].document_id,)
    kinds = [entry.kind for entry in window.services.store.journal()[-3:]]
    assert kinds == [JournalKind.REVIEWED] * 3


def test_what_is_to_be_looked_over_is_stamped_with_what_it_came_to(
    room: InsightPage, window: MainWindow, qtbot: QtBot
) -> None:
    """S2.158, S2.156."""
    panel = panel_of(room, TolerancesPanel, qtbot, window)
    assert room.insight is not None
    facts, master_data = room.insight.facts, window.services.store.master_data
    classes = {master_data.item(row.item).item.line_class for row in facts.items}
    assert {one.line_class for one in facts.classes if one.line_class} == {c.value for c in classes if c is not None}
    assert any(row.subject.startswith("class:") for row in panel.calendar.records.rows)
    due = panel.calendar.current
    before = len(window.services.store.journal())
    panel.say_reviewed()
    settle(qtbot, window)
    assert len(window.services.store.journal()) == before
    panel.note.setText("bands are right as they are")
    panel.say_reviewed()
    settle(qtbot, window)
    stamped = next(row for row in panel.calendar.records.rows if row.subject == due.subject)
    assert stamped.last is not None
    assert not stamped.overdue
    panel.look_for_tiers()
    settle(qtbot, window)
    assert panel.ask.isEnabled()


def test_goods_not_invoiced_add_up_to_the_sum_above(room: InsightPage, window: MainWindow, qtbot: QtBot) -> None:
    """S2.47: receipts without invoices, by order line."""
    panel = panel_of(room, NotInvoicedPanel, qtbot, window)
    lines = panel.lines.records.rows
    assert lines
    by_currency: dict[str, Decimal] = {}
    for line in lines:
        if line.amount is not None:
            by_currency[line.currency] = by_currency.get(line.currency, Decimal(0)) + line.amount
    for currency, amount in by_currency.items():
        assert f"{window.figures.money(amount, currency)} {currency}" in panel.sum.text()


def test_a_count_that_was_overtaken_is_not_shown(room: InsightPage, window: MainWindow, qtbot: QtBot) -> None:
    before = room.insight
    assert before is not None
    room.reload()
    room._show(0, before)
    assert room.told.text() == "Counting…"
    settle(qtbot, window)
    assert room.insight is not before


@pytest.fixture
def points() -> tuple[MonthPoint, ...]:
    rates = (Rate(1, 40), Rate(10, 40), Rate(0, 0), Rate(30, 40))
    return tuple(MonthPoint(f"2026-0{n}", rate, Decimal(0)) for n, rate in enumerate(rates, start=1))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_columns_of_the_chart_are_as_high_as_their_shares_and_seen_in_grey(
    window: MainWindow, qtbot: QtBot, points: tuple[MonthPoint, ...], scheme: Scheme
) -> None:
    window.theme.use(scheme)
    chart = MonthChart(window.theme, window.figures, "Trial")
    qtbot.addWidget(chart)
    chart.resize(500, 240)
    chart.show_months(points)
    picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    place = chart._place()
    column = window.theme.colours.colour("outline_frame")
    grey = QImage(1, 1, QImage.Format.Format_RGB32)
    grey.fill(column)
    wanted = grey.convertToFormat(QImage.Format.Format_Grayscale8).pixelColor(0, 0).lightness()
    heights = []
    for position in range(len(points)):
        # A little beside the middle, where the line of the interval stands.
        x = round(place.field.left() + (position + 0.5) * place.slot - 8)
        tones = [picture.pixelColor(x, y).lightness() for y in range(round(place.field.top()), chart.height())]
        heights.append(sum(abs(tone - wanted) < 6 for tone in tones))
    assert heights[2] == 0
    assert heights[0] < heights[1] < heights[3]
    assert heights[3] == pytest.approx(heights[1] * 3, rel=0.05)
    background = window.theme.colours.colour("window").lightness()
    assert abs(background - wanted) > 60


def test_a_bar_without_a_figure_has_no_length(window: MainWindow) -> None:
    delegate = BarDelegate(window.theme, lambda row: (row, None) if row is not None else None, window)
    assert delegate._extent(None) is None
    assert delegate._extent(Decimal(7)) == 7


def test_a_month_of_nothing_is_no_share(window: MainWindow, qtbot: QtBot) -> None:
    chart = MonthChart(window.theme, window.figures, "Trial")
    qtbot.addWidget(chart)
    told = chart.sentence(MonthPoint("2026-01", Rate(0, 0), Decimal(0)))
    assert told == "2026-01: 0 of 0 invoices needed a person (–)"
    chart.show_months(())
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.accessibleDescription() == ""


def test_what_the_command_line_draws_is_shown_without_leaving_the_room(
    room: InsightPage, window: MainWindow, qtbot: QtBot
) -> None:
    """S1.84: somebody draws a sample beside the open window."""
    panel = panel_of(room, SamplesPanel, qtbot, window)
    before = panel.samples.records.rowCount()
    window.current.look_for_colleagues()
    settle(qtbot, window)
    draw_sample(window.services, Decimal(100), seed="beside")
    window.current.look_for_colleagues()
    settle(qtbot, window)
    assert panel.samples.records.rowCount() == before + 1
    assert panel.samples.records.rows[0].sample.seed == "beside"


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ((("USD", "5"), ("EUR", "7")), "7.00 EUR + 5.00 USD"),
        ((("", "0"), ("USD", "5")), "5.00 USD"),
        ((("", "0"), ("USD", "0")), "0.00 USD"),
        ((), ""),
    ],
)
def test_amounts_by_currency_add_no_nothing(amounts: tuple[tuple[str, str], ...], told: str) -> None:
    assert money_by_currency(PLAIN, [(currency, Decimal(amount)) for currency, amount in amounts]) == told
