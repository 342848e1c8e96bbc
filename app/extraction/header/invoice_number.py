"""The number of an invoice: beside its label, in the title, or that of the carrier on a freight bill."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.domain.overlap import in_one_column
from app.domain.provenance import Extracted
from app.extraction.header.labels import LabelHit
from app.extraction.header.values import document_number, extracted, is_town
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words, word_parts
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_TITLES = frozenset({"invoice", "credit"})  # meanings of a title under which its number may stand
_FREIGHT_BILLS = ("freightbill", "freightinvoice")
_TOP = 60  # rows
# What stands before a number; "No" without a point is a word.
_MARKS = frozenset({"nr.", "nr", "no.", "n.", "n°", "nº"})
_FOLIO = "folio"
_BESIDE_NUMBER = 0.6  # what it is rated lower: a hotel prints it beside the number of its invoice
_UNDER_TITLE = 1.5  # what "nummer" is rated higher under "Factuur"
_NUMBER_SIGN = "#"
_TOWN, _APART = 1.5, 4  # what an address beside the title is rated lower; heights of a word
_GROUPS, _GROUPED = 3, 0.7  # fewest, and the gap between them in heights
_DIGITS = 2  # fewest of a number that nothing but its place under the title names


def read_invoice_number(
    labels: Sequence[LabelHit], rows: Sequence[Row], knowledge: Knowledge, credited: Extracted[str] | None
) -> Extracted[str] | None:
    """Return the number beside its likeliest label, else that of the title, else the carrier's; None without any.

    ``credited`` is the number of the invoice that this one credits, which is another.
    """
    ranked: list[tuple[float, str, tuple[Word, ...]]] = []
    for hit in labels:
        if "invoice_number" not in hit.meanings:
            continue
        bare = hit.key in _words("titles")
        under = hit.key in _words("beside_title") and _under_its_title(hit, rows, knowledge)
        titled = under or _titled(rows[hit.row], knowledge) or _beside_date(hit, labels)
        if hit.key in _words("beside_title") and not titled:
            continue
        if _names_party(hit, knowledge):
            continue
        if hit.key == _FOLIO and not _words("register").isdisjoint(rows[hit.row].keys):
            continue
        for place, words in enumerate(hit.values):
            found = document_number(words)
            if found is None:
                continue
            if credited is not None and credited.value == found[0] and "credit" not in hit.key:
                continue
            if bare and words is not hit.right and sum(ch.isdigit() for ch in found[0]) < _DIGITS:
                continue  # "#7 Mill-22" under a title is a part of an address, and "# 7" may be
            if bare and words is not hit.right and _begins_address(found[1], words):
                continue
            if bare and place and not hit.right and hit.below and _is_title(hit, knowledge):
                continue
            score = 3.0 - 1.2 * bare - 0.5 * place - 0.15 * hit.page - 0.002 * hit.row
            score -= 0.8 * (bare and not hit.right) + 0.5 * (hit.key in _words("any"))
            score -= _BESIDE_NUMBER * (hit.key == _FOLIO)
            score += _UNDER_TITLE * under
            score -= _TOWN * (bare and words is hit.right and _is_far_town(hit))
            ranked.append((score, *found))
            break
    best = max(ranked, key=lambda entry: entry[0], default=None)
    found = (
        (best[1], best[2])
        if best
        else _over_date(rows, labels) or _in_title(rows, knowledge) or _carriers(labels, rows)
    )
    return extracted(_in_groups(found[1], rows) or _whole_number(*found, rows), found[1]) if found else None


def _in_groups(words: Sequence[Word], rows: Sequence[Row]) -> str:
    """Return a number that is printed in three or more groups of digits ("72 8104 3390 1126"); nothing for others."""
    row = next((row for row in rows if any(word is words[0] for word in row.words)), None)
    if row is None or len(words) > 1:
        return ""
    groups = [words[0]]
    for word in row.words[next(at for at, word in enumerate(row.words) if word is words[0]) + 1 :]:
        if word.x0 - groups[-1].x1 > _GROUPED * (word.bottom - word.top) or len(word.text) < _DIGITS:
            break
        groups.append(word)
    digits = all(word.text.isascii() and word.text.isdigit() for word in groups)
    return " ".join(word.text for word in groups) if digits and len(groups) >= _GROUPS else ""


def _names_party(hit: LabelHit, knowledge: Knowledge) -> bool:
    """Tell whether the words beside a title make a label over an address of it: "Rechnung an:"."""
    whole = squeeze("".join(word.text for word in (*hit.words, *hit.right)))
    return bool(hit.right) and bool(knowledge.parties.meanings(whole))


def _begins_address(number: Sequence[Word], words: Sequence[Word]) -> bool:
    """Tell whether a number below a title has a name behind it: "27 Foundry Lane", but not "4711 vom 3.2.2026"."""
    behind = next((word.text for word, last in zip(words[1:], words, strict=False) if last is number[-1]), "")
    return behind[:1].isalpha() and not _leads_to_date(behind)


def _beside_date(hit: LabelHit, labels: Sequence[LabelHit]) -> bool:
    """Tell whether the next label of a row is that of the invoice's date: "Nummer   Datum   Vervaldag"."""
    others = [other for other in labels if other.row == hit.row and other.words[0].x0 > hit.words[-1].x1]
    return bool(others) and "invoice_date" in min(others, key=lambda other: other.words[0].x0).meanings


