"""Parting a row into the phrases that head columns: known ones, and runs of words that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# Parting the words of a heading into phrases: a gap is wide beyond so many of the page's usual blanks (where so many
# are seen; else beyond this share of the height); the prices of an unknown word, of each phrase, of a phrase across a
# wide gap, of one torn off at a blank.
_WIDER, _FEWEST_GAPS, _BLANK = 1.4, 5, 0.85
_UNKNOWN_WORD, _PHRASE, _ACROSS, _TORN = 1.0, 0.1, 0.8, 0.3
_PRINTED, _LONG_WORD = 100, 5
_FEWEST_LETTERS, _LETTERS_A_WORD = 3, 2.5  # parts of a word in spaced letters, and letters in one at the mean
_LINKS = ("/", "&", "+")
_LONGEST_BASE = 3  # phrases: "per", "1000", "Stk"


@dataclass(frozen=True, slots=True)
class Segment:
    """A phrase of a heading: its words, what is compared of them, and what columns the phrase may name.

    ``linked``: a stroke or the like ties it to the phrase before it ("Item Number / Description").
    """

    words: tuple[Word, ...]
    key: str
    meanings: tuple[str, ...]
    x0: float
    x1: float
    linked: bool = False


def blanks_of(rows: Sequence[Row]) -> dict[int, float]:
    """Return for each page the widest gap, in heights of a row, that is a blank between two words."""
    gaps: dict[int, list[float]] = {}
    for row in rows:
        for cell in row.cells:
            if len(cell.words) == 1:
                continue
            for left, right in pairwise(cell.words):
                if left.text[-1:].isalpha() and right.text[:1].isalpha():
                    gaps.setdefault(row.page, []).append((right.x0 - left.x1) / max(row.height, 1.0))
    return {page: _WIDER * median(found) for page, found in gaps.items() if len(found) >= _FEWEST_GAPS}


def segments_of(row: Row, knowledge: Knowledge, blank: float | None = None) -> tuple[Segment, ...]:
    """Part a row into phrases; where two headings are known, the others may have a misread character.

    ``blank`` is the widest gap, in heights of a row, that parts two words of one phrase (see ``blanks_of``).
    """
    ratio = _BLANK if blank is None else blank
    exact = _segments(row, knowledge, ratio, loose=False)
    known = sum(bool(segment.meanings) for segment in exact)
    return _segments(row, knowledge, ratio, loose=True) if 2 <= known < len(exact) else exact


def _segments(row: Row, knowledge: Knowledge, ratio: float, *, loose: bool) -> tuple[Segment, ...]:
    """Part a row into known phrases and runs of unknown words."""
    found: list[Segment] = []
    blank = ratio * row.height
    for cell in row.cells:
        begun = len(found)
        words = [word for word, key in zip(cell.words, cell.keys, strict=True) if key]
        if not words and all(is_currency_word(word.text) for word in cell.words):
            found.append(_segment(cell.words, ()))  # "£" alone over the amounts
        unknown: list[Word] = []
        for part, meanings in _phrases(words, blank, knowledge, loose=loose):
            aside = _in_brackets(part) and _qualifies(part, found, unknown, words[0], blank)
            if not meanings and not aside and not _qualifies(part, found, unknown, words[0], blank):
                if unknown and part[0].x0 - unknown[-1].x1 > blank:
                    found.append(_segment(unknown, ()))
                    unknown = []
                unknown.extend(part)
                continue
            if unknown:
                found.append(_segment(unknown, ()))
                unknown = []
            own = bool(meanings) and not aside
            found.append(_segment(part, meanings) if own else _qualified(found.pop(), part))
        if unknown:
            found.append(_segment(unknown, ()))
        found[begun:] = _with_bases(found[begun:], knowledge, blank)
        links = [word.x0 for before, word in pairwise(cell.words) if before.text.strip()[-1:] in _LINKS]
        if links:
            found[begun:] = [replace(segment, linked=segment.x0 in links) for segment in found[begun:]]
    return tuple(found)


def _with_bases(segments: Sequence[Segment], knowledge: Knowledge, blank: float) -> list[Segment]:
    """Return the phrases of a cell, those of prices with what they are for: "Preis per 1.000", "Price per 100"."""
    result: list[Segment] = []
    rest = list(segments)
    while rest:
        segment = rest.pop(0)
        base = _base_behind(segment, rest, knowledge, blank)
        words = [word for part in rest[:base] for word in part.words]
        del rest[:base]
        result.append(replace(_qualified(segment, words), meanings=("price",)) if words else segment)
    return result


def _base_behind(segment: Segment, rest: Sequence[Segment], knowledge: Knowledge, blank: float) -> int:
    """Return how many of the next phrases say what the prices under a phrase are for: a number, or a unit."""
    named = {"price", "list_price"} & set(segment.meanings) or (
        "price_per" in segment.meanings and len(segment.words) > 1  # "Preis je"; "per 1000" heads no prices
    )
    for count in range(min(len(rest), _LONGEST_BASE), 0, -1) if named else ():
        parts = (segment, *rest[:count])
        text = " ".join(word.text for part in parts[1:] for word in part.words)
        close = all(right.x0 - left.x1 <= blank for left, right in pairwise(parts))
        based = any(map(str.isdigit, text)) and knowledge.units.price_basis(text) is not None
        if close and (based or _names_unit(rest[:count], knowledge)):
            return count
    return 0


def _names_unit(segments: Sequence[Segment], knowledge: Knowledge) -> bool:
    """Tell whether phrases say for which unit a price is: "per kg"."""
    first, *unit = [word.text for segment in segments for word in segment.words]
    return squeeze(first) in page_words("column_headings", "per") and knowledge.units.is_unit(" ".join(unit))


def _phrases(
    words: Sequence[Word], blank: float, knowledge: Knowledge, *, loose: bool
) -> list[tuple[list[Word], tuple[str, ...]]]:
    """Part the words of a cell so that the fewest stay unknown, gaps fall between phrases, and phrases are long."""
    count = len(words)
    keys = [_key(word.text, knowledge) for word in words]
    if spaced := _spaced("".join(keys), count, knowledge):
        return [(list(words), spaced)]
    # A text layer misreads nothing: there only the end of a whole cell may differ, as in a plural.
    printed = all(word.confidence >= _PRINTED for word in words)
    loosely = loose and not printed
    known = [
        _known(keys[start : start + knowledge.columns.longest], knowledge, loose=loosely) for start in range(count)
    ]
    if loose and printed and not any(known):
        known[:1] = [_inflected("".join(keys), count, knowledge)]
    if not any(known):
        return [([word], ()) for word in words]
    best: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, ())] * (count + 1)
    for start in range(count - 1, -1, -1):
        options: list[tuple[float, int, tuple[str, ...]]] = [(_UNKNOWN_WORD + _PHRASE + best[start + 1][0], 1, ())]
        for length, meanings in known[start]:
            end = start + length
            price = _PHRASE + best[end][0] + _ACROSS * sum(b.x0 - a.x1 > blank for a, b in pairwise(words[start:end]))
            if end < count and words[end].x0 - words[end - 1].x1 <= blank:
                price += _TORN
            options.append((price, length, meanings))
        best[start] = min(options, key=lambda option: (option[0], -option[1]))
    parts = []
    start = 0
    while start < count:
        _, length, meanings = best[start]
        parts.append((list(words[start : start + length]), meanings))
        start += length
    return parts


def _key(text: str, knowledge: Knowledge) -> str:
    """Return what is compared of a word; the currency behind a stroke ("Wert/EUR") says nothing of what it heads."""
    head, _, currency = text.rpartition("/")
    bare = bool(head) and is_currency_word(currency) and not knowledge.columns.meanings(squeeze(text))
    return squeeze(head if bare else text)


def _spaced(whole: str, count: int, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what a heading in spaced letters means: "B e s c h r e i b u n g"; nothing where its words are words."""
    if count < _FEWEST_LETTERS or len(whole) > _LETTERS_A_WORD * count:
        return ()
    return knowledge.columns.meanings(whole)


