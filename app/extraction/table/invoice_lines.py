"""From drafted lines to the lines of the invoice: what is printed, where, and how certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.invoice import InvoiceLine
from app.domain.provenance import Box, Certainty, Extracted, Method
from app.extraction.profiles.layout_print import mark_key
from app.extraction.sums.charges_in_text import included_charges
from app.extraction.table.codes import code_text
from app.extraction.table.draft import LineDraft
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure, first_reading, is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.packs import packs_in
from app.extraction.values.rows import box_of, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.units import Units
from app.extraction.values.words import Word

_PER = re.compile(r"^\s*(?:/|per|pro|je|par|por|p/|à|a)\s*", re.IGNORECASE)
_BASIS_NUMBER = re.compile(r"^\s*(?:per|pro|je|par|por|/)?\s*[\d.,]+\s*/?\s*", re.IGNORECASE)
_LEADER = re.compile(r"[.…_·]{3,}")  # dots that lead the eye from a text to its figures
_UNIT = re.compile(r"[^\W\d_][\w.²³/()]*\.?|#", re.UNICODE)


@dataclass(frozen=True, slots=True)
class DraftedLine:
    """A draft with its figures and their certainty."""

    draft: LineDraft
    figures: LineFigures
    certainty: Certainty
    repaired: Mapping[str, str] | None = None


def invoice_line(number: int, line: DraftedLine, knowledge: Knowledge, own_units: Mapping[str, str]) -> InvoiceLine:
    """Return a line of the invoice; what is not printed stays None (S2.162, S2.164, TRAP-11)."""
    draft, figures, certainty = line.draft, line.figures, line.certainty
    repaired = line.repaired or {}
    words = draft.description
    uom = _unit(line, knowledge.units, own_units)
    said = (uom.raw or "" if uom is not None else "", join_words(words))
    return InvoiceLine(
        line_no=number,
        page=draft.page,
        description=_description(draft),
        item_code=_text(draft.item_code, code_text(draft.item_code)),
        quantity=figure_of_line(figures.quantity, certainty, repaired.get("quantity")),
        uom=uom,
        unit_price=figure_of_line(figures.price, certainty, repaired.get("unit_price")),
        price_basis=figures.basis,
        discount=_discount(figures, words, certainty),
        amount=figure_of_line(figures.amount, certainty, repaired.get("amount")),
        po_number=_order(draft.po_number),
        po_line=_po_line(draft.po_line),
        other_codes=tuple(dict.fromkeys(code for code in draft.other_codes if squeeze(code))),
        certainty=certainty,
        included=included_charges(words, knowledge),
        packs=packs_in(said, knowledge.units, line_unit=uom.value if uom is not None else None),
        notes=_notes(draft),
    )


def _notes(draft: LineDraft) -> tuple[str, ...]:
    """Return the rows of a line that are no part of its text, or of which a part is none: "Note: backordered 10"."""
    described = {id(word) for word in draft.description}
    below = (row for row in draft.texts[1:] if any(id(word) not in described for word in row))
    texts = (*draft.notes, *map(join_words, below))
    return tuple(dict.fromkeys(text for text in texts if any(map(str.isalpha, text))))


def _description(draft: LineDraft) -> Extracted[str]:
    words = [word for word in draft.description if not _LEADER.fullmatch(word.text)]
    if not words:
        return Extracted("", None, Box(draft.page, 0.0, draft.top, 0.0, draft.bottom))
    return Extracted(join_words(words), join_words(words), box_of(words), words[0].method)


def _text(words: Sequence[Word], value: str) -> Extracted[str] | None:
    if not words or not value:
        return None
    return Extracted(value, join_words(words), box_of(words), words[0].method, repaired_from=first_reading(words))


def figure_of_line(figure: Figure | None, certainty: Certainty, repaired_from: str | None) -> Extracted[Decimal] | None:
    """Return a figure as it stands on a line of the invoice; None where none is printed."""
    if figure is None:
        return None
    before = repaired_from if repaired_from is not None else figure.first
    return Extracted(figure.value, figure.raw, figure.box, figure.method, certainty, before)


def _discount(figures: LineFigures, words: Sequence[Word], certainty: Certainty) -> Extracted[Decimal] | None:
    if figures.discount is None:
        return None
    anchor = figures.amount or figures.quantity
    box = anchor.box if anchor else (box_of(words) if words else None)
    return Extracted(figures.discount, figures.discount_raw, box, certainty=certainty)


def _order(words: Sequence[Word]) -> Extracted[str] | None:
    """Return the order number among the words of its column; the longest with digits, should there be several."""
    numbers = [w for w in words if any(ch.isdigit() for ch in w.text)]
    best = max(numbers, key=lambda w: len(w.text), default=None)
    return _text([best], code_text([best]).strip("#.")) if best is not None else None


def _po_line(words: Sequence[Word]) -> Extracted[int] | None:
    digits = re.sub(r"[^0-9]", "", join_words(words))
    if not digits or len(digits) > 6:
        return None
    return Extracted(int(digits), join_words(words), box_of(words), words[0].method)


def _unit(line: DraftedLine, units: Units, own: Mapping[str, str]) -> Extracted[str] | None:
    """Return the unit as printed: in its column, with the quantity, or with the price; None where none is."""
    draft, figures = line.draft, line.figures
    if draft.uom and not figures.unit_apart:
        printed = " ".join(w.text for w in draft.uom if w.text not in {"/", "|"} and not is_currency_word(w.text))
        if len(draft.uom) == 1 and units.is_unit(draft.uom[0].text):
            printed = draft.uom[0].text  # "CAN" by itself is no Canadian money
        elsewhere = bool(draft.price_per) and units.price_basis(join_words(draft.price_per)) == figures.basis
        if figures.basis != 1 and not elsewhere and units.price_basis(printed) == figures.basis:
            # "M" beside a price per thousand is no metre, and "100 Stk" counts pieces.
            printed = _BASIS_NUMBER.sub("", printed)
            if units.price_basis(printed) is not None:
                printed = ""
        if draft.uom[0].method is Method.OCR:
            printed = units.misread(printed) or printed
        value = _canonical(printed, units, own)
        if value and re.search(r"[^\W\d_]|#|%", printed):
            return Extracted(value, printed, box_of(draft.uom), draft.uom[0].method)
    if draft.measure is not None and figures.unit_apart:
        return _text([draft.measure], _canonical(draft.measure.text, units, own))
    # A price per tonne that multiplies with kilograms by the thousand alone says nothing of the unit they are in.
    priced = figures.basis == 1 or figures.basis_stated
    for figure in (figures.quantity, figures.price if priced else None):
        printed = _glued(figure, units, own)
        if figures.basis != 1 and printed and units.price_basis(printed) is not None:
            # "8.00/M" says per thousand, not metres.
            continue
        if figure is not None and printed:
            place = figure.rest_box or figure.box  # "12 EA": the unit stands beside the number
            return Extracted(_canonical(printed, units, own), printed, place, figure.method)
    if draft.price_per and priced:
        printed = _PER.sub("", join_words(draft.price_per))
        if units.is_unit(printed) and units.price_basis(printed) is None:
            return Extracted(
                _canonical(printed, units, own), printed, box_of(draft.price_per), draft.price_per[0].method
            )
    return None


def _glued(figure: Figure | None, units: Units, own: Mapping[str, str]) -> str:
    """Return the unit that stands with a figure ("12 EA", "4,50 €/kg"); words nobody knows do not count."""
    if figure is None or not figure.rest:
        return ""
    rest = " ".join(part for part in re.split(r"[\s€$£|{}\[\]]+", figure.rest) if part)
    printed = _PER.sub("", rest).strip(" ()")
    if not printed or not _UNIT.fullmatch(printed.split()[0]):
        return ""
    if printed.casefold() in {key.casefold() for key in own}:
        return printed  # the vendor's own word, though it be a currency's elsewhere
    if is_currency_word(printed):
        return ""
    if units.is_unit(printed):
        return printed
    first = printed.split()[0]
    return first if units.is_unit(first) else ""


def _canonical(printed: str, units: Units, own: Mapping[str, str]) -> str:
    for spelling, code in own.items():
        if squeeze(spelling) == squeeze(printed):
            return code
    found = units.canonical(printed)
    if found is None:
        # A scan turns Q1 into Ql; a word that nobody knows and that looks like one of the vendor's own is that one.
        alike = {code for spelling, code in own.items() if mark_key(spelling) == mark_key(printed)}
        if len(alike) == 1:
            return alike.pop()
    return found or units.canonical_or_printed(printed)
