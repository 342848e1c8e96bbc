"""The frame of the rooms that show records: a searched list on the left, one record on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.ui.background import Changed
from app.ui.i18n import say
from app.ui.page_parts import Pair
from app.ui.plain_text import plain_label
from app.ui.record_table import RecordTable, SearchList
from app.ui.room import RoomPage, RoomParts

_LIST_SHARE, _DETAIL_SHARE = 45, 55


class DetailPane(QWidget):
    """A title, then parts one under the other, scrolled where the window is low."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = plain_label(look="title", wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self.title.setFont(font)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self.tools = QHBoxLayout()
        self.tools.addWidget(self.title, 1)
        self._column.addLayout(self.tools)
        self.frame = QScrollArea()
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setWidgetResizable(True)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frame.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def add(self, part: QWidget, heading: str = "", *, stretch: int = 0) -> None:
        """Add a part, under a heading where it has one."""
        if heading:
            label = plain_label(heading, look="title")
            self._column.addSpacing(4)
            self._column.addWidget(label)
        self._column.addWidget(part, stretch)

    def add_stretch(self) -> None:
        """Let what is left of the height be empty."""
        self._column.addStretch(1)


class RecordPage(RoomPage):
    """A room with a list and a detail pane; the record in focus is loaded in the background.

    ``found`` is the list, set by the room; a room with several says which one is ``shown``.
    """

    found: SearchList

    def __init__(self, parts: RoomParts) -> None:
        super().__init__()
        self.parts = parts
        self.detail = DetailPane()
        self._split = Pair((_LIST_SHARE, _DETAIL_SHARE))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        self._wanted: object = None
        parts.background.changed.connect(self._changed)

    def put_together(self, left: QWidget) -> None:
        """Lay out the list and the detail."""
        frame = QWidget()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 12, 8, 8)
        inner.addWidget(left)
        self._split.addWidget(frame)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, _LIST_SHARE)
        self._split.setStretchFactor(1, _DETAIL_SHARE)
        self._split.setSizes([_LIST_SHARE * 16, _DETAIL_SHARE * 16])

    def load(self, wanted: object, fetch: Callable[[], Any], show: Callable[[Any], None]) -> None:
        """Fetch a record and show it, unless another is wanted by then."""
        self._wanted = wanted

        def failed(error: BaseException) -> None:
            if wanted == self._wanted and isinstance(error, AppError):
                self.show_nothing(say(str(error)))
            elif not isinstance(error, AppError):
                self.parts.background.failed.emit(error)

        self.parts.background.read(self, fetch, partial(self._arrived, wanted, show), failed)

    def show_nothing(self, why: str = "") -> None:
        """Show that no record is there."""
        self._wanted = None
        self.detail.title.setText(why or self.tr("Nothing is selected."))

    @property
    def shown(self) -> SearchList:
        """The list that is shown."""
        return self.found

    def enter(self) -> None:
        """Refresh the list and put the focus on it."""
        self.reload()
        self.shown.focus_start()

    def reload(self) -> None:
        """Fetch the list again; the record in focus follows."""
        self.shown.model.reload()

    def _arrived(self, wanted: object, show: Callable[[Any], None], record: Any) -> None:  # noqa: ANN401 - any record
        if wanted == self._wanted:
            show(record)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and (changed.desk or changed.queue or changed.documents):
            self.reload()


def document_opener(page: RoomPage, table: RecordTable) -> None:
    """Let Enter on a row that names a document show it on the work screen."""
    table.opened.connect(lambda row: page.document_wanted.emit(row.document_id))
