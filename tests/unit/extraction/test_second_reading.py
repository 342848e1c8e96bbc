"""The second reading of a scan: what it may change, what it may only confirm, and what it leaves in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.domain.invoice import Invoice
from app.domain.provenance import Box, Certainty, Method
from app.extraction.pages.document import open_document
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.pages.picture_pages import picture_page_pixels
from app.extraction.pipeline import read_invoice
from app.extraction.scans import missed_ink as missed_ink_room
from app.extraction.scans import second_look, second_reading, tesseract
from app.extraction.scans.cell_pictures import CellPictures, ScannedPage, pixels_of
from app.extraction.scans.missed_ink import SCALE, missed_ink, page_ink
from app.extraction.scans.ocr import read_page
from app.extraction.scans.pen import ByHand
from app.extraction.scans.rereading import Rereading
from app.extraction.scans.second_look import reread_word
from app.extraction.scans.second_reader import CellText, SecondReader, second_reader, third_reader
from app.extraction.scans.second_words import words_from
from app.extraction.scans.stray_print import Stray
from app.extraction.values.words import PageText, Word
from tests.helpers.papers import picture_of_invoice
from tests.helpers.typed_pages import shipped_knowledge, typed_page

PRINTED = """
Northwind Fixture Supply, Inc.                  Invoice No. 100482
                                                Invoice Date 03/14/2026
Item      Description            Qty     Price     Amount
AX-1001   Steel bolt             240      1.25     300.00
AX-1002   Washer flat             50      0.80      40.00
BR-7730   Bearing sealed          12     17.65     211.80
                                 Subtotal          551.80
                                 Total             551.80
