"""OCR of small pages: every figure read, whichever way the paper lies, and the places taken back to the page."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytesseract
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.domain.errors import EnvironmentFault, InputError
from app.domain.provenance import Box, Method
from app.extraction.pages.document import open_document
from app.extraction.pages.evidence import placed
from app.extraction.pages.picture import PagePixels
from app.extraction.pages.picture_pages import picture_page_pixels
from app.extraction.pages.pixel_sizes import capped_scale
from app.extraction.scans import in_small, lighting, ocr, ocr_words, straighten, tesseract
from app.extraction.scans.child_time import children_limited, ended_by_time
from app.extraction.scans.ocr import OcrPage, read_page
from app.extraction.scans.tesseract import PixelWord
from app.extraction.values.language import guess_language
from app.extraction.workers.limits import WorkerLimits
from tests.helpers.papers import HEADING, NUMBERS, photographed, picture_of_invoice


def _read(path: Path, picture: Image.Image) -> OcrPage:
    picture.save(path)
    with open_document(path) as document:
        return read_page(picture_page_pixels(document, 1), 1, ("eng",))


def _place_of_total(page: OcrPage) -> tuple[float, float]:
    """Return where the total stands on the page as shown, as shares of its width and height."""
    total = next(word for word in page.text.words if word.text == "728.20" and word.box.top > 200)
    rows = tuple(tuple(float(v) for v in row) for row in page.placement)
    box = placed(total.box, rows)
    return ((box.x0 + box.x1) / 2 / page.shown[0], (box.top + box.bottom) / 2 / page.shown[1])


@pytest.mark.parametrize("lies", ["upside down", "sideways", "photographed"])
def test_every_figure_is_read_whichever_way_the_page_lies(tmp_path: Path, lies: str) -> None:
    straight = picture_of_invoice(150)
    picture = {
        "upside down": lambda: straight.rotate(181, fillcolor=255, resample=Image.Resampling.BICUBIC),
        "sideways": lambda: straight.rotate(90, expand=True),
        "photographed": lambda: photographed(picture_of_invoice(200)),
    }[lies]()
    page = _read(tmp_path / "page.png", picture)
    assert {word.text for word in page.text.words} >= NUMBERS
    assert all(word.method is Method.OCR for word in page.text.words)
    assert page.turn == {"upside down": 2, "sideways": 1, "photographed": 0}[lies]
    across, down = _place_of_total(page)
    if lies == "photographed":
        assert (across, down) == pytest.approx((0.71, 0.34), abs=0.04)
    else:
        assert (across, down) == pytest.approx((0.815, 0.365), abs=0.02)


def test_a_skewed_page_is_read_level_and_its_places_go_back_to_the_skew(tmp_path: Path) -> None:
    skewed = picture_of_invoice(150).rotate(-2.5, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = _read(tmp_path / "skewed.png", skewed)
    rows = {round(word.bottom / 4) for word in page.text.words if word.text in {"AX-1001", "240", "1.25", "300.00"}}
    assert len(rows) <= 2, "the row stands level on the page as read"
    corner = placed(Box(1, 0, 0, 1, 1), tuple(tuple(float(v) for v in row) for row in page.placement))
    assert abs(corner.top) > 5, "and skewed on the page as shown"


@pytest.mark.parametrize("dpi", [150, 300])
def test_a_heading_light_on_dark_is_read(tmp_path: Path, dpi: int) -> None:
    page = _read(tmp_path / "dark.png", picture_of_invoice(dpi, dark_head=True))
    assert {word.text for word in page.text.words} >= {"Item", "Description", "Qty", "Price", "Amount"} | NUMBERS


def test_a_page_that_is_light_on_dark_all_over_is_turned_and_its_places_stay() -> None:
    grey = np.asarray(picture_of_invoice(80, dark_head=True))
    negative = straighten.unchanged((255 - grey).astype(np.uint8))
    turned = straighten.dark_on_light(negative)
    assert np.array_equal(turned.grey, grey)
    assert turned.placement is negative.placement


@pytest.mark.parametrize("rim", [0, 60])
def test_paper_with_a_dark_head_on_a_black_scanner_bed_is_no_negative(rim: int) -> None:
    grey = np.pad(np.asarray(picture_of_invoice(80, dark_head=True)), rim)
    page = straighten.unchanged(grey)
    assert straighten.dark_on_light(page) is page


@pytest.mark.parametrize("tone", [0, 90, 255])
def test_a_page_without_contrast_is_no_negative(tone: int) -> None:
    page = straighten.unchanged(np.full((300, 200), tone, np.uint8))
    assert straighten.dark_on_light(page) is page


def test_ink_and_paper_are_parted_by_the_light_of_their_place() -> None:
    light = np.tile(np.linspace(250, 90, 600), (301, 1))
    print_ = np.zeros((301, 600), dtype=bool)
    for top in range(20, 280, 30):
        print_[top : top + 10] = np.tile(np.arange(600) % 11 < 4, (10, 1))
    parted = lighting.black_and_white_by_place(np.where(print_, light * 0.45, light).astype(np.uint8), 150.0)
    assert parted.shape == print_.shape, "no side of it is a multiple of the step"
    assert set(np.unique(parted)) == {0, 255}
    assert np.mean((parted == 0) == print_) > 0.97
    assert np.mean(parted[print_] == 0) > 0.9, "the dark end's print and the light end's"


def test_a_picture_is_halved_whatever_its_sides() -> None:
    grey = np.arange(35, dtype=np.uint8).reshape(5, 7)
    half = in_small.halved(grey)
    assert half.shape == (2, 3)
    assert half[0, 0] == np.rint(grey[:2, :2].mean())


def test_a_page_without_dark_bands_stays_as_it_is() -> None:
    grey = np.asarray(picture_of_invoice(120))
    assert lighting.light_on_dark_turned(grey) is grey


def test_wide_bands_filled_with_grey_become_as_light_as_the_paper() -> None:
    grey = np.full((1400, 1000), 222, np.uint8)
    grey[300:340, 100:900] = 188
    grey[310:330, 150:850:12] = 30  # print in it
    grey[600:620, 100:900:12] = 30
    grey[800:840, 100:250] = 188  # a small field
    lifted = lighting.grey_bands_lifted(grey)
    assert lifted[305, 120] == pytest.approx(222, abs=3)
    assert lifted[315, 150] < 60
    assert np.array_equal(lifted[500:], grey[500:])


def test_the_print_in_a_grey_table_head_is_read_on_a_coarse_and_grainy_scan() -> None:
    page = np.array(picture_of_invoice(200), dtype=np.float32)
    page[383:444, 139:1569] *= 0.72
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.8)) * 0.87
    page += np.random.default_rng(1).normal(0, 15, page.shape)
    scan = np.clip(page, 0, 255).astype(np.uint8)
    words = {word.text for word in read_page(PagePixels(scan, 612.0, 792.0), 1, ("eng",)).text.words}
    assert words.issuperset(" ".join(HEADING).split())


def test_a_page_without_grey_bands_stays_as_it_is() -> None:
    plain = np.asarray(picture_of_invoice(120))
    assert lighting.grey_bands_lifted(plain) is plain


def test_the_skew_is_measured() -> None:
    grey = np.asarray(picture_of_invoice(100))
    for angle in (-3.0, -0.7, 0.0, 1.6):
        turned = np.asarray(Image.fromarray(grey).rotate(-angle, fillcolor=255, resample=Image.Resampling.BICUBIC))
        assert straighten.skew(turned) == pytest.approx(angle, abs=0.15)


def test_quarter_turns_lead_back_to_the_pixel_they_came_from() -> None:
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for turns in range(4):
        turned = straighten.quarter_turned(straighten.unchanged(grey), turns)
        for y in range(turned.grey.shape[0]):
            for x in range(turned.grey.shape[1]):
                back = turned.placement @ np.array([x + 0.5, y + 0.5, 1.0])
                assert turned.grey[y, x] == grey[int(back[1]), int(back[0])]


def test_a_sheet_without_a_dark_border_is_not_cut(tmp_path: Path) -> None:
    page = straighten.unchanged(np.asarray(picture_of_invoice(80)))
    assert straighten.cut_out_paper(page) is page


def test_the_pixels_of_a_rendered_page_are_capped() -> None:
    for width, height in ((14_400.0, 14_400.0), (612.0, 792.0), (14_000.0, 3.0)):
        scale = capped_scale(width, height, 300 / 72)
        assert width * height * scale**2 <= 20_000_001
        assert max(width, height) * scale <= 8_000.01


def test_a_missing_tesseract_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseract.installed_languages.cache_clear()
    try:
        with pytest.raises(EnvironmentFault) as caught:
            _read(tmp_path / "scan.png", picture_of_invoice(60))
    finally:
        tesseract.installed_languages.cache_clear()
    assert caught.value.code == "ocr_unavailable"
    assert "Install tesseract-ocr" in caught.value.next_step


def test_a_german_page_is_read_again_with_german_and_the_next_page_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tesseract, "installed_languages", lambda: frozenset(("eng", "deu")))
    asked: list[str] = []

    def answer(picture: Path, *, languages: str, layout: int, dpi: float, seconds: int) -> list[PixelWord]:
        asked.append(languages)
        return [
            PixelWord(text, 0, 0, 9, 9, 95)
            for text in ["Rechnung", "Menge", "Bezeichnung", "Betrag", "Kunde", "Datum"] * 3
        ]

    monkeypatch.setattr(tesseract, "read_words", answer)
    picture_of_invoice(60).save(tmp_path / "page.png")
    with open_document(tmp_path / "page.png") as document:
        pixels = picture_page_pixels(document, 1)
    first = read_page(pixels, 1, ("eng", "deu"))
    assert (asked, first.language) == (["eng", "deu+eng"], "deu+eng")
    read_page(pixels, 2, ("eng", "deu"), first.language)
    assert asked == ["eng", "deu+eng", "deu+eng"]
    # Where German is not among the languages, neither its words nor the page before ask tesseract for it.
    asked.clear()
    assert read_page(pixels, 1, ("eng",)).language == "eng"
    assert read_page(pixels, 2, ("eng",), "deu+eng").language == "eng"
    assert asked == ["eng", "eng"]


def test_a_missing_language_is_named() -> None:
    with pytest.raises(EnvironmentFault, match="kli"):
        tesseract.usable_languages(("kli",))
    assert tesseract.usable_languages(("kli", "eng")) == ("eng",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rechnung Rechnungsnummer Datum Menge Bezeichnung Einzelpreis Betrag MwSt Gesamt", "deu"),
        ("Facture Désignation Quantité Prix unitaire Montant TVA Échéance", "fra"),
        ("Factuur Factuurnummer Omschrijving Aantal Bedrag BTW Totaal", "nld"),
        ("Invoice Date Quantity Description Unit Price Amount Total Due", "eng"),
        ("4711 12.50 AX-9", None),
    ],
)
def test_the_language_shows_in_the_words_of_an_invoice(text: str, language: str | None) -> None:
    assert guess_language(text.split()) == language


def test_a_number_parted_behind_its_hyphen_is_one_word_again() -> None:
    def word(text: str, x0: float, x1: float, top: float = 100) -> PixelWord:
        return PixelWord(text, x0, top, x1, top + 20, 90)

    parted = [
        word("order:", 10, 60),
        word("PO-", 80, 110),
        word("10553", 114, 170),
        word("-", 300, 306),
        word("12", 308, 330),
    ]
    assert [found.text for found in ocr_words.rejoined(parted)] == ["order:", "PO-10553", "-", "12"]
    apart = [word("PO-", 80, 110), word("10553", 150, 200), word("AB-", 80, 110, 140), word("77", 112, 130, 170)]
    assert len(ocr_words.rejoined(apart)) == 4


def test_a_piece_of_a_ruling_line_is_no_word_however_it_was_read() -> None:
    printed = ("2.00", "KG", "3", "20.08", "7")
    words = [PixelWord(text, 10 + 90 * at, 10, 80 + 90 * at, 40, 95) for at, text in enumerate(printed)]
    pieces = [PixelWord("u", 400, 44, 430, 45, 67), PixelWord(":", 500, 44, 510, 45, 0)]
    dash = PixelWord("—", 600, 24, 640, 27, 90)
    rest_of_sign = PixelWord("j", 700, 24, 703, 26, 26)
    assert ocr_words.with_height([*words, *pieces, dash, rest_of_sign]) == [*words, dash, rest_of_sign]


def test_a_piece_of_a_word_that_was_read_whole_too_is_dropped() -> None:
    whole = PixelWord("Invoice:", 10, 10, 90, 40, 95)
    piece = PixelWord("ica:", 40, 12, 70, 22, 83)
    surer = PixelWord("7", 40, 12, 50, 22, 97)
    beside = PixelWord("C-469", 100, 10, 160, 30, 60)
    assert ocr_words.read_once([whole, piece, surer, beside]) == [whole, surer, beside]


@given(st.lists(st.tuples(*[st.integers(0, 200)] * 4, st.integers(0, 100), st.integers(1, 4)), max_size=12))
def test_pieces_of_words_are_found_wherever_they_stand(drawn: list[tuple[int, ...]]) -> None:
    """Looking only among the words of one height finds what looking among all would."""
    words = [PixelWord("x" * n, x, top, x + wide, top + high, sure) for x, top, wide, high, sure, n in drawn]
    seen_alone = [word for word in words if not any(ocr_words._holds(one, word) for one in words)]
    assert ocr_words.read_once(words) == seen_alone


def test_a_page_of_dirt_that_takes_too_long_sparsely_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def slow(picture: Path, *, layout: int, **_: object) -> list[PixelWord]:
        if layout == ocr._SPARSE:
            raise InputError("too_slow", "Reading this scan took too long.")
        return [PixelWord("Total", 10, 10, 60, 30, 90)]

    monkeypatch.setattr(tesseract, "read_words", slow)
    page = _read(tmp_path / "dirt.png", picture_of_invoice(100))
    assert [word.text for word in page.text.words] == ["Total"]


def test_a_program_that_is_started_may_use_so_much_processor_time_and_no_more() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    with children_limited(1):
        busy = subprocess.run([sys.executable, "-c", "while True: pass"], check=False)
    assert ended_by_time(busy.returncode)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before


def test_a_page_that_takes_too_much_processor_time_is_told_as_too_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object, **__: object) -> str:
        raise pytesseract.TesseractError(-24, "")

    monkeypatch.setattr(tesseract, "ended_by_time", lambda status: status == -24)
    monkeypatch.setattr(pytesseract, "image_to_data", ended)
    with pytest.raises(InputError) as told:
        tesseract.read_words(tmp_path / "page.pgm", languages="eng", layout=4, dpi=300)
    assert told.value.code == "too_slow"


def test_a_scan_is_not_refused_because_many_share_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processor time is what is limited; a machine with eight times as much to do as it can still reads the page."""
    clocks: list[float] = []

    def heard(*_: object, timeout: float, **__: object) -> str:
        clocks.append(timeout)
        return ""

    monkeypatch.setattr(pytesseract, "image_to_data", heard)
    tesseract.read_words(tmp_path / "page", languages="eng", layout=4, dpi=300)
    assert clocks[0] >= 8 * tesseract.PROCESSOR_SECONDS
    limits = WorkerLimits()
    assert limits.wall(1, 1) >= 4 * limits.cpu(1, 1)
    assert limits.wall(1, 1) > clocks[0]


