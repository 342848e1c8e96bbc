"""Finding the heading of a line table: which rows name columns, and what each column is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median

from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import is_numeric
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText, RulingLine, Word


class Role(StrEnum):
    """What a column of a line table is for (the keys of ``[columns]`` in header_words.toml)."""

    LINE_NO = "line_no"
    ITEM_CODE = "item_code"
    BUYER_CODE = "buyer_code"
    OTHER_CODE = "other_code"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    ORDERED = "ordered"
    SHIPPED = "shipped"
    BACKORDERED = "backordered"
    UOM = "uom"
    PRICE = "price"
    LIST_PRICE = "list_price"
    PRICE_PER = "price_per"
    DISCOUNT = "discount"
    TAX_RATE = "tax_rate"
    TAX_AMOUNT = "tax_amount"
    AMOUNT = "amount"
    GROSS_AMOUNT = "gross_amount"
    PO_NUMBER = "po_number"
    PO_LINE = "po_line"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


NUMBER_ROLES = frozenset({
    Role.QUANTITY, Role.ORDERED, Role.SHIPPED, Role.BACKORDERED, Role.PRICE, Role.LIST_PRICE,
    Role.DISCOUNT, Role.TAX_AMOUNT, Role.AMOUNT, Role.GROSS_AMOUNT,
})  # fmt: skip
_MONEY_ROLES = frozenset({Role.AMOUNT, Role.GROSS_AMOUNT, Role.PRICE})
_COUNT_ROLES = frozenset({Role.QUANTITY, Role.ORDERED, Role.SHIPPED})
_WHAT_ROLES = frozenset({Role.DESCRIPTION, Role.ITEM_CODE, Role.BUYER_CODE, Role.OTHER_CODE})
# A heading is at most this many rows high.
_HIGHEST = 3
# Parting the words of a heading into phrases: a gap is wide beyond so many of the page's usual blanks (where so many
# are seen; else beyond this share of the height); the prices of an unknown word, of each phrase, of a phrase across a
# wide gap, of one torn off at a blank.
_WIDER, _FEWEST_GAPS, _BLANK = 1.4, 5, 0.85
_UNKNOWN_WORD, _PHRASE, _ACROSS, _TORN = 1.0, 0.1, 0.8, 0.3
_FEWEST_FIELDS = 2
_PRINTED, _LONG_WORD = 100, 5
# "Item / Description" is one column where the two words are no farther apart than this share of their height.
_CLOSE = 0.5
_QUALIFIERS = frozenset({"excl", "exkl", "excluded", "net", "ht", "exvat", "ex", "hors", "taxes", "escl", "excltax"})
# Widest ruled cell, in points, whose lines are taken for one heading.
_NARROW_CELL = 90
_ROLES_BY_NAME = {role.value: role for role in Role}


_WITHOUT = frozenset(
    {
        "wo",
        "without",
        "excl",
        "excluding",
        "ohne",
        "exkl",
        "hors",
        "sans",
        "sin",
        "senza",
        "escl",
        "zonder",
        "exclusief",
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place, its heading and what the heading says it is for (first the likeliest)."""

    x0: float
    x1: float
    heading: str
    roles: tuple[Role, ...]
    ruled: bool = False
    also_code: bool = False
    stacked: bool = False

    @property
    def role(self) -> Role:
        """The likeliest role."""
        return self.roles[0] if self.roles else Role.UNKNOWN


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: the rows it covers (indices into the document's rows) and its columns."""

    first_row: int
    last_row: int
    page: int
    columns: tuple[Column, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The known roles."""
        return frozenset(column.role for column in self.columns) - {Role.UNKNOWN, Role.IGNORED}


@dataclass(frozen=True, slots=True)
class _Segment:
    words: tuple[Word, ...]
    key: str
    meanings: tuple[str, ...]
    x0: float
    x1: float


def find_headings(rows: Sequence[Row], pages: Sequence[PageText], knowledge: Knowledge) -> tuple[Heading, ...]:
    """Return every row (or two or three rows together) that reads like the heading of a line table, top down."""
    verticals = {page.number: [line for line in page.rulings if not line.horizontal] for page in pages}
    blanks = blanks_of(rows)
    segments = [_segments_of(row, knowledge, blanks.get(row.page, _BLANK)) for row in rows]
    headings: list[Heading] = []
    index = 0
    while index < len(rows):
        best = _best_block(rows, segments, index, verticals, knowledge)
        if best is None:
            index += 1
            continue
        headings.append(best)
        index = best.last_row + 1
    return tuple(headings)


def _best_block(
    rows: Sequence[Row],
    segments: Sequence[tuple[_Segment, ...]],
    index: int,
    verticals: dict[int, list[RulingLine]],
    knowledge: Knowledge,
) -> Heading | None:
    if not any(segment.meanings for segment in segments[index]) or rows[index].text.startswith("**"):
        return None
    best: Heading | None = None
    best_score = 0.0
    for height in range(1, _HIGHEST + 1):
        last = index + height - 1
        if last >= len(rows) or rows[last].page != rows[index].page:
            break
        row = rows[last]
        if height > 1 and row.top - rows[last - 1].bottom > 0.6 * min(row.height, rows[last - 1].height):
            break
        if _names_fields(row, knowledge) or _has_figures(row) or (height > 1 and _is_section(row, segments[last])):
            break
        if all(_is_sentence(r) for r in rows[index : last + 1]):
            continue
        lines = verticals.get(row.page, [])
        columns = _columns(
            segments[index : last + 1], [v for v in lines if v.top <= row.bottom and v.bottom >= row.top], knowledge
        )
        score = _score(columns) - 0.3 * (height - 1) + 0.4 * _joined(columns, knowledge)
        if score > best_score:
            best, best_score = Heading(index, last, row.page, columns), score
    return best


def _names_fields(row: Row, knowledge: Knowledge) -> bool:
    """Tell whether a row names fields of the invoice's header, in boxes side by side, and no columns of lines."""
    keys = [squeeze(cell.text) for cell in row.cells]
    named = [key for key in keys if knowledge.labels.meanings(key)]
    own = [key for key in named if not knowledge.columns.meanings(key)]
    return len(own) >= _FEWEST_FIELDS and len(named) * 2 > len(keys)


def _is_section(row: Row, segments: Sequence[_Segment]) -> bool:
    """Tell whether a row under a heading is one text that no heading would be: the name of a group of lines."""
    return len(row.cells) == 1 and any(not segment.meanings for segment in segments)


def heading_columns(
    row: Row, pages: Sequence[PageText], knowledge: Knowledge, blanks: Mapping[int, float]
) -> tuple[Column, ...]:
    """Return the columns that one row would name if it were a heading."""
    lines = [line for page in pages if page.number == row.page for line in page.rulings if not line.horizontal]
    crossing = [line for line in lines if line.top <= row.bottom and line.bottom >= row.top]
    segments = _segments_of(row, knowledge, blanks.get(row.page, _BLANK))
    return _columns([segments], crossing, knowledge)


def is_plain_heading(row: Row) -> bool:
    """Tell whether a row might be a heading at all: no figures, labels or running text."""
    return not _has_figures(row) and not _is_sentence(row)


def _is_sentence(row: Row) -> bool:
    """Tell whether a row is running text: one cell, or a mark that notes begin with."""
    return len(row.cells) < 2 or row.text.startswith(("**", "--", "*"))


def _is_number_of_something(text: str) -> bool:
    return not text.isdigit() and sum(ch.isdigit() for ch in text) > 3


def _has_figures(row: Row) -> bool:
    """Tell whether a row carries figures, numbers or labels; a heading does not (a lone "100" may stand in one)."""
    if any(word.text.endswith(":") or _is_number_of_something(word.text) for word in row.words):
        return True
    figures = [w.text for w in row.words if is_numeric(w.text)]
    return any("." in text or "," in text for text in figures) or len(figures) > 1


def _segments_of(row: Row, knowledge: Knowledge, ratio: float) -> tuple[_Segment, ...]:
    """Part a row into phrases; where two headings are known, the others may have a misread character."""
    exact = _segments(row, knowledge, ratio, loose=False)
    known = sum(bool(segment.meanings) for segment in exact)
    return _segments(row, knowledge, ratio, loose=True) if 2 <= known < len(exact) else exact


def _segments(row: Row, knowledge: Knowledge, ratio: float, *, loose: bool) -> tuple[_Segment, ...]:
    """Part a row into known phrases and runs of unknown words."""
    found: list[_Segment] = []
    blank = ratio * row.height
    for cell in row.cells:
        words = [word for word in cell.words if squeeze(word.text)]
        unknown: list[Word] = []
        for part, meanings in _phrases(words, blank, knowledge, loose=loose):
            if not meanings and not _qualifies(part, found, unknown, words[0], blank):
                if unknown and part[0].x0 - unknown[-1].x1 > blank:
                    found.append(_segment(unknown, ()))
                    unknown = []
                unknown.extend(part)
                continue
            if unknown:
                found.append(_segment(unknown, ()))
                unknown = []
            found.append(_segment(part, meanings) if meanings else _qualified(found.pop(), part))
        if unknown:
            found.append(_segment(unknown, ()))
    return tuple(found)


def blanks_of(rows: Sequence[Row]) -> dict[int, float]:
    """Return for each page the widest gap, in heights of a row, that is a blank between two words."""
    gaps: dict[int, list[float]] = {}
    for row in rows:
        for cell in row.cells:
            for left, right in pairwise(cell.words):
                if left.text[-1:].isalpha() and right.text[:1].isalpha():
                    gaps.setdefault(row.page, []).append((right.x0 - left.x1) / max(row.height, 1.0))
    return {page: _WIDER * median(found) for page, found in gaps.items() if len(found) >= _FEWEST_GAPS}


def _phrases(
    words: Sequence[Word], blank: float, knowledge: Knowledge, *, loose: bool
) -> list[tuple[list[Word], tuple[str, ...]]]:
    """Part the words of a cell so that the fewest stay unknown, gaps fall between phrases, and phrases are long."""
    count = len(words)
    keys = [squeeze(word.text) for word in words]
    # A text layer misreads nothing: there only the end of a whole cell may differ, as in a plural.
    printed = all(word.confidence >= _PRINTED for word in words)
    loosely = loose and not printed
    known = [
        _known(keys[start : start + knowledge.columns.longest], knowledge, loose=loosely) for start in range(count)
    ]
    if loose and printed and not any(known):
        known[:1] = [_inflected("".join(keys), count, knowledge)]
    if not any(known):
        return [([word], ()) for word in words]
    best: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, ())] * (count + 1)
    for start in range(count - 1, -1, -1):
        options: list[tuple[float, int, tuple[str, ...]]] = [(_UNKNOWN_WORD + _PHRASE + best[start + 1][0], 1, ())]
        for length, meanings in known[start]:
            end = start + length
            price = _PHRASE + best[end][0] + _ACROSS * sum(b.x0 - a.x1 > blank for a, b in pairwise(words[start:end]))
            if end < count and words[end].x0 - words[end - 1].x1 <= blank:
                price += _TORN
            options.append((price, length, meanings))
        best[start] = min(options, key=lambda option: (option[0], -option[1]))
    parts = []
    start = 0
    while start < count:
        _, length, meanings = best[start]
        parts.append((list(words[start : start + length]), meanings))
        start += length
    return parts


