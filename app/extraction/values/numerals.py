"""Numbers as vendors write them, read to exact decimals.

Which mark is the decimal one is never known from the vendor or the country: most tokens say it themselves
(``1.234,56``, ``0.193``, ``12,5``), and only the rest (``1.234``) needs the document's mark, which
:func:`weigh_marks` finds from the tokens that speak (conventions, section 3: both ways occur with one vendor).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from app.extraction.values.currencies import OFTEN, SELDOM, SIGNS


class DecimalMark(StrEnum):
    """The character before the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as read.

    Attributes:
        value: The number, exact, with the decimals that are printed.
        ambiguous: One mark followed by three digits: the document's mark decided.
        off_style: The token speaks for the other mark than the document does; on a scan that smells of a misreading.
        repaired_from: The token as it stood, where letters were taken for the digits they resemble.
    """

    value: Decimal
    ambiguous: bool = False
    off_style: bool = False
    repaired_from: str | None = None


_SIGNS = "$₤¢" + "".join(SIGNS)
_CODE = "|".join(sorted(OFTEN))
# What is written like a mark of goods ("MAD 4") is a currency where cents stand with it.
_RARE = "|".join([*sorted(SELDOM), "ZŁ", "KČ", "RM", "KSH", "S/"])
_CURRENCY = re.compile(
    rf"^(?:(?:CDN|CAN|[A-Z]{{1,2}})\$|{_CODE}|RS\.?|KR\.?|SFR\.?|FR\.|RP\.?(?=.*[.,]\d\d)|(?:{_RARE})(?=.*[.,]\d\d$)"
    r"|R(?= ?\d[\d., ]*[.,]\d\d$))"  # South Africa's
    rf"|(?:{_CODE}|KR\.?|(?<=[.,]\d\d)(?:{_RARE}))$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d", re.ASCII)
_BODY = re.compile(r"[0-9][0-9.,' ]*|[.,][0-9]+", re.ASCII)
_PLAIN = re.compile(r"[0-9]+", re.ASCII)
_ONE_MARK = re.compile(r"([0-9]*)([.,])([0-9]+)", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*(?:([.,])([0-9]+))?", re.ASCII)
_LAKH = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?", re.ASCII)
_NO_CENTS = re.compile(r"(?<=[0-9])([.,])(?:-{1,2}|—)$", re.ASCII)  # "5,-" and "5.-": no cents, and no minus
_CREDIT = re.compile(r"^(.*[0-9])\s*(CR|DR|C/R|HABEN|SOLL|H|S)\.?$", re.IGNORECASE | re.ASCII)
_LOOK_ALIKE = str.maketrans("OoQDlI|!SsBZzg", "00001111558229")
# Thousands and cents behind marks of which a scan took one for another: "27.041.70", "1:148,70".
_MARKS_MISREAD = re.compile(r"([0-9]{1,3}(?:[.,:'][0-9]{3})+)[.,:]([0-9]{2})", re.ASCII)
_MAX_DIGITS = 18
# Signs without ink and without meaning, which word processors leave at the ends of words.
UNSEEN_BLANKS = "\u200b\u200c\u200d\u2060\ufeff"
_NO_DIGITS = frozenset({"No", "Nl"})


def _in_plain_digits(text: str) -> str:
    """Return a text with its digits as ASCII where they are forms of those (``１２``); empty where others stand in it.

    A raised 1 behind 12.50 is a mark of a footnote and ½ a fraction: taken for digits, both would change the number.
    """
    bare = text.strip(UNSEEN_BLANKS)
    other = any(unicodedata.category(sign) in _NO_DIGITS for sign in bare if not sign.isascii())
    return "" if other else unicodedata.normalize("NFKC", bare)


@lru_cache(maxsize=16384)
def number_body(text: str) -> tuple[str, bool] | None:
    """Strip signs, currency and brackets from a token: the digits with their marks, and whether it is negative.

    Returns None for anything that is no number: other scripts' digits, exponents, percentages, words.
    """
    body = text if text.isascii() else _in_plain_digits(text)
    if not _DIGITS.search(body):
        return None
    body = body.replace("−", "-").replace("–", "-").replace("’", "'").replace("`", "'").strip().strip("*|:;_=")
    negative = False
    if body[:1] == "(" and body[-1:] == ")":
        body, negative = body[1:-1], True
    credit = _CREDIT.match(body)
    if credit and credit.group(2).upper() in {"CR", "C/R"}:
        body, negative = credit.group(1), True
    elif credit and credit.group(2).upper() == "DR":
        body = credit.group(1)
    for _ in range(2):
        body = body.strip().strip(_SIGNS).strip()
        body = _NO_CENTS.sub(r"\g<1>00", _CURRENCY.sub("", body).strip())
        if body[:1] in "-+":
            negative, body = negative or body[0] == "-", body[1:]
        if body[-1:] == "-":
            negative, body = True, body[:-1].rstrip(",.")
    if body[:1] == "(" and body[-1:] == ")":
        body, negative = body[1:-1].strip(_SIGNS), True
    body = body.rstrip(".,'").strip()
    if not body or not _BODY.fullmatch(body) or len(_DIGITS.findall(body)) > _MAX_DIGITS:
        return None
    return body, negative


@lru_cache(maxsize=16384)
def _readings(body: str) -> tuple[Decimal | None, Decimal | None, int]:
    """Return the value with a decimal point, with a decimal comma, and how clearly the token speaks (0: not)."""
    if _PLAIN.fullmatch(body):
        whole = Decimal(body)
        return whole, whole, 0
    one = _ONE_MARK.fullmatch(body)
    if one:
        left, mark, right = one.groups()
        decimal = Decimal(f"{left or '0'}.{right}")
        if len(right) == 3 and 1 <= len(left) <= 3 and not left.startswith("0"):
            grouped = Decimal(left + right)
            return (decimal, grouped, 0) if mark == "." else (grouped, decimal, 0)
        strength = 2 if len(right) == 2 else 1
        return (decimal, None, strength) if mark == "." else (None, decimal, strength)
    grouped_match = _GROUPED.fullmatch(body)
    if grouped_match:
        group, mark, _decimals = grouped_match.groups()
        if mark is None:
            plain = Decimal(re.sub(r"[.,' ]", "", body))
            if group in "' ":
                return plain, plain, 0
            return (plain, None, 2) if group == "," else (None, plain, 2)
        if mark != group:
            head, _, tail = body.rpartition(mark)
            value = Decimal(re.sub(r"[.,' ]", "", head) + "." + tail)
            return (value, None, 3) if mark == "." else (None, value, 3)
    if _LAKH.fullmatch(body):
        return Decimal(body.replace(",", "")), None, 2
    return None, None, 0


@lru_cache(maxsize=16384)
def is_numeric(text: str) -> bool:
    """Tell whether a token is a number in either way of writing."""
    found = number_body(text)
    return found is not None and _readings(found[0])[:2] != (None, None)


@lru_cache(maxsize=16384)
def read_number(text: str, mark: DecimalMark = DecimalMark.POINT) -> Numeral | None:
    """Read a number; None where the token is none."""
    found = number_body(text)
    if found is None:
        return None
    body, negative = found
    point, comma, strength = _readings(body)
    value, other = (point, comma) if mark is DecimalMark.POINT else (comma, point)
    off_style = value is None
    if value is None:
        value = other
    if value is None:
        return None
    ambiguous = strength == 0 and point is not None and comma is not None and point != comma
    return Numeral(-value if negative else value, ambiguous=ambiguous, off_style=off_style)


def read_doubtful_number(text: str, mark: DecimalMark = DecimalMark.POINT) -> Numeral | None:
    """Read a number from recognised text, taking letters for the digits they resemble (O for 0, l for 1).

    At least half of the characters must be digits already; what stood there is kept in ``repaired_from``.
    """
    plain = read_number(text, mark)
    if plain is not None:
        return plain
    bare = text.strip().strip("|[]{}_~'‘\":;").strip()
    if bare.count("(") != bare.count(")"):
        bare = bare.strip("()")
    digits = len(_DIGITS.findall(bare))
    if not digits or digits * 2 < len(bare):
        return None
    guess = read_number(bare.translate(_LOOK_ALIKE), mark)
    if guess is None:
        return None
    return Numeral(guess.value, guess.ambiguous, guess.off_style, repaired_from=text)


def read_misread_marks(text: str) -> Numeral | None:
    """Read a number of a scan whose marks contradict each other, where each part is as long as in money ("27.041.70").

    Two digits behind the last mark are cents, and three between two marks thousands, whichever marks were seen.
    """
    if read_number(text) is not None:
        return None
    bare = text.strip().strip(_SIGNS).strip()
    found = _MARKS_MISREAD.fullmatch(bare)
    if found is None or len(_DIGITS.findall(bare)) > _MAX_DIGITS:
        return None
    return Numeral(Decimal(f"{re.sub(r'[^0-9]', '', found.group(1))}.{found.group(2)}"), repaired_from=text)


@dataclass(frozen=True, slots=True)
class MarkEvidence:
    """What the tokens of a document say about its decimal mark."""

    point: int
    comma: int
    undecided: int

    @property
    def mark(self) -> DecimalMark:
        """Return the mark with more weight; a point where nothing speaks."""
        return DecimalMark.COMMA if self.comma > self.point else DecimalMark.POINT

    @property
    def certain(self) -> bool:
        """Tell whether no token depends on a guess: one mark clearly outweighs, or nothing is ambiguous."""
        low, high = sorted((self.point, self.comma))
        return self.undecided == 0 or high >= max(2, 3 * low)


def weigh_marks(texts: Iterable[str]) -> MarkEvidence:
    """Add up what the tokens of a document say about its decimal mark."""
    point = comma = undecided = 0
    for text in texts:
        found = number_body(text)
        if found is None:
            continue
        with_point, with_comma, strength = _readings(found[0])
        if strength == 0:
            undecided += with_point != with_comma
        elif with_point is not None:
            point += strength
        else:
            comma += strength
    return MarkEvidence(point, comma, undecided)


_PERCENT = re.compile(r"\(?([0-9]{1,3}(?:[.,:][0-9]{1,4})?)\s*%\)?\.?", re.ASCII)  # scans take a mark for a colon


@lru_cache(maxsize=8192)
def read_percent(text: str) -> Decimal | None:
    """Read a percentage such as ``7.25%``; None where the text is none."""
    found = _PERCENT.fullmatch(text.strip().strip("@-"))
    return Decimal(re.sub("[,:]", ".", found.group(1))) if found else None


_WITH_CENTS = re.compile(r"[.,][0-9]{2,4}$", re.ASCII)
_DIGIT_BEHIND = re.compile(r"[/:\\]\s*[0-9]", re.ASCII)
_GLUED = re.compile(r"([(\-+]?[$€£]?[0-9][0-9.,' ]*[0-9]|[(\-+]?[$€£]?[0-9])([^0-9.,'()\-\s].*)", re.ASCII)


# An exponent, or a sign that no unit begins with and a digit behind it ("1_000", "12·50"): the number goes on.
_NUMBER_ON = re.compile(
    r"[eE][+-]?[0-9][0-9.,]*|[^\w\s%/×*€$£¥₹#°\"@(|+&]\s?[0-9].*|[_.,']*[0-9].*", re.ASCII | re.DOTALL
)
_RAISED = ("<super>", "<sub>", "<circle>")
# Signs that make of a number another one, or only nearly this one: a thousandth of it, more than it, its root.
_CHANGES = frozenset("‰‱^~∼≈≃≅≒≐±∓≤≥≦≧≲≳≪≫<>＜＞√∛∜∞")
_FRACTION_WORD = re.compile(r"[0-9]{1,2}[/⁄](?:2|3|4|8|16|32|64)", re.ASCII)  # of inches, as a rule
_POWER = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


def changes_number(number: str, text: str, *, behind: bool) -> bool:
    """Tell whether a word beside a number makes another one of it: "‰", "≈", "<", "½", and "1/2" ``behind`` it.

    A raised digit does so behind a whole number; behind cents it is the mark of a footnote.
    """
    bare = text.strip(UNSEEN_BLANKS)
    if not bare or (bare.isascii() and bare.isalnum()):
        return False
    if behind and _FRACTION_WORD.fullmatch(bare):
        return True
    whole = _PLAIN.fullmatch(number) is not None
    return all(_changes(sign) or (whole and behind and sign in _POWER) for sign in bare)


def is_changed(text: str) -> bool:
    """Tell whether a sign in a word, before its number or behind it, makes another number of it: "~100", "100‰"."""
    return not _CHANGES.isdisjoint(text)


def _changes(sign: str) -> bool:
    return (
        sign in _CHANGES
        or unicodedata.category(sign) in {"Mn", "Me"}
        or unicodedata.decomposition(sign).startswith("<fraction>")
    )


def _goes_on(rest: str) -> bool:
    """Tell whether what is glued to a number is more of it: its beginning alone would be another number."""
    if rest[0] in _CHANGES:
        return True
    if rest.isascii():
        return _NUMBER_ON.fullmatch(rest) is not None
    kinds = {unicodedata.category(sign) for sign in rest.strip(UNSEEN_BLANKS) if not sign.isascii()}
    if not kinds.isdisjoint({"Cf", "Nd", "Nl"}) or unicodedata.category(rest[0]) in {"Mn", "Me"} or rest[0] in "٫٬":
        return True
    if unicodedata.decomposition(rest[0]).startswith(_RAISED):
        return False
    readings = {rest, rest.lstrip(UNSEEN_BLANKS), unicodedata.normalize("NFKC", rest)}
    return any(_NUMBER_ON.fullmatch(reading) is not None for reading in readings)


@lru_cache(maxsize=8192)
def split_glued(text: str) -> tuple[str, str] | None:
    """Split a number from what is glued to it (``12EA``, ``4,50€/kg``): number and rest; None where nothing is."""
    found = _GLUED.fullmatch(text)
    if not found or not is_numeric(found.group(1)):
        return None
    # 31/08/2022 is a date and 10-2 a code; only "per 100" and the like may follow with digits of their own,
    # behind cents also "per 1" ("3,20/1").
    number, rest = found.groups()
    per = rest in {"/100", "/1000"} or (rest == "/1" and _WITH_CENTS.search(number) is not None)
    if _DIGIT_BEHIND.match(rest) and not per:
        return None
    # Behind cents a raised 1 is the mark of a footnote; behind a whole number nobody can tell it from a power.
    if _goes_on(rest) or (rest[0] in _POWER and _PLAIN.fullmatch(number)):
        return None
    return found.group(1), found.group(2)
