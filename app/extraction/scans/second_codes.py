"""Codes and numbers of a scan that no sum can check, read again: where readings differ, what else was read decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.invoice import Invoice
from app.extraction.scans.rereading import SETTLES, Place, Rereading
from app.extraction.scans.second_choice import choose_code, same_text
from app.extraction.scans.second_reader import CellText
from app.extraction.scans.second_words import words_from
from app.extraction.values.words import Word

_CLEAN_CODE = 93  # a code of digits alone that was read with this confidence is not read again


def settle_codes(rereading: Rereading, invoice: Invoice) -> None:
    """Read codes and numbers again that no sum can check."""
    header = invoice.header
    for group in (
        (header.invoice_number, header.credits_invoice),
        header.po_numbers,
        (header.vendor_tax_id,),
        tuple(line.item_code for line in invoice.lines),
    ):
        _settle_kind(rereading, [place for value in group for place in rereading.words_of(value)])


def _settle_kind(rereading: Rereading, places: Sequence[Place]) -> None:
    """Settle words of one kind by what both readers agree on."""
    agreed, differing = [], []
    for place in dict.fromkeys(places):
        word = rereading.word(place)
        if word.text.isdigit() and word.confidence >= _CLEAN_CODE:
            agreed.append(word.text)
            continue
        seen = rereading.read(word.box)
        if seen is None or not seen.text:
            continue
        if same_text(word.text, seen.text):
            agreed.append(word.text)
        elif any(ch.isdigit() for ch in word.text + seen.text):
            differing.append((place, word, seen))
    changes: dict[Place, tuple[Word, ...]] = {}
    for place, word, seen in differing:
        choice = choose_code(
            word.text,
            seen.text,
            seen.confidence,
            agreed,
            # mypy has no type for a lambda with a default, which binds the loop's box here.
            lambda box=word.box: rereading.read_once_more(box),  # type: ignore[misc]
        )
        changes[place] = _settled(word, seen, choice.text, choice.settled)
    if changes:
        rereading.pages = rereading.changed(changes)


def _settled(word: Word, seen: CellText, text: str, settled: bool) -> tuple[Word, ...]:
    if text == word.text:
        return (replace(word, doubted=not settled, confidence=max(word.confidence, SETTLES) if settled else 0),)
    return words_from(seen, word.box, word.text, doubted=not settled)