def _inflected(whole: str, count: int, knowledge: Knowledge) -> list[tuple[int, tuple[str, ...]]]:
    """Return what a heading means but for a letter at its end."""
    ends = (whole[:-1], f"{whole}s") if len(whole) > _LONG_WORD else ()
    return [(count, meanings) for end in ends if (meanings := knowledge.columns.meanings(end))][:1]


def _known(keys: Sequence[str], knowledge: Knowledge, *, loose: bool) -> list[tuple[int, tuple[str, ...]]]:
    """Return every known phrase that begins here, by its length; a misread one only where none is known as it is."""
    book = knowledge.columns
    found = [(length, meanings) for length, _, meanings in book.beginning(keys)]
    if found or not loose:
        return found
    return [
        (length, meanings)
        for length in range(1, len(keys) + 1)
        if (meanings := book.loosely("".join(keys[:length]))) and not any(map(book.meanings, keys[1:length]))
    ]


def _qualifies(
    part: Sequence[Word], found: Sequence[_Segment], unknown: Sequence[Word], first: Word, blank: float
) -> bool:
    """Tell whether words only say more about the heading before them: "Price (EUR)", "Amount excl."."""
    if unknown or not found or part[0] is first or not found[-1].meanings:
        return False
    gap = part[0].x0 - found[-1].x1
    text = part[0].text
    if text[:1] in "([" or is_currency_word(text) or squeeze(text) in _QUALIFIERS:
        return gap <= max(blank, part[0].bottom - part[0].top)
    # Another heading would begin with a capital.
    return gap <= blank and text[0].islower() and squeeze(text).isalpha()


