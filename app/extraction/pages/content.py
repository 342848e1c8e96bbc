"""What one PDF page holds: characters with places, drawn lines, pictures; all in points as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

from app.extraction.pages.aslant import texts_aslant
from app.extraction.pages.characters import Character, CharacterColumns, CharacterReader
from app.extraction.pages.drawings import Drawings, PagePicture
from app.extraction.pages.geometry import to_shown
from app.extraction.values.words import RulingLine

LONGEST_STRING = 32_767  # characters; pdfium drops the rest of a longer one without a word


@dataclass(frozen=True, slots=True)
class PageContent:
    """Everything of a page that reading needs.

    Attributes:
        number: Counted from 1.
        width: In points as shown.
        height: In points as shown.
        characters: Visible characters in the order of the file.
        invisible: How many characters are in the file but not painted, or not to be seen on the scan they belong to.
        garbled: How many visible characters have no meaning (no mapping, private area).
        rulings: Lines drawn; empty where there are too many to be a table.
        pictures: Pictures placed on the page.
        drawings: How many paths are drawn.
        crowded: Whether there are more lines than any table or lettering needs; then they are not looked at.
        aslant: Visible texts that run another way than most of the page.
        mirrored: Whether a visible text is written as in a mirror.
    """

    number: int
    width: float
    height: float
    characters: Sequence[Character]
    invisible: int
    garbled: int
    rulings: tuple[RulingLine, ...]
    pictures: tuple[PagePicture, ...]
    drawings: int
    crowded: bool = False
    aslant: tuple[str, ...] = ()
    mirrored: bool = False

    @property
    def texts(self) -> Sequence[str]:
        """What the characters say, each by itself."""
        characters = self.characters
        return characters.texts if isinstance(characters, CharacterColumns) else [c.text for c in characters]


def read_content(page: pypdfium2.PdfPage, number: int, most_characters: int) -> PageContent | None:
    """Collect what is on a page; None if it has more than ``most_characters`` characters, or a string that is cut."""
    width, height = page.get_size()
    shown = to_shown(page, width, height)
    drawn = Drawings(shown, width * height)
    drawn.collect(page.raw)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > most_characters or (count >= LONGEST_STRING and drawn.has_string_of(LONGEST_STRING, text_page.raw)):
            return None
        reader = CharacterReader(text_page.raw, shown, width, height)
        hidden = drawn.hidden_texts()
        plain = drawn.plain_text and not hidden
        characters: Sequence[Character] = reader.plain(count) if plain else tuple(reader.careful(count, hidden))
    finally:
        text_page.close()
    return PageContent(
        number=number,
        width=width,
        height=height,
        characters=characters,
        invisible=reader.invisible,
        garbled=reader.garbled,
        rulings=() if drawn.crowded else tuple(drawn.rulings),
        pictures=tuple(drawn.pictures),
        drawings=drawn.drawings,
        crowded=drawn.crowded,
        aslant=() if plain else texts_aslant(characters, reader.angles),
        mirrored=drawn.mirrored,
    )
