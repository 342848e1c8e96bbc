"""A figure on the page: the words that make up one number, with what is glued to it or stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.domain.provenance import Box, Method
from app.extraction.values.currencies import OFTEN, SELDOM, SIGNS
from app.extraction.values.numerals import (
    DecimalMark,
    Numeral,
    changes_number,
    is_changed,
    is_numeric,
    number_body,
    read_doubtful_number,
    read_misread_marks,
    read_number,
    split_glued,
)
from app.extraction.values.rows import box_of, join_words
from app.extraction.values.words import Word

_CURRENCY_NAMES_TEXT = (
    "$ us$ c$ a$ s$ nz$ hk$ r$ kr kr. fr. sfr sfr. rs rs. us can cdn cdn$ can$ euro euros zł kč rp rp. ksh s/"
)
_CURRENCY_WORDS = frozenset({*_CURRENCY_NAMES_TEXT.split(), *SIGNS, *map(str.casefold, OFTEN)})
# A lone stroke in a column of figures is a one.
_ONE = frozenset({"l", "I", "i", "!", "|"})
_SIGN_WORDS = frozenset({"-", "−", "–", "(", "+"})
_BASIS = re.compile(r"(?:/|per|je|pro|par|les|por|ogni) ?(?:100|1[., ]?000)", re.IGNORECASE)
_STROKES = frozenset({"-", "−"})
_CREDIT_WORDS = frozenset({"cr", "cr.", "c/r"})
_GROUP_HEAD = re.compile(r"-?[$€£]?[0-9]{1,3}", re.ASCII)
_GROUP_REST = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,4})?[€$£]?-?", re.ASCII)
# Behind its decimal mark, or the mark before its last thousands, a scan parts a number set in letters of one width.
_MARKED_HEAD = re.compile(r"-?[$€£]?[0-9]{1,3}(?:[.,'’][0-9]{3})*[.,]", re.ASCII)
_MARKED_REST = re.compile(r"[0-9]{2}(?:[0-9]{2})?[€$£]?-?|[0-9]{3}[.,][0-9]{2}[€$£]?-?", re.ASCII)
# Blanks inside a number are narrow: at most this share of the height of the digits.
_NARROW = 0.45
_WITH_CENTS = 5  # characters of "234,5": what is longer has cents, or the further decimals of a price
# Where both parts stand in one cell, and look like thousands and the rest, the blank may be as wide as type is.
_IN_CELL = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its place.

    Attributes:
        value: The number.
        raw: The characters as printed.
        box: Where it stands.
        method: Text layer or OCR.
        confidence: The lowest of its words, 0 to 100.
        rest: What is printed with it and is no part of the number ("EA", "/100", "%").
        ambiguous: The document's decimal mark decided between two readings.
        suspect: Letters were read as digits, or the token contradicts the document's mark.
        crowded: Another number stands in the same cell; which of them is meant nobody knows.
        first: What the first reading saw where the second's counts; None where there was one reading or both agree.
        chosen: Arithmetic chose between the two readings.
        agreed: Two readers saw the same.
        uncovered: A stamp was taken off one of its words before it was read.
        rest_box: Where what is printed with it stands, if it stands in words of its own.
    """

    value: Decimal
    raw: str
    box: Box
    method: Method
    confidence: int
    rest: str = ""
    ambiguous: bool = False
    suspect: bool = False
    crowded: bool = False
    first: str | None = None
    chosen: bool = False
    agreed: bool = False
    uncovered: bool = False
    rest_box: Box | None = None

    @property
    def may_be_proven(self) -> bool:
        """Tell whether sums may prove it: they cannot what they chose themselves, nor what was read below a stamp."""
        return not (self.chosen or self.uncovered)


def is_mostly_digits(word: Word) -> bool:
    """Tell whether at least half of a word are digits, whether or not it can be read as a figure."""
    return sum(map(str.isdigit, word.text)) * 2 >= len(word.text)


@lru_cache(maxsize=16384)
def is_currency_word(text: str) -> bool:
    """Tell whether a word only names a currency."""
    bare = text.strip("()")
    return bare in SELDOM or bare.casefold() in _CURRENCY_WORDS


@lru_cache(maxsize=16384)
def looks_like_figure(text: str) -> bool:
    """Tell whether a word is a number, or a number with something glued to it."""
    return is_numeric(text) or split_glued(text) is not None


@lru_cache(maxsize=8192)
def may_be_figure(text: str) -> bool:
    """Tell whether a word is a number with letters taken for digits, or marks for others ("I0.44", "l", "1.204.50")."""
    return text in _ONE or read_doubtful_number(text) is not None or read_misread_marks(text) is not None


def read_figure(words: Sequence[Word], mark: DecimalMark, *, last: bool = False) -> Figure | None:
    """Read the number in a cell: the first one, or the last; None where there is none.

    A blank between thousands, a sign or bracket set apart, "CR" behind, and glued or separate units are understood.
    """
    core = [word for word in words if not is_currency_word(word.text)]
    order = range(len(core) - 1, -1, -1) if last else range(len(core))
    for index in order:
        found = _numeral(core[index], mark)
        if found is None:
            continue
        if changed_beside(core, core[index]):
            return None
        return _complete(core, index, found, mark)
    return None


