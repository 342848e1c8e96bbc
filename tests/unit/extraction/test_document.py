"""Opening documents: what is refused, with which word, and what the user is told to do next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import InputError
from app.extraction.pages import document_file
from app.extraction.pages.document import open_document, open_file, open_page
from app.extraction.pages.document_file import take_file
from app.extraction.pages.document_kind import DocumentKind, DocumentLimits, document_kind, ends_properly, shown_name
from app.workflow.catalogue import load_catalogue, spoken
from tests.helpers.papers import pdf_invoice


def _refused(path: Path, limits: DocumentLimits | None = None) -> InputError:
    with pytest.raises(InputError) as caught, open_document(path, limits or DocumentLimits()):
        pass
    assert caught.value.next_step
    assert path.name in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "empty"),
        ("page.pdf", b"\n<!DOCTYPE html><html><body>Invoice</body></html>", "not_a_document"),
        ("nothing.pdf", bytes(4096), "not_a_document"),
        ("program.pdf", b"MZ" + bytes(4096), "unsupported"),
        ("letter.pdf", b"PK\x03\x04" + bytes(100), "unsupported"),
        ("phone.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(100), "unsupported"),
        ("head.pdf", b"%PDF-1.7\n", "damaged"),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "damaged"),
        ("broken.tif", b"II*\x00" + bytes(40), "damaged"),
        ("broken.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "damaged"),
    ],
)
def test_what_is_no_document_is_named(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert _refused(tmp_path / name).code == code


@pytest.mark.parametrize(("name", "data"), [("orders.CSV", b"po,line\n1,2\n"), ("orders.xlsx", b"PK\x03\x04")])
def test_a_table_is_to_be_imported_and_no_vendor_asked(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data + bytes(100))
    assert _refused(tmp_path / name).next_step.startswith("Import it (Ctrl+I, or tieout import)")
    (tmp_path / "orders.pdf").write_bytes(data + bytes(100))
    assert "Import" not in _refused(tmp_path / "orders.pdf").next_step


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"GIF8", b"BM", b"RIFF", b"{\\rtf", b"%!PS", b"MZ", b"\x7fELF",
        b"\x00\x00\x00\x18ftypheic", b"<html>", b"",
    ],
)  # fmt: skip
def test_what_a_file_is_instead_is_said_in_german_too(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "a.x").write_bytes(head + bytes(100))
    german = spoken(load_catalogue("de"), _refused(tmp_path / "a.x").message)
    assert german.startswith("a.x ist ")
    assert not {"a", "an", "or", "file", "document", "picture", "page", "program"} & set(german.split())


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert _refused(tmp_path / "gone.pdf").code == "not_found"
    assert _refused(tmp_path).code == "unreadable_file"


def test_the_name_does_not_decide_what_a_file_is(tmp_path: Path) -> None:
    Image.new("L", (80, 100), 255).save(tmp_path / "picture.pdf", "PNG")
    assert document_kind(tmp_path / "picture.pdf") is DocumentKind.PNG
    pdf_invoice(tmp_path / "invoice.tif")
    assert document_kind(tmp_path / "invoice.tif") is DocumentKind.PDF


def test_a_password_is_asked_for_and_an_owner_password_is_not(tmp_path: Path) -> None:
    assert _refused(pdf_invoice(tmp_path / "locked.pdf", password="secret")).code == "encrypted"


def test_a_truncated_file_is_damaged_or_known_to_be_incomplete(tmp_path: Path) -> None:
    whole = pdf_invoice(tmp_path / "whole.pdf", pages=3).read_bytes()
    assert ends_properly(tmp_path / "whole.pdf")
    for share in (0.3, 0.6, 0.9, 0.98):
        part = tmp_path / f"part{share}.pdf"
        part.write_bytes(whole[: int(len(whole) * share)])
        assert _complete(part) in (False, "damaged")


def _complete(path: Path) -> bool | str:
    try:
        with open_document(path) as document:
            return document.complete
    except InputError as error:
        return error.code


def test_caps_hold_before_anything_is_opened(tmp_path: Path) -> None:
    three = pdf_invoice(tmp_path / "three.pdf", pages=3)
    assert _refused(three, DocumentLimits(pages=2)).code == "too_many_pages"
    assert _refused(three, DocumentLimits(file_bytes=500)).code == "too_large"
    Image.new("1", (9000, 9000), 1).save(tmp_path / "wide.png")
    assert _refused(tmp_path / "wide.png").code == "too_large"


def test_a_page_of_impossible_size_is_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "huge.pdf"), pagesize=(200_000, 300))
    canvas.drawString(10, 10, "Invoice")
    canvas.save()
    with (
        open_document(tmp_path / "huge.pdf") as document,
        pytest.raises(InputError, match="claims a size"),
        open_page(document, 1),
    ):
        pass


def test_a_jpeg_drawn_in_more_passes_than_anybody_writes_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "scan.jpg"
    Image.effect_noise((64, 64), 50).save(picture, progressive=True)
    with open_document(picture) as document:
        assert document.page_count == 1
    data = picture.read_bytes()
    last = data.rindex(b"\xff\xda")
    picture.write_bytes(data[:last] + data[last:-2] * 120 + data[-2:])
    error = _refused(picture)
    assert error.code == "too_large"
    assert "passes" in error.message


def test_tiff_pages_are_counted(tmp_path: Path) -> None:
    pages = [Image.new("L", (60, 80), shade) for shade in (255, 200)]
    pages[0].save(tmp_path / "two.tif", save_all=True, append_images=pages[1:])
    with open_document(tmp_path / "two.tif") as document:
        assert document.page_count == 2


def test_a_name_of_odd_bytes_can_be_shown() -> None:
    assert shown_name(Path("in\udce4voice.pdf")) == "in?voice.pdf"


def test_a_file_too_large_to_be_kept_is_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf_invoice(tmp_path / "large.pdf")
    kept = take_file(path)
    monkeypatch.setattr(document_file, "_MOST_KEPT", 100)
    large = take_file(path)
    assert (kept.kept, large.kept) == (path.read_bytes(), None)
    assert (large.content(), large.sha256(), large.complete()) == (kept.content(), kept.sha256(), kept.complete())
    with open_file(large) as document:
        assert (document.page_count, document.complete) == (1, True)


def test_a_picture_that_is_exchanged_after_its_hash_was_taken_is_not_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("L", (300, 200), 255).save(path)
    file = take_file(path)
    Image.new("L", (500, 400), 0).save(path)
    with open_file(file) as document:
        assert document.picture is not None
        assert document.picture.size == (300, 200)


def test_a_file_whose_streams_never_end_is_refused_before_their_ends_are_sought(tmp_path: Path) -> None:
    streams = b"".join(b"%d 0 obj<</Length 99999999>>stream\nabc\n" % number for number in range(3, 700))
    (tmp_path / "endless.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + streams)
    assert "do not end" in _refused(tmp_path / "endless.pdf").message
