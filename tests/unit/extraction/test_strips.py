"""Pages and pictures that are a strip or a point: nothing is on them, and looking at them is no fault."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.extraction.pages.document import open_document, open_page
from app.extraction.scans import missed_ink
from app.extraction.scans.pale_print import pale_print
from app.extraction.scans.rulings import coarse_ink
from app.extraction.scans.straighten import lies_sideways
from app.extraction.witness.ink import page_ink
from app.extraction.witness.straight_lines import struck_aslant
from tests.helpers.hostile_files import page, pdf

_SIDES = [(1, 1), (1, 3000), (3000, 1), (2, 2), (3, 400)]


@pytest.mark.parametrize("sides", _SIDES)
def test_a_picture_that_is_a_strip_has_no_pale_print_and_lies_as_it_is(sides: tuple[int, int]) -> None:
    paper = np.full(sides, 255, np.uint8)
    assert pale_print(missed_ink.page_ink(paper, ())).pieces == ()
    assert not lies_sideways(paper)
    assert not coarse_ink(paper, 6000.0).ink.any()


@pytest.mark.parametrize("sides", [(3, 3), (14_000, 3), (3, 14_000), (9, 9)])
def test_a_page_that_is_a_strip_is_parted_and_nothing_on_it_struck_out(tmp_path: Path, sides: tuple[int, int]) -> None:
    objects = page(b"0 0 1 1 re f")
    objects[3] = objects[3].replace(b"[0 0 612 792]", b"[0 0 %d %d]" % sides)
    path = tmp_path / "strip.pdf"
    path.write_bytes(pdf(objects))
    with open_document(path) as document, open_page(document, 1) as opened:
        ink = page_ink(opened, (), 0)
    assert ink is not None
    assert struck_aslant(ink, ()) == []
