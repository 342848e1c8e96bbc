"""Allowances and charges of an electronic invoice: the kind by the reason's words first, then by its UNCL code.

The words come first because the code list knows no fuel surcharge: that is coded as freight with the reason beside it
(conventions, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box
from app.extraction.charges import charge_kind
from app.extraction.einvoice_model import StatedCharge
from app.extraction.knowledge import Knowledge
from app.extraction.words import Word

_NOWHERE = Box(1, 0.0, 0.0, 0.0, 0.0)

# UNCL 7161, charge reasons.
_CODES: Mapping[ChargeKind, str] = {
    ChargeKind.FREIGHT: "FC FAB FAC DL ADZ TV SAA ID RE EP AAT",
    ChargeKind.HAZMAT_FEE: "AED",
    ChargeKind.ENVIRONMENTAL_FEE: "AEV AEW AEO CAW",
    ChargeKind.PALLET_CHARGE: "PL",
    ChargeKind.PACKAGING: "PC SAD ABL NAA",
    ChargeKind.DEPOSIT: "RAD",
    ChargeKind.MINIMUM_ORDER: "DAN AEL",
    ChargeKind.HANDLING: "HD SH RAF",
}
_BY_CODE = {code: kind for kind, codes in _CODES.items() for code in codes.split()}


def kind_of(charge: StatedCharge, knowledge: Knowledge) -> ChargeKind:
    """Return the kind of a charge; an allowance is always a discount (formats: "kind of a charge")."""
    if not charge.is_charge:
        return ChargeKind.DISCOUNT
    words = [Word(text, _NOWHERE) for text in charge.reason.split()]
    named = charge_kind(words, knowledge)
    if named is not None and named is not ChargeKind.OTHER:
        return named
    by_code = _BY_CODE.get(charge.code.upper())
    if by_code is not None:
        return by_code
    return ChargeKind.FREIGHT if charge.logistics and named is None else ChargeKind.OTHER


def label_of(charge: StatedCharge) -> str:
    """Return the reason as stated; where there is none, what the code says it is."""
    if charge.reason:
        return charge.reason
    word = "Charge" if charge.is_charge else "Allowance"
    return f"{word} (reason code {charge.code})" if charge.code else word
