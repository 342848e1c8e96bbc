"""Sizes, packs, grades and makes that contradict one another in descriptions: another item under a code (S2.170).

Both texts must say the same kind of thing, and each something that the other does not have; what only one of them says
contradicts nothing. Units of one kind are compared as figures ("0.5 l" is "500 ml"), inches and metric with the play of
nominal sizes (1/2" is 12.7 mm and sold as 13 mm). "1,000" may be a thousand or one: it contradicts what is neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from app.domain.letters import without_accents
from app.policy.opposites import denial, versions

_ONE = Decimal(1)
_EXACT, _NOMINAL = Decimal("0.01"), Decimal("0.06")  # shares: rounding, and between systems of measures
_MM = {"mm": "1", "cm": "10", "m": "1000", "mtr": "1000", "meter": "1000", "metre": "1000"}
_INCH = {"in": "25.4", "inch": "25.4", "inches": "25.4", '"': "25.4", "zoll": "25.4", "ft": "304.8", "feet": "304.8"}
_ML = {"ml": "1", "cl": "10", "dl": "100", "l": "1000", "lt": "1000", "ltr": "1000", "liter": "1000", "litre": "1000"}
_GALLON = {"gal": "3785.41", "gallon": "3785.41", "qt": "946.353", "quart": "946.353", "pt": "473.176"}
_GRAM = {"mg": "0.001", "g": "1", "gr": "1", "kg": "1000", "kgs": "1000"}
_POUND = {"lb": "453.592", "lbs": "453.592"}
# Compared with themselves only: an ounce is one of weight or of volume, and the others are hardly ever converted.
_OTHER = {name: name for name in ("v", "w", "kw", "amp", "ah", "hz", "bar", "psi", "ohm", "oz")}
_OTHER |= {"volt": "v", "watt": "w"}
_UNITS: Mapping[str, tuple[str, Decimal, bool]] = {
    **{name: ("length", Decimal(factor), True) for name, factor in _MM.items()},
    **{name: ("length", Decimal(factor), False) for name, factor in _INCH.items()},
    **{name: ("volume", Decimal(factor), True) for name, factor in _ML.items()},
    **{name: ("volume", Decimal(factor), False) for name, factor in _GALLON.items()},
    **{name: ("weight", Decimal(factor), True) for name, factor in _GRAM.items()},
    **{name: ("weight", Decimal(factor), False) for name, factor in _POUND.items()},
    **{name: (kind, Decimal(1), True) for name, kind in _OTHER.items()},
}
_NUMBER = r"(?:(?:[0-9]{1,2}-|[0-9] )[0-9]+/[0-9]+|[0-9]+/[0-9]+|[0-9]+(?:[.,][0-9]+)?)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\w.,/])({_NUMBER})[ -]?({_UNIT})(?![\w/])")
_CHAIN = re.compile(rf"(?<![\w.,/])(m)?({_NUMBER}(?: ?[x×*] ?{_NUMBER})+)[ -]?({_UNIT})?(?!\w)")
_THREAD = re.compile(r"(?<!\w)m([0-9]{1,2}(?:[.,][0-9])?)(?![0-9.,/])")
_COUNT = r"([0-9]{1,3}[.,][0-9]{3}|[0-9]{1,5})"
_PACK = re.compile(
    r"(?<!\w)(?:box|bx|pack|pk|pkg|case|cs|carton|ctn|bag|packung|karton|pck|vpe|boite|caja|scatola|doos)"
    r"(?: ?(?:of|à|a|zu|mit|de|da|van|von))?[ /-]?" + _COUNT + r"(?![\w.,]*[0-9/])"
    r"|(?<![\w.,])" + _COUNT + r" ?(?:/|per |pro |je )(?:box|bx|pack|pk|pkg|case|cs|carton|ctn|bag|karton)(?!\w)"
)
_GRADE = re.compile(
    r"(?<!\w)(grade|class|schedule|sch|grit|gauge|size|grosse|taille|talla|taglia|maat|aisi|stainless|inox|edelstahl)"
    r"[ .#-]*(?:steel )?p?([0-9]{1,4}[a-z]?)(?![\w.,/]*[0-9])"
)
_SAME_GRADE = {"schedule": "sch", "stainless": "aisi", "inox": "aisi", "edelstahl": "aisi"} | dict.fromkeys(
    ("grosse", "taille", "talla", "taglia", "maat"), "size"
)
_LETTERS = re.compile(r"(?<![\w'’.,])(?<![0-9] )(XXXL|XXL|XXS|XL|XS|[2-5]XL|S|M|L)(?![\w'’./])")
_SPELLED = {"small": "S", "medium": "M", "large": "L"}
_COLOURS = {
    "black": "black schwarz noir negro nero zwart", "white": "white weiss blanc blanco bianco wit",
    "red": "red rot rouge rojo rosso rood", "blue": "blue blau bleu azul blu blauw",
    "green": "green grun vert verde groen", "yellow": "yellow gelb jaune amarillo giallo geel",
}  # fmt: skip
_COLOUR: Mapping[str, str] = {word: name for name, words in _COLOURS.items() for word in words.split()}
_MOST = 300  # characters of a description that are looked at
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")  # a thousand and more, or three decimals


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a text says of size: as printed, what its figure may be, and whether its unit is metric."""

    raw: str
    values: tuple[Decimal, ...] | str
    metric: bool = True

    def agrees(self, other: Said) -> bool:
        """Tell whether both may say the same."""
        if isinstance(self.values, str) or isinstance(other.values, str):
            return self.values == other.values
        play = _EXACT if self.metric == other.metric else _NOMINAL
        pairs = product(self.values, other.values)
        return any(abs(one - two) <= play * max(abs(one), abs(two)) for one, two in pairs)


