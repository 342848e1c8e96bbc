"""Finding what a page says against paying its total: sentences, wherever they stand, and words alone in a row.

Small print that says when something would hold says nothing of this invoice and is passed over; so is the label of an
amount, which is read as such elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from app.domain.as_printed import as_printed
from app.domain.overlap import in_one_column, shared_width
from app.domain.provenance import Box
from app.extraction.header.account_notice import account_notice
from app.extraction.statements.beside_figures import HEADINGS, said_beside_figures
from app.extraction.statements.in_terms import of_this_invoice
from app.extraction.statements.kinds import GRANTED, LEAD, UNLESS, Kind, Said
from app.extraction.statements.other_orders import other_orders
from app.extraction.statements.over_labels import sums_over_labels
from app.extraction.statements.owed import owed_sums, with_money
from app.extraction.statements.part_titles import part_titles
from app.extraction.statements.phrases import KINDS
from app.extraction.statements.single_headings import said_in_headings
from app.extraction.statements.spelled_sums import spelled_sums
from app.extraction.statements.stated_kinds import stated_kinds
from app.extraction.statements.tax_phrases import UNTAXED, taxes_with_charges
from app.extraction.statements.tax_rates import tax_rates
from app.extraction.statements.under_headings import said_under_headings
from app.extraction.statements.unit_phrases import said_of_units
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row, box_of, join_rows
from app.extraction.values.text_keys import fold, fold_line
from app.extraction.values.words import PageText, Word

_SENTENCE = re.compile(
    r"(?<=[a-z0-9%)][a-z0-9%)][.!?;])(?<!zzgl\.)(?<!zugl\.)(?<!bzgl\.)(?<!excl\.)(?<!exkl\.)(?<!escl\.)(?<!incl\.)"
    r"(?<!inkl\.)(?<!setzl\.)(?<!\bmwst\.)(?<!\bust\.)(?<!no\.)(?<!nr\.)(?<!pos\.)(?<!art\.)(?<!\bst\.)(?<!\brev\.)\s+"
)
# A day is no amount ("30.04.2026").
_MONEY = re.compile(r"\d[.,]\d{2}(?!\d|\s?%|\.\d)")
# "Do not pay" denies in its own words, and "you may deduct" allows.
_DENIED = re.compile(rf"\b(?:(?:do not|don't) (?:(?:send )?pay(?:ment)?|remit(?=$|[.,;!]))|{GRANTED})\b")
# What reads as something else from its end.
_LEVEL = frozenset({Said.OTHER_SUM, Said.CREDITED, Said.GOODS_BACK, Said.OTHER_PRICE, Said.PARTLY})
_LARGER = 1.2  # how much larger titles are than what is set small beside them
_SHORT = 3  # words of a heading that goes on in a second row
# Words of so many letters that are so many times as high as wide stand sideways; a few of them are a sentence.
_TELLING, _UPRIGHT, _FEWEST = 3, 1.3, 2
_LEADING = 4  # words
_PARTS = re.compile(r"['=:&/%†‡\d]+")  # between what is written in one word
_MARKS = "\"'([{*†‡•·-–—:.,;!?)]}“”„«»"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a page says, in its folded words; ``alone`` where they are all of a row, as a note under a line is as well.

    ``printed`` is how they stand there, and ``place`` where; empty where they run another way than the page.
    """

    said: Said
    words: str
    box: Box
    alone: bool = False
    printed: str = ""
    place: Box | None = None


def read_statements(page: PageText) -> tuple[Statement, ...]:
    """Return what a page says, each thing as often as it is said."""
    rows = join_rows(page)
    owed = (
        Statement(Said.OWED, words, box_of(row.words)) for words, row in chain(owed_sums(rows), sums_over_labels(rows))
    )
    beside = (
        Statement(said, words, box_of(row.words))
        for said, words, row in chain(said_beside_figures(rows), said_of_units(rows), *_labelled(rows))
    )
    spelled = (Statement(said, words, box_of(row.words)) for said, words, row in spelled_sums(rows))
    titles = (Statement(Said.PART_BILL, words, box_of(row.words), alone=True) for words, row in part_titles(rows))
    headings = (
        Statement(Said.HEADED_WITH, words, place := box_of(cell.words), printed=cell.text, place=place)
        for words, cell in said_in_headings(rows)
    )
    under = (Statement(Said.HEADED_AS, words, place, place=place) for words, place in said_under_headings(rows))
    level = (*of_this_invoice(_found(rows), rows), *owed, *beside, *spelled, *titles)
    return (*(_as_it_stands(one, rows) for one in level), *under, *headings, *_sideways(page))


