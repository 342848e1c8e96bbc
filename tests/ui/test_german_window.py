"""The German window says nothing in English: every room, panel and dialog is read, word by word (requirement 29)."""

from __future__ import annotations

import csv
import html
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import QueueFilter
from app.shipped_files import resource_path
from app.ui import application, locale_figures
from app.ui.case.in_language import in_language
from app.ui.i18n import use_language
from app.ui.main_window import MainWindow
from app.ui.settings import WindowSettings
from app.workflow.catalogue import catalogue_files
from app.workflow.comparison import compare
from app.workflow.figures import Figures
from app.workflow.services import Services
from tests.helpers.expected_readings import SAMPLE
from tests.ui import window_walk
from tests.ui.conftest import OpenWindow
from tests.ui.window_walk import places, texts_in

_GERMAN = Figures(",", ".", "%d.%m.%Y")
_TABLES = ("texts", "counted", "sentences", "figures", "seams", "commands")
# Files and folders, markup, and keys: "Return" stands on German keyboards too.
_NO_WORDS = re.compile(r"\S*[/\\]\S*|\S+\.(?:csv|pdf|toml|db)|(?:Strg|Umschalt|Alt)\+\S+|\bReturn\b|<[^>]*>|\{[^}]*\}")
_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_POINTED = re.compile(r"(?<![\w.,/-])\d+\.\d{1,2}(?![\w.,])")


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-zÄÖÜäöüß]{2,}", text)}


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _strings(part)
        case list():
            for part in value:
                yield from _strings(part)


@cache
def _only_english() -> frozenset[str]:
    """Return the words that the program says in English and never in German."""
    source, target = set[str](), set[str]()
    for path in catalogue_files("de"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in (data.get(name, {}) for name in _TABLES):
            for english, german in table.items():
                source |= _words(english)
                target |= _words(" ".join(_strings(german)))
    return frozenset((source | _guide_words("patterns.toml")) - target - _guide_words("patterns.de.toml"))


def _guide_words(name: str) -> set[str]:
    data = tomllib.loads(resource_path("help", name).read_text(encoding="utf-8"))
    return _words(" ".join(_strings(data)))


@cache
def _data() -> tuple[str, ...]:
    """Return what the orders and invoices of the sample say, the longest first: names, descriptions, codes, terms."""
    found = set(_strings(json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))))
    for path in SAMPLE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as rows:
            found |= {cell for row in list(csv.reader(rows))[1:] for cell in row}
    return tuple(sorted((text for text in found if len(text) > 3), key=len, reverse=True))


def english_in(text: str) -> list[str]:
    """Return the English words of a text of the German window that stand in no name, code or datum of a vendor."""
    if not _words(text) & _only_english():
        return []
    plain = html.unescape(text)
    for datum in _data():
        plain = plain.replace(datum, " ")
    return sorted(_words(_NO_WORDS.sub(" ", plain)) & _only_english())


def test_english_left_among_german_is_found() -> None:
    assert english_in("Late auf Rechnung C-20984: received 7 days nach dem zugesagten Tag") == [
        "days",
        "late",
        "received",
    ]
    assert english_in("Zeile 1: Berechnet zu 10,45 statt 9,50 laut Bestellung") == []
    assert english_in("Tomato Soup, Condensed, 10.75 oz Can") == []


def test_a_credit_and_an_order_billed_in_part_are_told_in_german(services: Services) -> None:
    row = next(row for row in services.store.queue(QueueFilter()) if row.invoice_number == "CM-1187")
    credit = services.store.document(row.document_id)
    use_language("de")
    try:
        frame = next(frame for frame in in_language(compare(credit, _GERMAN)).frames if frame.invoice_rows)
    finally:
        use_language("en")
    assert frame.order_rows[0].quantity.detail == "von 40 bestellten"
    assert "207,60 gutgeschrieben für 6 EA zu 34,60 aus PO-3016 Zeile 1: das bucht eine Person" in frame.notes


@pytest.fixture
def german_figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(application, "desk_figures", lambda: _GERMAN)
    monkeypatch.setattr(window_walk, "_MOST_ROWS", 25)
    monkeypatch.setattr(locale_figures, "figures_of", lambda _: _GERMAN)
    yield
    use_language("en")


def _part(window: MainWindow, place: str, shown: QWidget) -> QWidget:
    """Return what is new in a place, so that the queue is not read again at each."""
    if place.startswith("panel"):
        return window.case
    if place == "history":
        return window.history
    return window.rooms.page(place.partition(",")[0]) or shown


def test_r29_the_german_window_says_nothing_in_english(
    open_window: OpenWindow, services: Services, settings: WindowSettings, german_figures: None, qtbot: QtBot
) -> None:
    settings.set_text("language", "de")
    window = open_window(services, settings=settings)
    found: dict[str, str] = {}
    for place, shown in places(window, qtbot, documents=4):
        # The names in a folder are nobody's words.
        if shown.findChild(QFileDialog) is None and not isinstance(shown, QFileDialog):
            found |= {text: place for _, text in texts_in(_part(window, place, shown)) if text.strip()}
    assert len(found) > 1500
    assert {text: (place, words) for text, place in found.items() if (words := english_in(text))} == {}
    insight = [text for text, place in found.items() if place.startswith("insight")]
    assert [text for text in insight if _POINTED.search(text) or _DAY.search(text)] == []


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> WindowSettings:
    return WindowSettings(tmp_path_factory.mktemp("settings") / "window.ini")
