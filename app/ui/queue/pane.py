"""The queue: the list of documents with its filter by kind and its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import QueueFilter, QueueRow
from app.ui.background import Background
from app.ui.cut_combo import CutCombo
from app.ui.i18n import say
from app.ui.plain_text import plain_label
from app.ui.queue.delegate import QueueDelegate
from app.ui.queue.model import QueueModel
from app.ui.theme import Theme
from app.workflow.figures import Figures
from app.workflow.queue import STATES_OF, View, undecided
from app.workflow.services import Services
from app.workflow.wording import CATEGORIES_SHORT, PATTERNS_SHORT

SORTS = (
    ("received", False, "Oldest first"),
    ("received", True, "Newest first"),
    ("vendor", False, "Vendor"),
    ("total", True, "Largest amount"),
    ("exposure", True, "Most at stake"),
    ("priority", False, "Most urgent first"),
    ("due", False, "Due first"),
)
_SEARCH_DELAY_MS = 120

_LEAST_CHARS = 18


class QueueList(QListView):
    """The list itself; letters are commands, never a search for a row."""

    def __init__(self, model: QueueModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters belong to the actions (Qt)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys that are no movement to the actions (Qt)."""
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)


class QueuePane(QWidget):
    """List, filter and order of one view.

    Signals:
        chosen: Another document is to be looked at: its id.
        emptied: The view has no documents.
    """

    chosen = Signal(int)
    emptied = Signal()

    def __init__(
        self,
        services: Services,
        background: Background,
        theme: Theme,
        figures: Figures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = View.MINE
        self._current: int | None = None
        self._follow: int | None = None
        # Where the document looked at stood; it may have left the view since.
        self._position = 0
        self.model = QueueModel(services, background, figures, self)
        self.list = QueueList(self.model, theme)
        self.list.setAccessibleName(self.tr("Documents"))
        # In a narrow window the choices are cut before the figures of the comparison are.
        self.kind = CutCombo()
        self.kind.setAccessibleName(self.tr("Show only one kind of problem"))
        self.kind.addItem(self.tr("Every kind"), None)
        for code, words in {**PATTERNS_SHORT, **CATEGORIES_SHORT}.items():
            told = say(words)
            self.kind.addItem(told[:1].upper() + told[1:], str(code))
        self.order = CutCombo()
        self.order.setAccessibleName(self.tr("Order of the documents"))
        for number, (_, _, words) in enumerate(SORTS):
            self.order.addItem(self.tr(words), number)
        self.empty = plain_label(look="muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(16)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(_SEARCH_DELAY_MS)
        self._search.timeout.connect(self._apply)
        self._text = ""
        self._counts: Mapping[View, int] = {}
        # Whether the rows under way answer another question than the rows shown.
        self._asked_anew = False
        self._back: int | None = None
        self.narrowed = plain_label(look="muted", wrap=True)
        self.narrowed.setContentsMargins(10, 0, 10, 4)
        self._build()

    @property
    def current(self) -> int | None:
        """The document that is looked at."""
        return self._current

    @property
    def row(self) -> QueueRow | None:
        """What the list says of the document that is looked at."""
        return self.model.row_at(self.model.row_of(self._current)) if self._current is not None else None

    def show_view(self, view: View) -> None:
        """Show another view."""
        self.view = view
        self._apply()

    def search(self, text: str) -> None:
        """Show what a text is found in, a moment after the last key."""
        self._text = text
        self._search.start()

    def reload(self) -> None:
        """Fetch the rows again; the document looked at stays the one looked at while it is in the view."""
        self.model.reload()

    def open_document(self, document_id: int) -> None:
        """Look at a document as soon as it is in the list."""
        self._follow = document_id
        self._select(self.model.row_of(document_id))

    def come_back_to(self, document_id: int) -> None:
        """Begin with a document where the list has it; else with the first, as always."""
        self._back = document_id

    def step(self, by: int) -> bool:
        """Look at a neighbour; tell whether there is one."""
        index = self.list.currentIndex()
        row = index.row() + by if index.isValid() else self._position - (1 if by < 0 else 0)
        if not 0 <= row < self.model.rowCount():
            return False
        self._select(row)
        return True

    def next_open(self) -> bool:
        """Look at the next document of the view that still needs a decision, from the top after the last."""
        count = self.model.rowCount()
        start = self._start()
        for distance in range(1, count + 1):
            position = (start + distance) % count
            row = self.model.row_at(position)
            if row and row.open_cases and row.document_id != self._current:
                self._select(position)
                return True
        return False

    def upcoming(self, how_many: int) -> list[int]:
        """Return the documents after the current one, to have them ready."""
        start = self._start() + 1
        rows = (self.model.row_at(i) for i in range(start, start + how_many))
        return [row.document_id for row in rows if row]

    def know_counts(self, counts: Mapping[View, int]) -> None:
        """Take how many documents each view has, to say how many a search leaves out."""
        self._counts = counts
        self._show_narrowed()

    def _show_narrowed(self) -> None:
        searching = bool(self._text.strip() or self.kind.currentData())
        more = self._counts.get(self.view, 0) - self.model.rowCount()
        cut = self.model.is_cut
        self.narrowed.setVisible((searching or cut) and more > 0)
        if cut:
            self.narrowed.setText(self.tr("%n more further down: search, or choose a kind or an order.", "", more))
        else:
            self.narrowed.setText(self.tr("%n more outside this search. Esc in the list shows all.", "", more))

    def sort_code(self) -> str:
        """Return the order in force, for the settings."""
        return str(self.order.currentIndex())

    def set_sort_code(self, code: str) -> None:
        """Take an order from the settings."""
        if code.isdigit() and int(code) < len(SORTS):
            self.order.setCurrentIndex(int(code))

    def urgent_first(self) -> None:
        """Put the most urgent first; where they are, by day; where that is, the oldest first again."""
        names = [sort for sort, _, _ in SORTS]
        turns = (names.index("priority"), names.index("due"), 0)
        now = self.order.currentIndex()
        self.order.setCurrentIndex(turns[(turns.index(now) + 1) % len(turns)] if now in turns else turns[0])

    def kind_code(self) -> str:
        """Return the kind that alone is shown, for the settings; empty: every kind."""
        return str(self.kind.currentData() or "")

    def set_kind_code(self, code: str) -> None:
        """Take a kind from the settings."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(code or None)))

    def sizeHint(self) -> QSize:
        """Ask for room for a vendor's name and an amount (Qt)."""
        return QSize(self.fontMetrics().averageCharWidth() * 44, 400)

    def _build(self) -> None:
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LEAST_CHARS)
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.kind, 1)
        row.addWidget(self.order, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(tools)
        layout.addWidget(self.narrowed)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.kind.currentIndexChanged.connect(self._apply)
        self.order.currentIndexChanged.connect(self._apply)
        self.model.loaded.connect(self._loaded)
        self.model.rowsInserted.connect(self._show_narrowed)
        self.list.selectionModel().currentChanged.connect(self._moved)

    def _apply(self) -> None:
        self._asked_anew = True
        sort, descending, _ = SORTS[max(0, self.order.currentIndex())]
        base = QueueFilter(states=STATES_OF[self.view], text=self._text.strip(), category=self.kind.currentData())
        self.model.show_filter(replace(base, sort=sort, descending=descending))

    def _loaded(self) -> None:
        count = self.model.rowCount()
        self.empty.setVisible(count == 0)
        self.empty.setText(self._empty_words())
        wanted = next((one for one in (self._follow, self._current, self._back) if one is not None), None)
        row = self.model.row_of(wanted) if wanted is not None else -1
        anew, self._asked_anew = self._asked_anew, False
        self._show_narrowed()
        if row >= 0:
            self._select(row)
        elif count and (self._current is None or anew) and self._follow is None:
            self._select(self._first_decided())
        elif anew and not count:
            # The document comes back with the search's end; meanwhile no key may act on it.
            self._back, self._current = wanted, None
            self.emptied.emit()
        elif not count and self._current is None:
            self.emptied.emit()

    def _first_decided(self) -> int:
        """Return the first row that nobody is deciding: one just read may clear, and would stay open all the same."""
        rows = filter(None, map(self.model.row_at, range(self.model.rowCount())))
        return next((at for at, row in enumerate(rows) if not undecided(row)), -1)

    def _start(self) -> int:
        """Return the row before the one that comes next."""
        index = self.list.currentIndex()
        return index.row() if index.isValid() else self._position - 1

    def _empty_words(self) -> str:
        if self._text.strip() or self.kind.currentData():
            return self.tr("Nothing is found for this search.")
        if self.view is View.MINE:
            return self.tr("Nothing needs you. Drop invoices on the window, or press Ctrl+O.")
        return self.tr("Nothing is here yet.")

    def _select(self, row: int) -> None:
        if row < 0:
            return
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _moved(self, index: QModelIndex, _: QModelIndex) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else None
        if row is None:
            return
        self._follow = self._back = None
        self._position = index.row()
        if row.document_id != self._current:
            self._current = row.document_id
            self.chosen.emit(row.document_id)
