"""What a PDF carries beside its pages: another paper in it that bills, or that nobody has read, holds the invoice.

Its list of files is opened by whoever sees it, and only its pages were read. Terms, delivery notes and sheets of hours
that can be read, and say nothing of paying, are ordinary; electronic invoices are read for themselves.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence

import pypdfium2
from PIL import Image

from app.domain.finding import Finding
from app.extraction.einvoice.attachments import attachments, content_of, name_of
from app.extraction.einvoice.files import OUR_NAMES
from app.extraction.einvoice.values import line_of_text
from app.extraction.einvoice.xml_tree import XmlRefusedError
from app.extraction.pages.document import Document
from app.extraction.pages.plain_text import plain_text
from app.extraction.statements.beside_text import said_of_the_whole
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import word_parts
from app.extraction.values.text_keys import squeeze

CARRIED = "carried_paper"
_LONGEST_NAME, _LONGEST_SAID = 60, 120
_PDF, _PDF_AHEAD = b"%PDF-", 1024
_MOST_PAGES, _MOST_CHARACTERS, _MOST_ROWS = 20, 100_000, 4_000
_ICON = 40_000  # pixels: no page can be read in fewer
_BILLS = frozenset({"invoice", "credit", "proforma", "stamp"})
_TITLE, _NUMBERED = 4, 3  # words of a title, and of what stands behind one
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?!!doctype html|html)", re.IGNORECASE)
_SIGNATURE, _LONGEST_SIGNATURE = b"\x30", 100_000  # a signature or certificate (DER), bytes
_NO_TEXT = re.compile(r"[\0-\x08\x0e-\x1f]")


def carried_papers(document: Document, knowledge: Knowledge) -> Iterator[Finding]:
    """Yield a finding for each file that a PDF carries and that bills something, objects, or cannot be read."""
    if document.pdf is None:
        return
    for attachment in attachments(document):
        name = line_of_text(name_of(attachment), _LONGEST_NAME)
        if name.strip().lower() in OUR_NAMES:
            continue  # told with the electronic invoices, whatever it holds
        try:
            content = content_of(attachment)
        except XmlRefusedError:
            continue  # it shows nothing
        if _is_read_or_shows_nothing(content):
            continue
        rows = _rows(content)
        if rows is None:
            yield Finding(
                CARRIED, f"The document carries the file “{name}”, which was not read. Open it before it is paid."
            )
        elif said := _speaks_of_paying(rows, knowledge):
            yield Finding(
                CARRIED,
                f"The document carries the file “{name}”, which says “{said[:_LONGEST_SAID]}”. "
                "Open it before it is paid.",
            )


def _is_read_or_shows_nothing(content: bytes) -> bool:
    """Tell XML, which is read elsewhere, a signature, and a picture too small to hold a paper."""
    if _XML.match(content) or (content.startswith(_SIGNATURE) and len(content) < _LONGEST_SIGNATURE):
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures; those are none of these
            with Image.open(io.BytesIO(content)) as picture:
                return picture.width * picture.height <= _ICON
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return False


def _rows(content: bytes) -> Sequence[str] | None:
    """Return the rows of a paper's text; None where it has none, or a part of it has none."""
    if _PDF in content[:_PDF_AHEAD]:
        return _rows_of_pdf(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return None if _NO_TEXT.search(text) or text.lstrip().startswith("<") else _cut(text)


def _rows_of_pdf(content: bytes) -> Sequence[str] | None:
    try:
        with pypdfium2.PdfDocument(content) as paper:
            if not 0 < len(paper) <= _MOST_PAGES:
                return None
            texts = [plain_text(paper, number, _MOST_CHARACTERS) for number in range(len(paper))]
    except pypdfium2.PdfiumError:
        return None
    return _cut("\n".join(texts)) if all(text.strip() for text in texts) else None


def _cut(text: str) -> Sequence[str] | None:
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    return rows if len(rows) <= _MOST_ROWS else None


def _speaks_of_paying(rows: Sequence[str], knowledge: Knowledge) -> str:
    """Return the words by which a paper is a bill, states what is to be paid, or objects to that; else nothing."""
    for row in rows:
        if _is_bill(row.split(), knowledge) or squeeze(row).startswith(word_parts("totals", "grand")):
            return row
    return said_of_the_whole(rows)


def _is_bill(words: Sequence[str], knowledge: Knowledge) -> bool:
    """Tell whether a row is the title of a bill or credit note, alone or with its number behind it."""
    for length in range(1, min(_TITLE, len(words)) + 1):
        behind = words[length:]
        if len(behind) <= _NUMBERED and _BILLS & set(knowledge.titles.meanings(squeeze("".join(words[:length])))):
            return not behind or any(ch.isdigit() for ch in "".join(behind))
    return False
