"""The objects that a file packs in streams are unpacked so far, however many begin and however few end."""

from __future__ import annotations

import zlib

import pytest

from app.extraction.pages import packed_objects as module
from app.extraction.pages.packed_objects import packed_objects
from tests.helpers.hostile_files import stream

_ENTRIES = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
_BEGUN = b"obj<</Type/ObjStm>>stream\n"
_HELD = b"7 0 <<>>"


def _contents(data: bytes) -> list[bytes]:
    return [one.content for one in packed_objects(data)]


def test_no_more_is_unpacked_than_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNPACKED", 250)
    found = list(packed_objects(b"\n".join([stream(zlib.compress(b"x" * 100), _ENTRIES)] * 9)))
    assert [(len(one.content), one.whole) for one in found] == [(100, True), (100, True), (50, True)]


def test_what_is_not_packed_or_cut_off_is_taken_and_is_not_whole() -> None:
    cut = zlib.compress(bytes(range(256)))[:99]
    found = list(packed_objects(stream(_HELD, b"/Type/ObjStm") + stream(cut, _ENTRIES)))
    assert [(one.content[:3], one.whole) for one in found] == [(b"7 0", False), (b"\0\1\2", False)]


def test_the_beginning_of_such_a_stream_is_searched_but_so_far() -> None:
    assert _contents(b"/ObjStm" + b" " * 399 + b">>stream\n" + zlib.compress(_HELD)) == [_HELD]
    assert _contents(b"/ObjStm" + b" " * 999 + b">>stream\n" + zlib.compress(_HELD)) == []


def test_their_end_is_sought_once_where_there_is_none() -> None:
    class Counted(bytes):
        sought = 0

        def find(self, sub: bytes, start: int = 0) -> int:  # type: ignore[override]
            Counted.sought += 1
            return super().find(sub, start)

    assert [one for one in _contents(Counted(_BEGUN * 50 + zlib.compress(_HELD))) if one] == [_HELD]
    assert Counted.sought == 1
