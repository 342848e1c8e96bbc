"""Lines printed as fields with their names: "Article: KW-1180   Quantity: 2 pcs   Unit price: 318.40   Total: 636.80".

Nothing heads columns on such a page; each line names its figures anew. Every line must have a quantity, a price and an
amount that multiply, and no money under a name that nobody knows: else something in them was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.domain.money import decimals_of
from app.extraction.sums.sum_labels import label_meanings
from app.extraction.table.codes import is_code
from app.extraction.table.columns import Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.line_table import TableContext, TableReading
from app.extraction.values.arithmetic import multiplies
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import Figure, looks_like_figure, read_figure
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_NUMBER = re.compile(r"[0-9]{1,3}[.)]?", re.ASCII)  # of the line, before its title
_LONGEST_NAME = 4  # words
_NEAR = 1.6  # heights of a row, between the rows of one line
_FEWEST = 2  # lines
_CENTS = 2
_FIGURES = (ColumnKind.QUANTITY, ColumnKind.PRICE, ColumnKind.AMOUNT)
_KNOWN = (*_FIGURES, ColumnKind.ITEM_CODE, ColumnKind.DESCRIPTION, ColumnKind.UOM)


@dataclass(frozen=True, slots=True)
class _Field:
    """A named value: what its name means (None: nobody knows), the words of the name and those of the value."""

    row: int
    kind: ColumnKind | None
    name: tuple[Word, ...]
    value: tuple[Word, ...]


@dataclass(slots=True)
class _Record:
    """The fields of one line, and those whose names nobody knows."""

    fields: dict[ColumnKind, _Field] = field(default_factory=dict)
    others: list[_Field] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether it has a quantity, a price and an amount."""
        return all(kind in self.fields for kind in _FIGURES)

    @property
    def rows(self) -> list[int]:
        """The rows it stands in."""
        return sorted({one.row for one in (*self.fields.values(), *self.others)})


def read_labelled(context: TableContext) -> tuple[TableReading, ...]:
    """Read lines whose figures are named one by one; nothing where they are not all understood."""
    records = list(_records(context))
    whole = [at for at, record in enumerate(records) if record.whole]
    if len(whole) < _FEWEST or whole != list(range(whole[0], whole[-1] + 1)):
        return ()
    billed = records[whole[0] : whole[-1] + 1]
    _lead_with_titles(billed)
    lines = [_line(record, context) for record in billed]
    if not all(line is not None for line in lines):
        return ()
    drafts = tuple(line for line in lines if line is not None)
    for before, (draft, record) in zip(
        [-1, *(d.rows[-1] for d in drafts)], zip(drafts, billed, strict=True), strict=False
    ):
        _take_title(draft, record, before, context)
    columns = tuple(_column(kind, billed) for kind in _KNOWN)
    used = frozenset(row for draft in drafts for row in draft.rows)
    quantity, price, amount = map(_KNOWN.index, _FIGURES)
    return (TableReading(columns, RoleChoice(quantity, price, amount), drafts, used_rows=used),)


def _records(context: TableContext) -> Iterator[_Record]:
    """Yield the fields of each line: a name that comes again begins the next, and so does a wide gap."""
    record = _Record()
    last: int | None = None
    for index, row in enumerate(context.rows):
        for one in _fields(row, index, context) if context.may_bill(index) else ():
            if one.kind is None and _sums_up(row, context):
                yield record
                record, last = _Record(), None
                continue
            apart = last is not None and last != index and not _near(context.rows[last : index + 1])
            if (one.kind in record.fields) or apart:
                yield record
                record = _Record()
            if one.kind is None:
                record.others.append(one)
            else:
                record.fields[one.kind] = one
            last = index
    yield record


def _sums_up(row: Row, context: TableContext) -> bool:
    """Tell whether a row names a sum or a tax: the lines end there."""
    return label_meanings([w for w in row.words if not looks_like_figure(w.text)], context.knowledge)[1]


def _lead_with_titles(records: Sequence[_Record]) -> None:
    """Give each line what stands above its fields under names nobody knows ("Item 2: Parasol"), as the first has it."""
    first = records[0]
    if not first.others or first.others[0].row >= min(one.row for one in first.fields.values()):
        return
    for record, following in pairwise(records):
        last = max(one.row for one in record.fields.values())
        following.others[:0] = [one for one in record.others if one.row > last]
        record.others[:] = [one for one in record.others if one.row <= last]
    # What stands above the first of them beyond that belongs to the page: its order, say.
    over = len(_leading(first)) - len(_leading(records[1]))
    del first.others[: max(over, 0)]


