"""Of a long word only what is unknown is read, and only what is surely seen as its text has it is known then."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import Box
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage
from app.extraction.scans.second_reader import CellText, given_width
from app.extraction.values.words import Word
from app.extraction.witness import word_pieces
from app.extraction.witness.drawn_words import DrawnWord, is_known
from app.extraction.witness.seen_signs import SeenSigns, Sign
from app.extraction.witness.word_pieces import read_pieces

_WIDE, _HIGH = 6.0, 10.0


def _cells() -> CellPictures:
    grey = np.full((200, 900), 255, np.uint8)
    grey[40:60, ::5] = 0
    return CellPictures({1: ScannedPage(lambda: PagePixels(grey, 900, 200), np.eye(3))})


def _sign(text: str) -> Sign:
    """Return a sign whose ink is as no other's: so many rows as its letter has in the alphabet."""
    return Sign(text, 3, 4 * ord(text), bytes([255]) * (2 * ord(text)))


def _word(text: str, left: float = 20.0, wide: float = _WIDE) -> DrawnWord:
    places = [
        Word(one, Box(1, left + at * wide, 40, left + at * wide + _WIDE, 40 + _HIGH)) for at, one in enumerate(text)
    ]
    box = Box(1, left, 40, places[-1].x1, 40 + _HIGH)
    return DrawnWord(Word(text, box), tuple(map(_sign, text)), tall=True, places=tuple(places))


def _seen(text: str) -> SeenSigns:
    seen = SeenSigns()
    for one in text:
        seen.add(_sign(one))
    return seen


class _Reader:
    """A reader that sees what it is told to, and how wide what it is given is."""

    def __init__(self, *texts: str, sure: int = 99) -> None:
        self.texts, self.sure = list(texts), sure
        self.widths: list[int] = []

    def read(self, cells: list[Pixels]) -> list[CellText]:
        self.widths += [cell.shape[1] for cell in cells]
        return [CellText(self.texts.pop(0), self.sure) for _ in cells]


def _read(monkeypatch: pytest.MonkeyPatch, reader: _Reader, seen: SeenSigns, *words: DrawnWord) -> bool:
    monkeypatch.setattr(word_pieces, "second_reader", lambda: reader)
    return read_pieces(_cells(), words, seen)


def test_of_a_long_number_the_unknown_digit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, seen, word = _Reader("4711"), _seen("0123456"), _word("20013014711325")
    assert _read(monkeypatch, reader, seen, word)
    assert _sign("7") in seen
    assert is_known(word, seen)
    assert reader.widths == [given_width(reader.widths[0])]
    assert reader.widths[0] <= 160


@pytest.mark.parametrize(("text", "sure"), [("4111", 99), ("471", 99), ("47111", 99), ("", 0), ("4711", 60)])
def test_what_is_not_surely_seen_as_its_text_has_it_is_not_known(
    monkeypatch: pytest.MonkeyPatch, text: str, sure: int
) -> None:
    seen = _seen("0123456")
    assert not _read(monkeypatch, _Reader(text, sure=sure), seen, _word("20013014711325"))
    assert _sign("7") not in seen


def test_pieces_that_take_as_much_as_the_whole_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = _Reader()
    assert not _read(monkeypatch, reader, _seen("0123456"), _word("2731"))
    assert not _read(monkeypatch, reader, _seen("0"), _word("1020304050607080"))
    assert not reader.widths


def test_a_sign_that_comes_again_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, seen = _Reader("4711"), _seen("0123456")
    assert _read(monkeypatch, reader, seen, _word("2001301471132500013207"))
    assert len(reader.widths) == 1


def test_of_letters_the_closest_that_make_half_of_the_word_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, seen, word = _Reader("bfefg"), _seen("abcd"), _word("aebfefghcdmnopab")
    assert _read(monkeypatch, reader, seen, word)
    assert len(reader.widths) == 1
    assert _sign("m") not in seen


def test_signs_that_stand_in_each_other_are_not_cut_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = _Reader()
    assert not _read(monkeypatch, reader, _seen("0123456"), _word("20013014711325", wide=2.0))
    assert not reader.widths


@given(st.lists(st.text("abcXY0127.-/#", min_size=1, max_size=24), min_size=1, max_size=3), st.text("abcXY0127.#"))
def test_when_all_pieces_are_seen_all_words_are_known(texts: list[str], known: str) -> None:
    seen = _seen(known)
    words = [_word(text) for text in texts]
    for piece in list(word_pieces._pieces(words, seen)):
        for sign, _ in piece:
            seen.add(sign)
    assert all(is_known(one, seen) for one in words)


@given(st.integers(1, 40).flatmap(lambda signs: st.tuples(st.sets(st.integers(0, signs - 1)), st.just(signs))))
def test_what_is_wanted_is_read_once_with_what_stands_beside_it(case: tuple[set[int], int]) -> None:
    wanted, signs = case
    spans = word_pieces._spans(sorted(wanted), signs)
    taken = [at for first, last in spans for at in range(first, last)]
    assert len(taken) == len(set(taken))
    assert wanted <= set(taken) <= set(range(signs))
    assert all(last - first >= min(signs, 4) for first, last in spans)
