"""What only the sender prints below its own name: its telephone, its tax id, its bank.

So two names side by side, neither with a label, are told apart: the buyer's has an address below it and no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.values.page_words import begins
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line

_ROWS = 12  # of such a block
_KINDS = 2  # without a bank, this many of them; a buyer may have its tax id there
_ASIDE = 8.0  # heights from one name to the other, at least
_MARKS = ("phone", "tax_id", "bank")


def marked_own(text: str) -> bool:
    """Tell whether a line begins with what a sender prints below its name and a buyer's address has not."""
    return any(begins("own_marks", kind).match(fold_line(text)) for kind in _MARKS if kind != "tax_id")


def reached_below(rows: Sequence[Row], index: int, name: Cell) -> bool:
    """Tell whether a name with another text beside it is the sender's, by what stands in its block."""
    row = rows[index]
    if not any(abs(other.x0 - name.x0) > _ASIDE * row.height for other in row.cells):
        return False
    kinds: set[str] = set()
    for lower in rows[index + 1 : index + _ROWS]:
        if lower.page != row.page:
            break
        texts = [other.text for other in lower.cells if abs(other.x0 - name.x0) < row.height]
        kinds |= {kind for text in texts for kind in _MARKS if begins("own_marks", kind).match(fold_line(text))}
    return "bank" in kinds or len(kinds) >= _KINDS
