"""What is granted over a time and no goods: insurance, subscriptions, memberships, leases. They are billed ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold_line

# Vendors of these bill a year, a quarter before it begins; the day they state may be its first or its last.
BEFORE_END = timedelta(days=366 + 92)


def granted_over_time(texts: Iterable[str]) -> bool:
    """Tell whether every one of some lines' texts is of what is granted over a time.

    What goods come with says nothing of them ("pump incl. insurance").
    """
    told = [bool(_granted().search(_beside().split(fold_line(text), maxsplit=1)[0])) for text in texts]
    return bool(told) and all(told)


@cache
def _granted() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, page_words("over_time", "stems")))))


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, page_words('over_time', 'beside'))))})\b")
