"""Parts of which several rooms are built: named tabs, panes side by side, the row in which a reason is given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget


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
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    for place, (pane, size) in enumerate(zip(panes, sizes, strict=True)):
        split.addWidget(pane)
        split.setStretchFactor(place, size)
    split.setSizes(list(sizes))
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(split)
