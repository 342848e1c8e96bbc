"""The shipped words beside figures: compared as they are written, and of units that the program knows (S2.162)."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest

from app.extraction.values.page_words import begins, pack_units, page_words
from app.extraction.values.text_keys import fold
from app.shipped_files import resource_path
from tests.helpers.typed_pages import shipped_knowledge

_BOOK = tomllib.loads(resource_path("page_words.toml").read_text("utf-8"))
# Labels with what they say, and words of which some are several, are compared whole; all others word by word.
_WHOLE = frozenset({"stated", "over_time", "other_tongues", "own_marks", "payment_terms"})
_LISTS = [(table, name) for table, lists in _BOOK.items() for name, words in lists.items() if isinstance(words, list)]


@pytest.mark.parametrize(("table", "name"), _LISTS)
def test_words_are_written_as_they_are_compared(table: str, name: str) -> None:
    words = page_words(table, name)
    assert words
    # Folding takes Korean syllables apart, which nobody could read in a file.
    assert all(word == unicodedata.normalize("NFC", fold(word)) for word in words)
    assert all(word == " ".join(word.split()) if table in _WHOLE else " " not in word for word in words)
    assert len(words) == len(_BOOK[table][name])


def test_a_pack_under_a_heading_is_the_unit_that_lines_are_billed_in() -> None:
    units = shipped_knowledge().units
    assert {units.canonical(word) for word in ("pack", "Karton", "dozen")} == {"PK", "CT", "DZ"}
    assert all(units.canonical(word) in {unit, None} for word, unit in pack_units().items())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("telefon 030 1234", True),  # "telef" begins a word
        ("tel. 030", True),  # "tel|" is one
        ("telex 41", False),
        ("hotel adler", False),
        ("no tel 01 44", True),
    ],
)
def test_words_begin_so_and_end_where_a_stroke_says(text: str, found: bool) -> None:
    assert (begins("own_marks", "phone").search(text) is not None) is found
