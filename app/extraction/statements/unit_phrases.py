"""How a page makes another unit of one that its lines are billed in: "1 PR = 12 pieces", "PR means a pack of 10 pairs".

Only of units whose count is no matter of agreement (a piece, a pair, a dozen, a gross); what a case holds is compared
with the item's conversion, and is fine. English, German, French, Spanish, Italian, Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from app.domain.invoice import Invoice
from app.domain.measure import FIXED_COUNTS
from app.domain.provenance import Extracted
from app.extraction.statements.kinds import Said
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_NAMED = ("PR", "DZ")  # of these a page may speak in full, and count others in them
_IS = (
    r"(?: ?= ?| (?:equals|means|is|are|stands for|contains?|holds|bedeutet|entspricht|enthalt|ist|heisst|signifie|vaut"
    r"|correspond a|contient|equivale a|significa|contiene|corrisponde a|betekent|bevat|is gelijk aan) )"
)
_ONE = r"(?:(?:1|one|ein|eine|une?|una|uno|een|per|je|pro|par|por|prices? for|preis fur|of|zu|a|de|da|van|mit) )*"
_PACK = (
    r"(?:(?:pack|packet|package|packung|packungen|pkg|pk|paket|bundle|bund|box|bag|lot|set|paquet|boite|paquete|caja"
    r"|pacco|confezione|scatola|pak|doos|verpakking|gebinde|vpe)(?:s)? )?"
)
_SAYS = re.compile(
    r"(?<![\w.,])(?P<labelled>(?:unit|units|uom|einheit|mengeneinheit|me|unite|unidad|unita|eenheid)[: ]+)?"
    rf"(?:1 )?(?P<unit>[a-z]{{2,8}})\.?(?:{_IS}|(?P<colon>: ?)){_ONE}{_PACK}{_ONE}(?P<count>[0-9]{{1,5}}) ?"
    r"(?P<of>[a-z]{1,12})?"
)
# How words begin without which nothing of this is said, besides "=" and ":".
_SIGNS = (
    "mean", "equal", "stand", "hold", "contain", "bedeut", "entspr", "enthal", "ist", "heiss", "signif", "vaut", "corr",
    "contien", "equiv", "is", "beteken", "bevat", "are",
)  # fmt: skip


def said_of_units(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield what rows say that a unit is so many of; whose unit that is nobody asked yet."""
    for row in rows:
        if "=" not in row.text and ":" not in row.text and not any(map(_may_say, row.keys)):
            continue
        for found in _SAYS.finditer(fold_line(row.text)):
            if found["colon"] is None or found["labelled"]:
                yield Said.REDEFINED, found.group().strip(), row


@lru_cache(maxsize=65536)
def _may_say(key: str) -> bool:
    return key.startswith(_SIGNS)


def redefines_unit(words: str, invoice: Invoice) -> bool:
    """Tell whether the folded words make another count of a unit that a line is billed in."""
    found = _SAYS.search(words)
    if found is None:
        return False
    each = next((FIXED_COUNTS[unit] for unit in _NAMED if found["of"] in page_words("counts", unit)), Decimal(1))
    holds = Decimal(found["count"]) * each
    billed = (line.uom for line in invoice.lines if line.uom is not None and line.uom.value in FIXED_COUNTS)
    return any(found["unit"] in _names(unit) and holds != FIXED_COUNTS[unit.value] for unit in billed)


def _names(unit: Extracted[str]) -> set[str]:
    """Return how a page may call a unit of its lines: as printed there, by its code, and in full."""
    names = {fold_line(text).strip(".") for text in (unit.raw or "", unit.value)}
    return names | page_words("counts", unit.value) if unit.value in _NAMED else names
