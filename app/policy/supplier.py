"""Whether the invoice comes from the vendor of its order (decision table: supplier_details).

Print says what it says: its name must be the vendor's word for word, or stand beside the vendor's tax id and be far
more alike than another's. A scan may misread letters, as long as one vendor alone is near and its tax id or an order
of its own stands beside the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.decision import DocumentFinding
from app.domain.identifiers import code_key, differs_by_one_character, look_alike_key
from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.domain.money import ZERO
from app.domain.order import PurchaseOrder
from app.domain.policy import Policy
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.vendor import Vendor, VendorStatus
from app.policy.company_names import (
    begins_name,
    forms_agree,
    is_sister,
    name_likeness,
    name_words,
    names_another_payee,
    same_words,
)
from app.policy.document_finding import document_finding

# How alike a misread name must be: beside an order of the vendor's, or beside its tax id (a trading name, too).
ALONE = 0.9
BESIDE_TAX_ID = 0.8
# A scan that came this near is a misread name rather than another company's.
MISREAD = 0.6
_SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the name: whether the tax id is the vendor's, and whether an order of the vendor is named."""

    tax_id: bool
    order: bool


def supplier_findings(invoice: Invoice, match: Match, desk: Desk, policy: Policy) -> Iterable[DocumentFinding]:
    """Yield what is wrong about who sent the invoice; nothing where no order says who should have."""
    total = abs(invoice.header.total.value) if invoice.header.total else ZERO
    numbers = {*match.orders, *(ref.po_number for group in match.groups for ref in group.po_lines)}
    orders = [order for order in desk.orders if order.po_number in numbers]
    vendor_ids = list(dict.fromkeys(order.vendor_id for order in orders))
    if not vendor_ids and match.vendor_id:
        vendor_ids = [match.vendor_id]

    def finding(rule: str, **figures: str) -> DocumentFinding:
        return document_finding(policy, rule, figures, exposure=total)

    for vendor_id in vendor_ids:
        vendor = desk.vendor(vendor_id)
        if vendor is None:
            yield finding("supplier_details.unknown_vendor", vendor_id=vendor_id)
            continue
        shown = f"{vendor.name} ({vendor.vendor_id})"
        if vendor.status is VendorStatus.BLOCKED:
            yield finding("supplier_details.blocked", vendor=shown)
        if orders:
            mine = [order for order in orders if order.vendor_id == vendor_id]
            yield from _identity(invoice, vendor, desk, mine, policy)
    if len(vendor_ids) > 1:
        yield finding("supplier_details.several_vendors", orders=_by_vendor(orders))
    elsewhere = _orders_of_others(invoice, match, desk, vendor_ids)
    if elsewhere:
        yield finding("supplier_details.other_vendors_order", orders=", ".join(elsewhere))


def sender_is_named(invoice: Invoice) -> bool:
    """Tell whether the invoice says who sent it, by name or tax id; a legal form alone is no name."""
    header = invoice.header
    named = header.vendor_name is not None and bool(name_words(header.vendor_name.value))
    return named or (header.vendor_tax_id is not None and bool(code_key(header.vendor_tax_id.value)))


def _identity(
    invoice: Invoice, vendor: Vendor, desk: Desk, orders: list[PurchaseOrder], policy: Policy
) -> Iterable[DocumentFinding]:
    total = abs(invoice.header.total.value) if invoice.header.total else ZERO
    printed = invoice.header.vendor_tax_id
    shown = f"{vendor.name} ({vendor.vendor_id})"
    tax_agrees = False
    if printed is not None and vendor.tax_id and code_key(printed.value):
        tax_agrees = same_tax_id(printed.value, vendor.tax_id, scanned=printed.method is Method.OCR)
        if not tax_agrees:
            figures = {"printed": printed.value, "vendor": shown, "on_file": vendor.tax_id}
            unsure = printed.method is Method.OCR and printed.certainty is not Certainty.PROVEN
            if unsure and differs_by_one_character(printed.value, vendor.tax_id):
                yield document_finding(policy, "data_quality.tax_id", figures, exposure=total)
            else:
                yield document_finding(policy, "supplier_details.tax_id", figures, exposure=total)
    name = invoice.header.vendor_name
    if name is None or not name_words(name.value):
        return
    others = [other for other in desk.vendors if other.vendor_id != vendor.vendor_id]
    beside = _Beside(tax_agrees, _names_one_of(invoice, orders))
    rival = next((other for other in others if _is_rather(name.value, other, vendor, invoice, tax_agrees)), None)
    if rival is not None:
        figures = {"printed": name.value, "vendor": shown, "rival": f"{rival.name} ({rival.vendor_id})"}
        yield document_finding(policy, "supplier_details.rival", figures, exposure=total)
        return
    figures = {"printed": name.value, "vendor": shown}
    if names_another_payee(name.value, vendor.name):
        yield document_finding(policy, "supplier_details.other_payee", figures, exposure=total)
    elif not _is_the_vendors(name, vendor, others, beside):
        near = tax_agrees or name_likeness(name.value, vendor.name) >= MISREAD
        rule = "data_quality.name" if name.method is Method.OCR and near else "supplier_details.name"
        yield document_finding(policy, rule, figures, exposure=total)


