"""Paints a page and the outlines on it; where they lie is told, and which page is shown decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from app.domain.provenance import Box
from app.ui.page.page_hit_test import Placement
from app.ui.theme import Colours, Theme


@dataclass(frozen=True, slots=True)
class Outlines:
    """What is outlined: everything that was read, the frame in focus, and the one value in focus."""

    read: tuple[Box, ...] = ()
    frame: tuple[Box, ...] = ()
    focus: Box | None = None


def paint_sheet(painter: QPainter, place: Placement, image: QImage | None, theme: Theme) -> None:
    """Paint the sheet with the picture of its page; without one the empty sheet."""
    sheet = QRectF(place.x, place.y, place.width, place.height)
    painter.fillRect(sheet, theme.colours.colour("paper_shade"))
    if image is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if theme.is_dark:
            # A white sheet glares in a dark window: it is toned to the table's paper.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.drawImage(sheet, image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(theme.colours.colour("border"), 1))
    painter.drawRect(sheet)


def paint_outlines(painter: QPainter, outlines: Outlines, page: int, place: Placement, colours: Colours) -> None:
    """Paint the outlines of one page: the nearer to the focus, the stronger, and the farther from the print."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    strengths = (
        (outlines.read, "outline_faint", 0.8, 1.0),
        (outlines.frame, "outline_frame", 1.4, 2.0),
        ((outlines.focus,) if outlines.focus else (), "outline_focus", 2.4, 3.0),
    )
    for boxes, colour, width, gap in strengths:  # pixels both
        painter.setPen(QPen(colours.colour(colour), width))
        for box in boxes:
            if box.page == page:
                area = place.box_to_view(box).grown(gap)
                painter.drawRoundedRect(QRectF(area.x, area.y, area.width, area.height), 3, 3)
