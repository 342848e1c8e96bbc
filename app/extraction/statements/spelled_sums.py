"""Amounts that a page spells out: behind a label ("Amount in words", "In Worten") or with a currency of their own.

Whose words they are nobody asks here; that is told with the invoice (``spells_other_sum``). What stands behind a label
and is understood in part only says so on a page of text; a scan's misread letters do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.domain.invoice import Invoice
from app.extraction.statements.kinds import UNLESS, Said, any_of
from app.extraction.statements.owed import is_of_owing
from app.extraction.statements.spelled_amounts import Spelled, Token, spelled_amount, tokens_of
from app.extraction.statements.spelled_words import (
    CURRENCIES,
    ENDS,
    FILLS,
    JOINTS,
    LABEL_WORDS,
    LABELS,
    MINORS,
    NOUGHT,
    WEAK_LABELS,
    words_of,
)
from app.extraction.values.general_terms import general_terms
from app.extraction.values.next_row import GOES_ON, is_right_below
from app.extraction.values.number_words import spells_number
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold

_MORE_ROWS = 3
_LONGEST = 140  # characters that are repeated
_FEWEST = 3  # words of numbers that are an amount though they cannot be read
_VALUE = re.compile(r" = (?P<value>\d+(?P<cents>\.\d+)?)(?: (?P<code>[A-Z]{3}))?$")
_BEGUN = re.compile(r"[^.!?;]*$")  # what a row leaves to the next
_OTHER_CASE = any_of(
    r"liab\w+|insur\w+|penalt\w+|damages?|charged|returned|deductible|vouchers?|haft\w+|versicher\w+|vertragsstrafe",
    r"gutschein\w*|responsab\w+|assur\w+|dommages|danos|danni|segur\w+|assicur\w+|aansprakelijk\w*|verzeker\w+|schade",
)
_SKIPPED = 10  # words between a label and its amount


def spelled_sums(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield what a page spells out, its words with the amount they come to, and its row."""
    taken: set[tuple[int, int, int]] = set()
    for at, row in enumerate(rows):
        if any(map(_may_tell, row.keys)):
            yield from ((*said, row) for said in _in_row(rows, at, taken))


def _in_row(rows: Sequence[Row], at: int, taken: set[tuple[int, int, int]]) -> Iterator[tuple[Said, str]]:
    """Yield what a row spells out; ``taken`` are the words of amounts that began in a row above, and grows."""
    own = list(tokens_of(rows[at], at))
    tokens = [*own, *_going_on(rows, at)]
    start = 0
    for begin, weak in _labelled(own):
        if begin >= start and (said := _behind_label(tokens, begin, weak=weak)) is not None:
            yield said
            amount = spelled_amount(tokens, begin)
            start = max(begin, amount.end if amount is not None else begin)
            taken.update(token.place for token in tokens[begin:start])
    counted = _counted(tokens)
    while start < len(own) and (amount := spelled_amount(tokens, start)) is not None and amount.start < len(own):
        words = tokens[amount.start : amount.end]
        start = max(amount.end, amount.start + 1)
        if words[0].place in taken:
            continue
        if amount.value is not None:
            taken.update(token.place for token in words)
        if _stands_alone(tokens, amount, counted) or (
            amount.priced and amount.value is not None and _asks(rows, at, _sentence(tokens, amount))
        ):
            yield _said(tokens, amount)


def _asks(rows: Sequence[Row], at: int, sentence: str) -> bool:
    """Tell whether a sentence, with what the row above began of it, asks for its amount; terms at large do not."""
    near = at > 0 and is_right_below(rows[at], rows[at - 1], GOES_ON * rows[at].height)
    begun = _BEGUN.search(fold(rows[at - 1].text)) if near else None
    whole = f"{begun.group() if begun else ''} {sentence}"
    return (
        is_of_owing(sentence)
        and not UNLESS.search(whole)
        and not _OTHER_CASE.search(whole)
        and (at not in general_terms(rows))
    )


@lru_cache(maxsize=65536)
def _may_tell(key: str) -> bool:
    """Tell whether a squeezed word may label an amount in words or be of one; most do neither."""
    return key in LABEL_WORDS or (key not in _COMMON and spells_number(key))


# Small numbers that are other words as well, in their language or in another; no amount is of these alone.
_COMMON = words_of(
    "one un una uno une ein eine een due once ten elf six dix acht drie sei sette otto tre tres dos mil mille cent"
    " million millions two three four five"
)


def _going_on(rows: Sequence[Row], at: int) -> Iterator[Token]:
    """Yield the words of the rows below in which an amount may go on: those whose cell begins as one does."""
    above = rows[at]
    first_cell = len(above.cells)
    x0, x1 = above.x0, above.x1
    for number, row in enumerate(rows[at + 1 : at + 1 + _MORE_ROWS], at + 1):
        if not is_right_below(row, above, GOES_ON * above.height):
            return
        cells = [i for i, cell in enumerate(row.cells) if cell.x0 < x1 and x0 < cell.x1 and _goes_on(cell.keys)]
        if not cells:
            return
        yield from tokens_of(row, number, cells[:1], first_cell)
        first_cell += len(row.cells)
        above = row


def _goes_on(keys: Sequence[str]) -> bool:
    key = next((key for key in keys if key), "")
    return spells_number(key) or key in CURRENCIES or key in MINORS or key in JOINTS or key in ENDS


