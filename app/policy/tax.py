"""What share of an invoice can be tax: nothing on an order says it, and it is paid like everything else.

An order names no tax, so that no line of it can be compared with one. Desks bound it by a rate instead, as they bound
over and under tax elsewhere: the policy's for the vendor, the policy's for everybody, else the standard rate of the
country that the vendor's tax id on file names, else the highest rate that sales in the invoice's currency are taxed at.
More is held, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from app.domain.money import ZERO
from app.domain.policy import Policy
from app.domain.vendor import Vendor

# No country taxes ordinary sales at more than this.
HIGHEST_ANYWHERE = Decimal(27)
# The highest ordinary rates of the places that bill in a currency, state and local taxes taken together.
_BY_CURRENCY: Mapping[str, Decimal] = {
    "USD": Decimal(15), "CAD": Decimal(15), "EUR": Decimal("25.5"), "GBP": Decimal(20), "CHF": Decimal(10),
    "JPY": Decimal(10), "AUD": Decimal(10), "NZD": Decimal(15), "SEK": Decimal(25), "NOK": Decimal(25),
    "DKK": Decimal(25), "PLN": Decimal(23), "CZK": Decimal(21),
}  # fmt: skip
# A number of this form is one of a value added tax: that country's rate holds, whatever the currency.
_VALUE_ADDED = re.compile(r"([A-Z]{2})[0-9A-Z .-]{7,}")
_BY_COUNTRY: Mapping[str, Decimal] = {
    "AT": Decimal(20), "BE": Decimal(21), "BG": Decimal(20), "CH": Decimal(10), "CY": Decimal(19), "CZ": Decimal(21),
    "DE": Decimal(19), "DK": Decimal(25), "EE": Decimal(24), "EL": Decimal(24), "ES": Decimal(21),
    "FI": Decimal("25.5"), "FR": Decimal(20), "GB": Decimal(20), "HR": Decimal(25), "IE": Decimal(23),
    "IT": Decimal(22), "LT": Decimal(21), "LU": Decimal(17), "LV": Decimal(21), "MT": Decimal(18), "NL": Decimal(21),
    "NO": Decimal(25), "PL": Decimal(23), "PT": Decimal(23), "RO": Decimal(21), "SE": Decimal(25), "SI": Decimal(22),
    "SK": Decimal(23),
}  # fmt: skip


def highest_tax(policy: Policy, vendor: Vendor | None, currency: str | None) -> tuple[Decimal, str]:
    """Return the highest tax in percent that is let through, and where that limit stands."""
    if vendor is not None and vendor.vendor_id in policy.tax_vendors:
        return policy.tax_vendors[vendor.vendor_id], f"tax.vendors.{vendor.vendor_id}"
    if policy.tax_percent is not None:
        return policy.tax_percent, "tax.highest_percent"
    registered = _VALUE_ADDED.fullmatch(((vendor.tax_id if vendor else None) or "").strip().upper())
    if registered is not None:
        return _BY_COUNTRY.get(registered[1], HIGHEST_ANYWHERE), f"of the country in the tax id, {registered[1]}"
    return _BY_CURRENCY.get(currency or "", HIGHEST_ANYWHERE), f"usual for {currency or 'any currency'}"


def exceeds(tax: Decimal, net: Decimal, percent: Decimal, slack: Decimal) -> bool:
    """Tell whether a tax is more than this share of what it is on; ``slack`` is what rounding line by line explains.

    A tax below zero, or one on nothing, is no tax.
    """
    if tax == ZERO:
        return False
    return tax < ZERO or net <= ZERO or (tax - slack) * 100 > net * percent
