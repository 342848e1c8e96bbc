"""Shows a page with outlines of what was read: faint for everything, stronger for the frame and for the value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.domain.invoice import PageSize
from app.domain.provenance import Box
from app.domain.turned_text import level
from app.ui.page.page_hit_test import Placement, Rect, scroll_to_show
from app.ui.page.page_painting import Outlines, paint_outlines, paint_sheet
from app.ui.theme import LIGHT, Theme

ZOOM_STEP = 1.25
ZOOM_LEAST, ZOOM_MOST = 0.25, 8.0
_MARGIN = 14
# Beside the window's own letters, and never so large that the line no longer fits the pane.
_READABLE = 0.8
_MOST_MAGNIFIED = 2.5
# A shorter way of the mouse between press and release is a click.
_DRAG = 6
# A page whose size nobody knows is laid out as A4.
_A4 = PageSize(595.0, 842.0)


class PageView(QAbstractScrollArea):
    """One page of a document at a zoom, with outlines.

    Attributes:
        frozen: Whether the page stays where it is when another value gets the focus.
        picking: Whether a click picks a place for the value that is being corrected.

    Signals:
        picked: A place was clicked (a box without extent) or an area drawn while picking; whether it is to be
            added to what is there.
        wants_image: The page needs a picture so many device pixels wide: page, width.
        page_changed: Another page is shown: page number.
        zoomed: A person chose another zoom, or to have the page fit the pane.
    """

    picked = Signal(object, bool)
    wants_image = Signal(int, int)
    page_changed = Signal(int)
    zoomed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_view")
        self.setAccessibleName(self.tr("Page of the invoice"))
        self.setProperty("look", "surround")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.frozen = False
        self.picking = False
        self._theme = theme
        self._sizes: tuple[PageSize, ...] = ()
        self._pages = 0
        self._page = 1
        self._zoom = 1.0
        self._fits = True
        self._image: QImage | None = None
        self._image_page = 0
        self._outlines = Outlines()
        self._message = ""
        self._before: tuple[float, bool] | None = None
        self._drag_from: QPointF | None = None
        self._drag_to: QPointF | None = None
        theme.changed.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    @property
    def page(self) -> int:
        """The page shown, counted from 1."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages the document has."""
        return self._pages

    @property
    def zoom(self) -> float:
        """Pixels per point."""
        return self._zoom

    @property
    def chosen_zoom(self) -> float:
        """The zoom a person chose, in pixels per point; 0 where the page fits the pane."""
        zoom, fits = (self._zoom, self._fits) if self._before is None else self._before
        return 0.0 if fits else zoom

    @property
    def message(self) -> str:
        """Why there is no picture; empty where there is one, or will be."""
        return self._message

    @property
    def has_image(self) -> bool:
        """Whether the picture of the page is there."""
        return self._image is not None and self._image_page == self._page

    @property
    def outlines(self) -> Outlines:
        """What is outlined now."""
        return self._outlines

    def show_document(self, sizes: tuple[PageSize, ...], pages: int) -> None:
        """Start on the first page of a document; its picture comes later."""
        self._sizes = sizes
        self._pages = max(pages, len(sizes))
        self._outlines = Outlines()
        self._message = ""
        self._image = None
        self._page = 1
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        if self._pages:
            self._ask_for_image()
        self.page_changed.emit(self._page)

    def show_message(self, text: str) -> None:
        """Say why there is no picture."""
        self._message = text
        self.viewport().update()

    def set_image(self, page: int, image: QImage) -> None:
        """Show the picture of a page, unless another page is shown by now."""
        if page == self._page:
            self._image, self._image_page, self._message = image, page, ""
            self.viewport().update()

    def show_outlines(self, outlines: Outlines) -> None:
        """Outline what belongs to the focus, and bring it into sight unless the page is frozen."""
        self._outlines = outlines
        target = outlines.focus or (outlines.frame[0] if outlines.frame else None)
        if target is not None and not self.frozen:
            self.turn_to(target.page)
            self._bring_into_sight(target)
        self.viewport().update()

    def magnify(self, *, on: bool) -> None:
        """While a value is corrected, show its line large enough to read; afterwards as before."""
        if on and self._before is None:
            box = self._outlines.focus
            least = self.fontMetrics().height() * _READABLE
            self._before = (self._zoom, self._fits)
            if box is not None and box.bottom > box.top and (box.bottom - box.top) * self._zoom < least:
                self.set_zoom(max(self._zoom, min(least / (box.bottom - box.top), self._zoom * _MOST_MAGNIFIED)))
                self._bring_into_sight(box)
        elif not on and self._before is not None:
            (zoom, fits), self._before = self._before, None
            if fits:
                self.fit_width()
            else:
                self.set_zoom(zoom)

    def turn_to(self, page: int) -> None:
        """Show another page; pages outside the document are ignored."""
        if page == self._page or not 1 <= page <= self._pages:
            return
        self._page = page
        self._image = None
        self._lay_out()
        self._ask_for_image()
        self.page_changed.emit(page)

    def set_zoom(self, zoom: float) -> None:
        """Zoom around the middle of what is seen."""
        wanted = min(max(zoom, ZOOM_LEAST), ZOOM_MOST)
        self._fits = False
        self._zoom_to(wanted)
        self.zoomed.emit()

    def fit_width(self) -> None:
        """Fit the page's width to the pane, now and when the pane changes."""
        self._fits = True
        self._lay_out()
        self._ask_for_image()
        self.zoomed.emit()

    def page_height(self) -> int:
        """Return how high the page is with its margins, as it is zoomed but for a value that is being corrected."""
        zoom = self._before[0] if self._before is not None else self._zoom
        return round(self._size().height * zoom) + 2 * _MARGIN if self._pages else 0

    def placement(self) -> Placement:
        """Return how the page lies in the viewport now."""
        size = self._size()
        width, height = size.width * self._zoom, size.height * self._zoom
        view = self.viewport().size()
        x = max(_MARGIN, (view.width() - width) / 2) - self.horizontalScrollBar().value()
        y = max(_MARGIN, (view.height() - height) / 2 if height < view.height() * 0.6 else _MARGIN)
        return Placement(size.width, size.height, self._zoom, 0, x, y - self.verticalScrollBar().value())

    def rect_of(self, box: Box) -> Rect:
        """Return where a box lies in the viewport."""
        return self.placement().box_to_view(box)

    def picture(self) -> QImage:
        """Return the page in sight as it is shown, with its outlines; no picture where it is not there yet."""
        if self._image is None or not self.has_image:
            return QImage()
        made = self._image.convertToFormat(QImage.Format.Format_RGB32)
        size = self._size()
        painter = QPainter(made)
        place = Placement(size.width, size.height, made.width() / size.width, 0, 0.0, 0.0)
        paint_outlines(painter, self._outlines, self._page, place, self._theme.colours)
        painter.end()
        return made

    def sizeHint(self) -> QSize:
        """Ask for a pane in which a page can be read (Qt)."""
        char = self.fontMetrics().averageCharWidth()
        return QSize(char * 62, char * 80)

    def minimumSizeHint(self) -> QSize:
        """Allow a narrow pane: the page gives way first (Qt)."""
        char = self.fontMetrics().averageCharWidth()
        return QSize(char * 10, char * 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fit (Qt)."""
        super().resizeEvent(event)
        self._lay_out()
        if self._fits and self._pages:
            self._ask_for_image()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without (Qt)."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the page's ends with Home and End; leafing past an end turns the page (Qt)."""
        bar, key = self.verticalScrollBar(), event.key()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if key in ends:
            bar.setValue(ends[Qt.Key(key)])
        elif key == Qt.Key.Key_PageDown and bar.value() == bar.maximum() and self._page < self._pages:
            self.turn_to(self._page + 1)
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_PageUp and bar.value() == bar.minimum() and self._page > 1:
            self.turn_to(self._page - 1)
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a place while a value is being corrected (Qt)."""
        if event.button() is Qt.MouseButton.LeftButton and self.picking and self._pages:
            self._drag_from = self._drag_to = event.position()
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the area that is being picked (Qt)."""
        if self._drag_from is not None:
            self._drag_to = event.position()
            self.viewport().update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the place or the area; Ctrl adds it to what is there (Qt)."""
        start, self._drag_from = self._drag_from, None
        if start is not None:
            end = event.position() if (event.position() - start).manhattanLength() >= _DRAG else start
            area = self.placement().area_to_page(self._page, start.x(), start.y(), end.x(), end.y())
            self.picked.emit(area, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            self.viewport().update()
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page and its outlines (Qt)."""
        painter = QPainter(self.viewport())
        colours = self._theme.colours
        painter.fillRect(event.rect(), colours.colour("surround"))
        if not self._pages:
            self._paint_message(painter, colours.colour("muted"))
            return
        place = self.placement()
        paint_sheet(painter, place, self._image if self.has_image else None, self._theme)
        paint_outlines(painter, self._outlines, self._page, place, colours)
        if self._drag_from is not None and self._drag_to is not None:
            painter.setPen(QPen(colours.colour("outline_focus"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._drag_from, self._drag_to).normalized())
        if self._message:
            # The sheet is light in a dark window, too.
            self._paint_message(painter, LIGHT.colour("muted"))

    def _paint_message(self, painter: QPainter, colour: QColor) -> None:
        painter.setPen(colour)
        area = self.viewport().rect().adjusted(20, 20, -20, -20)
        text = self._message or self.tr("The page of the invoice you open is shown here.")
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), level(text))

    def _bring_into_sight(self, box: Box) -> None:
        place = self.placement()
        area = place.box_to_view(box)
        for bar, start, length, view, origin, extent in (
            (self.verticalScrollBar(), area.y, area.height, self.viewport().height(), place.y, place.height),
            (self.horizontalScrollBar(), area.x, area.width, self.viewport().width(), place.x, place.width),
        ):
            content = extent + 2 * _MARGIN
            at = start - origin + _MARGIN
            bar.setValue(round(scroll_to_show(at, length, view, content, bar.value())))

    def _size(self) -> PageSize:
        return self._sizes[self._page - 1] if 0 < self._page <= len(self._sizes) else _A4

    def _zoom_to(self, zoom: float) -> None:
        middle = QPointF(self.viewport().rect().center())
        px, py = self.placement().to_page(middle.x(), middle.y())
        self._zoom = zoom
        self._lay_out()
        vx, vy = self.placement().to_view(px, py)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(vx - middle.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(vy - middle.y()))
        self._ask_for_image()

    def _lay_out(self) -> None:
        size = self._size()
        view = self.viewport().size()
        if self._fits and view.width() > 4 * _MARGIN:
            self._zoom = min(max((view.width() - 2 * _MARGIN) / size.width, ZOOM_LEAST), ZOOM_MOST)
        width, height = size.width * self._zoom + 2 * _MARGIN, size.height * self._zoom + 2 * _MARGIN
        self.horizontalScrollBar().setRange(0, max(0, round(width - view.width())))
        self.verticalScrollBar().setRange(0, max(0, round(height - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(24)
        self.viewport().update()

    def _ask_for_image(self) -> None:
        if self._pages:
            self.wants_image.emit(self._page, round(self._size().width * self._zoom * self.devicePixelRatioF()))
