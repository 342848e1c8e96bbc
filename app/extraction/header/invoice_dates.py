"""The dates of an invoice: beside their labels, or where they stand alone; and which form of date the page writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.domain.provenance import Extracted
from app.extraction.header.currency import US_ADDRESS
from app.extraction.header.labels import LabelHit, value_text
from app.extraction.header.values import leads_to_day
from app.extraction.values.dates import DateOrder, DateReading, find_date, weigh_orders
from app.extraction.values.rows import Row, box_of, join_words
from app.extraction.values.words import Word

_INVOICE_DATE, _NUMBER = "invoice_date", "invoice_number"
_DATES = ("date", "datum", "fecha", "data")
_FLUSH = 1.0  # points
_APART = 3  # heights of a word
_LED_TO = 0.5  # what a day behind "del" is less likely the invoice's where its number does not stand before it
_COMMAS = re.compile(r"[0-9],[0-9]{2}\Z", re.ASCII)
_POINTS = re.compile(r"[0-9]\.[0-9]{2}\Z", re.ASCII)


def labelled_date(labels: Sequence[LabelHit], field: str) -> tuple[DateReading, tuple[Word, ...]] | None:
    """Return the date beside the likeliest label of a field, with its words; None where no label has one."""
    best: tuple[float, DateReading, tuple[Word, ...]] | None = None
    for at, hit in enumerate(labels):
        both = field == _INVOICE_DATE and _names_both(hit)
        if not both and (field not in hit.meanings or _dates_another(hit, labels[:at])):
            continue
        for place, words in enumerate(hit.values):
            reading = find_date(value_text(words))
            if reading is None or (reading.start > 12 and not both):
                continue
            score = (
                min(len(hit.key), 12) / 12
                - _LED_TO * _leads_from_other(hit, labels[:at])
                - 0.3 * place
                - 0.1 * hit.page
                - 0.001 * hit.row
            )
            if best is None or score > best[0]:
                best = (score, reading, _words_of_date(words, reading))
            break
    return (best[1], best[2]) if best else None


def _leads_from_other(hit: LabelHit, before: Sequence[LabelHit]) -> bool:
    """Tell whether a word such as "del" leads on behind something else than the invoice's number in its row.

    "Dated" over a day leads from nothing: it heads a box.
    """
    if not leads_to_day(hit.key) or not hit.right:
        return False
    numbers = (other for other in before if _NUMBER in other.meanings and other.page == hit.page)
    return not any(other.row == hit.row or _right_under(hit, other) for other in numbers)


def _right_under(hit: LabelHit, other: LabelHit) -> bool:
    """Tell whether a label stands flush below another, as in a list: "Rechnung   FR-77", then "vom   15.02."."""
    upper, lower = other.words[0], hit.words[0]
    height = lower.bottom - lower.top
    return abs(lower.x0 - upper.x0) < _FLUSH and 0 < lower.top - upper.bottom < height


def _names_both(hit: LabelHit) -> bool:
    """Tell whether a label names the number of the invoice and its date: "Invoice number / date"."""
    return _NUMBER in hit.meanings and hit.key.endswith(_DATES)


def _dates_another(hit: LabelHit, before: Sequence[LabelHit]) -> bool:
    """Tell whether a word such as "vom" dates the order or delivery that is named right before it in its row."""
    last = before[-1] if before and leads_to_day(hit.key) and hit.right else None
    if last is None or last.row != hit.row or last.page != hit.page:
        return False
    word = hit.words[0]
    if word.x0 - max(w.x1 for w in (*last.words, *last.right)) > _APART * (word.bottom - word.top):
        return False  # in another column
    named = {"po_number", "other_number", "your_reference"} & set(last.meanings)
    return bool(named) and "invoice_number" not in last.meanings


def _words_of_date(words: tuple[Word, ...], reading: DateReading) -> tuple[Word, ...]:
    """Return the words that the date is made of."""
    kept, at = [], 0
    for word in words:
        if at < reading.end and at + len(word.text) > reading.start:
            kept.append(word)
        at += len(word.text) + 1
    return tuple(kept) or words


def loose_date(
    rows: Sequence[Row], labels: Sequence[LabelHit], number: Extracted[str] | None
) -> tuple[DateReading, tuple[Word, ...]] | None:
    """Return a date without a label: beside the invoice's number, else the first free one of the upper half."""
    taken = {
        id(word)
        for hit in labels
        if {"due_date", "other_date", "other_number"} & set(hit.meanings)
        for words in (hit.right, *hit.below[:1])
        for word in words
    }
    another = (hit for at, hit in enumerate(labels) if _dates_another(hit, labels[:at]))
    taken.update(id(word) for hit in another for word in hit.right)
    first: tuple[DateReading, tuple[Word, ...]] | None = None
    for row in rows:
        if row.page != rows[0].page:
            break
        for cell in row.cells:
            if any(id(word) in taken for word in cell.words):
                continue
            # The number of an invoice may look like a date ("20261117").
            free = tuple(word for word in cell.words if number is None or not _covers(number, word))
            reading = find_date(join_words(free)) if free else None
            if reading is None:
                continue
            words = _words_of_date(free, reading)
            if len(free) < len(cell.words):
                return reading, words
            if first is None and row.top < 450:
                first = (reading, words)
    return first


def _covers(number: Extracted[str], word: Word) -> bool:
    """Tell whether a word is a part of the number."""
    box = number.box
    same = box is not None and box.page == word.box.page and abs(box.top - word.top) < 1 and word.top < box.bottom
    return same and box is not None and box.x0 <= word.middle <= box.x1


def dated(found: tuple[DateReading, tuple[Word, ...]] | None, order: DateOrder | None) -> Extracted[date] | None:
    """Return the value of a date that was found, read in this order where it can be read two ways."""
    if found is None:
        return None
    reading, words = found
    value = reading.certain or reading.in_order(order or DateOrder.MONTH_FIRST)
    return Extracted(value, join_words(words), box_of(words), words[0].method) if value else None


def is_unclear(reading: DateReading, order: DateOrder | None) -> bool:
    """Tell whether a date can be read two ways and nothing says which."""
    return reading.certain is None and order is None


def order_of_dates(rows: Sequence[Row]) -> DateOrder | None:
    """Tell the order of day and month by the dates themselves: one that can be read one way, or points in them."""
    readings = [reading for row in rows for cell in row.cells if (reading := find_date(cell.text)) is not None]
    order = weigh_orders(readings).order
    if order is not None:
        return order
    dotted = sum("." in reading.raw and reading.month_first is None for reading in readings)
    return DateOrder.DAY_FIRST if dotted else None


def usual_order(
    rows: Sequence[Row],
    currency: Extracted[str] | None,
    outside: Sequence[Row],
    of_country: DateOrder | None = None,
) -> DateOrder | None:
    """Tell the order of day and month that is usual where the invoice comes from; None where nothing says where.

    ``of_country`` is the order that is written where the vendor is, if that is known.
    """
    if _writes_commas(rows) and (currency is None or currency.value != "CAD"):
        return DateOrder.DAY_FIRST
    if of_country is not None:
        return of_country
    american = any(US_ADDRESS.search(row.text) for row in outside)
    if currency is not None and currency.value != "USD":
        return None if currency.value in {"CAD"} or american else DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if american else None


def _writes_commas(rows: Sequence[Row]) -> bool:
    """Tell whether sums have decimal commas and none has a point: where they do, the day stands first."""
    texts = [word.text for row in rows for word in row.words]
    return any(map(_COMMAS.search, texts)) and not any(map(_POINTS.search, texts))
