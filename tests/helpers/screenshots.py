"""Makes the pictures of the README: the sample desk, really read, in the real window.

    python -m tests.helpers.screenshots            all pictures, into resources/screenshots
    python -m tests.helpers.screenshots FOLDER     into another folder, for looking at them first

Run it with a display (or under Xvfb with QT_QPA_PLATFORM=xcb), so that fonts and frames are those of a desktop.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import open_services
from app.domain.case import Action, QueueFilter
from app.domain.decision import Category
from app.shipped_files import resource_path
from app.ui.application import make_application, make_window
from app.ui.case.other_document import OtherDocument
from app.ui.insight.page import InsightPage
from app.ui.main_window import MainWindow
from app.ui.policy.page import PolicyPage
from app.ui.profiles.page import ProfileStudio
from app.ui.settings import WindowSettings
from app.ui.theme import Scheme
from app.workflow.batch import process_files
from app.workflow.import_data import import_folder
from app.workflow.policy_edit import with_limit
from app.workflow.services import Services

SAMPLE = resource_path("sample_data")
TARGET = Path(__file__).resolve().parents[2] / "resources" / "screenshots"
WIDE, SMALL = (1440, 900), (1280, 720)
DAY = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
_SECONDS = 120.0


class _StandingClock:
    """A clock that stands still, so that the pictures do not change with the day."""

    def now(self) -> datetime:
        return DAY


def main(folder: Path) -> None:
    """Make every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with tempfile.TemporaryDirectory() as scratch:
        with _services(Path(scratch) / "empty") as empty:
            _first_start(app, empty, Path(scratch), folder)
        with _services(Path(scratch) / "Brightwater desk") as desk:
            import_folder(desk, SAMPLE)
            process_files(desk, [SAMPLE / "invoices"], channel="drop")
            _work_screens(app, desk, Path(scratch), folder)


def _services(workspace: Path) -> Services:
    return open_services(workspace, user="clerk", clock=_StandingClock())


def _first_start(app: QApplication, services: Services, scratch: Path, folder: Path) -> None:
    window = _window(app, services, scratch, Scheme.LIGHT, WIDE)
    _save(window, folder / "first-start.png")
    window.close()


def _work_screens(app: QApplication, services: Services, scratch: Path, folder: Path) -> None:
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        window = _window(app, services, scratch, scheme, WIDE)
        _look_at(window, "INV-77251")
        _save(window, folder / f"work-{scheme}.png")
        if scheme is Scheme.LIGHT:
            window.case.start(Action.SEND)
            _save(window, folder / "message.png")
            window.case.close_panels()
            _look_at(window, "INV-77164")
            window.case.start(Action.CHOOSE)
            _save(window, folder / "candidates.png")
            window.case.close_panels()
            _save(window.dialogs.show_inbox(), folder / "inbox.png", window)
            window.dialogs.show_inbox().close()
        window.close()
    _duplicate(app, services, scratch, folder)
    _rooms(app, services, scratch, folder)
    window = _window(app, services, scratch, Scheme.LIGHT, SMALL)
    _look_at(window, "INV-77251")
    _save(window, folder / "work-1280.png")
    window.close()


def _rooms(app: QApplication, services: Services, scratch: Path, folder: Path) -> None:
    """The rooms beside the work screen: orders, the profile studio, a proposed policy with its what-if, insight."""
    window = _window(app, services, scratch, Scheme.LIGHT, WIDE)
    window.enter_room("orders")
    _save(window, folder / "orders.png")
    window.enter_room("profiles")
    _settle(window)
    studio = window.rooms.page("profiles")
    assert isinstance(studio, ProfileStudio)
    _wait(lambda: studio.reading is not None and not studio.reading_soon and studio.page.view.has_image)
    amounts = [i for i, row in enumerate(studio.tabs.values.records.rows) if row.field == "amount"]
    studio.tabs.values.focus_row(amounts[0])
    _save(window, folder / "profiles.png")
    window.enter_room("policy")
    _settle(window)
    policy = window.rooms.page("policy")
    assert isinstance(policy, PolicyPage)
    policy.propose(with_limit(policy.proposed, "commodity", "price_percent", Decimal(20)))
    policy.look_back()
    _save(window, folder / "policy.png")
    window.enter_room("insight")
    _settle(window)
    insight = window.rooms.page("insight")
    assert isinstance(insight, InsightPage)
    insight.tabs.setCurrentIndex(1)
    insight.panel.focus_start()
    _save(window, folder / "insight.png")
    window.close()


def _duplicate(app: QApplication, services: Services, scratch: Path, folder: Path) -> None:
    window = _window(app, services, scratch, Scheme.LIGHT, WIDE)
    row = services.store.queue(QueueFilter(category=Category.DUPLICATE_INVOICE))[0]
    window.queue.open_document(row.document_id)
    _settle(window)
    frames = window.case.comparison.comparison_model.frames
    wanted = [i for i, frame in enumerate(frames) if frame.case and frame.case.category == Category.DUPLICATE_INVOICE]
    window.case.comparison.focus_frame(wanted[0])
    _save(window, folder / "duplicate.png")
    window.actions_by_id["other_document"].trigger()
    _settle(window)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, OtherDocument) and w.isVisible())
    _wait(lambda: dialog.page.view.has_image)
    _save(dialog, folder / "other-document.png", window)
    dialog.close()
    window.close()


def _window(app: QApplication, services: Services, scratch: Path, scheme: Scheme, size: tuple[int, int]) -> MainWindow:
    settings = WindowSettings(scratch / f"{scheme}-{size[0]}-{time.monotonic_ns()}.ini")
    settings.set_scheme(scheme)
    window = make_window(app, services, settings)
    window.resize(*size)
    window.show()
    _settle(window)
    return window


def _look_at(window: MainWindow, number: str) -> None:
    model = window.queue.model
    found = [row for i in range(model.rowCount()) if (row := model.row_at(i)) and row.invoice_number == number]
    if not found:
        known = [row.invoice_number for i in range(model.rowCount()) if (row := model.row_at(i))]
        raise SystemExit(f"no open invoice {number}; there are {', '.join(known)}")
    window.queue.open_document(found[0].document_id)
    _settle(window)


def _save(widget: QWidget, target: Path, window: MainWindow | None = None) -> None:
    main_window = window or widget
    assert isinstance(main_window, MainWindow)
    _settle(main_window)
    widget.grab().save(str(target))
    # A few hundred colours are enough for flat areas and text, and keep the files small.
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


def _settle(window: MainWindow) -> None:
    _wait(lambda: window.background.idle and not window.refreshing)
    if window.page.view.pages:
        _wait(lambda: window.page.view.has_image)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not condition():
        QApplication.processEvents()
        time.sleep(0.005)
        if time.monotonic() > deadline:
            raise SystemExit("the window did not settle")
    QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
