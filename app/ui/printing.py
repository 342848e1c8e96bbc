"""Prints a document's comparison with its cases and its history, on paper or into a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication, QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.case.comparison_model import note_lines, shown_text
from app.ui.case.loading import Opened
from app.ui.history.panel import entry_words, local_time
from app.workflow.comparison_values import Frame, Row

_MARGIN_MM = 15
_HEADS = ("Billed", "quantity", "price", "amount")


def ask_and_print(opened: Opened, desk: str, parent: QWidget) -> QPrintDialog:
    """Ask where to print and do it; the system's dialog offers a PDF as well."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(opened.comparison.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_tr("Print this case…").rstrip("…"))
    dialog.accepted.connect(lambda: print_case(opened, desk, printer))
    QDialog.open(dialog)
    return dialog


def print_case(opened: Opened, desk: str, device: QPagedPaintDevice) -> None:
    """Lay the case out on pages of A4 and print them on a device."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(*([_MARGIN_MM] * 4)), QPageLayout.Unit.Millimeter)
    paper = QTextDocument()
    paper.setHtml(case_html(opened, desk))
    paper.print_(device)


def case_html(opened: Opened, desk: str) -> str:
    """Write the comparison, what was decided and the journal's entries as a page without colours."""
    comparison = opened.comparison
    parts = [
        f"<h2>{escape(comparison.title)}</h2>",
        f"<p>{escape(comparison.summary)}</p>",
        *(_frame(frame) for frame in comparison.frames),
        f"<h3>{escape(_tr('What was done to this document'))}</h3>",
        *(f"<p>{entry.sequence}: {escape(entry_words(entry))}</p>" for entry in opened.entries),
        _foot(opened, desk),
    ]
    return f"<html><body style='font-size:9pt'>{''.join(parts)}</body></html>"


def _frame(frame: Frame) -> str:
    # Signs carry what colours say on the screen: a copy in grey loses nothing.
    chip = f" [{escape(frame.chip)}]" if frame.chip else ""
    rows = max(len(frame.invoice_rows), len(frame.order_rows))
    table = "".join(_line(_at(frame.invoice_rows, i), _at(frame.order_rows, i)) for i in range(rows))
    head = "".join(f"<th align='{_side(i)}'>{escape(_tr(text))}</th>" for i, text in enumerate(_HEADS))
    order = head.replace(escape(_tr(_HEADS[0])), escape(_tr("Ordered")), 1)
    lines = f"<table width='100%' border='0' cellpadding='3'><tr>{head}{order}</tr>{table}</table>" if rows else ""
    decided = [f"{case.note}" for case in frame.cases if case.note]
    notes = "".join(f"<br>{escape(note)}" for note in (*note_lines(frame), *decided))
    return f"<h3>{escape(str(frame.sign))} {escape(frame.title)}{chip}</h3>{lines}<p>{notes.removeprefix('<br>')}</p>"


def _line(left: Row | None, right: Row | None) -> str:
    return f"<tr>{_cells(left)}{_cells(right)}</tr>"


def _cells(row: Row | None) -> str:
    if row is None:
        return "<td></td>" * len(_HEADS)
    told = []
    for i, cell in enumerate(row.cells):
        detail = f"<br><small>{escape(cell.detail)}</small>" if cell.detail else ""
        told.append(f"<td align='{_side(i)}'>{escape(shown_text(cell))}{detail}</td>")
    return "".join(told)


def _foot(opened: Opened, desk: str) -> str:
    last = opened.entries[-1] if opened.entries else None
    if last is None:
        return ""
    told = _tr("As of {0}, desk {1}; journal entry {2}")
    return f"<p><small>{escape(told.format(local_time(last.time), desk, f'{last.sequence} {last.hash}'))}</small></p>"


def _at(rows: Iterable[Row], position: int) -> Row | None:
    return dict(enumerate(rows)).get(position)


def _side(column: int) -> str:
    return "right" if column else "left"


def _tr(text: str) -> str:
    return QCoreApplication.translate("printing", text)
