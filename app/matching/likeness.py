"""How likely an invoice line and an order line are one: named levels, each with its weight of evidence.

The weights are log-likelihood ratios (Fellegi and Sunter): how much more often a level is seen between lines that
belong together than between lines that do not, in tenths of a bit. They are added up, so the score and its explanation
are the same thing. They come with the program (``resources/match_weights.toml``); a desk's own matches can move them.
The order of evidence is the trade's: item code, then unit cost, then description (S2.60).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.item import Substitution
from app.domain.match import ItemTie
from app.domain.misreading import as_known
from app.matching.descriptions import Description, TextLevel, TextLikeness, compare_texts, describe
from app.matching.lines import BilledLine, Ground, OrderedLine
from app.matching.pair_reading import Price, Quantity, Reading, Unit
from app.matching.weights import Weights

_ONE_CHARACTER_FROM = 5


class Code(StrEnum):
    """The printed item code against the order line's codes."""

    EQUAL = "item code equal"
    CROSS_REFERENCE = "item code by cross reference"
    LOOK_ALIKE = "item code but for a misread character"
    SUBSTITUTE = "item code of an agreed substitute"
    UNKNOWN = "item code nobody knows"
    OTHER_ITEM = "item code of another item"
    NOT_PRINTED = "no item code printed"


class Reference(StrEnum):
    """The order-line reference printed on the invoice line."""

    EQUAL = "order line reference equal"
    OTHER = "order line reference names another line"
    NOT_PRINTED = "no order line reference"


class Received(StrEnum):
    """What was received and not yet billed of the order line, against the billed quantity."""

    EQUAL = "received quantity equal"
    OTHER = "received quantity differs or none"


