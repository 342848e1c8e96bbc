"""The one function that shows a failure: what is wrong, the next step, and details that can be copied."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app import __version__
from app.domain.errors import AppError, Cancelled, ConflictError, RuleError
from app.ui.fitting_dialog import FittingDialog
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.plain_text import copy_text, plain_label


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is shown for a failure. ``details`` never hold text of an invoice."""

    message: str
    next_step: str
    details: str
    is_bug: bool


def trouble_of(error: BaseException) -> Trouble:
    """Say a failure in words; anything that is not an :class:`AppError` is a fault of the program.

    What refuses a command names amounts and days, in the signs of the desk; other failures may name files and versions.
    """
    if isinstance(error, AppError):
        here = desk_figures().sentence if isinstance(error, RuleError | ConflictError) else str
        facts = "".join(f"\n{name}: {value}" for name, value in error.context.items())
        return Trouble(
            say(here(error.whole)),
            say(here(error.next_step)),
            f"{type(error).__name__} {error.code}{facts}",
            is_bug=False,
        )
    return Trouble(
        _tr("Something went wrong inside Tieout. Nothing was lost: what was finished before is stored."),
        _tr("Try it again. If it happens again, send the details to whoever looks after Tieout."),
        crash_text(error),
        is_bug=True,
    )


def crash_text(error: BaseException) -> str:
    """Describe a fault of the program by where it happened; values and messages may hold invoice content, so none."""
    lines = [f"Tieout {__version__}", type(error).__name__]
    for frame in traceback.extract_tb(error.__traceback__):
        # Of a file that is not the program's own its name is enough: the folders may name a person.
        path = frame.filename.replace("\\", "/")
        name = path.rpartition("/app/" if "/app/" in path else "/")[2]
        lines.append(f"{name}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def is_quiet(error: BaseException) -> bool:
    """Tell whether nothing has to be shown: the user stopped the work."""
    return isinstance(error, Cancelled)


class ErrorDialog(FittingDialog):
    """Message, next step, and on request the details with a button that copies them.

    A fault of the program offers to open the window anew with ``restart``, where there is one; the desk stays open.
    """

    def __init__(
        self, error: BaseException, parent: QWidget | None = None, restart: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent)
        self.trouble = trouble = trouble_of(error)
        self.setWindowTitle(self.tr("Changed by somebody else") if isinstance(error, ConflictError) else "Tieout")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.message = plain_label(trouble.message, look="title", wrap=True)
        self.next_step = plain_label(trouble.next_step, wrap=True)
        self.details = QPlainTextEdit(trouble.details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details for whoever looks after Tieout"))
        self.details.setVisible(False)
        leave = QPushButton(self.tr("Close"))
        leave.setDefault(True)
        leave.clicked.connect(self.accept)
        show = QPushButton(self.tr("Details"))
        show.clicked.connect(lambda: self.details.setVisible(not self.details.isVisible()))
        copy = QPushButton(self.tr("Copy details"))
        copy.clicked.connect(lambda: copy_text(f"{trouble.message}\n{trouble.next_step}\n\n{trouble.details}"))
        self.restart = QPushButton(self.tr("Open the window anew"))
        self.restart.setVisible(trouble.is_bug and restart is not None)
        if restart is not None:
            self.restart.clicked.connect(self.accept)
            self.restart.clicked.connect(restart)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (show, copy):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.restart)
        row.addWidget(leave)
        layout = QVBoxLayout(self)
        for part in (self.message, self.next_step, self.details, buttons):
            layout.addWidget(part)
        self.resize(self.fontMetrics().averageCharWidth() * 64, self.sizeHint().height())


def show_error(
    error: BaseException, parent: QWidget | None = None, restart: Callable[[], object] | None = None
) -> ErrorDialog | None:
    """Show a failure without stopping the event loop; a stop on request, and what is in sight already, shows nothing.

    A fault in painting comes with every stroke of the brush: a hundred dialogs would bury the one that helps.
    """
    if is_quiet(error) or _is_shown(trouble_of(error)):
        return None
    dialog = ErrorDialog(error, parent, restart)
    dialog.open()
    return dialog


def _is_shown(trouble: Trouble) -> bool:
    open_ones = (one for one in QApplication.topLevelWidgets() if isinstance(one, ErrorDialog) and one.isVisible())
    return any(one.trouble == trouble for one in open_ones)


def _tr(text: str) -> str:
    return QCoreApplication.translate("errors", text)
