"""What the panels above the buttons share: a title, a place for a refusal, Esc and Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.case import Case, Command
from app.ui.fitted_scroll import FittedScroll
from app.ui.flow_row import FlowRow
from app.ui.plain_text import plain_label

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Panel(QWidget):
    """What all panels share.

    Signals:
        submitted: The command to give.
        closed: The panel was left without a command.
        edited: Something was typed.
    """

    submitted = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._drafted: tuple[QLineEdit | QPlainTextEdit, ...] = ()
        self.title = plain_label(look="title", wrap=True)
        self.trouble = plain_label(look="trouble", wrap=True)
        self.trouble.hide()
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 4, 0, 0)
        self.body.setSpacing(6)
        self.body.addWidget(self.title)
        self.body.addWidget(self.trouble)
        self.area = FittedScroll(inner)
        # What ends the panel stays in sight in a low window; what is asked scrolls above it.
        self._end = FlowRow()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 4)
        whole.setSpacing(6)
        whole.addWidget(self.area)
        whole.addWidget(self._end)

    @property
    def case(self) -> Case | None:
        """The case the panel is about."""
        return self._case

    def begin(self) -> None:
        """Put the focus where typing starts."""

    def texts(self) -> tuple[str, ...]:
        """Return what was typed so far."""
        return tuple(f.text() if isinstance(f, QLineEdit) else f.toPlainText() for f in self._drafted)

    def put_back(self, texts: tuple[str, ...]) -> None:
        """Put back what was typed before."""
        for field, text in zip(self._drafted, texts, strict=False):
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setPlainText(text)

    def keep(self, *fields: QLineEdit | QPlainTextEdit) -> None:
        """Name the fields whose text is worth keeping."""
        self._drafted = fields
        for field in fields:
            field.installEventFilter(self)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(self.edited)
            else:
                field.textChanged.connect(self._text_changed)

    def _text_changed(self) -> None:
        if any(field.hasFocus() for field in self._drafted):
            self.edited.emit()

    def show_trouble(self, text: str) -> None:
        """Say why the command was refused, in the panel, so that it can be mended."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc; press the focused button with Enter, but not by holding the key down (Qt)."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        focus = self.focusWidget()
        if event.key() in ENTER_KEYS and isinstance(focus, QPushButton):
            if not event.isAutoRepeat():
                self.press(focus)
            return
        super().keyPressEvent(event)

    def press(self, button: QPushButton) -> None:
        """Do what Enter does on a button of this panel."""
        button.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow an Enter that is still held down from what opened the panel (Qt)."""
        if isinstance(event, QKeyEvent) and event.isAutoRepeat() and event.key() in ENTER_KEYS:
            return isinstance(watched, QLineEdit)
        return super().eventFilter(watched, event)

    def _give(self, command: Command) -> None:
        self.show_trouble("")
        self.submitted.emit(command)

    def _end_with(self, *buttons: QWidget) -> None:
        self._end.show_parts(buttons)

    def _primary(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("look", "primary")
        button.setAutoDefault(True)
        return button

    def _cancel(self) -> QPushButton:
        button = QPushButton(self.tr("Cancel  Esc"))
        button.clicked.connect(self.closed)
        return button

    def _field(self, label: str, field: QWidget) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        name = QLabel(label)
        name.setBuddy(field)
        field.setAccessibleName(label.rstrip(":"))
        layout.addWidget(name)
        layout.addWidget(field, 1)
        return row
