"""How long the window stands still while bad files are read: ``python -m tests.benchmarks.window_pauses [FOLDER…]``.

Opens the window on the sample desk, gives it 40 ordinary invoices and the files of the folders (without any, the
hostile ones that are made here) at once, and watches its event loop by a timer of 20 ms. A gap may be the machine's
doing: where others keep it busy, nobody's timer is on time. So beside each gap stands how much processor time this
process used in it, all its threads together, and what the window was in the midst of. It ends with status 1 where a
gap of more than 200 ms was the program's own work, and says what the load of the machine was.
"""

# ruff: noqa: T201 - the business of a benchmark is printing

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_services
from app.shipped_files import resource_path
from app.ui.application import make_application, make_window
from app.ui.settings import WindowSettings
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from tests.helpers.hostile_files import write_hostile_files

SAMPLE = resource_path("sample_data")
ORDINARY = 40
TICK = 0.02
LONGEST = 0.2
_TOLD = 0.1
_LOOK = 0.01
_MOST_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One late tick: by how much, and the processor time of this process meanwhile."""

    seconds: float
    own: float
    where: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        """Whether the program's own work can have taken so long: it was not waiting for a processor."""
        return min(self.seconds, self.own) > LONGEST


class Heartbeat(QObject):
    """Ticks on the window's thread, and a second thread that looks at what that is doing while a tick is late."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._last, self._own = time.perf_counter(), time.process_time()
        self._where: tuple[str, ...] = ()
        self._over = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(round(TICK * 1000))
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def end(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._over.set()
        self._watcher.join()

    def _tick(self) -> None:
        now, own = time.perf_counter(), time.process_time()
        late = now - self._last - TICK
        if late > _TOLD:
            self.gaps.append(Gap(late, own - self._own, self._where))
        self._last, self._own, self._where = now, own, ()

    def _watch(self) -> None:
        main = threading.main_thread().ident or 0
        while not self._over.wait(_LOOK):
            if not self._where and time.perf_counter() - self._last > _TOLD:
                frame = sys._current_frames().get(main)
                self._where = tuple(
                    f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_stack(frame)[-4:]
                )


def main() -> int:
    """Give the window its files and print the longest gaps."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="tieout-pauses-") as name:
        folder = Path(name)
        batch = _files(folder / "batch", [Path(one) for one in sys.argv[1:]])
        with open_services(folder / "desk", user="clerk") as services:
            import_folder(services, SAMPLE)
            process_files(services, [SAMPLE / "invoices"], channel="drop")
            window = make_window(app, services, WindowSettings(folder / "window.ini"))
            window.resize(1440, 900)
            window.show()
            _wait(lambda: window.background.idle and not window.refreshing)
            heartbeat, began, loads = Heartbeat(), time.monotonic(), [os.getloadavg()[0]]
            window.take([batch])
            _wait(lambda: window.background.batch_running)
            _wait(lambda: not window.background.batch_running, lambda: loads.append(os.getloadavg()[0]))
            _wait(lambda: window.background.idle and not window.refreshing)
            heartbeat.end()
            print(f"{len(list(batch.iterdir()))} files in {time.monotonic() - began:.0f} s: {window.line.said.text()}")
            window.close()
    print(f"load of the machine: {min(loads):.1f} to {max(loads):.1f} on {os.cpu_count()} processors")
    gaps = sorted(heartbeat.gaps, key=lambda gap: -gap.seconds)
    for gap in gaps[:10]:
        print(f"{1000 * gap.seconds:4.0f} ms, {1000 * gap.own:4.0f} of them our own: {' > '.join(gap.where)}")
    ours = [gap for gap in gaps if gap.is_ours]
    most = max((min(gap.seconds, gap.own) for gap in gaps), default=0.0)
    print(f"longest gap {1000 * (gaps[0].seconds if gaps else 0):.0f} ms, longest of our own {1000 * most:.0f} ms")
    return min(1, len(ours))


def _files(batch: Path, folders: list[Path]) -> Path:
    batch.mkdir()
    for folder in folders:
        for path in folder.iterdir():
            shutil.copy(path, batch / path.name)
    if not folders:
        write_hostile_files(batch)
    papers = sorted((SAMPLE / "invoices").glob("*.pdf"))
    for number in range(ORDINARY):
        source = papers[number % len(papers)]
        # Bytes behind the end of a PDF change its hash and nothing else: each is a document of its own.
        (batch / f"ordinary-{number:02d}.pdf").write_bytes(source.read_bytes() + f"\n%{number}\n".encode())
    return batch


def _wait(condition: Callable[[], bool], meanwhile: Callable[[], object] | None = None) -> None:
    deadline = time.monotonic() + _MOST_SECONDS
    looked = 0.0
    while not condition():
        QApplication.processEvents()
        time.sleep(0.001)
        if meanwhile is not None and time.monotonic() - looked > 1:
            looked = time.monotonic()
            meanwhile()
        if time.monotonic() > deadline:
            raise SystemExit("it took too long")


if __name__ == "__main__":
    sys.exit(main())
