"""The question of the case in focus, why it did not clear, and a button with its key for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.case import Action, Case, Outcome
from app.domain.policy import Role
from app.ui.actions import key_text
from app.ui.case.loading import Opened
from app.ui.case.other_document import other_document_of
from app.ui.folding_row import FoldingRow
from app.ui.i18n import say, say_reason
from app.ui.plain_text import button_text, plain_label, set_look
from app.workflow.comparison_values import Frame, FrameKind
from app.workflow.figures import Figures
from app.workflow.proposal import action_label, asked_role, limit_words, proposed_action, question, urgency_words
from app.workflow.wording import CASE_STATES, counted, without_codes, words_for

# Button order; the id is the action's in the table of actions.
BUTTONS: tuple[tuple[str, Action | None], ...] = (
    ("send", Action.SEND),
    ("accept", Action.ACCEPT),
    ("correct", Action.CORRECT),
    ("choose", Action.CHOOSE),
    ("reject", Action.REJECT),
    ("hold", Action.HOLD),
    ("reopen", Action.REOPEN),
    ("note", Action.NOTE),
    ("other_document", None),
    ("next_problem", None),
    ("finish", None),
)
_MOST_LINES = 7
_MOST_ROWS = 4
# Of the height there is, so much for the reasons and so much for the buttons; never less than two lines of each.
_REASONS_SHARE, _BUTTONS_SHARE = 0.2, 0.3
_FEWEST = 2
_GAP = 3


class CaseBar(QWidget):
    """Asks one question at a time.

    Attributes:
        proposed: The action Enter starts; None where nothing is to be decided.
        case: The case in focus, if any.
    """

    def __init__(
        self, actions: Mapping[str, QAction], figures: Figures, role: Role, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._figures = figures
        self._role = role
        self.proposed: Action | None = None
        self.case: Case | None = None
        self.question = plain_label(look="title", wrap=True)
        self.why = plain_label(look="muted", wrap=True)
        self.row = FoldingRow(most_lines=_MOST_ROWS)
        self.row.setObjectName("decisions")
        self.buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        for name, _ in BUTTONS:
            self._add_button(name)
        self._text = _TextArea(self.question, self.why)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addWidget(self.row)
        self.show_frame(None, None)

    def show_frame(self, opened: Opened | None, frame: Frame | None) -> None:
        """Ask about a frame; for one without a case say why it cleared."""
        self.case = frame.case if frame else None
        allowed: tuple[Action, ...] = ()
        self.proposed = None
        if opened is None or frame is None:
            self._say("", "")
        elif self.case is None:
            self._say(*self._no_case(opened, frame))
        else:
            allowed = opened.allowed(self.case)
            if asked_role(self.case, self._role) is None:
                allowed = tuple(action for action in allowed if action is not Action.SEND)
            self.proposed = proposed_action(self.case, allowed, self._role) if frame.is_open else None
            self._say(*self._about_case(opened, frame, self.case))
        last = opened is not None and not opened.comparison.problems
        self._show_buttons(allowed, finished=last)

    def fit_into(self, height: int) -> None:
        """Take no more than a part of the height there is: the figures above keep the most of it."""
        line = self.row.minimumSizeHint().height()
        self.row.most_lines = min(max(round(height * _BUTTONS_SHARE) // max(line, 1), _FEWEST), _MOST_ROWS)
        self.row.refit()
        self._text.fit_into(round(height * _REASONS_SHARE))

    def _about_case(self, opened: Opened, frame: Frame, case: Case) -> tuple[str, str]:
        exposure = frame.exposure
        stake = self._figures.money(exposure, opened.currency) if exposure else ""
        handover = case.handover
        if not frame.is_open:
            if opened.rejected:
                return self.tr("The invoice is rejected."), self._rejected(case)
            state = say(words_for(case.state, CASE_STATES))
            told = f"{state[:1].upper()}{state[1:]}." + (f" {say_reason(case.note)}" if case.note else "")
            return frame.title, told
        title = frame.title if frame.kind is FrameKind.LINES else ""
        asked = say(question(case, self.proposed, title=title, stake=stake, role=self._role))
        figures = replace(self._figures, names=opened.comparison.names)
        several = self.tr("One cause, decided as one: %n cases.", "", len(frame.cases)) if frame.more_cases else ""
        # Of several cases the figures of the first must not read as those of all.
        held = self.tr("Not cleared by itself, the first of them: {0}") if several else ""
        same_step = len({one.handover.recommended_action for one in frame.cases}) == 1
        parts = [
            several,
            self._part(held or self.tr("Not cleared by itself: {0}"), handover.why_not_cleared, figures),
            self._part(self.tr("Likely cause: {0}"), handover.likely_cause, figures),
            self._part(self.tr("Next step: {0}"), handover.recommended_action if same_step else "", figures),
            say(limit_words(replace(case, exposure=exposure), self._role, self._figures, opened.currency)),
            say(urgency_words(opened.most_urgent(frame.cases), self._figures)),
            _sentence(say(figures.sentence(handover.similar))),
        ]
        return asked, without_codes(" ".join(part for part in parts if part))

    def _rejected(self, case: Case) -> str:
        """Say why, and how it comes back."""
        if case.outcome is not Outcome.REJECTED:
            return self.tr("Another case of it was rejected: that one can be reopened.")
        return " ".join(
            (_sentence(say_reason(case.note)), self.tr("Reopen brings it back; Ctrl+Enter goes to the next."))
        )

    def _part(self, words: str, text: str, figures: Figures) -> str:
        """Return one part of the reasons; nothing where there is nothing to say."""
        return words.format(_sentence(say(figures.sentence(text)))) if text.strip() else ""

    def _no_case(self, opened: Opened, frame: Frame) -> tuple[str, str]:
        if opened.rejected:
            return self.tr("The invoice is rejected."), self.tr("Ctrl+Enter opens the next one that needs you.")
        if opened.comparison.problems:
            left = say(counted(len(opened.comparison.problems), "problem"))
            return frame.title, self.tr("Nothing to decide here. {0} left: N goes to the next.").format(left)
        done = self.tr("Nothing is left to decide on this document.")
        return done, self.tr("Ctrl+Enter opens the next one that needs you.")

    def _show_buttons(self, allowed: tuple[Action, ...], *, finished: bool) -> None:
        for name, action in BUTTONS:
            button = self.buttons[name]
            usable = action in allowed if action is not None else True
            button.setVisible(usable)
            if action is not None and self.case is not None:
                self._words[name] = say(action_label(action, self.case, self._role))
                self._label(name)
            primary = (action is not None and action is self.proposed) or (name == "finish" and finished)
            set_look(button, "primary" if primary else "")
            if action is not None:
                self._actions[name].setEnabled(usable)
        self._actions["propose"].setEnabled(True)
        self.buttons["next_problem"].setVisible(not finished)
        self.buttons["other_document"].setVisible(other_document_of(self.case) is not None)
        self._reorder()

    def _reorder(self) -> None:
        """Put the proposed button first; the tab order follows."""
        names = [name for name, _ in BUTTONS]
        first = next((name for name, action in BUTTONS if action is not None and action is self.proposed), None)
        if first is not None:
            names.remove(first)
            names.insert(0, first)
        self.row.show_buttons([self.buttons[name] for name in names])

    def _add_button(self, name: str) -> None:
        action = self._actions[name]
        button = self.buttons[name] = QPushButton(self.row)
        self._words[name] = action.text()
        self._label(name)
        button.setObjectName(f"button_{name}")
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        # Its key may be changed while the program runs.
        action.changed.connect(lambda: self._label(name))

    def _label(self, name: str) -> None:
        key = key_text(self._actions[name])
        self.buttons[name].setText(button_text(f"{self._words[name]}  {key}" if key else self._words[name]))

    def _say(self, asked: str, why: str) -> None:
        self.question.setText(asked)
        self.why.setText(why)
        self.question.setVisible(bool(asked))
        self.why.setVisible(bool(why))
        self.setAccessibleDescription(f"{asked} {why}")
        self._text.refit()


class _TextArea(QScrollArea):
    """The question and its reasons: as high as they need, up to a few lines; what is longer scrolls."""

    def __init__(self, question: QLabel, why: QLabel) -> None:
        super().__init__()
        self._labels = (question, why)
        self.setObjectName("question")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("What is to be decided"))
        self._inner = QWidget()
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(question)
        layout.addWidget(why)
        layout.addStretch(1)
        self.setWidget(self._inner)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)
        self._most_lines = _MOST_LINES

    def fit_into(self, height: int) -> None:
        """Show so many whole lines as go into a height."""
        self._most_lines = min(max(height // self.fontMetrics().lineSpacing(), _FEWEST), _MOST_LINES)
        self.updateGeometry()

    def refit(self) -> None:
        """Take the height the text needs at this width."""
        self.updateGeometry()
        self.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        """Return the height of the text, limited (Qt)."""
        width = max(self.viewport().width(), 200)
        shown = [label for label in self._labels if not label.isHidden()]
        gaps = _GAP * len(shown)
        needed = sum(label.heightForWidth(width) for label in shown) + gaps
        return QSize(200, min(needed, self.fontMetrics().lineSpacing() * self._most_lines + gaps))

    def minimumSizeHint(self) -> QSize:
        """Keep one line in sight (Qt)."""
        return QSize(100, min(self.sizeHint().height(), self.fontMetrics().lineSpacing()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width (Qt)."""
        super().resizeEvent(event)
        self.updateGeometry()


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else text + "."
