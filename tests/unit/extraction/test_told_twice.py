"""A file that says one thing twice, and otherwise the second time, shows different pages in different programs."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from app.extraction.pages.document import open_document
from app.extraction.witness.other_views import PORTFOLIO, TWICE, other_views
from app.extraction.witness.told_twice import key_told_twice, object_told_twice
from tests.helpers.hostile_files import page, pdf, stream


def packed(*objects: tuple[int, bytes], plain: bool = False) -> bytes:
    """Return a stream of packed objects."""
    head, body = b"", b""
    for number, one in objects:
        head += b"%d %d " % (number, len(body))
        body += one + b" "
    data = head + body
    entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return stream(data, entries) if plain else stream(zlib.compress(data), entries + b"/Filter/FlateDecode")


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (b"<</Type/Page/Contents 4 0 R/Contents 9 0 R>>", "Contents"),
        (b"<</Kids[8 0 R]/Count 1/Kids[3 0 R]>>", "Kids"),
        (b"<</A<</XObject<</X 8 0 R /X 9 0 R>>>>>>", "X"),
        (b"<</Encoding<</Differences[52/nine]>>/Encoding/WinAnsiEncoding>>", "Encoding"),
        (b"<</V (a\\)b)%no\n/V(c)>>", "V"),
        (b"<</V<AB>/V<CD>>>", "V"),
        (b"<</Contents 4 0 R/Contents 4 0 R>>", ""),
        (b"<</Font<</F1 5 0 R>>/XObject<</F1 6 0 R>>>>", ""),
        (b"<</A/B/B/A>>", ""),
        (b"<</Kids[<</V 1>><</V 2>>]>>", ""),
        (b"<</V(/V 1 /V 2)/T(>>/V)>>", ""),
    ],
)
def test_a_key_that_a_dictionary_has_twice_with_other_values_is_named(part: bytes, key: str) -> None:
    assert key_told_twice(pdf({1: part})) == key
    assert key_told_twice(pdf({1: packed((2, part))})) == key


def test_a_key_of_the_trailer_counts_and_none_in_a_stream() -> None:
    whole = pdf(page(b"q <</A 1/A 2>> (drawn)"))
    assert key_told_twice(whole) == ""
    assert key_told_twice(whole.replace(b"/Root 1 0 R", b"/Root 6 0 R/Root 1 0 R")) == "Root"


@pytest.mark.parametrize("plain", [False, True])
def test_an_object_that_is_packed_and_not_packed_is_named(plain: bool) -> None:
    assert object_told_twice(pdf(page() | {20: packed((3, b"<</A 1>>"), plain=plain)})) == 3
    assert object_told_twice(pdf(page() | {20: packed((30, b"<<>>")), 21: packed((30, b"<<>>"), (31, b"1"))})) == 30
    assert object_told_twice(pdf(page() | {20: packed((30, b"<<>>"), (31, b"<<>>"))})) is None


def test_an_update_may_have_packed_objects_again() -> None:
    assert object_told_twice(pdf({20: packed((3, b"<<>>"))}) + pdf({20: packed((3, b"<<>>"))})) is None


def test_the_file_is_held(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(page(more=b"/Contents 5 0 R")))
    with open_document(tmp_path / "a.pdf") as document:
        assert [one.code for one in other_views(document)] == [TWICE]


@pytest.mark.parametrize("catalog", [b"/Collection<</View/H>>", b"/Collection 6 0 R"])
def test_a_folder_of_files_is_held(tmp_path: Path, catalog: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(page() | {1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, 6: b"<</View/H>>"}))
    with open_document(tmp_path / "a.pdf") as document:
        assert [one.code for one in other_views(document)] == [PORTFOLIO]


@pytest.mark.parametrize("part", [b"obj<<", b"(", b"<<", b"(a(", b"\\(", b"[", b"/A<<"])
def test_long_nonsense_is_gone_through(part: bytes) -> None:
    assert key_told_twice(b"1 0 obj<</B 1/B" + part * 40_000) in ("", "B")


def test_what_stands_in_a_string_that_does_not_end_is_no_key() -> None:
    assert key_told_twice(b"1 0 obj<</T(<</V 1/V 2>> endobj") == ""
    assert key_told_twice(b"1 0 obj<</T()/V 1/V 2>> endobj") == "V"