def test_two_lines_on_an_empty_page_are_read_the_way_they_stand() -> None:
    """So little print may look as if it lay on its side; a charge on a page of its own must not vanish."""
    page = Image.new("L", (1786, 2526), 255)
    draw = ImageDraw.Draw(page)
    draw.text((135, 420), "Additional charges: freight 250.00", fill=0, font_size=28)
    draw.text((135, 480), "Total USD 1190.00", fill=0, font_size=28)
    found = read_page(PagePixels(np.asarray(page), 595.0, 842.0), 2, ("eng",))
    assert {"250.00", "1190.00"} <= {word.text for word in found.text.words}


@pytest.mark.parametrize(("lies", "read"), [(1, [1, 3]), (3, [1, 3, 0, 1])])
def test_no_further_way_up_is_tried_once_one_makes_sense(
    monkeypatch: pytest.MonkeyPatch, lies: int, read: list[int]
) -> None:
    """Where none does, the sheet is looked at from behind, as it lay first."""
    tried: list[int] = []
    picture = np.asarray(picture_of_invoice(80))

    def attempt(reader: object, sheet: object, turn: int, languages: str) -> tuple[object, list[PixelWord]]:
        tried.append(turn)
        sure = 95 if turn == 3 and lies == 1 else 5
        return straighten.unchanged(picture), [
            PixelWord("word", 10, 10 + 20 * i, 90, 25 + 20 * i, sure) for i in range(20)
        ]

    monkeypatch.setattr(ocr._PageReader, "_attempt", attempt)
    monkeypatch.setattr(ocr._PageReader, "_with_lost_rows", lambda self, page, words, languages: words)
    monkeypatch.setattr(straighten, "lies_sideways", lambda grey: True)
    monkeypatch.setattr(tesseract, "quarter_turns_needed", lambda *_: None)
    read_page(PagePixels(picture, 288.0, 403.2), 1, ("eng",))
    assert tried == read


