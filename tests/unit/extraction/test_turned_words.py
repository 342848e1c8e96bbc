"""Words that run upwards or aslant are compared with their picture as level ones are."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from app.extraction.pages.document import open_document
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.every_word import shown_otherwise
from app.extraction.witness.page_pictures import PagePictures
from app.extraction.witness.seen_signs import SeenSigns
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet
from tests.helpers.typed_pages import shipped_knowledge

_CAPTION = "HRB 12345 Amtsgericht"


def _otherwise(path: Path, angle: float, said: str) -> list[str]:
    """Return the words that are shown otherwise where a turned caption's text layer has ``said``, sign for sign."""
    turn = math.radians(angle)
    way = " ".join(f"{one:.4f}" for one in (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn)))
    told = "".join(f"<{ord(shown):02X}><{ord(other):04X}>" for shown, other in zip(_CAPTION, said, strict=True))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    caption = f"q {way} 300 250 cm {put(0, 0, _CAPTION, font='F2')} Q\n"
    cmap = (
        f"begincmap 1 begincodespacerange <00><FF> endcodespacerange {len(said)} beginbfchar {told} endbfchar endcmap"
    )
    data = pdf(page((sheet("T-1") + caption).encode(), o6=font, o7=stream(cmap.encode())))
    path.write_bytes(data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R"))
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    with open_document(path) as document:
        pictures = PagePictures(document, invoice)
        return [one.word.text for one in shown_otherwise(pictures, 1, SeenSigns(), (), ())]


@pytest.mark.parametrize("angle", [90, 60, -90])
def test_a_turned_word_that_shows_another_is_told(tmp_path: Path, angle: float) -> None:
    assert _otherwise(tmp_path / "turned.pdf", angle, "Our plan Best Regards") != []


@pytest.mark.parametrize("angle", [90, 60, -90])
def test_a_caption_that_says_what_it_shows_is_not(tmp_path: Path, angle: float) -> None:
    assert _otherwise(tmp_path / "turned.pdf", angle, _CAPTION) == []
