"""Failures: one way to show them, a report without invoice content, a conflict that reopens the document."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.cli.main import main
from app.domain.case import Action, Command
from app.domain.errors import Cancelled, EnvironmentFault, RuleError
from app.ui.application import run_window
from app.ui.crash import install_crash_hook, take_native_report, write_report
from app.ui.errors import ErrorDialog, crash_text, show_error, trouble_of
from app.ui.i18n import use_language
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


def test_a_refusal_has_its_amounts_and_days_in_the_signs_of_the_desk(qapp: QApplication) -> None:
    use_language("de")
    try:
        refused = trouble_of(
            RuleError("above_limit", "2015.31 USD would be released, above the limit of buyer (500.00).")
        )
        assert refused.message == "2.015,31 USD würden freigegeben, mehr als die Grenze von Einkauf (500,00)."
        late = trouble_of(RuleError("day_passed", "2026-03-31 is not after today.", next_step="Name a later day."))
        assert (late.message, late.next_step) == (
            "31.03.2026 liegt nicht nach heute.",
            "Nennen Sie einen späteren Tag.",
        )
    finally:
        use_language("en")


def test_a_desk_that_cannot_be_opened_is_told_in_a_window_too(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tieout.db").write_bytes(b"")
    told: list[str] = []

    def look() -> None:
        for dialog in _dialogs():
            told.append(dialog.trouble.message)
            dialog.accept()

    QTimer.singleShot(0, look)
    assert main(["--workspace", str(tmp_path), "gui"]) == 1
    assert len(told) == 1
    assert "is empty (0 bytes)" in told[0]
    assert "is empty (0 bytes)" in capsys.readouterr().err


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
    assert "test_troubles.py:" in text
    assert str(Path(__file__).parent) not in text, "folders may name a person"


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


def test_a_fault_that_comes_again_and_again_is_one_report_and_one_dialog(window: MainWindow, tmp_path: Path) -> None:
    remove = install_crash_hook(tmp_path / "reports", lambda error: show_error(error, window, window.start_anew))
    try:
        for _ in range(20):
            error = _bug()
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        remove()
    assert len(list((tmp_path / "reports").iterdir())) == 1
    dialogs = _dialogs()
    assert len(dialogs) == 1
    dialogs[0].close()


def test_a_fault_in_a_slot_offers_a_new_window_and_the_work_goes_on(
    services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    windows: list[MainWindow] = []
    settings = WindowSettings(tmp_path / "anew.ini")

    def fail() -> None:
        windows.append(_main_window())
        QTimer.singleShot(200, press)
        raise KeyError("DE02120300000000202051")

    def press() -> None:
        (dialog,) = _dialogs()
        assert "DE0212" not in dialog.details.toPlainText()
        QTimer.singleShot(400, look)
        dialog.restart.click()

    def look() -> None:
        windows.append(_main_window())
        windows[-1].close()

    QTimer.singleShot(300, fail)
    assert run_window(services, settings=settings) == 0
    assert len(windows) == 2
    assert windows[0] is not windows[1]
    assert len(list((services.store.folder / "crash-reports").glob("crash-*.txt"))) == 1


def test_a_fault_while_something_is_looked_up_is_written_down_too(window: MainWindow, services: Services) -> None:
    window.background.failed.emit(_bug())
    (dialog,) = _dialogs()
    assert not dialog.restart.isHidden()
    dialog.close()
    assert len(list((services.store.folder / "crash-reports").glob("crash-*.txt"))) == 1


def test_an_expected_failure_offers_no_new_window(window: MainWindow) -> None:
    window.background.failed.emit(EnvironmentFault("full", "The disk is full.", next_step="Make room."))
    (dialog,) = _dialogs()
    assert dialog.restart.isHidden()
    dialog.close()


def test_a_fault_below_python_leaves_a_report_without_folders(tmp_path: Path) -> None:
    code = (
        "import ctypes, pathlib, sys; from app.ui.crash import watch_native_faults;"
        "watch_native_faults(pathlib.Path(sys.argv[1])); ctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode != 0
    report = take_native_report(tmp_path)
    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert "__init__.py" in text, "where ctypes was called"
    assert "/ctypes/" not in text
    assert take_native_report(tmp_path) is None, "told once"


def test_r30_the_next_start_names_the_report_of_a_fault(window: MainWindow, tmp_path: Path) -> None:
    window.tell_fault(tmp_path / "crash-1.txt")
    assert "crash-1.txt" in window.line.said.text()


def _dialogs() -> list[ErrorDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, ErrorDialog) and w.isVisible()]


def _main_window() -> MainWindow:
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())
    return found


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


def test_another_windows_work_is_seen_from_the_start(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    case = next(case for case in services.store.document(window.queue.current or 0).cases if case.lane is not None)
    resolve_case.apply(services, case.case_id, Command(Action.NOTE, case.version, note="asked by phone"))
    entries = len(services.store.journal())
    assert str(entries) not in window.line.journal.text()
    window.current.look_for_colleagues()
    settle(qtbot, window)
    assert str(entries) in window.line.journal.text()
