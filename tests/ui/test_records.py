"""The rooms of orders, vendors and items: searched, opened and walked by keyboard; importing with open eyes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.bank_accounts import PaidAccount
from app.domain.errors import EnvironmentFault
from app.domain.imports import ImportKind
from app.ui.headings import in_lines
from app.ui.main_window import MainWindow
from app.ui.orders.import_assistant import ImportAssistant
from app.ui.orders.items_page import ItemsPage
from app.ui.orders.page import OrdersPage
from app.ui.record_model import PAGE, Column, FetchedModel, RecordModel
from app.ui.record_page import RecordPage
from app.ui.record_table import RecordTable, SearchList
from app.ui.vendors.page import VendorsPage
from app.workflow.services import Services
from tests.helpers.expected_readings import SAMPLE
from tests.ui.conftest import OpenWindow, settle

_IBAN, _SPACED_IBAN = "DE02120300000000202051", "DE02 1203 0000 0000 2020 51"
ROWS = [(f"R{n}", n) for n in range(PAGE + 20)]
COLUMNS = (Column("Name", lambda r: r[0], sort="name", chars=10), Column("Size", lambda r: str(r[1]), right=True))


def enter(window: MainWindow, qtbot: QtBot, key: str) -> RecordPage:
    window.enter_room(key)
    settle(qtbot, window)
    page = window.rooms.page(key)
    assert isinstance(page, RecordPage)
    return page


def look(window: MainWindow, qtbot: QtBot, found: SearchList, text: str) -> None:
    found.search.selectAll()
    QTest.keyClicks(found.search, text)
    qtbot.waitUntil(lambda: not found.searching and window.background.idle)
    settle(qtbot, window)


def test_models_of_records_keep_qts_rules(qtbot: QtBot, window: MainWindow) -> None:
    plain = RecordModel(COLUMNS)
    fetched = FetchedModel(COLUMNS, window.background, lambda _t, _s, _d, limit, offset: ROWS[offset : offset + limit])
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (plain, fetched)
    ]
    plain.show_rows(ROWS[:3])
    plain.show_rows(())
    fetched.reload()
    settle(qtbot, window)
    # Qt's tester asks for more by itself as soon as there is some.
    qtbot.waitUntil(lambda: window.background.idle and fetched.rowCount() == len(ROWS))
    assert not fetched.has_more
    assert len(testers) == 2


def test_sorting_and_searching_are_the_stores_business(qtbot: QtBot, window: MainWindow) -> None:
    asked: list[tuple[str, str, bool]] = []

    def fetch(text: str, sort: str, descending: bool, limit: int, offset: int) -> list[tuple[str, int]]:
        asked.append((text, sort, descending))
        return ROWS[offset : offset + limit]

    model = FetchedModel(COLUMNS, window.background, fetch)
    model.look_for("bolt")
    settle(qtbot, window)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    settle(qtbot, window)
    model.sort(1)
    settle(qtbot, window)
    assert asked == [("bolt", "", False), ("bolt", "name", True), ("bolt", "", False)]


def test_r29_cells_speak_and_the_first_one_says_the_whole_row() -> None:
    model = RecordModel(COLUMNS)
    model.show_rows(ROWS[:1])
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(spoken) == "Name: R0; Size: 0"
    assert model.index(0, 1).data(spoken) == "Size: 0"


def test_an_order_is_found_by_typing_and_its_billing_opens_the_invoice(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "orders")
    assert isinstance(page, OrdersPage)
    store = window.services.store
    billed = next(o for r in page.found.model.rows if (o := store.master_data.order(r.po_number)).billings)
    look(window, qtbot, page.found, billed.order.po_number)
    assert page.detail.title.text().startswith(billed.order.po_number)
    assert page.lines.records.rowCount() == len(billed.order.lines)
    assert page.billings.records.rowCount() == len(billed.billings)
    QTest.keyClick(page.found.search, Qt.Key.Key_Return)
    assert page.found.table.hasFocus()
    page.billings.setFocus()
    page.billings.focus_row(0)
    QTest.keyClick(page.billings, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.rooms.at_work
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == billed.billings[0].document_id


def test_orders_are_narrowed_by_status_and_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "orders")
    assert isinstance(page, OrdersPage)
    every = page.found.model.rowCount()
    page.status.setCurrentIndex(2)
    settle(qtbot, window)
    assert 0 < page.found.model.rowCount() < every
    look(window, qtbot, page.found, "no such order anywhere")
    assert page.found.model.rowCount() == 0
    assert page.found.count.text() == "Nothing found."
    assert page.lines.records.rowCount() == 0


def test_a_vendor_shows_terms_scorecard_and_history(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "vendors")
    assert isinstance(page, VendorsPage)
    look(window, qtbot, page.found, "V209")
    terms = dict(page.terms.facts)
    assert terms["Merged lines"] in ("permitted", "not permitted")
    assert "prior approval" in terms["Substitutes"]
    figures = dict(page.figures.facts)
    assert int(figures["Invoices"]) == page.documents.records.rowCount() == 2
    assert page.orders.records.rowCount() == 3
    assert "Paid to so far" not in terms
    known = replace(
        window.services.store.master_data.vendor("V209"), accounts=(PaidAccount(_IBAN, "V209", 1, "a.pdf"),)
    )
    assert dict(page._terms(known))["Paid to so far"] == _SPACED_IBAN
    page.documents.setFocus()
    page.documents.focus_row(1)
    wanted = page.documents.current.document_id
    with qtbot.waitSignal(page.document_wanted) as asked:
        QTest.keyClick(page.documents, Qt.Key.Key_Return)
    assert asked.args == [wanted]


def test_the_item_master_has_four_lists_that_lead_to_the_item(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "items")
    assert isinstance(page, ItemsPage)
    for place, found in enumerate(page.lists):
        page.tabs.setCurrentIndex(place)
        settle(qtbot, window)
        assert found.model.rowCount() > 0, found.table.accessibleName()
        found.table.focus_row(1)
        settle(qtbot, window)
        assert page.detail.title.text().startswith(found.table.current.sku)


def test_what_a_room_shows_is_refreshed_when_the_desk_changes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = enter(window, qtbot, "vendors")
    assert isinstance(page, VendorsPage)
    before = page.found.model.rowCount()
    assistant = import_of(window, qtbot, tmp_path, "vendor_id,name\nVX1,Newly Known Ltd\n")
    assistant.go.click()
    settle(qtbot, window)
    assert page.found.model.rowCount() == before + 1
    assistant.reject()


def import_of(window: MainWindow, qtbot: QtBot, tmp_path: Path, text: str) -> ImportAssistant:
    path = tmp_path / "vendors.csv"
    path.write_text(text, encoding="utf-8")
    orders = window.rooms.page("orders")
    if orders is None:
        current = window.rooms.current
        orders = enter(window, qtbot, "orders")
        window.enter_room(current)
    assert isinstance(orders, OrdersPage)
    assistant = orders.show_import()
    assistant.add([path])
    looked(window, qtbot, assistant)
    return assistant


def looked(window: MainWindow, qtbot: QtBot, assistant: ImportAssistant) -> None:
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not assistant.trying)
    settle(qtbot, window)


def test_nothing_is_written_before_the_differences_were_shown(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    store = window.services.store
    before = store.head()
    named = store.master_data.vendor("V201").vendor.name
    assistant = import_of(window, qtbot, tmp_path, "vendor_id,name\nV201,Other Name Inc\nVX2,New Ltd\n,nameless\n")
    assert store.head() == before
    assert "3 rows in the file = 2 taken + 1 refused · 1 new, 1 changed, 0 as they are" in assistant.effects.sums.text()
    changed = [row for row in assistant.effects.differences.records.rows if row.key == "V201"]
    assert [(row.column, row.before, row.after) for row in changed] == [("name", named, "Other Name Inc")]
    assert assistant.effects.refused.records.rowCount() == 1
    assistant.reject()
    assert store.master_data.vendor("V201").vendor.name == named


def test_another_systems_columns_are_mapped_by_hand_and_tried_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assistant = import_of(window, qtbot, tmp_path, "Kennung;Titel\nVX3;Dritte GmbH\n")
    assert "vendor_id" in assistant.effects.refused.records.rows[0].reason
    assert not assistant.go.isEnabled()
    for ours, theirs in (("vendor_id", "Kennung"), ("name", "Titel")):
        choice = assistant.mapping.choices[ours]
        choice.setCurrentIndex(choice.findData(theirs))
        choice.activated.emit(choice.currentIndex())
    looked(window, qtbot, assistant)
    assert assistant.go.isEnabled()
    assert "1 rows in the file = 1 taken + 0 refused" in assistant.effects.sums.text()
    QTest.keyClick(assistant.go, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert "1 taken + 0 refused" in assistant.stage.text()
    assert window.services.store.master_data.vendor("VX3").vendor.name == "Dritte GmbH"
    assistant.reject()


def test_an_import_that_the_machine_refused_is_done_again_without_choosing_anew(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = import_of(window, qtbot, tmp_path, "vendor_id,name\nVX4,Vierte GmbH\n")

    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("disk_full", "The disk is full.", next_step="Free some space and do it again.")

    with monkeypatch.context() as patched:
        patched.setattr("app.ui.orders.import_assistant.import_plans", full)
        assistant.go.click()
        settle(qtbot, window)
    assert assistant.stage.text() == "The disk is full. Free some space and do it again."
    assert assistant.go.isEnabled()
    assistant.go.click()
    settle(qtbot, window)
    assert window.services.store.master_data.vendor("VX4").vendor.name == "Vierte GmbH"
    assert not assistant.go.isEnabled()
    assistant.reject()


def test_a_whole_folder_is_looked_at_and_a_file_can_be_left_out(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    for source in SAMPLE.glob("*.csv"):
        shutil.copy(source, tmp_path / source.name)
    window = open_window(empty_services)
    page = enter(window, qtbot, "orders")
    assert isinstance(page, OrdersPage)
    assistant = page.show_import()
    assistant.add([tmp_path])
    looked(window, qtbot, assistant)
    kinds = [one.plan.kind for one in assistant.previews]
    assert kinds == [kind for kind in ImportKind if kind is not ImportKind.POLICY]
    assert empty_services.store.facts().vendors == 0
    assistant.files.focus_row(1)
    assistant.remove.click()
    looked(window, qtbot, assistant)
    assert ImportKind.ITEMS not in [one.plan.kind for one in assistant.previews]
    assistant.start()
    settle(qtbot, window)
    assert empty_services.store.facts().orders == 26
    assert empty_services.store.facts().items == 0
    assistant.reject()


@pytest.mark.parametrize("key", ["orders", "vendors", "items"])
def test_r29_everything_with_a_focus_in_the_rooms_has_a_name(window: MainWindow, qtbot: QtBot, key: str) -> None:
    page = enter(window, qtbot, key)
    assert nameless(page) == []


def test_r29_everything_with_a_focus_in_the_assistant_has_a_name(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assistant = import_of(window, qtbot, tmp_path, "vendor_id,name\nV201,Other Name Inc\n")
    assert len(assistant.mapping.choices) > 5
    assert nameless(assistant) == []
    assistant.reject()


def nameless(page: QWidget) -> list[str]:
    found = []
    for widget in page.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or widget.focusProxy() is not None
        hidden = not widget.isVisible() or "Scroll" in widget.objectName()
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or inner or hidden:
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("key", ["orders", "vendors", "items"])
def test_r29_tab_comes_back_to_the_search_it_began_in(window: MainWindow, qtbot: QtBot, key: str) -> None:
    page = enter(window, qtbot, key)
    page.shown.search.setFocus()
    walked: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        walked.append(window.focusWidget())
        if walked[-1] is page.shown.search:
            break
    assert walked[-1] is page.shown.search
    if isinstance(page, OrdersPage):
        assert walked[:3] == [page.status, page.importer, page.found.table]


def test_the_tables_can_be_reached_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "orders")
    assert isinstance(page, OrdersPage)
    page.found.search.setFocus()
    walked: list[QWidget] = []
    for _ in range(14):
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted: list[RecordTable] = [page.found.table, page.lines, page.receipts, page.billings]
    positions = [walked.index(table) for table in wanted]
    assert positions == sorted(positions), walked


def test_a_table_never_scrolls_sideways_while_its_columns_can_give_way(window: MainWindow, qtbot: QtBot) -> None:
    page = enter(window, qtbot, "orders")
    assert isinstance(page, OrdersPage)
    table = page.found.table
    for width in (580, 620, 641, 700, 1000):
        table.resize(width, 400)
        QApplication.processEvents()
        assert table.horizontalHeader().length() <= table.viewport().width()
        dates = table.columnWidth(2)
        assert dates > table.fontMetrics().horizontalAdvance("2026-04-02")


def test_headings_take_a_second_line_and_spare_columns_go_before_anything_is_cut(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = enter(window, qtbot, "vendors")
    assert isinstance(page, VendorsPage)
    table = page.found.table
    heads = [column.heading for column in table.records.columns]
    decide, tier = heads.index("To decide"), heads.index("Tier")
    measure = table.fontMetrics().horizontalAdvance
    for width in (1100, 620, 520, 450):
        table.resize(width, 400)
        QApplication.processEvents()
        assert table.horizontalHeader().length() <= table.viewport().width(), width
        for position in range(len(heads)):
            shown = str(table.records.headerData(position, Qt.Orientation.Horizontal))
            assert shown.split() == heads[position].split()
            if not table.isColumnHidden(position):
                assert max(map(measure, shown.split("\n"))) < table.columnWidth(position)
    assert table.isColumnHidden(tier)
    assert not table.isColumnHidden(decide)
    table.resize(1100, 400)
    QApplication.processEvents()
    assert not table.isColumnHidden(tier)


@pytest.mark.parametrize(
    ("heading", "width", "lines"),
    [("To decide", 200, "To decide"), ("To decide", 60, "To\ndecide"), ("Unteilbar", 10, "Unteilbar"), ("", 10, "")],
)
def test_a_heading_is_broken_between_words_only(heading: str, width: int, lines: str) -> None:
    assert in_lines(heading, width, lambda text: 10 * len(text)) == lines
