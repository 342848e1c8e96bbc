"""A rate of tax that stands in a text of its own ("Tax rate: 6.00 %"), beside a tax that is more than it makes.

What stands in the label of a tax is judged with the sums; forms print the rate in a row above it. English, German,
French, Spanish, Italian, Dutch; over folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.invoice import Invoice
from app.extraction.statements.kinds import Said
from app.extraction.values.arithmetic import CENT, HUNDRED
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import fold_line

_PERCENT = r"(\d{1,2}(?:[.,]\d{1,4})?) ?%"
_RATE = re.compile(
    r"(?<!\w)(?:(?:(?:sales|use|state|local) )?tax rate|rate of (?:sales )?tax|(?:vat|gst|hst) rate|rate of (?:vat|gst)"
    r"|(?:mehrwert|umsatz)?steuersatz|(?:mwst|ust)\.?[- ]?satz|taux (?:de )?(?:la )?(?:tva|taxe)|taux d'imposition"
    r"|tipo (?:de(?:l)? )?(?:iva|impositivo)|aliquota(?: iva)?|btw[- ]?(?:tarief|percentage))(?: applied)? ?[:=]? ?"
    + _PERCENT
)
_TAXED = re.compile(r"(?:tax|vat|gst|hst|pst|steuer|mwst|ust\b|tva|iva|imposta|impuesto|btw|belasting)")
_ANY_RATE = re.compile(_PERCENT)


def tax_rates(rows: Sequence[Row]) -> Iterator[tuple[Said, str, Row]]:
    """Yield the one rate of tax that a page states; of several each may be some lines' own."""
    signed = [(row, fold_line(row.text)) for row in rows if "%" in row.text]
    stated = [(row, found) for row, text in signed if (found := _RATE.search(text)) is not None]
    if not stated:
        return
    rates = {_number(rate) for _, text in signed if _TAXED.search(text) for rate in _ANY_RATE.findall(text)}
    row, found = stated[0]
    if rates == {_number(found[1])}:
        yield Said.TAX_RATE, found.group(), row


def is_above_its_rate(words: str, invoice: Invoice) -> bool:
    """Tell whether the tax is more than the rate in these words makes of all that it may be on."""
    found, tax, total = _RATE.search(words), invoice.header.tax_total, invoice.header.total
    if found is None or tax is None or total is None:
        return False
    taxed = abs(total.value) - abs(tax.value)
    return abs(tax.value) > taxed * _number(found[1]) / HUNDRED + CENT * (len(invoice.lines) + 1)


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ".")).normalize()
