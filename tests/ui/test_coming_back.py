"""Coming back after a restart and after a kill: document, row, zoom, docks and draft (requirement 30)."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.coming_back import Whereabouts, whereabouts_from_text
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.services import Services
from tests.helpers.expected_readings import sample_services
from tests.ui.conftest import OpenWindow, settle


def _cut_off(window: MainWindow, ini: Path, copy: Path) -> WindowSettings:
    """Return what a program killed at this moment leaves behind: the file, and nothing that closing would write."""
    window.back.write()
    shutil.copy(ini, copy)
    return WindowSettings(copy)


def test_r30_document_row_and_zoom_are_back_after_a_restart(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    ini = tmp_path / "back.ini"
    first = open_window(services, settings=WindowSettings(ini))
    first.queue.step(3)
    settle(qtbot, first)
    QTest.keyClick(first.case.comparison, Qt.Key.Key_Down)
    first.page.view.set_zoom(1.75)
    document, place = first.queue.current, first.case.comparison.place()
    assert place is not None
    first.close()
    second = open_window(services, settings=WindowSettings(ini))
    assert second.queue.current == document
    assert second.case.comparison.place() == place
    assert second.page.view.zoom == 1.75
    assert second.line.said.text() == "", "a proper end needs no words"


def test_r30_after_a_kill_everything_is_back_and_it_is_said(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    ini = tmp_path / "killed.ini"
    first = open_window(services, settings=WindowSettings(ini))
    first.queue.step(2)
    settle(qtbot, first)
    first.queue.urgent_first()
    settle(qtbot, first)
    first.panes.toggle_page_window()
    first.page.view.set_zoom(2.0)
    first.case.comparison.setFocus()
    QTest.keyClick(first.case.comparison, Qt.Key.Key_X)
    QTest.keyClicks(first.case.reason.text, "Not ours, bec")
    document, title = first.queue.current, first.case.title.text()
    left = _cut_off(first, ini, tmp_path / "left.ini")
    second = open_window(services, settings=left)
    assert second.queue.current == document
    assert second.case.reason.text.text() == "Not ours, bec"
    assert second.page.view.chosen_zoom == 2.0
    assert second.panes.page_dock.isFloating()
    assert second.queue.sort_code() == first.queue.sort_code() != "0"
    told = second.line.said.text()
    assert "cut off" in told
    assert title in told
    assert "typing" in told


def test_r30_where_one_is_is_written_down_without_closing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, services: Services
) -> None:
    window.queue.step(1)
    settle(qtbot, window)
    wanted = window.queue.current

    def kept() -> bool:
        text = WindowSettings(tmp_path / "window.ini").desk_text(services.store.folder, "whereabouts")
        return whereabouts_from_text(text).document_id == wanted

    qtbot.waitUntil(kept)


def test_r30_a_draft_of_one_desk_is_never_put_into_a_case_of_another(
    open_window: OpenWindow, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    ini = tmp_path / "two_desks.ini"
    shutil.copytree(services.store.folder, tmp_path / "other")
    first = open_window(services, settings=WindowSettings(ini))
    QTest.keyClick(first.case.comparison, Qt.Key.Key_X)
    QTest.keyClicks(first.case.reason.text, "Not ours")
    first.close()
    with sample_services(tmp_path / "other") as other:
        second = open_window(other, settings=WindowSettings(ini))
        assert second.case.open_panel is None, "the same numbers name another vendor's case there"
        second.close()
    assert WindowSettings(ini).desk_text(services.store.folder, "draft")


def test_r30_a_document_that_left_the_view_leads_to_the_first(
    open_window: OpenWindow, services: Services, tmp_path: Path
) -> None:
    settings = WindowSettings(tmp_path / "gone.ini")
    settings.set_desk_text(services.store.folder, "whereabouts", Whereabouts(99_999, "gone").to_text())
    window = open_window(services, settings=settings)
    first = window.queue.model.row_at(0)
    assert first is not None
    assert window.queue.current == first.document_id


def test_stored_whereabouts_that_cannot_be_read_are_nowhere() -> None:
    endless = '{"document_id": 1, "frame": "a", "row": Infinity, "column": 0, "zoom": 0}'
    for text in ("", "{", "[]", "null", '{"document_id": "x"}', '{"document_id": 1}', endless):
        assert whereabouts_from_text(text) == Whereabouts()
    here = Whereabouts(7, "a", 2, 3, 1.5)
    assert whereabouts_from_text(here.to_text()) == here
