"""What a page says besides its figures that somebody must know before it is paid: to whom, and whether once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.extraction.header.payee import Context, assigned, is_named, other_payee
from app.extraction.header.values import document_number
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.words import Word

# A stamp is printed larger than the text, in capitals, or alone in its row.
_LARGER = 1.2
_LONGEST = 6  # words of a phrase
_DASHES = frozenset("-–—/|*·•()[]")


@dataclass(frozen=True, slots=True)
class Notices:
    """Words as printed, empty where nothing is said.

    Attributes:
        assigned: The claim was handed on to somebody else, who is to be paid.
        payee: The name to pay to, where it is none of the vendor's.
        copy: The page calls itself a copy.
        replaces: It stands in the place of another invoice.
        replaced: The number of that one, where it is printed.
    """

    assigned: str = ""
    payee: str = ""
    copy: str = ""
    replaces: str = ""
    replaced: str = ""


NO_NOTICES = Notices()


def read_notices(
    rows: Sequence[Row],
    table_rows: frozenset[int],
    vendor: Sequence[Word],
    buyer: frozenset[int],
    knowledge: Knowledge,
) -> Notices:
    """Read the notices of all rows that are not part of the line table.

    ``vendor`` are the words of its name, ``buyer`` the ids of the words in the buyer's blocks.
    """
    outside = [row for index, row in enumerate(rows) if index not in table_rows]
    above = [row for index, row in enumerate(rows) if index < min(table_rows, default=len(rows))]
    context = Context(outside, above, tuple(vendor), buyer)
    replaces, replaced = _replaces(outside, knowledge)
    return Notices(
        assigned(outside, knowledge), other_payee(context, knowledge), _copy(outside, knowledge), replaces, replaced
    )


def first_of(parts: Sequence[Notices], vendor: str) -> Notices:
    """Return what the parts of a document say, each notice from the first part that has it.

    A later part does not see the letterhead: there ``vendor``, the name on the document, is no other payee.
    """
    parts = [replace(part, payee="") if is_named(part.payee, vendor) else part for part in parts]
    return Notices(*(next((said for part in parts if (said := getattr(part, name))), "") for name in Notices.__slots__))


def _copy(rows: Sequence[Row], knowledge: Knowledge) -> str:
    """Return the title or stamp that says copy: a cell that is nothing else, apart from a title of an invoice."""
    typical = median([row.height for row in rows]) if rows else 0.0
    copied = knowledge.notices.only("copy")
    for row in rows:
        if not copied.any_begins(row.keys):
            continue
        for cell in row.cells:
            if not copied.any_begins(cell.keys):
                continue
            if any("".join(other.keys) in page_words("titles", "original") for other in row.cells):
                break
            titled = any("invoice" in knowledge.titles.meanings("".join(other.keys)) for other in row.cells)
            if cell.text.rstrip().endswith(":") or not (titled or _stands_out(cell, row, typical)):
                continue
            parts = list(_parts(cell))
            titles = ["invoice" in knowledge.titles.meanings(part) for part in parts]
            copies = ["copy" in knowledge.notices.meanings(part) for part in parts]
            if copies and (copies[0] or all(t or c for t, c in zip(titles, copies, strict=True))) and any(copies):
                return cell.text
    return ""


def _stands_out(cell: Cell, row: Row, typical: float) -> bool:
    large = max(word.bottom - word.top for word in cell.words) >= _LARGER * typical
    return large or len(row.cells) == 1 or cell.text.isupper()


def _parts(cell: Cell) -> Iterator[str]:
    """Yield the squeezed parts of a cell between dashes and brackets: "INVOICE - COPY", "FACTURE (DUPLICATA)"."""
    part = ""
    for word, key in zip(cell.words, cell.keys, strict=True):
        if part and (word.text[:1] in _DASHES):
            yield part
            part = ""
        part += key
        if part and word.text[-1:] in _DASHES:
            yield part
            part = ""
    if part:
        yield part


def _replaces(rows: Sequence[Row], knowledge: Knowledge) -> tuple[str, str]:
    """Return the words that say that another invoice is replaced, and the number of that one if it is printed."""
    replacing = knowledge.notices.only("replaces", "corrected")
    for row in rows:
        if not replacing.any_begins(row.keys):
            continue
        for cell in row.cells:
            if not replacing.any_begins(cell.keys):
                continue
            for start, key in enumerate(cell.keys):
                if not key:
                    continue
                found = knowledge.notices.beginning(cell.keys[start : start + _LONGEST])
                for length, _, meanings in reversed(found):
                    if "replaces" in meanings or ("corrected" in meanings and not start):
                        behind = [w for w in row.words if w.x0 >= cell.words[start + length - 1].x1 - 1]
                        said = " ".join(w.text for w in cell.words[start : start + length]).strip(" .:,-–")
                        return said, _number(behind) if "replaces" in meanings else ""
    return "", ""


def _number(words: Sequence[Word]) -> str:
    """Return the first document number among these words."""
    for start in range(min(len(words), _LONGEST)):
        if any(ch.isdigit() for ch in words[start].text):
            found = document_number(words[start : start + 1])
            return found[0] if found is not None else ""
    return ""
