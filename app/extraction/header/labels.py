"""Labels of an invoice's header and what stands beside or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.provenance import Method
from app.extraction.header.values import tax_id
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Cell, Row, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_ENDS_LABEL = (":", "#", "：")
_BREAK = re.compile(r"[|•·–—\-/]+")
_LONG_NUMBER = re.compile(r"[0-9]{11,15}", re.ASCII)  # a tax id without the letters of its country
_BRITISH = re.compile(r"[0-9]{3} ?[0-9]{4} ?[0-9]{2}", re.ASCII)
_NUMBER_MARKS = frozenset({"no", "number", "regno"})
_LEADER, _UNSURE = re.compile(r"[.…_·]{4,}[0-9.…_·»]*", re.ASCII), 50
_DEPTH = 2.4
_PRINTED = 100  # the confidence of a text layer, which misreads nothing
_SENTENCE = 6  # words
_OTHERS = frozenset({"other_number"})
_ORDER, _TAX = "po_number", "vendor_tax_id"
# "Invoice date / Delivery date": one day for both.
_INVOICED, _DATED = "invoice_date", "other_date"
# "P.O. Box 5120" names no order.
_POST, _BOX = frozenset({"po", "pobox"}), "box"
# "Via Po 3" is a street; of an order's letters the second is no small one behind another word, or a colon follows.
_RIVER = "Po"
# Labels side by side that may stand under their values, and how exactly, in points.
_IN_A_ROW, _FLUSH = 3, 2.0
# Blanks inside a label are at most this wide, in heights of its row.
_WIDE = 1.8


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label with its possible values.

    Attributes:
        meanings: Which fields it names (keys of ``[labels]``).
        key: The squeezed label.
        row: Index of its row.
        words: The label.
        right: What follows it in its row, up to the next label.
        below: What stands under it, up to the next label; the nearest row first.
    """

    meanings: tuple[str, ...]
    key: str
    row: int
    words: tuple[Word, ...]
    right: tuple[Word, ...]
    below: tuple[tuple[Word, ...], ...]

    @property
    def values(self) -> tuple[tuple[Word, ...], ...]:
        """What may be the value, the likeliest first."""
        return (self.right, *self.below) if self.right else self.below

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.words[0].box.page


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    key: str
    meanings: tuple[str, ...]
    firm: bool


def find_labels(rows: Sequence[Row], knowledge: Knowledge) -> tuple[LabelHit, ...]:
    """Return every label of the header fields, from top to bottom."""
    spans = [_spans(row, knowledge) for row in rows]
    hits: list[LabelHit] = []
    for index, row in enumerate(rows):
        for position, span in enumerate(spans[index]):
            end = spans[index][position + 1].start if position + 1 < len(spans[index]) else len(row.words)
            right = _beside(row, span, end)
            below = _below(rows, spans, index, span) or _wrapped(rows, index, span)
            if not right:
                below = (*_above(rows, spans, index, span), *below)
            hits.append(LabelHit(span.meanings, span.key, index, row.words[span.start : span.end], right, below))
    return tuple(hits)


def _spans(row: Row, knowledge: Knowledge) -> list[_Span]:
    found: list[_Span] = []
    offset = 0
    for place, cell in enumerate(row.cells):
        words = cell.words
        start = max(0, found[-1].end - offset) if found else 0
        apart = (
            (_bilingual(words, offset, knowledge) or _over_cells(row, place, offset, knowledge)) if not start else None
        )
        if apart is not None:
            found.append(apart)
            start = max(apart.end - offset, 1)
        free = start  # here a label may stand
        while start < len(words):
            if words[start].confidence >= _PRINTED and not knowledge.labels.begins(cell.keys[start]):
                start += 1  # as at most words
                continue
            span = _longest(words, start, offset, knowledge)
            if span is not None and found and _marks_order(found[-1], span, words, start):
                span = None
            if span is not None and (
                start == free
                or _frees(words[start - 1].text)
                or _names_order(span, words, start)
                or _marked_again(span, words, start)
                or _names_tax(span, words, start)
            ):
                found.append(span)
                start = free = span.end - offset
            else:
                start += 1
        offset += len(words)
    return found


def _marks_order(before: _Span, span: _Span, words: Sequence[Word], start: int) -> bool:
    """Tell whether what reads like a label is a part of the order right behind the label of one: "PO #   JOB 4418"."""
    if _ORDER not in before.meanings or not set(span.meanings) <= _OTHERS or span.firm or span.start != before.end:
        return False
    return span.end - span.start == 1 and any(ch.isdigit() for word in words[start + 1 : start + 2] for ch in word.text)


