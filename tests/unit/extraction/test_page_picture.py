"""Pages as pixels: held as the camera held them, on white paper, and never more of them than memory should hold."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import InputError
from app.extraction.pages.content import read_content
from app.extraction.pages.document import open_document, open_page
from app.extraction.pages.kind import full_page_picture
from app.extraction.pages.picture import PagePixels, pdf_page_pixels
from app.extraction.pages.picture_pages import colour_page_pixels, picture_page_pixels
from app.extraction.pages.render import render_page
from tests.helpers.hostile_files import page, pdf, stream
from tests.helpers.papers import picture_of_invoice, scan_pdf


def _pixels(path: Path) -> PagePixels:
    with open_document(path) as document:
        return picture_page_pixels(document, 1)


def test_the_resolution_in_the_file_gives_the_size_of_the_page(tmp_path: Path) -> None:
    picture_of_invoice(100).save(tmp_path / "scan.png", dpi=(100, 100))
    pixels = _pixels(tmp_path / "scan.png")
    assert (round(pixels.width), round(pixels.height), round(pixels.dpi)) == (612, 792, 100)


@pytest.mark.parametrize("dpi", [None, (1, 1), (3000, 3000)])
def test_without_a_plausible_resolution_the_page_is_as_long_as_paper(
    tmp_path: Path, dpi: tuple[int, int] | None
) -> None:
    picture = picture_of_invoice(100)
    if dpi is not None:
        picture.save(tmp_path / "scan.png", dpi=dpi)
    else:
        picture.save(tmp_path / "scan.png")
    assert _pixels(tmp_path / "scan.png").height == pytest.approx(842, abs=1)


def test_a_photograph_is_turned_as_its_camera_was_held(tmp_path: Path) -> None:
    lying = picture_of_invoice(60).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.convert("RGB").save(tmp_path / "photo.jpg", exif=exif)
    pixels = _pixels(tmp_path / "photo.jpg")
    assert pixels.grey.shape[0] > pixels.grey.shape[1]
    assert pixels.height > pixels.width
    image = render_page(tmp_path / "photo.jpg", 1, 120)
    assert image.height > image.width == 120


def test_transparent_paper_is_white(tmp_path: Path) -> None:
    sheet = Image.new("RGBA", (80, 100), (0, 0, 0, 0))
    sheet.paste((10, 10, 10, 255), (20, 20, 30, 30))
    sheet.save(tmp_path / "clear.png")
    grey = _pixels(tmp_path / "clear.png").grey
    assert (int(grey[0, 0]), int(grey[25, 25])) == (255, 10)


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "CMYK"])
def test_every_kind_of_colour_becomes_grey_and_can_be_shown(tmp_path: Path, mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    picture_of_invoice(60).convert(mode).save(tmp_path / "page", kind)
    grey = _pixels(tmp_path / "page").grey
    assert np.percentile(grey, 90) > 230
    assert grey.min() < 60
    with open_document(tmp_path / "page") as document:
        assert colour_page_pixels(document, 1).shape == (*grey.shape, 3)


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_of_grey_are_all_seen(tmp_path: Path, ending: str) -> None:
    tones = np.full((40, 40), 60_000, np.uint16)
    tones[:20] = 12_000
    exif = Image.Exif()
    exif[0x0112] = 3  # held upside down
    path = tmp_path / f"deep.{ending}"
    Image.fromarray(tones).save(path, exif=exif)
    with open_document(path) as document:
        grey = picture_page_pixels(document, 1).grey
    assert (int(grey[2, 2]), int(grey[-3, 2])) == (60_000 >> 8, 12_000 >> 8)


def test_a_picture_of_sixteen_bits_that_uses_eight_stays_as_it_is(tmp_path: Path) -> None:
    tones = np.full((40, 40), 250, np.uint16)
    tones[:20] = 30
    path = tmp_path / "shallow.png"
    Image.fromarray(tones).save(path)
    with open_document(path) as document:
        grey = picture_page_pixels(document, 1).grey
    assert set(np.unique(grey)) == {30, 250}


def test_a_scan_of_many_pixels_is_brought_down(tmp_path: Path) -> None:
    Image.new("L", (6000, 7000), 255).save(tmp_path / "fine.png")
    assert _pixels(tmp_path / "fine.png").grey.size <= 20_000_000
    with open_document(tmp_path / "fine.png") as document:
        assert colour_page_pixels(document, 1).size <= 3 * 20_000_000


def test_a_stored_jpeg_is_taken_out_as_it_is(tmp_path: Path) -> None:
    picture = picture_of_invoice(90)
    picture.save(tmp_path / "page.jpg", quality=90)
    path = scan_pdf(tmp_path / "scan.pdf", tmp_path / "page.jpg")
    with open_document(path) as document, open_page(document, 1) as page:
        content = read_content(page, 1, 1000)
        assert content is not None
        pixels = pdf_page_pixels(document, page, content)
    assert pixels.grey.shape == picture.size[::-1]
    assert abs(int(pixels.grey.mean()) - int(np.asarray(picture).mean())) <= 1


def test_a_photograph_that_lies_a_part_of_a_pixel_beside_its_page_is_taken_out_as_it_is(tmp_path: Path) -> None:
    grey = Image.new("L", (1141, 1611), 35)  # the table that the paper lay on
    grey.paste(230, (90, 120, 1020, 1500))
    jpeg = io.BytesIO()
    grey.save(jpeg, "JPEG", quality=95)
    entries = (
        b"/Type/XObject/Subtype/Image/Width 1141/Height 1611/BitsPerComponent 8/Filter/DCTDecode/ColorSpace/DeviceGray"
    )
    objects = page(
        b"q 612 0 0 791.4 0.2 0.3 cm /I Do Q", b"", b"/XObject<</I 6 0 R>>", o6=stream(jpeg.getvalue(), entries)
    )
    (tmp_path / "photo.pdf").write_bytes(pdf(objects))
    with open_document(tmp_path / "photo.pdf") as document, open_page(document, 1) as opened:
        content = read_content(opened, 1, 1000)
        assert content is not None
        assert pdf_page_pixels(document, opened, content).grey.shape == (1611, 1141)


_NINE = b"q 2 w 20 45 m 10 45 l 10 55 l 20 55 l 20 35 l S Q"


@pytest.mark.parametrize(
    ("more", "note"),
    [
        (b"/Decode[-12 1]", b""),
        (b"/ColorSpace[/Separation/B/DeviceGray<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 60>>]", b""),
        (b"/ColorSpace/DeviceGray", b"<</Type/Annot/Subtype/Link/Rect[0 0 100 100]/F 4/AP<</N 8 0 R>>>>"),
        (
            b"/ColorSpace/DeviceGray",
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(9)/Rect[0 0 100 100]/F 4/AP<</N 8 0 R>>>>",
        ),
    ],
    ids=["stretched tones", "inks", "note", "field"],
)
def test_a_stored_picture_that_its_page_shows_otherwise_is_drawn(tmp_path: Path, more: bytes, note: bytes) -> None:
    grey = Image.new("L", (300, 300), 255)
    grey.paste(246, (60, 120, 90, 180))  # hardly to be seen
    jpeg = io.BytesIO()
    grey.save(jpeg, "JPEG", quality=95)
    entries = b"/Type/XObject/Subtype/Image/Width 300/Height 300/BitsPerComponent 8/Filter/DCTDecode" + more
    colours = b"" if b"ColorSpace" in more else b"/ColorSpace/DeviceGray"
    objects = page(
        b"q 612 0 0 792 0 0 cm /I Do Q",
        b"/Annots[7 0 R]" if note else b"",
        b"/XObject<</I 6 0 R>>",
        o6=stream(jpeg.getvalue(), entries + colours),
        o7=note or b"null",
        o8=stream(_NINE, b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]"),
    )
    if b"Widget" in note:
        objects[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>>>"
    (tmp_path / "scan.pdf").write_bytes(pdf(objects))
    with open_document(tmp_path / "scan.pdf") as document, open_page(document, 1) as opened:
        content = read_content(opened, 1, 1000)
        assert content is not None
        assert full_page_picture(content) is not None
        assert int(pdf_page_pixels(document, opened, content).grey.min()) < 150


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 400), dtype=np.uint8))
    noise.save(tmp_path / "whole.png")
    (tmp_path / "half.png").write_bytes((tmp_path / "whole.png").read_bytes()[:60_000])
    with pytest.raises(InputError, match=r"half\.png cannot be decoded"):
        _pixels(tmp_path / "half.png")


def test_a_picture_on_a_page_that_is_drawn_in_too_many_passes_is_refused(tmp_path: Path) -> None:
    jpeg = tmp_path / "stamp.jpg"
    Image.effect_noise((64, 64), 50).save(jpeg, progressive=True)
    data = jpeg.read_bytes()
    last = data.rindex(b"\xff\xda")
    jpeg.write_bytes(data[:last] + data[last:-2] * 120 + data[-2:])
    canvas = Canvas(str(tmp_path / "stamped.pdf"))
    canvas.drawImage(str(jpeg), 60, 500, 90, 90)  # far from filling the page, so that it is not taken out as it is
    canvas.save()
    with open_document(tmp_path / "stamped.pdf") as document, open_page(document, 1) as page:
        content = read_content(page, 1, 1000)
        assert content is not None
        with pytest.raises(InputError, match="passes"):
            pdf_page_pixels(document, page, content)


def test_a_picture_placed_thousands_of_times_is_not_drawn(tmp_path: Path) -> None:
    Image.new("L", (1000, 1000), 200).save(tmp_path / "dot.png")
    canvas = Canvas(str(tmp_path / "dots.pdf"))
    for place in range(700):
        canvas.drawImage(str(tmp_path / "dot.png"), place % 60 * 10, place // 60 * 9, 9, 9)
    canvas.save()
    with open_document(tmp_path / "dots.pdf") as document, open_page(document, 1) as page:
        content = read_content(page, 1, 1000)
        assert content is not None
        with pytest.raises(InputError, match="more pixels than are decoded"):
            pdf_page_pixels(document, page, content)


@pytest.mark.parametrize("dpi", [(200, 100), (100, 200)])
def test_dots_of_a_fax_are_made_square(tmp_path: Path, dpi: tuple[int, int]) -> None:
    path = tmp_path / "fax.tif"
    sides = (round(8.5 * dpi[0]), 11 * dpi[1])
    picture_of_invoice(200).resize(sides).convert("1").save(path, dpi=dpi, compression="group3")
    pixels = _pixels(path)
    assert (round(pixels.width), round(pixels.height)) == (612, 792)
    high, wide = pixels.grey.shape
    assert high == max(sides)
    assert high / wide == pytest.approx(11 / 8.5, rel=0.001)
    image = render_page(path, 1, 400)
    assert image.height / image.width == pytest.approx(11 / 8.5, rel=0.01)


def test_square_dots_stay_as_they_are_however_a_sheet_was_fitted(tmp_path: Path) -> None:
    path = tmp_path / "fitted.png"
    picture_of_invoice(100).save(path, dpi=(100, 110))
    assert _pixels(path).grey.shape == (1100, 850)


def test_dots_made_square_are_no_more_than_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "flat.png"
    Image.new("L", (9000, 600), 255).save(path, dpi=(800, 80))
    grey = _pixels(path).grey
    assert max(grey.shape) <= 8_000
    assert grey.shape[0] / grey.shape[1] == pytest.approx(2 / 3, rel=0.01)


def test_a_fax_in_a_pdf_is_drawn_with_square_dots(tmp_path: Path) -> None:
    picture_of_invoice(200).resize((1700, 1100)).convert("L").save(tmp_path / "fax.jpg")
    canvas = Canvas(str(tmp_path / "fax.pdf"), pagesize=(612, 792))
    canvas.drawImage(str(tmp_path / "fax.jpg"), 0, 0, 612, 792)
    canvas.save()
    with open_document(tmp_path / "fax.pdf") as document, open_page(document, 1) as opened:
        content = read_content(opened, 1, document.limits.page_characters)
        assert content is not None
        high, wide = pdf_page_pixels(document, opened, content).grey.shape
    assert high / wide == pytest.approx(11 / 8.5, rel=0.01)
