"""The fields of the invoice as a whole: numbers, dates, parties, orders and currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.provenance import Box, Extracted, Method
from app.extraction.header.account_notice import account_notice
from app.extraction.header.areas import area_hits, printed_name
from app.extraction.header.claims import Claim, read_claims
from app.extraction.header.currency import US_ADDRESS, read_currency
from app.extraction.header.due_sentences import due_in_sentence
from app.extraction.header.labels import LabelHit, find_labels, value_text
from app.extraction.header.notices import NO_NOTICES, Notices, read_notices
from app.extraction.header.order_numbers import read_orders
from app.extraction.header.paper_kind import other_paper
from app.extraction.header.values import document_number, extracted, tax_id, words_in
from app.extraction.header.vendor import buyer_blocks, vendor_name
from app.extraction.profiles.guidance import NO_GUIDANCE, Guidance
from app.extraction.values.dates import DateOrder, DateReading, find_date, weigh_orders
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Row, box_of, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_BARE_TITLES = frozenset(
    squeeze(t)
    for t in (
        "invoice",
        "numero",
        "rechnung",
        "facture",
        "factura",
        "fattura",
        "factuur",
        "avoir",
        "number",
        "nummer",
        "credit memo",
        "credit note",
        "sales invoice",
        "reference number",
        "bill",
        "gutschrift",
        "document no",
        "document number",
        "numero documento",
        "belegnr",
    )
)
# "Número" is that of the document only where nothing says more.
_ANY_NUMBER = frozenset({"numero", "nummer"})
# "Nummer" is so only beside the title.
_BESIDE_TITLE = frozenset({"nummer"})
_TITLE_ENDINGS = ("rechnung", "invoice", "facture", "factura", "fattura", "factuur", "gutschrift", "nota", "avoir")
# What leads to the date of whatever stands before it.
_BEFORE_DATE = frozenset({"vom", "du", "del", "van", "le", "dated", "dd", "date", "datum", "data", "fecha"})
_OF_DAY = frozenset({"vom", "du", "del", "van"})
_COMMAS = re.compile(r"[0-9],[0-9]{2}\Z", re.ASCII)
_POINTS = re.compile(r"[0-9]\.[0-9]{2}\Z", re.ASCII)
_FREIGHT_BILL = "freightbill"
_TOP = 60  # rows
# A number that OCR is less sure of than this is shown to a person.
_SURE = 50
_SOUP = 40  # a word of less confidence beside it may be the rest of it
_SHORTEST = 3  # characters of a number that are believed of a scan


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """The header fields; the names of dates that could be read two ways, and of fields that OCR was unsure of.

    ``other_paper`` is what the page calls itself where that is no invoice, ``other_account`` how it announces another
    account to pay to, ``claims`` what labels on any page call its number and currency.
    """

    invoice_number: Extracted[str] | None
    invoice_date: Extracted[date] | None
    due_date: Extracted[date] | None
    vendor_name: Extracted[str] | None
    vendor_tax_id: Extracted[str] | None
    po_numbers: tuple[Extracted[str], ...]
    currency: Extracted[str] | None
    credits_invoice: Extracted[str] | None
    titled_credit: bool
    ambiguous_dates: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    other_paper: str = ""
    other_account: str = ""
    notices: Notices = NO_NOTICES
    claims: tuple[Claim, ...] = ()


def read_header(
    rows: Sequence[Row], table_rows: frozenset[int], knowledge: Knowledge, guidance: Guidance = NO_GUIDANCE
) -> HeaderReading:
    """Read the fields of the header from all rows that are not part of the line table."""
    outside = [row for index, row in enumerate(rows) if index not in table_rows]
    labels = (*area_hits(outside, guidance.areas), *find_labels(outside, knowledge))
    buyer, buyer_words = buyer_blocks(outside, knowledge)
    currency = read_currency(outside, labels, rows)
    credited = _credited(labels)
    titled = _titled_credit(outside, knowledge)
    number = _invoice_number(labels, outside, knowledge, credited)
    tax, tax_row = _tax(outside, labels, buyer)
    decided = guidance.order or _date_order(rows, currency, outside)
    invoiced = _labelled_date(labels, "invoice_date") or _loose_date(outside, labels, number)
    due = _labelled_date(labels, "due_date") or due_in_sentence(outside)
    name = printed_name(outside, guidance.vendor_name) or vendor_name(
        outside, labels, tax_row, buyer, buyer_words, knowledge
    )
    orders = read_orders(labels, outside, number)
    dates = {"invoice_date": _dated(invoiced, decided), "due_date": _dated(due, decided)}
    unclear = [
        field
        for field, found in (("invoice_date", invoiced), ("due_date", due))
        if found and _unclear(found[0], decided)
    ]
    return HeaderReading(
        invoice_number=number,
        invoice_date=dates["invoice_date"],
        due_date=dates["due_date"],
        vendor_name=extracted(name[0], name[1]) if name else None,
        vendor_tax_id=tax,
        po_numbers=orders,
        currency=currency,
        credits_invoice=credited,
        titled_credit=titled,
        ambiguous_dates=tuple(unclear),
        unsure=_unsure(number, tax, orders, outside),
        other_paper="" if titled else other_paper(outside, knowledge, number),
        other_account=account_notice(rows),
        notices=read_notices(rows, table_rows, name[1] if name else (), buyer, knowledge),
        claims=read_claims(labels, outside),
    )


def _unsure(
    number: Extracted[str] | None, tax: Extracted[str] | None, orders: Sequence[Extracted[str]], rows: Sequence[Row]
) -> tuple[str, ...]:
    """Name the fields that were hard to read; of tax id and orders, which other records bear out, only the disputed."""
    found = ["invoice_number"] if number is not None and _dim(number, rows) else []
    disputed = {word.box for word in words_in(rows) if word.doubted}
    if tax is not None and tax.box in disputed:
        found.append("vendor_tax_id")
    if any(order.box in disputed for order in orders):
        found.append("po_numbers")
    return tuple(found)


def _dim(value: Extracted[str], rows: Sequence[Row]) -> bool:
    """Tell whether OCR was unsure of a value: nothing else on the page bears witness for a number."""
    if any((word.doubted or word.confidence < _SURE) and word.box == value.box for word in words_in(rows)):
        return True
    box = value.box
    if box is None or value.method is not Method.OCR:
        return False
    # What is left of a row that was not read looks like a short number, or stands in the midst of what is no word.
    return len(squeeze(value.value)) < _SHORTEST or any(_crowds(word, box) for word in words_in(rows))


def _crowds(word: Word, box: Box) -> bool:
    """Tell whether a word that was hardly read stands on a value or close beside it."""
    if word.confidence >= _SOUP or sum(map(str.isalnum, word.text)) < 2 or word.box.page != box.page:
        return False
    high = box.bottom - box.top
    shared = min(word.bottom, box.bottom) - max(word.top, box.top)
    apart = max(word.x0, box.x0) - min(word.x1, box.x1)
    return shared > 0.3 * high and apart < high and word.box != box


def _invoice_number(
    labels: Sequence[LabelHit], rows: Sequence[Row], knowledge: Knowledge, credited: Extracted[str] | None
) -> Extracted[str] | None:
    ranked: list[tuple[float, str, tuple[Word, ...]]] = []
    for hit in labels:
        if "invoice_number" not in hit.meanings:
            continue
        bare = hit.key in _BARE_TITLES
        if hit.key in _BESIDE_TITLE and not _titled(rows[hit.row], knowledge):
            continue
        for place, words in enumerate(hit.values):
            found = document_number(words)
            if found is None:
                continue
            if credited is not None and credited.value == found[0] and "credit" not in hit.key:
                continue
            if bare and place and not hit.right and len(hit.below) and _is_title(hit, knowledge) and place > 0:
                continue
            score = 3.0 - 1.2 * bare - 0.5 * place - 0.15 * hit.page - 0.002 * hit.row
            score -= 0.8 * (bare and not hit.right) + 0.5 * (hit.key in _ANY_NUMBER)
            ranked.append((score, *found))
            break
    best = max(ranked, key=lambda entry: entry[0], default=None)
    found = (best[1], best[2]) if best else _in_title(rows, knowledge) or _carriers(labels, rows)
    return extracted(_whole_number(*found, rows), found[1]) if found else None


def _carriers(labels: Sequence[LabelHit], rows: Sequence[Row]) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number that a carrier bills under ("PRO number"), where the page calls itself a freight bill."""
    billed = any(_FREIGHT_BILL in squeeze(row.text) for row in rows[:_TOP])
    hits = (hit for hit in labels if billed and "carrier_number" in hit.meanings)
    return next((found for hit in hits for words in hit.values[:1] if (found := document_number(words))), None)


