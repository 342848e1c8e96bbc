"""The day an invoice is due where a sentence says it: "Zahlbar ohne Abzug bis 14.06.2026", "Please pay ... by ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

from app.extraction.values.dates import DateReading, find_date
from app.extraction.values.page_words import page_words, word_parts
from app.extraction.values.rows import Row, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_THAT_IS = "soit"
_LONG = 5  # words of a sentence
_AHEAD = 3  # words from "by" to the date
_DATE_DIGITS, _SHORT_FORM = 6, 7  # digits of a date with its year, and letters that short forms have with their point
_TERM = 4  # words of a row of terms: "Bis 18.04.2026 ohne Abzug"


Dated = tuple[DateReading, tuple[Word, ...]]


def due_in_sentence(rows: Sequence[Row]) -> Dated | None:
    """Return the date behind "by" in a sentence about paying, with its words; None where none says so for certain."""
    for at, row in enumerate(rows):
        if len(row.words) < _LONG - 1 or _leading().isdisjoint(row.keys):
            continue
        following = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].page == row.page else None
        words = (*row.words, *(following.words if following is not None else ()))
        found = next(_dates_behind(words, len(row.words)), None) if len(row.words) >= _LONG else None
        found = found or _named(row.words) or _behind_days(row.words)
        before = rows[at - 1].text if at and rows[at - 1].page == row.page else ""
        if found is not None and _speaks_of_paying(_sentence(row.words, found[1]), before):
            return found
    return None


def _behind_days(words: Sequence[Word]) -> Dated | None:
    """Return the date right behind the days of a term, in brackets or behind a colon: "20 Tage netto (25.03.26)"."""
    for at, (before, word) in enumerate(pairwise(words)):
        colon = word.text == ":" or before.text.endswith(":")
        if colon and squeeze(before.text) in _words("days"):
            return _date_ahead(words, at + (word.text == ":"))
    for before, word in pairwise(words):
        reading = find_date(word.text) if word.text.startswith("(") and squeeze(before.text) in _words("days") else None
        if reading is not None and reading.start == 1 and word.text[reading.end :].startswith(")"):
            return reading, (word,)
    return None


def due_undeducted(rows: Sequence[Row]) -> Dated | None:
    """Return the date of a term of payment that nothing is taken off until then, with its words; None without one."""
    return next((found for row in rows if (found := _undeducted(row.words)) is not None), None)


def _undeducted(words: Sequence[Word]) -> Dated | None:
    """Return the date of a term of payment that nothing is taken off until then, with its words."""
    for index in range(len(words) if len(words) >= _TERM else 0):
        found = _date_ahead(words, index) if squeeze(words[index].text) in _words("by") | _words("until") else None
        if found is not None:
            behind = words[words.index(found[1][-1]) + 1 :][:_AHEAD]
            if squeeze("".join(word.text for word in behind)).startswith(word_parts("due", "without")):
                return found
    return None


def _named(words: Sequence[Word]) -> Dated | None:
    """Return the date behind a word that names the due date ("Settlement due 11/03/2026"), with its words."""
    keys = [squeeze(word.text) for word in words]
    settled = any(key.startswith(word_parts("due", "paid")) for key in keys)
    for index, key in enumerate(keys):
        others = keys[: index if key == _THAT_IS else 0] or keys[max(0, index - _LONG) : index]
        named = key in _words("names") and any(_is_of_paying(o) and o not in _words("names") for o in others)
        to_pay = any(other.startswith(word_parts("due", "to_pay")) for other in others)
        if named or (key in _words("at") and not settled and to_pay):
            found = _date_ahead(words, index)
            if found is not None:
                return found
    return None


def _date_ahead(words: Sequence[Word], index: int) -> Dated | None:
    """Return the date that follows the word of this index, with its words; little words may stand between."""
    rest = islice(range(index + 1, len(words)), _AHEAD)
    start = next((at for at in rest if squeeze(words[at].text) not in _words("between")), None)
    part = tuple(words[start : start + 3]) if start is not None else ()
    reading = find_date(join_words(part)) if part else None
    return None if reading is None or reading.start != 0 else (reading, _dated(part, reading))


def _dates_behind(words: Sequence[Word], own: int) -> Iterator[Dated]:
    """Yield the dates that stand right behind "by"; a sentence may run on to the next row."""
    for index in range(own):
        key = squeeze(words[index].text)
        found = _date_ahead(words, index) if key in _words("by") | _words("on") else None
        if found is None:
            continue
        end = words.index(found[1][-1]) + 1
        falling = any(squeeze(word.text).startswith(word_parts("due", "falling")) for word in words[end : end + 1])
        if falling or key in _words("by"):
            yield found


def _dated(words: tuple[Word, ...], reading: DateReading) -> tuple[Word, ...]:
    """Return the words that the date is printed in, without those that the sentence goes on with."""
    length = next(n for n in range(1, len(words) + 1) if n == len(words) or len(join_words(words[:n])) >= reading.end)
    return words[:length]


def _sentence(words: Sequence[Word], dated: Sequence[Word]) -> str:
    """Return the sentence of a row that holds a date; the whole row where the date stands in the next."""
    at = next((index for index, word in enumerate(words) if word is dated[0]), None)
    if at is None:
        return join_words(words)
    ends = [index + 1 for index, (word, after) in enumerate(pairwise(words)) if _ends_sentence(word.text, after.text)]
    start = max((end for end in ends if end <= at), default=0)
    return join_words(words[start : min((end for end in ends if end > at), default=len(words))])


def _ends_sentence(text: str, following: str) -> bool:
    """Tell whether a point ends a sentence, and no short form: it stands behind a date or a longer word."""
    if not text.endswith(".") or not following[:1].isupper():
        return False
    return sum(map(str.isdigit, text)) >= _DATE_DIGITS or (text[:-1].isalpha() and len(text) > _SHORT_FORM)


def _speaks_of_paying(text: str, before: str) -> bool:
    """Tell whether a sentence speaks of paying, and of nothing that is taken off for paying early."""
    key = squeeze(text)
    for said in _words("without"):
        key = key.replace(said, "")
    if any(word in key for word in _words("less")):
        return False
    keys = [squeeze(word) for word in (*before.split()[-_LONG:], *text.split())]
    return any(map(_is_of_paying, keys))


def _is_of_paying(key: str) -> bool:
    return key.startswith(word_parts("due", "paying"))


@cache
def _leading() -> frozenset[str]:
    """Return the words one of which any such sentence has."""
    return frozenset().union(*map(_words, ("by", "on", "names", "at", "days")))


def _words(name: str) -> frozenset[str]:
    return page_words("due", name)
