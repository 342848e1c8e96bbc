"""Numbers of bank accounts: which text is an IBAN, and when two prints name one account.

Lengths by country and check digits are those of ISO 13616.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.identifiers import differs_by_one_character, look_alike_key

_LENGTHS_TEXT = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24"
    " FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28"
    " LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25"
    " QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
LENGTHS = {text[:2]: int(text[2:]) for text in _LENGTHS_TEXT.split()}
MASK = "****"  # stands for all of an account but its end
_MISREAD = 2  # characters of an account that a scan may have wrong
_TELLING = 6  # digits by which the number of an account tells it from the others: the bank gives it, nobody chooses it


@dataclass(frozen=True, slots=True)
class PaidAccount:
    """An account printed on an invoice of this vendor that cleared or was released.

    ``doubtful``: it comes from a scan, and no check digits bear it out.
    """

    number: str
    vendor_id: str
    document_id: int
    file: str
    doubtful: bool = False


def is_iban(text: str) -> bool:
    """Tell whether length and check digits fit: as a number, letters counted from ten, one is left of it over 97."""
    if not text.isalnum() or not text.isascii() or not text[2:4].isdigit() or len(text) != LENGTHS.get(text[:2]):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def spaced_account(number: str) -> str:
    """Return an account as it is printed to be read: an IBAN in groups of four, a number apart from its bank's code."""
    if is_iban(number):
        return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    return number.replace("/", " / ")


def is_same_account(printed: str, known: str, *, doubtful: bool) -> bool:
    """Tell whether two prints name one account; where one is ``doubtful``, a scan may have misread a little of it.

    An account is named by its IBAN, or by its number beside its bank's sort code, routing number or BIC. Of one that is
    masked only the end is known.
    """
    if MASK in printed or MASK in known:
        ends = sorted((number.rpartition(MASK)[2] for number in (printed, known)), key=len)
        return ends[1].endswith(ends[0])
    if printed == known or _has_one_number(printed, known) or _has_one_number(known, printed):
        return True
    if not doubtful:
        return False
    a, b = look_alike_key(printed), look_alike_key(known)
    apart = sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
    return apart <= _MISREAD or differs_by_one_character(a, b)


def _has_one_number(account: str, other: str) -> bool:
    """Tell whether an account beside the code of its bank has the number of another, or of another's IBAN.

    Two codes of one kind that differ, two routing numbers say, are of two banks.
    """
    code, _, number = account.rpartition("/")
    number = number.lstrip("0")
    if len(number) < _TELLING:
        return False
    if is_iban(other):
        return number in other[4:] and (not code.isdigit() or code in other[4:])
    bank, _, its_number = other.rpartition("/")
    two_banks = code != bank and len(code) == len(bank) and code.isdigit() and bank.isdigit()
    return number == its_number.lstrip("0") and not two_banks
