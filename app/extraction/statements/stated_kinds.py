"""What a labelled value says of the paper: "Status: Paid", "Type: Quotation", "Service period: 01.01. - 31.12.2027".

The label and its value stand side by side, in one text or in two, or the value right under the label. English, German,
French, Spanish, Italian, Dutch; over folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from app.domain.identifiers import code_key
from app.domain.invoice import Invoice
from app.domain.overlap import in_one_column
from app.extraction.statements.kinds import Said
from app.extraction.statements.over_time import BEFORE_END, granted_over_time
from app.extraction.statements.stated_values import stated_labels, stated_value
from app.extraction.values.dates import find_date
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_SAYS = {
    "settled": Said.SETTLED,
    "void": Said.NO_INVOICE,
    "other_paper": Said.NO_INVOICE,
    "part": Said.PART_BILL,
    "held": Said.NOT_FINAL,
    "credit": Said.NO_INVOICE,
}
_LONGEST = 48  # characters of a label and its value
_NUMBER = re.compile(r"(?=[\w/.-]*\d)[a-z]{0,6}[\w/.-]{3,20}")
_LATER = re.compile(r"[2-9]|[b-h]|[2-9]\.\d")  # a second version, and those after it
_LABELS = ("labels", "paid_on", "earlier", "versions", "delivery", "period", "ends")
_SINCE = re.compile(r"(?: (?:on|since|am|seit|vom|le|du|el|del|il|dal|op|sinds))? \d.*")  # "settled 2 March"
_EDGES = " .:!-–—#*"
_JOIN = ": "
# Goods are billed so long before they leave, at most; what is later was not delivered yet.
AHEAD = timedelta(days=31)
# What is done or granted over a time is billed a quarter before that begins, at most.
BEFORE_PERIOD = timedelta(days=92)
_MONTH_ALONE = "1 "  # before "january 2027" it makes a date of it


def stated_kinds(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield what labelled values say of the paper, with the words of both, and the row of the label."""
    for index, row in enumerate(rows):
        if not any(_may_label(key) for key in row.keys):
            continue
        for label, value in _pairs(row, next_row(rows, index)):
            if (said := _told(label.strip(_EDGES), value.strip(_EDGES))) is not None:
                yield said, f"{label.strip(_EDGES)}{_JOIN}{value.strip(_EDGES)}", row


def is_no_credit(words: str, invoice: Invoice) -> bool:
    """Tell whether words that call the paper a credit stand on one that was read as an invoice."""
    _, _, kind = words.partition(_JOIN)
    return not (invoice.is_credit and kind in page_words("stated", "credit"))


def names_earlier(words: str, invoice: Invoice) -> bool:
    """Tell whether the number that is said to be an earlier invoice's is not the invoice's own; a credit names one."""
    label, joined, number = words.partition(_JOIN)
    if not joined or label not in page_words("stated", "earlier"):
        return True
    own = invoice.header.invoice_number
    return not invoice.is_credit and (own is None or code_key(own.value) != code_key(number))


def comes_later(words: str, invoice: Invoice) -> bool:
    """Tell whether a labelled day of delivery, or the first of a period, is long after the invoice was written.

    However its date is read.
    """
    label, joined, day = words.partition(_JOIN)
    delivery, period = (label in page_words("stated", name) for name in ("delivery", "period"))
    if not joined or not (delivery or period) or stated_value(label, day) is not None:
        return True
    ahead = BEFORE_PERIOD if period else AHEAD
    if delivery and granted_over_time(one.description.value for one in invoice.lines):
        ahead = BEFORE_END
    written, days = invoice.header.invoice_date, _days(day)
    return written is not None and bool(days) and min(days) > written.value + ahead


def has_ended(words: str, invoice: Invoice) -> bool:
    """Tell whether a labelled day that ends an order or contract is before the invoice's, however it is read."""
    label, joined, day = words.partition(_JOIN)
    if not joined or label not in page_words("stated", "ends"):
        return True
    written, days = invoice.header.invoice_date, _days(day)
    return written is not None and bool(days) and max(days) < written.value


def _days(text: str) -> list[date]:
    """Return the days that the first date of a text may be; of a month without a day its first."""
    found = find_date(text) or find_date(_MONTH_ALONE + text)
    return [one for one in (found.day_first, found.month_first) if one is not None] if found is not None else []


def _pairs(row: Row, below: Row | None) -> Iterator[tuple[str, str]]:
    """Yield folded texts that may be a label and its value."""
    texts = [fold_line(cell.text) for cell in row.cells]
    for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        if len(text) > _LONGEST:
            continue
        words = text.split(" ")
        yield from ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
        if at + 1 < len(texts):
            yield text, texts[at + 1]
        if below is not None:
            yield from ((text, fold_line(c.text)) for c in below.cells if in_one_column(c, cell))


@lru_cache(maxsize=8192)
def _told(label: str, value: str) -> Said | None:
    if len(value) > _LONGEST:
        return None
    if label in page_words("stated", "labels"):
        plain = _SINCE.sub("", value)
        known = next((said for name, said in _SAYS.items() if plain in page_words("stated", name)), None)
        return known or stated_value(label, plain)
    if (said := stated_value(label, value)) is not None:
        return said
    if label in page_words("stated", "paid_on"):
        return Said.SETTLED if find_date(value) is not None or value in page_words("stated", "yes") else None
    if label in page_words("stated", "delivery"):
        return Said.NOT_DELIVERED if find_date(value) is not None else None
    if label in page_words("stated", "period"):
        return Said.NOT_DELIVERED if _days(value) else None
    if label in page_words("stated", "ends"):
        return Said.ORDER_ENDED if find_date(value) is not None else None
    if label in page_words("stated", "versions"):
        return Said.BILLED if _LATER.fullmatch(value) else None
    earlier = label in page_words("stated", "earlier") and _NUMBER.fullmatch(value) and find_date(value) is None
    return Said.BILLED if earlier else None


@lru_cache(maxsize=65536)
def _may_label(key: str) -> bool:
    return key in _firsts()


@lru_cache(maxsize=1)
def _firsts() -> frozenset[str]:
    """Return the first words of all labels, as the keys of words are written."""
    labels = stated_labels().union(*(page_words("stated", name) for name in _LABELS))
    return frozenset("".join(ch for ch in label.split(" ")[0] if ch.isalnum() or ch in "%#") for label in labels)
