"""What a line's text says of how much was delivered: "10 of 14 delivered", "Livraison partielle : 10 sur 14"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from app.domain.printed_numbers import possible_values
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold

_N = r"(?<![\w.,/-])(?P<{}>\d{{1,7}}(?:[.,]\d{{1,3}})?)"
_UNIT = r"(?:\s?[^\W\d_]{1,8}\.?)?"
_OF = r"\s(?:of|out of|von|sur|de|di|van|su)\s"
_OF_ALL = re.compile(_N.format("part") + _UNIT + _OF + r"(?P<whole>\d{1,7}(?:[.,]\d{1,3})?)(?![\w%/])(?![.,]\d)")
_WORD = re.compile(r"\w+")


def tells_delivery(text: str) -> bool:
    """Tell whether a text says how much of how much was delivered."""
    folded = fold(text)
    return not page_words("line_texts", "delivered").isdisjoint(_WORD.findall(folded)) and bool(_OF_ALL.search(folded))


def delivered_differently(texts: Iterable[str], quantity: Decimal) -> str:
    """Return what a line's texts say of the quantity that was delivered, where that is not the quantity billed."""
    for text in filter(tells_delivery, texts):
        for found in _OF_ALL.finditer(fold(text)):
            if abs(quantity) not in possible_values(found["part"]):
                return found.group()
    return ""
