"""Numbers in what draws a page that are none ("--492", "492-900", "49.2.0"): each program makes another place of them.

pdfium and pdfminer may put a word off the page that other programs show beside a total.
"""

from __future__ import annotations

import re

# Strings, pictures within the commands, comments and names: in them anything may stand.
_ASIDE = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|%[^\r\n]*|/[^\s()<>\[\]{}/%]*"
    rb"|(?<![^\s])BI\s.*?\sEI(?![^\s])",
    re.DOTALL,
)
_LIKE_NUMBERS = re.compile(rb"(?<![^\s()<>\[\]{}])[+\-.0-9]*[1-9][+\-.0-9]*(?![^\s()<>\[\]{}/%])")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")


def malformed_number(commands: bytes) -> str:
    """Return the first sign for a number that is none among commands; nothing where all are."""
    left = _ASIDE.sub(b" ", commands)
    found = (one.group() for one in _LIKE_NUMBERS.finditer(left))
    return next((one.decode("ascii") for one in found if not _NUMBER.fullmatch(one)), "")[:20]
