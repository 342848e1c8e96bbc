"""Whether what is seen in a picture is what a text claims: digits one by one, the decimal point, the sign."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from difflib import SequenceMatcher

_NOT_CODE = re.compile(r"[^0-9A-Z]")
# Letters that readers of pictures take for digits; in a code of letters and digits they cannot be told apart.
_ALIKE = str.maketrans("OQDILSBZG", "000115826")
# Letters without a part that could be taken off, as readers without them write them.
_WITHOUT_ACCENTS = str.maketrans({"Ø": "O", "Ł": "L", "Đ": "D", "Æ": "AE", "Œ": "OE", "ẞ": "SS"})
_FEWEST_LETTERS = 3  # of the Latin alphabet; fewer say nothing of what a picture shows
# Two letters that stand so close that they look like one.
_TOGETHER = {"RN": "M", "C1": "0", "VV": "W"}
_RUN_TOGETHER = re.compile("|".join(_TOGETHER))
_OF_MONEY = "$€£%"
_THOUSANDS = re.compile(r"[0-9]([.,])[0-9]{3}(?![0-9.,])")
_SEPARATORS = ".,·'’"
_MINUS = "-−–("


def same_figure(claimed: str, seen: str) -> bool:
    """Tell whether a picture shows the figure that the text claims: its digits, where its last mark is, its sign.

    With its unit behind it ("1each") a digit may be read as the letter that it is like.
    """
    if _sign(claimed) != _sign(seen):
        return False
    digits = digits_of(claimed)
    lettered = all(any(sign.isalpha() for sign in text) for text in (claimed, seen))
    if lettered and digits and _parts(claimed) == _parts(seen):
        return True
    return _mark(claimed) == _mark(seen) and digits == digits_of(seen) != ""


def same_value(claimed: Decimal, seen: str) -> bool:
    """Tell whether a picture shows this value in whatever form: its last mark may part decimals or thousands."""
    digits = digits_of(seen)
    if not digits or _sign(seen) != (claimed < 0):
        return False
    return any(Decimal(digits).scaleb(-places) == abs(claimed) for places in {_mark(seen), 0})


def same_code(claimed: str, seen: str) -> bool:
    """Tell whether a picture shows the number of an invoice or order that the text claims."""
    code = _code(claimed)
    return bool(code) and code in _code(seen)


def same_date(claimed: str, seen: str) -> bool:
    """Tell whether a picture shows the day that the text claims: every digit, and about the name of the month."""
    digits = digits_of(claimed)
    return bool(digits) and digits in digits_of(seen) and same_words(claimed, seen)


def goes_on(claimed: str, seen: str) -> bool:
    """Tell whether the figure goes on beside where the text has it: more digits, or a sign, without a gap."""
    text = _plain(claimed).strip()
    digits = digits_of(text)
    if not digits or any(sign.isalpha() for sign in text):
        return False
    for word in _plain(seen).split():
        at = word.find(text)
        if at < 0:
            continue
        before, after = word[:at], word[at + len(text) :]
        if any(sign.isdigit() for sign in before + after) or (before[-1:] in tuple(_MINUS) and not _sign(text)):
            return True
    return False


def same_words(claimed: str, seen: str) -> bool:
    """Tell whether a picture shows these words, as far as a reader of figures can say: half of them, in pieces."""
    code, other = _code(claimed), _code(seen)
    if len(code) < _FEWEST_LETTERS:
        return True
    piece = min(3, len(code) - 1)
    blocks = SequenceMatcher(None, code, other, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks if block.size >= piece) >= len(code)


def code_of(text: str) -> str:
    """Return the letters and digits of a text, as readers of pictures can tell them from each other."""
    return _RUN_TOGETHER.sub(lambda found: _TOGETHER[found.group()], _code(text))


def marks_and_signs(text: str) -> str:
    """Return the signs of money and shares of a text, and the mark before its last three digits.

    There a point and a comma make another figure of it, a thousand times as large.
    """
    plain = _plain(text).replace(" ", "")
    last = _THOUSANDS.search(plain)
    return "".join(sorted(sign for sign in plain if sign in _OF_MONEY)) + (last[1] if last else "")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def digits_of(text: str) -> str:
    """Return the digits of a text, in whatever form they are printed."""
    return "".join(sign for sign in _plain(text) if sign.isascii() and sign.isdigit())


def _mark(text: str) -> int:
    """Return how many digits follow the last point or comma between digits; 0 where there is none."""
    _, behind = _at_mark(_plain(text).replace(" ", ""))
    return len(digits_of(behind))


def _parts(text: str) -> tuple[str, str]:
    """Return what stands before the last mark of a figure, and all of it: "138.3lbs" may be seen as "138.31bs"."""
    plain = _plain(text).replace(" ", "")
    before, _ = _at_mark(plain)
    return _code(before), _code(plain)


def _at_mark(plain: str) -> tuple[str, str]:
    """Return what stands before the last point or comma between digits, and behind it; nothing without one."""
    found = [at for at, sign in enumerate(plain) if sign in _SEPARATORS and plain[at + 1 : at + 2].isdigit() and at]
    return (plain[: found[-1]], plain[found[-1] :]) if found else ("", "")


def _sign(text: str) -> bool:
    return any(sign in _MINUS for sign in _plain(text))


def _code(text: str) -> str:
    """Return the letters and digits of a text; accents are left out, which readers of pictures often do not see."""
    letters = unicodedata.normalize("NFKD", text).upper().translate(_WITHOUT_ACCENTS)
    return _NOT_CODE.sub("", letters).translate(_ALIKE)
