"""Spelling numbers out, each language by its own school grammar and by no word list of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def _listed(text: str) -> list[str]:
    return text.split()


_EN = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_EN_TENS = _listed("- - twenty thirty forty fifty sixty seventy eighty ninety")
_DE = _listed(
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn"
)
_DE_TENS = _listed("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_FR = _listed(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit dix-neuf"
)
_FR_TENS = _listed("- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")
_ES = _listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis"
    " veintisiete veintiocho veintinueve"
)
_ES_TENS = _listed("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ES_HUNDREDS = _listed(
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_IT = _listed(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove"
)
_IT_TENS = _listed("- - venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_NL = _listed(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien"
)
_NL_TENS = _listed("- - twintig dertig veertig vijftig zestig zeventig tachtig negentig")


def _by_thousands(
    number: int, below: Callable[[int], str], thousand: Callable[[str, int], str], million: Callable[[str, int], str]
) -> str:
    """Return millions, thousands and the rest of a number below a thousand millions."""
    parts = []
    if of := number // 1_000_000:
        parts.append(million(below(of), of))
    if of := number // 1000 % 1000:
        parts.append(thousand(below(of), of))
    if of := number % 1000:
        parts.append(below(of))
    return " ".join(parts)


def english(number: int) -> str:
    """Return "one thousand two hundred and thirty-four"."""

    def below(of: int) -> str:
        hundred = f"{_EN[of // 100]} hundred" if of >= 100 else ""
        rest = of % 100
        tens = _EN[rest] if rest < 20 else _EN_TENS[rest // 10] + (f"-{_EN[rest % 10]}" if rest % 10 else "")
        return " and ".join(part for part in (hundred, tens if rest else "") if part)

    return _by_thousands(number, below, lambda said, _: f"{said} thousand", lambda said, _: f"{said} million")


def german(number: int) -> str:
    """Return "eintausendzweihundertvierunddreißig"."""

    def below(of: int) -> str:
        hundred, rest = (f"{_DE[of // 100]}hundert" if of >= 100 else ""), of % 100
        if rest < 20:
            return hundred + (_DE[rest] if rest else "")
        return hundred + (f"{_DE[rest % 10]}und" if rest % 10 else "") + _DE_TENS[rest // 10]

    def million(said: str, of: int) -> str:
        return "eine Million " if of == 1 else f"{said} Millionen "

    parts = _by_thousands(number, below, lambda said, _: f"{said}tausend", million)
    return parts.replace("tausend ", "tausend")


def french(number: int) -> str:
    """Return "mille deux cent trente-quatre"."""

    def tens(of: int) -> str:
        if of < 20:
            return _FR[of]
        base, rest = _FR_TENS[of // 10], of % 20 if of >= 60 else of % 10
        if not rest:
            return base + ("s" if of == 80 else "")
        return f"{base} et {_FR[rest]}" if rest in {1, 11} and of < 80 else f"{base}-{_FR[rest]}"

    def below(of: int) -> str:
        hundreds, rest = divmod(of, 100)
        hundred = "" if not hundreds else "cent" if hundreds == 1 else f"{_FR[hundreds]} cent{'' if rest else 's'}"
        return " ".join(part for part in (hundred, tens(rest) if rest else "") if part)

    def thousand(said: str, of: int) -> str:
        return "mille" if of == 1 else f"{said.removesuffix('s') if said.endswith(('cents', 'vingts')) else said} mille"

    return _by_thousands(number, below, thousand, lambda said, of: f"{said} million{'s' * (of > 1)}")


def spanish(number: int) -> str:
    """Return "mil doscientos treinta y cuatro"."""

    def below(of: int) -> str:
        if of == 100:
            return "cien"
        hundred, rest = (_ES_HUNDREDS[of // 100] if of >= 100 else ""), of % 100
        tens = _ES[rest] if rest < 30 else _ES_TENS[rest // 10] + (f" y {_ES[rest % 10]}" if rest % 10 else "")
        return " ".join(part for part in (hundred, tens if rest else "") if part)

    def counted(said: str) -> str:
        return said.replace("veintiuno", "veintiún").removesuffix("o") if said.endswith(("uno", "ún")) else said

    def thousand(said: str, of: int) -> str:
        return "mil" if of == 1 else f"{counted(said)} mil"

    return _by_thousands(
        number, below, thousand, lambda said, of: "un millón" if of == 1 else f"{counted(said)} millones"
    )


def italian(number: int) -> str:
    """Return "milleduecentotrentaquattro"."""

    def below(of: int) -> str:
        hundreds, rest = divmod(of, 100)
        hundred = "" if not hundreds else "cento" if hundreds == 1 else f"{_IT[hundreds]}cento"
        if rest < 20:
            return hundred + (_IT[rest] if rest else "")
        base, unit = _IT_TENS[rest // 10], rest % 10
        return hundred + (base[:-1] if unit in {1, 8} else base) + (_IT[unit] if unit else "")

    def thousand(said: str, of: int) -> str:
        return "mille" if of == 1 else f"{said}mila"

    parts = _by_thousands(number, below, thousand, lambda said, of: "un milione" if of == 1 else f"{said} milioni")
    return parts.replace("mila ", "mila").replace("mille ", "mille")


def dutch(number: int) -> str:
    """Return "duizend tweehonderdvierendertig"."""

    def below(of: int) -> str:
        hundreds, rest = divmod(of, 100)
        hundred = "" if not hundreds else "honderd" if hundreds == 1 else f"{_NL[hundreds]}honderd"
        if rest < 20:
            return hundred + (_NL[rest] if rest else "")
        unit = _NL[rest % 10] if rest % 10 else ""
        joint = ("ën" if unit.endswith("e") else "en") if unit else ""
        return hundred + unit + joint + _NL_TENS[rest // 10]

    def thousand(said: str, of: int) -> str:
        return "duizend" if of == 1 else f"{said}duizend"

    return _by_thousands(number, below, thousand, lambda said, _: f"{said} miljoen")


SPELLERS: Mapping[str, Callable[[int], str]] = {
    "en": english, "de": german, "fr": french, "es": spanish, "it": italian, "nl": dutch,
}  # fmt: skip
