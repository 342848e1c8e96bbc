"""Amounts with a label: subtotal, tax, total, what was paid, what is carried over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.money import decimals_of
from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.sums.sum_labels import RATE_OR_MARK, label_meanings
from app.extraction.sums.wrapped_labels import with_wrapped
from app.extraction.values.currencies import is_like_code
from app.extraction.values.dates import find_date
from app.extraction.values.figures import Figure, changed_beside, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row, join_words, make_cell
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_FEWEST_LABELS = 2
_SUMMARY = ("subtotal", "tax", "total")
_CENTS = 2  # decimals
_BELOW = 2  # rows
_DEEP, _DEEP_LETTERS = 1.8, 2.8  # heights of a label, from it down to its amount in the same box
# Where taxes are collected by registration (Canada), its number stands behind their name; no tax has so many digits.
_REGISTERED = re.compile(r"[0-9]{8,}", re.ASCII)
_REGISTERED_DIGITS = 8
_A_READ = "4"
_WITH_CENTS = re.compile(r"[.,][0-9]{2}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class LabelledAmount:
    """An amount and the words beside it.

    Attributes:
        meanings: What the label can mean (keys of ``[totals]``); empty where nobody knows the words.
        label: The words as printed.
        figure: The amount.
        row: Index of its row in the document.
        whole: Every word of the label is known; otherwise it only begins or ends with known words.
        below: The amount stands under its label and not beside it.
        words: The words of such a label.
        lone: No label of a tax or a total stands below it without its amount, and no other amount in its column.
        at_rate: It is the tax at one of several rates, and with those at the others the tax of the invoice.
        settles: "paid" where it was received already, "due" where it is left to pay; else nothing.
    """

    meanings: tuple[str, ...]
    label: str
    figure: Figure
    row: int
    whole: bool = True
    below: bool = False
    words: tuple[Word, ...] = ()
    lone: bool = True
    at_rate: bool = False
    settles: str = ""


def last_empty_label(rows: Sequence[Row], indices: Iterable[int], knowledge: Knowledge, mark: DecimalMark) -> int:
    """Return the last of these rows in which a tax, total or charge is named without an amount; -1 where none is.

    What looks like an amount and cannot be read as one ("9,400.00T") is none.
    """
    empty = -1
    for index in indices:
        figures = [_amount(words, mark) for kind, words in _runs(rows[index]) if kind == "number"]
        named = (label_meanings(cell.words, knowledge) for cell in rows[index].cells)
        charged = (knowledge.charges.meanings(squeeze(cell.text)) for cell in rows[index].cells)
        owed = any(whole and {"tax", "total"} & set(meanings) for meanings, whole in named) or any(charged)
        if owed and (not figures or None in figures):
            empty = index
    return empty


def labelled_amounts(
    rows: Sequence[Row], indices: Iterable[int], knowledge: Knowledge, mark: DecimalMark
) -> tuple[LabelledAmount, ...]:
    """Return the labelled amounts of these rows: beside their label, or under it."""
    wanted = tuple(indices)
    found: list[LabelledAmount] = []
    for index in wanted:
        found.extend(_beside(rows, index, knowledge, mark))
        found.extend(_under(rows, index, knowledge, mark))
    return tuple(found)


def _beside(rows: Sequence[Row], index: int, knowledge: Knowledge, mark: DecimalMark) -> list[LabelledAmount]:
    found: list[LabelledAmount | None] = []
    label: list[Word] = []
    numbers: list[list[Word]] = []
    row = rows[index]
    if not any(looks_like_figure(word.text) for word in row.words):
        return []
    summary = _summary(row, index, knowledge, mark)
    if summary:
        return summary
    runs = _runs(row)
    before = _before_label(runs, index, knowledge, mark)
    if before is not None:
        return [before]
    for kind, words in runs:
        if kind == "number":
            if label:
                numbers.append(words)
            continue
        if numbers and _leads_to_base(label) and all(is_currency_word(word.text) for word in words):
            continue  # "19 % Umsatzsteuer aus 250,00   EUR   47,50"
        if len(numbers) == 1 and words[0].text == "=":  # "BTW 5 = 9,00 %   over 89,11   8,02"
            label, numbers = [*label, *numbers[0], *words], []
            continue
        if numbers and _only_counts(words, knowledge):
            continue  # how many were sold stands before the sum: "Total   430 NOS   4,50,830.80"
        if numbers:
            found.append(_pair(label, numbers, index, knowledge, mark))
            label, numbers = [], []
        # So are the sign of a currency and the rate, in a column of their own: "Output tax      19.000 %      170.59".
        aside = all(is_currency_word(word.text.strip(":")) or RATE_OR_MARK.fullmatch(word.text) for word in words)
        apart = not aside and _new_label(label, words, row.height) and not _rates(label, words, knowledge)
        label = list(words) if apart else [*label, *words]
    if numbers:
        found.append(_pair(label, numbers, index, knowledge, mark))
    return [pair for pair in found if pair is not None]


def _only_counts(words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Tell whether words are but a unit; a vat is one, and "VAT" the tax all the same."""
    return len(words) == 1 and knowledge.units.is_unit(words[0].text) and not label_meanings(words, knowledge)[0]


