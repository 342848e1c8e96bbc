"""Words of descriptions that cannot both be so: another material, side or make, and a word that the other text denies.

"Non-sterile" and "unsterile" deny "sterile", "powder-free" denies "powder"; "slip resistant" neither says nor denies
"slip". English, German, French, Spanish, Italian, Dutch; the texts are folded: small letters without accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_VERSIONS: Mapping[str, Mapping[str, str]] = {
    "material": {
        "zinc": "zinc galvanized galvanised verzinkt zingue zincado zincato galvanizado verzinkte verzinkter",
        "stainless": "stainless edelstahl inox inoxidable inossidabile rvs",
        "brass": "brass messing laiton laton ottone",
        "copper": "copper kupfer cuivre cobre koper",
        "aluminium": "aluminium aluminum aluminio alluminio",
        "leather": "leather leder cuir cuero",
        "nitrile": "nitrile nitril nitrilo",
        "latex": "latex",
        "vinyl": "vinyl vinilo vinile pvc",
        "cotton": "cotton baumwolle coton algodon cotone katoen",
    },
    "side": {
        "left": "left links linke linker linkes gauche izquierdo izquierda sinistro sinistra",
        "right": "right rechts rechte rechter rechtes droite derecho derecha destro destra",
    },
    "tint": {"clear": "clear klar klare klarer", "tinted": "tinted getont getonte smoke smoked"},
    "thread": {"male": "male aussengewinde", "female": "female innengewinde"},
    "place": {"inner": "inner internal", "outer": "outer external"},
    "end": {"front": "front", "rear": "rear"},
    "house": {"indoor": "indoor", "outdoor": "outdoor"},
}  # fmt: skip
_VERSION: Mapping[str, tuple[str, str]] = {
    word: (kind, name) for kind, names in _VERSIONS.items() for name, words in names.items() for word in words.split()
}
_DENIES = frozenset(["non", "not", "without", "ohne", "nicht", "sans", "sin", "senza", "zonder", "niet"])
_SAYS_NOTHING_OF = frozenset(["anti", "resistant", "proof", "repellent", "bestandig", "fest", "abweisend"])
_FREE = frozenset(["free", "frei"])
# "Free standing", "free range": not free of what stands before it.
_NOT_FREE_OF = frozenset(
    ["standing", "stand", "range", "flow", "flowing", "size", "running", "machining", "from", "of"]
)
_PREFIXES = ("un", "non")
_SHORTEST = 4  # letters of a word that may be denied: "unit" denies no "it"
_WORD = re.compile(r"[^\W\d_]+")
_WITHOUT = re.compile(r"(?<![\w/])w/o(?![\w/])")


class _Told(NamedTuple):
    """The words a text denies, with how it puts that, and those it says."""

    denied: Mapping[str, str]
    said: frozenset[str]


def versions(plain: str) -> Iterator[tuple[str, str, str]]:
    """Yield each word of a folded text that names a material, a side or the like: the kind, the word, and its name."""
    for word in _WORD.findall(plain):
        if word in _VERSION:
            kind, name = _VERSION[word]
            yield kind, word, name


def denial(printed: str, ordered: str) -> tuple[str, str] | None:
    """Return how one folded text denies what the other says, printed first; None where neither does."""
    first, second = _told(printed), _told(ordered)
    for word, how in first.denied.items():
        if word in second.said and word not in second.denied and word not in first.said:
            return how, word
    for word, how in second.denied.items():
        if word in first.said and word not in first.denied and word not in second.said:
            return word, how
    return None


def _told(plain: str) -> _Told:
    words = _WORD.findall(_WITHOUT.sub("without", plain))
    denied: dict[str, str] = {}
    neither: set[int] = set()
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        behind, then = (*words[at + 1 : at + 3], "", "")[:2]
        if before in _DENIES:
            denied[word] = f"{before} {word}"
        elif behind in _FREE and then not in _NOT_FREE_OF:
            denied[word] = f"{word} {behind}"
        elif before not in _SAYS_NOTHING_OF and behind not in _SAYS_NOTHING_OF:
            bare = next((word.removeprefix(each) for each in _PREFIXES if word.startswith(each)), "")
            if len(bare) >= _SHORTEST:
                denied[bare] = word
            continue
        neither.add(at)
    return _Told(denied, frozenset(word for at, word in enumerate(words) if at not in neither))
