"""Prints a document's comparison with its cases and history, and the page in sight, on paper or into a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import QCoreApplication, QMarginsF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QToolBar, QToolButton, QWidget

from app.domain.turned_text import level
from app.ui.case.comparison_model import note_lines, shown_text
from app.ui.case.loading import Opened
from app.ui.history.panel import entry_words, local_time
from app.ui.theme import INK
from app.workflow.comparison_values import Frame, Row

# Qt keeps two centimetres free inside of what the printer leaves.
_MARGIN_MM = 0
_HEADS = ("Billed", "quantity", "price", "amount")
# The text area of A4 in points, less a line for what stands above the page.
_PICTURE = (470.0, 660.0)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The page in sight as it looks there: its picture with the outlines, and which page it is."""

    image: QImage
    told: str


class CasePreview(QPrintPreviewDialog):
    """What would be printed; from there it goes to a printer, or into a PDF."""

    def __init__(self, opened: Opened, desk: str, page: PagePicture | None, parent: QWidget) -> None:
        # Qt does not keep the printer alive, and paints on it long after this.
        self._kept = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._kept.setDocName(opened.comparison.title)
        super().__init__(self._kept, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_tr("Print this case…").rstrip("…"))
        self.paintRequested.connect(lambda device: print_case(opened, desk, device, page))
        self.resize(parent.size() * 0.9)
        self._be_reached_by_keys()

    def _be_reached_by_keys(self) -> None:
        """Let Tab reach the tools, and Ctrl+P print; Qt leaves both to the mouse."""
        tools = self.findChildren(QToolButton)
        for tool in tools:
            tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            tool.setAccessibleName(tool.text())
        for box in self.findChildren(QComboBox):
            box.setAccessibleName(_tr("Zoom"))
            for line in box.findChildren(QLineEdit):
                line.setStyleSheet("padding: 0px; border: none;")
        for line in self.findChildren(QLineEdit):
            line.setAccessibleName(_tr("Page"))
        for part in self.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.accessibleName():
                part.setAccessibleName(self.windowTitle())
        bar = self.findChild(QToolBar)
        if bar is not None and bar.actions():
            to_printer = bar.actions()[-1]
            to_printer.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
            to_printer.setToolTip(f"{to_printer.text()}  {to_printer.shortcut().toString()}")


def preview_print(opened: Opened, desk: str, page: PagePicture | None, parent: QWidget) -> CasePreview:
    """Show what would be printed, without stopping the event loop."""
    dialog = CasePreview(opened, desk, page, parent)
    QDialog.open(dialog)
    return dialog


def print_case(opened: Opened, desk: str, device: QPagedPaintDevice, page: PagePicture | None = None) -> None:
    """Lay the case out on pages of A4, the page of the invoice last, and print them on a device."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(*([_MARGIN_MM] * 4)), QPageLayout.Unit.Millimeter)
    paper = QTextDocument()
    paper.setHtml(case_html(opened, desk))
    if page is not None and not page.image.isNull():
        _add_page(paper, page)
    paper.print_(device)


def _add_page(paper: QTextDocument, page: PagePicture) -> None:
    """Put the picture of the page on a sheet of its own."""
    name = QUrl("page:in-sight")
    paper.addResource(QTextDocument.ResourceType.ImageResource, name, page.image)
    sheet = QTextBlockFormat()
    sheet.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor = QTextCursor(paper)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertBlock(sheet)
    cursor.insertText(page.told)
    cursor.insertBlock(QTextBlockFormat())
    size = page.image.size().scaled(round(_PICTURE[0]), round(_PICTURE[1]), Qt.AspectRatioMode.KeepAspectRatio)
    picture = QTextImageFormat()
    picture.setName(name.toString())
    picture.setWidth(size.width())
    picture.setHeight(size.height())
    cursor.insertImage(picture)


def case_html(opened: Opened, desk: str) -> str:
    """Write the comparison, what was decided and the journal's entries as a page without colours."""
    comparison = opened.comparison
    parts = [
        f"<h2>{_escaped(comparison.title)}</h2>",
        f"<p>{_escaped(comparison.summary)}</p>",
        *(_frame(frame) for frame in _without_repeats(comparison.frames)),
        f"<h3>{_escaped(_tr('What was done to this document'))}</h3>",
        *(
            f"<p>{entry.sequence}: {_escaped(entry_words(entry, opened.comparison.names))}</p>"
            for entry in opened.entries
        ),
        _foot(opened, desk),
    ]
    # Without a colour of its own, text takes that of the window, which is white in the dark.
    return f"<html><body style='font-size:9pt; color:{INK}'>{''.join(parts)}</body></html>"


