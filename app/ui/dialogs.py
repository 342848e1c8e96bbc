"""Every dialog the window can open, and what comes of it. None of them stops the event loop."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMainWindow

from app import __version__
from app.domain.audit import Anchor, Verification
from app.domain.case import Case
from app.ui.arrivals import Arrivals, Tables
from app.ui.attached_files import AttachedFiles
from app.ui.background import Changed
from app.ui.export_dialog import ExportDialog
from app.ui.inbox.log import InboxLog
from app.ui.keys_sheet import KeysSheet
from app.ui.notice import show_notice
from app.ui.orders.import_assistant import ImportAssistant
from app.ui.room import RoomParts
from app.workflow.anchoring import take_anchor
from app.workflow.inbox import as_named
from app.workflow.retried import RETRY


class Dialogs(QObject):
    """Opens dialogs over the window.

    Signals:
        said: Something to be said in the line at the bottom.
        document_wanted: A document to be shown: its id.
    """

    said = Signal(str)
    document_wanted = Signal(int)

    def __init__(
        self,
        window: QMainWindow,
        parts: RoomParts,
        arrivals: Arrivals,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._services = parts.services
        self._background = parts.background
        self._settings = parts.settings
        self._arrivals = arrivals
        self._actions = actions
        self._inbox: InboxLog | None = None
        self._assistant: ImportAssistant | None = None

    def import_orders(self) -> ImportAssistant:
        """Ask for files with master data and orders, and show what they would change before they do."""
        if self._assistant is None:
            self._assistant = ImportAssistant(self._parts, self._window, closes=True)
            self._assistant.said.connect(self.said)
            self._assistant.finished.connect(self._import_over)
            self._assistant.open()
        return self._assistant

    def import_tables(self, tables: Tables) -> ImportAssistant:
        """Show what tables that were dropped would change; invoices that came with them are read afterwards."""
        assistant = self.import_orders()
        assistant.add(tables)
        return assistant

    def _import_over(self) -> None:
        self._assistant = None
        self._arrivals.tables_settled()

    def add_invoices(self, *, folder: bool = False) -> None:
        """Ask for invoices."""
        dialog = QFileDialog(self._window, self.tr("Add invoices"), self._settings.text("folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles)
        if not folder:
            kinds = self.tr("Invoices (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.xml)")
            dialog.setNameFilters([kinds, self.tr("All files (*)")])
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    def show_inbox(self) -> InboxLog:
        """Show what came in."""
        if self._inbox is None:
            self._inbox = InboxLog(self._services, self._background, self._arrivals.watcher, self._window)
            self._inbox.retry_wanted.connect(lambda paths: self._arrivals.take_documents(paths, RETRY))
            self._inbox.open_wanted.connect(self.document_wanted)
        self._inbox.reload()
        self._inbox.show()
        self._inbox.raise_()
        self._inbox.table.setFocus()
        return self._inbox

    def show_attachments(self, case: Case) -> AttachedFiles:
        """Show the files of a case's document."""
        dialog = AttachedFiles(self._services, self._background, case, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.open()
        return dialog

    def export(self) -> None:
        """Ask what to export and where to."""
        dialog = ExportDialog(self._services, self._background, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_keys(self) -> None:
        """Show the sheet of all keys."""
        sheet = KeysSheet(self._actions, self._settings.keys(), self._window)
        sheet.changed.connect(self._settings.set_keys)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def about(self) -> None:
        """Say which version this is, and which desk is open."""
        text = self.tr("Tieout {0}").format(__version__)
        show_notice(self._window, "Tieout", text, self.tr("Desk: {0}").format(self._services.store.folder))

    def verify(self) -> None:
        """Prove that the journal is whole, or name the first entry that is not."""
        self.said.emit(self.tr("Checking the journal…"))
        self._background.read(self, self._services.store.verify, self._verified)

    def anchor(self) -> None:
        """Ask where to save an anchor of the journal."""
        named = str(self._services.store.folder / "exports" / "anchor.txt")
        dialog = QFileDialog(self._window, self.tr("Save an anchor"), named)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(named)
        dialog.fileSelected.connect(self.anchor_to)
        dialog.open()

    def anchor_to(self, name: str) -> None:
        """Take an anchor and write it to this file."""
        self._background.command(
            self, lambda: take_anchor(self._services, Path(name)), self._anchored, changes=lambda _: Changed()
        )

    def open_demo(self) -> None:
        """Open the sample desk in a process of its own, so that it never mixes with this desk."""
        started, _ = QProcess.startDetached(sys.executable, ["-m", "app", "demo"])
        told = self.tr("The sample desk opens in a window of its own.")
        self.said.emit(told if started else self.tr("The sample desk could not be opened. Try: tieout demo"))

    def _verified(self, result: Verification) -> None:
        if result.whole:
            self.said.emit(self.tr("The journal is whole: %n entries.", "", result.entries))
            return
        text = self.tr("The journal is not whole. First bad entry: {0}.").format(result.first_bad)
        show_notice(self._window, self.tr("Journal"), text, result.trouble)

    def _anchored(self, taken: tuple[Anchor, Path]) -> None:
        text = self.tr("The anchor is in {0}. Mail it, print it, or copy it where this machine cannot reach it.")
        self.said.emit(text.format(taken[1]))

    def _files_chosen(self, files: list[str]) -> None:
        paths = [Path(name) for name in files]
        if paths:
            self._settings.set_text("folder", str(paths[0].parent))
        self._arrivals.take_documents(as_named(paths), "dialog")
