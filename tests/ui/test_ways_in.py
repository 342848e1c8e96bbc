"""Ways in: dropping, importing, the inbox log, the first start (requirements 27, 28)."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QClipboard, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault
from app.domain.import_preview import ImportPlan, ImportPreview
from app.domain.imports import ImportKind
from app.domain.inbox import InboxState
from app.domain.lookup import Lookup
from app.ui.errors import ErrorDialog
from app.ui.i18n import use_language
from app.ui.main_window import MainWindow
from app.ui.orders import import_assistant
from app.ui.orders.import_assistant import ImportAssistant
from app.workflow.import_preview import preview
from app.workflow.services import Services
from tests.helpers.expected_readings import INVOICES, SAMPLE, ExpectedReaders
from tests.ui.conftest import OpenWindow, settle


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert event.isAccepted()


def assistants() -> list[ImportAssistant]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportAssistant) and w.isVisible()]


def looked(window: MainWindow, qtbot: QtBot, assistant: ImportAssistant) -> None:
    """Wait for the dry run."""
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not assistant.trying)
    settle(qtbot, window)


def test_an_empty_desk_invites(open_window: OpenWindow, empty_services: Services) -> None:
    window = open_window(empty_services)
    assert window.middle.currentWidget() is window.first
    assert window.first.orders.isVisible()
    assert window.first.orders.property("look") == "primary"
    assert not window.panes.queue_dock.isVisible()


def test_r01_an_empty_desk_begins_with_enter(open_window: OpenWindow, empty_services: Services, qtbot: QtBot) -> None:
    window = open_window(empty_services)
    assert window.focusWidget() is window.first.orders
    QTest.keyClick(window.first.orders, Qt.Key.Key_Return)
    (assistant,) = assistants()
    assistant.reject()


def test_r28_a_dropped_folder_is_imported_first_and_its_invoices_read_then(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot
) -> None:
    window = open_window(empty_services)
    drop(window, SAMPLE)
    qtbot.waitUntil(lambda: len(assistants()) == 1)
    (assistant,) = assistants()
    qtbot.waitUntil(lambda: bool(assistant.previews))
    looked(window, qtbot, assistant)
    assert empty_services.store.journal() == ()  # nothing is written, and no invoice read, before somebody has looked
    assert empty_services.store.facts().documents == 0
    focus = assistant.focusWidget()
    assert focus is assistant.go
    QTest.keyClick(focus, Qt.Key.Key_Return)  # nothing is wrong: one key accepts it
    qtbot.waitUntil(lambda: empty_services.store.facts().documents == 24)
    settle(qtbot, window)
    kinds = [entry.kind for entry in empty_services.store.journal()]
    assert kinds.index("taken_in") > max(i for i, kind in enumerate(kinds) if kind == "imported")
    assert assistants() == []
    assert window.panes.queue_dock.isVisible()
    # The first invoice may be opened while its orders are still looked for; it is shown anew once they are found.
    qtbot.waitUntil(lambda: window.case.opened is not None and bool(window.case.opened.comparison.frames))


def test_r28_what_is_refused_has_a_row_with_cause_next_step_and_retry(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "holiday.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    good = tmp_path / "01_ironbark_448210.pdf"
    shutil.copy(INVOICES / good.name, good)
    before = services.store.facts().documents
    drop(window, bad, good)
    qtbot.waitUntil(lambda: not services.store.inbox((InboxState.WAITING,)))
    settle(qtbot, window)
    assert services.store.facts().documents >= before + 1
    log = window.dialogs.show_inbox()
    settle(qtbot, window)
    rows = [log.model.item(i) for i in range(log.model.rowCount())]
    position = next(i for i, item in enumerate(rows) if item is not None and item.path == str(bad))
    item = rows[position]
    assert item is not None
    assert item.state is InboxState.REFUSED
    assert item.message
    assert item.next_step
    log.table.selectRow(position)
    assert log.retry.isEnabled()
    shutil.copy(INVOICES / "02_pinecrest_90117.pdf", bad)
    log.retry.click()
    settle(qtbot, window)
    retried = [i for i in services.store.inbox() if i.path == str(bad)]
    assert len(retried) == 2
    assert retried[0].channel == "retry"
    log.close()


def test_an_import_names_what_was_refused(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "masters"
    folder.mkdir()
    (folder / "vendors.csv").write_text("vendor_id,name,status\nV1,Acme,active\nV2,Bolt,sleeping\n", encoding="utf-8")
    window = open_window(empty_services)
    assistant = window.dialogs.import_orders()
    assistant.add([folder])
    looked(window, qtbot, assistant)
    assert "2 rows in the file = 1 taken + 1 refused" in assistant.effects.sums.text()
    assert [problem.line for problem in assistant.effects.refused.records.rows] == [3]
    assert assistant.effects.tabs.currentWidget() is assistant.effects.refused
    assert assistant.focusWidget() is not assistant.go  # something is wrong: no key accepts it unseen
    assistant.go.click()
    settle(qtbot, window)
    assert "2 rows in the files = 1 taken + 1 refused" in assistant.stage.text()
    assert assistant.isVisible()
    assistant.reject()


def test_invoices_that_came_with_tables_are_read_when_these_are_left_out(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "vendors.csv"
    table.write_text("vendor_id,name\nV1,Acme\n", encoding="utf-8")
    invoice = tmp_path / "01_ironbark_448210.pdf"
    shutil.copy(INVOICES / invoice.name, invoice)
    window = open_window(empty_services)
    drop(window, table, invoice)
    qtbot.waitUntil(lambda: len(assistants()) == 1)
    assistants()[0].reject()
    qtbot.waitUntil(lambda: empty_services.store.facts().documents == 1)
    assert empty_services.store.facts().vendors == 0
    settle(qtbot, window)


def assistant_with_a_question(window: MainWindow, qtbot: QtBot, folder: Path) -> ImportAssistant:
    """Show a file whose factor can be read in two ways, every column named by hand."""
    table = folder / "Umrechnung.csv"
    table.write_text("Artikel;von;nach;Faktor;Notiz\nA;CS;EA;3.000;BX\n", encoding="utf-8")
    assistant = window.dialogs.import_orders()
    assistant.add([table])
    looked(window, qtbot, assistant)
    assistant.kind.setCurrentIndex(assistant.kind.findData(ImportKind.UOM_CONVERSIONS))
    assistant.kind.activated.emit(assistant.kind.currentIndex())
    looked(window, qtbot, assistant)
    for ours, theirs in (("sku", "Artikel"), ("from_uom", "von"), ("to_uom", "nach"), ("factor", "Faktor")):
        name_column(assistant, ours, theirs)
    looked(window, qtbot, assistant)
    return assistant


def name_column(assistant: ImportAssistant, ours: str, theirs: str) -> None:
    choice = assistant.mapping.choices[ours]
    choice.setCurrentIndex(choice.findData(theirs))
    choice.activated.emit(choice.currentIndex())


def test_a_column_that_can_be_read_in_two_ways_is_asked_before_it_is_taken(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(empty_services)
    assistant = assistant_with_a_question(window, qtbot, tmp_path)
    assert not assistant.go.isEnabled()
    assert "“3.000” can be read in more than one way" in assistant.stage.text()
    assert "Not counted yet" in assistant.effects.sums.text()
    counts = [assistant.files.records.index(0, column).data() for column in range(2, 7)]
    assert counts == ["?"] * 5, "nothing was counted while the question is open: no noughts"
    asked = assistant.mapping.forms["factor"]
    assert [asked.itemText(i) for i in range(asked.count())] == [
        "“3.000”: choose…", "1234.56: “3.000” is 3.000", "1.234,56: “3.000” is 3000",
    ]  # fmt: skip
    asked.setCurrentIndex(2)
    asked.activated.emit(2)
    looked(window, qtbot, assistant)
    shown = [row.after for row in assistant.effects.differences.records.rows]
    assert assistant.effects.refused.records.rows == ()
    assert shown == ["A · CS · EA · 3000"]
    assistant.go.click()
    settle(qtbot, window)
    (conversion,) = empty_services.store.master_data.conversions(Lookup())
    assert conversion.factor == 3000


def test_a_dry_run_of_files_that_were_changed_meanwhile_is_not_shown(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(empty_services)
    assistant = assistant_with_a_question(window, qtbot, tmp_path)
    assert assistant.previews[0].undecided
    begun, go_on = threading.Event(), threading.Event()

    def slow(services: Services, plans: tuple[ImportPlan, ...]) -> tuple[ImportPreview, ...]:
        begun.set()
        go_on.wait(10)
        return preview(services, plans)

    monkeypatch.setattr(import_assistant, "preview", slow)
    name_column(assistant, "to_uom", "Notiz")
    qtbot.waitUntil(begun.is_set)
    name_column(assistant, "to_uom", "nach")
    go_on.set()
    looked(window, qtbot, assistant)
    assert "“3.000” can be read in more than one way" in assistant.stage.text()


def test_r28_a_table_of_another_system_is_looked_at_whatever_its_name(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    export = tmp_path / "Export 2026-04.csv"
    export.write_text("Kennung;Titel\nVX3;Dritte GmbH\n", encoding="utf-8")
    before = services.store.inbox()
    drop(window, export)
    qtbot.waitUntil(lambda: len(assistants()) == 1)
    (assistant,) = assistants()
    looked(window, qtbot, assistant)
    assert [one.plan.path for one in assistant.previews] == [export]
    assistant.reject()
    settle(qtbot, window)
    assert services.store.inbox() == before, "no invoice was made of it"


def test_each_question_comes_into_sight_with_the_focus(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    export = tmp_path / "Bestellungen.csv"
    export.write_text(
        "po_number,vendor_id,order_date,status,currency,line_no,sku,description,quantity,uom,unit_price\n"
        "P1,V201,03.04.2026,open,USD,1,A,Zement,3.000,EA,14.500\n",
        encoding="utf-8",
    )
    drop(window, export)
    qtbot.waitUntil(lambda: len(assistants()) == 1)
    (assistant,) = assistants()
    assistant.resize(900, 420)
    asked = []
    for _ in range(3):
        looked(window, qtbot, assistant)
        choice = assistant.focusWidget()
        if choice not in assistant.mapping.forms.values():
            break
        assert isinstance(choice, QComboBox)
        asked.append(next(name for name, one in assistant.mapping.forms.items() if one is choice))
        area = assistant.mapping.viewport()
        QApplication.processEvents()
        for corner in (choice.rect().topLeft(), choice.rect().bottomRight()):
            assert area.rect().contains(choice.mapTo(area, corner)), (asked, "the choice is cut")
        assert choice.width() >= choice.sizeHint().width()
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert asked == ["quantity", "unit_price"]
    looked(window, qtbot, assistant)
    assert "1 rows in the file" in assistant.effects.sums.text()
    assistant.reject()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The policy policy.toml cannot be used: receipts must be one of"),
        ("de", "Die Richtlinie policy.toml kann nicht verwendet werden: receipts muss eines von"),
    ],
)
def test_why_a_damaged_policy_cannot_be_imported_is_said_whole_and_in_the_language(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, language: str, told: str
) -> None:
    policy = (SAMPLE / "policy.toml").read_text("utf-8")
    (tmp_path / "policy.toml").write_text(policy.replace('receipts = "required"', 'receipts = "maybe"'), "utf-8")
    use_language(language)
    try:
        drop(window, tmp_path / "policy.toml")
        qtbot.waitUntil(lambda: len(assistants()) == 1)
        (assistant,) = assistants()
        looked(window, qtbot, assistant)
        assert assistant.stage.text().startswith(told)
        refused = assistant.effects.refused.records
        assert refused.index(0, 2).data().startswith(told)
        assert not assistant.go.isEnabled()
        assistant.reject()
    finally:
        use_language("en")


def test_an_import_of_nothing_says_so_in_the_dialog(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(empty_services)
    dialog = window.dialogs.import_orders()
    dialog.add([tmp_path])
    settle(qtbot, window)
    assert "policy.toml" in dialog.stage.text()
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible() and w is not dialog
    ]
    dialog.reject()


def test_r27_the_window_works_while_documents_are_read_and_cancel_keeps_what_is_done(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    """Reading waits for the test at the third file; a command goes through meanwhile, then the rest is cancelled."""
    go_on = threading.Event()
    seen: list[str] = []
    readers = services.readers
    assert isinstance(readers, ExpectedReaders)

    def wait_at_the_third(path: Path) -> None:
        seen.append(path.name)
        if len(seen) == 3:
            go_on.wait(20)

    readers.before_reading = wait_at_the_third
    folder = tmp_path / "more"
    folder.mkdir()
    for source in sorted(INVOICES.iterdir())[:8]:
        shutil.copy(source, folder / source.name)
    before = services.store.facts().documents
    window.take([folder])
    try:
        qtbot.waitUntil(lambda: len(seen) == 3)
        assert window.top.cancel.isVisible()
        entries = len(services.store.journal())
        window.case.comparison.setFocus()
        QTest.keyClick(window.case.comparison, Qt.Key.Key_H)
        QTest.keyClick(window.case.hold.day, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(services.store.journal()) > entries)
        window.top.cancel.click()
    finally:
        go_on.set()
    settle(qtbot, window)
    states = [item.state for item in services.store.inbox() if item.path.startswith(str(folder))]
    assert states.count(InboxState.CANCELLED) >= 1
    assert InboxState.WAITING not in states
    assert services.store.facts().documents == before + states.count(InboxState.DONE)
    assert services.store.verify().whole
    assert not window.top.cancel.isVisible()


def test_r27_the_event_loop_turns_while_a_batch_runs(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot
) -> None:
    """Ticks arrive between the documents of a batch: nothing of it runs on the main thread."""
    window = open_window(empty_services)
    ticks: list[int] = []
    clock = QElapsedTimer()
    clock.start()
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(clock.elapsed()))
    timer.start(20)
    drop(window, INVOICES)
    qtbot.waitUntil(lambda: empty_services.store.facts().documents == 24)
    timer.stop()
    assert len(ticks) > 5


def test_r30_documents_that_were_waiting_when_the_program_ended_are_read_at_the_next_start(
    open_window: OpenWindow, empty_services: Services, qtbot: QtBot
) -> None:
    empty_services.store.enqueue([INVOICES / "01_ironbark_448210.pdf"], "drop")
    window = open_window(empty_services)
    qtbot.waitUntil(lambda: empty_services.store.facts().documents == 1)
    settle(qtbot, window)
    assert not empty_services.store.inbox((InboxState.WAITING,))
    assert window.middle.currentWidget() is window.case


def test_what_a_full_disk_left_waiting_is_read_on_by_itself(
    window: MainWindow, services: Services, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [shutil.copy(INVOICES / name, tmp_path) for name in ("01_ironbark_448210.pdf", "24_cobalt_CM-1187.pdf")]
    before = services.store.facts().documents

    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault("disk_full", "The disk is full.", next_step="Free some space and do it again.")

    with monkeypatch.context() as patched:
        patched.setattr(type(services.store), "settle", full)
        drop(window, *map(Path, files))
        qtbot.waitUntil(lambda: window.line.said.text().startswith("Still to be read: 2 documents."))
        settle(qtbot, window)
        (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ErrorDialog) and one.isVisible()]
        dialog.accept()
        window.arrivals.go_on()
        settle(qtbot, window)
        assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ErrorDialog) and one.isVisible()]
    window.arrivals.go_on()
    qtbot.waitUntil(lambda: services.store.facts().documents == before + 2)
    settle(qtbot, window)
    assert not services.store.inbox((InboxState.WAITING,))
    assert not services.store.due_decisions()


def test_pasting_from_a_clipboard_that_holds_nothing_takes_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.line.said.text() == "There are no files on the clipboard."
