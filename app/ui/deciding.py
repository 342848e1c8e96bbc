"""What follows a decision: it is given, shown, offered for like cases, taken back; and what was being typed is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.case import Case, Command
from app.domain.errors import ConflictError, RuleError
from app.ui.background import Background
from app.ui.case.alike_panel import same_again
from app.ui.case.comparison_view import Place
from app.ui.case.draft import draft_from_text
from app.ui.case.loading import Opened
from app.ui.case.pane import CasePane
from app.ui.case.session import Session
from app.ui.history.line import HistoryLine, told_of
from app.ui.history.panel import HistoryPanel
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.page.page_pane import PagePane
from app.ui.queue.pane import QueuePane
from app.ui.settings import WindowSettings
from app.workflow.alike import alike_open_cases
from app.workflow.resolve_many import Outcome, TakenBack
from app.workflow.services import Services
from app.workflow.wording import counted


class Deciding(QObject):
    """Carries decisions from the panels to the open case and shows what came of them.

    Attributes:
        just_decided: After a decision Enter has to be meant anew: the key that closed a case must not act on the next.
    """

    def __init__(
        self,
        window: QWidget,
        services: Services,
        background: Background,
        settings: WindowSettings,
        session: Session,
        *,
        case: CasePane,
        page: PagePane,
        queue: QueuePane,
        history: HistoryPanel,
        line: HistoryLine,
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._background, self._settings = window, services, background, settings
        self._session, self._case, self._page, self._queue = session, case, page, queue
        self._history, self._line = history, line
        self.just_decided = False
        # The case a command is under way for, and where the focus was when it was given.
        self._given: int | None = None
        self._stroke_place: tuple[int, Place] | None = None
        self._draft = draft_from_text(settings.desk_text(services.store.folder, "draft"))
        session.commanded.connect(self._commanded)
        session.decided_together.connect(self._decided_together)
        session.taken_back.connect(self._taken_back)
        session.refused.connect(self._refused)
        case.command_given.connect(self._give)
        case.together_given.connect(self._give_together)
        case.alike_wanted.connect(lambda decided: self._look_for_alike(decided, enter=True))
        case.draft_changed.connect(self._keep_draft)

    def _keep_draft(self, text: str) -> None:
        """Write down what is being typed at once: not even a killed program loses it."""
        self._settings.set_desk_text(self._services.store.folder, "draft", text)

    def resume_draft(self, opened: Opened) -> None:
        """Put back what was being typed when the window closed, as soon as its document is shown."""
        draft = self._draft
        if draft is None:
            return
        if draft.document_id != opened.document.document_id:
            if self._queue.model.row_of(draft.document_id) < 0:
                self._draft = None
            else:
                self._queue.open_document(draft.document_id)
            return
        self._draft = None
        if self._case.resume(draft):
            self._line.say_also(self.tr("What you were typing the last time is back."))

    def _commanded(self, opened: Opened) -> None:
        other = self._case.opened is None or self._case.opened.document.document_id != opened.document.document_id
        if other:
            self._page.show_document(opened.document)
            self._queue.open_document(opened.document.document_id)
        self._page.show_header(opened.comparison.header)
        self._case.show_document(opened)
        self._history.show_entries(opened.entries, opened.comparison.names)
        self._case.comparison.setFocus()
        self.just_decided = True
        self._line.say(told_of(opened))
        decided, self._given = self._given, None
        after = next((one for one in opened.document.cases if one.case_id == decided), None)
        if after is not None and same_again(after) is not None:
            self._look_for_alike(after)

    def _decided_together(self, opened: Opened, outcome: Outcome) -> None:
        """Show what became of a stroke; the focus stays on the row it was on."""
        place = self._case.comparison.place()
        self._commanded(opened)
        if place is not None:
            self._case.comparison.go_to(place)
        if len(outcome.done) == 1:
            told = self.tr("One more case decided the same way; Ctrl+Z takes it back.")
        else:
            count = say(counted(len(outcome.done), "case"))
            told = count + self.tr(" decided at once; Ctrl+Z takes them back together.")
        if outcome.refused:
            why = say(desk_figures().sentence(outcome.refused[0].why))
            told += " " + self.tr("%n not decided: {0}", "", len(outcome.refused)).format(why)
        self._line.say(told)

    def _taken_back(self, opened: Opened, taken: TakenBack) -> None:
        """Show the document as it was, with the focus where it was when the stroke was given."""
        self._commanded(opened)
        if self._stroke_place is not None and self._stroke_place[0] == opened.document.document_id:
            self._case.comparison.go_to(self._stroke_place[1])
        self._stroke_place = None
        if taken.cases > 1 and not taken.left:
            # The journal's last entry would name one of them only.
            self._line.say(say(counted(taken.cases, "case")) + self.tr(" taken back together; they are open again."))
        if taken.left:
            self._line.say(self.tr("%n changed since and left as they are.", "", len(taken.left)))

    def _give_together(self, cases: Sequence[Case], command: Command) -> None:
        place, opened = self._case.comparison.place(), self._case.opened
        self._stroke_place = (opened.document.document_id, place) if place and opened else None
        self._session.send_together(cases, command)

    def _look_for_alike(self, decided: Case, *, enter: bool = False) -> None:
        """List open cases like a decided one, as soon as they are found."""
        opened = self._case.opened
        if opened is None:
            return
        document = opened.document
        self._background.read(
            self,
            lambda: alike_open_cases(self._services, document, decided),
            lambda found: self._case.offer_alike(decided, found, enter=enter),
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RuleError) and error.code == "nothing_to_undo":
            # Ctrl+Z once too often is no trouble; a key that does nothing would be a riddle.
            self._line.say(error.message)
            return
        if self._case.refuse(error):
            return
        self._background.failed.emit(error)
        if isinstance(error, ConflictError):
            self._session.reload()

    def _give(self, case: Case, command: Command) -> None:
        place, opened = self._case.comparison.place(), self._case.opened
        self._stroke_place = (opened.document.document_id, place) if place and opened else None
        self._given = case.case_id
        self._session.send(case, command)
