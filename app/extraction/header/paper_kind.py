"""What a page says of itself that keeps it from being paid as it is: that it is no invoice, or none any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from statistics import median

from app.domain.overlap import in_one_column
from app.domain.provenance import Extracted, Method
from app.extraction.header.paper_names import names_other_paper
from app.extraction.header.values import leads_to_day
from app.extraction.values.dates import find_date
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.next_row import next_row
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import fold_line, squeeze
from app.extraction.values.words import PageText, Word

_TOP_ROWS = 40
# A title is printed larger than the text; a small "Lieferschein" is the label of a reference.
_LARGER = 1.3
_CLEARLY = 1.6  # so much larger, no label in bold or with long letters is
_STAMP_ROWS = 3
_ABOVE = 1.05  # times the height of such a label
_LONGEST = 4  # words of a title
_COLUMN, _APART = 12.0, 3  # points across, twice, and heights between letters of one word that runs down
_BESIDE = 12  # heights of a word to what it may label
_NO_BILL = frozenset({"other", "receipt", "proforma", "denied", "credit", "stamp"})
_SPACED = 10  # parts of a stamp: "V O I D"
_FEWEST_LETTERS = 4  # of a stamp whose letters stand in no row
_DESCENDING, _SMALL = frozenset("gjpqy"), frozenset("aceimnorsuvwxzgjpqy")
_WHOLE = 1.28  # heights of a capital, from the top of a "d" to the foot of a "p"
_NUMBER = re.compile(r"no[.:]:?", re.IGNORECASE)  # no denial


def other_paper(rows: Sequence[Row], knowledge: Knowledge, number: Extracted[str] | None = None) -> str:
    """Return the words by which the page calls itself something else than an invoice, as printed; else nothing.

    A large title says so, with or without its number, unless "Invoice" stands as a title as well, alone in large
    letters or with its number in larger ones than that title; and so does a small one with the ``number`` that was
    taken for the invoice's, or one beside "Invoice" that labels nothing. "Pro forma" as a title and a sentence such as
    "this is not an invoice" say so in any size.
    """
    heights = [_capitals(word) for row in rows for word in row.words]
    typical = median(heights) if heights else 0.0
    title, small, size, invoiced = "", "", 0.0, 0.0
    for at, row in enumerate(rows[:_TOP_ROWS]):
        if not knowledge.titles.any_begins(row.keys):
            continue
        for cell in row.cells:
            if not knowledge.titles.any_begins(cell.keys):
                continue
            alone = knowledge.titles.meanings("".join(cell.keys))
            height = max(map(_capitals, cell.words))
            large = height >= _LARGER * typical
            meanings = alone or _numbered(cell, knowledge) or _ending(cell, knowledge)
            numbered = not alone and number is not None and number.box in [word.box for word in cell.words]
            if "invoice" in meanings and "receipt" not in meanings and large:
                invoiced = max(invoiced, inf if alone else height)
            if "proforma" in meanings and (alone or large or numbered):
                return cell.text
            if "other" in meanings and numbered:
                return cell.text
            calls = not {"other", "receipt"}.isdisjoint(meanings)
            if calls and large and not ("goes_along" in meanings and _in_list(cell, rows, at)):
                title = title or cell.text
                size = max(size, 0.0 if _stamped_in(cell, rows[at + 1 : at + 1 + _STAMP_ROWS]) else height)
            small = small or (cell.text if _is_small_title(cell, row, rows, alone) else "")
    title = "" if invoiced and invoiced >= _ABOVE * size else title
    named = "" if title or invoiced else _named(rows[:_TOP_ROWS], typical)
    return title or named or (small if invoiced == inf else "") or _said(rows, knowledge, "denied")


def _named(rows: Sequence[Row], typical: float) -> str:
    """Return the large text that names a paper which is none of the common ones, and no invoice.

    On a scan, a label with long letters is as high as small titles are.
    """
    for at, row in enumerate(rows):
        for cell in row.cells:
            height = max(map(_capitals, cell.words))
            if height < _LARGER * typical or cell.text.rstrip().endswith(":"):
                continue
            clearly = height >= _CLEARLY * typical and not _in_list(cell, rows, at)
            labels = _labels(cell, row, rows, _LARGER * typical if clearly else 0.0)
            if (clearly or not labels) and names_other_paper(fold_line(cell.text), whole=not labels):
                return cell.text
    return ""


def _labels(cell: Cell, row: Row, rows: Sequence[Row], least: float) -> bool:
    """Tell whether something stands right behind a text, or at least so high right under it, that it may name."""
    height = max(word.bottom - word.top for word in cell.words)
    if any(0 <= at.x0 - cell.x1 < _BESIDE * height for at in row.cells):
        return True
    under = (one for one in rows if one.page == row.page and one.top - row.top >= 0 and one.top - row.bottom < height)
    large = (at for one in under if one is not row for at in one.cells if at.words[0].bottom - at.words[0].top >= least)
    return any(in_one_column(at, cell) for at in large)


def _is_small_title(cell: Cell, row: Row, rows: Sequence[Row], meanings: Sequence[str]) -> bool:
    """Tell whether a cell calls the paper something else in small print: nothing that it could label stands by it.

    Papers that go with an invoice ("Delivery note") may be one with it.
    """
    other = "other" in meanings or "receipt" in meanings
    if not other or "goes_along" in meanings or cell.text.rstrip().endswith(":"):
        return False
    top, bottom = min(word.top for word in cell.words), max(word.bottom for word in cell.words)
    height = bottom - top
    for at in row.cells:
        smaller = max(word.bottom - word.top for word in at.words) < _LARGER * height
        if at is not cell and smaller and min(abs(at.x0 - cell.x1), abs(cell.x0 - at.x1)) < _BESIDE * height:
            return False
    near = (one for one in rows if one.page == row.page and one is not row)
    close = (one for one in near if one.top - bottom < height and top - one.bottom < height)
    return not any(in_one_column(at, cell) for one in close for at in one.cells)


def _in_list(cell: Cell, rows: Sequence[Row], at: int) -> bool:
    """Tell whether a cell is one of a list of labels: a colon stands behind it, right over or under another's.

    A scan gives some words boxes that are far too high; a title has no colon of its own.
    """
    colons = [one.words[0].x0 for one in rows[at].cells if one.x0 > cell.x0 and one.text.startswith(":")][:1]
    near = (one for i in (at - 1, at + 1) if 0 <= i < len(rows) for one in rows[i].words if one.text.startswith(":"))
    return any(abs(one.x0 - x) < one.bottom - one.top for one in near for x in colons)


def _stamped_in(cell: Cell, below: Sequence[Row]) -> bool:
    """Tell whether a stamp says when the paper came in: "Reçu" over a day, which is the title of a receipt as well."""
    # A stamp put on at a slant has its day in more rows than one.
    under = " ".join(o.text for row in below for o in row.cells if in_one_column(o, cell))
    return squeeze(cell.text) in page_words("titles", "came_in") and find_date(under) is not None


def stamp(page: PageText, knowledge: Knowledge) -> str:
    """Return the words that are stamped large across a page and say that it is not to be paid; else nothing.

    Words are looked at as they stand on the page: large ones across a table are in none of its rows.
    """
    if not page.words:
        return ""
    sizes = [_capitals(word) for word in page.words]
    least = _LARGER * median(sizes)
    large = [word for word, size in zip(page.words, sizes, strict=True) if size >= least]
    keys = [squeeze(word.text) for word in large]
    for start in range(len(large)):
        for end in range(start + 1, min(start + _SPACED, len(large)) + 1):
            if "stamp" in knowledge.titles.meanings("".join(keys[start:end])):
                return " ".join(word.text for word in large[start:end])
    for text in _scattered(large):
        if "stamp" in knowledge.titles.meanings(squeeze(text)):
            return text
    return next((text for text in _stacked(page.words) if "stamp" in knowledge.titles.meanings(squeeze(text))), "")


def _scattered(large: Sequence[Word]) -> Iterator[str]:
    """Yield what large letters say that stand alone, up and down, one to the right of the other."""
    letters = "".join(word.text for word in sorted(large, key=lambda one: one.x0) if len(word.text) == 1)
    ends = range(_FEWEST_LETTERS, _SPACED + 1)
    yield from (
        letters[at : at + length] for at in range(len(letters)) for length in ends if at + length <= len(letters)
    )


def _capitals(word: Word) -> float:
    """Return how high the capitals of a word are: "paid" on a scan is as high as its letters, from "d" to "p"."""
    height = word.bottom - word.top
    letters = set(word.text)
    whole = word.method is Method.OCR and letters & _DESCENDING and letters - _SMALL
    return height / _WHOLE if whole else height


def stamp_aslant(texts: Sequence[str], knowledge: Knowledge) -> str:
    """Return what is stamped across a page at a slant, or up or down it, and says that it is not to be paid.

    Such a text names the paper, whatever its size: no reference is printed so.
    """
    for text in texts:
        words = [key for key in map(squeeze, text.split()) if key]
        once = "".join(dict.fromkeys(words))  # the words of a watermark are put there again and again
        runs = ("".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(a + _LONGEST, len(words)) + 1))
        kinds = {kind for whole in (squeeze(text), once) for kind in knowledge.titles.meanings(whole)}
        if kinds & _NO_BILL or any("stamp" in knowledge.titles.meanings(run) for run in runs):
            return text
    return ""


def copy_aslant(texts: Sequence[str], knowledge: Knowledge) -> str:
    """Return the text at a slant that is nothing but a word for a copy."""
    return next((t for t in texts if "copy" in knowledge.notices.meanings(squeeze(t))), "")


def _stacked(words: Sequence[Word]) -> Iterator[str]:
    """Yield what letters say that stand one under the other, of any size."""
    columns: dict[int, list[Word]] = {}
    for word in words:
        if len(word.text) == 1 and word.text.isalpha():
            columns.setdefault(round((word.x0 + word.x1) / _COLUMN), []).append(word)
    for column in columns.values():
        run: list[Word] = []
        for word in sorted(column, key=lambda one: one.top):
            if run and word.top - run[-1].bottom > _APART * (word.bottom - word.top):
                yield "".join(one.text for one in run)
                run = []
            run.append(word)
        yield "".join(one.text for one in run)


def _numbered(cell: Cell, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what a title means that stands in one cell with its number: "Quotation No. Q-2031"."""
    for length in range(len(cell.words) - 1, 0, -1):
        meanings = knowledge.titles.meanings("".join(cell.keys[:length]))
        rest = cell.words[length:]
        if meanings and all(_leads_to_number(word) or _has_digit(word) for word in rest):
            return meanings if any(map(_has_digit, rest)) else ()
    return ()


