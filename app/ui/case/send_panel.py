"""The panel of the message about a case, to whom it waits for or to the vendor. Esc closes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton

from app.domain.case import Action, Case, Command, Document
from app.domain.errors import AppError
from app.domain.policy import Role
from app.reports.whole_file import write_whole
from app.ui.case.panel import Panel
from app.ui.flow_row import FlowRow
from app.ui.i18n import LANGUAGES, current_language, say
from app.ui.plain_text import copy_text
from app.workflow.case_message import LETTER_LANGUAGES, message_of
from app.workflow.mail import unsent_mail
from app.workflow.proposal import asked_role
from app.workflow.wording import OWNERS, words_for


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
