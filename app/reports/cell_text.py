"""Texts in exported tables: never a live formula, and nothing that a file format cannot hold."""

from __future__ import annotations

import re
import unicodedata

_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula, full-width signs and blanks before it included."""
    if text.startswith(_STARTERS):
        return True
    bare = unicodedata.normalize("NFKC", text[:64]).lstrip()
    return bare.startswith(_STARTERS)


def defused(text: str) -> str:
    """Return a text for CSV: an apostrophe before what a spreadsheet could take for a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def printable(text: str) -> str:
    """Return a text with characters that no XML can hold written as escapes."""
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
