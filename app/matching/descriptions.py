"""Item descriptions compared as people read them: words in any order and abbreviated, figures as quantities.

"M8x40" and "M8x45" are different items; "gloves nitrile L 100/bx" and "NITRILE GLV LG BX100" are one. Scans misread
letters, so long words may differ by a character; figures may not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from rapidfuzz import fuzz

from app.domain.identifiers import look_alike_key

_SIZES = {
    "s": "small",
    "sm": "small",
    "sml": "small",
    "m": "medium",
    "md": "medium",
    "med": "medium",
    "l": "large",
    "lg": "large",
    "lrg": "large",
    "xl": "xlarge",
    "xlg": "xlarge",
    "xxl": "xxlarge",
    "xs": "xsmall",
}
# A packing unit says how the item comes, not what it is; its count is kept as a figure.
_PACKING = frozenset(
    """
    ea each pc pcs piece pieces bx box boxes cs case cases pk pkg pack packs ct cnt count ctn carton rl roll rolls dz
    doz dozen bg bag bags pr pair pairs st set stk stuck stueck per of a an the and with for w der die das und mit de la
    le pour et x no nr size
    """.split()  # noqa: SIM905 - a list of fifty quoted words hides what is in it
)
# Figures with one of these behind them are compared in the unit's base, so that 4 cm is 40 mm.
_MEASURES: Mapping[str, tuple[str, Fraction]] = {
    "mm": ("length", Fraction(1)),
    "cm": ("length", Fraction(10)),
    "m": ("length", Fraction(1000)),
    "in": ("length", Fraction("25.4")),
    "inch": ("length", Fraction("25.4")),
    "ft": ("length", Fraction("304.8")),
    "foot": ("length", Fraction("304.8")),
    "yd": ("length", Fraction("914.4")),
    "g": ("weight", Fraction(1)),
    "kg": ("weight", Fraction(1000)),
    "lb": ("weight", Fraction("453.59237")),
    "lbs": ("weight", Fraction("453.59237")),
    "ml": ("volume", Fraction(1)),
    "l": ("volume", Fraction(1000)),
    "ltr": ("volume", Fraction(1000)),
    "gal": ("volume", Fraction("3785.411784")),
    "gallon": ("volume", Fraction("3785.411784")),
    "oz": ("ounce", Fraction(1)),
}
# What follows these words identifies a shipment and not the item.
_SHIPMENT = re.compile(
    r"\b(?:lot|batch|tracking|serial|s/n|charge|charg|seriennr|chargennr)\b[\s.:#]*(?:nr\.?|no\.?)?[\s.:#]*"
    r"(?=[\w-]*\d)[\w-]+"
)
_NUMBER = r"(?:\d+-\d+/\d+|\d+/\d+|\d*\.\d+|\d+)"
_CHUNK = re.compile(rf"(?P<number>{_NUMBER})(?P<rest>[a-z]*)")
_THREAD = re.compile(r"(\d+/\d+)-(\d+)(?!/|\d)")
_FUZZY_WORD = 4
_FUZZY_RATIO = 80
_SIMILAR = 50
_CONTAINED = 45


class TextLevel(StrEnum):
    """How two descriptions compare, best first."""

    SAME = "same description"
    CONTAINED = "one description contains the other"
    SIMILAR = "similar description"
    DIFFERENT = "different description"
    CONFLICT = "sizes or counts differ"
    MISSING = "no description"


@dataclass(frozen=True, slots=True)
class Description:
    """A description taken apart: words (no packing words) and figures, each in their base where a unit follows."""

    text: str
    words: tuple[str, ...]
    figures: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class TextLikeness:
    """The level, the weighted share of both texts that agrees (percent), and what only one side has."""

    level: TextLevel
    percent: int
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a word tells: one that stands in many descriptions tells little (weights are whole numbers)."""

    counts: Mapping[str, int] = field(default_factory=dict)
    texts: int = 0

    def weight(self, word: str) -> int:
        """Return the weight of one word, 4 (in every text) to 12 (in at most one)."""
        share = self.counts.get(word, 0)
        if self.texts < 4 or share <= 1:
            return 12
        return 4 + 8 * (self.texts - share) // self.texts


