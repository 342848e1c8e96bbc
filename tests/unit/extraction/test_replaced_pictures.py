"""A scan that an update put in the place of another holds; a stamp or a signature upon it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.extraction.witness.replaced_pictures import replaced_pictures
from app.extraction.witness.revisions import CHANGED
from tests.helpers.hostile_files import page, pdf, stream
from tests.unit.extraction.test_revisions import updated_idly

_NINE = b"q 2 w 20 45 m 10 45 l 10 55 l 20 55 l 20 35 l S Q "
_ZERO = b"q 2 w 40 35 m 50 35 l 50 55 l 40 55 l s Q "


def updated(path: Path, first: bytes, then: bytes) -> Path:
    """Write a page without words, and add an update that shows it otherwise."""
    whole = pdf(page(first))
    before = whole[whole.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    body = b"4 0 obj" + stream(then) + b" endobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer<</Size 6/Root 1 0 R/Prev %s>>\n" % (len(whole), before)
    path.write_bytes(whole + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(whole) + len(body)))
    return path


def test_ink_that_an_update_took_away_holds(tmp_path: Path) -> None:
    (finding,) = replaced_pictures(updated(tmp_path / "a.pdf", _NINE + _ZERO, _ZERO))
    assert finding.code == CHANGED


def test_ink_that_was_taken_away_before_many_updates_holds(tmp_path: Path) -> None:
    path = updated(tmp_path / "a.pdf", _NINE + _ZERO, _ZERO)
    path.write_bytes(updated_idly(path.read_bytes(), 5))
    assert [one.code for one in replaced_pictures(path)] == [CHANGED]


@pytest.mark.parametrize("then", [_ZERO, _ZERO + _NINE])
def test_ink_that_was_added_or_stayed_says_nothing(tmp_path: Path, then: bytes) -> None:
    assert list(replaced_pictures(updated(tmp_path / "a.pdf", _ZERO, then))) == []


def test_a_page_with_words_is_compared_by_its_words(tmp_path: Path) -> None:
    words = b"BT /F1 9 Tf 50 700 Td (" + b"Delivered as ordered, with thanks. " * 2 + b") Tj ET "
    assert list(replaced_pictures(updated(tmp_path / "a.pdf", words + _NINE, words))) == []
