"""CSV files as other systems write them: the encoding and delimiter are found, everything else is taken strictly."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from app.domain.errors import InputError
from app.storage.cells import Cell

MAX_BYTES = 1 << 30
_CHUNK = 1 << 20
_DELIMITERS = ",;\t"
_LOOKED_AT = 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}

NumberedRow = tuple[int, Sequence[Cell]]


def open_csv(path: Path, known: frozenset[str]) -> tuple[str, Iterator[NumberedRow]]:
    """Return the encoding's name and the rows with the line each begins in; the first row is the heading.

    ``known`` are headings (folded) by which the right delimiter is recognised.

    Raises:
        InputError: The file is too large, its encoding is not known, or (while rows are read) it is no CSV.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            "too_large", f"{path.name} is larger than {MAX_BYTES >> 20} MB.", next_step="Split it into smaller files."
        )
    encoding = _encoding_of(path)
    return _NAMES[encoding], _rows(path, encoding, known)


def _rows(path: Path, encoding: str, known: frozenset[str]) -> Iterator[NumberedRow]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        skipped = 0
        if first.lower().startswith("sep=") and len(first.strip()) == 5:  # a note that Excel writes for itself
            first, skipped = file.readline(), 1
        while first and not first.strip():
            first, skipped = file.readline(), skipped + 1
        ahead = [first]
        while ahead[-1] and len(ahead) < _LOOKED_AT and not any(sign in ahead[-1] for sign in _DELIMITERS):
            ahead.append(file.readline())  # a title above the table, which says nothing of how the table is written
        delimiter = _delimiter_of(ahead[-1] if any(sign in ahead[-1] for sign in _DELIMITERS) else first, known)
        reader = csv.reader(chain(filter(None, ahead), file), delimiter=delimiter, strict=True)
        begins = 1 + skipped
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise _broken(path, begins, error) from error
            except UnicodeDecodeError as error:
                raise InputError(
                    "encoding", f"{path.name} changes its encoding after line {begins}.", next_step="Save it as UTF-8."
                ) from error
            except OSError as error:
                raise InputError(
                    "file_not_readable", f"{path.name} cannot be read on after line {begins}: {error.strerror}."
                ) from error
            if row is None:
                return
            yield begins, row
            begins = reader.line_num + 1 + skipped


def _delimiter_of(heading: str, known: frozenset[str]) -> str:
    def fit(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').casefold() for cell in heading.strip(" \r\n").split(delimiter)]
        return sum(cell in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=fit)


def _broken(path: Path, line: int, error: csv.Error) -> InputError:
    if "field larger" in str(error):
        reason = "a field is larger than 131,072 characters, or a quotation mark is opened and never closed"
    elif "end of data" in str(error) or "expected after" in str(error):
        reason = "a quotation mark is opened and not closed properly"
    else:
        reason = str(error)
    return InputError(
        "broken_csv",
        f"{path.name}, line {line}: {reason}. Nothing was imported.",
        next_step="Correct the line, or export the file again.",
        context={"file": path.name, "line": str(line)},
    )


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(4096)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return _checked(path, encoding)
    guess = _utf16_without_mark(beginning)
    if guess:
        return _checked(path, guess)
    if _decodes(path, "utf-8"):
        return "utf-8"
    return _checked(path, "cp1252")


def _checked(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise InputError(
            "encoding",
            f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252. Nothing was imported.",
            next_step="Save it as UTF-8 and import it again.",
            context={"file": path.name},
        )
    return encoding


def _utf16_without_mark(beginning: bytes) -> str | None:
    """Recognise UTF-16 without its mark: of plain text every other byte is zero."""
    pairs = len(beginning) // 2
    if not pairs:
        return None
    if beginning[1::2].count(0) * 10 > pairs * 6 and beginning[::2].count(0) * 10 < pairs:
        return "utf-16-le"
    if beginning[::2].count(0) * 10 > pairs * 6 and beginning[1::2].count(0) * 10 < pairs:
        return "utf-16-be"
    return None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
