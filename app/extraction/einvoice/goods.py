"""Whether the lines of an electronic invoice are of the goods that the page names: a difference is held.

Names are shortened, wrapped or translated on pages; that the two have nothing at all in common is another matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.common_words import shares_a_word, words_of
from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Method
from app.extraction.einvoice.header_comparison import Differences
from app.extraction.einvoice.model import StatedLine
from app.extraction.einvoice.printed import Printed
from app.extraction.values.text_keys import squeeze

_ENOUGH = 1  # words that name something
_LONG = 4  # letters of a word that is looked for on the rest of the page
_LONGEST_SHOWN = 80  # characters


def compare_goods(
    mine: Invoice, page: Invoice, pairs: Mapping[int, int], words: Printed, differences: Differences
) -> None:
    """Hold each line whose name has nothing in common with that of its line on the page.

    Where its item code is the page's as well, it may be translated, unless other lines are in the page's words.
    """
    named = [(mine.lines[i], page.lines[j]) for i, j in pairs.items() if _is_telling(page.lines[j])]
    other = [(line, printed) for line, printed in named if not _same_words(line, printed)]
    alike = 2 * len(other) <= len(named)
    for line, printed in other:
        if (alike or not _same_code(line, printed)) and not _names_it_elsewhere(line, words):
            what, shown = line.description.value[:_LONGEST_SHOWN], printed.description.value[:_LONGEST_SHOWN]
            differences.hold("name of the goods", f"“{what}”", f"“{shown}”", "description", line.line_no)


def goods_differ(one: Sequence[StatedLine], two: Sequence[StatedLine]) -> str:
    """Return the first name of goods with which two electronic invoices have nothing in common; nothing if none."""
    for a, b in zip(one, two, strict=False):
        if not shares_a_word(f"{a.name} {a.description}", [f"{b.name} {b.description}"], _ENOUGH):
            return b.name or b.description
    return ""


def _is_telling(printed: InvoiceLine) -> bool:
    return printed.description.method is not Method.OCR and bool(printed.description.value)


def _same_words(one: InvoiceLine, two: InvoiceLine) -> bool:
    return shares_a_word(_text(one), [_text(two)], _ENOUGH)


def _text(line: InvoiceLine) -> str:
    return " ".join((line.description.value, *line.notes))


def _same_code(one: InvoiceLine, two: InvoiceLine) -> bool:
    return bool(_codes(one) & _codes(two))


def _codes(line: InvoiceLine) -> set[str]:
    own = (line.item_code.value,) if line.item_code is not None else ()
    return {key for code in (*own, *line.other_codes, *line.codes_in_text) if (key := squeeze(code))}


def _names_it_elsewhere(line: InvoiceLine, words: Printed) -> bool:
    """Tell whether a page has a word of the name anywhere: the rows of its table may have been read amiss."""
    return any(len(word) >= _LONG and words.has_word(word) for word in words_of(line.description.value))
