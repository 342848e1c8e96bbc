"""Parts of which several rooms are built: named tabs, panes side by side, the row in which a reason is given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

# Narrower than so many characters, a list and what belongs to it stand one above the other.
_BESIDE_CHARS = 175


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


def named_tabs(name: str) -> QTabWidget:
    """Make tabs that a screen reader calls by a name."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.setAccessibleName(name)
    tabs.tabBar().setAccessibleName(name)
    return tabs


def reason_row(give_up: QPushButton, reason: QLineEdit, save: QPushButton, *, label: str, name: str) -> QHBoxLayout:
    """Lay out what ends a change: give it up, or say why (``name`` is what is asked) and save it."""
    reason.setAccessibleName(name)
    reason.setPlaceholderText(name)
    told = QLabel(label)
    told.setBuddy(reason)
    save.setProperty("look", "primary")
    row = QHBoxLayout()
    row.addWidget(give_up)
    row.addWidget(told)
    row.addWidget(reason, 1)
    row.addWidget(save)
    return row


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
