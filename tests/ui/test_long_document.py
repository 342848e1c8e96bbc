"""A document of many pages through the real reading processes and the real window: seen page by page, and stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.bootstrap import open_services
from app.domain.inbox import InboxItem, InboxState
from app.ui.main_window import MainWindow
from app.workflow.services import Services
from tests.helpers.papers import LETTER, draw_invoice, picture_of_invoice
from tests.helpers.processes import worker_processes
from tests.ui.conftest import OpenWindow

_PAGES = 200
_SCANNED = 170
_PLACE = re.compile(rf"page (\d+) of {_PAGES}")


@pytest.fixture
def real_services(tmp_path: Path) -> Iterator[Services]:
    with open_services(tmp_path / "workspace", user="clerk", jobs=1) as services:
        yield services


def _long_invoice(path: Path, scan: Image.Image) -> Path:
    """Write an invoice on the first page of many, one of the others a scan."""
    canvas = Canvas(str(path), pagesize=LETTER)
    draw_invoice(canvas)
    canvas.showPage()
    for number in range(2, _PAGES + 1):
        if number == _SCANNED:
            canvas.drawImage(ImageReader(scan), 0, 0, *LETTER)
        else:
            canvas.drawString(54, 700, f"Terms and conditions, part {number - 1}")
        canvas.showPage()
    canvas.save()
    return path


def _states(services: Services) -> list[tuple[str, InboxState]]:
    items: tuple[InboxItem, ...] = services.store.inbox()
    return sorted((Path(item.path).name, item.state) for item in items)


def test_a_long_document_is_told_page_by_page_stops_on_request_and_can_be_read_later(
    real_services: Services, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Digital pages, a scanned one and a second reading of it among them; what was stopped left nothing behind."""
    blank = Image.new("L", picture_of_invoice(100).size, 255)
    blank.paste(picture_of_invoice(100).crop((0, 0, 850, 120)))
    path = _long_invoice(tmp_path / "long.pdf", blank)
    window = open_window(real_services)
    told: list[str] = []
    bar: list[int] = []
    window.background.busy.connect(lambda *_: told.append(window.top.stage.text()))
    window.background.within.connect(lambda *_: bar.append(window.top.progress.value()))

    def pages() -> list[int]:
        return [int(found[1]) for text in told if (found := _PLACE.search(text))]

    window.take([path])
    qtbot.waitUntil(lambda: bool(pages()))
    assert window.top.cancel.isVisible()
    window.top.cancel.click()
    _rest(qtbot, window)
    assert _states(real_services) == [("long.pdf", InboxState.CANCELLED)]
    assert real_services.store.facts().documents == 0
    assert worker_processes() == set(), "the reading itself was stopped"
    assert not window.top.cancel.isVisible()
    assert window.top.stage.text() == ""

    told.clear()
    bar.clear()
    window.take([path])
    qtbot.waitUntil(lambda: real_services.store.facts().documents == 1)
    _rest(qtbot, window)
    seen = pages()
    assert seen == sorted(seen)
    assert seen[-1] >= _SCANNED
    assert bar == sorted(bar), "it goes on and never back"
    assert len(set(bar)) > 3, "it moves by pages, though there is one file only"
    assert any(0 < value < window.top.progress.maximum() for value in bar)
    assert InboxState.DONE in {state for _, state in _states(real_services)}


def _rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.background.idle and not window.refreshing)
