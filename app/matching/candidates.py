"""Which order lines an invoice line is compared with in full, and which come nearest where none fits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.domain.money import ZERO
from app.matching.descriptions import Description
from app.matching.likeness import Identity, Likeness, identity_of, likeness_of
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.pair_reading import Price, read_pair
from app.matching.weights import Weights
from app.matching.word_index import WordIndex

_MOST_NEAREST = 3
# Among so few order lines each is looked at.
FEW_LINES = 12
# Rounding of a price and of a quantity explain a hundredth each at most; see ``pair_reading``.
_ROUNDING = Decimal("0.025")
_CENTS = Decimal("0.02")


class Candidates:
    """The order lines in question, ready to be asked by code, by wording and by figures."""

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
        many = len(self.lines) > FEW_LINES
        self._hints = _Hints(self.lines, ground) if many else None

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
        possible = self.lines if self._hints is None else self._hints.possible(billed)
        identities = ((o, identity_of(billed, o, self._ground)) for o in possible)
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

        possible = self.lines if self._hints is None else self._hints.nearest(billed)
        near = sorted(possible, key=lambda o: (*(-int(x) for x in closeness(o)), o.ref))[:_MOST_NEAREST]
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


class _Hints:
    """Where to look for an invoice line among many order lines, so that not each has to be compared with each.

    Lines of like wording, lines a reference or the table of substitutes names, and lines of the amount billed: a line
    that is none of these says another thing in other figures, and nothing could make it the line's own.
    """

    def __init__(self, lines: Sequence[OrderedLine], ground: Ground) -> None:
        self._lines = lines
        self._words = WordIndex([line.text for line in lines], ground.rarity)
        self._by_number: dict[int, list[int]] = defaultdict(list)
        self._by_substitute: dict[str, list[int]] = defaultdict(list)
        amounts: list[tuple[Decimal, int]] = []
        for place, ordered in enumerate(lines):
            self._by_number[ordered.ref.line_no].append(place)
            for code in ordered.substitutes:
                self._by_substitute[code].append(place)
            for quantity in {ordered.open, ordered.received or ordered.open}:
                amounts.append((quantity * ordered.line.unit_price, place))
        self._amounts = sorted(amounts)

    def possible(self, billed: BilledLine) -> tuple[OrderedLine, ...]:
        """Return every order line that could be this line's."""
        places = set(self._words.may_be_alike(billed.text))
        if billed.line.po_line is not None:
            places.update(self._by_number.get(billed.line.po_line.value, ()))
        for code in billed.codes:
            places.update(self._by_substitute.get(code, ()))
        for low, high in _amounts_of(billed):
            first, last = bisect_left(self._amounts, (low, -1)), bisect_right(self._amounts, (high, len(self._lines)))
            places.update(place for _, place in self._amounts[first:last])
        return tuple(self._lines[place] for place in sorted(places))

    def nearest(self, billed: BilledLine) -> tuple[OrderedLine, ...]:
        """Return the order lines that share most words with this line."""
        return tuple(self._lines[place] for place in self._words.sharing_most(billed.text, _MOST_NEAREST))


def _amounts_of(billed: BilledLine) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the ranges of amounts that what is billed could come to, with all that rounding can explain."""
    figures = billed.figures
    if figures.amount is not None:
        yield _around(figures.amount, ZERO)
    if figures.price is not None and billed.quantity is not None:
        yield _around(billed.quantity * figures.price, billed.quantity * figures.price_step)


def _around(amount: Decimal, slack: Decimal) -> tuple[Decimal, Decimal]:
    slack += amount * _ROUNDING + _CENTS
    return amount - slack, amount + slack


def wording(text: Description) -> tuple[Sequence[str], Sequence[object]]:
    """Return what two descriptions share that say the same in other order or punctuation."""
    return (text.words, tuple(figure.key for figure in text.figures))


def _price_or_amount_equal(billed: BilledLine, ordered: OrderedLine) -> bool:
    figures = billed.figures
    return ordered.line.unit_price == figures.price or figures.amount == ordered.open * ordered.line.unit_price
