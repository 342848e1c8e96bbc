"""Reads a picture of a page: straightened, prepared by its resolution, through tesseract, places mapped to points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.domain.errors import InputError
from app.domain.provenance import Box, Method
from app.extraction.pages.picture import PagePixels, Pixels
from app.extraction.scans import lighting, straighten, tesseract
from app.extraction.scans.bent_rows import bend_of
from app.extraction.scans.child_time import Allowance
from app.extraction.scans.dotted import without_dotted_lines
from app.extraction.scans.lost_rows import lost_places, replaced
from app.extraction.scans.ocr_words import (
    FEW_WORDS,
    makes_sense,
    moved,
    read_once,
    rejoined,
    sense,
    sure_share,
    with_height,
)
from app.extraction.scans.picture_file import write_picture
from app.extraction.scans.rulings import coarse_ink, find_rulings
from app.extraction.scans.specks import only_specks
from app.extraction.scans.stamp_places import Place, within
from app.extraction.scans.straighten import Placement, Straightened
from app.extraction.scans.tesseract import PixelWord
from app.extraction.scans.ticks import without_ticks
from app.extraction.scans.under_stamps import around, covered_places, uncovered, with_uncovered
from app.extraction.scans.working_folder import working_folder
from app.extraction.values.language import guess_language
from app.extraction.values.words import PageText, RulingLine, Word

_COLUMNS = 4  # tesseract's "one column of text of different sizes": keeps the numbers of ruled tables
_SPARSE = 11
_SPARSE_SECONDS = 5  # of processor time
UNREAD = ("too_slow", "no_print")  # why a page may be left unread while others are read
_PAGE_SECONDS = 14  # the same for all looks at a page together; bad photographs take up to eight (measured)
_TURN_WORTH = 2  # seconds left from which it is worth asking which way up a page lies
_BLOCK = 6  # "one block of text"
_RIM = 12  # pixels of paper around a place that is read by itself
_SHARP_DPI = 230.0  # from here black and white reads best, below it grey does (measured at 170, 200, 250 and 300)
_SHARP_PHOTOGRAPH = 270.0  # the same for a photograph, which is less sharp than a scan of as many pixels
_TARGET_DPI = 300.0  # what is coarser is enlarged to this (measured: more figures than as it is, or at 250)
_MOST_ENLARGED = 3.0
_SMOOTHING = 0.6  # pixels; takes the grain out of what was enlarged (measured: no figure of 312 lost, without it 9)
_USUAL_LENGTH = 11.3  # inches; of a sheet whose size nobody tells
_SMALLEST_SHEET, _LARGEST_SHEET = 400.0, 936.0  # points; the longer side of a small slip, the shorter side of an A3
_WELL_READ = 0.8  # the same share, from which a page that is lit unevenly is read well enough


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page read by OCR.

    Attributes:
        text: The words on the straightened page, in points.
        turn: By how many quarter turns clockwise the page is to be shown so that it stands upright.
        placement: Takes a point of ``text`` to the page as shown (turned, otherwise as filed), in points.
        shown: Width and height of the page as shown, in points.
        language: The languages used, as tesseract names them.
    """

    text: PageText
    turn: int
    placement: Placement
    shown: tuple[float, float]
    language: str


def read_page(pixels: PagePixels, number: int, languages: Sequence[str], hint: str | None = None) -> OcrPage:
    """Read one page; ``hint`` is what the page before was read with ("deu+eng").

    Raises:
        EnvironmentFault: Tesseract or all its language data is missing (ocr_unavailable).
        InputError: Tesseract failed or took too long, or the page shows no print (no_print).
    """
    usable = tesseract.usable_languages(tuple(languages))
    with working_folder("ocr-") as folder:
        return _PageReader(pixels, number, usable, folder).read(hint)


@dataclass(frozen=True, slots=True)
class _Prepared(Straightened):
    """A straightened page as tesseract is given it, with its resolution and the ruling lines it had, in its pixels."""

    dpi: float
    rulings: tuple[RulingLine, ...]


