"""Starts the window on a workspace and returns when it is closed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import __version__
from app.domain.errors import AppError
from app.shipped_files import resource_path
from app.ui.crash import install_crash_hook, take_native_report, watch_native_faults
from app.ui.errors import ErrorDialog, show_error
from app.ui.i18n import language_of, use_language
from app.ui.inbox.single_instance import InstanceServer, hand_over, socket_name
from app.ui.locale_figures import desk_figures
from app.ui.main_window import CRASH_REPORTS, MainWindow
from app.ui.settings import WindowSettings
from app.ui.theme import Theme
from app.workflow.backing_up import roll_if_due
from app.workflow.services import Services


def run_window(services: Services, *, files: Sequence[Path] = (), settings: WindowSettings | None = None) -> int:
    """Open the window, take ``files`` in at once, and return the exit status when it is closed."""
    app = make_application()
    if hand_over(socket_name(services.store.folder), files):
        # The desk is open already: its window has the files and comes to the front.
        return 0
    chosen = settings or WindowSettings()
    while True:
        status, reopen = _run_once(app, services, chosen, files)
        if not reopen:
            return status
        files = ()


def _run_once(
    app: QApplication, services: Services, settings: WindowSettings, files: Sequence[Path]
) -> tuple[int, bool]:
    """Run one window until it closes; tell also whether it is to be opened anew, in another language."""
    window = make_window(app, services, settings)
    reports = services.store.folder / CRASH_REPORTS
    remove_hook = install_crash_hook(reports, lambda error: show_error(error, window, window.start_anew))
    fault = take_native_report(reports)
    stop_watching = watch_native_faults(reports)
    if fault is not None:
        window.tell_fault(fault)
    server = InstanceServer(socket_name(services.store.folder), window)
    server.files_arrived.connect(lambda paths: second_start(window, paths))
    try:
        window.show()
        server.listen()
        if files:
            window.take(files, "command line")
        return app.exec(), window.reopen
    finally:
        server.close()
        if not window.background.close():
            # A batch still waits for a document that takes long: without its readers it ends at once, and the
            # database must not be closed under it.
            services.readers.close()
            window.background.close()
        elif warning := roll_if_due(services):
            sys.stderr.write(f"tieout: {warning}\n")
        stop_watching()
        remove_hook()


def show_refused(error: AppError, *, settings: WindowSettings | None = None) -> None:
    """Show why no window can be opened on a desk, and return when that was closed."""
    app, chosen = make_application(), settings or WindowSettings()
    use_language(language_of(chosen.text("language"), QLocale.system()))
    theme = Theme(app, chosen.scheme())
    ErrorDialog(error).exec()
    theme.deleteLater()


def second_start(window: MainWindow, paths: Sequence[Path]) -> None:
    """Bring the window to the front, and take in what a second start brought."""
    window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
    if paths:
        window.take(paths, "second start")


def make_application() -> QApplication:
    """Return the one application object, made where there is none yet."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Tieout")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("tieout")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource_path("icons", "tieout.svg"))))
    return app


def make_window(app: QApplication, services: Services, settings: WindowSettings) -> MainWindow:
    """Build the window with its theme, in the language that was chosen, with its signs for figures."""
    use_language(language_of(settings.text("language"), QLocale.system()))
    theme = Theme(app, settings.scheme())
    return MainWindow(services, theme, settings, desk_figures())
