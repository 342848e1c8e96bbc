"""Writing an export: what, in which form, and where."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.audit import EVIDENCE, EXPORT_FORMS, ExportFilter, ExportResult
from app.domain.errors import AppError
from app.ui.background import Background, Changed
from app.ui.fitting_dialog import FittingDialog
from app.ui.i18n import say
from app.ui.locale_figures import desk_figures
from app.ui.plain_text import plain_label
from app.workflow.export_data import export_to
from app.workflow.services import Services
from app.workflow.wording import counted

_EXAMPLE = date(2026, 12, 15)
KINDS = (
    ("cases", "Cases"),
    ("audit", "Audit log"),
    ("lines", "Matched lines"),
    ("scorecard", "Vendor scorecard"),
    ("documents", "Documents and what became of them"),
    ("values", "Every value that was read"),
    ("exceptions", "Exceptions"),
    (EVIDENCE, "Evidence pack of one case"),
)
FORMS = (
    ("xlsx", "Excel workbook (xlsx)"),
    ("csv", "Comma-separated values (csv)"),
    ("json", "JSON"),
    ("pdf", "PDF report"),
)  # fmt: skip


class ExportDialog(FittingDialog):
    """Asks what to export and writes it in the background.

    Signals:
        exported: The file that was written: an :class:`ExportResult`.
    """

    exported = Signal(object)

    def __init__(self, services: Services, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._services = services
        self._background = background
        self._typed = False
        self.kind = _choice(KINDS)
        self.form = QComboBox()
        self._offer_forms()
        self.target = QLineEdit()
        self.since, self.until, self.vendor, self.case = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.browse = QPushButton(self.tr("Choose…"))
        self.said = plain_label(look="muted", wrap=True)
        self.go = QPushButton(self.tr("Export"))
        self.go.setProperty("look", "primary")
        self.go.setDefault(True)
        self.leave = QPushButton(self.tr("Close"))
        self._build()
        self._connect()
        self._suggest()
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.sizeHint().height())

    def _build(self) -> None:
        place = QWidget()
        place_row = QHBoxLayout(place)
        place_row.setContentsMargins(0, 0, 0, 0)
        place_row.addWidget(self.target, 1)
        place_row.addWidget(self.browse)
        form = QFormLayout()
        for label, field in ((self.tr("What"), self.kind), (self.tr("Form"), self.form)):
            form.addRow(label, field)
            field.setAccessibleName(label)
        form.addRow(self.tr("File"), place)
        self.target.setAccessibleName(self.tr("File"))
        example = desk_figures().day(_EXAMPLE)
        for label, line, hint in (
            (self.tr("From"), self.since, self.tr("All; or a day like {0}").format(example)),
            (self.tr("Until"), self.until, self.tr("All; or a day like {0}, included").format(example)),
            (self.tr("Vendor"), self.vendor, self.tr("All; or a vendor's number")),
            (self.tr("Case"), self.case, self.tr("All; or the number of a case")),
        ):
            form.addRow(label, line)
            line.setAccessibleName(label)
            line.setPlaceholderText(hint)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._offer_forms)
        self.kind.currentIndexChanged.connect(self._suggest)
        self.form.currentIndexChanged.connect(self._suggest)
        self.target.textEdited.connect(self._mark_typed)
        self.browse.clicked.connect(self._choose)
        self.go.clicked.connect(self.start)
        self.leave.clicked.connect(self.accept)

    def start(self) -> None:
        """Write the export."""
        kind, form = str(self.kind.currentData()), str(self.form.currentData())
        target = Path(self.target.text().strip()).expanduser() if self.target.text().strip() else None
        wanted = self._wanted(kind)
        if wanted is None:
            return
        self.go.setEnabled(False)
        self.said.setText(self.tr("Writing…"))
        self._background.command(
            self,
            lambda: _written(self._services, kind, form, target, wanted),
            self._done,
            self._failed,
            changes=lambda _: Changed(),
        )

    def _wanted(self, kind: str) -> ExportFilter | None:
        """Return what the export is to cover; None where a field says something that cannot be understood."""
        days: list[date | None] = []
        for field in (self.since, self.until):
            text, figures = field.text().strip(), desk_figures()
            day = figures.read_day(text)
            if text and day is None:
                told = self.tr("“{0}” is not a day. Write it like {1}.")
                self._refuse(field, told.format(text, figures.day(_EXAMPLE)))
                return None
            days.append(day)
        if days[0] and days[1] and days[1] < days[0]:
            self._refuse(self.until, self.tr("The last day is before the first."))
            return None
        case = self.case.text().strip()
        if case and not (case.isascii() and case.isdigit()):
            self._refuse(self.case, self.tr("“{0}” is not the number of a case.").format(case))
            return None
        if kind == EVIDENCE and not case:
            self._refuse(self.case, self.tr("An evidence pack is of one case: write its number."))
            return None
        return ExportFilter(days[0], days[1], self.vendor.text().strip() or None, int(case) if case else None)

    def _refuse(self, field: QLineEdit, why: str) -> None:
        self.said.setText(why)
        field.setFocus()

    def _done(self, result: ExportResult) -> None:
        self.go.setEnabled(True)
        pack = str(self.kind.currentData()) == EVIDENCE
        much = self.tr("%n pages of the document", "", result.rows) if pack else say(counted(result.rows, "row"))
        told = self.tr("{0} written to {1}").format(much, result.path)
        if pack:
            told += "\n" + self.tr("Its proof and the verifier lie beside it; the pack says which anchor they need.")
        # Kept elsewhere, it proves later that the file is the one that was exported; the log holds it too.
        self.said.setText(f"{told}\n" + self.tr("SHA-256 of the file: {0}").format(result.sha256))
        self.leave.setFocus()
        self.exported.emit(result)

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if isinstance(error, AppError):
            self.said.setText(say(str(error)))
        else:
            self.said.clear()
            self._background.failed.emit(error)

    def _offer_forms(self) -> None:
        """Offer only the forms that this kind is written in; the one chosen stays where it is among them."""
        kind, chosen = str(self.kind.currentData()), self.form.currentData()
        self.form.blockSignals(True)  # noqa: FBT003 - Qt
        self.form.clear()
        for code, words in FORMS:
            if code in EXPORT_FORMS[kind]:
                self.form.addItem(_tr(words), code)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen)))
        self.form.blockSignals(False)  # noqa: FBT003 - Qt

    def _mark_typed(self) -> None:
        self._typed = True

    def _suggest(self) -> None:
        form = str(self.form.currentData())
        if self._typed:
            typed = Path(self.target.text())
            self.target.setText(str(typed.with_suffix(f".{form}")) if typed.suffix else self.target.text())
            return
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        folder = self._services.store.folder / "exports"
        self.target.setText(str(folder / f"{self.kind.currentData()}-{stamp}.{form}"))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.target.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self._typed = True
        self.target.setText(path)


def _written(services: Services, kind: str, form: str, target: Path | None, wanted: ExportFilter) -> ExportResult:
    if wanted.vendor_id is not None:
        services.store.master_data.vendor(wanted.vendor_id)  # says so where there is none
    return export_to(services, kind, form, target, wanted=wanted)


def _choice(rows: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    for code, words in rows:
        box.addItem(_tr(words), code)
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
