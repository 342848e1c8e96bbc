"""One sheet of a workbook, cell by cell as it stands in the file: in order, each place once, or refused.

Rows come one at a time, however long the sheet claims to be, so that two cells a million rows apart cost two rows.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_MERGES = 20_000
MOST_TEXT = 1 << 20
_CHUNK = 1 << 16
_LAST = True
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_MERGED = re.compile(
    rb"mergeCell\s[^>]{0,200}?ref\s{0,9}=\s{0,9}[\"']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})[\"']"
)


class SheetError(ValueError):
    """The sheet is not as a spreadsheet writes it; the text says why."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as written: its column from 1, type, number of its style, text, and whether a formula made it."""

    column: int
    kind: str
    style: int
    text: str
    formula: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one: rows and columns from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


SheetRow = tuple[int, list[SheetCell]]


def merges_of(part: IO[bytes]) -> tuple[Merge, ...]:
    """Return the merged cells of a sheet, by their first row.

    Raises:
        SheetError: There are more than any table has.
    """
    found: set[Merge] = set()
    tail = b""
    while chunk := part.read(_CHUNK * 16):
        seen = tail + chunk
        for place in _MERGED.finditer(seen) if b"mergeCell" in seen else ():
            first, last = _place(place[1].decode()), _place(place[2].decode())
            found.add(Merge(*first, *last))
        if len(found) > MOST_MERGES:
            raise SheetError(f"it has more than {MOST_MERGES:,} merged cells")
        tail = seen[-256:]
    return tuple(sorted(found, key=lambda merge: (merge.first_row, merge.first_column)))


def rows_of(part: IO[bytes]) -> Iterator[SheetRow]:
    """Yield the rows that are written, each with its number and its cells from left to right.

    Raises:
        SheetError: Rows or cells are out of order, written twice, or outside of any sheet; or it is no XML.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
            while reader.rows:
                yield reader.rows.popleft()
        parser.Parse(b"", _LAST)
    except expat.ExpatError as error:
        raise SheetError("its XML is broken") from error
    while reader.rows:
        yield reader.rows.popleft()


def _place(reference: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise SheetError(f"it has a cell in no place ({reference[:20]!r})")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    if int(found[2]) > MOST_ROWS or column > MOST_COLUMNS:
        raise SheetError(f"it has a cell outside of any sheet ({reference})")
    return int(found[2]), column


class _Reader:
    """What the elements of a sheet come to."""

    def __init__(self) -> None:
        self.rows: deque[SheetRow] = deque()
        self._row = 0
        self._cells: list[SheetCell] | None = None
        self._cell: dict[str, str] | None = None
        self._column = 0
        self._text: list[str] = []
        self._length = 0
        self._taking = False
        self._parts = ""
        self._formula = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._taking:
            raise SheetError(f"a cell of row {self._row} has parts within its value")
        match name.rpartition(":")[2]:
            case "row":
                self._begin_row(attributes.get("r"))
            case "c" if self._cells is not None:
                self._begin_cell(attributes)
            case "rPh":
                self._phonetic += 1
            case "v" | "t" as part if self._cell is not None and not self._phonetic:
                if self._parts and "v" in (part, self._parts):  # rich text has many t
                    raise SheetError(f"a cell of row {self._row} holds two values")
                self._taking, self._parts = True, part
            case "f" if self._cell is not None:
                self._formula = True

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "row" if self._cells is not None:
                self.rows.append((self._row, self._cells))
                self._cells = None
            case "c" if self._cell is not None and self._cells is not None:
                style = self._cell.get("s", "0")
                if not (style.isascii() and style.isdigit() and len(style) < 7):
                    raise SheetError("a cell has a style that is no number")
                text = "".join(self._text)
                kind = self._cell.get("t", "n")
                self._cells.append(SheetCell(self._column, kind, int(style), text, self._formula))
                self._cell = None
            case "rPh":
                self._phonetic -= 1
            case "v" | "t":
                self._taking = False

    def characters(self, text: str) -> None:
        if self._taking:
            self._length += len(text)
            if self._length > MOST_TEXT:
                raise SheetError(f"a cell holds more than {MOST_TEXT:,} characters")
            self._text.append(text)

    def doctype(self, *_: object) -> None:
        raise SheetError("it holds XML entities, which no spreadsheet needs")

    def _begin_row(self, written: str | None) -> None:
        if written is not None and not _ROW.fullmatch(written):
            raise SheetError(f"a row has no number ({written[:20]!r})")
        number = int(written) if written is not None else self._row + 1
        if number <= self._row:
            raise SheetError(f"row {number} stands twice or out of order")
        if number > MOST_ROWS:
            raise SheetError(f"it has more than {MOST_ROWS:,} rows")
        self._row, self._column, self._cells = number, 0, []

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        row, column = _place(reference) if reference is not None else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            raise SheetError(f"cell {reference} stands twice or out of order in row {self._row}")
        if column > MOST_COLUMNS:
            raise SheetError(f"row {self._row} has more than {MOST_COLUMNS:,} cells")
        self._column, self._cell, self._text, self._length, self._formula = column, attributes, [], 0, False
        self._parts = ""
