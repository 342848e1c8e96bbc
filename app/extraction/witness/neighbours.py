"""What stands right beside a figure: a digit whose text says it is none makes another figure of it ("9 400.00")."""

from __future__ import annotations

import unicodedata
from collections import Counter

from app.domain.provenance import Box
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.words import Word
from app.extraction.witness.claims import Claim
from app.extraction.witness.page_pictures import INSIDE, PagePictures, share_inside

_GAP = 0.6  # of a figure's height: groups of digits stand no further apart
# What readers of pictures take for a digit.
_LIKE = str.maketrans("OQDILSBZG|!/\\()[]{}$€£@", "00011582611111111115610")


def more_digits(pictures: PagePictures, claim: Claim, box: Box) -> str:
    """Return what is seen of a figure with its neighbours where it has digits that their text has not; else nothing."""
    near = _neighbours(pictures, box) if claim.value is not None else []
    if not near:
        return ""
    text = claim.text + "".join(word.text for word in near)
    x0, x1 = min(box.x0, *(one.box.x0 for one in near)), max(box.x1, *(one.box.x1 for one in near))
    cell = pictures.cells(box.page).cut(Box(box.page, x0, box.top, x1, box.bottom))
    seen = second_reader().read([cell])[0].text
    more = _digits_beyond(seen, text)
    if not more or not more & _digits_beyond(third_reader().read([cell])[0].text, text):
        return ""
    return seen


def _neighbours(pictures: PagePictures, box: Box) -> list[Word]:
    reach = _GAP * (box.bottom - box.top)
    return [
        word
        for word in pictures.near(box)
        if share_inside(word.box, box) < INSIDE
        and box.top < (word.top + word.bottom) / 2 < box.bottom
        and (0 <= box.x0 - word.x1 + 1 <= reach + 1 or 0 <= word.x0 - box.x1 + 1 <= reach + 1)
    ]


def _digits_beyond(seen: str, text: str) -> Counter[str]:
    """Return the digits that are seen more often than a text has them, or letters that are like them."""
    return Counter(_digits(seen)) - Counter(_digits(text.upper().translate(_LIKE)))


def _digits(text: str) -> list[str]:
    return [sign for sign in unicodedata.normalize("NFKC", text) if sign.isascii() and sign.isdigit()]
