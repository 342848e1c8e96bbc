"""Whether a note of a line names a day of delivery that is long after the invoice: "ETA 04/2026", "Lieferung KW 25".

English, German, French, Spanish, Italian, Dutch; over folded text. A day that can be read in two ways counts with the
earlier one.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

# Goods are billed so long before they leave, at most; what is later was not delivered yet.
_AHEAD = timedelta(days=31)
_HALF_A_YEAR = timedelta(days=182)
_DELIVERED = (
    r"(?:eta|etd|(?:est(?:imated|\.)? |expected |scheduled |planned )?(?:delivery|shipment|shipping|arrival|ship date)"
    r"|(?:will |to )?(?:be )?(?:ship(?:s|ped)?|deliver(?:s|ed)?|arrives?|available)"
    r"|(?:voraussichtliche |geplante )?(?:an)?liefer(?:ung|termin|datum)|voraussichtlich(?: lieferbar)?|lieferbar"
    r"|verfugbar|versand"
    r"|livraison|expedition|livrable|disponible|entrega|envio|consegna|spedizione|disponibile"
    r"|(?:verwachte )?lever(?:ing|datum)|leverbaar|verzending)"
)
_BETWEEN = (
    r"(?: (?:date|scheduled|expected|planned|due|on|for|by|in|from|approx\.?|am|ab|vsl\.?|voraussichtlich|geplant"
    r"|prevue?|estimee?"
    r"|le|a partir du|des|prevista|estimada|el|a partir del|il|dal|verwacht|gepland|op|vanaf|:))*:? "
)
_WEEK = (
    r"(?:kw|cw|wk|week|woche|semaine|sem\.?|semana|settimana|sett\.?) ?(?P<week>\d{1,2})(?: ?[./-] ?(?P<of>20\d\d))?"
)
_DAY = r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})[./-](?P<year>(?:20)?\d\d)"
_ISO = r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
_MONTH = r"(?P<month>\d{1,2})[./-](?P<in>20\d\d)"
_COMES = re.compile(rf"{_DELIVERED}{_BETWEEN}(?:{_WEEK}|{_ISO}|{_DAY}|{_MONTH})")


def comes_long_after(part: str, written: date | None) -> bool:
    """Tell whether a part of a line's text names a day of delivery that is over a month after the invoice's day."""
    found = _COMES.fullmatch(part) if written is not None else None
    if found is None or written is None:
        return False
    days = list(_days(found, written))
    return bool(days) and min(days) > written + _AHEAD


def _days(found: re.Match[str], written: date) -> list[date]:
    """Return the days that a note may name: of a week or month the first."""
    named = {key: int(value) for key, value in found.groupdict().items() if value and value.isdigit()}
    if "week" in named:
        return _weeks(named["week"], named.get("of"), written)
    if "month" in named:
        tried = [(named["in"], named["month"], 1)]
    elif "y" in named:
        tried = [(named["y"], named["m"], named["d"])]
    else:
        year = named["year"] % 100 + 2000
        tried = [(year, named["second"], named["first"])]
        tried += [(year, named["first"], named["second"])] if found["mark"] != "." else []
    days = []
    for year, month, day in tried:
        with suppress(ValueError):
            days.append(date(year, month, day))
    return days


def _weeks(week: int, year: int | None, written: date) -> list[date]:
    """Return the Monday of a week; without a year it is one of the half year before the invoice, or after that."""
    with suppress(ValueError):
        monday = date.fromisocalendar(year or written.year, week, 1)
        if year is None and monday < written - _HALF_A_YEAR:
            monday = date.fromisocalendar(written.year + 1, week, 1)
        return [monday]
    return []