"""


class _Cells:
    """Stands for the pictures of cells: a cell is known by its box."""

    def __init__(self, pages: Mapping[int, object]) -> None:
        self._pages = pages

    def has(self, page: int) -> bool:
        return page in self._pages

    def cut(self, box: Box, *, beside: float = 0.35) -> Box | Pixels:
        """Return what stands for the cell; looked at without what is beside it, it is blank."""
        return box if beside else np.full((48, 100), 255, dtype=np.uint8)

    def whole(self, page: int, size: tuple[float, float], scale: float) -> Pixels:
        return np.full((round(size[1] * scale), round(size[0] * scale)), 255, dtype=np.uint8)


class _Reader:
    """Reads what it is told stands where, and notes what it was asked for."""

    def __init__(self, texts: Mapping[Box, str], confidence: int = 99) -> None:
        self._texts = texts
        self._confidence = confidence
        self.asked: list[str] = []

    def read(self, cells: Sequence[Any]) -> list[CellText]:
        found = [self._texts.get(cell, "") for cell in cells]
        self.asked.extend(found)
        return [CellText(text, self._confidence if text else 0) for text in found]


def _misread(changes: Mapping[str, str], *, confidence: int = 90) -> tuple[PageText, dict[Box, str]]:
    """Return the page with some words misread, and what is printed where."""
    page = typed_page(PRINTED, method=Method.OCR, confidence=confidence)
    truth = {word.box: word.text for word in page.words}
    words = tuple(replace(word, text=changes.get(word.text, word.text)) for word in page.words)
    return replace(page, words=words), truth


def _read_again(
    page: PageText, texts: Mapping[Box, str], monkeypatch: pytest.MonkeyPatch, confidence: int = 99
) -> tuple[Invoice, _Reader]:
    monkeypatch.setattr(second_reading, "CellPictures", _Cells)
    reader = _Reader(texts, confidence)
    interpret = partial(read_invoice, knowledge=shipped_knowledge())
    scans: Any = {1: None}
    readers: Any = (reader, _Reader({}))
    return interpret(second_reading.read_twice([page], scans, interpret, readers)), reader


def test_a_second_reading_that_makes_row_and_sums_close_is_taken_and_kept_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, truth = _misread({"300.00": "860.09"})
    invoice, _ = _read_again(page, truth, monkeypatch)
    amount = invoice.lines[0].amount
    assert amount is not None
    assert amount.value == Decimal("300.00")
    assert amount.repaired_from == "860.09"
    assert invoice.lines[0].certainty is Certainty.CONSISTENT, "the sum that chose cannot prove its own choice"
    assert invoice.lines[1].certainty is Certainty.PROVEN


@pytest.mark.parametrize(("text", "place"), [("0.80", 1), ("211.80", 2), ("551.80", 3)])
def test_what_was_read_below_a_stamp_is_not_proven_by_its_own_sums(text: str, place: int) -> None:
    page, _ = _misread({})
    words = tuple(replace(word, uncovered=word.text == text) for word in page.words)
    invoice = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge())
    assert invoice.header.total is not None
    marks = [*(line.certainty for line in invoice.lines), invoice.header.total.certainty]
    assert [at for at, mark in enumerate(marks) if mark is not Certainty.PROVEN] == [place]
    assert marks[place] is Certainty.CONSISTENT


@pytest.mark.parametrize(("text", "told"), [("0.80", True), ("100482", True), ("551.80", True), ("Item", False)])
def test_that_a_stamp_is_unread_is_told_where_a_value_of_the_invoice_was_read_under_it(
    text: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = _misread({})
    page = replace(page, words=tuple(replace(word, uncovered=word.text == text) for word in page.words))
    heard: list[str] = []

    def hear(_page: PageText, found: Sequence[Stray], _by_hand: ByHand) -> None:
        heard.extend(one.text for one in found)

    monkeypatch.setattr(second_reading, "CellPictures", _Cells)
    readers: Any = (_Reader({}), _Reader({}))
    second_reading.read_twice([page], {1: None}, partial(read_invoice, knowledge=shipped_knowledge()), readers, hear)  # type: ignore[dict-item]
    assert heard == [""] * told


def test_a_proven_row_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({})
    wrong = {box: "999.99" if "." in text else text for box, text in truth.items()}
    invoice, reader = _read_again(page, wrong, monkeypatch)
    assert "999.99" not in reader.asked
    assert all(line.certainty is Certainty.PROVEN for line in invoice.lines)


def test_a_proven_figure_that_was_hardly_read_keeps_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({}, confidence=40)
    other = {box: text.replace(".", ",") if "." in text else text for box, text in truth.items()}
    invoice, reader = _read_again(page, other, monkeypatch)
    assert "300,00" not in reader.asked
    assert [line.amount.raw for line in invoice.lines if line.amount] == ["300.00", "40.00", "211.80"]


def test_a_second_reading_under_which_nothing_closes_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({"300.00": "860.09"})
    other = {box: "555.55" if text == "300.00" else text for box, text in truth.items()}
    invoice, _ = _read_again(page, other, monkeypatch)
    amount = invoice.lines[0].amount
    assert amount is not None
    assert amount.value == Decimal("860.09")
    assert invoice.lines[0].certainty is Certainty.CONTRADICTED


@pytest.mark.parametrize(("confidence", "taken"), [(60, True), (59, False)])
def test_a_second_reading_that_hesitates_says_nothing_against_the_first(
    monkeypatch: pytest.MonkeyPatch, confidence: int, *, taken: bool
) -> None:
    page, truth = _misread({"300.00": "860.09"})
    invoice, _ = _read_again(page, truth, monkeypatch, confidence)
    amount = invoice.lines[0].amount
    assert amount is not None
    assert amount.value == (300 if taken else Decimal("860.09"))


def test_a_second_look_for_which_a_sum_fails_that_closed_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({})
    row = next(word.top for word in page.words if word.text == "AX-1002")

    def loses_a_row(page: PageText, *_: object) -> PageText:
        return replace(page, words=tuple(word for word in page.words if word.top != row))

    monkeypatch.setattr(second_reading, "look_again", loses_a_row)
    invoice, _ = _read_again(page, truth, monkeypatch)
    assert [line.amount.value for line in invoice.lines if line.amount] == [300, 40, Decimal("211.80")]


def test_a_figure_that_two_readers_see_differently_and_no_sum_checks_is_flagged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = """
Northwind Fixture Supply, Inc.                  Invoice No. 100482
Item      Description            Qty     Price     Amount
AX-1001   Steel bolt             240               300.00
AX-1002   Washer flat             50                40.00
"""
    page = typed_page(bare, method=Method.OCR, confidence=90)
    texts = {word.box: "800.00" if word.text == "300.00" else word.text for word in page.words}
    invoice, _ = _read_again(page, texts, monkeypatch)
    amount = invoice.lines[0].amount
    assert amount is not None
    assert amount.value == Decimal("300.00")
    assert amount.certainty is Certainty.UNVERIFIED
    flagged = {(finding.code, finding.field, finding.line_no) for finding in invoice.findings}
    assert ("unsure_figure", "amount", 1) in flagged
    assert ("unsure_figure", "amount", 2) not in flagged, "both readers agree on this one"


def test_a_code_is_chosen_by_the_form_of_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({"AX-1002": "AX-1OO2"})
    invoice, _ = _read_again(page, truth, monkeypatch)
    code = invoice.lines[1].item_code
    assert code is not None
    assert (code.value, code.repaired_from) == ("AX-1002", "AX-1OO2")


_ROLLS = """
Northwind Fixture Supply, Inc.                  Invoice No. 100482
                                                Invoice Date 03/14/2026