def _frees(text: str) -> bool:
    """Tell whether another label may follow inside a cell: behind a value, a bullet or a comma."""
    return any(map(str.isdigit, text)) or bool(_BREAK.fullmatch(text)) or text[-1:] in ",;)"


def _marked_again(span: _Span, words: Sequence[Word], start: int) -> bool:
    """Tell whether a label with its colon follows one word behind another with its own: "Serie: A Folio: 10482"."""
    return span.firm and start > 1 and words[start - 2].text.endswith(_ENDS_LABEL)


def _names_order(span: _Span, words: Sequence[Word], start: int) -> bool:
    """Tell whether a label in the midst of a text is that of an order whose number follows: "Job 7  Customer PO 44".

    It takes two words: "free over (order > 300)" names none.
    """
    behind = start + span.end - span.start
    if _ORDER not in span.meanings or sum(bool(squeeze(word.text)) for word in words[start:behind]) < 2:
        return False
    return any(ch.isdigit() for word in words[behind : behind + 2] for ch in word.text)


def _names_tax(span: _Span, words: Sequence[Word], start: int) -> bool:
    """Tell whether a label in the midst of a text is that of a tax id: an unmistakable one or a long number follows."""
    behind = words[start + span.end - span.start :]
    if _TAX not in span.meanings:
        return False
    if tax_id(behind, labelled=False) is not None or _LONG_NUMBER.fullmatch(join_words(behind[:1])):
        return True
    # "Registered office 1 Mill Road Leeds. VAT No. 664 2190 38": written without its country where that is its own.
    numbered = span.end - span.start > 1 and squeeze(words[start + span.end - span.start - 1].text) in _NUMBER_MARKS
    return numbered and any(_BRITISH.fullmatch(join_words(behind[:length]).rstrip(".")) for length in (1, 3))


def _bilingual(words: Sequence[Word], offset: int, knowledge: Knowledge) -> _Span | None:
    """Return the label that a cell begins with in two languages, parted by a stroke: "Ihre Bestellung/Your PO"."""
    stroke = next((at for at, word in enumerate(words[: knowledge.labels.longest]) if "/" in word.text), -1)
    if stroke < 0:
        return None
    first, _, begun = words[stroke].text.partition("/")
    left = squeeze("".join(word.text for word in words[:stroke]) + first)
    meanings = knowledge.labels.meanings(left) if left else ()
    if not meanings or "/" in begun:
        return None
    for end in range(min(len(words), stroke + knowledge.labels.longest), stroke, -1):
        key = squeeze(begun + "".join(word.text for word in words[stroke + 1 : end]))
        other = knowledge.labels.meanings(key) if key else ()
        shared = tuple(m for m in meanings if m in other or (m == _INVOICED and _DATED in other))
        if shared:
            return _Span(offset, offset + end, key, shared, firm=True)
    return None


def _over_cells(row: Row, place: int, offset: int, knowledge: Knowledge) -> _Span | None:
    """Return the label whose wide-set words stand in two cells: "FED", "ID:"; its colon may be in a third."""
    cell, following = row.cells[place], row.cells[place + 1 : place + 3]
    if not following or following[0].x0 - cell.x1 > _WIDE * row.height:
        return None
    span = _longest((*cell.words, *following[0].words), 0, offset, knowledge)
    if span is None or span.end - offset <= len(cell.words):
        return None
    whole = span.end - offset == len(cell.words) + len(following[0].words)
    return span if span.firm or (whole and len(following) > 1 and following[1].text.startswith(":")) else None


def _longest(words: Sequence[Word], start: int, offset: int, knowledge: Knowledge) -> _Span | None:
    book = knowledge.labels
    scan = words[start].confidence < _PRINTED
    if not scan and not book.begins(squeeze(words[start].text)):
        return None  # as at most words
    part = words[start : start + book.longest]
    closed = next((length for length, word in enumerate(part, 1) if word.text.endswith(":")), len(part))
    keys = [squeeze(word.text) for word in part[:closed]]
    length, key, meanings = book.leading(keys)
    if scan:
        # a misread phrase counts where it is longer than the one that is there as it stands
        for longer in range(len(keys), length, -1):
            whole = "".join(keys[:longer])
            # "Invoice To" stands as it is over an address; it is no misread "Invoice No"
            loose = () if knowledge.parties.meanings(whole) else book.loosely(whole)
            if loose:
                length, key, meanings = longer, whole, loose
                break
    if not length or (key in _POST and keys[length : length + 1] == [_BOX]):
        return None
    if start and words[start].text == _RIVER:
        return None
    return _Span(offset + start, offset + start + length, key, meanings, part[length - 1].text.endswith(_ENDS_LABEL))


