"""Every word of a page looks like what it says: in accounts, sentences and signs that no figure of the lines has."""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np
import pytest

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.agreement import marks_and_signs
from app.extraction.witness.picture_witness import DIFFERS, look
from app.extraction.witness.seen_signs import SeenSigns, Sign
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import put, sheet
from tests.helpers.typed_pages import shipped_knowledge

_FREE = (54, 430)
_OTHER_LETTERS = dict(zip(string.ascii_uppercase, string.ascii_lowercase[::-1], strict=True))


def paper(path: Path, text: str, says: dict[str, str], place: tuple[float, float] = _FREE) -> Path:
    """Write an invoice with a text besides, in a font some of whose signs are said to be others."""
    rows = "".join(f"<{ord(sign):02X}><{''.join(f'{ord(one):04X}' for one in said)}>\n" for sign, said in says.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        f"1 beginbfrange <20><7E><0020> endbfrange {len(says)} beginbfchar\n{rows}endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>"
    content = sheet("L-1") + put(*place, text, font="F2")
    data = pdf(page(content.encode("latin-1"), o6=font, o7=stream(cmap.encode())))
    path.write_bytes(data.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R"))
    return path


def told(path: Path) -> list[str]:
    """Return what is found where a picture shows other words."""
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    return [one.message for one in look(path, invoice, shipped_knowledge()) if one.code == DIFFERS]


@pytest.mark.parametrize(
    ("text", "says", "seen"),
    [
        ("Account 0532013999", {"9": "0"}, "0532013999"),
        ("Weight 4,000", {",": "."}, "4,000"),
        ("Rebate \xa3400.00", {"\xa3": "$"}, "£400.00"),
        ("Rest 40.00CR", {"C": "\u200b", "R": "\u200b"}, "40.00CR"),
        ("PAID BY CARD TODAY", _OTHER_LETTERS, "PAID"),
        ("AMOUNT DUE TO ZEPHYR", dict.fromkeys((*string.ascii_uppercase, " "), "_"), "AMOUNT"),
    ],
)
def test_a_word_that_is_shown_otherwise_is_told(tmp_path: Path, text: str, says: dict[str, str], seen: str) -> None:
    (message,) = told(paper(tmp_path / "a.pdf", text, says))
    assert seen in message


def test_an_order_number_that_goes_on_is_told(tmp_path: Path) -> None:
    data = paper(tmp_path / "a.pdf", "PO Number PO-12", {"2": "\u200b"}, (380, 698)).read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"(PO Number PO-1) Tj", b"(             ) Tj"))
    (message,) = told(tmp_path / "a.pdf")
    assert "PO-12" in message


@pytest.mark.parametrize(
    "text",
    [
        "Account 0532013999 IBAN DE89 3704 0044 0532 0130 00",
        "Thank you; turn over: modern burner, 2.5 % until 03/04/2026 (40.000 km) ....... ________",
    ],
)
def test_an_honest_text_in_a_font_of_its_own_says_nothing(tmp_path: Path, text: str) -> None:
    assert told(paper(tmp_path / "a.pdf", text, {"A": "A"})) == []


def test_a_sign_is_known_again_but_for_its_rim_and_no_eight_for_a_nought() -> None:
    nought = np.zeros((16, 10), bool)
    nought[:, :2] = nought[:, -2:] = nought[:2] = nought[-2:] = True
    eight, rimmed = nought.copy(), nought.copy()
    eight[7:9] = True
    rimmed[3, 2] = True
    seen = SeenSigns()
    seen.add(_sign(nought))
    assert _sign(rimmed) in seen
    assert _sign(np.pad(nought, ((1, 0), (0, 0)))[:, :]) in seen
    assert _sign(eight) not in seen


def _sign(shape: np.ndarray) -> Sign:
    return Sign("0", shape.shape[1], shape.shape[0], np.packbits(shape).tobytes())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4.000", "4,000", False),
        ("1,234.50", "1.234,50", True),  # two decimals: no reader can tell, and no other figure
        ("$4.00", "£4.00", False),
        ("4.00", "4.00%", False),
        ("4.00", "4,00", True),
    ],
)
def test_marks_and_signs_that_make_another_figure(one: str, other: str, same: bool) -> None:
    assert (marks_and_signs(one) == marks_and_signs(other)) is same