def rarity_of(descriptions: Iterable[Description]) -> Rarity:
    """Count in how many descriptions each word stands."""
    counts: Counter[str] = Counter()
    texts = 0
    for description in descriptions:
        texts += 1
        counts.update(set(description.words))
    return Rarity(counts, texts)


@lru_cache(maxsize=20_000)
def describe(text: str) -> Description:
    """Take a description apart."""
    words: list[str] = []
    figures: list[tuple[str, Fraction]] = []
    chunks = _folded(text).split()
    position = 0
    while position < len(chunks):
        chunk = chunks[position]
        position += 1
        found = _CHUNK.fullmatch(chunk)
        if found is None:
            if chunk not in _PACKING or chunk in _SIZES:
                words.append(_SIZES.get(chunk, chunk))
            continue
        unit = found["rest"]
        if not unit and position < len(chunks) and chunks[position] in _MEASURES:
            unit = chunks[position]
            position += 1
        if unit and unit not in _MEASURES and unit not in _PACKING:
            words.append(chunk if found["rest"] and len(unit) <= 2 else unit)
            if words[-1] == chunk:
                continue
        dimension, factor = _MEASURES.get(unit, ("", Fraction(1)))
        figures.append((dimension, _number(found["number"]) * factor))
    return Description(text, tuple(words), tuple(figures))


