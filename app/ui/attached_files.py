"""The files put to the invoice in hand: listed by name as plain text, attached, and saved as copies; never opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from app.domain.case import Case
from app.domain.keeping import Attachment
from app.domain.turned_text import level
from app.ui.background import Background, Changed
from app.ui.errors import show_error
from app.ui.fitting_dialog import FittingDialog
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.attachments import attach, size_text
from app.workflow.services import Services


class AttachedFiles(FittingDialog):
    """Files of one case's document.

    Signals:
        said: Something to be said in the line at the bottom.
        attached: A file was attached; the document's history grew.
    """

    said = Signal(str)
    attached = Signal()

    def __init__(self, services: Services, background: Background, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attached files"))
        self._services = services
        self._background = background
        self._case = case
        self._found: tuple[Attachment, ...] = ()
        self.head = plain_label(look="title")
        self.list = QListWidget()
        self.list.setObjectName("attachments")
        self.list.setAccessibleName(self.tr("Attached files"))
        self.add = QPushButton(self.tr("Attach a file…"))
        self.save = QPushButton(self.tr("Save a copy…"))
        self.shut = QPushButton(self.tr("Close"))
        self.hint = plain_label(look="muted")
        self.hint.setWordWrap(True)
        self.hint.setText(
            self.tr("Any kind of file is kept as it is, under its hash, and never opened here. It cannot be removed.")
        )
        buttons = QHBoxLayout()
        for button in (self.add, self.save):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.shut)
        layout = QVBoxLayout(self)
        for part in (self.head, self.list, self.hint):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.resize(560, 340)
        self.add.clicked.connect(self._choose)
        self.save.clicked.connect(self._choose_place)
        self.shut.clicked.connect(self.close)
        self.list.currentRowChanged.connect(lambda row: self.save.setEnabled(row >= 0))
        self._show(())
        self.reload()

    def reload(self) -> None:
        """Look up what is attached."""
        keeper, document_id = self._services.store.keeper, self._case.document_id
        self._background.read(self, lambda: keeper.attachments_of(document_id), self._show)

    def attach_file(self, name: str) -> None:
        """Attach this file."""
        services, case_id = self._services, self._case.case_id
        changed = Changed(frozenset({self._case.document_id}), origin=self)
        self._background.command(
            self, lambda: attach(services, case_id, Path(name)), self._attached, self._failed, changes=lambda _: changed
        )

    def save_to(self, number: int, name: str) -> None:
        """Write a copy of an attached file to this place."""
        keeper = self._services.store.keeper
        self._background.command(
            self, lambda: keeper.save_attachment(number, Path(name)), lambda _: self._saved(name), self._failed
        )

    def _show(self, found: tuple[Attachment, ...]) -> None:
        self._found = found
        self.head.setText(self.tr("%n attached files", "", len(found)) if found else self.tr("Nothing is attached."))
        self.list.clear()
        for one in found:
            gone = self.tr("deleted under retention") if one.deleted else size_text(one.size)
            self.list.addItem(level(f"{one.name}   {gone}   {one.user}   {one.time[:10]}"))
            self.list.item(self.list.count() - 1).setToolTip(tooltip_text(f"{one.name}\nSHA-256 {one.sha256}"))
        self.list.setCurrentRow(len(found) - 1)
        self.save.setEnabled(bool(found))

    def _attached(self, found: Attachment) -> None:
        self.said.emit(self.tr("Attached: {0}").format(found.name))
        self.attached.emit()
        self.reload()

    def _saved(self, name: str) -> None:
        self.said.emit(self.tr("A copy is in {0}. It came from outside: open it with care.").format(name))

    def _failed(self, error: BaseException) -> None:
        show_error(error, self)

    def _choose(self) -> None:
        dialog = self._dialog(self.tr("Attach a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.attach_file)
        dialog.open()

    def _choose_place(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        number = self._found[row].attachment_id
        dialog = self._dialog(self.tr("Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda name: self.save_to(number, name))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
