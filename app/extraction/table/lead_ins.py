"""What stands last in the text of a line and only leads to something that is no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.table.draft import LineDraft
from app.extraction.values.words import Word

_LEADS_ON = (":", "=")


def drop_lead_ins(drafts: Sequence[LineDraft]) -> None:
    """Take from the end of each text the rows that lead to nothing more of it ("Further properties:").

    What they lead to may stand beside it, in a column that is none of texts ("Insurance tax of 19% included =   9.50").
    """
    for draft in drafts:
        for row in reversed(draft.texts[1:]):
            last = _described(draft.description, row)
            if not 0 < last < len(draft.description) or not _leads_on(draft.description[-last:]):
                break
            del draft.description[-last:]


def _leads_on(words: Sequence[Word]) -> bool:
    """Tell whether words begin anew and end with a sign that something follows; "(hour):" goes on with the text."""
    return words[0].text[:1].isupper() and words[-1].text.endswith(_LEADS_ON)


def _described(description: Sequence[Word], row: Sequence[Word]) -> int:
    """Return how many of the last words of a text are words of a row."""
    in_row = {id(word) for word in row}
    return next((count for count, word in enumerate(reversed(description)) if id(word) not in in_row), len(description))