Item      Description            Qty  UM     Price     Amount
AX-1001   Stretch film            24  RLX     1.25      30.00
AX-1002   Packing tape            50  RLX     0.80      40.00
                                      Subtotal          70.00
                                      Total             70.00
"""


@pytest.mark.parametrize(
    ("printed", "seen", "sure", "unit"),
    [("REX", "RLX", 99, "RL"), ("REX", "RLX", 80, "REX"), ("REX", "RFX", 99, "REX"), ("CTN", "RLX", 99, "CT")],
)
def test_a_unit_that_nobody_knows_is_read_again(
    printed: str, seen: str, sure: int, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = typed_page(_ROLLS.replace("24  RLX", f"24  {printed}"), method=Method.OCR, confidence=95)
    texts = {word.box: seen if word.text == printed else word.text for word in page.words}
    invoice, _ = _read_again(page, texts, monkeypatch, sure)
    assert [line.uom.value for line in invoice.lines if line.uom] == [unit, "RL"]


def test_an_invoice_number_nobody_can_settle_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    page, truth = _misread({"100482": "100462"})
    invoice, _ = _read_again(
        replace(page, words=tuple(replace(w, confidence=80) for w in page.words)), truth, monkeypatch
    )
    assert any(f.code == "unsure_field" and f.field == "invoice_number" for f in invoice.findings)


def test_dirt_that_the_second_reader_does_not_see_is_dropped() -> None:
    box = Box(1, 10, 10, 20, 20)
    assert reread_word(Word("ee", box, Method.OCR, 17), CellText("", 0)) == ()
    kept = Word("7", box, Method.OCR, 17)
    assert reread_word(kept, CellText("", 0)) == (kept,), "a digit is never dropped"


@pytest.mark.parametrize(
    ("text", "confidence", "again"),
    [
        ("23;17", 76, True),
        ("51:61", 75, True),
        ("9:769.20", 88, True),
        ("18,,40", 85, True),
        ("40°", 73, True),
        ("I", 65, True),
        ("I", 92, False),
        ("23,17", 76, False),
        ("Tel.:0361", 76, False),
    ],
)
def test_a_figure_with_a_sign_that_no_figure_has_is_read_again(text: str, confidence: int, *, again: bool) -> None:
    assert second_look._dim(Word(text, Box(1, 10, 10, 40, 20), Method.OCR, confidence)) is again


def test_the_first_letter_of_the_next_word_is_no_reading_of_a_speck_beside_it() -> None:
    speck = Word("~-s", Box(1, 10, 10, 18, 23), Method.OCR, 0)
    assert reread_word(speck, CellText("B", 71, (0.87,))) == ()
    unit = Word("8", Box(1, 10, 10, 18, 23), Method.OCR, 30)
    assert reread_word(unit, CellText("B", 71, (0.87,))) == (unit,), "a digit is never dropped"
    assert [word.text for word in reread_word(speck, CellText("B", 71, (0.5,)))] == ["B"]


def test_a_proven_figure_keeps_its_digits_but_may_lose_what_is_glued_to_it() -> None:
    word = Word("3s", Box(1, 10, 10, 30, 20), Method.OCR, 20)
    assert [w.text for w in reread_word(word, CellText("3 CS", 90, (0.1, 0.3, 0.5, 0.8)), proven=True)] == ["3", "CS"]
    assert reread_word(word, CellText("8 CS", 90, (0.1, 0.3, 0.5, 0.8)), proven=True) == (word,)


@pytest.mark.parametrize(
    ("seen", "first", "confidence", "text"),
    [
        ("rice", "Price", 96, "Price"),
        ("Price", "rice", 96, "Price"),
        ("24.00", "|i24.00", 40, "24.00"),
        ("1,204.50", "204.50", 90, "1,204.50"),
        ("04.50", "1,204.50", 90, "1,204.50"),
    ],
)
def test_a_part_of_what_was_read_already_does_not_replace_it(
    monkeypatch: pytest.MonkeyPatch, seen: str, first: str, confidence: int, text: str
) -> None:
    """S2.159: half of a heading's word for the whole would lose its column."""
    word = Word(first, Box(1, 100, 10, 130, 20), Method.OCR, confidence)
    page = PageText(1, 600, 800, (word,), (), Method.OCR)
    monkeypatch.setattr(second_look, "missed_ink", lambda *_: [Box(1, 110, 9, 130, 21)])
    reader = SimpleNamespace(read=lambda _: [CellText(seen, 100)])
    cells = _Cells({1: page})
    ink = page_ink(cells.whole(1, (600, 800), SCALE), page.words)
    again = second_look.look_again(page, ink, cells, reader, ())  # type: ignore[arg-type]
    assert [word.text for word in again.words] == [text]


