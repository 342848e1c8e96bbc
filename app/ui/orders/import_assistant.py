"""Importing with open eyes: which file holds what, what its columns are, and every difference before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.import_preview import ImportPlan, ImportPreview, TableColumn, TableSketch
from app.domain.imports import ImportKind, ImportResult
from app.domain.table_forms import Form
from app.ui.background import Changed, Job
from app.ui.fitted_scroll import FittedScroll
from app.ui.fitting_dialog import FittingDialog
from app.ui.i18n import say
from app.ui.orders.import_effects import ImportEffects
from app.ui.orders.import_files import ImportFiles
from app.ui.orders.import_words import told_after, told_before
from app.ui.orders.mapping_grid import MappingGrid
from app.ui.plain_text import plain_label
from app.ui.room import RoomParts
from app.workflow.import_data import look_again_after
from app.workflow.import_preview import import_plans, plan_for, plans_for, preview, sketch_of
from app.workflow.ports import CancelToken, Progress
from app.workflow.wording import IMPORT_KINDS, words_for

_CHANGED_MS = 150


class ImportAssistant(FittingDialog):
    """Files to import with what they would do; nothing is written before the button is pressed.

    With ``closes`` it closes by itself once everything was taken, so that one key accepts what is right as it is.

    Signals:
        said: What was imported, when it closes by itself.
    """

    said = Signal(str)

    def __init__(self, parts: RoomParts, parent: QWidget | None = None, *, closes: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import orders and master data"))
        self._parts = parts
        self._plans: tuple[ImportPlan, ...] = ()
        self._previews: tuple[ImportPreview, ...] = ()
        self._job: Job | None = None
        self._generation = 0
        self._closes = closes
        self.stage = plain_label(
            self.tr("Choose files or a folder. You see every difference before anything is written."), wrap=True
        )
        self.files = ImportFiles()
        self.add_files = QPushButton(self.tr("Add files…"))
        self.add_folder = QPushButton(self.tr("Add a folder…"))
        self.remove = QPushButton(self.tr("Leave this file out"))
        self.kind = QComboBox()
        for kind in ImportKind:
            self.kind.addItem(say(words_for(kind, IMPORT_KINDS)), kind)
        self.mapping = MappingGrid()
        self.effects = ImportEffects()
        self.go = QPushButton(self.tr("Import"))
        self.go.setProperty("look", "primary")
        self.leave = QPushButton(self.tr("Close"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_CHANGED_MS)
        self._soon.timeout.connect(self._try)
        self._build()
        self._show_files()

    @property
    def previews(self) -> tuple[ImportPreview, ...]:
        """What every file would do."""
        return self._previews

    @property
    def trying(self) -> bool:
        """Whether a dry run is about to start."""
        return self._soon.isActive()

    def add(self, paths: Sequence[Path]) -> None:
        """Take further files or folders on the list, and look at what they would do."""
        wanted, services = tuple(paths), self._parts.services
        self.stage.setText(self.tr("Looking at the files…"))
        self._parts.background.read(self, lambda: plans_for(services, wanted), self._planned, self._failed)

    def start(self) -> None:
        """Write what is shown."""
        if self._job is not None or not self._plans or self.trying:
            return
        services, plans = self._parts.services, self._plans

        def run(progress: Progress, cancel: CancelToken) -> tuple[tuple[ImportResult, ...], tuple[int, ...]]:
            results = import_plans(services, plans, progress=progress, cancel=cancel)
            return results, look_again_after(services, results)

        self.go.setEnabled(False)
        self.stage.setText(self.tr("Importing…"))
        self._job = self._parts.background.batch(
            self,
            self.tr("Importing"),
            run,
            lambda outcome: self._written(outcome[0], len(outcome[1])),
            self._not_written,
            changes=lambda outcome: Changed(frozenset(outcome[1]), queue=True, desk=True),
        )

    def reject(self) -> None:
        """Stop what runs; a second Esc closes (Qt)."""
        if self._job is not None:
            self._job.stop.cancel()
            return
        super().reject()

    # --- what a person changes ---------------------------------------------------------------------------------
    def _planned(self, plans: tuple[ImportPlan, ...]) -> None:
        known = {plan.path for plan in plans}
        every = (*(plan for plan in self._plans if plan.path not in known), *plans)
        order = list(ImportKind)
        self._plans = tuple(sorted(every, key=lambda plan: order.index(plan.kind)))
        self._show_files()
        self.files.focus_row(0)
        self.files.setFocus()
        self._soon.start()

    def _set_kind(self) -> None:
        plan, kind = self._plan(), ImportKind(self.kind.currentData())
        if plan is None or kind is plan.kind:
            return
        services, path = self._parts.services, plan.path
        self._parts.background.read(self, lambda: plan_for(services, path, kind), self._replace, self._failed)

    def _set_mapping(self, columns: dict[str, str]) -> None:
        plan = self._plan()
        if plan is not None:
            # Another column of the file may be written otherwise: what was said of the one before is forgotten.
            self._replace(replace(plan, columns=columns, forms={}), keep=True)

    def _set_form(self, column: str, form: Form) -> None:
        plan = self._plan()
        if plan is not None:
            self._replace(replace(plan, forms={**plan.forms, column: form}), keep=True)

    def _replace(self, new: ImportPlan, *, keep: bool = False) -> None:
        position = next((i for i, plan in enumerate(self._plans) if plan.path == new.path), -1)
        if position < 0:
            return
        self._plans = (*self._plans[:position], new, *self._plans[position + 1 :])
        if not keep:
            self._show_files()
            self.files.focus_row(position)
        self._soon.start()

    def _leave_out(self) -> None:
        plan = self._plan()
        self._plans = tuple(one for one in self._plans if one is not plan)
        self._show_files()
        self.files.focus_row(0)
        self._soon.start()

    def _plan(self) -> ImportPlan | None:
        # By its place: the table may still show the file as it was before the last change.
        position = self.files.currentIndex().row()
        return self._plans[position] if 0 <= position < len(self._plans) else None

    # --- what is shown -----------------------------------------------------------------------------------------
    def _try(self) -> None:
        self._generation += 1
        generation, plans, services = self._generation, self._plans, self._parts.services
        self.go.setEnabled(False)

        def arrived(previews: tuple[ImportPreview, ...]) -> None:
            if generation == self._generation and not self.trying:  # else it is of files that were changed since
                self._previews = previews
                self._show_outcome()

        self._parts.background.read(self, lambda: preview(services, plans), arrived, self._failed)

    def _show_outcome(self) -> None:
        row = self.files.currentIndex().row()
        self._show_files()
        self.files.focus_row(max(row, 0))
        rows = [one.result for one in self._previews]
        changes = self._would_change
        self.go.setEnabled(changes)
        asked = next((one for one in self._previews if one.undecided), None)
        if changes and asked is None and not any(result.problems for result in rows) and self._may_take_focus():
            self.go.setFocus()
        self.stage.setText(told_before(self._previews))
        if asked is not None:
            self.files.focus_row(self._plans.index(asked.plan))

    def _show_files(self) -> None:
        self.files.show_plans(self._plans, self._previews)
        self.remove.setEnabled(bool(self._plans))
        self._show_file()

    def _show_file(self) -> None:
        plan = self._plan()
        self.kind.setEnabled(plan is not None)
        self.effects.show_preview(next((one for one in self._previews if plan and one.plan.path == plan.path), None))
        if plan is None:
            self.mapping.show_mapping((), None, {})
            return
        self.kind.setCurrentIndex(self.kind.findData(plan.kind))
        services = self._parts.services
        self._parts.background.read(self, lambda: sketch_of(services, plan), lambda found: self._sketched(plan, found))

    def _sketched(self, plan: ImportPlan, found: tuple[TableSketch | None, tuple[TableColumn, ...]]) -> None:
        shown = self._plan()
        if shown is not None and shown.path == plan.path and shown.kind == plan.kind:
            focus = next((name for name, choice in self.mapping.choices.items() if choice.hasFocus()), "")
            self.mapping.show_mapping(found[1], found[0], shown.columns)
            if focus in self.mapping.choices:
                self.mapping.choices[focus].setFocus()
            self._show_forms(plan)

    def _show_forms(self, plan: ImportPlan) -> None:
        """Show how the columns are written, with the focus on the first that is to be decided."""
        seen = next((one for one in self._previews if one.plan.path == plan.path), None)
        self.mapping.show_forms(seen.forms if seen else ())
        if seen and seen.undecided and self._may_take_focus():
            self.mapping.ask(seen.undecided[0].column)

    def _may_take_focus(self) -> bool:
        """Whether nobody is at work in the columns: what waits for an answer may then have the focus."""
        focus = self.focusWidget()
        return focus not in self.mapping.findChildren(QWidget) or focus in self.mapping.forms.values()

    def _written(self, results: Sequence[ImportResult], decided: int) -> None:
        self._job = None
        told = told_after(results, decided)
        self._previews = tuple(ImportPreview(plan, result) for plan, result in zip(self._plans, results, strict=False))
        self._show_files()
        self.files.focus_row(0)
        self.stage.setText(told)
        self.leave.setFocus()
        if self._closes and results and not any(result.problems for result in results):
            self.said.emit(told)
            self.accept()

    @property
    def _would_change(self) -> bool:
        """Whether importing what is shown would write anything."""
        shown = self._previews if self._plans else ()
        return any(one.result.added or one.result.changed for one in shown)

    def _not_written(self, error: BaseException) -> None:
        """What was chosen stays, to be imported once what stood against it is mended."""
        self._job = None
        self.go.setEnabled(self._would_change)
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.stage.setText(say(str(error)))
        else:
            self._parts.background.failed.emit(error)

    # --- building ----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_files, self.add_folder, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        holds = QLabel(self.tr("Holds:"))
        holds.setBuddy(self.kind)
        self.kind.setAccessibleName(self.tr("What the file holds"))
        kind_row = QHBoxLayout()
        kind_row.addWidget(holds)
        kind_row.addWidget(self.kind)
        kind_row.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(kind_row)
        column.addWidget(self.mapping, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.effects)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 6)
        last = QHBoxLayout()
        last.addWidget(self.stage, 1)
        last.addWidget(self.go)
        last.addWidget(self.leave)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self.files, 2)
        layout.addWidget(split, 5)
        # On a small screen this scrolls; what ends the dialog stays in sight.
        area = FittedScroll(whole, sideways=True)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        outer = QVBoxLayout(self)
        outer.addWidget(area, 1)
        outer.addLayout(last)
        self._connect()
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 190, self.fontMetrics().lineSpacing() * 40)

    def _connect(self) -> None:
        self.add_files.clicked.connect(lambda: self._ask(folder=False))
        self.add_folder.clicked.connect(lambda: self._ask(folder=True))
        self.remove.clicked.connect(self._leave_out)
        self.files.chosen.connect(lambda _: self._show_file())
        self.kind.activated.connect(lambda _: self._set_kind())
        self.mapping.changed.connect(self._set_mapping)
        self.mapping.form_said.connect(self._set_form)
        self.go.clicked.connect(self.start)
        self.leave.clicked.connect(self.reject)
        self.go.setEnabled(False)
        self.add_folder.setFocus()

    def _ask(self, *, folder: bool) -> None:
        dialog = QFileDialog(self, self.tr("Files to import"), self._parts.settings.text("import_folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles)
        if not folder:
            dialog.setNameFilters([self.tr("Tables and policies (*.csv *.xlsx *.toml)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._parts.settings.set_text("import_folder", str(paths[0].parent))
            self.add(paths)
