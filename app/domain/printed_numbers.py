"""What a printed number may be, where nothing tells how its page writes thousands and decimals."""

from __future__ import annotations

import re
from decimal import Decimal

_THOUSANDS = re.compile(r"[.,](?=\d{3}$)")


def possible_values(printed: str) -> set[Decimal]:
    """Return the numbers that digits with one mark may be: three digits behind it are thousands or decimals."""
    return {Decimal(printed.replace(",", ".")), Decimal(_THOUSANDS.sub("", printed).replace(",", "."))}