def _beside(row: Row, span: _Span, end: int) -> tuple[Word, ...]:
    words = [word for word in row.words[span.end : end] if not _leads_on(word)]
    kept: list[Word] = []
    edge = row.words[span.end - 1].x1
    for word in words:
        # A value stands near its label, or right-aligned in the next cell; a second wide gap ends it.
        if kept and word.x0 - kept[-1].x1 > 1.6 * row.height:
            break
        if not kept and word.x0 - edge > 45 * row.height:
            break
        kept.append(word)
    return tuple(kept)


def _leads_on(word: Word) -> bool:
    """Tell whether a word only leads from a label to its value; of dots a scan reads some as digits ("....2.22")."""
    if word.text in {":", "#", "-", "=", ".", "|"}:
        return True
    return word.method is Method.OCR and word.confidence < _UNSURE and bool(_LEADER.fullmatch(word.text))


def _below(
    rows: Sequence[Row], spans: Sequence[Sequence[_Span]], index: int, span: _Span
) -> tuple[tuple[Word, ...], ...]:
    row = rows[index]
    left = row.words[span.start].x0
    right = max(word.x1 for word in row.words[span.start : span.end])
    found: list[tuple[Word, ...]] = []
    bottom = row.bottom
    for at in range(index + 1, min(index + 5, len(rows))):
        below = rows[at]
        if below.page != row.page or below.top - bottom > _DEPTH * row.height:
            break
        cell = _under(below, left, right)
        if cell is None:
            continue
        if _starts_label(below, cell, spans[at]):
            break
        found.append(cell.words)
        if len(found) == 2:
            break
        bottom = below.bottom
    return tuple(found)


def _above(
    rows: Sequence[Row], spans: Sequence[Sequence[_Span]], index: int, span: _Span
) -> tuple[tuple[Word, ...], ...]:
    """Return the value over a label in a row of labels, each of which stands under the value it names.

    Both rows have as many cells, each begins where the one above it does, and no label stands among the values; the
    rows around them have another number of cells, else the values may be those of a row of labels above.
    """
    row, over = rows[index], rows[index - 1] if index else None
    if (
        over is None
        or not is_right_below(row, over, row.height)
        or len(over.cells) != len(row.cells)
        or len(row.cells) < _IN_A_ROW
    ):
        return ()
    if spans[index - 1] or len(spans[index]) * 2 <= len(row.cells):
        return ()
    around = (*rows[max(0, index - 2) : index - 1], *rows[index + 1 : index + 2])
    if any(len(other.cells) == len(row.cells) for other in around):
        return ()
    pairs = list(zip(over.cells, row.cells, strict=True))
    if any(abs(value.x0 - label.x0) > _FLUSH for value, label in pairs):
        return ()
    label = row.words[span.start]
    return tuple(value.words for value, under in pairs if under.words[0] is label and _has_digit(value))


def _has_digit(cell: Cell) -> bool:
    return any(ch.isdigit() for word in cell.words for ch in word.text)


def _wrapped(rows: Sequence[Row], index: int, span: _Span) -> tuple[tuple[Word, ...], ...]:
    """Return how the next row of a text begins, where a label ends the row above it."""
    row, below = rows[index], rows[index + 1] if index + 1 < len(rows) else None
    if below is None or below.page != row.page or span.end < len(row.words) or span.end - span.start == len(row.words):
        return ()
    last = row.cells[-1]
    text = len(last.words) > _SENTENCE and below.top - row.bottom < row.height
    if not text or abs(below.cells[0].x0 - last.x0) > row.height:
        return ()
    words = below.cells[0].words
    # The label itself may run on: "TVA", "intracommunautaire FR33...".
    return (words, words[1:]) if len(words) > 1 and words[0].text.isalpha() else (words,)


def _under(row: Row, left: float, right: float) -> Cell | None:
    near = [
        cell for cell in row.cells if min(cell.x1, right) - max(cell.x0, left) > 0 or abs(cell.x0 - left) < row.height
    ]
    return min(near, key=lambda cell: abs(cell.middle - (left + right) / 2), default=None)


def _starts_label(row: Row, cell: Cell, spans: Sequence[_Span]) -> bool:
    return any(row.words[span.start] is cell.words[0] and (span.firm or len(span.key) > 6) for span in spans)


def value_text(words: Sequence[Word]) -> str:
    """Return a value's words as text."""
    return join_words(words).strip()
