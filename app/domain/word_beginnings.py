"""Lists of words that tell by their beginnings: "zoll" finds "Zollgebühr", "duty|" finds no "dutyfree"."""

from __future__ import annotations

import re
from collections.abc import Iterable


def beginning_with(entries: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern that finds any of these where a word begins; a stroke at its end ends the word there."""
    parts = (re.escape(entry.rstrip("|")) + r"\b" * entry.endswith("|") for entry in sorted(entries))
    return re.compile(rf"\b(?:{'|'.join(parts)})")
