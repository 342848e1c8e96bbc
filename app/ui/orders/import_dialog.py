"""Importing orders and master data: which folder, how far it is, and what became of every file and row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.imports import ImportKind, ImportResult
from app.ui.background import Background, Changed, Job
from app.ui.plain_text import plain_label, tooltip_text
from app.workflow.import_data import import_files, import_folder, look_again_after
from app.workflow.ports import CancelToken, Progress
from app.workflow.services import Services
from app.workflow.wording import IMPORT_KINDS, counted, words_for

Tables = tuple[tuple[ImportKind, Path], ...]


class ImportDialog(QDialog):
    """Asks for a folder (unless files were dropped), imports, and lists what became of each file."""

    def __init__(self, services: Services, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import orders and master data"))
        self._services = services
        self._background = background
        self._job: Job | None = None
        self.explain = plain_label(
            self.tr(
                "The folder holds vendors, items, purchase orders, receipts and the like as CSV or XLSX files, "
                "and policy.toml. Importing the same file twice changes nothing."
            ),
            wrap=True,
        )
        self.folder = QLineEdit()
        self.browse = QPushButton(self.tr("Choose…"))
        self.go = QPushButton(self.tr("Import"))
        self.go.setProperty("look", "primary")
        self.go.setDefault(True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("How far the import is"))
        self.progress.setTextVisible(False)
        self.stage = plain_label(look="muted", wrap=True)
        self.results = QTreeWidget()
        self.results.setAccessibleName(self.tr("What became of each file"))
        self.results.setProperty("look", "framed")
        self.results.setHeaderLabels(
            [self.tr("File"), self.tr("Taken"), self.tr("New"), self.tr("Changed"), self.tr("Refused")]
        )
        self.results.setRootIsDecorated(False)
        self.results.setWordWrap(True)
        head = self.results.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.leave = QPushButton(self.tr("Close"))
        self._build()

    def import_dropped(self, files: Tables) -> None:
        """Import files that were dropped on the window, without asking for a folder."""
        for part in (self.explain, self.folder_row, self.go):
            part.hide()
        self._start(lambda progress, cancel: import_files(self._services, files, progress=progress, cancel=cancel))

    def start(self) -> None:
        """Import the folder that is named."""
        text = self.folder.text().strip()
        if not text or self._job is not None:
            return
        folder = Path(text).expanduser()
        self._start(lambda progress, cancel: import_folder(self._services, folder, progress=progress, cancel=cancel))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs (Qt)."""
        if self._job is not None:
            self._job.stop.cancel()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop what runs; a second Esc closes (Qt)."""
        if self._job is not None:
            self._job.stop.cancel()
            return
        super().reject()

    def _start(self, work: object) -> None:
        services = self._services

        def run(progress: Progress, cancel: CancelToken) -> tuple[tuple[ImportResult, ...], tuple[int, ...]]:
            results = work(progress, cancel)  # type: ignore[operator]
            return results, look_again_after(services, results)

        self.results.clear()
        self.stage.setText(self.tr("Importing…"))
        self.go.setEnabled(False)
        self.leave.setText(self.tr("Cancel"))
        self.progress.setRange(0, 0)
        self.progress.show()
        self._job = self._background.batch(
            self,
            self.tr("Importing"),
            run,
            lambda outcome: self._done(outcome[0], outcome[1]),
            self._failed,
            changes=lambda outcome: Changed(frozenset(outcome[1]), queue=True, desk=True),
            on_step=self._stepped,
        )

    def _stepped(self, done: int, total: int, what: str) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.stage.setText(
            self.tr("File {0} of {1}: {2}").format(done + 1, total, what) if what else self.tr("Looking again…")
        )

    def _done(self, results: Sequence[ImportResult], looked_again: Sequence[int]) -> None:
        self._ended()
        for result in results:
            item = _file_item(result)
            self.results.addTopLevelItem(item)
            for row in range(item.childCount()):
                # A refusal is a sentence and takes the whole width.
                self.results.setFirstColumnSpanned(row, self.results.indexFromItem(item), True)  # noqa: FBT003 - Qt
        self.results.expandAll()
        taken, refused = sum(r.rows_taken for r in results), sum(r.rows_refused for r in results)
        parts = [self.tr("{0} taken").format(counted(taken, "row"))]
        if refused:
            parts.append(self.tr("%n refused, each named below", "", refused))
        if looked_again:
            parts.append(self.tr("{0} decided anew").format(counted(len(looked_again), "waiting document")))
        self.stage.setText(" · ".join(parts))
        self.leave.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if isinstance(error, AppError):
            self.stage.setText(str(error))
            self.folder.setFocus()
            self.folder.selectAll()
        else:
            self._background.failed.emit(error)

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.go.setEnabled(True)
        self.leave.setText(self.tr("Close"))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with orders and master data"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _leave(self) -> None:
        if self._job is not None:
            self._job.stop.cancel()
        else:
            self.accept()

    def _build(self) -> None:
        label = QLabel(self.tr("Folder:"))
        label.setBuddy(self.folder)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder_row = QWidget()
        row = QHBoxLayout(self.folder_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        for part in (self.explain, self.folder_row, self.stage, self.progress, self.results):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.progress.hide()
        self.browse.clicked.connect(self._choose)
        self.go.clicked.connect(self.start)
        self.leave.clicked.connect(self._leave)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 104, self.fontMetrics().lineSpacing() * 26)


def _file_item(result: ImportResult) -> QTreeWidgetItem:
    name = f"{words_for(result.kind, IMPORT_KINDS)} ({result.file})"
    counts = (result.rows_taken, result.added, result.changed, result.rows_refused)
    item = QTreeWidgetItem([name, *(str(count) for count in counts)])
    for column in range(1, 5):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for text in (*(str(problem) for problem in result.problems), *result.notes):
        row = QTreeWidgetItem([text])
        row.setToolTip(0, tooltip_text(text))
        item.addChild(row)
    return item
