"""Whether a block of an address names the desk's own company, plainly another, or cannot be told.

Own names stand in the policy (``company.names``), as the company writes itself. A block is ours where a row of it has
all words of an own name in their order: in full, abbreviated ("Mfg"), run together, with a branch set apart from it
("– Dayton Plant") or on the row below. It is another's only where its name is certain: a row with a legal form, or one
over an address that is none of ours. Everything else is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.company_words import LEGAL_FORMS
from app.policy.company_names import forms_agree, legal_forms, name_likeness, name_words

# How alike a row of a scan must be to an own name to be it misread, and how unlike all of them to be another's.
_MISREAD, _UNLIKE = 0.8, 0.6
_SHORTEST = 3  # letters of an abbreviation, of a word of a place, and of initials
_NUMBER = 4  # figures of a postal code
# Who buys or pays at a company, and parts of one: such words name no company, and none becomes another by them.
_NEUTRAL_TEXT = (
    "accounts account payable payables ap department dept division div branch plant warehouse store site office "
    "offices headquarters hq head main central purchasing procurement finance accounting invoice invoices "
    "invoicing processing center centre shared services service dc depot unit attn attention the of for and firma "
    "buchhaltung kreditorenbuchhaltung rechnungswesen einkauf abteilung abt werk niederlassung filiale lager "
    "zentrale verwaltung standort comptabilite fournisseurs service achats usine agence succursale site siege "
    "contabilidad proveedores compras departamento sucursal almacen sede planta contabilita fornitori ufficio "
    "acquisti stabilimento filiale crediteurenadministratie administratie inkoop vestiging magazijn afdeling "
    "company nummer number no nr kunde customer client klant cliente globale gln gtin id"
)
_NEUTRAL = frozenset(_NEUTRAL_TEXT.split())
# Words of addresses that every street and every building has.
_PLACES_TEXT = (
    "street road avenue drive lane parkway pkwy boulevard blvd highway suite floor dock gate north south east west "
    "strasse weg platz allee rue chemin place calle avenida plaza via viale piazza straat laan "
    "germany deutschland france italy italia spain espana nederland netherlands united states kingdom america usa "
    "industrial park business building gebaude hall halle distribution"
)
_PLACES = _NEUTRAL | frozenset(_PLACES_TEXT.split())
_PERSON = re.compile(
    r"^(?:att(?:n|ention)?\b|z\.? ?hd|zu haenden|zu händen|à l.attention|a l.attention|t\.?a\.?v\.?|"
    r"herrn?\b|frau\b|mr\b|mrs\b|ms\b|dr\b|m\.|mme\b|monsieur|madame|sig\b|sr\b|sra\b|dhr\b|mevr\b|contact\b)",
    re.IGNORECASE,
)
_CARE_OF = re.compile(r"^(?:c/o|c\.o\.|care of|p/a|chez|bei)\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"@|https?:|www\.|:|\b(?:p\.? ?o\.? ?box|postfach|postbus|apartado|casella|suite|floor)\b", re.IGNORECASE
)
_APART = re.compile(r"\s+[-–—|]\s+|[,;(/|]|\b(?:d/?b/?a|t/a|c/o)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Own:
    """The desk's own names and addresses, as the policy has them."""

    names: Sequence[str]
    addresses: Sequence[str]


def another_company(block: str, own: Own, *, scanned: bool) -> str:
    """Return the name of somebody else that a block of an address plainly names; nothing where none is told."""
    rows = [row.strip() for row in block.split("\n") if row.strip()]
    if not own.names or any(_is_ours(row, rows, own, scanned=scanned) for row in _told(rows)):
        return ""
    name = next((row for row in rows if _may_be_a_name(row)), "")
    if not name or (scanned and any(name_likeness(name, ours) >= _UNLIKE for ours in own.names)):
        return ""
    if legal_forms(_without_place(name)):
        return name
    rest = rows[rows.index(name) + 1 :]
    elsewhere = bool(_numbers(rest)) and not at_own_address(block, own)
    return name if elsewhere and not _PERSON.match(rows[0]) else ""


def at_own_address(block: str, own: Own) -> bool:
    """Tell whether a block shares a postal code or the name of a place with an own address."""
    return any(share_a_place(block, address) for address in own.addresses)


def share_a_place(text: str, other: str) -> bool:
    """Tell whether two texts of a place share a number of four figures or more, or a word that tells places apart."""
    return bool(place_words(text) & place_words(other))


