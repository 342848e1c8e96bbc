"""The line at the bottom: what the person did last with a link that takes it back, and how long the journal is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.domain.case import JournalKind
from app.ui.case.loading import Opened
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.wording import without_codes


class HistoryLine(QWidget):
    """One line under everything.

    Signals:
        undo_wanted: The Undo link was used.
        history_wanted: The history was asked for.
        anchor_wanted: An anchor of the journal was asked for.
    """

    undo_wanted = Signal()
    history_wanted = Signal()
    anchor_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "line-above")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._full = ""
        self.said = plain_label(look="muted")
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setProperty("look", "link")
        self.undo.setAccessibleName(self.tr("Undo the last command"))
        self.undo.clicked.connect(self.undo_wanted)
        self.undo.hide()
        self.journal = QPushButton()
        self.journal.setProperty("look", "quiet")
        self.journal.setAccessibleName(self.tr("Show or hide the history"))
        self.journal.clicked.connect(self.history_wanted)
        self.anchor = QPushButton()
        self.anchor.setProperty("look", "link")
        self.anchor.setAccessibleName(self.tr("Take an anchor of the journal"))
        self.anchor.clicked.connect(self.anchor_wanted)
        self.anchor.hide()
        self.backup = plain_label(look="trouble")
        self.backup.setText(self.tr("! no backup"))
        self.backup.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 3)
        row.addWidget(self.said, 1)
        row.addWidget(self.undo)
        row.addWidget(self.backup)
        row.addWidget(self.anchor)
        row.addWidget(self.journal)

    def say(self, text: str) -> None:
        """Say what happened."""
        text = say(text)
        self._full = text
        self.said.setToolTip(tooltip_text(text))
        self.said.setText(text)

    def say_also(self, text: str) -> None:
        """Say something more; what was said before stays."""
        self.say(f"{self._full} {say(text)}".strip())

    def offer_undo(self, label: str) -> None:
        """Offer to take the last command back; an empty label offers nothing."""
        self.undo.setVisible(bool(label))
        self.undo.setToolTip(tooltip_text(say(desk_figures().sentence(without_codes(label)))))

    def warn_unanchored(self, entries: int) -> None:
        """Say how many entries no anchor stands for; none: nothing is said."""
        self.anchor.setText(self.tr("! %n entries without an anchor", "", entries))
        told = self.tr("Nothing outside this machine proves them yet. An anchor is a few lines to keep elsewhere.")
        self.anchor.setToolTip(tooltip_text(told))
        self.anchor.setVisible(entries > 0)

    def warn_backup(self, text: str) -> None:
        """Say that no backup could be made; an empty text: nothing is said."""
        self.backup.setToolTip(tooltip_text(say(text)))
        self.backup.setVisible(bool(text))

    def count_journal(self, entries: int) -> None:
        """Show how many entries the journal has."""
        self.journal.setText(self.tr("Journal: %n entries", "", entries))


def told_of(opened: Opened) -> str:
    """Say what a person's last command on a document was; of a message that it still has to be sent."""
    figures = replace(desk_figures(), names=opened.comparison.names)
    entries = [entry for entry in opened.entries if entry.person]
    if not entries:
        return figures.sentence(without_codes(opened.entries[-1].summary)) if opened.entries else ""
    last = entries[-1]
    told = figures.sentence(without_codes(last.summary))
    if last.kind == JournalKind.COMMAND and told.startswith(("Sent to", "Handed over to")):
        return f"Message copied: paste it into your mail. {told.replace('Sent to', 'Handed over to', 1)}"
    return told
