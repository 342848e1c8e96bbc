"""Where the parts of the window lie: docks for queue, page and history, their widths, and their way back."""

from __future__ import annotations

import json
import math

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolBar, QWidget

from app.ui.history.panel import HistoryPanel
from app.ui.page.page_pane import PagePane
from app.ui.queue.pane import QueuePane
from app.ui.settings import WindowSettings

# The comparison has its room first. Of what is left the page takes this share, so that it gives way first, and never
# more than that share of both together.
_COMPARISON_CHARS = 104
_PAGE_SHARE = 0.75
_MOST_PAGE = 0.45
_QUEUE_SHARE = 0.19


class WindowLayout(QObject):
    """Builds the docks of the main window and remembers how a person laid them out.

    At every size queue, page and comparison have their shares of the width; how far somebody dragged a part from its
    own is remembered as a share of the window, so that it stands at every other size, too.
    """

    def __init__(
        self,
        window: QMainWindow,
        settings: WindowSettings,
        queue: QueuePane,
        page: PagePane,
        history: HistoryPanel,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._queue = queue
        self._page = page
        # How much wider than their own share somebody made queue and page, as shares of the window.
        self._wider = _wider_from_text(settings.text("shares"))
        self._pressed = (0, 0)
        window.setDockNestingEnabled(True)
        left, bottom = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self.queue_dock = self._dock("queue_dock", window.tr("Queue"), queue, left)
        self.page_dock = self._dock("page_dock", window.tr("Page"), page, left)
        window.splitDockWidget(self.queue_dock, self.page_dock, Qt.Orientation.Horizontal)
        self.history_dock = self._dock("history_dock", window.tr("History"), history, bottom)
        self.history_dock.hide()
        window.setCorner(Qt.Corner.BottomLeftCorner, bottom)
        window.installEventFilter(self)

    @property
    def docks(self) -> tuple[QDockWidget, QDockWidget, QDockWidget]:
        """Queue, page and history."""
        return self.queue_dock, self.page_dock, self.history_dock

    def add_bar(self, name: str, content: QWidget, area: Qt.ToolBarArea) -> QToolBar:
        """Put a bar across the window that nobody can move away."""
        bar = QToolBar()
        bar.setObjectName(f"{name}_bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.toggleViewAction().setEnabled(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(content)
        self._window.addToolBar(area, bar)
        return bar

    def restore(self) -> None:
        """Put everything back to where it was the last time."""
        self._window.resize(self._window.sizeHint())
        geometry, docks = self._settings.geometry(), self._settings.layout()
        if geometry is not None:
            self._window.restoreGeometry(geometry)
        self.fit_screen()
        if docks is not None:
            self._window.restoreState(docks)
        self.history_dock.setVisible(self._settings.text("history") == "shown")
        if self.page_dock.isFloating():
            self.page_dock.setTitleBarWidget(None)  # type: ignore[arg-type]

    def fit_screen(self) -> None:
        """Never be larger than the screen has room for, nor lie outside it: at 150 % 1440 pixels are 960."""
        room = self._window.screen().availableGeometry()
        size = self._window.size().boundedTo(room.size())
        if size != self._window.size():
            self._window.resize(size)
        frame = self._window.frameGeometry()
        x = min(max(frame.x(), room.x()), max(room.x(), room.right() + 1 - frame.width()))
        y = min(max(frame.y(), room.y()), max(room.y(), room.bottom() + 1 - frame.height()))
        if (x, y) != (frame.x(), frame.y()):
            self._window.move(x, y)

    def save(self) -> None:
        """Remember where everything is."""
        self._settings.set_window(self._window.saveGeometry(), self._window.saveState())

    def reset(self) -> None:
        """Put every part back to where it was at the very first start."""
        self._settings.forget_window()
        for dock in (self.queue_dock, self.page_dock, self.history_dock):
            dock.setFloating(False)
            dock.setTitleBarWidget(QWidget())
        self.history_dock.hide()
        self._settings.set_text("history", "")
        self._settings.set_text("shares", "")
        self._wider = (0.0, 0.0)
        self.share_out()

    def show_work(self, *, shown: bool) -> None:
        """Show queue, page and history, or none while there is nothing to work on, or another room is in sight."""
        before = self.queue_dock.isVisible()
        self.queue_dock.setVisible(shown)
        self.history_dock.setVisible(shown and self._settings.text("history") == "shown")
        if not self.page_dock.isFloating():
            self.page_dock.setVisible(shown)
        if shown and not before:
            self.share_out()

    def toggle_history(self) -> None:
        """Show or hide the history, also at the next start."""
        shown = not self.history_dock.isVisible()
        self.history_dock.setVisible(shown)
        self._settings.set_text("history", "shown" if shown else "")

    def toggle_page_window(self) -> None:
        """Give the page a window of its own, for another screen, or take it back."""
        floating = not self.page_dock.isFloating()
        self.page_dock.setTitleBarWidget(None if floating else QWidget())  # type: ignore[arg-type]
        self.page_dock.setFloating(floating)
        self.share_out()

    def share_out(self) -> None:
        """Give queue and page their widths; the comparison has the rest."""
        if not self.queue_dock.isVisible():
            return
        queue, page = self._widths()
        if self.page_dock.isFloating():
            self._window.resizeDocks([self.queue_dock], [queue], Qt.Orientation.Horizontal)
        else:
            self._window.resizeDocks([self.queue_dock, self.page_dock], [queue, page], Qt.Orientation.Horizontal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See somebody drag the line between two parts: it is the window itself that is pressed there (Qt)."""
        if watched is self._window and event.type() is QEvent.Type.MouseButtonPress:
            self._pressed = self._shown_widths()
        elif watched is self._window and event.type() is QEvent.Type.MouseButtonRelease:
            # The window moves the line after this.
            QTimer.singleShot(0, self, self._remember_dragged)
        return False

    def _remember_dragged(self) -> None:
        now = self._shown_widths()
        if now == self._pressed or not self.queue_dock.isVisible():
            return
        width = self._window.width()
        queue, page = self._original_widths()
        moved = ((now[0] - queue) / width, (now[1] - page) / width)
        self._wider = (moved[0], self._wider[1]) if self.page_dock.isFloating() else moved
        self._settings.set_text("shares", json.dumps(self._wider))

    def _shown_widths(self) -> tuple[int, int]:
        return self.queue_dock.width(), self.page_dock.width()

    def _widths(self) -> tuple[int, int]:
        """Return how wide queue and page are to be, no narrower than they can be, and with room for the comparison."""
        width = self._window.width()
        least = self._page.minimumSizeHint().width()
        middle = self._window.centralWidget()
        room = width - (middle.minimumSizeHint().width() if middle is not None else 0)
        queue, page = (
            round(one + more * width) for one, more in zip(self._original_widths(), self._wider, strict=True)
        )
        queue = max(min(queue, room - least), self._queue.minimumSizeHint().width())
        return queue, max(min(page, room - queue), least)

    def _original_widths(self) -> tuple[int, int]:
        # In a narrow window (150 % on a small screen) the list gives way before the figures do.
        width = self._window.width()
        queue = min(self._queue.sizeHint().width(), round(width * _QUEUE_SHARE))
        rest = width - queue
        over = rest - self._window.fontMetrics().averageCharWidth() * _COMPARISON_CHARS
        page = min(round(over * _PAGE_SHARE), round(rest * _MOST_PAGE))
        return queue, max(page, self._page.minimumSizeHint().width())

    def _dock(self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(content)
        # Docked parts have no title bar: what they are is plain to see, and the room is for the work.
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetFloatable)
        self._window.addDockWidget(area, dock)
        return dock


def _wider_from_text(text: str) -> tuple[float, float]:
    """Read what was stored; anything unreadable is nothing."""
    try:
        queue, page = map(float, json.loads(text))
    except (ValueError, TypeError):
        return 0.0, 0.0
    return (queue, page) if math.isfinite(queue) and math.isfinite(page) else (0.0, 0.0)
