"""Ideas for the line table: which columns hold the known values, by their headings or by their place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.extraction.learning.ideas import Idea, with_columns
from app.extraction.learning.places import Located, Place, headings_of
from app.extraction.profiles.model import BILLED_COLUMNS, ColumnRule, Profile
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import looks_like_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.text_keys import squeeze

Span = tuple[float, float]

_KINDS = {
    "amount": ColumnKind.AMOUNT,
    "unit_price": ColumnKind.PRICE,
    "quantity": ColumnKind.QUANTITY,
    "item_code": ColumnKind.ITEM_CODE,
    "uom": ColumnKind.UOM,
    "description": ColumnKind.DESCRIPTION,
    "po_number": ColumnKind.PO_NUMBER,
    "discount": ColumnKind.DISCOUNT,
}
# What a column is called whose usual heading now belongs to another.
_YIELDS = {
    ColumnKind.QUANTITY: ColumnKind.ORDERED,
    ColumnKind.SHIPPED: ColumnKind.ORDERED,
    ColumnKind.ORDERED: ColumnKind.BACKORDERED,
    ColumnKind.PRICE: ColumnKind.LIST_PRICE,
    ColumnKind.ITEM_CODE: ColumnKind.OTHER_CODE,
    ColumnKind.BUYER_CODE: ColumnKind.OTHER_CODE,
}
_LEFTOVER = (ColumnKind.ORDERED, ColumnKind.BACKORDERED, ColumnKind.LIST_PRICE)
_NAMES = {
    ColumnKind.QUANTITY: "the billed quantity",
    ColumnKind.SHIPPED: "the billed quantity",
    ColumnKind.ORDERED: "the ordered quantity",
    ColumnKind.UOM: "the unit",
    ColumnKind.PRICE: "the price",
    ColumnKind.AMOUNT: "the amount",
    ColumnKind.ITEM_CODE: "the item code",
    ColumnKind.BUYER_CODE: "your item code",
    ColumnKind.PO_NUMBER: "the order number",
    ColumnKind.LINE_NO: "the number of the line",
    ColumnKind.DISCOUNT: "the discount of a line",
}


@dataclass(frozen=True, slots=True)
class _Assignment:
    """Which column of the page is for what, with the number of lines that bear witness."""

    columns: Mapping[Span, ColumnKind]
    seen: Mapping[ColumnKind, int]


def column_ideas(located: Located, knowledge: Knowledge) -> tuple[Idea, ...]:
    """Return ideas for the columns: all at once and one by one, by heading and by place."""
    if not located.found:
        return ()
    lowest, whole = headings_of(located)
    found: list[Idea] = []
    for assignment in _assignments(located, lowest, knowledge):
        for headings in [lowest, *([whole] if whole != lowest else [])]:
            named = _by_heading(assignment, headings, located, knowledge)
            found.extend(_ideas(named, assignment, located, knowledge))
        placed = _by_place(assignment, located)
        found.extend(_ideas(placed, assignment, located, knowledge))
        both = {
            kind: replace(rule, x_range=placed[kind].x_range if kind in placed else None)
            for kind, rule in _by_heading(assignment, lowest, located, knowledge).items()
        }
        found.extend(_ideas({**placed, **both}, assignment, located, knowledge, single=False))
    return tuple(found)


def heading_idea(located: Located, knowledge: Knowledge) -> Idea | None:
    """Return the idea of all columns under headings that nobody knows: what one invoice shows holds for the next.

    None where every heading is known, or lines are too few to bear witness.
    """
    if not located.found:
        return None
    lowest, _ = headings_of(located)
    assignment = next(_assignments(located, lowest, knowledge), None)
    if assignment is None:
        return None
    rules = _by_heading(assignment, lowest, located, knowledge)
    sure = _certain(rules, assignment, located, knowledge)
    return _idea({kind: rules[kind] for kind in sure}, assignment, located, knowledge) if sure else None


def _assignments(located: Located, headings: Mapping[Span, str], knowledge: Knowledge) -> Iterator[_Assignment]:
    """Give each field a column of its own; where a quantity is printed twice, each column is tried."""
    quantities = located.places["quantity"] or (None,)
    for quantity in quantities:
        for code in (ColumnKind.ITEM_CODE, ColumnKind.BUYER_CODE):
            if code is ColumnKind.BUYER_CODE and not located.places["item_code"]:
                continue
            taken: dict[Span, ColumnKind] = {}
            seen: dict[ColumnKind, int] = {}
            for name, usual in _KINDS.items():
                places = (quantity,) if name == "quantity" else located.places[name]
                kind = code if name == "item_code" else usual
                home = _free(places, name, taken, located)
                if home is None:
                    continue
                column, place = home
                if name == "quantity":
                    kind = _quantity_kind(headings.get(column, ""), knowledge)
                taken[column] = kind
                seen[kind] = len(place.lines)
            yield _Assignment(taken, seen)


def _free(
    places: Sequence[Place | None], name: str, taken: Mapping[Span, ColumnKind], located: Located
) -> tuple[Span, Place] | None:
    homes = [(column, place) for place in places if place and (column := located.column_of(place)) is not None]
    free = [(column, place) for column, place in homes if column not in taken]
    if name == "amount":
        # A price is as large as the amount where one piece is billed: amounts stand to the right.
        most = max((len(place.lines) for _, place in free), default=0)
        free.sort(key=lambda home: (-(len(home[1].lines) == most), -home[0][1]))
    return free[0] if free else None


def _quantity_kind(heading: str, knowledge: Knowledge) -> ColumnKind:
    meanings = knowledge.columns.meanings(squeeze(heading))
    return next((kind for kind in BILLED_COLUMNS if kind.value in meanings), ColumnKind.QUANTITY)


def _by_heading(
    assignment: _Assignment, headings: Mapping[Span, str], located: Located, knowledge: Knowledge
) -> dict[ColumnKind, ColumnRule]:
    """Return the columns by their headings; a heading that stands twice says nothing."""
    rules: dict[ColumnKind, ColumnRule] = {}
    printed = [squeeze(text) for text in headings.values()]
    for column, kind in assignment.columns.items():
        heading = headings.get(column, "")
        if any(ch.isalpha() for ch in heading) and printed.count(squeeze(heading)) == 1:
            rules[kind] = ColumnRule((heading,))
    for column, heading in headings.items():
        if column in assignment.columns or column not in located.columns:
            continue
        usual = knowledge.columns.meanings(squeeze(heading))
        rival = next((kind for kind in _YIELDS if kind.value in usual and kind in rules), None)
        if rival is not None and _YIELDS[rival] not in rules:
            rules[_YIELDS[rival]] = ColumnRule((heading,))
    return rules


def _by_place(assignment: _Assignment, located: Located) -> dict[ColumnKind, ColumnRule]:
    """Return the columns by their place; those left over are named too, so that their figures go nowhere else."""
    rules = {kind: ColumnRule((), located.reach(column)) for column, kind in assignment.columns.items()}
    spare = [kind for kind in _LEFTOVER if kind not in rules]
    for column in located.columns:
        if column in assignment.columns:
            continue
        kind = _leftover_kind(column, located, spare)
        if kind is not None and kind not in rules:
            rules[kind] = ColumnRule((), located.reach(column))
            spare = [other for other in spare if other is not kind]
    return rules


def _leftover_kind(column: Span, located: Located, spare: Sequence[ColumnKind]) -> ColumnKind | None:
    texts = [
        " ".join(w.text for w in cell.words)
        for index in located.line_rows
        if index is not None
        for cell in located.rows[index].cells
        if column[0] <= cell.middle <= column[1]
    ]
    numbers = [int(text.strip(".)")) for text in texts if text.strip(".)").isdecimal() and len(text) < 6]
    rising = len(numbers) == len(texts) > 0 and all(b > a for a, b in pairwise(numbers))
    if rising and column == located.columns[0]:
        return ColumnKind.LINE_NO
    if sum(looks_like_figure(text) for text in texts) * 3 >= len(texts) * 2:
        return spare[0] if spare else None
    return ColumnKind.IGNORED


def _ideas(
    rules: Mapping[ColumnKind, ColumnRule],
    assignment: _Assignment,
    located: Located,
    knowledge: Knowledge,
    *,
    single: bool = True,
) -> Iterator[Idea]:
    if not rules:
        return
    yield _idea(rules, assignment, located, knowledge)
    if not single:
        return
    for kind, rule in rules.items():
        yield _idea({kind: rule}, assignment, located, knowledge)


def _idea(
    rules: Mapping[ColumnKind, ColumnRule], assignment: _Assignment, located: Located, knowledge: Knowledge
) -> Idea:
    why = {f"columns.{kind.value}": _reason(kind, rule, assignment, located) for kind, rule in rules.items()}
    several = sum(kind in rules for kind in (*BILLED_COLUMNS, ColumnKind.BACKORDERED)) > 1
    billed = (
        next((kind for kind in BILLED_COLUMNS if kind in assignment.seen and kind in rules), None) if several else None
    )
    if billed is not None:
        why["billed_quantity"] = (
            f"Of the quantities printed, the one in the column of {_NAMES[ColumnKind.QUANTITY]} is right."
        )
    certain = frozenset(f"columns.{kind.value}" for kind in _certain(rules, assignment, located, knowledge))

    def change(profile: Profile) -> Profile:
        changed = with_columns(profile, rules)
        return replace(changed, billed_quantity=BILLED_COLUMNS[billed]) if billed is not None else changed

    return Idea(change, why, certain)


def _certain(
    rules: Mapping[ColumnKind, ColumnRule], assignment: _Assignment, located: Located, knowledge: Knowledge
) -> tuple[ColumnKind, ...]:
    """Return the columns that several lines bear witness of, and whose heading means nothing else."""
    return tuple(
        kind
        for kind, rule in rules.items()
        if assignment.seen.get(kind, 0) > 1
        and assignment.seen.get(kind, 0) * 3 >= located.found * 2
        and rule.headings
        and not any(knowledge.columns.meanings(squeeze(heading)) for heading in rule.headings)
    )


def _reason(kind: ColumnKind, rule: ColumnRule, assignment: _Assignment, located: Located) -> str:
    name = _NAMES.get(kind, f"the {kind.value.replace('_', ' ')}")
    where = []
    if rule.headings:
        where.append(f"under the heading “{rule.headings[0]}”")
    if rule.x_range is not None:
        where.append(f"between {rule.x_range[0]:g} and {rule.x_range[1]:g} points from the left")
    seen = assignment.seen.get(kind)
    witness = f", as {seen} of {located.found} lines show" if seen is not None else ""
    if kind is ColumnKind.IGNORED:
        return f"What stands {' and '.join(where)} is none of the fields."
    return f"{name[0].upper()}{name[1:]} stands {' and '.join(where)}{witness}."
