"""Signs that turn the direction of writing: what stands behind one, on the same line, would be read backwards."""

from __future__ import annotations

TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SEEN = dict.fromkeys(TURNING, "\ufffd")


def level(text: str) -> str:
    """Return a text with the sign of a lost character where it would turn the line round; as long as before.

    A name from outside may hold such signs; an invoice's number behind it in a sentence would show another one.
    """
    return text if text.isascii() else text.translate(_SEEN)