def test_a_text_of_several_words_becomes_words_side_by_side() -> None:
    parts = words_from(CellText("5 CT", 90, (0.2, 0.4, 0.6, 0.8)), Box(1, 100, 10, 140, 20), "SCF")
    assert [word.text for word in parts] == ["5", "CT"]
    assert parts[0].x1 <= parts[1].x0
    assert [word.first for word in parts] == ["SCF", ""]


def test_print_without_a_word_is_found_and_ruling_lines_are_not() -> None:
    grey = np.asarray(picture_of_invoice(144))
    page = typed_page("word", method=Method.OCR)
    places = missed_ink(page_ink(grey, page.words), page.words, 1)
    assert any(abs(box.x0 - 400) < 3 and abs(box.top - 284) < 8 for box in places), "the word Total"
    assert all(box.bottom - box.top > 2 for box in places)


def test_the_ink_of_letters_is_told_from_what_it_stands_on_light_or_dark() -> None:
    grey = np.full((121, 161), 230, np.uint8)
    grey[60:] = 70
    grey[20:32, 30:33] = grey[20:32, 40:43] = 40
    grey[80:92, 30:33] = 220
    ink = missed_ink_room.letters(grey, 18.0)
    assert ink[25, 31]
    assert ink[25, 41]
    assert ink[86, 31], "light on dark"
    assert not ink[25, 35]
    assert not ink[5:15, 10:150].any()
    assert not ink[100:115, 10:150].any()


def _scanned(path: Path, picture: Image.Image) -> tuple[PageText, dict[int, ScannedPage], PagePixels]:
    picture.save(path)
    with open_document(path) as document:
        pixels = picture_page_pixels(document, 1)
    page = read_page(pixels, 1, ("eng",))
    return page.text, {1: ScannedPage(lambda: pixels, pixels_of(page.placement, pixels, page.turn))}, pixels


