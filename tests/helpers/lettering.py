"""Lettering that is no text: drawn as filled paths or as a picture, as those do who want it seen and not read."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_FINE = 8  # pixels a point


def picture_of(text: str, size: float) -> Image.Image:
    """Return a text as a picture, black on white, ``_FINE`` pixels a point."""
    font = ImageFont.load_default(size=size * _FINE)
    left, top, right, bottom = font.getbbox(text)
    picture = Image.new("L", (round(right - left) + 4, round(bottom - top) + 4), 255)
    ImageDraw.Draw(picture).text((2 - left, 2 - top), text, fill=0, font=font)
    return picture


def lettered(
    canvas: Canvas, x: float, y: float, text: str, size: float = 11, *, by: Literal["paths", "picture"] = "paths",
    turn: float = 0, grey: float = 0,
) -> None:  # fmt: skip
    """Draw a text that no text layer knows, its lower left corner at a place, turned by degrees, in a grey."""
    picture = picture_of(text, size)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(turn)
    if by == "picture":
        canvas.drawImage(ImageReader(picture), 0, 0, picture.width / _FINE, picture.height / _FINE)
    else:
        canvas.setFillGray(grey)
        canvas.drawPath(_outline(canvas, picture), stroke=0, fill=1)
    canvas.restoreState()


def _outline(canvas: Canvas, picture: Image.Image) -> object:
    """Return the ink of a picture as thin bars, one path for all of it."""
    path = canvas.beginPath()
    ink = np.asarray(picture) < 128
    for row in range(ink.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], ink[row].astype(np.int8), [0]))))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            path.rect(start / _FINE, (ink.shape[0] - row - 1) / _FINE, (end - start) / _FINE, 1.1 / _FINE)
    return path
