"""Everything that was done to the open document, newest first: when, by whom, what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.case import JournalEntry
from app.domain.turned_text import level
from app.ui.i18n import say, say_reason
from app.ui.locale_figures import desk_figures
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.wording import JOURNAL_KINDS, without_codes, words_for


class HistoryPanel(QWidget):
    """The entries of the journal about one document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = plain_label(look="title")
        self.list = QListWidget()
        self.list.setObjectName("history")
        self.list.setAccessibleName(self.tr("What was done to this document"))
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        self.show_entries(())

    def show_entries(self, entries: Sequence[JournalEntry], names: frozenset[str] = frozenset()) -> None:
        """Show the entries of another document; ``names`` on it look like figures."""
        count = len(entries)
        self.head.setText(
            self.tr("History of this document: %n entries", "", count) if count else self.tr("No history yet.")
        )
        self.list.clear()
        for entry in reversed(entries):
            item = QListWidgetItem(level(entry_words(entry, names)))
            item.setToolTip(
                tooltip_text(f"{entry_words(entry, names)}\n{self.tr('Entry')} {entry.sequence} · {entry.hash[:16]}…")
            )
            self.list.addItem(item)

    def minimumSizeHint(self) -> QSize:
        """Keep the newest entry in sight in a low window (Qt)."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() * 3)

    def sizeHint(self) -> QSize:
        """Ask for a few lines (Qt)."""
        return QSize(400, self.fontMetrics().lineSpacing() * 9)


def entry_words(entry: JournalEntry, names: frozenset[str] = frozenset()) -> str:
    """Write an entry in one line: time, who, what, why; ``names`` that look like figures stay as they are."""
    figures = replace(desk_figures(), names=names)
    who = entry.user if entry.person else "Tieout"
    kind = words_for(entry.kind, JOURNAL_KINDS)
    summary = say(figures.sentence(without_codes(entry.summary))) or say(kind)
    why = say_reason(first_line(entry.reason)) if entry.person else say(figures.sentence(first_line(entry.reason)))
    reason = f" — {why}" if entry.reason else ""
    return f"{local_time(entry.time)}   {who}   {summary}{reason}"


def local_time(text: str) -> str:
    """Write a UTC time of the journal as the desk's clock shows it; text that is no time stays as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    here = when.astimezone()
    return f"{desk_figures().day(here.date())} {here:%H:%M}"


def first_line(text: str) -> str:
    """Return the first line of a longer note."""
    head, _, rest = text.strip().partition("\n")
    return f"{head} …" if rest else head
