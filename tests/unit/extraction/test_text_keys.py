"""Finding known phrases by their beginning says the same as looking each of them up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.extraction.values.text_keys import PhraseBook, squeeze

_BOOK = PhraseBook({"qty": ("Qty", "Qty Shipped"), "order": ("P.O. No", "PO"), "total": ("Total", "Total due now")})
_WORDS = st.lists(st.sampled_from(["Qty", "Shipped", "P.O.", "No", "PO", "Total", "due", "now", "-", "Straße"]))


@given(_WORDS)
def test_the_phrases_that_words_begin_with_are_those_of_the_book(words: list[str]) -> None:
    joined = [squeeze("".join(words[:length])) for length in range(1, len(words) + 1)]
    known = [(length, key, _BOOK.meanings(key)) for length, key in enumerate(joined, 1) if _BOOK.meanings(key)]
    assert _BOOK.beginning(map(squeeze, words)) == known
    assert _BOOK.leading(map(squeeze, words)) == (known[-1] if known else (0, "", ()))


def test_a_vendors_own_words_are_found_by_their_beginning_too() -> None:
    own = _BOOK.over({"boxesout": ("qty",)})
    assert own.leading(["boxes", "out", "of"]) == (2, "boxesout", ("qty",))
    assert own.leading(["total", "due"]) == (1, "total", ("total",))


@given(_WORDS)
def test_where_no_word_may_begin_a_phrase_none_stands_among_them(words: list[str]) -> None:
    keys = [squeeze(word) for word in words]
    stands = any(_BOOK.meanings("".join(keys[a:b])) for a in range(len(keys)) for b in range(a + 1, len(keys) + 1))
    assert _BOOK.holds(keys) == stands
    assert _BOOK.any_begins(keys) or not stands


def test_words_that_begin_nothing_are_passed_over() -> None:
    assert not _BOOK.any_begins(["", "shipped", "due"])
    assert not _BOOK.holds(["p", "shipped"])
    assert _BOOK.over({"boxesout": ("qty",)}).any_begins(["our", "boxes"])


@given(_WORDS)
def test_a_part_of_a_book_finds_its_own_phrases_and_no_others(words: list[str]) -> None:
    keys = [squeeze(word) for word in words]
    part = _BOOK.only("order", "total")
    for key in ("".join(keys[a:b]) for a in range(len(keys)) for b in range(a + 1, len(keys) + 1)):
        meanings = _BOOK.meanings(key)
        assert part.meanings(key) == (meanings if meanings in {("order",), ("total",)} else ())
    assert part.any_begins(keys) or not part.holds(keys)


def test_a_part_of_a_book_passes_over_the_words_of_the_rest() -> None:
    assert not _BOOK.only("order", "total").any_begins(["qty", "shipped"])
    assert _BOOK.only("qty").any_begins(["qty", "shipped"])
    assert _BOOK.over({"boxesout": ("qty",)}).only("qty").any_begins(["boxes"])


@given(_WORDS)
def test_a_phrase_is_compared_alike_as_a_whole_and_word_by_word(words: list[str]) -> None:
    assert squeeze(" ".join(words)) == "".join(map(squeeze, words))