def _without_repeats(frames: Iterable[Frame]) -> list[Frame]:
    """Put frames that follow each other and say the same, with nothing else to be said, into one: "Agrees" once."""
    found: list[Frame] = []
    for frame in frames:
        last = found[-1] if found else None
        alike = last is not None and (last.sign, last.title, last.chip) == (frame.sign, frame.title, frame.chip)
        one_to_one = len(frame.invoice_rows) == len(frame.order_rows)
        if last is None or not alike or not one_to_one or _notes(frame) or _notes(last):
            found.append(frame)
        else:
            rows = (*last.invoice_rows, *frame.invoice_rows), (*last.order_rows, *frame.order_rows)
            found[-1] = replace(last, invoice_rows=rows[0], order_rows=rows[1])
    return found


def _notes(frame: Frame) -> tuple[str, ...]:
    return (*note_lines(frame), *(case.note for case in frame.cases if case.note))


def _frame(frame: Frame) -> str:
    # Signs carry what colours say on the screen: a copy in grey loses nothing.
    chip = f" [{_escaped(frame.chip)}]" if frame.chip else ""
    rows = max(len(frame.invoice_rows), len(frame.order_rows))
    table = "".join(_line(_at(frame.invoice_rows, i), _at(frame.order_rows, i)) for i in range(rows))
    head = "".join(f"<th align='{_side(i)}'>{_escaped(_tr(text))}</th>" for i, text in enumerate(_HEADS))
    order = head.replace(_escaped(_tr(_HEADS[0])), _escaped(_tr("Ordered")), 1)
    lines = f"<table width='100%' border='0' cellpadding='3'><tr>{head}{order}</tr>{table}</table>" if rows else ""
    notes = "".join(f"<br>{_escaped(note)}" for note in _notes(frame))
    title = f"{_escaped(str(frame.sign))} {_escaped(frame.title)}{chip}"
    return f"<h3>{title}</h3>{lines}<p>{notes.removeprefix('<br>')}</p>"


def _line(left: Row | None, right: Row | None) -> str:
    return f"<tr>{_cells(left)}{_cells(right)}</tr>"


def _cells(row: Row | None) -> str:
    if row is None:
        return "<td></td>" * len(_HEADS)
    told = []
    for i, cell in enumerate(row.cells):
        detail = f"<br><small>{_escaped(cell.detail)}</small>" if cell.detail else ""
        told.append(f"<td align='{_side(i)}'>{_escaped(shown_text(cell))}{detail}</td>")
    return "".join(told)


def _foot(opened: Opened, desk: str) -> str:
    last = opened.entries[-1] if opened.entries else None
    if last is None:
        return ""
    told = _tr("As of {0}, desk {1}; journal entry {2}")
    return f"<p><small>{_escaped(told.format(local_time(last.time), desk, f'{last.sequence} {last.hash}'))}</small></p>"


def _at(rows: Iterable[Row], position: int) -> Row | None:
    return dict(enumerate(rows)).get(position)


def _side(column: int) -> str:
    return "right" if column else "left"


def _escaped(text: str) -> str:
    """Escape what would be markup, and what would turn the line round."""
    return escape(level(text))


def _tr(text: str) -> str:
    return QCoreApplication.translate("printing", text)
