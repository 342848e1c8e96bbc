"""The item codes on file, and what a printed code is compared by.

Codes are compared without punctuation, which scans and vendors drop. Where two items of the desk then look the same
(1-213 and 1/2-13), the very characters decide: taking one for the other would pay for the wrong goods (S2.163).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from app.domain.identifiers import code_key, code_text, look_alike_key
from app.domain.match import Desk


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The codes of a desk. ``skus`` has the items by folded code; ``texts`` what is on file for keys of several."""

    known: frozenset[str]
    skus: Mapping[str, frozenset[str]]
    texts: Mapping[str, frozenset[str]]

    def key(self, text: str) -> str:
        """Return what this code is compared by: folded, and followed by its characters where folding confuses items."""
        folded = code_key(text)
        return f"{folded} {code_text(text)}" if folded in self.texts else folded

    def knows(self, key: str) -> bool:
        """Tell whether some item, cross reference or substitution on file has this code (a result of ``key``)."""
        folded, _, text = key.partition(" ")
        return text in self.texts.get(folded, ()) if text else folded in self.known

    def readable_as(self, readings: Container[str]) -> frozenset[str]:
        """Return the items whose codes a scan may have turned into these (as ``identifiers.look_alike_key``)."""
        return frozenset(sku for key, found in self.skus.items() if look_alike_key(key) in readings for sku in found)


def code_book(desk: Desk) -> CodeBook:
    """Gather the codes of a desk's items, orders, cross references and substitutes."""
    items: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for text, sku in _codes(desk):
        if key := code_key(text):
            items[key][code_text(text)].add(sku)
    skus = {key: frozenset[str]().union(*texts.values()) for key, texts in items.items()}
    confused = {key: texts for key, texts in items.items() if len({frozenset(found) for found in texts.values()}) > 1}
    return CodeBook(
        desk.known_codes | frozenset(items), skus, {key: frozenset(texts) for key, texts in confused.items()}
    )


def _codes(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield every code on file with the item it names."""
    for sku in desk.items:
        yield sku, sku
    for order in desk.orders:
        for line in order.lines:
            yield line.sku, line.sku
            if line.vendor_item_code:
                yield line.vendor_item_code, line.sku
    for crossed in desk.cross_references:
        yield crossed.vendor_item_code, crossed.sku
    for agreed in desk.substitutions:
        yield agreed.substitute_sku, agreed.substitute_sku