def _qualified(segment: _Segment, part: Sequence[Word]) -> _Segment:
    return replace(segment, words=(*segment.words, *part), x1=max(segment.x1, *(w.x1 for w in part)))


def _segment(words: Sequence[Word], meanings: tuple[str, ...]) -> _Segment:
    key = squeeze("".join(word.text for word in words))
    return _Segment(tuple(words), key, meanings, min(w.x0 for w in words), max(w.x1 for w in words))


def _columns(
    block: Sequence[tuple[_Segment, ...]], verticals: Sequence[RulingLine], knowledge: Knowledge
) -> tuple[Column, ...]:
    """Stack the segments of the block's rows that stand above each other, and name each stack."""
    stacks: list[list[_Segment]] = []
    cuts = sorted({round(line.x0) for line in verticals})
    for segments in block:
        for segment in segments:
            home = next((s for s in stacks if _same_column(s, segment, cuts, segments)), None)
            if home is None:
                stacks.append([segment])
            else:
                home.append(segment)
    columns = [_name(stack, knowledge) for stack in stacks]
    columns.sort(key=lambda column: column.x0)
    heights = [word.bottom - word.top for segments in block for segment in segments for word in segment.words]
    return tuple(_settle(_ruled(columns, cuts), _CLOSE * max(heights, default=0.0)))


