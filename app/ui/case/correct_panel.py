"""The panel that corrects a value: which field it is and what the page really says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.case import Action, Case, Command, Correction
from app.domain.invoice import Invoice
from app.domain.provenance import Box
from app.ui.case.panel import Panel
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.workflow.comparison_rows import NOT_PRINTED, header_cells, line_fields
from app.workflow.comparison_values import Cell
from app.workflow.figures import Figures
from app.workflow.wording import HEADER_FIELDS, LINE_FIELDS, words_for


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
        # A price stands for one, a hundred or a thousand pieces; anything else would be a misreading of this field.
        self.basis = QComboBox()
        self.basis.addItems(["1", "100", "1000"])
        self.basis_row = self._field(self.tr("The price is per:"), self.basis)
        self.text_row = self._field(self.tr("The page says:"), self.text)
        self.give = self._primary(self.tr("Correct it  Enter"))
        self.body.addWidget(self._field(self.tr("Field:"), self.field))
        self.body.addWidget(self.text_row)
        self.body.addWidget(self.basis_row)
        self.body.addWidget(self.read)
        self._end_with(self.give, self._cancel())
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.text.returnPressed.connect(self._submit)
        self.text.textEdited.connect(self._typed)
        self.keep(self.text)
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
        (self.basis if self._is_basis else self.text).setFocus()
        self.text.selectAll()

    def fill(self, text: str, box: Box, *, add: bool = False) -> None:
        """Take what was clicked on the page; ``add`` puts it behind what was picked before."""
        if add and self._picked is not None and self._picked.page == box.page:
            text = f"{self.text.text()} {text}"
            box = self._picked.union(box)
        self.text.setText(text)
        self._picked = box
        self.edited.emit()
        self.begin()

    def choose_field(self, field: str, line_no: int | None) -> None:
        """Go to one field."""
        for index, cell in enumerate(self._cells):
            if (cell.field, cell.line_no) == (field, line_no):
                self.field.setCurrentIndex(index)

    @property
    def cell(self) -> Cell | None:
        """The field that is being corrected."""
        index = self.field.currentIndex()
        return self._cells[index] if 0 <= index < len(self._cells) else None

    @property
    def _is_basis(self) -> bool:
        return self.cell is not None and self.cell.field == "price_basis"

    def _field_chosen(self) -> None:
        cell = self.cell
        if cell is None:
            return
        self._picked = None
        self.text_row.setVisible(not self._is_basis)
        self.basis_row.setVisible(self._is_basis)
        if self._is_basis:
            self.basis.setCurrentIndex(max(0, self.basis.findText(cell.text)))
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
        value = self.basis.currentText() if self._is_basis else self.text.text().strip()
        correction = Correction(cell.field, value, cell.line_no, picked=self._picked is not None, box=self._picked)
        self._give(Command(Action.CORRECT, self._case.version, correction=correction))


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
    name = say(words_for(cell.field, table))
    line = QCoreApplication.translate("correct", "{0} – line {1}")
    return name if cell.line_no is None else line.format(name, cell.line_no)


def _place(cell: Cell) -> tuple[str, int | None]:
    return cell.field, cell.line_no
