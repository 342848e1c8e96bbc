"""Codes of squares to pay by, read from the picture of a page: what they pay is what a telephone pays, unseen.

European ones ("BCD") and Swiss ones ("SPC") hold the account and the amount. Where the page prints another account, or
has another total, whoever pays by the code pays something else than was read. Of other codes an account that stands in
them counts (those of other countries, and links), and a wallet of a crypto currency; the rest are nobody's payment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cv2
import numpy as np

from app.domain.bank_accounts import LENGTHS, is_iban, spaced_account
from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.extraction.pages.picture import Pixels

CODE = "payment_code_differs"
_EUROPEAN, _SWISS = "BCD", "SPC"
_EUROPEAN_IBAN, _EUROPEAN_AMOUNT = 6, 7  # lines from 0
_SWISS_IBAN, _SWISS_AMOUNT = 3, 18
_WALLET = re.compile(r"(?:bitcoin|bitcoincash|ethereum|litecoin|monero|lightning|dogecoin|solana|ripple):")
_BEGINS = re.compile(r"[A-Z]{2}[0-9]{2}(?=[A-Z0-9])", re.ASCII)
# Each reads codes that the other does not: small ones, and such as are drawn square by square.
_DETECTORS = (cv2.QRCodeDetectorAruco, cv2.QRCodeDetector)
_MOST = 1800  # pixels along an edge: above it the picture is made smaller; the squares of such codes are larger
_SMALL = 700  # pixels along the shorter edge; of less the squares may be smaller, and it is looked through at once
_AROUND, _DARKER = 83, 2  # pixels around a point, and how much darker it is (of 255): readers of codes ask for more
_HALF = 0.5  # of its size the picture has where places for codes are sought
_CLOSE, _LONG = 12, 20  # pixels of it: gaps within a code are smaller, the smallest code that can be read is longer
_FILLED = 0.15  # share of a code that is ink; half of it is


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a code pays: to an IBAN (or a wallet, by the name of its currency), and how much where it says so."""

    iban: str
    amount: Decimal | None


def against_codes(page: int, picture: Pixels, invoice: Invoice) -> Iterator[Finding]:
    """Yield what the codes on the picture of a page pay that the invoice does not ask for."""
    header = invoice.header
    printed = {account.value for account in header.bank_accounts if is_iban(account.value)}
    for code in payment_codes(picture):
        if not is_iban(code.iban):
            yield Finding(
                CODE,
                f"The code to pay by on page {page} pays to a wallet ({code.iban}). Ask the vendor, by a way known "
                "before, whether that is so.",
            )
        elif printed and code.iban not in printed:
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
    if not _may_hold_codes(picture):
        return []
    texts = dict.fromkeys(text for found in _DETECTORS for text in _texts(found, picture))
    return [code for text in texts if (code := code_in(text.splitlines())) is not None]


def _may_hold_codes(picture: Pixels) -> bool:
    """Tell whether a picture has a place with ink as codes of squares have it: in every row and every column, and much.

    Rows of text have paper between them. To look for that takes a twentieth of the time that looking for codes takes.
    """
    if min(picture.shape[:2]) < _SMALL:
        return True
    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER)
    small = cv2.resize(ink, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
    filled = cv2.blur(small, (_CLOSE, _CLOSE)) > 255 * _FILLED
    some = (small > 0).view(np.uint8)
    across, down = np.ones((1, _CLOSE), np.uint8), np.ones((_CLOSE, 1), np.uint8)
    high, wide = np.ones((_LONG, 1), np.uint8), np.ones((1, _LONG), np.uint8)
    rows, columns = cv2.erode(cv2.dilate(some, across), high), cv2.erode(cv2.dilate(some, down), wide)
    return bool((filled & (rows > 0) & (columns > 0)).any())


def _texts(detector: type[cv2.GraphicalCodeDetector], picture: Pixels) -> Sequence[str]:
    try:
        _, texts, _, _ = detector().detectAndDecodeMulti(picture)
    except cv2.error:
        return ()  # what looked like a code to it was none
    return [text for text in texts if text]


def code_in(lines: Sequence[str]) -> PaymentCode | None:
    """Return what the lines of a code pay; None where it is none to pay by."""
    places = {_EUROPEAN: (_EUROPEAN_IBAN, _EUROPEAN_AMOUNT), _SWISS: (_SWISS_IBAN, _SWISS_AMOUNT)}
    at, money = places.get(lines[0].strip() if lines else "", (None, 0))
    if at is None:
        return _otherwise(lines)
    if len(lines) <= at:
        return None
    iban = "".join(lines[at].split()).upper()
    return PaymentCode(iban, _amount(lines[money] if len(lines) > money else "")) if is_iban(iban) else None


def _otherwise(lines: Sequence[str]) -> PaymentCode | None:
    """Return the wallet or the account that stands in a code of another kind; what else it says is not known."""
    wallet = _WALLET.match(lines[0].casefold()) if lines else None
    if wallet is not None:
        return PaymentCode(wallet[0].rstrip(":"), None)
    for line in lines:
        text = "".join(line.split()).upper()
        for begin in _BEGINS.finditer(text):
            iban = text[begin.start() : begin.start() + LENGTHS.get(begin[0][:2], 0)]
            if is_iban(iban):
                return PaymentCode(iban, None)
    return None


def _amount(text: str) -> Decimal | None:
    figure = text.strip().removeprefix("EUR")
    try:
        amount = Decimal(figure)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None
