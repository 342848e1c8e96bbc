"""The print of a layout as one invoice shows it: its labels and headings, and where across the page they begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.extraction.profiles.layout_print import FEWEST_MARKS, MOST_MARKS, mark_key, mark_of, mark_text
from app.extraction.profiles.model import LayoutMark, Profile
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.rows import Cell, Row, join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText, Word

_LONGEST = 5  # words of a label
_FEWEST_LETTERS = 2


def layout_marks(
    rows: Sequence[Row], pages: Sequence[PageText], profile: Profile, knowledge: Knowledge
) -> tuple[LayoutMark, ...]:
    """Return the print of these pages; nothing where they show too few labels to tell a layout by.

    Words that stand at several places or several times on a page (units, say) are no labels of the form; a heading
    that every page repeats in one place is.
    """
    widths = {page.number: page.width for page in pages}
    own = {squeeze(label) for rule in profile.fields.values() for label in rule.labels}
    own |= {squeeze(heading) for column in profile.columns.values() for heading in column.headings}
    found: dict[str, dict[int, LayoutMark]] = {}
    seen: Counter[tuple[int, str]] = Counter()
    for row in rows:
        for cell in row.cells:
            for words in _labels(cell, own, knowledge):
                at = round(100 * words[0].x0 / max(1.0, widths[row.page]))
                text = join_words(words).strip(" :")
                mark = mark_of(mark_text(LayoutMark(text, min(at, 100))))
                if mark is not None:
                    found.setdefault(mark_key(text), {})[at] = mark
                    seen[row.page, mark_key(text)] += 1
    again = {key for (_, key), times in seen.items() if times > 1}
    alone = (places for key, places in found.items() if len(places) == 1 and key not in again)
    marks = tuple(next(iter(places.values())) for places in alone)[:MOST_MARKS]
    return marks if len(marks) >= FEWEST_MARKS else ()


def _labels(cell: Cell, own: set[str], knowledge: Knowledge) -> Iterator[Sequence[Word]]:
    """Yield the longest run at the start of a cell that is a label, heading or title, known or the profile's."""
    books = (knowledge.labels, knowledge.columns, knowledge.totals, knowledge.titles, knowledge.parties)
    for length in range(min(len(cell.words), _LONGEST), 0, -1):
        words = cell.words[:length]
        key = squeeze("".join(word.text for word in words))
        letters = sum(map(str.isalpha, key))
        if letters < _FEWEST_LETTERS or any(map(str.isdigit, key)):
            continue
        if key in own or any(book.meanings(key) for book in books):
            # "Net 30" and "Page 2" are what is filled in.
            if (
                not any(map(str.isdigit, "".join(word.text for word in cell.words[length:])))
                or words[-1].text[-1] == ":"
            ):
                yield words
            return
