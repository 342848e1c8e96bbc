"""What clears by itself and adds up: over-shipments that hug the band, and packs rounded against the buyer.

*Hugging* (S2.143): of what a vendor ships over inside the band, the share that lies in the band's top third. Were the
overs spread over the band (and honest ones are mostly small), a third at most would lie there; the exact binomial test
against a third says how sure it is that more is no chance.

*Rounding* (S2.144): lines whose order is no whole number of packs and that were billed in whole packs, another quantity
than ordered. A quantity that differs by chance is a whole number of packs of n once in n times; the exact binomial test
against that. The pack is the one on file; where none is, the largest number that all of these quantities are multiples
of, tested against every number that could have been found so.

Both are corrected for all the vendors (and items) tested (Holm).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from math import gcd

from app.domain.certainty import LEVEL, Rate, binomial_at_least, holm
from app.domain.insight_facts import DeskFacts, GroupFact, InvoiceFact
from app.domain.match import Pattern
from app.domain.money import EXACT, ZERO, round_amount

_THIRD = Decimal(1) / 3
_TOP = Decimal(2) / 3
_FEWEST = 5
_LARGEST_PACK = 10_000


@dataclass(frozen=True, slots=True)
class Quarter:
    """What something came to in a quarter, such as 2026-Q1: lines, and their amount in one currency."""

    quarter: str
    lines: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Tested:
    """How sure it is that something is no chance: by itself, and corrected for all that were tested with it."""

    chance: Decimal
    corrected: Decimal

    @property
    def proved(self) -> bool:
        """Whether it is no chance, at the level of all reports."""
        return self.corrected <= LEVEL


@dataclass(frozen=True, slots=True)
class Hugging(Tested):
    """A vendor's over-shipments inside the band (S2.143). ``top`` is the share in the band's top third.

    ``quarters`` prices everything shipped over inside the band, at the order's price.
    """

    vendor_id: str
    vendor_name: str
    top: Rate
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True, slots=True)
class Rounding(Tested):
    """An item that a vendor ships in whole packs against an order that is no multiple (S2.144).

    ``rounded`` is how many of the lines that differ were whole packs; ``short`` and ``over`` how many brought less
    and more. ``quarters`` prices the difference, in whichever direction, at the order's price. ``on_file``: the pack
    is a conversion on file; otherwise the figures suggest it.
    """

    vendor_id: str
    vendor_name: str
    item: str
    pack: Decimal
    uom: str
    on_file: bool
    rounded: Rate
    short: int
    over: int
    quarters: tuple[Quarter, ...]


def hugging(facts: DeskFacts) -> tuple[Hugging, ...]:
    """Return the vendors with several over-shipments inside the band, the surest first."""
    invoices = {invoice.document_id: invoice for invoice in facts.invoices}
    overs: defaultdict[str, list[GroupFact]] = defaultdict(list)
    for group in facts.groups:
        vendor_id = invoices[group.document_id].vendor_id
        if vendor_id and _over_in_band(group):
            overs[vendor_id].append(group)
    found = [
        _hugging(facts, vendor_id, groups, invoices) for vendor_id, groups in overs.items() if len(groups) >= _FEWEST
    ]
    corrected = holm([one.chance for one in found])
    named = (replace(one, corrected=chance) for one, chance in zip(found, corrected, strict=True))
    return tuple(sorted(named, key=lambda one: (one.corrected, -one.top.part, one.vendor_id)))


def _over_in_band(group: GroupFact) -> bool:
    over, limit = group.over_percent, group.over_limit
    return over is not None and limit is not None and ZERO < over <= limit


def _hugging(
    facts: DeskFacts, vendor_id: str, groups: Sequence[GroupFact], invoices: Mapping[int, InvoiceFact]
) -> Hugging:
    top = [group for group in groups if (group.over_percent or ZERO) >= (group.over_limit or ZERO) * _TOP]
    chance = binomial_at_least(len(top), len(groups), _THIRD)
    documents = tuple(dict.fromkeys(group.document_id for group in top))
    return Hugging(
        chance,
        chance,
        vendor_id,
        facts.vendors.get(vendor_id, vendor_id),
        Rate(len(top), len(groups), documents),
        _priced(groups, invoices),
    )


# --- packs -----------------------------------------------------------------------------------------------------------
def rounding(facts: DeskFacts) -> tuple[Rounding, ...]:
    """Return the items that vendors ship in whole packs against their orders, the surest first."""
    invoices = {invoice.document_id: invoice for invoice in facts.invoices}
    differing: defaultdict[tuple[str, str, str], list[GroupFact]] = defaultdict(list)
    for group in facts.groups:
        vendor_id = invoices[group.document_id].vendor_id
        if vendor_id and group.item and _differs(group):
            differing[vendor_id, group.item, group.uom].append(group)
    found = [
        one
        for (vendor_id, item, uom), groups in differing.items()
        if len(groups) >= _FEWEST
        for one in _rounding(facts, vendor_id, (item, uom), groups, invoices)
    ]
    corrected = holm([one.chance for one in found])
    named = (replace(one, corrected=chance) for one, chance in zip(found, corrected, strict=True))
    return tuple(sorted(named, key=lambda one: (one.corrected, -one.rounded.part, one.vendor_id, one.item)))


_QUANTITY = frozenset({Pattern.QUANTITY_SHORT.value, Pattern.QUANTITY_OVER.value})


def _differs(group: GroupFact) -> bool:
    whole = (group.billed, group.open_quantity)
    return bool(_QUANTITY.intersection(group.patterns)) and all(
        value is not None and value > 0 and value == value.to_integral_value() for value in whole
    )


def _rounding(
    facts: DeskFacts,
    vendor_id: str,
    item: tuple[str, str],
    groups: Sequence[GroupFact],
    invoices: Mapping[int, InvoiceFact],
) -> Iterator[Rounding]:
    sizes = [(size, True) for size in facts.packs.get(item, ()) if size <= _LARGEST_PACK]
    for pack, on_file in sizes or _suggested(groups):
        odd = [group for group in groups if (group.open_quantity or ZERO) % pack != 0]
        packed = [group for group in odd if (group.billed or ZERO) % pack == 0]
        if len(packed) < _FEWEST:
            continue
        chance = binomial_at_least(len(packed), len(odd), 1 / pack) if on_file else _chance_of_divisor(pack, len(odd))
        yield Rounding(
            chance, chance, vendor_id, facts.vendors.get(vendor_id, vendor_id), item[0], pack, item[1], on_file,
            Rate(len(packed), len(odd), tuple(dict.fromkeys(group.document_id for group in packed))),
            sum((group.billed or ZERO) < (group.open_quantity or ZERO) for group in packed),
            sum((group.billed or ZERO) > (group.open_quantity or ZERO) for group in packed),
            _priced(packed, invoices),
        )  # fmt: skip


def _suggested(groups: Sequence[GroupFact]) -> list[tuple[Decimal, bool]]:
    """Return the largest number that every quantity is a multiple of, where that is more than one."""
    common = gcd(*(int(group.billed or ZERO) for group in groups))
    return [(Decimal(common), False)] if 1 < common <= _LARGEST_PACK else []


def _chance_of_divisor(pack: Decimal, lines: int) -> Decimal:
    """Return how likely so many quantities have a common divisor so large: the sum over all that are as large."""
    with localcontext(Context(prec=16)):
        return min(Decimal(1), pack**-lines * (1 + pack / (lines - 1)))


def _priced(groups: Iterable[GroupFact], invoices: Mapping[int, InvoiceFact]) -> tuple[Quarter, ...]:
    lines: defaultdict[tuple[str, str], int] = defaultdict(int)
    amounts: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    with localcontext(EXACT):
        for group in groups:
            invoice = invoices[group.document_id]
            key = (f"{invoice.day.year}-Q{(invoice.day.month + 2) // 3}", invoice.currency)
            difference = abs((group.billed or ZERO) - (group.open_quantity or ZERO))
            lines[key] += 1
            amounts[key] += difference * (group.price or ZERO)
    return tuple(Quarter(q, lines[q, c], round_amount(amounts[q, c], c or None), c) for q, c in sorted(lines))