def place_words(text: str) -> frozenset[str]:
    """Return the words and long numbers that tell one place from another."""
    words = (part for word in name_words(text) for part in re.findall(r"[0-9]+|[^\W\d_]+", word))
    return frozenset(
        word
        for word in words
        if (len(word) >= _NUMBER if word.isdigit() else len(word) > _SHORTEST) and word not in _PLACES
    )


def states_a_place(block: str) -> bool:
    """Tell whether a block has the number of a place: the postal code of an address."""
    return bool(_numbers(block.split("\n")))


def _numbers(rows: Iterable[str]) -> list[str]:
    return [number for row in rows for number in re.findall(r"[0-9]+", row) if len(number) >= _NUMBER]


def _told(rows: Sequence[str]) -> list[str]:
    """Return the rows that may name a company, and each two that follow one another as one name over two rows."""
    alone = [row for row in rows if not _CARE_OF.match(row)]
    companies = [row for row in alone if _may_be_a_name(row) and legal_forms(row)]
    # "c/o" behind a company is where its post goes; behind a person it is whom the person works for.
    cared = [_CARE_OF.sub("", row).strip() for row in rows if _CARE_OF.match(row) and not companies]
    return [*alone, *(f"{a} {b}" for a, b in pairwise(alone)), *cared]


def _is_ours(row: str, rows: Sequence[str], own: Own, *, scanned: bool) -> bool:
    return any(_names(row, rows, ours, own, scanned=scanned) for ours in own.names)


def _names(row: str, rows: Sequence[str], ours: str, own: Own, *, scanned: bool) -> bool:
    if not forms_agree(_without_place(row), ours):
        return False
    printed, mine = _words(row), _words(ours)
    if not mine:
        return False
    if _initials(row, ours) or (scanned and name_likeness(row, ours) >= _MISREAD):
        return True
    if "".join(printed) == "".join(mine):
        return True
    for start in range(len(printed) - len(mine) + 1):
        run = printed[start : start + len(mine)]
        if run[0] == mine[0] and all(_stands_for(a, b) for a, b in zip(run, mine, strict=True)):
            return _nothing_added(row, printed[:start] + printed[start + len(mine) :], rows, own)
    return False


def _without_place(row: str) -> str:
    """Return a row up to the comma before what is no legal form: "Reno, NV" behind a name is none."""
    first, *parts = row.split(",")
    kept = [first]
    for part in parts:
        if not legal_forms(part.split()[0] if part.split() else ""):
            break
        kept.append(part)
    return " ".join(kept)


def _words(name: str) -> list[str]:
    """Return the words of a name; an umlaut may be spelt with an e."""
    return [re.sub("(?<=[aou])e", "", word) for word in name_words(name)]


def _stands_for(printed: str, word: str) -> bool:
    """Tell whether a printed word is this one, or short for it: "Manuf" or "Mfg" for "Manufacturing"."""
    shorter, longer = sorted((printed, word), key=len)
    if shorter == longer or (len(shorter) >= _SHORTEST and longer.startswith(shorter)):
        return True
    if len(shorter) < _SHORTEST or shorter[0] != longer[0] or len(shorter) * 2 > len(longer):
        return False
    letters = iter(longer)
    return all(ch in letters for ch in shorter) and not any(ch in "aeiou" for ch in shorter[1:])


def _initials(row: str, ours: str) -> bool:
    bare = row.strip(" .,")
    first = "".join(word[0] for word in name_words(ours))
    return len(first) >= _SHORTEST and bare.replace(".", "").isupper() and bare.replace(".", "").casefold() == first


def _nothing_added(row: str, more: Sequence[str], rows: Sequence[str], own: Own) -> bool:
    """Tell whether what stands beside an own name is a branch, a place or set apart, and makes no other of it."""
    if _APART.search(row):
        return True
    placed = place_words("\n".join((*(other for other in rows if other != row), *own.addresses)))
    return all(word in _NEUTRAL or word in placed or word.isdigit() for word in more)


def _may_be_a_name(row: str) -> bool:
    """Tell a row that names a person or company from those of an address, a department, a number."""
    if _PERSON.match(row) or _CARE_OF.match(row) or _NO_NAME.search(row) or _numbers([row]):
        return False
    if any(ch.isdigit() for ch in row) and not legal_forms(row):
        return False
    words = name_words(row)
    letters = sum(len(word) for word in words)
    return letters >= _SHORTEST and not all(word in _NEUTRAL or word in LEGAL_FORMS for word in words)
