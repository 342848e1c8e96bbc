"""Words made of all characters of a page at once are those made one character after the other."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.extraction.pages.characters import BLANK, Character, CharacterColumns
from app.extraction.pages.page_words import words_of
from app.extraction.pages.word_breaks import may_hold_doubles

_LETTERS = "AbI1.,-4¨א"
_HEIGHTS = (6.0, 10.0, 10.0, 10.0, 30.0, 1.0)


def _columns(characters: list[Character]) -> CharacterColumns:
    kinds = {text: number for number, text in enumerate(dict.fromkeys(c.text for c in characters))}
    return CharacterColumns(
        [c.text for c in characters],
        np.array([kinds[c.text] for c in characters], dtype=np.int64),
        np.array([c.text == BLANK for c in characters], dtype=bool),
        np.array([c[1:5] for c in characters], dtype=np.float64).reshape(-1, 4).T,
        0,
    )


@st.composite
def _pages(draw: st.DrawFn) -> list[Character]:
    """Draw characters as a page writes them: most beside the last, some set apart, raised, printed twice, or blank."""
    found: list[Character] = []
    x0, bottom, height = 50.0, 100.0, 10.0
    for _ in range(draw(st.integers(0, 40))):
        match draw(st.integers(0, 11)):
            case 0:
                found.append(Character(BLANK, 0.0, 0.0, 0.0, 0.0))
                continue
            case 1:
                x0, bottom = draw(st.sampled_from((50.0, 50.4, 54.9, 200.0))), bottom + draw(st.sampled_from((0.3, 12)))
            case 2:
                x0 += draw(st.sampled_from((-9.0, -7.0, -6.0, -4.9, -0.5, 0.5, 2.7, 2.9, 9.0)))
            case 3:
                bottom += draw(st.sampled_from((-4.1, -3.0, -0.2, 0.0, 0.2, 3.0, 4.1)))
            case 4:
                height = draw(st.sampled_from(_HEIGHTS))
            case 5 if found and found[-1].text != BLANK:
                last, away = found[-1], draw(st.sampled_from((0.0, 0.3, 0.99, 1.01)))
                found.append(Character(last.text, last.x0 + away, last.top + away, last.x1 + away, last.bottom + away))
                continue
            case _:
                pass
        found.append(Character(draw(st.sampled_from(_LETTERS)), x0, bottom - height, x0 + 5, bottom))
        x0 += 5.0
    return found


@given(_pages())
def test_words_of_columns_are_those_of_single_characters(characters: list[Character]) -> None:
    assert words_of(_columns(characters), 1) == words_of(characters, 1)


@given(_pages(), st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_no_letter_printed_twice_is_overlooked(characters: list[Character], right: float, down: float) -> None:
    """A double within a tenth of its height is seen wherever in the file the two stand."""
    shadow = Character("S", 300.0, 290.0, 305.0, 300.0)
    double = Character("S", 300.0 + right, 290.0 + down, 305.0 + right, 300.0 + down)
    assert may_hold_doubles(_columns([shadow, *characters, double]))


def test_letters_in_aligned_rows_are_no_doubles() -> None:
    rows = [Character("1", 50.0, 90.0 + 11 * row, 55.0, 100.0 + 11 * row) for row in range(40)]
    assert not may_hold_doubles(_columns(rows))
    assert [word.text for word in words_of(_columns(rows), 1)] == ["1"] * 40


def test_a_page_without_characters_has_no_words() -> None:
    assert words_of(_columns([]), 1) == []
