"""What the labels of sums mean: those known as a whole, and those that begin or end with known words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import read_percent
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_SHORTEST_LABEL = 2  # characters; what is no longer says nothing where other words stand beside it
_FEWEST_LABELS = 2
_LONGEST_LABEL = 9  # words
_HARDLY = 60  # confidence
_GLUED_RATE = re.compile(r"(?<=[^\W\d])\d{1,2}(?:[.,]\d{1,2})?%$")  # "Btw21%"
# Sums in one language; behind other words they are sold in another: "oil change", "final report".
_ALSO_GOODS = frozenset({"report", "transport", "change"})
# What is no part of a label: rates and marks.
RATE_OR_MARK = re.compile(r"[\d.,]+%?|%|@|\([-+−]\)|\(|\)|:|\.+|=|-+|_+")


def may_label(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Tell whether a label of the totals may begin among these words; on a scan any may be misread."""
    if any(word.confidence < 100 for word in words):
        return True
    kept = [(word, _key_in_label(word.text) or "") for word in words]
    return knowledge.totals.any_begins([key for _, key in _without_named_rates(kept, words)])


def label_meanings(words: Sequence[Word], knowledge: Knowledge) -> tuple[tuple[str, ...], bool]:
    """Return what a label of the totals means, and whether all of its words say so."""
    kept = [(w, key) for w in words if (key := _key_in_label(w.text)) is not None]
    kept = _without_named_rates(kept, words)
    kept = [(w, key) for w, key in kept if not _is_speck(w, key)] or kept
    if not kept or len(kept) > _LONGEST_LABEL:
        return (), False
    book = knowledge.totals
    scan = any(w.confidence < 100 for w, _ in kept)
    keys = [key for _, key in kept]
    if not scan and not book.any_begins(keys):
        return (), False  # as most words
    whole = "".join(keys)
    found = book.meanings(whole) or (book.loosely(whole) if scan else ())
    if not found and scan and "tax" in (alike := book.like_short(whole)):
        found = alike  # "LV.A. 21 %"
    if found:
        return found, True
    if any("/" in w.text for w in words) and (found := _in_two_languages(words, knowledge)):
        return found, True
    bare = knowledge.without_way(keys)
    if len(bare) < len(keys):  # "Freight inc GST" is what "Freight" is
        found = book.meanings("".join(bare))
        return found, bool(found)
    if knowledge.charges.meanings(whole):
        return (), False  # "Frais de transport" carries nothing forward
    # "TOTAL AMOUNT DUE ON August 3", "State tax on 1,200.00", "Your total": the known words lead or close.
    _, key, found = book.leading(keys[:-1])
    if found and len(key) > _SHORTEST_LABEL:
        return found, False
    closing = whole
    for key in keys[:-1]:
        closing = closing[len(key) :]
        found = book.meanings(closing)
        if found and len(closing) > _SHORTEST_LABEL and closing not in _ALSO_GOODS:
            return found, False
    return (), False


def _without_named_rates(kept: list[tuple[Word, str]], words: Sequence[Word]) -> list[tuple[Word, str]]:
    """Return the words of a label with their keys, without the rate in a tax's name: "CGST9 (9%)" is what "CGST" is."""
    rates = [rate for w in words if (rate := read_percent(w.text.strip("()[]:"))) is not None]
    named = {f"{rate.normalize():f}".replace(".", "") for rate in rates if rate}
    return [(w, next((key[: -len(r)] for r in named if key.endswith(r) and key != r), key)) for w, key in kept]


def _is_speck(word: Word, key: str) -> bool:
    """Tell whether a word of a label is a single sign that was hardly read: dirt of a scan, as a rule."""
    return len(key) <= 1 and word.confidence < _HARDLY


def _in_two_languages(words: Sequence[Word], knowledge: Knowledge) -> tuple[str, ...]:
    """Return what the parts of a label around its strokes all mean: "Te betalen / À payer"."""
    kept = (w.text for w in words if "/" in w.text or _key_in_label(w.text) is not None)
    parts = " ".join(kept).split("/")
    if len(parts) < _FEWEST_LABELS:
        return ()
    first, *others = (knowledge.totals.meanings(squeeze(part)) for part in parts)
    return tuple(meaning for meaning in first if all(meaning in other for other in others))


@lru_cache(maxsize=16384)
def _key_in_label(text: str) -> str | None:
    """Return what a word adds to a label; None for rates, currencies and marks, which are no part of it."""
    if RATE_OR_MARK.fullmatch(text) or is_currency_word(text.strip(":.")):
        return None
    if not squeeze(text) or read_percent(text.rstrip(":")) is not None:
        return None
    return squeeze(_GLUED_RATE.sub("", text).strip("()")).strip("%#")
