"""A part that is as high as it needs, and scrolls where there is less room than that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_FEWEST_LINES = 3
_MARGIN = 8


class FittedScroll(QScrollArea):
    """Shows a part whole where there is room; the focus is never out of sight."""

    def __init__(self, part: QWidget, *, fewest_lines: int = _FEWEST_LINES, sideways: bool = False) -> None:
        super().__init__()
        self._fewest = fewest_lines
        self._part = part
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(part)
        part.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Ask for the height the part needs at the present width (Qt)."""
        part = self._part
        hint = part.sizeHint()
        width = max(self.viewport().width(), part.minimumSizeHint().width())
        height = part.heightForWidth(width) if part.hasHeightForWidth() else hint.height()
        return QSize(hint.width(), max(height, part.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Keep a few lines in sight, and the whole width where nothing scrolls sideways (Qt)."""
        few = self.fontMetrics().lineSpacing() * self._fewest
        least = self._part.minimumSizeHint().width()
        wide = few if self.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff else least
        return QSize(wide, min(few, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask anew when something in the part was shown, hidden or got another text (Qt)."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def keep_in_sight(focus: QWidget | None) -> None:
    """Scroll whatever scrolls around the part that has the focus, so that it is seen."""
    around = focus.parentWidget() if focus is not None else None
    while focus is not None and around is not None and not around.isWindow():
        if isinstance(around, FittedScroll):
            around.ensureWidgetVisible(focus, _MARGIN, _MARGIN)
        around = around.parentWidget()
