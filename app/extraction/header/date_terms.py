"""The order of day and month told by the vendor's country, and by the days from an invoice's date to its due date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from app.domain.provenance import Extracted
from app.extraction.header.currency import US_ADDRESS
from app.extraction.values.dates import DateOrder, DateReading
from app.extraction.values.page_words import begins, page_words
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line
from app.extraction.values.words import Word

# Of Europe's tax ids; in all of these countries the day stands first.
_EUROPEAN_TEXT = "GB XI IE DE AT CHE FR ES IT NL BE LU PT DK SE FI NO PL CZ SK SI HR HU RO BG EE LV LT GR EL CY MT"
_EUROPEAN = re.compile(rf"(?:{'|'.join(_EUROPEAN_TEXT.split())})U?[A-Z0-9]{{0,2}}[0-9]{{6,11}}[A-Z0-9]{{0,3}}")
# "London NW10 7LU": who prints no currency and a tax number without its country still says where it is.
_BRITISH_PLACE = re.compile(r"\b[A-PR-UWYZ][A-HK-Y]?[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}\b", re.ASCII)
_NOT_IN_IDS = re.compile(r"[^A-Z0-9]")
_OF_INVOICE = re.compile(r"\bdays?\b.* invoice")
CLAUSE = re.compile(r"[.;](?= |$)")
_DAYS_ALONE = 4  # words
# What vendors give where they print no terms beside the day: the same day of another month, or whole weeks.
_USUAL = frozenset({7, 8, 10, 14, 15, 20, 21, 28, 29, 30, 31, 45, 60, 61, 90})

Dated = tuple[DateReading, tuple[Word, ...]] | None


def order_of_country(tax_id: Extracted[str] | None, outside: Sequence[Row], buyer: frozenset[int]) -> DateOrder | None:
    """Tell the order by the vendor's tax id or a British postcode, where no American address may be the vendor's.

    Args:
        tax_id: The vendor's.
        outside: The rows that are no part of the line table.
        buyer: The ids of the words in the buyer's blocks, whose country tells nothing of the vendor.
    """
    others = [" ".join(word.text for word in row.words if id(word) not in buyer) for row in outside]
    european = tax_id is not None and bool(_EUROPEAN.fullmatch(_NOT_IN_IDS.sub("", tax_id.value.upper())))
    if not european and not any(map(_BRITISH_PLACE.search, others)):
        return None
    return None if any(map(US_ADDRESS.search, others)) else DateOrder.DAY_FIRST


def order_of_terms(
    invoiced: Dated, due: Dated, outside: Sequence[Row], *, against: DateOrder | None = None
) -> DateOrder | None:
    """Tell the order in which the due date lies as many days behind the invoice's as its terms say, if only one does.

    Where no terms are printed, one order must have the due date before the invoice's, and the other usual terms. So it
    must where the order is told ``against`` what is written where the vendor is.
    """
    if invoiced is None or due is None or invoiced[0].certain is not None:
        return None
    days: dict[DateOrder, int] = {}
    for order in DateOrder:
        first, last = invoiced[0].in_order(order), due[0].in_order(order)
        if first is None or last is None:
            return None
        days[order] = (last - first).days
    if against is not None and days[against] >= 0:
        return None
    printed = {number for row in outside if (number := _terms_in(row)) is not None}
    fitting = [order for order, count in days.items() if count in (printed or _USUAL)]
    if len(fitting) != 1:
        return None
    others = (count for order, count in days.items() if order is not fitting[0])
    return fitting[0] if printed or all(count < 0 for count in others) else None


def _terms_in(row: Row) -> int | None:
    """Return the days within which a row wants payment, the most where it gives some for a discount as well."""
    numbers = [number for clause in CLAUSE.split(fold_line(row.text)) for number in _days_to_pay(clause)]
    return max(numbers, default=None)


def _days_to_pay(clause: str) -> list[int]:
    """Return the days of a clause; none where they may be those of a return, a claim, a delivery.

    A clause speaks of payment, or says the days and no more; and of nothing else that has its days.
    """
    of_payment = begins("payment_terms", "of_payment").search(clause) or _OF_INVOICE.search(clause)
    if begins("payment_terms", "of_else").search(clause) or not (of_payment or len(clause.split()) <= _DAYS_ALONE):
        return []
    return [days for _, days in days_in(clause)]


def days_in(clause: str) -> list[tuple[bool, int]]:
    """Return the counts of days of a folded clause, each with whether "net" stands before it."""
    return [(bool(net), int(net or days)) for net, days in _days().findall(clause)]


@cache
def _days() -> re.Pattern[str]:
    units = "|".join(sorted(page_words("payment_terms", "days")))
    count = r"(?<![\d.,/-])(\d{1,3})(?![\d%]| ?%|[.,/-]\d)"  # and no part of a date, a sum, a percentage
    return re.compile(rf"\bnet(?:to)? ?{count}|\b{count} (?:calendar )?(?:{units})\b(?! (?:late|overdue))")
