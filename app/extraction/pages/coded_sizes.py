"""What the stored data of a picture in a PDF says of its own size, read before anything decodes it.

The page says how large a picture is, and so does the picture's own header, which the decoder believes: JPEG 2000 (JPX)
and JBIG2. Both can also ask for far more work than their pixels: layers, components, tiles, regions and symbols.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

JPX, JBIG2 = "JPXDecode", "JBIG2Decode"
_START_OF_CODE = b"\xff\x4f\xff\x51"  # JPEG 2000: start of the code stream, and of its sizes
_SIZES = struct.Struct(">HH8IH")
_STYLE = b"\xff\x52"
_HEADER = 4096  # bytes from the start of the code stream in which its style stands
_MOST_COMPONENTS = 5  # four inks and a mask
_MOST_TILES = 8_192  # of 128 pixels a side they make a sheet of 11,000
_MOST_LAYERS = 256  # programs write 1 to 50
# JBIG2's kinds of segments (ITU-T T.88, 7.3): a page, a dictionary of symbols; regions of text, halftones, and pixels.
_PAGE_SEGMENT, _SYMBOLS = 48, 0
_REGIONS = frozenset((4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43))
_MOST_SEGMENTS, _MOST_SYMBOLS = 5_000, 65_535
_MOST_OVER = 8  # times its own pixels that the regions of a picture may paint over it
_UNKNOWN = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class CodedSize:
    """Width and height that are decoded, and whether the data asks for more work than any program that writes it."""

    width: int
    height: int
    excessive: bool = False


def coded_size(data: bytes, kind: str) -> CodedSize | None:
    """Return what the data of a picture says of itself; None where it has no header that can be read."""
    if kind == JPX:
        return _of_jpx(data)
    return _of_jbig2(data) if kind == JBIG2 else None


def _of_jpx(data: bytes) -> CodedSize | None:
    start = data.find(_START_OF_CODE)
    if start < 0 or len(data) < start + 4 + _SIZES.size:
        return None
    _, _, x1, y1, x0, y0, across, down, tiles_x, tiles_y, components = _SIZES.unpack_from(data, start + 4)
    width, height = max(0, x1 - x0), max(0, y1 - y0)
    tiles = -(-max(0, x1 - tiles_x) // max(1, across)) * -(-max(0, y1 - tiles_y) // max(1, down))
    style = data.find(_STYLE, start + 4, start + _HEADER)
    # marker, length, way of coding, order, then two bytes of layers
    layers = int.from_bytes(data[style + 6 : style + 8], "big") if style >= 0 else 0
    excessive = components > _MOST_COMPONENTS or tiles > _MOST_TILES or layers > _MOST_LAYERS
    return CodedSize(width, height, excessive)


def _of_jbig2(data: bytes) -> CodedSize | None:
    width = height = painted = symbols = 0
    count = 0
    for count, (kind, body) in enumerate(_segments(data), 1):
        if count > _MOST_SEGMENTS:
            break
        if kind == _PAGE_SEGMENT and len(body) >= 8:
            across, down = struct.unpack_from(">II", body)
            width, height = max(width, across), max(height, 0 if down == _UNKNOWN else down)
        elif kind in _REGIONS and len(body) >= 8:
            across, down = struct.unpack_from(">II", body)
            painted += across * down
            width, height = max(width, across), max(height, down)
        elif kind == _SYMBOLS:
            symbols += _symbols(body)
    if not width:
        return None
    excessive = count > _MOST_SEGMENTS or symbols > _MOST_SYMBOLS or painted > _MOST_OVER * width * max(1, height)
    return CodedSize(width, height, excessive)


def _symbols(body: bytes) -> int:
    """Return how many new symbols a dictionary says it has; they stand behind its flags and their few fixed places."""
    if len(body) < 2:
        return 0
    flags = int.from_bytes(body[:2], "big")
    arithmetic, refined, template = not flags & 1, bool(flags & 2), flags >> 10 & 3
    at = 2 + ((2 if template else 8) if arithmetic else 0) + (4 if refined and not flags >> 12 & 1 else 0)
    return int.from_bytes(body[at + 4 : at + 8], "big")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and the beginning of the body of each segment, as they follow each other inside a PDF."""
    at = 0
    while at + 11 <= len(data):
        number, flags, referred = struct.unpack_from(">IBB", data, at)
        at += 5
        if referred >> 5 == 7:  # more than four, in four bytes, with a bit for each
            others = int.from_bytes(data[at : at + 4], "big") & 0x1FFFFFFF
            at += 4 + (others + 8) // 8
        else:
            others = referred >> 5
            at += 1
        at += others * (1 if number <= 256 else 2 if number <= 65_536 else 4)
        at += 4 if flags & 0x40 else 1
        if at + 4 > len(data):
            return
        length = int.from_bytes(data[at : at + 4], "big")
        at += 4
        yield flags & 0x3F, data[at : at + 32]
        if length == _UNKNOWN:  # only the last may leave it open
            return
        at += length
