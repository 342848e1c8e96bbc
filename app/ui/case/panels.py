"""The panels that decide: a reason, another order line, a message, a day to wait for. Esc closes each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from app.domain.case import Action, Case, Choice, Command, Document
from app.domain.decision import Category
from app.domain.errors import AppError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.reports.whole_file import write_whole
from app.ui.case.numbered_list import NumberedList
from app.ui.case.panel import ENTER_KEYS, Panel
from app.ui.flow_row import FlowRow
from app.ui.i18n import LANGUAGES, current_language, say
from app.ui.plain_text import copy_text, plain_label
from app.workflow.candidates import Candidate
from app.workflow.case_message import LETTER_LANGUAGES, message_of
from app.workflow.figures import Figures
from app.workflow.mail import unsent_mail
from app.workflow.proposal import asked_role
from app.workflow.wording import ACCEPT_REASONS, DETAILS_REASONS, OWNERS, REJECT_REASONS, words_for

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


class SendPanel(Panel):
    """Shows the drafted message, to be changed, copied, saved as a mail and marked as handed over; nothing is sent.

    It is written in the language of the window unless another is chosen, and to whom the case waits for or the vendor.
    """

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role
        self._document: Document | None = None
        self._templates: Mapping[str, str] = {}
        self._written: tuple[str, ...] = ()
        self.whom, self.language = QComboBox(), QComboBox()
        self.whom.addItem(self.tr("Whom the case waits for"), None)
        self.whom.addItem(self.tr("The vendor"), Role.VENDOR)
        for code in LETTER_LANGUAGES:
            self.language.addItem(LANGUAGES[code], code)
        self.address = QLineEdit()
        self.subject = QLineEdit()
        self.message = QPlainTextEdit()
        self.message.setTabChangesFocus(True)
        self.message.setAccessibleName(self.tr("Message"))
        self.message.setMinimumHeight(self.fontMetrics().height() * 6)
        self.give = self._primary(self.tr("Copy and hand over  Ctrl+S"))
        self.give.setToolTip(self.tr("Copies the message and marks the case as handed over; nothing is sent."))
        # A button's own shortcut clicks a tenth of a second later; the next key may be pressed by then.
        self.hand_over = QShortcut(QKeySequence("Ctrl+S"), self)
        self.hand_over.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hand_over.setAutoRepeat(False)
        self.hand_over.activated.connect(self._submit)
        self.give.setAutoDefault(False)
        self.copy = QPushButton(self.tr("Copy"))
        self.save = QPushButton(self.tr("Save as a mail…"))
        self.kinds = FlowRow()
        self.kinds.show_parts((self.whom, self.language))
        self.body.addWidget(self.kinds)
        self.body.addWidget(self._field(self.tr("To:"), self.address))
        self.body.addWidget(self._field(self.tr("Subject:"), self.subject))
        self.body.addWidget(self.message, 1)
        self._end_with(self.give, self.copy, self.save, self._cancel())
        self.whom.setAccessibleName(self.tr("Letter for:"))
        self.language.setAccessibleName(self.tr("Language:"))
        self.whom.activated.connect(lambda _: self._write_anew())
        self.language.activated.connect(lambda _: self._write_anew())
        self.save.clicked.connect(self._choose_place)
        self.copy.clicked.connect(lambda: copy_text(self._whole()))
        self.keep(self.address, self.subject, self.message)
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case, document: Document, templates: Mapping[str, str]) -> None:
        """Show the draft of a case."""
        self._case, self._document, self._templates = case, document, templates
        whom = say(words_for(asked_role(case, self._role) or case.owner, OWNERS))
        self.title.setText(self.tr("Message to {0}").format(whom))
        self.whom.setCurrentIndex(0)
        self.language.setCurrentIndex(max(0, self.language.findData(current_language())))
        self._write(str(self.language.currentData()))

    def _write(self, language: str) -> None:
        if self._case is None or self._document is None:
            return
        to = self.whom.currentData()
        draft = message_of(
            self._document, self._case, self._templates, language=language, to=Role(to) if to is not None else None
        )
        self.show_trouble("")
        self.address.setText(draft.to_address or "")
        self.subject.setText(draft.subject)
        self.subject.setCursorPosition(0)  # a long one is read from its beginning
        self.message.setPlainText(draft.body)
        self._written = self.texts()

    def _write_anew(self) -> None:
        """Write the letter in the language and to whom it is chosen, unless that would lose what a person wrote."""
        if self.texts() != self._written and self.message.toPlainText().strip():
            self.show_trouble(self.tr("You changed this message. Undo that, or empty it, to have it written anew."))
            return
        self._write(str(self.language.currentData()))

    def save_to(self, name: str) -> None:
        """Write the message as a draft that a mail program opens."""
        mail = unsent_mail(self.subject.text(), self.message.toPlainText(), self.address.text().strip() or None)
        try:
            write_whole(Path(name), lambda partial: partial.write_bytes(mail))
        except AppError as error:
            self.show_trouble(say(str(error)))
            return
        self.show_trouble(self.tr("The message was saved to {0}; it was not sent.").format(name))

    def _choose_place(self) -> None:
        if self._case is None:
            return
        dialog = QFileDialog(self, self.tr("Save the message"), f"case-{self._case.case_id}.eml")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def begin(self) -> None:
        """Start at the button: mostly the draft goes out as it is."""
        self.give.setFocus()

    def press(self, button: QPushButton) -> None:
        """Hand over with Ctrl+S alone: an Enter too many must not say that somebody was asked."""
        if button is self.give:
            self.show_trouble(self.tr("Ctrl+S copies the message and marks it as handed over; Esc leaves."))
        else:
            super().press(button)

    def _whole(self) -> str:
        head = [text for text in (self.address.text(), self.subject.text()) if text]
        return "\n".join([*head, "", self.message.toPlainText()]) if head else self.message.toPlainText()

    def _submit(self) -> None:
        if self._case is None:
            return
        copy_text(self._whole())
        owner = asked_role(self._case, self._role) or self._case.owner
        self._give(Command(Action.SEND, self._case.version, note=self._whole(), owner=owner))


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
