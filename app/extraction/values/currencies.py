"""Currencies by their codes (ISO 4217) and their signs."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OFTEN_TEXT = (
    "USD EUR GBP CAD AUD CHF INR JPY MXN SEK NOK DKK PLN CZK HUF NZD SGD HKD CNY BRL ZAR TRY ILS KRW THB MYR "
    "AED SAR KWD BHD QAR OMR EGP TWD IDR RON BGN ISK RMB"
)
_SELDOM_TEXT = (
    "AFN AMD ANG AOA ARS AWG AZN BBD BDT BIF BMD BND BSD BTN BWP BYN BZD CDF CLP COP CRC CVE DJF DZD ETB FJD FKP "
    "GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR JMD JOD KES KGS KHR KMF KYD KZT LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MRU MVR MWK MZN NAD NGN NIO NPR PAB PGK PHP PKR PYG RSD RUB RWF SBD SCR SDG SHP SLE SRD SSP STN SVC "
    "SYP SZL TJS TMT TND TTD TZS UAH UGX UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZMW ZWG"
)
# Printed anywhere, they are a currency.
OFTEN = frozenset(_OFTEN_TEXT.split())
# Short words and marks of goods are written alike: they are a currency where they stand with a sum.
SELDOM = frozenset(_SELDOM_TEXT.split())
# Words that capitals print as well; a currency only where a label asks for it.
WORDS_TOO = frozenset({"ALL", "BAM", "BOB", "CUP", "DOP", "GEL", "LAK", "MOP", "MUR", "PEN", "SOS", "TOP"})
CODES = OFTEN | SELDOM | WORDS_TOO

# Letters that a scan takes for one another.
_LIKE = str.maketrans("FGOQ0DV5J1LBRPK8NM", "ECCCCCUSIIIRRRRRHH")
# Of more codes plain words are made as well: "FOR" is "EGP" with two letters wrong.
_COMMONEST_LIKE = frozenset(code.translate(_LIKE) for code in ("USD", "EUR", "GBP", "CHF", "CAD", "AUD"))

SIGNS: Mapping[str, str] = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₽": "RUB", "₴": "UAH",
    "₦": "NGN", "₱": "PHP", "₫": "VND", "฿": "THB", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₵": "GHS", "₡": "CRC",
    "₲": "PYG",
}  # fmt: skip
# Letters that are a sign beside a sum, and something else elsewhere ("ft" are feet). Malaysia's RM is a ream as
# well, and South Africa's R a mark of tax: before a sum they stand for nothing by themselves.
LETTER_SIGNS: Mapping[str, str] = {
    "zł": "PLN", "kč": "CZK", "lei": "RON", "rs": "INR", "sfr": "CHF", "fr": "CHF", "kr": "SEK", "cdn": "CAD",
    "rp": "IDR", "ksh": "KES", "s/": "PEN",
}  # fmt: skip
# Crowns are Sweden's where no number of a company or its tax says another country.
CROWNS: Mapping[str, re.Pattern[str]] = {
    "NOK": re.compile(r"\bMVA\b|\bNO ?\d{3} ?\d{3} ?\d{3}\b|\bForetaksregisteret\b", re.ASCII),
    "DKK": re.compile(r"\bCVR\b|\bDK ?-?\d{2} ?\d{2} ?\d{2} ?\d{2}\b", re.ASCII),
    "ISK": re.compile(r"\b[Kk]ennitala\b|\bVSK\b"),
}


def is_like_code(text: str) -> bool:
    """Tell whether a text is no code of a currency, and may be one of the commonest on a scan with letters wrong.

    "CHE" before a sum is "CHF". Which currency was meant it does not tell.
    """
    return text.isupper() and text not in CODES and text.translate(_LIKE) in _COMMONEST_LIKE
