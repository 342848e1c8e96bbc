"""Statements that are no more than general terms of business, and say nothing of the invoice they are printed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from app.domain.provenance import Box
from app.extraction.statements.kinds import UNLESS, Said
from app.extraction.statements.phrases import KINDS
from app.extraction.values.general_terms import clause, general_terms, is_particular
from app.extraction.values.rows import Row

# Terms tell at large when deposits are due, what comes on top and what is free of charge. What kind of paper this is,
# in which currency it counts and who is to be paid is never at large.
_AT_LARGE = frozenset(
    {
        *(Said.TAX_TO_ADD, Said.NOT_FINAL, Said.OTHER_AMOUNT, Said.DISCOUNT, Said.CREDITED, Said.SURCHARGE),
        *(Said.NOT_DELIVERED, Said.NOT_SOLD, Said.SETTLED, Said.PARTLY, Said.SET_OFF, Said.OTHER_PAYER),
        *(Said.GOODS_BACK, Said.OTHER_PRICE),
    }
)
_WILL_BE = re.compile(
    r"\b(?:will be|shall be|wird|werden|sera|seront|se (?:cargara|adeudara|cobrara)|sara|saranno|wordt|worden|zal)\b"
)


class Placed(Protocol):
    """What is said in a place."""

    @property
    def said(self) -> Said:
        """What."""

    @property
    def words(self) -> str:
        """The words that say it, folded."""

    @property
    def box(self) -> Box:
        """The row in which they begin."""


_S = TypeVar("_S", bound=Placed)


def of_this_invoice(statements: Iterable[_S], rows: Sequence[Row]) -> Iterator[_S]:
    """Yield the statements that speak of the invoice: all but those of general terms at large."""
    terms: frozenset[int] | None = None
    for statement in statements:
        if statement.said in _AT_LARGE:
            terms = general_terms(rows) if terms is None else terms
            place = next((at for at in terms if rows[at].top == statement.box.top), None)
            if place is not None and _is_at_large(statement, clause(rows, place, statement.words)):
                continue
        yield statement


def _is_at_large(statement: Placed, text: str) -> bool:
    if is_particular(text):
        return False
    if statement.said is not Said.SETTLED or _WILL_BE.search(statement.words):
        return True
    unless = KINDS[Said.SETTLED].unless
    return UNLESS.search(text) is not None or (unless is not None and unless.search(text) is not None)
