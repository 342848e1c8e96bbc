"""Numbers whose thousands are parted by blanks (``12 500,00``): the words of one number made one word.

A text layer gives such a number as two words or three, which columns set close would share among themselves. Blanks
count as part of numbers only on a page whose amounts show that habit, and only where they are as narrow as its others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from statistics import median

from app.extraction.values.words import Word

_HEAD = re.compile(r"[-−+($€£]{0,3}[0-9]{1,3}", re.ASCII)
_MIDDLE = re.compile(r"[0-9]{3}", re.ASCII)
_TAIL = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,4})?(?:[-−)€$£/*]|[^\W\d_])*\S{0,8}")
_AMOUNT = re.compile(r"[0-9]{3}[.,][0-9]{2}(?:[-−)€$£]|[A-Z]{3})*")
_OTHERWISE = re.compile(r"[0-9]{1,3}([.,'’])[0-9]{3}(?:[.,'’][0-9]{3})*(?:[.,][0-9]{1,4})?\D*")
_FEWEST = 1
_RAND, _CENTS = frozenset({"R", "-R", "(R"}), re.compile(r"[0-9][0-9., ]*[.,][0-9]{2}\)?", re.ASCII)
_HABIT, _AT_SUM = 3, 0.8  # signs on a page; heights from one to its sum
# How much wider than the page's usual blank one inside a number may be; what a blank is where a page shows none.
_SLACK = 1.35
_USUAL = 0.3
_WIDEST = 0.75


def grouped(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page with those of one number joined, where the page writes numbers so."""
    texts = {word.text for word in words}
    heads = any(map(_HEAD.fullmatch, texts))
    tails = [text for text in texts if _AMOUNT.fullmatch(text)] if heads else []
    if not tails or _groups_otherwise(texts, {text[3] for text in tails}):
        return list(words)
    lines = _lines(words)
    blank = _blank(lines)
    joined = sum(
        bool(_HEAD.fullmatch(a.text) and _AMOUNT.fullmatch(b.text)) and _gap(a, b) <= blank * _height(b)
        for line in lines
        for a, b in pairwise(line)
    )
    return [word for line in lines for word in _joined(line, blank)] if joined >= _FEWEST else list(words)


def with_rands(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page with South Africa's sign joined to its sums, where all of it stands so: "R 1,289.90".

    By itself an R is a mark of tax, or of something returned.
    """
    if sum(word.text in _RAND for word in words) < _HABIT:
        return list(words)
    lines = _lines(words)
    before = [_gap(a, b) < _AT_SUM * _height(a) for line in lines for a, b in pairwise(line) if _is_rand(a, b)]
    signs = sum(word.text in _RAND for word in words)
    if len(before) < signs or not all(before):
        return list(words)
    result: list[Word] = []
    for line in lines:
        for word in line:
            if result and _is_rand(result[-1], word) and result[-1] in line:
                result[-1] = _one((result[-1], word))
            else:
                result.append(word)
    return result


def _is_rand(sign: Word, amount: Word | None) -> bool:
    return amount is not None and sign.text in _RAND and _CENTS.fullmatch(amount.text) is not None


def _groups_otherwise(texts: Iterable[str], decimal: Set[str]) -> bool:
    """Tell whether thousands are parted by a mark; by the one before the cents they are not: "0,412" is a price."""
    found = (_OTHERWISE.fullmatch(text) for text in texts)
    return any(match is not None and match[1] not in decimal for match in found)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words by line, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.x0)):
        line = lines[-1] if lines else None
        if line is not None and abs(line[0].top + line[0].bottom - word.top - word.bottom) < 0.5 * _height(word):
            line.append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda w: w.x0)
    return lines


def _blank(lines: Sequence[Sequence[Word]]) -> float:
    """Return how wide a blank is at most, as a share of the height of its words."""
    gaps = [
        _gap(a, b) / _height(b)
        for line in lines
        for a, b in pairwise(line)
        if a.text[-1:].isalpha() and b.text[:1].isalpha() and 0 < _gap(a, b) < _WIDEST * _height(b)
    ]
    return _SLACK * (median(gaps) if gaps else _USUAL)


def _joined(line: Sequence[Word], blank: float) -> list[Word]:
    result: list[Word] = []
    start = 0
    while start < len(line):
        end = _end(line, start, blank)
        result.append(_one(line[start:end]) if end - start > 1 else line[start])
        start = end
    return result


def _end(line: Sequence[Word], start: int, blank: float) -> int:
    """Return where the number that begins here ends; the next word where it is no number in groups."""
    if not _HEAD.fullmatch(line[start].text):
        return start + 1
    end = start + 1
    while end < len(line) and _gap(line[end - 1], line[end]) <= blank * _height(line[end]):
        if not _TAIL.fullmatch(line[end].text):
            break
        end += 1
        if not _MIDDLE.fullmatch(line[end - 1].text):
            break
    return end


def _one(words: Sequence[Word]) -> Word:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Word(" ".join(word.text for word in words), box, words[0].method, min(word.confidence for word in words))


def _gap(left: Word, right: Word) -> float:
    return right.x0 - left.x1


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 1.0)
