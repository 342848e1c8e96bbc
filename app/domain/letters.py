"""Letters without what is set over and under them, as texts are compared whoever typed them."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """Return a text in plain letters: "é" is "e", and what is one sign for several is those ("ﬁ", "½")."""
    return "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))
