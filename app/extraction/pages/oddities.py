"""What an ordinary invoice has not: actions in the file, objects that are nothing, signs nobody sees in a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pypdfium2.raw as pdfium

from app.domain.errors import InputError
from app.domain.finding import Finding, Severity
from app.extraction.pages.document import Document
from app.extraction.pages.document_kind import shown_name
from app.extraction.values.numerals import UNSEEN_BLANKS
from app.extraction.values.words import PageText

ACTIVE = "active_content"
UNSEEN = "unseen_signs"
_ACTIONS = re.compile(rb"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData)(?![A-Za-z])|/Subtype\s*/RichMedia")
_OWN_REFERENCE = re.compile(rb"(?<![0-9])([0-9]{1,9}) ([0-9]{1,5}) obj\s{1,9}\1 \2 R\s{1,9}endobj")
# Signs that turn the direction of writing, and signs without ink between two others. At the ends of a word the latter
# are only what word processors leave behind.
_SIGNS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SHOWN = 40


def refuse_empty_objects(document: Document) -> None:
    """Refuse a PDF with an object that says no more than to look it up again: programs make of it what they like.

    Raises:
        InputError: ``damaged``.
    """
    if document.pdf is not None and _OWN_REFERENCE.search(document.path.read_bytes()):
        raise InputError(
            "damaged",
            f"{shown_name(document.path)} is damaged: it has a part that refers to itself only.",
            next_step="Fetch the file again or ask the vendor to resend it.",
        )


def active_content(document: Document) -> Iterator[Finding]:
    """Yield a note where a PDF asks for programs or forms to be run; none of them ever is."""
    if document.pdf is None:
        return
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.pdf) > 0 or _ACTIONS.search(document.path.read_bytes()):
        message = f"{shown_name(document.path)} asks for something to be run or sent when it is opened. Nothing was."
        yield Finding(ACTIVE, message, Severity.NOTE)


def unseen_signs(pages: Iterable[PageText]) -> Iterator[Finding]:
    """Yield a finding that holds for the first figure or number with a sign in it that nobody sees."""
    for page in pages:
        for word in page.words:
            text = word.text.strip(UNSEEN_BLANKS)
            unseen = None if text.isascii() else _SIGNS.search(text)
            if unseen is not None and _is_figure(text):
                plain = _SIGNS.sub("", text)[:_SHOWN]
                message = (
                    f"Page {page.number}: in “{plain}” the file has a sign that nobody sees (U+{ord(unseen[0]):04X}), "
                    "so what is shown may be another number. Look at the page."
                )
                yield Finding(UNSEEN, message)
                return


def _is_figure(text: str) -> bool:
    """Tell whether a word is a figure or a number rather than a word with a digit in it."""
    return 3 * sum(sign.isdigit() for sign in text) >= len(text)
