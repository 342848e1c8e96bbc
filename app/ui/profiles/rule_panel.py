"""What every part of the studio has in which rules stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.provenance import Box
from app.ui.plain_text import plain_label
from app.ui.profiles.rule_table import RuleTable
from app.workflow.profile_edit import Profile, Word

PARTS = "|"
"""What stands between several headings or labels in one cell."""


class RulePanel(QWidget):
    """A part that changes the profile.

    Signals:
        changed: The profile as it is after a change.
        said: Something to be said.
    """

    changed = Signal(object)
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.profile: Profile | None = None

    def show_profile(self, profile: Profile) -> None:
        """Show another profile."""
        self.profile = profile

    def take_words(self, text: str, box: Box, pages: int) -> None:
        """Take words that were clicked on the page."""

    def take_area(self, words: Sequence[Word], area: Box, pages: int) -> None:
        """Take an area that was drawn on the page."""

    def _change(self, change: Callable[[Profile], Profile]) -> None:
        if self.profile is not None:
            new = change(self.profile)
            if new != self.profile:
                self.changed.emit(new)


class TablePanel(RulePanel):
    """A part with one table of rules, and a word above it on how they are found."""

    def fill(self, told: str, table: RuleTable) -> None:
        """Lay out the word and the table."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(plain_label(told, look="muted", wrap=True, whole=True))
        layout.addWidget(table, 1)
