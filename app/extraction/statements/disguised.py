"""What a page says against paying it in words that are not written in the letters they seem to have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.extraction.statements.kinds import Said
from app.extraction.statements.statements import Statement, read_statements
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.plain_letters import plain_words
from app.extraction.values.rows import box_of, join_rows
from app.extraction.values.text_keys import fold_line
from app.extraction.values.words import PageText, Word

_WATCHED = frozenset({Said.SETTLED, Said.NO_INVOICE, Said.NOT_FINAL})
_NO_BILL = frozenset({"proforma", "denied", "credit", "stamp"})  # papers that go with an invoice are often named
_AROUND = 2.0  # heights of such a word: the rows in which a sentence with it begins and ends


def disguised_statements(page: PageText, said: Collection[Said], knowledge: Knowledge) -> Iterator[Statement]:
    """Yield what a page says, apart from ``said``, once its disguised words are written in plain letters."""
    for plain in _in_plain_letters(page):
        for one in read_statements(plain):
            if one.said in _WATCHED and one.said not in said:
                yield one
        if Said.NO_INVOICE not in said:
            yield from _titles(plain, page, knowledge)


def _in_plain_letters(page: PageText) -> list[PageText]:
    """Return the rows with disguised words as they are meant; twice where a sign stands for one letter or another."""
    found = {at: plain for at, word in enumerate(page.words) if (plain := plain_words(word.text))}
    if not found:
        return []
    near = [page.words[at] for at in found]
    words = [
        (word, found.get(at, (word.text,)))
        for at, word in enumerate(page.words)
        if any(abs(word.top - one.top) <= _AROUND * (one.bottom - one.top) for one in near)
    ]
    return [
        replace(page, words=tuple(replace(word, text=texts[min(way, len(texts) - 1)]) for word, texts in words))
        for way in range(max(map(len, found.values())))
    ]


def _titles(plain: PageText, page: PageText, knowledge: Knowledge) -> Iterator[Statement]:
    """Yield the cells that call the paper something else than an invoice, of those with such a word."""
    written: set[Word] = set(page.words)
    for row in join_rows(plain):
        for cell in row.cells:
            meanings = knowledge.titles.meanings("".join(cell.keys))
            if not _NO_BILL.isdisjoint(meanings) and not written.issuperset(cell.words):
                place = box_of(cell.words)
                yield Statement(Said.NO_INVOICE, fold_line(cell.text), place, printed=cell.text, place=place)
