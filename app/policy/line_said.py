"""Whether a line's own words speak against what it bills: not delivered, not sold, priced for another quantity.

Judged is what a line's text, and the notes below it, say beyond the name of what was ordered, part by part: a part that
is nothing but such words says so. How much is still to come counts only where more would come than the order has open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from app.domain.as_printed import as_printed
from app.domain.letters import without_accents
from app.domain.measure import FIXED_COUNTS
from app.domain.money import ZERO, money_text, plain
from app.domain.printed_numbers import possible_values
from app.policy.facts import GroupFacts
from app.policy.line_days import comes_long_after
from app.policy.line_facts import LineFacts
from app.policy.line_notes import (
    DISCOUNT_TO_COME,
    LEAST_BILLED,
    NAMED_PRICE,
    NET_WEIGHT,
    NOT_KEPT,
    OTHER_PRODUCT,
    PART_BILLED,
    PART_DELIVERED,
    PER_PACK,
    SOLD_IN_PACKS,
    STILL_TO_COME,
    UNIT_HOLDS,
    WEIGHED_IN,
    is_last,
)
from app.policy.line_words import (
    DELIVERED,
    NOT_DELIVERED,
    NOT_FINAL_PRICE,
    NOT_SOLD,
    OTHER_HOURS,
    PER_SINGLE,
    REDEFINED,
    USED,
    basis_named,
    is_given_or_lent,
)
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text

# "Ordered by: J. Free" is a name.
_PARTS = re.compile(r"\s[-–—|/=]+\s|[(),;*•\[\]<>]|(?<![\W_][a-z])(?<!^[a-z])\.\s")
_EDGES = " .:!-–—*'\""
_WORD = re.compile(r"[^\W_]+")
_ONE = Decimal(1)
_ROUNDED = (Decimal("0.01"), Decimal("0.001"), Decimal("0.0001"))
# What is counted in these holds several: "per 10" says how many, not what the price is for.
_PACKS = frozenset(["BX", "PK", "CS", "CT", "PL", "BG", "BD", "DZ", "GR", "ST", "KT", "RL", "CN", "TU"])
_SINGLE = frozenset(["EA", "PR"])
# "Per M" is per thousand of what is counted one by one, "per C" per hundred; of all else it may be a metre.
_LETTER = re.compile(r"\s(?:m|c)$")


def line_word_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield a verdict for each line whose text speaks against what it bills."""
    if not facts.order_lines:
        return
    named = _named(facts)
    for line in facts.lines:
        said = (line.line.description.value, *line.line.notes_below)
        parts = {part: text for text in said for part in _parts(text, named)}
        if parts:
            yield from _faults(parts, line, facts)


def _faults(parts: Mapping[str, str], line: LineFacts, facts: GroupFacts) -> Iterator[Verdict]:
    """Yield what the parts of a line's texts say, each with the text that it is of."""

    def printed(words: str) -> str:
        return as_printed(parts[words], words, _folded)

    amount = abs(line.amount or ZERO)
    if words := next((part for part in parts if _undelivered(part, line, facts)), ""):
        billed = line.line.quantity
        yield verdict(
            "line_words.not_delivered",
            exposure=amount,
            words=printed(words),
            billed=plain(billed.value) if billed is not None else "?",
        )
    if words := next((part for part in parts if _unsold(part, facts)), ""):
        yield verdict(
            "line_words.not_sold",
            exposure=amount,
            words=printed(words),
            amount=money_text(amount, facts.currency),
        )
    if words := next((part for part in parts if facts.services and OTHER_HOURS.fullmatch(part)), ""):
        yield verdict(
            "line_words.other_hours", exposure=amount, words=printed(words), order_lines=lines_text(facts.order_lines)
        )
    if words := next((part for part in parts if _priced_otherwise(part, line, facts)), ""):
        yield verdict("line_words.other_price", exposure=amount, words=printed(words))
    if words := next((one for one in parts if USED.fullmatch(one) or OTHER_PRODUCT.fullmatch(one)), ""):
        yield verdict(
            "substitution.said",
            exposure=amount,
            words=printed(words),
            order_lines=lines_text(facts.order_lines),
        )


def _named(facts: GroupFacts) -> frozenset[str]:
    """Return the words of what was ordered: its descriptions and codes."""
    items = (facts.desk.items.get(line.sku) for line in facts.order_lines)
    texts = [f"{line.description} {line.sku}" for line in facts.order_lines]
    texts += [item.description for item in items if item is not None]
    return frozenset(word for text in texts for word in _WORD.findall(_folded(text)))


def _parts(text: str, named: frozenset[str]) -> Iterator[str]:
    """Yield the parts of a text that are not the name of what was ordered, folded."""
    folded = _folded(text)
    words = folded.split()
    known = [not _WORD.findall(word) or set(_WORD.findall(word)) <= named for word in words]
    first = next((at for at, is_known in enumerate(known) if not is_known), len(words))
    last = next((at for at in range(len(words), 0, -1) if known[at - 1]), 0)
    until = next((at for at in range(len(words), 0, -1) if not known[at - 1]), 0)
    signed = next((at for at in range(first, 0, -1) if _WORD.search(words[at - 1])), 0)  # "./. 10 %"
    led = words[max(first - 1, 0) :]  # "olio da taglio" has the "da" of "da consegnare"
    told = (words[first:], words[last:], words[first:until], words[signed:], led)
    for rest in dict.fromkeys((*(" ".join(part) for part in told), folded)):
        for part in (rest, *_PARTS.split(rest)):
            for piece in _labelled(part):
                trimmed = piece.strip(_EDGES)
                if trimmed and not set(_WORD.findall(trimmed)) <= named:
                    yield trimmed


