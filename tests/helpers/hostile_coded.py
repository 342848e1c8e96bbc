"""Pictures inside PDFs that lie about themselves: headers of JPEG 2000 and JBIG2, and papers that carry them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import partial

from tests.helpers.hostile_files import page, pdf, stream

_JPX, _JBIG2 = "JPXDecode", "JBIG2Decode"


def jpx_header(width: int, height: int, *, components: int = 1, tile: int = 0, layers: int = 1) -> bytes:
    """Return the beginning of a JPEG 2000 code stream; ``tile`` is the side of its tiles, 0 for one tile."""
    sides = (tile or width, tile or height)
    body = struct.pack(">H8IH", 0, width, height, 0, 0, *sides, 0, 0, components) + b"\x07\x01\x01" * components
    style = b"\xff\x52" + struct.pack(">HBBHBBBBBB", 12, 0, 0, layers, 0, 5, 4, 4, 0, 1)
    return b"\xff\x4f\xff\x51" + struct.pack(">H", len(body) + 2) + body + style + b"\xff\xd9"


def jbig2_segment(kind: int, body: bytes, *, number: int = 1, refers: int = 0, many_pages: bool = False) -> bytes:
    """Return one segment of JBIG2 data as it stands inside a PDF; ``refers`` is how many others it refers to."""
    flags = struct.pack(">IB", number, kind | 0x40 * many_pages)
    counted = bytes([refers << 5]) if refers < 5 else struct.pack(">I", 7 << 29 | refers) + bytes((refers + 8) // 8)
    others = bytes(refers * (1 if number <= 256 else 2 if number <= 65_536 else 4))
    return flags + counted + others + bytes(3 * many_pages) + b"\1" + struct.pack(">I", len(body)) + body


def jbig2_page(width: int, height: int) -> bytes:
    """Return the segment that says how large a page is."""
    return jbig2_segment(48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0))


def picture_paper(kind: str, data: bytes, width: int, height: int) -> bytes:
    """Return a PDF whose page is one such picture, said to be so large."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace/DeviceGray/Filter/%s" % (
        width, height, 1 if kind == _JBIG2 else 8, kind.encode(),
    )  # fmt: skip
    content = b"q 612 0 0 792 0 0 cm /I Do Q"
    return pdf(page(content, resources=b"/XObject<</I 6 0 R>>", o6=stream(data, entries)))


def _regions() -> bytes:
    region = struct.pack(">IIIIB", 9000, 6000, 0, 0, 0) + b"\0" * 20
    return jbig2_page(9000, 6000) + jbig2_segment(38, region) * 2000


def _symbols() -> bytes:
    counts = struct.pack(">II", 4_000_000_000, 4_000_000_000)
    return jbig2_page(900, 600) + jbig2_segment(0, b"\0\0" + b"\0" * 8 + counts + b"\0" * 200) * 500


CODED: Mapping[str, Callable[[], bytes]] = {
    "jpx_says_otherwise.pdf": lambda: picture_paper(_JPX, jpx_header(65_000, 65_000), 100, 100),
    "jpx_of_layers.pdf": lambda: picture_paper(_JPX, jpx_header(2_000, 2_000, layers=65_535), 2_000, 2_000),
    "jpx_of_tiles.pdf": lambda: picture_paper(_JPX, jpx_header(7_000, 7_000, tile=1), 7_000, 7_000),
    "jpx_of_components.pdf": lambda: picture_paper(_JPX, jpx_header(3_000, 3_000, components=16_000), 3_000, 3_000),
    "jbig2_says_otherwise.pdf": lambda: picture_paper(_JBIG2, jbig2_page(60_000, 60_000), 100, 100),
    "jbig2_of_regions.pdf": lambda: picture_paper(_JBIG2, _regions(), 9_000, 6_000),
    "jbig2_of_symbols.pdf": lambda: picture_paper(_JBIG2, _symbols(), 900, 600),
    "jbig2_of_segments.pdf": partial(
        picture_paper, _JBIG2, jbig2_page(99, 99) + jbig2_segment(62, b"") * 900_000, 99, 99
    ),
}