def _folded(text: str) -> str:
    """Fold to small letters and blanks, with figures, their signs and their units standing apart."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("×", " x "))
    folded = "".join(ch for ch in folded if not unicodedata.combining(ch)).replace("⁄", "/")
    folded = _SHIPMENT.sub(" ", folded)
    folded = re.sub(r"\b(x+)[- ](large|small|lg|sm)\b", r"\1\2", folded)
    folded = re.sub(r"(?<=\d)\s*(?:\"|''|”|″)", " in ", folded)
    folded = re.sub(r"(?<=\d),(?=\d{3}\b)", "", folded)
    folded = re.sub(r"(?<=\d),(?=\d)", ".", folded)
    folded = _THREAD.sub(r"\1 \2", folded)
    folded = re.sub(r"(?<=\d)\s*x\s*(?=[.\d])", " ", folded)
    folded = re.sub(r"(?<=[a-z])/|/(?=[a-z])", " ", folded)
    folded = re.sub(r"\b(bx|pk|cs|ct|pkg|box|pack|case)(?=\d)", r"\1 ", folded)
    folded = re.sub(r"(?<=[a-z])-|-(?=[a-z])", " ", folded)
    folded = re.sub(r"\.(?!\d)|(?<!\d)-(?=\d)", " ", folded)
    return re.sub(r"[^a-z0-9./\- ]+", " ", folded)


def _number(text: str) -> Fraction:
    whole, _, fraction = text.rpartition("-") if "/" in text else ("", "", text)
    if "/" not in fraction:
        return Fraction(fraction)
    above, below = fraction.split("/")
    share = Fraction(int(above), int(below)) if int(below) else Fraction(int(above))
    return share + (int(whole) if whole else 0)


def compare_texts(first: Description, second: Description, rarity: Rarity) -> TextLikeness:
    """Compare two descriptions; the order of the arguments only decides which leftover is which."""
    if not (first.words or first.figures) or not (second.words or second.figures):
        return TextLikeness(TextLevel.MISSING, 0)
    if sorted(first.words) == sorted(second.words) and sorted(first.figures) == sorted(second.figures):
        return TextLikeness(TextLevel.SAME, 100)
    if not _worth_comparing(first, second):
        return TextLikeness(TextLevel.DIFFERENT, 0)
    words_a, words_b, matched = _pair_words(first.words, second.words, rarity)
    figures_a, figures_b, figures_matched = _pair_figures(first.figures, second.figures)
    total = (
        2 * (matched + figures_matched * 12)
        + sum(rarity.weight(w) for w in (*words_a, *words_b))
        + 12 * (len(figures_a) + len(figures_b))
    )
    percent = 200 * (matched + figures_matched * 12) // total if total else 0
    only_first = (*words_a, *(_figure_text(f) for f in figures_a))
    only_second = (*words_b, *(_figure_text(f) for f in figures_b))
    clash = bool(figures_a and figures_b) or (any(map(_has_digit, words_a)) and any(map(_has_digit, words_b)))
    level = _level(percent, bool(matched), clash, bool(only_first), bool(only_second))
    return TextLikeness(level, percent, only_first, only_second)


def _worth_comparing(first: Description, second: Description) -> bool:
    """Tell whether two texts share a word, or one that may abbreviate another: a quick look before a full one."""
    if not set(first.words).isdisjoint(second.words):
        return True
    starts = {word[0] for word in first.words}
    return any(word[0] in starts for word in second.words)


def _level(percent: int, shares_words: bool, figures_clash: bool, left_a: bool, left_b: bool) -> TextLevel:
    if not left_a and not left_b:
        return TextLevel.SAME
    if figures_clash:
        return TextLevel.CONFLICT if shares_words and percent >= _SIMILAR else TextLevel.DIFFERENT
    if not (left_a and left_b) and percent >= _CONTAINED:
        return TextLevel.CONTAINED
    return TextLevel.SIMILAR if percent >= _SIMILAR else TextLevel.DIFFERENT


def _has_digit(word: str) -> bool:
    """Tell whether a word is a model or part number, which names one thing like a figure does."""
    return any(ch.isdigit() for ch in word)


def _figure_text(figure: tuple[str, Fraction]) -> str:
    return str(figure[1])


def _pair_words(first: tuple[str, ...], second: tuple[str, ...], rarity: Rarity) -> tuple[list[str], list[str], int]:
    left = Counter(first)
    right = Counter(second)
    common = left & right
    matched = sum(rarity.weight(word) * count for word, count in common.items())
    rest_a = list((left - common).elements())
    rest_b = list((right - common).elements())
    for word in list(rest_a):
        other = next((o for o in rest_b if _same_word(word, o)), None)
        if other is not None:
            rest_a.remove(word)
            rest_b.remove(other)
            matched += max(rarity.weight(word), rarity.weight(other)) - 2
    matched += _initials(rest_a, rest_b, rarity) + _initials(rest_b, rest_a, rarity)
    return rest_a, rest_b, matched


def _same_word(first: str, second: str) -> bool:
    """Tell whether one word abbreviates the other, joins a plural, or is it with a character misread."""
    short, long = sorted((first, second), key=len)
    if (
        not short[0].isdigit()
        and short[0] == long[0]
        and 2 <= len(short) < len(long)
        and _letters_in_order(short, long)
    ):
        return True
    if _has_digit(short) and _has_digit(long):
        return look_alike_key(short) == look_alike_key(long)
    return len(short) >= _FUZZY_WORD and fuzz.ratio(short, long) >= _FUZZY_RATIO


def _letters_in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(ch in letters for ch in short)


def _initials(short: list[str], long: list[str], rarity: Rarity) -> int:
    """Pair "pf" with "powder free"; both lists lose what was paired."""
    gained = 0
    for word in list(short):
        for start in range(len(long) - len(word) + 1):
            run = long[start : start + len(word)]
            if 2 <= len(word) <= 4 and "".join(w[0] for w in run) == word:
                short.remove(word)
                del long[start : start + len(word)]
                gained += rarity.weight(word)
                break
    return gained


def _pair_figures(
    first: tuple[tuple[str, Fraction], ...], second: tuple[tuple[str, Fraction], ...]
) -> tuple[list[tuple[str, Fraction]], list[tuple[str, Fraction]], int]:
    left = Counter(first)
    right = Counter(second)
    common = left & right
    rest_a = list((left - common).elements())
    rest_b = list((right - common).elements())
    matched = sum(common.values())
    for figure in list(rest_a):
        other = next((o for o in rest_b if o[1] == figure[1] and "" in (o[0], figure[0])), None)
        if other is None:
            other = next((o for o in rest_b if _same_bare_number(figure, o)), None)
        if other is not None:
            rest_a.remove(figure)
            rest_b.remove(other)
            matched += 1
    return rest_a, rest_b, matched


def _same_bare_number(first: tuple[str, Fraction], second: tuple[str, Fraction]) -> bool:
    """Tell whether a bare number is the other's number with its unit left away ("3 x 2" beside "3 in x 2 in")."""
    bare, measured = sorted((first, second), key=lambda f: f[0] != "")
    if bare[0] or not measured[0]:
        return False
    return any(bare[1] * factor == measured[1] for dim, factor in _MEASURES.values() if dim == measured[0])
