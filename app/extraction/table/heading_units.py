"""The unit of all lines where a heading prints it ("Price/LB", "Qty (kg)") and the lines do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.extraction.table.columns import Column
from app.extraction.table.draft import LineDraft, RoleChoice
from app.extraction.table.roles import multiplying_share
from app.extraction.values.arithmetic import ONE
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.units import Units
from app.extraction.values.words import Word

# "Price/Unit" and "Price each" say nothing of the unit.
_SAYS_NOTHING = "EA"
# Units that are measured: over quantities their names can mean nothing else. "Units", "Gross" and "Set" may.
_MEASURES = frozenset({
    "HR", "DAY", "WK", "KG", "G", "LB", "OZ", "TN", "MT", "L", "ML", "GA", "BBL", "KWH", "FT",
    "YD", "SF", "SY", "SM", "CY", "M3",
})  # fmt: skip
# So may these where a plural is all that stands over them: "Boxes", not "Pack size".
_PACKS = frozenset({"BX", "CT", "CS", "PK", "PL", "DZ", "RL", "BG"})
_BESIDE = 10.0  # points
_PLURALS = frozenset("snei")  # the last letters of plurals, in six languages
_FEWEST = 2
_LONGEST_CODE = 3  # characters
_SHORTEST = 2  # characters: "M" and "L" may be anything


def take_units_of_headings(
    lines: Sequence[LineDraft], columns: Sequence[Column], choice: RoleChoice, heading: Iterable[Word], units: Units
) -> None:
    """Give lines without a unit the one over their quantities or prices, where those multiply to the amounts."""
    words = tuple(heading)
    if choice.quantity is not None and not any(line.uom for line in lines):
        _take_units_over_counts(lines, choice.quantity, words, units)
    apart = any(column.role is ColumnKind.UOM for column in columns)
    over_counts, over_prices = (_over(words, columns, index) for index in (choice.quantity, choice.price))
    unit = _said_in(over_counts, units) or _measure_in(over_counts, units) or _pack_in(over_counts, units)
    if apart and any(line.uom for line in lines):
        for line in lines:
            line.measure = unit if choice.quantity in line.numbers else None
        return
    if multiplying_share(choice, lines) < 1:
        return
    per = _said_in(over_prices, units)
    if per is not None and multiplying_share(choice, lines, (ONE,)) < 1:
        # A price per tonne beside kilograms multiplies only by the thousand: its unit counts nothing then.
        for line in lines:
            if not line.price_per and choice.price in line.numbers:
                line.price_per.append(per)
    elif unit is None:
        unit = per
    if unit is None:
        return
    for line in lines:
        if choice.quantity is not None and choice.quantity not in line.numbers:
            continue  # it is counted by another column than the one that names the unit
        figures = (line.numbers.get(index) for index in (choice.quantity, choice.price) if index is not None)
        if not line.uom and not any(figure.rest for figure in figures if figure is not None):
            line.uom.append(unit)


def _over(words: Sequence[Word], columns: Sequence[Column], index: int | None) -> list[Word]:
    """Return the words of the heading that stand over a column."""
    column = columns[index] if index is not None else None
    return [word for word in words if column is not None and column.x0 <= word.middle <= column.x1]


def _said_in(words: Iterable[Word], units: Units) -> Word | None:
    return next((unit for word in words if (unit := _unit_in(word, units)) is not None), None)


def _take_units_over_counts(lines: Sequence[LineDraft], quantity: int, words: Sequence[Word], units: Units) -> None:
    """Give lines the unit over their count, where the counts stand under several: "CS" and "EA" under one "Qty"."""
    counts = [(line, line.numbers[quantity].box) for line in lines if quantity in line.numbers]
    if not counts:
        return
    left, right = min(box.x0 for _, box in counts), max(box.x1 for _, box in counts)
    over = [w for w in words if w.x1 > left - _BESIDE and w.x0 < right + _BESIDE and _names_unit(w.text, units)]
    if len({units.canonical(word.text) for word in over}) < _FEWEST or any(
        line.numbers[quantity].rest for line, _ in counts
    ):
        return
    for line, box in counts:
        near = min(over, key=lambda word: abs(word.middle - (box.x0 + box.x1) / 2))
        if near.x0 - _BESIDE < box.x1 and box.x0 < near.x1 + _BESIDE:
            line.uom.append(near)


def _names_unit(text: str, units: Units) -> bool:
    """Tell whether a word of a heading is the code of a unit in capitals, as "Unit" and "Each" are not."""
    return text.isalpha() and text.isupper() and len(text) <= _LONGEST_CODE and units.is_unit(text)


def _measure_in(words: Sequence[Word], units: Units) -> Word | None:
    """Return the word of a heading of quantities that is a unit of time, weight, length or volume ("Hours").

    "Hours / Qty" says only that some lines are counted in hours.
    """
    for at, word in enumerate(words):
        text = word.text.strip(".:")
        changed = _changed(words, at)
        if changed is not None:
            if units.is_unit(changed.text):
                return changed
            continue
        if [other.text for other in words[at + 1 : at + 2]] == ["/"] and len(words) > at + 2:
            continue
        if len(text) >= _SHORTEST and text.isalpha() and units.canonical(text) in _MEASURES:
            return word
    return None


def _changed(words: Sequence[Word], at: int) -> Word | None:
    """Return a measure with the word beside it that makes it another ("Square feet"); None where none does."""
    for first in (at - 1, at):
        pair = words[max(0, first) : first + 2]
        other = next((word for word in pair if word is not words[at]), None)
        if other is not None and squeeze(other.text) in page_words("column_headings", "other_measures"):
            return replace(pair[0], text=" ".join(word.text for word in pair), box=pair[0].box.union(pair[1].box))
    return None


def _pack_in(words: Sequence[Word], units: Units) -> Word | None:
    """Return the plural of a pack that is all of a heading of quantities ("Boxes", "Kartons")."""
    texts = [word.text.strip(".:") for word in words]
    plural = len(texts) == 1 and texts[0].isalpha() and texts[0][-1:].casefold() in _PLURALS
    return words[0] if plural and units.canonical(texts[0]) in _PACKS else None


def _unit_in(word: Word, units: Units) -> Word | None:
    """Return the part of a heading's word that is a unit: behind a stroke or in brackets."""
    if word.text[:1] == "(" and word.text[-1:] == ")":
        text = word.text[1:-1]
    else:
        name, stroke, text = word.text.partition("/")
        if not stroke or not name:
            return None
    if not units.is_unit(text) or units.price_basis(text) is not None or units.canonical(text) == _SAYS_NOTHING:
        return None
    width = (word.x1 - word.x0) * len(text) / len(word.text)
    right = word.x1 - (word.x1 - word.x0) * (word.text[-1:] == ")") / len(word.text)
    return replace(word, text=text, box=replace(word.box, x0=right - width, x1=right))
