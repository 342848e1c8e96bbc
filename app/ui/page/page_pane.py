"""The pane around the page: fetches pictures in the background, says how the document was read, and turns pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.case import Document
from app.domain.errors import AppError
from app.extraction.pages.image import PageImage
from app.ui.background import Background
from app.ui.folding_row import FoldingRow
from app.ui.i18n import say
from app.ui.page.header_facts import HeaderFacts
from app.ui.page.page_painting import Outlines
from app.ui.page.page_view import ZOOM_STEP, PageView
from app.ui.plain_text import CutLabel
from app.ui.theme import Theme
from app.workflow.comparison_values import Cell
from app.workflow.pictures import with_own_name
from app.workflow.services import Services
from app.workflow.wording import SOURCES, words_for

_KEPT_PICTURES = 12
# Widths are rounded up to steps, so that a pane that is dragged wider does not ask for a picture at every pixel.
_WIDTH_STEP = 160
_MOST_WIDTH = 5000


class PagePane(QWidget):
    """The page of the open document with its tools.

    Signals:
        picked: A place was clicked or an area drawn while a value is being corrected; whether to add it.
    """

    picked = Signal(object, bool)

    def __init__(self, services: Services, background: Background, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._background = background
        self._document: Document | None = None
        self._pictures: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()
        self._asked: tuple[int, int, int] | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(0)
        self._delay.timeout.connect(self._fetch)
        self.view = PageView(theme)
        self.view.wants_image.connect(self._wanted)
        self.view.picked.connect(self.picked)
        self.view.page_changed.connect(lambda _: self._describe())
        self.about = CutLabel(look="muted")
        self._tools = FoldingRow(2, look="quiet")
        self.fit = self._tool(self.tr("Fit width"), self.view.fit_width)
        self.larger = self._tool("+", lambda: self.view.set_zoom(self.view.zoom * ZOOM_STEP), self.tr("Larger"))
        self.smaller = self._tool("−", lambda: self.view.set_zoom(self.view.zoom / ZOOM_STEP), self.tr("Smaller"))
        self.before = self._tool("‹", lambda: self.view.turn_to(self.view.page - 1), self.tr("Previous page"))
        self.after = self._tool("›", lambda: self.view.turn_to(self.view.page + 1), self.tr("Next page"))
        self.freeze = self._tool(self.tr("Freeze"), self._freeze_changed)
        self.freeze.setCheckable(True)
        self.facts = HeaderFacts()
        self._build()

    def show_header(self, cells: Sequence[Cell]) -> None:
        """Show what was read from the head of the document, where a short page leaves room for it."""
        self.facts.show_cells(cells)
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find out whether there is room under the page (Qt)."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        room = self.height() - self._foot.height() - self.view.page_height()
        self.facts.setVisible(self.facts.fits(self.width(), room))

    def show_document(self, document: Document | None) -> None:
        """Show the first page of a document, or nothing."""
        self._document = document
        self._asked = None
        if document is None:
            self.view.show_document((), 0)
        else:
            sizes = document.invoice.page_sizes if document.invoice else ()
            self.view.show_document(sizes, document.reading.pages or 1)
        self._describe()

    def show_outlines(self, outlines: Outlines) -> None:
        """Outline what belongs to the focus."""
        self.view.show_outlines(outlines)

    def toggle_freeze(self) -> None:
        """Keep the page where it is, or let it follow again."""
        self.freeze.setChecked(not self.freeze.isChecked())
        self._freeze_changed()

    def _freeze_changed(self) -> None:
        self.view.frozen = self.freeze.isChecked()

    def _build(self) -> None:
        self._show_tools()
        foot = QWidget()
        foot.setProperty("look", "surround")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(14, 4, 8, 6)
        rows.setSpacing(2)
        rows.addWidget(self.about)
        rows.addWidget(self._tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._foot = foot
        layout.addWidget(self.view, 1)
        layout.addWidget(self.facts)
        layout.addWidget(foot)

    def _show_tools(self) -> None:
        self._tools.show_buttons((self.before, self.after, self.fit, self.larger, self.smaller, self.freeze))

    def _tool(self, text: str, call: object, name: str = "") -> QPushButton:
        button = QPushButton(text, self._tools)
        button.setProperty("look", "quiet")
        button.setAccessibleName(name or text)
        if name:
            button.setToolTip(name)
        button.clicked.connect(call)
        return button

    def _describe(self) -> None:
        document = self._document
        for button in (self.before, self.after):
            button.setVisible(self.view.pages > 1)
        self._show_tools()
        if document is None:
            self.about.show_text("")
            return
        # What was refused before its pages were counted has none that anybody could look for.
        counted = document.reading.pages or document.invoice
        parts = [self.tr("Page {0} of {1}").format(self.view.page, self.view.pages)] if counted else []
        if document.invoice:
            parts.append(say(words_for(document.invoice.source, SOURCES)))
            if document.invoice.checks and all(check.holds for check in document.invoice.checks):
                whole = document.invoice.is_summed
                parts.append(self.tr("the sums hold") if whole else self.tr("only some sums to check: they hold"))
            elif document.invoice.checks:
                parts.append(self.tr("a sum does not hold"))
            else:
                parts.append(self.tr("no sum to check"))
        self.about.show_text(" · ".join(parts))

    def _wanted(self, page: int, width: int) -> None:
        if self._document is None:
            return
        stepped = min(-(-max(width, 1) // _WIDTH_STEP) * _WIDTH_STEP, _MOST_WIDTH)
        key = (self._document.document_id, page, stepped)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            self._asked = key
            self.view.set_image(page, self._pictures[key])
        elif key != self._asked:
            self._asked = key
            self._delay.start()

    def _fetch(self) -> None:
        key = self._asked
        if key is None:
            return
        document_id, page, width = key
        services = self._services

        def begin() -> Future[PageImage]:
            return services.readers.render(services.store.file_of(document_id), page, width)

        def decode(picture: PageImage) -> None:
            self._background.read(self, lambda: _decoded(picture), lambda image: self._arrived(key, image))

        def begun(future: Future[PageImage]) -> None:
            # Nobody sits and waits for the reader: a slow or dead one must not hold up what else is looked up.
            self._background.after(self, future, decode, failed)

        def failed(error: BaseException) -> None:
            if key == self._asked:
                self._not_rendered(error)

        self._background.read(self, begin, begun, failed)

    def _arrived(self, key: tuple[int, int, int], image: QImage) -> None:
        self._pictures[key] = image
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)
        if key == self._asked:
            self.view.set_image(key[1], image)

    def _not_rendered(self, error: BaseException) -> None:
        document = self._document
        if document is not None and document.reading.error is not None:
            known: tuple[str, ...] = (document.reading.error.message, document.reading.error.next_step)
        else:
            known = (error.message, error.next_step) if isinstance(error, AppError) else ()
        told = "\n".join(say(with_own_name(document, text) if document else text) for text in known if text)
        self.view.show_message(told or self.tr("The page cannot be shown."))


def _decoded(image: PageImage) -> QImage:
    """Decode a picture on the worker's thread; QImage, unlike QPixmap, may be used there."""
    return QImage.fromData(image.png)
