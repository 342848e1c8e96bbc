"""Codes of squares to pay by, read from the picture of a page: what they pay is what a telephone pays, unseen.

European ones ("BCD") and Swiss ones ("SPC") hold the account and the amount. Where the page prints another account, or
has another total, whoever pays by the code pays something else than was read. Other codes are nobody's payment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cv2
import numpy as np

from app.domain.bank_accounts import is_iban, spaced_account
from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.extraction.pages.picture import Pixels

CODE = "payment_code_differs"
_EUROPEAN, _SWISS = "BCD", "SPC"
_EUROPEAN_IBAN, _EUROPEAN_AMOUNT = 6, 7  # lines from 0
_SWISS_IBAN, _SWISS_AMOUNT = 3, 18
_MOST = 1800  # pixels along an edge: above it the picture is made smaller; the squares of such codes are larger


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a code pays: to an IBAN, and how much where it says so."""

    iban: str
    amount: Decimal | None


def against_codes(page: int, picture: Pixels, invoice: Invoice) -> Iterator[Finding]:
    """Yield what the codes on the picture of a page pay that the invoice does not ask for."""
    header = invoice.header
    printed = {account.value for account in header.bank_accounts if is_iban(account.value)}
    for code in payment_codes(picture):
        if printed and code.iban not in printed:
            yield Finding(
                CODE,
                f"The code to pay by on page {page} pays to {spaced_account(code.iban)}, and the page names another "
                "account. Ask the vendor, by a way known before, whether that is so.",
            )
        if code.amount is not None and header.total is not None and code.amount != header.total.value:
            yield Finding(
                CODE,
                f"The code to pay by on page {page} pays {code.amount}, and the total is {header.total.value}. "
                "Look at the page.",
            )


def payment_codes(picture: Pixels) -> list[PaymentCode]:
    """Return the codes to pay by that can be read in a picture."""
    high, wide = picture.shape[:2]
    if max(high, wide) > _MOST:
        scale = _MOST / max(high, wide)
        smaller = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        picture = smaller.astype(np.uint8, copy=False)
    try:
        _, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    except cv2.error:
        return []  # what looked like a code to it was none
    return [code for text in texts if (code := code_in(text.splitlines())) is not None]


def code_in(lines: Sequence[str]) -> PaymentCode | None:
    """Return what the lines of a code pay; None where it is none to pay by."""
    places = {_EUROPEAN: (_EUROPEAN_IBAN, _EUROPEAN_AMOUNT), _SWISS: (_SWISS_IBAN, _SWISS_AMOUNT)}
    at, money = places.get(lines[0].strip() if lines else "", (None, 0))
    if at is None or len(lines) <= at:
        return None
    iban = "".join(lines[at].split()).upper()
    return PaymentCode(iban, _amount(lines[money] if len(lines) > money else "")) if is_iban(iban) else None


def _amount(text: str) -> Decimal | None:
    figure = text.strip().removeprefix("EUR")
    try:
        amount = Decimal(figure)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None