def _labelled(tokens: Sequence[Token]) -> Iterator[tuple[int, bool]]:
    """Yield the places behind labels of amounts in words, and whether the label may be a word of a sentence."""
    ends, text = [], ""
    for token in tokens:
        text += token.text + " "
        ends.append(len(text) - 1)
    for found in LABELS.finditer(text):
        yield bisect_left(ends, found.end()) + 1, False
    for at, token in enumerate(tokens[:-1]):
        begins = at == 0 or token.stopped or tokens[at - 1].cell != token.cell
        if begins and WEAK_LABELS.fullmatch(token.text) and _is_amount(tokens[at + 1]):
            yield at + 1, True


def _is_amount(token: Token) -> bool:
    return spells_number(token.text) or token.text in CURRENCIES or token.text in FILLS


def _behind_label(tokens: Sequence[Token], begin: int, *, weak: bool) -> tuple[Said, str] | None:
    """Return what stands behind a label; nothing where that is no text, or a figure."""
    amount = spelled_amount(tokens, begin)
    if amount is not None and amount.start - begin <= _SKIPPED:
        direct = all(_fills(token.text) for token in tokens[begin : amount.start])
        if amount.value is not None or amount.priced or (not weak and (direct or amount.numbers > 1)):
            return _said(tokens, amount)
    cell = tokens[begin].cell if begin < len(tokens) else 0
    words = [token.text for token in tokens[begin:] if token.cell == cell]
    telling = [text for text in words if text.isalpha() and not _fills(text)]
    if weak or len(telling) < _FEWEST or len(" ".join(words)) != len(re.sub(r"\d", "", " ".join(words))):
        return None
    parted = tokens[begin].stopped or tokens[begin - 1].cell != cell
    return (Said.SPELLED_UNREAD, " ".join(words)[:_LONGEST]) if parted else None


def _said(tokens: Sequence[Token], amount: Spelled) -> tuple[Said, str]:
    if amount.value is not None:
        return Said.SPELLED, _with_value(tokens, amount)
    words = tokens[amount.start : amount.end + 2]
    said = Said.SPELLED_UNREAD if any(token.scanned for token in words) else Said.SPELLED_PARTLY
    return said, " ".join(token.text for token in words)[:_LONGEST]


def _with_value(tokens: Sequence[Token], amount: Spelled) -> str:
    """Return the words with the amount they come to; it has cents where the words say so."""
    assert amount.value is not None
    words = " ".join(token.text for token in tokens[amount.start : amount.end])[:_LONGEST]
    cents = Decimal("0.01")
    value = amount.value if amount.value != amount.value.quantize(cents) else amount.value.quantize(cents)
    code = f" {next(iter(amount.codes))}" if len(amount.codes) == 1 else ""
    return f"{words} = {value if amount.exact else int(value)}{code}"


def _fills(text: str) -> bool:
    return text in FILLS or text in CURRENCIES or text in MINORS or text in ENDS or text in JOINTS or text in NOUGHT


@dataclass(slots=True)
class _CellWords:
    """How many words of numbers, of currencies, and of neither a cell has."""

    numbers: int = 0
    currencies: int = 0
    strange: int = 0


def _counted(tokens: Sequence[Token]) -> Mapping[int, _CellWords]:
    """Return what each cell has, counted once for all amounts in it."""
    counted: dict[int, _CellWords] = {}
    for token in tokens:
        cell, text = counted.setdefault(token.cell, _CellWords()), token.text
        number = spells_number(text)
        cell.numbers += number
        cell.currencies += text in CURRENCIES
        cell.strange += text.isalpha() and not number and not _fills(text)
    return counted


def _stands_alone(tokens: Sequence[Token], amount: Spelled, counted: Mapping[int, _CellWords]) -> bool:
    """Tell whether an amount is all that its cell says; of one that cannot be read, nearly all."""
    cells = [counted[cell] for cell in {tokens[amount.start].cell, tokens[amount.end - 1].cell}]
    if not amount.priced and not any(cell.currencies for cell in cells):
        return False
    strange = sum(cell.strange for cell in cells)
    if amount.value is not None:
        return strange == 0
    return strange <= 1 and sum(cell.numbers for cell in cells) >= _FEWEST


def _sentence(tokens: Sequence[Token], amount: Spelled) -> str:
    """Return the words of the sentence that an amount stands in."""
    first = amount.start
    while first > 0 and not tokens[first].stopped:
        first -= 1
    last = amount.end
    while last < len(tokens) and not tokens[last].stopped:
        last += 1
    return " ".join(token.text for token in tokens[first:last])


def spells_other_sum(words: str, invoice: Invoice) -> bool:
    """Tell whether the amount behind the words is none of the invoice's sums, or in another currency than they.

    Words that name no cents say whole units only: what the sum has beyond them is not denied.
    """
    found = _VALUE.search(words)
    if found is None:
        return True
    currency = invoice.header.currency
    if found["code"] and currency is not None and currency.value != found["code"]:
        return True
    value, sums = Decimal(found["value"]), _sums(invoice)
    return value not in sums and (found["cents"] is not None or value not in {Decimal(int(one)) for one in sums})


def _sums(invoice: Invoice) -> set[Decimal]:
    """Return the sums of an invoice without their signs: total, subtotal, tax, charges, and what a charge leaves."""
    header = invoice.header
    sums = {abs(a.value) for a in (header.subtotal, header.tax_total, header.total) if a is not None}
    if header.total is not None:
        total = abs(header.total.value)
        taken = [header.tax_total] if header.tax_total is not None else []
        sums.update(total - abs(a.value) for a in (*taken, *(charge.amount for charge in invoice.charges)))
    sums.update(abs(charge.amount.value) for charge in invoice.charges)
    return sums