def _before_label(
    runs: Sequence[tuple[str, list[Word]]], index: int, knowledge: Knowledge, mark: DecimalMark
) -> LabelledAmount | None:
    """Return the amount of a row that holds nothing else but its label behind it: "1,899.50   Total now due"."""
    if [kind for kind, _ in runs] != ["number", "text"]:
        return None
    (_, numbers), (_, label) = runs
    figure = _amount([word for word in numbers if not is_currency_word(word.text)], mark)
    meanings, whole = label_meanings(label, knowledge)
    told = whole or ("tax" in meanings and any("%" in word.text for word in label))
    if figure is None or not told or decimals_of(figure.value) != _CENTS or numbers[-1].text.endswith(","):
        return None
    return LabelledAmount(meanings, join_words(label), figure, index)


def _summary(row: Row, index: int, knowledge: Knowledge, mark: DecimalMark) -> list[LabelledAmount]:
    """Return goods, tax and total of a row "Totals 1,875.94 375.19 2,251.13": behind the label, and adding up."""
    if len(row.cells) != len(_SUMMARY) + 1 or label_meanings(row.cells[0].words, knowledge) != (("total",), True):
        return []
    read = [read_figure(cell.words, mark) for cell in row.cells[1:] if _amount_only(cell.words)]
    figures = [figure for figure in read if figure is not None and decimals_of(figure.value) == 2]
    if len(figures) < len(_SUMMARY) or figures[0].value + figures[1].value != figures[2].value:
        return []
    if not 0 < figures[1].value < figures[0].value:
        return []
    label = row.cells[0].text
    return [LabelledAmount((meaning,), label, f, index) for meaning, f in zip(_SUMMARY, figures, strict=True)]


def _pair(
    label: Sequence[Word],
    numbers: Sequence[Sequence[Word]],
    index: int,
    knowledge: Knowledge,
    mark: DecimalMark,
) -> LabelledAmount | None:
    # The amount stands last, but a tax rate or code may follow it: then it is the last one with decimals.
    figures = [figure for words in numbers if (figure := _amount(words, mark)) is not None]
    figure = next((f for f in reversed(figures) if decimals_of(f.value) == 2), figures[-1] if figures else None)
    if figure is None or find_date(figure.raw) is not None:
        return None
    meanings, whole = label_meanings(_before_base(label) if len(numbers) > 1 else label, knowledge)
    if "tax" in meanings and _is_registration(figure, numbers):
        return None
    return LabelledAmount(meanings, join_words(label), figure, index, whole)


def _is_registration(figure: Figure, numbers: Sequence[Sequence[Word]]) -> bool:
    """Tell whether a tax's figure is the number of who collects it: "GST 118820447 RT0001", "GST 80114 2217"."""
    digits = [word.text for words in numbers for word in words]
    together = "".join(digits) if all(text.isdigit() for text in digits) else ""
    return any(map(_REGISTERED.fullmatch, (figure.raw.replace(" ", ""), together)))


def _before_base(label: Sequence[Word]) -> Sequence[Word]:
    """Return a label without the word that leads to what the tax is worked out on: "MWST 8.1% auf   809.34   65.56"."""
    return label[:-1] if _leads_to_base(label) else label


