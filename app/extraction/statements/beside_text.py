"""What is said against paying an invoice by what is not in its text: a paper that it carries, words in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.header.account_notice import account_notice
from app.extraction.pages.aslant import laid_out
from app.extraction.statements.kinds import Said
from app.extraction.statements.statements import read_statements
from app.extraction.values.rows import join_rows

# What another paper can say of the invoice that carries it; what it says of itself (a delivery note of its day) tells
# nothing.
_OF_THE_WHOLE = frozenset(
    {
        *(Said.OTHER_ACCOUNT, Said.FOR_ANOTHER, Said.SETTLED, Said.NO_INVOICE, Said.BILLED, Said.ORDER_ENDED),
        *(Said.SET_OFF, Said.OTHER_AMOUNT, Said.PARTLY, Said.NOT_FINAL, Said.CREDITED, Said.NOT_SOLD, Said.TO_US),
    }
)


def said_of_the_whole(rows: Sequence[str]) -> str:
    """Return the words of these rows that speak against paying the invoice as a whole; nothing where none do."""
    page = laid_out(0, rows)
    said = (one.words for one in read_statements(page) if one.said in _OF_THE_WHOLE)
    return next(said, "") or account_notice(join_rows(page))
