"""Where words end among the characters of a text layer, and whether any character is printed twice."""

from __future__ import annotations

from unicodedata import bidirectional

import numpy as np
from numpy.typing import NDArray

from app.extraction.pages.characters import Character, CharacterColumns

GAP = 0.28  # of the character height: a wider gap parts words even where no blank is written
_BACK = 0.5  # of the character height: what begins so far left of the character before it begins a word
_LETTER_BACK = 0.1  # the same for a letter or figure: no accent put on what is before it, but the next column's text
SAME_SPOT = 0.1  # of the height: nearer to each other, two of the same letter are one, printed twice
BAND = 4.0  # points; no letter is so high that its double is farther away
_LEFT_TO_RIGHT = frozenset({"L", "EN"})  # Unicode's classes of letters and of European digits
_WIDEST = 1e6  # points; more than any page is wide, so that letters of two groups are sorted apart
_BESIDE = 0.55  # of the lower one's height: characters that stand less beside each other are of two rows
_SIZE_CHANGE = 0.72  # a smaller neighbour is raised or lowered figures ("12" beside small "50"), a word of its own


def ends_before(before: Character, after: Character) -> bool:
    """Tell whether a word ends before a character: after a gap, at a step back, up or down."""
    if before.bottom == after.bottom and before.top == after.top:  # most characters, and quickly told
        height = after.bottom - after.top
        return after.x0 - before.x1 > GAP * height or _steps_back(before, after, height)
    high, other = before.bottom - before.top, after.bottom - after.top
    height = max(high, other, 0.1)
    if after.x0 - before.x1 > GAP * height or _steps_back(before, after, height):
        return True
    # a hyphen may have a box of its ink alone: what counts is how much of the smaller lies beside the other
    beside = min(before.bottom, after.bottom) - max(before.top, after.top)
    if beside < _BESIDE * min(high, other):
        return True
    return min(high, other) < _SIZE_CHANGE * height and before.text.isdigit() and after.text.isdigit()


def _steps_back(before: Character, after: Character, height: float) -> bool:
    """Tell whether a character begins left of the one before it: a long text of the column on the left reaches there.

    An accent may stand a little to the left of its letter, and some scripts run from right to left.
    """
    back = before.x0 - after.x0
    if back <= _LETTER_BACK * height:
        return False
    return back > _BACK * height or (_advances(before.text) and _advances(after.text))


def _advances(text: str) -> bool:
    """Tell whether a character is one behind which the next stands farther right."""
    return text.isalnum() and bidirectional(text[:1]) in _LEFT_TO_RIGHT


def word_starts(characters: CharacterColumns) -> NDArray[np.int64]:
    """Return where a word or a blank begins: behind and before blanks, after a gap, at a step up or down.

    The same as asking ``ends_before`` of each two neighbours, but at once for all that stand level, as most do.
    """
    x0, top, x1, bottom = characters.places
    height = bottom[1:] - top[1:]
    level = (bottom[1:] == bottom[:-1]) & (top[1:] == top[:-1])
    apart = x0[1:] - x1[:-1] > GAP * height
    back = x0[1:] < x0[:-1] - _LETTER_BACK * height
    at_blank = characters.blank[1:] | characters.blank[:-1]
    begins = np.ones(len(characters), dtype=bool)
    begins[1:] = at_blank | (level & apart)
    for index in np.flatnonzero(~at_blank & ~(level & apart) & (~level | back)).tolist():
        begins[index + 1] = ends_before(characters[index], characters[index + 1])
    return np.flatnonzero(begins)


def may_hold_doubles(characters: CharacterColumns) -> bool:
    """Tell whether any letter might be printed twice on almost one spot; on most pages none is.

    Letters of a kind are looked through row by row from left to right: doubles are neighbours there. A row is what no
    step of more than the widest reach parts, so both of a pair are in one.
    """
    written = np.flatnonzero(~characters.blank)
    if len(written) < 2:
        return False
    x0, top, _, bottom = (column[written] for column in characters.places)
    reach = np.minimum(SAME_SPOT * (bottom - top), BAND)
    levels = np.sort(bottom)
    begins = levels[1:][np.diff(levels) > reach.max()]
    rows = np.searchsorted(begins, bottom, side="right")
    groups = characters.kinds[written] * (len(begins) + 1) + rows
    order = np.argsort(groups * _WIDEST + x0)
    groups, x0, reach = groups[order], x0[order], reach[order]
    together = groups[1:] == groups[:-1]
    starts = np.flatnonzero(np.concatenate(([True], ~together)))
    widest = np.repeat(np.maximum.reduceat(reach, starts), np.diff(np.append(starts, len(groups))))
    return bool((together & (x0[1:] - x0[:-1] < widest[1:])).any())
