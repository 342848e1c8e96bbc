"""Item codes that begin a row below the name of what was bought: "Hex bolt" above "0214 6325 - pack of 500"."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.table.codes import is_code, is_leading_code, rows_of
from app.extraction.table.draft import LineDraft
from app.extraction.values.words import Word

_DASHES = frozenset({"-", "–", "—", "|", "·", ":"})
_MOST = 0.6  # of the lines
_FEWEST = 2  # lines, where the heading does not name a code
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
