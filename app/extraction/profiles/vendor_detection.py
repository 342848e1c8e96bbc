"""Which profile fits a document, and why: a tax id says most, then a name, then words; a tie or a hint means none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.extraction.profiles.files import ProfileFile
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText

_LIKE = str.maketrans("oilzsgb", "0112568")  # what OCR takes for one another, made one
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

    @property
    def enough(self) -> bool:
        """Tell whether the profile may be chosen on this."""
        wanted = self.file.profile.recognition.words
        return bool(self.tax_ids or self.names) or (len(self.words) >= _WORDS_NEEDED and len(self.words) == len(wanted))

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Return the order among profiles: a tax id beats any name, a longer name a shorter, then the more words."""
        return (bool(self.tax_ids), max(map(len, self.names), default=0), len(self.words))

    def sentence(self) -> str:
        """Say what speaks for the profile."""
        parts = (("tax id", self.tax_ids), ("name", self.names), ("words", self.words))
        said = ", ".join(f"{what} {' and '.join(found)}" for what, found in parts if found)
        return f"{self.file.profile.id}: {said}"


def detect(pages: Sequence[PageText], profiles: Sequence[ProfileFile]) -> Detection:
    """Choose the profile for a document by what is printed on it."""
    text = _DocumentText(pages)
    found = sorted(filter(None, (_evidence(text, file) for file in profiles)), key=lambda e: e.rank, reverse=True)
    fitting = [evidence for evidence in found if evidence.enough]
    reasons = tuple(evidence.sentence() for evidence in found)
    if not fitting:
        return Detection(None, reasons)
    if len(fitting) > 1 and fitting[0].rank == fitting[1].rank:
        return Detection(None, (*reasons, "Two profiles fit equally well, so none is used."))
    return Detection(fitting[0].file, reasons)


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
    )
    return evidence if any(evidence.rank) else None


class _DocumentText:
    """The words of a document, in rows, ready to be searched."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._rows = [row for page in pages for row in _rows(page)]
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

    def has_phrase(self, phrase: str) -> bool:
        """Tell whether words stand in the document in this order, whole."""
        wanted = [_key(word) for word in phrase.split()]
        return f" {' '.join(word for word in wanted if word)} " in self._joined


def _key(word: str) -> str:
    return squeeze(word).translate(_LIKE)


def _rows(page: PageText) -> Iterable[list[str]]:
    """Return the words of a page in rows, as keys; rows are told apart by the height at which they stand."""
    words = sorted(page.words, key=lambda word: word.bottom)
    row: list[tuple[float, str]] = []
    level = 0.0
    for word in words:
        if row and word.bottom - level > 0.5 * max(1.0, word.bottom - word.top):
            yield [key for _, key in sorted(row)]
            row = []
        level = word.bottom
        if key := _key(word.text):
            row.append((word.x0, key))
    if row:
        yield [key for _, key in sorted(row)]
