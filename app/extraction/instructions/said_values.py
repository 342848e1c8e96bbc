"""The values that instructions name: what is printed, in quotation marks or bare, and when it is unclear what is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.extraction.instructions.rules import Rule
from app.extraction.instructions.spoken_words import Quotations, meaning, position_of
from app.extraction.values.knowledge import Knowledge

_LONGEST_VALUE = 80  # characters
# Bare words may be what is printed; with one of these, or many of them, they are rather a saying of their own.
_MOST_WORDS = 4
_UNSURE_TEXT = (
    "not no never neither nor either unless except if when where only sometimes usually mostly maybe perhaps but "
    "however instead than in on of from is are was which that column columns line lines "
    "after before between beside left right "
    "nicht kein keine keinen nie niemals weder außer sofern falls wenn wo nur manchmal meist meistens vielleicht aber "
    "sondern statt als auf von aus ist sind war welche welcher spalte spalten zeile zeilen vor nach zwischen neben "
    "links rechts ignorieren überspringen weglassen auslassen streichen lesen nehmen verwenden "
    # places on a page, which are no labels
    "logo address header footer top bottom corner page table barcode adresse kopf fuß oben unten ecke seite tabelle"
)
_UNSURE = frozenset(_UNSURE_TEXT.split())
_PRINTED = re.compile(
    r"\b(?:col\.?|columns?|spalten?|headings?|headed|called|named|titled|marked|labels?|labell?ed|shown|printed|given"
    r"|überschrift|überschrieben|heißt|beschriftet|bezeichnet)\b|[^\W\d_]-spalte\b",
    re.IGNORECASE,
)
_MARKS = {
    "star": "*", "asterisk": "*", "two stars": "**", "two asterisks": "**", "stars": "*", "asterisks": "*", "dash": "-",
    "hyphen": "-", "hash": "#", "hash sign": "#", "slash": "/", "dot": ".", "stern": "*", "sternchen": "*",
    "zwei sternchen": "**", "strich": "-", "bindestrich": "-", "raute": "#", "schrägstrich": "/", "punkt": ".",
}  # fmt: skip


class UnclearError(Exception):
    """A clause has a known form, but what it says cannot be; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the values that a clause names; quotations are held apart."""

    quotations: Quotations
    knowledge: Knowledge

    def value(self, text: str) -> str:
        """Return a value as it is written; bare names of marks ("a star") are the marks.

        Raises:
            UnclearError: It is empty, too long, or a mixture of quotations and other words.
        """
        found = self.quotations.value(text)
        if found is None or not found.strip():
            raise UnclearError("it is not clear which words are meant; put them in quotation marks")
        if not Quotations.is_quoted(text) and (
            _UNSURE & set(found.casefold().split()) or len(found.split()) > _MOST_WORDS
        ):
            raise UnclearError(f"it is not clear what “{found}” is; put what is printed in quotation marks")
        if not Quotations.is_quoted(text):
            if any(position_of(word) is not None for word in found.split()) and len(found.split()) > 1:
                raise UnclearError(f"it is not clear which column “{found}” is; say its number or its heading")
            found = _MARKS.get(re.sub(r"^(?:an?|eine[mnr]?) ", "", " ".join(found.casefold().split())), found)
        if len(found) > _LONGEST_VALUE:
            raise UnclearError(f"“{found[:20]}…” is longer than {_LONGEST_VALUE} characters")
        return found

    def values(self, text: str) -> list[str]:
        """Return several values joined by commas, "or" or "and"; bare words of several are taken for one value."""
        parts = [part for part in re.split(r",| or | and ", text) if part.strip()]
        if len(parts) > 1 and all(Quotations.is_quoted(part) or " " not in part.strip() for part in parts):
            return [self.value(part) for part in parts]
        return [self.value(text)]


# What makes rules of a clause that fits a phrase; None where its words say something else all the same.
Build = Callable[[Reader, re.Match[str]], "list[Rule] | None"]
K = TypeVar("K")


def refuse_other(table: Mapping[K, tuple[str, ...]], kind: K, text: str, found: re.Match[str]) -> None:
    """Refuse a name of something else where a place is said: "below price" may be below the words of that name.

    Raises:
        UnclearError: The text is such a name, and nothing says that it is printed.
    """
    others = meaning(table, text)
    if others and kind not in others and not _PRINTED.search(found.string):
        raise UnclearError(f"it is not clear what “{text.strip()}” is; put what is printed in quotation marks")