def _leads_to_number(word: Word) -> bool:
    """Tell whether a word may stand between a title and its number or day."""
    key = squeeze(word.text)
    marks = page_words("numbers", "marks") | page_words("numbers", "weak_marks")
    return key in marks | {"", "from"} or leads_to_day(key)


def _ending(cell: Cell, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what the last words of a short title mean: "Sales Quotation"; "Invoice / Delivery Note" is an invoice."""
    words = cell.words
    if not 1 < len(words) <= _LONGEST or any("invoice" in knowledge.titles.meanings(key) for key in cell.keys):
        return ()
    ends = (knowledge.titles.meanings("".join(cell.keys[start:])) for start in range(1, len(words)))
    return tuple(meaning for meanings in ends for meaning in meanings if meaning == "other")


def _has_digit(word: Word) -> bool:
    return any(ch.isdigit() for ch in word.text)


def _said(rows: Sequence[Row], knowledge: Knowledge, meaning: str) -> str:
    """Return the first words of a page that mean this, in one row or going on in the next."""
    book, sought = knowledge.titles, knowledge.titles.only(meaning)
    in_cash = page_words("titles", "in_cash")
    for index, row in enumerate(rows):
        near = rows[index : index + 2]
        if not book.any_begins(row.keys) or not any(sought.any_begins(one.keys) for one in near):
            continue
        for words in (row.words, *_going_on(row, next_row(rows, index))):
            keys = [squeeze(word.text) for word in words]
            for start in (at for at, key in enumerate(keys) if key and book.begins(key)):
                if _NUMBER.fullmatch(words[start].text):
                    continue  # "Account no." over "Payment due" heads a number
                for length in range(2, min(6, len(keys) - start) + 1):
                    past = start + length
                    said = meaning in book.meanings("".join(keys[start:past]))
                    if said and in_cash.isdisjoint(keys[past : past + 2]):
                        return " ".join(word.text for word in words[start : start + length]).strip(" .:,-–")
    return ""


def _going_on(row: Row, below: Row | None) -> Iterable[tuple[Word, ...]]:
    """Yield the words of each cell with those of the cell under it."""
    for cell in row.cells:
        for under in below.cells if below is not None else ():
            if in_one_column(under, cell):
                yield (*cell.words[-5:], *under.words[:5])
