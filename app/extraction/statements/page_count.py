"""Which page of how many a page says it is, and whether it says that it goes on: so that a missing page shows.

A count stands apart in its row or at one of its ends ("Invoice 4711   Page 1 of 2"); "see page 4 of 12 of our
catalogue" counts nothing. Bare figures ("1/2") count in the first and the last row of a page only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from app.extraction.values.rows import Row, join_rows
from app.extraction.values.text_keys import fold
from app.extraction.values.words import PageText, Word

_PAGE_WORDS = (
    "page pg p seite blatt blad pagina pag feuille feuillet hoja foglio bladzijde blz sheet"
    " seiten paginas pagine hojas fogli feuilles sheets bladen"
)
_PAGES = frozenset(_PAGE_WORDS.split())
_OF = r"\s?(?:of|out of|von|sur|de|di|van|su|/)\s?"
_COUNT = re.compile(rf"[a-z]+\.?(?:\s?(?:no|nr|n)\.?)?\s?:?\s?(\d{{1,4}}){_OF}(?:[a-z]+\.?\s)?(\d{{1,4}})\s?[)|–-]?$")
_BEHIND = re.compile(rf"(\d{{1,3}}){_OF}(\d{{1,3}})\s[a-z]+")  # "1 of 3 pages"
_BARE = re.compile(r"\(?(\d{1,3})/(\d{1,3})\)?")
_SEE_TEXT = "see siehe s voir vease vedi zie on auf sur en a op"
_SEE = frozenset(_SEE_TEXT.split())
_GAP = 1.2  # heights of a word; more of it parts two texts
_GOES_ON = re.compile(
    r"(?:(?:invoice|items|table)\s)?(?:is\s)?(?:to be\s)?continued(?:\s(?:on|over|next"
    r"|overleaf)(?:\s(?:the\s)?(?:next|following|page|sheet)){0,2}(?:\s\d+)?)?"
    r"|(?:please\s)?(?:see|turn to) (?:the )?next page|cont(?:'?d|\.)?\s(?:on|over)(?:\s\w+){0,3}|more on (?:the"
    r" )?(?:next|following) page"
    r"|(?:balance|remainder|rest|totals?|sums?|(?:more|further|other) items|carried)(?: (?:is|are|follows?|carried"
    r"|forward|over|see|to|on)){1,3} (?:the )?(?:next|following) (?:page|sheet)"
    r"|(?:saldo|rest|summe|gesamtbetrag|weitere positionen|ubertrag)(?: (?:siehe|folgt))? auf (?:der |dem )?"
    r"(?:(?:nachsten|folgenden|nachster|folgender) (?:seite|blatt)|folgeblatt|folgeseite)"
    r"|fortsetzung(?:\s(?:auf|folgt|nachste|siehe)(?:\s\w+){0,4})?|wird fortgesetzt|(?:weiter|ubertrag) auf"
    r" (?:der )?(?:nachsten seite|folgeseite|seite \d+)"
    r"|(?:totals?|sums?|total due) on page \d+|a suivre|sigue|continua|segue|vervolgt"
    r"|suite(?: (?:a|en|sur)(?: la)?)? page (?:suivante|\d+)|suite au verso|a suivre page (?:suivante|\d+)"
    r"|(?:sigue|continua)(?: en)?(?: la)? (?:pagina siguiente|siguiente pagina|pagina \d+)|(?:segue|continua)(?:"
    r" a)?(?: alla| sulla)? (?:pagina (?:seguente|successiva)|pagina \d+)"
    r"|vervolg (?:op )?(?:de )?(?:volgende pagina|pagina \d+)|zie volgende pagina|wordt vervolgd"
)
_LATER_PAGE = re.compile(
    r"(?:please )?(?:see|siehe|voir|vease|ver|vedi|zie) (?:page|seite|pagina|blatt|blad) (\d{1,2})"
)
_LEADS_TEXT = (
    "cont fort wird weit uber suit sigu segu verv volg word next more turn bala rema rest tota sum sums furt othe carr"
    " see sieh voir veas ver vedi zie plea sald summ gesa"
)
_LEADS = frozenset(_LEADS_TEXT.split())
_LEAD = 4
_MARKS = " .:-–—>→*()[]"
_LAST_ROWS = 6
_TOP = attrgetter("top")


def counted(page: PageText) -> tuple[int, int] | None:
    """Return which page of how many a page says it is; None where it does not say."""
    for word in page.words:
        if _names_page(word.text):
            beside = _beside(page.words, word)
            found = _COUNT.match(_going_on_right(beside, word))
            if found is not None and _led_in(beside, word) not in _SEE and (count := _possible(found)) is not None:
                return count
            found = _COUNT.match(_with_its_value(beside, word))
            if found is not None and (count := _possible(found)) is not None:
                return count
            found = _BEHIND.fullmatch(_ending_with(beside, word))
            if found is not None and (count := _possible(found)) is not None:
                return count
    return _bare(page)


@lru_cache(maxsize=65536)
def _names_page(text: str) -> bool:
    key = fold(text).lstrip("([-–|")
    return key.rstrip(".:") in _PAGES or key.startswith("page")


def _bare(page: PageText) -> tuple[int, int] | None:
    """Return a count without the word, such as "1/2" at the end of the first or the last row."""
    bare = [(word, found) for word in page.words if "/" in word.text and (found := _BARE.fullmatch(word.text))]
    outer = (min(page.words, key=_TOP), max(page.words, key=_TOP)) if bare else ()
    for word, found in bare:
        if not _beside(outer, word):
            continue  # rows stand above it and below
        beside = _beside(page.words, word)
        in_row = set(map(id, beside))
        tops = [other.top for other in page.words if id(other) not in in_row]
        outermost = not tops or max(tops) < word.top or min(tops) > word.top
        last = max([other.x0 for other in beside]) <= word.x0
        if outermost and last and not _led_in(beside, word):
            return _possible(found)
    return None


def _going_on_right(beside: Sequence[Word], first: Word) -> str:
    """Return the folded text that begins with a word and goes on to the right of it without a gap."""
    right = sorted([w for w in beside if w.x0 >= first.x0], key=lambda w: w.x0)
    kept: list[Word] = []
    for word in right:
        if kept and word.x0 - kept[-1].x1 > _GAP * (first.bottom - first.top):
            break
        kept.append(word)
    return " ".join(fold(word.text) for word in kept).lstrip("([-–| ")


def _with_its_value(beside: Sequence[Word], label: Word) -> str:
    """Return the folded text of a word that labels the next one of its row: "Page      1 of 3"; else nothing."""
    following = min((w for w in beside if w.x0 >= label.x1), key=lambda w: w.x0, default=None)
    if following is None or _led_in(beside, label) or _led_in(beside, following):
        return ""
    return f"{fold(label.text)} {_going_on_right(beside, following)}"


def _ending_with(beside: Sequence[Word], last: Word) -> str:
    """Return the folded text of a row that ends with a word; nothing where it goes on."""
    left = sorted(beside, key=lambda w: w.x0)
    if left[-1] is not last:
        return ""
    return " ".join(fold(word.text) for word in left).lstrip("([-–| ")


def _led_in(beside: Sequence[Word], word: Word) -> str:
    """Return the word right before one, folded."""
    near = [w for w in beside if w.x1 <= word.x0 + 1]
    before = max(near, key=lambda w: w.x1, default=None)
    if before is None or word.x0 - before.x1 > _GAP * (word.bottom - word.top):
        return ""
    return fold(before.text).strip(_MARKS)


def _beside(words: Sequence[Word], word: Word) -> list[Word]:
    """Return those of some words that stand level with one, or are it."""
    top, bottom = word.top, word.bottom
    height = bottom - top
    return [w for w in words if w is word or abs(w.top + w.bottom - top - bottom) < height]


def _possible(found: re.Match[str]) -> tuple[int, int] | None:
    number, pages = int(found[1]), int(found[2])
    return (number, pages) if 0 < number <= pages else None


def goes_on(page: PageText) -> str:
    """Return the words at the foot of a page that say it goes on; else nothing."""
    if not any(map(_leads_on, {word.text for word in page.words})):
        return ""
    rows: Sequence[Row] = join_rows(page)
    for row in rows[-_LAST_ROWS:]:
        for cell in row.cells:
            text = _folded(cell.text).strip(_MARKS)
            later = _LATER_PAGE.fullmatch(text)
            if _GOES_ON.fullmatch(text) or (later is not None and int(later[1]) > row.page):
                return cell.text
    return ""


@lru_cache(maxsize=65536)
def _leads_on(text: str) -> bool:
    return fold(text).strip(_MARKS)[:_LEAD] in _LEADS


def missing_pages(counts: Mapping[int, tuple[int, int] | None]) -> tuple[int, ...]:
    """Return the pages that other pages count and that are not there.

    ``counts`` has what each page of the file says. Pages that say nothing may be those that are missed.
    """
    said = [count for count in counts.values() if count is not None]
    silent = sum(count is None for count in counts.values())
    for pages in sorted({pages for _, pages in said}, reverse=True):
        there = {number for number, of in said if of == pages}
        missing = [number for number in range(1, pages + 1) if number not in there]
        if len(missing) > silent:
            return tuple(missing)
    return ()


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