def _marked() -> npt.NDArray[np.uint8]:
    """Return a page at 100 dpi with rows of print and a block at its upper left."""
    picture = np.full((1100, 850), 240, np.uint8)
    picture[60:110, 60:160] = 20
    for row in range(200, 900, 40):
        picture[row : row + 12, 100:700:9] = 30
    return picture


def test_a_mirrored_page_is_read_and_its_words_are_shown_where_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(picture: Path, **_: object) -> list[PixelWord]:
        grey = np.asarray(Image.open(io.BytesIO(picture.read_bytes())).convert("L"))
        height, width = grey.shape
        left = grey[: height // 9, : width // 4].min() < 128 < grey[: height // 9, 3 * width // 4 :].min()
        unit = width / 850
        return [
            PixelWord("1234.56", 60 * unit, (60 + 20 * i) * unit, 160 * unit, (72 + 20 * i) * unit, 95 if left else 20)
            for i in range(20)
        ]

    monkeypatch.setattr(tesseract, "read_words", answer)
    monkeypatch.setattr(tesseract, "quarter_turns_needed", lambda *_: None)
    monkeypatch.setattr(straighten, "lies_sideways", lambda _: False)
    straight = read_page(PagePixels(_marked(), 612.0, 792.0), 1, ("eng",))
    behind = read_page(PagePixels(np.ascontiguousarray(_marked()[:, ::-1]), 612.0, 792.0), 1, ("eng",))
    assert [word.text for word in behind.text.words] == [word.text for word in straight.text.words]
    shown = [placed(page.text.words[0].box, _rows(page)) for page in (straight, behind)]
    assert (shown[0].x0, shown[0].x1) == pytest.approx((43.2, 115.2), abs=2)
    assert (shown[1].x0, shown[1].x1) == pytest.approx((612 - 115.2, 612 - 43.2), abs=2)
    assert shown[1].top == pytest.approx(shown[0].top, abs=2)


def _rows(page: OcrPage) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in page.placement)


