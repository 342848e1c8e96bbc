"""Text from outside is shown as it is, never guessed to be HTML and never taken for a keyboard mnemonic."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.domain.turned_text import level


class PlainLabel(QLabel):
    """A label that shows text as it is, and no sign in it turns the line round."""

    def setText(self, text: str) -> None:
        """Show a text (Qt)."""
        super().setText(level(text))


class WholeLabel(PlainLabel):
    """A wrapped label that is shown whole also in a splitter, which asks no part for its height at a width."""

    def minimumSizeHint(self) -> QSize:
        """Ask for the height of the text at the present width (Qt)."""
        least = super().minimumSizeHint()
        laid_out = self.testAttribute(Qt.WidgetAttribute.WA_Resized) and self.wordWrap()
        return QSize(least.width(), max(least.height(), self.heightForWidth(self.width()))) if laid_out else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew where the width is another (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def plain_label(
    text: str = "", *, look: str = "", wrap: bool = False, whole: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Make a label that shows text as it is; ``whole``: a wrapped one of a room, see `WholeLabel`."""
    label = WholeLabel(parent) if whole else PlainLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if look:
        label.setProperty("look", look)
    return label


class CutLabel(QLabel):
    """A label of one line that gives way: what has no room ends in "…", and is whole in its tooltip and when spoken."""

    def __init__(self, text: str = "", *, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.whole = level(text)
        self.setToolTip(tooltip_text(text))
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew (Qt)."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width(), 1)
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room))


def button_text(text: str) -> str:
    """Escape what a button would take for a mnemonic."""
    return level(text).replace("&", "&&")


def tooltip_text(text: str) -> str:
    """Turn text into a tooltip that shows it as it is, wrapped."""
    return escaped(text).replace("\n", "<br>") if text else ""


def escaped(text: str) -> str:
    """Escape what would be markup."""
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    return "<p style='white-space:pre-wrap'>" + "".join(table.get(ch, ch) for ch in level(text)) + "</p>"


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def set_look(widget: QWidget, look: str) -> None:
    """Change the look of a widget that is already shown."""
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
