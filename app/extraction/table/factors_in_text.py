"""Quantity and price inside the text of a line ("12 EA x 2.50", "3 x Washer kit @ 10.00"), where no columns hold them.

They are believed only where they multiply to the amount of their line, and where the text itself tells the quantity
from the price; else the line has none, as printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.money import decimals_of
from app.extraction.values.arithmetic import multiplies
from app.extraction.values.figures import Figure, is_currency_word, looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, read_percent, split_glued
from app.extraction.values.words import Word

TIMES = frozenset({"x", "×", "X", "*"})
# What stands between a quantity and its price, never the other way about.
_AT = frozenset({"@", "at", "à", "á", "je", "zu"})
_MOST_BETWEEN = 2
_CENTS = 2  # decimals
# What says behind a price that it is that of one piece: "$38.50 each", "2,50 EUR pro Stück", "4,00 € / pièce".
_EACH_TEXT = (
    "each ea apiece piece pc unit stück stueck stk st stuk pièce pce unité unite unidad ud uno cad cadauno pezzo pz"
)
_EACH = frozenset(_EACH_TEXT.split())
_PER = frozenset({"per", "pro", "je", "par", "la", "por", "al", "a", "/", "p"})


@dataclass(frozen=True, slots=True)
class TextFactors:
    """A quantity (with its unit as its ``rest``, where one is printed) and a price."""

    quantity: Figure
    price: Figure


def factors_in_text(
    words: Sequence[Word], amount: Figure, mark: DecimalMark, knowledge: Knowledge
) -> TextFactors | None:
    """Return the factors of an amount that its line names in words; None where there are none or two such pairs."""
    found = [
        pair
        for place, word in enumerate(words)
        if word.text in TIMES or word.text.casefold() in _AT
        for pair in _around(words, place, mark, knowledge)
        if multiplies(pair.quantity.value, pair.price.value, amount.value) and amount.value
    ]
    return found[0] if len({(pair.quantity.value, pair.price.value) for pair in found}) == 1 else None


def price_each(words: Sequence[Word], quantity: Figure, amount: Figure, mark: DecimalMark) -> Figure | None:
    """Return the price that a text calls that of one piece, where this many at it come to the amount of the line."""
    prices = [
        price
        for place, word in enumerate(words)
        if (price := _figure((word,), mark)) is not None
        and decimals_of(price.value) >= _CENTS
        and _says_each(words[place + 1 :])
        and multiplies(quantity.value, price.value, amount.value)
    ]
    return prices[0] if len({price.value for price in prices}) == 1 and amount.value else None


def weighed(texts: Sequence[Sequence[Word]], price: Figure, amount: Figure, mark: DecimalMark) -> Figure | None:
    """Return the weight in the rows below a line (S2.162) that its price is for: "67.300   68.150   T/WT= 135.450".

    Both have two decimals or more; that they multiply to the cent is all that speaks for it.
    """
    found = [
        figure
        for words in texts
        for word in words
        if (figure := _figure((word,), mark)) is not None
        and min(decimals_of(figure.value), decimals_of(price.value)) >= _CENTS
        and multiplies(figure.value, price.value, amount.value)
    ]
    return found[0] if len({figure.value for figure in found}) == 1 and amount.value else None


def _says_each(behind: Sequence[Word]) -> bool:
    """Tell whether words behind a price say that it is for one piece, a currency and "per" between them left out."""
    texts = (word.text.casefold().strip(".,;()") for word in behind if not is_currency_word(word.text))
    said = next((text.removeprefix("/") for text in texts if text not in _PER), "")
    return said in _EACH


def _around(words: Sequence[Word], place: int, mark: DecimalMark, knowledge: Knowledge) -> list[TextFactors]:
    """Return the pairs of factors that may stand on both sides of a sign for "times" or "at"."""
    right = _after(words, place + 1, mark)
    if right is None:
        return []
    at = words[place].text not in TIMES
    left = _before(words, place, mark, knowledge) or (_leading(words, place, mark, knowledge) if at else None)
    if left is None:
        return []
    if at or _is_price(right, left):
        return [TextFactors(left, right)]
    return [TextFactors(right, left)] if _is_price(left, right) else []


def _is_price(price: Figure, quantity: Figure) -> bool:
    """Tell whether figures show by themselves which is the price: cents, beside a whole number."""
    return decimals_of(price.value) >= 2 and decimals_of(quantity.value) == 0


def _after(words: Sequence[Word], start: int, mark: DecimalMark) -> Figure | None:
    """Return the figure right behind a sign, a currency between them left out."""
    behind = [word for word in words[start : start + 2] if not is_currency_word(word.text)]
    return _figure(behind[:1], mark)


def _before(words: Sequence[Word], place: int, mark: DecimalMark, knowledge: Knowledge) -> Figure | None:
    """Return the figure right before a sign, with a unit between them or none."""
    for length in range(1, _MOST_BETWEEN + 1):
        part = [word for word in words[max(0, place - length) : place] if not is_currency_word(word.text)]
        if part and looks_like_figure(part[0].text):
            unit = [word.text for word in part[1:]]
            return _figure(part, mark) if all(knowledge.units.is_unit(text) for text in unit) else None
    return None


def _leading(words: Sequence[Word], place: int, mark: DecimalMark, knowledge: Knowledge) -> Figure | None:
    """Return the quantity that leads the text: "3 x Washer kit @ 10.00", "18 hours site inspection at 165.00"."""
    if place > _MOST_BETWEEN and words[1].text in TIMES:
        return _figure(words[:1], mark)
    if place < _MOST_BETWEEN:
        return None
    unit = words[1:2] if knowledge.units.is_unit(words[1].text) else ()
    figure = _figure((*words[:1], *unit), mark)
    # "2x4 lumber at 3.00" leads with a size
    return figure if figure is not None and not split_glued(words[0].text) else None


def _figure(words: Sequence[Word], mark: DecimalMark) -> Figure | None:
    if not words or not looks_like_figure(words[0].text) or read_percent(words[0].text) is not None:
        return None
    figure = read_figure(words, mark)
    return figure if figure is not None and figure.value > 0 and not figure.crowded else None
