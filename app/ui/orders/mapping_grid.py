"""Which column of a file is which of ours: one row for each of our columns, with what the file has there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from app.domain.import_preview import TableColumn, TableSketch
from app.ui.plain_text import plain_label

_EXAMPLES = 3


class MappingGrid(QScrollArea):
    """Choices for every column of ours.

    Signals:
        changed: A person chose another column of the file; carries heading → our column.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        self.choices: dict[str, QComboBox] = {}
        self._sketch = TableSketch("", (), ())
        self._examples: dict[str, object] = {}

    def show_mapping(
        self, columns: Sequence[TableColumn], sketch: TableSketch | None, mapping: Mapping[str, str]
    ) -> None:
        """Show another file's columns with what they are taken for."""
        self._sketch = sketch or TableSketch("", (), ())
        self.choices = {}
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        taken = {ours: theirs for theirs, ours in mapping.items()}
        for row, column in enumerate(columns if sketch else ()):
            self._add(grid, row, column, taken.get(column.name, ""))
        grid.setRowStretch(len(columns), 1)
        self.setWidget(inner)

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
                choice.addItem(theirs, theirs)
        choice.setCurrentIndex(max(0, choice.findData(heading)))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        example = plain_label(self._example(heading), look="muted")
        label.setBuddy(choice)
        choice.activated.connect(lambda _: example.setText(self._example(str(choice.currentData() or ""))))
        choice.activated.connect(lambda _: self.changed.emit(self.mapping()))
        for place, part in enumerate((label, choice, example)):
            grid.addWidget(part, row, place)
        self.choices[column.name] = choice

    def _example(self, heading: str) -> str:
        if not heading or heading not in self._sketch.headings:
            return ""
        place = self._sketch.headings.index(heading)
        found = [row[place] for row in self._sketch.rows if place < len(row) and row[place].strip()]
        return " · ".join(text[:40] for text in found[:_EXAMPLES])
