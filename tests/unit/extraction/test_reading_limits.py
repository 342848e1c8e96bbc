"""Documents that claim more than any has are refused with their reason, and in no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Reading
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.witness.revisions import CHANGED
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.lying_papers import LIES
from tests.helpers.typed_pages import shipped_knowledge

_CODES = b"BT /F1 12 Tf 50 700 Td <0001000200030004> Tj ET"


def read(folder: Path, data: bytes) -> Reading:
    path = folder / "paper.pdf"
    path.write_bytes(data)
    return read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge())


def font(widths: bytes, more: bytes = b"") -> bytes:
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s>>]%s>>" % (widths, more)
    )


_MAP = (
    b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <E000> "
    b"endbfrange endcmap"
)


@pytest.mark.parametrize(
    ("objects", "code"),
    [
        (page(b"BT /F1 1 Tf 50 700 Td (" + b"a" * 40_000 + b") Tj ET"), "too_large"),
        (page(b"".join(b"%d 0 m %d 9 l S " % (n, n) for n in range(4_500)) * 12), "too_large"),
        (page(_CODES) | {5: font(b"/W[0 2147483647 500]")}, "too_large"),
        (page(_CODES) | {5: font(b"/W[%s]" % (b"0 65535 500 " * 3_000))}, "too_large"),
        (page(_CODES) | {5: font(b"", b"/ToUnicode 6 0 R"), 6: stream(_MAP)}, "too_large"),
        (page() | {6: b"\n6 0 R\n"}, "damaged"),
    ],
    ids=["a string that is cut", "ruled all over", "widths", "widths again and again", "meanings", "nothing"],
)
def test_what_no_document_has_is_refused(tmp_path: Path, objects: dict[int, bytes], code: str) -> None:
    error = read(tmp_path, pdf(objects)).error
    assert error is not None
    assert error.code == code


@pytest.mark.parametrize(
    "written",
    [
        b"6 0 obj 6 0 R endobj",
        b"6 0 obj\n06 0 R",
        b"6\x000\x0cobj\x00\x006\x0c0\x00\x00R\r\rendobj",
        b"6 0 obj%\r%obj\r\n6% 1\n0 %%\rR endobj",
        b"6 %here\n0 obj 6 0 R endobj",
        b"(obj% 6 0 obj 6 0 R endobj\n R)",
        b"6 0 obj" + b" " * 5_000 + b"+6.0 0 R endobj",
        b"6 0 obj" + b"%\n" * 9 + b"6 0 R endobj",
        b"6 0 obj %" + b"-" * 300 + b"\n6 0 R endobj",
        b"6 %here\n0obj %" + b"-" * 300 + b"\n6 0 R endobj",
        b"6 0 obj 7 0 R endobj\n7 0 obj 8 0 R endobj\n8 0 obj 7 0 R endobj",
    ],
)
def test_an_object_that_is_nothing_is_found_however_it_is_written(tmp_path: Path, written: bytes) -> None:
    whole = pdf(page())
    error = read(tmp_path, whole.replace(b"\nxref", b"\n" + written + b"\nxref", 1)).error
    assert error is not None
    assert error.code == "damaged"


@pytest.mark.parametrize(
    "written",
    [
        b"6 0 obj 1 0 R endobj",
        b"16 0 obj 6 0 R endobj\n6 0 obj 7 0 R endobj\n7 0 obj 42 endobj",
        b"6 0 obj % of page 6 0 R\n<< /Length 6 0 R >> endobj",
        b"6 0 obj [6 0 R] endobj\n" + b"% a remark\n" * 12 + b"7 0 obj 12 endobj",
        b"6 0 obj <</Length 306>> stream\n(9Zobj%" + b"*b;8&ZAnR<" * 30 + b"\nendstream endobj",  # a picture
    ],
)
def test_objects_that_are_something_are_read(tmp_path: Path, written: bytes) -> None:
    whole = pdf(page())
    assert read(tmp_path, whole.replace(b"\nxref", b"\n" + written + b"\nxref", 1)).error is None


def test_the_reading_itself_says_that_a_figure_was_changed_by_an_update(tmp_path: Path) -> None:
    invoice = read(tmp_path, LIES["updated"]("U-1")).invoice
    assert invoice is not None
    assert [one.severity for one in invoice.findings if one.code == CHANGED] == [Severity.HOLD]