@pytest.mark.parametrize(("sure", "looks"), [(19, 1), (12, 2)])
def test_in_uneven_light_a_page_that_reads_poorly_is_parted_by_place_and_what_reads_better_counts(
    monkeypatch: pytest.MonkeyPatch, sure: int, looks: int
) -> None:
    seen: list[bool] = []

    def answer(picture: Path, **_: object) -> list[PixelWord]:
        seen.append(Image.open(io.BytesIO(picture.read_bytes())).mode == "1")
        confident = 20 if seen[-1] else sure
        return [
            PixelWord(f"word{i}", 60, 60 + 20 * i, 160, 72 + 20 * i, 95 if i < confident else 20) for i in range(20)
        ]

    monkeypatch.setattr(tesseract, "read_words", answer)
    monkeypatch.setattr(straighten, "lies_sideways", lambda _: False)
    light = np.linspace(1.0, 0.45, 850)[None, :]
    page = read_page(PagePixels((_marked() * light).astype(np.uint8), 612.0, 792.0), 1, ("eng",))
    assert seen == [False, True][:looks]
    assert min(word.confidence for word in page.text.words) == (95 if looks == 2 else 20)


@pytest.mark.parametrize(("pixels_more", "dpi"), [(0, 250.0), (400, 300.0)])
def test_a_photograph_is_enlarged_where_a_scan_of_as_many_pixels_is_sharp(
    tmp_path: Path, pixels_more: int, dpi: float
) -> None:
    sheet = np.full((2825, 2000), 230, np.uint8)  # at 250 dpi, cut out of a larger picture or the whole of it
    sheet[300:330, 300:900] = 20
    picture = np.full((2825 + pixels_more, 2000), 230, np.uint8)
    pixels = PagePixels(picture, picture.shape[1] * 72 / 250, picture.shape[0] * 72 / 250)
    reader = ocr._PageReader(pixels, 1, ("eng",), tmp_path)
    assert reader._prepared(straighten.unchanged(sheet)).dpi == pytest.approx(dpi, abs=1)


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        (200.0, 200.0),  # as it is
        (72.0, 196.0),  # a sheet as large as a table: nobody told the scanner
        (1200.0, 196.0),  # a sheet as small as a stamp
    ],
)
def test_a_resolution_that_makes_no_sheet_of_the_page_is_not_believed(
    tmp_path: Path, told: float, taken: float
) -> None:
    grey = np.asarray(picture_of_invoice(200))
    pixels = PagePixels(grey, grey.shape[1] * 72 / told, grey.shape[0] * 72 / told)
    reader = ocr._PageReader(pixels, 1, ("eng",), tmp_path)
    sheet = straighten.unchanged(grey)
    assert reader._dpi(sheet) == pytest.approx(taken, abs=2)
    word = PixelWord("728.20", 1400.0, 800.0, 1500.0, 830.0, 90)
    page = reader._result(sheet, sheet, [word], 0, "eng")
    assert max(page.text.width, page.text.height) == pytest.approx(792.0, rel=0.05), "a sheet in points"
    box = placed(page.text.words[0].box, tuple(tuple(float(v) for v in row) for row in page.placement))
    assert box.x0 / page.shown[0] == pytest.approx(1400 / grey.shape[1], abs=1e-3), "and its places lead back to it"
    assert page.shown == (pixels.width, pixels.height)
