"""Amounts beside the label of a total, a tax or a charge that cannot be read: what is owed nobody knows then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.domain.provenance import Method
from app.extraction.sums.charges import charge_kind
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.values.dates import find_date
from app.extraction.values.figures import changed_beside, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.rows import Row, join_words
from app.extraction.values.words import Word

# A digit, and two places behind a mark, letters that look like digits among them ("9,4OO.OO"); or thousands ("9.4k").
_LIKE_MONEY = re.compile(r"\d[\dOoIlSB.,'’]*[.,][\dOoIlSB]{2}|^\D{0,2}\d+(?:[.,]\d+)?[kK]$")
_OWED = frozenset({"total", "tax"})
_SHORTEST_UNIT = 2  # characters: a letter glued to money is a mark ("9,400.00T"), and no tonne


def unread_amounts(
    rows: Sequence[Row], indices: Iterable[int], knowledge: Knowledge, mark: DecimalMark
) -> Iterator[tuple[str, str]]:
    """Yield label and text of what looks like an amount owed and is none that can be read, nor has one beside it.

    Only text layers: what a scan prints badly is found by its sums.
    """
    for index in indices:
        words = rows[index].words
        places = [at for at, word in enumerate(words) if _LIKE_MONEY.search(word.text) and _may_be_owed(word)]
        if not places or any(_reads(words, at, mark) for at in places):
            continue
        first = words[places[0]]
        if _is_measure(first, knowledge, mark):
            continue
        label = words[: places[0]]
        meanings, whole = label_meanings(label, knowledge)
        if (whole and _OWED & set(meanings)) or charge_kind(label, knowledge, strict=True) is not None:
            yield join_words(label).rstrip(": "), first.text


def _may_be_owed(word: Word) -> bool:
    """Tell whether a word of a text layer is neither a rate nor a day."""
    return word.method is Method.TEXT_LAYER and read_percent(word.text) is None and find_date(word.text) is None


def _reads(words: Sequence[Word], at: int, mark: DecimalMark) -> bool:
    """Tell whether a word is an amount that can be read as it stands."""
    figure = read_figure((words[at],), mark)
    return figure is not None and not any(map(str.isalpha, figure.rest)) and not changed_beside(words, words[at])


def _is_measure(word: Word, knowledge: Knowledge, mark: DecimalMark) -> bool:
    """Tell whether a number has a unit glued to it: a weight that is totalled, say."""
    figure = read_figure((word,), mark)
    unit = figure.rest if figure is not None else ""
    return len(unit) >= _SHORTEST_UNIT and knowledge.units.is_unit(unit)
