"""A window that learns a profile, as a process of its own: ``python -m tests.helpers.learning_window WORKSPACE``.

It opens the desk, lets a profile be learned from the first invoice, shows it in the room of profiles and saves it, and
says on a line of its own how far it is: ``opened``, ``learned``, ``saving``, ``saved``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap import open_services
from app.shipped_files import profiles_path
from app.ui.application import make_application, make_window
from app.ui.profiles.page import ProfileStudio
from app.ui.settings import WindowSettings
from app.workflow.profile_learning import Proposal, propose

STAGES = ("opened", "learned", "saving", "saved")
DOCUMENT = 1
_MOST_SECONDS = 300.0


def main(workspace: Path) -> None:
    """Learn and save."""
    app = make_application()
    with open_services(workspace, user="clerk") as services:
        window = make_window(app, services, WindowSettings(workspace.parent / "window.ini"))
        window.show()
        _wait(lambda: window.background.idle and not window.refreshing)
        _say("opened")
        proposals: list[Proposal] = []
        window.background.read(
            window, lambda: propose(services, DOCUMENT, folders=(profiles_path(),)), proposals.append
        )
        _wait(lambda: bool(proposals))
        _say("learned")
        window.offers.proposal = proposals[0]
        window.enter_room("profiles")
        studio = window.rooms.page("profiles")
        assert isinstance(studio, ProfileStudio)
        _wait(lambda: studio.reading is not None and not studio.reading_soon and window.background.idle)
        studio.reason.setText("learned from an invoice that was put right")
        _say("saving")
        studio.save.click()
        _wait(lambda: "is saved" in window.line.said.text())
        _say("saved")
        window.close()


def _say(stage: str) -> None:
    sys.stdout.write(stage + "\n")
    sys.stdout.flush()


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _MOST_SECONDS
    while not condition():
        QApplication.processEvents()
        time.sleep(0.002)
        if time.monotonic() > deadline:
            raise SystemExit("it took too long")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
