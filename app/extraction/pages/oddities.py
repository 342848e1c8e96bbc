"""What an ordinary invoice has not: actions in the file, objects that are nothing, signs nobody sees in a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pypdfium2.raw as pdfium

from app.domain.errors import InputError
from app.domain.finding import Finding, Severity
from app.extraction.pages.document import Document
from app.extraction.pages.document_kind import shown_name
from app.extraction.pages.packed_objects import BLANKS, COMMENT, MOST_UNPACKED, PACKED_NAME, packed_objects
from app.extraction.pages.plain_names import plain_names
from app.extraction.values.numerals import UNSEEN_BLANKS
from app.extraction.values.words import PageText

ACTIVE = "active_content"
CHANGING = "changes_when_opened"
ON_PAPER = "printed_otherwise"
UNSEEN = "unseen_signs"
# What is looked for in a whole file begins with plain letters: those are found as fast as memory is searched. Between
# the words of a PDF may be blanks and comments. A comment may hold those letters again and again, so only so much of
# comments is gone through, and an object with more of them is refused as well: no program writes one.
_RUN = rb"JavaScript|Launch|SubmitForm|ImportData|SetOCGState|Hide|Rendition"
_ACTIONS = re.compile(rb"/S" + BLANKS + rb"/(?:" + _RUN + rb")(?![A-Za-z])|/Subtype" + BLANKS + rb"/RichMedia")
# What any action or any such print has: a file without it has neither, which one search tells.
_RUN_OR_PRINTED = re.compile(rb"/S(?:ubtype)?" + BLANKS + rb"/(?:" + _RUN + rb"|RichMedia|PS)")
# What prints instead of what is shown: another picture, or a program for the printer.
_ALTERNATES = b"/Alternates"
_ON_PAPER = re.compile(_ALTERNATES + rb"(?![A-Za-z])|/Subtype" + BLANKS + rb"/PS(?![A-Za-z])")
# A name may be written with its letters as numbers; no program writes plain ones so.
_ESCAPED = re.compile(rb"/[A-Za-z0-9]{0,24}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,60}")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WATCHED = re.compile(rb"/(?:" + _RUN + rb"|RichMedia|Alternates|PS|S|Subtype|ObjStm)\Z")
# A key whose name stands behind a comment or in another object, and a file that is encrypted, are read otherwise.
_LED_ASTRAY = re.compile(
    rb"/S(?:ubtype)?[\0\t\n\f\r ]*(?:%|[0-9]{1,7}[\0\t\n\f\r ]+[0-9]{1,5}[\0\t\n\f\r ]+R(?![A-Za-z]))"
)
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_NUMBERS = rb"[\0\t\n\f\r 0-9+.-]*+"
_REMARK = rb"(?:" + COMMENT + _NUMBERS + rb")"
_REFERENCE = re.compile(rb"obj(?=(" + _NUMBERS + _REMARK + rb"{0,8})R)")
_OVERLONG = re.compile(rb"obj(?<!endobj)" + _NUMBERS + rb"(?:" + _REMARK + rb"{9}|" + _REMARK + rb"{0,8}%[^\r\n]{256})")
_EITHER = re.compile(rb"obj" + _NUMBERS + rb"[R%]")  # how both of them begin
_BETWEEN = re.compile(rb"\0|" + COMMENT)
_HEADING = re.compile(rb"([0-9]+)[\0\t\n\f\r ]+[0-9]+[\0\t\n\f\r ]*\Z")
_LONGEST_HEADING = 64
# A heading may end before "obj"; in the signs of a stored picture ("Zobj%", ASCII85) none does.
_HEADED = re.compile(rb"[\0\t\n\f\r ][0-9+.-]*\Z")
# Signs that turn the direction of writing, and signs without ink between two others. At the ends of a word the latter
# are only what word processors leave behind.
_SIGNS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SHOWN = 40


def refuse_empty_objects(document: Document) -> None:
    """Refuse a PDF with an object that says no more than to look it up again: programs make of it what they like.

    Raises:
        InputError: ``damaged``.
    """
    if document.pdf is not None and _has_empty_object(document.file.content()):
        raise InputError(
            "damaged",
            f"{shown_name(document.path)} is damaged: it has a part that refers to itself only.",
            next_step="Fetch the file again or ask the vendor to resend it.",
        )


def _has_empty_object(data: bytes) -> bool:
    """Tell whether a PDF has an object that refers to itself, at once or by way of others that do nothing else."""
    if not _EITHER.search(data):
        return False  # as in most files
    if any(_HEADED.search(data, max(0, f.start() - _LONGEST_HEADING), f.start()) for f in _OVERLONG.finditer(data)):
        return True
    targets: dict[bytes, bytes] = {}
    for found in _REFERENCE.finditer(data):
        numbers = _BETWEEN.sub(b" ", found[1]).split()
        if len(numbers) != 2:
            continue
        heading = _HEADING.search(data, max(0, found.start() - _LONGEST_HEADING), found.start())
        if heading is None or _number(heading[1]) == _number(numbers[0]):
            return True  # a heading that is written otherwise hides what it is
        targets[_number(heading[1])] = _number(numbers[0])
    return _goes_round(targets)


def _number(written: bytes) -> bytes:
    """Return the whole number that programs take from such a word: no sign, nothing behind the point."""
    return written.lstrip(b"+-").partition(b".")[0].lstrip(b"0")


def _goes_round(targets: dict[bytes, bytes]) -> bool:
    """Tell whether any chain of references comes back to where it was; takes them out of ``targets``."""
    while targets:
        seen, number = set(), next(iter(targets))
        while number in targets:
            seen.add(number)
            number = targets.pop(number)
        if number in seen:
            return True
    return False


def active_content(document: Document) -> Iterator[Finding]:
    """Yield what is said where a PDF asks for programs or forms to be run; none of them ever is.

    Where it has fields or layers, what is run may show others of them: then it holds, as what only paper shows does.
    """
    if document.pdf is None:
        return
    data = document.file.content()
    packed = tuple(one.content for one in packed_objects(data) if one.whole)
    objects: tuple[bytes, ...] = (data, *packed)
    name = shown_name(document.path)
    if any(map(_LED_ASTRAY.search, objects)) or _ENCRYPTED.search(data) or _unread(data, packed):
        names = plain_names(document.path)
        if names is None:
            yield Finding(
                CHANGING,
                f"{name} cannot be searched to its end for what may change what it shows. "
                "Ask the vendor for a plain PDF.",
            )
        else:
            objects = (*objects, names)
    written_otherwise = any(map(_hides_a_name, objects))
    scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document.pdf) > 0
    telling = [part for part in objects if _RUN_OR_PRINTED.search(part) or _ALTERNATES in part]
    if scripts or written_otherwise or any(map(_ACTIONS.search, telling)):
        yield Finding(
            ACTIVE, f"{name} asks for something to be run or sent when it is opened. Nothing was.", Severity.NOTE
        )
        changing = pdfium.FPDF_GetFormType(document.pdf) != pdfium.FORMTYPE_NONE
        if changing or written_otherwise or any(b"/OCProperties" in part for part in objects):
            yield Finding(
                CHANGING,
                f"{name} asks for something to be run that may change what it shows. Ask the vendor for a plain PDF.",
            )
    if any(map(_ON_PAPER.search, telling)):
        yield Finding(ON_PAPER, f"{name} may show on paper what it does not show on the screen. Print it to see.")


def _hides_a_name(data: bytes) -> bool:
    """Tell whether the name of something that is run or printed is written so that a search does not find it."""
    return any(
        _WATCHED.match(_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), found.group()))
        for found in _ESCAPED.finditer(data)
    )


def _unread(data: bytes, packed: tuple[bytes, ...]) -> bool:
    """Tell whether a PDF has more packed objects than could be unpacked, or more than are gone through."""
    if PACKED_NAME not in data:
        return False
    again = any(not part.lstrip()[:1].isdigit() for part in packed)  # they begin with the numbers of the objects
    return again or data.count(PACKED_NAME) > len(packed) or sum(map(len, packed)) >= MOST_UNPACKED


def unseen_signs(pages: Iterable[PageText]) -> Iterator[Finding]:
    """Yield a finding that holds for the first figure or number with a sign in it that nobody sees."""
    for page in pages:
        for word in page.words:
            if word.text.isascii():
                continue  # as most
            text = word.text.strip(UNSEEN_BLANKS)
            unseen = _SIGNS.search(text)
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
