"""Which profile fits a document, and why: a tax id says most, then a name, then words, last the print of the layout.

A tie or a hint means none. The print tells a form and not who filled it in (two vendors may use one program), so a
profile that is known by it alone says where things stand and nothing else, and none counts whose tax id is missing on
a page that shows another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.extraction.profiles.files import ProfileFile
from app.extraction.profiles.layout_print import PrintedPlaces, fits, mark_key
from app.extraction.profiles.model import LayoutMark, Profile
from app.extraction.values.words import PageText

_TAX_ID = re.compile(r"[0-9]{2}-[0-9]{7}|[A-Z]{2}U?[0-9]{8,12}[A-Z0-9]{0,3}", re.ASCII)
_WORDS_NEEDED = 2  # without a tax id or a name, so many words must be there, and all of the profile's


@dataclass(frozen=True, slots=True)
class Detection:
    """The profile that fits, or None, with the reasons in sentences."""

    chosen: ProfileFile | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for one profile."""

    file: ProfileFile
    tax_ids: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    marks: int
    other_tax_id: str | None

    @property
    def named(self) -> bool:
        """Tell whether something that is the vendor's own speaks for the profile."""
        wanted = self.file.profile.recognition.words
        return bool(self.tax_ids or self.names) or (len(self.words) >= _WORDS_NEEDED and len(self.words) == len(wanted))

    @property
    def by_layout(self) -> bool:
        """Tell whether the layout alone speaks for it: most marks are in their places, and no tax id is against it."""
        return not self.named and self.marks > 0 and self.other_tax_id is None

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Return the order among profiles: a tax id beats any name, a longer name a shorter, then words, then marks."""
        return (bool(self.tax_ids), max(map(len, self.names), default=0), len(self.words), self.marks)

    def sentence(self) -> str:
        """Say what speaks for the profile."""
        parts = (("tax id", self.tax_ids), ("name", self.names), ("words", self.words))
        said = [f"{what} {' and '.join(found)}" for what, found in parts if found]
        if self.marks:
            of = len(self.file.profile.recognition.layout)
            said.append(f"layout, {self.marks} of {of} labels in their places")
        if self.marks and not self.named and self.other_tax_id is not None:
            said.append(f"but the tax id {self.other_tax_id} is another vendor's or unknown")
        return f"{self.file.profile.id}: {', '.join(said)}"


def detect(pages: Sequence[PageText], profiles: Sequence[ProfileFile]) -> Detection:
    """Choose the profile for a document by what is printed on it."""
    text = _DocumentText(pages)
    found = sorted(filter(None, (_evidence(text, file) for file in profiles)), key=lambda e: e.rank, reverse=True)
    reasons = tuple(evidence.sentence() for evidence in found)
    fitting = [evidence for evidence in found if evidence.named]
    alone = [evidence for evidence in found if evidence.by_layout]
    if not fitting and not alone:
        return Detection(None, reasons)
    first, *others = fitting or alone
    if others and first.rank == others[0].rank:
        return Detection(None, (*reasons, "Two profiles fit equally well, so none is used."))
    if fitting:
        return Detection(first.file, reasons)
    if others:
        return Detection(None, (*reasons, "The layout is that of several vendors, so no profile is used."))
    said = f"{first.file.profile.id}: known by its layout alone, so only what it says of places counts"
    return Detection(replace(first.file, profile=places_only(first.file.profile)), (*reasons, said))


def places_only(profile: Profile) -> Profile:
    """Return what a profile says of the places of columns and fields, without what this vendor means by its words."""
    return Profile(
        profile.id,
        profile.version,
        profile.vendor_name,
        profile.recognition,
        columns=profile.columns,
        fields=profile.fields,
        line_table=profile.line_table,
        billed_quantity=profile.billed_quantity,
    )


def named(profiles: Sequence[ProfileFile], profile_id: str) -> Detection:
    """Return the profile somebody asked for; none if it does not exist."""
    for file in profiles:
        if file.profile.id == profile_id:
            return Detection(file, (f"{profile_id}: asked for",))
    return Detection(None, (f"There is no profile {profile_id}.",))


def _evidence(text: _DocumentText, file: ProfileFile) -> _Evidence | None:
    known_by = file.profile.recognition
    evidence = _Evidence(
        file,
        tuple(tax_id for tax_id in known_by.tax_ids if text.has_number(tax_id)),
        tuple(name for name in known_by.names if text.has_phrase(name)),
        tuple(word for word in known_by.words if text.has_phrase(word)),
        text.marks_of(known_by.layout),
        next((tax_id for tax_id in text.tax_ids if known_by.tax_ids), None),
    )
    return evidence if any(evidence.rank) else None


class _DocumentText:
    """The words of a document, in rows, ready to be searched."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        placed = [(page, row) for page in pages for row in _rows(page)]
        self._rows = [[key for _, word in row if (key := _key(word))] for _, row in placed]
        self._placed = placed
        self._places: PrintedPlaces | None = None
        texts = (word.text.strip(".,:;()") for page in pages for word in page.words)
        self.tax_ids = tuple(dict.fromkeys(text for text in texts if _TAX_ID.fullmatch(text)))
        # a blank between words keeps a name from being found across the end of one word and the start of another
        self._joined = "\n".join("".join(f" {word}" for word in row) + " " for row in self._rows)

    def has_number(self, number: str) -> bool:
        """Tell whether a number stands in the document, by itself or behind a label, in one word or in several."""
        wanted = _key(number)
        return bool(wanted) and any(self._ends_with(row, wanted) for row in self._rows)

    def _ends_with(self, row: Sequence[str], wanted: str) -> bool:
        for start in range(len(row)):
            run = ""
            for word in row[start : start + 8]:
                run += word
                if run == wanted or (run.endswith(wanted) and not run[-len(wanted) - 1].isdigit()):
                    return True
                if len(run) > 3 * len(wanted):
                    break
        return False

    def marks_of(self, marks: Sequence[LayoutMark]) -> int:
        """Count the marks of a print that stand in their places; zero where they are too few to know a layout by."""
        if not marks:
            return 0
        if self._places is None:
            self._places = PrintedPlaces(self._placed)
        found = self._places.count(marks)
        return found if fits(found, marks) else 0

    def has_phrase(self, phrase: str) -> bool:
        """Tell whether words stand in the document in this order, whole."""
        wanted = [_key(word) for word in phrase.split()]
        return f" {' '.join(word for word in wanted if word)} " in self._joined


def _key(word: str) -> str:
    return mark_key(word)


def _rows(page: PageText) -> Iterator[list[tuple[float, str]]]:
    """Yield the words of a page in rows, with their left edges; rows are told apart by the height they stand at."""
    words = sorted(page.words, key=lambda word: word.bottom)
    row: list[tuple[float, str]] = []
    level = 0.0
    for word in words:
        if row and word.bottom - level > 0.5 * max(1.0, word.bottom - word.top):
            yield sorted(row)
            row = []
        level = word.bottom
        row.append((word.x0, word.text))
    if row:
        yield sorted(row)
