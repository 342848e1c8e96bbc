"""Instructions in words, in the German window: what was understood, and why a clause was not, is German."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.i18n import use_language
from app.ui.profiles.rule_panels import WordsPanel

_UNDERSTOOD = {
    "Menge ist die Spalte „Geliefert“": "Berechnete Menge: in der Spalte mit der Überschrift „Geliefert“.",
    "the third column is the unit price": "Preis: in der dritten Spalte mit Überschrift.",
    "the last column is the amount": "Betrag: in der letzten Spalte mit Überschrift.",
    "ignore rows starting with **": "Zeilen, die mit „**“ beginnen, sind keine Rechnungszeilen.",
    'skip lines containing "Subtotal"': "Zeilen, in denen „Subtotal“ steht, sind keine Rechnungszeilen.",
    "im Datum steht der Tag vorn": "In Daten steht der Tag vorn.",
    "decimal point": "Zahlen haben einen Dezimalpunkt.",
    "„KTN“ bedeutet Karton": "Die gedruckte Einheit „KTN“ ist CT.",
}
_MISSED = {
    "KTN bedeutet Karton": "setzen Sie Gedrucktes in Anführungszeichen",
    "unit XX means florb": "„florb“ ist keine bekannte Einheit",
    "dates are day first; dates are month first": "vorher anders gesagt: In Daten steht der Tag vorn.",
}


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> Iterator[WordsPanel]:
    use_language("de")
    made = WordsPanel()
    qtbot.addWidget(made)
    yield made
    use_language("en")


@pytest.mark.parametrize(("words", "said"), _UNDERSTOOD.items())
def test_what_was_understood_is_said_in_german(panel: WordsPanel, words: str, said: str) -> None:
    panel.text.setPlainText(words)
    panel.understand()
    assert (panel.understood.text(), panel.missed.text()) == (f"= {said}", "")


@pytest.mark.parametrize(("words", "reason"), _MISSED.items())
def test_why_a_clause_was_not_understood_is_said_in_german_and_its_words_stay(
    panel: WordsPanel, words: str, reason: str
) -> None:
    panel.text.setPlainText(words)
    panel.understand()
    clause = words.rpartition("; ")[2]
    assert panel.missed.text() == f"Nicht verstanden: {clause} ({reason})"
