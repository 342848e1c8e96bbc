"""The bar above everything: search, the views with their counts, and how far the reading is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QSizePolicy, QWidget

from app.ui.actions import show_key_in_tip
from app.ui.folding_row import FoldingRow
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.workflow.queue import View

VIEW_ACTIONS = {
    View.MINE: "view_mine",
    View.WAITING: "view_waiting",
    View.CLEARED: "view_cleared",
    View.REJECTED: "view_rejected",
    View.ALL: "view_all",
}
_CHANGED = " •"
_PARTS = 1000  # the bar's steps for each file


class SearchField(QLineEdit):
    """The search; Esc clears it and Enter or Down goes to the list.

    Signals:
        left: The focus should go to the list.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the field by key (Qt)."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TopBar(QWidget):
    """Search, views, progress.

    Signals:
        cancel_wanted: What runs in the background should stop.
    """

    cancel_wanted = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._view = View.MINE
        self._counts: dict[View, int] = {}
        self._seen: dict[View, int] = {}
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search") + "   /")
        self.search.setAccessibleName(self.tr("Search vendor, number, file or order number"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 14)
        self.search.setMaximumWidth(self.fontMetrics().averageCharWidth() * 34)
        self.views = FoldingRow(4, look="tab")
        self.tabs: dict[View, QPushButton] = {}
        group = QButtonGroup(self)
        for view, name in VIEW_ACTIONS.items():
            tab = QPushButton(actions[name].text())
            tab.setCheckable(True)
            tab.setProperty("look", "tab")
            tab.setAccessibleName(actions[name].text())
            show_key_in_tip(tab, actions[name])
            tab.clicked.connect(actions[name].trigger)
            group.addButton(tab)
            self.tabs[view] = tab
        self.views.show_buttons(tuple(self.tabs.values()))
        self.stage = plain_label(look="muted")
        self.stage.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stage.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("How far the reading is"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(self.fontMetrics().averageCharWidth() * 16)
        self.progress.setMaximumHeight(self.fontMetrics().height())
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.cancel.clicked.connect(self.cancel_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self.search, 1)
        layout.addSpacing(6)
        layout.addWidget(self.views)
        layout.addWidget(self.stage, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.cancel)
        self.show_progress("", 0, 0, "")

    def show_view(self, view: View) -> None:
        """Mark the view in force; what changed in it is seen by that."""
        self.tabs[view].setChecked(True)
        self._view = view
        self.show_counts(self._counts)

    def show_counts(self, counts: Mapping[View, int]) -> None:
        """Show how many documents each view has, and mark those that changed since they were looked at."""
        self._counts = dict(counts)
        for view, tab in self.tabs.items():
            words = self._actions[VIEW_ACTIONS[view]].text()
            count = counts.get(view, 0)
            if counts and (view is self._view or view not in self._seen):
                self._seen[view] = count
            changed = self._seen.get(view, count) != count
            tab.setText(f"{words}  {count}{_CHANGED if changed else ''}")
            spoken = self.tr("changed since you looked") if changed else ""
            tab.setAccessibleName(", ".join(part for part in (words, str(count), spoken) if part))
        self.views.refit()

    def show_progress(self, label: str, done: int, total: int, what: str) -> None:
        """Show how far the batch is; an empty label: none runs."""
        for part in (self.progress, self.cancel):
            part.setVisible(bool(label))
        if not label:
            self.stage.setText("")
            return
        self.progress.setRange(0, total * _PARTS)
        self.progress.setValue(done * _PARTS)
        place = self.tr("{0} {1} of {2}").format(label, min(done + 1, total), total) if total else label
        self.stage.setText(self._fitting(place, say(what)))

    def show_within(self, done: int, parts: int) -> None:
        """Show how far the one in hand is, after its :meth:`show_progress`: a long file moves the bar by its pages."""
        if parts:
            self.progress.setValue(self.progress.value() + _PARTS * min(done, parts) // parts)

    def _fitting(self, place: str, what: str) -> str:
        """Return what there is room for: a file's name may be cut, the number of its page may not."""
        room, metrics = max(self.stage.width(), 120), self.stage.fontMetrics()
        whole = f"{place} · {what}" if what else place
        name, _, page = what.rpartition(", ")
        if not name or metrics.horizontalAdvance(whole) <= room:
            return metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, room)
        left = room - metrics.horizontalAdvance(f", {page}")
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(0, left))
        return f"{cut}, {page}" if cut else page
