"""Text from outside is shown as it is, never guessed to be HTML and never taken for a keyboard mnemonic."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "", *, look: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Make a label that shows text as it is."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if look:
        label.setProperty("look", look)
    return label


def button_text(text: str) -> str:
    """Escape what a button would take for a mnemonic."""
    return text.replace("&", "&&")


def tooltip_text(text: str) -> str:
    """Turn text into a tooltip that shows it as it is, wrapped."""
    return escaped(text).replace("\n", "<br>") if text else ""


def escaped(text: str) -> str:
    """Escape what would be markup."""
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    return "<p style='white-space:pre-wrap'>" + "".join(table.get(ch, ch) for ch in text) + "</p>"


def copy_text(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def set_look(widget: QWidget, look: str) -> None:
    """Change the look of a widget that is already shown."""
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