def _leading(record: _Record) -> list[_Field]:
    """Return the fields under names nobody knows that stand above those of a line."""
    top = min(one.row for one in record.fields.values())
    return [one for one in record.others if one.row < top]


def _near(rows: Sequence[Row]) -> bool:
    return all(is_right_below(lower, row, _NEAR * max(row.height, lower.height)) for row, lower in pairwise(rows))


def _fields(row: Row, index: int, context: TableContext) -> Iterator[_Field]:
    """Yield the named values of a row; each goes to where the next name begins."""
    ends = [at for at, word in enumerate(row.words) if word.text.endswith(":") and (at or len(word.text) > 1)]
    if not ends:
        return
    named = [_name(row.words, ends[i - 1] + 1 if i else 0, end, context) for i, end in enumerate(ends)]
    starts = [start for start, _ in named[1:]] + [len(row.words)]
    for end, (start, kind), stop in zip(ends, named, starts, strict=True):
        value = row.words[end + 1 : stop]
        if value:
            meant = ColumnKind.ITEM_CODE if kind in _FIGURES and _is_code(value) else kind
            yield _Field(index, meant, tuple(row.words[start : end + 1]), tuple(value))


def _is_code(value: Sequence[Word]) -> bool:
    """Tell whether the value of a figure's name is a code and no figure: "Codifica articolo  Valore: ALB-40"."""
    return len(value) == 1 and is_code(value[0].text) and not looks_like_figure(value[0].text)


def _name(words: Sequence[Word], first: int, end: int, context: TableContext) -> tuple[int, ColumnKind | None]:
    """Return where the name before a colon begins and what it means: the longest that heads a column."""
    for start in range(max(first, end + 1 - _LONGEST_NAME), end + 1):
        key = squeeze("".join(word.text for word in words[start : end + 1]))
        known = [kind for meaning in context.knowledge.columns.meanings(key) if (kind := ColumnKind(meaning)) in _KNOWN]
        if known:
            return start, known[0]
    return end, None


def _line(record: _Record, context: TableContext) -> LineDraft | None:
    """Return a line whose figures multiply and that has no other money; None for any other."""
    numbers: dict[int, Figure] = {}
    for kind in _FIGURES:
        figure = read_figure(record.fields[kind].value, context.mark)
        if figure is None or figure.crowded:
            return None
        numbers[_KNOWN.index(kind)] = figure
    quantity, price, amount = (numbers[_KNOWN.index(kind)].value for kind in _FIGURES)
    if not multiplies(quantity, price, amount) or any(_is_money(one, context) for one in record.others):
        return None
    rows = record.rows
    first, last = context.rows[rows[0]], context.rows[rows[-1]]
    draft = LineDraft(rows[0], first.page, first.top, last.bottom, numbers, rows=rows)
    for kind, words in (
        (ColumnKind.ITEM_CODE, draft.item_code),
        (ColumnKind.DESCRIPTION, draft.description),
        (ColumnKind.UOM, draft.uom),
    ):
        if kind in record.fields:
            words.extend(record.fields[kind].value)
    draft.texts.extend(context.rows[row].words for row in rows)
    return draft


def _is_money(one: _Field, context: TableContext) -> bool:
    figure = read_figure(one.value, context.mark)
    return figure is not None and decimals_of(figure.value) == _CENTS


def _take_title(draft: LineDraft, record: _Record, before: int, context: TableContext) -> None:
    """Give a line the text over its fields ("Item 2: Parasol 3 m", "2. Parasol") where none of them names its goods."""
    notes = list(record.others)
    above = draft.rows[0] - 1
    if not draft.description and above > before and _near(context.rows[above : above + 2]):
        row = context.rows[above]
        if ":" not in row.text and any(word.text.isalpha() for word in row.words):
            draft.description.extend(row.words[bool(_NUMBER.fullmatch(row.words[0].text)) :])
            draft.rows.insert(0, above)
            draft.texts.insert(0, row.words)
    if not draft.description and notes and notes[0].row == draft.rows[0]:
        draft.description.extend(notes.pop(0).value)
    draft.notes.extend(" ".join(word.text for word in (*one.name, *one.value)) for one in notes)


def _column(kind: ColumnKind, records: Sequence[_Record]) -> Column:
    """Return where the values of one name stand, under the name of the first of them."""
    found = [record.fields[kind] for record in records if kind in record.fields]
    words = [word for one in found for word in one.value]
    heading = " ".join(word.text for word in found[0].name).rstrip(":") if found else ""
    return Column(min((w.x0 for w in words), default=0.0), max((w.x1 for w in words), default=0.0), heading, (kind,))
