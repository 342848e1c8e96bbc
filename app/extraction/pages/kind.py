"""Whether a page is to be read from its text layer, from its picture, or from both; judged page by page."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice

from app.extraction.pages.content import PageContent
from app.extraction.pages.drawings import PagePicture

_FULL = 0.75  # share of the page that a picture covers when it is a scan of the page
_LARGE = 0.20  # share from which a picture may carry a table rather than a logo
_LITTLE_TEXT = 40  # visible characters; fewer are a stamp, a page number or a header over a scan
_GARBLED = 0.08  # share of characters without meaning from which a text layer is not to be trusted
_DRAWN_TEXT = 150  # paths on a page without text: letters drawn as outlines
_LETTERED = (30.0, 8.0)  # points across and down from which a picture can show a figure to a person
_LETTERED_PIXELS = (40, 8)  # a picture of fewer is a coloured bar or a dot


class PageKind(StrEnum):
    """What a page is read from."""

    TEXT = "text"
    SCAN = "scan"
    MIXED = "mixed"
    BLANK = "blank"


def page_kind(content: PageContent) -> PageKind:
    """Judge one page.

    Invisible text does not count: over a scan it is somebody else's OCR, elsewhere nobody can see it.
    """
    shown = (text for text in content.texts if not text.isspace())
    visible = sum(1 for _ in islice(shown, _LITTLE_TEXT))  # more need not be counted
    covered = _covered(content)
    if visible < _LITTLE_TEXT:
        return _without_text(content, visible, covered)
    if covered >= _LARGE:
        return PageKind.MIXED
    return PageKind.TEXT


def garbled(content: PageContent) -> bool:
    """Tell whether too many characters of the text layer have no meaning."""
    if not content.garbled:
        return False
    visible = sum(not text.isspace() for text in content.texts)
    return content.garbled >= _GARBLED * visible


def hides_text(content: PageContent) -> bool:
    """Tell whether a page has a text of some length that nobody can see."""
    return content.invisible >= _LITTLE_TEXT


def may_show_more(content: PageContent) -> bool:
    """Tell whether a page may show figures that its text layer does not have: in a picture, or drawn as outlines.

    Most such pictures are logos: it is worth a look where the text alone leaves something open.
    """
    if content.crowded:
        return bool(content.pictures)
    return content.drawings >= _DRAWN_TEXT or any(_lettered(picture) for picture in content.pictures)


def full_page_picture(content: PageContent) -> PagePicture | None:
    """Return the one picture that is the page: it covers it, stands upright and nothing is painted besides."""
    if len(content.pictures) != 1 or content.drawings or content.characters:
        return None
    picture = content.pictures[0]
    page_area = content.width * content.height
    inside = (
        abs(picture.x0) < 0.02 * content.width
        and abs(picture.top) < 0.02 * content.height
        and abs(picture.x1 - content.width) < 0.02 * content.width
        and abs(picture.bottom - content.height) < 0.02 * content.height
    )
    return picture if inside and picture.upright and picture.area >= _FULL * page_area else None


def _lettered(picture: PagePicture) -> bool:
    sides = (picture.x1 - picture.x0, picture.bottom - picture.top)
    # A picture that lies on its side has its pixels the other way round.
    return (
        min(sides) >= min(_LETTERED)
        and max(sides) >= max(_LETTERED)
        and (min(picture.pixels) >= min(_LETTERED_PIXELS) and max(picture.pixels) >= max(_LETTERED_PIXELS))
    )


def _without_text(content: PageContent, visible: int, covered: float) -> PageKind:
    if content.crowded:
        return PageKind.TEXT if visible else PageKind.BLANK
    if covered >= _LARGE or content.drawings >= _DRAWN_TEXT or content.invisible >= _LITTLE_TEXT:
        return PageKind.SCAN
    if visible:
        return PageKind.MIXED if content.pictures else PageKind.TEXT
    return PageKind.SCAN if content.pictures else PageKind.BLANK


def _covered(content: PageContent) -> float:
    """Return the share of the page that pictures cover, at most 1; strips of one scan are added up."""
    area = sum(_clipped_area(picture, content) for picture in content.pictures)
    return min(1.0, area / max(1.0, content.width * content.height))


def _clipped_area(picture: PagePicture, content: PageContent) -> float:
    across = min(picture.x1, content.width) - max(picture.x0, 0.0)
    down = min(picture.bottom, content.height) - max(picture.top, 0.0)
    return max(0.0, across) * max(0.0, down)
