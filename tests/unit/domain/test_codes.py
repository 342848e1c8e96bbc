"""Two items whose codes differ in punctuation or script alone stay two items (S2.163)."""

from __future__ import annotations

import pytest

from app.domain.codes import code_book
from app.domain.identifiers import code_key
from app.domain.item import CrossReference, Item
from app.domain.match import Desk


def desk(*skus: str, crossed: tuple[tuple[str, str], ...] = ()) -> Desk:
    references = tuple(CrossReference("V1", code, sku) for code, sku in crossed)
    known = {*skus, *(code for code, _ in crossed)}
    items = {sku: Item(sku, sku, "EA") for sku in skus}
    return Desk(items=items, cross_references=references, known_codes=frozenset(map(code_key, known)))


@pytest.mark.parametrize(("first", "second"), [("Ж-10", "Щ-10"), ("Ω12", "Σ12"), ("螺10", "帽10")])
def test_letters_of_every_script_count(first: str, second: str) -> None:
    assert code_key(first) != code_key(second)


@pytest.mark.parametrize(("first", "second"), [("1/2-13", "1-213"), ("A1", "A¹"), ("HX-1.5", "HX-15"), ("Ä-1", "A-1")])
def test_items_that_fold_to_one_key_are_told_apart_by_their_characters(first: str, second: str) -> None:
    book = code_book(desk(first, second))
    assert book.key(first) != book.key(second)
    assert book.knows(book.key(first))
    assert not book.knows(book.key(f"{first}."))


def test_blanks_and_capitals_never_tell_items_apart() -> None:
    book = code_book(desk("1/2-13b", "1-213B"))
    assert book.key("1/2-13 B") == book.key("1/2-13b")


def test_punctuation_is_dropped_where_it_confuses_nothing() -> None:
    book = code_book(desk("AB-10", crossed=(("AB 10", "AB-10"),)))
    assert book.key("AB.10") == book.key("AB-10") == "AB10"
    assert book.knows("AB10")
    assert not book.knows("AB11")


def test_what_a_scan_may_have_read() -> None:
    book = code_book(desk("B100", "A7"))
    assert book.readable_as({"8100"}) == {"B100"}
