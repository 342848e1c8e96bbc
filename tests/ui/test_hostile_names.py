"""Names from outside, by number: shown as they were typed by whatever shows text, and nothing is opened for them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QTabBar, QTableWidget, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import InputError
from app.domain.turned_text import TURNING, level
from app.ui.errors import ErrorDialog
from app.ui.notice import show_notice
from app.ui.plain_text import button_text, plain_label, tooltip_text
from tests.helpers.hostile_names import NAMES

_WATCHED = ("open", "socket.", "subprocess.", "os.system", "os.listdir", "sqlite3.")


class _Watch:
    """Hears what Python is asked to open; an audit hook stays for good, so it listens only while it is told to."""

    def __init__(self) -> None:
        self.on = False
        self.heard: list[tuple[str, str]] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.startswith(_WATCHED):
            self.heard.append((event, repr(arguments)[:200]))

    @contextmanager
    def listening(self) -> Iterator[None]:
        self.heard.clear()
        self.on = True
        try:
            yield
        finally:
            self.on = False


@pytest.fixture(scope="module")
def watch() -> _Watch:
    return _Watch()


def label(qtbot: QtBot, name: str) -> str:
    made = plain_label(name)
    qtbot.addWidget(made)
    return _shown(made)


def _shown(made: QLabel) -> str:
    """Return what a label shows: its text, if it takes it for nothing but text."""
    assert made.textFormat() is Qt.TextFormat.PlainText, "a label that guesses would take this for markup"
    assert made.sizeHint().height() < 2000
    return made.text()


def tooltip(_: QtBot, name: str) -> str:
    told = tooltip_text(name)
    document = QTextDocument()
    document.setHtml(told)
    assert "\ufffc" not in document.toPlainText(), "no picture"
    return document.toPlainText()


def button(qtbot: QtBot, name: str) -> str:
    made = QPushButton(button_text(name))
    qtbot.addWidget(made)
    assert made.shortcut().isEmpty()
    return _without_mnemonics(made.text())


def menu(qtbot: QtBot, name: str) -> str:
    made = QMenu()
    qtbot.addWidget(made)
    return _without_mnemonics(made.addAction(button_text(name)).text())


def tab(qtbot: QtBot, name: str) -> str:
    made = QTabBar()
    qtbot.addWidget(made)
    made.addTab(button_text(name))
    return _without_mnemonics(made.tabText(0))


def item(qtbot: QtBot, name: str) -> str:
    made = QTableWidget(1, 1)
    qtbot.addWidget(made)
    made.setItem(0, 0, QTableWidgetItem(name))
    made.resizeRowsToContents()
    made.grab()  # painted as text: a line of it, however it is written
    assert made.rowHeight(0) < 2000
    shown = made.item(0, 0)
    assert shown is not None
    return shown.text()


def title(qtbot: QtBot, name: str) -> str:
    made = QWidget()
    qtbot.addWidget(made)
    made.setWindowTitle(f"Tieout — {name}")
    made.show()
    return made.windowTitle().removeprefix("Tieout — ")


def _without_mnemonics(text: str) -> str:
    return text.replace("&&", "&")


def notice(qtbot: QtBot, name: str) -> str:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = show_notice(parent, "Tieout", name, name)
    shown = {_shown(one) for one in box.findChildren(QLabel) if one.text()}
    box.close()
    (one,) = shown
    return one


def error(qtbot: QtBot, name: str) -> str:
    dialog = ErrorDialog(InputError("damaged", name, next_step=name))
    qtbot.addWidget(dialog)
    assert _shown(dialog.next_step) == level(name)
    return _shown(dialog.message)


WAYS: dict[str, Callable[[QtBot, str], str]] = {
    "label": label, "tooltip": tooltip, "button": button, "menu": menu, "tab": tab, "notice": notice, "error": error,
    "item": item, "title": title,
}  # fmt: skip


@pytest.mark.parametrize("way", ["label", "tooltip", "button", "menu", "tab", "notice", "error"])
def test_no_sign_in_a_name_turns_the_line_round(qtbot: QtBot, way: str) -> None:
    """What stands behind it, an invoice's number or an amount, would be read backwards."""
    for turning in TURNING:
        shown = WAYS[way](qtbot, f"Acme {chr(turning)}gpj.exe · invoice 12345")
        assert shown == "Acme \ufffdgpj.exe · invoice 12345"


def test_there_are_twenty_nine() -> None:
    assert len(set(NAMES)) == 29


@pytest.mark.parametrize("way", WAYS)
def test_names_are_shown_as_typed_and_open_nothing(qtbot: QtBot, watch: _Watch, way: str) -> None:
    show = WAYS[way]
    show(qtbot, "Acme")  # what is loaded once is loaded before
    with watch.listening():
        shown = [show(qtbot, name) for name in NAMES]
    wrong = [
        at
        for at, (name, text) in enumerate(zip(NAMES, shown, strict=True), 1)
        if " ".join(text.split()) != " ".join(name.split())
    ]
    assert wrong == []
    assert watch.heard == []
