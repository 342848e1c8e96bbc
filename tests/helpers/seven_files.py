"""Seven files as they come in: a good invoice, its copy, a scan, and four that cannot be read, each for its reason."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.helpers.expected_readings import INVOICES

GOOD = "01_ironbark_448210.pdf"
SCAN = "08_pinecrest_90188.png"
NAMES = ("good.pdf", "copy_of_good.pdf", "unfinished.pdf", "encrypted.pdf", "damaged.pdf", "scan.pdf", "letter.docx")


def good_bytes() -> bytes:
    """Return a digital invoice."""
    return (INVOICES / GOOD).read_bytes()


def seven_files(folder: Path) -> tuple[Path, ...]:
    """Write all seven, in the order of their names."""
    folder.mkdir(parents=True, exist_ok=True)
    good = good_bytes()
    (folder / "good.pdf").write_bytes(good)
    (folder / "copy_of_good.pdf").write_bytes(good)
    (folder / "unfinished.pdf").write_bytes(good[: len(good) // 3])
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff no objects here " * 60 + b"\n%%EOF\n")
    (folder / "encrypted.pdf").write_bytes(_encrypted())
    (folder / "scan.pdf").write_bytes(_scanned())
    with zipfile.ZipFile(folder / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return tuple(folder / name for name in NAMES)


# Written once: both hold the time of their writing, and what reads a content once would read each of them anew.
@lru_cache(maxsize=1)
def _encrypted() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 700, "Invoice 1")
    canvas.save()
    return out.getvalue()


@lru_cache(maxsize=1)
def _scanned() -> bytes:
    out = BytesIO()
    with Image.open(INVOICES / SCAN) as picture:
        picture.convert("L").save(out, "PDF", resolution=200)
    return out.getvalue()
