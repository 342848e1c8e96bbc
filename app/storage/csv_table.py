"""CSV files as other systems write them: the encoding and delimiter are found, everything else is taken strictly."""

from __future__ import annotations

import codecs
import csv
import re
import stat
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from app.domain.errors import InputError
from app.storage.cells import Cell

MAX_BYTES = 1 << 30
# No system writes lines or tables like these; a file that has them is something else, or meant to exhaust us.
MAX_LINE = 4 << 20
MAX_COLUMNS = 1000
_CHUNK = 1 << 20
_DELIMITERS = ",;\t"
_LOOKED_AT = 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What UTF-8 looks like when it is taken for Windows-1252: é as Ã©, a curly quote as â€œ, half of an emoji as í .
_MOJIBAKE = re.compile("[\u00c2\u00c3][\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
                       "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178\u00a0-\u00bf]"
                       "|\u00e2[\u20ac\u201a\u0192].|\u00ed[\u00a0-\u00bf].")  # fmt: skip
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}

NumberedRow = tuple[int, Sequence[Cell]]


def open_csv(path: Path, known: frozenset[str]) -> tuple[str, Iterator[NumberedRow]]:
    """Return the encoding's name and the rows with the line each begins in; the first row is the heading.

    ``known`` are headings (folded) by which the right delimiter is recognised.

    Raises:
        InputError: The file is too large, its encoding is not known, or (while rows are read) it is no CSV.
    """
    require_file(path)
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            "too_large", f"{path.name} is larger than {MAX_BYTES >> 20} MB.", next_step="Split it into smaller files."
        )
    _refuse_endless_line(path)
    encoding = _encoding_of(path)
    return _NAMES[encoding], _whole_rows(path, encoding, known)


def require_file(path: Path) -> None:
    """Refuse what is no file: a pipe never begins and a device never ends.

    Raises:
        InputError: ``file_not_readable``.
        OSError: There is nothing of this name.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError(
            "file_not_readable",
            f"{path.name} cannot be read: it is no file but a folder, a device or a pipe.",
            next_step="Check that the file is there, that you may read it and that no other program holds it.",
            context={"file": path.name},
        )


def _whole_rows(path: Path, encoding: str, known: frozenset[str]) -> Iterator[NumberedRow]:
    """Yield the rows; one that swallowed others behind a stray quotation mark ends the file as an error."""
    width = 0
    for line, row in _rows(path, encoding, known):
        if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
            raise _broken(path, line, csv.Error(f"it has more than {MAX_COLUMNS:,} cells"))
        width = max(width, min(len(row), MAX_COLUMNS))
        for place, cell in enumerate(row):
            if "\n" in cell or "\r" in cell:
                _refuse_swallowed(path, line, cell, width)
                _refuse_joined(path, line, row, place)
        yield line, row[:MAX_COLUMNS]


def _refuse_swallowed(path: Path, line: int, cell: str, width: int) -> None:
    """Refuse a cell of several lines where one of them is written like a row of this table."""
    inside = cell.splitlines()[1:]
    # The last line ends at the quotation mark, so that in narrow tables it may be a row or "Dayton, OH".
    for text in inside if width > 3 else inside[:-1]:
        if any(_like_a_row(text, delimiter, width) for delimiter in _DELIMITERS):
            raise _broken(
                path, line, csv.Error("a quotation mark is closed only after lines that look like rows of their own")
            )


def _refuse_joined(path: Path, line: int, row: Sequence[str], place: int) -> None:
    """Refuse two rows that are one because a quotation mark opened in the first is closed in the last.

    Counted without that mark, the first line and the last then have each as many cells as the row; the lines of an
    address have fewer.
    """
    inside = row[place].splitlines()
    # Of three cells the one in the middle may well be "Suite 3, Elm Street" above "Dayton, OH".
    for delimiter in _DELIMITERS if len(row) > 3 and len(inside) > 1 else "":
        first, last = inside[0].count(delimiter), inside[-1].count(delimiter)
        if place + first + 1 == len(row) == len(row) - place + last and first and last:
            raise _broken(path, line, csv.Error("a quotation mark joins two rows: it is closed only in the later one"))


def _like_a_row(text: str, delimiter: str, width: int) -> bool:
    cells = text.split(delimiter)
    return len(cells) == width > 1 and bool(cells[0].strip()) and sum(bool(cell.strip()) for cell in cells) > 1


def _rows(path: Path, encoding: str, known: frozenset[str]) -> Iterator[tuple[int, list[str]]]:
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
    if beginning.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unknown_encoding(path)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return _checked(path, encoding)
    if _utf16_without_mark(beginning):
        raise InputError(
            "encoding",
            f"{path.name} looks like UTF-16 without the mark that says so. Nothing was imported.",
            next_step="Save it as UTF-8 and import it again.",
            context={"file": path.name},
        )
    if _decodes(path, "utf-8"):
        return "utf-8"
    found = _checked(path, "cp1252")
    _refuse_mixture(path)
    return found


def _checked(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise _unknown_encoding(path)
    return encoding


def _unknown_encoding(path: Path) -> InputError:
    return InputError(
        "encoding",
        f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252. Nothing was imported.",
        next_step="Save it as UTF-8 and import it again.",
        context={"file": path.name},
    )


def _refuse_mixture(path: Path) -> None:
    """Refuse a file that is UTF-8 in one place and Windows-1252 in another: names would come in garbled."""
    with path.open(encoding="cp1252", newline="") as file:
        for number, line in enumerate(file, start=1):
            if not line.isascii() and (found := _MOJIBAKE.search(line)):
                raise InputError(
                    "encoding",
                    f"{path.name} mixes encodings: “{found[0]}” in line {number} is UTF-8, and other lines are "
                    "Windows-1252. Nothing was imported.",
                    next_step="Save it as UTF-8 and import it again.",
                    context={"file": path.name, "line": str(number)},
                )


def _refuse_endless_line(path: Path) -> None:
    """Refuse a line that no table has before anything is decoded; line ends are found in every encoding."""
    without = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            without = 0 if b"\n" in chunk or b"\r" in chunk else without + len(chunk)
            if without > MAX_LINE:
                raise InputError(
                    "too_large",
                    f"{path.name} has a line longer than {MAX_LINE >> 20} MB: it is no table.",
                    next_step="Export it again, with each row in a line of its own.",
                    context={"file": path.name},
                )


def _utf16_without_mark(beginning: bytes) -> bool:
    """Recognise UTF-16 without its mark, whose halves could only be guessed: of plain text every other byte is zero."""
    pairs = len(beginning) // 2
    zeros = (beginning[::2].count(0), beginning[1::2].count(0))
    return max(zeros) * 10 > pairs * 6 and min(zeros) * 10 < pairs


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
