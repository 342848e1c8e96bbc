"""Below the comparison: the characters as read, the panels of which one may be open, like cases, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.case import Action
from app.domain.policy import Role
from app.ui.case.alike_panel import AlikePanel
from app.ui.case.bar import CaseBar
from app.ui.case.correct_panel import CorrectPanel
from app.ui.case.draft import Draft
from app.ui.case.panel import Panel
from app.ui.case.panels import CandidatesPanel, HoldPanel, ReasonPanel
from app.ui.case.send_panel import SendPanel
from app.ui.plain_text import plain_label
from app.workflow.figures import Figures


class CaseFoot(QWidget):
    """Either the buttons or one panel.

    Signals:
        submitted: A panel gave its command.
        left: A panel was left without a command.
        edited: Something was typed in a panel.
    """

    submitted = Signal(object)
    left = Signal()
    edited = Signal()

    def __init__(self, actions: Mapping[str, QAction], figures: Figures, role: Role) -> None:
        super().__init__()
        self.raw = plain_label(look="trouble", wrap=True)
        self.raw.hide()
        self.bar = CaseBar(actions, figures, role)
        self.reason, self.correction, self.candidates = ReasonPanel(), CorrectPanel(), CandidatesPanel()
        self.send, self.hold = SendPanel(role), HoldPanel(figures)
        self.panels: tuple[Panel, ...] = (self.reason, self.correction, self.candidates, self.send, self.hold)
        self.alike = AlikePanel(figures)
        self._build()

    @property
    def open_panel(self) -> Panel | None:
        """The panel that is open."""
        return next((panel for panel in self.panels if not panel.isHidden()), None)

    def open(self, panel: Panel) -> None:
        """Show a panel instead of the buttons."""
        # First what goes: both at once would push the window larger than a small screen.
        self.bar.hide()
        self.alike.hide()
        for other in self.panels:
            other.setVisible(other is panel)

    def close_panels(self) -> None:
        """Show the buttons again."""
        for panel in self.panels:
            panel.hide()
        self.bar.show()

    def say(self, text: str) -> None:
        """Show a line about the value in focus, above everything else; an empty one hides it."""
        self.raw.setText(text)
        self.raw.setVisible(bool(text))

    def draft(self, action: Action) -> Draft | None:
        """Return what is being typed for an action, to be kept over a restart; None: no panel is open."""
        panel = self.open_panel
        if panel is None or panel.case is None:
            return None
        cell = self.correction.cell if panel is self.correction else None
        place = (cell.field, cell.line_no) if cell else ("", None)
        return Draft(panel.case.document_id, panel.case.case_id, action, panel.texts(), *place)

    def put_back(self, draft: Draft) -> bool:
        """Put back what was typed into the panel that is open; tell whether there is one."""
        panel = self.open_panel
        if panel is None:
            return False
        if panel is self.correction:
            self.correction.choose_field(draft.field, draft.line_no)
        panel.put_back(draft.texts)
        return True

    def refuse(self, reason: str) -> bool:
        """Show a refusal in the panel the command came from; tell whether there is one."""
        panel: Panel | None = self.open_panel
        if panel is None and not self.alike.isHidden():
            panel = self.alike
        if panel is None:
            return False
        panel.show_trouble(reason)
        panel.begin()
        return True

    def _build(self) -> None:
        self.setProperty("look", "line-above")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        raw_row = QWidget()
        raw_layout = QVBoxLayout(raw_row)
        raw_layout.setContentsMargins(16, 6, 16, 0)
        raw_layout.addWidget(self.raw)
        layout.addWidget(raw_row)
        for panel in self.panels:
            panel.setContentsMargins(16, 6, 16, 6)
            panel.hide()
            panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            panel.submitted.connect(self.submitted)
            panel.closed.connect(self.left)
            panel.edited.connect(self.edited)
            layout.addWidget(panel)
        self.alike.setContentsMargins(16, 6, 16, 0)
        self.alike.hide()
        self.alike.closed.connect(self.left)
        layout.addWidget(self.alike)
        layout.addWidget(self.bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
