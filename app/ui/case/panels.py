"""The panels that open above the buttons: a reason, a correction, candidates, a message, a day. Esc closes each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Action, Case, Choice, Command, Correction
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.ui.plain_text import copy_text, plain_label
from app.workflow.candidates import Candidate
from app.workflow.comparison_rows import NOT_PRINTED, header_cells, line_fields
from app.workflow.comparison_values import Cell
from app.workflow.figures import Figures
from app.workflow.wording import ACCEPT_REASONS, HEADER_FIELDS, LINE_FIELDS, OWNERS, words_for


class NumberedList(QListWidget):
    """A list whose rows are chosen by their number key as well as by Enter.

    Signals:
        picked: A row was chosen: its position.
        typed: A letter was pressed: text for the field beside the list.
    """

    picked = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("look", "framed")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.itemActivated.connect(lambda item: self.picked.emit(self.row(item)))

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show rows with their numbers."""
        self.clear()
        for number, text in enumerate(rows, start=1):
            item = QListWidgetItem(f"{number}  {text}" if number <= 9 else f"    {text}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{number}: {text}")
            self.addItem(item)
        if rows:
            self.setCurrentRow(0)
        self.refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number, type letters into the field beside, else as a list does (Qt)."""
        text = event.text()
        if text.isdigit() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if 1 <= int(text) <= self.count():
                self.picked.emit(int(text) - 1)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.picked.emit(self.currentRow())
            return
        if text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def refit(self) -> None:
        """Take the height of the rows at the present width, but no more than a third of the window."""
        width = max(self.viewport().width(), 200) - 12
        wrap = int(Qt.TextFlag.TextWordWrap)
        texts = [self.item(row).text() for row in range(self.count())]
        heights = [self.fontMetrics().boundingRect(0, 0, width, 10_000, wrap, text).height() + 4 for text in texts]
        most = max(self.window().height() // 3, self.fontMetrics().height() * 4)
        self.setFixedHeight(min(sum(heights) + 2 * self.frameWidth() + 6, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refit()


class Panel(QWidget):
    """What all panels share.

    Signals:
        submitted: The command to give.
        closed: The panel was left without a command.
    """

    submitted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self.title = plain_label(look="title", wrap=True)
        self.trouble = plain_label(look="trouble", wrap=True)
        self.trouble.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 4, 0, 4)
        self.body.setSpacing(6)
        self.body.addWidget(self.title)
        self.body.addWidget(self.trouble)

    @property
    def case(self) -> Case | None:
        """The case the panel is about."""
        return self._case

    def begin(self) -> None:
        """Put the focus where typing starts."""

    def show_trouble(self, text: str) -> None:
        """Say why the command was refused, in the panel, so that it can be mended."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc (Qt)."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
            return
        super().keyPressEvent(event)

    def _give(self, command: Command) -> None:
        self.show_trouble("")
        self.submitted.emit(command)

    def _buttons(self, *buttons: QPushButton) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _primary(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("look", "primary")
        button.setAutoDefault(True)
        return button

    def _cancel(self) -> QPushButton:
        button = QPushButton(self.tr("Cancel  Esc"))
        button.clicked.connect(self.closed)
        return button

    def _field(self, label: str, field: QWidget) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        name = QLabel(label)
        name.setBuddy(field)
        field.setAccessibleName(label.rstrip(":"))
        layout.addWidget(name)
        layout.addWidget(field, 1)
        return row


class ReasonPanel(Panel):
    """Asks for a reason: for accepting from a numbered list or typed, for everything else typed."""

    def __init__(self) -> None:
        super().__init__()
        self._action = Action.ACCEPT
        self._reasons: tuple[str, ...] = ()
        self.list = NumberedList(self.tr("Reasons"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Or say it in your own words; auditors read it."))
        self.give = self._primary(self.tr("Write it down  Enter"))
        self.body.addWidget(self.list)
        self.body.addWidget(self._field(self.tr("Reason:"), self.text))
        self.body.addWidget(self._buttons(self.give, self._cancel()))
        self.list.picked.connect(lambda row: self._submit(self._reasons[row]))
        self.list.typed.connect(self._start_typing)
        self.text.returnPressed.connect(lambda: self._submit(self.text.text()))
        self.give.clicked.connect(lambda: self._submit(self.text.text() or self._listed()))

    def ask(self, case: Case, action: Action, title: str) -> None:
        """Ask for the reason of one action."""
        self._case, self._action = case, action
        self._reasons = ACCEPT_REASONS if action is Action.ACCEPT else ()
        self.title.setText(title)
        self.show_trouble("")
        self.text.clear()
        self.list.show_rows([self.tr(reason) for reason in self._reasons])
        self.list.setVisible(bool(self._reasons))

    def begin(self) -> None:
        """Start in the list of reasons where there is one."""
        (self.list if self._reasons else self.text).setFocus()

    def _listed(self) -> str:
        row = self.list.currentRow()
        return self._reasons[row] if 0 <= row < len(self._reasons) else ""

    def _start_typing(self, letter: str) -> None:
        self.text.setText(letter)
        self.text.setFocus()

    def _submit(self, reason: str) -> None:
        if self._case is None:
            return
        if not reason.strip():
            self.show_trouble(self.tr("This needs a reason in words."))
            self.text.setFocus()
            return
        self._give(Command(self._action, self._case.version, note=reason.strip()))


class CorrectPanel(Panel):
    """Asks which field is wrong and what the page really says; a click on the page fills it.

    Signals:
        field_changed: Another field is being corrected; carries its cell.
    """

    field_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cells: tuple[Cell, ...] = ()
        self._picked: Box | None = None
        self.field = QComboBox()
        self.text = QLineEdit()
        self.read = plain_label(look="muted", wrap=True)
        self.give = self._primary(self.tr("Correct it  Enter"))
        self.body.addWidget(self._field(self.tr("Field:"), self.field))
        self.body.addWidget(self._field(self.tr("The page says:"), self.text))
        self.body.addWidget(self.read)
        self.body.addWidget(self._buttons(self.give, self._cancel()))
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.text.returnPressed.connect(self._submit)
        self.text.textEdited.connect(self._typed)
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case, invoice: Invoice, figures: Figures, focus: Cell | None) -> None:
        """Offer the fields of the case's lines and of the header, the focused one first."""
        self._case = case
        self.title.setText(self.tr("What does the page really say? Click it on the page, or type it."))
        self.show_trouble("")
        self._cells = _fields_of(case, invoice, figures)
        self.field.blockSignals(True)  # noqa: FBT003 - Qt
        self.field.clear()
        for cell in self._cells:
            self.field.addItem(_field_words(cell))
        wanted = [i for i, cell in enumerate(self._cells) if focus and (cell.field, cell.line_no) == _place(focus)]
        self.field.setCurrentIndex(wanted[0] if wanted else 0)
        self.field.blockSignals(False)  # noqa: FBT003 - Qt
        self._field_chosen()

    def begin(self) -> None:
        """Start in the text, all of it selected."""
        self.text.setFocus()
        self.text.selectAll()

    def fill(self, text: str, box: Box) -> None:
        """Take what was clicked on the page."""
        self.text.setText(text)
        self._picked = box
        self.begin()

    @property
    def cell(self) -> Cell | None:
        """The field that is being corrected."""
        index = self.field.currentIndex()
        return self._cells[index] if 0 <= index < len(self._cells) else None

    def _field_chosen(self) -> None:
        cell = self.cell
        if cell is None:
            return
        self._picked = None
        # The characters as read, not the desk's locale: what is typed is read by the document's own signs.
        self.text.setText(cell.raw if cell.raw is not None else "" if cell.text == NOT_PRINTED else cell.text)
        self.text.selectAll()
        read = self.tr("As read: {0}").format(cell.raw) if cell.raw is not None else self.tr("Nothing was read here.")
        self.read.setText(read)
        self.field_changed.emit(cell)

    def _typed(self) -> None:
        self._picked = None

    def _submit(self) -> None:
        cell = self.cell
        if cell is None or self._case is None:
            return
        correction = Correction(
            cell.field, self.text.text().strip(), cell.line_no, picked=self._picked is not None, box=self._picked
        )
        self._give(Command(Action.CORRECT, self._case.version, correction=correction))


class CandidatesPanel(Panel):
    """Shows numbered order lines and what tells them apart; a number chooses, 0 says that none fits."""

    def __init__(self) -> None:
        super().__init__()
        self._line = 0
        self._candidates: tuple[Candidate, ...] = ()
        self.list = NumberedList(self.tr("Order lines it could be"))
        self.none = QPushButton(self.tr("None of them"))
        self.same = plain_label(look="muted", wrap=True)
        self.body.addWidget(self.same)
        self.body.addWidget(self.list)
        self.body.addWidget(self._buttons(self.none, self._cancel()))
        self.list.picked.connect(lambda row: self._submit(self._candidates[row]))
        self.none.clicked.connect(lambda: self._submit(None))

    def ask(self, case: Case, line: int, candidates: tuple[Candidate, ...], *, ambiguous: bool) -> None:
        """Offer order lines for one invoice line."""
        self._case, self._line, self._candidates = case, line, candidates
        heading = (
            self.tr("Several order lines fit invoice line {0}: which is it?")
            if ambiguous
            else self.tr("Which order line does invoice line {0} belong to?")
        )
        self.title.setText(heading.format(line) if candidates else self.tr("This vendor has no other order line."))
        self.show_trouble("")
        shared = [f"{fact.label} {fact.text}" for fact in candidates[0].facts if fact.same] if candidates else []
        self.same.setText(self.tr("The same for all: {0}").format(", ".join(shared)) if shared else "")
        self.same.setVisible(bool(shared))
        self.list.show_rows([_candidate_words(candidate) for candidate in candidates])

    def begin(self) -> None:
        """Start in the list."""
        self.list.setFocus()

    def _submit(self, candidate: Candidate | None) -> None:
        if self._case is not None:
            choice = Choice(self._line, candidate.po_lines if candidate else ())
            self._give(Command(Action.CHOOSE, self._case.version, choice=choice))


class SendPanel(Panel):
    """Shows the drafted message, to be changed, copied and marked as sent."""

    def __init__(self) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.subject = QLineEdit()
        self.message = QPlainTextEdit()
        self.message.setTabChangesFocus(True)
        self.message.setAccessibleName(self.tr("Message"))
        self.message.setMinimumHeight(self.fontMetrics().height() * 6)
        self.give = self._primary(self.tr("Copy and mark as sent  Ctrl+S"))
        self.give.setShortcut("Ctrl+S")
        self.copy = QPushButton(self.tr("Copy"))
        self.body.addWidget(self._field(self.tr("To:"), self.address))
        self.body.addWidget(self._field(self.tr("Subject:"), self.subject))
        self.body.addWidget(self.message, 1)
        self.body.addWidget(self._buttons(self.give, self.copy, self._cancel()))
        self.copy.clicked.connect(lambda: copy_text(self._whole()))
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case) -> None:
        """Show the draft of a case."""
        self._case = case
        handover = case.handover
        whom = words_for(handover.draft_to or case.owner, OWNERS)
        self.title.setText(self.tr("Message to {0}").format(whom))
        self.show_trouble("")
        self.address.setText(handover.draft_address or "")
        self.subject.setText(handover.draft_subject)
        self.message.setPlainText(handover.draft_body)

    def begin(self) -> None:
        """Start at the button: mostly the draft goes out as it is."""
        self.give.setFocus()

    def _whole(self) -> str:
        head = [text for text in (self.address.text(), self.subject.text()) if text]
        return "\n".join([*head, "", self.message.toPlainText()]) if head else self.message.toPlainText()

    def _submit(self) -> None:
        if self._case is None:
            return
        copy_text(self._whole())
        owner = self._case.handover.draft_to or self._case.owner
        self._give(Command(Action.SEND, self._case.version, note=self._whole(), owner=owner))


class HoldPanel(Panel):
    """Asks until when to hold, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("What is waited for"))
        self.give = self._primary(self.tr("Hold it  Enter"))
        self.body.addWidget(self._field(self.tr("Until:"), self.day))
        self.body.addWidget(self._field(self.tr("Note:"), self.text))
        self.body.addWidget(self._buttons(self.give, self._cancel()))
        self.text.returnPressed.connect(self._submit)
        self.give.clicked.connect(self._submit)

    def ask(self, case: Case, today: date) -> None:
        """Offer the day a week ahead, never a weekend."""
        self._case = case
        self.title.setText(self.tr("Put it aside until a day; it comes back by itself."))
        self.show_trouble("")
        self.text.clear()
        until = today + timedelta(days=7)
        while until.weekday() > 4:
            until += timedelta(days=1)
        self.day.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
        self.day.setDate(QDate(until.year, until.month, until.day))

    def begin(self) -> None:
        """Start at the day."""
        self.day.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold with Enter from the day (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.focusWidget(), QPushButton):
            self._submit()
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        if self._case is None:
            return
        day = self.day.date()
        until = date(day.year(), day.month(), day.day())
        self._give(Command(Action.HOLD, self._case.version, note=self.text.text().strip(), hold_until=until))


def _fields_of(case: Case, invoice: Invoice, figures: Figures) -> tuple[Cell, ...]:
    """Return the correctable fields: those of the case's lines, of the header, then of every other line."""
    currency = invoice.header.currency.value if invoice.header.currency else None
    mine = [line for line in invoice.lines if line.line_no in case.invoice_lines]
    others = [line for line in invoice.lines if line.line_no not in case.invoice_lines]
    of_lines = [cell for line in mine for cell in line_fields(line, figures, currency)]
    rest = [cell for line in others for cell in line_fields(line, figures, currency)]
    return (*of_lines, *header_cells(invoice, figures), *rest)


def _field_words(cell: Cell) -> str:
    table = HEADER_FIELDS if cell.line_no is None else LINE_FIELDS
    name = words_for(cell.field, table)
    return name if cell.line_no is None else f"Line {cell.line_no}: {name.lower()}"


def _place(cell: Cell) -> tuple[str, int | None]:
    return cell.field, cell.line_no


def _candidate_words(candidate: Candidate) -> str:
    apart = [f"{fact.label} {fact.text}" for fact in candidate.facts if not fact.same]
    return f"{candidate.title}   {' · '.join(apart)}"
