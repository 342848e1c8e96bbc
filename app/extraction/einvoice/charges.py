"""Allowances and charges of an electronic invoice: the kind by the reason's words first, then by its UNCL code.

The words come first because the code list knows no fuel surcharge: that is coded as freight with the reason beside it
(conventions, section 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box
from app.extraction.einvoice.model import EInvoice, StatedCharge, StatedLine
from app.extraction.sums.charges import charge_kind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import Word

_NOWHERE = Box(1, 0.0, 0.0, 0.0, 0.0)

# UNCL 7161, charge reasons. Expediting, rush delivery, storage and restocking (EP AAT WH RAF) are other charges: what a
# vendor may bill as freight or handling was not agreed for them (conventions, section 2).
_CODES: Mapping[ChargeKind, str] = {
    ChargeKind.FREIGHT: "FC FAB FAC DL ADZ TV SAA ID RE",
    ChargeKind.HAZMAT_FEE: "AED",
    ChargeKind.ENVIRONMENTAL_FEE: "AEV AEW AEO CAW",
    ChargeKind.PALLET_CHARGE: "PL",
    ChargeKind.PACKAGING: "PC SAD ABL NAA",
    ChargeKind.DEPOSIT: "RAD",
    ChargeKind.MINIMUM_ORDER: "DAN AEL",
    ChargeKind.HANDLING: "HD SH",
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


def charges_apart(invoice: EInvoice, knowledge: Knowledge) -> EInvoice:
    """Return the invoice with lines that are charges and nothing else among its charges (S2.103: never also a line)."""
    goods, charges = [], []
    for line in invoice.lines:
        if line.amount is not None and _is_charge(line, knowledge):
            charges.append(StatedCharge(is_charge=True, amount=line.amount, reason=line.name))
        else:
            goods.append(line)
    return replace(invoice, lines=tuple(goods), charges=(*invoice.charges, *charges)) if charges else invoice


def _is_charge(line: StatedLine, knowledge: Knowledge) -> bool:
    """Tell a charge from goods as on a page: one of it, by a name that says nothing else, without a code of its own."""
    if line.order_line or line.charges or any(ch.isdigit() for code in line.codes for ch in code):
        return False
    if line.quantity is not None and line.quantity.value not in {0, 1}:
        return False
    words = [Word(text, _NOWHERE) for text in line.name.split()]
    return charge_kind(words, knowledge, strict=True) is not None


def label_of(charge: StatedCharge) -> str:
    """Return the reason as stated; where there is none, what the code says it is."""
    if charge.reason:
        return charge.reason
    word = "Charge" if charge.is_charge else "Allowance"
    return f"{word} (reason code {charge.code})" if charge.code else word
