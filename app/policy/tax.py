"""What share of an invoice can be tax: nothing on an order says it, and it is paid like everything else.

An order names no tax, so that no line of it can be compared with one. Desks bound it by a rate instead, as they bound
over and under tax elsewhere: the policy's for the vendor, the policy's for everybody, else the highest rate that sales
in the invoice's currency are taxed at. More is held, whatever it is called.
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
_VALUE_ADDED = re.compile(r"[A-Z]{2}[0-9A-Z .-]{7,}")


def highest_tax(policy: Policy, vendor: Vendor | None, currency: str | None) -> tuple[Decimal, str]:
    """Return the highest tax in percent that is let through, and where that limit stands."""
    if vendor is not None and vendor.vendor_id in policy.tax_vendors:
        return policy.tax_vendors[vendor.vendor_id], f"tax.vendors.{vendor.vendor_id}"
    if policy.tax_percent is not None:
        return policy.tax_percent, "tax.highest_percent"
    registered = vendor is not None and bool(_VALUE_ADDED.fullmatch((vendor.tax_id or "").strip().upper()))
    usual = _BY_CURRENCY.get(currency or "", HIGHEST_ANYWHERE)
    return (max(usual, HIGHEST_ANYWHERE) if registered else usual), f"usual for {currency or 'any currency'}"


def exceeds(tax: Decimal, net: Decimal, percent: Decimal, slack: Decimal) -> bool:
    """Tell whether a tax is more than this share of what it is on; ``slack`` is what rounding line by line explains.

    A tax below zero, or one on nothing, is no tax.
    """
    if tax == ZERO:
        return False
    return tax < ZERO or net <= ZERO or (tax - slack) * 100 > net * percent
