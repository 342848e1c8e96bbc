"""Where the parts of the window lie: docks for queue, page and history, their widths, and their way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolBar, QWidget

from app.ui.history.panel import HistoryPanel
from app.ui.page.page_pane import PagePane
from app.ui.queue.pane import QueuePane
from app.ui.settings import WindowSettings

# Of every pixel the window grows or shrinks, the page takes this share: it gives way first.
_PAGE_SHARE = 0.6
_COMPARISON_CHARS = 104
_QUEUE_SHARE = 0.19


class WindowLayout:
    """Builds the docks of the main window and remembers how a person laid them out."""

    def __init__(
        self,
        window: QMainWindow,
        settings: WindowSettings,
        queue: QueuePane,
        page: PagePane,
        history: HistoryPanel,
    ) -> None:
        self._window = window
        self._settings = settings
        self._queue = queue
        self._page = page
        self._width = 0
        self._original = True
        window.setDockNestingEnabled(True)
        left, bottom = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self.queue_dock = self._dock("queue_dock", window.tr("Queue"), queue, left)
        self.page_dock = self._dock("page_dock", window.tr("Page"), page, left)
        window.splitDockWidget(self.queue_dock, self.page_dock, Qt.Orientation.Horizontal)
        self.history_dock = self._dock("history_dock", window.tr("History"), history, bottom)
        self.history_dock.hide()
        window.setCorner(Qt.Corner.BottomLeftCorner, bottom)

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
        self._original = docks is None or not self._window.restoreState(docks)
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
        self._default_widths()

    def show_work(self, *, shown: bool) -> None:
        """Show queue, page and history, or none while there is nothing to work on, or another room is in sight."""
        self.queue_dock.setVisible(shown)
        self.history_dock.setVisible(shown and self._settings.text("history") == "shown")
        if not self.page_dock.isFloating():
            self.page_dock.setVisible(shown)
        self.share_out_once()

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

    def resized(self, width: int) -> None:
        """Let the page give way first when the window gets narrower."""
        grown = width - self._width
        if self._width and grown and self.page_dock.isVisible() and not self.page_dock.isFloating():
            least = self._page.view.minimumSizeHint().width()
            wanted = max(self.page_dock.width() + round(grown * _PAGE_SHARE), least)
            self._window.resizeDocks([self.page_dock], [wanted], Qt.Orientation.Horizontal)
        self._width = width

    def share_out_once(self) -> None:
        """Share the width out the first time the parts are shown, unless a person did so before."""
        if self._original and self.page_dock.isVisible():
            self._original = False
            self._default_widths()

    def _default_widths(self) -> None:
        # In a narrow window (150 % on a small screen) the list gives way before the figures do.
        queue = min(self._queue.sizeHint().width(), round(self._window.width() * _QUEUE_SHARE))
        rest = self._window.width() - queue
        # The comparison has its room first; the page takes a third of what is left of the queue, or less.
        room = rest - self._window.fontMetrics().averageCharWidth() * _COMPARISON_CHARS
        page = max(min(round(rest * 0.35), room), self._page.view.minimumSizeHint().width())
        self._window.resizeDocks([self.queue_dock, self.page_dock], [queue, page], Qt.Orientation.Horizontal)

    def _dock(self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(content)
        # Docked parts have no title bar: what they are is plain to see, and the room is for the work.
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetFloatable)
        self._window.addDockWidget(area, dock)
        return dock
