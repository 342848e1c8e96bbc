"""Finding what a page says against paying its total: sentences, wherever they stand, and words alone in a row.

Small print that says when something would hold says nothing of this invoice and is passed over; so is the label of an
amount, which is read as such elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.provenance import Box
from app.extraction.header.account_notice import account_notice
from app.extraction.statements.kinds import LEAD, UNLESS, Kind, Said
from app.extraction.statements.phrases import KINDS
from app.extraction.statements.tax_phrases import UNTAXED
from app.extraction.values.rows import Row, box_of, join_rows
from app.extraction.values.text_keys import fold
from app.extraction.values.words import PageText, Word

_SENTENCE = re.compile(
    r"(?<=[a-z0-9%)][a-z0-9%)][.!?;])(?<!zzgl\.)(?<!zugl\.)(?<!bzgl\.)(?<!excl\.)(?<!exkl\.)(?<!escl\.)(?<!incl\.)"
    r"(?<!inkl\.)(?<!setzl\.)(?<!\bmwst\.)(?<!\bust\.)(?<!no\.)(?<!nr\.)(?<!pos\.)(?<!art\.)(?<!\bst\.)\s+"
)
_MONEY = re.compile(r"\d[.,]\d{2}(?!\d|\s?%)")
# "Do not pay" denies in its own words.
_DENIED = re.compile(r"\b(?:do not|don't) (?:send )?pay(?:ment)?\b")
_NEAR = 1.5  # heights of a row
_BAND = 4  # points
_ABOUT = 2.6  # heights of a row: it, the next, and half a one
_HEADINGS = 3  # cells
# Words of so many letters that are so many times as high as wide stand sideways; a few of them are a sentence.
_TELLING, _UPRIGHT, _FEWEST = 3, 1.3, 3
_MARKS = "\"'([{*†‡•·-–—:.,;!?)]}“”„«»"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a page says, in its words; ``alone`` where they are all of a row, as a note under a line is as well."""

    said: Said
    words: str
    box: Box
    alone: bool = False


def read_statements(page: PageText) -> tuple[Statement, ...]:
    """Return what a page says, each thing as often as it is said."""
    return (*_found(_rows_about(page, _may_say)), *_sideways(page))


