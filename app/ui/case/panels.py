"""The panels that decide: a reason, another order line, a day to wait for. Esc closes each."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
)

from app.domain.case import Action, Case, Choice, Command
from app.domain.decision import Category
from app.domain.order import LineRef
from app.ui.case.numbered_list import NumberedList
from app.ui.case.panel import ENTER_KEYS, Panel
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.workflow.candidates import Candidate
from app.workflow.figures import Figures
from app.workflow.wording import ACCEPT_REASONS, DETAILS_REASONS, REJECT_REASONS

_EXAMPLE = date(2026, 12, 15)
_REASONS = {Action.ACCEPT: ACCEPT_REASONS, Action.REJECT: REJECT_REASONS}


def _reasons_for(case: Case, action: Action) -> tuple[str, ...]:
    """Return what is offered as the reason of an action, in its order; nothing where it is typed."""
    if action is Action.ACCEPT and case.category == Category.SUPPLIER_DETAILS:
        return DETAILS_REASONS
    return _REASONS.get(action, ())


class ReasonPanel(Panel):
    """Asks for a reason: for accepting and rejecting from a numbered list or typed, for everything else typed."""

    def __init__(self) -> None:
        super().__init__()
        self._action = Action.ACCEPT
        self._reasons: tuple[str, ...] = ()
        self.list = NumberedList(self.tr("Reasons"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Or say it in your own words; auditors read it."))
        self.give = self._primary(self.tr("Write it down  Enter"))
        self.body.addWidget(self.list)
        self.body.addWidget(self._field(self.tr("Reason:"), self.text))
        self._end_with(self.give, self._cancel())
        self.list.marked.connect(lambda row: self.text.setText(say(self._reasons[row])))
        self.list.picked.connect(lambda _: self._submit())
        self.list.typed.connect(self._start_typing)
        self.text.returnPressed.connect(self._submit)
        self.text.textEdited.connect(lambda _: self.list.unmark())
        self.keep(self.text)
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case, action: Action, title: str) -> None:
        """Ask for the reason of one action."""
        self._case, self._action = case, action
        self._reasons = _reasons_for(case, action)
        self.title.setText(title)
        self.show_trouble("")
        self.text.clear()
        self.list.show_rows([say(reason) for reason in self._reasons])
        self.list.setVisible(bool(self._reasons))

    def begin(self) -> None:
        """Start in the list of reasons where there is one."""
        (self.list if self._reasons else self.text).setFocus()

    def _start_typing(self, letter: str) -> None:
        self.list.unmark()
        self.text.setText(letter)
        self.text.setFocus()
        self.edited.emit()

    def _submit(self) -> None:
        if self._case is None:
            return
        reason = self.text.text().strip()
        if not reason:
            asked = self.tr("Choose a reason by its number, or write one.") if self._reasons else ""
            self.show_trouble(asked or self.tr("Write a reason in words."))
            return
        # The log keeps a reason of the list in one language, whoever reads it; their own words stay as they were typed.
        listed = {say(one): one for one in self._reasons}
        self._give(Command(self._action, self._case.version, note=listed.get(reason, reason)))


class CandidatesPanel(Panel):
    """Shows numbered order lines and what tells them apart; a number marks one, Enter takes it."""

    def __init__(self) -> None:
        super().__init__()
        self._line = 0
        self._candidates: tuple[Candidate, ...] = ()
        self.list = NumberedList(self.tr("Order lines it could be"))
        self.none = QPushButton(self.tr("None of them"))
        self.same = plain_label(look="muted", wrap=True)
        self.body.addWidget(self.same)
        self.body.addWidget(self.list)
        self._end_with(self.none, self._cancel())
        self.list.picked.connect(self._picked)
        self.none.clicked.connect(lambda: self._submit(None))

    def ask(self, case: Case, line: int, candidates: tuple[Candidate, ...], *, ambiguous: bool) -> None:
        """Offer order lines for one invoice line."""
        self._case, self._line, self._candidates = case, line, candidates
        heading = (
            self.tr("Several order lines fit invoice line {0}: which is it?")
            if ambiguous
            else self.tr("Which order line does invoice line {0} belong to?")
        )
        self.title.setText(heading.format(line) if candidates else self.tr("This vendor has no other order line."))
        self.show_trouble("")
        shared = [f"{say(fact.label)} {fact.text}" for fact in candidates[0].facts if fact.same] if candidates else []
        self.same.setText(self.tr("The same for all: {0}").format(", ".join(shared)) if shared else "")
        self.same.setVisible(bool(shared))
        self.list.show_rows([_candidate_words(candidate) for candidate in candidates])

    def mark(self, ref: LineRef) -> bool:
        """Mark the candidate that is one order line and nothing else; tell whether it is offered."""
        rows = [row for row, one in enumerate(self._candidates) if one.po_lines == (ref,)]
        if rows:
            self.list.setCurrentRow(rows[0])
        return bool(rows)

    def begin(self) -> None:
        """Start in the list."""
        self.list.setFocus()

    def _picked(self, row: int) -> None:
        if row < 0:
            self.show_trouble(self.tr("Choose an order line by its number."))
            return
        self._submit(self._candidates[row])

    def _submit(self, candidate: Candidate | None) -> None:
        if self._case is not None:
            choice = Choice(self._line, candidate.po_lines if candidate else ())
            self._give(Command(Action.CHOOSE, self._case.version, choice=choice))


class HoldPanel(Panel):
    """Asks until when to hold, and why."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures
        self._today = date.min
        self.day = QLineEdit()
        self.day.setPlaceholderText(self.tr("Like {0}").format(figures.day(_EXAMPLE)))
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("What is waited for"))
        self.give = self._primary(self.tr("Hold it  Enter"))
        self.body.addWidget(self._field(self.tr("Until:"), self.day))
        self.body.addWidget(self._field(self.tr("Note:"), self.text))
        self._end_with(self.give, self._cancel())
        self.keep(self.day, self.text)
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case, today: date) -> None:
        """Offer the day a week ahead, never a weekend."""
        self._case = case
        self.title.setText(self.tr("Put it aside until a day; it comes back by itself."))
        self.show_trouble("")
        self.text.clear()
        until = today + timedelta(days=7)
        while until.weekday() > 4:
            until += timedelta(days=1)
        self._today = today
        self.day.setText(self._figures.day(until))

    def begin(self) -> None:
        """Start at the day, all of it selected."""
        self.day.setFocus()
        self.day.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold with Enter from the day or the note (Qt)."""
        if event.key() in ENTER_KEYS and not isinstance(self.focusWidget(), QPushButton):
            if not event.isAutoRepeat():
                self._submit()
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        if self._case is None:
            return
        until = self._figures.read_day(self.day.text())
        if until is None:
            told = self.tr("“{0}” is not a day. Write it like {1}.")
            self.show_trouble(told.format(self.day.text(), self._figures.day(_EXAMPLE)))
            self.day.setFocus()
            return
        if until <= self._today:
            self.show_trouble(self.tr("{0} is not after today. Name a later day.").format(self._figures.day(until)))
            self.day.setFocus()
            return
        self._give(Command(Action.HOLD, self._case.version, note=self.text.text().strip(), hold_until=until))


def _candidate_words(candidate: Candidate) -> str:
    apart = [f"{say(fact.label)} {say(fact.text)}" for fact in candidate.facts if not fact.same]
    return f"{say(candidate.title)}   {' · '.join(apart)}"
