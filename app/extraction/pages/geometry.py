"""From a PDF page's own coordinates to those of the page as it is shown."""

from __future__ import annotations

import ctypes
import math

import pypdfium2
import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Place = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def to_shown(page: pypdfium2.PdfPage, width: float, height: float) -> Matrix:
    """Return the matrix from the page's own space to points as shown, y running down."""
    # pdfium itself says where three corners of the page's own space land; rotation and crop box are in it.
    scale = 1000.0
    size = (round(width * scale), round(height * scale))

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
        return across.value / scale, down.value / scale

    x0, y0 = place(0, 0)
    xa, ya = place(100, 0)
    xb, yb = place(0, 100)
    return ((xa - x0) / 100, (ya - y0) / 100, (xb - x0) / 100, (yb - y0) / 100, x0, y0)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Take a point through a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def compose(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does ``first`` and ``then``."""
    a, b, c, d, e, f = first
    x, y = apply(then, e, f)
    ta, tb, tc, td, _, _ = then
    return (a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td, x, y)


def bounds(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Place:
    """Return left, top, right and bottom of a rectangle taken through a matrix."""
    xa, ya = apply(matrix, left, bottom)
    xb, yb = apply(matrix, right, top)
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def quarter_turns(angle: float) -> int:
    """Return the quarter turns clockwise nearest to an angle of the page as shown."""
    return round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0
