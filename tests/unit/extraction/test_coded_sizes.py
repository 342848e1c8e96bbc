"""What pictures inside a PDF say of their own size, and how much work they ask for, before anything decodes them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from app.domain.errors import InputError
from app.extraction.pages.coded_sizes import JBIG2, JPX, CodedSize, coded_size
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader
from tests.helpers.hostile_coded import jbig2_page, jbig2_segment, jpx_header, picture_paper


def _size(width: int, height: int) -> bytes:
    return struct.pack(">II", width, height)


def test_a_jpx_says_its_own_size_wherever_its_code_begins() -> None:
    assert coded_size(jpx_header(640, 480), JPX) == CodedSize(640, 480)
    assert coded_size(b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 60 + jpx_header(640, 480), JPX) == CodedSize(640, 480)
    assert coded_size(b"\xff\x4f\xff\x51\0", JPX) is None
    assert coded_size(b"", JPX) is None


def test_a_real_jpx_is_ordinary() -> None:
    data = io.BytesIO()
    Image.effect_noise((320, 200), 40).save(data, "JPEG2000", num_resolutions=4, quality_layers=[20, 10, 5])
    assert coded_size(data.getvalue(), JPX) == CodedSize(320, 200)


@pytest.mark.parametrize("asked", [{"components": 200}, {"tile": 1}, {"layers": 65_535}])
def test_a_jpx_that_asks_for_more_work_than_programs_write_is_excessive(asked: dict[str, int]) -> None:
    size = coded_size(jpx_header(640, 480, **asked), JPX)
    assert size is not None
    assert size.excessive


def test_a_jbig2_says_its_own_size_and_open_heights_come_from_its_regions() -> None:
    assert coded_size(jbig2_page(640, 480), JBIG2) == CodedSize(640, 480)
    open_ended = jbig2_page(640, 0xFFFFFFFF) + jbig2_segment(38, _size(640, 300) + b"\0" * 20)
    assert coded_size(open_ended, JBIG2) == CodedSize(640, 300)
    assert coded_size(b"\0" * 40, JBIG2) is None
    assert coded_size(b"junk", JBIG2) is None


@pytest.mark.parametrize("refers", [0, 4, 5, 8, 20])
@pytest.mark.parametrize("number", [1, 256, 257, 65_537])
@pytest.mark.parametrize("many_pages", [False, True])
def test_what_follows_a_segment_is_found_however_long_its_header_is(refers: int, number: int, many_pages: bool) -> None:
    """ITU-T T.88, 7.2: how many others it refers to, how long their numbers are, and its page."""
    first = jbig2_segment(62, b"remark", number=number, refers=refers, many_pages=many_pages)
    assert coded_size(first + jbig2_page(640, 480), JBIG2) == CodedSize(640, 480)


def test_a_jbig2_with_ordinary_symbols_is_ordinary() -> None:
    symbols = jbig2_segment(0, b"\x08\0" + b"\0\0" + struct.pack(">II", 300, 300))
    text = jbig2_segment(6, _size(640, 480) + b"\0" * 20)
    assert coded_size(jbig2_page(640, 480) + symbols + text, JBIG2) == CodedSize(640, 480)


@pytest.mark.parametrize(
    "more",
    [
        jbig2_segment(0, b"\0\0" + b"\0" * 8 + struct.pack(">II", 1, 4_000_000_000)),
        jbig2_segment(38, _size(640, 480) + b"\0" * 20) * 20,
        jbig2_segment(62, b"") * 6000,
    ],
    ids=["symbols", "regions", "segments"],
)
def test_a_jbig2_that_asks_for_more_work_than_programs_write_is_excessive(more: bytes) -> None:
    size = coded_size(jbig2_page(640, 480) + more, JBIG2)
    assert size is not None
    assert size.excessive


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (JPX, jpx_header(65_000, 65_000)),
        (JPX, jpx_header(200, 200, layers=60_000)),
        (JBIG2, jbig2_page(60_000, 60_000)),
        (JBIG2, jbig2_page(200, 200) + jbig2_segment(38, _size(200, 200) + b"\0" * 20) * 20),
    ],
)
def test_a_page_whose_picture_hides_its_size_is_refused_before_it_is_drawn(
    tmp_path: Path, kind: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.extraction.pages import picture

    monkeypatch.setattr(picture, "render_grey", lambda *_: pytest.fail("it was drawn"))
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(picture_paper(kind, data, 200, 200))
    with open_document(paper) as document, pytest.raises(InputError) as refused:
        PageReader(document, ("eng",), lambda _: None).read(1)
    assert refused.value.code == "too_large"
