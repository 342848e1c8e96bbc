"""Words that a damaged file gives no height, no width or absurd ones: a reading with findings, and no fault."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import Method
from app.extraction.pipeline import read_invoice
from app.extraction.values.words import Word
from tests.helpers.typed_pages import shipped_knowledge, typed_page

_PAGE = """
Acme Supply Ltd            INVOICE
12 Harbour Road            Invoice No: INV-20881
VAT No GB123456789         Order: PO-1001

Bill to: Northgate Works Ltd

Item Code   Description          Qty   UOM    Rate         Amount
TL-4410     Hammer steel         2     Nos    61.20      122.40
TL-4411     Saw blade            3     Nos    20.00      60.00
            Freight                                      12.00
                                      Subtotal     182.40
                                      VAT 20%      38.88
                                      Total        233.28
"""
_SIDES = st.sampled_from((0.0, 0.0, 1e-9, 9.0, -3.0, 1e6))


def _sized(word: Word, high: float, wide: float, method: Method) -> Word:
    box = replace(word.box, bottom=word.box.top + high, x1=word.box.x0 + wide)
    return replace(word, box=box, method=method)


@given(sizes=st.lists(st.tuples(_SIDES, _SIDES), min_size=1, max_size=40), method=st.sampled_from(Method))
def test_words_of_no_size_are_read_without_a_fault(sizes: list[tuple[float, float]], method: Method) -> None:
    page = typed_page(_PAGE)
    words = [_sized(word, *sizes[at % len(sizes)], method) for at, word in enumerate(page.words)]
    read_invoice([replace(page, words=tuple(words), method=method)], knowledge=shipped_knowledge())


def test_a_page_drawn_without_height_has_its_letterhead_still() -> None:
    page = typed_page(_PAGE)
    flat = tuple(_sized(word, 0.0, word.box.x1 - word.box.x0, Method.TEXT_LAYER) for word in page.words)
    invoice = read_invoice([replace(page, words=flat)], knowledge=shipped_knowledge())
    assert invoice.header.vendor_name is not None
