"""Languages: every text of the window is in every catalogue, and every catalogue keeps the figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from app.ui import i18n
from app.ui.i18n import Catalogue, language_of, load_catalogue, say, use_language

UI = Path(i18n.__file__).parent
_CALLS = {"tr", "_tr", "translate"}


def literal_of(call: ast.Call) -> ast.expr:
    named_translate = isinstance(call.func, ast.Attribute) and call.func.attr == "translate"
    return call.args[1] if named_translate else call.args[0]


def translated_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _CALLS and not (name == "translate" and len(node.args) < 2):
                yield f"{path.relative_to(UI)}:{node.lineno}", node


def test_no_translated_text_is_put_together_before_it_is_looked_up() -> None:
    wrong = [where for where, call in translated_calls() if isinstance(literal_of(call), ast.JoinedStr)]
    assert wrong == []


@pytest.fixture
def restore_language() -> Iterator[None]:
    yield
    use_language("en")


def test_a_catalogue_answers_qt_and_counts(qtbot: QtBot, restore_language: None) -> None:
    assert QCoreApplication.translate("any", "no such text at all") == "no such text at all"
    use_language("en")
    one = QCoreApplication.translate("x", "The journal is whole: %n entries.", None, 1)
    many = QCoreApplication.translate("x", "The journal is whole: %n entries.", None, 7)
    assert (one, many) == ("The journal is whole: 1 entry.", "The journal is whole: 7 entries.")


def _small() -> Catalogue:
    sentences = {"Unit price {0} ({1})": "Stückpreis {0} ({1})", "Ask {0}? {1}": "{0} fragen? {1}"}
    ordered = tuple((i18n._pattern(source), target) for source, target in sentences.items())
    return Catalogue("de", {"the buyer": "den Einkauf", "Agrees": "Stimmt"}, {}, ordered)


def test_a_sentence_keeps_its_figures_and_its_parts_are_looked_up() -> None:
    small = _small()
    assert small.sentence("Unit price +0.95 (+10.0 %)") == "Stückpreis +0.95 (+10.0 %)"
    assert small.sentence("Ask the buyer? Agrees") == "den Einkauf fragen? Stimmt"
    assert small.sentence("Agrees · 7 boxes") == "Stimmt · 7 boxes"
    assert small.sentence("something else") is None


def test_the_language_chosen_wins_over_the_systems_and_english_is_the_last() -> None:
    german, polish = QLocale("de_DE"), QLocale("pl_PL")
    assert language_of("", german) == "de"
    assert language_of("en", german) == "en"
    assert language_of("", polish) == "en"
    assert language_of("xx", german) == "de"


@pytest.mark.parametrize("language", [code for code in i18n.LANGUAGES if i18n.catalogue_files(code)])
def test_translations_keep_every_place_of_a_figure(language: str) -> None:
    catalogue = load_catalogue(language)
    place = re.compile(r"\{\d?\}|%n")
    for source, target in catalogue.texts.items():
        assert sorted(place.findall(source)) == sorted(place.findall(target)), source
    for source, forms in catalogue.counted.items():
        assert "%n" in source
        assert all(set(place.findall(form)) <= set(place.findall(source)) for form in forms), source


def test_english_says_the_rules_sentences_as_they_are(restore_language: None) -> None:
    use_language("en")
    assert say("Billed at 10.45 against the order's 9.50") == "Billed at 10.45 against the order's 9.50"
