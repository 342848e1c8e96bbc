"""Words written in signs that only look like their letters: "PA1D", "РАID" in Cyrillic, "P.A.I.D", "PA" and "ID" joined
by a sign nobody sees. People read the word; what compares letters does not find it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.extraction.values.text_keys import fold

# Small and capital letters of other alphabets that are drawn as a Latin one: Cyrillic, Greek; Cherokee, Lisu, Coptic,
# Armenian; two of Iceland's, and a sign of money.
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮѴԌԚԜаеѕіјорсухһԁԛԝѵӏ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΪΫοικνρυχ"
    "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎾᏀᏃᏒᏔᏕᏙᏚᏞᏟᏢᏦᏴ" "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ" "ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬ" "ՕՍՏօոսհ" "ÞþÐ¢",
    "ABESIJKMHOPCTYXYVGQWaesijopcyxhdqwvl" "ABEZHIKMNOPTYXIYoikvpux"
    "DRTiAJEWMHOGZRWSVSLCPKB" "BPDTGKJCZFMNLSRVHWXYAEIOU" "ABEHIKMNOPCTYX" "OUSonuh" "PpDc",
)  # fmt: skip
_DIGITS = str.maketrans("035@$!|", "oesasii")
_ONE = "1"
_WITH_DIGITS = re.compile(r"(?=.*[A-Za-z])(?=.*[0135@$!|])[A-Za-z0135@$!|]{2,}")
_SMALL_L = re.compile(r"(?<=[A-Z])l(?=[A-Z]|$)|^l(?=[A-Z])")
# A sign that only says where a word may be parted is read as a hyphen and need not be seen.
_PARTED = re.compile(r"[A-Za-z]{1,3}-[A-Za-z]+|[A-Za-z]+-[A-Za-z]{1,3}")
_ONE_BY_ONE = re.compile(r"(?:[A-Za-z][.\-·•*_/~]){2,}[A-Za-z]\W?")
_NO_LETTER = re.compile(r"[\W_]+")
_NAMED = re.compile(r"LATIN (?:(CAPITAL|SMALL) LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?")
_UNSEEN, _PICTURE = "Cf", "So"  # of Unicode's categories


@lru_cache(maxsize=65536)
def plain_words(text: str) -> tuple[str, ...]:
    """Return what a word is taken for that is not written in the letters it seems to have; nothing for another word.

    A "1" is an "I" or an "l", so there may be two.
    """
    seen = text if text.isascii() else "".join(_latin(sign) for sign in text).strip()
    if _ONE_BY_ONE.fullmatch(seen) or _PARTED.fullmatch(seen):
        seen = _NO_LETTER.sub("", seen)
    seen = _SMALL_L.sub("I", seen)
    if _WITH_DIGITS.fullmatch(seen):
        seen = seen.translate(_DIGITS)
        if _ONE in seen:
            return seen.replace(_ONE, "i"), seen.replace(_ONE, "l")
    told_apart = fold(seen) != fold(text)  # an accent is taken off wherever words are compared
    return (seen,) if told_apart and seen.isascii() and any(map(str.isalpha, seen)) else ()


def _latin(sign: str) -> str:
    """Return the Latin letter that a sign looks like, the sign itself where there is none; nothing for a picture."""
    category = unicodedata.category(sign)
    if category in (_UNSEEN, _PICTURE):
        return ""
    alike = sign.translate(_ALIKE)
    if alike.isascii():
        return alike
    named = _NAMED.fullmatch(unicodedata.name(sign, ""))
    if named is None:
        return sign
    return named[2].lower() if named[1] == "SMALL" else named[2]
