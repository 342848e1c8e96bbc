"""Walking and deciding by keyboard (requirements 2, 3, 4, 8, 9, 10, 24)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import Action, CaseState, Command, DocumentState, JournalKind, QueueFilter, QueueRow
from app.ui.case.bar import BUTTONS
from app.ui.case.panels import ReasonPanel
from app.ui.i18n import use_language
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.proposal import proposed_action
from app.workflow.services import Services
from app.workflow.wording import ACCEPT_REASONS, DETAILS_REASONS, REJECT_REASONS
from tests.ui.conftest import OpenWindow, settle

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifier)


def open_with_problems(qtbot: QtBot, window: MainWindow, least: int) -> None:
    """Look at the first document with so many problems, with the focus in the comparison."""
    model = window.queue.model
    found = [i for i in range(model.rowCount()) if (row := model.row_at(i)) and row.open_cases >= least]
    assert found, "the sample desk has such a document"
    row = model.row_at(found[0])
    assert row is not None
    window.queue.open_document(row.document_id)
    settle(qtbot, window)
    window.case.comparison.setFocus()


def test_r02_n_walks_the_problems_in_order_and_ends_at_finish(window: MainWindow, qtbot: QtBot) -> None:
    open_with_problems(qtbot, window, 3)
    view = window.case.comparison
    assert window.case.opened is not None
    expected = [frame.key for frame in window.case.opened.comparison.problems]
    walked = [view.frame.key if view.frame else ""]
    for _ in expected[1:]:
        press(qtbot, K.Key_N)
        walked.append(view.frame.key if view.frame else "")
    assert walked == expected
    ranks = [frame.rank for frame in window.case.opened.comparison.problems]
    assert ranks == sorted(ranks)
    press(qtbot, K.Key_N)
    assert window.case.bar.buttons["finish"].hasFocus()
    assert view.frame is not None
    assert view.frame.key == expected[-1]


def test_r02_shift_n_walks_back(window: MainWindow, qtbot: QtBot) -> None:
    open_with_problems(qtbot, window, 2)
    view = window.case.comparison
    first = view.frame
    press(qtbot, K.Key_N)
    press(qtbot, K.Key_N, SHIFT)
    assert view.frame == first


def test_r03_finishing_opens_the_next_open_document_on_its_first_problem(window: MainWindow, qtbot: QtBot) -> None:
    before = window.queue.current
    window.case.comparison.setFocus()
    press(qtbot, K.Key_Return, CTRL)
    settle(qtbot, window)
    assert window.queue.current != before
    opened = window.case.opened
    assert opened is not None
    assert opened.document.document_id == window.queue.current
    assert window.case.comparison.hasFocus()
    assert window.case.comparison.frame == opened.comparison.problems[0]


def test_r03_the_next_documents_are_ready(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[int] = []
    window.session.opened.connect(lambda opened: shown.append(opened.document.document_id))
    window.queue.step(1)
    assert shown == [window.queue.current], "it was looked up before it was asked for"


def test_r04_looking_at_other_documents_writes_nothing(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    entries = len(services.store.journal())
    versions = {row.document_id: services.store.document(row.document_id).version for row in _all(services)}
    window.case.comparison.setFocus()
    for turn in range(50):
        press(qtbot, K.Key_Right if turn % 7 else K.Key_Left, CTRL)
    settle(qtbot, window)
    assert len(services.store.journal()) == entries
    assert {row.document_id: services.store.document(row.document_id).version for row in _all(services)} == versions


def test_r08_enter_never_accepts_what_policy_holds_back(services: Services) -> None:
    rows = _all(services)
    assert any(services.store.document(row.document_id).cases for row in rows)
    for row in rows:
        document = services.store.document(row.document_id)
        for case in document.cases:
            proposed = proposed_action(case, tuple(Action))
            differs = any(pattern != "exact" for pattern in case.patterns) or not case.patterns
            assert not (differs and proposed is Action.ACCEPT), f"{case.category} {case.patterns}"


def test_r08_enter_opens_what_the_filled_button_says(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    proposed = window.case.bar.proposed
    assert proposed is Action.SEND
    assert window.case.bar.buttons["send"].property("look") == "primary"
    press(qtbot, K.Key_Return)
    assert window.case.open_panel is window.case.send


def test_r09_two_commands_at_once_are_one(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    document = window.queue.current
    assert document is not None
    before = len(_commands(services))
    window.case.comparison.setFocus()
    press(qtbot, K.Key_H)
    press(qtbot, K.Key_Return)
    window.case.hold.give.click()
    settle(qtbot, window)
    assert len(_commands(services)) == before + 1
    states = [case.state for case in services.store.document(document).cases]
    assert states.count(CaseState.ON_HOLD) == 1


def test_r10_escape_leaves_the_panel_and_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    current = window.queue.current
    window.case.comparison.setFocus()
    for key in (K.Key_A, K.Key_F2, K.Key_C, K.Key_E, K.Key_H, K.Key_X):
        press(qtbot, key)
        opened = window.case.open_panel
        assert opened is not None, key
        press(qtbot, K.Key_Escape)
        assert opened.isHidden()
        assert window.case.comparison.hasFocus()
    press(qtbot, K.Key_Escape)
    assert window.isVisible()
    assert window.queue.current == current


def test_r10_what_was_being_typed_is_back_after_a_restart(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_window(services, settings=WindowSettings(tmp_path / "draft.ini"))
    first.queue.step(2)
    settle(qtbot, first)
    document = first.queue.current
    first.case.comparison.setFocus()
    press(qtbot, K.Key_X)
    QTest.keyClicks(first.case.reason.text, "Not ordered by us, becau")
    first.close()
    second = open_window(services, settings=WindowSettings(tmp_path / "draft.ini"))
    assert second.queue.current == document
    assert second.case.open_panel is second.case.reason
    assert second.case.reason.text.text() == "Not ordered by us, becau"
    QTest.keyClicks(second.case.reason.text, "se")
    QTest.keyClick(second.case.reason.text, K.Key_Return)
    settle(qtbot, second)
    assert services.store.document(document or 0).cases[0].note == "Not ordered by us, because"
    assert second.settings.desk_text(services.store.folder, "draft") == ""


def test_r10_what_is_typed_while_the_document_is_decided_anew_comes_back_with_the_same_key(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    window.case.comparison.setFocus()
    press(qtbot, K.Key_T)
    QTest.keyClicks(window.case.reason.text, "asked the buyer")
    window.session.reload()
    settle(qtbot, window)
    assert window.case.open_panel is None, "what changed is looked at before it is decided on"
    assert "same key" in window.case.raw.text()
    window.case.comparison.setFocus()
    press(qtbot, K.Key_T)
    assert window.case.reason.text.text() == "asked the buyer"
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    assert services.store.journal()[-1].reason == "asked the buyer"
    press(qtbot, K.Key_T)
    assert window.case.reason.text.text() == ""


def test_r30_a_draft_is_written_down_while_it_is_typed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.services.store.folder
    window.case.comparison.setFocus()
    press(qtbot, K.Key_F2)
    QTest.keyClicks(window.case.correction.text, "12")
    assert "12" in WindowSettings(tmp_path / "window.ini").desk_text(desk, "draft"), (
        "nothing but the file is left after a kill"
    )
    QTest.keyClick(window.case.correction.text, K.Key_Escape)
    assert WindowSettings(tmp_path / "window.ini").desk_text(desk, "draft") == ""


def test_r24_a_decision_is_taken_back_by_key_and_both_stay_in_the_journal(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    document = window.queue.current
    assert document is not None
    before = services.store.document(document)
    window.case.comparison.setFocus()
    press(qtbot, K.Key_X)
    panel = window.case.reason
    QTest.keyClicks(panel.text, "Not ours")
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    assert services.store.document(document).state is DocumentState.REJECTED
    assert not window.line.undo.isHidden()
    press(qtbot, K.Key_Z, CTRL)
    settle(qtbot, window)
    after = services.store.document(document)
    assert after.state is before.state
    kinds = [entry.kind for entry in services.store.journal(document_id=document)]
    assert kinds[-2:] == [JournalKind.COMMAND, JournalKind.UNDONE]
    assert services.store.verify().whole
    press(qtbot, K.Key_Z, CTRL)
    settle(qtbot, window)
    assert window.line.said.text() == "There is no command of yours that can still be undone."


def test_a_refusal_is_said_where_the_command_was_given(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    press(qtbot, K.Key_X)
    press(qtbot, K.Key_Return)
    assert not window.case.reason.trouble.isHidden()
    assert window.case.open_panel is window.case.reason


def test_a_key_that_opens_nothing_says_why(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, K.Key_3, CTRL)
    settle(qtbot, window)
    window.case.comparison.setFocus()
    press(qtbot, K.Key_Equal)
    assert "once it is decided" in window.case.raw.text()
    for key, told in ((K.Key_G, "no duplicate"), (K.Key_W, "no finding")):
        window.line.say("")
        press(qtbot, key)
        assert told in window.line.said.text()


def test_r08_nothing_is_claimed_that_nobody_chose(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    """No reason is marked beforehand; a digit marks and fills, Enter confirms; Enter alone asks (S1.62)."""
    document = window.queue.current or 0
    before = _commands(services)
    panel = window.case.reason
    window.case.comparison.setFocus()
    press(qtbot, K.Key_A)
    assert panel.list.marked_row == -1
    assert panel.text.text() == ""
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    assert "Choose a reason" in panel.trouble.text()
    press(qtbot, K.Key_5)
    settle(qtbot, window)
    assert panel.text.text() == ACCEPT_REASONS[4]
    assert _commands(services) == before, "a digit alone writes nothing"
    panel.show_trouble("")
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    refused = window.case.open_panel is panel and not panel.trouble.isHidden()
    notes = [case.note for case in services.store.document(document).cases]
    assert refused or ACCEPT_REASONS[4] in notes


def test_r08_a_case_about_the_vendors_details_offers_reasons_that_say_what_was_checked(
    services: Services, qtbot: QtBot
) -> None:
    panel = ReasonPanel()
    qtbot.addWidget(panel)
    cases = {case.category == "supplier_details": case for case in services.store.cases()}
    offered = {}
    for details, case in cases.items():
        panel.ask(case, Action.ACCEPT, "Why?")
        panel.list.marked.emit(0)
        offered[details] = panel.text.text()
    assert offered == {True: DETAILS_REASONS[0], False: ACCEPT_REASONS[0]}
    panel.ask(cases[True], Action.REJECT, "Why?")
    panel.list.marked.emit(0)
    assert panel.text.text() == REJECT_REASONS[0]


def test_r08_a_reason_is_shown_in_the_windows_language_and_logged_in_one(services: Services, qtbot: QtBot) -> None:
    panel, given = ReasonPanel(), list[Command]()
    qtbot.addWidget(panel)
    panel.submitted.connect(given.append)
    use_language("de")
    try:
        panel.ask(services.store.cases()[0], Action.ACCEPT, "Warum?")
        panel.list.marked.emit(0)
        assert panel.text.text() == "Mit dem Einkauf abgestimmt"
        panel.give.click()
    finally:
        use_language("en")
    assert [command.note for command in given] == [ACCEPT_REASONS[0]]


def test_r29_a_long_subject_is_shown_from_its_beginning(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    press(qtbot, K.Key_E)
    assert window.case.open_panel is window.case.send
    assert window.case.send.subject.text()
    assert window.case.send.subject.cursorPosition() == 0


def test_r08_own_words_take_the_place_of_a_marked_reason(window: MainWindow, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    press(qtbot, K.Key_A)
    press(qtbot, K.Key_2)
    QTest.keyClicks(window.case.reason.list, "p")
    QTest.keyClicks(window.case.reason.text, "aid by phone")
    assert window.case.reason.text.text() == "paid by phone"
    assert window.case.reason.list.marked_row == -1


def test_r09_the_enter_after_a_decision_begins_nothing(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    window.case.comparison.setFocus()
    press(qtbot, K.Key_H)
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    before = _commands(services)
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    assert window.case.open_panel is None
    assert "Enter again" in window.line.said.text()
    assert _commands(services) == before


def test_r08_enter_and_enter_again_hand_nothing_over(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    before = _commands(services)
    window.case.comparison.setFocus()
    for _ in range(3):
        press(qtbot, K.Key_Return)
    settle(qtbot, window)
    assert window.case.open_panel is window.case.send
    assert "Ctrl+S" in window.case.send.trouble.text()
    assert _commands(services) == before
    press(qtbot, K.Key_S, CTRL)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: len(_commands(services)) == len(before) + 1)
    settle(qtbot, window)
    assert "paste it into your mail" in window.line.said.text()


def test_a_day_to_hold_until_is_typed_as_it_is_shown(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    document = window.queue.current or 0
    panel = window.case.hold
    window.case.comparison.setFocus()
    press(qtbot, K.Key_H)
    offered = window.figures.read_day(panel.day.text())
    assert offered is not None
    assert window.figures.day(offered) == panel.day.text()
    QTest.keyClicks(panel.day, "next week")
    press(qtbot, K.Key_Return)
    assert "next week" in panel.trouble.text()
    panel.day.selectAll()
    QTest.keyClicks(panel.day, "2031-12-15")
    press(qtbot, K.Key_Tab)
    assert panel.text.hasFocus()
    QTest.keyClicks(panel.text, "new price list")
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    held = [case for case in services.store.document(document).cases if case.state is CaseState.ON_HOLD]
    assert [case.hold_until for case in held] == [date(2031, 12, 15)]
    assert held[0].note == "new price list"


def test_a_rejected_invoice_shows_it_and_offers_to_reopen(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    document = window.queue.current or 0
    window.case.comparison.setFocus()
    press(qtbot, K.Key_X)
    QTest.keyClicks(window.case.reason.text, "Not ours")
    press(qtbot, K.Key_Return)
    settle(qtbot, window)
    bar = window.case.bar
    assert "rejected" in bar.question.text()
    assert "rejected" in window.case.summary.text()
    offered = {name for name, action in BUTTONS if action is not None and not bar.buttons[name].isHidden()}
    assert offered == {"reopen", "note"}
    press(qtbot, K.Key_5, CTRL)
    settle(qtbot, window)
    assert window.queue.model.row_of(document) >= 0


def _all(services: Services) -> tuple[QueueRow, ...]:
    return services.store.queue(QueueFilter(), limit=1000)


def _commands(services: Services) -> list[str]:
    return [entry.summary for entry in services.store.journal() if entry.kind == JournalKind.COMMAND]