def _in_title(rows: Sequence[Row], knowledge: Knowledge) -> tuple[str, tuple[Word, ...]] | None:
    """Find the number in a title such as "Baurechnung Nr. 1813": a word ending in the title's, a mark, the number."""
    for row in rows[:_TOP]:
        for index, word in enumerate(row.words[:-2]):
            key = squeeze(word.text)
            named = any(key.endswith(title) for title in _TITLE_ENDINGS)
            if named and squeeze(row.words[index + 1].text) in {"no", "nr", "n", "number", "nummer", "#", "numero"}:
                found = document_number(row.words[index + 2 :])
                if found:
                    return found
    return None


def _whole_number(text: str, words: tuple[Word, ...], rows: Sequence[Row]) -> str:
    """Complete a number that lost its hyphen on the way, where the document prints it in full elsewhere."""
    last = words[-1]
    following = next((w for row in rows for a, w in zip(row.words, row.words[1:], strict=False) if a is last), None)
    if following is None or following.x0 - last.x1 > 0.5 * (last.bottom - last.top):
        return text
    joined = squeeze(text + following.text)
    full = (w.text.strip(":,;()") for row in rows for w in row.words if len(w.text) > len(text))
    printed = next((whole for whole in full if squeeze(whole) == joined), None)
    if squeeze(following.text) in _BEFORE_DATE:
        return text  # "N. 4334/FE DEL 03/05/2026"
    code = following.text.isdigit() or (following.text.isalnum() and following.text.isupper())
    return printed or (f"{text} {following.text}" if code else text)


