"""Which column of a file is which of ours: a row for each of ours, with what the file has there and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from app.domain.import_preview import TableColumn, TableSketch
from app.domain.table_forms import EXAMPLES, ColumnForm, Shape, as_our_own
from app.domain.turned_text import level
from app.ui.plain_text import CutLabel, plain_label

_EXAMPLES = 3


class MappingGrid(QScrollArea):
    """Choices for every column of ours.

    Signals:
        changed: A person chose another column of the file; carries heading → our column.
        form_said: A person said how a column is written; carries our column and the form.
    """

    changed = Signal(object)
    form_said = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        self.choices: dict[str, QComboBox] = {}
        self._sketch = TableSketch("", (), ())
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._show_question())
        self.forms: dict[str, QComboBox] = {}
        # Beside a column's choice there is room for a word; a question has a line of its own below.
        self._form_places: dict[str, QHBoxLayout] = {}
        self._question_places: dict[str, QHBoxLayout] = {}

    def show_mapping(
        self, columns: Sequence[TableColumn], sketch: TableSketch | None, mapping: Mapping[str, str]
    ) -> None:
        """Show another file's columns with what they are taken for."""
        self._sketch = sketch or TableSketch("", (), ())
        self.choices, self.forms, self._form_places, self._question_places = {}, {}, {}, {}
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(3, 1)
        taken = {ours: theirs for theirs, ours in mapping.items()}
        for row, column in enumerate(columns if sketch else ()):
            self._add(grid, row, column, taken.get(column.name, ""))
        grid.setRowStretch(2 * len(columns), 1)
        self.setWidget(inner)

    def show_forms(self, found: Sequence[ColumnForm]) -> None:
        """Show how the columns of numbers and dates are written; where the file leaves it open, as a question."""
        for one in found:
            place = self._form_places.get(one.column)
            if place is None:
                continue
            _empty(place)
            _empty(self._question_places[one.column])
            self.forms.pop(one.column, None)
            if one.choices:
                self.forms[one.column] = self._form_choice(one)
                self._question_places[one.column].addWidget(self.forms[one.column])
            elif one.form is not None and one.example:
                told = plain_label(EXAMPLES[one.form], look="muted")
                told.setToolTip(self.tr("How this column is written, decided from all of its rows"))
                place.addWidget(told)

    def ask(self, column: str) -> None:
        """Put the focus on the question about a column, in sight."""
        choice = self.forms.get(column)
        if choice is not None:
            # A part that was just laid in is shown a turn later, and what is not shown cannot take the focus.
            choice.show()
            choice.setFocus()
            self._show_question()

    def _show_question(self) -> None:
        """Scroll to the question in focus; it has its place only when all is laid out, so also when that changes."""
        choice = next((one for one in self.forms.values() if one.hasFocus()), None)
        if choice is not None:
            self.ensureWidgetVisible(choice)

    def _form_choice(self, one: ColumnForm) -> QComboBox:
        """Return the choice of a form; each says what a text of the column would be."""
        choice = QComboBox()
        choice.setAccessibleName(self.tr("How is {0} written?").format(one.column.replace("_", " ")))
        if one.form is None:
            choice.addItem(self.tr("“{0}”: choose…").format(one.example))
        for form in one.choices:
            meant = as_our_own(one.example, form)
            told = self.tr("“{0}” is {1}") if meant else self.tr("“{0}” is refused")
            choice.addItem(f"{EXAMPLES[form]}: {told.format(one.example, meant)}")
        choice.setCurrentIndex(0 if one.form is None else one.choices.index(one.form))
        # Qt keeps the data of a choice as plain texts; the place in the list tells which form it is.
        first = choice.count() - len(one.choices)
        choice.activated.connect(lambda place: self._say_form(one, place - first))
        return choice

    def _say_form(self, one: ColumnForm, place: int) -> None:
        if place >= 0:
            self.form_said.emit(one.column, one.choices[place])

    def mapping(self) -> dict[str, str]:
        """Return heading → our column as chosen; where two choose one heading, the first counts."""
        found: dict[str, str] = {}
        for name, choice in self.choices.items():
            heading = str(choice.currentData() or "")
            if heading:
                found.setdefault(heading, name)
        return found

    def _add(self, grid: QGridLayout, row: int, column: TableColumn, heading: str) -> None:
        words = column.name.replace("_", " ")
        label = plain_label(self.tr("{0} (needed)").format(words) if column.needed else words)
        choice = QComboBox()
        choice.setAccessibleName(self.tr("Column of the file for {0}").format(words))
        choice.addItem(self.tr("not in the file"), "")
        for theirs in self._sketch.headings:
            if theirs.strip():
                choice.addItem(level(theirs), theirs)
        choice.setCurrentIndex(max(0, choice.findData(heading)))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # Examples give way first: nobody should have to scroll sideways for a choice.
        example = CutLabel(self._example(heading), look="muted")
        label.setBuddy(choice)
        choice.activated.connect(lambda _: example.show_text(self._example(str(choice.currentData() or ""))))
        choice.activated.connect(lambda _: self.changed.emit(self.mapping()))
        form, question = QHBoxLayout(), QHBoxLayout()
        if column.shape is not Shape.TEXT:
            self._form_places[column.name], self._question_places[column.name] = form, question
        for place, part in enumerate((label, choice)):
            grid.addWidget(part, 2 * row, place)
        grid.addLayout(form, 2 * row, 2)
        grid.addWidget(example, 2 * row, 3)
        grid.addLayout(question, 2 * row + 1, 1, 1, 3)
        self.choices[column.name] = choice

    def _example(self, heading: str) -> str:
        if not heading or heading not in self._sketch.headings:
            return ""
        place = self._sketch.headings.index(heading)
        found = [row[place] for row in self._sketch.rows if place < len(row) and row[place].strip()]
        return " · ".join(text[:40] for text in found[:_EXAMPLES])


def _empty(place: QHBoxLayout) -> None:
    while (old := place.takeAt(0)) is not None:
        if (widget := old.widget()) is not None:
            widget.deleteLater()
