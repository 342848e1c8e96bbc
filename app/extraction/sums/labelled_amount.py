"""An amount with the words beside it or over it."""

from __future__ import annotations

from dataclasses import dataclass

from app.extraction.values.figures import Figure
from app.extraction.values.words import Word


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
        apart: It is called nothing but "total", and nothing stands about it that it could be the sum of.
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
    apart: bool = False
    settles: str = ""
