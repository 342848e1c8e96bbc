"""The parties of an invoice by their labels: "Bill to", "Ship to", "Remit to", and what stands beside or under one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.extraction.header.holder import heads_an_address
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_MOST = 60  # words of an address; the row that goes beyond is its last
_TO = "to"
_VALUE = 2  # heights of a row, from a label down to its value
_NEAR, _FAR = 9, 16  # heights from a label to its value in the next cell; behind a colon it may stand far off
_SLIP = 3  # rows from the heading of a slip to whom it is sent


@dataclass(frozen=True, slots=True)
class PartyBlock:
    """What stands beside or under a label of a side of the deal: the label, squeezed, and the words row by row."""

    label: str
    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> list[Word]:
        """All words in their order."""
        return [word for line in self.lines for word in line]


def buyer_blocks(rows: Sequence[Row], knowledge: Knowledge) -> tuple[PartyBlock, ...]:
    """Return the blocks of the buyer ("Bill to", "Ship to")."""
    found: list[PartyBlock] = []
    holders: list[tuple[int, Cell]] = []
    for index, row in enumerate(rows):
        for cell in row.cells:
            length = party_at(cell, "buyer", knowledge) if not _goes_to_sender(rows, index, cell) else 0
            if not length:
                if "holder" in knowledge.parties.meanings(cell.keys[0]):
                    holders.append((index, cell))
                continue
            block = cell.words[length:]
            far = (_FAR if cell.text.endswith(":") else _NEAR) * row.height
            beside = [other for other in row.cells if other.x0 > cell.x1 and other.x0 - cell.x1 < far]
            left = cell.x0
            named_beside = not block and beside and not party_at(beside[0], "buyer", knowledge)
            close = named_beside and beside[0].x0 - cell.x1 < 4 * row.height
            listed = named_beside and _label_under(rows, index, cell, knowledge)
            if named_beside and (close or listed or not _under(rows, index, cell)):
                block, left = beside[0].words, beside[0].x0
            below = _block_below(rows, index, left, cell.x1) if not listed else []
            found.append(PartyBlock("".join(cell.keys[:length]), tuple(filter(None, (block, *below)))))
    named = any(block.lines for block in found)
    addressed = [(index, cell) for index, cell in holders if not named and heads_an_address(rows, index, cell)]
    if len(addressed) == 1:
        [(index, cell)] = addressed
        below = _block_below(rows, index, cell.x0, cell.x1)
        found.append(PartyBlock(cell.keys[0], tuple(filter(None, (cell.words[1:], *below)))))
    return tuple(found)


def party_at(cell: Cell, side: str, knowledge: Knowledge) -> int:
    """Return how many words at the start of a cell name a side of the deal; 0 where they do not."""
    if not knowledge.parties.begins(cell.keys[0]) or not knowledge.parties.leading(cell.keys[:5])[0]:
        return 0
    for length in range(min(5, len(cell.words)), 0, -1):
        key = "".join(cell.keys[:length])
        if side in knowledge.parties.meanings(key):
            whole = length == len(cell.words)
            marked = cell.words[length - 1].text.endswith((":", "."))
            # "BILL TO (PREPAID)": what stands in brackets only says more of it.
            marked = marked or (not whole and cell.words[length].text.startswith("("))
            long = len(key) >= 5 and length >= 2
            return length if whole or marked or long else 0
    return 0


def _under(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether something stands right under a label, as its value may."""
    below = next_row(rows, index, _VALUE)
    return below is not None and any(abs(other.x0 - cell.x0) < rows[index].height for other in below.cells)


def _label_under(rows: Sequence[Row], index: int, cell: Cell, knowledge: Knowledge) -> bool:
    """Tell whether a label of the header stands flush under another, both with their values beside them."""
    below = rows[index + 1] if _under(rows, index, cell) else None
    under = (other for other in below.cells if abs(other.x0 - cell.x0) < 1) if below is not None else ()
    return any(other.text.endswith(":") or knowledge.labels.meanings("".join(other.keys)) for other in under)


def _goes_to_sender(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether "To" addresses the sender, as it does under the heading of a slip that is sent with the payment."""
    if cell.keys[0] != _TO:
        return False
    above = (row for row in rows[max(0, index - _SLIP) : index] if row.page == rows[index].page)
    return any(squeeze(other.text) in page_words("buyer", "slips") for row in above for other in row.cells)


def _block_below(rows: Sequence[Row], index: int, left: float, right: float) -> list[tuple[Word, ...]]:
    words: list[tuple[Word, ...]] = []
    bottom, height = rows[index].bottom, rows[index].height
    misses = 0
    for row in rows[index + 1 : index + 14]:
        if row.page != rows[index].page or row.top - bottom > (1.4 if words else 2.2) * height:
            break
        cell = next(
            (
                c
                for c in row.cells
                if abs(c.x0 - left) < 1.2 * height or (c.x0 < right and c.x1 > left and c.x0 >= left - height)
            ),
            None,
        )
        if cell is None:
            misses += 1
            if misses > 2:
                break
            continue
        words.append(cell.words)
        bottom = row.bottom
        if sum(map(len, words)) > _MOST:
            break
    return words
