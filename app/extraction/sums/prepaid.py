"""What of the total is not to be paid any more: a deposit received, a balance that differs (BT-113, BT-115)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import decimals_of, plain
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.values.figures import is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.text_keys import squeeze

_CENTS = 2
_LONGEST = 5  # words of a phrase
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Amounts printed beside the total, each as found first; None where nothing is printed."""

    paid: Decimal | None = None
    due: Decimal | None = None


NOTHING_SETTLED = Settlement()


def settlement(amounts: Sequence[LabelledAmount], total: Decimal | None) -> Settlement:
    """Return what is said to be paid already, and what is left to pay where that is not the total.

    Figures without cents are rates, days and counts as well as money and say nothing here; so does a nought.
    """
    # The figure under an empty "Deposit received" is that of the next label.
    beside = {a.figure.box for a in amounts if not a.below and a.meanings}
    money = [a for a in amounts if decimals_of(a.figure.value) == _CENTS and not (a.below and a.figure.box in beside)]
    paid = next((abs(a.figure.value) for a in money if a.figure.value and a.settles == "paid"), None)
    due = (a.figure.value for a in money if a.settles == "due")
    return Settlement(paid, next((value for value in due if total is not None and value != total), None))


def settles(amount: LabelledAmount, row: str, knowledge: Knowledge) -> str:
    """Return "paid" for an amount received already, "due" for one that is left to pay, else nothing.

    ``row`` is the text of its row: "A deposit of 20.00 was received".
    """
    said = _meanings(amount.label, knowledge)
    received = "payment" in said and "received" in _meanings(row, knowledge)
    if (amount.whole and amount.meanings == ("paid",)) or "paid" in said or received:
        return "paid"
    # All of the label but its currency: "amount due if paid by 10 June" is less a discount.
    labelled = amount.label.split()
    if not knowledge.notices.only("due").any_begins(map(squeeze, labelled)):
        return ""
    words = (word for word in labelled if not is_currency_word(word.strip(":.()")))
    key = "".join(squeeze(word) for word in words if not any(ch.isdigit() for ch in word))
    return "due" if "due" in knowledge.notices.meanings(key) else ""


def said_of(settled: Settlement, total: Decimal | None) -> str:
    """Return the sentence for the clerk; nothing where the total is what is to be paid."""
    if settled == NOTHING_SETTLED:
        return ""
    shown = plain(total) if total is not None else "?"
    if settled.due is None:
        return f"Of the total {shown}, {plain(settled.paid or _ZERO)} is paid already; no other amount is due."
    paid = f"{plain(settled.paid)} is paid already; " if settled.paid is not None else ""
    return f"Of the total {shown}, {paid}{plain(settled.due)} is due."


def _meanings(text: str, knowledge: Knowledge) -> set[str]:
    """Return what the phrases mean that begin at the words of a text; nothing where none speaks of payment."""
    keys = [squeeze(word) for word in text.split()]
    if not knowledge.notices.only("payment", "received", "paid").any_begins(keys):
        return set()
    found = (knowledge.notices.leading(keys[start : start + _LONGEST])[2] for start, key in enumerate(keys) if key)
    return {meaning for meanings in found for meaning in meanings}
