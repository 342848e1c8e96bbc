"""Which order lines an invoice line is compared with in full, and which come nearest where none fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.matching.descriptions import Description
from app.matching.likeness import Identity, Likeness, Weights, identity_of, likeness_of
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.reading import Price, read_pair

_MOST_NEAREST = 3


class Candidates:
    """The order lines in question, ready to be asked by code and by wording."""

    def __init__(self, lines: Iterable[OrderedLine], ground: Ground, weights: Weights) -> None:
        self.lines = tuple(lines)
        self._ground = ground
        self._weights = weights
        self._by_code: dict[str, list[OrderedLine]] = defaultdict(list)
        self._by_text: dict[object, list[OrderedLine]] = defaultdict(list)
        for line in self.lines:
            self._by_text[wording(line.text)].append(line)
            for code in line.own_codes | line.cross_references:
                self._by_code[code].append(line)

    def compared(self, billed: BilledLine) -> tuple[Likeness, ...]:
        """Compare one invoice line with the order lines it may belong to, the likeliest first.

        A printed code that stands on the orders settles the item, and so does a description that is the order line's to
        the word beside its price: the line is then compared with those order lines alone.
        """
        by_code = {o.ref: o for code in billed.codes for o in self._by_code.get(code, ())}
        if by_code:
            return self._sorted(self._compare(billed, o) for o in by_code.values())
        if not billed.codes:
            same = self._sorted(self._compare(billed, o) for o in self._by_text.get(wording(billed.text), ()))
            if same and same[0].reading.price_is is Price.EQUAL:
                return same
        identities = ((o, identity_of(billed, o, self._ground)) for o in self.lines)
        return self._sorted(
            self._compare(billed, o, identity) for o, identity in identities if self._can_fit(billed, o, identity)
        )

    def nearest(self, billed: BilledLine) -> tuple[Likeness, ...]:
        """Return the order lines that come nearest to a line, whether or not they fit."""
        words = set(billed.text.words)
        price = billed.figures.price

        def closeness(ordered: OrderedLine) -> tuple[int, bool, bool]:
            return (
                len(words.intersection(ordered.text.words)),
                ordered.line.unit_price == price,
                ordered.open == billed.quantity,
            )

        near = sorted(self.lines, key=lambda o: (*(-int(x) for x in closeness(o)), o.ref))[:_MOST_NEAREST]
        return self._sorted(self._compare(billed, ordered) for ordered in near)

    def _compare(self, billed: BilledLine, ordered: OrderedLine, identity: Identity | None = None) -> Likeness:
        identity = identity or identity_of(billed, ordered, self._ground)
        return likeness_of(billed, ordered, identity, read_pair(billed, ordered, self._ground), self._weights)

    def _can_fit(self, billed: BilledLine, ordered: OrderedLine, identity: Identity) -> bool:
        """Tell by a quick look whether figures could still make up for a weak identity."""
        levels = self._weights.levels
        score = identity.score(self._weights)
        others = levels["unit.EQUAL"] + levels["received.EQUAL"]
        price, quantity = levels["price.EQUAL"], levels["quantity.EQUAL"]
        if score + others + price > 0:
            return True
        if score + others + price + quantity <= 0:
            return False
        return ordered.open == billed.quantity and _price_or_amount_equal(billed, ordered)

    def _sorted(self, links: Iterable[Likeness]) -> tuple[Likeness, ...]:
        return tuple(sorted(links, key=lambda link: (-link.score, link.ordered.ref)))


def wording(text: Description) -> tuple[Sequence[str], Sequence[object]]:
    """Return what two descriptions share that say the same in other order or punctuation."""
    return (text.words, text.figures)


def _price_or_amount_equal(billed: BilledLine, ordered: OrderedLine) -> bool:
    figures = billed.figures
    return ordered.line.unit_price == figures.price or figures.amount == ordered.open * ordered.line.unit_price