# Another code explains another size or revision: that is what a substitute looks like.
_CONFLICT_EXPLAINED = "CONFLICT_BESIDE_OTHER_CODE"
# Every level by its kind, as it is weighed.
LEVELS: dict[str, tuple[str, ...]] = {
    "code": tuple(Code.__members__),
    "reference": tuple(Reference.__members__),
    "text": (*TextLevel.__members__, _CONFLICT_EXPLAINED),
    "unit": tuple(Unit.__members__),
    "price": tuple(Price.__members__),
    "quantity": tuple(Quantity.__members__),
    "received": tuple(Received.__members__),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What says that the item billed is the item ordered, price and quantity aside."""

    code: Code
    reference: Reference
    text: TextLikeness
    substitution: Substitution | None = None

    def names(self) -> tuple[str, ...]:
        """Return the levels by the names under which they are weighed."""
        text = self.text.level.name
        if self.text.level is TextLevel.CONFLICT and self.code in (Code.UNKNOWN, Code.OTHER_ITEM):
            text = _CONFLICT_EXPLAINED
        return (f"code.{self.code.name}", f"reference.{self.reference.name}", f"text.{text}")

    def score(self, weights: Weights) -> int:
        """Return the weight of this evidence with the prior."""
        return weights.prior + sum(weights.levels[name] for name in self.names())


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """One invoice line and one order line: identity, figures, and what both weigh together."""

    billed: BilledLine
    ordered: OrderedLine
    identity: Identity
    reading: Reading
    score: int
    quantity_score: int

    @property
    def substituted(self) -> bool:
        """Tell whether another item than the one ordered was billed (decision table: substitution)."""
        return is_substitution(self.identity, self.reading)

    @property
    def tie(self) -> ItemTie:
        """Name what ties the two lines."""
        return tie_of(self.identity, self.reading)


_TIES = {
    Code.EQUAL: ItemTie.CODE,
    Code.CROSS_REFERENCE: ItemTie.CROSS_REFERENCE,
    Code.SUBSTITUTE: ItemTie.CROSS_REFERENCE,
    Code.LOOK_ALIKE: ItemTie.CODE_LOOK_ALIKE,
}


def tie_of(identity: Identity, reading: Reading) -> ItemTie:
    """Name the strongest thing that ties the lines; amounts alone are named as such."""
    if identity.code in _TIES:
        return _TIES[identity.code]
    if identity.reference is Reference.EQUAL and identity.code is Code.NOT_PRINTED:
        return ItemTie.ORDER_LINE_REFERENCE
    if identity.code is Code.UNKNOWN and not is_substitution(identity, reading):
        return ItemTie.UNKNOWN_CODE
    if identity.text.level in (TextLevel.SAME, TextLevel.CONTAINED):
        return ItemTie.DESCRIPTION
    if identity.reference is Reference.EQUAL:
        return ItemTie.ORDER_LINE_REFERENCE
    return ItemTie.AMOUNT


def is_substitution(identity: Identity, reading: Reading) -> bool:
    """Tell whether the code names another product than the one ordered (S2.79, decision table).

    A code nobody knows is no substitution beside the very description, unit and price of the order line: it is then the
    vendor's own code. A description that says more than the order's (a brand, a revision) is another product's.
    """
    if identity.code in (Code.SUBSTITUTE, Code.OTHER_ITEM):
        return True
    if identity.code is not Code.UNKNOWN:
        return False
    same_text = identity.text.level is TextLevel.SAME or (
        identity.text.level is TextLevel.CONTAINED and not identity.text.only_first
    )
    own_unit = reading.unit in (Unit.EQUAL, Unit.NOT_PRINTED)
    return not (same_text and own_unit and reading.price_is is Price.EQUAL)


def text_of(billed: BilledLine, ordered: OrderedLine) -> Description:
    """Return the text of an invoice line, but for what a scan made of the words of this order line."""
    printed = billed.line.description
    text = as_known(printed, ordered.line.description)
    return billed.text if text == printed.value else describe(text)


def identity_of(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Identity:
    """Compare code, reference and description of one pair."""
    text = compare_texts(text_of(billed, ordered), ordered.text, ground.rarity)
    if text.level is TextLevel.CONTAINED and not text.only_first and billed.line.brand:
        # The order says more than the line's text: that may be a brand, and the line may name another.
        branded = describe(f"{billed.line.description.value} {billed.line.brand}")
        text = compare_texts(branded, ordered.text, ground.rarity)
    code, substitution = _code(billed, ordered, ground, text)
    return Identity(code, _reference(billed, ordered, ground), text, substitution)


def _code(
    billed: BilledLine, ordered: OrderedLine, ground: Ground, text: TextLikeness
) -> tuple[Code, Substitution | None]:
    if not billed.codes:
        return Code.NOT_PRINTED, None
    for key in billed.codes:
        if key in ordered.own_codes:
            return Code.EQUAL, None
        if key in ordered.cross_references:
            return Code.CROSS_REFERENCE, None
    for key in billed.codes:
        if key in ordered.substitutes:
            return Code.SUBSTITUTE, ordered.substitutes[key]
    if any(ground.codes.knows(key) or key in ground.codes_on_orders for key in billed.codes):
        return Code.OTHER_ITEM, None
    alike = bool(billed.look_alikes & ordered.look_alikes) or (billed.scanned_code and _one_off(billed, ordered))
    if alike and text.level not in (TextLevel.DIFFERENT, TextLevel.CONFLICT):
        return Code.LOOK_ALIKE, None
    return Code.UNKNOWN, None


def _one_off(billed: BilledLine, ordered: OrderedLine) -> bool:
    """Tell whether a scanned code is one of the order line's but for a single character."""
    return any(
        len(key) >= _ONE_CHARACTER_FROM
        and (differs_by_one_character(key, own) or look_alike_key(key) == look_alike_key(own))
        for key in billed.codes
        for own in ordered.own_codes | ordered.cross_references
    )


def _reference(billed: BilledLine, ordered: OrderedLine, ground: Ground) -> Reference:
    printed = billed.line.po_line
    order_key = billed.order_key
    if order_key is not None and order_key != code_key(ordered.ref.po_number) and order_key in ground.order_keys:
        return Reference.OTHER
    if printed is None or (order_key is None and len(ground.order_keys) != 1):
        return Reference.NOT_PRINTED
    if printed.value == ordered.ref.line_no:
        return Reference.EQUAL
    # A number that counts the invoice's own lines, or one the order does not have, refers to nothing.
    names_a_line = any(printed.value == other.line_no for other in (line.ref for line in ordered.order.lines))
    return Reference.OTHER if names_a_line else Reference.NOT_PRINTED


def likeness_of(
    billed: BilledLine, ordered: OrderedLine, identity: Identity, reading: Reading, weights: Weights
) -> Likeness:
    """Add up the evidence of one pair."""
    levels = weights.levels
    of_quantity = sum(levels[name] for name in _quantity_names(ordered, reading))
    figures = levels[f"unit.{reading.unit.name}"] + levels[f"price.{reading.price_is.name}"]
    return Likeness(billed, ordered, identity, reading, identity.score(weights) + figures + of_quantity, of_quantity)


def level_names(link: Likeness) -> tuple[str, ...]:
    """Return every level of a pair by the name under which it is weighed."""
    reading = link.reading
    figures = (f"unit.{reading.unit.name}", f"price.{reading.price_is.name}")
    return (*link.identity.names(), *figures, *_quantity_names(link.ordered, reading))


def _quantity_names(ordered: OrderedLine, reading: Reading) -> tuple[str, str]:
    received = ordered.received is not None and ordered.received == reading.quantity
    level = Received.EQUAL if received else Received.OTHER
    return (f"quantity.{reading.quantity_is.name}", f"received.{level.name}")
