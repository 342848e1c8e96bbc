"""Small documents made on the spot: an invoice as PDF, as a scan, as pictures, and damaged ones."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LETTER = (612.0, 792.0)
HEADING = ("Item", "Description", "Qty", "Price", "Amount")
LINES = (
    ("AX-1001", "Steel bolt M8 zinc", "240", "1.25", "300.00"),
    ("AX-1002", "Washer flat large", "500", "0.08", "40.00"),
    ("BR-7730", "Bearing sealed 6204", "12", "17.65", "211.80"),
    ("CT-0042", "Cable tie black long", "36", "4.90", "176.40"),
)
NUMBERS = frozenset(("300.00", "40.00", "211.80", "176.40", "728.20", "1.25", "17.65", "4.90"))
_COLUMNS = (54, 140, 330, 400, 480)


def draw_invoice(canvas: Canvas, size: float = 11, *, dark_head: bool = False) -> None:
    """Draw one page of a plain invoice with a ruled table, its heading light on dark if asked."""
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(54, 730, "Northwind Fixture Supply, Inc.")
    canvas.setFont("Helvetica", size)
    canvas.drawString(54, 710, "18 Harbour Street, Springfield")
    canvas.drawString(54, 694, "Tax ID: 98-7654321")
    canvas.drawString(380, 730, "INVOICE")
    canvas.drawString(380, 714, "Invoice No. 100482")
    canvas.drawString(380, 698, "Invoice Date 03/14/2026")
    canvas.drawString(380, 682, "PO Number PO-10007")
    for row, cells in enumerate((HEADING, *LINES)):
        if dark_head and not row:
            canvas.setFillGray(0.25)
            canvas.rect(50, 633, 510, 20, stroke=0, fill=1)
            canvas.setFillGray(1)
        for x, text in zip(_COLUMNS, cells, strict=True):
            canvas.drawString(x, 640 - 22 * row, text)
        canvas.setFillGray(0)
    for rule in range(6):
        canvas.line(50, 654 - 22 * rule, 560, 654 - 22 * rule)
    canvas.drawString(400, 500, "Total")
    canvas.drawString(480, 500, "728.20")
    canvas.drawString(54, 440, "Payment is due within thirty days of the invoice date. Thank you for your order.")


def pdf_invoice(path: Path, *, pages: int = 1, rotate: int = 0, password: str | None = None) -> Path:
    """Write a digital invoice."""
    encrypt = StandardEncryption(password) if password else None
    # reportlab swaps the sides of a turned page; swapped beforehand, the paper stays upright and only /Rotate turns it
    canvas = Canvas(str(path), pagesize=LETTER[::-1] if rotate % 180 else LETTER, encrypt=encrypt)
    for _ in range(pages):
        if rotate:
            canvas.setPageRotation(rotate)
        draw_invoice(canvas)
        canvas.showPage()
    canvas.save()
    return path


def picture_of_invoice(dpi: int = 200, *, dark_head: bool = False) -> Image.Image:
    """Return the invoice as a grey picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=LETTER)
    draw_invoice(canvas, dark_head=dark_head)
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.convert("L")


def scan_pdf(
    path: Path, picture: Image.Image | Path, *, hidden_text: str = "", stamp: str = "", pages: int = 1
) -> Path:
    """Write a PDF whose pages are a picture (a JPEG file is stored as it is), the last with hidden text or a stamp."""
    canvas = Canvas(str(path), pagesize=LETTER)
    drawn = str(picture) if isinstance(picture, Path) else ImageReader(picture)
    for page in range(pages):
        if page:
            canvas.showPage()
        canvas.drawImage(drawn, 0, 0, *LETTER)
    if hidden_text:
        text = canvas.beginText(54, 700)
        text.setTextRenderMode(3)
        text.textLines(hidden_text)
        canvas.drawText(text)
    if stamp:
        canvas.drawString(250, 770, stamp)
    canvas.save()
    return path


def photographed(picture: Image.Image) -> Image.Image:
    """Lay the sheet on a dark table and photograph it from an angle."""
    sheet = np.asarray(picture.convert("L"))
    height, width = sheet.shape
    room_width, room_height = round(width * 1.35), round(height * 1.25)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array(
        [
            [0.17 * width, 0.11 * height],
            [1.13 * width, 0.07 * height],
            [1.22 * width, 1.17 * height],
            [0.08 * width, 1.12 * height],
        ],
        dtype=np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(sheet, matrix, (room_width, room_height), flags=cv2.INTER_CUBIC, borderValue=55)
    shade = np.linspace(1.0, 0.72, room_width, dtype=np.float32)[None, :]
    return Image.fromarray((photo.astype(np.float32) * shade).astype(np.uint8))
