"""Which words of a row are a company's name: not the label before it, a logo beside it, nor the address behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile

from app.domain.company_words import LEGAL_FORMS
from app.domain.provenance import Method
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_STATES = frozenset({"co", "sa", "as", "ab", "de", "pa", "la", "in", "al", "sc"})  # of addresses
_CUT = frozenset("-–—•·|●*.")  # set apart, one of these ends a name
_PHONE = re.compile(r"(?:tel|phone|ph|fax)\b|\([0-9]{3}\)|[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}", re.IGNORECASE | re.ASCII)
_SIGNS, _HIGHER = 2, 1.6  # letters and digits of what a logo is read as, and times the height of the name beside it
# Under its name a firm may say whose it is: "A division of Meridian Health Products, Inc."
_PART_OF = re.compile(
    r"(?:an? )?(?:division|subsidiary|member|affiliate) of\b|eine? (?:unternehmen|marke|tochter) (?:der|des|von)\b"
    r"|une (?:société|marque|filiale|division) d[ue]\b|una (?:empresa|marca|filial|división) del?\b"
    r"|(?:una )?(?:società|divisione|marchio) del\b|een (?:onderdeel|dochter|merk) van\b",
    re.IGNORECASE,
)
_CAPITAL = frozenset({("au", "capital"), ("capital", "social"), ("con", "capital")})
_SMALLER = 0.75  # of the height of the word before


@cache
def company_words() -> frozenset[str]:
    """Return the words that mark a name as a company's."""
    # "se" is left out: most often it is a word of a Spanish or Italian sentence.
    return (LEGAL_FORMS - {"se"}) | page_words("vendor", "companies")


def says_whose(text: str) -> bool:
    """Tell whether a line only says to which group a firm belongs: its own name stands above."""
    return _PART_OF.match(text) is not None


def end_of_name(words: Sequence[Word], *, named: bool) -> int:
    """Return where a sign ends the name: "Kontor GmbH - Am Anger 3 - 99084 Erfurt" (its length without).

    Behind a label of the seller's, words of the name itself may follow a dash: "From: Demo - Sliced Goods".
    """
    cut = next(
        (at for at, word in enumerate(words) if word.text in _CUT or _states_capital(words[at : at + 2])), len(words)
    )
    begun = named and not any(squeeze(word.text) in company_words() for word in words[:cut])
    return len(words) if begun and all(word.text.isalpha() for word in words[cut + 1 :]) else cut


def _states_capital(words: Sequence[Word]) -> bool:
    """Tell whether a name ends with the company's capital: "Cielnet SAS au capital de 500 000 €"."""
    return tuple(squeeze(word.text) for word in words) in _CAPITAL


def behind_name_label(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words behind a label that says that a name follows, its colon closing it; else all."""
    for length in range(1, min(3, len(words))):
        if words[length - 1].text.endswith(":"):
            label = squeeze("".join(w.text for w in words[:length]))
            return words[length:] if label in page_words("vendor", "name_labels") else words
    return words


def of_one_size(words: Sequence[Word]) -> list[Word]:
    """Return the words up to where the print becomes smaller: what stands close behind a name in large letters.

    On a scan the height of a word is that of its letters; a logo beside them is read as a sign much higher than they.
    """
    if not words or words[0].method is Method.OCR:
        return _without_logo(words)
    least = _SMALLER * height_of(words[0])
    return list(takewhile(lambda word: height_of(word) >= least, words))


def _without_logo(words: Sequence[Word]) -> list[Word]:
    """Return the words of a scan without the sign at either end that a logo was read as ("Salinas B.V. A")."""
    kept = list(words)
    for end in (-1, 0):
        others = [height_of(word) for word in kept if word is not kept[end]]
        if others and len(squeeze(kept[end].text)) <= _SIGNS and height_of(kept[end]) > _HIGHER * max(others):
            kept.pop(end)
    return kept


def height_of(word: Word) -> float:
    """Return the height of a word in points."""
    return word.bottom - word.top


def address_in(words: Sequence[Word]) -> int:
    """Return where an address begins in the row of a name: "Brightleaf Supply Co., 600 Elm" (its length without)."""
    # Another company behind it is no address of this one, and who is meant a person decides.
    others = [at for at, word in enumerate(words) if squeeze(word.text) in company_words() - _STATES]
    for at, (before, word) in enumerate(pairwise(words), 1):
        another = any(other >= at for other in others)
        if _PHONE.match(word.text) and at > 1 and not another:
            return at
        if not before.text.endswith(","):
            continue
        key = squeeze(word.text)
        if (
            word.text[:1].isdigit()
            or key in page_words("vendor", "addresses")
            or (squeeze(before.text) in company_words() and not another)
        ):
            return at
    return len(words)