def _titled(row: Row, knowledge: Knowledge) -> bool:
    """Tell whether a cell of a row is the title of an invoice."""
    return any("invoice" in knowledge.titles.meanings(squeeze(cell.text)) for cell in row.cells)


def _is_title(hit: LabelHit, knowledge: Knowledge) -> bool:
    return bool(knowledge.titles.meanings(hit.key))


def _credited(labels: Sequence[LabelHit]) -> Extracted[str] | None:
    for hit in labels:
        if "credited_invoice" in hit.meanings:
            for words in hit.values:
                found = document_number(words)
                if found:
                    return extracted(*found)
    return None


def _titled_credit(rows: Sequence[Row], knowledge: Knowledge) -> bool:
    """Tell whether the document's title says credit: a cell near the top that is nothing but that title."""
    for row in rows[:40]:
        for cell in row.cells:
            if not knowledge.titles.any_begins(cell.keys[:3]):
                continue
            for length in range(min(3, len(cell.words)), 0, -1):
                key = "".join(cell.keys[:length])
                if "credit" not in knowledge.titles.meanings(key) or key == "credit":
                    continue
                rest = cell.words[length:]
                if not rest or document_number(rest) is not None or rest[0].text[:1] in "#:-":
                    return True
    return False


def _labelled_date(labels: Sequence[LabelHit], field: str) -> tuple[DateReading, tuple[Word, ...]] | None:
    best: tuple[float, DateReading, tuple[Word, ...]] | None = None
    for at, hit in enumerate(labels):
        if field not in hit.meanings or _dates_another(hit, labels[:at]):
            continue
        for place, words in enumerate(hit.values):
            reading = find_date(value_text(words))
            if reading is None or reading.start > 12:
                continue
            score = min(len(hit.key), 12) / 12 - 0.3 * place - 0.1 * hit.page - 0.001 * hit.row
            if best is None or score > best[0]:
                best = (score, reading, _words_of_date(words, reading))
            break
    return (best[1], best[2]) if best else None


def _dates_another(hit: LabelHit, before: Sequence[LabelHit]) -> bool:
    """Tell whether a word such as "vom" dates the order or delivery that is named right before it in its row."""
    last = before[-1] if before and hit.key in _OF_DAY and hit.right else None
    if last is None or last.row != hit.row or last.page != hit.page:
        return False
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


def _loose_date(
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
    another = (h for at, h in enumerate(labels) if h.key in _OF_DAY and _dates_another(h, labels[:at]))
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


def _dated(found: tuple[DateReading, tuple[Word, ...]] | None, order: DateOrder | None) -> Extracted[date] | None:
    if found is None:
        return None
    reading, words = found
    value = reading.certain or reading.in_order(order or DateOrder.MONTH_FIRST)
    return Extracted(value, join_words(words), box_of(words), words[0].method) if value else None


def _unclear(reading: DateReading, order: DateOrder | None) -> bool:
    return reading.certain is None and order is None


def _date_order(rows: Sequence[Row], currency: Extracted[str] | None, outside: Sequence[Row]) -> DateOrder | None:
    """Settle the order of day and month by the dates themselves, else by currency and addresses; else None."""
    readings = [reading for row in rows for cell in row.cells if (reading := find_date(cell.text)) is not None]
    order = weigh_orders(readings).order
    if order is not None:
        return order
    dotted = sum("." in reading.raw and reading.month_first is None for reading in readings)
    if dotted:
        return DateOrder.DAY_FIRST
    if _writes_commas(rows) and (currency is None or currency.value != "CAD"):
        return DateOrder.DAY_FIRST
    american = any(US_ADDRESS.search(row.text) for row in outside)
    if currency is not None and currency.value != "USD":
        return None if currency.value in {"CAD"} or american else DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if american else None


def _writes_commas(rows: Sequence[Row]) -> bool:
    """Tell whether sums have decimal commas and none has a point: where they do, the day stands first."""
    texts = [word.text for row in rows for word in row.words]
    return any(map(_COMMAS.search, texts)) and not any(map(_POINTS.search, texts))


def _tax(
    rows: Sequence[Row], labels: Sequence[LabelHit], buyer: frozenset[int]
) -> tuple[Extracted[str] | None, int | None]:
    """Return the seller's tax id and its row: a labelled one outside the buyer's block."""
    ranked: list[tuple[float, str, tuple[Word, ...], int]] = []
    for hit in labels:
        meanings = set(hit.meanings)
        if not meanings & {"vendor_tax_id", "second_tax_id"} or any(id(w) in buyer for w in hit.words):
            continue
        for place, words in enumerate(hit.values):
            found = tax_id(words, labelled=True)
            if found is None:
                continue
            strict = tax_id(words, labelled=False) is not None
            score = 1.0 * strict - 0.3 * place - 0.9 * ("vendor_tax_id" not in meanings) - 0.001 * hit.row
            ranked.append((score, *found, hit.row))
            break
    best = max(ranked, key=lambda entry: entry[0], default=None)
    return (extracted(best[1], best[2]), best[3]) if best else (None, None)
