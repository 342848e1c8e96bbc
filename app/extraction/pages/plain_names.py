"""The names of what a PDF runs or prints, as its objects have them once everything is unpacked and resolved.

A search through the bytes of a file finds them as programs write them. Where parts of a file are packed otherwise,
encrypted, or lead from a key to its name by way of a comment or another object, the second engine goes through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

_KEYS = ("S", "Subtype")
_TELLING = ("Alternates", "OCProperties")
_MOST_OBJECTS = 50_000  # of a file with some thousand pages
_DEEPEST = 20


def plain_names(path: Path) -> bytes | None:
    """Return such names as plain writing has them ("/S/JavaScript"), each once; None if not all can be gone through."""
    try:
        with path.open("rb") as file:
            document = PDFDocument(PDFParser(file))
            numbers = {number for table in document.xrefs for number in table.get_objids()}
            if len(numbers) > _MOST_OBJECTS:
                return None
            found = {name for number in numbers for name in _in(document.getobj(number), _DEEPEST)}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - an edge: pdfminer fails in a hundred ways
        return None
    return b"\n".join(sorted(found))


def _in(value: object, depth: int) -> Iterator[bytes]:
    """Yield the names in a value and in what it holds, not in what it refers to."""
    if depth == 0:
        return
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, dict):
        for key, held in value.items():
            if key in _KEYS:
                name = resolve1(held) if isinstance(held, PDFObjRef) else held
                if isinstance(name, PSLiteral) and isinstance(name.name, str):
                    yield f"/{key}/{name.name}".encode("latin-1", "replace")
            elif key in _TELLING:
                yield f"/{key} ".encode()
            yield from _in(held, depth - 1)
    elif isinstance(value, list):
        for held in value:
            yield from _in(held, depth - 1)