def _is_the_vendors(name: Extracted[str], vendor: Vendor, others: list[Vendor], beside: _Beside) -> bool:
    """Tell whether a name is the vendor's as it is printed, or as a scan misreads it."""
    forms = beside.tax_id or forms_agree(name.value, vendor.name)
    if same_words(name.value, vendor.name):
        return forms
    if beside.tax_id and begins_name(name.value, vendor.name):
        return True
    if name.method is not Method.OCR and is_sister(name.value, vendor.name):
        return False  # whoever writes another company's name can copy a tax id
    enough = BESIDE_TAX_ID if beside.tax_id else ALONE
    if not forms or name_likeness(name.value, vendor.name) < enough:
        return False
    if name.method is not Method.OCR:
        return beside.tax_id
    alone = all(name_likeness(name.value, other.name) < enough for other in others)
    return alone and (beside.tax_id or beside.order)


def _is_rather(printed: str, other: Vendor, vendor: Vendor, invoice: Invoice, tax_agrees: bool) -> bool:
    """Tell whether a name is another vendor's as well as or better than this one's; a tax id tells twins apart."""
    mine, theirs = _closeness(printed, vendor), _closeness(printed, other)
    if theirs[0] < MISREAD or theirs < mine:
        return False
    if theirs > mine or other.status is VendorStatus.BLOCKED:
        return True
    tax_id = invoice.header.vendor_tax_id
    theirs_too = tax_id is not None and bool(other.tax_id) and code_key(tax_id.value) == code_key(other.tax_id or "")
    one_company = bool(vendor.tax_id) and code_key(vendor.tax_id or "") == code_key(other.tax_id or "")
    return not one_company and (theirs_too or not tax_agrees)


def _closeness(printed: str, vendor: Vendor) -> tuple[float, bool]:
    return name_likeness(printed, vendor.name), forms_agree(printed, vendor.name)


def _names_one_of(invoice: Invoice, orders: list[PurchaseOrder]) -> bool:
    named = [value.value for value in invoice.header.po_numbers]
    named += [line.po_number.value for line in invoice.lines if line.po_number is not None]
    keys = [look_alike_key(number) for number in named]
    ours = [look_alike_key(order.po_number) for order in orders]
    return any(len(key) >= _SHORTEST_NUMBER and number.endswith(key) for key in keys for number in ours)


def _by_vendor(orders: list[PurchaseOrder]) -> str:
    return ", ".join(f"{order.po_number} ({order.vendor_id})" for order in orders)


def other_ids(vendor: Vendor | None, vendors: Iterable[Vendor]) -> tuple[str, ...]:
    """Return the further ids under which a vendor is on file: one company was entered twice, and has one tax id.

    What stands in for one that is not known ("n/a", 00-0000000) is nobody's.
    """
    if vendor is None or not vendor.tax_id:
        return ()
    key = code_key(vendor.tax_id)
    digits = [ch for ch in key if ch.isdigit()]
    if len(digits) < _SHORTEST_NUMBER or len(set(digits)) == 1:
        return ()
    return tuple(one.vendor_id for one in vendors if one != vendor and one.tax_id and code_key(one.tax_id) == key)


def same_tax_id(printed: str, on_file: str, *, scanned: bool) -> bool:
    """Tell whether a printed tax id is this one, with or without its country's letters, or as a scan misreads it."""
    a, b = code_key(printed), code_key(on_file)
    if a == b:
        return True
    # A country's letters before the number are sometimes left out ("DE123456789" and "123456789").
    if re.sub(r"^[A-Z]{2}", "", a) == re.sub(r"^[A-Z]{2}", "", b):
        return a[:2].isdigit() or b[:2].isdigit()
    return scanned and look_alike_key(printed) == look_alike_key(on_file)


def _orders_of_others(invoice: Invoice, match: Match, desk: Desk, vendor_ids: list[str]) -> list[str]:
    named = [value.value for value in invoice.header.po_numbers]
    named += [line.po_number.value for line in invoice.lines if line.po_number is not None]
    keys = {code_key(number) for number in named}
    others = [o for o in desk.orders if code_key(o.po_number) in keys and o.vendor_id not in vendor_ids]
    return [order.po_number for order in others] if vendor_ids and match.vendor_id else []
