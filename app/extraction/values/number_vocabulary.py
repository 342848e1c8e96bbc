"""The number words of six languages, written together as a reader of amounts compares them: folded, without blanks.

Every number below a hundred is spelled whole, in each way it is printed ("soixantedix", "septante"), so that nothing is
put together that nobody says. English has the lakh and the crore of India.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

_DIGITS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A word that counts thousands or more.

    Attributes:
        spellings: How it is written.
        value: What one of it is.
        bare: It is said without a number before it ("mille").
        most: What the number before it is less than.
    """

    spellings: tuple[str, ...]
    value: int
    bare: bool = False
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language spells numbers.

    Attributes:
        name: Of the language, by its two letters.
        below: Every number below a hundred.
        hundreds: Hundreds, with what stands before them.
        elided: Hundreds that have lost their last letter to a vowel behind them ("centotto").
        scales: Thousands and more.
        joint: The word between hundreds or thousands and what follows.
        atoms: The words that numbers are put together of.
    """

    name: str
    below: Mapping[str, int]
    hundreds: Mapping[str, int]
    elided: Mapping[str, int]
    scales: tuple[Scale, ...]
    joint: str
    atoms: frozenset[str]


def _listed(*groups: str, first: int) -> dict[str, int]:
    """Return the spellings of numbers that follow each other; a bar parts those of one number."""
    words = " ".join(groups).split()
    return {word: first + at for at, spelled in enumerate(words) for word in spelled.split("|")}


def _tens_of(text: str) -> dict[str, int]:
    return {word: 10 * at for at, spelled in enumerate(text.split(), 2) for word in spelled.split("|")}


def _joined(tens: Mapping[str, int], units: Mapping[str, int], *joints: str) -> dict[str, int]:
    """Return tens with units behind them."""
    return {
        ten + joint + unit: of_ten + of_unit
        for ten, of_ten in tens.items()
        for unit, of_unit in units.items()
        if of_unit in _DIGITS
        for joint in joints
    }


def _before(tens: Mapping[str, int], units: Mapping[str, int], joint: str) -> dict[str, int]:
    """Return tens with units before them."""
    return {
        unit + joint + ten: of_ten + of_unit
        for ten, of_ten in tens.items()
        for unit, of_unit in units.items()
        if of_unit in _DIGITS
    }


def _many(below: Mapping[str, int], *hundreds: str, most: int = 100) -> dict[str, int]:
    """Return hundreds with the number before them; "twenty hundred" is nowhere said."""
    return {
        word + hundred: 100 * value
        for word, value in below.items()
        if value < most and value % 10
        for hundred in hundreds
    }


def _english() -> Tongue:
    units = _listed("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
                    "seventeen eighteen nineteen", first=1)  # fmt: skip
    tens = _tens_of("twenty thirty forty|fourty fifty sixty seventy eighty ninety|ninty")
    below = units | tens | _joined(tens, units, "")
    scales = (
        Scale(("billion", "billions"), 10**9),
        Scale(("crore", "crores"), 10**7),
        Scale(("million", "millions"), 10**6),
        Scale(("lakh", "lakhs", "lac", "lacs"), 10**5, most=100),
        Scale(("thousand", "thousands"), 1000),
    )
    return _tongue("en", below, _many(below, "hundred"), {}, scales, "and", (*units, *tens, "hundred"))


def _german() -> Tongue:
    units = _listed("ein|eins|eine zwei|zwo drei vier funf|fuenf sechs sieben acht neun zehn elf zwolf|zwoelf dreizehn",
                    "vierzehn funfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn", first=1)  # fmt: skip
    tens = _tens_of("zwanzig dreissig|dreiszig vierzig funfzig|fuenfzig sechzig siebzig achtzig neunzig")
    below = (
        units | tens | _before(tens, {word: of for word, of in units.items() if word not in {"eins", "eine"}}, "und")
    )
    scales = (
        Scale(("milliarde", "milliarden"), 10**9),
        Scale(("million", "millionen"), 10**6),
        Scale(("tausend",), 1000, bare=True),
    )
    hundreds = {"hundert": 100} | _many(units, "hundert", most=20)
    return _tongue("de", below, hundreds, {}, scales, "und", (*units, *tens, "hundert"))


def _dutch() -> Tongue:
    units = _listed("een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien",
                    "zeventien achttien negentien", first=1)  # fmt: skip
    tens = _tens_of("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
    below = units | tens | _before(tens, units, "en")
    scales = (
        Scale(("miljard",), 10**9),
        Scale(("miljoen",), 10**6),
        Scale(("duizend",), 1000, bare=True),
    )
    hundreds = {"honderd": 100} | _many(below, "honderd")
    return _tongue("nl", below, hundreds, {}, scales, "en", (*units, *tens, "honderd"))


def _french() -> Tongue:
    units = _listed("un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
                    "dixsept dixhuit dixneuf", first=1)  # fmt: skip
    teens = {word: of for word, of in units.items() if of >= 10}
    tens = _tens_of("vingt trente quarante cinquante soixante septante huitante|octante nonante")
    eighty = {"quatrevingt": 80, "quatrevingts": 80}
    below = units | tens | eighty | _joined(tens | eighty, units, "", "et")
    for joint in ("", "et"):
        below |= {f"soixante{joint}{word}": 60 + of for word, of in teens.items()}
        below |= {f"{four}{joint}{word}": 80 + of for four in eighty for word, of in teens.items()}
    scales = (
        Scale(("milliard", "milliards"), 10**9),
        Scale(("million", "millions"), 10**6),
        Scale(("mille", "mil"), 1000, bare=True),
    )
    counted = {word: of for word, of in units.items() if 1 < of < 20 and of != 10}
    hundreds = {"cent": 100} | _many(counted, "cent", "cents")
    return _tongue("fr", below, hundreds, {}, scales, "et", (*units, *tens, "vingts", "cent", "cents"))


def _spanish() -> Tongue:
    units = _listed(
        "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
        "dieciseis|diezyseis diecisiete|diezysiete dieciocho|diezyocho diecinueve|diezynueve",
        first=1,
    )
    tens = _tens_of("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    below = units | tens | _joined(tens, units, "y", "i") | _joined({"veinti": 20}, units, "")
    named = "dosciento tresciento cuatrociento quiniento seisciento seteciento|sieteciento ochociento"
    named += " noveciento|nueveciento"
    hundreds = {"cien": 100, "ciento": 100} | {
        spelled: 100 * of for word, of in _listed(named, first=2).items() for spelled in (f"{word}s", f"{word[:-1]}as")
    }
    scales = (
        Scale(("millon", "millones"), 10**6, most=10**6),
        Scale(("mil",), 1000, bare=True),
    )
    return _tongue("es", below, hundreds, {}, scales, "y", (*units, *tens, "veinti", *hundreds))


def _italian() -> Tongue:
    units = _listed("un|uno|una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici",
                    "quindici sedici diciassette diciotto diciannove", first=1)  # fmt: skip
    tens = _tens_of("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
    vowels = {word: of for word, of in units.items() if of in {1, 8}}
    elided_tens = {word[:-1]: of for word, of in tens.items()}
    below = units | tens | _joined(tens, units, "") | _joined(elided_tens, vowels, "")
    hundreds = {"cento": 100} | _many({**{w: of for w, of in units.items() if 1 < of < 10}, "du": 2}, "cento")
    elided = {word[:-1]: of for word, of in hundreds.items()}
    scales = (
        Scale(("miliardo", "miliardi"), 10**9),
        Scale(("milione", "milioni"), 10**6),
        Scale(("mille",), 1000, bare=True, most=0),
        Scale(("mila",), 1000),
    )
    atoms = (*units, *tens, *elided_tens, *hundreds, *elided)
    return _tongue("it", below, hundreds, elided, scales, "e", atoms)


def _tongue(
    name: str,
    below: Mapping[str, int],
    hundreds: Mapping[str, int],
    elided: Mapping[str, int],
    scales: tuple[Scale, ...],
    joint: str,
    atoms: tuple[str, ...],
) -> Tongue:
    words = frozenset((*atoms, *(word for scale in scales for word in scale.spellings)))
    return Tongue(name, below, hundreds, elided, scales, joint, words)


_MAKERS: tuple[Callable[[], Tongue], ...] = (_english, _german, _french, _spanish, _italian, _dutch)


@cache
def tongues() -> tuple[Tongue, ...]:
    """Return the languages; they are put together when the first page spells a number."""
    return tuple(make() for make in _MAKERS)


def all_atoms() -> Iterator[str]:
    """Yield the words that numbers are put together of, in every language."""
    for tongue in tongues():
        yield from tongue.atoms