def _leads_to_base(label: Sequence[Word]) -> bool:
    return len(label) > 1 and squeeze(label[-1].text) in page_words("totals", "to_base")


def _amount(words: Sequence[Word], mark: DecimalMark) -> Figure | None:
    """Return the last figure of these words; None where letters belong to it."""
    figure = read_figure([word for word in words if not _is_misread_code(words, word)], mark, last=True)
    return None if figure is None or any(map(str.isalpha, figure.rest)) else figure


def _runs(row: Row) -> list[tuple[str, list[Word]]]:
    """Part a row into runs of label words and runs of amounts; percentages belong to the label."""
    runs: list[tuple[str, list[Word]]] = []
    for cell in row.cells:
        fresh = True
        for word in cell.words:
            money = is_currency_word(word.text) or word.text in {"-", "(", ")"} or _is_misread_code(cell.words, word)
            number = looks_like_figure(word.text) and not _is_rate(row.words, word) and not _is_misread_word(cell, word)
            number = number and not changed_beside(cell.words, word) and not _in_brackets(cell.words, word)
            kind = (
                "number" if number or (money and len(cell.words) > 1 and _beside_number(cell.words, word)) else "text"
            )
            if runs and runs[-1][0] == kind and not fresh:
                runs[-1][1].append(word)
            else:
                runs.append((kind, [word]))
            fresh = False
    return runs


