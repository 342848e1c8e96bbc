"""Another order that a page names beside the one it bills: "Original PO: PO-9999", "for order PO-9999".

A number counts where an order is spoken of in its row, it is written as the invoice's own order is, and it is none of
them: the goods may have been ordered elsewhere, by somebody else, or be billed to the wrong order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.identifiers import code_key
from app.domain.invoice import Invoice
from app.extraction.statements.kinds import Said
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_ORDER = re.compile(
    r"(?:orders?|po|p\.o\.?|bestell\w*|auftrag\w*|commandes?|cde|pedidos?|ordin[ei]|\w*bestelling\w*)[:.#]*"
)
_CODE = re.compile(r"(?<![\w/-])[a-z]{2,5}[-/ ]?\d{4,12}(?![\w/]|-\d)")
_SHAPE = re.compile(r"([A-Z]+)([0-9]+)")


def other_orders(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield each number in a row that speaks of an order; whose it is nobody asked yet."""
    for row in rows:
        if not any(_of_order(word.text) for word in row.words):
            continue
        yield from ((Said.OTHER_ORDER, found.group(), row) for found in _CODE.finditer(fold_line(row.text)))


@lru_cache(maxsize=65536)
def _of_order(text: str) -> bool:
    folded = fold_line(text)
    return _ORDER.fullmatch(folded) is not None or folded.startswith("po-")


def is_other_order(words: str, invoice: Invoice) -> bool:
    """Tell whether a number is none of the invoice's orders, but has the letters and as many digits as one of them."""
    named = [*invoice.header.po_numbers, *(line.po_number for line in invoice.lines if line.po_number is not None)]
    known = {code_key(one.value) for one in named}
    told = code_key(words)
    return told not in known and any(_shape(told) == _shape(one) for one in known if _shape(one) is not None)


def _shape(key: str) -> tuple[str, int] | None:
    found = _SHAPE.fullmatch(key)
    return (found[1], len(found[2])) if found is not None else None
