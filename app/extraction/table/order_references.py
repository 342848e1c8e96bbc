"""Which of the buyer's orders a row of a line's text names, where it says little else: "PO: PO-10482"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from app.extraction.values.knowledge import Knowledge
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

# What a label of an order may stand before, and what is the number of one without any label ("PO771204").
ORDER = re.compile(r"(?:[A-Z]{1,5}[-/#.]?)?[0-9][A-Z0-9\-/.]{2,}", re.ASCII | re.IGNORECASE)
ORDERED = re.compile(r"P\.?O\.?[-#]?[0-9]{3,}", re.ASCII | re.IGNORECASE)
_DASHES = frozenset({"-", "–", "—", "|", "/", "·"})
_LEADING_REFERENCE, _LONGEST_REFERENCE = 2, 5  # words before a dash: "PO 771204", "Your order no. 771204"
_LONGEST_SECTION, _LABEL_AND_NUMBER = 14, 2  # words
_PAPERS = frozenset({"other_number", "order", "start"})


def order_reference(words: Sequence[Word], knowledge: Knowledge) -> list[Word]:
    """Return the order number of a row that says nothing but the buyer's order ("PO: PO-10482"); else nothing."""
    kept = [word for word in words if squeeze(word.text)]
    if behind := _order_behind(kept, knowledge):
        return behind
    led = _before_dash(words)
    if len(led) < len(kept) and _LEADING_REFERENCE <= len(led) <= _LONGEST_REFERENCE:
        kept = led  # "PO 771204 - Packing slip 33918 - shipped 03/03/2026"
    if not 1 <= len(kept) <= 6:
        return []
    for length in range(min(4, len(kept) - 1), 0, -1):
        key = squeeze("".join(w.text for w in kept[:length]))
        labelled = "po_number" in knowledge.labels.meanings(key) and "item_code" not in knowledge.columns.meanings(key)
        if labelled or "po" in knowledge.notes.meanings(key):
            value = kept[length]
            if ORDER.fullmatch(value.text.strip(":,.")) and len(kept) <= length + 3:
                return [value]
    only = kept[0].text
    return [kept[0]] if len(kept) == 1 and ORDERED.fullmatch(only) else []


def _order_behind(words: Sequence[Word], knowledge: Knowledge) -> list[Word]:
    """Return the buyer's order in a row that begins with another paper's number and names it behind that.

    So begins a delivery: "Order: 7718820   Your PO: AC-1001   Shipped: 02/10/2026".
    """
    if len(words) > _LONGEST_SECTION or not _names_paper(words, knowledge):
        return []
    for start in range(_LABEL_AND_NUMBER, len(words) - 1):
        for length in range(min(3, len(words) - start - 1), 0, -1):
            label = words[start : start + length]
            meant = "po_number" in knowledge.labels.meanings(squeeze("".join(w.text for w in label)))
            value = words[start + length]
            if meant and (length > 1 or label[-1].text[-1:] in ":#.") and ORDER.fullmatch(value.text.strip(":,.")):
                return [value]
    return []


def _names_paper(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Tell whether a row begins with the label of a number that is no order of the buyer's, and with that number."""
    for length in range(min(3, len(words) - 1), 0, -1):
        key = squeeze("".join(word.text for word in words[:length]))
        meanings = {*knowledge.labels.meanings(key), *knowledge.notes.meanings(key)}
        if meanings & _PAPERS and "po_number" not in meanings:
            return any(map(str.isdigit, words[length].text))
    return False


def _before_dash(words: Sequence[Word]) -> list[Word]:
    """Return the words before the first dash or stroke that stands by itself."""
    return list(takewhile(lambda word: word.text not in _DASHES, words))
