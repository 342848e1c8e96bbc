"""An invoice whose words nobody knows: nonsense headings, two quantities, its own units, labels of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

VENDOR = "Quillback Ironmongery Ltd"
_LEFT = (40, 120, 410)
_RIGHT = (330, 390, 490, 560)


@dataclass(frozen=True, slots=True)
class OddLine:
    """A line as it is printed."""

    code: str
    text: str
    ordered: str
    shipped: str
    unit: str
    price: str
    amount: str


FIRST = (
    OddLine("KL-204", "Gate hinge, black", "10", "8", "KXT", "4.00", "32.00"),
    OddLine("KL-377", "Hasp and staple", "6", "6", "KXT", "2.50", "15.00"),
    OddLine("MB-019", "Coach bolt M10", "100", "90", "STX", "0.30", "27.00"),
)
SECOND = (
    OddLine("KL-377", "Hasp and staple", "4", "3", "KXT", "2.50", "7.50"),
    OddLine("ZZ-110", "Padlock 50 mm", "2", "2", "STX", "9.00", "18.00"),
)
THIRD = (OddLine("MB-019", "Coach bolt M10", "50", "50", "STX", "0.30", "15.00"),)


def odd_invoice(path: Path, number: str, lines: tuple[OddLine, ...], date: str, total: str, freight: str = "") -> Path:
    """Write an invoice of a vendor whose layout a general reader cannot know."""
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 750, VENDOR)
    canvas.drawString(40, 738, "12 Harbour Lane, Whitby")
    canvas.drawString(40, 726, "sales@quillback.example")
    for y, label, value in ((750, "Zettel", number), (738, "Vom", date), (726, "Your ref", "PO-3001")):
        canvas.drawString(350, y, label)
        canvas.drawString(420, y, value)
    _row(canvas, 680, OddLine("Zonk", "Flurb", "Wump", "Blips", "Gnu", "Plonk", "Grumm"))
    y = 664
    for line in lines:
        _row(canvas, y, line)
        y -= 14
    canvas.drawString(120, y, "** thank you for choosing us 2.00 off next time")
    if freight:
        canvas.drawString(120, y - 14, "Hopla")
        canvas.drawRightString(560, y - 14, freight)
    canvas.drawString(420, y - 38, "Endlich")
    canvas.drawRightString(560, y - 38, total)
    canvas.save()
    return path


def _row(canvas: Canvas, y: float, line: OddLine) -> None:
    for x, text in zip(_LEFT, (line.code, line.text, line.unit), strict=True):
        canvas.drawString(x, y, text)
    for x, text in zip(_RIGHT, (line.ordered, line.shipped, line.price, line.amount), strict=True):
        canvas.drawRightString(x, y, text)


def odd_invoices(folder: Path) -> tuple[Path, ...]:
    """Write three invoices of this vendor."""
    return (
        odd_invoice(folder / "q1.pdf", "7731", FIRST, "03/04/2026", "81.00", "7.00"),
        odd_invoice(folder / "q2.pdf", "7802", SECOND, "05/04/2026", "25.50"),
        odd_invoice(folder / "q3.pdf", "7855", THIRD, "11/05/2026", "19.00", "4.00"),
    )