def _same_column(stack: Sequence[_Segment], segment: _Segment, cuts: Sequence[int], row: Sequence[_Segment]) -> bool:
    if any(member in row for member in stack):
        return False
    x0, x1 = min(s.x0 for s in stack), max(s.x1 for s in stack)
    shared = min(x1, segment.x1) - max(x0, segment.x0)
    if shared > 0.4 * min(x1 - x0, segment.x1 - segment.x0):
        return True
    # In a narrow ruled cell the lines of a heading belong together however they are aligned.
    cell, bounds = _ruled_cell((x0 + x1) / 2, cuts)
    if bounds is None or bounds[1] - bounds[0] > _NARROW_CELL:
        return False
    return cell == _ruled_cell((segment.x0 + segment.x1) / 2, cuts)[0]


def _ruled_cell(middle: float, cuts: Sequence[int]) -> tuple[int, tuple[int, int] | None]:
    """Return which gap between vertical lines this is, and its two lines where there are two."""
    place = sum(cut < middle for cut in cuts)
    return place, (cuts[place - 1], cuts[place]) if 0 < place < len(cuts) else None


def _name(stack: Sequence[_Segment], knowledge: Knowledge) -> Column:
    printed = squeeze("".join(word.text for segment in stack for word in segment.words))
    whole = "".join(segment.key for segment in stack)
    meanings = knowledge.columns.meanings(printed) or knowledge.columns.meanings(whole)
    if not meanings:
        known = [segment for segment in _before_without(stack) if segment.meanings]
        # In "Item Number / Description" or "VK-Preis / ohne MwSt." the parts speak; the first that is known leads.
        meanings = tuple(dict.fromkeys(m for segment in known for m in segment.meanings))
    roles = tuple(_ROLES_BY_NAME[meaning] for meaning in meanings)
    text = " ".join(word.text for segment in stack for word in segment.words)
    return Column(min(s.x0 for s in stack), max(s.x1 for s in stack), text, roles, stacked=len(stack) > 1)


def _before_without(stack: Sequence[_Segment]) -> list[_Segment]:
    """Return what stands before "without": "Price w/o tax" is no tax."""
    kept: list[_Segment] = []
    for segment in stack:
        kept.append(segment)
        if any(squeeze(word.text) in _WITHOUT for word in segment.words):
            break
    return kept


def _ruled(columns: Sequence[Column], cuts: Sequence[int]) -> list[Column]:
    if len(cuts) < 3:
        return list(columns)
    result = []
    for column in columns:
        middle = (column.x0 + column.x1) / 2
        left = [cut for cut in cuts if cut <= middle]
        right = [cut for cut in cuts if cut > middle]
        alone = left and right and sum(left[-1] < (c.x0 + c.x1) / 2 < right[0] for c in columns) == 1
        result.append(replace(column, x0=left[-1], x1=right[0], ruled=True) if alone else column)
    return result


