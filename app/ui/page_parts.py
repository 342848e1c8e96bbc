"""Parts of which several rooms are built: panes side by side, the row in which a reason is given."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

# Narrower than so many characters, a list and what belongs to it stand one above the other.
_BESIDE_CHARS = 175
_REASON_CHARS = 30


class Pair(QSplitter):
    """Two panes side by side; in a narrow window one above the other, so that tables need not scroll sideways."""

    def __init__(self, shares: tuple[int, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._shares = shares
        self.setChildrenCollapsible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the width is too small for both, and back (Qt)."""
        narrow = event.size().width() < self.fontMetrics().averageCharWidth() * _BESIDE_CHARS
        turned = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if turned is not self.orientation():
            self.setOrientation(turned)
            self.setSizes([share * 16 for share in self._shares])
        super().resizeEvent(event)


def reason_row(give_up: QPushButton, reason: QLineEdit, save: QPushButton, *, label: str, name: str) -> QWidget:
    """Lay out what ends a change: give it up, or say why (``name`` is what is asked) and save it."""
    reason.setAccessibleName(name)
    reason.setPlaceholderText(name)
    told = QLabel(label)
    told.setBuddy(reason)
    save.setProperty("look", "primary")
    return _ReasonRow(give_up, told, reason, save)


class _ReasonRow(QWidget):
    """One line; in a narrow pane two, so that the reason can be read while it is typed."""

    def __init__(self, give_up: QPushButton, told: QLabel, reason: QLineEdit, save: QPushButton) -> None:
        super().__init__()
        self._parts = (give_up, told, reason, save)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        self._narrow: bool | None = None
        self._lay_out(narrow=False)
        for before, after in pairwise((give_up, reason, save)):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line where one is too short (Qt)."""
        super().resizeEvent(event)
        fixed = sum(self._parts[place].sizeHint().width() for place in (0, 1, 3))
        self._lay_out(narrow=event.size().width() < fixed + self.fontMetrics().averageCharWidth() * _REASON_CHARS)

    def minimumSizeHint(self) -> QSize:
        """Both buttons side by side are the least (Qt)."""
        wide = self._parts[0].sizeHint().width() + self._parts[3].sizeHint().width() + self._grid.horizontalSpacing()
        return QSize(wide, super().minimumSizeHint().height())

    def _lay_out(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        give_up, told, reason, save = self._parts
        beside = ((0, 0, 1), (0, 1, 1), (0, 2, 1), (0, 3, 1))
        above = ((1, 0, 2), (0, 0, 1), (0, 1, 3), (1, 3, 1))
        for part, (row, column, span) in zip((give_up, told, reason, save), above if narrow else beside, strict=True):
            self._grid.addWidget(part, row, column, 1, span)
        self.updateGeometry()


def fill_side_by_side(page: QWidget, panes: Sequence[QWidget], sizes: Sequence[int]) -> None:
    """Fill a page with panes that can be made wider; ``sizes`` are their first widths, in pixels, and their shares."""
    split = Pair((sizes[0], sizes[1])) if len(sizes) == 2 else QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    for place, (pane, size) in enumerate(zip(panes, sizes, strict=True)):
        split.addWidget(pane)
        split.setStretchFactor(place, size)
    split.setSizes(list(sizes))
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(split)
