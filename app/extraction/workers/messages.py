"""What the program and its worker processes say to each other: JSON and pixels in frames with a length, never pickles.

A frame is one byte for its kind, four for the length of what follows, and that.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

JSON_FRAME = b"J"
PIXEL_FRAME = b"P"
LARGEST_FRAME = 64_000_000  # bytes; a worker that sends more is no longer ours

_HEAD = struct.Struct(">cI")


class BadFrameError(Exception):
    """The other side does not speak this language, or says too much."""


def write_json(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Send a message.

    Raises:
        BadFrameError: It is too large.
        OSError: The other side is gone.
    """
    _write(stream, JSON_FRAME, json.dumps(message, separators=(",", ":")).encode("ascii"))


def write_pixels(stream: IO[bytes], data: bytes) -> None:
    """Send a picture's bytes; raises as write_json does."""
    _write(stream, PIXEL_FRAME, data)


def _write(stream: IO[bytes], kind: bytes, data: bytes) -> None:
    if len(data) > LARGEST_FRAME:
        raise BadFrameError(f"a frame of {len(data)} bytes")
    stream.write(_HEAD.pack(kind, len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> dict[str, Any] | bytes | None:
    """Receive a message or a picture's bytes; None when the other side has ended.

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
