"""What a PDF runs is found however it is packed and written, and no ordinary file is gone through for it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFObjectNotFound

from app.extraction.pages import oddities
from app.extraction.pages.document import open_document
from app.extraction.pages.plain_names import plain_names

_SCRIPT = b"<</S/JavaScript/JS(x)>>"
_FLATE = b"/Filter/FlateDecode"
_KIND = b"/Type/ObjStm"


def _packed(
    script: bytes = _SCRIPT,
    kind: bytes = _KIND,
    after: bytes = _FLATE,
    pack: Callable[[bytes], bytes] = zlib.compress,
    begins: bytes = b"stream\n",
) -> bytes:
    """Return a page with a layer, on which something is run; all of it but the page's content in packed objects."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/AA<</O 6 0 R>>/Resources<<>>>>",
        6: script,
        7: b"<</Type/OCG/Name(a)>>",
        5: b"/JavaScript",
    }
    body, places = b"", []
    for number, written in objects.items():
        places.append(b"%d %d" % (number, len(body)))
        body += written + b" "
    head = b" ".join(places) + b" "
    data = pack(head + body)
    found = {4: b"4 0 obj<</Length 0>>stream\n\nendstream endobj\n"}
    lengths = b"/N %d/First %d/Length %d" % (len(objects), len(head), len(data))
    found[8] = b"8 0 obj<<" + kind + lengths + after + b">>" + begins + data + b"\nendstream endobj\n"
    out, at = b"%PDF-1.7\n", {}
    for number, written in found.items():
        at[number] = len(out)
        out += written
    order = list(objects)
    rows = b"".join(_entry(number, at, order, len(out)) for number in range(10))
    table = b"9 0 obj<</Type/XRef/Size 10/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return out + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(out)


def _entry(number: int, at: dict[int, int], order: list[int], table: int) -> bytes:
    if number in order:
        return b"\x02" + (8).to_bytes(4, "big") + bytes([order.index(number)])
    place = table if number == 9 else at.get(number)
    return bytes(6) if place is None else b"\x01" + place.to_bytes(4, "big") + b"\0"


def _codes(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    with open_document(path) as document:
        return [finding.code for finding in oddities.active_content(document)]


_WRITTEN = {
    "as programs do": _packed(),
    "the kind in numbers": _packed(kind=b"/Type/Obj#53tm"),
    "the key in numbers": _packed(b"<</#53/JavaScript/JS(x)>>"),
    "another object has the name": _packed(b"<</S 5 0 R/JS(x)>>"),
    "behind many comments": _packed(b"<</S" + b"%x\n" * 9 + b"/JavaScript/JS(x)>>"),
    "behind a long comment": _packed(b"<</S%" + b"x" * 300 + b"\n/JavaScript/JS(x)>>"),
    "a value with brackets": _packed(after=_FLATE + b"/A<</B 1>>"),
    "a text with a bracket": _packed(after=_FLATE + b"/A(>)"),
    "a comment before the stream": _packed(begins=b"%" + b"y" * 300 + b"\nstream\n"),
    "a blank behind the stream": _packed(begins=b"stream \n"),
    "as text": _packed(
        after=b"/Filter[/ASCII85Decode/FlateDecode]", pack=lambda d: base64.a85encode(zlib.compress(d)) + b"~>"
    ),
    "packed twice": _packed(after=b"/Filter[/FlateDecode/FlateDecode]", pack=lambda d: zlib.compress(zlib.compress(d))),
    "as digits": _packed(after=b"/Filter/ASCIIHexDecode", pack=lambda d: d.hex().encode() + b">"),
}


@pytest.mark.parametrize("how", _WRITTEN)
def test_what_is_run_and_may_show_a_layer_is_found_however_it_is_written(how: str, tmp_path: Path) -> None:
    assert _codes(tmp_path / "a.pdf", _WRITTEN[how]) == [oddities.ACTIVE, oddities.CHANGING]


def test_a_page_with_a_layer_that_runs_nothing_has_no_finding(tmp_path: Path) -> None:
    for number, after in enumerate((_FLATE, _FLATE + b"/A<</B 1>>")):
        assert _codes(tmp_path / f"{number}.pdf", _packed(b"<</S/GoTo/D(x)>>", after=after)) == []


def test_an_ordinary_file_is_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def names(path: Path) -> bytes:
        asked.append(path)
        return b""

    monkeypatch.setattr(oddities, "plain_names", names)
    _codes(tmp_path / "a.pdf", _packed(b"<</S/URI/URI(x)>>"))
    assert asked == []
    _codes(tmp_path / "b.pdf", _packed(b"<</S/URI/URI(x)>>", after=_FLATE + b"/A<</B 1>>"))
    assert asked == [tmp_path / "b.pdf"]


def test_what_cannot_be_opened_has_no_names(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    assert plain_names(path) is None


def test_what_cannot_be_gone_through_to_its_end_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S1.18: what a search leaves out may be what changes the picture."""
    monkeypatch.setattr("app.extraction.pages.plain_names._MOST_OBJECTS", 3)
    assert _codes(tmp_path / "a.pdf", _WRITTEN["packed twice"]) == [oddities.CHANGING]


def test_one_object_that_the_second_engine_cannot_read_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S1.18: pdfium may read it all the same, and run what it says."""
    getobj = PDFDocument.getobj

    def failing(self: PDFDocument, number: int) -> object:
        if number == 1:
            raise PDFObjectNotFound(number)
        return getobj(self, number)

    monkeypatch.setattr(PDFDocument, "getobj", failing)
    assert _codes(tmp_path / "a.pdf", _packed(b"<</S/GoTo/D(x)>>", after=_FLATE + b"/A<</B 1>>")) == [oddities.CHANGING]
