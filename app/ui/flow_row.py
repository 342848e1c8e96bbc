"""A row of buttons that goes on in the next line where it does not fit, so that nothing is clipped at any scale.

A widget, not a QLayout: PySide loses a reference to None each time a layout written in Python answers "no such item".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize
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
        widest, highest = max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0)
        return QSize(widest, highest).grownBy(self.contentsMargins())

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
        shown, around = self._shown(), self.contentsMargins()
        places, height = _places([part.sizeHint() for part in shown], width - around.left() - around.right(), self._gap)
        if place:
            for part, one in zip(shown, places, strict=True):
                part.setGeometry(one.translated(around.left(), around.top()))
        return height + around.top() + around.bottom()


def lines_of(parts: Sequence[QWidget], width: int, gap: int) -> int:
    """Return in how many lines widgets lie at a width."""
    places, _ = _places([part.sizeHint() for part in parts], width, gap)
    return len({place.y() for place in places})


def _places(hints: Sequence[QSize], width: int, gap: int) -> tuple[list[QRect], int]:
    """Return where widgets of these sizes lie, and how high they are together."""
    x, y, line_height = 0, 0, 0
    places: list[QRect] = []
    for hint in hints:
        if x > 0 and x + hint.width() > width:
            x, y, line_height = 0, y + line_height + gap, 0
        places.append(QRect(x, y, hint.width(), hint.height()))
        x += hint.width() + gap
        line_height = max(line_height, hint.height())
    return places, y + line_height
