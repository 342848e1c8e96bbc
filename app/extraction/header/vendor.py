"""Who sends the invoice: the seller's name, told from the buyer's by blocks, labels, place, size and company words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from app.domain.overlap import in_one_column
from app.domain.provenance import Method
from app.extraction.header.labels import LabelHit
from app.extraction.header.letterheads import below_letterhead, under_sender_row
from app.extraction.header.name_words import (
    address_in,
    behind_name_label,
    company_words,
    end_of_name,
    height_of,
    of_one_size,
    says_whose,
)
from app.extraction.header.own_marks import reached_below
from app.extraction.header.party_blocks import PartyBlock, party_at
from app.extraction.header.two_row_names import over_two_rows
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import Cell, Row
from app.extraction.values.text_keys import squeeze, words_of
from app.extraction.values.words import Word

_NOT_NAME = re.compile(r"@|https?:|www\.|[0-9]{3}[-. ][0-9]{3,4}|^\W*$|^(?:page|seite|tel|fax|phone)\b", re.IGNORECASE)
# What a company prints under its name and nobody else does: "SAS au capital de 80 000 €".
_CAPITAL = re.compile(r"\bau capital\b|\bcapital social\b|\bcap\. ?soc\b|\bStammkapital\b", re.IGNORECASE)
# Right under the name of a business that has no legal form: "Inh. Uwe Petersen".
_OWNER = re.compile(r"(?:Inh\.|Inhaber|Inhaberin|Prop\.|Proprietor|Propriétaire|Titolare)(?::? |:)", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:street|st|road|rd|ave|avenue|blvd|drive|dr|lane|ln|pkwy|parkway|way|suite|floor|box|strasse|straße|str|weg|platz|rue|chemin|via|calle|straat|laan)\b\.?|\b[0-9]{5}\b|strasse|straße",
    re.IGNORECASE,
)
_POSTAL = re.compile(r"(?:[A-Z]{1,2}-)?[0-9]{4,5}(?:-[0-9]{4})?,?", re.ASCII)
_SPOKEN = re.compile(r"[^\W\d_A-Z]{3,}[.!]")  # how a slogan ends: "z o.o." and "P.E." are no words
# What a paper is called, with or without its number: "Kostenrechnung", "Mietrechnung Nr.".
_TITLE = re.compile(r"\w*(?:rechnung|gutschrift)(?: ?(?:nr|nummer|no|n°))?\.?:?", re.IGNORECASE)
_SUM = re.compile(r"\b(?:sub)?tot(?:al|als|ale|aal)$", re.IGNORECASE)  # "GROUP TOTAL"

_LOGO = 4  # characters
_NEAR = 6  # heights of a row
_AND = "&"
_LARGE = 1.3  # times the usual height of a row
_LEAST = 2.0  # a name rated lower is none
# What speaks for a name: a label before it, a company's word or a trade's in it, an address behind it in its row.
_NAMED, _OF_COMPANY, _OF_TRADE, _SENDING = 2.5, 2.5, 0.8, 0.8
# So does that it is printed again, over the sender's address or at the foot, or leads the page in large letters.
_REPEATED, _LEADING, _FIRST = 1.0, 1.0, 3
_REACHED = 1.0  # so do its telephone, its tax id or its bank below it
_BELOW = _OF_COMPANY  # against a name speaks that another address stands above its own: both may be companies


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    words: tuple[Word, ...]
    score: float
    row: int
    place: int


def vendor_name(
    rows: Sequence[Row],
    labels: Sequence[LabelHit],
    tax_row: int | None,
    buyer: frozenset[int],
    blocks: Sequence[PartyBlock],
    knowledge: Knowledge,
) -> tuple[str, tuple[Word, ...]] | None:
    """Return the seller's name as printed, with its words; None where no text qualifies."""
    labelled = {id(word) for hit in labels if len(hit.key) > 3 for word in hit.words}
    buyer_keys = {squeeze(part) for block in blocks for part in _texts(block)}
    candidates: list[_Candidate] = []
    first_page = [i for i, row in enumerate(rows) if row.page == rows[0].page] if rows else []
    printed = Counter(
        "".join(cell.keys) for i in first_page for cell in rows[i].cells if id(cell.words[0]) not in buyer
    )
    heights = sorted(rows[i].height for i in first_page)
    typical = (heights[len(heights) // 2] if heights else 0.0) or 1.0  # what is drawn without height is a place still
    for index, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            placed = _placed(index, rows, typical, tax_row, _printed_height(row, cell))
            if id(cell.words[0]) in buyer or id(cell.words[0]) in labelled or party_at(cell, "buyer", knowledge):
                continue
            candidates.extend(_candidate(index, place, placed, typical, buyer_keys, knowledge, rows))
    # The best first: few are asked whether they are the buyer.
    below = {
        (c.row, c.place): below_letterhead(rows, c.row, rows[c.row].cells[c.place], buyer, knowledge)
        for c in candidates
    }
    ranked = sorted(
        candidates,
        key=lambda c: _BELOW * below[c.row, c.place] - c.score - _REPEATED * (printed[squeeze(c.text)] > 1),
    )
    best = next((c for c in ranked if not _is_buyer(rows, c.row, c.place, typical)), None)
    if best is None:
        return None
    best = _in_full(best, ranked)
    named = over_two_rows(rows, best.words)
    text = best.text if len(named) == 1 else " ".join(word.text for row in named for word in row)
    return text, tuple(word for row in named for word in row)


def _in_full(best: _Candidate, ranked: Sequence[_Candidate]) -> _Candidate:
    """Return the name with its legal form where the best is only how that begins, as a logo is ("loomstack")."""
    key = squeeze(best.text)
    if len(key) < _LOGO or not company_words().isdisjoint(words_of(best.text)):
        return best
    longer = (c for c in ranked if len(squeeze(c.text)) > len(key) and squeeze(c.text).startswith(key))
    return next((c for c in longer if not company_words().isdisjoint(words_of(c.text))), best)


def _texts(block: PartyBlock) -> list[str]:
    """Return what stands in the lines of a block; on paper they may be level with those of the block beside it."""
    lines: dict[int, list[str]] = {}
    for word in block.words:
        lines.setdefault(round(word.bottom), []).append(word.text)
    return [" ".join(parts) for parts in lines.values()]


def _printed_height(row: Row, cell: Cell) -> float:
    """Return how high the print of a cell is: of a text layer its own, as a title beside it may be large."""
    return row.height if cell.words[0].method is Method.OCR else min(row.height, max(map(height_of, cell.words)))


def _placed(index: int, rows: Sequence[Row], typical: float, tax_row: int | None, height: float) -> float:
    """Rate a place for the seller's name: large, high up on the first page, near the seller's tax id."""
    row = rows[index]
    score = min(2.0, max(0.0, height / typical - 1) * 1.6)
    if row.page == rows[0].page:
        score += 1.6 * max(0.0, 1 - row.top / 300) + 0.6 * (index < _FIRST)
        score += _LEADING * (index < _FIRST and height >= _LARGE * typical)
    if tax_row is not None and abs(tax_row - index) <= 5 and rows[tax_row].page == row.page:
        score += 0.8 * (1 - abs(tax_row - index) / 6)
    return score


def _trades() -> frozenset[str]:
    return page_words("vendor", "trades")


@lru_cache(maxsize=16384)
def _parts_of(word: str) -> frozenset[str]:
    """Return what a word may say of a company: its own words, and all of it as one."""
    return frozenset((*words_of(word), squeeze(word)))


def _told(parts: Set[str]) -> float:
    """Rate the words of a name."""
    return _OF_COMPANY * (not parts.isdisjoint(company_words())) + _OF_TRADE * (not parts.isdisjoint(_trades()))


def _candidate(
    index: int,
    place: int,
    placed: float,
    typical: float,
    buyer_keys: set[str],
    knowledge: Knowledge,
    rows: Sequence[Row],
) -> list[_Candidate]:
    row = rows[index]
    cell = row.cells[place]
    if knowledge.titles.meanings(squeeze(cell.text)):
        return []  # "Verkauf - Rechnung"
    length = party_at(cell, "seller", knowledge)
    named = length > 0
    if not named and cell.text.endswith(":"):
        return []  # "Company TRN:" is a label
    if not named and placed + _SENDING + _told(frozenset().union(*(_parts_of(w.text) for w in cell.words))) < _LEAST:
        return []  # as most texts: neither the place nor a word speaks for a name
    if not named and cell.text.endswith(":") and _beside(row, place) is not None:
        return []  # "Global number:   433374100", which is no name of anybody
    words = of_one_size(behind_name_label(cell.words[length:]))
    if named and not words:
        words = list(behind_name_label(_after_label(rows, index, place, cell, knowledge)))
    cut = end_of_name(words, named=named)
    address = address_in(words)
    posted = any(_POSTAL.fullmatch(word.text) for word in words[address:])
    sender_line = cut < len(words)
    words = words[: min(cut, address)]
    while words and words[-1].text in {",", ".", ":", "(", ")"}:
        words.pop()
    text = " ".join(w.text for w in words).strip(" ,:|")
    parts = frozenset().union(*(_parts_of(w.text) for w in words))
    # "Kontor GmbH, Am Anger 3, 99084 Erfurt"; "ZA des Landes, 35000 Rennes" is but an address.
    of_company = not parts.isdisjoint(company_words())
    sender_line = sender_line or (posted and of_company)
    formed = not of_company and (_capital_below(rows, index, cell) or _owner_below(rows, index, cell))
    score = _NAMED * named + _SENDING * sender_line + _told(parts) + placed + _OF_COMPANY * formed
    score += _REACHED * (of_company and reached_below(rows, index, cell))
    if score < _LEAST or parts <= company_words() or not _possible(text, knowledge) or squeeze(text) in buyer_keys:
        return []
    if text.endswith((".", "!")) and _SPOKEN.fullmatch(words[-1].text) and not of_company:
        return []  # a slogan
    # "Orchard Lane Foods" is no address: that has a number.
    numbered = any(ch.isdigit() for ch in text)
    # Nor is "Pacific Bearing & Drive", for what it joins or its large letters.
    unlike_street = bool(parts & _trades()) or _AND in (w.text for w in words) or row.height >= _LARGE * typical
    score -= (
        (1.5 if numbered or not unlike_street else 0.3) * bool(_STREET.search(text))
        + 0.3 * max(0, len(words) - 6)
        + (1.2 + _LEADING * (row.height >= _LARGE * typical)) * numbered  # a title with its number is large too
    )
    return [_Candidate(text, tuple(words), score, index, place)] if score >= _LEAST else []


def _capital_below(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether the capital of the company stands in the lines right under a name."""
    below = (
        other for row in rows[index + 1 : index + _FIRST + 1] if row.page == rows[index].page for other in row.cells
    )
    return any(abs(other.x0 - cell.x0) < rows[index].height and _CAPITAL.search(other.text) for other in below)


def _owner_below(rows: Sequence[Row], index: int, cell: Cell) -> bool:
    """Tell whether the row right under a name says whose business it is."""
    below = (other for row in rows[index + 1 : index + 2] if row.page == rows[index].page for other in row.cells)
    return any(in_one_column(other, cell) and _OWNER.match(other.text) for other in below)


def _is_buyer(rows: Sequence[Row], index: int, place: int, typical: float) -> bool:
    """Tell whether a name stands twice side by side (bill to, ship to), under the sender's row, or over a clerk.

    So does one of the usual size over whom the paper is for there: "Attention: Accounts".
    """
    row = rows[index]
    cell = row.cells[place]
    key = squeeze(cell.text)
    if under_sender_row(rows, index, cell) or any(
        squeeze(other.text) == key for at, other in enumerate(row.cells) if at != place
    ):
        return True
    below = [other for lower in rows[index + 1 : index + 3] if lower.page == row.page for other in lower.cells]
    flush = [other for other in below if abs(other.x0 - cell.x0) < 2 * row.height]
    small = _printed_height(row, cell) < _LARGE * typical
    return any(squeeze(o.text) in page_words("vendor", "clerks") or (small and _is_for(o)) for o in flush)


def _is_for(cell: Cell) -> bool:
    """Tell whether a line of an address says for whom at the buyer's it is: "Attn: J. Doe", no "Attn: Receivables"."""
    led = any(squeeze("".join(w.text for w in cell.words[:n])) in page_words("vendor", "attention") for n in (1, 2, 3))
    return led and page_words("vendor", "receivables").isdisjoint(cell.keys)


def _beside(row: Row, place: int) -> Cell | None:
    """Return the cell that stands near behind another in its row."""
    behind = row.cells[place + 1] if place + 1 < len(row.cells) else None
    return behind if behind is not None and behind.x0 - row.cells[place].x1 < _NEAR * row.height else None


def _after_label(rows: Sequence[Row], index: int, place: int, cell: Cell, knowledge: Knowledge) -> tuple[Word, ...]:
    """Return the name that follows a seller's label: beside it, or the first under it that can be a name."""
    row = rows[index]
    beside = _beside(row, place)
    if beside is not None:
        return beside.words
    for lower in rows[index + 1 : index + 5]:
        if lower.page != row.page:
            break
        if any(word.text.startswith(":") for word in lower.words) or lower.cells[0].text.endswith(":"):
            continue
        under = next((c for c in lower.cells if abs(c.x0 - cell.x0) < row.height), None)
        if under is not None and _possible(under.text, knowledge) and not any(ch.isdigit() for ch in under.text):
            return under.words
    return ()


def _possible(text: str, knowledge: Knowledge) -> bool:
    key = squeeze(text)
    if (
        len(key) < 3
        or len(text) > 70
        or _NOT_NAME.search(text)
        or _CAPITAL.search(text)
        or _TITLE.fullmatch(text)
        or _SUM.search(text.rstrip("*.:# "))
        or says_whose(text)
        or not any(ch.isalpha() for ch in text)
        or key in page_words("vendor", "sheets")
    ):
        return False
    if sum(ch.isdigit() for ch in text) * 3 > len(text):
        return False
    titled = knowledge.titles.meanings(key) or knowledge.labels.meanings(key) or knowledge.totals.meanings(key)
    return not (titled or knowledge.parties.meanings(key) or knowledge.columns.meanings(key))
