"""Ideas for the header and the totals: by the label left of or above the right value, or by its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from app.domain.invoice import InvoiceHeader
from app.extraction.learning.ideas import Idea, with_field
from app.extraction.learning.places import shared
from app.extraction.profiles.model import Area, FieldKind, FieldRule, Profile
from app.extraction.sums.sum_labels import RATE_OR_MARK
from app.extraction.values.dates import find_date
from app.extraction.values.figures import looks_like_figure, read_figure
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import Cell, Row, box_of, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_KINDS = {
    "invoice_number": FieldKind.INVOICE_NUMBER,
    "invoice_date": FieldKind.INVOICE_DATE,
    "due_date": FieldKind.DUE_DATE,
    "vendor_tax_id": FieldKind.VENDOR_TAX_ID,
    "po_numbers": FieldKind.PO_NUMBER,
    "currency": FieldKind.CURRENCY,
    "subtotal": FieldKind.SUBTOTAL,
    "tax_total": FieldKind.TAX_TOTAL,
    "total": FieldKind.TOTAL,
    "credits_invoice": FieldKind.CREDITS_INVOICE,
}
_SUMS = ("subtotal", "tax_total", "total")
_MOST_HITS = 6
_LONGEST_LABEL = 6  # words
_SHORTEST_LABEL = 2  # letters; below the lines, where sums stand, one letter is as sure ("H  394.84")
_ABOVE = 3  # rows
_MARGIN = 4.0


def field_ideas(
    rows: Sequence[Row], wanted: InvoiceHeader, names: Sequence[str], mark: DecimalMark
) -> tuple[Idea, ...]:
    """Return ideas for these fields, labels before places."""
    found: list[Idea] = []
    last = max((row.page for row in rows), default=1)
    for name in names:
        kind = _KINDS.get(name)
        hits = _hits(rows, wanted, name, mark) if kind is not None else []
        if kind is None:
            continue
        shortest = 1 if name in _SUMS else _SHORTEST_LABEL
        labels = dict.fromkeys(label for at, words in hits for label in _labels(rows, at, words, shortest))
        found.extend(_label_idea(kind, label) for label in labels)
        found.extend(_area_idea(kind, rows[at], words, last) for at, words in hits[:2])
    together = _sums_idea(rows, wanted, mark) if set(names) & set(_SUMS) else None
    return tuple(found) if together is None else (together, *found)


def _sums_idea(rows: Sequence[Row], wanted: InvoiceHeader, mark: DecimalMark) -> Idea | None:
    """Return the labels of all sums as one idea: which figure is which shows only where all of them are known.

    The same figure may stand in several rows; the total is the last of them, the others are the first.
    """
    rules: dict[FieldKind, str] = {}
    for name in _SUMS:
        hits = _hits(rows, wanted, name, mark)
        labels = [label for at, words in hits for label in list(_labels(rows, at, words, 1))[:1]]
        free = [label for label in labels if squeeze(label) not in map(squeeze, rules.values())]
        if free:
            rules[_KINDS[name]] = free[-1] if name == "total" else free[0]
    if len(rules) < 2:
        return None

    def change(profile: Profile) -> Profile:
        for kind, label in rules.items():
            profile = with_field(profile, kind, FieldRule((label,)))
        return profile

    return Idea(change, {f"fields.{kind.value}": _label_reason(kind, label) for kind, label in rules.items()})


Hit = tuple[int, tuple[Word, ...]]


def _hits(rows: Sequence[Row], wanted: InvoiceHeader, name: str, mark: DecimalMark) -> list[Hit]:
    value = getattr(wanted, name)
    values = [number.value for number in value] if name == "po_numbers" else [value.value] if value else []
    found = [hit for inner in values for at, row in enumerate(rows) for hit in _in_row(at, row, inner, mark)]
    return found[:_MOST_HITS]


def _in_row(at: int, row: Row, value: object, mark: DecimalMark) -> Iterator[Hit]:
    if isinstance(value, Decimal):
        for cell in row.cells:
            if not any(looks_like_figure(word.text) for word in cell.words):
                continue
            figure = read_figure(cell.words, mark, last=True)
            if figure is not None and figure.value == value:
                yield at, tuple(w for w in cell.words if shared((w.x0, w.x1), (figure.box.x0, figure.box.x1)) > 0)
    elif isinstance(value, date):
        for cell in row.cells:
            reading = find_date(cell.text)
            if reading is not None and value in (reading.day_first, reading.month_first):
                yield at, _date_words(cell, reading.start, reading.end)
    else:
        yield from ((at, words) for words in _runs(row, squeeze(str(value))))


def _date_words(cell: Cell, start: int, end: int) -> tuple[Word, ...]:
    kept, at = [], 0
    for word in cell.words:
        if at < end and at + len(word.text) > start:
            kept.append(word)
        at += len(word.text) + 1
    return tuple(kept) or cell.words


def _runs(row: Row, wanted: str) -> Iterator[tuple[Word, ...]]:
    for start in range(len(row.words)):
        key = ""
        for end in range(start, min(start + 8, len(row.words))):
            key += squeeze(row.words[end].text)
            if key == wanted and wanted:
                yield row.words[start : end + 1]
                break
            if len(key) > len(wanted):
                break


def _labels(rows: Sequence[Row], at: int, words: tuple[Word, ...], shortest: int) -> Iterator[str]:
    """Return what may be the label of a value: what stands left of it, then what stands above it.

    A rate between them ("Levy 6% 41.95") is of this invoice and no part of the label. ``shortest`` is in letters.
    """
    row = rows[at]
    index = row.words.index(words[0])
    while index and RATE_OR_MARK.fullmatch(row.words[index - 1].text):
        index -= 1
    left: list[Word] = []
    for word in reversed(row.words[:index]):
        if any(ch.isdigit() for ch in word.text) or (left and left[0].x0 - word.x1 > 1.6 * row.height):
            break
        if any(ch.isalpha() for ch in word.text) or word.text in {"#", ".", "/", "-", "&"}:
            left.insert(0, word)
    yield from filter(None, (_label(left, shortest),))
    span = (words[0].x0, max(word.x1 for word in words))
    for above in range(at - 1, max(-1, at - 1 - _ABOVE), -1):
        if rows[above].page != row.page:
            return
        over = [cell for cell in rows[above].cells if shared((cell.x0, cell.x1), span) > 0]
        over += [cell for cell in rows[above].cells if abs(cell.x0 - span[0]) < row.height and cell not in over]
        if over:
            named = [w for w in over[0].words if not any(c.isdigit() for c in w.text)]
            yield from filter(None, (_label(named, shortest),))
            return


def _label(words: Sequence[Word], shortest: int) -> str:
    while words and not any(ch.isalpha() for ch in words[0].text):
        words = words[1:]
    text = join_words(words).strip(" :.#-/&")
    return text if 0 < len(words) <= _LONGEST_LABEL and sum(map(str.isalpha, text)) >= shortest else ""


def _label_idea(kind: FieldKind, label: str) -> Idea:
    def change(profile: Profile) -> Profile:
        return with_field(profile, kind, FieldRule((label,)))

    return Idea(change, {f"fields.{kind.value}": _label_reason(kind, label)})


def _label_reason(kind: FieldKind, label: str) -> str:
    return f"The {kind.value.replace('_', ' ')} stands beside or below the label “{label}”."


def _area_idea(kind: FieldKind, row: Row, words: tuple[Word, ...], last: int) -> Idea:
    box = box_of(words)
    width = box.x1 - box.x0
    # Figures are set flush right, other values flush left: that is the way a longer one grows.
    amount = kind in {FieldKind.SUBTOTAL, FieldKind.TAX_TOTAL, FieldKind.TOTAL}
    x0 = box.x0 - (width if amount else _MARGIN)
    x1 = box.x1 + (_MARGIN if amount else 0.6 * width)
    page = -1 if row.page == last > 1 else row.page
    area = Area(page, *(round(max(0.0, v), 1) for v in (x0, row.top - _MARGIN, x1, row.bottom + _MARGIN)))
    name = kind.value.replace("_", " ")
    sheet = "the last page" if page == -1 else f"page {page}"
    reason = f"The {name} has no label that tells it apart; it stands on {sheet}, {area.top:g} points from the top."

    def change(profile: Profile) -> Profile:
        return with_field(profile, kind, FieldRule((), area))

    return Idea(change, {f"fields.{kind.value}": reason})