def _settle(columns: Sequence[Column], close: float) -> list[Column]:
    """Merge "Item Number / Description" into one column, and settle words that mean one thing here, another there."""
    merged: list[Column] = []
    for column in columns:
        last = merged[-1] if merged else None
        both = last is not None and {last.role, column.role} == {Role.ITEM_CODE, Role.DESCRIPTION}
        if last is not None and both and column.x0 - last.x1 < close and not column.ruled:
            merged[-1] = Column(
                last.x0, column.x1, f"{last.heading} {column.heading}", (Role.DESCRIPTION,), also_code=True
            )
        else:
            merged.append(column)
    return _without_doubles(merged)


def _without_doubles(columns: Sequence[Column]) -> list[Column]:
    """Give each column one role: where a word has several meanings, the one that no other column has."""
    result = list(columns)
    taken = {column.role for column in columns if len(column.roles) == 1}
    for index, column in enumerate(result):
        if len(column.roles) < 2:
            continue
        if Role.DESCRIPTION in column.roles and Role.ITEM_CODE in column.roles and Role.DESCRIPTION not in taken:
            choice = (Role.DESCRIPTION,)
            result[index] = replace(column, roles=choice, also_code=len(column.heading.split()) > 1)
        else:
            free = [role for role in column.roles if role not in taken] or list(column.roles)
            result[index] = replace(column, roles=(_by_place(free, index, result), *column.roles))
        taken.add(result[index].role)
    roles = [column.role for column in result]
    if Role.DESCRIPTION not in roles and Role.ITEM_CODE in roles:
        # "Item" heads the description where there is no other column for it.
        index = roles.index(Role.ITEM_CODE)
        if squeeze(result[index].heading) in _DESCRIBING:
            result[index] = replace(result[index], roles=(Role.DESCRIPTION,), also_code=True)
    if roles.count(Role.PRICE) > 1 and not {Role.AMOUNT, Role.GROSS_AMOUNT} & set(roles):
        # The second price, behind quantity and discount, is that of the whole line.
        index = len(roles) - 1 - roles[::-1].index(Role.PRICE)
        result[index] = replace(result[index], roles=(Role.AMOUNT,))
    if Role.PRICE not in roles and Role.UOM in roles and Role.QUANTITY in roles:
        index = roles.index(Role.UOM)
        if squeeze(result[index].heading) == "unit" and index > roles.index(Role.QUANTITY):
            result[index] = replace(result[index], roles=(Role.UOM, Role.PRICE))
    return result


_DESCRIBING = frozenset(
    {"item", "product", "article", "artikel", "articolo", "articulo", "material", "reference", "model"}
)


def _by_place(roles: Sequence[Role], index: int, columns: Sequence[Column]) -> Role:
    """Choose between meanings by where the column stands: numbers of lines first, quantities before amounts."""
    if Role.LINE_NO in roles and index > 0:
        roles = [role for role in roles if role is not Role.LINE_NO] or roles
    if Role.LINE_NO in roles and index == 0:
        return Role.LINE_NO
    if Role.AMOUNT in roles and index == len(columns) - 1:
        return Role.AMOUNT
    if Role.PRICE in roles and Role.UOM in roles:
        has_price = any(c.role is Role.PRICE for i, c in enumerate(columns) if i != index)
        return Role.UOM if has_price else Role.PRICE
    return roles[0]


def _joined(columns: Sequence[Column], knowledge: Knowledge) -> int:
    """Count the columns whose heading is known only as a whole, over two or three rows ("Qty" above "Shipped")."""
    return sum(column.stacked and bool(knowledge.columns.meanings(squeeze(column.heading))) for column in columns)


def _score(columns: Sequence[Column]) -> float:
    """Rate a heading: distinct roles count, unknown words speak against it; zero where it cannot be one."""
    roles = {column.role for column in columns if column.roles}
    known = roles - {Role.IGNORED, Role.UNKNOWN}
    unknown = sum(not column.roles for column in columns)
    if not known & (_MONEY_ROLES | _COUNT_ROLES) or len(known) < 2:
        return 0.0
    if not known & _WHAT_ROLES and len(known & NUMBER_ROLES) < 3:
        return 0.0
    if unknown > len(known) + 1:
        return 0.0
    return len(known) + 0.5 * bool(Role.IGNORED in roles) - 0.4 * unknown
