"""Places of a page where tesseract lost the rows: it joins lines of two blocks that stand side by side, and reads soup.

Such a place shows by words it was hardly sure of, or that are as high as two rows. Seen by itself it is read well.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
import numpy.typing as npt

from app.extraction.pages.picture import Pixels
from app.extraction.scans.tesseract import PixelWord
from app.extraction.values.text_keys import squeeze

Place = tuple[int, int, int, int]  # left, top, right, bottom in pixels
_Inked = npt.NDArray[np.bool_]

_SOUP = 40  # confidence below which a word may be soup
_SURE = 60
_TALL = 1.7  # of the usual height: a word that was hardly read and is as high as two rows
_TOGETHER = (16.0, 2.5)  # of the usual height, across and down: soup that stands nearer is that of one place
_BETWEEN = (1.6, 0.35)  # of the usual height without ink: a gap between blocks across, between rows down
_AROUND = 2.2  # of the usual height above and below the soup: the rows that were joined
_INK = 128  # darker counts as ink
_LARGEST = 0.25  # of the page; soup all over it is a bad scan, which another look does not mend
_MOST = 2  # places of a page that are worth another look


def lost_places(grey: Pixels, words: Sequence[PixelWord]) -> list[Place]:
    """Return the places of a level page, dark on light, that are to be read by themselves; seldom any."""
    sure = [word.bottom - word.top for word in words if word.confidence >= _SURE and len(word.text) > 1]
    if not sure:
        return []
    usual = median(sure)
    soup = [word for word in words if _is_soup(word, usual)]
    groups: list[list[PixelWord]] = []
    for word in soup:
        near = [group for group in groups if any(_together(word, other, usual) for other in group)]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append([word, *(other for group in near for other in group)])
    telling = [g for g in groups if len(g) > 1 or g[0].bottom - g[0].top > _TALL * usual]
    telling.sort(key=len, reverse=True)
    grown = (_grown(grey, _with_joined(group, words, usual), usual) for group in telling[:_MOST])
    places = list(dict.fromkeys(_whole_words(place, words) for place in grown))
    return [place for place in places if _area(place) <= _LARGEST * grey.size]


def replaced(words: Sequence[PixelWord], place: Place, again: Sequence[PixelWord]) -> list[PixelWord]:
    """Return the words with those of a place as they were read again there.

    They count where more of the place is read and nothing is lost that was read surely before: a heading, say.
    """
    inside = [word for word in words if _within(word, place)]
    text = "".join(squeeze(word.text) for word in again)
    lost = any(
        word.confidence >= _SURE and squeeze(word.text) not in text and not _is_two_rows(word, again) for word in inside
    )
    if lost or _read(again) <= _read(inside):
        return list(words)
    return [*(word for word in words if not _within(word, place)), *again]


def _is_soup(word: PixelWord, usual: float) -> bool:
    if not any(map(str.isalnum, word.text)):
        return False
    high = word.bottom - word.top
    return word.confidence < _SOUP and high > 0.4 * usual and (len(word.text) > 1 or high > _TALL * usual)


def _together(one: PixelWord, other: PixelWord, usual: float) -> bool:
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across <= _TOGETHER[0] * usual and down <= _TOGETHER[1] * usual


def _with_joined(soup: Sequence[PixelWord], words: Sequence[PixelWord], usual: float) -> list[PixelWord]:
    """Return soup with the words beside it that are as high as two rows: dates of two rows were read as one."""
    high = [word for word in words if word.bottom - word.top > _TALL * usual]
    lost = [word for word in soup if word.bottom - word.top > _TALL * usual]
    return [*soup, *(word for word in high if word not in soup and any(_one_row(word, other) for other in lost))]


def _one_row(one: PixelWord, other: PixelWord) -> bool:
    """Tell whether two words are of the same height and level; a title beside soup is not."""
    high, low = sorted((one.bottom - one.top, other.bottom - other.top), reverse=True)
    level = min(one.bottom, other.bottom) - max(one.top, other.top)
    return level >= 0.7 * high and low >= 0.7 * high


def _whole_words(place: Place, words: Sequence[PixelWord]) -> Place:
    """Return the place so wide that no word in it is cut: the rows it grew by may be longer than those it grew from."""
    left, top, right, bottom = place
    for word in words:
        level = top <= (word.top + word.bottom) / 2 <= bottom
        if level and word.confidence >= _SURE and word.x0 < place[2] and word.x1 > place[0]:
            left, right = min(left, int(word.x0)), max(right, int(word.x1) + 1)
    return left, top, right, bottom


def _is_two_rows(word: PixelWord, again: Sequence[PixelWord]) -> bool:
    """Tell whether a word was read of two rows, as the words show that were read in its place."""
    place = int(word.x0), int(word.top), int(word.x1) + 1, int(word.bottom) + 1
    found = [other for other in again if _within(other, place) and other.confidence >= _SURE]
    return any(one.bottom <= other.top for one in found for other in found)


def _grown(grey: Pixels, soup: Sequence[PixelWord], usual: float) -> Place:
    """Return the place around soup, out to the next gap between rows above and below, and between blocks beside."""
    height = grey.shape[0]
    top = max(0, int(min(word.top for word in soup) - _AROUND * usual))
    bottom = min(height, int(max(word.bottom for word in soup) + _AROUND * usual))
    left, right = int(min(word.x0 for word in soup)), int(max(word.x1 for word in soup))
    columns: _Inked = np.any(grey[top:bottom] < _INK, axis=0)
    left, right = _to_gap(columns, left, right, round(_BETWEEN[0] * usual))
    rows: _Inked = np.any(grey[:, left:right] < _INK, axis=1)
    top, bottom = _to_gap(rows, top, bottom, max(1, round(_BETWEEN[1] * usual)))
    return left, top, right, bottom


def _to_gap(inked: _Inked, start: int, end: int, gap: int) -> tuple[int, int]:
    """Move both ends outwards until so many places without ink lie beyond them."""
    while start > 0 and inked[max(0, start - gap) : start].any():
        start -= 1
    while end < len(inked) and inked[end : end + gap].any():
        end += 1
    return max(0, start - gap // 2), min(len(inked), end + gap // 2)


def _area(place: Place) -> int:
    return (place[2] - place[0]) * (place[3] - place[1])


def _within(word: PixelWord, place: Place) -> bool:
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return place[0] <= across <= place[2] and place[1] <= down <= place[3]


def _read(words: Sequence[PixelWord]) -> int:
    """Return how many letters and digits were read with confidence, less those that were not."""
    letters = [(sum(map(str.isalnum, word.text)), word.confidence >= _SURE) for word in words]
    return sum(count if sure else -count for count, sure in letters)
