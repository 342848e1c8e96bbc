"""How a page says in other tongues than those read here that it is paid, or void: words alone in a row."""

from __future__ import annotations

import re

from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold_line


def _folded(name: str) -> list[str]:
    return sorted(map(fold_line, page_words("other_tongues", name)))


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


_FULLY = f"(?: {_any(_folded('fully'))})?"
PAID = _any(_folded("paid")) + _FULLY
VOID = _any(_folded("void")) + _FULLY
PAID_LEADS, VOID_LEADS = (" ".join(_folded(name)) for name in ("paid", "void"))