def _in_brackets(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a number stands in brackets that hold letters too: "HST 13% (81004 5678 RT0001):", not "(45.00)"."""
    at = next(place for place, other in enumerate(words) if other is word)
    start = next((place for place in range(at, -1, -1) if words[place].text.startswith("(")), None)
    end = next((place for place in range(at, len(words)) if words[place].text.rstrip(":.,").endswith(")")), None)
    if start is None or end is None or any(words[p].text.rstrip(":.,").endswith(")") for p in range(start, at)):
        return False
    inside = words[start : end + 1]
    digits = "".join(ch for other in inside for ch in other.text if ch.isdigit())
    return len(digits) >= _REGISTERED_DIGITS and any(ch.isalpha() for other in inside for ch in other.text)


def _is_misread_code(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a word among figures is a currency misread; "MWST CHE 107.787.577" is the number of a company."""
    if word.method is not Method.OCR or not is_like_code(word.text):
        return False
    return any(_WITH_CENTS.search(other.text) for other in words)


def _is_misread_word(cell: Cell, word: Word) -> bool:
    """Tell whether a digit is the French "à" as many scans have it, between the words of a label: "Net 4 payer"."""
    if word.text != _A_READ or word.method is not Method.OCR:
        return False
    at = cell.words.index(word)
    return 0 < at < len(cell.words) - 1 and cell.words[at - 1].text.isalpha() and cell.words[at + 1].text.isalpha()


def _is_rate(words: Sequence[Word], word: Word) -> bool:
    """Tell whether a number is a percentage: its sign glued to it, behind a blank, or right before it ("% 19,0").

    So it is in "IVA (%): 22.00".
    """
    if read_percent(word.text) is not None or word.text.endswith("%"):
        return True
    if not looks_like_figure(word.text):
        return False  # "% P.P." heads rates
    place = words.index(word)
    if place + 1 < len(words) and words[place + 1].text.startswith("%"):
        return True
    if (
        place < 1
        or words[place - 1].text.strip("():") != "%"
        or (place > 1 and looks_like_figure(words[place - 2].text))
    ):
        return False
    return word.x0 - words[place - 1].x1 < word.bottom - word.top


def _beside_number(words: Sequence[Word], word: Word) -> bool:
    place = words.index(word)
    near = [*words[max(0, place - 1) : place], *words[place + 1 : place + 2]]
    return any(looks_like_figure(other.text) for other in near)


def _new_label(label: Sequence[Word], words: Sequence[Word], height: float) -> bool:
    """A wide gap to the words before starts another label, unless those were no more than a lead-in."""
    return bool(label) and words[0].x0 - label[-1].x1 > 4 * height


def _rates(label: Sequence[Word], words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Tell whether words say at which rate the charge before them is taxed: "Transportkosten   19 % USt (S)   3,00"."""
    if not any("%" in word.text for word in words) or "tax" not in label_meanings(words, knowledge)[0]:
        return False
    return bool(knowledge.charges.leading([squeeze(word.text) for word in label])[0])


def _under(rows: Sequence[Row], index: int, knowledge: Knowledge, mark: DecimalMark) -> list[LabelledAmount]:
    """Amounts that stand below their label, in boxes side by side."""
    labels, last = with_wrapped(_with_rates(rows[index]), rows, index)
    at_below = _row_below(rows, last)
    if at_below is None:
        return []
    below = rows[at_below]
    amounts = [cell for cell in below.cells if _amount_only(cell.words)]
    if not amounts:
        return []
    found: list[LabelledAmount] = []
    named = [label_meanings(cell.words, knowledge) for cell in labels]
    totals = sum(whole for _, whole in named)
    charges = [cell for cell in labels if _names_charge(cell.words, knowledge)]
    for at, (cell, (meanings, whole)) in enumerate(zip(labels, named, strict=True)):
        # Among labels of totals another label is a charge's, or one that nobody knows; several charges are a strip.
        in_strip = cell in charges and len(charges) >= _FEWEST_LABELS
        if (not meanings or not whole) and totals < _FEWEST_LABELS and not in_strip:
            continue
        if any(looks_like_figure(word.text) and not _is_rate(cell.words, word) for word in cell.words):
            continue
        if _heads_rates(cell):
            continue
        for other in amounts:
            if not _stands_under(other, labels, at):
                continue
            figure = read_figure(other.words, mark, last=True)
            if figure is not None and decimals_of(figure.value):
                found.append(
                    LabelledAmount(meanings, cell.text, figure, at_below, whole, below=True, words=tuple(cell.words))
                )
    return found


def _row_below(rows: Sequence[Row], index: int) -> int | None:
    """Return the row right below one of labels; what stands left of all of them is beside the box.

    On a scan the next row alone counts: what was read in between may be a part of either.
    """
    row = rows[index]
    deep = 1 if row.words[0].method is Method.OCR else _BELOW
    for at in range(index + 1, min(index + 1 + deep, len(rows))):
        below = rows[at]
        if not is_right_below(below, row, _deepest(row)):
            return None
        if deep == 1 or below.words[-1].x1 > row.words[0].x0:
            return at
    return None


def _heads_rates(label: Cell) -> bool:
    """Tell whether rates stand under a label ("% IVA", "% P.P."), no amounts: the sign is in it without a figure."""
    return "%" in label.text and not any(map(str.isdigit, label.text))


def _deepest(row: Row) -> float:
    """Return how far below their labels amounts in boxes may stand, in points."""
    # a word of a text layer is as high as its font, one of a scan as its letters
    return (_DEEP_LETTERS if row.words[0].method is Method.OCR else _DEEP) * row.height


def _with_rates(row: Row) -> list[Cell]:
    """Return the cells of a row of labels, a rate with the label before it: "MwSt.   8.1%"."""
    labels: list[Cell] = []
    for cell in row.cells:
        if labels and all(_is_rate(cell.words, word) or word.text == "%" for word in cell.words):
            labels[-1] = make_cell((*labels[-1].words, *cell.words))
        else:
            labels.append(cell)
    return labels


def _names_charge(words: Sequence[Word], knowledge: Knowledge) -> bool:
    return bool(knowledge.charges.meanings(squeeze("".join(word.text for word in words))))


def _stands_under(cell: Cell, labels: Sequence[Cell], at: int) -> bool:
    """Tell whether a cell stands under a label; right of it in the same box only where it is under no other."""
    if any(in_one_column(cell, label) for label in labels):
        return in_one_column(cell, labels[at])
    return labels[at].x1 < cell.x0 and (at + 1 == len(labels) or cell.x1 < labels[at + 1].x0)


def _amount_only(words: Sequence[Word]) -> bool:
    return all(looks_like_figure(w.text) or is_currency_word(w.text) or w.text in {"-", "(", ")"} for w in words)
