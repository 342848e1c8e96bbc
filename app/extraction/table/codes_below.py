"""Item codes that begin a row below the name of what was bought: "Hex bolt" above "0214 6325 - pack of 500"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.extraction.table.codes import is_code, is_leading_code, rows_of
from app.extraction.table.draft import LineDraft
from app.extraction.values.rows import join_words
from app.extraction.values.words import Word

_DASHES = frozenset({"-", "–", "—", "|", "·", ":"})
_MOST = 0.6  # of the lines
_FEWEST = 2  # lines, where the heading does not name a code
_INDENT, _COLUMN, _NAME = 2.0, 1.8, 3  # heights of a word, the same, letters
_NAMED_CODE = 2  # words at most: "SKU AP-90230"
_GROUPS, _DIGITS = 4, 6  # groups of digits in a code at most, digits in all of them at least


def take_codes_below(drafts: Sequence[LineDraft], *, promised: bool) -> None:
    """Take the codes that lead a row below the name in most lines, set off by a dash or alone in their row (S2.159).

    ``promised`` tells that the heading names a code as well ("Item / Item no."): then a code may be groups of digits.
    """
    found = [(draft, _below(draft, promised=promised)) for draft in drafts]
    coded = sum(bool(draft.item_code or words) for draft, words in found)
    if len(drafts) < (1 if promised else _FEWEST) or coded < _MOST * len(drafts):
        return
    for draft, words in found:
        if not words or draft.item_code or draft.buyer_code:
            continue
        at = draft.description.index(words[0])
        behind = draft.description[at + len(words) :]
        draft.item_code = words
        draft.description = draft.description[:at] + (behind[1:] if behind and behind[0].text in _DASHES else behind)


def take_names_below(drafts: Sequence[LineDraft]) -> None:
    """Take the text right below a code for the line's, where no line has one of its own ("Part number/Description")."""
    if any(draft.description for draft in drafts):
        return
    for draft in drafts:
        row = draft.texts[1] if len(draft.texts) > 1 and draft.item_code else ()
        if not row or abs(row[0].x0 - draft.item_code[0].x0) > _INDENT * (row[0].bottom - row[0].top):
            continue
        name = _to_gap(row)
        if not any(len(word.text) >= _NAME and word.text[:1].isalpha() for word in name):
            continue
        draft.description = name
        told = {join_words(name), *(join_words(below) for below in draft.texts[1:] if len(below) > _NAMED_CODE)}
        draft.other_codes = [code for code in draft.other_codes if code not in told]


def _to_gap(row: Sequence[Word]) -> list[Word]:
    """Return the words of a row up to the first gap as wide as between columns."""
    wide = _COLUMN * (row[0].bottom - row[0].top)
    end = next((at for at, (a, b) in enumerate(pairwise(row), 1) if b.x0 - a.x1 > wide), len(row))
    return list(row[:end])


def _below(draft: LineDraft, *, promised: bool) -> list[Word]:
    """Return the words of a code that begins a row of a text, its first row apart; nothing where there is none."""
    for row in rows_of(draft.description)[1:]:
        end = next((at for at, word in enumerate(row) if word.text in _DASHES), len(row))
        words = row[:end]
        if len(words) == 1 and is_leading_code(words[0].text):
            return words
        if promised and _promised(words):
            return words
    return []


def _promised(words: Sequence[Word]) -> bool:
    """Tell whether words are one code: a single one, or groups of digits that are long together ("0214 6325")."""
    texts = [word.text for word in words]
    if len(texts) == 1:
        return is_code(texts[0])
    digits = sum(map(len, texts))
    return 1 < len(texts) <= _GROUPS and digits >= _DIGITS and all(text.isascii() and text.isdigit() for text in texts)
