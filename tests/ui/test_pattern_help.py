"""Help in the window for every pattern and category."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.decision import Category
from app.domain.match import Pattern
from app.ui.case.pattern_help import QUESTIONS, PatternHelp, help_texts, topics_of
from app.ui.i18n import LANGUAGES
from app.ui.main_window import MainWindow


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [*Pattern, *Category])
def test_there_are_answers_to_all_five_questions(topic: str, language: str) -> None:
    answers = help_texts(language)[topic]
    assert answers["title"]
    for question in QUESTIONS:
        assert answers[question].endswith((".", "!")), question


def test_one_key_explains_the_finding_in_focus(window: MainWindow, qtbot: QtBot) -> None:
    frame = window.case.comparison.frame
    assert frame is not None
    topics = topics_of(frame)
    assert topics
    window.case.comparison.setFocus()
    QTest.keyClick(window.case.comparison, Qt.Key.Key_W)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PatternHelp) and w.isVisible())
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert help_texts()[topics[0]]["first_action"] in told
    dialog.close()
