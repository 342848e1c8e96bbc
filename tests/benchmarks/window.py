"""How quickly the window answers: a queue of 100,000 documents, opening one, the longest pause while files are read.

    python -m tests.benchmarks.window FOLDER [DOCUMENTS] [PDFS]

Run it offscreen (QT_QPA_PLATFORM=offscreen) on a machine that does nothing else: it measures the clock.
"""

from __future__ import annotations

import gc
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_services
from app.shipped_files import resource_path
from app.ui.application import make_application, make_window
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from app.workflow.queue import View
from app.workflow.services import Services

SAMPLE = resource_path("sample_data")
TICK_MS = 20
LONGEST = 600.0
TARGETS = {"first paint": 300, "filter": 100, "sort": 100, "open": 150, "page": 300, "pause": 200}


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class _Painted(QObject):
    """Remembers when a widget was painted last."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        """Note the time of a painting (Qt)."""
        if event.type() is QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


class Ticks(QObject):
    """A timer of 20 ms and the longest gap between two of its ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to watch."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start(TICK_MS)

    def stop(self) -> float:
        """Return the longest gap in milliseconds."""
        self._timer.stop()
        return self.longest * 1000

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - TICK_MS / 1000)
        self._last = now


def main() -> None:
    """Make the desk and measure."""
    folder = Path(sys.argv[1])
    documents = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    pdfs = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with open_services(folder / "desk", user="clerk") as services:
        if services.store.facts().documents == 0:
            import_folder(services, SAMPLE)
            process_files(services, [SAMPLE / "invoices"], channel="drop")
            multiply(folder / "desk" / "tieout.db", documents)
        say(f"{services.store.facts().documents} documents in the queue")
        window = measure_queue(app, services, folder)
        measure_opening(window)
        measure_pauses(window, folder, pdfs)
        window.close()


def multiply(database: Path, wanted: int) -> None:
    """Copy the rows of the queue until there are so many; only the list needs them."""
    with sqlite3.connect(database) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(documents)")]
        kept = [name for name in columns if name not in ("document_id", "sha256")]
        have = db.execute("SELECT count(*), max(document_id) FROM documents").fetchone()
        names = ", ".join(kept)
        changed = ", ".join("state" if name == "state" else name for name in kept)
        for copy in range(1, -(-wanted // have[0])):
            values = changed.replace("invoice_number", f"invoice_number || '-{copy}'", 1)
            db.execute(
                f"INSERT INTO documents (document_id, sha256, {names}) "
                f"SELECT document_id + {copy * (have[1] + 1)}, sha256 || '{copy}', {values} FROM documents "
                f"WHERE document_id <= {have[1]}"
            )
    db.close()


def measure_queue(app: QApplication, services: Services, folder: Path) -> MainWindow:
    """Measure the first painting with rows, filtering, sorting, and scrolling to the end."""
    painted = _Painted()
    began = time.perf_counter()
    window = make_window(app, services, WindowSettings(folder / f"window-{time.time_ns()}.ini"))
    window.resize(1440, 900)
    window.queue.list.viewport().installEventFilter(painted)
    window.queue.show_view(View.ALL)
    window.show()
    wait(lambda: window.queue.model.rowCount() > 0 and painted.at > began)
    tell("first paint", (painted.at - began) * 1000)
    settle(window)
    model, queue = window.queue.model, window.queue
    loads: list[float] = []
    model.loaded.connect(lambda: loads.append(time.perf_counter()))

    def timed(what: Callable[[], None]) -> float:
        loads.clear()
        start = time.perf_counter()
        what()
        wait(lambda: bool(loads))
        took = (loads[-1] - start) * 1000
        settle(window)
        return took

    texts = ("Larkfield", "77251-41", "PO-3014", "")
    tell("filter", median(timed(lambda t=text: model.show_filter(replace(model.wanted, text=t))) for text in texts))  # type: ignore[misc]
    tell("sort", median(timed(lambda n=number: queue.order.setCurrentIndex(n)) for number in (3, 2, 4, 1, 0)))  # type: ignore[misc]
    gc.collect()
    before = resident()
    for _ in range(400):
        if not model.canFetchMore(model.index(-1)):
            break
        queue.list.scrollToBottom()
        model.fetchMore(model.index(-1))
        settle(window)
    gc.collect()
    say(f"scrolled to row {model.rowCount()}: memory {before:.0f} → {resident():.0f} MB")
    queue.list.scrollToTop()
    queue.show_view(View.MINE)
    settle(window)
    return window


def measure_opening(window: MainWindow) -> None:
    """Measure showing a document that is not ready, until it is painted, and until the picture of its page is there."""
    shown: list[float] = []
    opening, picture = list[float](), list[float]()
    window.session.opened.connect(lambda _: shown.append(time.perf_counter()))
    for document_id in range(2, 18):
        window.session.leave()
        shown.clear()
        start = time.perf_counter()
        window.session.open(document_id)
        wait(lambda: bool(shown))
        QApplication.processEvents()
        opening.append((time.perf_counter() - start) * 1000)
        wait(lambda: window.page.view.has_image)
        picture.append((time.perf_counter() - start) * 1000)
        settle(window)
    tell("open", median(opening))
    tell("page", median(picture))


def measure_pauses(window: MainWindow, folder: Path, count: int) -> None:
    """Read PDFs in the background and watch the event loop."""
    papers = sorted((SAMPLE / "invoices").glob("*.pdf"))
    batch = folder / "batch"
    shutil.rmtree(batch, ignore_errors=True)
    batch.mkdir()
    for number in range(count):
        source = papers[number % len(papers)]
        # Bytes behind the end of a PDF change its hash and nothing else: each is a document of its own.
        (batch / f"{number:03d}.pdf").write_bytes(source.read_bytes() + f"\n%{time.time_ns()}\n".encode())
    ticks = Ticks()
    ticks.start()
    busy = time.process_time()
    window.take([batch])
    wait(lambda: window.background.batch_running)
    wait(lambda: not window.background.batch_running)
    say(f"{count} files read, {time.process_time() - busy:.1f} s of this process's own time")
    tell("pause", ticks.stop())


def tell(what: str, milliseconds: float) -> None:
    """Say a time and its target."""
    target = TARGETS[what]
    say(f"{what}: {milliseconds:.0f} ms ({'within' if milliseconds <= target else 'ABOVE'} {target})")


def resident() -> float:
    """Return the memory in use, in MB."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def settle(window: MainWindow) -> None:
    """Wait until nothing is under way."""
    wait(lambda: window.background.idle and not window.refreshing)


def wait(condition: Callable[[], bool]) -> None:
    """Turn the event loop until something holds."""
    deadline = time.monotonic() + LONGEST
    while not condition():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.monotonic() > deadline:
            raise SystemExit("it took too long")


if __name__ == "__main__":
    main()
