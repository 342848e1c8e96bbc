"""What stands right beside a figure: a digit whose text says it is none makes another figure of it ("9 400.00")."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from app.domain.provenance import Box
from app.extraction.scans.second_reader import second_reader, third_reader
from app.extraction.values.words import Word
from app.extraction.witness.agreement import digits_of
from app.extraction.witness.claims import Claim
from app.extraction.witness.page_pictures import INSIDE, PagePictures, share_inside

_GAP = 0.6  # of a figure's height: groups of digits stand no further apart
_SUMS = ("total", "subtotal", "tax_total", "amount", "unit_price", "charge")
_BEGUN = 3.0  # of a sum's height: so far before it people see its beginning
_BEGINS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})*[,'’]")  # what ends with a point may number the line
_GROUP = re.compile(r"\d{3}(?!\d)")
# What readers of pictures take for a digit.
_LIKE = str.maketrans("OQDILSBZG|!/\\()[]{}$€£@", "00011582611111111115610")


@dataclass(frozen=True, slots=True)
class Joined:
    """A figure as it is seen with what stands right beside it.

    Attributes:
        seen: What is seen there; nothing where only looks were compared.
        more: It has digits that its text has not.
        same: It is just what the text says, so that the figure need not be looked at by itself.
    """

    seen: str
    more: bool
    same: bool


def begun_before(pictures: PagePictures, claim: Claim, box: Box) -> str:
    """Return what stands before a sum as the beginning of it, set apart ("9, 400.00"); nothing where nothing does.

    A group of digits that ends with the mark between thousands goes on in the next: people read both as one figure.
    """
    if claim.value is None or claim.field not in _SUMS or not _GROUP.match(claim.text):
        return ""
    reach = _BEGUN * (box.bottom - box.top)
    wider = replace(box, x0=max(0.0, box.x0 - reach))
    begun = (word for word in pictures.touching(wider) if word.x1 <= box.x0 + 1 and _BEGINS.fullmatch(word.text))
    return next((word.text for word in begun if box.top < (word.top + word.bottom) / 2 < box.bottom), "")


def with_neighbours(pictures: PagePictures, claim: Claim, box: Box) -> Joined | None:
    """Look at a figure together with its neighbours; None where it has none."""
    near = _neighbours(pictures, box) if claim.value is not None else []
    if not near:
        return None
    x0, x1 = min(box.x0, *(one.box.x0 for one in near)), max(box.x1, *(one.box.x1 for one in near))
    place = Box(box.page, x0, box.top, x1, box.bottom)
    before = [word.text for word in near if word.x0 < box.x0]
    text = "".join((*before, claim.text, *(word.text for word in near if word.x0 >= box.x0)))
    joined = replace(claim, text=text)
    if pictures.prints_known(joined, place):
        return Joined("", more=False, same=True)
    glyphs = pictures.glyphs(joined, place)
    if glyphs is not None and pictures.known(joined, glyphs):
        return Joined("", more=False, same=True)
    cell = pictures.cells(box.page).cut(place)
    seen = second_reader().read([cell])[0].text
    same = "".join(seen.split()) == "".join(text.split())
    if same and glyphs is not None:
        pictures.remember(joined, glyphs, seen)
    beyond = _digits_beyond(seen, text)
    more = bool(beyond) and bool(beyond & _digits_beyond(third_reader().read([cell])[0].text, text))
    return Joined(seen, more, same)


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
    return Counter(digits_of(seen)) - Counter(digits_of(text.upper().translate(_LIKE)))