def _labelled(part: str) -> Iterator[str]:
    """Yield a text, and its labels and what stands behind them; a label before a number says what that counts."""
    pieces = part.split(": ")
    for at, piece in enumerate(pieces):
        yield ": ".join(pieces[at:])
        if at + 1 == len(pieces) or not pieces[at + 1][:1].isdigit():
            yield piece


def _unsold(part: str, facts: GroupFacts) -> bool:
    if NOT_SOLD.fullmatch(part) or NOT_KEPT.fullmatch(part) or is_given_or_lent(part):
        return True
    return _is_part_of_all(PART_BILLED.fullmatch(part), facts)


def _is_part_of_all(found: re.Match[str] | None, facts: GroupFacts) -> bool:
    """Tell whether a note speaks of a part, other than the last, and all that was ordered is billed."""
    if found is None or is_last(found):
        return False
    ordered = sum((line.quantity for line in facts.order_lines), ZERO)
    return facts.billed is None or facts.billed >= ordered


def _undelivered(part: str, line: LineFacts, facts: GroupFacts) -> bool:
    written = facts.around.invoice.header.invoice_date
    if comes_long_after(part, written.value if written is not None else None):
        return True
    if (
        _weighs_less(part, line)
        or STILL_TO_COME.fullmatch(part)
        or _is_part_of_all(PART_DELIVERED.fullmatch(part), facts)
    ):
        return True
    found = DELIVERED.fullmatch(part)
    if found is not None:
        billed = {line.line.quantity.value} if line.line.quantity is not None else set()
        billed |= {line.quantity} if line.quantity is not None else set()
        return not billed & possible_values(found["first"] or found["last"])
    found = NOT_DELIVERED.fullmatch(part)
    if found is None:
        return False
    count = found["count"] or found["before"] or found["rest"]
    if count is None and not found["left"]:
        return True
    open_quantity = sum((ordered.open_quantity for ordered in facts.order_lines), ZERO)
    left = min(possible_values(count)) if count is not None else ZERO
    if facts.billed is None:
        return True
    return facts.billed + left > open_quantity if count is not None else facts.billed >= open_quantity


def _weighs_less(part: str, line: LineFacts) -> bool:
    """Tell whether a part gives a net weight below the weight that is billed, and none of a pack that fills it."""
    found, billed = NET_WEIGHT.fullmatch(part), line.line.quantity
    if found is None or billed is None or line.line.uom is None or line.line.uom.value != WEIGHED_IN[found["unit"]]:
        return False
    return all(ZERO < weight < billed.value and billed.value % weight for weight in possible_values(found["weight"]))


def _priced_otherwise(part: str, line: LineFacts, facts: GroupFacts) -> bool:
    if NOT_FINAL_PRICE.fullmatch(part) or DISCOUNT_TO_COME.fullmatch(part):
        return line.line.discount is None
    named = NAMED_PRICE.fullmatch(part)
    if named is not None:
        return not possible_values(named["price"]) & _prices(line)
    unit = line.line.uom.value if line.line.uom is not None else ""
    if PER_PACK.fullmatch(part):
        return unit not in _PACKS and not any(ordered.uom in _PACKS for ordered in facts.order_lines)
    if PER_SINGLE.fullmatch(part):
        return unit in _PACKS or unit == "PR"
    if _counts_otherwise(part, unit, line):
        return True
    redefined = REDEFINED.search(part)
    if redefined is not None:
        fixed = FIXED_COUNTS.get(unit) if redefined["unit"].strip(".").upper() == unit else None
        return fixed is not None and fixed != Decimal(redefined["count"])
    basis, letter = basis_named(part), _LETTER.search(part) is not None
    if basis is None or (letter and unit not in _SINGLE):
        return False
    if line.line.price_basis != _ONE:
        return basis != line.line.price_basis
    return letter or unit not in _PACKS


def _counts_otherwise(part: str, unit: str, line: LineFacts) -> bool:
    """Tell whether a part says that the quantity is another than what was counted: a least one, or packs."""
    billed = {line.line.quantity.value} if line.line.quantity is not None else set()
    if (least := LEAST_BILLED.fullmatch(part)) is not None:
        many = least["many1"] or least["many2"] or least["many3"]
        return many is None or billed.isdisjoint(possible_values(many))
    if unit in _PACKS:
        return False
    if (packs := SOLD_IN_PACKS.fullmatch(part)) is not None:
        return any(quantity % Decimal(packs["count"]) for quantity in billed if int(packs["count"]))
    holds = UNIT_HOLDS.fullmatch(part)
    if holds is None:
        return False
    counted = holds["of1"] or holds["of2"]
    if counted is None:
        return True
    return ("PR" if counted.startswith("pa") else "EA") == unit and Decimal(holds["count1"] or holds["count2"]) != _ONE


def _prices(line: LineFacts) -> set[Decimal]:
    """Return the prices for one that the figures of a line make: printed, and what its amount comes to."""
    read = line.line
    prices = {read.unit_price.value} if read.unit_price is not None else set()
    if read.amount is not None and read.quantity is not None and read.quantity.value:
        share = read.amount.value / read.quantity.value
        prices |= {share.quantize(places) for places in _ROUNDED}
    return prices


def _folded(text: str) -> str:
    return " ".join(without_accents(text.casefold()).split())