def _inflected(whole: str, count: int, knowledge: Knowledge) -> list[tuple[int, tuple[str, ...]]]:
    """Return what a heading means but for a letter at its end."""
    ends = (whole[:-1], f"{whole}s") if len(whole) > _LONG_WORD else ()
    return [(count, meanings) for end in ends if (meanings := knowledge.columns.meanings(end))][:1]


def _known(keys: Sequence[str], knowledge: Knowledge, *, loose: bool) -> list[tuple[int, tuple[str, ...]]]:
    """Return every known phrase that begins here, by its length; a misread one only where none is known as it is."""
    book = knowledge.columns
    found = [(length, meanings) for length, _, meanings in book.beginning(keys)]
    if found or not loose:
        return found
    return [
        (length, meanings)
        for length in range(1, len(keys) + 1)
        if (meanings := book.loosely("".join(keys[:length]))) and not any(map(book.meanings, keys[1:length]))
    ]


def _qualifies(
    part: Sequence[Word], found: Sequence[Segment], unknown: Sequence[Word], first: Word, blank: float
) -> bool:
    """Tell whether words only say more about the heading before them: "Price (EUR)", "Amount excl.", "Disc %"."""
    if unknown or not found or part[0] is first or not found[-1].meanings:
        return False
    gap = part[0].x0 - found[-1].x1
    text = part[0].text
    if (
        text[:1] in "(["
        or text == "%"
        or is_currency_word(text)
        or squeeze(text) in page_words("column_headings", "qualifiers")
    ):
        return gap <= max(blank, part[0].bottom - part[0].top)
    # Another heading would begin with a capital.
    return gap <= blank and text[0].islower() and squeeze(text).isalpha()


def _in_brackets(part: Sequence[Word]) -> bool:
    """Tell whether a phrase is one word in brackets: "(t)" behind "Weight" is its unit and no tax."""
    return len(part) == 1 and part[0].text[:1] == "(" and part[0].text[-1:] == ")"


def _qualified(segment: Segment, part: Sequence[Word]) -> Segment:
    return replace(segment, words=(*segment.words, *part), x1=max(segment.x1, *(w.x1 for w in part)))


def _segment(words: Sequence[Word], meanings: tuple[str, ...]) -> Segment:
    key = squeeze("".join(word.text for word in words))
    return Segment(tuple(words), key, meanings, min(w.x0 for w in words), max(w.x1 for w in words))