def _under_its_title(hit: LabelHit, rows: Sequence[Row], knowledge: Knowledge) -> bool:
    """Tell whether a label stands right under the title of an invoice, flush with it: "Factuur" over "nummer"."""
    above = rows[hit.row - 1] if hit.row and rows[hit.row - 1].page == hit.page else None
    flush = [cell for cell in above.cells if abs(cell.x0 - hit.words[0].x0) < 1] if above is not None else []
    return any("invoice" in knowledge.titles.meanings(squeeze(cell.text)) for cell in flush)


def _is_far_town(hit: LabelHit) -> bool:
    """Tell whether an address only happens to stand beside a title: "FACTUUR            3000 LEUVEN"."""
    last, first = hit.words[-1], hit.right[0]
    return first.x0 - last.x1 > _APART * (last.bottom - last.top) and is_town(hit.right)


def _carriers(labels: Sequence[LabelHit], rows: Sequence[Row]) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number that a carrier bills under ("PRO number"), where the page calls itself a freight bill."""
    billed = any(name in squeeze(row.text) for row in rows[:_TOP] for name in _FREIGHT_BILLS)
    hits = (hit for hit in labels if billed and "carrier_number" in hit.meanings)
    return next((found for hit in hits for words in hit.values[:1] if (found := document_number(words))), None)


def _in_title(rows: Sequence[Row], knowledge: Knowledge) -> tuple[str, tuple[Word, ...]] | None:
    """Find the number in a title such as "Baurechnung Nr. 1813": a word ending in the title's, a mark, the number."""
    for at, row in enumerate(rows[:_TOP]):
        if any(_is_mark(cell.words[0]) for cell in row.cells):
            found = _under_title(rows, at, knowledge)
            if found:
                return found
        for index, word in enumerate(row.words[:-2]):
            key = squeeze(word.text)
            named = key.endswith(word_parts("numbers", "title_endings"))
            if named and squeeze(row.words[index + 1].text) in _words("marks") | _words("weak_marks"):
                found = document_number(row.words[index + 2 :])
                if found:
                    return found
    return None


def _over_date(rows: Sequence[Row], labels: Sequence[LabelHit]) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number beside "#" alone, flush over the label of the invoice's date: "#   : INV-000122"."""
    for hit in labels:
        upper = rows[hit.row - 1] if hit.row and "invoice_date" in hit.meanings else None
        if upper is None or upper.page != hit.page:
            continue
        for cell, beside in pairwise(upper.cells):
            if cell.text.rstrip(":") == _NUMBER_SIGN and abs(cell.x0 - hit.words[0].x0) < 1:
                return document_number(beside.words)
    return None


def _is_mark(word: Word) -> bool:
    """Tell whether a word says that a number follows ("#", "Nr."), or is one with the mark before it ("#2291")."""
    return word.text.startswith("#") or word.text.casefold() in _MARKS


def _under_title(rows: Sequence[Row], at: int, knowledge: Knowledge) -> tuple[str, tuple[Word, ...]] | None:
    """Return the number that a cell holds by itself behind "#" or "Nr.", right under the title: "# SO-2291".

    It may stand in the cell beside its mark.
    """
    above = [cell for row in rows[max(0, at - 2) : at] if row.page == rows[at].page for cell in row.cells]
    for place, cell in enumerate(rows[at].cells):
        if not _is_mark(cell.words[0]) or len(cell.words) > 2:
            continue
        alone = len(cell.words) == 1 and not any(map(str.isdigit, cell.text))
        words = next((other.words for other in rows[at].cells[place + 1 : place + 2] if alone), cell.words)
        glued = any(ch.isdigit() for ch in words[0].text) and not alone
        if sum(ch.isdigit() for word in words for ch in word.text) < _DIGITS or (glued and len(words) > 1):
            continue
        titles = (c for c in above if _TITLES & set(knowledge.titles.meanings(squeeze(c.text))))
        if any(in_one_column(title, cell) for title in titles):
            return document_number(words)
    return None


def _whole_number(text: str, words: tuple[Word, ...], rows: Sequence[Row]) -> str:
    """Complete a number that lost its hyphen on the way, where the document prints it in full elsewhere."""
    last = words[-1]
    following = next((w for row in rows for a, w in zip(row.words, row.words[1:], strict=False) if a is last), None)
    if following is None or following.x0 - last.x1 > 0.5 * (last.bottom - last.top):
        return text
    joined = squeeze(text + following.text)
    full = (w.text.strip(":,;()") for row in rows for w in row.words if len(w.text) > len(text))
    printed = next((whole for whole in full if squeeze(whole) == joined), None)
    if _leads_to_date(following.text):
        return text  # "N. 4334/FE DEL 03/05/2026"
    code = following.text.isdigit() or (following.text.isalnum() and following.text.isupper())
    return printed or (f"{text} {following.text}" if code else text)


def _titled(row: Row, knowledge: Knowledge) -> bool:
    """Tell whether a cell of a row is the title of an invoice."""
    return any("invoice" in knowledge.titles.meanings(squeeze(cell.text)) for cell in row.cells)


def _is_title(hit: LabelHit, knowledge: Knowledge) -> bool:
    return bool(knowledge.titles.meanings(hit.key))


def _leads_to_date(text: str) -> bool:
    """Tell whether a word leads to the date of the number before it."""
    return squeeze(text) in _words("of_day") | _words("days")


def _words(name: str) -> frozenset[str]:
    return page_words("numbers", name)
