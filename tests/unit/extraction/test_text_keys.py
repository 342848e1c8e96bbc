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
