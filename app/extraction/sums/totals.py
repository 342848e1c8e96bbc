"""Amounts with a label: subtotal, tax, total, what was paid, what is carried over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.domain.money import decimals_of
from app.extraction.sums.amount_runs import amount_of, is_amount_only, runs_of
from app.extraction.sums.amounts_under import amounts_under
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.sum_labels import RATE_OR_MARK, label_meanings
from app.extraction.values.dates import find_date
from app.extraction.values.figures import Figure, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Row, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_SUMMARY = ("subtotal", "tax", "total")
_CENTS = 2  # decimals
_APART = 4  # heights of the row between two labels
# Where taxes are collected by registration (Canada), its number stands behind their name; no tax has so many digits.
_REGISTERED = re.compile(r"[0-9]{8,}", re.ASCII)


def last_empty_label(rows: Sequence[Row], indices: Iterable[int], knowledge: Knowledge, mark: DecimalMark) -> int:
    """Return the last of these rows in which a tax, total or charge is named without an amount; -1 where none is.

    What looks like an amount and cannot be read as one ("9,400.00T") is none.
    """
    empty = -1
    for index in indices:
        figures = [amount_of(words, mark) for kind, words in runs_of(rows[index]) if kind == "number"]
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
        found.extend(amounts_under(rows, index, knowledge, mark))
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
    runs = runs_of(row)
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
    figure = amount_of([word for word in numbers if not is_currency_word(word.text)], mark)
    meanings, whole = label_meanings(label, knowledge)
    told = whole or ("tax" in meanings and any("%" in word.text for word in label))
    if figure is None or not told or decimals_of(figure.value) != _CENTS or numbers[-1].text.endswith(","):
        return None
    return LabelledAmount(meanings, join_words(label), figure, index)


def _summary(row: Row, index: int, knowledge: Knowledge, mark: DecimalMark) -> list[LabelledAmount]:
    """Return goods, tax and total of a row "Totals 1,875.94 375.19 2,251.13": behind the label, and adding up."""
    if len(row.cells) != len(_SUMMARY) + 1 or label_meanings(row.cells[0].words, knowledge) != (("total",), True):
        return []
    read = [read_figure(cell.words, mark) for cell in row.cells[1:] if is_amount_only(cell.words)]
    figures = [figure for figure in read if figure is not None and decimals_of(figure.value) == _CENTS]
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
    figures = [figure for words in numbers if (figure := amount_of(words, mark)) is not None]
    figure = next((f for f in reversed(figures) if decimals_of(f.value) == _CENTS), figures[-1] if figures else None)
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


def _new_label(label: Sequence[Word], words: Sequence[Word], height: float) -> bool:
    """Tell whether words stand too far behind those before them to be of one label; ``height`` of the row in points."""
    return bool(label) and words[0].x0 - label[-1].x1 > _APART * height


def _rates(label: Sequence[Word], words: Sequence[Word], knowledge: Knowledge) -> bool:
    """Tell whether words say at which rate the charge before them is taxed: "Transportkosten   19 % USt (S)   3,00"."""
    if not any("%" in word.text for word in words) or "tax" not in label_meanings(words, knowledge)[0]:
        return False
    return bool(knowledge.charges.leading([squeeze(word.text) for word in label])[0])
