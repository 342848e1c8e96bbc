"""What the program and its worker processes say to each other: JSON and pixels in frames with a length, never pickles.

A frame is one byte for its kind, four for the length of what follows, and that. The lines of a long invoice come in
frames of their own before the reading they belong to; together they may be no larger than one frame.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

JSON_FRAME = b"J"
PIXEL_FRAME = b"P"
LINES_AT_ONCE = 500  # of an invoice; a reading with more sends them apart
LARGEST_FRAME = 64_000_000  # bytes; a worker that sends more is no longer ours

_HEAD = struct.Struct(">cI")


class BadFrameError(Exception):
    """The other side does not speak this language, or says too much."""


@dataclass(slots=True)
class Allowance:
    """How many bytes of frames may still come; all frames of one job together are held to it."""

    left: int = 2 * LARGEST_FRAME

    def take(self, length: int) -> None:
        """Take a frame of this length from it.

        Raises:
            BadFrameError: It is used up.
        """
        self.left -= length
        if self.left < 0:
            raise BadFrameError("too much for one job")


def write_json(stream: IO[bytes], message: dict[str, Any], *, most: int = LARGEST_FRAME) -> int:
    """Send a message of so many bytes at most; return how many it took.

    Raises:
        BadFrameError: It is too large.
        OSError: The other side is gone.
    """
    data = json.dumps(message, separators=(",", ":")).encode("ascii")
    _write(stream, JSON_FRAME, data, most)
    return len(data)


def write_pixels(stream: IO[bytes], data: bytes) -> None:
    """Send a picture's bytes; raises as write_json does."""
    _write(stream, PIXEL_FRAME, data)


def _write(stream: IO[bytes], kind: bytes, data: bytes, most: int = LARGEST_FRAME) -> None:
    if len(data) > most:
        raise BadFrameError(f"a frame of {len(data)} bytes")
    stream.write(_HEAD.pack(kind, len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes], allowance: Allowance | None = None) -> dict[str, Any] | bytes | None:
    """Receive a message or a picture's bytes, within an allowance if there is one; None when the other side has ended.

    Raises:
        BadFrameError: What came is not a frame, is too large, or stops in the middle.
    """
    head = _exactly(stream, _HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise BadFrameError("cut off")
    kind, length = _HEAD.unpack(head)
    if kind not in (JSON_FRAME, PIXEL_FRAME) or length > LARGEST_FRAME:
        raise BadFrameError("no frame")
    if allowance is not None:
        allowance.take(length)
    data = _exactly(stream, length)
    if len(data) < length:
        raise BadFrameError("cut off")
    return data if kind == PIXEL_FRAME else _message(data)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    parts, missing = [], length
    while missing:
        part = stream.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _message(data: bytes) -> dict[str, Any]:
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFrameError("no JSON") from error
    if not isinstance(message, dict):
        raise BadFrameError("no message")
    return message
