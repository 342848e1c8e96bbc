"""Dates as invoices print them, in six languages; the order of day and month is decided by evidence, else flagged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from app.extraction.values.text_keys import fold


class DateOrder(StrEnum):
    """Which comes first in a date of numbers."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date found in a text: what it is with the day first, with the month first, and the characters.

    The two are the same where the date says it itself (a month name, year first, a day over 12, full stops).
    """

    day_first: date | None
    month_first: date | None
    raw: str
    start: int = 0
    end: int = 0

    @property
    def certain(self) -> date | None:
        """Return the date where only one reading is possible."""
        if self.day_first is None or self.month_first is None:
            return self.day_first or self.month_first
        return self.day_first if self.day_first == self.month_first else None

    def in_order(self, order: DateOrder) -> date | None:
        """Return the date in this order, or in the only possible one."""
        preferred = self.day_first if order is DateOrder.DAY_FIRST else self.month_first
        return preferred or self.certain


_MONTH_NAMES = (
    "january januar janvier enero gennaio januari jan janv ene gen jaen janner",
    "february februar fevrier febrero febbraio februari feber feb fev febr fevr",
    "march marz mars marzo maart mar mrz maerz mrt",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio mei mag",
    "june juni juin junio giugno jun giu",
    "july juli juillet julio luglio jul juil lug",
    "august aout agosto augustus aug ago aou",
    "september septembre septiembre settembre sep sept set setiembre",
    "october oktober octobre octubre ottobre oct okt ott",
    "november novembre noviembre nov",
    "december dezember decembre diciembre dicembre dec dez dic",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"((?:19|20)[0-9]{2}|'?[0-9]{2})"
_DAY = r"(?<![0-9])([0-3]?[0-9])"
_FULL_YEAR = r"((?:19|20)[0-9]{2})"
_GAP = r"[\s\-/,]*"
_PATTERNS = (
    ("ymd", re.compile(rf"(?<![0-9]){_FULL_YEAR}\s?[-/.]\s?([01]?[0-9])\s?[-/.]\s?([0-3]?[0-9])(?![0-9])")),
    (
        "dny",
        re.compile(
            rf"{_DAY}(?:st|nd|rd|th|er|e|ste|de)?\.?{_GAP}(?:de |of )?({_NAME})\b\.?{_GAP}(?:del? )?{_YEAR}(?![0-9])"
        ),
    ),
    # "11FEB26", as line printers give it; a code has signs before or behind.
    ("dny", re.compile(rf"(?<![0-9a-z\-/.])([0-3][0-9])({_NAME}){_YEAR}(?![0-9a-z\-/])")),
    ("ndy", re.compile(rf"\b({_NAME})\b\.?[\s\-/]*([0-3]?[0-9])(?:st|nd|rd|th)?\s?[\s\-/,.]+{_YEAR}(?![0-9:])")),
    ("yny", re.compile(rf"(?<![0-9]){_FULL_YEAR}[\s\-/.]+({_NAME})\b\.?[\s\-/]*([0-3]?[0-9])(?![0-9])")),
    (
        "num",
        re.compile(
            r"(?<![0-9./\-])([0-3]?[0-9])\s?([-/.|])\s?([0-3]?[0-9])\s?\2\s?"
            r"((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9/\-]|[.,][0-9])"
        ),
    ),
    ("compact", re.compile(r"(?<![0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")),
)
# From when to when, with a year or a month's name: "1/2 - 3/4" is a size.
_END = (
    rf"(?:(?:{_NAME})\b\.? ?(?:[0-3]?[0-9](?:st|nd|rd|th)?)?(?:,? ?{_YEAR})?"
    rf"|[0-3]?[0-9](?:st|nd|rd|th)?\.? ?(?:de )?(?:{_NAME})\b\.?(?:,? ?(?:de )?{_YEAR})?"
    r"|[0-9]{4}[./-][0-9]{2}[./-][0-9]{2}|[0-3]?[0-9][./-][0-3]?[0-9](?:[./-](?:[0-9]{4}|[0-9]{2})?)?)"
)
_PERIOD = re.compile(
    rf"\(?(?:from |for |von |vom |du |del |desde |dal |van )?{_END}"
    r" ?(?:[-–—]|\b(?:to|through|bis|au|al|a|hasta|tot|t/m)\b)"
    rf" ?(?:the |zum |el )?{_END}\)?"
)
_SAYS_WHEN = re.compile(rf"\b(?:{_NAME})\b|\b(?:19|20)[0-9]{{2}}\b|[0-3]?[0-9]([./-])[0-3]?[0-9]\1[0-9]{{2}}\)?$")


# Characters nobody sees, inside of a date: what is shown there is another date than its parts would be.
_UNSEEN_WITHIN = re.compile("[0-9./|-][\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+[0-9./|-]")


def _is_note(sign: str) -> bool:
    """Tell whether a character is a raised or ringed figure, as notes at the foot of a page are marked."""
    return not sign.isascii() and unicodedata.category(sign) in {"No", "Nl"}


def _year(text: str) -> int:
    number = int(text.lstrip("'"))
    if number >= 100:
        return number
    return number + (1900 if number >= 70 else 2000)


def _make(year: str, month: int, day: int) -> date | None:
    try:
        return date(_year(year), month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def find_date(text: str) -> DateReading | None:
    """Find the first date in a text; None where there is none."""
    if not any(ch.isdigit() for ch in text):
        return None
    folded = fold(text) if text.isascii() else fold("".join(" " if _is_note(ch) else ch for ch in text))
    if not folded.isascii() and _UNSEEN_WITHIN.search(folded):
        return None
    best: DateReading | None = None
    for kind, pattern in _PATTERNS:
        if kind == "compact" and best is not None:
            break
        found = pattern.search(folded)
        if found is None or (best is not None and found.start() >= best.start):
            continue
        reading = _reading(kind, found)
        if reading is not None:
            best = reading
    return best


def _reading(kind: str, found: re.Match[str]) -> DateReading | None:
    g = found.groups()
    raw, start, end = found.group(0).strip(), found.start(), found.end()
    if kind == "num":
        first, mark, second, year = int(g[0]), g[1], int(g[2]), g[3]
        day_first = _make(year, second, first)
        month_first = None if mark == "." else _make(year, first, second)
        if day_first is None and month_first is None:
            return None
        return DateReading(day_first, month_first, raw, start, end)
    if kind in {"ymd", "compact"}:
        value = _make(g[0], int(g[1]), int(g[2]))
    elif kind == "dny":
        value = _make(g[2], _MONTHS[g[1]], int(g[0]))
    elif kind == "ndy":
        value = _make(g[2], _MONTHS[g[0]], int(g[1]))
    else:
        value = _make(g[0], _MONTHS[g[1]], int(g[2]))
    return DateReading(value, value, raw, start, end) if value else None


def is_period(text: str) -> bool:
    """Tell whether a text says from when to when, and nothing else: "Apr 28 – May 28, 2026"."""
    if not any(ch.isdigit() for ch in text):
        return False
    folded = " ".join(fold(text).split())
    return _PERIOD.fullmatch(folded) is not None and _SAYS_WHEN.search(folded) is not None


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """What the dates of a document say about the order of day and month."""

    day_first: int
    month_first: int

    @property
    def order(self) -> DateOrder | None:
        """Return the order that the dates themselves settle; None where they do not, or contradict each other."""
        if self.day_first and not self.month_first:
            return DateOrder.DAY_FIRST
        if self.month_first and not self.day_first:
            return DateOrder.MONTH_FIRST
        return None


def weigh_orders(readings: Iterable[DateReading]) -> OrderEvidence:
    """Count the dates of numbers that only go one way round."""
    day_first = month_first = 0
    for reading in readings:
        if reading.day_first is None:
            month_first += 1
        elif reading.month_first is None and "." not in reading.raw:
            day_first += 1
    return OrderEvidence(day_first, month_first)
