"""What kind of charge words name: a charge ordered as a line is so known beside one billed as a charge."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.errors import EnvironmentFault
from app.domain.identifiers import loose_number
from app.domain.invoice import ChargeKind
from app.domain.letters import without_accents
from app.domain.word_beginnings import beginning_with
from app.shipped_files import resource_path

_MOST_WORDS = 6
_SHORTEST_ENDING = 6
_OTHERS = ("door", "customs", "back", "hurry", "put_right")
# Freight of a bill that the label names.
_OF_INVOICE = re.compile(
    r"\b(?:invoice|inv|rechnung|facture|factura|fattura|factuur)\b[ .:#]*(?:no|nr|n)?[ .:#°]*([a-z]{0,4}-?\d[\w/-]*)"
)
# What a label joins, and what carriers' bills have with freight by custom.
_JOINED = re.compile(r"\s(?:and|und|et|y|e|en|plus|incl|inkl|including|with|mit|avec|con|met)\b|[&+/,;:()–-]")
_WITH_FREIGHT = frozenset(
    {ChargeKind.FREIGHT, ChargeKind.HANDLING, ChargeKind.PACKAGING, ChargeKind.FUEL_SURCHARGE, ChargeKind.DISCOUNT}
)


def kind_named(text: str) -> ChargeKind | None:
    """Return the kind of charge a text names, alone or as its first or last words; None where it names goods.

    ``Freight``, ``LTL freight 10234`` and ``Fracht nach Köln`` name one; ``Freight elevator film`` begins with a
    charge's word and is still goods: what follows must not be the name of a thing, so only figures and names of
    places after a word that leads on are passed over.
    """
    words = [word for word in _words(text) if not word[0].isdigit()]
    if not words or len(words) > _MOST_WORDS:
        return None
    known = _book().sure
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        # Short words (UPS, port, fuel) end the names of goods as well.
        if (start == 0 or len(phrase) >= _SHORTEST_ENDING) and phrase in known:
            return known[phrase]
    for end in range(len(words) - 1, 0, -1):
        if words[end] in _LEADS_ON and (kind := known.get(" ".join(words[:end]))) is not None:
            return kind
    return None


def is_no_freight(text: str, invoice_number: str | None = None) -> bool:
    """Tell whether the words of a charge say that it is for something else than bringing the goods of this invoice."""
    said = " ".join(without_accents(text.casefold()).split())
    other = _OF_INVOICE.search(said)
    own = loose_number(invoice_number or "")
    return any(pattern.search(said) for pattern in _book().other_than_freight) or (
        other is not None and loose_number(other[1]) != own
    )


def joined_with_freight(text: str) -> frozenset[ChargeKind]:
    """Return the kinds of charge that the label of a freight names besides: "Freight & insurance"."""
    book = _book().known
    parts = (" ".join(_words(part)) for part in _JOINED.split(without_accents(text.casefold())))
    return frozenset(kind for part in parts if (kind := book.get(part)) is not None) - _WITH_FREIGHT


_LEADS_ON_TEXT = (
    "to via for per from on at by of in nach fur von zu auf de du des pour a sur del di para por van voor naar op"
)
_LEADS_ON = frozenset(_LEADS_ON_TEXT.split())


@dataclass(frozen=True, slots=True)
class _ChargeBook:
    """The words of charges.

    Attributes:
        known: The kind of charge that each phrase names.
        sure: The same without the phrases that are words of goods as well.
        other_than_freight: Patterns of what is called freight and is for something else.
    """

    known: Mapping[str, ChargeKind]
    sure: Mapping[str, ChargeKind]
    other_than_freight: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def _book() -> _ChargeBook:
    """Read the words of charges.

    Raises:
        EnvironmentFault: ``bad_charges``; the file that comes with the program is damaged.
    """
    try:
        return _parsed(tomllib.loads(resource_path("accessorials.toml").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EnvironmentFault(
            "bad_charges",
            f"The words of charges cannot be read: {error}.",
            next_step="Install the program again, or restore resources/accessorials.toml.",
        ) from error


def _parsed(data: Mapping[str, Any]) -> _ChargeBook:
    known: dict[str, ChargeKind] = {}
    sure: dict[str, ChargeKind] = {}
    for name, table in data.items():
        kind, weak = ChargeKind(name), set(table.get("weak", ()))
        for phrase in table["words"]:
            key = " ".join(_words(str(phrase)))
            known.setdefault(key, kind)
            if phrase not in weak:
                sure.setdefault(key, kind)
    return _ChargeBook(known, sure, _other_than_freight(data[ChargeKind.FREIGHT.value]["others"]))


def _other_than_freight(others: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str], ...]:
    earlier = (f"{before} {bill}|" for before in others["earlier"] for bill in others["earlier_bills"])
    anywhere = (word for name in _OTHERS for word in others[name])
    last = "|".join(map(re.escape, others["hurry_at_end"]))
    return beginning_with((*anywhere, *earlier)), re.compile(rf"\b(?:{last})$")


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9&]+", without_accents(text.casefold()))