@pytest.mark.parametrize("angle", [0.0, 1.2, 90.0, 180.0])
def test_misread_cells_are_read_right_from_the_picture_whichever_way_it_lies(tmp_path: Path, angle: float) -> None:
    picture = picture_of_invoice(150).rotate(
        angle, expand=angle == 90.0, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    page, scans, _ = _scanned(tmp_path / "page.png", picture)
    spoiled = {"211.80": "2ll.3O", "BR-7730": "8R-773O"}
    words = tuple(
        replace(w, text=spoiled[w.text], confidence=30) if w.text in spoiled else w
        for w in page.words
        if w.text != "36"
    )
    assert len(words) == len(page.words) - 1
    interpret = partial(read_invoice, knowledge=shipped_knowledge())
    readers = (second_reader(), third_reader())
    again = interpret(second_reading.read_twice([replace(page, words=words)], scans, interpret, readers))
    figures = [(str(q.value), str(a.value)) for line in again.lines if (q := line.quantity) and (a := line.amount)]
    assert figures == [("240", "300.00"), ("500", "40.00"), ("12", "211.80"), ("36", "176.40")]
    assert [line.item_code.value for line in again.lines if line.item_code] == [
        "AX-1001",
        "AX-1002",
        "BR-7730",
        "CT-0042",
    ]


def test_without_the_model_tesseract_reads_the_cell_alone(tmp_path: Path) -> None:
    page, scans, _ = _scanned(tmp_path / "page.png", picture_of_invoice(150))
    word = next(word for word in page.words if word.text == "211.80")
    cell = CellPictures(scans).cut(word.box)
    reader: SecondReader
    for reader in (second_reader(), third_reader()):
        assert reader.read([cell])[0].text == "211.80"


def test_tesseract_reads_several_cells_in_one_run_and_alone_where_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, scans, _ = _scanned(tmp_path / "page.png", picture_of_invoice(150))
    words = [word for word in page.words if word.text in ("211.80", "100482")]
    cells = [CellPictures(scans).cut(word.box) for word in words]
    cells.insert(1, np.zeros((0, 0), np.uint8))
    runs: list[str] = []
    run = tesseract._run

    def counted(picture: Path, languages: str, config: str, clock: int) -> str:
        runs.append(picture.name)
        return run(picture, languages, config, clock)

    monkeypatch.setattr(tesseract, "_run", counted)
    together = [one.text for one in third_reader().read(cells)]
    assert (together, len(runs)) == ([words[0].text, "", *(word.text for word in words[1:])], 1)

    def failing(*_: object, **__: object) -> None:
        raise tesseract.too_slow()

    monkeypatch.setattr(tesseract, "read_each", failing)
    assert [one.text for one in third_reader().read(cells)] == together
    assert len(runs) == 1 + len(words)


def test_every_line_of_a_long_page_is_read_again_where_only_a_second_reader_bears_its_price_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """S2.165: 2 × 1.235 and 2 × 1.234 are one amount; of thirty such lines eight were read again, the others held."""
    rows = [f"AX-{1000 + n}   Steel bolt             2      {n}.235     {2 * n}.47" for n in range(1, 31)]
    total = f"{sum(2 * n for n in range(1, 31)) + 30 * 47 // 100}.{30 * 47 % 100:02}"
    text = "\n".join(
        [
            "Northwind Fixture Supply, Inc.                  Invoice No. 100482",
            "Item      Description            Qty     Price     Amount",
            *rows,
            f"                                 Subtotal          {total}",
            f"                                 Total             {total}",
        ]
    )
    page = typed_page(text, method=Method.OCR, confidence=90)
    invoice, _ = _read_again(page, {word.box: word.text for word in page.words}, monkeypatch)
    assert [line.certainty for line in invoice.lines] == [Certainty.CONSISTENT] * 30


def test_a_figure_read_again_with_a_blank_before_its_currency_stays_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    page = typed_page(
        PRINTED.replace(
            "Total             551.80",
            "VAT 10 %           55.18\n                                 Total            1 606.98€",
        ),
        method=Method.OCR,
        confidence=90,
    )
    text = {word.box: word.text.replace("€", " €") for word in page.words}
    monkeypatch.setattr(second_reading, "CellPictures", _Cells)
    readers: Any = (_Reader(text), _Reader({}))
    scans: Any = {1: None}
    pages = second_reading.read_twice([page], scans, partial(read_invoice, knowledge=shipped_knowledge()), readers)
    read = {word.text: word.agreed for word in pages[0].words}
    assert read["606.98€"], "it was read again, and both readers agree"
    assert "606.98 €" not in read


def test_so_many_cells_of_a_scanned_page_are_read_again_and_none_of_a_digital_one() -> None:
    page, truth = _misread({})
    cells, readers = _Cells({1: None}), (_Reader(truth), _Reader({}))
    interpret = partial(read_invoice, knowledge=shipped_knowledge())
    rereading = Rereading({1: page}, cells, *readers, interpret, {1: 0}, 4, lambda *_: None)  # type: ignore[arg-type]
    first, second, third = (word.box for word in page.words[:3])
    read = [rereading.read(box, 2) for box in (first, second, third)]
    assert [seen.text if seen else None for seen in read] == [truth[first], truth[second], None]
    assert rereading.read(replace(first, page=2), 2) is None