def _rows_about(page: PageText, tells: Callable[[str], object]) -> Sequence[Row]:
    """Return the rows with a word that ``tells``, and those about them: no others have to be joined."""
    bands: set[int] = set()
    for word in page.words:
        if tells(word.text):
            middle, reach = (word.top + word.bottom) / 2, _ABOUT * max(word.bottom - word.top, _BAND)
            bands.update(range(int((middle - reach) // _BAND), int((middle + reach) // _BAND) + 1))
    if not bands:
        return ()
    near = tuple(word for word in page.words if (word.top + word.bottom) // (2 * _BAND) in bands)
    return join_rows(replace(page, words=near))


def _sideways(page: PageText) -> Iterator[Statement]:
    """Yield what is said sideways, up or down the page: its rows leave out such words."""
    words = [word for word in page.words if len(word.text) >= _TELLING and _stands_up(word)]
    if len(words) < _FEWEST:
        return
    # Of short words nothing tells how they stand; those between the others stand as they do.
    columns = {round(word.x0) for word in words}
    standing = [word for word in page.words if round(word.x0) in columns]
    for upwards in (True, False):
        turned = tuple(replace(word, box=_turned(word.box, page, upwards=upwards)) for word in standing)
        rows = join_rows(replace(page, width=page.height, height=page.width, words=turned, rulings=()))
        yield from _found(rows)
        notice = account_notice(rows)
        if notice:
            yield Statement(Said.OTHER_ACCOUNT, notice, box_of(words))


def _stands_up(word: Word) -> bool:
    return word.bottom - word.top > _UPRIGHT * (word.x1 - word.x0)


def _turned(box: Box, page: PageText, *, upwards: bool) -> Box:
    if upwards:
        return Box(box.page, page.height - box.bottom, box.x0, page.height - box.top, box.x1)
    return Box(box.page, box.top, page.width - box.x1, box.bottom, page.width - box.x0)


def untaxed(page: PageText) -> bool:
    """Tell whether a page says why no tax is owed."""
    rows = _rows_about(page, _may_free)
    return any(_first_in(_texts(row, _below(rows, index)), UNTAXED) for index, row in enumerate(rows))


@lru_cache(maxsize=65536)
def _may_free(text: str) -> bool:
    return fold(text).strip(_MARKS)[:LEAD] in UNTAXED.leads


@lru_cache(maxsize=65536)
def _may_say(text: str) -> tuple[Said, ...]:
    """Return what may be said where this word stands."""
    return _BY_LEAD.get(fold(text).replace("’", "'").strip(_MARKS)[:LEAD], ())


def _by_lead() -> dict[str, tuple[Said, ...]]:
    leads = {lead for kind in KINDS.values() for lead in kind.leads}
    return {lead: tuple(said for said, kind in KINDS.items() if lead in kind.leads) for lead in leads}


_BY_LEAD = _by_lead()


def _found(rows: Sequence[Row]) -> Iterator[Statement]:
    led = [{said for word in row.words for said in _may_say(word.text)} for row in rows]
    for index, row in enumerate(rows):
        below = _below(rows, index)
        kinds = led[index] | (led[index + 1] if below is not None else set())
        if len(row.cells) >= _HEADINGS:
            kinds -= {Said.TAX_TO_ADD}  # "Price excl. VAT" over a column
        texts = [*_texts(row, below), _upside_down(row)] if kinds else []
        for said in (said for said in KINDS if said in kinds):
            kind = KINDS[said]
            words = _first_in(texts, kind)
            if words:
                yield Statement(said, words, box_of(row.words))
            elif kind.alone is not None and len(row.cells) == 1 and kind.alone.fullmatch(_plain(row.text)):
                yield Statement(said, row.text, box_of(row.words), alone=True)


def _upside_down(row: Row) -> str:
    """Return the text of a row that stands on its head, which is read from its end."""
    return " ".join(word.text for word in reversed(row.words))


def _below(rows: Sequence[Row], index: int) -> Row | None:
    """Return the row in which a sentence may go on."""
    row, below = rows[index], rows[index + 1] if index + 1 < len(rows) else None
    near = below is not None and below.page == row.page and below.top - row.bottom <= _NEAR * row.height
    return below if near else None


def _texts(row: Row, below: Row | None) -> list[str]:
    """Return the text of a row and those of its cells, also with the one below where a sentence goes on."""
    texts = [row.text] if len(row.cells) == 1 else [row.text, *(cell.text for cell in row.cells)]
    if below is not None:
        for cell in row.cells:
            under = (other for other in below.cells if other.x0 < cell.x1 and cell.x0 < other.x1)
            texts += [f"{cell.text} {other.text}" for other in under if len(cell.words) > 1]
    return texts


def _first_in(texts: Iterable[str], kind: Kind) -> str:
    """Return the words of the first text that say it; nothing where none does."""
    return next((words for text in texts if (words := _in_text(text, kind))), "")


def _in_text(text: str, kind: Kind) -> str:
    folded = " ".join(fold(text).replace("’", "'").split())
    if not kind.says.search(folded) or (not kind.beside_money and _is_label(text)):
        return ""
    for sentence in _SENTENCE.split(folded):
        found = kind.says.search(sentence)
        if found is None:
            continue
        rest = _DENIED.sub(" ", sentence)
        if not UNLESS.search(rest) and (kind.unless is None or not kind.unless.search(rest)):
            return found.group().strip(" .:,-–")
    return ""


def _is_label(text: str) -> bool:
    """Tell whether a text ends with an amount."""
    return _MONEY.search(text[-12:]) is not None and any(ch.isdigit() for ch in text[-3:])


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).strip(_MARKS + " ")
