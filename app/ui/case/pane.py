"""The right side of the work screen: what the document is, the frames, and what is to be decided about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.case import Action, Case, Command
from app.domain.decision import Category
from app.domain.errors import InputError, RuleError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.provenance import Box
from app.domain.urgency import desk_day
from app.ui.case.alike_panel import same_again
from app.ui.case.case_foot import CaseFoot
from app.ui.case.comparison_view import ComparisonView
from app.ui.case.doubtful_field import field_to_correct
from app.ui.case.draft import Draft
from app.ui.case.loading import Opened
from app.ui.case.panel import Panel
from app.ui.case.picked_words import picked_words
from app.ui.fitted_scroll import FittedScroll
from app.ui.i18n import say
from app.ui.page.page_painting import Outlines
from app.ui.plain_text import plain_label
from app.ui.theme import Theme
from app.workflow.alike import AlikeCase
from app.workflow.candidates import candidates_for
from app.workflow.comparison_values import Cell, Frame
from app.workflow.figures import Figures
from app.workflow.proposal import action_label
from app.workflow.resolve_many import TOGETHER_ACTIONS
from app.workflow.services import Services


class CasePane(QWidget):
    """Comparison, question and panels of the open document.

    Signals:
        command_given: A case and the command for it.
        together_given: Several cases and the one command for them.
        alike_wanted: A decided case whose like, still open, are to be listed.
        outlines_changed: What the page should outline.
        picking_changed: Whether a click on the page fills a field.
        draft_changed: What is being typed, to be kept over a restart; empty: nothing.
    """

    command_given = Signal(object, object)
    together_given = Signal(object, object)
    alike_wanted = Signal(object)
    outlines_changed = Signal(object)
    picking_changed = Signal(bool)
    draft_changed = Signal(str)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        figures: Figures,
        actions: Mapping[str, QAction],
        role: Role,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._figures = figures
        self._opened: Opened | None = None
        self._action = Action.NOTE
        # What was being typed when its document was looked at anew: back once the same is begun again.
        self._left: Draft | None = None
        self.title = plain_label(look="title", wrap=True)
        self.summary = plain_label(look="muted", wrap=True)
        self.comparison = ComparisonView(theme)
        self.foot = CaseFoot(actions, figures, role)
        self.raw, self.bar, self.alike = self.foot.raw, self.foot.bar, self.foot.alike
        self.reason, self.correction, self.candidates = self.foot.reason, self.foot.correction, self.foot.candidates
        self.send, self.hold = self.foot.send, self.foot.hold
        self._build()

    @property
    def opened(self) -> Opened | None:
        """The document shown."""
        return self._opened

    @property
    def open_panel(self) -> Panel | None:
        """The panel that is open."""
        return self.foot.open_panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the figures most of a low window (Qt)."""
        super().resizeEvent(event)
        self.bar.fit_into(event.size().height())

    def show_document(self, opened: Opened | None, *, keep: str = "") -> None:
        """Show a document; the focus goes to its first problem unless ``keep`` names a frame."""
        self._left = None
        self.close_panels(refocus=False)
        self.alike.hide()
        self._opened = opened
        self.foot.say("")
        self.title.setText(opened.comparison.title if opened else "")
        self.summary.setText(opened.comparison.summary if opened else "")
        self.comparison.show_comparison(opened.comparison if opened else None, keep=keep)

    def show_anew(self, opened: Opened, *, keep: str) -> None:
        """Show the open document as it is now; what was being typed comes back once the same is begun again."""
        typed = self._typed()
        self.show_document(opened, keep=keep)
        if typed is not None:
            self._left = typed
            self.foot.say(self.tr("This was looked at anew. What you typed is back when you press the same key again."))

    def _typed(self) -> Draft | None:
        """Return a reason or a value that is being typed; letters and days are written anew from the case."""
        draft = self.foot.draft(self._action)
        in_words = self.open_panel in (self.reason, self.correction)
        return draft if draft is not None and in_words and any(map(str.strip, draft.texts)) else None

    def step_problem(self, by: int) -> None:
        """Go to the next or previous problem; after the last one to the Finish button, never back to the first."""
        if not self.comparison.step_problem(by) and by > 0:
            self.bar.buttons["finish"].setFocus()
        elif self.open_panel is None:
            self.comparison.setFocus()

    @property
    def case_in_hand(self) -> Case | None:
        """The case that a note would go to; None where none is."""
        return self._case_for(Action.NOTE)

    def start(self, action: Action) -> None:
        """Open the panel of an action for the case in focus."""
        case, opened = self._case_for(action), self._opened
        if case is None or opened is None or action not in opened.allowed(case):
            return
        self._action = action
        match action:
            case Action.CORRECT if opened.document.invoice is not None:
                self.correction.ask(case, opened.document.invoice, self._figures, self._focused_field(case))
                self._open(self.correction)
                if self.correction.cell is not None:
                    self._field_moved(self.correction.cell)
            case Action.CHOOSE:
                self._start_choosing(case, opened)
            case Action.SEND:
                self.send.ask(case, opened.document, self._services.templates)
                self._open(self.send)
            case Action.HOLD:
                self.hold.ask(case, desk_day(self._services.clock.now()))
                self._open(self.hold)
            case _:
                label = say(action_label(action, case)).rstrip("…").partition(",")[0]
                about = self.comparison.frame.title if self.comparison.frame else ""
                self.reason.ask(case, action, self.tr("{0}: {1}. Why?").format(label, about))
                self._open(self.reason)
        left = self._left
        if left is not None and (left.case_id, left.action) == (case.case_id, action):
            self._left = None
            self.foot.put_back(left)

    def _case_for(self, action: Action) -> Case | None:
        """Return the case an action is for: what is about one line goes to the case of the line in focus."""
        frame = self.comparison.frame
        if frame is not None and frame.more_cases and action not in TOGETHER_ACTIONS:
            return frame.case_about(self.comparison.focused_line())
        return self.bar.case

    def list_alike(self) -> None:
        """Go into the list of like cases; where it is not shown, ask for it, for the decided case in focus."""
        frame = self.comparison.frame
        if not self.alike.isHidden():
            self.alike.begin()
        elif frame is not None and frame.case is not None and same_again(frame.case) is not None:
            self.alike_wanted.emit(frame.case)
        else:
            self.foot.say(self.tr("Cases like this one are listed once it is decided, where that can be repeated."))

    def offer_alike(self, decided: Case, found: Sequence[AlikeCase], *, enter: bool = False) -> None:
        """List open cases like a decided one; the focus stays where it is unless the list was asked for."""
        mine = self._opened is not None and self._opened.document.document_id == decided.document_id
        if not mine or same_again(decided) is None:
            return
        if not found:
            if enter:
                self.foot.say(self.tr("No other open case is like it."))
            return
        self.alike.offer(decided, found)
        self.alike.show()
        if enter:
            self.alike.begin()

    def start_proposed(self) -> None:
        """Do what the filled button says."""
        if self.bar.proposed is not None:
            self.start(self.bar.proposed)
        elif self._opened is not None and not self._opened.comparison.problems:
            self.bar.buttons["finish"].click()
        else:
            self.step_problem(1)

    def close_panels(self, *, refocus: bool = True) -> None:
        """Leave editing; the document stays open."""
        if self.open_panel is not None:
            self.draft_changed.emit("")
        self.foot.close_panels()
        if refocus:
            self.alike.hide()
        self.picking_changed.emit(False)  # noqa: FBT003 - Qt
        if refocus:
            self.comparison.setFocus()

    def resume(self, draft: Draft) -> bool:
        """Go on with what was being typed; tell whether its case still waits for it."""
        frames = self.comparison.comparison_model.frames
        wanted = [i for i, frame in enumerate(frames) if frame.case and frame.case.case_id == draft.case_id]
        if not wanted:
            return False
        self.comparison.focus_frame(wanted[0])
        self.start(draft.action)
        return self.foot.put_back(draft)

    def refuse(self, error: BaseException) -> bool:
        """Show a refusal where the command was given; tell whether it was shown here."""
        shown_here = isinstance(error, (InputError, RuleError))
        return shown_here and self.foot.refuse(say(self._figures.sentence(str(error))))

    def toggle_raw(self) -> None:
        """Show or hide the characters of the value in focus as they were read."""
        cell = self.comparison.cell
        if not self.raw.isHidden() or cell is None:
            self.foot.say("")
        elif cell.raw is not None:
            self.foot.say(self.tr("As read: {0}").format(cell.raw))
        elif cell.field:
            self.foot.say(self.tr("Nothing is printed here."))
        else:
            self.foot.say(self.tr("This stands in the order, not on the invoice: {0}").format(cell.text))

    def pick(self, area: Box, add: bool) -> None:
        """Fill the field that is being corrected with what stands at a place or in an area of the page."""
        if self._opened is None or self.correction.isHidden():
            return
        picked = picked_words(self._opened, area)
        if picked is not None:
            self.correction.fill(*picked, add=add)

    def _start_choosing(self, case: Case, opened: Opened) -> None:
        line = self.comparison.focused_line() or (case.invoice_lines[0] if case.invoice_lines else None)
        if line is None:
            return
        frame = self.comparison.frame
        found = candidates_for(opened.document, line, self._figures)
        self.candidates.ask(case, line, found, ambiguous=bool(frame and frame.readings))
        self._open(self.candidates)

    def match_by_hand(self, line: int, ref: LineRef) -> None:
        """Offer the order line that an invoice line was dragged onto: marked, and taken with Enter like any other.

        An order line that is not offered is put before the others; a drop alone decides nothing.
        """
        opened = self._opened
        frame = next((b for b in opened.comparison.frames if _has_line(b, line)), None) if opened else None
        case = frame.case_about(line) if frame else None
        if opened is None or case is None or Action.CHOOSE not in opened.allowed(case):
            self.foot.say(self.tr("Line {0} has no open case: what cleared is not matched anew.").format(line))
            return
        keys = [one.key for one in opened.comparison.frames]
        if frame is not None:
            self.comparison.focus_frame(keys.index(frame.key))
        self._action = Action.CHOOSE
        found = candidates_for(opened.document, line, self._figures, wanted=ref)
        self.candidates.ask(case, line, found, ambiguous=False)
        self._open(self.candidates)
        self.candidates.mark(ref)

    def _focused_field(self, case: Case) -> Cell | None:
        frame = self.comparison.frame
        return field_to_correct(
            self.comparison.cell,
            [cell for row in (frame.invoice_rows if frame else ()) for cell in row.cells],
            self._opened.comparison.header if self._opened else (),
            chosen=self.comparison.chosen,
            of_document=case.category in set(Category),
        )

    def _open(self, panel: Panel) -> None:
        self.foot.open(panel)
        self.picking_changed.emit(panel is self.correction)
        panel.begin()

    def _keep_draft(self) -> None:
        draft = self.foot.draft(self._action)
        if draft is not None:
            self.draft_changed.emit(draft.to_text())

    def _submit(self, command: Command) -> None:
        panel, frame = self.open_panel, self.comparison.frame
        if panel is None or panel.case is None:
            return
        if frame is not None and frame.more_cases and command.action in TOGETHER_ACTIONS and panel.case in frame.cases:
            self.together_given.emit(frame.cases, command)
        else:
            self.command_given.emit(panel.case, command)

    def _focus_moved(self, frame: Frame | None, cell: Cell | None) -> None:
        self.foot.say("")
        if self.open_panel is not None:
            self.close_panels(refocus=False)
        self.bar.show_frame(self._opened, frame)
        read = self._opened.comparison.boxes if self._opened else ()
        boxes = frame.boxes if frame else ()
        # What stands in no row is gone to as well: the page shows what the case is about.
        place = frame.places[0] if frame and frame.places else None
        self.outlines_changed.emit(Outlines(read, boxes, cell.box if cell and cell.box else place))

    def _field_moved(self, cell: Cell) -> None:
        frame = self.comparison.frame
        read = self._opened.comparison.boxes if self._opened else ()
        self.outlines_changed.emit(Outlines(read, frame.boxes if frame else (), cell.box))

    def _build(self) -> None:
        head = QWidget()
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(16, 10, 16, 8)
        head_layout.setSpacing(3)
        head_layout.addWidget(self.title)
        head_layout.addWidget(self.summary)
        middle = QWidget()
        middle_layout = QHBoxLayout(middle)
        middle_layout.setContentsMargins(12, 0, 12, 0)
        middle_layout.addWidget(self.comparison)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(FittedScroll(head, fewest_lines=2))
        layout.addWidget(middle, 1)
        layout.addWidget(self.foot)
        self.foot.submitted.connect(self._submit)
        self.foot.left.connect(self.close_panels)
        self.foot.edited.connect(self._keep_draft)
        self.alike.together.connect(self.together_given)
        self.comparison.focused.connect(self._focus_moved)
        self.comparison.match_wanted.connect(self.match_by_hand)
        self.comparison.correction_wanted.connect(lambda: self.start(Action.CORRECT))
        self.correction.field_changed.connect(self._field_moved)


def _has_line(frame: Frame, line: int) -> bool:
    return any(row.invoice_line == line for row in frame.invoice_rows)
