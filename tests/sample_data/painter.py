"""Draws an invoice as a digital PDF in its vendor's layout; the same bytes every time."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tests.sample_data.desk import BUYER_COMPANY, VENDORS
from tests.sample_data.layouts import LAYOUTS, Column, Layout
from tests.sample_data.records import Invoice, Vendor

MARGIN = 40
PADDING = 4


@dataclass(frozen=True, slots=True)
class Painted:
    """The PDF and, for each invoice line in order, the page it stands on (from 1)."""

    pdf: bytes
    pages: tuple[int, ...]


@dataclass(slots=True)
class Sheet:
    """The paper being written on: where the pen is and which page this is."""

    canvas: Canvas
    invoice: Invoice
    vendor: Vendor
    layout: Layout
    y: float = 0
    page: int = 1
    line_pages: list[int] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.layout.page[0] - MARGIN

    @property
    def leading(self) -> float:
        """The distance between two lines of text."""
        return self.layout.size * 1.28

    def text(self, x: float, y: float, words: str, *, align: str = "l", bold: bool = False, size: float = 0) -> None:
        """Writes words at x (left edge, centre or right edge by `align`)."""
        self.canvas.setFont(self.layout.bold if bold else self.layout.font, size or self.layout.size)
        draw = {"l": self.canvas.drawString, "c": self.canvas.drawCentredString, "r": self.canvas.drawRightString}
        draw[align](x, y, words)

    def block(self, x: float, y: float, lines: tuple[str, ...]) -> float:
        """Writes lines below each other and returns where the next would stand."""
        for words in lines:
            self.text(x, y, words)
            y -= self.leading
        return y


def paint(invoice: Invoice) -> Painted:
    """The invoice as a PDF."""
    vendor = VENDORS[invoice.vendor_id]
    layout = LAYOUTS[vendor.layout]
    buffer = io.BytesIO()
    # Neither compressed nor dated, so that the bytes depend on nothing but what is drawn.
    canvas = Canvas(buffer, pagesize=layout.page, invariant=1, pageCompression=0)
    canvas.setTitle(f"{_title(invoice, layout)} {invoice.number}")
    canvas.setAuthor(vendor.name)
    sheet = Sheet(canvas, invoice, vendor, layout)
    _letterhead(sheet)
    _table(sheet)
    _totals(sheet)
    _foot(sheet)
    canvas.save()
    return Painted(buffer.getvalue(), tuple(sheet.line_pages))


def _title(invoice: Invoice, layout: Layout) -> str:
    return layout.words.credit_title if invoice.credits else layout.words.title


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    """The labelled facts of the head, those this vendor prints."""
    invoice, words, write = sheet.invoice, sheet.layout.words, sheet.layout.write_date
    due = invoice.issued + timedelta(days=sheet.vendor.payment_days)
    facts = [(words.number, invoice.number), (words.issued, write(invoice.issued))]
    if invoice.po_number:
        facts.append((words.order, invoice.po_number))
    if words.terms:
        facts.append((words.terms, sheet.vendor.columns["payment_terms"]))
    if words.due and not invoice.credits:
        facts.append((words.due, write(due)))
    if invoice.credits:
        facts.append(("Credits Invoice", invoice.credits))
    return facts


def _tax_line(sheet: Sheet) -> tuple[str, ...]:
    label = sheet.layout.words.tax_id
    if label is None:
        return ()
    return (f"{label}: {sheet.invoice.tax_id or sheet.vendor.columns['tax_id']}",)


def _letterhead(sheet: Sheet) -> None:
    {"labels": _labels, "strip": _strip, "letter": _letter, "typewriter": _typewriter}[sheet.layout.head](sheet)


def _labels(sheet: Sheet) -> None:
    """Sender left, title and a column of labelled facts right."""
    top = sheet.layout.page[1] - 56
    sheet.text(MARGIN, top, sheet.vendor.name, bold=True, size=15)
    sheet.block(MARGIN, top - 18, (*sheet.vendor.address, *_tax_line(sheet)))
    sheet.text(sheet.right, top, _title(sheet.invoice, sheet.layout), align="r", bold=True, size=18)
    y = top - 24
    for label, value in _facts(sheet):
        sheet.text(sheet.right - 92, y, f"{label}:", align="r", bold=True)
        sheet.text(sheet.right, y, value, align="r")
        y -= sheet.leading + 1
    below = min(y, top - 84) - 6
    sheet.text(MARGIN, below, f"{sheet.layout.words.bill_to}:", bold=True)
    sheet.y = sheet.block(MARGIN, below - sheet.leading, BUYER_COMPANY) - 12


def _strip(sheet: Sheet) -> None:
    """Title centred, addresses, then the facts in a strip of boxes, headings above values."""
    canvas = sheet.canvas
    top = sheet.layout.page[1] - 52
    sheet.text(sheet.layout.page[0] / 2, top, sheet.vendor.name, align="c", bold=True, size=16)
    sheet.text(sheet.layout.page[0] / 2, top - 16, ", ".join(sheet.vendor.address), align="c")
    for line in _tax_line(sheet):
        sheet.text(sheet.layout.page[0] / 2, top - 29, line, align="c")
    sheet.text(MARGIN, top - 56, _title(sheet.invoice, sheet.layout), bold=True, size=14)
    sheet.text(sheet.right - 170, top - 56, f"{sheet.layout.words.bill_to}:", bold=True)
    y = sheet.block(sheet.right - 170, top - 56 - sheet.leading, BUYER_COMPANY) - 10
    facts = _facts(sheet)
    width = (sheet.right - MARGIN) / len(facts)
    canvas.setLineWidth(0.6)
    for index, (label, value) in enumerate(facts):
        x = MARGIN + index * width
        canvas.rect(x, y - 34, width, 34)
        canvas.line(x, y - 15, x + width, y - 15)
        sheet.text(x + width / 2, y - 11, label, align="c", bold=True, size=8)
        sheet.text(x + width / 2, y - 28, value, align="c")
    sheet.y = y - 56


def _letter(sheet: Sheet) -> None:
    """A business letter: sender in one small line, the address window, facts to the right, then the title."""
    top = sheet.layout.page[1] - 50
    sheet.text(sheet.right, top, sheet.vendor.name, align="r", bold=True, size=14)
    sheet.text(MARGIN, top - 60, f"{sheet.vendor.name} · {' · '.join(sheet.vendor.address[:2])}", size=7)
    sheet.block(MARGIN, top - 76, BUYER_COMPANY)
    y = top - 60
    for label, value in _facts(sheet):
        sheet.text(sheet.right - 190, y, label)
        sheet.text(sheet.right, y, value, align="r")
        y -= sheet.leading
    sheet.block(sheet.right - 190, y, _tax_line(sheet))
    sheet.text(MARGIN, top - 176, f"{_title(sheet.invoice, sheet.layout)} {sheet.invoice.number}", bold=True, size=13)
    sheet.text(MARGIN, top - 194, "Wir danken für Ihren Auftrag und berechnen Ihnen wie folgt:")
    sheet.y = top - 216


def _typewriter(sheet: Sheet) -> None:
    """Everything in one fixed-width type, labels with dots and colons."""
    top = sheet.layout.page[1] - 54
    sheet.text(MARGIN, top, sheet.vendor.name.upper(), bold=True, size=12)
    sheet.block(MARGIN, top - 14, sheet.vendor.address)
    sheet.text(MARGIN, top - 70, f"*** {_title(sheet.invoice, sheet.layout)} ***", bold=True)
    y = sheet.block(MARGIN, top - 90, tuple(f"{label:.<14}: {value}" for label, value in _facts(sheet)))
    sheet.block(330, top - 70, (f"{sheet.layout.words.bill_to}:", *BUYER_COMPANY))
    sheet.y = y - 14


def _columns(sheet: Sheet) -> list[tuple[Column, float]]:
    """The columns that have anything in them, with their left edges; spare width goes to the description."""
    chosen = [
        column
        for column in sheet.layout.columns
        if column.key != "uom" or any(line.uom for line in sheet.invoice.lines)
    ]
    placed, x = [], float(MARGIN)
    for column in chosen:
        placed.append((column, x))
        x += column.width
    return placed


def _table(sheet: Sheet) -> None:
    columns = _columns(sheet)
    _heading(sheet, columns)
    running = 0 * sheet.invoice.total
    for number, line in enumerate(sheet.invoice.lines, start=1):
        cells = {column.key: sheet.layout.cells(line, number, sheet.vendor)[column.key] for column, _ in columns}
        height = _row_height(sheet, columns, cells)
        if sheet.y - height < sheet.layout.last_line_at:
            _turn_page(sheet, columns, sheet.layout.number(running, 2))
        _row(sheet, columns, cells, height, shaded=number % 2 == 0)
        sheet.line_pages.append(sheet.page)
        running += line.amount
    if sheet.layout.rules in ("none", "zebra"):
        sheet.canvas.line(MARGIN, sheet.y, sheet.right, sheet.y)


def _heading(sheet: Sheet, columns: list[tuple[Column, float]]) -> None:
    canvas, height = sheet.canvas, sheet.leading + 2 * PADDING
    end = columns[-1][1] + columns[-1][0].width
    canvas.setLineWidth(0.6)
    if sheet.layout.rules == "grid":
        canvas.setFillGray(0.9)
        canvas.rect(MARGIN, sheet.y - height, end - MARGIN, height, fill=1)
        canvas.setFillGray(0)
    else:
        canvas.line(MARGIN, sheet.y - height, end, sheet.y - height)
    for column, x in columns:
        sheet.text(*_pen(column, x, sheet.y - height + PADDING + 2), column.heading, align=column.align, bold=True)
    sheet.y -= height


def _pen(column: Column, x: float, y: float) -> tuple[float, float]:
    shift = {"l": PADDING, "c": column.width / 2, "r": column.width - PADDING}[column.align]
    return x + shift, y


def _folded(sheet: Sheet, column: Column, words: str) -> list[str]:
    folded: list[str] = simpleSplit(words, sheet.layout.font, sheet.layout.size, column.width - 2 * PADDING)
    return folded or [""]


def _row_height(sheet: Sheet, columns: list[tuple[Column, float]], cells: dict[str, str]) -> float:
    most = max(len(_folded(sheet, column, cells[column.key])) for column, _ in columns if column.align == "l")
    return most * sheet.leading + 2 * PADDING


def _row(
    sheet: Sheet, columns: list[tuple[Column, float]], cells: dict[str, str], height: float, *, shaded: bool
) -> None:
    canvas = sheet.canvas
    end = columns[-1][1] + columns[-1][0].width
    bottom = sheet.y - height
    if sheet.layout.rules == "zebra" and shaded:
        canvas.setFillGray(0.93)
        canvas.rect(MARGIN, bottom, end - MARGIN, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    canvas.setLineWidth(0.4)
    if sheet.layout.rules == "rows":
        canvas.line(MARGIN, bottom, end, bottom)
    for column, x in columns:
        if sheet.layout.rules == "grid":
            canvas.rect(x, bottom, column.width, height)
        words = _folded(sheet, column, cells[column.key]) if column.align == "l" else [cells[column.key]]
        for index, part in enumerate(words):
            y = sheet.y - PADDING - sheet.leading * (index + 1) + 3
            sheet.text(*_pen(column, x, y), part, align=column.align)
    sheet.y = bottom


def _turn_page(sheet: Sheet, columns: list[tuple[Column, float]], so_far: str) -> None:
    words, end = sheet.layout.words, columns[-1][1] + columns[-1][0].width - PADDING
    if words.carried:
        sheet.text(end - 90, sheet.y - 16, words.carried, align="r", bold=True)
        sheet.text(end, sheet.y - 16, so_far, align="r", bold=True)
    _foot(sheet)
    sheet.canvas.showPage()
    sheet.page += 1
    sheet.y = sheet.layout.page[1] - 56
    sheet.text(MARGIN, sheet.y, f"{sheet.vendor.name}  {_title(sheet.invoice, sheet.layout)} {sheet.invoice.number}")
    sheet.y -= 22
    _heading(sheet, columns)
    if words.brought:
        sheet.text(end - 90, sheet.y - 14, words.brought, align="r", bold=True)
        sheet.text(end, sheet.y - 14, so_far, align="r", bold=True)
        sheet.y -= 20


def _totals(sheet: Sheet) -> None:
    invoice, layout = sheet.invoice, sheet.layout
    rows: list[tuple[str, str]] = []
    if layout.words.subtotal and not invoice.credits:
        rows.append((layout.words.subtotal, layout.number(invoice.goods, 2)))
    rows += [(charge.description, layout.number(charge.amount, 2)) for charge in invoice.charges]
    if invoice.tax is not None:
        rows.append((_tax_label(invoice, layout), layout.number(invoice.tax, 2)))
    # The total column stands under the amounts.
    columns = _columns(sheet)
    end = columns[-1][1] + columns[-1][0].width - PADDING
    y = sheet.y - 20
    for label, amount in rows:
        sheet.text(end - 84, y, label, align="r")
        sheet.text(end, y, amount, align="r")
        y -= sheet.leading + 3
    if rows:
        sheet.canvas.line(end - 200, y + sheet.leading - 1, end, y + sheet.leading - 1)
        y -= 2
    sign = f"{layout.currency_sign}{'' if layout.currency_sign == '$' else ' '}" if layout.currency_sign else ""
    sheet.text(end - 84, y, layout.words.total, align="r", bold=True, size=layout.size + 1)
    sheet.text(end, y, f"{sign}{layout.number(invoice.total, 2)}", align="r", bold=True, size=layout.size + 1)


def _tax_label(invoice: Invoice, layout: Layout) -> str:
    if layout.head == "letter" or invoice.tax_percent is None:
        return layout.words.tax
    return f"{layout.words.tax} {invoice.tax_percent}%"


def _foot(sheet: Sheet) -> None:
    if sheet.layout.words.closing:
        sheet.text(MARGIN, 58, sheet.layout.words.closing, size=8)
    note = f"{sheet.vendor.columns['email']}    {sheet.layout.words.page} {sheet.page}"
    sheet.text(sheet.layout.page[0] / 2, 40, note, align="c", size=8)