def _labelled(rows: Sequence[Row]) -> tuple[Iterator[tuple[Said, str, Row]], ...]:
    return stated_kinds(rows), other_orders(rows), taxes_with_charges(rows), tax_rates(rows)


def _as_it_stands(statement: Statement, rows: Sequence[Row]) -> Statement:
    """Return a statement with its words as printed, which may go on in the next row, and its place."""
    box = statement.box
    same = (at for at, row in enumerate(rows) if row.top == box.top and box_of(row.words) == box)
    at = next(same, len(rows))
    text = " ".join(row.text for row in rows[at : at + 2])
    printed = as_printed(text, statement.words, lambda letter: fold(letter).replace("’", "'"))
    return replace(statement, printed=printed, place=statement.box)


def statements_aslant(page: PageText) -> Iterator[Statement]:
    """Yield what is said by texts that run another way than a page, laid out level as a page of their own."""
    if not page.words:
        return
    said = read_statements(page)
    yield from (replace(one, place=None) for one in said)
    rows = join_rows(page)
    if notice := account_notice(rows):
        yield Statement(Said.OTHER_ACCOUNT, notice, box_of(page.words))
    if any(one.said is Said.OWED for one in said):
        return
    for row in rows:
        if amounts := with_money(row):
            yield Statement(Said.ASLANT, amounts, box_of(row.words))


def _sideways(page: PageText) -> Iterator[Statement]:
    """Yield what is said sideways, up or down the page: its rows leave out such words."""
    words = [w for w in page.words if w.bottom - w.top > _UPRIGHT * (w.x1 - w.x0) and len(w.text) >= _TELLING]
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


def _turned(box: Box, page: PageText, *, upwards: bool) -> Box:
    if upwards:
        return Box(box.page, page.height - box.bottom, box.x0, page.height - box.top, box.x1)
    return Box(box.page, box.top, page.width - box.x1, box.bottom, page.width - box.x0)


def untaxed(page: PageText) -> bool:
    """Tell whether a page says why no tax is owed."""
    if not any(_may_free(word.text) for word in page.words):
        return False
    rows = join_rows(page)
    return any(_frees(row, next_row(rows, index)) for index, row in enumerate(rows))


def _frees(row: Row, below: Row | None) -> bool:
    """Tell whether a row says so, by itself or going on in the one below."""
    own = any(map(_may_free, row.texts))
    if own and _in_row(row, UNTAXED):
        return True
    if below is None or not (own or any(map(_may_free, below.texts))):
        return False  # as most rows
    pairs = (text for text, words in _pairs(row, below) if any(_may_free(word.text) for word in words))
    return any(_in_text(text, UNTAXED) for text in pairs)


@lru_cache(maxsize=65536)
def _may_free(text: str) -> bool:
    return fold(text).strip(_MARKS)[:LEAD] in UNTAXED.leads


@lru_cache(maxsize=65536)
def _may_say(text: str) -> tuple[Said, ...]:
    """Return what may be said where this word stands."""
    key = fold(text).replace("’", "'")
    found = set(_BY_LEAD.get(key.strip(_MARKS)[:LEAD], ()))
    for part in _PARTS.split(key):  # "d'information", "12=undelivered"
        found.update(_BY_LEAD.get(part.strip(_MARKS)[:LEAD], ()))
    found.update(said for said, kind in KINDS.items() if any(inside in key for inside in kind.inside))
    return tuple(found)


def _by_lead() -> dict[str, tuple[Said, ...]]:
    leads = {lead for kind in KINDS.values() for lead in kind.leads}
    return {lead: tuple(said for said, kind in KINDS.items() if lead in kind.leads) for lead in leads}


_BY_LEAD = _by_lead()
_IN_ORDER = {said: place for place, said in enumerate(KINDS)}
_NOTHING: frozenset[Said] = frozenset()


def _led(texts: Iterable[str]) -> frozenset[Said]:
    """Return what may be said where these words stand; most words say nothing."""
    found = list(filter(None, map(_may_say, texts)))
    return frozenset(chain.from_iterable(found)) if found else _NOTHING


