"""Seven files, every way in: each a row with cause, next step and Retry, none stops the others (requirement 28)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from app.domain.case import QueueFilter
from app.domain.inbox import InboxItem, InboxState
from app.domain.invoice import Reading
from app.ui.application import second_start
from app.ui.inbox.folder_watcher import FolderWatcher
from app.ui.inbox.single_instance import InstanceServer, hand_over, socket_name
from app.ui.main_window import MainWindow
from app.workflow.folder_watch import EMPTY_REST_SECONDS, REST_SECONDS
from app.workflow.services import PageProgress, Services
from tests.helpers.expected_readings import ExpectedReaders
from tests.helpers.in_process import InProcessReaders
from tests.helpers.seven_files import NAMES, good_bytes, seven_files
from tests.ui.conftest import OpenWindow, settle
from tests.ui.test_ways_in import drop

_READ: dict[tuple[str, str], Reading] = {}


class RealReaders(ExpectedReaders):
    """Really reads, each content once for all tests."""

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
    ) -> Future[Reading]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        key = (path.name, digest)
        if key not in _READ:
            _READ[key] = InProcessReaders().submit(path).result()
        answer: Future[Reading] = Future()
        answer.set_result(_READ[key])
        return answer


@pytest.fixture
def desk(empty_services: Services) -> Services:
    return replace(empty_services, readers=RealReaders())


@pytest.fixture
def window(open_window: OpenWindow, desk: Services) -> MainWindow:
    return open_window(desk)


class Clock:
    """A clock that is told what time it is."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watcher(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[FolderWatcher, Clock]]:
    clock = Clock()
    found = window.arrivals.watcher
    found._clock = clock
    yield found, clock
    found._timer.stop()


