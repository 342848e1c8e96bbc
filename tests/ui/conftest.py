"""A desk with the sample's orders and invoices, and the real window on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.application import make_application, make_window
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from app.workflow.services import Services
from tests.helpers.expected_readings import INVOICES, SAMPLE, sample_services


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def finished_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample desk in it, made once; tests get copies."""
    folder = tmp_path_factory.mktemp("desk") / "sample"
    with sample_services(folder) as services:
        import_folder(services, SAMPLE)
        process_files(services, [INVOICES], channel="drop")
    return folder


@pytest.fixture
def services(finished_desk: Path, tmp_path: Path) -> Iterator[Services]:
    copy = tmp_path / "workspace"
    shutil.copytree(finished_desk, copy)
    with sample_services(copy) as opened:
        yield opened


@pytest.fixture
def empty_services(tmp_path: Path) -> Iterator[Services]:
    with sample_services(tmp_path / "workspace") as opened:
        yield opened


OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[OpenWindow]:
    # The desk is opened first, so that it is closed last: a window may still be at work on it.
    for name in ("services", "empty_services"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
    made: list[MainWindow] = []

    def open_it(services: Services, *, settings: WindowSettings | None = None) -> MainWindow:
        window = make_window(make_application(), services, settings or WindowSettings(tmp_path / "window.ini"))
        made.append(window)
        with qtbot.waitActive(window):
            window.show()
        settle(qtbot, window)
        return window

    yield open_it
    for window in made:
        window.close()
        window.theme.deleteLater()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window(open_window: OpenWindow, services: Services) -> MainWindow:
    return open_window(services)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way any more."""
    qtbot.waitUntil(lambda: window.background.idle and not window.refreshing)
