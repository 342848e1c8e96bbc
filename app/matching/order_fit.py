"""How well an invoice's lines fit an order as a whole, for invoices that do not (rightly) name theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.invoice import Invoice
from app.domain.match import Desk
from app.domain.money import ZERO, round_amount
from app.domain.order import PurchaseOrder
from app.matching.candidates import wording
from app.matching.descriptions import TextLevel
from app.matching.likeness import Code, identity_of
from app.matching.lines import BilledLine, DeskBooks, OrderedLine, prepare
from app.matching.pair_reading import Price, Quantity, read_pair
from app.matching.word_index import WordIndex

# Most of the lines must fit before an order whose number is not printed (rightly) is believed.
_MOST = 2


@dataclass(frozen=True, slots=True, order=True)
class LineFit:
    """Whether one line fits an order line in item, price and open quantity."""

    item: bool = False
    price: bool = False
    quantity: bool = False


@dataclass(frozen=True, slots=True)
class OrderFit:
    """How many of an invoice's lines fit one order: in item, in item and price, in item and open quantity, in all."""

    lines: int = 0
    item: int = 0
    price: int = 0
    quantity: int = 0
    whole: int = 0

    def plus(self, line: LineFit) -> OrderFit:
        """Return the count with one more line."""
        return OrderFit(
            self.lines + 1,
            self.item + line.item,
            self.price + (line.item and line.price),
            self.quantity + (line.item and line.quantity),
            self.whole + (line.item and line.price and line.quantity),
        )

    @property
    def most(self) -> bool:
        """Tell whether most lines fit: in item, and in price or quantity as well."""
        return self.item * _MOST > self.lines and max(self.price, self.quantity) * _MOST > self.lines

    @property
    def some(self) -> bool:
        """Tell whether anything speaks for this order: a line that fits in item and price, or most of them in item."""
        return self.price > 0 or self.item * _MOST > self.lines

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Return what orders are ranked by, most telling first."""
        return (self.whole, self.price, self.quantity, self.item)

    def rivals(self, best: OrderFit) -> bool:
        """Tell whether this order could be meant as well as the best one: it fits no worse in any respect."""
        return self.some and all(own >= other for own, other in zip(self.rank, best.rank, strict=True))


class OrderFits:
    """The fit of every line to every order in question, worked out when it is asked for.

    A line whose code, or else whose very wording, stands on one of the orders is compared with those lines alone.
    """

    def __init__(
        self, invoice: Invoice, desk: Desk, orders: Iterable[PurchaseOrder], books: DeskBooks | None = None
    ) -> None:
        self.orders = tuple(orders)
        self._ground = prepare(invoice, desk, self.orders, books)
        self._billed = {line.number: line for line in self._ground.billed if not line.bills_nothing}
        self.lines = tuple(self._billed)
        self._of_order: dict[str, list[OrderedLine]] = defaultdict(list)
        self._by_code: dict[str, list[OrderedLine]] = defaultdict(list)
        for ordered in self._ground.ordered:
            self._of_order[ordered.ref.po_number].append(ordered)
            for code in (*ordered.own_codes, *ordered.cross_references, *ordered.substitutes):
                self._by_code[code].append(ordered)
        self._by_text: dict[object, list[OrderedLine]] = defaultdict(list)
        for ordered in self._ground.ordered:
            self._by_text[wording(ordered.text)].append(ordered)
        self._words: WordIndex | None = None
        self._alike: dict[int, dict[str, list[OrderedLine]]] = {}
        self._known: dict[tuple[int, str], LineFit] = {}

    def of(self, order: PurchaseOrder, lines: Iterable[int] | None = None) -> OrderFit:
        """Return how the lines (by number; all of them by default) fit one order."""
        fit = OrderFit()
        for number in self.lines if lines is None else lines:
            fit = fit.plus(self.line(number, order))
        return fit

    def line(self, number: int, order: PurchaseOrder) -> LineFit:
        """Return how one line fits the best of an order's lines."""
        key = (number, order.po_number)
        if key not in self._known:
            line = self._billed[number]
            candidates = (self._line_fit(line, ordered) for ordered in self._candidates(line, order))
            self._known[key] = max(candidates, default=LineFit())
        return self._known[key]

    def open_amount(self, order: PurchaseOrder) -> Decimal:
        """Return what is open on an order at its prices, each line rounded."""
        return sum((round_amount(o.open * o.line.unit_price) for o in self._of_order[order.po_number]), ZERO)

    def _candidates(self, line: BilledLine, order: PurchaseOrder) -> Iterable[OrderedLine]:
        told = [ordered for code in line.codes for ordered in self._by_code.get(code, ())]
        told = told or self._by_text.get(wording(line.text), [])
        if told:
            return [ordered for ordered in told if ordered.order is order]
        if line.number not in self._alike:
            self._alike[line.number] = self._of_like_wording(line)
        return self._alike[line.number].get(order.po_number, ())

    def _of_like_wording(self, line: BilledLine) -> dict[str, list[OrderedLine]]:
        lines = self._ground.ordered
        if self._words is None:
            self._words = WordIndex([ordered.text for ordered in lines], self._ground.rarity)
        found: dict[str, list[OrderedLine]] = defaultdict(list)
        for place in self._words.may_be_alike(line.text):
            found[lines[place].ref.po_number].append(lines[place])
        return found

    def _line_fit(self, line: BilledLine, ordered: OrderedLine) -> LineFit:
        """Compare one line with one order line; without a code that ties them, description and price must agree."""
        codes = ordered.own_codes | ordered.cross_references | ordered.substitutes.keys()
        by_code = any(code in codes for code in line.codes)
        if not by_code:
            identity = identity_of(line, ordered, self._ground)
            described = identity.text.level in (TextLevel.SAME, TextLevel.CONTAINED)
            if not described and identity.code is not Code.LOOK_ALIKE:
                return LineFit()
        reading = read_pair(line, ordered, self._ground)
        near = reading.price_is in (Price.EQUAL, Price.NEAR)
        return LineFit(by_code or near, reading.price_is is Price.EQUAL, reading.quantity_is is Quantity.EQUAL)
