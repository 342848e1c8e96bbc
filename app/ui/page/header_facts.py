"""What was read from the head of the document, under a short page: name, value, and whether anything vouches for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.domain.provenance import Certainty
from app.ui.i18n import say
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.comparison_rows import NOT_PRINTED
from app.workflow.comparison_values import Cell
from app.workflow.wording import CERTAINTIES, HEADER_FIELDS, words_for

# Room for a date, an amount with its sign, and most numbers.
_LEAST_CHARS = 22


class HeaderFacts(QWidget):
    """Two columns of names and values; what is contradicted or not printed has its sign."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "surround")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 6, 14, 6)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._names: list[QLabel] = []
        self._values: list[QLabel] = []
        self._texts: list[str] = []

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Show the header fields of a document."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # Gone from sight at once: deleted only later, it would be painted under what comes now.
                widget.hide()
                widget.deleteLater()
        self._names, self._values, self._texts = [], [], []
        for row, cell in enumerate(cells):
            name = plain_label(say(words_for(cell.field, HEADER_FIELDS)), look="muted")
            value = plain_label(_shown(cell))
            value.setToolTip(tooltip_text(_told(cell)))
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            self._names.append(name)
            self._values.append(value)
            self._texts.append(_shown(cell))

    @property
    def texts(self) -> list[str]:
        """The values shown, whole."""
        return list(self._texts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut a long name with a sign that it is cut (Qt)."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        for value, text in zip(self._values, self._texts, strict=True):
            room = max(value.width(), 1)
            value.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))

    def fits(self, width: int, height: int) -> bool:
        """Tell whether all rows have room (in pixels): figures whole, only long names cut."""
        if not self._values:
            return False
        names = max(name.sizeHint().width() for name in self._names)
        least = self.fontMetrics().averageCharWidth() * _LEAST_CHARS
        values = max(min(self.fontMetrics().horizontalAdvance(text), least) for text in self._texts)
        margins = self._grid.contentsMargins()
        wide = names + values + self._grid.horizontalSpacing() + margins.left() + margins.right()
        return wide <= width and self._grid.sizeHint().height() <= height


def _shown(cell: Cell) -> str:
    if cell.certainty is Certainty.CONTRADICTED:
        return f"! {cell.text}"
    return cell.text


def _told(cell: Cell) -> str:
    if cell.text == NOT_PRINTED:
        return say(cell.sentence)
    return f"{say(cell.sentence)}\n{say(words_for(cell.certainty, CERTAINTIES))}"