class _PageReader:
    """One page on its way through OCR."""

    def __init__(self, pixels: PagePixels, number: int, languages: Sequence[str], folder: Path) -> None:
        self._pixels = pixels
        self._number = number
        self._languages = languages
        self._file = folder / "page"
        self._allowance = Allowance(_PAGE_SECONDS)
        self._by_place = False  # how ink and paper are parted where the light is uneven and the picture not sharp

    def read(self, hint: str | None) -> OcrPage:
        """Read the page the usual way up, and again where that makes no sense."""
        sheet = straighten.cut_out_paper(straighten.dark_on_light(straighten.unchanged(self._pixels.grey)))
        if straighten.nearly_blank(sheet.grey):
            return self._result(sheet, sheet, (), 0, self._languages[0])
        first = hint if hint is not None and set(hint.split("+")) <= set(self._languages) else self._languages[0]
        turn = 1 if straighten.lies_sideways(sheet.grey) else 0
        page, words = self._attempt(sheet, turn, first)
        if not makes_sense(words):
            lies = turn
            turn, page, words = self._other_ways_up(sheet, turn, first, page, words)
            behind = None if makes_sense(words) else self._attempt_in_time(straighten.mirrored(sheet), lies, first)
            if behind is not None and makes_sense(behind[1]) and sense(behind[1]) > sense(words):
                sheet, turn, (page, words) = straighten.mirrored(sheet), lies, behind
        page, words = self._in_uneven_light(sheet, turn, first, page, words)
        language = guess_language(word.text for word in words)
        if language is not None and language not in first.split("+") and language in self._languages:
            # both together read more words than either, and figures as well as the better one (measured)
            both = f"{language}+{self._languages[0]}"
            again = self._attempt_in_time(sheet, turn, both)
            if again is not None:
                first, (page, words) = both, again
        words = self._with_lost_rows(page, words, first)
        return self._result(sheet, page, self._under_stamps(sheet, page, words, first), turn, first)

    def _in_uneven_light(
        self, sheet: Straightened, turn: int, languages: str, page: _Prepared, words: list[PixelWord]
    ) -> tuple[_Prepared, list[PixelWord]]:
        """Part ink and paper from place to place where the light is uneven and grey was read poorly.

        Of a photograph with soft light grey reads better, of one with hard shadows this does; seen from what is read.
        """
        if sure_share(words) >= _WELL_READ or not lighting.unevenly_lit(sheet.grey):
            return page, words
        self._by_place = True
        again = self._attempt_in_time(sheet, turn, languages)
        if again is not None and sense(again[1]) > sense(words):
            return again
        self._by_place = False
        return page, words

    def _with_lost_rows(self, page: _Prepared, words: list[PixelWord], languages: str) -> list[PixelWord]:
        """Read places by themselves where the rows of the page were lost."""
        for place in lost_places(page.grey, words):
            left, top, right, bottom = place
            found = self._by_itself(page.grey[top:bottom, left:right], (left, top), languages, page.dpi)
            words = replaced(words, place, found)
        return words

    def _under_stamps(
        self, sheet: Straightened, page: _Prepared, words: list[PixelWord], languages: str
    ) -> list[PixelWord]:
        """Read again what a stamp or coloured ink lies over, each place once."""
        looked: list[Place] = []
        for place in covered_places(self._pixels, sheet, page, self._dpi(sheet)):
            seen = around(place, words, page.dpi)
            if any(within(seen, other) for other in looked):
                continue
            looked.append(seen)
            cleaned = uncovered(self._pixels, page, seen, page.dpi)
            if cleaned is not None:
                words = with_uncovered(words, cleaned, self._by_itself(cleaned.picture, seen[:2], languages, page.dpi))
        return words

    def _by_itself(self, cut: Pixels, corner: tuple[int, int], languages: str, dpi: float) -> list[PixelWord]:
        """Read a part of the page by itself; ``corner`` is where its left upper corner lies."""
        framed = cv2.copyMakeBorder(cut, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_CONSTANT, value=255.0)
        write_picture(framed.astype(np.uint8, copy=False), self._file)
        found = self._in_what_is_left(languages, _BLOCK, dpi)
        return [moved(word, corner[0] - _RIM, corner[1] - _RIM) for word in found]

    def _attempt(self, sheet: Straightened, turn: int, languages: str) -> tuple[_Prepared, list[PixelWord]]:
        page = self._prepared(straighten.quarter_turned(sheet, turn))
        if only_specks(page.grey):
            raise _no_print()
        write_picture(page.grey, self._file)
        words = self._looked(languages, _COLUMNS, page.dpi)
        if len(words) < FEW_WORDS:
            # print that stands here and there; a page of dirt would keep tesseract busy for minutes
            words = max(words, self._in_what_is_left(languages, _SPARSE, page.dpi, _SPARSE_SECONDS), key=sense)
        return page, words

    def _attempt_in_time(
        self, sheet: Straightened, turn: int, languages: str
    ) -> tuple[_Prepared, list[PixelWord]] | None:
        """Read once more, for the better; None where the page has had its time, or shows no print that way up."""
        try:
            return self._attempt(sheet, turn, languages)
        except InputError as error:
            if error.code not in UNREAD:
                raise
            return None

    def _in_what_is_left(
        self, languages: str, layout: int, dpi: float, seconds: int = tesseract.PROCESSOR_SECONDS
    ) -> list[PixelWord]:
        """Look at the written picture for more; nothing more is found where the page has had its time."""
        try:
            return self._looked(languages, layout, dpi, seconds)
        except InputError as error:
            if error.code != "too_slow":
                raise
            return []

    def _looked(
        self, languages: str, layout: int, dpi: float, seconds: int = tesseract.PROCESSOR_SECONDS
    ) -> list[PixelWord]:
        """Look at the written picture, in what is left of the page's time.

        Raises:
            InputError: There is none, or it was not enough (too_slow).
        """
        seconds = self._allowance.left(seconds)
        if seconds < 1:
            raise tesseract.too_slow()
        return tesseract.read_words(self._file, languages=languages, layout=layout, dpi=dpi, seconds=seconds)

    def _prepared(self, page: Straightened) -> _Prepared:
        """Bring a page to the form that reads best at its resolution."""
        dpi = self._dpi(page)
        uneven = lighting.unevenly_lit(page.grey)
        sharp = dpi >= (_SHARP_DPI if self._whole(page) else _SHARP_PHOTOGRAPH)
        if uneven and not sharp and not self._by_place:
            page = Straightened(lighting.evenly_lit(page.grey), page.placement)
        if sharp:
            page = straighten.levelled(page)
            if uneven:
                grey = lighting.black_and_white_by_place(page.grey, dpi)
            else:
                grey = lighting.without_grain(lighting.light_on_dark_turned(page.grey))
            return _without_dots(grey, page.placement, dpi)
        factor = min(_TARGET_DPI / dpi, _MOST_ENLARGED)
        page = straighten.levelled(page, factor)
        if uneven and self._by_place:
            parted = lighting.black_and_white_by_place(page.grey, dpi * factor)
            return _without_dots(parted, page.placement, dpi * factor)
        grey = page.grey if uneven else lighting.grey_bands_lifted(page.grey)
        grey = lighting.light_on_dark_turned(grey)
        smooth = cv2.GaussianBlur(grey, (0, 0), _SMOOTHING).astype(np.uint8, copy=False)
        return _without_dots(smooth, page.placement, dpi * factor)

    def _dpi(self, page: Straightened) -> float:
        # a sheet cut out of a photograph is a whole page, however large the photograph is said to be
        if self._whole(page) and self._size_told():
            return self._pixels.dpi
        return float(max(page.grey.shape)) / _USUAL_LENGTH

    def _size_told(self) -> bool:
        """Tell whether the page has the size of a sheet; of another, its resolution was put down wrong."""
        shorter, longer = sorted((self._pixels.width, self._pixels.height))
        return longer >= _SMALLEST_SHEET and shorter <= _LARGEST_SHEET

    def _whole(self, page: Straightened) -> bool:
        return bool(max(page.grey.shape) >= 0.97 * max(self._pixels.grey.shape))

    def _other_ways_up(
        self, sheet: Straightened, turn: int, language: str, page: _Prepared, words: list[PixelWord]
    ) -> tuple[int, _Prepared, list[PixelWord]]:
        """Try the page the other ways up, the likeliest first, and keep the reading that makes most sense."""
        seconds = self._allowance.left(tesseract.TURN_SECONDS)
        if seconds < _TURN_WORTH:
            return turn, page, words
        write_picture(straighten.quarter_turned(sheet, turn).grey, self._file)
        asked = tesseract.quarter_turns_needed(self._file, self._dpi(sheet), seconds)
        # A few lines of print may look sideways: where nobody can say, the usual way up is tried as well.
        unknown = [(turn + 2) % 4, 0] if turn % 2 else [(turn + 2) % 4]
        others = unknown if asked is None else [(turn + asked) % 4]
        best = (turn, page, words)
        for other in others:
            if other != turn and not (best[0] != turn and makes_sense(best[2])):
                again = self._attempt_in_time(sheet, other, language)
                if again is not None:
                    best = max(best, (other, *again), key=lambda candidate: sense(candidate[2]))
        return best

    def _result(
        self, sheet: Straightened, page: Straightened, words: Sequence[PixelWord], turn: int, language: str
    ) -> OcrPage:
        height, width = page.grey.shape
        shown = (self._pixels.width, self._pixels.height)
        if turn % 2:
            shown = (shown[1], shown[0])
        scale = self._point_scale(page, shown)
        found = tuple(self._word(word, scale) for word in rejoined(read_once(without_ticks(with_height(words)))))
        rulings = tuple(_scaled(line, scale) for line in page.rulings) if isinstance(page, _Prepared) else ()
        bend = bend_of(found, width * scale, height * scale)
        text = PageText(self._number, width * scale, height * scale, found, rulings, Method.OCR, bend)
        return OcrPage(text, turn, self._placement(page, turn, shown, scale), shown, language)

    def _point_scale(self, page: Straightened, shown: tuple[float, float]) -> float:
        height, width = (int(side) for side in page.grey.shape)
        if not self._size_told():
            return 72 * _USUAL_LENGTH / max(width, height)
        return min(shown[0] / width, shown[1] / height)

    def _placement(self, page: Straightened, turn: int, shown: tuple[float, float], scale: float) -> Placement:
        """Return the way from points of the straightened page to points of the page as shown."""
        original = straighten.unchanged(self._pixels.grey)
        upright = straighten.quarter_turned(original, turn)
        to_shown_pixels = np.linalg.inv(upright.placement) @ page.placement
        height, width = upright.grey.shape
        to_points = np.diag([shown[0] / width, shown[1] / height, 1.0])
        return to_points @ to_shown_pixels @ np.diag([1 / scale, 1 / scale, 1.0])

    def _word(self, word: PixelWord, scale: float) -> Word:
        box = Box(self._number, word.x0 * scale, word.top * scale, word.x1 * scale, word.bottom * scale)
        return Word(word.text, box, Method.OCR, word.confidence, uncovered=word.uncovered)


def _without_dots(grey: Pixels, placement: Placement, dpi: float) -> _Prepared:
    ink = coarse_ink(grey, dpi)
    return _Prepared(without_dotted_lines(grey, ink), placement, dpi, find_rulings(ink))


def _no_print() -> InputError:
    message = "This page is covered with specks and shows no print."
    return InputError("no_print", message, next_step="Scan the page again.")


def _scaled(line: RulingLine, scale: float) -> RulingLine:
    return RulingLine(line.x0 * scale, line.top * scale, line.x1 * scale, line.bottom * scale)
