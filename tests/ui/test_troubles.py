"""Failures: one way to show them, a report without invoice content, a conflict that reopens the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import Action, Command
from app.domain.errors import Cancelled, EnvironmentFault
from app.ui.application import run_window
from app.ui.crash import install_crash_hook, write_report
from app.ui.errors import ErrorDialog, crash_text, show_error, trouble_of
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow import resolve_case
from app.workflow.services import Services
from tests.ui.conftest import settle


def _bug() -> BaseException:
    secret = {"iban": "DE02120300000000202051"}
    try:
        raise KeyError(secret["iban"])
    except KeyError as error:
        return error


def test_an_expected_failure_says_what_and_what_next() -> None:
    trouble = trouble_of(EnvironmentFault("full", "The disk is full.", next_step="Make room.", context={"path": "/x"}))
    assert (trouble.message, trouble.next_step, trouble.is_bug) == ("The disk is full.", "Make room.", False)
    assert "path: /x" in trouble.details


def test_a_bug_shows_no_traceback_text_and_no_invoice_content() -> None:
    trouble = trouble_of(_bug())
    assert trouble.is_bug
    assert "Traceback" not in trouble.message
    assert "DE0212" not in trouble.details
    assert "KeyError" in trouble.details


def test_a_report_is_written_without_content(tmp_path: Path) -> None:
    path = write_report(tmp_path / "reports", _bug())
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "DE0212" not in text
    assert crash_text(_bug()).splitlines()[0] in text


def test_the_hook_reports_and_can_be_taken_away(tmp_path: Path) -> None:
    import sys

    before = sys.excepthook
    shown: list[BaseException] = []
    remove = install_crash_hook(tmp_path, shown.append)
    error = _bug()
    sys.excepthook(type(error), error, error.__traceback__)
    remove()
    assert shown == [error]
    assert len(list(tmp_path.iterdir())) == 1
    assert sys.excepthook is before


def test_a_stop_on_request_shows_nothing(window: MainWindow) -> None:
    assert show_error(Cancelled(), window) is None


def test_details_can_be_copied(window: MainWindow, qtbot: QtBot) -> None:
    dialog = show_error(EnvironmentFault("full", "The disk is full.", next_step="Make room."), window)
    assert dialog is not None
    assert not dialog.details.isVisible()
    copy = next(b for b in dialog.findChildren(type(window.line.undo)) if b.text() == "Copy details")
    copy.click()
    assert "The disk is full." in QApplication.clipboard().text()
    dialog.close()


def test_somebody_elses_change_is_said_and_shown(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    case = window.case.bar.case
    assert case is not None
    resolve_case.apply(services, case.case_id, Command(Action.NOTE, case.version, note="by a colleague"))
    window.session.send(case, Command(Action.NOTE, case.version, note="mine"))
    settle(qtbot, window)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, ErrorDialog) and w.isVisible()]
    assert len(dialogs) == 1
    assert "changed by somebody else" in dialogs[0].message.text()
    dialogs[0].close()
    assert window.case.bar.case is not None
    assert window.case.bar.case.version == case.version + 1


def test_the_program_runs_and_ends_with_its_window(services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    QTimer.singleShot(300, QApplication.closeAllWindows)
    assert run_window(services, settings=WindowSettings(tmp_path / "run.ini")) == 0


def test_a_document_kept_ready_is_not_shown_stale(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    upcoming = window.queue.upcoming(1)[0]
    case = services.store.document(upcoming).cases[0]
    resolve_case.apply(services, case.case_id, Command(Action.NOTE, case.version, note="by a colleague"))
    window.queue.step(1)
    settle(qtbot, window)
    assert window.case.opened is not None
    assert window.case.opened.document.document_id == upcoming
    assert window.case.opened.document.cases[0].version == case.version + 1


def test_another_windows_work_is_seen(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    window.current.look_for_colleagues()
    settle(qtbot, window)
    case = next(case for case in services.store.document(window.queue.current or 0).cases if case.lane is not None)
    resolve_case.apply(services, case.case_id, Command(Action.NOTE, case.version, note="asked by phone"))
    entries = len(services.store.journal())
    assert str(entries) not in window.line.journal.text()
    window.current.look_for_colleagues()
    settle(qtbot, window)
    assert str(entries) in window.line.journal.text()