def _found(rows: Sequence[Row]) -> Iterator[Statement]:
    led = [_led(row.texts) for row in rows]
    for index, row in enumerate(rows):
        if not led[index] and not any(led[index + 1 : index + 2]):
            continue
        below = next_row(rows, index)
        kinds = led[index] | (led[index + 1] if below is not None else _NOTHING)
        if len(row.cells) >= HEADINGS or _heads_columns(rows, index):
            kinds -= {Said.TAX_TO_ADD}  # "Price excl. VAT" over a column
        pairs = [(text, _led([word.text for word in words])) for text, words in _pairs(row, below)] if kinds else []
        for said in sorted(kinds, key=_IN_ORDER.__getitem__):
            kind = KINDS[said]
            words = _in_row(row, kind) if said in led[index] else ""
            words = words or _first_in((text for text, may in pairs if said in may), kind)
            # "30,00 solde à payer" asks for nothing when it is read from its end.
            turned = said in led[index] and said not in _LEVEL and len(row.words) > 1
            words = words or (_in_text(_upside_down(row), kind) if turned else "")
            if words:
                yield Statement(said, words, box_of(row.words))
            elif kind.alone is not None and (lone := _lone(row, kind.alone)) is not None:
                if _ends_sentence(rows, index):
                    continue
                yield Statement(said, lone.text, box_of(lone.words), alone=True)


def _lone(row: Row, alone: re.Pattern[str]) -> Cell | None:
    """Return the cell that says so by itself: all of its row, or small beside nothing but a letterhead and titles."""
    for cell in row.cells:
        least = _LARGER * max(word.bottom - word.top for word in cell.words)
        beside = (word for other in row.cells if other is not cell for word in other.words)
        if alone.fullmatch(_plain(cell.text)) and all(word.bottom - word.top >= least for word in beside):
            return cell
    return None


def _heads_columns(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row goes on with the headings of columns in the row above it, or in the one above that.

    Nothing but short words, each right under a heading: "Line amount" over "excl. VAT".
    """
    start = next((at for at in (index - 1, index - 2) if at >= 0 and len(rows[at].cells) >= HEADINGS), None)
    if start is None:
        return False
    heads = rows[start].cells
    return not any(ch.isdigit() for ch in rows[start].text) and all(
        next_row(rows, at - 1) is not None
        and all(
            len(cell.words) <= _SHORT
            and not any(ch.isdigit() for ch in cell.text)
            and any(_over(head, cell) for head in heads)
            for cell in rows[at].cells
        )
        for at in range(start + 1, index + 1)
    )


def _over(head: Cell, cell: Cell) -> bool:
    """Tell whether a heading stands over a cell: over most of it, for a sentence would run on beside it."""
    return shared_width(head, cell) > (cell.x1 - cell.x0) / 2


def _ends_sentence(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row ends a sentence that the row above breaks off: "... kept for a year at", "no charge."."""
    before = rows[index - 1] if index and next_row(rows, index - 1) is not None else None
    if before is None or not rows[index].text[:1].islower():
        return False
    return len(before.words) >= _LEADING and fold(before.words[-1].text) in page_words("sentences", "going_on")


def _upside_down(row: Row) -> str:
    """Return the text of a row that stands on its head, which is read from its end."""
    return " ".join(reversed(row.texts))


def _in_row(row: Row, kind: Kind) -> str:
    """Return the words that say it in a row, or in one of its cells: what no row says, no cell in it does."""
    if not kind.find(fold_line(row.text)):
        return ""
    cells = (cell.text for cell in row.cells) if len(row.cells) > 1 else ()
    return _first_in((row.text, *cells), kind)


def _pairs(row: Row, below: Row | None) -> list[tuple[str, tuple[Word, ...]]]:
    """Return the cells of a row, each with one below in which its sentence may go on: their text and their words."""
    if below is None:
        return []
    return [
        (f"{cell.text} {other.text}", (*cell.words, *other.words))
        for cell in row.cells
        for other in (below.cells if len(cell.words) > 1 else ())
        if in_one_column(other, cell)
    ]


def _first_in(texts: Iterable[str], kind: Kind) -> str:
    """Return the words of the first text that say it; nothing where none does."""
    return next((words for text in texts if (words := _in_text(text, kind))), "")


def _in_text(text: str, kind: Kind) -> str:
    folded = fold_line(text)
    if not kind.find(folded) or (not kind.beside_money and _is_label(text)):
        return ""
    for sentence in _SENTENCE.split(folded):
        found = kind.find(sentence)
        if not found:
            continue
        rest = _DENIED.sub(" ", sentence)
        if not UNLESS.search(rest) and (kind.unless is None or not kind.unless.search(rest)):
            return found.strip(" .:,-–")
    return ""


def _is_label(text: str) -> bool:
    """Tell whether a text ends with an amount."""
    return _MONEY.search(text[-12:]) is not None and any(ch.isdigit() for ch in text[-3:])


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).strip(_MARKS + " ")
