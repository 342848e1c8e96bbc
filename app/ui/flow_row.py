"""A row of buttons that goes on in the next line where it does not fit, so that nothing is clipped at any scale.

A widget, not a QLayout: PySide loses a reference to None each time a layout written in Python answers "no such item".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Lays its widgets out from left to right, then in further lines; hidden ones take no room."""

    def __init__(self, gap: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._parts: tuple[QWidget, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Take widgets in this order; the tab order follows."""
        self._parts = tuple(parts)
        for part in self._parts:
            if part.parent() is not self:
                part.setParent(self)
        for before, after in pairwise(self._parts):
            QWidget.setTabOrder(before, after)
        self.refit()

    def refit(self) -> None:
        """Arrange anew, after a widget was shown, hidden or got another text."""
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width (Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the widgets need at this width (Qt)."""
        return self._arrange(width, place=False)

    def sizeHint(self) -> QSize:
        """Ask for the height at the present width (Qt)."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the widest widget (Qt)."""
        hints = [part.sizeHint() for part in self._shown()]
        return QSize(max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width (Qt)."""
        super().resizeEvent(event)
        self._arrange(event.size().width(), place=True)

    def event(self, event: QEvent) -> bool:
        """Arrange anew when a widget asks for it (Qt)."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.refit()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _arrange(self, width: int, *, place: bool) -> int:
        x, y, line_height = 0, 0, 0
        for part in self._shown():
            hint = part.sizeHint()
            if x > 0 and x + hint.width() > width:
                x, y, line_height = 0, y + line_height + self._gap, 0
            if place:
                part.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + self._gap
            line_height = max(line_height, hint.height())
        return y + line_height
