"""The tree over the journal: one root for all entries, a short path for each, and no path for what is not there."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.merkle import EMPTY_ROOT, path_of, root_from, root_of


def leaves(count: int) -> list[str]:
    return [hashlib.sha256(str(number).encode()).hexdigest() for number in range(count)]


def node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def test_the_root_is_that_of_rfc_6962() -> None:
    a, b, c, d, e = leaves(5)
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256(b"").hexdigest()
    assert root_of([a]) == a
    assert root_of([a, b, c]) == node(node(a, b), c)
    assert root_of([a, b, c, d, e]) == node(node(node(a, b), node(c, d)), e)


@given(st.integers(1, 70), st.data())
def test_every_entry_has_a_path_to_the_root_and_to_no_other_place(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    path = path_of(hashes, index)
    assert len(path) <= size.bit_length()
    assert root_from(hashes[index], index, size, path) == root_of(hashes)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        with suppress(ValueError):  # the path has another length there
            assert root_from(hashes[index], other, size, path) != root_of(hashes)


@given(st.integers(1, 40), st.data())
def test_a_changed_entry_changes_the_root(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    changed = [*hashes[:index], hashlib.sha256(b"forged").hexdigest(), *hashes[index + 1 :]]
    assert root_of(changed) != root_of(hashes)
    with pytest.raises(AssertionError):
        assert root_from(changed[index], index, size, path_of(hashes, index)) == root_of(hashes)


def test_what_is_not_there_has_no_path() -> None:
    with pytest.raises(IndexError):
        path_of(leaves(3), 3)
    with pytest.raises(ValueError, match="too short"):
        root_from(leaves(2)[0], 0, 2, ())
    with pytest.raises(ValueError, match="too long"):
        root_from(leaves(1)[0], 0, 1, ("00",))
    with pytest.raises(ValueError, match="no entry"):
        root_from(leaves(1)[0], 1, 1, ())
