"""Texts in exported tables: never a live formula, and nothing that a file format cannot hold."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\N{MINUS SIGN}")
# Where a spreadsheet parts columns by semicolons or tabs, a quotation mark after our comma protects nothing there.
_PARTED = re.compile(r"[;\t\r\n]\s*(?=\S)")
_UNSEEN = frozenset(("Cc", "Cf", "Mn", "Zs", "Zl", "Zp"))
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def looks_like_formula(text: str, start: int = 0) -> bool:
    """Tell whether a spreadsheet could take a text for a formula, full-width and unseen signs before it included.

    Args:
        text: What stands in a cell.
        start: Where in it the cell would begin.
    """
    if text.startswith(_STARTERS, start):
        return True
    for character in islice(text, start, None):
        if unicodedata.category(character) not in _UNSEEN:
            return unicodedata.normalize("NFKC", character).lstrip().startswith(_STARTERS)
    return False


def defused(text: str) -> str:
    """Return a text for CSV: an apostrophe before what a spreadsheet could take for a formula, wherever it parts it."""
    inside = _PARTED.sub(lambda gap: f"{gap[0]}'" if looks_like_formula(text, gap.end()) else gap[0], text)
    return f"'{inside}" if looks_like_formula(text) else inside


def printable(text: str) -> str:
    """Return a text with characters that no XML can hold written as escapes."""
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
