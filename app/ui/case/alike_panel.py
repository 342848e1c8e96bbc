"""Lists the open cases that are like the one just decided; nothing is ticked beforehand or takes the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from app.domain.case import Action, Case, CaseState, Command
from app.domain.turned_text import level
from app.ui.case.panel import Panel
from app.ui.i18n import say
from app.workflow.alike import ACCOUNT_RULE, AlikeCase
from app.workflow.figures import Figures
from app.workflow.wording import CASE_STATES, OUTCOMES, words_for

_MOST_ROWS = 5


class TickList(QListWidget):
    """A list whose rows are ticked with Space; letters belong to nobody here.

    Signals:
        taken: Enter was pressed.
    """

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the ticked rows with Enter, tick all with Ctrl+A (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.taken.emit()
            return
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for row in range(self.count()):
                self.item(row).setCheckState(Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: no letter jumps to a row that would then be taken for ticked (Qt)."""

    def sizeHint(self) -> QSize:
        """Ask for the rows there are, up to a few (Qt)."""
        rows = min(max(self.count(), 1), _MOST_ROWS)
        return QSize(200, rows * (self.fontMetrics().height() + 8) + 2 * self.frameWidth() + 4)


class AlikePanel(Panel):
    """Offers to decide like cases in the same words.

    Signals:
        together: Cases that were ticked, and the command for them.
    """

    together = Signal(object, object)

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures
        self._found: tuple[AlikeCase, ...] = ()
        self._command: Command | None = None
        self.list = TickList()
        self.list.setAccessibleName(self.tr("Open cases like it"))
        self.list.setProperty("look", "framed")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.give = self._primary(self.tr("Decide the ticked ones the same way  Enter"))
        self.leave = QPushButton(self.tr("Not now  Esc"))
        self.body.addWidget(self.list)
        self._end_with(self.give, self.leave)
        self.list.itemChanged.connect(self._count)
        self.list.taken.connect(self._submit)
        self.give.clicked.connect(self._submit)
        self.leave.clicked.connect(self.closed)

    @property
    def found(self) -> tuple[AlikeCase, ...]:
        """What is listed."""
        return self._found

    @property
    def ticked(self) -> tuple[AlikeCase, ...]:
        """What a person ticked."""
        rows = range(self.list.count())
        return tuple(self._found[row] for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked)

    def offer(self, decided: Case, found: Sequence[AlikeCase]) -> None:
        """List cases like a decided one; the command for them is what was done with that one."""
        self._case, self._found, self._command = decided, tuple(found), same_again(decided)
        done = say(words_for(decided.outcome, OUTCOMES) if decided.outcome else words_for(decided.state, CASE_STATES))
        if decided.rule == ACCOUNT_RULE:
            told = self.tr("%n more open like it (same vendor and account). ", "", len(found))
        else:
            told = self.tr("%n more open like it (same vendor, item, kind and difference). ", "", len(found))
        how = self.tr("The one before was {0}. = goes into the list, Space ticks.").format(done.partition(",")[0])
        self.title.setText(told + how)
        self.show_trouble("")
        self.list.blockSignals(True)  # noqa: FBT003 - Qt
        self.list.clear()
        for one in self._found:
            item = QListWidgetItem(level(self._words(one)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt
        self.list.setFixedHeight(self.list.sizeHint().height())
        self._count()

    def begin(self) -> None:
        """Go into the list."""
        self.list.setFocus()
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _words(self, one: AlikeCase) -> str:
        stake = self._figures.money(one.case.exposure, one.currency)
        parts = [
            one.invoice_number or one.file,
            self._figures.day(one.invoice_date) if one.invoice_date else "",
            say(self._figures.sentence(one.case.handover.sentence)),
            self.tr("{0} at stake").format(stake) if one.case.exposure else "",
        ]
        return " · ".join(part for part in parts if part)

    def _count(self) -> None:
        self.give.setEnabled(bool(self.ticked))

    def _submit(self) -> None:
        ticked = self.ticked
        if self._command is None:
            return
        if not ticked:
            self.show_trouble(self.tr("Nothing is ticked. Space ticks a row, Ctrl+A all of them."))
            return
        self.together.emit(tuple(one.case for one in ticked), self._command)


def same_again(decided: Case) -> Command | None:
    """Return the command that did with a case what was done with it; None where nothing can be repeated."""
    match decided.state:
        case CaseState.RESOLVED if decided.outcome is not None and decided.outcome.value == "accepted":
            return Command(Action.ACCEPT, decided.version, note=decided.note)
        case CaseState.SENT:
            return Command(Action.SEND, decided.version, note=decided.note)
        case CaseState.ON_HOLD:
            return Command(Action.HOLD, decided.version, note=decided.note, hold_until=decided.hold_until)
    return None
