"""Where coloured ink lies over print on a scan: stamps, ticks and notes of a pen, highlighters.

Print is dark in all colours, a coloured ink is light in its own. So it is told from print however dark it is, and
however thin its strokes are. Coloured paper and tinted fields are paper; the edges of print may shimmer in colours.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.stamp_places import Place, darkness_of_print, paper

_DPI = 90.0  # of the picture in which ink is sought, at least, where the scan is as fine
_SMALLEST = 256  # pixels across and down; what is smaller is no page
_SMALLER = (8, 4, 2)  # times, as a JPEG can be taken out at once
_INK = 50.0  # of 255: grain is less dark
# Of its darkness in grey: what coloured ink has in its own colour, at most, and print at least; and of the darkness of
# a page's print what other print has at least.
_OWN_COLOUR, _NO_COLOUR, _PRINT = 0.76, 0.85, 0.5
_LEAST_INK, _LEAST_PRINT = 10.0, 1.5  # square points: of ink in a place, and of print that it lies over or beside
# Print that ink lies over, as a share of the ink (measured: 0.03 to 0.9). Specks in bold print in colours are
# fewer, and where there is less ink than print, it is the rim of that print, which is in colours itself.
_CROSSED = (0.02, 1.2)
_JOINED = (30.0, 10.0)  # points across and down from one stroke to the next of one place
_MOST_INK, _MOST = 0.1, 0.2  # of a page; with more it is printed in colours
# Points: what is larger is no tick; so far aside and below may stand the next of a column of ticks beside rows; and ink
# from which a piece of one counts, for thin strokes come apart.
_TICK, _NEXT_TICK, _LEAST_STROKE = 60.0, (6.0, 26.0), 4.0
_COLUMN = 4  # strokes: ticks beside two rows or more, as thin ones come in two
_PLACES = 4  # of a page


def coloured_ink(grey: Pixels, light: Pixels, paper_grey: Pixels | int, paper_light: Pixels | int) -> Pixels:
    """Return ink that is coloured (255), of a picture in grey and the lightest of its colours, on paper so light."""
    dark = cv2.subtract(np.full_like(grey, paper_grey), grey)
    lighter = cv2.subtract(np.full_like(light, paper_light), light)
    coloured = cv2.compare(lighter.astype(np.float32), dark.astype(np.float32) * _OWN_COLOUR, cv2.CMP_LT)
    return cv2.bitwise_and(coloured, cv2.inRange(dark, np.array(_INK), np.array(255.0))).astype(np.uint8, copy=False)


def _ink_and_print(grey: Pixels, light: Pixels) -> tuple[Pixels, Pixels]:
    """Return the coloured ink of a page that is not at the edge of print, and its print."""
    paper_grey, paper_light = paper(grey), paper(light)
    dark, lighter = cv2.subtract(paper_grey, grey), cv2.subtract(paper_light, light).astype(np.uint8, copy=False)
    surely = cv2.inRange(lighter, np.array(_PRINT * darkness_of_print(lighter)), np.array(255.0))
    black = cv2.compare(lighter.astype(np.float32), dark.astype(np.float32) * _NO_COLOUR, cv2.CMP_GE)
    printed = cv2.bitwise_and(surely, black).astype(np.uint8, copy=False)
    beside = cv2.bitwise_not(cv2.dilate(printed, np.ones((3, 3), np.uint8)))
    ink = cv2.bitwise_and(coloured_ink(grey, light, paper_grey, paper_light), beside)
    return ink.astype(np.uint8, copy=False), printed


def coloured_places(pixels: PagePixels) -> list[Place]:
    """Return the places of a scan, in its pixels, where coloured ink lies over print.

    Columns of ticks come first, for figures stand there, then what covers most.
    """
    if pixels.lightest is None or min(pixels.grey.shape) < _SMALLEST:
        return []
    light = pixels.lightest(next((times for times in _SMALLER if pixels.dpi / times >= _DPI), 1))
    grey = cv2.resize(pixels.grey, light.shape[::-1], interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    ink, printed = _ink_and_print(grey, light)
    if not ink.any() or (ink > 0).mean() > _MOST_INK:
        return []
    touched = cv2.bitwise_and(printed, cv2.dilate(ink, np.ones((5, 5), np.uint8)))
    factor = pixels.grey.shape[1] / light.shape[1]
    points = pixels.dpi / factor / 72
    apart = np.ones([max(1, round(side * points)) for side in reversed(_JOINED)], np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, apart)
    found: list[tuple[bool, float, Place]] = []
    spans = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    strokes = spans[spans[:, cv2.CC_STAT_AREA] >= _LEAST_STROKE * points**2, :4].tolist()
    for pieces, (left, top, right, bottom) in _in_columns([(x, y, x + w, y + h) for x, y, w, h in strokes], points):
        place, wide, high = (slice(top, bottom), slice(left, right)), right - left, bottom - top
        inked, covered = (float((one[place] > 0).sum()) / points**2 for one in (ink, touched))
        crosses = covered >= _LEAST_PRINT and _CROSSED[0] <= covered / max(inked, 1.0) <= _CROSSED[1]
        if inked >= _LEAST_INK and crosses and wide * high <= _MOST * ink.size:
            edges = (left * factor, top * factor, right * factor, bottom * factor)
            edged = (round(edges[0]), round(edges[1]), round(edges[2]), round(edges[3]))
            found.append((pieces >= _COLUMN, covered, edged))
    return [place for _, _, place in sorted(found, reverse=True)[:_PLACES]]


def _in_columns(strokes: Sequence[Place], points: float) -> list[tuple[int, Place]]:
    """Join ticks that stand one above another, as a clerk sets them beside each row; return how many each place has.

    So a column of them is one place, and there are seldom more places than are looked at. A few strokes that chance to
    lie so stay apart.
    """
    aside, down = (apart * points for apart in _NEXT_TICK)
    columns: list[tuple[Place, list[Place]]] = []
    for stroke in sorted(strokes, key=lambda place: place[1]):
        small = max(stroke[2] - stroke[0], stroke[3] - stroke[1]) <= _TICK * points
        near = (i for i, (c, _) in enumerate(columns) if small and _goes_on(c, stroke, aside, down, _TICK * points))
        above = next(near, None)
        if above is None:
            columns.append((stroke, [stroke]))
        else:
            (left, top, right, bottom), pieces = columns[above]
            whole = min(left, stroke[0]), top, max(right, stroke[2]), max(bottom, stroke[3])
            columns[above] = whole, [*pieces, stroke]
    joined = [(len(pieces), whole) for whole, pieces in columns if len(pieces) >= _COLUMN]
    return [*joined, *((1, piece) for _, pieces in columns if len(pieces) < _COLUMN for piece in pieces)]


def _goes_on(column: Place, stroke: Place, aside: float, down: float, widest: float) -> bool:
    left, right = min(column[0], stroke[0]), max(column[2], stroke[2])
    beside = max(column[0], stroke[0]) - min(column[2], stroke[2]) <= aside
    return beside and right - left <= widest and stroke[1] - column[3] <= down