def contradiction(printed: str, ordered: str) -> tuple[str, str] | None:
    """Return what two descriptions say that cannot both be so: the printed and the ordered; None where nothing does."""
    first, second = _said(printed), _said(ordered)
    for kind, mine in first.items():
        theirs = second.get(kind, [])
        strange = [one for one in mine if not any(one.agrees(other) for other in theirs)]
        missing = [other for other in theirs if not any(other.agrees(one) for one in mine)]
        if strange and missing:
            return ", ".join(one.raw for one in strange), ", ".join(one.raw for one in missing)
    return denial(_plain(printed[:_MOST]), _plain(ordered[:_MOST]))


def _said(text: str) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for kind, said in _each(text[:_MOST]):
        found[kind].append(said)
    return found


def _each(text: str) -> Iterator[tuple[str, Said]]:
    for match in _LETTERS.finditer(text):
        letters = match[1]
        yield "letter", Said(letters, "X" * int(letters[0]) + letters[2:] if letters[0].isdigit() else letters)
    plain = _plain(text)
    for kind, word, name in versions(plain):
        yield kind, Said(word, name)
    for word in re.findall(r"[^\W\d_]+", plain):
        if word in _SPELLED:
            yield "letter", Said(word, _SPELLED[word])
        elif word in _COLOUR:
            yield "colour", Said(word, _COLOUR[word])
    for match in _THREAD.finditer(plain):
        yield "thread", Said(match[0], _figures(match[1]))
    for match in _PACK.finditer(plain):
        yield "pack", Said(match[0].strip(), (Decimal(re.sub("[.,]", "", match[1] or match[2])),))
    for match in _GRADE.finditer(plain):
        name = _SAME_GRADE.get(match[1], match[1])
        yield name, Said(match[0], match[2])
    # "Grade 5 1/2 in" is no five inches and a half.
    yield from _measures(_GRADE.sub(lambda match: "#" * len(match[0]), plain))


def _plain(text: str) -> str:
    """Fold a text to small letters without accents, and the signs of inches and of "times" to one each."""
    inches = text.casefold().replace("”", '"').replace("″", '"').replace("''", '"')
    return without_accents(inches).replace("×", "x")


def _measures(plain: str) -> Iterator[tuple[str, Said]]:
    taken: list[tuple[int, int]] = []
    for match in _CHAIN.finditer(plain):
        kind, factor, metric = _UNITS.get(match[3] or "", ("", Decimal(1), True))
        numbers = re.split(r" ?[x*] ?", match[2])
        taken.append(match.span())
        if kind in {"", "length"}:
            for number in numbers[1 if match[1] else 0 :]:
                # Without a unit the sides of a thing; after a thread its length in millimetres.
                yield ("length" if kind or match[1] else "sides"), Said(match[0], _figures(number, factor), metric)
        else:
            yield "pack", Said(match[0], _figures(numbers[0]))
            yield kind, Said(match[0], _figures(numbers[-1], factor), metric)
    for match in _MEASURE.finditer(plain):
        if any(begin <= match.start() < end for begin, end in taken):
            continue
        kind, factor, metric = _UNITS[match[2]]
        number = match[1]
        if kind != "length" and "/" in number:  # "12/32 oz" is twelve of them, no fraction
            number = number.rpartition("/")[2]
        yield kind, Said(match[0], _figures(number, factor), metric)


def _figures(text: str, factor: Decimal = _ONE) -> tuple[Decimal, ...]:
    """Return what a printed number may be, in the unit that so many of its own make."""
    read = (text, re.sub("[.,]", "", text)) if _EITHER.fullmatch(text) else (text,)
    return tuple(_figure(one) * factor for one in read)


def _figure(text: str) -> Decimal:
    whole, _, fraction = text.replace(",", ".").replace(" ", "-").rpartition("-")
    above, _, below = fraction.partition("/")
    part = Decimal(above) / Decimal(below) if below and Decimal(below) else Decimal(above)
    return (Decimal(whole) if whole else Decimal(0)) + part
