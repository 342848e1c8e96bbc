"""A digit beside a figure whose text says that it is something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.picture_findings import DIFFERS
from app.extraction.witness.picture_witness import look
from tests.helpers.hostile_files import stream
from tests.helpers.lying_papers import paper, put, sheet
from tests.helpers.typed_pages import shipped_knowledge

_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
    b"1 beginbfrange <20><7E><0020> endbfrange endcmap end end"
)


def _codes(path: Path, sign: str, x: float, glyph: str) -> set[str]:
    """Look at an invoice with a sign at a place beside its total that is drawn as ``glyph``."""
    drawn = f"/Encoding<</Type/Encoding/Differences[{ord(sign)}/{glyph}]>>" if glyph else ""
    font = f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R{drawn}>>".encode()
    data = paper(sheet("N-1007") + put(x, 520, sign, font="F2"), o6=font, o7=stream(_CMAP))
    path.write_bytes(data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R"))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert invoice.findings == ()
    return {finding.code for finding in look(path, invoice, shipped_knowledge())}


@pytest.mark.parametrize(("sign", "x"), [("@", 490.7), ("x", 488.0), ("*", 536.5)])
def test_a_digit_beside_a_figure_is_seen_though_its_text_is_none(tmp_path: Path, sign: str, x: float) -> None:
    assert _codes(tmp_path / "a.pdf", sign, x, "nine") == {DIFFERS}


@pytest.mark.parametrize(("sign", "x"), [("@", 485.7), ("x", 488.0), ("|", 494.0), ("*", 536.5)])
def test_a_sign_beside_a_figure_that_is_one_is_none_to_doubt(tmp_path: Path, sign: str, x: float) -> None:
    assert _codes(tmp_path / "a.pdf", sign, x, "") == set()


@pytest.mark.parametrize(("begun", "x", "codes"), [("9,", 480, {DIFFERS}), ("9'", 485, {DIFFERS}), ("9.", 480, set())])
def test_a_group_of_digits_set_apart_before_a_sum_is_its_beginning(
    tmp_path: Path, begun: str, x: float, codes: set[str]
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(paper(sheet("N-1008") + put(x, 520, begun)))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    assert {finding.code for finding in look(path, invoice, shipped_knowledge())} == codes
