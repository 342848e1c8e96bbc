"""Item descriptions compared as people read them: words in any order and abbreviated, figures as quantities.

"M8x40" and "M8x45" are different items; "gloves nitrile L 100/bx" and "NITRILE GLV LG BX100" are one. Scans misread
letters, so long words may differ by a character; figures may not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.domain.letters import without_accents
from app.matching.words import names_a_model, same_word

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
_SIMILAR = 50
# Texts with less than this share in common are different whatever else holds.
CONTAINED_PERCENT = 45
FIGURE_WEIGHT = 12


class TextLevel(StrEnum):
    """How two descriptions compare, best first."""

    SAME = "same description"
    CONTAINED = "one description contains the other"
    SIMILAR = "similar description"
    DIFFERENT = "different description"
    CONFLICT = "sizes or counts differ"
    MISSING = "no description"


class Figure(NamedTuple):
    """A figure of a description: what it measures ("" where no unit follows) and its value in that measure's base."""

    key: str
    measures: str
    value: Fraction

    @staticmethod
    def key_of(measures: str, value: Fraction) -> str:
        """Return what two figures share that are equal in value and measure."""
        return f"{measures}:{value}"


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """A description taken apart: words (no packing words) and figures, both sorted."""

    text: str
    words: tuple[str, ...]
    figures: tuple[Figure, ...]
    starts: frozenset[str]


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
    figures: list[Figure] = []
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
        value = _number(found["number"]) * factor
        figures.append(Figure(Figure.key_of(dimension, value), dimension, value))
    starts = frozenset(word[0] for word in words)
    return Description(text, tuple(sorted(words)), tuple(sorted(figures)), starts)


def _folded(text: str) -> str:
    """Fold to small letters and blanks, with figures, their signs and their units standing apart."""
    folded = without_accents(text.casefold().replace("×", " x ")).replace("⁄", "/")
    # "Größe", "Groesse" and a scan's "Grosse" are one word.
    folded = re.sub(r"([aou])e(?=[a-z])", r"\1", folded)
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
    if first.words == second.words and first.figures == second.figures:
        return TextLikeness(TextLevel.SAME, 100)
    if first.starts.isdisjoint(second.starts):
        return TextLikeness(TextLevel.DIFFERENT, 0)
    words_a, words_b, matched = _pair_words(first.words, second.words, rarity)
    if not matched:
        return TextLikeness(TextLevel.DIFFERENT, 0)
    figures_a, figures_b, equal_figures = _pair_figures(first.figures, second.figures)
    matched += equal_figures * FIGURE_WEIGHT
    leftover = sum(map(rarity.weight, words_a)) + sum(map(rarity.weight, words_b))
    leftover += FIGURE_WEIGHT * (len(figures_a) + len(figures_b))
    percent = 200 * matched // (2 * matched + leftover)
    only_first = (*words_a, *(str(f.value) for f in figures_a))
    only_second = (*words_b, *(str(f.value) for f in figures_b))
    clash = bool(figures_a and figures_b) or (any(map(names_a_model, words_a)) and any(map(names_a_model, words_b)))
    return TextLikeness(_level(percent, clash, bool(only_first), bool(only_second)), percent, only_first, only_second)


def _level(percent: int, figures_clash: bool, left_a: bool, left_b: bool) -> TextLevel:
    if not left_a and not left_b:
        return TextLevel.SAME
    if figures_clash:
        return TextLevel.CONFLICT if percent >= _SIMILAR else TextLevel.DIFFERENT
    if not (left_a and left_b) and percent >= CONTAINED_PERCENT:
        return TextLevel.CONTAINED
    return TextLevel.SIMILAR if percent >= _SIMILAR else TextLevel.DIFFERENT


def _pair_words(first: Sequence[str], second: Sequence[str], rarity: Rarity) -> tuple[list[str], list[str], int]:
    """Pair equal words, then abbreviations and misreadings; return what is left of both and the weight of the pairs."""
    rest_b = list(second)
    rest_a: list[str] = []
    matched = 0
    for word in first:
        if word in rest_b:
            rest_b.remove(word)
            matched += rarity.weight(word)
        else:
            rest_a.append(word)
    if not rest_a or not rest_b:
        return rest_a, rest_b, matched
    for word in tuple(rest_a):
        other = next((o for o in rest_b if same_word(word, o)), None)
        if other is not None:
            rest_a.remove(word)
            rest_b.remove(other)
            matched += max(rarity.weight(word), rarity.weight(other)) - 2
    if rest_a and rest_b:
        matched += _initials(rest_a, second, rest_b, rarity) + _initials(rest_b, first, rest_a, rarity)
    return rest_a, rest_b, matched


def _initials(short: list[str], whole: Sequence[str], long: list[str], rarity: Rarity) -> int:
    """Pair "pf" with "powder" and "free"; both lists lose what was paired."""
    gained = 0
    for word in tuple(short):
        if not 2 <= len(word) <= 4:
            continue
        found: list[str] = []
        for letter in word:
            match = next((w for w in long if w[0] == letter and w not in found), None)
            if match is None:
                break
            found.append(match)
        if len(found) == len(word) and all(w in whole for w in found):
            short.remove(word)
            for spelled in found:
                long.remove(spelled)
            gained += rarity.weight(word)
    return gained


def _pair_figures(first: Sequence[Figure], second: Sequence[Figure]) -> tuple[list[Figure], list[Figure], int]:
    """Pair equal figures, then those of which one has no unit; return what is left and the number of pairs."""
    rest_b = list(second)
    rest_a: list[Figure] = []
    for figure in first:
        other = next((o for o in rest_b if o.key == figure.key), None)
        if other is None:
            rest_a.append(figure)
        else:
            rest_b.remove(other)
    if rest_a and rest_b:
        for figure in tuple(rest_a):
            other = next((o for o in rest_b if _same_number(figure, o)), None)
            if other is not None:
                rest_a.remove(figure)
                rest_b.remove(other)
    return rest_a, rest_b, len(first) - len(rest_a)


def _same_number(first: Figure, second: Figure) -> bool:
    """Tell whether a bare number is the other's with its unit left away ("3 x 2" beside "3 in x 2 in")."""
    bare, measured = (first, second) if not first.measures else (second, first)
    if bare.measures or not measured.measures:
        return False
    return any(
        bare.value * factor == measured.value for what, factor in _MEASURES.values() if what == measured.measures
    )


@lru_cache(maxsize=20_000)
def same_numbers(figure: Figure) -> frozenset[str]:
    """Return the keys of all figures that are this number, with its unit or where one of the two has none."""
    found = {figure.key}
    for what, factor in _MEASURES.values():
        if not figure.measures:
            found.add(Figure.key_of(what, figure.value * factor))
        elif what == figure.measures:
            found.add(Figure.key_of("", figure.value / factor))
    return frozenset(found)
