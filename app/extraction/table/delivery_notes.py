"""Rows of a table that say by which delivery the lines under them came: "BL 204533 du 17/02/26 - Cde 26-038"."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.values.dates import find_date
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# Short names of a delivery note: words of goods begin so as well, but no day stands behind their number.
_SHORT_NAMES = frozenset({"bl", "ls", "dn", "alb", "lfs", "lsnr", "bon"})
_OF_DAY = frozenset({"du", "le", "vom", "of", "del", "dated", "van", "dd"})
_DAY = slice(3, 6)  # where the day stands: behind the name, its number and the word that leads to the day


def names_delivery(words: Sequence[Word]) -> bool:
    """Tell whether words begin with the short name of a delivery note, its number and its day."""
    if len(words) <= _DAY.start or squeeze(words[0].text) not in _SHORT_NAMES:
        return False
    number, leading = words[1].text, words[2].text
    dated = find_date(join_words(words[_DAY])) if squeeze(leading) in _OF_DAY else None
    return any(map(str.isdigit, number)) and dated is not None and dated.start == 0
