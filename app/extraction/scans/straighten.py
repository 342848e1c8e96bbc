"""Makes a picture of a page stand straight: cut out of its background, turned by quarters, deskewed.

Each step also moves the placement along, the matrix that takes a pixel of the result back to the picture it came from.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.in_small import SMALL, in_small, shrunk
from app.extraction.scans.sheet import SIDE, paper_corners

Placement = npt.NDArray[np.float64]  # 3 by 3

_STRIP = 8  # pixels of the small picture that slide together when it is turned
_MOST_SKEW = 6.0  # degrees
_LEAST_SKEW = 0.08
_RIM = 0.03  # of a side: a scanner's shadow or what is left of a table stands there, and says nothing about rows
_BACKGROUND = 0.6  # of the paper's brightness; what is darker at the rim of a sheet that was cut out is not paper
_FAINT_SIDE, _FAINT = 1600, 14  # pixels, and grey levels below the paper from which the palest print counts as ink
_FEW = 0.2  # hundredths of a page; print takes more
_CLEAR = 60  # grey levels between print and what it stands on; of a picture with less nobody can tell which is which
_STROKE = 7  # pixels of a picture of SIDE pixels: broader than the strokes of a title
_LIGHT_ON_DARK = 0.25  # share of light in the broad under which a page is light on dark; bands of a negative are light


@dataclass(frozen=True, slots=True)
class Straightened:
    """A straightened picture and the placement that leads back to the original pixels."""

    grey: Pixels
    placement: Placement


def unchanged(grey: Pixels) -> Straightened:
    """Take a picture as it is."""
    return Straightened(grey, np.eye(3))


def quarter_turned(page: Straightened, turns: int) -> Straightened:
    """Turn by quarter turns clockwise."""
    turns %= 4
    if not turns:
        return page
    height, width = page.grey.shape
    turned = np.ascontiguousarray(np.rot90(page.grey, -turns))
    # pixel of the turned picture -> pixel before the turn
    back = {
        1: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
    }[turns]
    return Straightened(turned, page.placement @ np.array(back, dtype=np.float64))


def mirrored(page: Straightened) -> Straightened:
    """Turn left and right round: a transparent sheet was laid on the glass with its back to it."""
    back = np.array([[-1, 0, page.grey.shape[1]], [0, 1, 0], [0, 0, 1]], dtype=np.float64)
    return Straightened(np.ascontiguousarray(page.grey[:, ::-1]), page.placement @ back)


def dark_on_light(page: Straightened) -> Straightened:
    """Turn a negative, a page that is light on dark all over, into dark on light; anything else stays as it is."""
    if not _negative(page.grey):
        return page
    return Straightened(cv2.bitwise_not(page.grey).astype(np.uint8, copy=False), page.placement)


def _negative(grey: Pixels) -> bool:
    """Tell whether the light of a picture is in strokes only; paper is light in the broad, however dark its rim."""
    small, _ = shrunk(grey, SIDE)
    dark, light = (float(value) for value in np.percentile(small, (_FEW, 100 - _FEW)))
    if light - dark < _CLEAR:
        return False
    broad = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), np.uint8))
    return bool(np.mean(broad > (dark + light) / 2) < _LIGHT_ON_DARK)


def cut_out_paper(page: Straightened) -> Straightened:
    """Cut a photographed sheet out of what it lies on and undo the perspective; anything else stays as it is."""
    small, scale = shrunk(page.grey, SIDE)
    found = paper_corners(small)
    if found is None:
        return page
    corners = found / np.float32(scale)
    width = round(max(_distance(corners[0], corners[1]), _distance(corners[3], corners[2])))
    height = round(max(_distance(corners[0], corners[3]), _distance(corners[1], corners[2])))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    forward = cv2.getPerspectiveTransform(corners, target)
    sheet = cv2.warpPerspective(page.grey, forward, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return Straightened(_without_rim(sheet.astype(np.uint8, copy=False)), page.placement @ np.linalg.inv(forward))


def _without_rim(sheet: Pixels) -> Pixels:
    """Paint as paper what the sides left of the background: a sheet that is not flat has no straight ones."""
    paper = float(np.median(sheet))
    height, width = sheet.shape
    down, across = round(_RIM * height), round(_RIM * width)
    dark = (sheet < _BACKGROUND * paper).astype(np.uint8)
    dark[down : height - down, across : width - across] = 0
    count, label, _, _ = cv2.connectedComponentsWithStats(dark)
    outside = np.zeros(count, dtype=bool)
    for side in (label[0], label[-1], label[:, 0], label[:, -1]):
        outside[side] = True
    outside[0] = False
    if not outside.any():
        return sheet
    # its blurred edge goes with it
    rest = cv2.dilate(outside[label].astype(np.uint8), np.ones((7, 7), np.uint8))
    return np.where(rest > 0, np.uint8(paper), sheet).astype(np.uint8, copy=False)


def _distance(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> float:
    return float(np.hypot(*(a - b)))


def levelled(page: Straightened, factor: float = 1.0) -> Straightened:
    """Rotate by the few degrees that make rows of text run level, and enlarge, in one step that blurs only once."""
    angle = skew(page.grey)
    if abs(angle) < _LEAST_SKEW and factor == 1.0:
        return page
    height, width = page.grey.shape
    forward = np.eye(3)
    forward[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle if abs(angle) >= _LEAST_SKEW else 0.0, 1.0)
    forward = np.diag([factor, factor, 1.0]) @ forward
    level = cv2.warpAffine(
        page.grey,
        forward[:2],
        (round(width * factor), round(height * factor)),
        flags=cv2.INTER_CUBIC if factor != 1.0 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Straightened(level.astype(np.uint8, copy=False), page.placement @ np.linalg.inv(forward))


def skew(grey: Pixels) -> float:
    """Return by how many degrees the picture must be turned anticlockwise so that its rows run level."""
    rows = _strips(_ink(grey))
    best = 0.0
    for reach, step in ((_MOST_SKEW, 1.0), (0.8, 0.2), (0.15, 0.05)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        sharpness = [_row_sharpness(rows, float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(sharpness))])
    return best if abs(best) <= _MOST_SKEW else 0.0


def nearly_blank(grey: Pixels) -> bool:
    """Tell whether there is less ink than a word has; what counts as ink is darker than the paper around it."""
    if int(grey.max()) - int(grey.min()) < _FAINT:
        return True  # one tone all over, black as well: a picture without its data
    if np.mean(grey < 160) >= 2e-5:
        return False
    small, _ = shrunk(grey, _FAINT_SIDE)  # grain fades when it is shrunk, strokes do not
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0).astype(np.int16)
    return bool(np.mean(smooth < float(np.median(smooth)) - _FAINT) < 1e-4)


def lies_sideways(grey: Pixels) -> bool:
    """Tell whether the rows of text run up and down the picture."""
    ink = _ink(grey)
    as_is, turned = _strips(ink), _strips(np.ascontiguousarray(np.rot90(ink)))
    level = max(_row_sharpness(as_is, angle) for angle in (-1.5, 0.0, 1.5))
    upright = max(_row_sharpness(turned, angle) for angle in (-1.5, 0.0, 1.5))
    return upright > 1.6 * level


def _ink(grey: Pixels) -> npt.NDArray[np.float32]:
    known = in_small(grey)
    if known.ink is None:
        known.ink = _ink_of(grey)
    return known.ink


def _ink_of(grey: Pixels) -> npt.NDArray[np.float32]:
    small, _ = shrunk(grey, SMALL)
    # of a picture that is a line, a line is left
    size = tuple(max(1, side // 4) for side in small.shape[::-1]) if min(small.shape) < 4 else None
    paper = cv2.medianBlur(cv2.resize(small, size, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 21)
    paper = cv2.resize(paper, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    darkness: npt.NDArray[np.float32] = paper.astype(np.float32) - small.astype(np.float32) - np.float32(24.0)
    # long lines would outvote the text: what is darkest counts no more than print
    return np.clip(darkness, np.float32(0.0), np.float32(80.0))


def _strips(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the ink of each row in narrow upright strips: turned by a few degrees, a strip only slides up or down."""
    height, width = ink.shape
    rim = width // 20
    inner = ink[:, rim : width - rim]
    strips = cv2.resize(inner, (max(1, inner.shape[1] // _STRIP), height), interpolation=cv2.INTER_AREA)
    return strips.astype(np.float32, copy=False)


def _row_sharpness(strips: npt.NDArray[np.float32], angle: float) -> float:
    height, count = strips.shape
    if angle:
        slide = _STRIP * float(np.sin(np.radians(angle)))
        back = np.array([[1.0, 0.0, 0.0], [slide, 1.0, -slide * (count - 1) / 2]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        strips = cv2.warpAffine(strips, back, (count, height), flags=flags).astype(np.float32, copy=False)
    rim = round(_RIM * height)
    rows = strips[rim : height - rim].sum(axis=1)
    return float(np.square(np.diff(rows)).sum() / max(1.0, np.square(rows).sum()))
