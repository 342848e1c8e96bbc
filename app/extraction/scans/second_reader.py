"""A second reader for single cells of a scan: a small recognition model, else tesseract on the one line alone.

The model lies in the wheel of rapidocr and is run by onnxruntime directly; nothing of rapidocr itself is imported, so
nothing is ever fetched. Without either, tesseract reads the enlarged cell as one line: less of an independent witness,
but not the same reading twice, because it then sees the cell without its neighbours.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError
from app.extraction.pages.picture import Pixels
from app.extraction.scans import tesseract
from app.extraction.scans.picture_file import write_picture
from app.extraction.scans.working_folder import working_folder

HEIGHT = 48  # pixels; what the model was made for
_NARROWEST, _WIDEST = 64, 1600
_WIDTH_STEP = 32  # cells are padded to steps, so that the runtime plans for few sizes
_LAST_OWN_LETTER = 0x17F  # Latin with its accents; the model knows 18,000 signs, and invoices here are not in Chinese
_OWN_SIGNS = frozenset(map(chr, range(_LAST_OWN_LETTER + 1))) | frozenset("€£¥–—‘’“”•…№™")
_LINE = 7  # tesseract's "one line of text"
_LINE_DPI = 300.0
_LINE_SECONDS = 3  # of processor time; a line takes a fifth of one
_REMEMBERED = 256  # cells; a page has some forty at most


@dataclass(frozen=True, slots=True)
class CellText:
    """What stands in a cell, and how sure the reader is of its least sure character, 0 to 100.

    ``places`` holds, for each character, where it stands across the cell: 0 left, 1 right.
    """

    text: str
    confidence: int
    places: tuple[float, ...] = ()


class SecondReader(Protocol):
    """Reads pictures of single cells, dark print on light."""

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        """Return a text for each cell; empty where nothing can be read."""


@cache
def second_reader() -> SecondReader:
    """Return the best second reader this installation has, loaded once for a process."""
    model = _model_file()
    return _ModelReader(model) if model is not None else _LineReader()


@cache
def third_reader() -> SecondReader:
    """Return the reader that is asked where two differ and nothing decides."""
    return _LineReader()


def _model_file() -> Path | None:
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    package = importlib.util.find_spec("rapidocr")
    if package is None or not package.submodule_search_locations:
        return None
    models = Path(package.submodule_search_locations[0]) / "models"
    return next(iter(sorted(models.glob("*_rec_*.onnx"))), None)


class _ModelReader:
    """Runs the recognition model, one thread, without keeping memory between cells."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        signs = ["", *self._session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        columns = self._session.get_outputs()[0].shape[-1]
        wanted = [0, *(at for at, sign in enumerate(signs[:columns]) if at and sign in _OWN_SIGNS)]
        self._columns = np.array(wanted)
        self._signs = [signs[at] for at in wanted]
        self._known: dict[tuple[tuple[int, ...], bytes], CellText] = {}

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        """Return a text for each cell; the same picture of a cell is worked on once."""
        return [self._remembered(cell) for cell in cells]

    def _remembered(self, cell: Pixels) -> CellText:
        key = (cell.shape, hashlib.blake2b(cell.tobytes(), digest_size=16).digest())
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._text(cell)
        return found

    def _text(self, cell: Pixels) -> CellText:
        if not cell.size:
            return CellText("", 0)
        values, share = _prepared(cell)
        answer = self._session.run(None, {self._input: values})[0][0]
        return self._decoded(answer[:, self._columns], share)

    def _decoded(self, chances: npt.NDArray[np.float32], share: float) -> CellText:
        """Drop blanks and repeats: the model says at every step which sign it sees, if any.

        ``share`` is how much of the width the cell takes; the rest is padding.
        """
        best = chances.argmax(axis=1)
        seen = np.flatnonzero(np.concatenate(([True], best[1:] != best[:-1])) & (best > 0))
        signs = [(self._signs[best[at]], (int(at) + 0.5) / (len(best) * share)) for at in seen]
        while signs and signs[0][0] == " ":
            signs.pop(0)
        while signs and signs[-1][0] == " ":
            signs.pop()
        sure = float(chances.max(axis=1)[seen].min()) if signs else 0.0
        return CellText("".join(sign for sign, _ in signs), round(100 * sure), tuple(place for _, place in signs))


def _prepared(cell: Pixels) -> tuple[npt.NDArray[np.float32], float]:
    """Return the cell as the model takes it, and the share of its width that is not padding."""
    height, width = cell.shape
    wide = min(_WIDEST, max(1, round(width * HEIGHT / height)))
    scaled = cv2.resize(cell, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR if height < HEIGHT else cv2.INTER_AREA)
    whole = given_width(wide)
    values = np.zeros((1, 3, HEIGHT, whole), dtype=np.float32)
    values[:, :, :, :wide] = scaled.astype(np.float32) / np.float32(127.5) - np.float32(1.0)
    return values, wide / whole


def given_width(wide: int) -> int:
    """Return how wide a picture the model is given of a cell that is so wide at its height; the rest is padding."""
    return max(_NARROWEST, -(-wide // _WIDTH_STEP) * _WIDTH_STEP)


class _LineReader:
    """Tesseract on enlarged cells, each as one line by itself."""

    def read(self, cells: Sequence[Pixels]) -> list[CellText]:
        """Return a text for each cell."""
        language = next(iter(tesseract.usable_languages(("eng", *sorted(tesseract.installed_languages())))), "eng")
        texts = [CellText("", 0)] * len(cells)
        with working_folder("cell-") as folder:
            files = {at: folder / f"cell{at}" for at, cell in enumerate(cells) if cell.size}
            for at, file in files.items():
                write_picture(cells[at], file)
            for at, words in zip(files, _words(list(files.values()), folder / "cells", language), strict=True):
                text = " ".join(word.text for word in words)
                texts[at] = CellText(text, min((word.confidence for word in words), default=0))
        return texts


def _words(files: Sequence[Path], listing: Path, language: str) -> list[list[tesseract.PixelWord]]:
    """Read pictures of lines all at once; one by one where that fails, so that each has what it would have alone."""
    if len(files) > 1:
        with contextlib.suppress(AppError):
            return tesseract.read_each(
                files, listing, languages=language, layout=_LINE, dpi=_LINE_DPI, seconds=_LINE_SECONDS
            )
    return [_line(file, language) for file in files]


def _line(file: Path, language: str) -> list[tesseract.PixelWord]:
    try:
        return tesseract.read_words(file, languages=language, layout=_LINE, dpi=_LINE_DPI, seconds=_LINE_SECONDS)
    except AppError:
        return []  # the first reading stands; a second that fails says nothing against it
