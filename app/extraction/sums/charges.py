"""Freight, surcharges, deposits, discounts: what a label names, and when it is charge or goods (S2.103, S2.169)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.invoice import ChargeKind
from app.extraction.values.figures import Figure, is_currency_word
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import read_percent
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import join_words
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import Word

_FOR_WHAT = 3  # letters
_GLUED_RATE = re.compile(r"(?<=[^\W\d_])\([0-9]{1,2}(?:[.,][0-9]+)?%\)", re.ASCII)
_ASIDE = re.compile(r"[\d.,/%@#*:()\-–=+]+")
_BOTH = 2  # halves of a label in two languages
_LONGEST, _PHRASE = 8, 4  # words of a label, and of a charge's name


@dataclass(frozen=True, slots=True)
class ChargeDraft:
    """A charge as it was found: its kind, its words, its amount, and the row of the document it stands in."""

    kind: ChargeKind
    label: str
    figure: Figure
    row: int
    in_table: bool


def charge_kind(
    words: Sequence[Word], knowledge: Knowledge, own: Mapping[str, ChargeKind] | None = None, *, strict: bool = False
) -> ChargeKind | None:
    """Return the kind of charge that a label names; None where it names none.

    Args:
        words: The label.
        knowledge: The words of ``accessorials.toml``.
        own: A vendor profile's own words, squeezed, with their kinds.
        strict: Only a label that is nothing but the charge counts (there is a quantity, price or code beside it).
    """
    scan = any(w.confidence < 100 for w in words)
    keys = [_key(w) for w in words]
    if not scan and not own and not knowledge.charges.any_begins(keys) and not any(map(_ends_as_discount, keys)):
        return None  # as most words
    dash = next((i for i, w in enumerate(words) if i and w.text in {"-", "–", "—"}), len(words))
    if not strict and dash < len(words):
        # "LTL freight - ODFL": what stands before the dash names it.
        return charge_kind(words[:dash], knowledge, own)
    kept = [w for w in words if not _ASIDE.fullmatch(w.text) and not is_currency_word(w.text)]
    kept = [w for w in kept if read_percent(w.text) is None and squeeze(w.text)]
    if not kept or len(kept) > _LONGEST:
        return None
    scan = any(w.confidence < 100 for w in kept)
    keys = [_key(w) for w in kept]
    keys = list(knowledge.without_way(keys))
    kept = kept[: len(keys)]
    whole = "".join(keys)
    if own and whole in own:
        return _told_kind(whole, own[whole], knowledge)
    found = _kind(whole, knowledge, scan=scan) or _made_of_discount(keys)
    if found is not None:
        return None if strict and whole in knowledge.weak_charges - _words("no_goods") else found
    if "/" in "".join(w.text for w in words) and (found := _in_two_languages(words, knowledge)):
        return found
    if strict or keys[-1] in _words("things"):
        return None
    return _leading(kept, keys, knowledge) or _closing(keys, knowledge) or _joined(keys, knowledge)


def _key(word: Word) -> str:
    """Return what is compared of a word of a label, without a rate glued to it: "DISCOUNT(5.39%)"."""
    return squeeze(_GLUED_RATE.sub("", word.text)).strip("%#")


def _told_kind(whole: str, told: ChargeKind, knowledge: Knowledge) -> ChargeKind:
    """Return the kind a profile gives to words; words that say their kind themselves keep it.

    Else a profile could make agreed freight of handling that nobody agreed to; "other" is agreed to by no terms.
    """
    named = knowledge.charges.meanings(whole)
    free = not named or ChargeKind.OTHER.value in named or told.value in named or told is ChargeKind.OTHER
    return told if free else ChargeKind(named[0])


def _in_two_languages(words: Sequence[Word], knowledge: Knowledge) -> ChargeKind | None:
    """Return the kind of charge that both halves of a label around a stroke name: "Leveringskosten / Frais de port"."""
    halves = " ".join(word.text for word in words).split("/")
    keys = [key for half in halves if (key := squeeze(half)) not in knowledge.weak_charges]
    kinds = [_kind(key, knowledge, scan=False) for key in keys]
    return kinds[0] if len(kinds) == len(halves) == _BOTH and kinds[0] == kinds[1] else None


def says_which_way(words: Sequence[Word]) -> bool:
    """Tell whether words only say that something is put on or taken off, as the first column of a list of both does.

    What it is for stands beside them ("Abschlag   Stammkundenrabatt").
    """
    return squeeze("".join(word.text for word in words)) in _words("ways")


def named_anywhere(words: Sequence[Word], knowledge: Knowledge, *, rated: bool = False) -> ChargeKind | None:
    """Return the kind of charge that words of a label name: for a row that bears nothing but an amount.

    Words of goods count where the row is ``rated``, a percentage of something: "Insurance of machines 8 %".
    Where other words stand beside them ("Repair incl. freight") it is a charge of no kind that a vendor's terms allow.
    """
    keys = [key for word in words if (key := squeeze(word.text).strip("%#"))]
    if not keys or len(keys) > _LONGEST or keys[-1] in _words("things"):
        return None
    for length in range(min(len(keys), _PHRASE), 0, -1):
        for start in range(len(keys) - length + 1):
            key = "".join(keys[start : start + length])
            found = _kind(key, knowledge, scan=False) or _made_of_discount(keys[start : start + length])
            if found is not None and (rated or key not in knowledge.weak_charges):
                rest = (*keys[:start], *keys[start + length :])
                known = found is ChargeKind.DISCOUNT or all(_goes_with_charges(other, knowledge) for other in rest)
                return found if known else ChargeKind.OTHER
    return None


def _goes_with_charges(key: str, knowledge: Knowledge) -> bool:
    leading = any(key in _words(name) for name in ("leaders", "leads_on", "joints", "carriers"))
    return leading or key.isdigit() or bool(knowledge.charges.meanings(key))


def _joined(keys: Sequence[str], knowledge: Knowledge) -> ChargeKind | None:
    """Two charges in one ("Emballage et port"): each is one when it stands alone; freight gives it its kind."""
    at = next((i for i, key in enumerate(keys) if key in _words("joints")), len(keys))
    parts = ("".join(keys[:at]), "".join(keys[at + 1 :]))
    kinds = [kind for part in parts if (kind := _kind(part, knowledge, scan=False)) is not None]
    if len(kinds) < len(parts):
        return None
    return ChargeKind.FREIGHT if ChargeKind.FREIGHT in kinds else kinds[0]


def _kind(key: str, knowledge: Knowledge, *, scan: bool) -> ChargeKind | None:
    found = knowledge.charges.loosely(key) if scan else knowledge.charges.meanings(key)
    return ChargeKind(found[0]) if found else None


def _made_of_discount(keys: Sequence[str]) -> ChargeKind | None:
    return ChargeKind.DISCOUNT if len(keys) == 1 and _ends_as_discount(keys[0]) else None


def _ends_as_discount(key: str) -> bool:
    """Tell whether a word is made of one for a discount and what it is given for: "Projektrabatt", "ledenkorting"."""
    return any(key.endswith(end) and len(key) - len(end) >= _FOR_WHAT for end in _words("ends_of_discounts"))


def _leading(words: Sequence[Word], keys: Sequence[str], knowledge: Knowledge) -> ChargeKind | None:
    """A charge's words, then how, where to or for what ("Freight via UPS", "Delivery to dock 4", "Freight PRO# 7")."""
    for length in range(len(keys) - 1, 0, -1):
        found = _kind("".join(keys[:length]), knowledge, scan=False)
        if found is None:
            continue
        following = keys[length]
        printed = words[length].text
        if "".join(keys[:length]) in knowledge.weak_charges:
            # A word of goods too: "palette de peinture"; only a number behind it leaves it a charge.
            if not printed.strip("#(").replace(".", "").replace(",", "").isdigit():
                continue
            return found
        if following in _words("numbered") and length == len(keys) - 1:
            return found
        if following in _words("leads_on") or printed[:1] in "(-/" or any(ch.isdigit() for ch in printed):
            return found
        if words[length - 1].text[-1:] in ":-,/":
            return found
    return None


def _closing(keys: Sequence[str], knowledge: Knowledge) -> ChargeKind | None:
    """Words before a charge's own ("LTL outbound freight", "abzgl. 3 % Rabatt"): at least two words, or a discount."""
    for start in range(1, len(keys)):
        key = "".join(keys[start:])
        found = _kind(key, knowledge, scan=False) or _made_of_discount(keys[start:])
        if found is None or start > 3:
            continue
        led = not _words("leaders").isdisjoint({keys[start - 1], keys[0]})
        if led if key in _words("also_goods") else key not in knowledge.weak_charges:
            return found
    return None


def _words(name: str) -> frozenset[str]:
    return page_words("charges", name)


def label_text(words: Sequence[Word]) -> str:
    """Return the label of a charge as printed, without a colon behind it."""
    return join_words(words).strip().rstrip(":").strip()
