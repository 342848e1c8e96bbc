"""Fields that a vendor's profile finds by their place on the page, or by the vendor's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.extraction.header.labels import LabelHit
from app.extraction.profiles.model import Area, FieldKind
from app.extraction.sums.charges import named_anywhere
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.values.figures import looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import Row, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_MEANINGS = {
    FieldKind.INVOICE_NUMBER: "invoice_number",
    FieldKind.INVOICE_DATE: "invoice_date",
    FieldKind.DUE_DATE: "due_date",
    FieldKind.VENDOR_TAX_ID: "vendor_tax_id",
    FieldKind.PO_NUMBER: "po_number",
    FieldKind.CURRENCY: "currency",
    FieldKind.CREDITS_INVOICE: "credited_invoice",
}
_AMOUNTS = {FieldKind.SUBTOTAL: "subtotal", FieldKind.TAX_TOTAL: "tax", FieldKind.TOTAL: "total"}
_NAME = "area"


def area_hits(rows: Sequence[Row], areas: Mapping[FieldKind, Area]) -> tuple[LabelHit, ...]:
    """Return what stands in the areas of header fields, as if a label stood before it."""
    hits = []
    for kind, area in areas.items():
        meaning = _MEANINGS.get(kind)
        for index, words in _inside(rows, area) if meaning else ():
            assert meaning is not None
            # The words double as the label: it is the place that names the field.
            hits.append(LabelHit((meaning,), f"{_NAME}{meaning}", index, words[:1], words, ()))
    return tuple(hits)


def area_amounts(
    rows: Sequence[Row], areas: Mapping[FieldKind, Area], mark: DecimalMark, knowledge: Knowledge
) -> tuple[LabelledAmount, ...]:
    """Return the amounts that stand in the areas of the totals; what a row calls freight is no tax at any place."""
    found = []
    for kind, area in areas.items():
        meaning = _AMOUNTS.get(kind)
        for index, words in _inside(rows, area) if meaning else ():
            figure = read_figure(words, mark, last=True)
            charged = kind is FieldKind.TAX_TOTAL and named_anywhere(_label_of(rows[index], words), knowledge)
            if figure is not None and meaning and not charged:
                found.append(LabelledAmount((meaning,), join_words(words), figure, index))
    return tuple(found)


def _label_of(row: Row, inside: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of a row that stand before an area and are no figures."""
    return tuple(word for word in row.words if word.x0 < inside[0].x0 and not looks_like_figure(word.text))


def _inside(rows: Sequence[Row], area: Area) -> list[tuple[int, tuple[Word, ...]]]:
    last = max((row.page for row in rows), default=1)
    page = last + 1 + area.page if area.page < 0 else area.page
    found = []
    for index, row in enumerate(rows):
        if row.page != page or not area.top <= row.middle <= area.bottom:
            continue
        words = tuple(word for word in row.words if area.x0 <= word.middle <= area.x1)
        if words:
            found.append((index, words))
    return found


def printed_name(rows: Sequence[Row], name: str) -> tuple[str, tuple[Word, ...]] | None:
    """Find a vendor's name on the page; a profile's name is never claimed to be read where it is not printed."""
    wanted = squeeze(name)
    if len(wanted) < 4:
        return None
    for row in rows:
        for cell in row.cells:
            words = cell.words
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    key = squeeze("".join(w.text for w in words[start:end]))
                    if len(key) > len(wanted):
                        break
                    if key == wanted:
                        return join_words(words[start:end]).strip(" ,;:|"), words[start:end]
    return None