def changed_beside(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a sign at a number or beside it makes another one of it; without it, it would be read wrongly.

    On a scan such signs at its ends are dirt, as a rule.
    """
    if word.method is not Method.OCR and is_changed(word.text):
        return True
    if len(words) == 1:
        return False
    place = words.index(word)
    before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    return any(changes_number(word.text, other.text, behind=False) for other in before) or any(
        changes_number(word.text, other.text, behind=True) for other in after
    )


def _numeral(word: Word, mark: DecimalMark) -> tuple[Numeral, str] | None:
    plain = read_number(word.text, mark)
    if plain is not None:
        return plain, ""
    glued = split_glued(word.text)
    if glued is not None:
        number = read_number(glued[0], mark)
        if number is not None:
            return number, glued[1]
    if word.text in _ONE:
        return Numeral(Decimal(1), repaired_from=word.text), ""
    scanned = word.method is Method.OCR
    doubtful = read_doubtful_number(word.text, mark) or (read_misread_marks(word.text) if scanned else None)
    return (doubtful, "") if doubtful is not None else None


def _complete(core: Sequence[Word], index: int, found: tuple[Numeral, str], mark: DecimalMark) -> Figure:
    numeral, rest = found
    if len(core) == 1:
        return _alone(core[0], numeral, rest)
    used = [core[index]]
    start, end = _group_span(core, index)
    if end > start:
        joined = read_number("".join(word.text for word in core[start : end + 1]), mark)
        if joined is not None:
            numeral, rest, used = joined, "", list(core[start : end + 1])
    before = core[start - 1] if start > 0 else None
    after = core[end + 1] if end + 1 < len(core) else None
    if after is not None and after.text in _STROKES and end + 2 < len(core):
        after = None  # "12 - EA": the stroke parts the number from its unit
    value = numeral.value
    if before is not None and before.text in _SIGN_WORDS:
        used.insert(0, before)
        value = -abs(value) if before.text != "+" else value
    if after is not None and (after.text.casefold() in _CREDIT_WORDS or after.text in _STROKES):
        used.append(after)
        value = -abs(value)
    others = [word for word in core if word not in used and word.text not in {")", *_STROKES}]
    rest_text = " ".join([rest, *(word.text for word in others)]).strip()
    return Figure(
        value=value,
        raw=join_words(used) if not rest else used[0].text,
        box=box_of(used),
        method=used[0].method,
        confidence=min(0 if word.doubted else word.confidence for word in used),
        rest=rest_text,
        ambiguous=numeral.ambiguous,
        suspect=numeral.repaired_from is not None or numeral.off_style,
        # "96,40 / 100", "31.40 per 1000" is a price and what it is per.
        crowded=any(looks_like_figure(word.text) for word in others) and not _BASIS.fullmatch(rest_text),
        first=first_reading(used),
        chosen=any(word.chosen for word in used),
        agreed=all(word.agreed for word in used),
        uncovered=any(word.uncovered for word in used),
        rest_box=box_of(others) if others and not rest else None,
    )


def _alone(word: Word, numeral: Numeral, rest: str) -> Figure:
    """Return the figure of a word that has its cell for itself, as most do."""
    return Figure(
        value=numeral.value,
        raw=word.text,
        box=word.box,
        method=word.method,
        confidence=0 if word.doubted else word.confidence,
        rest=rest.strip(),
        ambiguous=numeral.ambiguous,
        suspect=numeral.repaired_from is not None or numeral.off_style,
        first=first_reading((word,)),
        chosen=word.chosen,
        agreed=word.agreed,
        uncovered=word.uncovered,
    )


def first_reading(words: Sequence[Word]) -> str | None:
    """Return what the first reader saw of these words; None where its reading stands."""
    if all(word.first is None for word in words):
        return None
    return " ".join(word.text if word.first is None else word.first for word in words).strip()


def _group_span(core: Sequence[Word], index: int) -> tuple[int, int]:
    """Return the first and last word of a number whose thousands are parted by narrow blanks (``1 234,56``)."""
    start = end = index
    while start > 0 and _joins(core[start - 1], core[start]):
        start -= 1
    while end + 1 < len(core) and _joins(core[end], core[end + 1]):
        end += 1
    head = core[start].text
    return (start, end) if _GROUP_HEAD.fullmatch(head) or _MARKED_HEAD.fullmatch(head) else (index, index)


def _joins(left: Word, right: Word) -> bool:
    height = max(right.bottom - right.top, 1.0)
    if left.method is Method.OCR and _MARKED_HEAD.fullmatch(left.text):
        return right.x0 - left.x1 <= _IN_CELL * height and bool(_MARKED_REST.fullmatch(right.text))
    widest = _IN_CELL if right.text[3:4] in {",", "."} and len(right.text) > _WITH_CENTS else _NARROW
    if right.x0 - left.x1 > widest * height or not _GROUP_REST.fullmatch(right.text):
        return False
    return (
        bool(_GROUP_HEAD.fullmatch(left.text) or _GROUP_REST.fullmatch(left.text))
        and number_body(left.text) is not None
    )
