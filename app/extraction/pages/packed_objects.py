"""Objects that a PDF packs in streams, unpacked from the bytes of its file, which need not be opened for it.

A file may begin thousands of such streams and end none: what stands before one is searched but so far, an end that is
nowhere is sought once, and only so much is unpacked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PACKED_NAME = b"/ObjStm"
MOST_UNPACKED = 4_000_000  # bytes of a file's packed objects that are gone through
# Between the words of a PDF may be blanks and comments; of these only so many and so long ones are gone through.
COMMENT = rb"%[^\r\n]{0,255}[\r\n]"
BLANKS = rb"[\0\t\n\f\r ]*+(?:" + COMMENT + rb"[\0\t\n\f\r ]*+){0,8}"
_BEGINS = re.compile(PACKED_NAME + rb"(?![A-Za-z])[^>]{0,400}+>>" + BLANKS + rb"stream\r?\n")
_ENDS = b"endstream"
_MOST_BLANKS = 4_000  # bytes, before the numbers of packed objects


@dataclass(frozen=True, slots=True)
class PackedObjects:
    """The objects of one stream.

    Attributes:
        place: Where in the file it begins, in bytes.
        content: What was unpacked, or stands there unpacked.
        whole: All of it was unpacked, or as much as is gone through.
    """

    place: int
    content: bytes
    whole: bool


def packed_objects(data: bytes) -> Iterator[PackedObjects]:
    """Yield the packed objects of a file, stream by stream, as far as they can be unpacked."""
    if PACKED_NAME not in data:
        return
    left, view, end = MOST_UNPACKED, memoryview(data), 0
    for found in _BEGINS.finditer(data):
        if left <= 0:
            return
        if 0 <= end <= found.end():
            end = data.find(_ENDS, found.end())  # where there is none any more, the rest is not searched again
        raw = view[found.end() : end if end >= 0 else len(data)]  # no copy: a file may begin thousands and end none
        content, whole = _unpacked(raw, left)
        left -= len(content)
        yield PackedObjects(found.start(), content, whole)


def _unpacked(raw: memoryview, most: int) -> tuple[bytes, bool]:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(raw, most)
    except zlib.error:
        # they begin with the numbers of the objects
        return (bytes(raw[:most]) if bytes(raw[:_MOST_BLANKS]).lstrip()[:1].isdigit() else b""), False
    return content, unpacking.eof or len(content) == most
