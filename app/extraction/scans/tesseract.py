"""Runs tesseract over one picture file and returns its words in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytesseract

from app.domain.errors import EnvironmentFault, InputError
from app.extraction.scans.child_time import children_limited, clock_for, ended_by_time

# Of processor time, for one look at a page; dense print takes two to five (measured), dirt and patterns minutes.
PROCESSOR_SECONDS = 12
TURN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class PixelWord:
    """A word as tesseract saw it: place in pixels, confidence 0 to 100; ``uncovered``: a stamp was taken off."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: int
    uncovered: bool = False


@cache
def installed_languages() -> frozenset[str]:
    """Return the languages tesseract has data for.

    Raises:
        EnvironmentFault: Tesseract is not installed (ocr_unavailable).
    """
    try:
        return frozenset(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise _missing() from error


def _missing() -> EnvironmentFault:
    return EnvironmentFault(
        "ocr_unavailable",
        "This is a scan, and tesseract, which reads scans, is not installed.",
        next_step="Install tesseract-ocr with its language data (tesseract-ocr-eng and so on), then read it again.",
    )


def usable_languages(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the wanted languages that are installed.

    Raises:
        EnvironmentFault: None of them is, or tesseract is missing (ocr_unavailable).
    """
    present = tuple(language for language in wanted if language in installed_languages())
    if not present:
        raise EnvironmentFault(
            "ocr_unavailable",
            f"Tesseract has no data for any of the languages {', '.join(wanted)}.",
            next_step="Install the language data, for example the package tesseract-ocr-eng.",
        )
    return present


def read_words(
    picture: Path, *, languages: str, layout: int, dpi: float, seconds: int = PROCESSOR_SECONDS
) -> list[PixelWord]:
    """Read the words of a picture file; ``layout`` is tesseract's page segmentation mode, ``seconds`` processor time.

    Raises:
        EnvironmentFault: Tesseract is missing or lacks a language (ocr_unavailable).
        InputError: It took too long (too_slow) or failed on this picture (unreadable_file).
    """
    with children_limited(seconds):
        table = _run(picture, languages, f"--psm {layout} --dpi {max(70, round(dpi))}", clock_for(seconds))
    return [word for word in map(_word, table.splitlines()[1:]) if word is not None]


def read_each(
    pictures: Sequence[Path], listing: Path, *, languages: str, layout: int, dpi: float, seconds: int
) -> list[list[PixelWord]]:
    """Read several picture files in one run, which loads its data once: for single lines that takes longer than they.

    Args:
        pictures: The files.
        listing: Where their list is kept while they are read.
        languages: As ``read_words`` has them, and so ``layout`` and ``dpi``.
        layout: Tesseract's page segmentation mode.
        dpi: Dots per inch of the pictures.
        seconds: Processor time for each of them.

    Raises:
        EnvironmentFault: Tesseract is missing or lacks a language (ocr_unavailable).
        InputError: They took too long (too_slow) or one of them could not be read (unreadable_file).
    """
    listing.write_text("".join(f"{picture}\n" for picture in pictures), encoding="utf-8")
    allowed = seconds * len(pictures)
    with children_limited(allowed):
        table = _run(listing, languages, f"--psm {layout} --dpi {max(70, round(dpi))}", clock_for(allowed))
    words: list[list[PixelWord]] = [[] for _ in pictures]
    for row in table.splitlines()[1:]:
        word = _word(row)
        if word is not None:
            words[int(row.split("\t", 2)[1]) - 1].append(word)
    return words


def quarter_turns_needed(picture: Path, dpi: float, seconds: int = TURN_SECONDS) -> int | None:
    """Ask tesseract by how many quarter turns clockwise the picture must be turned to be upright; None if unsure."""
    if "osd" not in installed_languages():
        return None
    try:
        with children_limited(seconds):
            answer = pytesseract.image_to_osd(
                str(picture),
                config=f"--dpi {max(70, round(dpi))}",
                output_type=pytesseract.Output.DICT,
                timeout=clock_for(seconds),
            )
    except (pytesseract.TesseractError, RuntimeError, ValueError, KeyError):
        return None  # too few letters to tell
    return int(answer["rotate"]) // 90 % 4 if float(answer["orientation_conf"]) >= 1.0 else None


def _run(picture: Path, languages: str, config: str, clock: int) -> str:
    try:
        return str(
            pytesseract.image_to_data(
                str(picture),
                lang=languages,
                config=config,
                timeout=clock,
                output_type=pytesseract.Output.STRING,
            )
        )
    except pytesseract.TesseractNotFoundError as error:
        raise _missing() from error
    except pytesseract.TesseractError as error:
        if ended_by_time(error.status):
            raise too_slow() from error
        if "loading language" in str(error.message):
            usable_languages(tuple(languages.split("+")))
        raise InputError(
            "unreadable_file",
            f"Tesseract could not read this page: {str(error.message).strip()[:200]}",
            next_step="Scan the page again.",
        ) from error
    except RuntimeError as error:  # pytesseract's way of saying that the time is up
        raise too_slow() from error


def too_slow() -> InputError:
    """Say that a page took more time than it may."""
    return InputError("too_slow", "Reading this scan took too long.", next_step="Scan the page again.")


def _word(row: str) -> PixelWord | None:
    columns = row.split("\t")
    if len(columns) != 12 or columns[0] != "5":
        return None
    text = columns[11].strip()
    if not text:
        return None
    left, top, width, height = (float(value) for value in columns[6:10])
    return PixelWord(text, left, top, left + width, top + height, max(0, min(100, round(float(columns[10])))))
