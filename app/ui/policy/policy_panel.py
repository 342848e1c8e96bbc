"""A part of the policy room that changes the proposed policy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.policy import Policy
from app.ui.i18n import say
from app.workflow.figures import Figures


class PolicyPanel(QWidget):
    """A part that changes the proposed policy.

    Signals:
        changed: The policy as it is after a change.
        refused: What was typed cannot be used: why.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures
        self.policy: Policy | None = None

    def show_policy(self, policy: Policy) -> None:
        """Show another policy."""
        self.policy = policy

    def _change(self, change: Callable[[Policy], Policy]) -> None:
        if self.policy is None:
            return
        try:
            new = change(self.policy)
        except AppError as error:
            self.refused.emit(say(str(error)))
            return
        if new != self.policy:
            self.changed.emit(new)
