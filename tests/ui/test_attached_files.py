"""Files are attached to a case in the window, listed as typed, saved as copies; a backup that fails is seen."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault
from app.ui.attached_files import AttachedFiles
from app.ui.main_window import MainWindow
from app.workflow.services import Services
from tests.ui.conftest import OpenWindow, settle


def test_a_file_is_attached_listed_as_typed_and_saved(
    qtbot: QtBot, open_window: OpenWindow, services: Services, tmp_path: Path
) -> None:
    window: MainWindow = open_window(services)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.case.case_in_hand is not None)
    case = window.case.case_in_hand
    assert case is not None
    path = tmp_path / "<b>bold<b> & =cmd.eml"
    path.write_bytes(b"\0any bytes\xff")
    window.actions_by_id["attachments"].trigger()
    dialog = window.findChild(AttachedFiles)
    assert dialog is not None
    qtbot.waitUntil(lambda: "Nothing" in dialog.head.text())
    dialog.attach_file(str(path))
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert dialog.list.item(0).text().startswith(path.name)
    found = services.store.keeper.attachments_of(case.document_id)
    assert [(one.name, one.case_id) for one in found] == [(path.name, case.case_id)]
    dialog.save_to(found[0].attachment_id, str(tmp_path / "copy"))
    qtbot.waitUntil((tmp_path / "copy").is_file)
    settle(qtbot, window)
    assert (tmp_path / "copy").read_bytes() == path.read_bytes()
    qtbot.waitUntil(lambda: "Attached" in window.history.list.item(0).text())
    assert services.store.verify().whole
    dialog.close()


def test_a_backup_that_cannot_be_made_stays_visible_until_one_is(
    qtbot: QtBot, open_window: OpenWindow, services: Services
) -> None:
    window: MainWindow = open_window(services)
    short = EnvironmentFault("disk_short", "A backup needs 5 MB.", next_step="Free some space.")
    with patch.object(services.store.backups, "roll", side_effect=short):
        window.backups.look()
        qtbot.waitUntil(lambda: not window.line.backup.isHidden())
    assert "5 MB" in window.line.backup.toolTip()
    window.backups.look()
    qtbot.waitUntil(window.line.backup.isHidden)
    settle(qtbot, window)
    assert len(services.store.backups.found()) == 1