def by_drop(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    drop(window, *(folder / name for name in NAMES))


def by_dialog(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.dialogs._files_chosen([str(folder / name) for name in NAMES])


def by_watching(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    clock = Clock()
    watcher = window.arrivals.watcher
    watcher._clock = clock
    watcher.watch(folder)
    settle(qtbot, window)
    look_until(window, watcher, clock, qtbot, lambda: len(window.services.store.inbox()) == len(NAMES))


def by_second_start(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    name = socket_name(window.services.store.folder)
    server = InstanceServer(name, window)
    server.files_arrived.connect(lambda paths: second_start(window, paths))
    assert server.listen()
    # Another process, as a second start is one.
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; "
        "from app.ui.inbox.single_instance import hand_over; app = QCoreApplication([]); "
        "sys.exit(0 if hand_over(sys.argv[1], [Path(name) for name in sys.argv[2:]]) else 1)"
    )
    second = subprocess.Popen([sys.executable, "-c", code, name, *(str(folder / file) for file in NAMES)])
    qtbot.waitUntil(lambda: second.poll() is not None)
    server.close()
    assert second.returncode == 0


def look_until(
    window: MainWindow, watcher: FolderWatcher, clock: Clock, qtbot: QtBot, done: Callable[[], bool]
) -> None:
    """Let the watcher look as often as it takes; its clock goes on between two looks."""
    for _ in range(12):
        if done():
            return
        clock.now += REST_SECONDS
        watcher.look()
        qtbot.waitUntil(lambda: not watcher._looking and window.background.idle)
    assert done()


WAYS = {"drop": by_drop, "dialog": by_dialog, "watched folder": by_watching, "second start": by_second_start}


@pytest.mark.parametrize("way", WAYS)
def test_r28_seven_files_each_get_a_row_with_cause_next_step_and_retry(
    window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "incoming"
    seven_files(folder)
    WAYS[way](window, folder, qtbot)
    qtbot.waitUntil(lambda: len(desk.store.inbox()) == len(NAMES) and not desk.store.inbox((InboxState.WAITING,)))
    settle(qtbot, window)
    rows = {Path(item.path).name: item for item in desk.store.inbox()}
    assert {item.channel for item in rows.values()} == {way}
    wanted = {"good.pdf": "", "copy_of_good.pdf": "", "unfinished.pdf": "unfinished", "encrypted.pdf": "encrypted",
              "damaged.pdf": "damaged", "scan.pdf": "scan", "letter.docx": ""}  # fmt: skip
    for name, code in wanted.items():
        if code:
            assert rows[name].code == code, rows[name]
            assert rows[name].message
            assert rows[name].next_step
    # Of two equal files the one that came second is the duplicate.
    codes = sorted([rows["good.pdf"].code, rows["copy_of_good.pdf"].code])
    assert codes == ["", "duplicate"]
    refused = {"unfinished.pdf", "encrypted.pdf", "damaged.pdf", "letter.docx"}
    assert {name for name, item in rows.items() if item.state is InboxState.REFUSED} == refused
    assert all(rows[name].next_step for name in refused)
    files = [row.file for row in desk.store.queue(QueueFilter())]
    assert sorted(files) == sorted(NAMES), "each file is one document and no more"
    log = window.dialogs.show_inbox()
    settle(qtbot, window)
    for name in (*refused, "scan.pdf", next(n for n in ("good.pdf", "copy_of_good.pdf") if rows[n].code)):
        position = next(
            i for i in range(log.model.rowCount()) if (item := log.model.item(i)) and Path(item.path).name == name
        )
        log.table.selectRow(position)
        assert log.retry.isEnabled(), name
    log.close()
    assert desk.store.verify().whole


def test_r28_a_file_that_is_being_written_waits_until_it_rests(
    window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path, watcher: tuple[FolderWatcher, Clock]
) -> None:
    """A slow writer: the file grows between looks, is named as being written, and is read once, whole."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    found, clock = watcher
    found.watch(folder)
    settle(qtbot, window)
    whole = good_bytes()
    path = folder / "slow.pdf"
    for part in range(1, 5):
        path.write_bytes(whole[: len(whole) * part // 5])
        clock.now += 2 * REST_SECONDS
        found.look()
        qtbot.waitUntil(lambda: not found._looking and window.background.idle)
        assert desk.store.inbox() == ()
        assert found.waiting == (path,)
    log = window.dialogs.show_inbox()
    assert "slow.pdf" in log.watched.text()
    path.write_bytes(whole)
    look_until(window, found, clock, qtbot, lambda: bool(desk.store.inbox((InboxState.DONE,))))
    settle(qtbot, window)
    (item,) = desk.store.inbox()
    assert item.state is InboxState.DONE
    for _ in range(3):
        clock.now += EMPTY_REST_SECONDS
        found.look()
        qtbot.waitUntil(lambda: not found._looking and window.background.idle)
    assert len(desk.store.inbox()) == 1, "it is not taken twice"
    log.close()


def test_r28_a_watched_folder_is_remembered_and_what_it_had_is_not_taken_again(
    open_window: OpenWindow, desk: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "good.pdf").write_bytes(good_bytes())
    window = open_window(desk)
    by_watching_one(window, folder, qtbot, 1)
    window.close()
    again = open_window(desk)
    settle(qtbot, again)
    assert again.arrivals.watcher.folder == folder
    by_watching_one(again, folder, qtbot, 1, begin=False)
    (folder / "later.pdf").write_bytes(good_bytes())
    by_watching_one(again, folder, qtbot, 2, begin=False)
    assert len(desk.store.inbox()) == 2


def by_watching_one(window: MainWindow, folder: Path, qtbot: QtBot, count: int, *, begin: bool = True) -> None:
    clock = Clock()
    watcher = window.arrivals.watcher
    watcher._clock = clock
    if begin:
        watcher.watch(folder)
        settle(qtbot, window)
    for _ in range(6):
        clock.now += REST_SECONDS
        watcher.look()
        qtbot.waitUntil(lambda: not watcher._looking and window.background.idle)
    assert len(window.services.store.inbox()) == count


def test_r28_a_watched_folder_that_is_gone_is_said_once_and_looked_for_again(
    window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path, watcher: tuple[FolderWatcher, Clock]
) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    found, _ = watcher
    found.watch(folder)
    settle(qtbot, window)
    said: list[str] = []
    found.said.connect(said.append)
    shutil.rmtree(folder)
    for _ in range(3):
        found.look()
        qtbot.waitUntil(lambda: not found._looking and window.background.idle)
    assert len(said) == 1
    assert "drive" in said[0]
    folder.mkdir()
    found.look()
    qtbot.waitUntil(lambda: not found._looking and window.background.idle)
    assert found.trouble == ""


def test_r28_retry_of_what_is_here_already_decides_it_again_and_makes_no_copy(
    window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("good.pdf", "copy_of_good.pdf"):
        (tmp_path / name).write_bytes(good_bytes())
        window.take([tmp_path / name])
        settle(qtbot, window)
    log = window.dialogs.show_inbox()
    settle(qtbot, window)
    item: InboxItem | None = log.model.item(0)
    assert item is not None
    assert item.code == "duplicate"
    log.table.selectRow(0)
    log.retry.click()
    settle(qtbot, window)
    assert desk.store.facts().documents == 2
    assert len(desk.store.inbox()) == 2
    log.close()


def test_r28_files_that_were_copied_elsewhere_are_pasted(
    window: MainWindow, desk: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "pasted.pdf"
    path.write_bytes(good_bytes())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    window.actions_by_id["paste"].trigger()
    qtbot.waitUntil(lambda: bool(desk.store.inbox((InboxState.DONE,))))
    settle(qtbot, window)
    assert desk.store.inbox()[0].channel == "paste"
    QGuiApplication.clipboard().setText("no files")
    with qtbot.waitSignal(window.arrivals.said):
        window.actions_by_id["paste"].trigger()


def test_r30_a_socket_that_a_crashed_program_left_does_not_block_the_next(tmp_path: Path, qtbot: QtBot) -> None:
    name = socket_name(tmp_path / "crashed")
    # A listener that ends without closing leaves its file behind, as a killed program does.
    server = QLocalServer()
    assert server.listen(name)
    place = Path(server.fullServerName())
    server.close()
    if place.is_absolute():
        place.write_bytes(b"")
    assert hand_over(name, []) is False
    mine = InstanceServer(name)
    assert mine.listen()
    other = InstanceServer(name)
    assert not other.listen(), "a window that answers is never pushed aside"
    mine.close()


def test_r30_a_socket_of_another_account_is_given_nothing(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name can be worked out: whoever listens under it first must not say "taken" to files nobody reads."""
    name = socket_name(tmp_path / "foreign")
    stranger = InstanceServer(name)
    assert stranger.listen()
    came: list[object] = []
    stranger.files_arrived.connect(came.append)
    monkeypatch.setattr(os, "getuid", lambda: os.stat(QDir.tempPath()).st_uid + 4242, raising=False)
    if QDir(name).isRelative() and Path(QDir.tempPath(), name).exists():
        assert hand_over(name, [tmp_path / "invoice.pdf"]) is False
        assert not InstanceServer(name).listen()
    qtbot.wait(50)
    assert came == []
    stranger.close()


def test_r30_what_is_no_message_is_not_taken_for_files(tmp_path: Path, qtbot: QtBot) -> None:
    name = socket_name(tmp_path / "odd")
    server = InstanceServer(name)
    assert server.listen()
    came: list[object] = []
    server.files_arrived.connect(came.append)
    for message in (b"no json\n", b'{"a": 1}\n', b"[1, 2]\n"):
        socket = QLocalSocket()
        socket.connectToServer(name)
        assert socket.waitForConnected(1_000)
        socket.write(message)
        qtbot.waitUntil(partial(_unconnected, socket))
    assert came == []
    server.close()


def _unconnected(socket: QLocalSocket) -> bool:
    return socket.state() is QLocalSocket.LocalSocketState.UnconnectedState


def test_each_workspace_has_its_own_socket(tmp_path: Path) -> None:
    assert socket_name(tmp_path / "a") != socket_name(tmp_path / "b")
    assert socket_name(tmp_path / "a") == socket_name(tmp_path / "a")
