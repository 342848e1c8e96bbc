"""What of a row is amounts and what is words: rates, numbers of companies and misread currencies are no amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.provenance import Method
from app.extraction.values.currencies import is_like_code
from app.extraction.values.figures import Figure, changed_beside, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.numerals import DecimalMark, read_percent
from app.extraction.values.rows import Cell, Row
from app.extraction.values.words import Word

_REGISTERED_DIGITS = 8  # where taxes are collected by registration (Canada), its number stands behind their name
_A_READ = "4"  # what scans make of "à"
_WITH_CENTS = re.compile(r"[.,][0-9]{2}\Z", re.ASCII)


def runs_of(row: Row) -> list[tuple[str, list[Word]]]:
    """Part a row into runs of label words and runs of amounts; percentages belong to the label."""
    runs: list[tuple[str, list[Word]]] = []
    for cell in row.cells:
        fresh = True
        for word in cell.words:
            money = is_currency_word(word.text) or word.text in {"-", "(", ")"} or _is_misread_code(cell.words, word)
            number = looks_like_figure(word.text) and not is_rate(row.words, word) and not _is_misread_word(cell, word)
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


def amount_of(words: Sequence[Word], mark: DecimalMark) -> Figure | None:
    """Return the last figure of these words; None where letters belong to it."""
    figure = read_figure([word for word in words if not _is_misread_code(words, word)], mark, last=True)
    return None if figure is None or any(map(str.isalpha, figure.rest)) else figure


def is_amount_only(words: Sequence[Word]) -> bool:
    """Tell whether words are figures, currencies and signs of minus, and nothing else."""
    return all(looks_like_figure(w.text) or is_currency_word(w.text) or w.text in {"-", "(", ")"} for w in words)


def is_rate(words: Sequence[Word], word: Word) -> bool:
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


def _beside_number(words: Sequence[Word], word: Word) -> bool:
    place = words.index(word)
    near = [*words[max(0, place - 1) : place], *words[place + 1 : place + 2]]
    return any(looks_like_figure(other.text) for other in near)
