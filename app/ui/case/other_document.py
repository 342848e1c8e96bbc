"""The other document of a possible duplicate, beside the one that is being decided."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.case import Case
from app.ui.background import Background
from app.ui.case.loading import Opened, load_document
from app.ui.fitting_dialog import FittingDialog
from app.ui.i18n import say
from app.ui.page.page_painting import Outlines
from app.ui.page.page_pane import PagePane
from app.ui.plain_text import plain_label
from app.ui.theme import Theme
from app.workflow.figures import Figures
from app.workflow.services import Services
from app.workflow.wording import DOCUMENT_STATES, words_for

_EVIDENCE = "other document id"


def other_document_of(case: Case | None) -> int | None:
    """Return the document that a case names as the other one, if it names one."""
    evidence = dict(case.handover.evidence) if case is not None else {}
    text = evidence.get(_EVIDENCE, "")
    return int(text) if text.isascii() and text.isdigit() else None


class OtherDocument(FittingDialog):
    """Shows the page of another document with its number, date, amount and state; nothing can be decided here.

    Signals:
        wanted: The document is to be opened in the work screen: its id.
    """

    wanted = Signal(int)

    def __init__(
        self, services: Services, background: Background, theme: Theme, figures: Figures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._figures = figures
        self._document_id = 0
        self.opened: Opened | None = None
        self.title = plain_label(look="title", wrap=True)
        self.summary = plain_label(look="muted", wrap=True)
        self.page = PagePane(services, background, theme)
        self.go = QPushButton(self.tr("Open it in the work screen"))
        self.leave = QPushButton(self.tr("Close  Esc"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addWidget(self.page, 1)
        layout.addLayout(buttons)
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self.reject)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 84, self.fontMetrics().lineSpacing() * 46)

    def show_document(self, document_id: int) -> None:
        """Look a document up and show it."""
        self._document_id = document_id
        self.setWindowTitle(self.tr("The other document"))
        self._background.read(self, lambda: load_document(self._services, document_id, self._figures), self._arrived)

    def _arrived(self, opened: Opened) -> None:
        self.opened = opened
        state = say(words_for(opened.document.state, DOCUMENT_STATES))
        header = opened.document.invoice.header if opened.document.invoice else None
        dated = self._figures.day(header.invoice_date.value) if header and header.invoice_date else self.tr("no date")
        self.title.setText(opened.comparison.title)
        self.summary.setText(
            self.tr("{0} · {1} · taken in {2} as {3}").format(
                dated, state, self._figures.day(opened.document.received.date()), opened.document.reading.file
            )
            + f"\n{opened.comparison.summary}"
        )
        self.page.show_document(opened.document)
        self.page.show_outlines(Outlines(opened.comparison.boxes))

    def _go(self) -> None:
        self.wanted.emit(self._document_id)
        self.accept()
