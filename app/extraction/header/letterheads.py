"""Whose an address without a label is: the buyer's stands under the sender's letterhead, or under its small row.

Letters have the sender first: in a letterhead above the address they go to, or in the small row over it that shows
through the window of an envelope ("Kontor GmbH · Am Anger 3 · 99084 Erfurt").
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from app.extraction.header.own_marks import marked_own
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import is_right_below
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import squeeze

_LINES = 5  # of an address below its name
_UPPER = 330.0  # points from the top: what stands lower is a foot, or a slip
_APART = 1.5  # heights from the top of one block to that of the other, at least
_STEP = 1.6  # heights of a line of an address from the line before to it, at most
_OVER = 3.5  # heights from the small row to the address under it
_SMALLER = 0.85  # of the height of the address
# Before a town, behind an American or Australian state, or a British one; "6 March 2026" has none.
_POSTAL = re.compile(
    r"(?<![\w.,/-])(?:[A-Z]{1,2}-)?[0-9]{4,6}(?: [A-Z]{2})? [A-ZÀ-Ý][A-Za-zÀ-ÿ]"
    r"|\b[A-Z]{2,3},? [0-9]{4,5}(?:-[0-9]{4})?(?=\Z| [·•|–—*])"
    r"|\b(?:GB-)?[A-Z]{1,2}[0-9][0-9A-Z]? (?:[0-9][A-Z]{2}|(?<=GB-.... )[A-Z0-9]{3})\b"
)
_SIGNS = re.compile(r" [·•|–—\-*] |, ")


def under_sender_row(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether a name heads an address right under a smaller row with the sender's name and address."""
    if not _posted(_lines(rows, index, cell)):
        return False
    for upper in rows[max(0, index - 2) : index]:
        if not is_right_below(rows[index], upper, _OVER * rows[index].height):
            continue
        for other in upper.cells:
            level = abs(other.x0 - cell.x0) < rows[index].height and _height(other) <= _SMALLER * _height(cell)
            if level and len(_SIGNS.findall(other.text)) > 1 and _POSTAL.search(other.text):
                return True
    return False


def below_letterhead(rows: Sequence[Row], index: int, cell: Cell, buyer: Set[int], knowledge: Knowledge) -> bool:
    """Tell whether a name heads an address under another's that begins higher up, neither of them with a label.

    Where the block has what only senders print (telephone, bank) it is no buyer's. ``buyer`` has the words (by ``id``)
    of addresses that a label calls the buyer's: where there is one, nobody needs to guess.
    """
    if buyer or rows[index].page != rows[0].page or rows[index].top > _UPPER:
        return False
    own = _lines(rows, index, cell)
    if not _posted(own) or any(marked_own(line.text) for line in own):
        return False
    mine = {id(line) for line in own} | {id(cell)}
    for upper, row in enumerate(rows[:index]):
        if rows[index].top - row.top < _APART * rows[index].height:
            break
        for other in row.cells:
            lines = _lines(rows, upper, other)
            titled = knowledge.titles.meanings(squeeze(other.text))
            head = not titled and _posted(lines) and not mine & {id(line) for line in lines}
            if head and not under_sender_row(rows, upper, other):
                return True
    return False


def _lines(rows: Sequence[Row], index: int, name: Cell) -> list[Cell]:
    """Return the lines under a name, flush with it on one side or centred under it."""
    found: list[Cell] = []
    bottom = max(word.bottom for word in name.words)
    for row in rows[index + 1 : index + 3 * _LINES]:
        if row.page != rows[index].page or len(found) == _LINES:
            break
        flush = (c for c in row.cells if min(_off_edges(c, name)) < _height(c) / 2)
        line = next(flush, None)
        if line is None:
            continue
        if min(word.top for word in line.words) - bottom > _STEP * _height(line):
            break
        found.append(line)
        bottom = max(word.bottom for word in line.words)
    return found


def _off_edges(cell: Cell, name: Cell) -> tuple[float, float, float]:
    """Return how far off those of a name the left edge, the right one and the middle of a cell are."""
    return abs(cell.x0 - name.x0), abs(cell.x1 - name.x1), abs(cell.middle - name.middle)


def _posted(lines: Sequence[Cell]) -> bool:
    return any(_POSTAL.search(line.text) for line in lines)


def _height(cell: Cell) -> float:
    return max(word.bottom - word.top for word in cell.words)
