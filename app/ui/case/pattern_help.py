"""The five questions about a finding, answered in plain words: what it looks like, what to do first, when it clears."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.shipped_files import resource_path
from app.ui.fitting_dialog import FittingDialog
from app.ui.i18n import current_language
from app.ui.plain_text import plain_label
from app.workflow.comparison_values import Frame
from app.workflow.wording import finding_title

QUESTIONS = ("looks_like", "first_action", "clears_when", "documented", "prevention")


@cache
def help_texts(language: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Return the shipped help by pattern or category, then by question, in a language."""
    name = "patterns.toml" if language == "en" else f"patterns.{language}.toml"
    text = resource_path("help", name).read_text(encoding="utf-8")
    return {name: {k: str(v) for k, v in body.items()} for name, body in tomllib.loads(text).items()}


def topics_of(frame: Frame) -> tuple[str, ...]:
    """Return what there is help on for a frame: its patterns, or its category."""
    if frame.case is not None and frame.case.category not in frame.case.patterns:
        wanted: Sequence[str] = (frame.case.category, *frame.case.patterns)
    else:
        wanted = frame.patterns
    return tuple(dict.fromkeys(str(topic) for topic in wanted if topic in help_texts()))


class PatternHelp(FittingDialog):
    """Shows the five questions for each pattern of a frame."""

    def __init__(self, topics: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What is this?"))
        words = {
            "looks_like": self.tr("What it looks like"),
            "first_action": self.tr("What to do first"),
            "clears_when": self.tr("When it clears by itself"),
            "documented": self.tr("What the log holds"),
            "prevention": self.tr("How to prevent it"),
        }
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        for topic in topics:
            answers = help_texts(current_language())[topic]
            title = plain_label(answers.get("title", finding_title(topic)), look="title", wrap=True)
            self.body.addWidget(title)
            for question in QUESTIONS:
                if question in answers:
                    self.body.addWidget(plain_label(words[question], look="muted"))
                    self.body.addWidget(plain_label(answers[question], wrap=True))
            self.body.addSpacing(12)
        self.body.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Help"))
        area.setWidget(inner)
        leave = QPushButton(self.tr("Close  Esc"))
        leave.setDefault(True)
        leave.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(self.fontMetrics().averageCharWidth() * 78, self.fontMetrics().lineSpacing() * 26)
