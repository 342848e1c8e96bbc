"""What only the sender prints below its own name: its telephone, its tax id, its bank.

So two names side by side, neither with a label, are told apart: the buyer's has an address below it and no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.extraction.values.rows import Cell, Row

_ROWS = 12  # of such a block
_KINDS = 2  # without a bank, this many of them; a buyer may have its tax id there
_ASIDE = 8.0  # heights from one name to the other, at least
_PHONE = re.compile(r"(?:tele?f|telephone|phone|tél|tel\b|n° tél)", re.IGNORECASE)
_TAX_ID = re.compile(
    r"(?:vat|ust|uid|mwst|tva|btw|p\. ?iva|partita iva|n\.?i\.?f|c\.?i\.?f|siret|n° identif|tax (?:id|reg)|abn)\b",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"(?:iban|swift|bic|bank|banque|banca|banco|giro|konto|kto|n° compte|account no)\b|bankkonto", re.IGNORECASE
)


def reached_below(rows: Sequence[Row], index: int, name: Cell) -> bool:
    """Tell whether a name with another text beside it is the sender's, by what stands in its block."""
    row = rows[index]
    if not any(abs(other.x0 - name.x0) > _ASIDE * row.height for other in row.cells):
        return False
    kinds: set[re.Pattern[str]] = set()
    for lower in rows[index + 1 : index + _ROWS]:
        if lower.page != row.page:
            break
        texts = [other.text for other in lower.cells if abs(other.x0 - name.x0) < row.height]
        kinds |= {kind for text in texts for kind in (_PHONE, _TAX_ID, _BANK) if kind.match(text)}
    return _BANK in kinds or len(kinds) >= _KINDS
